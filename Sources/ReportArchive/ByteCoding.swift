/// Writes numbers and texts as compact bytes: integers as LEB128 (signed ones in zigzag form), texts as UTF-8 behind
/// their length.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

  mutating func byte(_ value: UInt8) { bytes.append(value) }

  mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func count(_ value: Int) { unsigned(UInt64(max(0, value))) }

  mutating func signed(_ value: Int) {
    unsigned(UInt64(bitPattern: Int64(value << 1)) ^ UInt64(bitPattern: Int64(value >> 63)))
  }

  mutating func text(_ value: String) {
    var value = value
    value.withUTF8 { buffer in
      count(buffer.count)
      bytes.append(contentsOf: buffer)
    }
  }

  mutating func optional(_ value: String?) {
    guard let value else { return byte(0) }
    byte(1)
    text(value)
  }

  mutating func optional(_ value: Int?) {
    guard let value else { return byte(0) }
    byte(1)
    signed(value)
  }

  mutating func list<Element>(_ values: [Element], _ write: (inout ByteWriter, Element) -> Void) {
    count(values.count)
    for value in values { write(&self, value) }
  }

  mutating func texts(_ values: [String]) { list(values) { $0.text($1) } }
}

/// Reads what `ByteWriter` wrote. Damaged bytes are an error, never a crash.
struct ByteReader {
  struct Damaged: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func byte() throws -> UInt8 {
    guard position < bytes.count else { throw Damaged() }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func unsigned() throws -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Damaged() }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// A number of things or bytes that can still follow.
  mutating func count() throws -> Int {
    let value = try unsigned()
    guard value <= UInt64(bytes.count - position) else { throw Damaged() }
    return Int(value)
  }

  mutating func signed() throws -> Int {
    let value = try unsigned()
    return Int(truncatingIfNeeded: Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
  }

  mutating func text() throws -> String {
    let length = try count()
    defer { position += length }
    return String(decoding: bytes[position..<position + length], as: UTF8.self)
  }

  mutating func optionalText() throws -> String? { try byte() == 0 ? nil : try text() }

  mutating func optionalNumber() throws -> Int? { try byte() == 0 ? nil : try signed() }

  mutating func list<Element>(_ read: (inout ByteReader) throws -> Element) throws -> [Element] {
    let count = try count()
    var values: [Element] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try read(&self)) }
    return values
  }

  mutating func texts() throws -> [String] { try list { try $0.text() } }
}
