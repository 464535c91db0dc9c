/// What a rule found: its tokens and the values of its slots.
struct TemporalMatch {
  var kind: RuleSet.Kind
  /// Tokens of the expression, without the context that the rule asked for.
  var tokens: Range<Int>
  /// Tokens of the whole match.
  var context: Range<Int>
  var slots: SlotValues
  var rule: Int
  /// Day, month and year are written in figures.
  var isFigure: Bool { slots[.y] != nil && slots[.m] != nil && slots[.d] != nil && slots[raw: .figure] == 1 }
}

/// The values of the slots of one match.
struct SlotValues: Sendable {
  static let unset = Int32.min
  /// Room for every slot without an allocation.
  private var values = InlineArray<40, Int32>(repeating: SlotValues.unset)

  subscript(_ slot: Slot) -> Int? {
    get {
      let value = values[Int(slot.rawValue)]
      return value == SlotValues.unset ? nil : Int(value)
    }
    set { values[Int(slot.rawValue)] = newValue.map { Int32(clamping: $0) } ?? SlotValues.unset }
  }

  /// The stored number, `unset` without one; for the matcher, which puts old values back.
  subscript(raw slot: Slot) -> Int32 {
    get { values[Int(slot.rawValue)] }
    set { values[Int(slot.rawValue)] = newValue }
  }
}

/// Finds the longest match of any rule at every token and keeps those that do not overlap.
///
/// Patterns have no loops, so the work at one token is bounded by the rules, and the whole is linear in the text.
struct RuleMatcher {
  // What is looked at for every token, as plain memory; it is there as long as `matches` runs.
  private let tokens: UnsafeBufferPointer<TemporalToken>
  /// What each token is, for looking ahead; two more stand for the end.
  private let signatures: UnsafeBufferPointer<UInt64>
  private let states: UnsafeBufferPointer<RuleSet.State>
  private let stateSignatures: UnsafeBufferPointer<UInt64>
  private let candidates: UnsafeBufferPointer<RuleSet.Candidate>
  private let senses: UnsafeBufferPointer<RuleSet.PlainSense>
  private let set: RuleSet
  private var slots = SlotValues()
  private var spanStart = -1
  private var spanEnd = -1
  private var start = 0
  /// The longest match at `start`, when there is one.
  private var best = TemporalMatch(kind: .none, tokens: 0..<0, context: 0..<0, slots: SlotValues(), rule: 0)
  private var hasBest = false
  private var rule = 0

  /// The matches in the order of the text.
  static func matches(rules set: RuleSet, tokens: ContiguousArray<TemporalToken>) -> [TemporalMatch] {
    let words = set.wordSignatures
    let signatures = ContiguousArray<UInt64>(unsafeUninitializedCapacity: tokens.count + 2) { buffer, count in
      for index in tokens.indices {
        let known = tokens[index].kind == .word ? words[Int(tokens[index].word)] : signature(of: tokens[index])
        buffer.initializeElement(at: index, to: known)
      }
      for index in 0..<2 { buffer.initializeElement(at: tokens.count + index, to: TokenSignature.end) }
      count = tokens.count + 2
    }
    return tokens.withUnsafeBufferPointer { tokens in
      signatures.withUnsafeBufferPointer { signatures in
        set.states.withUnsafeBufferPointer { states in
          set.signatures.withUnsafeBufferPointer { stateSignatures in
            set.candidates.withUnsafeBufferPointer { candidates in
              set.plainSenses.withUnsafeBufferPointer { senses in
                var matcher = RuleMatcher(
                  tokens: tokens, signatures: signatures, states: states, stateSignatures: stateSignatures,
                  candidates: candidates, senses: senses, set: set)
                return matcher.matches()
              }
            }
          }
        }
      }
    }
  }

