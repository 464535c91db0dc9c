import ReportArticles

/// White space, lines and words of plain text.
enum TextLayout {
  /// A line of an input.
  struct Line: Sendable, Hashable {
    /// Without white space at its ends; inner white space as single spaces.
    var text: String
    /// Its number, from 1.
    var number: Int
    /// Lines of one block follow one another without an empty line between them.
    var block: Int
  }

  /// White space of any kind at the ends removed, and inside made one space. `keepsNoBreakSpace` leaves single no-break
  /// spaces inside as they are, where they are the author's rather than a page's layout.
  static func collapse(_ text: some StringProtocol, keepsNoBreakSpace: Bool = false) -> String {
    var copy = String(text)
    return copy.withUTF8 { changed($0, keepsNoBreakSpace: keepsNoBreakSpace, isWellFormed: true) } ?? copy
  }

  /// As `collapse`, for bytes.
  static func collapse(bytes: ArraySlice<UInt8>) -> String {
    bytes.withUnsafeBufferPointer {
      changed($0, keepsNoBreakSpace: false) ?? String(decoding: $0, as: UTF8.self)
    }
  }

  /// The collapsed text; nil when it is that already.
  private static func changed(
    _ bytes: UnsafeBufferPointer<UInt8>, keepsNoBreakSpace: Bool, isWellFormed: Bool = false
  ) -> String? {
    guard TextTraits(of: bytes, isWellFormed: isWellFormed).contains(.layout) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var pending = 0
    var isNoBreak = false
    var position = 0
    while position < bytes.count {
      let length = bytes[position] <= 0x20 || bytes[position] >= 0xC2 ? spaceLength(bytes, at: position) : 0
      if length > 0 {
        pending += 1
        isNoBreak = bytes[position] == 0xC2 && bytes[position + 1] == 0xA0
        position += length
        continue
      }
      if pending > 0, !result.isEmpty {
        if keepsNoBreakSpace, pending == 1, isNoBreak { result += [0xC2, 0xA0] } else { result.append(0x20) }
      }
      pending = 0
      result.append(bytes[position])
      position += 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The letters and numbers of a text, folded: the same for spellings that differ in signs and spaces only.
  static func key(_ text: String) -> String {
    var folded = TextFolding.fold(text)
    return folded.withUTF8 { all in
      let bytes = UTF8Bytes(all)
      var key: [UInt8] = []
      key.reserveCapacity(all.count)
      var place = 0
      while place < all.count {
        let byte = all[place]
        if byte < 0x80 {
          if (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) {
            key.append(byte)
          }
          place += 1
          continue
        }
        let (value, length) = bytes.scalar(at: place)
        if Unicode.Scalar(value)?.isLetterOrNumber == true { key += all[place..<min(place + length, all.count)] }
        place += max(1, length)
      }
      return String(decoding: key, as: UTF8.self)
    }
  }

  /// White space at the ends removed, inside kept.
  static func trim(_ text: String) -> String {
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  /// The length of the white space character at `position` in bytes, 0 when there is none: the property White_Space of
  /// Unicode, and the zero-width space.
  static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let second = position + 1 < bytes.count ? bytes[position + 1] : 0
    let third = position + 2 < bytes.count ? bytes[position + 2] : 0
    switch bytes[position] {
    case 0x20, 0x09...0x0D: return 1
    case 0xC2: return second == 0xA0 || second == 0x85 ? 2 : 0
    case 0xE1: return second == 0x9A && third == 0x80 ? 3 : 0
    case 0xE2:
      if second == 0x80 {
        return (third >= 0x80 && third <= 0x8B) || third == 0xA8 || third == 0xA9 || third == 0xAF ? 3 : 0
      }
      return second == 0x81 && third == 0x9F ? 3 : 0
    case 0xE3: return second == 0x80 && third == 0x80 ? 3 : 0
    default: return 0
    }
  }

  /// Calls `body` with each line of a text that is not empty. Lines end where Unicode says that they must (UAX #14, BK,
  /// CR, LF and NL).
  static func forEachLine(of text: String, _ body: (String) -> Void) {
    var text = text
    text.withUTF8 { bytes in
      var start = 0
      var position = 0
      func endLine() {
        if start < position {
          body(String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self))
        }
      }
      while position < bytes.count {
        let byte = bytes[position]
        let length = byte < 0x0E || byte == 0xC2 || byte == 0xE2 ? newlineLength(bytes, at: position) : 0
        if length > 0 {
          endLine()
          start = position + length
        }
        position += max(1, length)
      }
      endLine()
    }
  }

  private static func newlineLength(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    switch bytes[position] {
    case 0x0A...0x0D: return 1
    case 0xC2: return position + 1 < bytes.count && bytes[position + 1] == 0x85 ? 2 : 0
    case 0xE2:
      guard position + 2 < bytes.count, bytes[position + 1] == 0x80 else { return 0 }
      return bytes[position + 2] == 0xA8 || bytes[position + 2] == 0xA9 ? 3 : 0
    default: return 0
    }
  }

  /// Lines that the text of one article may have; longer texts are collections of some kind.
  static let mostLines = 200_000

  /// Whether a text has more lines with something in them than an article.
  static func hasTooManyLines(_ utf8: [UInt8]) -> Bool {
    guard LineFeeds.count(utf8[...]) > mostLines else { return false }
    var count = 0
    var previous: UInt8 = 0x0A
    for byte in utf8 {
      if previous == 0x0A, byte != 0x0A { count += 1 }
      previous = byte
    }
    return count > mostLines
  }

  /// What is said of such a text.
  static let tooManyLines = "more than \(mostLines) lines of text: not one article"

  /// The lines of a text that have something in them.
  static func lines(_ utf8: [UInt8]) -> [Line] {
    var result: [Line] = []
    var block = 0
    var number = 0
    var wasEmpty = true
    var start = 0
    while start <= utf8.count {
      let end = utf8[start...].firstIndex(of: 0x0A) ?? utf8.count
      defer { start = end + 1 }
      number += 1
      let text =
        start == end ? "" : collapse(String(decoding: utf8[start..<end], as: UTF8.self), keepsNoBreakSpace: true)
      if text.isEmpty {
        wasEmpty = true
        continue
      }
      if wasEmpty { block += 1 }
      wasEmpty = false
      result.append(Line(text: text, number: number, block: block))
    }
    return result
  }

  /// Text broken into short lines by hand or by mail is put together again, one line a paragraph.
  ///
  /// It is taken to be so broken when most lines that have a successor in their block are nearly as long as the longest,
  /// which is at most 100 characters, and do not end a sentence.
  static func unwrap(_ lines: [Line]) -> [Line] {
    guard isHardWrapped(lines) else { return lines }
    var result: [Line] = []
    for line in lines {
      if var last = result.last, last.block == line.block, !startsListItem(line.text) {
        last.text =
          last.text.hasSuffix("-") && line.text.first?.isLowercase == true
          ? String(last.text.dropLast()) + line.text : last.text + " " + line.text
        result[result.count - 1] = last
      } else {
        result.append(line)
      }
    }
    return result
  }

  private static func isHardWrapped(_ lines: [Line]) -> Bool {
    let longest = lines.map { $0.text.unicodeScalars.count }.max() ?? 0
    guard (50...100).contains(longest), lines.count >= 4 else { return false }
    var (inner, full) = (0, 0)
    for (line, next) in zip(lines, lines.dropFirst()) where line.block == next.block {
      inner += 1
      if line.text.unicodeScalars.count * 10 >= longest * 7, !endsSentence(line.text) { full += 1 }
    }
    return inner >= 3 && full * 10 >= inner * 6
  }

  private static func startsListItem(_ text: String) -> Bool {
    text.hasPrefix("- ") || text.hasPrefix("* ") || text.hasPrefix("• ")
  }

  /// Whether a line ends as a sentence does.
  static func endsSentence(_ text: String) -> Bool {
    var copy = text
    return copy.withUTF8 { endsSentence($0) }
  }

  /// As `endsSentence`, for bytes; white space at the end is passed over.
  static func endsSentence(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UTF8Bytes(bytes)
    var end = bytes.count
    var closing = 0
    while end > 0 {
      let start = bytes.startOfScalar(before: end)
      let scalar = bytes.scalar(at: start).value
      switch scalar {
      // . ! ? ؟ … ۔ 。 :
      case 0x2E, 0x21, 0x3F, 0x061F, 0x2026, 0x06D4, 0x3002, 0x3A: return true
      // " ' ” ’ » ) ]
      case 0x22, 0x27, 0x201D, 0x2019, 0xBB, 0x29, 0x5D:
        closing += 1
        if closing > 2 { return false }
      case 0x20, 0x09...0x0D, 0xA0,
        0x200B where closing == 0:
        break
      default: return false
      }
      end = start
    }
    return false
  }

  /// The number of words: runs of anything but white space.
  static func wordCount(_ text: String) -> Int {
    var count = 0
    var inWord = false
    for byte in text.utf8 {
      let isSpace = byte == 0x20 || byte == 0x0A || byte == 0x09
      if !isSpace && !inWord { count += 1 }
      inWord = !isSpace
    }
    return count
  }
}
