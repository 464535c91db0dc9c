/// Text whose lines are the author's: programs and what they print, verse, addresses (`pre` in HTML, blocks of code in
/// Markdown). Such a paragraph keeps its line feeds and the blanks in front of its lines.
enum PreformattedText {
  /// The paragraphs of a preformatted text, each with whether its lines were kept. Prose that was wrapped at a margin, as
  /// in archives of mailing lists, becomes paragraphs without lines.
  static func paragraphs(_ bytes: ArraySlice<UInt8>) -> [(text: String, keepsLines: Bool)] {
    let lines = lines(bytes)
    guard lines.count > 1 else { return lines.map { (TextLayout.collapse($0), false) } }
    let blocks = lines.split(whereSeparator: \.isEmpty)
    // Each line a paragraph.
    let letters = lines.reduce(0) { $0 + $1.utf8.count }
    if letters > lines.count(where: { !$0.isEmpty }) * 160 {
      return lines.filter { !$0.isEmpty }.map { (TextLayout.collapse($0), false) }
    }
    guard blocks.contains(where: isWrapped) else { return [(lines.joined(separator: "\n"), true)] }
    return blocks.map { block in
      let isProse = block.count == 1 || isWrapped(block)
      return isProse
        ? (TextLayout.collapse(block.joined(separator: " ")), false) : (block.joined(separator: "\n"), true)
    }
  }

  /// A text with its lines in order: no blanks at their ends, none in front that all lines have, no empty ones at the ends.
  static func laidOut(_ bytes: ArraySlice<UInt8>) -> String { lines(bytes).joined(separator: "\n") }

  private static func lines(_ bytes: ArraySlice<UInt8>) -> [String] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(line)
    while lines.last?.text.isEmpty == true { lines.removeLast() }
    let empty = lines.prefix { $0.text.isEmpty }.count
    lines.removeFirst(empty)
    let shared = lines.lazy.filter { !$0.text.isEmpty }.map(\.indent).min() ?? 0
    return lines.map { $0.text.isEmpty ? "" : String(repeating: " ", count: $0.indent - shared) + $0.text }
  }

  /// The columns that stand empty in front of a line, no more than a page is wide, and its text. Blanks within it stay: they
  /// make columns.
  private static func line(_ bytes: ArraySlice<UInt8>) -> (indent: Int, text: String) {
    var column = 0
    var text: [UInt8] = []
    var place = bytes.startIndex
    while place < bytes.endIndex {
      // A no-break space is a blank here.
      let isNoBreak = bytes[place] == 0xC2 && place + 1 < bytes.endIndex && bytes[place + 1] == 0xA0
      switch bytes[place] {
      case 0x0D: break
      case 0x09:
        let width = 8 - column % 8
        column += width
        text += repeatElement(0x20, count: width)
      case 0..<0x20: break
      default:
        if bytes[place] & 0xC0 != 0x80 { column += 1 }
        if isNoBreak { text.append(0x20) } else { text.append(bytes[place]) }
      }
      place += isNoBreak ? 2 : 1
    }
    while text.last == 0x20 { text.removeLast() }
    let blanks = text.prefix { $0 == 0x20 }.count
    return (min(blanks, 200), String(decoding: text[blanks...], as: UTF8.self))
  }

  /// Whether lines are prose that a program broke at a margin: all but the last nearly as long as one another, from one
  /// column on, and of letters.
  private static func isWrapped(_ block: ArraySlice<String>) -> Bool {
    guard block.count > 1 else { return false }
    var (signs, visible) = (0, 0)
    for (index, line) in block.enumerated() {
      let length = line.unicodeScalars.count
      let isIndented = line.utf8.first == 0x20
      if isIndented, index > 0 { return false }
      if index < block.count - 1, !(45...100).contains(length) { return false }
      for byte in line.utf8 where byte > 0x20 {
        visible += 1
        let isLetter = byte >= 0x80 || (0x61...0x7A).contains(byte | 0x20)
        if !isLetter { signs += 1 }
      }
    }
    return signs * 5 < visible
  }
}
