/// Turns what rules found into values, in the order of the text: against the day of reference, or against the date
/// mentioned last where the text tells a story (the two anchors of TimeML).
struct TemporalResolver {
  /// A value on its way out.
  struct Outcome {
    var kind: TemporalExpression.Kind = .date
    var value: String
    var calendar: CalendarValue?
    var resolution: TemporalExpression.Resolution
    var confidence: TemporalExpression.Confidence = .high
    var flag: TemporalExpression.Flag?
    var part: TemporalPart?
    /// The time of day is part of the value.
    var hasTime = false
  }

  /// `pastLikely` when nothing but the habit of the news speaks for the past.
  enum Tense { case past, pastLikely, present, future, state, unknown }

  let reference: DateReference
  /// The text is mostly about times far from the reference.
  var tellsHistory = false
  /// The date mentioned last, and the token where.
  private(set) var last: Mention?
  /// The latest mentions that are no coarser than a day, a week, a month, a part of a year.
  private var lastByCoarseness: [Mention?] = Array(repeating: nil, count: 5)

  /// A date that was mentioned, and the token where.
  struct Mention {
    var value: CalendarValue
    var token: Int
    var sentence: Int
    var isExplicit: Bool
  }

  /// The token of the recurring time mentioned last; the hours that follow it are those of every day.
  private var lastRecurrence = -1
  /// The number of the sentence that is being read.
  var sentence = 0

  init(reference: DateReference) { self.reference = reference }

  /// Remembers a date as the anchor for what follows.
  mutating func mention(_ outcome: Outcome, at token: Int) {
    if outcome.kind == .set { lastRecurrence = token }
    guard outcome.flag == nil, outcome.kind == .date || outcome.kind == .time, let value = outcome.calendar else {
      return
    }
    switch value {
    case .century, .decade: return
    default:
      let mention = Mention(
        value: value, token: token, sentence: sentence,
        isExplicit: outcome.resolution == .explicit || outcome.resolution == .narrative)
      last = mention
      for level in min(value.coarseness, 4)...4 { lastByCoarseness[level] = mention }
    }
  }

  /// The value of a match, or nil when its parts make no date.
  func resolve(_ match: TemporalMatch, tense: Tense) -> Outcome? {
    let slots = match.slots
    switch match.kind {
    case .none: return nil
    case .reference: return referenceOutcome(slots)
    case .duration: return duration(slots)
    case .set: return recurring(slots)
    case .date: break
    }
    // “in two weeks” is a date only where the sentence looks forward.
    if slots[.ref] == 3, tense != .future, tense != .present {
      var period = slots
      if period[.n] == nil { period[.n] = 1 }
      return duration(period)
    }
    guard var outcome = date(slots, tense, token: match.tokens.lowerBound) else { return nil }
    outcome.part = slots[.part].flatMap { TemporalPart(rawValue: Int32($0)) }
    if outcome.flag == nil { checkWeekday(&outcome, slots) }
    addTime(&outcome, slots)
    if outcome.resolution == .reference, reference.isDoubtful, outcome.flag == nil {
      return Outcome(
        kind: outcome.kind, value: open(slots), resolution: .unresolved, confidence: .low, flag: .referenceDoubtful)
    }
    return outcome
  }

  // MARK: Kinds other than dates

  private func referenceOutcome(_ slots: SlotValues) -> Outcome {
    let names = ["PAST_REF", "PRESENT_REF", "FUTURE_REF"]
    return Outcome(
      value: names[min(max((slots[.ref] ?? 2) - 1, 0), 2)], resolution: .unresolved, confidence: .medium)
  }

  private func duration(_ slots: SlotValues) -> Outcome? {
    guard let unit = slots[.unit].flatMap({ TimeUnit(rawValue: Int32($0)) }) else { return nil }
    let count = slots[.n] ?? 1
    let isVague = slots[.vague] != nil || count == -99
    var text = isVague ? "X" : String(count)
    if !isVague, slots[.half] != nil { text = count == 0 ? "0.5" : "\(count).5" }
    if !isVague, let fraction = slots[.n2] { text = "\(count).\(fraction)" }
    return Outcome(kind: .duration, value: TemporalResolver.period(text, unit), resolution: .explicit)
  }

