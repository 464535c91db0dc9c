import ReportDocument

/// Writes JSON (RFC 8259) as it is made. The only place of its formats where text is escaped: besides what JSON asks for,
/// everything that is not seen but changes how text is read goes out as `\u` escapes.
struct JSONOutput {
  let out: OutputBuffer
  /// Whether the next value at this depth needs a comma before it.
  private var needsComma = false

  init(_ out: OutputBuffer) { self.out = out }

  mutating func object(_ body: (inout JSONOutput) -> Void) { nest("{", "}", body) }

  mutating func array(_ body: (inout JSONOutput) -> Void) { nest("[", "]", body) }

  mutating func array<Items: Sequence>(_ items: Items, _ body: (inout JSONOutput, Items.Element) -> Void) {
    array { output in for item in items { body(&output, item) } }
  }

  private mutating func nest(_ open: StaticString, _ close: StaticString, _ body: (inout JSONOutput) -> Void) {
    comma()
    out.append(open)
    needsComma = false
    body(&self)
    out.append(close)
    needsComma = true
  }

  private mutating func comma() {
    if needsComma { out.append(",") }
    needsComma = true
  }

  /// The name of a member; its value follows.
  mutating func name(_ name: StaticString) {
    comma()
    out.append("\"")
    out.append(name)
    out.append("\":")
    needsComma = false
  }

  mutating func member(_ name: StaticString, _ value: String) {
    self.name(name)
    string(value)
  }

  mutating func member(_ name: StaticString, _ value: String?) {
    if let value { member(name, value) }
  }

  mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    number(Double(value))
  }

  mutating func member(_ name: StaticString, _ value: Bool) {
    self.name(name)
    comma()
    out.append(value ? "true" : "false")
  }

  mutating func member(_ name: StaticString, strings: [String]) {
    self.name(name)
    array(strings) { $0.string($1) }
  }

  mutating func number(_ value: Double) {
    comma()
    out.append(NumberText.plain(value))
  }

  mutating func null() {
    comma()
    out.append("null")
  }

  mutating func string(_ text: String) {
    comma()
    out.append("\"")
    var text = text
    text.withUTF8 { escape($0) }
    out.append("\"")
  }

  private func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
    var done = 0
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C {
        index += 1
        continue
      }
      let (scalar, length) = UTF8Decoding.scalar(bytes, index)
      let isPlain = byte >= 0x80 && OutputText.fate(of: scalar) == .keep
      if !isPlain {
        if index > done { out.append(bytes[done..<index]) }
        append(escaped: scalar)
        done = index + length
      }
      index += length
    }
    if done < bytes.count { out.append(bytes[done...]) }
  }

  private func append(escaped scalar: UInt32) {
    switch scalar {
    case 0x22: out.append("\\\"")
    case 0x5C: out.append("\\\\")
    case 0x0A: out.append("\\n")
    case 0x09: out.append("\\t")
    case 0x10000...:
      let offset = scalar - 0x10000
      unit(0xD800 + offset >> 10)
      unit(0xDC00 + offset & 0x3FF)
    default: unit(scalar)
    }
  }

  private func unit(_ value: UInt32) {
    let digits = String(value, radix: 16)
    out.append("\\u")
    out.append(String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits)
  }
}
