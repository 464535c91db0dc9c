import ReportArticles

/// One pass over the matches of a text: joins ranges, finds the tense around each match, resolves and reports.
struct TaggingPass {
  let bytes: UnsafeBufferPointer<UInt8>
  let tokens: ContiguousArray<TemporalToken>
  let rules: RuleSet
  private var resolver: TemporalResolver
  private var clauses: ClauseTense

  init(
    bytes: UnsafeBufferPointer<UInt8>, tokens: ContiguousArray<TemporalToken>, rules: RuleSet, reference: DateReference
  ) {
    self.bytes = bytes
    self.tokens = tokens
    self.rules = rules
    resolver = TemporalResolver(reference: reference)
    resolver.oldYears = rules.oldYears
    clauses = ClauseTense(bytes: bytes, tokens: tokens, rules: rules)
  }

  mutating func run(_ found: [TemporalMatch]) -> [TemporalExpression] {
    var matches = found
    (resolver.tellsHistory, resolver.isFarFromReference) = tellsHistory(matches)
    if matches.contains(where: { isOfOtherCenturies($0) }) { resolver.readsOldBareYears = false }
    var result: [TemporalExpression] = []
    result.reserveCapacity(matches.count)
    var index = 0
    var token = 0
    var lastDuration: (tokens: Range<Int>, outcome: TemporalResolver.Outcome)?
    while index < matches.count {
      while token < matches[index].tokens.lowerBound {
        token += 1
        if tokens[token].startsSentence { resolver.sentence += 1 }
        if tokens[token].startsSentence && tokens[token].startsLine { resolver.block += 1 }
      }
      var isRange = false
      // “in June, July and August 1966”
      if index + 2 < matches.count, isList(matches[index], matches[index + 1]),
        isList(matches[index + 1], matches[index + 2])
      {
        (matches[index + 1], matches[index + 2], _) = joined(matches[index + 1], matches[index + 2])
      }
      if index + 1 < matches.count {
        (matches[index], matches[index + 1], isRange) = joined(matches[index], matches[index + 1])
      }
      let first = matches[index]
      guard let outcome = resolve(first) else {
        index += 1
        continue
      }
      if isRange, let second = resolve(matches[index + 1]),
        let range = range(outcome, second, first, matches[index + 1])
      {
        let span = first.tokens.lowerBound..<matches[index + 1].tokens.upperBound
        result.append(expression(range, span))
        resolver.mention(second, at: span.upperBound)
        index += 2
        continue
      }
      if let whole = compound(outcome, first.tokens, after: lastDuration), let before = lastDuration {
        let span = before.tokens.lowerBound..<first.tokens.upperBound
        result[result.count - 1] = expression(whole, span)
        lastDuration = (span, whole)
        index += 1
        continue
      }
      lastDuration = outcome.kind == .duration ? (first.tokens, outcome) : nil
      result.append(expression(outcome, first.tokens))
      if !isAside(first.tokens), !isBeginning(first.tokens) {
        resolver.mention(outcome, at: first.tokens.upperBound, isAlone: isAlone(first.tokens))
      }
      index += 1
    }
    checkTwins(&result)
    return result
  }

  func isComma(_ index: Int) -> Bool { tokens[index].kind == .punctuation && tokens[index].word == 0x2C }

  /// “The bridge, which opened in 1987, was closed in April”: what stands in a relative clause between commas is not
  /// where the sentence goes on from.
  private mutating func isAside(_ span: Range<Int>) -> Bool {
    if isInBrackets(span) || clauses.isParticipial(span) { return true }
    guard rules.keepsWordRangesApart, !resolver.tellsHistory else { return false }
    var start = span.lowerBound - 1
    while start > 0, span.lowerBound - start <= 12, !isComma(start), !tokens[start].startsSentence { start -= 1 }
    guard start >= 0, isComma(start), !senses(rules.relativeClass, start + 1).isEmpty else { return false }
    return (span.upperBound..<min(tokens.count, span.upperBound + 8)).first { index in
      isComma(index) || tokens[index].startsSentence
    }.map(isComma) ?? false
  }

  /// “(1880–1941)”: a date in brackets, with a word or two beside it.
  private func isInBrackets(_ span: Range<Int>) -> Bool {
    var start = span.lowerBound - 1
    while start > 0, span.lowerBound - start < 4, tokens[start].word != 0x28 || tokens[start].kind != .punctuation {
      if tokens[start].startsSentence { return false }
      start -= 1
    }
    guard start >= 0, tokens[start].kind == .punctuation, tokens[start].word == 0x28 else { return false }
    return (span.upperBound..<min(tokens.count, span.upperBound + 6)).contains {
      tokens[$0].kind == .punctuation && tokens[$0].word == 0x29
    }
  }

