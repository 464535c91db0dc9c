// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportArticles
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportArticlesDocExamples {
@Test("TextDirection (Article.swift)") func Article_TextDirection_1() async throws {
expectShown(TextDirection.of("افتتح الوزير السد")) { #"rightToLeft"# }
expectShown(TextDirection.of(language: "en-GB")) { #"leftToRight"# }
expectShown(TextDirection.of("12:30")) { #"nil"# }
}

@Test("Article") func Article_Article_1() async throws {
let article = Article(
  id: "dam", origin: Article.Origin(path: "news/dam.html", format: "html"),
  url: "https://www.post.example.org/dam", title: "Dam opens", language: "en",
  paragraphs: ["The dam was opened.", "It holds 40 million cubic metres."])
expectShown(article.source) { #""post.example.org""# }
expectShown(article.text.count) { #"54"# }
expectShown(article.bestDate?.date) { #"nil"# }
}

@Test("Warning (Article.swift)") func Article_Warning_1() async throws {
var article = Article(id: "a", origin: Article.Origin(path: "a.txt", format: "text"), title: "")
article.warnings.append(Article.Warning(code: "no-title", message: "there is no title", line: 1))
expectShown(article.warnings.map(\.code)) { #"["no-title"]"# }
}

@Test("DatePrecision (ArticleDate.swift)") func ArticleDate_DatePrecision_1() async throws {
expectShown(DatePrecision.month < .day) { #"true"# }
}

@Test("DateEvidence (ArticleDate.swift)") func ArticleDate_DateEvidence_1() async throws {
let inOrderOfTrust = DateEvidence.allCases.map(\.rawValue)
expectShown(inOrderOfTrust.first) { #""json-ld""# }
expectShown(inOrderOfTrust.last) { #""file""# }
}

@Test("ArticleDate") func ArticleDate_ArticleDate_1() async throws {
let printed = ArticleDate(
  date: CivilDate(iso: "2025-01-23")!, secondOfDay: 8 * 3600 + 10 * 60, precision: .minute, zone: "+02:00",
  offset: 7200, evidence: .byline, text: "Thursday 23 January 2025, 8:10")
expectShown(printed.value) { #""2025-01-23T08:10+02:00""# }
expectShown(printed.instant(defaultOffset: 0)) { #"2025-01-23T08:10:00+02:00"# }

let month = ArticleDate(
  date: CivilDate(iso: "2023-03-01")!, precision: .month, evidence: .text, text: "March 2023")
expectShown(month.value) { #""2023-03""# }
}

@Test("PartialDate (ArticleDate.swift)") func ArticleDate_PartialDate_1() async throws {
let month = PartialDate(year: 2024, month: 2)!
expectShown(month.description) { #""2024-02""# }
expectShown(month.interval.last) { #"2024-02-29"# }
expectShown(PartialDate(year: 2024, day: 2)) { #"nil"# }
}

@Test("DateBounds (ArticleDate.swift)") func ArticleDate_DateBounds_1() async throws {
// “Today, Monday”, says a text that mentions March 2023.
let bounds = DateBounds(notBefore: PartialDate(year: 2023, month: 3), weekday: .monday)
expectShown(bounds.notBefore) { #"2023-03"# }
expectShown(bounds.notAfter) { #"nil"# }
}

@Test("ArticleKey") func ArticleKey_ArticleKey_1() async throws {
let day = CivilDate(iso: "2025-01-23")!
expectShown(ArticleKey.month.value(of: day, precision: .day)) { #""2025-01""# }
expectShown(ArticleKey.weekday.value(of: day, precision: .day)) { #""4""# }
expectShown(ArticleKey.day.value(of: day, precision: .month)) { #"nil"# }
}

@Test("ArticleClock (ArticleKey.swift)") func ArticleKey_ArticleClock_1() async throws {
let late = ArticleDate(
  date: CivilDate(iso: "2025-01-23")!, secondOfDay: 23 * 3600, precision: .minute, zone: "Z", offset: 0,
  evidence: .feed, text: "2025-01-23T23:00Z")
expectShown(ArticleClock.utc.day(of: late)) { #"2025-01-23"# }
let cairo = ArticleClock { _ in 7200 }
expectShown(cairo.day(of: late)) { #"2025-01-24"# }
}

@Test("ArticleCount (ArticleKey.swift)") func ArticleKey_ArticleCount_1() async throws {
let counts = ArticleCount.adding([([["City"]], 2), ([["Sport"]], 1), ([["City"]], 3), ([[]], 1)])
expectShown(counts.map(\.count)) { #"[5, 1, 1]"# }
expectShown(counts.map { $0.values[0] ?? "none" }) { #"["City", "Sport", "none"]"# }
}

@Test("ArticleQuery") func ArticleQuery_ArticleQuery_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let articles = [
  Article(id: "1", origin: origin, title: "Flood reaches the town", section: "City", keywords: ["flood"]),
  Article(id: "2", origin: origin, title: "Handball side wins", section: "Sport"),
  Article(id: "3", origin: origin, title: "After the flood", section: "City"),
]
let query = ArticleQuery(
  conditions: [.contains(.title, "FLOOD"), .isOneOf(.section, ["City"])], order: [.init(.title)], limit: 10)
expectShown(query.select(from: articles).map { articles[$0].id }) { #"["3", "1"]"# }
}

@Test("Condition (ArticleQuery.swift)") func ArticleQuery_Condition_1() async throws {
let arabic = ArticleQuery.Condition.isOneOf(.language, ["ar"])
let tagged = ArticleQuery.Condition.any([.isPresent(.keyword), .count(.words, from: 500, to: nil)])
let origin = Article.Origin(path: "news.json", format: "json")
let article = Article(id: "1", origin: origin, title: "السد", language: "ar-EG", keywords: ["ماء"])
expectShown(ArticleQuery(conditions: [arabic, tagged]).select(from: [article])) { #"[0]"# }
expectShown(ArticleQuery(conditions: [.not(arabic)]).select(from: [article])) { #"[]"# }
}

@Test("ArticleRights") func ArticleRights_ArticleRights_1() async throws {
var rights = ArticleRights(robots: ["noarchive", "max-snippet:90"])
rights.tdmReservation = true
expectShown(rights.words) { #"["max-snippet", "noarchive", "tdm-reservation"]"# }
expectShown(rights.snippetLimit) { #"90"# }
expectShown(ArticleRights(robots: ["nosnippet"]).snippetLimit) { #"0"# }
}

@Test("ArticleStore") func ArticleStore_ArticleStore_1() async throws {
struct Numbered: ArticleStore {
  var count: Int { 3 }
  func article(at position: Int) throws -> Article {
    Article(id: "\(position)", origin: .init(path: "-", format: "made"), title: "Number \(position)")
  }
  func positions(matching query: ArticleQuery) throws -> [Int] {
    query.select(from: try (0..<count).map(article))
  }
}
expectShown(try Numbered().count(matching: ArticleQuery(limit: 2))) { #"2"# }
}

@Test("MemoryArticleStore (ArticleStore.swift)") func ArticleStore_MemoryArticleStore_1() async throws {
let origin = Article.Origin(path: "news.json", format: "json")
let store = MemoryArticleStore([
  Article(id: "1", origin: origin, title: "Flood", section: "City"),
  Article(id: "2", origin: origin, title: "Handball", section: "Sport"),
])
let city = ArticleQuery(conditions: [.isOneOf(.section, ["City"])])
expectShown(try store.positions(matching: city)) { #"[0]"# }
expectShown(try store.counts(of: [.section], matching: ArticleQuery(), clock: .utc).count) { #"2"# }
expectThrown {
try store.article(at: 7)
} says: { #"there is no article number 7"# }
}

@Test("Citation") func Citation_Citation_1() async throws {
let text = "Müller sprach."
let word = text.utf8.count - 7..<text.utf8.count - 1
let citation = Citation(article: "a", paragraph: 0, utf8Range: word, in: text)
expectShown(citation.start) { #"7"# }
expectShown(citation.end) { #"13"# }
}

@Test("Weekday (CivilDate.swift)") func CivilDate_Weekday_1() async throws {
let day = Weekday(rawValue: 4)
expectShown(day?.name) { #""thursday""# }
}

@Test("CivilDate") func CivilDate_CivilDate_1() async throws {
let leapDay = CivilDate(year: 2024, month: 2, day: 29)!
expectShown(leapDay.weekday) { #"thursday"# }
expectShown(leapDay.adding(days: 1)) { #"2024-03-01"# }
expectShown(leapDay.adding(months: 12)) { #"2025-02-28"# }
expectShown(CivilDate(year: 2025, month: 2, day: 29)) { #"nil"# }
}

@Test("init (CivilDate.swift)") func CivilDate_init_1() async throws {
expectShown(CivilDate(dayNumber: 0)) { #"1970-01-01"# }
expectShown(CivilDate(dayNumber: -1)) { #"1969-12-31"# }
}

@Test("init (CivilDate.swift) 2") func CivilDate_init_2() async throws {
expectShown(CivilDate(iso: "2025-01-23")?.dayNumber) { #"20111"# }
expectShown(CivilDate(iso: "23.1.2025")) { #"nil"# }
}

@Test("DayInterval (CivilDate.swift)") func CivilDate_DayInterval_1() async throws {
let days = DayInterval(CivilDate(iso: "2024-03-01")!, CivilDate(iso: "2024-02-28")!)
expectShown(days.first) { #"2024-02-28"# }
expectShown(days.days) { #"3"# }
}

@Test("Instant") func Instant_Instant_1() async throws {
let sent = Instant(rfc3339: "2025-01-23T23:30:00-05:00")!
expectShown(sent.date) { #"2025-01-23"# }
expectShown(sent.secondsSinceEpoch) { #"1737693000"# }
expectShown(Instant(secondsSinceEpoch: sent.secondsSinceEpoch, offset: 0)) { #"2025-01-24T04:30:00Z"# }
}

@Test("UTCOffset (Instant.swift)") func Instant_UTCOffset_1() async throws {
expectShown(UTCOffset.seconds("+05:30")) { #"19800"# }
expectShown(UTCOffset.text(-12_600)) { #""-03:30""# }
expectShown(UTCOffset.seconds("noon")) { #"nil"# }
}

@Test("LanguageDetector") func LanguageDetector_LanguageDetector_1() async throws {
let found = LanguageDetector.detect("The minister opened the new dam on the river, and the talks are to go on.")
expectShown(found.language) { #""en""# }
expectShown(found.direction) { #"leftToRight"# }
expectShown(LanguageDetector.detect("افتتح الوزير السد الجديد وحضر الافتتاح عدد من السكان").language) { #""ar""# }
}

@Test("Numerals") func Numerals_Numerals_1() async throws {
expectShown(Numerals.value(of: "١٬٢٣٤٫٥")) { #"1234.5"# }
expectShown(Numerals.value(of: "1,234.5")) { #"1234.5"# }
expectShown(Numerals.value(of: "about 12")) { #"nil"# }
expectShown(Numerals.digits(of: "23/1/2025", in: .arabicIndic)) { #""٢٣/١/٢٠٢٥""# }
}

@Test("Term (TextAnalyzer.swift)") func TextAnalyzer_Term_1() async throws {
let term = TextAnalyzer(language: "en").terms(in: "The talks")[0]
expectShown(term.range) { #"0..<3"# }
expectShown(term.isStopWord) { #"true"# }
}

@Test("TextAnalyzer") func TextAnalyzer_TextAnalyzer_1() async throws {
let analyzer = TextAnalyzer(language: "en")
expectShown(analyzer.sentences(in: "Dr. Salim spoke. Nobody left.")) { #"[0..<16, 17..<29]"# }
expectShown(analyzer.words(in: "Nobody left!")) { #"[0..<6, 7..<11]"# }
expectShown(analyzer.stem("talking") == analyzer.stem("talks")) { #"true"# }
}

@Test("TextFolding") func TextFolding_TextFolding_1() async throws {
expectShown(TextFolding.fold("Dam OPENS")) { #""dam opens""# }
expectShown(TextFolding.fold("الأَمْن") == TextFolding.fold("الامن")) { #"true"# }
}

@Test("EngineVersion (Version.swift)") func Version_EngineVersion_1() async throws {
expectShown(EngineVersion.scriptAPI) { #"1"# }
expectShown(EngineVersion.current.isEmpty) { #"false"# }
}

}
