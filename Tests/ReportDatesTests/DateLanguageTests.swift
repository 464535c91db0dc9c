import Testing

@testable import ReportArticles
@testable import ReportDates

@Suite struct DateLanguageTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var language: String
    var full, long, medium, short, dayAndMonth, month, weekday: String
    var testDescription: String { language }
  }

  // 1 March 2025, a Saturday, as the patterns and names of CLDR 47 give it.
  static let rows = [
    Row(
      language: "fa", full: "شنبه ۱ مارس ۲۰۲۵", long: "۱ مارس ۲۰۲۵", medium: "۱ مارس ۲۰۲۵", short: "۲۰۲۵/۳/۱",
      dayAndMonth: "۱ مارس", month: "مارس ۲۰۲۵", weekday: "شنبه"),
    Row(
      language: "ur", full: "ہفتہ، 1 مارچ، 2025", long: "1 مارچ، 2025", medium: "1 مارچ، 2025", short: "1/3/2025",
      dayAndMonth: "1 مارچ", month: "مارچ 2025", weekday: "ہفتہ"),
    Row(
      language: "he", full: "יום שבת, 1 במרץ 2025", long: "1 במרץ 2025", medium: "1 במרץ 2025", short: "1.3.2025",
      dayAndMonth: "1 במרץ", month: "מרץ 2025", weekday: "יום שבת"),
    Row(
      language: "tr", full: "1 Mart 2025 Cumartesi", long: "1 Mart 2025", medium: "1 Mar 2025", short: "1.03.2025",
      dayAndMonth: "1 Mart", month: "Mart 2025", weekday: "Cumartesi"),
    Row(
      language: "it", full: "sabato 1 marzo 2025", long: "1 marzo 2025", medium: "1 mar 2025", short: "01/03/2025",
      dayAndMonth: "1 marzo", month: "marzo 2025", weekday: "sabato"),
    Row(
      language: "pt-BR", full: "sábado, 1 de março de 2025", long: "1 de março de 2025", medium: "1 de mar. de 2025",
      short: "01/03/2025", dayAndMonth: "1 de março", month: "março de 2025", weekday: "sábado"),
    Row(
      language: "nl", full: "zaterdag 1 maart 2025", long: "1 maart 2025", medium: "1 mrt 2025", short: "01-03-2025",
      dayAndMonth: "1 maart", month: "maart 2025", weekday: "zaterdag"),
    Row(
      language: "ru", full: "суббота, 1 марта 2025\u{202F}г.", long: "1 марта 2025\u{202F}г.",
      medium: "1 мар. 2025\u{202F}г.", short: "01.03.2025", dayAndMonth: "1 марта", month: "март 2025\u{202F}г.",
      weekday: "суббота"),
    Row(
      language: "id", full: "Sabtu, 01 Maret 2025", long: "1 Maret 2025", medium: "1 Mar 2025", short: "1/3/2025",
      dayAndMonth: "1 Maret", month: "Maret 2025", weekday: "Sabtu"),
    Row(
      language: "zh-CN", full: "2025年3月1日星期六", long: "2025年3月1日", medium: "2025年3月1日", short: "2025/3/1",
      dayAndMonth: "3月1日", month: "2025年3月", weekday: "星期六"),
    Row(
      language: "ja", full: "2025年3月1日土曜日", long: "2025年3月1日", medium: "2025/03/01", short: "2025/03/01",
      dayAndMonth: "3月1日", month: "2025年3月", weekday: "土曜日"),
  ]

  @Test(arguments: rows) func datesAreWrittenAsCLDRHasThem(row: Row) throws {
    let day = try #require(CivilDate(iso: "2025-03-01"))
    let language = try #require(DateLanguage.of(row.language))
    func text(_ style: DateStyle) -> String {
      DateFormatting.string(day, style: style, language: row.language, digits: language.digits)
    }
    #expect(text(.full) == row.full)
    #expect(text(.long) == row.long)
    #expect(text(.medium) == row.medium)
    #expect(text(.short) == row.short)
    #expect(text(.dayAndMonth) == row.dayAndMonth)
    #expect(
      DateFormatting.month(year: 2025, month: 3, language: row.language, digits: language.digits) == row.month)
    #expect(language.names.weekday(.saturday) == row.weekday)
  }

  // CLDR's patterns of intervals, the day first in long months.
  @Test(arguments: [
    ("fa", "۳ تا ۵ ژوئن ۲۰۲۴"), ("he", "3–5 ביוני 2024"), ("tr", "3–5 Haziran 2024"), ("it", "3–5 giugno 2024"),
    ("pt", "3–5 de junho de 2024"), ("ru", "3–5 июня 2024\u{202F}г."), ("zh", "2024年6月3日至5日"),
    ("ja", "2024年6月3日～5日"), ("de", "3.–5. Juni 2024"), ("en-US", "June 3–5, 2024"),
  ])
  func daysOfOneMonthAreWrittenTogether(language: String, text: String) throws {
    let (first, last) = (CivilDate(iso: "2024-06-03"), CivilDate(iso: "2024-06-05"))
    let interval = DayInterval(try #require(first), try #require(last))
    let digits = DateLanguage.of(language)?.digits ?? .latn
    #expect(DateFormatting.string(interval, language: language, digits: digits) == text)
  }

  @Test func timesAndHijriYearsFollowTheLanguage() throws {
    let day = try #require(CivilDate(iso: "2025-03-01"))
    #expect(DateFormatting.string(day, language: "ja", calendar: .hijri) == "ヒジュラ暦1446年9月1日")
    #expect(DateFormatting.string(day, language: "tr", calendar: .hijri) == "1 Ramazan 1446 Hicri")
    let instant = try #require(Instant(rfc3339: "2025-03-01T07:05:00+07:00"))
    #expect(DateFormatting.string(instant, language: "id") == "1 Maret 2025 07.05")
    #expect(DateFormatting.string(instant, language: "nl") == "1 maart 2025, 07:05")
    #expect(DateFormatting.year(2025, language: "zh") == "2025年")
  }

  @Test func everyLanguageHasAllNamesAndPatterns() throws {
    let names = EmbeddedResource.names.filter { $0.hasSuffix(".names") }
    #expect(names.count >= 16)
    for name in names {
      for entry in KeyedText.read(try #require(EmbeddedResource.text(name))).entries {
        #expect(DateLanguage.keys.contains(entry.key), "\(name):\(entry.line)")
        #expect(DateLanguage.problem(with: entry.value, for: entry.key) == nil, "\(name):\(entry.line)")
      }
      let tag = String(name.dropFirst("dates/".count).dropLast(".names".count))
      let language = try #require(DateLanguage.of(tag))
      let day = try #require(CivilDate(iso: "2025-03-01"))
      for style in DateStyle.allCases where style != .iso { #expect(!language.day(day, style: style).isEmpty) }
    }
  }

  @Test func weeksBeginAsInCLDR() {
    #expect(DateLanguage.of("fa")?.firstWeekday == .saturday)
    #expect(DateLanguage.of("he")?.firstWeekday == .sunday)
    #expect(DateLanguage.of("pt")?.firstWeekday == .sunday)
    #expect(DateLanguage.of("pt-PT")?.firstWeekday == .monday)
    #expect(DateLanguage.of("tr")?.firstWeekday == .monday)
    #expect(DateLanguage.of("en-US")?.firstWeekday == .sunday)
  }

  @Test func chineseInTraditionalLettersAndArabicInLatinAreNotShipped() {
    #expect(DateLanguage.of("zh-Hant") == nil)
    #expect(DateLanguage.of("zh-TW") == nil)
    #expect(DateLanguage.of("ar-Latn") == nil)
    #expect(DateLanguage.of("zh-Hans-SG") != nil)
    #expect(DateLanguage.of("iw") == DateLanguage.of("he"))
  }
}