  /// A date on a line of its own, or before the colon of one, but for dashes: the heading of what follows.
  private func isAlone(_ span: Range<Int>) -> Bool {
    var (start, end) = (span.lowerBound, span.upperBound)
    while start > 0, !tokens[start].startsLine, tokens[start - 1].kind == .punctuation { start -= 1 }
    while end < tokens.count, !tokens[end].startsLine, tokens[end].kind == .punctuation { end += 1 }
    guard tokens[start].startsLine else { return false }
    let next = span.upperBound
    let hasColon = next < tokens.count && tokens[next].kind == .punctuation && tokens[next].word == 0x3A
    return hasColon || end == tokens.count || tokens[end].startsLine
  }

  /// “in office since 2011”: what goes on to this day is not where the next sentence goes on from.
  private mutating func isBeginning(_ span: Range<Int>) -> Bool {
    guard !resolver.tellsHistory else { return false }
    for index in max(0, span.lowerBound - 2)..<span.upperBound where clauses.forms(index).contains(.since) {
      return true
    }
    return false
  }

  private mutating func resolve(_ match: TemporalMatch) -> TemporalResolver.Outcome? {
    guard match.kind == .date, TaggingPass.needsTense(match.slots) else {
      return resolver.resolve(match, tense: .unknown)
    }
    let slots = match.slots
    let isDay = (slots[.w] ?? slots[.d] ?? slots[.hol]) != nil
    let reading = clauses.read(match.tokens, isDay: isDay)
    resolver.isDirectionWeak = reading.isWeak
    resolver.isTenseInferred = reading.evidence == .sentence
    return resolver.resolve(match, tense: slots[.w] != nil && slots[.m] == nil ? reading.tense : softened(reading))
  }

  /// A day of a month is rather the nearest than one that only a preposition or an Arabic verb, which may be a noun,
  /// speaks for.
  private func softened(_ reading: ClauseTense.Reading) -> TemporalResolver.Tense {
    guard clauses.isArabic || reading.evidence == .preposition || reading.evidence == .noun else {
      return reading.tense
    }
    switch reading.tense {
    case .past: return .pastLikely
    case .future: return .present
    default: return reading.tense
    }
  }

  /// Dates that name their year are the same in every tense.
  private static func needsTense(_ slots: SlotValues) -> Bool { slots[.y] == nil }

  private func expression(_ outcome: TemporalResolver.Outcome, _ span: Range<Int>) -> TemporalExpression {
    var end = span.upperBound
    if isFullStop(end - 1), end - 2 > span.lowerBound { end -= 1 }
    let range = tokens[span.lowerBound].start..<tokens[end - 1].end
    let isDated = outcome.kind == .date || outcome.kind == .time
    return TemporalExpression(
      range: range, text: String(decoding: bytes[range], as: UTF8.self), kind: outcome.kind, value: outcome.value,
      interval: isDated ? outcome.calendar?.interval(of: outcome.part) : nil, resolution: outcome.resolution,
      confidence: outcome.confidence, flag: outcome.flag)
  }

  /// A stop after a whole word at the end of a sentence, not one that shortens a name.
  private func isFullStop(_ index: Int) -> Bool {
    guard index > 0, tokens[index].kind == .punctuation, tokens[index].word == 0x2E else { return false }
    let isLast = index + 1 == tokens.count || tokens[index + 1].startsSentence
    return isLast && tokens[index - 1].end - tokens[index - 1].start > 4
  }

  /// A text is history when it names more years far from the day of reference than days near to it.
  private func tellsHistory(_ matches: [TemporalMatch]) -> (Bool, isFar: Bool) {
    guard let reference = resolver.reference.day else { return (true, true) }
    var far = 0
    var near = 0
    for match in matches where match.kind == .date {
      let slots = match.slots
      if let year = slots[.y] {
        // Plans for years ahead are no history, and not about the days of the article either.
        if slots[.era] == 1 || year < reference.year - 1 { far += 1 } else if year <= reference.year + 1 { near += 1 }
      } else if slots[.anchor] == nil, slots[.unit] != nil || slots[.w] != nil || slots[.yd] != nil {
        near += 1
      }
    }
    return (far >= 3 && far > 8 * near || far == 2 && near == 0, near == 0)
  }

  /// A year that no modern calendar of Islam gives: beside 1571 the year 1453 is one of our own.
  private func isOfOtherCenturies(_ match: TemporalMatch) -> Bool {
    guard let year = match.slots[.y], match.slots[.era] == nil, match.slots[.hijri] == nil else { return false }
    return (1000..<1300).contains(year) || (1501..<1850).contains(year)
  }

