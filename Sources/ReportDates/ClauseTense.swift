/// Tells from the words around a date whether its clause speaks of what was or of what is ahead.
///
/// One reader for all languages; what words mean is in the rule files (`$tense`). The nearest evidence decides: the
/// preposition of the date, the verb of its own clause, the verb beside that clause, the noun that it belongs to, and at
/// last whether the sentence has a verb at all.
struct ClauseTense {
  /// What a date's surroundings say, and by which evidence.
  struct Reading {
    var tense: TemporalResolver.Tense
    var evidence: Evidence
    /// Too little to put a day into an agenda.
    var isWeak = false
  }

  /// What decided, for the figures in docs/dates.md.
  enum Evidence: String, CaseIterable {
    case preposition, infinitive, verbBefore, verbAfter, verbBeside, noun, sentence, nothing
  }

  /// The verb of a clause.
  struct Verb {
    var tense: TemporalResolver.Tense
    var index: Int
    var forms: TenseForm
    var evidence: Evidence
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let tokens: ContiguousArray<TemporalToken>
  let lexicon: TenseLexicon
  let isArabic: Bool
  let isVerbLast: Bool
  let isPastUnlessTold: Bool
  /// What has been looked up; 0 for what has not.
  private var known: ContiguousArray<UInt64> = []
  private static let isKnown: UInt64 = 1 << 63
  private static let reach = 40

  init(bytes: UnsafeBufferPointer<UInt8>, tokens: ContiguousArray<TemporalToken>, rules: RuleSet) {
    (self.bytes, self.tokens, lexicon) = (bytes, tokens, rules.tense)
    (isArabic, isVerbLast) = (rules.splitsArabicPrefixes, rules.isVerbLast)
    isPastUnlessTold = rules.isPastUnlessTold
  }

  // MARK: Words

  /// What the word at `index` says about time.
  mutating func forms(_ index: Int) -> TenseForm {
    guard index >= 0, index < tokens.count, tokens[index].kind == .word else { return [] }
    if known.isEmpty { known = ContiguousArray(repeating: 0, count: tokens.count) }
    if known[index] != 0 { return TenseForm(rawValue: known[index] & ~Self.isKnown) }
    var found = lookUp(index).forms
    // “Will Smith”, “March”: no verb, unless the whole headline is written so.
    let token = tokens[index]
    if token.isCapitalised, !token.startsSentence, index == 0 || !tokens[index - 1].isCapitalised {
      found.subtract(.verbal)
    }
    known[index] = found.rawValue | Self.isKnown
    return found
  }

  /// The forms of the longest phrase that begins at `index`, and how many tokens it has.
  private func lookUp(_ index: Int) -> (forms: TenseForm, count: Int) {
    let token = tokens[index]
    let range = token.start..<token.end
    var number = Int(lexicon.words.id(FoldedHash.of(bytes, range)))
    if number == 0, isArabic, range.count > 8 {
      // «العنف»، «لإعلان»: nouns that tell by themselves do so with the article and prepositions.
      for prefix in Self.joinedPrepositions where bytes[range].starts(with: prefix) {
        let noun = range.lowerBound + prefix.count..<range.upperBound
        let bare = lexicon.forms[Int(lexicon.words.id(FoldedHash.of(bytes, noun)))]
        if bare.contains(.mishap), bare.isDisjoint(with: .verbal) { return (.mishap, 1) }
      }
    }
    if number == 0, isArabic, let inner = withoutConjunction(range) {
      number = Int(lexicon.words.id(FoldedHash.of(bytes, inner)))
    }
    if number > 0 {
      for phrase in lexicon.phrases[number] {
        if let end = follows(phrase, index) { return (phrase.forms, end - index) }
      }
      let plain = lexicon.forms[number]
      if plain.contains(.none) { return (plain, 1) }
      if !plain.isEmpty {
        let isVerb = !plain.isDisjoint(with: .verbal)
        return (plain.union(isVerb ? ending(of: token).subtracting(.infinitive) : ending(of: token)), 1)
      }
    }
    if isArabic { return (arabicForms(index), 1) }
    let forms = ending(of: token)
    return (forms.isEmpty && number == 0 ? composite(token) : forms, 1)
  }

  /// „aufbrach“: a verb of the past behind a prefix of its own.
  private func composite(_ token: TemporalToken) -> TenseForm {
    guard !lexicon.verbPrefixes.isEmpty, !token.isCapitalised else { return [] }
    for prefix in lexicon.verbPrefixes where bytes[token.start..<token.end].starts(with: prefix) {
      let verb = token.start + prefix.count..<token.end
      guard verb.count >= 3 else { continue }
      let forms = lexicon.forms[Int(lexicon.words.id(FoldedHash.of(bytes, verb)))]
      if forms.contains(.past), forms.isDisjoint(with: [.be, .have, .none]) { return .past }
    }
    return []
  }

