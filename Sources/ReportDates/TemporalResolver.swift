import ReportArticles

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
  /// Nothing in the text speaks of the days around the reference.
  var isFarFromReference = false
  /// The date mentioned last, and the token where.
  private(set) var last: Mention?
  /// The latest mentions that are no coarser than a day, a week, a month, a part of a year.
  var lastByCoarseness: [Mention?] = Array(repeating: nil, count: 5)

  /// A date that was mentioned, and the token where.
  struct Mention {
    var value: CalendarValue
    var token: Int
    var sentence: Int
    var block: Int
    var isExplicit: Bool
    /// It stands on a line of its own, or goes on from one that does.
    var isHeading: Bool
  }

  /// The token of the recurring time mentioned last; the hours that follow it are those of every day.
  var lastRecurrence = -1
  /// The tense follows only from there being no other verb.
  var isTenseInferred = false
  /// The calendar of years from 1300 to 1500, and whether it is that of years without a month as well.
  var oldYears = CalendarOfYears.gregorian
  var readsOldBareYears = true
  /// The surroundings of the match hardly tell whether it lies ahead or behind.
  var isDirectionWeak = false
  /// The number of the sentence that is being read, and of its paragraph.
  var sentence = 0
  var block = 0

  init(reference: DateReference) { self.reference = reference }

  /// Remembers a date as the anchor for what follows.
  /// `isAlone`: on a line of its own.
  mutating func mention(_ outcome: Outcome, at token: Int, isAlone: Bool = false) {
    if outcome.kind == .set { lastRecurrence = token }
    guard outcome.flag == nil, outcome.kind == .date || outcome.kind == .time, let value = outcome.calendar else {
      return
    }
    switch value {
    case .century, .decade: return
    default:
      let mention = Mention(
        value: value, token: token, sentence: sentence, block: block,
        isExplicit: outcome.resolution == .explicit || outcome.resolution == .narrative,
        isHeading: isAlone || outcome.resolution == .narrative && last?.isHeading == true)
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
    guard var outcome = date(slots, tense, token: match.tokens.lowerBound, isFigure: match.isFigure) else {
      return nil
    }
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

  func referenceOutcome(_ slots: SlotValues) -> Outcome {
    let names = ["PAST_REF", "PRESENT_REF", "FUTURE_REF"]
    return Outcome(
      value: names[min(max((slots[.ref] ?? 2) - 1, 0), 2)], resolution: .unresolved, confidence: .medium)
  }

  func duration(_ slots: SlotValues) -> Outcome? {
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

  func recurring(_ slots: SlotValues) -> Outcome? {
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

  /// Whether a year from 1300 to 1500 is one of the calendar of Islam: «14/3/1447», «عام 1377».
  private func isOldYear(_ slots: SlotValues, _ isFigure: Bool) -> Bool {
    guard oldYears != .gregorian, let year = slots[.y], (1300...1500).contains(year), slots[.era] == nil else {
      return false
    }
    // A year far ahead is one of our own.
    let now = reference.day.map { oldYears == .solar ? SolarDate.year(of: $0) : HijriDate($0)?.year ?? 1450 } ?? 1450
    return isFigure || readsOldBareYears && slots[.m] == nil && slots[.y2] == nil && year <= now + 20
  }

  func date(_ found: SlotValues, _ tense: Tense, token: Int, isFigure: Bool = false) -> Outcome? {
    var slots = found
    if let open = slots[.open] {
      // “the October 7 attack”: the name of an event, unless it lies weeks ago.
      if open != 2 || !isRecent(slots) {
        return Outcome(value: self.open(slots), resolution: .unresolved, confidence: .low)
      }
    }
    if slots[.hijri] != nil || isOldYear(slots, isFigure) {
      if oldYears == .solar { return solar(slots, tense) }
      (slots[.hy], slots[.hm]) = (slots[.y], slots[.m])
      (slots[.y], slots[.m]) = (nil, nil)
    }
    // “two summers ago”
    if slots[.sea] != nil, slots[.unit] == nil, let count = slots[.n], let direction = slots[.dir] {
      (slots[.yd], slots[.n], slots[.dir]) = (count * direction, nil, nil)
    }
    if let code = slots[.hol] { return feast(code, slots, tense, token) }
    if slots[.hm] != nil || slots[.hy] != nil { return hijri(slots, tense) }
    if let decade = slots[.dec] { return self.decade(decade, slots, token) }
    if let century = slots[.cen] {
      let value = slots[.era] == 1 ? -century : century - 1
      return Outcome(value: CalendarValue.century(value).text, calendar: .century(value), resolution: .explicit)
    }
    // “the same month last year”
    if slots[.unit] == Int(TimeUnit.month.rawValue) || slots[.unit] == Int(TimeUnit.quarter.rawValue),
      slots[.m] == nil, slots[.y] != nil || slots[.yd] != nil
    {
      guard let month = last?.value.month ?? reference.day?.month else { return nil }
      if slots[.unit] == Int(TimeUnit.month.rawValue) { slots[.m] = month } else { slots[.q] = (month + 2) / 3 }
      slots[.unit] = nil
    }
    if slots[.y] != nil || slots[.yd] != nil || slots[.yy] != nil { return withYear(slots, tense, token) }
    if slots[.m] != nil || slots[.q] != nil || slots[.half] != nil || slots[.sea] != nil {
      return withoutYear(slots, tense, token)
    }
    if slots[.unit] != nil { return step(slots, tense, token) }
    if slots[.w] != nil { return weekday(slots, tense, token) }
    if let day = slots[.d] { return dayOfMonth(day, tense, token, isOfLast: slots[.anchor] == 1) }
    return timeOnly(slots, token)
  }

  /// A day without year that lies at most three weeks before the day of the article.
  private func isRecent(_ slots: SlotValues) -> Bool {
    guard let base = reference.day else { return false }
    return (-1...0).contains { shift in
      guard let day = place(slots, base.year + shift)?.interval?.first else { return false }
      return (0...21).contains(base.dayNumber - day.dayNumber)
    }
  }

  func withYear(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
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
    if slots[.unit] == Int(TimeUnit.day.rawValue), slots[.n] == 0, slots[.m] == nil {
      // “on this day in 1948”
      guard let day = reference.day else { return nil }
      return CivilDate(year: year, month: day.month, day: day.day).map {
        Outcome(value: $0.description, calendar: .day($0), resolution: .reference)
      }
    }
    guard year != 0, year < 9999, let value = place(slots, year) else { return nil }
    return Outcome(value: value.text, calendar: value, resolution: resolution)
  }

  /// The part of a year that the slots name.
  func place(_ slots: SlotValues, _ year: Int) -> CalendarValue? {
    if let month = slots[.m] {
      guard year > 0, (1...12).contains(month) else { return nil }
      if let weekday = slots[.w], let number = slots[.n] {
        let feast = Feast.weekday(month: month, nth: min(max(number, 1), 5), weekday: weekday)
        return feast.days(in: year).first.map { .day($0) }
      }
      if slots[.unit] == Int(TimeUnit.week.rawValue), let number = slots[.n], (1...5).contains(number) {
        return TemporalResolver.week(number, year: year, month: month)
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
  func decade(_ named: Int, _ slots: SlotValues, _ token: Int) -> Outcome {
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

  // MARK: Weekday and time

  /// A weekday that contradicts its date is flagged, and the date not used.
  func checkWeekday(_ outcome: inout Outcome, _ slots: SlotValues) {
    guard let weekday = slots[.w], let calendar = outcome.calendar, case .day(let day) = calendar,
      day.weekday.rawValue != weekday
    else { return }
    if outcome.resolution != .explicit { outcome.value = open(slots) }
    outcome.calendar = nil
    outcome.resolution = .unresolved
    outcome.confidence = .low
    outcome.flag = .weekdayMismatch
  }

  func addTime(_ outcome: inout Outcome, _ slots: SlotValues) {
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

  static func isAfternoon(_ hour: Int, _ part: PartOfDay?) -> Bool {
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
