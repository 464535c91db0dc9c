/// A day of the week, numbered as in ISO 8601: Monday is 1, Sunday is 7.
///
/// ```swift
/// let day = Weekday(rawValue: 4)
/// day?.name  // → "thursday"
/// ```
public enum Weekday: Int, Sendable, Hashable, Codable, CaseIterable {
  /// The first day of the week, 1 as in ISO 8601.
  case monday = 1
  /// The days after it, up to 7.
  case tuesday, wednesday, thursday, friday, saturday, sunday

  /// The lower-case English name, e.g. `monday`.
  public var name: String {
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"][rawValue - 1]
  }
}

/// A day in the proleptic Gregorian calendar, without a time zone.
///
/// Arithmetic uses day numbers (days since 1970-01-01), after Howard Hinnant, “chrono-Compatible Low-Level Date
/// Algorithms” (2014). Years from 1 to 9999 are accepted. What comes of arithmetic, or of texts that speak of years before
/// Christ, may lie before them, to −9999; years are counted as in ISO 8601, in which 0 is 1 BC and −38 is 39 BC.
///
/// ```swift
/// let leapDay = CivilDate(year: 2024, month: 2, day: 29)!
/// leapDay.weekday  // → thursday
/// leapDay.adding(days: 1)  // → 2024-03-01
/// leapDay.adding(months: 12)  // → 2025-02-28
/// CivilDate(year: 2025, month: 2, day: 29)  // → nil
/// ```
public struct CivilDate: Hashable, Comparable, Sendable {
  /// The year, −9999…9999: 0 is 1 BC.
  public let year: Int
  /// The month, 1…12.
  public let month: Int
  /// The day of the month, 1…31.
  public let day: Int

  /// Makes a date, or returns nil when there is no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  /// The same for years before Christ, too, to −9999: 0 is 1 BC.
  package init?(astronomicalYear year: Int, month: Int, day: Int) {
    guard (-9999...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    self.init(unchecked: year, month, day)
  }

  private init(unchecked year: Int, _ month: Int, _ day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The date that lies `dayNumber` days after 1970-01-01, clamped to the years −9999…9999.
  ///
  /// ```swift
  /// CivilDate(dayNumber: 0)  // → 1970-01-01
  /// CivilDate(dayNumber: -1)  // → 1969-12-31
  /// ```
  public init(dayNumber: Int) {
    let clamped = min(max(dayNumber, CivilDate.earliest.dayNumber), CivilDate.latest.dayNumber)
    let shifted = clamped + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    self.init(
      unchecked: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Reads `YYYY-MM-DD` (ISO 8601, extended format); nil for anything else.
  ///
  /// ```swift
  /// CivilDate(iso: "2025-01-23")?.dayNumber  // → 20111
  /// CivilDate(iso: "23.1.2025")  // → nil
  /// ```
  public init?(iso text: some StringProtocol) {
    var copy = String(text)
    let parts = copy.withUTF8 { bytes -> (year: Int, month: Int, day: Int)? in
      guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
      func number(_ range: Range<Int>) -> Int? {
        var number = 0
        for byte in bytes[range] {
          guard (0x30...0x39).contains(byte) else { return nil }
          number = number * 10 + Int(byte - 0x30)
        }
        return number
      }
      guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else { return nil }
      return (year, month, day)
    }
    guard let parts else { return nil }
    self.init(year: parts.year, month: parts.month, day: parts.day)
  }

  /// -9999-01-01.
  public static let earliest = CivilDate(unchecked: -9999, 1, 1)
  /// 9999-12-31.
  public static let latest = CivilDate(unchecked: 9999, 12, 31)

  /// Days since 1970-01-01; negative before.
  public var dayNumber: Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day of the week.
  public var weekday: Weekday {
    let index = (dayNumber + 3) % 7  // 1970-01-01 was a Thursday
    return Weekday(rawValue: (index < 0 ? index + 7 : index) + 1) ?? .monday
  }

  /// The date `days` later (earlier when negative).
  public func adding(days: Int) -> CivilDate { CivilDate(dayNumber: dayNumber.addingClamped(days)) }

  /// The same day `months` later, or the last day of that month when it is shorter.
  public func adding(months: Int) -> CivilDate {
    let index = (year * 12 + (month - 1)).addingClamped(months)
    let clamped = min(max(index, -9999 * 12), 9999 * 12 + 11)
    let (newYear, newMonth) = (clamped.flooredQuotient(12), clamped.flooredRemainder(12) + 1)
    return CivilDate(
      unchecked: newYear, newMonth, min(day, CivilDate.daysInMonth(year: newYear, month: newMonth)))
  }

  /// The number of days in a month of the Gregorian calendar; `month` must be 1…12.
  public static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: return isLeap(year: year) ? 29 : 28
    case 4, 6, 9, 11: return 30
    default: return 31
    }
  }

  /// Whether a Gregorian year has 366 days.
  public static func isLeap(year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  public static func < (left: CivilDate, right: CivilDate) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

extension CivilDate: CustomStringConvertible {
  /// `YYYY-MM-DD` (ISO 8601), with a sign before Christ: `-0043-03-15`.
  public var description: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
}

/// A closed interval of days.
///
/// ```swift
/// let days = DayInterval(CivilDate(iso: "2024-03-01")!, CivilDate(iso: "2024-02-28")!)
/// days.first  // → 2024-02-28
/// days.days  // → 3
/// ```
public struct DayInterval: Hashable, Sendable {
  /// The first day.
  public let first: CivilDate
  /// The last day, not before `first`.
  public let last: CivilDate

  /// Makes an interval; the two days are put in order.
  public init(_ first: CivilDate, _ last: CivilDate) {
    self.first = min(first, last)
    self.last = max(first, last)
  }

  /// Number of days, at least 1.
  public var days: Int { last.dayNumber - first.dayNumber + 1 }
}

/// A number in decimal with leading zeros up to `width`; a sign stands before them.
package func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number.magnitude)
  return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
