/// What a scalar is to segmentation: the few classes of UAX #29 that news text needs, by ranges for the scripts that
/// it is written in and by the Unicode properties for the rest.
package enum UnicodeClass: UInt8 {
  case other, space, newline, lower, upper, caseless, ideograph, digit, mark

  /// A letter of any kind.
  @inline(__always) var isLetter: Bool {
    rawValue >= UnicodeClass.lower.rawValue && rawValue <= UnicodeClass.ideograph.rawValue
  }

  /// Spelt out so that it is seen through from other modules.
  @inlinable @inline(__always)
  package static func == (left: UnicodeClass, right: UnicodeClass) -> Bool {
    unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
  }

  /// The class of `scalar`.
  @inline(__always)
  static func of(_ scalar: UInt32) -> UnicodeClass {
    if scalar < 0x80 {
      switch scalar {
      case 0x61...0x7A: return .lower
      case 0x41...0x5A: return .upper
      case 0x30...0x39: return .digit
      case 0x0A, 0x0D, 0x0B, 0x0C: return .newline
      case 0x20, 0x09: return .space
      default: return .other
      }
    }
    if scalar >= 0x0620 && scalar <= 0x06D3 {
      switch scalar {
      case 0x0620...0x063F, 0x0641...0x064A, 0x066E, 0x066F, 0x0671...0x06D3: return .caseless
      case 0x0660...0x0669: return .digit
      case 0x0640, 0x064B...0x065F, 0x0670: return .mark
      default: return .other
      }
    }
    // The comma, semicolon and question mark of Arabic, and angle quotes.
    if scalar == 0x060C || scalar == 0x061B || scalar == 0x061F || scalar == 0xAB || scalar == 0xBB { return .other }
    return ofRare(scalar)
  }

  private static func ofRare(_ scalar: UInt32) -> UnicodeClass {
    switch scalar {
    case 0x85, 0x2028, 0x2029: return .newline
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF, 0xFE00...0xFE0F: return .mark
    case 0x0300...0x036F, 0x0483...0x0489, 0x0591...0x05BD, 0x05BF, 0x05C1, 0x05C2, 0x05C4, 0x05C5, 0x05C7,
      0x0610...0x061A, 0x06D6...0x06DC, 0x06DF...0x06E8, 0x06EA...0x06ED, 0x08D3...0x08FF:
      return .mark
    case 0xD7, 0xF7: return .other
    case 0xC0...0xDE: return .upper
    case 0xDF...0xFF: return .lower
    case 0x0400...0x042F: return .upper
    case 0x0430...0x045F: return .lower
    case 0x05D0...0x05EA, 0x05EF...0x05F2, 0x06D5, 0x06E5, 0x06E6, 0x06EE, 0x06EF, 0x06FA...0x06FC, 0x06FF,
      0x0750...0x077F, 0x08A0...0x08C9, 0xFB50...0xFBB1, 0xFBD3...0xFDFB, 0xFE70...0xFEFC:
      return .caseless
    case 0x06F0...0x06F9, 0x0966...0x096F, 0xFF10...0xFF19: return .digit
    case 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: return .ideograph
    case 0x2010...0x206F, 0x2190...0x2BFF, 0x3001...0x303F: return .other
    default: return byProperties(scalar)
    }
  }

  private static func byProperties(_ scalar: UInt32) -> UnicodeClass {
    guard let scalar = Unicode.Scalar(scalar) else { return .other }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .titlecaseLetter: return .upper
    case .lowercaseLetter: return .lower
    case .otherLetter, .modifierLetter, .letterNumber: return .caseless
    case .decimalNumber: return .digit
    case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
    case .spaceSeparator: return .space
    case .lineSeparator, .paragraphSeparator: return .newline
    default: return .other
    }
  }
}

/// Well-formed UTF-8, as Swift strings hold it, read scalar by scalar. Offsets outside give 0 and never trap.
package struct UTF8Bytes {
  package let base: UnsafeBufferPointer<UInt8>
  package let count: Int

  package init(_ base: UnsafeBufferPointer<UInt8>) {
    self.base = base
    count = base.count
  }

  /// The byte at an offset, 0 outside.
  @inline(__always)
  package subscript(offset: Int) -> UInt8 { offset >= 0 && offset < count ? base[offset] : 0 }

  /// The scalar that starts at an offset and its length in bytes (at least 1).
  @inline(__always)
  package func scalar(at offset: Int) -> (value: UInt32, length: Int) {
    let first = self[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    if first < 0xE0 { return (UInt32(first & 0x1F) << 6 | UInt32(self[offset + 1] & 0x3F), 2) }
    if first < 0xF0 {
      return (
        UInt32(first & 0x0F) << 12 | UInt32(self[offset + 1] & 0x3F) << 6 | UInt32(self[offset + 2] & 0x3F), 3
      )
    }
    return (
      UInt32(first & 0x07) << 18 | UInt32(self[offset + 1] & 0x3F) << 12 | UInt32(self[offset + 2] & 0x3F) << 6
        | UInt32(self[offset + 3] & 0x3F), 4
    )
  }

  /// The start of the scalar that ends just before `offset`; 0 at the start.
  @inline(__always)
  package func startOfScalar(before offset: Int) -> Int {
    var start = offset - 1
    while start > 0 && self[start] & 0xC0 == 0x80 { start -= 1 }
    return max(0, start)
  }

  /// The class of the scalar at an offset; `.other` at the end.
  @inline(__always)
  package func unicodeClass(at offset: Int) -> UnicodeClass {
    offset < count ? UnicodeClass.of(scalar(at: offset).value) : .other
  }

  /// The first offset at or after `offset` that is neither white space nor a new line nor an invisible mark.
  func skippingSpace(from offset: Int) -> Int {
    var at = offset
    while at < count {
      let (value, length) = scalar(at: at)
      let kind = UnicodeClass.of(value)
      guard kind == .space || kind == .newline || (kind == .mark && value >= 0x200B) else { break }
      at += length
    }
    return min(at, count)
  }
}

extension String {
  /// Calls `body` with the bytes of the text.
  package func withUTF8Bytes<Result>(_ body: (UTF8Bytes) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { body(UTF8Bytes($0)) }
  }
}
