import CTextScan
import Glibc

/// Writes JSON (RFC 8259): members in the order in which they are given, nothing escaped that need not be.
package struct JSONWriter {
  /// What was written so far, UTF-8.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false
  /// Whether what is not seen but moves the cursor or turns text around is escaped as well.
  private let escapesInvisible: Bool

  package init(escapesInvisible: Bool = false) { self.escapesInvisible = escapesInvisible }

  /// What was written so far.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Ends a line; what follows is a text of its own.
  package mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  /// Writes an object through `body`.
  package mutating func object(_ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// Writes an array through `body`.
  package mutating func array(_ body: (inout JSONWriter) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "["))
    needsComma = false
    body(&self)
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// Writes the name of the next member.
  package mutating func key(_ name: String) {
    separate()
    appendQuoted(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  package mutating func string(_ value: String?) {
    guard let value else { return raw("null") }
    separate()
    appendQuoted(value)
    needsComma = true
  }

  package mutating func number(_ value: Int?) { raw(value.map(String.init) ?? "null") }

  package mutating func bool(_ value: Bool) { raw(value ? "true" : "false") }

  package mutating func strings(_ values: [String]) {
    array { writer in
      for value in values { writer.string(value) }
    }
  }

  /// Writes a member of an object: its name and its value, `null` for none.
  package mutating func member(_ name: String, _ value: String?) {
    key(name)
    string(value)
  }

  package mutating func member(_ name: String, _ value: Int?) {
    key(name)
    number(value)
  }

  package mutating func member(_ name: String, _ value: Bool) {
    key(name)
    bool(value)
  }

  package mutating func member(_ name: String, _ values: [String]) {
    key(name)
    strings(values)
  }

  /// One object as a text for a terminal or a log: without a line feed, and nothing in it is invisible.
  package static func object(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(escapesInvisible: true)
    writer.object(body)
    return writer.text
  }

  package mutating func value(_ value: JSONValue) {
    switch value {
    case .null: raw("null")
    case .bool(let flag): bool(flag)
    case .number(let digits): raw(digits)
    case .string(let text): string(text)
    case .array(let values):
      array { writer in
        for value in values { writer.value(value) }
      }
    case .object(let members):
      object { writer in
        for member in members {
          writer.key(member.key)
          writer.value(member.value)
        }
      }
    }
  }

  private mutating func raw(_ json: String) {
    separate()
    bytes.append(contentsOf: json.utf8)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
  }

  private mutating func appendQuoted(_ value: String) {
    var value = value
    // These bytes begin C1 controls; separators and marks of direction; the byte order mark.
    if escapesInvisible, value.utf8.contains(where: { $0 == 0xC2 || $0 == 0xE2 || $0 == 0xEF }) {
      return appendVisible(value)
    }
    bytes.append(UInt8(ascii: "\""))
    value.withUTF8 { text in
      guard let base = text.baseAddress else { return }
      var start = 0
      while start < text.count {
        let length = ctextscan_string_end(base + start, text.count - start)
        appendWithoutDelete(UnsafeBufferPointer(start: base + start, count: length))
        start += length
        if start < text.count { appendEscape(text[start]) }
        start += 1
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func appendVisible(_ value: String) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in value.unicodeScalars {
      switch scalar.value {
      case 0..<0x20, 0x22, 0x5C, 0x7F: appendEscape(UInt8(scalar.value))
      case 0x80..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
        let digits = String(scalar.value, radix: 16)
        bytes += ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8
      default: bytes += String(scalar).utf8
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends text in which nothing but U+007F needs an escape.
  private mutating func appendWithoutDelete(_ text: UnsafeBufferPointer<UInt8>) {
    var rest = UnsafeRawBufferPointer(text)
    while let base = rest.baseAddress, let delete = memchr(base, 0x7F, rest.count) {
      let place = base.distance(to: delete)
      bytes.append(contentsOf: rest[..<place])
      appendEscape(0x7F)
      rest = UnsafeRawBufferPointer(rebasing: rest[(place + 1)...])
    }
    bytes.append(contentsOf: rest)
  }

  private mutating func appendEscape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    default:
      let digits = Array("0123456789abcdef".utf8)
      bytes += [UInt8(ascii: "u"), 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
  }
}
