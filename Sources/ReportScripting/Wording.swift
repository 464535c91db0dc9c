import ReportArticles
import ReportDates
import ReportDocument

/// How one document writes dates, counts and doubts: its language, digits and calendar, and the day that it is made for.
struct Wording: Sendable {
  /// The language of the words, BCP 47.
  let language: String
  let direction: TextDirection
  private(set) var vocabulary: Vocabulary
  let zone: TimeZoneRules
  let now: Instant
  var calendar: CalendarSystem = .gregorian
  var months: ArabicMonthNames?

  init(
    language: String, words: WordList? = nil, direction: TextDirection? = nil, zone: TimeZoneRules, now: Instant
  ) {
    self.language = language
    vocabulary = Vocabulary(language: language, words: words)
    self.direction = direction ?? .of(language: language)
    self.zone = zone
    self.now = now
  }

  /// The digits of dates and numbers: those of the language unless others are set.
  var digits: DigitSystem {
    get { vocabulary.digits }
    set { vocabulary.digits = newValue }
  }

  /// How the language writes dates; nil where ISO 8601 has to do.
  private var dates: DateLanguage? { vocabulary.dates }

  /// The names of the styles that `format` knows.
  static let styles =
    DateStyle.allCases.flatMap { style -> [String] in
      style == .iso ? [] : ["date." + name(style), "datetime." + name(style)]
    } + ["date.relative", "time", "weekday", "month", "year", "iso"]

  private static func name(_ style: DateStyle) -> String {
    switch style {
    case .weekdayAndDay: return "weekday_day"
    case .dayAndMonth: return "day_month"
    default: return style.rawValue
    }
  }

  /// A date in a named style; nil when there is no such style. No more is written than is known.
  func string(_ date: ScriptDate, style: String) -> String? {
    switch style {
    case "iso": return date.iso
    case "time": return date.precision >= .minute ? time(date) : ""
    case "year": return DateFormatting.year(date.day.year, in: dates, digits: digits)
    case "weekday": return dates?.names.weekday(date.day.weekday) ?? date.day.weekday.name
    case "month": return month(date)
    case "date.relative":
      if date.precision < .day { return partial(date) }
      return DateFormatting.relative(date.day, today: now.date, in: dates, digits: digits, months: months)
    default:
      let parts = style.split(separator: ".", maxSplits: 1)
      guard parts.count == 2, parts[0] == "date" || parts[0] == "datetime",
        let known = DateStyle.allCases.first(where: { $0 != .iso && Self.name($0) == parts[1] })
      else { return nil }
      if date.precision < .day { return partial(date) }
      if parts[0] == "datetime", date.precision >= .minute {
        return DateFormatting.string(
          date.instant, style: known, in: dates, calendar: calendar, digits: digits, months: months)
      }
      return day(date.day, style: known)
    }
  }

  /// A day in words.
  func day(_ day: CivilDate, style: DateStyle = .long) -> String {
    DateFormatting.string(day, style: style, in: dates, calendar: calendar, digits: digits, months: months)
  }

  /// Days from a first to a last, in words.
  func days(_ interval: DayInterval) -> String {
    DateFormatting.string(
      interval, style: .long, in: dates, calendar: calendar, digits: digits, months: months)
  }

  /// A moment in words.
  func moment(_ instant: Instant, style: DateStyle) -> String {
    DateFormatting.string(instant, style: style, in: dates, calendar: calendar, digits: digits, months: months)
  }

  private func time(_ date: ScriptDate) -> String {
    dates?.time(secondOfDay: date.secondOfDay, digits: digits)
      ?? DateFormatting.time(secondOfDay: date.secondOfDay, digits: digits)
  }

  private func month(_ date: ScriptDate) -> String {
    DateFormatting.month(
      year: date.day.year, month: date.day.month, in: dates, digits: digits, months: months)
  }

