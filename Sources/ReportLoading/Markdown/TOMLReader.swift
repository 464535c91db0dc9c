import ReportArticles

/// TOML 1.0 (toml.io) as the members of an object. Numbers, truth values, dates and times stay the text that they are
/// written as; a key that is given twice is an error.
struct TOMLReader {
  struct Failure: Error {
    var message: String
    /// From 1.
    var line: Int
  }

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var nodes = 0
  private static let deepest = 32
  private static let mostNodes = 4096

  /// A value while tables can still grow.
  private final class Table {
    var members: [(key: String, value: Entry)] = []
    var places: [String: Int] = [:]
    /// Whether a header or a table in braces has made it.
    var isClosed = false

    func value(_ key: String) -> Entry? { places[key].map { members[$0].value } }

    func set(_ key: String, _ value: Entry) {
      if let place = places[key] {
        members[place].value = value
      } else {
        places[key] = members.count
        members.append((key, value))
      }
    }
  }

  private indirect enum Entry {
    case value(JSONValue)
    case table(Table)
    case tables([Table])
  }

  private init(_ text: String) { bytes = Array(text.utf8) }

  /// The members of the whole text.
  static func read(_ text: String) throws(Failure) -> [JSONValue.Member] {
    var reader = TOMLReader(text)
    let root = Table()
    var current = root
    while true {
      reader.skipBlank()
      guard reader.place < reader.bytes.count else { break }
      if reader.peek == UInt8(ascii: "[") {
        current = try reader.header(in: root)
      } else {
        try reader.pair(into: current)
      }
      try reader.endLine()
    }
    return members(of: root, depth: 0)
  }

  private static func members(of table: Table, depth: Int) -> [JSONValue.Member] {
    guard depth < deepest else { return [] }
    return table.members.map { JSONValue.Member(key: $0.key, value: value(of: $0.value, depth: depth + 1)) }
  }

  private static func value(of entry: Entry, depth: Int) -> JSONValue {
    switch entry {
    case .value(let value): return value
    case .table(let table): return .object(members(of: table, depth: depth))
    case .tables(let tables): return .array(tables.map { .object(members(of: $0, depth: depth)) })
    }
  }

  // MARK: Lines

  private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

  private func failure(_ message: String) -> Failure { Failure(message: "not TOML: \(message)", line: line) }

  private mutating func skipSpaces() { while peek == 0x20 || peek == 0x09 { place += 1 } }

  private mutating func skipComment() {
    if peek == UInt8(ascii: "#") { while let byte = peek, byte != 0x0A { _ = byte; place += 1 } }
  }

  /// Skips empty lines and comments.
  private mutating func skipBlank() {
    while true {
      skipSpaces()
      skipComment()
      switch peek {
      case 0x0A:
        place += 1
        line += 1
      case 0x0D: place += 1
      default: return
      }
    }
  }

  private mutating func endLine() throws(Failure) {
    skipSpaces()
    skipComment()
    if peek == 0x0D { place += 1 }
    guard peek == nil || peek == 0x0A else { throw failure("something follows the value") }
  }

  private mutating func count() throws(Failure) {
    nodes += 1
    if nodes > Self.mostNodes { throw failure("more than \(Self.mostNodes) values") }
  }

  // MARK: Keys

  private mutating func header(in root: Table) throws(Failure) -> Table {
    place += 1
    let isList = peek == UInt8(ascii: "[")
    if isList { place += 1 }
    let path = try keys()
    guard peek == UInt8(ascii: "]") else { throw failure("a header ends with “]”") }
    place += 1
    if isList {
      guard peek == UInt8(ascii: "]") else { throw failure("a header ends with “]]”") }
      place += 1
    }
    try count()
    var table = root
    for key in path.dropLast() { table = try step(into: key, of: table) }
    guard let last = path.last else { throw failure("a header names a table") }
    if isList {
      let made = Table()
      switch table.value(last) {
      case nil: table.set(last, .tables([made]))
      case .tables(let known)?: table.set(last, .tables(known + [made]))
      default: throw failure("“\(last)” is there already")
      }
      return made
    }
    let found = try step(into: last, of: table)
    if found.isClosed { throw failure("“\(last)” is there already") }
    found.isClosed = true
    return found
  }

  private func step(into key: String, of table: Table) throws(Failure) -> Table {
    switch table.value(key) {
    case nil:
      let made = Table()
      table.set(key, .table(made))
      return made
    case .table(let known)?: return known
    case .tables(let list)?:
      guard let last = list.last else { throw failure("“\(key)” is no table") }
      return last
    case .value?: throw failure("“\(key)” is no table")
    }
  }

  private mutating func pair(into table: Table) throws(Failure) {
    let path = try keys()
    guard peek == UInt8(ascii: "=") else { throw failure("expected “name = value”") }
    place += 1
    skipSpaces()
    let value = try value(depth: 0)
    var table = table
    for key in path.dropLast() { table = try step(into: key, of: table) }
    guard let last = path.last else { return }
    guard table.value(last) == nil else { throw failure("“\(last)” is there already") }
    table.set(last, .value(value))
  }

  /// `a.b."c d"`, with the spaces after it.
  private mutating func keys() throws(Failure) -> [String] {
    var path: [String] = []
    while true {
      skipSpaces()
      switch peek {
      case UInt8(ascii: "\""): path.append(try string())
      case UInt8(ascii: "'"): path.append(try literal())
      default:
        let start = place
        while let byte = peek, Self.isBare(byte) { place += 1 }
        guard place > start else { throw failure("expected a name") }
        path.append(String(decoding: bytes[start..<place], as: UTF8.self))
      }
      guard path.count <= Self.deepest else { throw failure("nested too deeply") }
      skipSpaces()
      guard peek == UInt8(ascii: ".") else { return path }
      place += 1
    }
  }

