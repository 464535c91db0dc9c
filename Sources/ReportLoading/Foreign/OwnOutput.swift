/// What this program wrote: a report is no news, and data about articles are no articles.
enum OwnOutput {
  static let report = "a report that reportgen wrote"

  /// Data that commands print; nil for all other JSON, articles included.
  static func kind(ofJSON head: [UInt8]) -> String? {
    guard let outline = JSONOutline(head), outline.root == .object else { return nil }
    let names = Set(outline.members.map(\.name))
    if outline["format"]?.text == "reportgen-document" { return report }
    if outline.members.first?.name == "story", outline["articles"]?.kind == .array {
      return "a list of stories that reportgen wrote"
    }
    if names.isSuperset(of: ["article", "paragraph", "start", "end", "text", "score"]) {
      return "a summary that reportgen wrote"
    }
    if names == ["id", "found"], outline["found"]?.kind == .array { return "a list of dates that reportgen wrote" }
    return nil
  }

  /// Whether a page in lower case names this program as its generator.
  static func isReport(page text: String) -> Bool {
    let mark = "<meta name=\"generator\" content=\"reportgen "
    // Hardly a page holds it anywhere, and looking at bytes says so at once.
    guard text.holds(mark) else { return false }
    let end = text.firstRange(of: "</head")?.lowerBound ?? text.firstRange(of: "<body")?.lowerBound ?? text.endIndex
    return text[..<end].contains(mark)
  }

  /// The same for a feed: its author is the program.
  static func isReport(_ feed: Feed) -> Bool {
    feed.format.hasPrefix("atom") && feed.head.id?.hasPrefix("urn:sha256:") == true
      && feed.head.authors.first?.name?.hasPrefix("reportgen") == true
  }

  /// Whether a text ends in the line that says how the report was made: “… · reportgen 1.2.0”.
  static func isReport(text bytes: [UInt8]) -> Bool {
    let mark = Array("reportgen ".utf8)
    var place = 0
    while let start = bytes[place...].firstIndex(of: mark[0]) {
      place = start + 1
      guard bytes[start...].starts(with: mark), isAfterSeparator(bytes, start) else { continue }
      var end = start + mark.count
      let first = end
      while end < bytes.count, (0x30...0x39).contains(bytes[end]) || bytes[end] == UInt8(ascii: ".") { end += 1 }
      let isVersion = end - first >= 3 && bytes[first..<end].contains(UInt8(ascii: "."))
      while end < bytes.count, bytes[end] == 0x20 || bytes[end] == 0x0D || bytes[end] >= 0x80 { end += 1 }
      if isVersion, end == bytes.count || bytes[end] == 0x0A { return true }
    }
    return false
  }

  /// A dot in the middle or a hyphen with spaces around it, or the start of a line.
  private static func isAfterSeparator(_ bytes: [UInt8], _ start: Int) -> Bool {
    var place = start
    // Marks of direction stand at the start of what is isolated.
    while place > 2, bytes[place - 3] == 0xE2, bytes[place - 2] == 0x81 || bytes[place - 2] == 0x80 { place -= 3 }
    while place > 0, bytes[place - 1] == 0x20 || bytes[place - 1] == 0x0A { place -= 1 }
    guard place > 1 else { return false }
    return (bytes[place - 2] == 0xC2 && bytes[place - 1] == 0xB7) || bytes[place - 1] == UInt8(ascii: "-")
  }

  /// Whether a text is the table that `inspect` prints for people.
  static func isTable(_ bytes: [UInt8], formats: Set<String>) -> Bool {
    let lines = bytes.split(separator: 0x0A, maxSplits: 2, omittingEmptySubsequences: false).prefix(2)
    guard lines.count == 2, let second = lines.last, second.starts(with: Array("  ".utf8)) else { return false }
    let parts = String(decoding: second.prefix(400), as: UTF8.self).dropFirst(2).split(separator: " · ")
    return parts.count >= 3 && formats.contains(String(parts[0])) && parts[1].utf8.count <= 20
  }
}

extension String.SubSequence {
  /// The parts between a separator.
  fileprivate func split(separator: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self
    while let range = rest.firstRange(of: separator) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts + [rest]
  }
}