  /// A TIMEX3 period, halves of units in the next smaller one.
  static func period(_ count: String, _ unit: TimeUnit) -> String {
    let number = Int(count)
    switch unit {
    case .second: return "PT\(count)S"
    case .minute: return "PT\(count)M"
    case .hour: return count == "0.5" ? "PT30M" : "PT\(count)H"
    case .day: return count == "0.5" ? "PT12H" : "P\(count)D"
    case .weekend: return "P\(count)WE"
    case .week: return "P\(count)W"
    case .fortnight: return "P\(number.map { String($0 * 2) } ?? count)W"
    case .month: return "P\(count)M"
    case .quarter: return "P\(count)Q"
    case .halfyear: return "P\(number.map { String($0 * 6) } ?? count)M"
    case .year: return count == "0.5" ? "P6M" : "P\(count)Y"
    case .decade: return count == "0.5" ? "P5Y" : "P\(count)DE"
    case .century: return count == "0.5" ? "P50Y" : "P\(count)CE"
    }
  }

  private func recurring(_ slots: SlotValues) -> Outcome? {
    let part = slots[.pod].flatMap { PartOfDay(rawValue: Int32($0)) }?.suffix ?? ""
    if let weekday = slots[.w] {
      return Outcome(kind: .set, value: "XXXX-WXX-\(weekday)\(part)", resolution: .explicit)
    }
    if let feast = slots[.hol].flatMap({ Feast(code: Int32($0)) }), case .fixed(let month, let day) = feast {
      return Outcome(kind: .set, value: "XXXX-\(padded(month, 2))-\(padded(day, 2))", resolution: .explicit)
    }
    if let month = slots[.m] {
      let day = slots[.d].map { "-" + padded($0, 2) } ?? ""
      return Outcome(kind: .set, value: "XXXX-\(padded(month, 2))\(day)", resolution: .explicit)
    }
    if let season = slots[.sea].flatMap({ SeasonCode(rawValue: Int32($0)) }) {
      return Outcome(kind: .set, value: "XXXX-\(season.code)", resolution: .explicit)
    }
    if let unit = slots[.unit].flatMap({ TimeUnit(rawValue: Int32($0)) }) {
      return Outcome(
        kind: .set, value: TemporalResolver.period(String(slots[.n] ?? 1), unit), resolution: .explicit)
    }
    return part.isEmpty ? nil : Outcome(kind: .set, value: "XXXX-XX-XX\(part)", resolution: .explicit)
  }

  // MARK: Dates

  private func date(_ found: SlotValues, _ tense: Tense, token: Int) -> Outcome? {
    var slots = found
    if slots[.open] != nil { return Outcome(value: open(slots), resolution: .unresolved, confidence: .low) }
    if slots[.hijri] != nil {
      (slots[.hy], slots[.hm]) = (slots[.y], slots[.m])
      (slots[.y], slots[.m]) = (nil, nil)
    }
    if let code = slots[.hol] { return feast(code, slots, tense, token) }
    if slots[.hm] != nil || slots[.hy] != nil { return hijri(slots, tense) }
    if let decade = slots[.dec] { return self.decade(decade, slots, token) }
    if let century = slots[.cen] {
      let value = slots[.era] == 1 ? -century : century - 1
      return Outcome(value: CalendarValue.century(value).text, calendar: .century(value), resolution: .explicit)
    }
    if slots[.y] != nil || slots[.yd] != nil || slots[.yy] != nil { return withYear(slots, tense, token) }
    if slots[.m] != nil || slots[.q] != nil || slots[.half] != nil || slots[.sea] != nil {
      return withoutYear(slots, tense, token)
    }
    if slots[.unit] != nil { return step(slots, token) }
    if slots[.w] != nil { return weekday(slots, tense, token) }
    if let day = slots[.d] { return dayOfMonth(day, tense, token) }
    return timeOnly(slots, token)
  }

