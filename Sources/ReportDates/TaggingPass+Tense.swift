// Tense: whether the words around a date tell of what was or of what is ahead.

extension TaggingPass {
  /// The tense of the sentence around a match, from the words nearest to it; at most 40 tokens to either side count.
  func tense(at match: TemporalMatch) -> TemporalResolver.Tense {
    var best: (distance: Int, tense: TemporalResolver.Tense)?
    var start = match.tokens.lowerBound
    let lowest = max(0, start - 40)
    while start > lowest, !tokens[start].startsSentence { start -= 1 }
    if match.tokens.lowerBound > start, !senses(rules.sinceClass, match.tokens.lowerBound - 1).isEmpty { return .past }
    if isPutOff(match, first: start) { return .unknown }
    if isToldBefore(match, first: start) { return .past }
    if isPromisedBefore(match, first: start) { return .future }
    // «إثر إعادة انتخابه في 24 يونيو»
    if followsAftermath(match, first: start) { return .past }
    var index = start
    // Arabic sentences say first what happens; what comes long after the date is another matter.
    let highest = min(tokens.count, match.tokens.upperBound + (rules.splitsArabicPrefixes ? 10 : 40))
    while index < highest {
      if index > match.tokens.upperBound, tokens[index].startsSentence { break }
      // «قال مساء الاثنين إن المعبر سيفتح»: what is said is a clause of its own.
      if index >= match.tokens.upperBound,
        !senses(rules.subjunctiveClass, index).isEmpty || hasClue(.complement, at: index)
          || opensArabicClause(index)
          || rules.splitsArabicPrefixes && !senses(rules.relativeClass, index).isEmpty
      {
        break
      }
      // “the forecast is”: a verb of state says less than what looks ahead.
      if let tense = tense(of: index, first: start), tense != .state || best?.tense != .present {
        let distance =
          index < match.tokens.lowerBound
          ? match.tokens.lowerBound - index : max(0, index - match.tokens.upperBound) + 2
        if tense == .future || best == nil || distance < (best?.distance ?? 0) && best?.tense != .future {
          if !(best?.tense == .future && tense != .future) { best = (distance, tense) }
        }
      }
      index += 1
    }
    let isDue = match.tokens.lowerBound > start && hasClue(.due, at: match.tokens.lowerBound - 1)
    if let best { return isDue && best.tense != .past ? .future : best.tense }
    if isDue { return .future }
    return rules.splitsArabicPrefixes ? arabicTense(start, match) : .unknown
  }

  private func followsAftermath(_ match: TemporalMatch, first: Int) -> Bool {
    word(before: match, within: 12, first: first) { hasClue(.aftermath, at: $0) } != nil
  }

  /// The last of the tokens before a match, in its own clause, that satisfies `belongs`.
  private func word(
    before match: TemporalMatch, within count: Int, first: Int, _ belongs: (Int) -> Bool
  ) -> Int? {
    var index = match.tokens.lowerBound - 1
    while index >= max(first, match.tokens.lowerBound - count), !isComma(index) {
      if belongs(index) { return index }
      index -= 1
    }
    return nil
  }

  /// “was postponed to 18 September”, «أمهلهم حتى 12 مايو»: told of the past, but the date need not be.
  private func isPutOff(_ match: TemporalMatch, first: Int) -> Bool {
    let before = match.tokens.lowerBound - 1
    guard before > first, hasClue(.goal, at: before) else { return false }
    return (max(first, before - 8)..<before).contains { hasClue(.postpone, at: $0) }
  }

  /// «رفض الطعن في مارس، وستنظر في آخر»: after a comma and «و» something else is told.
  func opensArabicClause(_ index: Int) -> Bool {
    guard rules.splitsArabicPrefixes, index > 0, isComma(index - 1) else { return false }
    return bytes[tokens[index].start..<tokens[index].end].starts(with: "و".utf8)
  }

  /// “was towed on Tuesday and will be mended”: a verb of the past shortly before the match, in its own clause, tells
  /// its tense, whatever the sentence goes on to say.
  private func isToldBefore(_ match: TemporalMatch, first: Int) -> Bool {
    guard !rules.splitsArabicPrefixes else { return false }
    var nearest: TemporalResolver.Tense?
    var index = match.tokens.lowerBound - 1
    while index >= first, !isComma(index) {
      if let tense = tense(of: index, first: first) {
        if tense == .future { return false }
        if nearest == nil {
          // “is set for”, “to be held on”
          let isParticiple = (max(first, index - 2)..<index).contains { !senses(rules.stateClass, $0).isEmpty }
          guard tense == .past, !isParticiple, match.tokens.lowerBound - index <= 5 else { return false }
          nearest = tense
        }
      }
      index -= 1
    }
    return nearest == .past
  }

