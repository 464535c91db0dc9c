/// A word found by `WordScanner`: where it stands and a fingerprint of its folded form.
struct WordToken {
  struct Traits: OptionSet {
    let rawValue: UInt8
    /// Begins with a digit.
    static let number = Traits(rawValue: 1)
    /// Begins with an upper-case letter.
    static let capitalised = Traits(rawValue: 2)
    /// A punctuation mark (or the start of the text) stands between it and the word before.
    static let afterMark = Traits(rawValue: 4)
    /// A mark that ends a sentence (or the start of the text) stands before it.
    static let sentenceStart = Traits(rawValue: 8)
    /// Longer than one character.
    static let isLong = Traits(rawValue: 16)
  }

  /// UTF-8 offsets in the text.
  var start: Int32
  var end: Int32
  var traits: Traits
  /// The same for words that fold to the same form, and practically for no others.
  var hash: UInt64
}

/// Finds words in UTF-8 at memory speed, without making strings: what whole archives go through. Words are runs of
/// letters and digits, with `TextFolding` applied to the fingerprint; separators within numbers (“1,250”, “3.5”)
/// belong to the number.
enum WordScanner {
  /// Calls `body` with the UTF-8 of `text`.
  @inline(__always)
  static func withBytes<T>(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = text
    return copy.withUTF8(body)
  }

  /// Appends the words of `bytes` to `tokens` and returns how many there were; stops after `limit` words.
  static func scan(_ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [WordToken], limit: Int = .max) {
    guard bytes.count < Int(Int32.max) else { return }
    WordScalar.table.withUnsafeBufferPointer { scan(bytes, into: &tokens, limit: limit, $0) }
  }

  private static func scan(
    _ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [WordToken], limit: Int,
    _ table: UnsafeBufferPointer<WordScalar>
  ) {
    var position = 0
    var room = limit
    var traits: WordToken.Traits = [.afterMark, .sentenceStart]
    while position < bytes.count, room > 0 {
      let (scalar, length) = decode(bytes, position)
      switch WordScalar.of(scalar, table).kind {
      case .letter, .digit:
        let token = word(bytes, from: position, traits: traits, table)
        position = Int(token.end)
        tokens.append(token)
        room -= 1
        traits = []
      case .space, .ignorable:
        position += length
      case .mark:
        traits.insert(.afterMark)
        position += length
      case .sentenceEnd:
        traits.insert([.afterMark, .sentenceStart])
        position += length
      }
    }
  }

  private static func word(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, traits: WordToken.Traits,
    _ table: UnsafeBufferPointer<WordScalar>
  ) -> WordToken {
    var traits = traits
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    var position = start
    var end = start
    var count = 0
    var lastWasDigit = false
    while position < bytes.count {
      let (scalar, length) = decode(bytes, position)
      let found = WordScalar.of(scalar, table)
      switch found.kind {
      case .letter, .digit:
        let folded = found.folded
        if count == 0 {
          if folded &- 0x30 < 10 { traits.insert(.number) }
          if folded != scalar, scalar &- 0x600 >= 0x100, WordScalar.isUpperCase(scalar) { traits.insert(.capitalised) }
        }
        lastWasDigit = folded &- 0x30 < 10
        hash = (hash ^ UInt64(folded)) &* 0x0000_0100_0000_01b3
        count += 1
        position += length
        end = position
      case .ignorable:
        position += length
        if scalar == 0x640 || WordScalar.isArabicMark(scalar) { end = position }
      case .mark, .sentenceEnd:
        // 1,250 · 3.5 · ٣٫٥ · ١٬٢٥٠
        guard lastWasDigit, scalar == 0x2C || scalar == 0x2E || scalar == 0x66B || scalar == 0x66C,
          position + length < bytes.count
        else { return finish() }
        let next = decode(bytes, position + length).scalar
        guard WordScalar.of(next, table).folded &- 0x30 < 10 else { return finish() }
        if scalar == 0x2E || scalar == 0x66B || scalar == 0x2C && !isGroup(bytes, position + length, table) {
          hash = (hash ^ 0x2E) &* 0x0000_0100_0000_01b3
        }
        position += length
      case .space:
        return finish()
      }
    }
    return finish()

    func finish() -> WordToken {
      if count > 1 { traits.insert(.isLong) }
      return WordToken(start: Int32(start), end: Int32(end), traits: traits, hash: Hash.mix(hash))
    }
  }