  private func partial(_ date: ScriptDate) -> String {
    date.precision == .year ? DateFormatting.year(date.day.year, in: dates, digits: digits) : month(date)
  }

  /// A date as a reader of the report's day needs it: the time alone today, else the day, with the year where it differs.
  func short(_ date: ScriptDate) -> String {
    if date.precision < .day { return partial(date) }
    if date.precision >= .minute, date.day == now.date { return time(date) }
    let style: DateStyle = date.day.year == now.date.year ? .dayAndMonth : .long
    if date.precision < .minute { return day(date.day, style: style) }
    return moment(date.instant, style: style)
  }

  /// The date of an article in words: “published 08:10”.
  func provenance(of article: Article) -> String? {
    guard let (date, basis) = article.bestDate else { return bounds(article.dateBounds) }
    let text = short(ScriptDate(date, basis: basis, zone: zone))
    switch basis {
    case .retrieved: return vocabulary.phrase(.retrievedAt, ["date": text])
    case .updated: return vocabulary.phrase(.updatedAt, ["date": text])
    case .published: return vocabulary.phrase(.publishedAt, ["date": text])
    }
  }

  /// What that date was found in, in words; nil for what is no date of the article's own.
  func evidence(of article: Article) -> String? {
    guard let (date, basis) = article.bestDate, basis != .retrieved else { return nil }
    return vocabulary.evidence(date.evidence)
  }

  private func bounds(_ bounds: DateBounds?) -> String? {
    var parts = [vocabulary.word(.dateUnknown)]
    if let day = bounds?.notBefore { parts.append(vocabulary.phrase(.notBefore, ["date": partialDate(day)])) }
    if let day = bounds?.notAfter { parts.append(vocabulary.phrase(.notAfter, ["date": partialDate(day)])) }
    return parts.joined(separator: vocabulary.word(.listSeparator))
  }

  private func partialDate(_ date: PartialDate) -> String {
    DateFormatting.string(date, in: dates, digits: digits, months: months)
  }

  /// A doubt about the date of an article, in words; nil when it is the article's own.
  func remark(on article: Article) -> String? {
    guard let (date, basis) = article.bestDate else { return bounds(article.dateBounds) }
    if basis == .retrieved {
      return vocabulary.phrase(.retrievedAt, ["date": short(ScriptDate(date, basis: basis, zone: zone))])
    }
    return article.hasWarning(.dateConflict) ? vocabulary.word(.dateDoubtful) : nil
  }

  /// A number as the language writes it.
  func number(_ value: Double, fractionDigits: Int = 2) -> String {
    vocabulary.number(value, fractionDigits: fractionDigits)
  }

  /// A number with its noun.
  func count(_ number: Int, _ noun: Vocabulary.Noun) -> String {
    vocabulary.count(number, noun)
  }

  /// A duration in words: its days, or its hours and minutes below two days.
  func string(_ duration: ScriptDuration) -> String {
    var parts: [String] = []
    func add(_ amount: Int, _ noun: Vocabulary.Noun) {
      if amount != 0 { parts.append(count(abs(amount), noun)) }
    }
    add(duration.months / 12, .year)
    add(duration.months % 12, .month)
    if duration.days % 7 == 0 { add(duration.days / 7, .week) } else { add(duration.days, .day) }
    add(duration.seconds / 3600, .hour)
    add(duration.seconds / 60 % 60, .minute)
    return parts.isEmpty ? count(0, .minute) : vocabulary.list(parts)
  }
}

extension CivilDate {
  /// The weekday that weeks start on where a language is spoken (CLDR week data): Saturday for Egypt and most Arab
  /// countries and Iran, Monday in Europe, Sunday in the United States.
  static func firstWeekday(language: String) -> Weekday {
    let tag = LanguageTag(language)
    if tag.language == "ar", let country = tag.country, ["sa", "ye"].contains(country) { return .sunday }
    return DateLanguage.of(language)?.firstWeekday ?? .monday
  }
}