  private init(
    tokens: UnsafeBufferPointer<TemporalToken>, signatures: UnsafeBufferPointer<UInt64>,
    states: UnsafeBufferPointer<RuleSet.State>, stateSignatures: UnsafeBufferPointer<UInt64>,
    candidates: UnsafeBufferPointer<RuleSet.Candidate>, senses: UnsafeBufferPointer<RuleSet.PlainSense>, set: RuleSet
  ) {
    (self.tokens, self.signatures, self.states, self.stateSignatures) = (tokens, signatures, states, stateSignatures)
    (self.candidates, self.senses, self.set) = (candidates, senses, set)
  }

  /// What a token that is no word is.
  private static func signature(of token: TemporalToken) -> UInt64 {
    switch token.kind {
    case .punctuation: return TokenSignature.punctuation(token.word)
    case .word, .other: return TokenSignature.end
    default:
      return NumberForm.all.reduce(TokenSignature.end) {
        fits($1, token) ? $0 | TokenSignature.number(Int32($1.rawValue)) : $0
      }
    }
  }

  private mutating func matches() -> [TemporalMatch] {
    var found: [TemporalMatch] = []
    for index in tokens.indices {
      // Most words of a text are in no rule.
      if tokens[index].kind == .word, tokens[index].word == 0 { continue }
      findLongest(at: index)
      if hasBest { place(best, in: &found) }
    }
    return found
  }

  /// Of two that overlap the longer one stays, then the one that began earlier, context included.
  private func place(_ match: TemporalMatch, in found: inout [TemporalMatch]) {
    while let last = found.last, last.tokens.upperBound > match.tokens.lowerBound {
      // The same words found with and without context: what came first had the context.
      guard match.tokens.count > last.tokens.count else { return }
      // «رقم 4 مساء أمس»: the number that the label before it names is no hour.
      if last.kind == .none, match.tokens.lowerBound > last.tokens.lowerBound, match.slots[.h] != nil { return }
      found.removeLast()
    }
    found.append(match)
  }

  /// Sets `best` and `hasBest` for matches that begin at a token.
  private mutating func findLongest(at index: Int) {
    start = index
    hasBest = false
    switch tokens[index].kind {
    case .word:
      let opening = set.openings[Int(tokens[index].word)]
      // Most words that are in rules are not followed by what their rules ask for.
      if opening.second & signatures[index + 1] != 0 { try_(opening.candidates) }
    case .punctuation:
      let byte = tokens[index].word
      if byte >= 0, byte < 128 { try_(set.punctuationCandidates[Int(byte)]) }
    case .other: break
    default:
      let token = tokens[index]
      for form in NumberForm.all where RuleMatcher.fits(form, token) {
        try_(set.numberCandidates[Int(form.rawValue)])
      }
    }
  }

  private mutating func try_(_ range: Range<Int32>) {
    let (second, third) = (signatures[start + 1], signatures[start + 2])
    for index in Int(range.lowerBound)..<Int(range.upperBound) {
      // One test of both: what comes next is seldom told beforehand.
      let fits = (candidates[index].second & second != 0 ? 1 : 0) & (candidates[index].third & third != 0 ? 1 : 0)
      guard fits == 1 else { continue }
      rule = Int(candidates[index].rule)
      spanStart = -1
      spanEnd = -1
      run(candidates[index].start, start)
    }
  }

