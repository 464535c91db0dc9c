/// A token of Lua 5.4.
struct LuaToken: Hashable {
  enum Kind: Hashable {
    case name(String)
    case keyword(String)
    case string(String)
    case number
    case symbol(String)
  }

  var kind: Kind
  /// The line, from 1.
  var line: Int
  /// The first byte in the source, and the end.
  var range: Range<Int>
}

/// Splits Lua source into tokens (reference manual of Lua 5.4, §3.1). What is not Lua is passed over: the compiler
/// reports it better.
enum LuaLexer {
  static let keywords: Set<String> = [
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local", "nil",
    "not",
    "or", "repeat", "return", "then", "true", "until", "while",
  ]

  static func tokens(in source: String) -> [LuaToken] {
    var scanner = Scanner(bytes: Array(source.utf8))
    return scanner.scan()
  }

  private struct Scanner {
    let bytes: [UInt8]
    var position = 0
    var line = 1
    var tokens: [LuaToken] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    func byte(_ offset: Int = 0) -> UInt8 { position + offset < bytes.count ? bytes[position + offset] : 0 }

    mutating func scan() -> [LuaToken] {
      if byte() == UInt8(ascii: "#") { skipLine() }
      while position < bytes.count {
        let start = position
        let startLine = line
        switch byte() {
        case 0x0A:
          line += 1
          position += 1
        case 0x20, 0x09, 0x0B, 0x0C, 0x0D: position += 1
        case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"):
          position += 2
          if longString() == nil { skipLine() }
        case UInt8(ascii: "["):
          if let text = longString() { add(.string(text), start, startLine) } else { addSymbol(1) }
        case UInt8(ascii: "\""), UInt8(ascii: "'"): add(.string(quoted()), start, startLine)
        case let first where isWord(first) && !isDigit(first):
          while isWord(byte()) { position += 1 }
          let text = String(decoding: bytes[start..<position], as: UTF8.self)
          add(keywords.contains(text) ? .keyword(text) : .name(text), start, startLine)
        case let first where isDigit(first) || first == UInt8(ascii: ".") && isDigit(byte(1)):
          number()
          add(.number, start, startLine)
        default: addSymbol(symbolLength())
        }
      }
      return tokens
    }

    mutating func add(_ kind: LuaToken.Kind, _ start: Int, _ line: Int) {
      tokens.append(LuaToken(kind: kind, line: line, range: start..<position))
    }

    mutating func addSymbol(_ length: Int) {
      let start = position
      position = min(bytes.count, position + length)
      add(.symbol(String(decoding: bytes[start..<position], as: UTF8.self)), start, line)
    }

    func symbolLength() -> Int {
      if byte() == UInt8(ascii: "."), byte(1) == UInt8(ascii: ".") { return byte(2) == UInt8(ascii: ".") ? 3 : 2 }
      switch byte() {
      case UInt8(ascii: "="), UInt8(ascii: "/"), UInt8(ascii: ":"): return byte(1) == byte() ? 2 : 1
      case UInt8(ascii: "~"): return byte(1) == UInt8(ascii: "=") ? 2 : 1
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        return byte(1) == byte() || byte(1) == UInt8(ascii: "=") ? 2 : 1
      default: return 1
      }
    }

    mutating func skipLine() { while position < bytes.count, byte() != 0x0A { position += 1 } }

    /// A long bracket at the position; nil, with the position where it was, when there is none.
    mutating func longString() -> String? {
      guard byte() == UInt8(ascii: "[") else { return nil }
      var level = 0
      while byte(1 + level) == UInt8(ascii: "=") { level += 1 }
      guard byte(1 + level) == UInt8(ascii: "[") else { return nil }
      position += level + 2
      let start = position
      while position < bytes.count {
        if byte() == UInt8(ascii: "]"), byte(1 + level) == UInt8(ascii: "]"),
          (0..<level).allSatisfy({ byte(1 + $0) == UInt8(ascii: "=") })
        {
          let text = String(decoding: bytes[start..<position], as: UTF8.self)
          position += level + 2
          return text
        }
        if byte() == 0x0A { line += 1 }
        position += 1
      }
      return ""
    }

    /// A quoted string; escapes stay as they are, which is enough to know names by.
    mutating func quoted() -> String {
      let quote = byte()
      position += 1
      let start = position
      while position < bytes.count, byte() != quote, byte() != 0x0A {
        if byte() == UInt8(ascii: "\\") {
          position += 1
          if byte() == 0x0A { line += 1 }
        }
        position += 1
      }
      let text = String(decoding: bytes[start..<min(position, bytes.count)], as: UTF8.self)
      if byte() == quote { position += 1 }
      return text
    }

    mutating func number() {
      let isHexadecimal = byte() == UInt8(ascii: "0") && byte(1) | 0x20 == UInt8(ascii: "x")
      let exponent = UInt8(ascii: isHexadecimal ? "p" : "e")
      while isWord(byte()) || byte() == UInt8(ascii: ".") {
        let isExponent = byte() | 0x20 == exponent
        position += 1
        if isExponent, byte() == UInt8(ascii: "+") || byte() == UInt8(ascii: "-") { position += 1 }
      }
    }

    func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    func isWord(_ byte: UInt8) -> Bool {
      isDigit(byte) || (0x61...0x7A).contains(byte | 0x20) && byte < 0x80 || byte == 0x5F
    }
  }
}