  private static func isBare(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(Failure) -> JSONValue {
    guard depth < Self.deepest else { throw failure("nested too deeply") }
    try count()
    switch peek {
    case UInt8(ascii: "\""): return .string(try starts(with: "\"\"\"") ? longString("\"\"\"") : string())
    case UInt8(ascii: "'"): return .string(try starts(with: "'''") ? longString("'''") : literal())
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "{"): return try braces(depth: depth)
    default: return try plain()
    }
  }

  private func starts(with text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  /// A number, a truth value, a date: as written.
  private mutating func plain() throws(Failure) -> JSONValue {
    let start = place
    while let byte = peek, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}"),
      byte != UInt8(ascii: "#")
    {
      place += 1
    }
    // A space may stand between day and time.
    if place - start == 10, bytes[start + 4] == UInt8(ascii: "-"), peek == 0x20, place + 3 < bytes.count,
      bytes[place + 1] &- 0x30 < 10, bytes[place + 3] == UInt8(ascii: ":")
    {
      place += 1
      while let byte = peek, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"),
        byte != UInt8(ascii: "}")
      {
        place += 1
      }
    }
    let text = String(decoding: bytes[start..<place], as: UTF8.self)
    if text == "true" || text == "false" { return .bool(text == "true") }
    guard let first = text.utf8.first,
      first &- 0x30 < 10 || first == UInt8(ascii: "+") || first == UInt8(ascii: "-") || text == "inf" || text == "nan"
    else { throw failure("“\(text.prefix(40))” is no value; texts stand in quotation marks") }
    return .string(text)
  }

  private mutating func array(depth: Int) throws(Failure) -> JSONValue {
    place += 1
    var values: [JSONValue] = []
    while true {
      skipBlank()
      guard let byte = peek else { throw failure("a list has no end") }
      if byte == UInt8(ascii: "]") { break }
      values.append(try value(depth: depth + 1))
      skipBlank()
      if peek == UInt8(ascii: ",") {
        place += 1
      } else if peek != UInt8(ascii: "]") {
        throw failure("a list has no end")
      }
    }
    place += 1
    return .array(values)
  }

  private mutating func braces(depth: Int) throws(Failure) -> JSONValue {
    place += 1
    let table = Table()
    skipSpaces()
    while peek != UInt8(ascii: "}") {
      let path = try keys()
      guard peek == UInt8(ascii: "=") else { throw failure("expected “name = value”") }
      place += 1
      skipSpaces()
      var inner = table
      for key in path.dropLast() { inner = try step(into: key, of: inner) }
      let value = try value(depth: depth + path.count)
      if let last = path.last { inner.set(last, .value(value)) }
      skipSpaces()
      if peek == UInt8(ascii: ",") {
        place += 1
        skipSpaces()
      } else if peek != UInt8(ascii: "}") {
        throw failure("a table in braces has no end")
      }
    }
    place += 1
    return .object(Self.members(of: table, depth: depth))
  }

  // MARK: Texts

  private mutating func literal() throws(Failure) -> String {
    place += 1
    let start = place
    while let byte = peek, byte != UInt8(ascii: "'"), byte != 0x0A { _ = byte; place += 1 }
    guard peek == UInt8(ascii: "'") else { throw failure("a text has no end") }
    defer { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func string() throws(Failure) -> String {
    place += 1
    var result: [UInt8] = []
    while let byte = peek, byte != UInt8(ascii: "\""), byte != 0x0A {
      place += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &result) } else { result.append(byte) }
    }
    guard peek == UInt8(ascii: "\"") else { throw failure("a text has no end") }
    place += 1
    return String(decoding: result, as: UTF8.self)
  }

  /// A text of several lines; a line feed right behind its mark is none of it.
  private mutating func longString(_ mark: String) throws(Failure) -> String {
    place += 3
    if peek == 0x0D { place += 1 }
    if peek == 0x0A {
      place += 1
      line += 1
    }
    var result: [UInt8] = []
    while place < bytes.count {
      if starts(with: mark) {
        place += 3
        // Up to two marks more belong to the text.
        while let byte = peek, byte == mark.utf8.first {
          result.append(byte)
          place += 1
        }
        return String(decoding: result, as: UTF8.self)
      }
      let byte = bytes[place]
      place += 1
      if byte == 0x0A { line += 1 }
      guard byte == UInt8(ascii: "\\"), mark.hasPrefix("\"") else {
        result.append(byte)
        continue
      }
      // A backslash at the end of a line takes the white space after it away.
      let start = place
      skipSpaces()
      if peek == 0x0A || peek == 0x0D {
        while let next = peek, next <= 0x20 {
          if next == 0x0A { line += 1 }
          place += 1
        }
      } else {
        place = start
        try escape(into: &result)
      }
    }
    throw failure("a text has no end")
  }

  private mutating func escape(into result: inout [UInt8]) throws(Failure) {
    guard let byte = peek else { throw failure("a text has no end") }
    place += 1
    switch byte {
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "n"): result.append(0x0A)
    case UInt8(ascii: "f"): result.append(0x0C)
    case UInt8(ascii: "r"): result.append(0x0D)
    case UInt8(ascii: "e"): result.append(0x1B)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(byte)
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      let count = byte == UInt8(ascii: "u") ? 4 : 8
      guard place + count <= bytes.count,
        let value = UInt32(String(decoding: bytes[place..<place + count], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(value)
      else { throw failure("a \\u that is no character") }
      result += String(scalar).utf8
      place += count
    default: throw failure("“\\\(Character(Unicode.Scalar(byte)))” is no escape")
    }
  }
}
