/// The rules of one language, compiled: words, what they mean, and patterns over them.
struct RuleSet: Sendable {
  /// A meaning of a word or of a phrase that begins with it.
  struct Sense: Sendable {
    var wordClass: UInt8
    var value: Int32
    /// Words that have to follow; empty for a single word.
    var continuation: [Int32]
  }

  /// What an expression of a rule is.
  enum Kind: UInt8, Sendable {
    case date, duration, set, reference
    /// Looks like a date but is none; takes its tokens away from other rules.
    case none
  }

  struct Rule: Sendable {
    var kind: Kind
    var start: Int32
    var assignments: [Assignment]
    /// The line of the file, for error messages of the rule tests.
    var line: Int
  }

  struct Assignment: Sendable {
    var slot: Slot
    var value: Int32
  }

  /// One step of a pattern. Steps form a graph without cycles, so every match ends.
  struct State: Sendable {
    enum Step: UInt8, Sendable {
      case word, wordClass, number, punctuation, split, spanStart, spanEnd, glued, unknownWord
      /// A line begins here, or the text ends.
      case lineStart
      /// The next token must not match; `operand` and `extra` say what.
      case notWord, notClass, notNumber, notPunctuation, notCapitalised, notPlural
      /// The previous token and the next stand in one sentence; part of every gap already.
      case accept
    }
    var step: Step
    /// Word, class, number form, punctuation byte, or the second branch of a split.
    var operand: Int32 = 0
    var slot: Slot?
    var mode: CaptureMode = .set
    var next: Int32 = -1
  }

  /// How a number joins what its slot already holds: “twenty” “six”.
  enum CaptureMode: UInt8, Sendable { case set, add, multiply }

  var words = WordTable()
  var classNames: [String] = []
  var senses: [[Sense]] = [[]]
  var states: [State] = []
  var rules: [Rule] = []
  /// Rules that can begin with a word, a class, a kind of number or an unknown word.
  var rulesByWord: [[UInt16]] = [[]]
  var rulesByClass: [[UInt16]] = []
  var rulesByNumber: [[UInt16]] = Array(repeating: [], count: NumberForm.all.count)
  var rulesByPunctuation: [UInt8: [UInt16]] = [:]
  /// By state, what the next token may be for the match to go on.
  var signatures: [UInt64] = []
  /// By rule, what the second token of a match may be.
  var secondSignatures: [UInt64] = []
  /// By rule, what the third token may be.
  var thirdSignatures: [UInt64] = []
  /// The rules that can begin with a word, a kind of number or a mark, one list after another.
  var candidates: [Candidate] = []
  /// By word, the rules that can begin with it, its classes included, and what the second token of one of them may be.
  var openings: [Opening] = [Opening()]
  /// The candidates by form of number, and by ASCII mark.
  var numberCandidates: [Range<Int32>] = Array(repeating: 0..<0, count: NumberForm.all.count)
  var punctuationCandidates: [Range<Int32>] = Array(repeating: 0..<0, count: 128)
  /// The senses of all words one after another, those of each word, and the words that continue phrases.
  var plainSenses: [PlainSense] = []
  var senseRanges: [Range<Int32>] = [0..<0]
  var continuations: [Int32] = []
  /// By word, what it is.
  var wordSignatures: [UInt64] = [TokenSignature.unknownWord]
  /// Classes whose words count only with a capital letter.
  var capitalisedClasses: UInt64 = 0
  /// The words that tell times of clauses.
  var tense = TenseLexicon()
  /// Arabic letters that are written together with the next word.
  var splitsArabicPrefixes = false
  /// Letters of two bytes that are written together with the next word.
  var prefixLetters: [[UInt8]] = []
  /// Verbs stand behind what they tell: what follows a date decides before what precedes it.
  var isVerbLast = false
  /// A sentence without a verb that the rules know tells of the past rather than of the present.
  var isPastUnlessTold = false
  /// “11.9.” is a day and a month.
  var readsDottedDays = false
  /// The calendar of years from 1300 to 1500.
  var oldYears = CalendarOfYears.gregorian
  /// The month comes before the day in all-figure dates.
  var isMonthFirst = false
  /// Two complete dates joined by a word stay two expressions, as in TimeBank.
  var keepsWordRangesApart = false
  /// Relative pronouns.
  var relativeClass: UInt8?
  var connectorClass: UInt8?
  var betweenClass: UInt8?
}

extension RuleSet {
  /// A rule that can begin at a token.
  struct Candidate: Sendable {
    /// What the second and the third token of a match may be.
    var second: UInt64
    var third: UInt64
    var start: Int32
    var rule: UInt16
  }

  /// The rules that can begin with a word.
  struct Opening: Sendable {
    var candidates: Range<Int32> = 0..<0
    /// What the second token of any of them may be.
    var second: UInt64 = 0
  }

  /// A sense whose continuation is a part of `continuations`.
  struct PlainSense: Sendable {
    var wordClass: UInt8
    var value: Int32
    var continuation: Range<Int32>
  }

