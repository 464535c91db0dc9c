import ReportArticles

/// How a language writes dates: the names, the patterns in CLDR's letters, the usual digits and the first day of the week.
/// The data files are `dates/<language>.names`; a file of one's own words may hold the same keys.
package struct DateLanguage: Sendable, Hashable {
  /// The names, in Arabic those of the tag's region.
  package var names: DateNames
  /// The digits that dates and numbers are written with unless somebody chooses others.
  package let digits: DigitSystem
  /// The day that weeks begin with.
  package let firstWeekday: Weekday
  /// Whether the Gregorian months have Arabic names, of which there are several sets.
  private let isArabic: Bool
  private let patterns: [Pattern: DatePattern]
  private let yearOfHijri: DatePattern?
  private let to: String
  let beforeTime: String
  let monthsAlone: [String]?
  let firstDay: String?
  private let timeSeparator: String

  /// The patterns, by their keys.
  enum Pattern: String, CaseIterable {
    case full = "date_full"
    case long = "date_long"
    case medium = "date_medium"
    case short = "date_short"
    case weekdayAndDay = "date_weekday_day"
    case dayAndMonth = "date_day_month"
    case monthAndYear = "date_month_year"
    case year = "date_year"
    case days = "date_days"
    case daysOfYear = "date_days_year"
    case months = "date_months"
    case monthsOfYear = "date_months_year"
  }

  /// The language of a tag (BCP 47) as it is shipped; nil when it is not.
  package static func of(_ tag: String) -> DateLanguage? {
    let tag = LanguageTag(tag)
    guard var found = (tag.country.flatMap { shipped["\(tag.vocabulary)-\($0)"] }) ?? shipped[tag.vocabulary] else {
      return nil
    }
    if found.isArabic { found.names.useMonths(ArabicMonthNames(tag: tag)) }
    return found
  }

  private static let shipped = ResourceTable<DateLanguage> { name in
    guard let text = EmbeddedResource.text("dates/\(name).names") else { return nil }
    let base = name.split(separator: "-").first.flatMap { EmbeddedResource.text("dates/\($0).names") } ?? ""
    let values = KeyedText.values(base).merging(KeyedText.values(text)) { $1 }
    return DateLanguage(values, isArabic: name == "ar")
  }

  /// The language with values of one's own; the rest is as it was, for a new language as in English. Nil when a new language
  /// lacks names of months and weekdays.
  package static func of(_ tag: String, with values: [String: String]) -> DateLanguage? {
    let values = values.filter { keys.contains($0.key) }
    if values.isEmpty { return of(tag) }
    let tag = LanguageTag(tag)
    var all: [String: String] = [:]
    let own = EmbeddedResource.text("dates/\(tag.vocabulary).names")
    if own == nil, values["months"] == nil || values["weekdays"] == nil { return nil }
    all = KeyedText.values(own ?? EmbeddedResource.text("dates/en.names") ?? "")
    if own == nil {
      all["months_short"] = nil
      all["days_near"] = "- | - | - | - | -"
    } else if values["months"] != nil {
      all["months_short"] = nil
      all["months_alone"] = nil
    }
    let isArabic = tag.vocabulary == "ar" && values["months"] == nil
    guard var language = DateLanguage(all.merging(values) { $1 }, isArabic: isArabic) else { return of(tag.language) }
    if isArabic { language.names.useMonths(ArabicMonthNames(tag: tag)) }
    return language
  }

  private init?(_ values: [String: String], isArabic: Bool) {
    func list(_ key: String) -> [String]? {
      guard let names = values[key].map(Self.members), names.count == Self.counts[key] else { return nil }
      return names
    }
    guard let months = list("months"), let weekdays = list("weekdays"), let near = list("days_near"),
      let seasons = list("seasons"), let hijriMonths = list("hijri_months")
    else { return nil }
    names = DateNames(
      months: months, shortMonths: list("months_short") ?? months, hijriMonths: hijriMonths,
      hijriEra: values["hijri_era"] ?? "AH", yearBeforeChrist: values["year_before"] ?? "{year} BC", weekdays: weekdays,
      relativeDays: near.map { $0 == "-" ? nil : $0 },
      seasons: seasons)
    monthsAlone = list("months_alone")
    digits = values["digits"].flatMap(DigitSystem.init(rawValue:)) ?? .latn
    firstWeekday = Weekday.allCases.first { $0.name == values["week_start"] } ?? .monday
    var patterns: [Pattern: DatePattern] = [:]
    for pattern in Pattern.allCases { patterns[pattern] = values[pattern.rawValue].flatMap(DatePattern.init) }
    self.patterns = patterns
    yearOfHijri = values["hijri_year"].flatMap(DatePattern.init)
    to = values["date_to"] ?? " – "
    beforeTime = values["date_time"] ?? ", "
    firstDay = values["first_day"]
    timeSeparator = values["time_separator"] ?? ":"
    self.isArabic = isArabic
  }

  private static func members(_ list: String) -> [String] {
    list.split(separator: "|").map { $0.trimmedWhitespace() }
  }

  // MARK: Words of one's own

  private static let counts = [
    "months": 12, "months_alone": 12, "months_short": 12, "weekdays": 7, "days_near": 5, "seasons": 4,
    "hijri_months": 12,
  ]

  /// The keys of the data files.
  package static let keys: [String] =
    [
      "months", "months_alone", "months_short", "weekdays", "days_near", "seasons", "hijri_months", "hijri_era",
      "hijri_year", "year_before",
    ] + Pattern.allCases.map(\.rawValue) + [
      "date_to", "date_time", "first_day", "time_separator", "digits", "week_start",
    ]

  /// What is wrong with the value of a key; nil when nothing is.
  package static func problem(with value: String, for key: String) -> String? {
    if let count = counts[key] {
      let given = members(value).count
      return given == count ? nil : "“\(key)” takes \(count) names with | between them, not \(given)"
    }
    if Pattern(rawValue: key) != nil || key == "hijri_year" {
      return DatePattern(value) == nil
        ? "“\(value)” is not a pattern of dates; write d, M, MMM, MMMM, LLLL, y or EEEE, and other words in 'single quotes'"
        : nil
    }
    switch key {
    case "year_before":
      let parts = value.split(separator: "{year}", omittingEmptySubsequences: false)
      return parts.count == 2 && parts.contains("") ? nil : "“year_before” begins or ends with {year}"
    case "digits":
      let known = DigitSystem.allCases.map(\.rawValue)
      return known.contains(value)
        ? nil : "“\(value)” is not a set of digits; there are: \(known.joined(separator: ", "))"
    case "week_start":
      let known = Weekday.allCases.map(\.name)
      return known.contains(value) ? nil : "“\(value)” is not an English name of a weekday in small letters"
    default: return nil
    }
  }
}

