import ReportArticles

// Expressions that count from a day: what they count from, steps, weekdays, days of the month, times.

extension TemporalResolver {
  /// The day that relative expressions start from.
  func base(_ isNarrative: Bool, _ token: Int, _ unit: TimeUnit = .year) -> Base? {
    if isNarrative, let mention = anchor(unit), let interval = mention.value.interval {
      return Base(day: interval.first, last: interval.last, resolution: .narrative)
    }
    if tellsHistory, reference.day == nil, let interval = last?.value.interval {
      return Base(day: interval.first, last: interval.last, resolution: .narrative)
    }
    return reference.day.map { Base(day: $0, last: $0, resolution: .reference) }
  }

  /// Where a step starts from, and whose day that is.
  struct Base {
    var day: CivilDate
    var last: CivilDate
    var resolution: TemporalExpression.Resolution
  }

  /// The date mentioned last that is fine enough to step on from in `unit`; in a history the last one of any kind.
  func anchor(_ unit: TimeUnit) -> Mention? {
    let level: Int
    switch unit {
    case .second, .minute, .hour, .day: level = 0
    case .weekend, .week, .fortnight: level = 1
    case .month: level = 2
    default: level = 4
    }
    if let fine = lastByCoarseness[level] {
      // A finer date is of no use when the text has gone on to another year.
      if let last, let year = last.value.year, let other = fine.value.year,
        year == other || last.token - fine.token < 60
      {
        return fine
      }
    }
    return tellsHistory || (lastByCoarseness[min(level + 2, 4)]?.value.coarseness ?? 9) <= level + 2 ? last : nil
  }

  /// Whether a date without year belongs to the date mentioned before rather than to the day of the article.
  func followsStory(_ token: Int, _ tense: Tense = .past) -> Bool {
    guard let last, let year = last.value.year else { return false }
    guard let day = reference.day else { return true }
    if tellsHistory { return true }
    let distance = day.year - year  // a plan for a year ahead does not carry what follows with it
    return last.isExplicit && year > 0
      // Chronicles tell in the present: “28 June: the archduke is shot”.
      && (tense != .present || isTenseInferred || last.isHeading) && tense != .future
      && token - last.token < (isFarFromReference || last.isHeading ? 120 : 40)
      && (sentence == last.sentence ? distance >= 1 : continues(last) && distance >= 2)
  }

  /// The sentence after the one that a date stands in goes on from there; in the news only within the paragraph, which
  /// may be background that the next one leaves. Below a year on a line of its own everything does.
  private func continues(_ mention: Mention) -> Bool {
    if mention.isHeading { return true }
    return isFarFromReference
      ? sentence <= mention.sentence + 4 : sentence <= mention.sentence + 1 && block == mention.block
  }

