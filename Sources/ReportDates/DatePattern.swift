import ReportArticles

/// The order and punctuation of date fields in one language.
struct DatePattern {
  /// The fields of a day in some calendar.
  struct Fields {
    var weekday: Weekday
    var day: Int
    var month: Int
    var year: Int
    var calendar: CalendarSystem

    init(_ date: CivilDate, calendar: CalendarSystem) {
      weekday = date.weekday
      if calendar == .hijri, let hijri = HijriDate(date) {
        (day, month, year, self.calendar) = (hijri.day, hijri.month, hijri.year, .hijri)
      } else {
        (day, month, year, self.calendar) = (date.day, date.month, date.year, .gregorian)
      }
    }
  }

  private let language: String
  private let isMonthFirst: Bool

  init(language tag: String) {
    let tag = LanguageTag(tag)
    language = tag.language
    isMonthFirst = language == "en" && tag.region == "us"
  }

  /// What joins a month to its year.
  var of: String { language == "es" ? " de " : " " }

  var beforeTime: String { language == "ar" ? "، " : ", " }

  private var afterWeekday: String {
    switch language {
    case "ar": return "، "
    case "de", "es": return ", "
    default: return isMonthFirst ? ", " : " "
    }
  }

  func day(_ date: Fields, style: DateStyle, names: DateNames) -> String {
    switch style {
    case .iso: return ""
    case .full: return names.weekday(date.weekday) + afterWeekday + withYear(dayAndMonth(date, names), date, names)
    case .long: return withYear(dayAndMonth(date, names), date, names)
    case .weekdayAndDay: return names.weekday(date.weekday) + afterWeekday + dayAndMonth(date, names)
    case .dayAndMonth: return dayAndMonth(date, names)
    case .medium:
      if language == "de", date.calendar == .gregorian {
        return "\(padded(date.day, 2)).\(padded(date.month, 2)).\(names.year(date.year))"
      }
      guard date.calendar == .gregorian else { return withYear(dayAndMonth(date, names), date, names) }
      let month = names.shortMonths[date.month - 1]
      let year = names.year(date.year)
      return isMonthFirst ? "\(month) \(date.day), \(year)" : "\(date.day) \(month) \(year)"
    case .short:
      let year = names.year(date.year) + (date.calendar == .hijri ? " \(names.hijriEra)" : "")
      if language == "de" { return "\(padded(date.day, 2)).\(padded(date.month, 2)).\(year)" }
      if isMonthFirst { return "\(date.month)/\(date.day)/\(year)" }
      // The mark keeps day, month and year in reading order within right-to-left text.
      let slash = language == "ar" ? "\u{200F}/" : "/"
      let width = language == "ar" || language == "es" ? 1 : 2
      return "\(padded(date.day, width))\(slash)\(padded(date.month, width))\(slash)\(year)"
    }
  }

  /// “3–5 June 2024” with no more said twice than needed.
  func interval(_ first: Fields, _ last: Fields, style: DateStyle, names: DateNames) -> String {
    let isShort = style == .short || style == .medium
    let weekday = style == .full || style == .weekdayAndDay
    if isShort || weekday || first.year != last.year && style != .dayAndMonth {
      return "\(day(first, style: style, names: names)) – \(day(last, style: style, names: names))"
    }
    let tail: String
    if first.month == last.month, first.year == last.year {
      let month = names.month(last.month, calendar: last.calendar)
      tail =
        isMonthFirst
        ? "\(month) \(first.day)–\(last.day)"
        : "\(ordinal(first.day))–\(ordinal(last.day))\(of)\(month)"
    } else {
      tail = "\(dayAndMonth(first, names)) – \(dayAndMonth(last, names))"
    }
    return style == .dayAndMonth ? tail : withYear(tail, last, names)
  }

  private func dayAndMonth(_ date: Fields, _ names: DateNames) -> String {
    let month = names.month(date.month, calendar: date.calendar)
    return isMonthFirst ? "\(month) \(date.day)" : "\(ordinal(date.day))\(of)\(month)"
  }

  private func withYear(_ dayAndMonth: String, _ date: Fields, _ names: DateNames) -> String {
    let era = date.calendar == .hijri ? " \(names.hijriEra)" : ""
    return dayAndMonth + (isMonthFirst ? ", " : of) + names.year(date.year) + era
  }

  private func ordinal(_ day: Int) -> String {
    switch language {
    case "de": return "\(day)."
    case "fr": return day == 1 ? "1er" : "\(day)"
    default: return "\(day)"
    }
  }
}
