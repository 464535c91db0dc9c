import ReportArticles

/// A day in the Solar Hijri calendar of Iran and Afghanistan.
///
/// Leap years follow the 33-year rule, which agrees with the astronomical calendar from 1178 to 1633 SH (Borkowski,
/// “The Persian calendar for 3000 years”, 1996).
enum SolarDate {
  static let years = 1178...1633
  /// Months of 31 days stand first, then those of 30; the last has 29 or 30.
  static func daysInMonth(year: Int, month: Int) -> Int { month <= 6 ? 31 : month < 12 || isLeap(year) ? 30 : 29 }

  static func isLeap(_ year: Int) -> Bool { (25 * year + 11) % 33 < 8 }

  /// The Gregorian days of a year, a month, or a day; nil when there is none such.
  static func days(year: Int, month: Int? = nil, day: Int? = nil) -> DayInterval? {
    guard years.contains(year), let start = firstDay(of: year) else { return nil }
    guard let month else { return DayInterval(start, start.adding(days: isLeap(year) ? 365 : 364)) }
    guard (1...12).contains(month) else { return nil }
    let first = start.adding(days: (1..<month).reduce(0) { $0 + daysInMonth(year: year, month: $1) })
    let length = daysInMonth(year: year, month: month)
    guard let day else { return DayInterval(first, first.adding(days: length - 1)) }
    guard (1...length).contains(day) else { return nil }
    return DayInterval(first.adding(days: day - 1), first.adding(days: day - 1))
  }

  /// The year that a Gregorian day lies in.
  static func year(of day: CivilDate) -> Int {
    let year = day.year - 621
    guard let start = firstDay(of: year) else { return year }
    return day < start ? year - 1 : year
  }

  /// 1 Farvardin. The year 1178 began on 21 March 1799.
  private static func firstDay(of year: Int) -> CivilDate? {
    guard year >= years.lowerBound, year <= years.upperBound + 1 else { return nil }
    let leaps = (years.lowerBound..<year).reduce(0) { $0 + (isLeap($1) ? 1 : 0) }
    return CivilDate(year: 1799, month: 3, day: 21)?.adding(days: (year - years.lowerBound) * 365 + leaps)
  }
}
