import ReportArticles

/// A stretch of the calendar as TIMEX3 names it.
enum CalendarValue: Sendable, Hashable {
  case day(CivilDate)
  /// The ISO week that holds the day.
  case week(CivilDate)
  case weekend(CivilDate)
  case month(year: Int, month: Int)
  case quarter(year: Int, quarter: Int)
  case half(year: Int, half: Int)
  case season(year: Int, season: SeasonCode)
  /// Years before Christ are negative: −264 is 264 BC.
  case year(Int)
  /// 199 for the 1990s.
  case decade(Int)
  /// 19 for the years from 1900 to 1999; −5 for the fifth century before Christ.
  case century(Int)
  case days(DayInterval)
  /// Months from one to another.
  case months(year: Int, month: Int, toYear: Int, toMonth: Int)
  /// Years from one to another.
  case years(Int, Int)
  /// A month or day before Christ.
  case ancient(year: Int, month: Int, day: Int?)

  /// The TIMEX3 value.
  var text: String {
    switch self {
    case .day(let day): return day.description
    case .week(let day):
      let (year, week) = CalendarValue.isoWeek(day)
      return "\(padded(year, 4))-W\(padded(week, 2))"
    case .weekend(let day): return CalendarValue.week(day).text + "-WE"
    case .month(let year, let month): return "\(padded(year, 4))-\(padded(month, 2))"
    case .quarter(let year, let quarter): return "\(padded(year, 4))-Q\(quarter)"
    case .half(let year, let half): return "\(padded(year, 4))-H\(half)"
    case .season(let year, let season): return "\(padded(year, 4))-\(season.code)"
    case .year(let year): return year < 0 ? "BC\(padded(-year, 4))" : padded(year, 4)
    case .decade(let decade): return decade < 0 ? "BC\(padded(-decade, 3))" : padded(decade, 3)
    case .century(let century): return century < 0 ? "BC\(padded(-century - 1, 2))" : padded(century, 2)
    case .days(let days): return "\(days.first)/\(days.last)"
    case .months(let year, let month, let toYear, let toMonth):
      return CalendarValue.month(year: year, month: month).text + "/"
        + CalendarValue.month(year: toYear, month: toMonth).text
    case .years(let first, let last):
      return first == last
        ? CalendarValue.year(first).text : "\(CalendarValue.year(first).text)/\(CalendarValue.year(last).text)"
    case .ancient(let year, let month, let day):
      return "BC\(padded(-year, 4))-\(padded(month, 2))" + (day.map { "-\(padded($0, 2))" } ?? "")
    }
  }

  /// The days covered, nil outside of the years 1…9999.
  var interval: DayInterval? {
    switch self {
    case .day(let day): return DayInterval(day, day)
    case .week(let day): return CalendarValue.span(CalendarValue.monday(day), 7)
    case .weekend(let day): return CalendarValue.span(CalendarValue.monday(day).adding(days: 5), 2)
    case .month(let year, let month): return CalendarValue.months(year, month, 1)
    case .quarter(let year, let quarter): return CalendarValue.months(year, quarter * 3 - 2, 3)
    case .half(let year, let half): return CalendarValue.months(year, half * 6 - 5, 6)
    case .season(let year, let season): return CalendarValue.months(year, season.rawValue.asInt * 3, 3)
    case .year(let year): return CalendarValue.months(year, 1, 12)
    case .decade(let decade): return decade < 0 ? nil : CalendarValue.months(max(decade * 10, 1), 1, 120)
    case .century(let century): return century < 0 ? nil : CalendarValue.months(max(century * 100, 1), 1, 1200)
    case .days(let days): return days
    case .months(let year, let month, let toYear, let toMonth):
      return CalendarValue.months(year, month, max(1, toYear * 12 + toMonth - year * 12 - month + 1))
    case .years(let first, let last):
      guard let from = CalendarValue.year(first).interval, let to = CalendarValue.year(last).interval else {
        return nil
      }
      return DayInterval(from.first, to.last)
    case .ancient: return nil
    }
  }