  func step(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    guard let unit = slots[.unit].flatMap({ TimeUnit(rawValue: Int32($0)) }) else { return nil }
    var count = slots[.n] ?? 1
    if slots[.n] == nil, slots[.dir] == 0 { count = 0 }
    if count == -99 || slots[.vague] != nil {
      return Outcome(
        value: (slots[.dir] ?? -1) < 0 ? "PAST_REF" : "FUTURE_REF", resolution: .unresolved, confidence: .medium)
    }
    count *= slots[.dir] ?? 1
    // In a story “the next month” goes on from the date mentioned last; “this” and “yesterday” stay with the writer.
    let isNarrative =
      slots[.anchor] == 1 || tellsHistory && (slots[.dir] ?? 0) != 0
      || slots[.anchor] == 2 && (slots[.dir] ?? 0) >= 0 && followsStory(token)
    guard abs(count) < 10_000 else { return nil }
    // «سال گذشته»: years of the calendar that the language counts in.
    if unit == .year, oldYears == .solar, slots[.n] == nil, !isNarrative, let day = reference.day,
      let days = SolarDate.days(year: SolarDate.year(of: day) + count)
    {
      let value = CalendarValue.days(days)
      return Outcome(value: value.text, calendar: value, resolution: .reference)
    }
    if isNarrative, let year = last?.value.year, year < 0 { return ancientStep(year, unit, count) }
    guard let base = base(isNarrative, token, unit) else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    if unit == .hour || unit == .minute || unit == .second {
      return Outcome(kind: .duration, value: TemporalResolver.period(String(abs(count)), unit), resolution: .explicit)
    }
    // From the end of a longer stretch one steps on; steps of its own size start from its beginning.
    var day = base.day
    if base.resolution == .narrative, unit == .day, count > 0, base.last.dayNumber - base.day.dayNumber < 62 {
      day = base.last
    }
    // «غادرها وعاد بعد عشرين عاما»: in what is told of the past, steps ahead from today are a duration.
    // «انسحبت في 25 أيار 2000 بعد 22 عاما»: beside a date it is how long something lasted before.
    if slots[.anchor] == 2, slots[.dir] == 1, count > 0,
      base.resolution == .reference ? tense == .past || tense == .pastLikely : last?.token == token
    {
      return duration(slots)
    }
    // “Rain fell over the weekend”: the one that is over.
    if unit == .weekend, count == 0, slots[.dir] == nil, tense == .past || tense == .unknown,
      CalendarValue.weekend(day).interval.map({ $0.first > day }) == true
    {
      day = day.adding(days: -7)
    }
    guard let value = TemporalResolver.shifted(day, unit, count, isCounted: slots[.n] != nil) else { return nil }
    if case .month(let year, let month) = value, let number = slots[.n2] {
      var found = within(year: year, month: month, number, weekday: slots[.w])
      // “were due in the last week of the month”: what was lies in the month before when it is not over in this one.
      if count == 0, tense == .past || tense == .pastLikely, let reference = reference.day,
        base.resolution == .reference, let first = found?.interval?.first, first > reference
      {
        let before = reference.adding(months: -1)
        found = within(year: before.year, month: before.month, number, weekday: slots[.w])
      }
      return found.map {
        Outcome(value: $0.text, calendar: $0, resolution: base.resolution)
      }
    }
    if case .month(let year, let month) = value, let number = slots[.d] {
      return CivilDate(year: year, month: month, day: number).map {
        Outcome(value: $0.description, calendar: .day($0), resolution: base.resolution)
      }
    }
    if case .week(let start) = value, let weekday = slots[.w] {
      let day = CalendarValue.monday(start).adding(days: weekday - 1)
      return Outcome(value: day.description, calendar: .day(day), resolution: base.resolution)
    }
    return Outcome(
      value: value.text, calendar: value, resolution: base.resolution, confidence: isNarrative ? .medium : .high)
  }

  /// “the last Friday of the month”, “the second week of the month”; `number` 5 is the last.
  func within(year: Int, month: Int, _ number: Int, weekday: Int?) -> CalendarValue? {
    let number = min(max(number, 1), 5)
    if let weekday {
      return Feast.weekday(month: month, nth: number, weekday: weekday).days(in: year).first.map { .day($0) }
    }
    return TemporalResolver.week(number, year: year, month: month)
  }

  /// The week that holds day 1, 8, 15 or 22 of a month, or the last one with most of its days in the month.
  static func week(_ number: Int, year: Int, month: Int) -> CalendarValue? {
    guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
    return .week(number == 5 ? first.adding(months: 1).adding(days: -4) : first.adding(days: (number - 1) * 7))
  }

  /// Steps of years from a year before Christ; shorter ones are not followed.
  func ancientStep(_ year: Int, _ unit: TimeUnit, _ count: Int) -> Outcome {
    let years = [TimeUnit.year: 1, .decade: 10, .century: 100][unit]
    guard let years else { return Outcome(value: "XXXX-XX-XX", resolution: .unresolved, confidence: .low) }
    var target = year + count * years
    if target >= 0 { target += 1 }  // there is no year 0
    let value = CalendarValue.year(target)
    return Outcome(value: value.text, calendar: value, resolution: .narrative, confidence: .medium)
  }

  /// The stretch of `unit` that lies `count` steps from the one that holds `day`.
  static func shifted(_ day: CivilDate, _ unit: TimeUnit, _ count: Int, isCounted: Bool) -> CalendarValue? {
    let index = day.year * 12 + day.month - 1
    switch unit {
    case .second, .minute, .hour: return nil
    case .day: return .day(day.adding(days: count))
    case .weekend: return .weekend(day.adding(days: count * 7))
    case .week: return .week(day.adding(days: count * 7))
    case .fortnight: return .week(day.adding(days: count * 14))
    case .month:
      let month = index + count
      return month >= 12 ? .month(year: month / 12, month: month % 12 + 1) : nil
    case .quarter:
      let quarter = index / 3 + count
      return quarter >= 4 ? .quarter(year: quarter / 4, quarter: quarter % 4 + 1) : nil
    case .halfyear:
      let half = index / 6 + count
      return half >= 2 ? .half(year: half / 2, half: half % 2 + 1) : nil
    case .year: return .year(day.year + count <= 0 ? day.year + count - 1 : day.year + count)
    case .decade:
      // “a decade ago” is a year, “last decade” a decade.
      return isCounted ? .year(day.year + count * 10) : .decade(day.year / 10 + count)
    case .century: return isCounted ? .year(day.year + count * 100) : .century(day.year / 100 + count)
    }
  }

