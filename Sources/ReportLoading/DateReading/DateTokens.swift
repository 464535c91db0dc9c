import ReportArticles

/// A text cut into numbers, words and symbols, the way dates are read.
struct DateTokens {
  enum Kind: Hashable {
    /// A run of digits: its value (clamped), and how many digits it has.
    case number(Int, digits: Int)
    /// A run of letters: the fingerprint of its folded form.
    case word(UInt64)
    case symbol(Unicode.Scalar)
  }

  struct Token {
    var kind: Kind
    /// UTF-8 offsets in the text.
    var range: Range<Int>
    var hasSpaceBefore: Bool
    /// Where the folded form of a word stands among those of all words.
    fileprivate var foldedStart = 0
    fileprivate var foldedEnd = 0
  }

  private(set) var tokens: [Token] = []
  /// The folded words, one after another: most are looked at by their fingerprints only.
  private var folded: [UInt8] = []

  /// Cuts `text`; at most `limit` tokens, so that a line without end costs no more than its start.
  init(_ text: String, limit: Int = .max) {
    var text = text
    text.withUTF8 { read(UTF8Bytes($0), limit: limit) }
  }

  private mutating func read(_ bytes: UTF8Bytes, limit: Int) {
    var place = 0
    var hasSpace = false
    while place < bytes.count, tokens.count < limit {
      let start = place
      let (scalar, length) = bytes.scalar(at: place)
      place += length
      if let digit = DateTokens.digit(scalar) {
        var (value, digits) = (digit, 1)
        while place < bytes.count {
          let (next, length) = bytes.scalar(at: place)
          if let digit = DateTokens.digit(next) {
            value = min(value * 10 + digit, 9_999_999_999_999)
            digits += 1
          } else if !DateTokens.isIgnorable(next) {
            break
          }
          place += length
        }
        tokens.append(Token(kind: .number(value, digits: digits), range: start..<place, hasSpaceBefore: hasSpace))
      } else if DateTokens.isLetter(scalar) {
        while place < bytes.count {
          let (next, length) = bytes.scalar(at: place)
          guard DateTokens.isLetter(next) || DateTokens.isIgnorable(next) else { break }
          place += length
        }
        let foldedStart = folded.count
        TextFolding.appendFolded(bytes, range: start..<place, to: &folded)
        tokens.append(
          Token(
            kind: .word(Self.fingerprint(folded[foldedStart...])), range: start..<place, hasSpaceBefore: hasSpace,
            foldedStart: foldedStart, foldedEnd: folded.count))
      } else if DateTokens.isIgnorable(scalar) {
        continue
      } else if DateTokens.isSpace(scalar) {
        hasSpace = true
        continue
      } else {
        guard let symbol = Unicode.Scalar(scalar) else { continue }
        tokens.append(Token(kind: .symbol(symbol), range: start..<place, hasSpaceBefore: hasSpace))
      }
      hasSpace = false
    }
  }

  /// The folded word at an index.
  func word(_ index: Int) -> String? {
    guard fingerprint(index) != nil else { return nil }
    let token = tokens[index]
    return String(decoding: folded[token.foldedStart..<token.foldedEnd], as: UTF8.self)
  }

  /// The fingerprint of the word at an index: what most words are dismissed by.
  func fingerprint(_ index: Int) -> UInt64? {
    guard tokens.indices.contains(index), case .word(let fingerprint) = tokens[index].kind else { return nil }
    return fingerprint
  }

  /// The fingerprint of a folded word.
  static func fingerprint(_ folded: some Collection<UInt8>) -> UInt64 {
    folded.withContiguousStorageIfAvailable { ByteStringTable.hash($0) }
      ?? Array(folded).withUnsafeBufferPointer { ByteStringTable.hash($0) }
  }

  func number(_ index: Int) -> (value: Int, digits: Int)? {
    guard tokens.indices.contains(index), case .number(let value, let digits) = tokens[index].kind else { return nil }
    return (value, digits)
  }

  func symbol(_ index: Int) -> Unicode.Scalar? {
    guard tokens.indices.contains(index), case .symbol(let scalar) = tokens[index].kind else { return nil }
    return scalar
  }

  /// Whether a text has a digit of those that dates are read from: without one it names no day.
  static func hasDigit(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if (0x30...0x39).contains(byte) { return true }
      if previous == 0xD9, (0xA0...0xA9).contains(byte) { return true }
      if previous == 0xDB, (0xB0...0xB9).contains(byte) { return true }
      previous = byte
    }
    return false
  }

  private static func digit(_ scalar: UInt32) -> Int? {
    switch scalar {
    case 0x30...0x39: return Int(scalar - 0x30)
    case 0x0660...0x0669: return Int(scalar - 0x0660)
    case 0x06F0...0x06F9: return Int(scalar - 0x06F0)
    default: return nil
    }
  }

  private static func isLetter(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return (0x41...0x5A).contains(scalar) || (0x61...0x7A).contains(scalar) }
    if (0x0621...0x065F).contains(scalar) { return true }
    return Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
  }

  private static func isSpace(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 0x20 || (0x09...0x0D).contains(scalar) }
    return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
  }

  private static func isIgnorable(_ scalar: UInt32) -> Bool {
    (0x200B...0x200F).contains(scalar) || (0x202A...0x202E).contains(scalar) || (0x2066...0x2069).contains(scalar)
  }
}