  /// What the ending of a word in small letters tells.
  private func ending(of token: TemporalToken) -> TenseForm {
    guard !token.isCapitalised || token.startsSentence else { return [] }
    for (ending, forms) in lexicon.endings where token.end - token.start >= ending.count + 3 {
      if bytes[token.start..<token.end].suffix(ending.count).elementsEqual(ending) { return forms }
    }
    for (beginning, forms) in lexicon.beginnings where token.end - token.start >= beginning.count + 3 {
      if bytes[token.start..<token.end].starts(with: beginning) { return forms }
    }
    return []
  }

  private func follows(_ phrase: TenseLexicon.Phrase, _ index: Int) -> Int? {
    let token = tokens[index]
    if !phrase.exact.isEmpty {
      guard phrase.exact.count == token.end - token.start else { return nil }
      for (offset, byte) in phrase.exact.enumerated() {
        let own = bytes[token.start + offset]
        guard own == byte || own < 0x80 && own | 0x20 == byte else { return nil }
      }
    }
    var place = index + 1
    for hash in phrase.continuation {
      // “won’t”: the apostrophe stands between.
      if place < tokens.count, tokens[place].kind == .punctuation, tokens[place].word == 0x27 { place += 1 }
      guard place < tokens.count, tokens[place].kind == .word,
        FoldedHash.of(bytes, tokens[place].start..<tokens[place].end) == hash
      else { return nil }
      place += 1
    }
    return place
  }

  // MARK: Clauses

  /// A mark or a word at which one clause ends and another begins.
  private mutating func isBreak(_ index: Int) -> Bool {
    let token = tokens[index]
    if token.kind == .punctuation {
      switch token.word {
      case 0x2C, 0x3B, 0x3A, 0x28, 0x29: return true  // , ; : ( )
      case 0x2D: return !token.isGlued
      default: return false
      }
    }
    return forms(index).contains(.opener)
  }

  private struct Bounds {
    /// The clause, and the sentence around it.
    var clause: Range<Int>
    var sentence: Range<Int>
  }

  private mutating func bounds(_ span: Range<Int>) -> Bounds {
    var first = span.lowerBound
    let lowest = max(0, first - Self.reach)
    while first > lowest, !tokens[first].startsSentence { first -= 1 }
    var last = span.upperBound
    let highest = min(tokens.count, last + Self.reach)
    while last < highest, !tokens[last].startsSentence { last += 1 }
    var start = span.lowerBound
    var quotes = 0
    while start > first, !isBreak(start - 1) {
      if tokens[start - 1].kind == .punctuation, tokens[start - 1].word == 0x22 {
        // What stands in quotation marks as a whole is a name; an open mark begins a clause.
        let isClosing = tokens[start - 1].isGlued
        if !isClosing, quotes == 0 { break }
        quotes += isClosing ? 1 : -1
      }
      start -= 1
    }
    var end = span.upperBound
    while end < last, !isBreak(end) { end += 1 }
    return Bounds(clause: start..<end, sentence: first..<last)
  }

  /// “Founded in 1902,” and “, founded in 1902,”: a clause of a participle, up to the comma after the date.
  mutating func isParticipial(_ span: Range<Int>) -> Bool {
    guard !isArabic, span.upperBound < tokens.count, tokens[span.upperBound].kind == .punctuation,
      tokens[span.upperBound].word == 0x2C
    else { return false }
    let clause = bounds(span).clause
    guard clause.lowerBound < span.lowerBound, span.lowerBound - clause.lowerBound <= 4 else { return false }
    let first = forms(clause.lowerBound)
    return !first.isDisjoint(with: [.participle, .past]) && first.isDisjoint(with: [.be, .have, .none, .lasting])
  }

  // MARK: Reading

