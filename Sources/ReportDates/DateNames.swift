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
  public init(language: String) {
    switch LanguageTag(language).region?.uppercased() {
    case "SY", "LB", "JO", "PS", "IQ": self = .levantine
    case "DZ", "TN": self = .maghrebi
    case "MA": self = .moroccan
    case "MR": self = .mauritanian
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
  /// What follows a year before Christ.
  public var eraBeforeChrist: String
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
  func year(_ year: Int) -> String { year > 0 ? "\(year)" : "\(1 - year) \(eraBeforeChrist)" }

  /// Years from one to another: “58–50 BC”.
  func years(_ first: Int, _ last: Int) -> String {
    if first == last { return year(first) }
    return last <= 0 ? "\(1 - first)–\(year(last))" : first <= 0 ? "\(year(first)) – \(last)" : "\(first)–\(last)"
  }

  /// The name of a weekday.
  public func weekday(_ weekday: Weekday) -> String { weekdays[weekday.rawValue - 1] }

  /// The names of a language (BCP 47); nil when there are none and ISO 8601 has to do. `arabicMonths` chooses among
  /// Arabic month names; nil takes those of the tag's region.
  public init?(language: String, arabicMonths: ArabicMonthNames? = nil) {
    switch LanguageTag.primary(language) {
    case "ar":
      self = .arabic
      months = (arabicMonths ?? ArabicMonthNames(language: language)).months
      shortMonths = months
    case "en": self = .english
    case "fr": self = .french
    case "es": self = .spanish
    case "de": self = .german
    default: return nil
    }
  }

  private init(
    months: [String], shortMonths: [String], hijriMonths: [String] = DateNames.latinHijriMonths,
    hijriEra: String = "AH", eraBeforeChrist: String,
    weekdays: [String], relativeDays: [String?], seasons: [String]
  ) {
    self.months = months
    self.shortMonths = shortMonths
    self.hijriMonths = hijriMonths
    self.hijriEra = hijriEra
    self.eraBeforeChrist = eraBeforeChrist
    self.weekdays = weekdays
    self.relativeDays = relativeDays
    self.seasons = seasons
  }

  private static let latinHijriMonths = [
    "Muharram", "Safar", "Rabiʻ I", "Rabiʻ II", "Jumada I", "Jumada II", "Rajab", "Shaʻban", "Ramadan", "Shawwal",
    "Dhuʻl-Qiʻdah", "Dhuʻl-Hijjah",
  ]

  private static let arabic = DateNames(
    months: ArabicMonthNames.egyptian.months, shortMonths: ArabicMonthNames.egyptian.months,
    hijriMonths: [
      "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة", "رجب", "شعبان", "رمضان", "شوال",
      "ذو القعدة", "ذو الحجة",
    ], hijriEra: "هـ", eraBeforeChrist: "ق.م",
    weekdays: ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"],
    relativeDays: ["أول أمس", "أمس", "اليوم", "غدًا", "بعد الغد"], seasons: ["ربيع", "صيف", "خريف", "شتاء"])

  private static let english = DateNames(
    months: [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ], shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
    eraBeforeChrist: "BC", weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    relativeDays: [nil, "yesterday", "today", "tomorrow", nil], seasons: ["spring", "summer", "autumn", "winter"])

  private static let french = DateNames(
    months: [
      "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre",
    ],
    shortMonths: [
      "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
    ],
    hijriMonths: [
      "mouharram", "safar", "rabia al awal", "rabia ath-thani", "joumada al oula", "joumada ath-thania", "rajab",
      "chaabane", "ramadan", "chawwal", "dhou al qi`da", "dhou al-hijja",
    ],
    eraBeforeChrist: "av. J.-C.", weekdays: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    relativeDays: ["avant-hier", "hier", "aujourd’hui", "demain", "après-demain"],
    seasons: ["printemps", "été", "automne", "hiver"])

  private static let spanish = DateNames(
    months: [
      "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
      "diciembre",
    ], shortMonths: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    eraBeforeChrist: "a. C.", weekdays: ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
    relativeDays: ["anteayer", "ayer", "hoy", "mañana", "pasado mañana"],
    seasons: ["primavera", "verano", "otoño", "invierno"])

  private static let german = DateNames(
    months: [
      "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
      "Dezember",
    ], shortMonths: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    eraBeforeChrist: "v. Chr.",
    weekdays: ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"],
    relativeDays: ["vorgestern", "gestern", "heute", "morgen", "übermorgen"],
    seasons: ["Frühling", "Sommer", "Herbst", "Winter"])
}