  /// Whether three digits, and no fourth, stand there: the comma before them groups.
  private static func isGroup(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ table: UnsafeBufferPointer<WordScalar>
  ) -> Bool {
    var position = start
    for count in 0...3 {
      guard position < bytes.count else { return count == 3 }
      let (scalar, length) = decode(bytes, position)
      if WordScalar.of(scalar, table).folded &- 0x30 >= 10 { return count == 3 }
      position += length
    }
    return false
  }

  /// The scalar at `position` and its length; malformed bytes count as one space each.
  @inline(__always)
  static func decode(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> (scalar: UInt32, length: Int) {
    let first = bytes[position]
    if first < 0x80 { return (UInt32(first), 1) }
    func tail(_ offset: Int) -> UInt32 { UInt32(bytes[position + offset] & 0x3F) }
    let left = bytes.count - position
    if first < 0xE0, first >= 0xC0, left >= 2 { return (UInt32(first & 0x1F) << 6 | tail(1), 2) }
    if first < 0xF0, first >= 0xE0, left >= 3 {
      return (UInt32(first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
    }
    if first >= 0xF0, left >= 4 {
      return (UInt32(first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
    }
    return (0x20, 1)
  }
}

/// What a scalar is to the scanner.
struct WordScalar {
  enum Class: UInt8 { case letter, digit, space, mark, sentenceEnd, ignorable }

  /// The folded scalar.
  var folded: UInt32
  var kind: Class

  /// The scalars below U+0700, of which most texts are made.
  static let table: [WordScalar] = (UInt32(0)..<0x700).map { WordScalar(folded: fold($0), kind: classify($0)) }

  /// What a scalar is, looked up in the table or found out.
  @inline(__always)
  static func of(_ scalar: UInt32, _ table: UnsafeBufferPointer<WordScalar>) -> WordScalar {
    scalar < 0x700 ? table[Int(scalar)] : rare(scalar)
  }

  // Apart, so that the look-up stays small enough to stand where it is needed.
  @inline(never)
  private static func rare(_ scalar: UInt32) -> WordScalar {
    WordScalar(folded: fold(scalar), kind: classify(scalar))
  }

  @inline(__always)
  static func classify(_ scalar: UInt32) -> Class {
    if scalar < 0x80 {
      if scalar &- 0x61 < 26 || scalar &- 0x41 < 26 { return .letter }
      if scalar &- 0x30 < 10 { return .digit }
      switch scalar {
      case 0x20, 0x09: return .space
      case 0x2E, 0x21, 0x3F, 0x0A, 0x0D: return .sentenceEnd
      case 0x27, 0x2D, 0x5F: return .space  // apostrophe, hyphen and underscore join words without ending a phrase
      default: return .mark
      }
    }
    if scalar >= 0x0620, scalar < 0x0700 { return classifyArabic(scalar) }
    return classifyOther(scalar)
  }

  private static func classifyArabic(_ scalar: UInt32) -> Class {
    if isArabicMark(scalar) || scalar == 0x640 { return .ignorable }
    switch scalar {
    case 0x0660...0x0669, 0x06F0...0x06F9: return .digit
    case 0x061F, 0x06D4: return .sentenceEnd
    case 0x066A...0x066D, 0x06DD, 0x06DE, 0x06E9, 0x06FD, 0x06FE: return .mark
    default: return .letter
    }
  }

  private static func classifyOther(_ scalar: UInt32) -> Class {
    switch scalar {
    case 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return .space
    case 0xAD, 0x0300...0x036F, 0x0610...0x061A, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2069, 0xFEFF:
      return .ignorable
    case 0x2018, 0x2019, 0x2010, 0x2011: return .space
    case 0x2026, 0x2028, 0x2029, 0x061F, 0x3002: return .sentenceEnd
    case 0xAA, 0xB5, 0xBA: return .letter
    case 0x80...0xBF, 0xD7, 0xF7, 0x0600...0x061F, 0x2010...0x206F, 0x2190...0x2BFF, 0x3001...0x303F: return .mark
    case 0xC0...0x05FF: return .letter
    default:
      guard let value = Unicode.Scalar(scalar) else { return .space }
      if value.properties.isAlphabetic { return .letter }
      if value.properties.numericType == .decimal { return .digit }
      return value.properties.isWhitespace ? .space : .mark
    }
  }

  @inline(__always)
  static func isArabicMark(_ scalar: UInt32) -> Bool {
    (0x064B...0x065F).contains(scalar) || scalar == 0x0670
      || (0x06D6...0x06ED).contains(scalar) && scalar != 0x06DD
        && scalar != 0x06DE && scalar != 0x06E9
  }

  @inline(never)
  static func isUpperCase(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar &- 0x41 < 26 }
    return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
  }

  /// One scalar as `TextFolding` folds it (the first one, where the lower case is longer).
  @inline(__always)
  static func fold(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar + 32 : scalar }
    switch scalar {
    case 0x0622, 0x0623, 0x0625, 0x0671: return 0x0627
    case 0x0649, 0x06CC: return 0x064A
    case 0x06A9: return 0x0643
    case 0x0629: return 0x0647
    case 0x0620...0x065F: return scalar
    case 0x0660...0x0669: return scalar - 0x0660 + 0x30
    case 0x06F0...0x06F9: return scalar - 0x06F0 + 0x30
    case 0x0600...0x08FF: return scalar
    default:
      return Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
    }
  }
}

/// Mixing of 64-bit hashes.
enum Hash {
  /// Spreads the bits of `value` (the finaliser of SplitMix64, Steele, Lea and Flood 2014); a bijection.
  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// The fingerprint that `WordScanner` gives to a word that is folded already.
  static func word(_ folded: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for scalar in folded.unicodeScalars { hash = (hash ^ UInt64(scalar.value)) &* 0x0000_0100_0000_01b3 }
    return mix(hash)
  }
}

/// A map from 64-bit fingerprints to small numbers, open addressing with linear probing: 12 bytes an entry.
struct FingerprintMap: Sendable {
  private var keys: [UInt64]
  private var values: [Int32]
  private(set) var count = 0

  init(capacity: Int = 1024) {
    var size = 16
    while size < capacity * 2 { size *= 2 }
    keys = [UInt64](repeating: 0, count: size)
    values = [Int32](repeating: -1, count: size)
  }

  /// The value of `key`; nil when there is none.
  @inline(__always)
  subscript(key: UInt64) -> Int32? {
    let key = key == 0 ? 1 : key
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0 {
      if keys[slot] == key { return values[slot] }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// Sets the value of `key`.
  mutating func set(_ key: UInt64, _ value: Int32) {
    if count * 5 >= keys.count * 3 { grow() }
    let key = key == 0 ? 1 : key
    let mask = keys.count - 1
    var slot = Int(truncatingIfNeeded: key) & mask
    while keys[slot] != 0, keys[slot] != key { slot = (slot + 1) & mask }
    if keys[slot] == 0 { count += 1 }
    keys[slot] = key
    values[slot] = value
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    values = [Int32](repeating: -1, count: oldKeys.count * 2)
    let mask = keys.count - 1
    for index in oldKeys.indices where oldKeys[index] != 0 {
      var slot = Int(truncatingIfNeeded: oldKeys[index]) & mask
      while keys[slot] != 0 { slot = (slot + 1) & mask }
      keys[slot] = oldKeys[index]
      values[slot] = oldValues[index]
    }
  }
}
