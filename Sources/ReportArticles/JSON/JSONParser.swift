import CTextScan

/// A strict, bounded reader of JSON (RFC 8259): one pass over the bytes, nesting limited, no number is converted.
///
/// Two departures that real files need: a lone surrogate escape becomes U+FFFD, and bytes that are not UTF-8 do too.
package struct JSONParser {
  /// Nesting that is accepted; deeper input is an error, not a stack overflow.
  package static let maximumDepth = 256
  /// Members of one object that are accepted.
  package static let mostMembers = 100_000
  /// Values of one text that are accepted; more of them only where they take sixteen bytes each, as those of articles do.
  static let mostValues = 2_000_000

  private(set) var remarks = JSONRemarks()
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int
  private let end: Int
  private let isWellFormed: Bool
  /// Takes what programs write although it is not JSON: a comma before a closing bracket, `NaN` and `Infinity` (as null),
  /// control characters in strings.
  private let isLenient: Bool
  private var values = 0
  private var mostValues = JSONParser.mostValues

  /// Parses the one value in `bytes`; anything but white space after it is an error. Bytes that are known to be
  /// well-formed UTF-8 are not checked for that again.
  package static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, isWellFormed: Bool = false, isLenient: Bool = false,
    mostValues: Int = JSONParser.mostValues
  ) throws(JSONError) -> (value: JSONValue, remarks: JSONRemarks) {
    var parser = JSONParser(bytes, range: range, isWellFormed: isWellFormed, isLenient: isLenient)
    parser.mostValues = mostValues
    let value = try parser.parseValue(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.end else {
      throw JSONError(offset: parser.position, message: "unexpected \(parser.described) after the value")
    }
    return (value, parser.remarks)
  }

  /// Parses a text.
  package static func parse(
    _ bytes: [UInt8], isLenient: Bool = false
  ) throws(JSONError) -> (value: JSONValue, remarks: JSONRemarks) {
    var failure: JSONError?
    let result: (JSONValue, JSONRemarks)? = bytes.withUnsafeBufferPointer { buffer in
      do throws(JSONError) { return try parse(buffer, range: 0..<buffer.count, isLenient: isLenient) } catch {
        failure = error
        return nil
      }
    }
    if let result { return result }
    throw failure ?? JSONError(offset: 0, message: "not JSON")
  }

  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>, isWellFormed: Bool = false, isLenient: Bool = false
  ) {
    self.bytes = bytes
    self.isWellFormed = isWellFormed
    self.isLenient = isLenient
    position = range.lowerBound
    end = range.upperBound
  }

  /// Parses the next value of a sequence of values; nil at the end. `offset` is where it starts.
  package mutating func next() throws(JSONError) -> (value: JSONValue, offset: Int)? {
    skipSpace()
    guard position < end else { return nil }
    let start = position
    values = 0
    return (try parseValue(depth: 0), start)
  }

  /// Where the next value is looked for.
  package var offset: Int { position }

  /// The remarks since the last call.
  package mutating func takeRemarks() -> JSONRemarks {
    defer { remarks = JSONRemarks() }
    return remarks
  }

  private mutating func parseValue(depth: Int) throws(JSONError) -> JSONValue {
    guard depth < JSONParser.maximumDepth else {
      throw JSONError(offset: position, message: "nested more than \(JSONParser.maximumDepth) deep")
    }
    skipSpace()
    guard position < end else { throw JSONError(offset: position, message: "the text ends where a value should be") }
    values += 1
    guard values <= mostValues || values <= position / 16 else {
      throw JSONError(offset: position, message: "more than \(mostValues) values in one text")
    }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try parseObject(depth: depth)
    case UInt8(ascii: "["): return try parseArray(depth: depth)
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "t"): return try parseWord("true", .bool(true))
    case UInt8(ascii: "f"): return try parseWord("false", .bool(false))
    case UInt8(ascii: "n"): return try parseWord("null", .null)
    case UInt8(ascii: "N") where isLenient: return try departure("NaN")
    case UInt8(ascii: "I") where isLenient: return try departure("Infinity")
    case UInt8(ascii: "-") where isLenient && position + 1 < end && bytes[position + 1] == UInt8(ascii: "I"):
      return try departure("-Infinity")
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    default: throw JSONError(offset: position, message: "unexpected \(described) where a value should be")
    }
  }

  private mutating func departure(_ word: StaticString) throws(JSONError) -> JSONValue {
    let value = try parseWord(word, .null)
    note("\(word)")
    return value
  }

  private mutating func note(_ departure: String) {
    if remarks.departures.count < 4, !remarks.departures.contains(departure) { remarks.departures.append(departure) }
  }

  private mutating func parseObject(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var members: [JSONValue.Member] = []
    var places: [String: Int] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipSpace()
      if isLenient, !members.isEmpty, take(UInt8(ascii: "}")) {
        note("a comma before }")
        return .object(members)
      }
      guard position < end, bytes[position] == UInt8(ascii: "\"") else {
        throw JSONError(offset: position, message: "expected a name in quotation marks, not \(described)")
      }
      let key = try parseString()
      skipSpace()
      guard take(UInt8(ascii: ":")) else {
        throw JSONError(offset: position, message: "expected ':' after the name \"\(key)\", not \(described)")
      }
      let value = try parseValue(depth: depth + 1)
      // Small objects are searched, large ones hashed: linear either way.
      var place: Int?
      if members.count < 12 {
        place = members.firstIndex { $0.key == key }
      } else {
        if places.isEmpty { for (index, member) in members.enumerated() { places[member.key] = index } }
        place = places[key]
        if place == nil { places[key] = members.count }
      }
      if let place {
        if remarks.repeatedKeys.count < 8 { remarks.repeatedKeys.append(key) }
        members[place].value = value
      } else {
        guard members.count < JSONParser.mostMembers else {
          throw JSONError(offset: position, message: "an object with more than \(JSONParser.mostMembers) names")
        }
        members.append(JSONValue.Member(key: key, value: value))
      }
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "}")) { return .object(members) }
      throw JSONError(offset: position, message: "expected ',' or '}' in an object, not \(described)")
    }
  }

  private mutating func parseArray(depth: Int) throws(JSONError) -> JSONValue {
    position += 1
    var values: [JSONValue] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      skipSpace()
      if isLenient, !values.isEmpty, take(UInt8(ascii: "]")) {
        note("a comma before ]")
        return .array(values)
      }
      values.append(try parseValue(depth: depth + 1))
      skipSpace()
      if take(UInt8(ascii: ",")) { continue }
      if take(UInt8(ascii: "]")) { return .array(values) }
      throw JSONError(offset: position, message: "expected ',' or ']' in an array, not \(described)")
    }
  }

  private mutating func parseWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
    let count = word.utf8CodeUnitCount
    guard end - position >= count, (0..<count).allSatisfy({ bytes[position + $0] == word.utf8Start[$0] }) else {
      throw JSONError(offset: position, message: "unexpected \(described) where a value should be")
    }
    position += count
    return value
  }

  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = position
    _ = take(UInt8(ascii: "-"))
    let whole = takeDigits()
    guard whole == 1 || (whole > 1 && bytes[position - whole] != UInt8(ascii: "0")) else {
      throw JSONError(offset: start, message: "not a number")
    }
    if take(UInt8(ascii: ".")), takeDigits() == 0 { throw JSONError(offset: start, message: "not a number") }
    if position < end, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < end, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") { position += 1 }
      if takeDigits() == 0 { throw JSONError(offset: start, message: "not a number") }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  private mutating func takeDigits() -> Int {
    let start = position
    while position < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
    return position - start
  }

  private mutating func parseString() throws(JSONError) -> String {
    let start = position
    position += 1
    let plain = position
    if let base = bytes.baseAddress { position += ctextscan_string_end(base + position, end - position) }
    guard position < end else { throw JSONError(offset: start, message: "a string without its closing quotation mark") }
    if bytes[position] == UInt8(ascii: "\"") {
      position += 1
      let text = UnsafeBufferPointer(rebasing: bytes[plain..<position - 1])
      return isWellFormed ? String(wellFormed: text) : String(decoding: text, as: UTF8.self)
    }
    var buffer = Array(bytes[plain..<position])
    while position < end {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        position += 1
        return String(decoding: buffer, as: UTF8.self)
      }
      if byte == UInt8(ascii: "\\") {
        try parseEscape(into: &buffer)
      } else if byte < 0x20, isLenient {
        buffer.append(byte)
        position += 1
      } else if byte < 0x20 {
        throw JSONError(offset: position, message: "a control character in a string; write it as an escape")
      } else if let base = bytes.baseAddress {
        let length = ctextscan_string_end(base + position, end - position)
        buffer.append(contentsOf: UnsafeBufferPointer(start: base + position, count: length))
        position += length
      }
    }
    throw JSONError(offset: start, message: "a string without its closing quotation mark")
  }

  private mutating func parseEscape(into buffer: inout [UInt8]) throws(JSONError) {
    let start = position
    position += 1
    guard position < end else { throw JSONError(offset: start, message: "an escape without its character") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): buffer.append(byte)
    case UInt8(ascii: "b"): buffer.append(8)
    case UInt8(ascii: "f"): buffer.append(12)
    case UInt8(ascii: "n"): buffer.append(10)
    case UInt8(ascii: "r"): buffer.append(13)
    case UInt8(ascii: "t"): buffer.append(9)
    case UInt8(ascii: "u"):
      guard let unit = takeHexadecimal() else { throw JSONError(offset: start, message: "not a \\u escape") }
      var scalar = unit
      if (0xD800..<0xDC00).contains(unit) {
        let afterFirst = position
        if take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")), let low = takeHexadecimal(),
          (0xDC00..<0xE000).contains(low)
        {
          scalar = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
        } else {
          position = afterFirst
        }
      }
      if let valid = Unicode.Scalar(scalar) {
        buffer.append(contentsOf: UTF8.encode(valid).map(Array.init) ?? [])
      } else {
        remarks.loneSurrogates += 1
        buffer.append(contentsOf: [0xEF, 0xBF, 0xBD])
      }
    default: throw JSONError(offset: start, message: "an unknown escape")
    }
  }

  private mutating func takeHexadecimal() -> UInt32? {
    guard end - position >= 4 else { return nil }
    var value: UInt32 = 0
    for offset in 0..<4 {
      guard let digit = hexadecimalDigit(bytes[position + offset]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    position += 4
    return value
  }

  private mutating func skipSpace() {
    while position < end {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < end, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private var described: String {
    guard position < end else { return "the end of the text" }
    let byte = bytes[position]
    return (0x21..<0x7F).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
  }
}

/// The value of a hexadecimal digit in ASCII; nil for any other byte.
package func hexadecimalDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): return byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): return byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): return byte - UInt8(ascii: "A") + 10
  default: return nil
  }
}

extension String {
  /// A text of bytes that are known to be well-formed UTF-8: one that is not ASCII is copied without another check, which
  /// would cost many times as much.
  init(wellFormed bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count > 15, bytes.prefix(64).contains(where: { $0 >= 0x80 }) {
      self = String(copying: UTF8Span(unchecked: bytes.span))
    } else {
      self = String(decoding: bytes, as: UTF8.self)
    }
  }
}