  // MARK: Ranges

  /// Whether the two are the ends of a range; an end without year takes it from the other.
  private func joined(_ a: TemporalMatch, _ b: TemporalMatch) -> (TemporalMatch, TemporalMatch, Bool) {
    var (first, second) = (a, b)
    let isRange = joins(&first, &second)
    return (first, second, isRange)
  }

  private func joins(_ first: inout TemporalMatch, _ second: inout TemporalMatch) -> Bool {
    guard first.kind == .date, second.kind == .date else { return false }
    guard let link = link(first, second) else {
      // “in January and February 1943”: a list shares its year.
      if isList(first, second), let year = second.slots[.y], isPlainDate(first.slots), isPlainDate(second.slots),
        first.slots[.y] == nil, first.slots[.yd] == nil, first.slots[.hm] == nil, let from = first.slots[.m],
        let to = second.slots[.m], from <= to
      {
        first.slots[.y] = year
        first.slots[.era] = second.slots[.era]
      }
      return false
    }
    let (a, b) = (first.slots, second.slots)
    guard isPlainDate(a), isPlainDate(b) else { return false }
    guard ((a[.hy] ?? a[.hm]) == nil) == ((b[.hy] ?? b[.hm]) == nil) else { return false }
    var isCompleted = false
    if a[.y] == nil, a[.yd] == nil, a[.hy] == nil, a[.hm] == nil, let year = b[.y], a[.m] != nil, b[.m] != nil {
      first.slots[.y] = year
      first.slots[.era] = b[.era]
      if let from = a[.m], let to = b[.m], (from, a[.d] ?? 0) > (to, b[.d] ?? 31), b[.era] == nil {
        first.slots[.y] = year - 1
      }
      isCompleted = true
    } else if let year = a[.y], b[.y] == nil, b[.m] != nil, b[.yd] == nil, a[.m] != nil {
      second.slots[.y] = year + ((b[.m] ?? 0, b[.d] ?? 31) < (a[.m] ?? 0, a[.d] ?? 0) ? 1 : 0)
    } else if a[.hm] != nil, a[.hy] == nil, let year = b[.hy] {
      first.slots[.hy] = year
      isCompleted = true
    }
    return !link.isWord || isCompleted || !rules.keepsWordRangesApart
  }

  /// Nothing but a comma or “and” stands between the two.
  private func isList(_ first: TemporalMatch, _ second: TemporalMatch) -> Bool {
    let gap = first.tokens.upperBound..<second.tokens.lowerBound
    guard (1...2).contains(gap.count) else { return false }
    if gap.count == 2 {  // “, and”
      return tokens[gap.lowerBound].word == 0x2C && !senses(rules.connectorClass, gap.lowerBound + 1).isEmpty
    }
    return isComma(gap.lowerBound)
      || !senses(rules.connectorClass, gap.lowerBound).isEmpty
  }

  private func isPlainDate(_ slots: SlotValues) -> Bool {
    slots[.h] == nil && slots[.pod] == nil && (slots[.y] ?? slots[.m] ?? slots[.w] ?? slots[.hm] ?? slots[.hy]) != nil
      && slots[.d2] == nil && slots[.y2] == nil && slots[.m2] == nil && slots[.unit] == nil && slots[.hol] == nil
  }

  /// What joins two matches: a dash, a word such as “to”, or “and” after “between”.
  private func link(_ first: TemporalMatch, _ second: TemporalMatch) -> (isWord: Bool, Void)? {
    let gap = first.tokens.upperBound..<second.tokens.lowerBound
    guard (1...2).contains(gap.count) else { return nil }
    guard !gap.contains(where: { tokens[$0].startsLine }), !tokens[second.tokens.lowerBound].startsBlock else {
      return nil
    }
    if gap.count == 1, tokens[gap.lowerBound].kind == .punctuation {
      // A dash at the end of a line closes it.
      return tokens[gap.lowerBound].word == 0x2D && !tokens[second.tokens.lowerBound].startsLine ? (false, ()) : nil
    }
    for (value, follows) in senses(rules.connectorClass, gap.lowerBound)
    where follows + 1 == gap.count || gap.count == follows + 2 {
      // A connector of value 1 (“and”) needs a “between” in front.
      guard value == 1 else { return (true, ()) }
      let before = first.tokens.lowerBound - 1
      for back in [before, before - 1] where back >= 0 {
        if !senses(rules.betweenClass, back).isEmpty { return (true, ()) }
      }
    }
    return nil
  }

