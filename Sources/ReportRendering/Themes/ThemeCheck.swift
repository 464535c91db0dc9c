import ReportArticles

/// Finds what is certainly wrong in the files of a theme, and what browsers and templates pass over in silence: brackets that
/// are not closed, names that nothing defines.
enum ThemeCheck {
  /// What is wrong, and where.
  struct Finding: Hashable {
    var message: String
    var line: Int
  }

  // MARK: Style sheets

  /// The first mistake of a style sheet; nil when there is none. `shared` is what is read before it.
  static func finding(in css: String, after shared: String) -> Finding? {
    let sheet = Sheet(css)
    if let finding = sheet.unbalanced { return finding }
    let base = Sheet(shared)
    let known = Set(base.definitions.map(\.name)).union(sheet.definitions.map(\.name))
    for use in sheet.uses where !use.hasFallback && !known.contains(use.name) {
      return Finding(
        message: "nothing defines “\(use.name)”" + Suggestion.hint(for: use.name, among: known.sorted()), line: use.line
      )
    }
    let used = Set(base.uses.map(\.name)).union(sheet.uses.map(\.name))
    for definition in sheet.definitions where !used.contains(definition.name) {
      // A name of one's own that nothing uses does no harm; one that is nearly a known one was meant as that.
      guard let near = Suggestion.closest(to: definition.name, among: used.sorted()) else { continue }
      return Finding(message: "nothing uses “\(definition.name)”; did you mean “\(near)”?", line: definition.line)
    }
    return nil
  }

  /// Custom properties and brackets of a style sheet (CSS Syntax Level 3, comments and strings passed over).
  private struct Sheet {
    var definitions: [(name: String, line: Int)] = []
    var uses: [(name: String, line: Int, hasFallback: Bool)] = []
    var unbalanced: Finding?

    init(_ css: String) {
      let bytes = Array(css.utf8)
      var index = 0
      var line = 1
      var open: [(bracket: UInt8, line: Int)] = []
      let closing: [UInt8: UInt8] = [0x7B: 0x7D, 0x28: 0x29, 0x5B: 0x5D]
      func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
      func isName(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte == 0x2D || byte == 0x5F || (0x30...0x39).contains(byte)
          || (0x61...0x7A).contains(byte | 0x20)
      }
      func skipSpace(_ start: Int) -> Int {
        var place = start
        while place < bytes.count, [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(bytes[place]) { place += 1 }
        return place
      }
      while index < bytes.count {
        let first = bytes[index]
        switch first {
        case 0x0A:
          line += 1
          index += 1
        case 0x2F where byte(1) == 0x2A:
          index += 2
          while index < bytes.count, !(bytes[index] == 0x2A && byte(1) == 0x2F) {
            if bytes[index] == 0x0A { line += 1 }
            index += 1
          }
          index += 2
        case 0x22, 0x27:
          index += 1
          while index < bytes.count, bytes[index] != first, bytes[index] != 0x0A {
            index += bytes[index] == 0x5C ? 2 : 1
          }
          if byte(0) == first { index += 1 }
        case 0x5C: index += 2
        case 0x7B, 0x28, 0x5B:
          open.append((first, line))
          index += 1
        case 0x7D, 0x29, 0x5D:
          let shown = String(decoding: [first], as: UTF8.self)
          if let last = open.popLast() {
            if closing[last.bracket] != first, unbalanced == nil {
              let opened = String(decoding: [last.bracket], as: UTF8.self)
              unbalanced = Finding(
                message: "“\(opened)” is not closed before “\(shown)” in line \(line)", line: last.line)
            }
          } else if unbalanced == nil {
            unbalanced = Finding(message: "“\(shown)” closes nothing", line: line)
          }
          index += 1
        case 0x2D where byte(1) == 0x2D && (index == 0 || !isName(bytes[index - 1])):
          let start = index
          while index < bytes.count, isName(bytes[index]) { index += 1 }
          let name = String(decoding: bytes[start..<index], as: UTF8.self)
          let next = skipSpace(index)
          let isUse =
            start >= 4
            && String(decoding: bytes[max(0, start - 12)..<start], as: UTF8.self)
              .trimmedWhitespace().hasSuffix("var(")
          if isUse {
            uses.append((name, line, next < bytes.count && bytes[next] == 0x2C))
          } else if next < bytes.count, bytes[next] == 0x3A {
            definitions.append((name, line))
          }
        default: index += 1
        }
      }
      if unbalanced == nil, let last = open.first {
        unbalanced = Finding(
          message: "“\(String(decoding: [last.bracket], as: UTF8.self))” is not closed", line: last.line)
      }
    }
  }

  // MARK: Templates

  /// The first name in a template that is given no value; nil when there is none.
  static func finding(inTemplate text: String, names: [String]) -> Finding? {
    var line = 1
    var rest = text[...]
    while let brace = rest.firstRange(of: "{{") {
      line += rest[..<brace.lowerBound].utf8.count { $0 == 0x0A }
      var tag = rest[brace.upperBound...]
      let isTriple = tag.hasPrefix("{")
      if isTriple { tag = tag.dropFirst() }
      guard let end = tag.firstRange(of: isTriple ? "}}}" : "}}") else {
        return Finding(message: "a tag is not closed", line: line)
      }
      let whole = tag[..<end.lowerBound]
      let content = String(whole).trimmedWhitespace()
      line += whole.utf8.count { $0 == 0x0A }
      rest = tag[end.upperBound...]
      if content.hasPrefix("!") { continue }
      let name = String(content.drop { "#^/&".contains($0) }).trimmedWhitespace()
      if name == "." || names.contains(name) { continue }
      return Finding(
        message: "nothing is given for “{{\(name)}}”" + Suggestion.hint(for: name, among: names), line: line)
    }
    return nil
  }
}