// Dates in words. `DateFormatting` says what each is.
extension DateLanguage {
  func names(_ months: ArabicMonthNames?) -> DateNames {
    guard isArabic, let months else { return names }
    var names = names
    names.useMonths(months)
    return names
  }

  private func write(
    _ pattern: Pattern, _ first: DatePattern.Fields, _ last: DatePattern.Fields? = nil, names: DateNames
  ) -> String {
    patterns[pattern]?.string(first, last, in: self, names: names) ?? ""
  }

  private func write(_ fields: DatePattern.Fields, style: DateStyle, names: DateNames) -> String {
    switch style {
    case .iso: return ""
    case .full: return write(.full, fields, names: names)
    case .long: return write(.long, fields, names: names)
    // Names of Hijri months have no short form.
    case .medium: return write(fields.calendar == .hijri ? .long : .medium, fields, names: names)
    case .short: return write(.short, fields, names: names)
    case .weekdayAndDay: return write(.weekdayAndDay, fields, names: names)
    case .dayAndMonth: return write(.dayAndMonth, fields, names: names)
    }
  }

  /// A year with its era, where it is not the common one.
  func year(of fields: DatePattern.Fields, names: DateNames) -> String {
    guard fields.calendar == .hijri else { return names.year(fields.year) }
    var plain = fields
    plain.calendar = .gregorian
    return yearOfHijri?.string(plain, in: self, names: names) ?? "\(fields.year) \(names.hijriEra)"
  }

  package func day(
    _ day: CivilDate, style: DateStyle = .long, calendar: CalendarSystem = .gregorian, digits: DigitSystem = .latn,
    months: ArabicMonthNames? = nil
  ) -> String {
    if style == .iso { return day.description }
    let fields = DatePattern.Fields(day, calendar: calendar)
    return digits.digits(in: write(fields, style: style, names: names(months)))
  }

  package func month(
    year: Int, month: Int, digits: DigitSystem = .latn, months: ArabicMonthNames? = nil
  ) -> String {
    guard let day = CivilDate(astronomicalYear: year, month: month, day: 1) else {
      return "\(padded(year, 4))-\(padded(month, 2))"
    }
    return digits.digits(
      in: write(.monthAndYear, DatePattern.Fields(day, calendar: .gregorian), names: names(months)))
  }

  package func year(_ year: Int, digits: DigitSystem) -> String {
    guard let day = CivilDate(astronomicalYear: year, month: 1, day: 1), patterns[.year] != nil else {
      return digits.digits(in: names.year(year))
    }
    return digits.digits(in: write(.year, DatePattern.Fields(day, calendar: .gregorian), names: names))
  }

  /// “3–5 June 2024” with no more said twice than needed.
  package func interval(
    _ interval: DayInterval, style: DateStyle, calendar: CalendarSystem, digits: DigitSystem, months: ArabicMonthNames?
  ) -> String {
    let names = names(months)
    let first = DatePattern.Fields(interval.first, calendar: calendar)
    let last = DatePattern.Fields(interval.last, calendar: calendar)
    let isLong = style == .long || style == .dayAndMonth
    let text: String
    if !isLong || first.year != last.year && style != .dayAndMonth {
      text = write(first, style: style, names: names) + to + write(last, style: style, names: names)
    } else if first.month == last.month, first.year == last.year {
      text = write(style == .long ? .daysOfYear : .days, first, last, names: names)
    } else {
      text = write(style == .long ? .monthsOfYear : .months, first, last, names: names)
    }
    return digits.digits(in: text)
  }

  package func instant(
    _ instant: Instant, style: DateStyle, calendar: CalendarSystem, digits: DigitSystem, months: ArabicMonthNames?
  ) -> String {
    if style == .iso { return instant.description }
    return day(instant.date, style: style, calendar: calendar, digits: digits, months: months) + beforeTime
      + time(secondOfDay: instant.hour * 3600 + instant.minute * 60, digits: digits)
  }

  /// A time of day on the 24-hour clock.
  package func time(secondOfDay: Int, digits: DigitSystem) -> String {
    let time = DateFormatting.time(secondOfDay: secondOfDay, digits: digits)
    return timeSeparator == ":" ? time : time.split(separator: ":").joined(separator: timeSeparator)
  }
}
