import ReportArticles

/// What the text of an article says about the day on which it was written.
struct TextDates {
  /// “today, Monday”: the words, the weekday and the paragraph.
  private(set) var todayWeekday: (text: String, weekday: Weekday, paragraph: Int)?
  /// “today, Monday 5 June 2017” in the first paragraphs: the day and the words.
  private(set) var todayDate: (CivilDate, String)?
  /// The latest date told as past.
  private(set) var latestPast: PartialDate?

  init(paragraphs: [String], notAfter: CivilDate?, findsPastDates: Bool, dayFirst: Bool? = nil) {
    for (index, paragraph) in paragraphs.enumerated() {
      let mayNameToday = todayWeekday == nil && TodayWords.shared.mayOccur(in: paragraph)
      let mayNameDay = findsPastDates && DateTokens.hasDigit(paragraph)
      guard mayNameToday || mayNameDay else { continue }
      let reader = DateReader(paragraph, dayFirst: dayFirst, limit: 20_000)
      if mayNameToday { findToday(reader, in: paragraph, paragraph: index) }
      if mayNameDay { findPast(reader, notAfter: notAfter) }
    }
  }

  private mutating func findToday(_ reader: DateReader, in text: String, paragraph: Int) {
    let tokens = reader.tokens
    let words = DateWords.shared
    for index in tokens.tokens.indices {
      guard let start = tokens.fingerprint(index), words.mayBeginToday(start), let word = tokens.word(index) else {
        continue
      }
      var first = index
      var next = index + 1
      if words.today.contains(word) {
        // aujourd'hui
        if word == "aujourd", tokens.word(next + 1) == "hui" { next += 2 }
      } else if DateWords.demonstratives.contains(word) {
        // ce lundi, هذا اليوم الاثنين, this Monday
        first = index
      } else {
        continue
      }
      while let symbol = tokens.symbol(next), ",،(-–".unicodeScalars.contains(symbol) { next += 1 }
      if let filler = tokens.word(next), filler == "on" || filler == "يوم" || filler == "اليوم" { next += 1 }
      guard let name = tokens.word(next), let weekday = words.weekdays[name], name.utf8.count > 3 else { continue }
      let range = tokens.tokens[first].range.lowerBound..<tokens.tokens[next].range.upperBound
      todayWeekday = (String(decoding: Array(text.utf8)[range], as: UTF8.self), weekday, paragraph)
      if paragraph < 2, let (date, end) = reader.date(at: next), let day = date.day, !date.weekdayIsWrong {
        let range = tokens.tokens[first].range.lowerBound..<tokens.tokens[end - 1].range.upperBound
        todayDate = (day, String(decoding: Array(text.utf8)[range], as: UTF8.self))
      }
      return
    }
  }

  private mutating func findPast(_ reader: DateReader, notAfter: CivilDate?) {
    let tokens = reader.tokens
    var index = 0
    while index < tokens.tokens.count {
      var found: (PartialDate, Int)?
      if let (date, next) = reader.date(at: index) {
        found = (TextDates.firstDay(of: date.date, tokens, before: index), next)
      } else if let (year, digits) = tokens.number(index + 1), digits == 4, (1900...2100).contains(year),
        let word = tokens.word(index), TextDates.yearWords.contains(word), let date = PartialDate(year: year)
      {
        found = (date, index + 2)
      }
      guard let (date, next) = found else {
        index += 1
        continue
      }
      if !isFuture(tokens, before: index, after: next), notAfter.map({ date.interval.first <= $0 }) ?? true,
        latestPast.map({ TextDates.isLater(date, than: $0) }) ?? true
      {
        latestPast = date
      }
      index = next
    }
  }

  /// “8 and 9 March 2017” begins on the 8th, and may be told on that day.
  private static func firstDay(of date: PartialDate, _ tokens: DateTokens, before index: Int) -> PartialDate {
    guard date.day != nil, index >= 2 else { return date }
    let isJoined: Bool
    if let word = tokens.word(index - 1) {
      isJoined = ["و", "and", "to", "الي", "et", "au", "bis", "und", "y", "al", "حتي"].contains(word)
    } else {
      isJoined = tokens.symbol(index - 1).map { "-–—,،".unicodeScalars.contains($0) } ?? false
    }
    guard isJoined, let (first, digits) = tokens.number(index - 2), digits <= 2 else { return date }
    return PartialDate(year: date.year, month: date.month, day: first) ?? date
  }

  /// Later, or within the same time and more precise.
  private static func isLater(_ date: PartialDate, than other: PartialDate) -> Bool {
    let (a, b) = (date.interval, other.interval)
    return a.first > b.first || (a.first == b.first && a.days < b.days)
  }

  /// Whether words around a date tell that it was still to come when the text was written.
  private func isFuture(_ tokens: DateTokens, before index: Int, after next: Int) -> Bool {
    var position = index - 1
    var steps = 0
    while position >= 0, steps < 14 {
      if let symbol = tokens.symbol(position), ".؟!?؛".unicodeScalars.contains(symbol) { break }
      if let word = tokens.word(position), TextDates.isFutureWord(word) { return true }
      position -= 1
      steps += 1
    }
    if let word = tokens.word(next), TextDates.futureWords.contains(word) { return true }
    return false
  }

  private static let yearWords: Set<String> = Set(
    [
      "عام", "سنة", "العام", "منذ", "in", "since", "during", "en", "depuis", "im", "jahr", "seit", "desde", "year",
      "année",
    ]
    .map { TextFolding.fold($0) })

  private static let futureWords: Set<String> = Set(
    [
      "will", "would", "shall", "until", "till", "by", "next", "due", "scheduled", "schedule", "plan", "plans",
      "planned",
      "expected", "expects", "before", "ahead", "deadline", "upcoming", "forthcoming", "going", "سوف", "المقبل",
      "المقبلة",
      "القادم", "القادمة", "المقرر", "مقرر", "المقررة", "المرتقب", "المزمع", "قبل", "حتى", "بحلول", "غاية", "موعد",
      "يعتزم",
      "تعتزم", "ينوي", "prochain", "prochaine", "jusqu", "prévu", "prévue", "sera", "d'ici", "bis", "wird", "werden",
      "nächsten", "geplant", "hasta", "próximo", "prevista", "previsto", "será",
    ].map { TextFolding.fold($0) })

  private static func isFutureWord(_ word: String) -> Bool {
    if futureWords.contains(word) { return true }
    // The Arabic future prefix: سيعقد، ستبدأ، سنعلن. Some nouns look like it; they only widen the bounds.
    return word.unicodeScalars.count >= 5 && (word.hasPrefix("سي") || word.hasPrefix("ست") || word.hasPrefix("سن"))
      && !["سياس", "سيار", "سيده", "سيناء", "سنوات", "سنوي", "ستين", "سيطر", "سياح"].contains { word.hasPrefix($0) }
  }
}
