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

/// Dates in words, without the system's locale data: patterns and names as in CLDR for Arabic, Chinese, Dutch, English
/// (`en-US` with the month first, every other `en` with the day first), French, German, Hebrew, Indonesian, Italian,
/// Japanese, Persian, Portuguese, Russian, Spanish, Turkish and Urdu. Other languages get ISO 8601.
///
/// `digits` applies to the whole result. `months` chooses among the Arabic names of the months; nil takes those of the
/// language tag's region, or the Egyptian ones.
///
/// ```swift
/// let day = CivilDate(iso: "2025-01-20")!
/// DateFormatting.string(day, style: .full, language: "en-GB")  // → "Monday 20 January 2025"
/// DateFormatting.string(day, language: "ar", digits: .arab)  // → "٢٠ يناير ٢٠٢٥"
/// DateFormatting.string(day, language: "de")  // → "20. Januar 2025"
/// DateFormatting.string(day, language: "ja")  // → "2025年1月20日"
/// DateFormatting.relative(day, today: day.adding(days: 1), language: "fr")  // → "hier"
/// ```
public enum DateFormatting {
  /// A day.
  public static func string(
    _ day: CivilDate, style: DateStyle = .long, language: String, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    string(day, style: style, in: .of(language), calendar: calendar, digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func string(
    _ day: CivilDate, style: DateStyle = .long, in language: DateLanguage?, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    language?.day(day, style: style, calendar: calendar, digits: digits, months: months) ?? day.description
  }

  /// A month of the Gregorian calendar, 1…12, with its year: “January 2025”, `2025-01`.
  public static func month(
    year: Int, month: Int, language: String, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    self.month(year: year, month: month, in: .of(language), digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func month(
    year: Int, month: Int, in language: DateLanguage?, digits: DigitSystem, months: ArabicMonthNames?
  ) -> String {
    language?.month(year: year, month: month, digits: digits, months: months)
      ?? "\(padded(year, 4))-\(padded(month, 2))"
  }

  /// A year; 0 and less are years before Christ, 0 the last of them: “39 BC” for −38.
  public static func year(_ year: Int, language: String, digits: DigitSystem = .latn) -> String {
    self.year(year, in: .of(language), digits: digits)
  }

  /// The same in a language that may have words of its own.
  package static func year(_ year: Int, in language: DateLanguage?, digits: DigitSystem) -> String {
    language?.year(year, digits: digits) ?? digits.digits(in: padded(year, year < 0 ? 4 : 1))
  }

  /// A date of which the month or the day may be missing.
  public static func string(
    _ date: PartialDate, style: DateStyle = .long, language: String, digits: DigitSystem = .latn,
    months: ArabicMonthNames? = nil
  ) -> String {
    string(date, style: style, in: .of(language), digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func string(
    _ date: PartialDate, style: DateStyle = .long, in language: DateLanguage?, digits: DigitSystem,
    months: ArabicMonthNames?
  ) -> String {
    guard let month = date.month else { return year(date.year, in: language, digits: digits) }
    guard let day = date.day, let civil = CivilDate(year: date.year, month: month, day: day) else {
      return self.month(year: date.year, month: month, in: language, digits: digits, months: months)
    }
    return string(civil, style: style, in: language, digits: digits, months: months)
  }

  /// Days from a first to a last: “3–5 June 2024”, “28 September – 8 October 2023”. A single day is written as a day,
  /// a whole month as a month, a whole year as a year.
  public static func string(
    _ interval: DayInterval, style: DateStyle = .long, language: String, calendar: CalendarSystem = .gregorian,
    digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    string(interval, style: style, in: .of(language), calendar: calendar, digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func string(
    _ interval: DayInterval, style: DateStyle = .long, in language: DateLanguage?,
    calendar: CalendarSystem = .gregorian, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    let (first, last) = (interval.first, interval.last)
    if first == last {
      return string(first, style: style, in: language, calendar: calendar, digits: digits, months: months)
    }
    guard style != .iso, let language else { return "\(first)/\(last)" }
    if calendar == .gregorian, first.day == 1, last.day == CivilDate.daysInMonth(year: last.year, month: last.month) {
      if first.month == 1, last.month == 12 {
        if first.year == last.year { return year(first.year, in: language, digits: digits) }
        return digits.digits(in: language.names.years(first.year, last.year))
      }
      if first.year == last.year, first.month == last.month {
        return month(year: first.year, month: first.month, in: language, digits: digits, months: months)
      }
    }
    return language.interval(interval, style: style, calendar: calendar, digits: digits, months: months)
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
    string(instant, style: style, in: .of(language), calendar: calendar, digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func string(
    _ instant: Instant, style: DateStyle = .long, in language: DateLanguage?, calendar: CalendarSystem,
    digits: DigitSystem, months: ArabicMonthNames?
  ) -> String {
    language?.instant(instant, style: style, calendar: calendar, digits: digits, months: months) ?? instant.description
  }

  /// The word for a day near `today` (“yesterday”, «أمس»), else nil.
  public static func relativeDay(_ day: CivilDate, today: CivilDate, language: String) -> String? {
    relativeDay(day, today: today, in: .of(language))
  }

  private static func relativeDay(_ day: CivilDate, today: CivilDate, in language: DateLanguage?) -> String? {
    let distance = day.dayNumber - today.dayNumber
    guard (-2...2).contains(distance) else { return nil }
    return language?.names.relativeDays[distance + 2]
  }

  /// A day as a reader of `today` would say it: “yesterday”; “Monday 20 January” within the same year; else in full.
  public static func relative(
    _ day: CivilDate, today: CivilDate, language: String, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    relative(day, today: today, in: .of(language), digits: digits, months: months)
  }

  /// The same in a language that may have words of its own.
  package static func relative(
    _ day: CivilDate, today: CivilDate, in language: DateLanguage?, digits: DigitSystem, months: ArabicMonthNames?
  ) -> String {
    relativeDay(day, today: today, in: language)
      ?? string(
        day, style: day.year == today.year ? .weekdayAndDay : .full, in: language, digits: digits, months: months)
  }
}
