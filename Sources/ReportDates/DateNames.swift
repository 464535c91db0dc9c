import ReportArticles

/// Calendars that dates can be shown in.
///
/// ```swift
/// let day = CivilDate(iso: "2024-07-07")!
/// DateFormatting.string(day, language: "en-GB", calendar: .hijri)  // → "1 Muharram 1446 AH"
/// ```
public enum CalendarSystem: String, Sendable, Hashable, CaseIterable {
  /// The Gregorian calendar.
  case gregorian
  /// The Islamic calendar of Umm al-Qura.
  case hijri
}

/// Digits that dates can be shown with, named as in CLDR.
///
/// ```swift
/// DigitSystem.arab.digits(in: "08:10")  // → "٠٨:١٠"
/// ```
public enum DigitSystem: String, Sendable, Hashable, CaseIterable {
  /// 0123456789
  case latn
  /// ٠١٢٣٤٥٦٧٨٩
  case arab
  /// ۰۱۲۳۴۵۶۷۸۹
  case arabext

  /// `text` with its ASCII digits in this system.
  public func digits(in text: String) -> String {
    let zero: UInt32
    switch self {
    case .latn: return text
    case .arab: zero = 0x0660
    case .arabext: zero = 0x06F0
    }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let digit = scalar.value &- 0x30
      result.append(digit < 10 ? Unicode.Scalar(zero + digit) ?? scalar : scalar)
    }
    return String(result)
  }
}

/// Names of the Gregorian months that Arabic papers use, by region.
///
/// ```swift
/// ArabicMonthNames(language: "ar-SY").months[0]  // → "كانون الثاني"
/// ArabicMonthNames(language: "ar-EG").months[0]  // → "يناير"
/// ```
public enum ArabicMonthNames: String, Sendable, Hashable, CaseIterable {
  /// Egypt, Sudan, the Gulf: يناير، فبراير
  case egyptian
  /// Syria, Lebanon, Jordan, Palestine, Iraq: كانون الثاني، شباط
  case levantine
  /// Algeria and Tunisia: جانفي، فيفري
  case maghrebi
  /// Morocco: يناير، فبراير … غشت، شتنبر
  case moroccan
  /// Mauritania: أغشت، شتمبر
  case mauritanian

  /// The names usual in the region of a BCP 47 tag, e.g. `ar-SY`.
  public init(language: String) { self.init(tag: LanguageTag(language)) }

  init(tag: LanguageTag) {
    switch tag.region {
    case "sy", "lb", "jo", "ps", "iq": self = .levantine
    case "dz", "tn": self = .maghrebi
    case "ma": self = .moroccan
    case "mr": self = .mauritanian
    default: self = .egyptian
    }
  }

  /// January to December.
  public var months: [String] {
    switch self {
    case .egyptian:
      return [
        "يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
      ]
    case .levantine:
      return [
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول",
        "تشرين الثاني", "كانون الأول",
      ]
    case .maghrebi:
      return [
        "جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
      ]
    case .moroccan:
      return [
        "يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر",
      ]
    case .mauritanian:
      return [
        "يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيو", "يوليو", "أغشت", "شتمبر", "أكتوبر", "نوفمبر", "دجمبر",
      ]
    }
  }
}

/// The words that dates are written with in one language, as CLDR has them.
///
/// ```swift
/// let french = DateNames(language: "fr")!
/// french.month(8)  // → "août"
/// french.weekday(.sunday)  // → "dimanche"
/// DateNames(language: "xx")  // → nil
/// ```
public struct DateNames: Sendable, Hashable {
  /// January to December, as used with a day.
  public var months: [String]
  /// The same, short; equal to `months` where the language does not shorten them.
  public var shortMonths: [String]
  /// Muharram to Dhu al-Hijja.
  public var hijriMonths: [String]
  /// What follows a Hijri year.
  public var hijriEra: String
  /// What marks a year before Christ.
  public var eraBeforeChrist: String
  /// Whether that stands before the year.
  private var eraIsFirst: Bool
  private var eraJoint: String
  /// Monday to Sunday.
  public var weekdays: [String]
  /// The day before yesterday to the day after tomorrow; nil where the language needs a phrase.
  public var relativeDays: [String?]
  /// Spring, summer, autumn, winter.
  public var seasons: [String]

  /// The name of a month, 1…12.
  public func month(_ month: Int, calendar: CalendarSystem = .gregorian) -> String {
    let names = calendar == .hijri ? hijriMonths : months
    return names.indices.contains(month - 1) ? names[month - 1] : ""
  }

  /// A year of the Gregorian calendar: 0 and less are years before Christ, 0 the last of them.
  func year(_ year: Int) -> String { year > 0 ? "\(year)" : withEra("\(1 - year)") }

  /// Years from one to another: “58–50 BC”.
  func years(_ first: Int, _ last: Int) -> String {
    if first == last { return year(first) }
    return last <= 0
      ? withEra("\(1 - first)–\(1 - last)") : first <= 0 ? "\(year(first)) – \(last)" : "\(first)–\(last)"
  }

  private func withEra(_ years: String) -> String {
    eraIsFirst ? eraBeforeChrist + eraJoint + years : years + eraJoint + eraBeforeChrist
  }

  /// The name of a weekday.
  public func weekday(_ weekday: Weekday) -> String { weekdays[weekday.rawValue - 1] }

  /// The names of a language (BCP 47); nil when there are none and ISO 8601 has to do. `arabicMonths` chooses among
  /// Arabic month names; nil takes those of the tag's region.
  public init?(language: String, arabicMonths: ArabicMonthNames? = nil) {
    guard let found = DateLanguage.of(language) else { return nil }
    self = found.names(arabicMonths)
  }

  init(
    months: [String], shortMonths: [String], hijriMonths: [String], hijriEra: String, yearBeforeChrist: String,
    weekdays: [String],
    relativeDays: [String?], seasons: [String]
  ) {
    self.months = months
    self.shortMonths = shortMonths
    self.hijriMonths = hijriMonths
    self.hijriEra = hijriEra
    eraIsFirst = yearBeforeChrist.hasSuffix("{year}")
    let era = yearBeforeChrist.split(separator: "{year}").first ?? ""
    eraBeforeChrist = String(era).trimmedWhitespace()
    eraJoint = era.hasPrefix(" ") || era.hasSuffix(" ") ? " " : ""
    self.weekdays = weekdays
    self.relativeDays = relativeDays
    self.seasons = seasons
  }

  /// Takes another set of Arabic month names, none of which are shortened.
  mutating func useMonths(_ set: ArabicMonthNames) {
    months = set.months
    shortMonths = set.months
  }
}
