/// Cuts text into tokens in one pass.
struct TemporalTokenizer {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let words: WordTable
  private let splitsArabicPrefixes: Bool
  private let isMonthFirst: Bool
  private let arabicLetters = FoldedHash.arabicLetters
  private var position = 0
  private(set) var tokens: ContiguousArray<TemporalToken> = []
  private var glued = false
  private var lineBreaks = 2
  private var sentenceOpen = false
  /// Parts of figures from which the order of day and month can be told.
  private(set) var dayFirstEvidence = 0
  private(set) var monthFirstEvidence = 0
  /// Tokens that hold a date whose first two parts may be day and month in either order.
  private var undecided: [Int] = []

  /// Makes one that puts the tokens into `room`, which is empty.
  init(
    bytes: UnsafeBufferPointer<UInt8>, rules: RuleSet, room: consuming ContiguousArray<TemporalToken> = []
  ) {
    self.bytes = bytes
    tokens = room
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

  private func isASCIILetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  private func byte(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }

  /// What the letter of the Arabic block at `index` folds to, 0 for marks; nil when no letter of that block stands there.
  private func arabicLetter(at index: Int) -> UInt32? {
    let first = bytes[index]
    guard first >= 0xD8, first <= 0xDB, index + 1 < bytes.count else { return nil }
    let folded = arabicLetters[Int(first & 3) << 6 | Int(bytes[index + 1] & 0x3F)]
    return folded == FoldedHash.noLetter ? nil : UInt32(folded)
  }

  /// The digit at `index` and its length in bytes: ASCII, Arabic-Indic or Persian.
  private func digit(at index: Int) -> (value: Int32, length: Int)? {
    let first = byte(index)
    if first >= 0x30 && first <= 0x39 { return (Int32(first - 0x30), 1) }
    let second = byte(index + 1)
    if first == 0xD9, second >= 0xA0, second <= 0xA9 { return (Int32(second - 0xA0), 2) }
    if first == 0xDB, second >= 0xB0, second <= 0xB9 { return (Int32(second - 0xB0), 2) }
    return nil
  }

  /// What stands at `index` when it is no ASCII character: a mark (with its ASCII form), a blank, nothing visible, or a letter.
  private enum Class {
    case mark(UInt8, Int), blank(Int), invisible(Int), letter
  }

  private func classify(_ index: Int) -> Class {
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

  private mutating func append(_ token: consuming TemporalToken) {
    token.isGlued = glued
    token.startsBlock = lineBreaks >= 2
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
    let id = words.id(hash.value)
    if id == 0, splitsArabicPrefixes, first >= 0xD8, first <= 0xDB, splitPrefixes(start..<position) { return }
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
        kind: .word, isGlued: glued, startsBlock: lineBreaks >= 2, startsSentence: !sentenceOpen || lineBreaks >= 2,
        isCapitalised: isCapitalised, looksPlural: looksPlural, word: id, start: range.lowerBound,
        end: range.upperBound))
    goOn()
  }