  private mutating func run(_ first: Int32, _ from: Int) {
    var index = Int(first)
    var position = from
    while stateSignatures[index] & signatures[position] != 0 {
      let state = states[index]
      switch state.step {
      case .accept: return accept(position)
      case .split:
        run(state.next, position)
        index = Int(state.operand)
        continue
      case .spanStart:
        let old = spanStart
        spanStart = position
        run(state.next, position)
        spanStart = old
        return
      case .spanEnd:
        let old = spanEnd
        spanEnd = position
        run(state.next, position)
        spanEnd = old
        return
      case .glued: guard position < tokens.count, tokens[position].isGlued, position > start else { return }
      case .lineStart: guard position >= tokens.count || tokens[position].startsLine else { return }
      case .notWord, .notClass, .notNumber, .notPunctuation, .notCapitalised, .notPlural:
        if isExcluded(state, position) { return }
      case .word:
        guard goesOn(position), tokens[position].kind == .word, tokens[position].word == state.operand else { return }
        position += 1
      case .unknownWord:
        guard goesOn(position), tokens[position].kind == .word, tokens[position].word == 0 else { return }
        position += 1
      case .punctuation:
        guard goesOn(position), tokens[position].kind == .punctuation, tokens[position].word == state.operand else {
          return
        }
        position += 1
      case .wordClass: return matchClass(state, position)
      case .number: return matchNumber(state, position)
      }
      index = Int(state.next)
    }
  }

  /// Whether the token at `position` can continue the match.
  private func goesOn(_ position: Int) -> Bool {
    guard position < tokens.count else { return false }
    // Neither an empty line nor the dash of a list is crossed.
    let token = tokens[position]
    return position == start || !token.startsBlock && !(token.startsLine && token.kind == .punctuation)
  }

  // Apart from `run`, whose frame is to stay small, as are those that follow.
  @inline(never)
  private mutating func accept(_ position: Int) {
    let from = spanStart >= 0 ? spanStart : start
    let to = spanEnd >= 0 ? spanEnd : position
    guard to > from else { return }
    if hasBest {
      let (length, longest) = (to - from, best.tokens.count)
      // Length decides, then how much of the context was explained, then the order of the file.
      if length < longest { return }
      if length == longest {
        let context = position - start
        if context < best.context.count || context == best.context.count && rule >= best.rule { return }
      }
    }
    best.slots = slots
    for assignment in set.rules[rule].assignments where best.slots[raw: assignment.slot] == SlotValues.unset {
      best.slots[raw: assignment.slot] = assignment.value
    }
    hasBest = true
    (best.kind, best.rule) = (set.rules[rule].kind, rule)
    (best.tokens, best.context) = (from..<to, start..<position)
  }

  // MARK: Words

  @inline(never)
  private mutating func matchClass(_ state: RuleSet.State, _ position: Int) {
    guard goesOn(position), tokens[position].kind == .word, tokens[position].word != 0 else { return }
    let wordClass = UInt8(state.operand)
    if set.capitalisedClasses & 1 << UInt64(wordClass) != 0, !tokens[position].isCapitalised { return }
    let range = set.senseRanges[Int(tokens[position].word)]
    for index in Int(range.lowerBound)..<Int(range.upperBound) where senses[index].wordClass == wordClass {
      let sense = senses[index]
      guard follows(sense.continuation, position) else { continue }
      let next = position + 1 + sense.continuation.count
      if let slot = state.slot {
        capture(slot, sense.value, state.mode, state.next, next)
      } else {
        run(state.next, next)
      }
    }
  }

  private func follows(_ words: Range<Int32>, _ position: Int) -> Bool {
    var place = position + 1
    for index in Int(words.lowerBound)..<Int(words.upperBound) {
      guard goesOn(place), tokens[place].kind == .word, tokens[place].word == set.continuations[index] else {
        return false
      }
      place += 1
    }
    return true
  }

  private mutating func capture(
    _ slot: Slot, _ value: Int32, _ mode: RuleSet.CaptureMode, _ state: Int32, _ position: Int
  ) {
    let old = slots[raw: slot]
    let current: Int32 = old == SlotValues.unset ? (mode == .multiply ? 1 : 0) : old
    switch mode {
    case .set: slots[raw: slot] = value
    case .add: slots[raw: slot] = current &+ value
    case .multiply: slots[raw: slot] = current &* value
    }
    run(state, position)
    slots[raw: slot] = old
  }