  /// The days covered, before Christ as well. Words that count from another date (“two years later”) count from those of
  /// ``interval`` only.
  var wholeInterval: DayInterval? {
    func span(_ year: Int, years: Int) -> DayInterval? {
      // 1 BC is the year 0.
      guard let first = CivilDate(astronomicalYear: year + 1, month: 1, day: 1),
        let last = CivilDate(astronomicalYear: year + years, month: 12, day: 31)
      else { return nil }
      return DayInterval(first, last)
    }
    switch self {
    case .year(let year) where year < 0: return span(year, years: 1)
    case .decade(let decade) where decade < 0: return span(decade * 10 - 9, years: 10)
    case .century(let century) where century < 0: return span(century * 100, years: 100)
    case .years(let first, let last):
      guard let from = CalendarValue.year(first).wholeInterval, let to = CalendarValue.year(last).wholeInterval else {
        return nil
      }
      return DayInterval(from.first, to.last)
    case .ancient(let year, let month, let day):
      guard let first = CivilDate(astronomicalYear: year + 1, month: month, day: day ?? 1) else { return nil }
      let end = CivilDate.daysInMonth(year: first.year, month: month)
      return DayInterval(first, CivilDate(astronomicalYear: first.year, month: month, day: day ?? end) ?? first)
    default: return interval
    }
  }

  /// The year in which it begins.
  var year: Int? {
    switch self {
    case .year(let year), .years(let year, _), .ancient(let year, _, _): return year
    default: return interval?.first.year
    }
  }

  /// The year in which it ends; for a winter the one in which it begins.
  var lastYear: Int? {
    switch self {
    case .years(_, let last): return last
    case .days(let days): return days.last.year
    default: return year
    }
  }

  /// The month, when it is no longer than one.
  var month: Int? {
    switch self {
    case .month(_, let month): return month
    case .day(let day), .week(let day), .weekend(let day): return day.month
    case .days(let days): return days.last.month
    default: return nil
    }
  }

  /// How fine it is: 0 for a day, 1 for a week, 2 for a month, 3 for a part of a year, 4 for a year and more.
  var coarseness: Int {
    switch self {
    case .day: return 0
    case .week, .weekend: return 1
    case .month: return 2
    case .quarter, .half, .season: return 3
    case .days(let days): return days.days < 10 ? 0 : days.days < 63 ? 2 : 4
    case .ancient(_, _, let day): return day == nil ? 2 : 0
    default: return 4
    }
  }

  /// The part of it that “early”, “mid” and “late” mean: its first, second or last third.
  func interval(of part: TemporalPart?) -> DayInterval? {
    guard let whole = wholeInterval, let part, part != .about, whole.days >= 6 else { return wholeInterval }
    let third = whole.days / 3
    switch part {
    case .early: return DayInterval(whole.first, whole.first.adding(days: third - 1))
    case .mid: return DayInterval(whole.first.adding(days: third), whole.last.adding(days: -third))
    default: return DayInterval(whole.last.adding(days: 1 - third), whole.last)
    }
  }

  /// ISO 8601 year and week of a day.
  static func isoWeek(_ day: CivilDate) -> (year: Int, week: Int) {
    let thursday = monday(day).adding(days: 3)
    let start = CivilDate(year: thursday.year, month: 1, day: 1) ?? .earliest
    return (thursday.year, (thursday.dayNumber - start.dayNumber) / 7 + 1)
  }

  static func monday(_ day: CivilDate) -> CivilDate { day.adding(days: 1 - day.weekday.rawValue) }

  private static func span(_ first: CivilDate, _ days: Int) -> DayInterval {
    DayInterval(first, first.adding(days: days - 1))
  }

  private static func months(_ year: Int, _ month: Int, _ count: Int) -> DayInterval? {
    guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
    return DayInterval(first, first.adding(months: count).adding(days: -1))
  }
}

extension Int32 {
  fileprivate var asInt: Int { Int(self) }
}