  /// Takes «و», «ف», «ب», «ل», «ك» off a word when what remains has a meaning; the parts become tokens of their own.
  private mutating func splitPrefixes(_ range: Range<Int>) -> Bool {
    var cuts = InlineArray<3, Int>(repeating: 0)
    var count = 0
    var rest = range.lowerBound
    while count < 3, rest + 4 <= range.upperBound {
      let (first, second) = (bytes[rest], bytes[rest + 1])
      let isPrefix =
        first == 0xD9 && (second == 0x88 || second == 0x81 || second == 0x84 || second == 0x83)
        || first == 0xD8 && second == 0xA8
      guard isPrefix else { return false }
      cuts[count] = rest
      count += 1
      rest += 2
      while rest + 2 <= range.upperBound, isMark(rest) { rest += 2 }
      var id = words.id(hash(rest..<range.upperBound))
      if id == 0, second == 0x84, byte(rest) == 0xD9, byte(rest + 1) == 0x84 {
        // «للعام» is «ل» and «العام»
        var hash = FoldedHash()
        hash.add(0x0627)
        var letter = rest
        while letter < range.upperBound { hash.addLetter(in: bytes, at: &letter, end: range.upperBound) }
        id = words.id(hash.value)
      }
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

  // MARK: Numbers

  private struct Part {
    var value: Int32
    var digits: Int
    var start: Int
    var end: Int
  }

  private func part(at index: Int) -> Part {
    var value: Int32 = 0
    var end = index
    var digits = 0
    while let digit = digit(at: end) {
      if value < 100_000_000 { value = value * 10 + digit.value }
      digits += 1
      end += digit.length
    }
    return Part(value: value, digits: digits, start: index, end: end)
  }

  /// A separator that joins figures, when a digit follows at once: its ASCII form and its length.
  private func separator(at index: Int) -> (ascii: UInt8, length: Int)? {
    var mark = (ascii: byte(index), length: 1)
    if mark.ascii >= 0x80, case .mark(let ascii, let length) = classify(index) { mark = (ascii, length) }
    guard [0x2E, 0x2C, 0x2F, 0x2D, 0x3A, 0x27].contains(mark.ascii), digit(at: index + mark.length) != nil else {
      return nil
    }
    return mark
  }

  private mutating func number() {
    var parts = [part(at: position)]
    let isForeign = isPartOfSomethingElse(digits: parts[0].digits)
    var mark: UInt8 = 0
    var end = parts[0].end
    var isMixed = false
    while let next = separator(at: end) {
      if mark == 0 {
        mark = next.ascii
      } else if next.ascii != mark {
        // “3.5,2” is one figure; “23/1-25/1” and “10:30-11:30” are two.
        if mark == 0x2F || mark == 0x3A || parts.count == 3 && mark != 0x2C || next.ascii == 0x2D { break }
        isMixed = true
      }
      let part = part(at: end + next.length)
      if parts.count < 8 { parts.append(part) }
      end = part.end
    }
    if mark == 0x2C, parts.count == 2, parts[1].digits == 4 {  // “June 5,2023”
      end = parts[0].end
      parts.removeLast()
    }
    position = end
    var token = isForeign || isMixed ? figure(.other, parts, end) : classified(parts, mark, end)
    if isFollowedByUnit(end) { token.kind = .other }
    append(token)
    if token.kind == .date || token.kind == .time { clockAfterDate() }
  }

  private func figure(
    _ kind: TemporalToken.Kind, _ parts: [Part], _ end: Int, _ a: Int32? = nil, _ b: Int32 = -1, _ c: Int32 = -1
  ) -> TemporalToken {
    TemporalToken(
      kind: kind, digits: UInt8(min(parts[0].digits, 99)), a: a ?? parts[0].value, b: b, c: c, start: parts[0].start,
      end: end)
  }

  /// After a currency sign, a number sign, a Latin letter or a word and a hyphen: “$2,000”, “B2023”, “Covid-19”.
  private func isPartOfSomethingElse(digits: Int) -> Bool {
    guard glued, let last = tokens.last else { return false }
    switch last.kind {
    case .word:
      // “Q3” and “FY2013” are known words before a number; “A1990” is not.
      guard bytes[last.start] < 0xD8 else { return false }
      if last.word == 0 { return true }
      let isAfterNumber = last.isGlued && tokens.count >= 2 && tokens[tokens.count - 2].kind == .number  // “14h30”
      return last.end - last.start == 1 && digits > 1 && !isAfterNumber
    case .punctuation:
      if [0x24, 0x23, 0x40, 0x5F, 0x3D, 0x26].contains(last.word) { return true }
      guard last.word == 0x2D || last.word == 0x2F || last.word == 0x2E, last.isGlued, tokens.count >= 2 else {
        return last.word == 0x2B
      }
      let before = tokens[tokens.count - 2]
      return before.kind == .word && before.word == 0 || before.kind == .other
    default: return last.kind == .other
    }
  }

  /// Per cent, degree and currency signs; Latin letters are looked at when the word is read.
  private func isFollowedByUnit(_ index: Int) -> Bool {
    var index = index
    if byte(index) == 0x20 { index += 1 }
    let mark = byte(index)
    if mark == 0x25 || mark == 0x24 { return true }
    guard mark >= 0x80, case .mark(let ascii, _) = classify(index) else { return false }
    return ascii == 0x25 || ascii == 0x24 || ascii == 0x01 && bytes[index] == 0xC2
  }

  private mutating func classified(_ parts: [Part], _ mark: UInt8, _ end: Int) -> TemporalToken {
    let (first, second) = (parts[0], parts.count > 1 ? parts[1] : parts[0])
    switch (parts.count, mark) {
    case (1, _): return figure(.number, parts, end)
    case (2...3, 0x3A):
      let isClock =
        first.digits <= 2 && first.value <= 24 && parts.dropFirst().allSatisfy { $0.digits == 2 && $0.value < 60 }
      return isClock
        ? figure(.time, parts, end, first.value, second.value, parts.count == 3 ? parts[2].value : -1)
        : figure(.other, parts, end)
    case (3, 0x2F), (3, 0x2E), (3, 0x2D): return threePartDate(parts, mark, end)
    case (2, 0x2F):
      if isYear(second), first.digits <= 2, (1...12).contains(first.value) {
        return figure(.monthYear, parts, end, second.value, first.value)
      }
      if isYear(first), follows(first, second) { return yearRange(parts, end) }
      return first.digits <= 2 && second.digits <= 2 && first.value > 0 && second.value > 0
        && min(first.value, second.value) <= 12 && max(first.value, second.value) <= 31
        ? figure(.dayMonth, parts, end, first.value, second.value) : figure(.other, parts, end)
    case (2, 0x2D):
      if isYear(first), follows(first, second) { return yearRange(parts, end) }
      if isYear(first), second.digits == 2, (1...12).contains(second.value) {
        return figure(.monthYear, parts, end, first.value, second.value)
      }
      if isYear(second), first.digits <= 2, (1...12).contains(first.value) {
        return figure(.monthYear, parts, end, second.value, first.value)
      }
      return first.digits <= 2 && second.digits <= 2
        ? figure(.dayRange, parts, end, first.value, second.value) : figure(.other, parts, end)
    case (2, 0x2E):
      if second.digits == 2, second.value < 60, first.value <= 24, first.digits <= 2 {
        return figure(.dotTime, parts, end, first.value, second.value)
      }
      return figure(.decimal, parts, end, first.value, second.value)
    case (2, 0x2C): return figure(second.digits == 3 ? .other : .decimal, parts, end, first.value, second.value)
    default: return figure(.other, parts, end)
    }
  }

  private func isYear(_ part: Part) -> Bool { part.digits == 4 && (1000...2199).contains(part.value) }

  /// “2019–2021”, “2023/24”: the second is a year after the first.
  private func follows(_ first: Part, _ second: Part) -> Bool {
    if second.digits == 4 {
      return second.value > first.value && second.value < 2200 && second.value - first.value < 500
    }
    return second.digits == 2 && second.value > first.value % 100
      && (second.value > 12 || second.value == first.value % 100 + 1)
  }

  private func yearRange(_ parts: [Part], _ end: Int) -> TemporalToken {
    let second = parts[1].digits == 4 ? parts[1].value : parts[0].value / 100 * 100 + parts[1].value
    return figure(.yearRange, parts, end, parts[0].value, second)
  }

  private mutating func threePartDate(_ parts: [Part], _ mark: UInt8, _ end: Int) -> TemporalToken {
    let values = parts.map(\.value)
    func isDay(_ index: Int) -> Bool { parts[index].digits <= 2 && (1...31).contains(values[index]) }
    func isMonth(_ index: Int) -> Bool { parts[index].digits <= 2 && (1...12).contains(values[index]) }
    if isYear(parts[0]), isMonth(1), isDay(2) { return figure(.date, parts, end, values[0], values[1], values[2]) }
    var year = values[2]
    if parts[2].digits == 2, mark != 0x2D || parts[0].digits == 2 {
      year += year < 50 ? 2000 : 1900
    } else if !(parts[2].digits == 4 && (1000...2199).contains(year)) {
      return figure(.other, parts, end)
    }
    if parts[2].digits == 2, mark == 0x2E, !(parts[0].digits == 2 && parts[1].digits == 2) {
      return figure(.other, parts, end)
    }
    switch (isDay(0) && isMonth(1), isMonth(0) && isDay(1)) {
    case (true, true):
      undecided.append(tokens.count)
      return figure(.date, parts, end, year, values[1], values[0])
    case (true, false):
      dayFirstEvidence += 1
      return figure(.date, parts, end, year, values[1], values[0])
    case (false, true):
      monthFirstEvidence += 1
      return figure(.date, parts, end, year, values[0], values[1])
    default: return figure(.other, parts, end)
    }
  }

  /// Dates such as 3/4/2023 are read as the other figures of the text are written, else as the language does.
  private mutating func settleOrder() {
    let isMonthFirst =
      monthFirstEvidence == dayFirstEvidence ? isMonthFirst : monthFirstEvidence > dayFirstEvidence
    guard isMonthFirst else { return }
    for index in undecided where bytes[tokens[index].end - 1] != 0 {
      (tokens[index].b, tokens[index].c) = (tokens[index].c, tokens[index].b)
    }
  }

  /// The `T14:30:00.5Z` of ISO 8601, and offsets after a time.
  private mutating func clockAfterDate() {
    guard let last = tokens.indices.last else { return }
    if tokens[last].kind == .date {
      guard byte(position) | 0x20 == 0x74, digit(at: position + 1) != nil else { return }
      position += 1
      number()
      return
    }
    if tokens[last].c >= 0, byte(position) == 0x2E, digit(at: position + 1) != nil {
      position = part(at: position + 1).end
      tokens[last].end = position
    }
    let sign = byte(position)
    if sign == 0x5A, !isASCIILetter(byte(position + 1)) {
      tokens[last].zone = 0
      position += 1
    } else if sign == 0x2B || sign == 0x2D, digit(at: position + 1) != nil, tokens[last].isGlued || sign == 0x2B {
      let hours = part(at: position + 1)
      guard hours.digits == 2 || hours.digits == 4 else { return }
      var minutes = hours.digits == 4 ? hours.value / 100 * 60 + hours.value % 100 : hours.value * 60
      position = hours.end
      if hours.digits == 2, byte(position) == 0x3A, digit(at: position + 1) != nil {
        let rest = part(at: position + 1)
        minutes += rest.value
        position = rest.end
      }
      guard minutes <= 18 * 60 else { return }
      tokens[last].zone = sign == 0x2D ? -minutes : minutes
    }
    tokens[last].end = position
  }
}
