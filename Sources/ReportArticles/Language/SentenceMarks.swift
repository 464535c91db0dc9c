/// Marks that matter at the ends of sentences.
package enum SentenceMark {
  case point
  /// ! ? and their relatives in other scripts: always the end of a sentence.
  case terminal
  /// U+2026
  case ellipsis
  case quote
  case openBracket
  case closeBracket
  /// A comma, semicolon, colon or dash: the sentence goes on.
  case continuation
  case newline
  case other

  /// Spelt out so that it is seen through from other modules.
  @inlinable @inline(__always)
  package static func == (left: SentenceMark, right: SentenceMark) -> Bool {
    unsafeBitCast(left, to: UInt8.self) == unsafeBitCast(right, to: UInt8.self)
  }

  /// The mark at an offset and its length in bytes.
  @inline(__always)
  package static func at(_ offset: Int, in bytes: UTF8Bytes) -> (mark: SentenceMark, length: Int) {
    let byte = bytes[offset]
    if byte < 0x80 { return (ascii(byte), 1) }
    // Letters of Arabic and Latin scripts leave here at once; only these leading bytes begin marks.
    if byte != 0xC2 && byte != 0xD8 && byte != 0xDB && byte < 0xE0 { return (.other, byte < 0xC0 ? 1 : 2) }
    if byte == 0xD8 {
      let next = bytes[offset + 1]
      if next >= 0xA0 { return (.other, 2) }
    }
    let (value, length) = bytes.scalar(at: offset)
    return (beyondASCII(value), length)
  }

  /// The first offset at or after `offset`, or the end, that is no letter or mark of Arabic or Latin script and no space.
  @inline(__always)
  static func skippingLetters(from offset: Int, in bytes: UTF8Bytes) -> Int {
    var at = offset
    while at < bytes.count {
      let byte = bytes.base[at]
      if (byte | 0x20) &- 0x61 < 26 || byte == 0x20 {
        at += 1
      } else if byte == 0xD9 || byte == 0xDA || byte == 0xD8 && bytes[at + 1] >= 0xA0 {
        at += 2
      } else {
        break
      }
    }
    return min(at, bytes.count)
  }

  private static func ascii(_ byte: UInt8) -> SentenceMark {
    switch byte {
    case 0x2E: return .point
    case 0x21, 0x3F: return .terminal
    case 0x22: return .quote
    case 0x28, 0x5B, 0x7B: return .openBracket
    case 0x29, 0x5D, 0x7D: return .closeBracket
    case 0x2C, 0x3A, 0x3B, 0x2D: return .continuation
    case 0x0A, 0x0D, 0x0B, 0x0C: return .newline
    default: return .other
    }
  }

  private static func beyondASCII(_ scalar: UInt32) -> SentenceMark {
    switch scalar {
    case 0x061F, 0x06D4, 0x0964, 0x0965, 0x203C, 0x203D, 0x2047...0x2049, 0x3002, 0xFF01, 0xFF0E, 0xFF1F, 0xFF61:
      return .terminal
    case 0x2026: return .ellipsis
    case 0xAB, 0xBB, 0x201C...0x201F, 0x2039, 0x203A, 0x2018...0x201B, 0x300C...0x300F: return .quote
    case 0x060C, 0x061B, 0x2013, 0x2014, 0x3001, 0xFF0C: return .continuation
    case 0x85, 0x2028, 0x2029: return .newline
    default: return .other
    }
  }
}
