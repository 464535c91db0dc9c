import ReportArticles

/// A day in the Islamic (Hijri) calendar of Umm al-Qura, the civil calendar of Saudi Arabia.
///
/// For 1300–1500 AH the months have the lengths that the King Abdulaziz City for Science and Technology published, as
/// tabulated by R. H. van Gent, “The Umm al-Qura Calendar of Saudi Arabia” (Utrecht), and as CLDR's `islamic-umalqura`
/// has them. Outside of these years the arithmetical calendar (30-year cycle, civil epoch 16 July 622 Julian) stands
/// in, which may be a day or two off the calendar in use at the time and place.
///
/// ```swift
/// let newYear = HijriDate(year: 1446, month: 1, day: 1)!
/// newYear.civilDate  // → 2024-07-07
/// HijriDate(CivilDate(iso: "2024-03-11")!)  // → 1445-09-01
/// HijriDate.days(ofYear: 1446, month: 9)?.first  // → 2025-03-01
/// ```
public struct HijriDate: Hashable, Comparable, Sendable {
  /// The year, 1…1699.
  public let year: Int
  /// The month, 1 (Muharram) … 12 (Dhu al-Hijja).
  public let month: Int
  /// The day of the month, 1…30.
  public let day: Int

  /// The years for which the calendar is known rather than computed.
  public static let tabulatedYears = 1300...1500

  /// Makes a date, or returns nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard HijriDate.years.contains(year), (1...12).contains(month), day >= 1,
      day <= HijriDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The Hijri date of a Gregorian day; nil before 1 AH or after 1699 AH.
  public init?(_ date: CivilDate) {
    let number = date.dayNumber
    // A lunar year has 354.367 days on average: the estimate is never off by more than one.
    var year = min(max((number - HijriDate.epoch) * 30 / 10_631 + 1, HijriDate.years.lowerBound), 1699)
    while year > HijriDate.years.lowerBound, number < HijriDate.startOfYear(year) { year -= 1 }
    while year < HijriDate.years.upperBound, number >= HijriDate.startOfYear(year + 1) { year += 1 }
    var rest = number - HijriDate.startOfYear(year)
    guard rest >= 0 else { return nil }
    var month = 1
    while month < 12 {
      let length = HijriDate.daysInMonth(year: year, month: month)
      if rest < length { break }
      rest -= length
      month += 1
    }
    self.init(year: year, month: month, day: rest + 1)
  }

  /// The same day in the Gregorian calendar.
  public var civilDate: CivilDate {
    var number = HijriDate.startOfYear(year) + day - 1
    for earlier in 1..<month { number += HijriDate.daysInMonth(year: year, month: earlier) }
    return CivilDate(dayNumber: number)
  }

  /// The Gregorian days of a Hijri year; nil outside of 1…1699.
  public static func days(ofYear year: Int) -> DayInterval? {
    guard years.contains(year) else { return nil }
    return DayInterval(
      CivilDate(dayNumber: startOfYear(year)), CivilDate(dayNumber: startOfYear(year) + daysInYear(year) - 1))
  }

  /// The Gregorian days of a Hijri month; nil when there is no such month.
  public static func days(ofYear year: Int, month: Int) -> DayInterval? {
    guard let first = HijriDate(year: year, month: month, day: 1)?.civilDate else { return nil }
    return DayInterval(first, first.adding(days: daysInMonth(year: year, month: month) - 1))
  }

