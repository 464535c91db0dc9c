import ReportArticles
import ReportDates

/// The words that dates are made of in the languages that pages are read in, folded.
struct DateWords: Sendable {
  static let shared = DateWords()

  /// Month names to 1…12; names of two words are joined by a space.
  let months: [String: Int]
  let hijriMonths: [String: Int]
  let weekdays: [String: Weekday]
  /// Short names that only a field with a date in it is read for: in a text they are other words. Names with a figure for
  /// the ordinal are joined by a space.
  private let fieldMonths: [String: Int]
  /// Fingerprints of the words that the names begin with: most words of a text are none of them, and looking a string up
  /// costs ten times as much.
  private let monthStarts: Set<UInt64>
  private let dateStarts: Set<UInt64>
  private let todayStarts: Set<UInt64>
  /// Words for “today”.
  let today: Set<String> = Set(
    ["اليوم", "today", "aujourd", "hoy", "heute", "oggi", "hoje"].map { TextFolding.fold($0) })
  /// “This Monday”.
  static let demonstratives: Set<String> = ["ce", "هذا", "this", "este"]
  /// Half of the day that a time of the twelve-hour clock stands in: true after noon.
  let halves: [String: Bool] = {
    let words: [(String, Bool)] = [
      ("am", false), ("pm", true), ("ص", false), ("م", true), ("صباحا", false), ("مساء", true), ("ظهرا", true),
      ("عصرا", true), ("فجرا", false), ("ليلا", true),
    ]
    return Dictionary(uniqueKeysWithValues: words.map { (TextFolding.fold($0.0), $0.1) })
  }()
  /// Zone names that mean one offset (RFC 822, section 5.1, and European civil time), in minutes.
  let zones: [String: Int] = [
    "gmt": 0, "utc": 0, "ut": 0, "z": 0, "wet": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
    "mdt": -360, "pst": -480, "pdt": -420, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120,
    "eest": 180, "mest": 120, "met": 60, "et": -300, "ct": -360, "mt": -420, "pt": -480, "msk": 180, "jst": 540,
    "kst": 540, "hkt": 480, "sgt": 480, "غرينتش": 0, "جرينتش": 0, "غرينيتش": 0,
  ]