  /// The tense of the clause that `span` stands in; `isDay` when it is no month, quarter or year.
  mutating func read(_ span: Range<Int>, isDay: Bool) -> Reading {
    if lexicon.isEmpty { return Reading(tense: .unknown, evidence: .nothing) }
    let bounds = bounds(span)
    if let reading = byPreposition(span, bounds, isDay) { return reading }
    let head = headNoun(after: span, bounds.clause)
    if head.contains(.mishap)
      || isDay && belongsToMishap(span, bounds.clause) && !isNear(.decide, span, bounds.clause)
    {
      return Reading(tense: .past, evidence: .noun)
    }
    if isVerbLast, let verb = verb(after: span.upperBound, bounds.clause) {
      return Reading(tense: verb.tense, evidence: .verbAfter)
    }
    if let verb = verb(before: span.lowerBound, bounds.clause) {
      if !head.isEmpty, verb.tense == .past, isNear(.decide, span, bounds.clause) {
        return Reading(tense: .future, evidence: .noun)
      }
      // „ist am Montag gestorben“
      let isOver = verb.tense == .state && hasGone(span.upperBound..<bounds.clause.upperBound)
      return Reading(tense: isOver ? .past : verb.tense, evidence: verb.evidence)
    }
    if isArabic { return arabicReading(span, bounds, isDay) }
    if let verb = verb(after: span.upperBound, bounds.clause) {
      return Reading(tense: verb.tense, evidence: .verbAfter)
    }
    if opensWithVerb(bounds) { return Reading(tense: .present, evidence: .sentence) }
    if let verb = verbBeside(bounds) { return Reading(tense: verb.tense, evidence: .verbBeside) }
    let noun = noun(span, bounds)
    if noun.contains(.mishap), !isNear(.decide, span, bounds.clause) { return Reading(tense: .past, evidence: .noun) }
    if noun.contains(.planned) { return Reading(tense: .present, evidence: .noun) }
    // A whole sentence in which nothing tells of the past has its verb in the present.
    if bounds.sentence.count > 4, isClosed(bounds.sentence) {
      return Reading(tense: isPastUnlessTold ? .pastLikely : .present, evidence: .sentence)
    }
    return Reading(tense: .unknown, evidence: .nothing, isWeak: true)
  }

  private mutating func hasGone(_ range: Range<Int>) -> Bool {
    for index in range where forms(index).contains(.gone) { return true }
    return false
  }

  private func isClosed(_ sentence: Range<Int>) -> Bool {
    guard let last = sentence.last, tokens[last].kind == .punctuation else { return false }
    return [0x2E, 0x21, 0x3F, 0x22].contains(tokens[last].word)
  }

  /// The forms of the preposition that a date follows; articles between them do not count.
  private mutating func preposition(_ start: Int, _ first: Int) -> (forms: TenseForm, index: Int) {
    var end = start
    while end > first, start - end < 3 {
      let form = forms(end - 1)
      if form.contains(.determiner), !form.contains(.onto) {
        end -= 1
      } else if end - 2 >= first, forms(end - 2).contains(.adverb), lookUp(end - 2).count == 2 {
        end -= 2  // “until at least Tuesday”
      } else {
        break
      }
    }
    for place in [end, start] {
      for index in stride(from: max(first, place - 4), to: place, by: 1) {
        if forms(index).isDisjoint(with: TenseForm.directions) { continue }
        let found = lookUp(index)
        // Words that are joined to the next (« jusqu’à ») may have marks between them.
        if index + found.count == place {
          return (found.forms, index)
        }
      }
    }
    return ([], start)
  }

  /// The forms of the word that a date leans on from before it: “cumaya kadar”, «جمعہ تک».
  private mutating func postposition(_ span: Range<Int>, _ clause: Range<Int>) -> TenseForm {
    for index in span.upperBound - 1..<max(span.upperBound, min(clause.upperBound, span.upperBound + 1)) {
      let found = forms(index).intersection(TenseForm.directions)
      if !found.isEmpty { return found }
    }
    return []
  }

  /// What the preposition of a date makes of it, or of the noun that it belongs to.
  private mutating func byPreposition(_ span: Range<Int>, _ bounds: Bounds, _ isDay: Bool) -> Reading? {
    var (forms, index) = preposition(span.lowerBound, bounds.sentence.lowerBound)
    if forms.isEmpty, isVerbLast { forms = postposition(span, bounds.clause) }
    if forms.isEmpty { return nil }
    func reading(_ tense: TemporalResolver.Tense) -> Reading { Reading(tense: tense, evidence: .preposition) }
    let clause = min(bounds.clause.lowerBound, index)..<bounds.clause.upperBound
    let head = headNoun(after: span, clause)
    let left = verb(before: index, clause)
    let isFronted = index == bounds.sentence.lowerBound
    let main = left ?? verb(after: span.upperBound, clause) ?? (isFronted ? verbBeside(bounds) : nil)
    if forms.contains(.since) { return reading(left?.tense == .future && !isArabic ? .future : .past) }
    if forms.contains(.after) {
      return reading(main?.tense == .future && head.contains(.planned) ? .future : .past)
    }
    if head.contains(.mishap), !forms.isSuperset(of: [.toward, .before]) { return reading(.past) }
    // “was extended until Sunday”, “agreed to meet before Friday” are told of the past, but not their ends.
    let isDecided = isNear(.decide, index..<span.upperBound, clause)
    let isTold = main?.tense == .past && main?.evidence != .infinitive && !isDecided
    if forms.contains(.until) {
      // “have until Friday”
      if let left, left.index == index - 1, left.forms.contains(.have) { return reading(.future) }
      if isArabic, !isDecided, hasLasted(clause) { return reading(.past) }
      return reading(isTold || main?.tense == .past && isPluperfect(main, clause) ? .past : .future)
    }
    guard isDay else { return forms.contains(.before) ? reading(.unknown) : nil }
    if forms.contains(.toward) { return reading(.future) }
    if forms.contains(.before) {
      // “left before Friday”, but “ruled out a deal before Friday”
      let isOver = left.map { $0.tense == .past && $0.evidence != .infinitive && index - $0.index <= 2 } ?? false
      return reading(isOver && !head.contains(.planned) ? .past : .future)
    }
    // “votes from Sunday’s poll” come from it.
    if forms.contains(.from) { return reading(isTold || !head.isEmpty ? .past : .future) }
    return isDecided ? reading(.future) : nil
  }

