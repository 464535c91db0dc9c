import ReportArticles

/// Reads the values that scripts assign: JSON, and what else JavaScript writes them with (ECMA-262, 13.2.4 and after): names
/// without quotes, other quotation marks, `!0`, `void 0`, `new Date(…)`, `JSON.parse("…")`, and a function around an object
/// that is called at once with the values that repeat.
///
/// No expression is evaluated: what is not a literal, or a name of a parameter, is null. Work and depth are bounded.
struct ScriptLiteral {
  private static let maximumDepth = 120

  private let bytes: UnsafeBufferPointer<UInt8>
  private(set) var position: Int
  private var names: [String: JSONValue] = [:]
  private var values = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// The value at the position; nil where there is none. `position` is after it.
  mutating func read() -> JSONValue? { value(depth: 0) }

  private var current: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard current == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      if bytes[position] <= 0x20 {
        position += 1
      } else if bytes[position] == UInt8(ascii: "/"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "*")
      {
        position += 2
        while position + 1 < bytes.count,
          bytes[position] != UInt8(ascii: "*") || bytes[position + 1] != UInt8(ascii: "/")
        {
          position += 1
        }
        position = min(bytes.count, position + 2)
      } else {
        return
      }
    }
  }

  private mutating func value(depth: Int) -> JSONValue? {
    values += 1
    guard depth < Self.maximumDepth, values < 500_000 else { return nil }
    skipSpace()
    switch current {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return array(depth: depth)
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return string().map { .string($0) }
    case UInt8(ascii: "("):
      position += 1
      guard let inner = value(depth: depth + 1) else { return nil }
      _ = take(UInt8(ascii: ")"))
      return inner
    case UInt8(ascii: "!"):
      position += 1
      let isTrue = current == UInt8(ascii: "0")
      position += 1
      return .bool(isTrue)
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), 0x30...0x39: return number()
    default: return named(depth: depth)
    }
  }

  private mutating func object(depth: Int) -> JSONValue? {
    position += 1
    var members: [JSONValue.Member] = []
    while true {
      if take(UInt8(ascii: "}")) { return .object(members) }
      skipSpace()
      let key: String
      if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
        guard let text = string() else { return nil }
        key = text
      } else {
        key = identifier()
        if key.isEmpty { return nil }
      }
      var member: JSONValue = names[key] ?? .null
      if take(UInt8(ascii: ":")) {
        guard let read = value(depth: depth + 1) else { return nil }
        member = read
      }
      members.append(.init(key: key, value: member))
      if !take(UInt8(ascii: ",")) {
        guard take(UInt8(ascii: "}")) else { return nil }
        return .object(members)
      }
    }
  }

  private mutating func array(depth: Int) -> JSONValue? {
    position += 1
    var items: [JSONValue] = []
    while true {
      if take(UInt8(ascii: "]")) { return .array(items) }
      if take(UInt8(ascii: ",")) {
        items.append(.null)
        continue
      }
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
      if !take(UInt8(ascii: ",")) {
        guard take(UInt8(ascii: "]")) else { return nil }
        return .array(items)
      }
    }
  }

  private mutating func string() -> String? {
    let quote = current
    position += 1
    var text: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == quote { return String(decoding: text, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      let escape = current
      position += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "v"), 0x0A: break
      case UInt8(ascii: "x"): scalar(hexadecimal(2)).map { text += Array(String($0).utf8) }
      case UInt8(ascii: "u"): text += unicodeEscape()
      default: text.append(escape)
      }
    }
    return nil
  }

  private mutating func unicodeEscape() -> [UInt8] {
    var code = hexadecimal(4)
    if (0xD800...0xDBFF).contains(code), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let low = hexadecimal(4)
      if (0xDC00...0xDFFF).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
    }
    return Array(String(scalar(code) ?? "\u{FFFD}").utf8)
  }

  private func scalar(_ code: Int) -> Unicode.Scalar? { Unicode.Scalar(UInt32(code)) }

  private mutating func hexadecimal(_ digits: Int) -> Int {
    var code = 0
    for _ in 0..<digits {
      let byte = current
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x37
      case 0x61...0x66: digit = byte - 0x57
      default: return code
      }
      code = code << 4 | Int(digit)
      position += 1
    }
    return code
  }

  private mutating func number() -> JSONValue {
    let start = position
    position += 1
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "x"), 0x61...0x66:
        position += 1
        continue
      default: break
      }
      break
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func identifier() -> String {
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: position += 1
      default: return String(decoding: bytes[start..<position], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A word: a constant, a parameter, a call.
  private mutating func named(depth: Int) -> JSONValue? {
    let name = identifier()
    switch name {
    case "": return nil
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null", "undefined", "NaN", "Infinity": return .null
    case "void", "typeof":
      return value(depth: depth + 1).map { _ in .null }
    case "new": return value(depth: depth + 1)
    case "function": return function(depth: depth)
    default: break
    }
    if let known = names[name] { return known }
    var path = name
    while take(UInt8(ascii: ".")) { path += "." + identifier() }
    guard take(UInt8(ascii: "(")) else { return .null }
    var arguments: [JSONValue] = []
    while !take(UInt8(ascii: ")")) {
      guard let argument = value(depth: depth + 1) else { return nil }
      arguments.append(argument)
      _ = take(UInt8(ascii: ","))
    }
    if path == "JSON.parse", let text = arguments.first?.string { return ScriptLiteral.json(text) ?? .null }
    return arguments.first ?? .null
  }

  /// `function(a,b){return {…}}("x",…)`: the object, with the parameters in their places.
  private mutating func function(depth: Int) -> JSONValue? {
    guard take(UInt8(ascii: "(")) else { return nil }
    var parameters: [String] = []
    while !take(UInt8(ascii: ")")) {
      skipSpace()
      let name = identifier()
      if name.isEmpty { return nil }
      parameters.append(name)
      _ = take(UInt8(ascii: ","))
    }
    guard take(UInt8(ascii: "{")), let (start, end) = body() else { return nil }
    position = end
    _ = take(UInt8(ascii: ")"))
    guard take(UInt8(ascii: "(")) else { return nil }
    var arguments: [JSONValue] = []
    while !take(UInt8(ascii: ")")) {
      guard let argument = value(depth: depth + 1) else { return nil }
      arguments.append(argument)
      _ = take(UInt8(ascii: ","))
    }
    let after = position
    let outer = names
    for (name, argument) in zip(parameters, arguments) { names[name] = argument }
    position = start
    let result = value(depth: depth + 1)
    names = outer
    position = after
    return result
  }

  /// Where the returned value of a function begins and the function ends.
  private func body() -> (start: Int, end: Int)? {
    var level = 1
    var place = position
    var start: Int?
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "{"): level += 1
      case UInt8(ascii: "}"):
        level -= 1
        if level == 0 { return start.map { ($0, place + 1) } }
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let quote = bytes[place]
        place += 1
        while place < bytes.count, bytes[place] != quote { place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1 }
      case UInt8(ascii: "r") where level == 1 && start == nil:
        if place + 6 < bytes.count, bytes[place..<(place + 6)].elementsEqual("return".utf8) {
          start = place + 6
          place += 5
        }
      default: break
      }
      place += 1
    }
    return nil
  }

  /// JSON in a text; nil when it is none.
  static func json(_ text: String) -> JSONValue? { try? JSONParser.parse(Array(text.utf8)).value }
}
