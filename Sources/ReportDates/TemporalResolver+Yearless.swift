import ReportArticles

// Dates that do not name their year, feasts and Hijri dates.

extension TemporalResolver {
  func withoutYear(_ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
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
  func isDatedByWeekday(_ slots: SlotValues) -> Bool {
    guard !tellsHistory, let weekday = slots[.w], let base = reference.day else { return false }
    return (-1...1).contains { shift in
      guard let day = place(slots, base.year + shift)?.interval?.first else { return false }
      return day.weekday.rawValue == weekday && abs(day.dayNumber - base.dayNumber) <= 183
    }
  }

  /// “last November”, “this spring”, “next March”.
  func directed(_ slots: SlotValues, _ direction: Int, _ token: Int) -> Outcome? {
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
  func nearest(_ candidates: [CalendarValue], to day: CivilDate, _ tense: Tense) -> CalendarValue? {
    func distance(_ value: CalendarValue) -> Int {
      guard let interval = value.interval else { return .max }
      if interval.first <= day, day <= interval.last { return 0 }
      if day > interval.last { return day.dayNumber - interval.last.dayNumber }
      let ahead = interval.first.dayNumber - day.dayNumber
      return tense == .present ? ahead / 3 : tense == .state ? ahead / 2 : tense == .pastLikely ? ahead * 12 : ahead
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

  func feast(_ code: Int, _ slots: SlotValues, _ tense: Tense, _ token: Int) -> Outcome? {
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
    // A feast of these days is the one that is meant, whatever the sentence says of other times.
    if slots[.dir] == nil, let close = days.first(where: { abs($0.dayNumber - base.day.dayNumber) <= 20 }) {
      days = [close]
    }
    return nearest(days.map { .day($0) }, to: base.day, tense).map {
      Outcome(value: $0.text, calendar: $0, resolution: base.resolution, confidence: .medium)
    }
  }

  func hijri(_ slots: SlotValues, _ tense: Tense) -> Outcome? {
    guard let month = slots[.hm] else {
      guard let year = slots[.hy], let days = HijriDate.days(ofYear: year) else { return nil }
      let value = CalendarValue.years(days.first.year, days.last.year)
      return Outcome(value: value.text, calendar: value, resolution: .explicit)
    }
    func days(_ year: Int) -> DayInterval? {
      if let number = slots[.n2], let weekday = slots[.w], let whole = HijriDate.days(ofYear: year, month: month) {
        // “the last Friday of Ramadan”: 5 is the last.
        let offset = (weekday - whole.first.weekday.rawValue + 7) % 7
        let all = stride(from: offset, to: whole.days, by: 7).map { whole.first.adding(days: $0) }
        guard let day = number >= 5 ? all.last : all.dropFirst(number - 1).first else { return nil }
        return DayInterval(day, day)
      }
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

  /// A date of the Solar Hijri calendar.
  func solar(_ slots: SlotValues, _ tense: Tense) -> Outcome? {
    func outcome(_ days: DayInterval, _ resolution: TemporalExpression.Resolution) -> Outcome {
      let value = days.days == 1 ? CalendarValue.day(days.first) : .days(days)
      return Outcome(value: value.text, calendar: value, resolution: resolution)
    }
    func days(_ year: Int) -> DayInterval? {
      guard let first = SolarDate.days(year: year, month: slots[.m], day: slots[.d]), let last = slots[.d2] else {
        return SolarDate.days(year: year, month: slots[.m], day: slots[.d])
      }
      guard let end = SolarDate.days(year: year, month: slots[.m], day: last), first.first <= end.last else {
        return nil
      }
      return DayInterval(first.first, end.last)
    }
    if let year = slots[.y] { return days(year).map { outcome($0, .explicit) } }
    guard let base = reference.day else { return Outcome(value: "XXXX", resolution: .unresolved, confidence: .low) }
    let year = SolarDate.year(of: base)
    if let steps = slots[.yd] {
      return days(year + steps).map { outcome($0, .reference) }
    }
    var candidates = (-1...1).compactMap { days(year + $0) }
    if let weekday = slots[.w] {
      let agreeing = candidates.filter { $0.first.weekday.rawValue == weekday }
      if !agreeing.isEmpty { candidates = agreeing }
    }
    return nearest(candidates.map { $0.days == 1 ? .day($0.first) : .days($0) }, to: base, tense)?.interval.map {
      outcome($0, .reference)
    }
  }
}