  /// “had been closed until”: over when it is told.
  private mutating func isPluperfect(_ verb: Verb?, _ clause: Range<Int>) -> Bool {
    guard let verb, !isArabic else { return false }
    let aux = auxiliaries(before: verb.index, clause).0
    return aux.contains(.past) && aux.contains(.have)
  }

  /// «كان», “lasted” in the clause.
  private mutating func hasLasted(_ clause: Range<Int>) -> Bool {
    for index in clause where forms(index).contains(.lasting) { return true }
    return false
  }

  /// “the attack on Friday”, «زلزال الأحد», „Anschlag vom Freitag“: no more than a preposition between.
  private mutating func belongsToMishap(_ span: Range<Int>, _ clause: Range<Int>) -> Bool {
    for index in stride(from: span.lowerBound - 1, through: max(clause.lowerBound, span.lowerBound - 8), by: -1) {
      let form = forms(index)
      if form.contains(.mishap) { return true }
      // Arabic nouns stand before all that belongs to them: «أعمال العنف مع الجيش الجمعة».
      if isArabic {
        if !form.isDisjoint(with: [.present, .past, .future, .due, .decide, .planned]) { return false }
        continue
      }
      guard span.lowerBound - index < 2 || span.lowerBound - index == 2 && form.isEmpty == false else { return false }
      guard tokens[index].kind == .word, form.intersection([.preposition, .determiner]) != [] else { return false }
    }
    return false
  }

  /// Whether a word of `form` stands near a date, in its clause.
  private mutating func isNear(_ form: TenseForm, _ span: Range<Int>, _ clause: Range<Int>) -> Bool {
    for index in stride(from: span.lowerBound - 1, through: max(clause.lowerBound, span.lowerBound - 10), by: -1) {
      if forms(index).contains(form) { return true }
    }
    for index in span.upperBound..<max(span.upperBound, min(clause.upperBound, span.upperBound + 6)) {
      if forms(index).contains(form) { return true }
    }
    return false
  }

  /// “Saturday’s march”, “a Sunday vote”: the noun that a date stands before.
  private mutating func headNoun(after span: Range<Int>, _ clause: Range<Int>) -> TenseForm {
    guard !isArabic else { return [] }
    var index = span.upperBound
    let isOwner = index + 1 < clause.upperBound && tokens[index].kind == .punctuation && tokens[index].word == 0x27
    if isOwner { index += 2 }
    for place in index..<max(index, min(clause.upperBound, index + (isOwner ? 4 : 1))) {
      guard tokens[place].kind == .word else { return [] }
      let found = forms(place).intersection([.planned, .mishap])
      if !found.isEmpty { return found }
    }
    return []
  }

  // MARK: Verbs

  /// The nearest verb to the left of `start` in a clause.
  private mutating func verb(before start: Int, _ clause: Range<Int>) -> Verb? {
    var weak: Verb?
    var index = start - 1
    while index >= clause.lowerBound {
      let form = forms(index)
      defer { index -= 1 }
      if form.isEmpty || form.contains(.none) { continue }
      // “the election on Sunday” after “ahead of”, “a hearing on Friday” after “until”: the noun carries its preposition.
      if weak == nil, start - index <= 7, isCarried(form), index + 1 < start {
        let count = lookUp(index).count
        if index + count < start, noun(in: index + count..<start) {
          // “lasted until the early hours of Monday”
          let isOver = form.contains(.after) || form.contains(.until) && hasLasted(clause.lowerBound..<index)
          return Verb(
            tense: isOver ? .past : .future, index: index, forms: form, evidence: .preposition)
        }
      }
      guard let found = verb(at: index, clause, distance: start - index) else { continue }
      if found.tense == .present, form.contains(.present), found.evidence == .verbBefore,
        form.intersection([.be, .have, .future]) == []
      {
        // A noun, if another verb governs it, but for what somebody says: “said talks resume on Monday”.
        if weak == nil { weak = found }
        continue
      }
      if let weak, found.tense == .past, found.forms.contains(.report) { return weak }
      return found
    }
    guard let candidate = weak else { return nil }
    // “Student protests on Saturday drew thousands.”
    for index in start..<max(start, clause.upperBound) {
      let form = forms(index)
      if form.contains(.past), !form.contains(.participle), !form.contains(.none) { return verb(at: index, clause) }
    }
    return candidate
  }

