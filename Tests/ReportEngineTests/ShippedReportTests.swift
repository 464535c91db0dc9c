import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

/// The shipped reports over the samples, in both languages, as a reader gets them.
@Suite struct ShippedReportTests {
  private static let root = URL(filePath: Fixture.root)

  private static let loaded = ArticleLoader(options: LoadOptions(today: CivilDate(iso: "2025-03-14")))
    .load(paths: [root.appending(path: "samples/news").path])

  private func document(_ name: String, language: String) throws -> Document? {
    let now = try #require(CivilDate(iso: "2025-03-14").flatMap { Instant(date: $0, hour: 7, minute: 0, offset: 7200) })
    var parameters = ["lang": language]
    if name == "daily-briefing" { parameters["window"] = "2d" }
    if name == "story-dossier" { parameters["topic"] = language == "ar" ? "رأس دلال" : "Ras Dalal" }
    if name == "watch-list" {
      parameters["window"] = "3d"
      parameters["names"] = language == "ar" ? "وادي نسيم,الحصبة,المريخ" : "ferry,measles,Mars"
    }
    let input = ReportInput(
      articles: MemoryArticleStore(Self.loaded.articles), parameters: parameters, now: now, timeZone: "Africa/Cairo",
      problems: Self.loaded.problems)
    guard case .document(let document) = try ReportEngine().report(at: name).run(input) else { return nil }
    return document
  }

  @Test(
    arguments: ["daily-briefing", "timeline", "summary", "weekly-review", "story-dossier", "watch-list"], ["ar", "en"])
  func readsAsRecorded(name: String, language: String) throws {
    let document = try #require(try document(name, language: language))
    // Pictures are encoded by a library whose versions differ in bytes; `PictureTests` looks at them.
    try expectSnapshot(
      try HTMLRenderer(options: RenderOptions(pictures: .omitted)).string(document), "\(name).\(language).html")
    try expectSnapshot(try TextRenderer().string(document), "\(name).\(language).txt")
  }

  @Test(arguments: ["daily-briefing", "timeline", "summary"])
  func everyFormatCanBeWritten(name: String) throws {
    let document = try #require(try document(name, language: "ar"))
    for format in OutputFormat.allCases {
      // A summary has no tables.
      #expect(try format == .csv || format.renderer().string(document).utf8.count > 1000, "\(format)")
    }
  }

  @Test func everyCitationOfTheBriefingIsVerbatim() throws {
    let articles = Dictionary(Self.loaded.articles.map { ($0.id, $0) }) { first, _ in first }
    let document = try #require(try document("daily-briefing", language: "ar"))
    var sentences = 0
    for item in document.blocks.flatMap(Self.summaries) {
      guard case .citation(let marks)? = item.content.last, let passage = marks.first?.passage,
        let paragraph = passage.paragraph
      else { continue }
      let text = try #require(articles[passage.article]).paragraphs[paragraph].unicodeScalars
      let cited = String(String.UnicodeScalarView(Array(text)[passage.start..<passage.end]))
      #expect(item.content.plainText.trimmingCharacters(in: .whitespaces) == cited)
      sentences += 1
    }
    #expect(sentences > 10)
  }

  private static func summaries(_ block: Block) -> [SummaryItem] {
    switch block.content {
    case .section(_, let inner), .lead(let inner), .group(let inner): return inner.flatMap(summaries)
    case .card(let card): return card.summary
    case .summary(let items): return items
    default: return []
    }
  }
}