  private init() {
    var months: [String: Int] = [:]
    var hijri: [String: Int] = [:]
    var weekdays: [String: Weekday] = [:]
    func name(_ text: String) -> String {
      let folded = TextFolding.fold(text)
      return folded.utf8.contains(0x2E) ? folded.filter { $0 != "." } : folded
    }
    for language in ["de", "es", "fr", "en"] {
      guard let names = DateNames(language: language) else { continue }
      for (index, month) in names.months.enumerated() { months[name(month)] = index + 1 }
      for (index, month) in names.shortMonths.enumerated() { months[name(month)] = index + 1 }
      for (index, weekday) in names.weekdays.enumerated() {
        guard let day = Weekday(rawValue: index + 1) else { continue }
        let folded = name(weekday)
        weekdays[folded] = day
        if language == "en" || language == "de" || language == "fr" { weekdays[String(folded.prefix(3))] = day }
      }
    }
    weekdays["tues"] = .tuesday
    weekdays["thur"] = .thursday
    weekdays["thurs"] = .thursday
    weekdays["wednes"] = .wednesday
    // Languages that have no names of their own elsewhere here, as their dates have them: Portuguese, Italian, Dutch, Swedish,
    // Danish and Norwegian, Polish, Turkish, Russian.
    for names in [
      [
        "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro",
        "dezembro",
      ],
      [
        "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
        "novembre",
        "dicembre",
      ],
      [
        "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
        "december",
      ],
      [
        "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
        "december",
      ],
      [
        "januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
        "desember",
      ],
      [
        "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
        "listopada", "grudnia",
      ],
      [
        "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim", "kasım", "aralık",
      ],
      [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
        "декабря",
      ],
    ] {
      for (index, month) in names.enumerated() where months[name(month)] == nil { months[name(month)] = index + 1 }
    }
    months["sep"] = 9
    months["setiembre"] = 9
    months["mrz"] = 3
    for region in ArabicMonthNames.allCases {
      for (index, month) in region.months.enumerated() { months[name(month)] = index + 1 }
    }
    let variants: [(String, Int)] = [
      ("يونية", 6), ("يونيه", 6), ("يوليه", 7), ("يولية", 7), ("جويليه", 7), ("اوغسطس", 8), ("شهر يناير", 1),
      ("تشرين أول", 10), ("تشرين ثاني", 11), ("كانون أول", 12), ("كانون ثاني", 1), ("نوفمر", 11), ("جوان", 6),
      ("فبرائر", 2), ("افريل", 4), ("ابريل", 4),
    ]
    for (month, number) in variants { months[name(month)] = number }
    if let arabic = DateNames(language: "ar") {
      for (index, month) in arabic.hijriMonths.enumerated() { hijri[name(month)] = index + 1 }
      for (index, weekday) in arabic.weekdays.enumerated() {
        guard let day = Weekday(rawValue: index + 1) else { continue }
        weekdays[name(weekday)] = day
      }
    }
    let hijriVariants: [(String, Int)] = [
      ("المحرم", 1), ("ربيع الثاني", 4), ("ربيع أول", 3), ("ربيع ثاني", 4), ("ربيع ثان", 4), ("جمادي الأول", 5),
      ("جمادى الاول", 5), ("جمادى الثانية", 6), ("جمادى الثاني", 6), ("جمادى الآخر", 6), ("ذي القعدة", 11),
      ("ذي الحجة", 12), ("ذو القعده", 11), ("شعبان المعظم", 8), ("رمضان المبارك", 9),
    ]
    for (month, number) in hijriVariants { hijri[name(month)] = number }
    weekdays[name("الثلثاء")] = .tuesday
    weekdays[name("الاتنين")] = .monday
    let firstWords = (Array(months.keys) + Array(hijri.keys)).map {
      DateTokens.fingerprint($0.utf8.prefix { $0 != 0x20 })
    }
    monthStarts = Set(firstWords)
    dateStarts = Set(firstWords).union(weekdays.keys.map { DateTokens.fingerprint($0.utf8) })
    todayStarts = Set(today.union(Self.demonstratives).map { DateTokens.fingerprint($0.utf8) })
    self.months = months
    self.hijriMonths = hijri
    var fieldMonths: [String: Int] = [:]
    for line in EmbeddedResource.lines("loading/month-names.txt") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let number = Int(words[0]) else { continue }
      for form in words[1].split(separator: ",") { fieldMonths[name(TextLayout.collapse(form))] = number }
    }
    self.fieldMonths = fieldMonths
    self.weekdays = weekdays
  }

  /// The month named by the word at `index` (and the next), and how many tokens it takes. Both names of a double name
  /// (كانون الثاني/يناير) are taken when they agree.
  func month(
    in tokens: DateTokens, at index: Int, isField: Bool = false
  ) -> (month: Int, length: Int, isHijri: Bool)? {
    if isField, let word = tokens.word(index) {
      if let (figure, digits) = tokens.number(index + 1), digits == 1, let month = fieldMonths["\(word) \(figure)"] {
        return (month, 2, false)
      }
      if let month = fieldMonths[word] { return (month, tokens.symbol(index + 1) == "." ? 2 : 1, false) }
    }
    guard let start = tokens.fingerprint(index), monthStarts.contains(start), let first = tokens.word(index) else {
      return nil
    }
    let pair = tokens.word(index + 1).map { first + " " + $0 }
    func look(_ names: [String: Int]) -> (Int, Int)? {
      if let pair, let month = names[pair] { return (month, 2) }
      return names[first].map { ($0, 1) }
    }
    if let (month, length) = look(months) {
      var total = length
      if tokens.symbol(index + total) == "." { total += 1 }
      let opener = tokens.symbol(index + total)
      if opener == "/" || opener == "(" || opener == "-",
        let second = self.month(in: tokens, at: index + total + 1), second.month == month, !second.isHijri
      {
        total += 1 + second.length
        if opener == "(", tokens.symbol(index + total) == ")" { total += 1 }
      }
      return (month, total, false)
    }
    return look(hijriMonths).map { ($0.0, $0.1, true) }
  }

  /// Whether a date may begin with the word of this fingerprint.
  func mayBeginDate(_ fingerprint: UInt64) -> Bool { dateStarts.contains(fingerprint) }

  /// Whether a mention of the present day may begin with the word of this fingerprint.
  func mayBeginToday(_ fingerprint: UInt64) -> Bool { todayStarts.contains(fingerprint) }
}