  /// Which rules can begin with which token; when `secondSignatures` is there.
  fileprivate mutating func findOpenings() {
    candidates = []
    openings = senses.indices.map { word in
      if word == 0 { return Opening() }
      var found = rulesByWord[word]
      for sense in senses[word] { found += rulesByClass[Int(sense.wordClass)] }
      var opening = Opening(candidates: addCandidates(found))
      for candidate in candidates[Int(opening.candidates.lowerBound)...] { opening.second |= candidate.second }
      return opening
    }
    numberCandidates = rulesByNumber.map { addCandidates($0) }
    punctuationCandidates = (0..<128).map { addCandidates(rulesByPunctuation[UInt8($0)] ?? []) }
  }

  private mutating func addCandidates(_ numbers: [UInt16]) -> Range<Int32> {
    let first = candidates.count
    for rule in numbers where !candidates[first...].contains(where: { $0.rule == rule }) {
      candidates.append(
        Candidate(
          second: secondSignatures[Int(rule)], third: thirdSignatures[Int(rule)], start: rules[Int(rule)].start,
          rule: rule))
    }
    return Int32(first)..<Int32(candidates.count)
  }

  fileprivate mutating func layOutSenses() {
    (plainSenses, senseRanges, continuations) = ([], [], [])
    for list in senses {
      let first = Int32(plainSenses.count)
      for sense in list {
        let start = Int32(continuations.count)
        continuations += sense.continuation
        plainSenses.append(
          PlainSense(
            wordClass: sense.wordClass, value: sense.value, continuation: start..<Int32(continuations.count)))
      }
      senseRanges.append(first..<Int32(plainSenses.count))
    }
  }
}

/// Sets of kinds of tokens as 64 bits; different kinds may share a bit, so that a set tells for certain only what is not
/// in it.
enum TokenSignature {
  /// In every set that a token is, so that whatever may end a match (`any`) meets it.
  static let end: UInt64 = 1 << 63
  static let any = UInt64.max
  static let unknownWord = end | 1 << 42

  static func wordClass(_ number: Int32) -> UInt64 { 1 << UInt64(UInt32(bitPattern: number) % 28) }
  static func word(_ number: Int32) -> UInt64 { 1 << UInt64(28 + UInt32(bitPattern: number) % 14) }
  static func punctuation(_ byte: Int32) -> UInt64 { end | 1 << UInt64(43 + UInt32(bitPattern: byte) % 4) }
  static func number(_ form: Int32) -> UInt64 { 1 << UInt64(47 + UInt32(bitPattern: form) % 16) }
}

extension RuleSet {
  /// Finds out what can follow what; the last thing when a file has been read.
  mutating func index() {
    wordSignatures = senses.indices.map { word in
      word == 0
        ? TokenSignature.unknownWord
        : senses[word].reduce(TokenSignature.end | TokenSignature.word(Int32(word))) {
          $0 | TokenSignature.wordClass(Int32($1.wordClass))
        }
    }
    // States stand behind those that they lead to.
    signatures = []
    for state in states {
      switch state.step {
      case .accept: signatures.append(TokenSignature.any)
      case .split: signatures.append(signatures[Int(state.next)] | signatures[Int(state.operand)])
      case .word: signatures.append(TokenSignature.word(state.operand))
      case .unknownWord: signatures.append(TokenSignature.unknownWord & ~TokenSignature.end)
      case .wordClass: signatures.append(TokenSignature.wordClass(state.operand))
      case .punctuation: signatures.append(TokenSignature.punctuation(state.operand) & ~TokenSignature.end)
      case .number: signatures.append(TokenSignature.number(state.operand))
      default: signatures.append(signatures[Int(state.next)])
      }
    }
    // What follows the first word of the phrases of a class, and which classes have single words.
    var phrases = Array(repeating: UInt64(0), count: 256)
    var hasSingle = Array(repeating: false, count: 256)
    for sense in senses.joined() {
      if let next = sense.continuation.first {
        phrases[Int(sense.wordClass)] |= TokenSignature.word(next)
      } else {
        hasSingle[Int(sense.wordClass)] = true
      }
    }
    (secondSignatures, thirdSignatures) = ([], [])
    var search = NextStates(states: states)
    for rule in rules {
      // What can follow the first token, and where a match goes on behind it.
      var (second, third) = (UInt64(0), UInt64(0))
      var behind: [Int32] = []
      search.visit([rule.start]) { state in
        switch state.step {
        case .accept: (second, third) = (TokenSignature.any, TokenSignature.any)
        case .wordClass:
          second |= phrases[Int(state.operand)]
          if phrases[Int(state.operand)] != 0 { third = TokenSignature.any }
          guard hasSingle[Int(state.operand)] else { return }
          second |= signatures[Int(state.next)]
          behind.append(state.next)
        default:
          second |= signatures[Int(state.next)]
          behind.append(state.next)
        }
      }
      search.visit(behind) { state in
        switch state.step {
        case .accept: third = TokenSignature.any
        case .wordClass:
          third |= phrases[Int(state.operand)]
          if hasSingle[Int(state.operand)] { third |= signatures[Int(state.next)] }
        default: third |= signatures[Int(state.next)]
        }
      }
      secondSignatures.append(second)
      thirdSignatures.append(third)
    }
    findOpenings()
    layOutSenses()
  }
}