  /// The number of days in a month, 29 or 30; `month` must be 1…12.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    if tabulatedYears.contains(year) {
      return longMonths[year - tabulatedYears.lowerBound] >> UInt16(month - 1) & 1 == 1 ? 30 : 29
    }
    if month == 12 { return isLeap(year) ? 30 : 29 }
    return month % 2 == 1 ? 30 : 29
  }

  public static func < (left: HijriDate, right: HijriDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }

  private static let years = 1...1699
  /// 1 Muharram 1 AH, 16 July 622 in the Julian calendar.
  private static let epoch = -492_148

  /// The day number of 1 Muharram.
  private static func startOfYear(_ year: Int) -> Int {
    if tabulatedYears.contains(year) { return startOfTabulatedYear[year - tabulatedYears.lowerBound] }
    return epoch + (year - 1) * 354 + (3 + 11 * year) / 30
  }

  private static func daysInYear(_ year: Int) -> Int {
    (1...12).reduce(0) { $0 + daysInMonth(year: year, month: $1) }
  }

  /// The 30-year cycle with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29.
  private static func isLeap(_ year: Int) -> Bool { (11 * year + 14) % 30 < 11 }

  private static let startOfTabulatedYear: [Int] = {
    var start = -31_826  // 1882-11-12
    return longMonths.map { months in
      defer { start += 12 * 29 + months.nonzeroBitCount }
      return start
    }
  }()

  /// One number a year from 1300 AH: bit 0 set when Muharram has 30 days, and so on to bit 11.
  private static let longMonths: [UInt16] = [
    0x555, 0x2AB, 0x937, 0x2B6, 0x576, 0x36C, 0xB55, 0xAAA, 0x956, 0x49E, 0x95D, 0x2BA,
    0x5B5, 0x3AA, 0xB4B, 0xA96, 0x52E, 0x2AD, 0x56D, 0xB5A, 0x752, 0xF25, 0xE8A, 0xD16,
    0xA56, 0xAB5, 0x6B4, 0xDA9, 0xB92, 0xB25, 0x64B, 0xA9B, 0x35A, 0x6D9, 0x5D4, 0xDA5,
    0xD4A, 0xA95, 0x536, 0x975, 0x2F4, 0x6E9, 0x6D4, 0x6A9, 0x535, 0x25D, 0x4BD, 0x9BA,
    0x3B4, 0xB69, 0xB2A, 0xA55, 0x4AD, 0xA5D, 0x2DA, 0x6D9, 0xEAA, 0xE94, 0xD2A, 0xC56,
    0x4AE, 0xA6D, 0x56A, 0xD55, 0xD4A, 0xA93, 0x52B, 0xA5B, 0x53A, 0x6B5, 0xEA9, 0xD52,
    0xD29, 0xA55, 0x4AD, 0x56D, 0xAEA, 0x6E4, 0xED1, 0xDA2, 0xAAA, 0x95A, 0x2DA, 0x5B9,
    0xBB2, 0x764, 0x6C9, 0x555, 0x2AB, 0x4DB, 0xABA, 0x5B4, 0xDA9, 0xD52, 0xAA5, 0x92D,
    0x26D, 0x8ED, 0x2DA, 0xAD5, 0xAA5, 0xA4B, 0x497, 0x937, 0x2B6, 0x975, 0xD69, 0xD52,
    0xC95, 0x92B, 0x25B, 0x4DB, 0x9D5, 0x5D2, 0xDA5, 0xD4A, 0xA95, 0x54D, 0xAAD, 0x3AA,
    0xBD2, 0xBC4, 0xB89, 0xA95, 0x52D, 0x5AD, 0xB6A, 0x6D4, 0xDC9, 0xD92, 0xAA6, 0x956,
    0x2AE, 0x56D, 0x36A, 0xB55, 0xAAA, 0x94D, 0x49D, 0x95D, 0x2BA, 0x5B5, 0x5AA, 0xD55,
    0xA9A, 0x92E, 0x26E, 0x55D, 0xADA, 0x6D4, 0x6A5, 0xB27, 0xA4D, 0x4AD, 0x56D, 0xB5A,
    0x754, 0xF49, 0xE92, 0xD26, 0xA56, 0x356, 0x6B5, 0xBAA, 0xB92, 0xB25, 0x68B, 0xA9B,
    0x55A, 0xADA, 0x5B4, 0xDA9, 0xB52, 0xA9A, 0x536, 0x276, 0x575, 0xAF2, 0x6D4, 0x6A9,
    0x555, 0x2AD, 0x4BD, 0x9BA, 0x574, 0xB69, 0xB52, 0xA95, 0x52D, 0xA5D, 0x4DA, 0xAD9,
    0x6B2, 0xE95, 0xE2A, 0xC96, 0x92E, 0xAAD, 0x56A, 0xD65, 0xD4A,
  ]
}

extension HijriDate: CustomStringConvertible {
  /// `YYYY-MM-DD` in Hijri years.
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}