  private func withYear(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    var resolution = TemporalExpression.Resolution.explicit
    var year: Int
    if let given = slots[.y] {
      year = slots[.era] == 1 ? -given : given
    } else if let short = slots[.yy] {
      year = TemporalResolver.century(of: short, near: reference.day?.year)
    } else {
      let anchor = slots[.anchor] == 1 ? last?.value.year : nil
      guard let from = anchor ?? base(false, token)?.day.year else {
        return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
      }
      year = from + (slots[.yd] ?? 0)
      resolution = anchor == nil ? .reference : .narrative
    }
    if year < 0, let month = slots[.m] {
      let value = CalendarValue.ancient(year: year, month: month, day: slots[.d])
      return Outcome(value: value.text, calendar: value, resolution: resolution)
    }
    guard year != 0, year < 9999, let value = place(slots, year) else { return nil }
    return Outcome(value: value.text, calendar: value, resolution: resolution)
  }

  /// The part of a year that the slots name.
  private func place(_ slots: SlotValues, _ year: Int) -> CalendarValue? {
    if let month = slots[.m] {
      guard year > 0, (1...12).contains(month) else { return nil }
      if let weekday = slots[.w], let number = slots[.n] {
        let feast = Feast.weekday(month: month, nth: min(max(number, 1), 5), weekday: weekday)
        return feast.days(in: year).first.map { .day($0) }
      }
      if slots[.unit] == Int(TimeUnit.week.rawValue), let number = slots[.n], (1...5).contains(number) {
        return CivilDate(year: year, month: month, day: 1).map { .week($0.adding(days: (number - 1) * 7)) }
      }
      if let last = slots[.d2], let first = slots[.d] {
        guard let a = CivilDate(year: year, month: month, day: first),
          let b = CivilDate(year: year, month: month, day: last),
          a < b
        else { return nil }
        return .days(DayInterval(a, b))
      }
      if let day = slots[.d] {
        return CivilDate(year: year, month: month, day: day).map { .day($0) }
      }
      if let other = slots[.m2] {
        let start = other < month ? year - 1 : year
        return .months(year: start, month: month, toYear: year, toMonth: other)
      }
      return .month(year: year, month: month)
    }
    if let quarter = slots[.q], (1...4).contains(quarter) { return .quarter(year: year, quarter: quarter) }
    if let half = slots[.half], (1...2).contains(half) { return .half(year: year, half: half) }
    if let season = slots[.sea].flatMap({ SeasonCode(rawValue: Int32($0)) }) {
      return .season(year: year, season: season)
    }
    if let second = slots[.y2] { return .years(year, slots[.era] == 1 ? -second : second) }
    return .year(year)
  }

  /// Two digits of a year, in the hundred years that end twenty years after the reference.
  static func century(of short: Int, near year: Int?) -> Int {
    let limit = (year ?? 2030) + 20
    let candidate = limit / 100 * 100 + short
    return candidate > limit ? candidate - 100 : candidate
  }

  /// `named` is the first year of the decade, with its century or without: 1990 or 90.
  private func decade(_ named: Int, _ slots: SlotValues, _ token: Int) -> Outcome {
    // “the 1990s” names its century; “the nineties” is the last one of that name.
    if named >= 1000, named % 10 != 0 {  // “2012's”
      return Outcome(value: CalendarValue.year(named).text, calendar: .year(named), resolution: .explicit)
    }
    let decade = named / 10
    var value = decade
    var resolution = TemporalExpression.Resolution.explicit
    if let century = slots[.cen] {
      value = (century - 1) * 10 + decade
    } else if let yd = slots[.yd] {
      let year = reference.day?.year ?? 2000
      value = (year / 100 + yd) * 10 + decade
      resolution = .reference
    } else if named < 100 {
      let year = tellsHistory ? (last?.value.year ?? reference.day?.year ?? 2000) : reference.day?.year ?? 2000
      value = year / 100 * 10 + decade
      if !tellsHistory, value * 10 > year - 4 { value -= 10 }
      while value * 10 > reference.day?.year ?? 2100, value > 10 { value -= 10 }
      resolution = tellsHistory ? .narrative : .reference
    }
    return Outcome(
      value: CalendarValue.decade(value).text, calendar: .decade(value), resolution: resolution,
      confidence: resolution == .explicit ? .high : .medium)
  }