  func weekday(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    guard let weekday = slots[.w] else { return nil }
    // Weekdays are the writer's own, but for those of a history.
    guard let base = base(tellsHistory && last?.isExplicit == true && isFine(last), token) else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    let distance = (weekday - base.day.weekday.rawValue + 7) % 7  // days until the next one, 0 for the day itself
    let step: Int
    switch slots[.dir] {
    case -2: step = distance - 14
    case 2: step = (distance == 0 ? 7 : distance) + 7
    case -1: step = distance - 7
    case 1: step = distance == 0 ? 7 : distance
    case 0: step = distance
    default:
      let looksForward =
        tense == .future || tense == .present || tense == .state || base.resolution == .narrative
      step = looksForward ? distance : distance == 0 ? 0 : distance - 7
    }
    let day = base.day.adding(days: step)
    let isGuess = slots[.dir] == nil && isDirectionWeak && distance > 0 && base.resolution == .reference
    return Outcome(
      value: day.description, calendar: .day(day), resolution: base.resolution,
      confidence: isGuess ? .low : slots[.dir] == nil && tense == .unknown ? .medium : .high,
      flag: isGuess ? .uncertainDirection : nil)
  }

  /// Whether a weekday can be told from a mention: a day, a week or a month, but not a year.
  private func isFine(_ mention: Mention?) -> Bool { mention.map { $0.value.coarseness <= 2 } ?? false }

  func dayOfMonth(_ day: Int, _ tense: Tense, _ token: Int, isOfLast: Bool) -> Outcome? {
    if isOfLast || followsStory(token, tense), let last, let month = last.value.month, let year = last.value.lastYear {
      guard let date = CivilDate(year: year, month: month, day: day) else { return nil }
      return Outcome(value: date.description, calendar: .day(date), resolution: .narrative, confidence: .medium)
    }
    guard let base = reference.day else {
      return Outcome(value: "XXXX-XX-\(padded(day, 2))", resolution: .unresolved, confidence: .low)
    }
    let candidates = (-1...1).compactMap { shift -> CivilDate? in
      let month = base.adding(months: shift)
      return CivilDate(year: month.year, month: month.month, day: day)
    }
    return nearest(candidates.map { .day($0) }, to: base, tense).map {
      Outcome(value: $0.text, calendar: $0, resolution: .reference, confidence: .medium)
    }
  }

  func timeOnly(_ slots: SlotValues, _ token: Int) -> Outcome? {
    guard slots[.h] != nil || slots[.pod] != nil else { return nil }
    if let last, case .day(let day) = last.value,
      tellsHistory || slots[.anchor] == 1 || isAtHand(last, day, token, isClock: slots[.h] != nil)
    {
      return Outcome(value: day.description, calendar: .day(day), resolution: .narrative, confidence: .medium)
    }
    if tellsHistory {
      return Outcome(value: "XXXX-XX-XX", resolution: .unresolved, confidence: .low)
    }
    guard let day = reference.day else {
      return Outcome(value: "XXXX-XX-XX", resolution: .unresolved, confidence: .low)
    }
    // A clock time alone is the day's; after other dates nobody can tell whose day it is.
    if last != nil, slots[.h] != nil { return nil }
    return Outcome(value: day.description, calendar: .day(day), resolution: .reference, confidence: .medium)
  }

  /// Whether a time of day goes with a day mentioned before: one of its own sentence, or one of the sentence before
  /// that is not far from the day of the article.
  func isAtHand(_ mention: Mention, _ day: CivilDate, _ token: Int, isClock: Bool) -> Bool {
    guard token - mention.token < 30, lastRecurrence < mention.token else { return false }
    guard sentence != mention.sentence, let reference = reference.day else { return true }
    let distance = abs(day.dayNumber - reference.dayNumber)
    return sentence == mention.sentence + 1 && (distance <= 7 || distance > 366 && mention.isExplicit && !isClock)
  }
}
