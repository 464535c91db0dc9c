/// Looks for what would load something in a style sheet, token by token (CSS Syntax Level 3), so that escapes and comments
/// hide nothing.
struct StyleSheetGuard {
  /// What may not stand there.
  struct Finding: Hashable {
    var name: String
    var line: Int
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1

  /// Functions that load what they name, or run it.
  private static let functions: Set<String> = [
    "url", "url-prefix", "src", "image", "image-set", "-webkit-image-set", "cross-fade", "-webkit-cross-fade",
    "element",
    "-moz-element", "expression", "domain", "document", "attachment", "target-counter", "target-text",
  ]
  /// Rules that load what they name.
  private static let rules: Set<String> = ["import", "font-face", "namespace", "document", "-moz-document", "charset"]
  /// Properties that load or run something in browsers of the past.
  private static let properties: Set<String> = ["behavior", "-moz-binding", "-ms-behavior"]

  private init(_ css: String) { bytes = Array(css.utf8) }

  /// The first thing in a style sheet that may not be there; nil when there is none.
  static func finding(in css: String) -> Finding? {
    var guarded = StyleSheetGuard(css)
    return guarded.run()
  }

  private func byte(_ ahead: Int = 0) -> UInt8 { index + ahead < bytes.count ? bytes[index + ahead] : 0 }

  private mutating func advance() {
    if byte() == 0x0A { line += 1 }
    index += 1
  }

  private mutating func run() -> Finding? {
    while index < bytes.count {
      let start = line
      switch byte() {
      // The end of the element that it stands in, wherever it is: HTML does not know comments and strings of CSS.
      case UInt8(ascii: "<") where byte(1) == UInt8(ascii: "/"): return Finding(name: "</", line: start)
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
        if let found = skipComment() { return found }
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if let found = skipString(byte()) { return found }
      case UInt8(ascii: "@"):
        index += 1
        let name = name()
        if Self.rules.contains(name) { return Finding(name: "@" + name, line: start) }
      default:
        guard startsName() else {
          advance()
          continue
        }
        let name = name()
        if byte() == UInt8(ascii: "("), Self.functions.contains(name) { return Finding(name: name + "(", line: start) }
        if Self.properties.contains(name), isProperty() { return Finding(name: name, line: start) }
      }
    }
    return nil
  }

  private func startsName() -> Bool {
    let first = byte()
    return isNamePart(first) || (first == UInt8(ascii: "\\") && index + 1 < bytes.count && byte(1) != 0x0A)
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte)
      || (0x41...0x5A).contains(byte & 0xDF) && byte & 0x40 != 0
  }

  /// Reads a name, its escapes decoded, in small letters.
  private mutating func name() -> String {
    var name = String.UnicodeScalarView()
    var plain: [UInt8] = []
    func flushed() -> String.UnicodeScalarView { String(decoding: plain, as: UTF8.self).unicodeScalars }
    while index < bytes.count {
      if isNamePart(byte()) {
        plain.append(byte())
        index += 1
      } else if byte() == UInt8(ascii: "\\"), index + 1 < bytes.count, byte(1) != 0x0A {
        name.append(contentsOf: flushed())
        plain = []
        index += 1
        name.append(escaped())
      } else {
        break
      }
    }
    name.append(contentsOf: flushed())
    return String(name).lowercased()
  }

  /// The character that an escape stands for, behind its backslash.
  private mutating func escaped() -> Unicode.Scalar {
    var value: UInt32 = 0
    var digits = 0
    while digits < 6, let digit = Self.hexadecimal(byte()), index < bytes.count {
      value = value * 16 + digit
      digits += 1
      index += 1
    }
    if digits > 0 {
      if byte() == 0x0D, byte(1) == 0x0A { index += 1 }
      if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte()) { advance() }
      return Unicode.Scalar(value) ?? "\u{FFFD}"
    }
    let first = byte()
    advance()
    return first < 0x80 ? Unicode.Scalar(first) : "\u{FFFD}"
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: return UInt32(byte - 0x30)
    case 0x41...0x46: return UInt32(byte - 0x41 + 10)
    case 0x61...0x66: return UInt32(byte - 0x61 + 10)
    default: return nil
    }
  }

  private mutating func skipComment() -> Finding? {
    index += 2
    while index < bytes.count {
      if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        index += 2
        return nil
      }
      if byte() == UInt8(ascii: "<"), byte(1) == UInt8(ascii: "/") { return Finding(name: "</", line: line) }
      advance()
    }
    return nil
  }

  private mutating func skipString(_ quote: UInt8) -> Finding? {
    advance()
    while index < bytes.count {
      // A string that is not closed ends with its line.
      if byte() == quote || byte() == 0x0A {
        advance()
        return nil
      }
      if byte() == UInt8(ascii: "<"), byte(1) == UInt8(ascii: "/") { return Finding(name: "</", line: line) }
      if byte() == UInt8(ascii: "\\") { advance() }
      advance()
    }
    return nil
  }

  /// Whether a colon follows a name.
  private func isProperty() -> Bool {
    var place = index
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(bytes[place]) { place += 1 }
    return place < bytes.count && bytes[place] == UInt8(ascii: ":")
  }
}
