/// Letters reduced for matching and hashed in one pass over UTF-8: case, accents, Arabic marks and letter variants go.
///
/// The equivalences of `TextFolding` and those of Turkish and Russian letters, without making a string.
struct FoldedHash {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds one folded letter (FNV-1a).
  mutating func add(_ letter: UInt32) { value = (value ^ UInt64(letter)) &* 0x0000_0100_0000_01B3 }

  /// The hash of the letters in `bytes[range]`, which must lie within `bytes`.
  static func of(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    var hash = FoldedHash()
    var position = range.lowerBound
    while position < range.upperBound { hash.addLetter(in: bytes, at: &position, end: range.upperBound) }
    return hash.value
  }

  /// Adds the letter at `position` and moves past it.
  mutating func addLetter(in bytes: UnsafeBufferPointer<UInt8>, at position: inout Int, end: Int) {
    let byte = bytes[position]
    position += 1
    if byte < 0x80 {
      add(UInt32(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte))
      return
    }
    guard position < end, byte < 0xE0 else {
      add(UInt32(byte))
      return
    }
    let second = bytes[position]
    position += 1
    let scalar = UInt32(byte & 0x1F) << 6 | UInt32(second & 0x3F)
    let folded = FoldedHash.fold(scalar)
    if folded != 0 { add(folded) }
  }

  static let noLetter = UInt16.max

  /// For U+0600…U+06FF what a letter or mark folds to, 0 for marks that do not count; `noLetter` for digits, punctuation
  /// and what is invisible.
  static let arabicLetters: [UInt16] = (UInt32(0x600)...0x6FF).map { scalar in
    switch scalar {
    case 0x60C, 0x61B...0x61C, 0x61F, 0x660...0x66D, 0x6D4, 0x6F0...0x6F9: noLetter
    default: UInt16(fold(scalar))
    }
  }

  /// The letter that stands for `scalar` (below U+0800); 0 for marks that do not count.
  static func fold(_ scalar: UInt32) -> UInt32 {
    switch scalar {
    case 0x00C0...0x00FF:
      let lower = scalar < 0xE0 && scalar != 0xDF ? scalar + 0x20 : scalar
      switch lower {
      case 0xE0...0xE5: return 0x61
      case 0xE7: return 0x63
      case 0xE8...0xEB: return 0x65
      case 0xEC...0xEF: return 0x69
      case 0xF1: return 0x6E
      case 0xF2...0xF6: return 0x6F
      case 0xF9...0xFC: return 0x75
      case 0xFD, 0xFF: return 0x79
      default: return lower
      }
    case 0x011E, 0x011F: return 0x67
    case 0x0130, 0x0131: return 0x69
    case 0x015E, 0x015F: return 0x73
    case 0x0401, 0x0451: return 0x0435
    case 0x0410...0x042F: return scalar + 0x20
    case 0x0300...0x036F, 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E8,
      0x06EA...0x06ED:
      return 0
    case 0x0622, 0x0623, 0x0625, 0x0671: return 0x0627
    case 0x0649, 0x06CC: return 0x064A
    case 0x06A9: return 0x0643
    case 0x0629: return 0x0647
    default: return scalar
    }
  }
}