  /// The values of a word's senses of one class, with how many words follow it.
  func senses(_ wordClass: UInt8?, _ index: Int) -> [(value: Int32, follows: Int)] {
    guard let wordClass, index < tokens.count, tokens[index].kind == .word, tokens[index].word != 0 else { return [] }
    return rules.senses[Int(tokens[index].word)].filter { $0.wordClass == wordClass }.map {
      ($0.value, $0.continuation.count)
    }
  }

  private func range(
    _ first: TemporalResolver.Outcome, _ second: TemporalResolver.Outcome, _ a: TemporalMatch, _ b: TemporalMatch
  ) -> TemporalResolver.Outcome? {
    guard first.flag == nil, second.flag == nil, var from = first.calendar, var to = second.calendar else { return nil }
    guard var start = from.interval, var end = to.interval else {
      guard let early = from.year, let late = to.year, early <= late else { return nil }
      return TemporalResolver.Outcome(
        value: "\(from.text)/\(to.text)", calendar: .years(early, late), resolution: first.resolution)
    }
    if start.first > end.last {
      if a.slots[.w] != nil, b.slots[.w] != nil, case .day(let day) = to {
        to = .day(day.adding(days: 7))
      } else if b.slots[.y] == nil, case .day(let day) = to {
        to = .day(day.adding(months: 12))
      } else if a.slots[.y] == nil, case .day(let day) = from {
        from = .day(day.adding(months: -12))
      } else {
        return nil
      }
      (start, end) = (from.interval ?? start, to.interval ?? end)
      guard start.first <= end.last else { return nil }
    }
    var outcome = second
    outcome.kind = .date
    outcome.value = "\(from.text)/\(to.text)"
    outcome.calendar = .days(DayInterval(start.first, end.last))
    outcome.part = nil
    outcome.resolution = first.resolution == .explicit ? second.resolution : first.resolution
    return outcome
  }

  // MARK: Compound durations

  /// “four hours and ten minutes”: one duration when the units descend, weeks and halves left apart.
  private func compound(
    _ second: TemporalResolver.Outcome, _ span: Range<Int>,
    after first: (tokens: Range<Int>, outcome: TemporalResolver.Outcome)?
  ) -> TemporalResolver.Outcome? {
    guard let first, second.kind == .duration, first.tokens.upperBound <= span.lowerBound else { return nil }
    let gap = first.tokens.upperBound..<span.lowerBound
    guard gap.count <= 1, !tokens[span.lowerBound].startsSentence, !tokens[span.lowerBound].startsBlock else {
      return nil
    }
    if let joint = gap.first, !senses(rules.connectorClass, joint).contains(where: { $0.value == 1 }) { return nil }
    guard let (major, rank) = unit(first.outcome.value), let (minor, lower) = unit(second.value), lower < rank else {
      return nil
    }
    let isClock = lower < 3
    var outcome = first.outcome
    outcome.value = "P" + major + (isClock && rank >= 3 ? "T" : "") + minor
    if rank < 3 { outcome.value = "PT" + major + minor }
    return outcome
  }

  /// The number and letter of a simple period and its rank from seconds (0) to years (5).
  private func unit(_ value: String) -> (text: String, rank: Int)? {
    let isClock = value.hasPrefix("PT")
    let text = value.dropFirst(isClock ? 2 : 1)
    guard let letter = text.last, text.dropLast().allSatisfy(\.isNumber), text.count > 1 else { return nil }
    let letters: [Character] = isClock ? ["S", "M", "H"] : ["D", "M", "Y"]
    guard let index = letters.firstIndex(of: letter) else { return nil }
    return (String(text), index + (isClock ? 0 : 3))
  }

  // MARK: Twins

  /// «23 رجب 1446 هـ الموافق 23 يناير 2025»: two calendars that are more than two days apart are both flagged. A day
  /// or two is what the sighting of the moon makes of the tables.
  private func checkTwins(_ found: inout [TemporalExpression]) {
    guard rules.splitsArabicPrefixes, found.count > 1 else { return }
    for index in found.indices.dropLast() {
      let (a, b) = (found[index], found[index + 1])
      guard let first = a.interval, let second = b.interval, first.days == 1, second.days == 1,
        a.resolution == .explicit, abs(first.first.dayNumber - second.first.dayNumber) > 2
      else { continue }
      let gap = a.range.upperBound..<b.range.lowerBound
      guard gap.count < 40, String(decoding: bytes[gap], as: UTF8.self).contains("موافق") else { continue }
      for position in [index, index + 1] {
        found[position].flag = .calendarMismatch
        found[position].confidence = .low
        found[position].interval = nil
      }
    }
  }
}