  /// “through the capital on Saturday” is no “until”.
  private func isCarried(_ form: TenseForm) -> Bool {
    !form.isDisjoint(with: [.before, .after]) || form.contains(.until) && !form.contains(.preposition)
  }

  /// Nothing but words between: no verb, which would make a clause of its own.
  private mutating func noun(in range: Range<Int>) -> Bool {
    for index in range {
      guard tokens[index].kind == .word else { return false }
      let form = forms(index)
      if form.intersection([.past, .future, .be, .have, .marker]) != [], !form.contains(.none) { return false }
    }
    return true
  }

  /// The first verb to the right of `end` in a clause.
  private mutating func verb(after end: Int, _ clause: Range<Int>) -> Verb? {
    var weak: Verb?
    for index in end..<max(end, clause.upperBound) {
      let form = forms(index)
      if form.isEmpty || form.contains(.none) { continue }
      guard var found = verb(at: index, end..<clause.upperBound) else { continue }
      if found.tense == .present, form.contains(.present) {
        weak = weak ?? found
        continue
      }
      // „hat am Sonntag das Dorf eingenommen“ is told by its auxiliary, “is announced” by its participle.
      if form.intersection([.be, .have]) != [], let after = participle(after: index, end..<clause.upperBound) {
        found = after
      }
      return found
    }
    return weak
  }

  private mutating func participle(after index: Int, _ clause: Range<Int>) -> Verb? {
    for place in index + 1..<max(index + 1, min(clause.upperBound, index + 5)) {
      let form = forms(place)
      if form.contains(.adverb) { continue }
      if form.intersection([.participle, .past, .due]) != [] { return verb(at: place, clause) }
      return nil
    }
    return nil
  }

  /// The verb group that ends at `index`: the auxiliaries before it decide.
  private mutating func verb(at index: Int, _ clause: Range<Int>, distance: Int = 1) -> Verb? {
    let form = forms(index)
    guard form.intersection(isArabic ? .verbal.union(.decide) : .verbal) != [] else { return nil }
    func found(_ tense: TemporalResolver.Tense, _ evidence: Evidence = .verbBefore) -> Verb {
      Verb(tense: tense, index: index, forms: form, evidence: evidence)
    }
    if isArabic { return arabicVerb(at: index, form, distance, clause) }
    let (aux, first) = auxiliaries(before: index, clause)
    if form.contains(.future) { return found(aux.contains(.makesPast) ? .past : .future) }
    if aux.contains(.marker) || form.contains(.infinitive) && !form.contains(.past) {
      return found(governor(before: first, clause), .infinitive)
    }
    if aux.contains(.future) {
      return found(aux.contains(.have) && aux.contains(.modal) ? .past : .future)
    }
    if form.contains(.due) {
      // “is due”, “the vote planned on Friday”; “was due in court on Friday” is news of the same.
      return found(aux.contains(.past) && !aux.contains(.be) ? .past : .future)
    }
    if aux.contains(.past) || aux.contains(.makesPast) { return found(.past) }
    if aux.contains(.have) { return found(.past) }
    if aux.contains(.be) {
      if form.contains(.gone) || aux.contains(.reflexive) || form.contains(.report) { return found(.past) }
      return found(.present)
    }
    if form.contains(.past) { return found(.past) }
    if form.contains(.have) { return found(.past) }
    if form.contains(.participle) {
      // Participles that stand alone tell beside the date only; elsewhere they may be nouns.
      return distance <= 2 && !isNounLike(index, clause) ? found(.past) : nil
    }
    if form.contains(.be) { return found(.state) }
    return isNounLike(index, clause) ? nil : found(.present)
  }

  /// The auxiliaries and the “to” before a verb, and where they begin.
  private mutating func auxiliaries(before index: Int, _ clause: Range<Int>) -> (TenseForm, first: Int) {
    var found: TenseForm = []
    var first = index
    var place = index - 1
    while place >= clause.lowerBound, index - place <= 6, tokens[place].kind == .word || tokens[place].word == 0x27 {
      let form = forms(place)
      let isAuxiliary =
        form.intersection([.be, .have, .future, .marker, .makesPast, .reflexive]) != [] && !form.contains(.none)
      if isAuxiliary {
        found.formUnion(form.subtracting(.onto))
        first = place
      } else if !form.contains(.adverb), tokens[place].kind == .word {
        break
      }
      place -= 1
    }
    return (found, first)
  }