  @inline(never)
  private func isExcluded(_ state: RuleSet.State, _ position: Int) -> Bool {
    guard goesOn(position) else { return false }
    let token = tokens[position]
    switch state.step {
    case .notWord: return token.kind == .word && token.word == state.operand
    case .notClass:
      guard token.kind == .word, token.word != 0 else { return false }
      let range = set.senseRanges[Int(token.word)]
      return senses[Int(range.lowerBound)..<Int(range.upperBound)].contains {
        Int32($0.wordClass) == state.operand && follows($0.continuation, position)
      }
    case .notNumber: return NumberForm(rawValue: UInt8(state.operand)).map { RuleMatcher.fits($0, token) } ?? false
    case .notPunctuation: return token.kind == .punctuation && token.word == state.operand
    case .notCapitalised: return token.kind == .word && token.isCapitalised && token.word == 0
    case .notPlural: return token.kind == .word && token.word == 0 && token.looksPlural && !token.isCapitalised
    default: return false
    }
  }

  // MARK: Numbers

  private static func fits(_ form: NumberForm, _ token: TemporalToken) -> Bool {
    switch form {
    case .day: return token.kind == .number && token.digits <= 2 && (1...31).contains(token.a)
    case .month: return token.kind == .number && token.digits <= 2 && (1...12).contains(token.a)
    case .year: return token.kind == .number && token.digits == 4 && (1000...2199).contains(token.a)
    case .yy: return token.kind == .number && token.digits == 2
    case .hyear: return token.kind == .number && token.digits <= 4 && (1...2999).contains(token.a)
    case .num: return token.kind == .number && token.digits <= 4
    case .hour: return token.kind == .number && token.digits <= 2 && token.a <= 24
    case .date: return token.kind == .date
    case .monthYear: return token.kind == .monthYear
    case .time: return token.kind == .time
    case .dotTime: return token.kind == .dotTime
    case .yearRange: return token.kind == .yearRange
    case .dayRange:
      return token.kind == .dayRange && (1...31).contains(token.a) && (1...31).contains(token.b) && token.a < token.b
    case .dayMonth: return token.kind == .dayMonth
    case .decimal: return token.kind == .decimal || token.kind == .dotTime
    case .military: return token.kind == .number && token.digits == 4 && token.a < 2400 && token.a % 100 < 60
    }
  }

  @inline(never)
  private mutating func matchNumber(_ state: RuleSet.State, _ position: Int) {
    guard goesOn(position), let form = NumberForm(rawValue: UInt8(state.operand)),
      RuleMatcher.fits(form, tokens[position])
    else { return }
    let token = tokens[position]
    let targets: [(Slot, Int32)]
    switch form {
    case .date: targets = [(.y, token.a), (.m, token.b), (.d, token.c), (.figure, 1)]
    case .monthYear: targets = [(.y, token.a), (.m, token.b)]
    case .time, .dotTime:
      targets =
        [(.h, token.a), (.min, token.b), (.sec, token.c >= 0 ? token.c : SlotValues.unset)]
        + (token.zone == TemporalToken.noZone ? [] : [(.zone, token.zone)])
    case .yearRange: targets = [(.y, token.a), (.y2, token.b)]
    case .dayRange: targets = [(.d, token.a), (.d2, token.b)]
    case .dayMonth:
      let isMonthFirst = set.isMonthFirst ? token.a <= 12 : token.b > 12
      targets = isMonthFirst ? [(.m, token.a), (.d, token.b)] : [(.d, token.a), (.m, token.b)]
    case .decimal: targets = [(.n, token.a), (.n2, token.b)]
    case .military: targets = [(.h, token.a / 100), (.min, token.a % 100)]
    default:
      if let slot = state.slot {
        capture(slot, token.a, state.mode, state.next, position + 1)
      } else {
        run(state.next, position + 1)
      }
      return
    }
    let old = targets.map { slots[raw: $0.0] }
    for (slot, value) in targets { slots[raw: slot] = value }
    run(state.next, position + 1)
    for (target, value) in zip(targets, old) { slots[raw: target.0] = value }
  }
}
