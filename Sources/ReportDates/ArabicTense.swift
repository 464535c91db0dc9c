/// The tense of Arabic sentences: perfects tell, imperfects without «كان» and subjunctives look ahead.
extension TaggingPass {
  /// The tense that the words before a match speak for when no word with a tense of its own stands in the sentence.
  func arabicTense(_ first: Int, _ match: TemporalMatch) -> TemporalResolver.Tense {
    if let tense = clauseTense(first, match) { return tense }
    if !senses(rules.reportClass, first).isEmpty { return .unknown }
    var index = first
    var isJoined = false
    // «ويصل»: the conjunction stands apart when the word after it is known, and is a part of it when it is not.
    if isConjunction(index), index + 1 < match.tokens.lowerBound {
      index += 1
      if !senses(rules.reportClass, index).isEmpty { return .unknown }
    }
    let token = tokens[index]
    guard token.kind == .word, token.word == 0, token.end - token.start >= 6 else { return .pastLikely }
    var start = token.start
    if bytes[start] == 0xD9, bytes[start + 1] == 0x88 || bytes[start + 1] == 0x81, token.end - start >= 8 {
      start += 2
      isJoined = true
    }
    guard let person = prefix(start..<token.end) else { return .pastLikely }
    if person == .third { return .present }
    // «وتصوت اللجنة»: a feminine subject tells an imperfect from a perfect of the fifth and sixth forms («وتوقف القطار»).
    return !isJoined || isFeminine(index + 1) ? .present : .pastLikely
  }

  private enum Person { case third, feminine }

  /// The prefix of an imperfect. «تعرضت» begins with the prefix and ends as a perfect, so it is one.
  private func prefix(_ word: Range<Int>) -> Person? {
    guard word.count >= 6 else { return nil }
    let (a, b) = (bytes[word.lowerBound], bytes[word.lowerBound + 1])
    if a == 0xD9, b == 0x8A { return .third }
    guard a == 0xD8, b == 0xAA else { return nil }
    return word.count >= 10 && ends(word, 0xD8, 0xAA) ? nil : .feminine
  }

  private func ends(_ word: Range<Int>, _ a: UInt8, _ b: UInt8) -> Bool {
    word.count >= 2 && bytes[word.upperBound - 2] == a && bytes[word.upperBound - 1] == b
  }

  private func isFeminine(_ index: Int) -> Bool {
    guard index < tokens.count, tokens[index].kind == .word else { return false }
    let word = tokens[index].start..<tokens[index].end
    return ends(word, 0xD8, 0xA9) || ends(word, 0xD8, 0xAA)
  }

  private func isConjunction(_ index: Int) -> Bool {
    let token = tokens[index]
    return token.kind == .word && token.end - token.start == 2 && bytes[token.start] == 0xD9
      && (bytes[token.start + 1] == 0x88 || bytes[token.start + 1] == 0x81)
  }

  /// The clause that holds the match: what is expected («توقع أن»), what goes on meanwhile («بينما يخضع»), what holds
  /// from a day on («ابتداء من»). A relative clause with a perfect («الذين فقدوا») tells again.
  private func clauseTense(_ first: Int, _ match: TemporalMatch) -> TemporalResolver.Tense? {
    let end = match.tokens.lowerBound
    var result: TemporalResolver.Tense?
    var expects = false
    for index in first..<max(first, end) {
      // «…، وهذا ما نقل»: a comma and «و» end the clause.
      if result == .present, isComma(index), opensArabicClause(index + 1) { result = nil }
      guard tokens[index].kind == .word else { continue }
      if !senses(rules.expectClass, index).isEmpty { expects = true }
      if !senses(rules.onsetClass, index).isEmpty, end - index <= 3 { return .present }
      if let clause = senses(rules.subjunctiveClass, index).first, index + 1 < end,
        index == first || !hasClue(.prior, at: index - 1)
      {
        let person = imperfect(index + 1)
        if person == .third || person == .feminine && (expects || clause.value == 1 || isFeminine(index + 2)) {
          result = .present
        }
      } else if !senses(rules.relativeClass, index).isEmpty, index + 1 < end, imperfect(index + 1) == nil {
        result = end - index <= 4 ? .pastLikely : nil
      } else if tokens[index].word == 0, ends(tokens[index].start..<tokens[index].end, 0xD8, 0xA7),
        ends(tokens[index].start..<(tokens[index].end - 2), 0xD9, 0x88)
      {
        // «فقدوا» is a perfect; «أن يعودوا» has the prefix.
        if imperfect(index) == nil, result == .present { result = nil }
      }
    }
    // «حتى 20 شوال»: the end of something that goes on.
    if result != .present, match.slots[.hm] != nil, match.slots[.hy] == nil, end > first,
      !senses(rules.untilClass, end - 1).isEmpty
    {
      return .present
    }
    return result
  }

  /// The person of an imperfect that reports nothing.
  private func imperfect(_ index: Int) -> Person? {
    let token = tokens[index]
    guard token.kind == .word, senses(rules.reportClass, index).isEmpty else { return nil }
    return prefix(token.start..<token.end)
  }
}
