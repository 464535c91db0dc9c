/// A text cut into numbers, words and symbols, the way dates are read.
struct DateTokens {
  enum Kind: Hashable {
    /// A run of digits: its value (clamped), and how many digits it has.
    case number(Int, digits: Int)
    /// A run of letters, folded.
    case word(String)
    case symbol(Unicode.Scalar)
  }

  struct Token {
    var kind: Kind
    /// UTF-8 offsets in the text.
    var range: Range<Int>
    var hasSpaceBefore: Bool
  }

  private(set) var tokens: [Token] = []

  /// Cuts `text`; at most `limit` tokens, so that a line without end costs no more than its start.
  init(_ text: String, limit: Int = .max) {
    var offset = 0
    var run = String.UnicodeScalarView()
    var start = 0
    var isNumber = false
    var hasSpace = false
    var (value, digits) = (0, 0)

    func flush(_ tokens: inout [Token]) {
      if isNumber {
        tokens.append(Token(kind: .number(value, digits: digits), range: start..<offset, hasSpaceBefore: hasSpace))
      } else if !run.isEmpty {
        let folded = TextFolding.fold(String(run))
        tokens.append(Token(kind: .word(folded), range: start..<offset, hasSpaceBefore: hasSpace))
      }
      if isNumber || !run.isEmpty { hasSpace = false }
      run = String.UnicodeScalarView()
      isNumber = false
      (value, digits) = (0, 0)
    }

    for scalar in text.unicodeScalars {
      if let digit = DateTokens.digit(scalar) {
        if !isNumber {
          flush(&tokens)
          start = offset
          isNumber = true
        }
        digits += 1
        value = min(value * 10 + digit, 9_999_999_999_999)
      } else if DateTokens.isLetter(scalar) {
        if isNumber { flush(&tokens) }
        if run.isEmpty { start = offset }
        run.append(scalar)
      } else if DateTokens.isIgnorable(scalar) {
        if !run.isEmpty { run.append(scalar) }
      } else {
        flush(&tokens)
        if scalar.properties.isWhitespace {
          hasSpace = true
        } else {
          let length = UTF8.width(scalar)
          tokens.append(
            Token(kind: .symbol(scalar), range: offset..<offset + length, hasSpaceBefore: hasSpace))
          hasSpace = false
        }
      }
      if tokens.count >= limit { return }
      offset += UTF8.width(scalar)
    }
    flush(&tokens)
  }

  func word(_ index: Int) -> String? {
    guard tokens.indices.contains(index), case .word(let word) = tokens[index].kind else { return nil }
    return word
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

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar.value {
    case 0x30...0x39: return Int(scalar.value - 0x30)
    case 0x0660...0x0669: return Int(scalar.value - 0x0660)
    case 0x06F0...0x06F9: return Int(scalar.value - 0x06F0)
    default: return nil
    }
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    if value < 0x80 { return (0x41...0x5A).contains(value) || (0x61...0x7A).contains(value) }
    if (0x0621...0x065F).contains(value) { return true }
    return scalar.properties.isAlphabetic
  }

  private static func isIgnorable(_ scalar: Unicode.Scalar) -> Bool {
    (0x200B...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }
}