/// Finds the steps of a pattern that take a token, or end a match, from some states on.
private struct NextStates {
  let states: [RuleSet.State]
  private var visited: [Int]
  private var round = 0

  init(states: [RuleSet.State]) {
    self.states = states
    visited = [Int](repeating: 0, count: states.count)
  }

  /// Calls `body` once for each step.
  mutating func visit(_ first: [Int32], _ body: (RuleSet.State) -> Void) {
    round += 1
    var open = first
    while let index = open.popLast() {
      if visited[Int(index)] == round { continue }
      visited[Int(index)] = round
      let state = states[Int(index)]
      switch state.step {
      case .accept, .wordClass, .word, .unknownWord, .punctuation, .number: body(state)
      case .split: open += [state.next, state.operand]
      default: open.append(state.next)
      }
    }
  }
}

/// The calendar in which a language counts years from 1300 to 1500 unless it says another.
enum CalendarOfYears: Sendable { case gregorian, hijri, solar }

/// What a rule can find out about a date; also the names used in rule files.
enum Slot: UInt8, Sendable, CaseIterable {
  case y, m, d, w, h, min, sec, ap, pod, unit, n, n2, dir, q, half, sea, dec, cen, hm, hy, hol, mod, era, zone
  case d2, m2, y2, yd, ref, anchor, part, vague, hijri, open, yy, figure
}

/// Forms of numbers that a pattern can ask for.
enum NumberForm: UInt8, Sendable, CaseIterable {
  /// 1–31
  case day
  /// 1–12
  case month
  /// Four digits, 1000–2199
  case year
  /// Two digits
  case yy
  /// Up to four digits
  case hyear
  /// Any whole number below 10,000
  case num
  /// 0–24
  case hour
  /// `23/1/2023`, `2023-01-23`
  case date
  /// `1/2023`
  case monthYear
  /// `14:30`
  case time
  /// `10.30`
  case dotTime
  /// `2019–2021`, `2023/24`
  case yearRange
  /// `3–5`
  case dayRange
  /// `23/1`
  case dayMonth
  /// `2.5`
  case decimal
  /// `0530`
  case military

  /// All of them, made once.
  static let all = allCases

  init?(name: String) {
    switch name {
    case "day": self = .day
    case "month": self = .month
    case "year": self = .year
    case "yy": self = .yy
    case "hyear": self = .hyear
    case "num": self = .num
    case "hour": self = .hour
    case "date": self = .date
    case "monthyear": self = .monthYear
    case "time": self = .time
    case "dottime": self = .dotTime
    case "years": self = .yearRange
    case "days": self = .dayRange
    case "daymonth": self = .dayMonth
    case "decimal": self = .decimal
    case "mil": self = .military
    default: return nil
    }
  }
}

/// Words by the hash of their folded letters. Two words of one language that share all 64 bits are not expected.
struct WordTable: Sendable {
  /// Open addressing; zero in `numbers` is an empty cell. At most half of the cells are in use.
  private var hashes = [UInt64](repeating: 0, count: 4096)
  private var numbers = [Int32](repeating: 0, count: 4096)
  /// A bit for each word that is there, by other bits of its hash: most words of a text are in no rule, and of those few
  /// get past it (a Bloom filter of one hash).
  private var bits = [UInt64](repeating: 0, count: 1024)
  private(set) var count: Int32 = 1

  /// The cell of a hash, or the empty one where it belongs. The high bits of FNV-1a are the well mixed ones.
  private func cell(_ hash: UInt64) -> Int {
    let mask = hashes.count - 1
    var cell = Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
    while numbers[cell] != 0, hashes[cell] != hash { cell = (cell + 1) & mask }
    return cell
  }

  /// The number of a word, from 1; 0 when it is in no rule.
  func id(_ hash: UInt64) -> Int32 {
    let (place, bit) = Self.bit(hash)
    return bits[place] & bit == 0 ? 0 : numbers[cell(hash)]
  }

  private static func bit(_ hash: UInt64) -> (place: Int, bit: UInt64) {
    let mixed = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
    return (Int(mixed >> 54), 1 << (mixed >> 48 & 63))
  }

  /// The number of a word, new if need be.
  mutating func insert(_ hash: UInt64) -> Int32 {
    let cell = cell(hash)
    if numbers[cell] != 0 { return numbers[cell] }
    (hashes[cell], numbers[cell]) = (hash, count)
    let (place, bit) = Self.bit(hash)
    bits[place] |= bit
    count += 1
    if Int(count) * 2 > hashes.count { grow() }
    return count - 1
  }

  private mutating func grow() {
    let (oldHashes, oldNumbers) = (hashes, numbers)
    hashes = [UInt64](repeating: 0, count: oldHashes.count * 2)
    numbers = [Int32](repeating: 0, count: oldNumbers.count * 2)
    for (hash, number) in zip(oldHashes, oldNumbers) where number != 0 {
      let cell = cell(hash)
      (hashes[cell], numbers[cell]) = (hash, number)
    }
  }
}
