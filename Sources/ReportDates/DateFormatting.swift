import ReportArticles

/// How much of a day is written out.
///
/// ```swift
/// let day = CivilDate(iso: "2024-06-05")!
/// DateFormatting.string(day, style: .long, language: "en-US")  // → "June 5, 2024"
/// DateFormatting.string(day, style: .iso, language: "en-US")  // → "2024-06-05"
/// ```
public enum DateStyle: String, Sendable, Hashable, CaseIterable {
  /// Monday 20 January 2025
  case full
  /// 20 January 2025
  case long
  /// 20 Jan 2025
  case medium
  /// 20/01/2025
  case short
  /// Monday 20 January
  case weekdayAndDay
  /// 20 January
  case dayAndMonth
  /// 2025-01-20, in any language and always Gregorian
  case iso
}

/// Dates in words, without the system's locale data: patterns and names as in CLDR 46 for Arabic, English (`en-US` with
/// the month first, every other `en` with the day first), French, Spanish and German. Other languages get ISO 8601.
///
/// `digits` applies to the whole result. `months` chooses among the Arabic names of the months; nil takes those of the
/// language tag's region, or the Egyptian ones.
///
/// ```swift
/// let day = CivilDate(iso: "2025-01-20")!
/// DateFormatting.string(day, style: .full, language: "en-GB")  // → "Monday 20 January 2025"
/// DateFormatting.string(day, language: "ar", digits: .arab)  // → "٢٠ يناير ٢٠٢٥"
/// DateFormatting.string(day, language: "de")  // → "20. Januar 2025"
/// DateFormatting.relative(day, today: day.adding(days: 1), language: "fr")  // → "hier"
/// ```
public enum DateFormatting {
  /// A day.
  public static func string(
    _ day: CivilDate, style: DateStyle = .long, language: String, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    guard style != .iso, let names = DateNames(language: language, arabicMonths: months) else { return day.description }
    let pattern = DatePattern(language: language)
    let fields = DatePattern.Fields(day, calendar: calendar)
    return digits.digits(in: pattern.day(fields, style: style, names: names))
  }

  /// A month of the Gregorian calendar, 1…12, with its year: “January 2025”, `2025-01`.
  public static func month(
    year: Int, month: Int, language: String, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    guard let names = DateNames(language: language, arabicMonths: months) else {
      return "\(padded(year, 4))-\(padded(month, 2))"
    }
    let joint = DatePattern(language: language).of
    return digits.digits(in: "\(names.month(month))\(joint)\(names.year(year))")
  }

  /// A year; 0 and less are years before Christ, 0 the last of them: “39 BC” for −38.
  public static func year(_ year: Int, language: String, digits: DigitSystem = .latn) -> String {
    digits.digits(in: DateNames(language: language)?.year(year) ?? padded(year, year < 0 ? 4 : 1))
  }

  /// A date of which the month or the day may be missing.
  public static func string(
    _ date: PartialDate, style: DateStyle = .long, language: String, digits: DigitSystem = .latn,
    months: ArabicMonthNames? = nil
  ) -> String {
    guard let month = date.month else { return year(date.year, language: language, digits: digits) }
    guard let day = date.day, let civil = CivilDate(year: date.year, month: month, day: day) else {
      return self.month(year: date.year, month: month, language: language, digits: digits, months: months)
    }
    return string(civil, style: style, language: language, digits: digits, months: months)
  }

  /// Days from a first to a last: “3–5 June 2024”, “28 September – 8 October 2023”. A single day is written as a day,
  /// a whole month as a month, a whole year as a year.
  public static func string(
    _ interval: DayInterval, style: DateStyle = .long, language: String, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    let (first, last) = (interval.first, interval.last)
    if first == last {
      return string(first, style: style, language: language, calendar: calendar, digits: digits, months: months)
    }
    guard style != .iso, let names = DateNames(language: language, arabicMonths: months) else {
      return "\(first)/\(last)"
    }
    if calendar == .gregorian, first.day == 1, last.day == CivilDate.daysInMonth(year: last.year, month: last.month) {
      if first.month == 1, last.month == 12 {
        return digits.digits(in: names.years(first.year, last.year))
      }
      if first.year == last.year, first.month == last.month {
        return month(year: first.year, month: first.month, language: language, digits: digits, months: months)
      }
    }
    let pattern = DatePattern(language: language)
    let text = pattern.interval(
      DatePattern.Fields(first, calendar: calendar), DatePattern.Fields(last, calendar: calendar), style: style,
      names: names)
    return digits.digits(in: text)
  }

  /// A time of day on the 24-hour clock, `08:10`.
  public static func time(secondOfDay: Int, digits: DigitSystem = .latn) -> String {
    let minutes = min(max(secondOfDay, 0), 86_399) / 60
    return digits.digits(in: "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))")
  }

  /// A point in time on its own clock: “20 January 2025, 08:10”; with ISO 8601 as in RFC 3339.
  public static func string(
    _ instant: Instant, style: DateStyle = .long, language: String, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    guard style != .iso, DateNames(language: language) != nil else { return instant.description }
    let day = string(
      instant.date, style: style, language: language, calendar: calendar, digits: digits, months: months)
    let time = self.time(secondOfDay: instant.hour * 3600 + instant.minute * 60, digits: digits)
    return day + DatePattern(language: language).beforeTime + time
  }

  /// The word for a day near `today` (“yesterday”, «أمس»), else nil.
  public static func relativeDay(_ day: CivilDate, today: CivilDate, language: String) -> String? {
    let distance = day.dayNumber - today.dayNumber
    guard (-2...2).contains(distance) else { return nil }
    return DateNames(language: language)?.relativeDays[distance + 2]
  }

  /// A day as a reader of `today` would say it: “yesterday”; “Monday 20 January” within the same year; else in full.
  public static func relative(
    _ day: CivilDate, today: CivilDate, language: String, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    relativeDay(day, today: today, language: language)
      ?? string(
        day, style: day.year == today.year ? .weekdayAndDay : .full, language: language, digits: digits, months: months)
  }
}
