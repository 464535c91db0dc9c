/// Cuts text into tokens in one pass.
struct TemporalTokenizer {
  let bytes: UnsafeBufferPointer<UInt8>
  private let words: WordTable
  /// Words that tell tense stay whole.
  private let tenseWords: WordTable
  private let splitsArabicPrefixes: Bool
  private let prefixLetters: [[UInt8]]
  let isMonthFirst: Bool
  let readsDottedDays: Bool
  private let arabicLetters = FoldedHash.arabicLetters
  var position = 0
  var tokens: ContiguousArray<TemporalToken> = []
  var glued = false
  private var lineBreaks = 2
  private var sentenceOpen = false
  /// Parts of figures from which the order of day and month can be told.
  var dayFirstEvidence = 0
  var monthFirstEvidence = 0
  /// Tokens that hold a date whose first two parts may be day and month in either order.
  var undecided: [Int] = []

  /// Makes one that puts the tokens into `room`, which is empty.
  init(
    bytes: UnsafeBufferPointer<UInt8>, rules: RuleSet, room: consuming ContiguousArray<TemporalToken> = []
  ) {
    self.bytes = bytes
    tokens = room
    prefixLetters = rules.prefixLetters
    (tenseWords, readsDottedDays) = (rules.tense.words, rules.readsDottedDays)
    (words, splitsArabicPrefixes, isMonthFirst) = (rules.words, rules.splitsArabicPrefixes, rules.isMonthFirst)
    tokens.reserveCapacity(bytes.count / 5 + 8)
  }

  /// Gives the tokens away.
  mutating func takeTokens() -> ContiguousArray<TemporalToken> {
    let taken = tokens
    tokens = []
    return taken
  }

