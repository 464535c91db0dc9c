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
      if isPast(tokens, date, from: index, to: next), notAfter.map({ date.interval.first <= $0 }) ?? true,
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

  // MARK: Past or still to come

  /// Whether the sentence tells a date as past. A day may have been announced, so that it needs a word that says so; a month
  /// or a year is past where no word says that it was still to come.
  private func isPast(_ tokens: DateTokens, _ date: PartialDate, from index: Int, to next: Int) -> Bool {
    let start = sentenceStart(tokens, before: index)
    let end = sentenceEnd(tokens, after: next)
    for position in start..<end where !(index..<next).contains(position) {
      if let word = tokens.word(position), TextDates.isFutureWord(word) { return false }
    }
    // An imperfect verb before it: «ويبدأ العمل في 2 يونيو».
    let before = max(start, index - 8)..<index
    if before.contains(where: { tokens.word($0).map(TextDates.isImperfect) ?? false }) { return false }
    guard date.day != nil else { return true }
    // What follows a conjunction or a reporting verb may be a plan.
    var position = index - 1
    while position >= start, index - position <= 8 {
      if let word = tokens.word(position) {
        if TextDates.sinceWords.contains(word) && index - position <= 2 { return true }
        if TextDates.blockers.contains(word) { return false }
        if TextDates.isPastWord(word) || (index - position <= 2 && TextDates.reportingWords.contains(word)) {
          return true
        }
      } else if let symbol = tokens.symbol(position), ":".unicodeScalars.contains(symbol) {
        return false
      }
      position -= 1
    }
    // “On 12 May 2025 the council decided …”: the date opens the sentence, and the verb follows.
    guard index - start <= 3 else { return false }
    for position in next..<min(end, next + 8) {
      guard let word = tokens.word(position) else { continue }
      if TextDates.blockers.contains(word) { return false }
      if TextDates.isPastWord(word) { return true }
    }
    return false
  }

  private func sentenceStart(_ tokens: DateTokens, before index: Int) -> Int {
    var position = index
    while position > 0, index - position < 60, !endsSentence(tokens, at: position - 1) { position -= 1 }
    return position
  }

  private func sentenceEnd(_ tokens: DateTokens, after index: Int) -> Int {
    var position = index
    while position < tokens.tokens.count, position - index < 60, !endsSentence(tokens, at: position) { position += 1 }
    return position
  }

  private func endsSentence(_ tokens: DateTokens, at index: Int) -> Bool {
    guard let symbol = tokens.symbol(index), ".؟!?؛;".unicodeScalars.contains(symbol) else { return false }
    // 12.5.2025, “3. März”
    return tokens.number(index - 1) == nil && tokens.number(index + 1) == nil
  }

  private static let yearWords: Set<String> = fold(
    "عام سنة العام منذ in since during en depuis im jahr seit desde year année")

  private static let sinceWords: Set<String> = fold("since depuis seit desde منذ")

  private static let futureWords: Set<String> = fold(
    """
    will would shall until till by next due scheduled schedule plan plans planned expected expects before ahead deadline \
    upcoming forthcoming going opens closes begins starts سوف المقبل المقبلة القادم القادمة المقرر مقرر المقررة المرتقب \
    المزمع قبل حتى بحلول غاية موعد مواعيد يعتزم تعتزم ينوي prochain prochaine jusqu prévu prévue sera seront aura d'ici \
    bis wird werden nächsten geplant soll sollen hasta próximo próxima prevista previsto será serán
    """)

  /// Verbs of the past that tell of something done, rather than of something said.
  private static let pastWords: Set<String> = fold(
    """
    was were had did went came took gave met held won lost made found left led rose fell died killed began became broke \
    built bought brought caught drew flew got grew hit kept knew paid ran sat saw sent shot sold spent spoke stood struck \
    taught threw wrote ago fut furent était étaient avait avaient ont eu eut war waren wurde wurden hatte hatten hat \
    haben kam kamen ging starb fiel fielen fue fueron era eran había habían murió كان كانت كانوا وكان وكانت قد وقد لقد \
    الماضي الماضية المنصرم المنصرمة الفائت أمس وقع وقعت قتل قتلت توفي توفيت شهد شهدت بدأ بدأت انطلق انطلقت عقد عقدت \
    صدر صدرت انتخب انتخبت افتتح افتتحت
    """)

  private static let reportingWords: Set<String> = fold(
    """
    said told announced reported confirmed stated promised agreed decided voted approved invited asked قال قالت أعلن \
    أعلنت أكد أكدت أوضح أوضحت قرر قررت
    """)

  /// Words that end as verbs of the past do and are none.
  private static let otherWords: Set<String> = fold("indeed hundred united limited related based embed speed")

  /// Words behind which a plan may follow.
  private static let blockers: Set<String> = fold(
    "to from that which who for que qui pour ab dass zum um para إن أن بأن أنه أنها إنه إنها الذي التي الذين من إلى لمدة على أنها"
  )

  private static func fold(_ words: String) -> Set<String> {
    Set(words.split(separator: " ").map { TextFolding.fold($0) })
  }

  private static func isPastWord(_ word: String) -> Bool {
    if pastWords.contains(word) { return true }
    guard word.utf8.count >= 5, word.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    return word.hasSuffix("ed") && !reportingWords.contains(word) && !otherWords.contains(word)
  }

  private static func isFutureWord(_ word: String) -> Bool {
    if futureWords.contains(word) { return true }
    // The Arabic future prefix: سيعقد، ستبدأ، سنعلن. Some nouns look like it; they only widen the bounds.
    let verb = word.hasPrefix("و") ? word.dropFirst() : word[...]
    return verb.unicodeScalars.count >= 5 && (verb.hasPrefix("سي") || verb.hasPrefix("ست") || verb.hasPrefix("سن"))
      && !["سياس", "سيار", "سيده", "سيناء", "سنوات", "سنوي", "ستين", "سيطر", "سياح"].contains { verb.hasPrefix($0) }
  }

  /// An Arabic verb of the third person that tells of what is or will be: يبدأ، ويفتتح.
  private static func isImperfect(_ word: String) -> Bool {
    let verb = word.hasPrefix("و") || word.hasPrefix("ف") ? word.dropFirst() : word[...]
    return verb.hasPrefix("ي") && verb.unicodeScalars.count >= 4
      && !["يوم", "يناير", "يونيو", "يوليو", "يورو", "يمين", "يسار"].contains { verb.hasPrefix($0) }
  }
}