  /// “said that she would vote on Wednesday”: what was ahead when it was said.
  private func isPromisedBefore(_ match: TemporalMatch, first: Int) -> Bool {
    guard rules.wouldClass != nil else { return false }
    let would = word(before: match, within: 9, first: first) { !senses(rules.wouldClass, $0).isEmpty }
    return would.map { senses(rules.perfectClass, $0 + 1).isEmpty } ?? false
  }

  func hasClue(_ clue: TenseClue, at index: Int) -> Bool {
    senses(rules.clueClass, index).contains { $0.value == clue.rawValue }
  }

  private func tense(of index: Int, first: Int) -> TemporalResolver.Tense? {
    let token = tokens[index]
    guard token.kind == .word else { return nil }
    if token.word != 0 {
      for sense in rules.senses[Int(token.word)] {
        if sense.wordClass == rules.futureClass { return .future }
        if sense.wordClass == rules.pastClass {
          // “would cut”: an infinitive that looks like a past form.
          if index > first, !senses(rules.wouldClass, index - 1).isEmpty { return nil }
          // “is to be made public”: a participle, not a past form.
          let isPassive = rules.keepsWordRangesApart && index > first && !senses(rules.stateClass, index - 1).isEmpty
          return isPassive ? .present : .past
        }
        if sense.wordClass == rules.presentClass {
          // “unveiled its plans on Monday”; but “the scheduled vote”.
          let isParticiple = bytes[token.end - 1] == 0x64
          return !isParticiple && index > first && hasClue(.determiner, at: index - 1) ? nil : .present
        }
        if sense.wordClass == rules.stateClass { return .state }
      }
      return nil
    }
    if rules.splitsArabicPrefixes { return isArabicFuture(token) ? .future : nil }
    if !rules.futureEndings.isEmpty, !token.isCapitalised {
      let word = bytes[token.start..<token.end]
      func ends(_ ending: [UInt8]) -> Bool {
        word.count >= ending.count + 4 && word.suffix(ending.count).elementsEqual(ending)
      }
      return rules.futureEndings.contains(where: ends) ? .future : rules.pastEndings.contains(where: ends) ? .past : nil
    }
    // An unknown lower-case English word in -ed is a past form or a participle of one.
    if rules.keepsWordRangesApart, !token.isCapitalised, token.end - token.start > 4, bytes[token.end - 1] == 0x64,
      bytes[token.end - 2] == 0x65
    {
      return tenseOfParticiple(at: index, first: first)
    }
    return nil
  }

  /// “is promised”, “should be repaired” and “has been delayed” are not told of the past; “was promised” and
  /// “promised” are. The auxiliary stands at most three words before (“is still being considered”).
  private func tenseOfParticiple(at index: Int, first: Int) -> TemporalResolver.Tense {
    for before in stride(from: index - 1, through: max(first, index - 3), by: -1) {
      guard tokens[before].kind == .word else { break }
      if !senses(rules.pastClass, before).isEmpty { return .past }
      if !senses(rules.stateClass, before).isEmpty { return .present }
      if !senses(rules.perfectClass, before).isEmpty { return .state }
    }
    return .past
  }

  /// «سيعقد»، «ستبدأ»: the particle of the future written together with an imperfect. No imperfect has the endings of
  /// «سيارة»، «سندات»، «سيناء» and «سياسيون», and none begins with «سيا»; other words that look like one stand in the rules.
  private func isArabicFuture(_ token: TemporalToken) -> Bool {
    var word = bytes[token.start..<token.end]
    // «وستنظر»: the conjunction of an unknown word is a part of it.
    if word.starts(with: "وس".utf8) || word.starts(with: "فس".utf8) { word = word.dropFirst(2) }
    guard word.count >= 8, TaggingPass.futurePrefixes.contains(where: word.starts(with:)) else { return false }
    return !word.starts(with: "سيا".utf8)
      && !TaggingPass.nominalEndings.contains { word.suffix($0.count).elementsEqual($0) }
  }

  private static let futurePrefixes = ["سي", "سن", "ست", "سأ"].map { Array($0.utf8) }
  private static let nominalEndings = ["ة", "ات", "اء", "يون", "يين", "يا", "وف", "وفا"].map { Array($0.utf8) }
}

/// What a word hints at, numbered as in the rule files.
enum TenseClue: Int32 {
  /// «إثر»: what follows has happened.
  case aftermath = 1
  /// «أنها»: the clause that a verb of saying takes.
  case complement
  /// «بحلول»: what is due by then.
  case due
  /// “to”, “until”, after `postpone`.
  case goal
  /// “postponed”, «أرجئت»: what it leads to is ahead.
  case postpone
  /// «قبل (أن)»: what follows it does not look ahead.
  case prior
  /// “its”, “the”: what looks like a verb of the present after it is a noun, unless it is a participle.
  case determiner
}