  /// What an infinitive hangs on: “agreed to meet” is ahead, “managed to escape” is not.
  private mutating func governor(before index: Int, _ clause: Range<Int>) -> TemporalResolver.Tense {
    var place = index - 1
    while place >= clause.lowerBound, index - place <= 9 {
      let form = forms(place)
      defer { place -= 1 }
      if form.contains(.none) { continue }
      if form.intersection([.decide, .due, .future, .planned]) != [] {
        // “had been expected to return”
        let aux = auxiliaries(before: place, clause).0
        return aux.isSuperset(of: [.past, .have]) ? .past : .future
      }
      if form.contains(.implicative) {
        return form.contains(.past) || auxiliaries(before: place, clause).0.contains(.past) ? .past : .present
      }
      if form.contains(.be) { return .future }
      if form.contains(.past) || form.contains(.have) { return .past }
      if form.contains(.present), !isNounLike(place, clause) { return .present }
    }
    return .present
  }

  /// After an article, a possessive, a preposition or a number what looks like a verb is a noun.
  private mutating func isNounLike(_ index: Int, _ clause: Range<Int>) -> Bool {
    guard index > clause.lowerBound else { return false }
    let token = tokens[index - 1]
    if token.kind != .word { return true }
    if tokens[index].isCapitalised, !tokens[index].startsSentence, !token.isCapitalised { return true }
    return forms(index - 1).intersection([.determiner, .preposition, .before, .after, .toward, .onto]) != []
  }

  /// The verb of a clause beside the date's own: after “On Friday,” the next one, else the one before.
  private mutating func verbBeside(_ bounds: Bounds) -> Verb? {
    let (clause, sentence) = (bounds.clause, bounds.sentence)
    let isFirst = clause.lowerBound == sentence.lowerBound
    let left = sentence.lowerBound..<clause.lowerBound
    let right = clause.upperBound..<sentence.upperBound
    if isFirst { return verb(after: right.lowerBound, right) }
    return verb(before: left.upperBound, left) ?? verb(after: right.lowerBound, right)
  }

  /// “The queen, who came on Monday, leaves on Friday”: after a clause in passing the next word in small letters is the
  /// verb, even one that nobody knows.
  private mutating func opensWithVerb(_ bounds: Bounds) -> Bool {
    let (clause, sentence) = (bounds.clause, bounds.sentence)
    guard !isVerbLast, clause.lowerBound > sentence.lowerBound, clause.lowerBound + 1 < clause.upperBound,
      tokens[clause.lowerBound].kind == .word, !tokens[clause.lowerBound].isCapitalised
    else { return false }
    let first = forms(clause.lowerBound)
    guard first.isEmpty || first.contains(.reflexive) else { return false }
    for index in sentence.lowerBound..<clause.lowerBound - 1 where isComma(index) {
      let next = forms(index + 1)
      if !next.isDisjoint(with: [.opener, .participle, .past]) { return true }
    }
    return false
  }

  private func isComma(_ index: Int) -> Bool { tokens[index].kind == .punctuation && tokens[index].word == 0x2C }

  /// The nearest noun that tells by itself.
  private mutating func noun(_ span: Range<Int>, _ bounds: Bounds) -> TenseForm {
    let both: TenseForm = [.planned, .mishap]
    for index in stride(from: span.lowerBound - 1, through: bounds.sentence.lowerBound, by: -1) {
      let found = forms(index).intersection(both)
      if !found.isEmpty { return found }
    }
    for index in span.upperBound..<max(span.upperBound, bounds.sentence.upperBound) {
      let found = forms(index).intersection(both)
      if !found.isEmpty { return found }
    }
    return []
  }

  // MARK: Arabic

  /// «وستنظر»: the word without the conjunction that it is written with.
  private func withoutConjunction(_ word: Range<Int>) -> Range<Int>? {
    guard word.count >= 6, bytes[word.lowerBound] == 0xD9 else { return nil }
    let second = bytes[word.lowerBound + 1]
    return second == 0x88 || second == 0x81 ? word.lowerBound + 2..<word.upperBound : nil
  }