  mutating func run() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x20 || byte == 0x09 || byte == 0x0D {
        position += 1
        glued = false
      } else if byte == 0x0A {
        position += 1
        glued = false
        lineBreaks += 1
      } else if byte < 0x80 {
        if isASCIILetter(byte) {
          word()
        } else if byte >= 0x30 && byte <= 0x39 {
          number()
        } else {
          punctuation(byte, length: 1)
        }
      } else if let letter = arabicLetter(at: position), letter > 0 {
        word()
      } else if digit(at: position) != nil {
        number()
      } else {
        multibyte(byte)
      }
    }
    settleOrder()
  }

  // MARK: Characters

  func isASCIILetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// What the letter of the Arabic block at `index` folds to, 0 for marks; nil when no letter of that block stands there.
  private func arabicLetter(at index: Int) -> UInt32? {
    let first = bytes[index]
    guard first >= 0xD8, first <= 0xDB, index + 1 < bytes.count else { return nil }
    let folded = arabicLetters[Int(first & 3) << 6 | Int(bytes[index + 1] & 0x3F)]
    return folded == FoldedHash.noLetter ? nil : UInt32(folded)
  }

  /// The digit at `index` and its length in bytes: ASCII, Arabic-Indic or Persian.
  func digit(at index: Int) -> (value: Int32, length: Int)? {
    let first = byte(index)
    if first >= 0x30 && first <= 0x39 { return (Int32(first - 0x30), 1) }
    let second = byte(index + 1)
    if first == 0xD9, second >= 0xA0, second <= 0xA9 { return (Int32(second - 0xA0), 2) }
    if first == 0xDB, second >= 0xB0, second <= 0xB9 { return (Int32(second - 0xB0), 2) }
    return nil
  }

  /// What stands at `index` when it is no ASCII character: a mark (with its ASCII form), a blank, nothing visible, or a letter.
  enum Class {
    case mark(UInt8, Int), blank(Int), invisible(Int), letter
  }

  func classify(_ index: Int) -> Class {
    let (first, second, third) = (bytes[index], byte(index + 1), byte(index + 2))
    switch first {
    case 0xC2:
      switch second {
      case 0xA0: return .blank(2)
      case 0xAD: return .invisible(2)
      case 0xAB, 0xBB: return .mark(0x22, 2)
      case 0xB7: return .mark(0x2E, 2)
      case 0xA2...0xA5: return .mark(0x24, 2)
      case 0xAA, 0xB5, 0xBA: return .letter
      default: return .mark(0x01, 2)
      }
    case 0xC3: return second == 0x97 || second == 0xB7 ? .mark(0x01, 2) : .letter
    case 0xD8:
      switch second {
      case 0x8C: return .mark(0x2C, 2)
      case 0x9B: return .mark(0x3B, 2)
      case 0x9F: return .mark(0x3F, 2)
      case 0x9C: return .invisible(2)
      default: return .letter
      }
    case 0xD9:
      switch second {
      case 0xAA: return .mark(0x25, 2)
      case 0xAB: return .mark(0x2E, 2)
      case 0xAC: return .mark(0x27, 2)
      case 0xAD: return .mark(0x2A, 2)
      default: return .letter
      }
    case 0xDB: return second == 0x94 ? .mark(0x2E, 2) : .letter
    case 0xE2: return generalPunctuation(second, third)
    case 0xE3: return second == 0x80 && third <= 0x82 ? .mark(0x2E, 3) : .letter
    case 0xEF: return second == 0xBB && third == 0xBF ? .invisible(3) : .letter
    default: return .letter
    }
  }

  private func generalPunctuation(_ second: UInt8, _ third: UInt8) -> Class {
    switch (second, third) {
    case (0x80, 0x80...0x8A), (0x80, 0xA8...0xA9), (0x80, 0xAF), (0x81, 0x9F): return .blank(3)
    case (0x80, 0x8B...0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA0...0xAF): return .invisible(3)
    case (0x80, 0x90...0x95), (0x88, 0x92): return .mark(0x2D, 3)
    case (0x80, 0x98...0x9B), (0x80, 0xB2): return .mark(0x27, 3)
    case (0x80, 0x9C...0x9F), (0x80, 0xB9...0xBA): return .mark(0x22, 3)
    case (0x80, 0xA6): return .mark(0x2E, 3)
    case (0x82, _): return .mark(0x24, 3)  // currency signs
    case (0x80...0x84, _), (0x86...0x8F, _): return .mark(0x01, 3)
    default: return .letter
    }
  }

  private mutating func multibyte(_ byte: UInt8) {
    switch classify(position) {
    case .mark(let ascii, let length): punctuation(ascii, length: length)
    case .blank(let length):
      position = min(position + length, bytes.count)
      glued = false
    case .invisible(let length): position = min(position + length, bytes.count)
    case .letter: word()
    }
  }

  // MARK: Tokens

  mutating func append(_ token: consuming TemporalToken) {
    token.isGlued = glued
    token.startsBlock = lineBreaks >= 2
    token.startsLine = lineBreaks >= 1
    token.startsSentence = !sentenceOpen || lineBreaks >= 2
    tokens.append(token)
    goOn()
  }

  /// After a token.
  private mutating func goOn() {
    sentenceOpen = true
    glued = true
    lineBreaks = 0
  }

  private mutating func punctuation(_ ascii: UInt8, length: Int) {
    let end = min(position + length, bytes.count)
    append(TemporalToken(kind: .punctuation, word: Int32(ascii), start: position, end: end))
    position = end
    if ascii == 0x21 || ascii == 0x3F || ascii == 0x2E && endsSentence() { sentenceOpen = false }
  }

  /// A full stop ends a sentence when a blank follows and what is before it is no short word with a capital (“Jan.”).
  private func endsSentence() -> Bool {
    let next = byte(position)
    guard next == 0x20 || next == 0x0A || next == 0 || next == 0x22 else { return false }
    guard tokens.count >= 2 else { return true }
    let before = tokens[tokens.count - 2]
    return !(before.kind == .word && before.isCapitalised && before.end - before.start <= 4)
  }

  private mutating func word() {
    let start = position
    let first = bytes[start]
    var hash = FoldedHash()
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        guard isASCIILetter(byte) else { break }
        hash.add(UInt32(byte | 0x20))
        position += 1
      } else if let letter = arabicLetter(at: position) {
        if letter > 0 { hash.add(letter) }
        position += 2
      } else {
        if digit(at: position) != nil { break }
        if case .letter = classify(position) {
          hash.addLetter(in: bytes, at: &position, end: bytes.count)
        } else if case .invisible(let length) = classify(position) {
          position = min(position + length, bytes.count)
        } else {
          break
        }
      }
    }
    var id = words.id(hash.value)
    if splitsArabicPrefixes, isFather(start..<position) { id = 0 }
    if id == 0, !prefixLetters.isEmpty, first >= 0xD7, first <= 0xDB, tenseWords.id(hash.value) == 0,
      splitPrefixes(start..<position)
    {
      return
    }
    appendWord(id, start..<position)
  }

  private mutating func appendWord(_ id: Int32, _ range: Range<Int>) {
    let first = bytes[range.lowerBound]
    let isCapitalised =
      first >= 0x41 && first <= 0x5A || first == 0xC3 && byte(range.lowerBound + 1) < 0x9F
    let looksPlural =
      range.count > 3 && bytes[range.upperBound - 1] == 0x73 && bytes[range.upperBound - 2] != 0x73
    if id == 0, glued, let last = tokens.indices.last, tokens[last].kind == .number || tokens[last].kind == .decimal {
      tokens[last].kind = .other  // “5km”, “2023b”
    }
    // Words are most of the tokens: each is written once, where it stays.
    tokens.append(
      TemporalToken(
        kind: .word, isGlued: glued, startsBlock: lineBreaks >= 2, startsLine: lineBreaks >= 1,
        startsSentence: !sentenceOpen || lineBreaks >= 2,
        isCapitalised: isCapitalised, looksPlural: looksPlural, word: id, start: range.lowerBound,
        end: range.upperBound))
    goOn()
  }

  /// Takes «و», «ف», «ב» and the like off a word when what remains has a meaning; the parts become tokens of their own.
  private mutating func splitPrefixes(_ range: Range<Int>) -> Bool {
    var cuts = InlineArray<3, Int>(repeating: 0)
    var count = 0
    var rest = range.lowerBound
    while count < 3, rest + 4 <= range.upperBound {
      let (first, second) = (bytes[rest], bytes[rest + 1])
      guard prefixLetters.contains(where: { $0[0] == first && $0[1] == second }) else { return false }
      cuts[count] = rest
      count += 1
      rest += 2
      while rest + 2 <= range.upperBound, isMark(rest) { rest += 2 }
      var id = words.id(hash(rest..<range.upperBound))
      if id == 0, splitsArabicPrefixes, second == 0x84, byte(rest) == 0xD9, byte(rest + 1) == 0x84 {
        // «للعام» is «ل» and «العام»
        var hash = FoldedHash()
        hash.add(0x0627)
        var letter = rest
        while letter < range.upperBound { hash.addLetter(in: bytes, at: &letter, end: range.upperBound) }
        id = words.id(hash.value)
      }
      // «ولم»
      if id == 0, tenseWords.id(hash(rest..<range.upperBound)) != 0 { return false }
      if id != 0, splitsArabicPrefixes, isFather(rest..<range.upperBound) { return false }
      if id != 0 {
        for index in 0..<count {
          let cut = cuts[index]..<(cuts[index] + 2)
          appendWord(words.id(FoldedHash.of(bytes, cut)), cut)
        }
        appendWord(id, rest..<range.upperBound)
        return true
      }
    }
    return false
  }

  /// «أب» and «باب» rather than the month «آب», which is written without its madda only beside figures and its other name
  /// («15 اب», «اب/أغسطس»).
  private func isFather(_ word: Range<Int>) -> Bool {
    guard word.count == 4, bytes[word.lowerBound] == 0xD8, bytes[word.lowerBound + 1] != 0xA2,
      bytes[word.lowerBound + 2] == 0xD8, bytes[word.lowerBound + 3] == 0xA8
    else { return false }
    if let last = tokens.last, last.kind == .number, lineBreaks == 0 { return false }
    var next = word.upperBound
    while byte(next) == 0x20 { next += 1 }
    return byte(next) != 0x2F && digit(at: next) == nil
  }

  /// `FoldedHash.of`, quick where the letters are Arabic.
  private func hash(_ range: Range<Int>) -> UInt64 {
    var hash = FoldedHash()
    var position = range.lowerBound
    while position < range.upperBound {
      if let letter = arabicLetter(at: position), position + 2 <= range.upperBound {
        if letter > 0 { hash.add(letter) }
        position += 2
      } else {
        hash.addLetter(in: bytes, at: &position, end: range.upperBound)
      }
    }
    return hash.value
  }

  /// A short vowel, shadda or tatweel stands at `index`.
  private func isMark(_ index: Int) -> Bool {
    let (first, second) = (bytes[index], byte(index + 1))
    return first == 0xD9 && (second >= 0x8B && second <= 0x9F || second == 0x80)
  }
}