  // MARK: Anchors

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
  private func anchor(_ unit: TimeUnit) -> Mention? {
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
  private func followsStory(_ token: Int, _ tense: Tense = .past) -> Bool {
    guard let last, let year = last.value.year else { return false }
    guard let day = reference.day else { return true }
    if tellsHistory { return true }
    let distance = day.year - year  // a plan for a year ahead does not carry what follows with it
    return last.isExplicit && tense != .present && tense != .future && token - last.token < 40
      && (sentence == last.sentence ? distance >= 1 : sentence == last.sentence + 1 && distance >= 2)
  }

  private func step(_ slots: SlotValues, _ token: Int) -> Outcome? {
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
      || slots[.anchor] == 2 && followsStory(token)
    guard abs(count) < 10_000 else { return nil }
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
    guard let value = TemporalResolver.shifted(day, unit, count, isCounted: slots[.n] != nil) else { return nil }
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

  /// Steps of years from a year before Christ; shorter ones are not followed.
  private func ancientStep(_ year: Int, _ unit: TimeUnit, _ count: Int) -> Outcome {
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

  private func weekday(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    guard let weekday = slots[.w] else { return nil }
    // Weekdays are the writer's own, but for those of a history.
    guard let base = base(tellsHistory && last?.isExplicit == true, token) else {
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
      let looksForward = tense == .future || tense == .present || base.resolution == .narrative
      step = looksForward ? distance : distance == 0 ? 0 : distance - 7
    }
    let day = base.day.adding(days: step)
    return Outcome(
      value: day.description, calendar: .day(day), resolution: base.resolution,
      confidence: slots[.dir] == nil && tense == .unknown ? .medium : .high)
  }

  private func dayOfMonth(_ day: Int, _ tense: Tense, _ token: Int) -> Outcome? {
    if followsStory(token, tense), let last, let month = last.value.month, let year = last.value.lastYear {
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

  private func timeOnly(_ slots: SlotValues, _ token: Int) -> Outcome? {
    guard slots[.h] != nil || slots[.pod] != nil else { return nil }
    if let last, case .day(let day) = last.value, tellsHistory || slots[.anchor] == 1 || isAtHand(last, day, token) {
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
  private func isAtHand(_ mention: Mention, _ day: CivilDate, _ token: Int) -> Bool {
    guard token - mention.token < 30, lastRecurrence < mention.token else { return false }
    guard sentence != mention.sentence, let reference = reference.day else { return true }
    return sentence == mention.sentence + 1 && abs(day.dayNumber - reference.dayNumber) <= 7
  }

  // MARK: Dates without a year

  private func withoutYear(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    if let direction = slots[.dir] { return directed(slots, direction, token) }
    if followsStory(token, tense), !isDatedByWeekday(slots), let last, let anchor = last.value.lastYear {
      var year = anchor
      if let from = last.value.month, let month = slots[.m], anchor > 0 {
        // A story goes on: November, then February, is the next year; December after January is a look back.
        if month - from <= -9 { year += 1 }
      }
      if let value = place(slots, year) {
        return Outcome(value: value.text, calendar: value, resolution: .narrative, confidence: .medium)
      }
    }
    guard let base = reference.day else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    var candidates = (-1...1).compactMap { place(slots, base.year + $0) }
    if candidates.isEmpty { candidates = (-8...8).compactMap { place(slots, base.year + $0) } }
    if let weekday = slots[.w] {
      // The weekday tells the year.
      let agreeing = candidates.filter { $0.interval?.first.weekday.rawValue == weekday }
      if !agreeing.isEmpty { candidates = agreeing }
    }
    if slots[.q] != nil || slots[.half] != nil, tense != .future {
      // Quarters and halves are spoken of when they are over or running.
      candidates = Array(candidates.filter { ($0.interval?.first ?? .latest) <= base }.suffix(1))
    }
    return nearest(candidates, to: base, tense).map {
      Outcome(
        value: $0.text, calendar: $0, resolution: .reference, confidence: tense == .unknown ? .medium : .high)
    }
  }

  /// “Monday, 3 March”: the weekday agrees with the date about the day of the article, half a year at most from it.
  private func isDatedByWeekday(_ slots: SlotValues) -> Bool {
    guard !tellsHistory, let weekday = slots[.w], let base = reference.day else { return false }
    return (-1...1).contains { shift in
      guard let day = place(slots, base.year + shift)?.interval?.first else { return false }
      return day.weekday.rawValue == weekday && abs(day.dayNumber - base.dayNumber) <= 183
    }
  }

  /// “last November”, “this spring”, “next March”.
  private func directed(_ slots: SlotValues, _ direction: Int, _ token: Int) -> Outcome? {
    guard let base = base(slots[.anchor] == 1, token) else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    let candidates = (-2...2).compactMap { place(slots, base.day.year + $0) }
    let chosen: CalendarValue?
    switch direction {
    case -1: chosen = candidates.last { ($0.interval?.last ?? .latest) < base.day }
    case 1: chosen = candidates.first { ($0.interval?.first ?? .earliest) > base.day }
    default: chosen = candidates.first { $0.year == base.day.year }
    }
    return chosen.map { Outcome(value: $0.text, calendar: $0, resolution: base.resolution) }
  }

  /// The candidate that the tense asks for; the nearest one when it does not say.
  private func nearest(_ candidates: [CalendarValue], to day: CivilDate, _ tense: Tense) -> CalendarValue? {
    func distance(_ value: CalendarValue) -> Int {
      guard let interval = value.interval else { return .max }
      if interval.first <= day, day <= interval.last { return 0 }
      if day > interval.last { return day.dayNumber - interval.last.dayNumber }
      let ahead = interval.first.dayNumber - day.dayNumber
      return tense == .present || tense == .state ? ahead / 2 : tense == .pastLikely ? ahead * 12 : ahead
    }
    let fitting = candidates.filter { value in
      guard let interval = value.interval else { return false }
      switch tense {
      case .past: return interval.first <= day
      case .future: return interval.last >= day
      case .present, .state, .pastLikely, .unknown: return true
      }
    }
    return (fitting.isEmpty ? candidates : fitting).min { distance($0) < distance($1) }
  }

  private func feast(_ code: Int, _ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
    guard let feast = Feast(code: Int32(clamping: code)) else { return nil }
    if let year = slots[.y] {
      return feast.days(in: year).last.map {
        Outcome(value: $0.description, calendar: .day($0), resolution: .explicit)
      }
    }
    if case .hijri(let month, let day) = feast, let year = slots[.hy] {
      return HijriDate(year: year, month: month, day: day).map {
        Outcome(value: $0.civilDate.description, calendar: .day($0.civilDate), resolution: .explicit)
      }
    }
    let isNarrative = slots[.dir] == nil && slots[.yd] == nil && followsStory(token, tense)
    guard let base = base(isNarrative, token) else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    if let yd = slots[.yd] {
      return feast.days(in: base.day.year + yd).last.map {
        Outcome(value: $0.description, calendar: .day($0), resolution: base.resolution)
      }
    }
    var days = (-1...1).flatMap { feast.days(in: base.day.year + $0) }
    switch slots[.dir] {
    case -1: days = Array(days.filter { $0 < base.day }.suffix(1))
    case 1: days = Array(days.filter { $0 > base.day }.prefix(1))
    default: if isNarrative { days = feast.days(in: base.day.year) }
    }
    return nearest(days.map { .day($0) }, to: base.day, tense).map {
      Outcome(value: $0.text, calendar: $0, resolution: base.resolution, confidence: .medium)
    }
  }

  private func hijri(_ slots: SlotValues, _ tense: Tense) -> Outcome? {
    guard let month = slots[.hm] else {
      guard let year = slots[.hy], let days = HijriDate.days(ofYear: year) else { return nil }
      let value = CalendarValue.years(days.first.year, days.last.year)
      return Outcome(value: value.text, calendar: value, resolution: .explicit)
    }
    func days(_ year: Int) -> DayInterval? {
      guard let day = slots[.d] else { return HijriDate.days(ofYear: year, month: month) }
      // The 30th of a month that has 29 days by the tables is the day after it.
      guard let first = HijriDate(year: year, month: month, day: 1)?.civilDate, (1...30).contains(day) else {
        return nil
      }
      let date = first.adding(days: day - 1)
      return DayInterval(date, first.adding(days: max(slots[.d2] ?? day, day) - 1))
    }
    func outcome(_ days: DayInterval, _ resolution: TemporalExpression.Resolution) -> Outcome {
      let value = days.days == 1 ? CalendarValue.day(days.first) : .days(days)
      return Outcome(
        value: value.text, calendar: value, resolution: resolution,
        confidence: resolution == .explicit ? .high : .medium)
    }
    if let year = slots[.hy] { return days(year).map { outcome($0, .explicit) } }
    guard let base = reference.day, let year = HijriDate(base)?.year else {
      return Outcome(value: open(slots), resolution: .unresolved, confidence: .low)
    }
    if let yd = slots[.yd] { return days(year + yd).map { outcome($0, .reference) } }
    let candidates = (-1...1).compactMap { days(year + $0) }.map { CalendarValue.days($0) }
    let chosen: CalendarValue?
    switch slots[.dir] {
    case -1: chosen = candidates.last { ($0.interval?.last ?? .latest) < base }
    case 1: chosen = candidates.first { ($0.interval?.first ?? .earliest) > base }
    default: chosen = nearest(candidates, to: base, tense)
    }
    return chosen?.interval.map { outcome($0, .reference) }
  }

  // MARK: Weekday and time

  /// A weekday that contradicts its date is flagged, and the date not used.
  private func checkWeekday(_ outcome: inout Outcome, _ slots: SlotValues) {
    guard let weekday = slots[.w], let calendar = outcome.calendar, case .day(let day) = calendar,
      day.weekday.rawValue != weekday
    else { return }
    if outcome.resolution != .explicit { outcome.value = open(slots) }
    outcome.calendar = nil
    outcome.resolution = .unresolved
    outcome.confidence = .low
    outcome.flag = .weekdayMismatch
  }

  private func addTime(_ outcome: inout Outcome, _ slots: SlotValues) {
    let part = slots[.pod].flatMap { PartOfDay(rawValue: Int32($0)) }
    guard slots[.h] != nil || part != nil else { return }
    if let calendar = outcome.calendar, case .day = calendar {} else if outcome.calendar != nil { return }
    guard outcome.kind == .date, !outcome.value.hasSuffix("_REF") else { return }
    outcome.kind = .time
    outcome.hasTime = true
    guard var hour = slots[.h] else {
      outcome.value += part?.suffix ?? ""
      return
    }
    var minute = slots[.min] ?? 0
    if minute < 0 {
      minute += 60
      hour = hour == 0 ? 23 : hour - 1
    }
    if hour < 12, slots[.ap] == 1 || TemporalResolver.isAfternoon(hour, part) { hour += 12 }
    if hour == 12, slots[.ap] == 0 || part == .night || part == .morning { hour = 0 }
    guard hour <= 24, minute < 60 else { return }
    outcome.value += "T\(padded(hour, 2)):\(padded(minute, 2))"
    if let second = slots[.sec] { outcome.value += ":\(padded(second, 2))" }
    if let zone = slots[.zone] { outcome.value += UTCOffset.text(zone * 60) }
  }

  private static func isAfternoon(_ hour: Int, _ part: PartOfDay?) -> Bool {
    switch part {
    case .afternoon, .evening: return true
    case .night: return hour >= 6
    case .midday: return hour <= 4
    default: return false
    }
  }

  /// What the text alone says, with X for what is not known.
  func open(_ slots: SlotValues) -> String {
    if let weekday = slots[.w], slots[.m] == nil { return "XXXX-WXX-\(weekday)" }
    if let feast = slots[.hol].flatMap({ Feast(code: Int32(clamping: $0)) }), case .fixed(let month, let day) = feast {
      return "XXXX-\(padded(month, 2))-\(padded(day, 2))"
    }
    if let month = slots[.m] {
      return "XXXX-\(padded(month, 2))" + (slots[.d].map { "-" + padded($0, 2) } ?? "")
    }
    if let quarter = slots[.q] { return "XXXX-Q\(quarter)" }
    if let half = slots[.half] { return "XXXX-H\(half)" }
    if let season = slots[.sea].flatMap({ SeasonCode(rawValue: Int32($0)) }) { return "XXXX-\(season.code)" }
    switch slots[.unit].flatMap({ TimeUnit(rawValue: Int32($0)) }) {
    case .week, .weekend, .fortnight: return "XXXX-WXX"
    case .month: return "XXXX-XX"
    case .quarter: return "XXXX-QX"
    case .year, .halfyear: return "XXXX"
    case .decade: return "XXX"
    case .century: return "XX"
    default: return slots[.yd] != nil ? "XXXX" : "XXXX-XX-XX"
    }
  }
}