  /// Imperfects by their prefixes, and the particle of the future that is written together with them.
  private func arabicForms(_ index: Int) -> TenseForm {
    let token = tokens[index]
    guard token.word == 0 else { return [] }
    var word = token.start..<token.end
    if let inner = withoutConjunction(word), word.count >= 10 {
      if isArabicFuture(inner) { return .future }
      // «فيورنتينا» begins with no conjunction.
      if bytes[word.lowerBound + 1] == 0x88 { word = inner }
    }
    if isArabicFuture(word) { return .future }
    guard word.count >= 6 else { return [] }
    let (a, b) = (bytes[word.lowerBound], bytes[word.lowerBound + 1])
    if a == 0xD9, b == 0x8A { return ends(word, "ة") || ends(word, "ات") ? [] : .present }
    // «فقدوا»: a perfect; imperfects of that ending have a prefix.
    if ends(word, "وا"), a != 0xD8 || b != 0xAA { return .past }
    // «تصوت اللجنة»: a feminine subject tells an imperfect from a noun or a perfect («توقف القطار»).
    guard a == 0xD8, b == 0xAA, !ends(word, "ت") || word.count < 10, !ends(word, "ة"), !ends(word, "ات") else {
      return []
    }
    return isFeminine(index + 1) || opensSubjunctive(index - 1) || isModal(index - 1) ? .present : []
  }

  /// «قد»، «لا»: a verb follows.
  private func isModal(_ index: Int) -> Bool {
    index >= 0 && tokens[index].kind == .word && lexicon.forms(of: bytes, tokens[index]).contains(.modal)
  }

  /// «أن» after a word of what is ahead: a verb follows.
  private func opensSubjunctive(_ index: Int) -> Bool {
    guard index > 0, tokens[index].kind == .word, lookUp(index).forms.contains(.opener) else { return false }
    let ahead: TenseForm = [.future, .due, .decide]
    return stride(from: index - 1, through: max(0, index - 6), by: -1).contains { place in
      tokens[place].kind == .word && !lookUp(place).forms.isDisjoint(with: ahead)
    }
  }

  private func ends(_ word: Range<Int>, _ ending: String) -> Bool {
    bytes[word].suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }

  private func isFeminine(_ index: Int) -> Bool {
    // «الجمعة» is feminine, too, but no subject.
    guard index < tokens.count, tokens[index].kind == .word, tokens[index].word == 0 else { return false }
    return ends(tokens[index].start..<tokens[index].end, "ة")
  }

  /// «سيعقد»، «ستبدأ». No imperfect has the endings of «سيارة»، «سندات»، «سيناء» and «سياسيون», and none begins with
  /// «سيا»; other words that look like one stand in the rules.
  private func isArabicFuture(_ word: Range<Int>) -> Bool {
    guard word.count >= 8 else { return false }
    let text = bytes[word]
    return Self.futurePrefixes.contains(where: text.starts(with:)) && !text.starts(with: "سيا".utf8)
      && !Self.nominalEndings.contains { text.suffix($0.count).elementsEqual($0) }
  }

  private static let futurePrefixes = ["سي", "سن", "ست", "سأ"].map { Array($0.utf8) }
  private static let nominalEndings = ["ة", "ات", "اء", "يون", "يين", "يا", "وف", "وفا"].map { Array($0.utf8) }

  /// «لم يحضر» and «كان يعقد» tell of the past, «لن يحضر» looks ahead.
  private mutating func arabicVerb(
    at index: Int, _ form: TenseForm, _ distance: Int, _ clause: Range<Int>
  ) -> Verb? {
    func found(_ tense: TemporalResolver.Tense) -> Verb {
      Verb(tense: tense, index: index, forms: form, evidence: .verbBefore)
    }
    if form.contains(.due), hasLasted(max(clause.lowerBound, index - 4)..<max(index + 1, index + distance)) {
      return found(.pastLikely)  // «كانت مقررة», «المقرر أصلا»
    }
    if form.contains(.due), isPutOff(index, clause) { return found(.pastLikely) }
    if form.contains(.future) || form.contains(.due) { return found(.future) }
    // «دعت إلى إضراب الخميس»: what is decided on lies ahead when the date stands behind it.
    if form.contains(.decide), isAimed(index, distance) { return found(.future) }
    if form.contains(.past) {
      // «على عقد جلسة»: after a preposition it is a noun.
      // So it is after another verb: «يتم بحث», «من المزمع عقد».
      let nominal: TenseForm = [.preposition, .onto, .present, .due, .future]
      let isNoun = index > clause.lowerBound && !forms(index - 1).isDisjoint(with: nominal)
      return isNoun ? nil : found(.past)
    }
    guard form.contains(.present) else { return nil }
    if index > clause.lowerBound {
      let before = forms(index - 1)
      if before.contains(.makesPast) { return found(.past) }
      if before.contains(.future) { return found(.future) }
    }
    for place in clause.lowerBound..<index where forms(place).contains(.lasting) { return found(.past) }  // «كان»
    let opener = clause.lowerBound - 1
    guard opener > 0, forms(opener).contains(.opener) else { return found(.present) }
    // «بعد أن يعود»
    if forms(opener).contains(.opensPast) || forms(opener - 1).intersection([.after, .before]) != [] {
      return found(.pastLikely)
    }
    // «تظاهر الذين يعارضون القرار الأحد»: what a relative clause says goes on; the date is the main clause's.
    if forms(opener).contains(.relative), let main = told(before: opener) { return main }
    return found(.present)
  }

  /// «أرجأت مبارياته المقررة الأحد»: the day that was given up.
  private mutating func isPutOff(_ index: Int, _ clause: Range<Int>) -> Bool {
    for place in max(clause.lowerBound, index - 5)..<index where forms(place).isSuperset(of: [.decide, .implicative]) {
      return true
    }
    return false
  }

  /// The verb of the past with which the sentence before an index tells, if it does.
  private mutating func told(before index: Int) -> Verb? {
    var start = index
    while start > max(0, index - Self.reach), !tokens[start].startsSentence { start -= 1 }
    let main = verb(before: index, start..<index)
    return main?.tense == .past ? main : nil
  }

  /// Arabic news tells in the perfect, and sentences say first what happens: without another sign the past is likely.
  private mutating func arabicReading(_ span: Range<Int>, _ bounds: Bounds, _ isDay: Bool) -> Reading {
    let (clause, sentence) = (bounds.clause, bounds.sentence)
    if let verb = verbOfFronted(span, bounds), isDay || verb.tense == .future {
      return Reading(tense: verb.tense, evidence: .verbAfter)
    }
    if isTopic(clause.lowerBound), let verb = verb(after: span.upperBound, clause) {
      return Reading(tense: verb.tense, evidence: .verbAfter)
    }
    if span.lowerBound == clause.lowerBound, clause.lowerBound > sentence.lowerBound,
      let verb = verb(before: clause.lowerBound, sentence.lowerBound..<clause.lowerBound)
    {
      return Reading(tense: verb.tense, evidence: .verbBeside)
    }
    let first = forms(clause.lowerBound)
    if first.contains(.planned) { return Reading(tense: .present, evidence: .noun) }
    if first.contains(.mishap) { return Reading(tense: .past, evidence: .noun) }
    return Reading(tense: .pastLikely, evidence: .sentence)
  }

  /// «والخميس، يزور», «أما الأحد فتجرى»: a date before everything else, and its verb right behind it.
  private mutating func verbOfFronted(_ span: Range<Int>, _ bounds: Bounds) -> Verb? {
    guard span.lowerBound - bounds.clause.lowerBound <= 2 else { return nil }
    for index in bounds.clause.lowerBound..<span.lowerBound
    where tokens[index].word == 0 && tokens[index].end - tokens[index].start > 6 { return nil }
    // Only at the beginning of a sentence may a comma stand between.
    let isFirst = bounds.clause.lowerBound == bounds.sentence.lowerBound
    let end = isFirst ? bounds.sentence.upperBound : bounds.clause.upperBound
    var words = 0
    for index in span.upperBound..<max(span.upperBound, min(end, span.upperBound + 6)) {
      guard tokens[index].kind == .word else { continue }
      if let verb = verb(at: index, index..<index + 1) { return verb }
      words += 1
      if words == 2 { return nil }
    }
    return nil
  }

  /// A noun with the article opens the clause.
  private func isTopic(_ index: Int) -> Bool {
    guard tokens[index].kind == .word else { return false }
    return bytes[tokens[index].start..<tokens[index].end].starts(with: "ال".utf8)
  }

  /// A preposition stands between a verb and the date: «اتفق الجانبان على الاجتماع الاثنين».
  private mutating func isAimed(_ index: Int, _ distance: Int) -> Bool {
    for place in index + 1..<max(index + 1, index + distance) {
      if forms(place).intersection([.preposition, .onto, .marker]) != [] || isJoinedPlan(place) { return true }
    }
    return false
  }

  /// «بزيارة»، «للتظاهر»: a preposition written together with a noun for what is planned.
  private func isJoinedPlan(_ index: Int) -> Bool {
    guard tokens[index].kind == .word else { return false }
    let word = tokens[index].start..<tokens[index].end
    for prefix in Self.joinedPrepositions where bytes[word].starts(with: prefix) {
      let noun = word.lowerBound + prefix.count..<word.upperBound
      if lexicon.forms[Int(lexicon.words.id(FoldedHash.of(bytes, noun)))].contains(.planned) { return true }
    }
    return false
  }

  private static let joinedPrepositions = ["بال", "ب", "لل", "ل", "ال"].map { Array($0.utf8) }
}
