import Testing

import ReportAnalysis
import ReportArticles
import ReportDates
import ReportDocument
import ReportEngine
import ReportLoading
import ReportScripting

/// Four articles, a moment and an engine for tests of report scripts.
package enum ScriptFixture {
  package static func day(_ iso: String, _ hour: Int? = nil, evidence: DateEvidence = .feed) throws -> ArticleDate {
    ArticleDate(
      date: try #require(CivilDate(iso: iso)), secondOfDay: hour.map { $0 * 3600 },
      precision: hour == nil ? .day : .minute, zone: "+02:00", offset: 7200, evidence: evidence, text: iso)
  }

  package static func articles() throws -> [Article] {
    func origin(_ index: Int) -> Article.Origin { Article.Origin(path: "test.json", index: index, format: "test") }
    return [
      Article(
        id: "flood-1", origin: origin(0), url: "https://post.example.org/flood", title: "Flood reaches the old town",
        section: "City", publisher: "River Post", authors: ["Ada North"], language: "en",
        published: try day("2025-01-23", 6),
        paragraphs: [
          "The river Lenne rose above the old town on Wednesday night. Some 400 people left their homes.",
          "The mayor will speak on 25 January 2025. Schools stay closed until Monday.",
        ], keywords: ["flood", "weather"]),
      Article(
        id: "flood-2", origin: origin(1), url: "https://gazette.example.org/streets",
        title: "Flooded streets reopen slowly",
        section: "City", publisher: "Hill Gazette", language: "en", published: try day("2025-01-22", 18),
        paragraphs: ["Two streets beside the river Lenne reopened on 22 January 2025, the town hall said."]),
      Article(
        id: "handball", origin: origin(2), title: "Handball side wins again", section: "Sport", publisher: "River Post",
        language: "en", published: try day("2025-01-21"),
        paragraphs: ["The handball side won for the fifth time in a row."]),
      Article(
        id: "dam", origin: origin(3), url: "https://nahr.example.org/sadd", title: "افتتاح السد الجديد",
        section: "أخبار",
        publisher: "صحيفة النهر", language: "ar", direction: .rightToLeft, published: try day("2025-01-23", 7),
        paragraphs: ["افتتح الوزير السد الجديد يوم 20 يناير 2025. وحضر الافتتاح عدد من السكان."]),
    ]
  }

  package static func input(
    _ parameters: [String: String] = [:], articles: [Article]? = nil, problems: [LoadResult.Problem] = []
  ) throws -> ReportInput {
    let now = try #require(Instant(rfc3339: "2025-01-23T08:00:00+02:00"))
    return ReportInput(
      articles: MemoryArticleStore(try articles ?? Self.articles()), parameters: parameters, now: now,
      timeZone: "Africa/Cairo", problems: problems)
  }

  package static func engine(_ log: (@Sendable (ReportEngine.LogMessage) -> Void)? = nil) -> ReportEngine {
    ReportEngine(
      configuration: ReportEngine.Configuration(summarizer: FirstSentences(), tagger: NamedDays(), log: log))
  }

  /// The document that a script makes.
  package static func document(_ source: String, _ input: ReportInput? = nil) throws -> Document {
    let report = try engine().report(source: source, name: "test.lua")
    guard case .document(let document) = try report.run(input ?? self.input()) else {
      throw ReportError.unreadable(path: "test.lua", reason: "the report was skipped")
    }
    return document
  }

  /// Runs statements inside `build`; what they add to `doc` is returned.
  package static func build(_ body: String, _ input: ReportInput? = nil) throws -> Document {
    try document(
      """
      return { api = 1, title = "Test", params = { points = { type = "integer", default = 7 } }, build = function(ctx)
      local doc = ctx:document { lang = "en" }
      \(body)
      return doc end }
      """, input)
  }

  /// The report of the error that running a script gives; empty when there is none.
  package static func failure(_ source: String, _ input: ReportInput? = nil) throws -> String {
    do {
      _ = try engine().report(source: source, name: "test.lua").run(input ?? self.input())
      return ""
    } catch let error as ReportError {
      return error.description
    }
  }
}

/// The first sentences of each article in turn: enough to test what scripts do with summaries.
package struct FirstSentences: Summarizer {
  package init() {}

  package func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary {
    var sentences: [SummarySentence] = []
    for article in articles {
      for (index, paragraph) in article.paragraphs.enumerated() {
        for range in TextAnalyzer(language: article.language).sentences(in: paragraph) {
          sentences.append(
            SummarySentence(
              text: String(decoding: Array(paragraph.utf8)[range], as: UTF8.self), score: 1,
              citation: Citation(article: article.id, paragraph: index, utf8Range: range, in: paragraph),
              language: article.language))
        }
      }
    }
    guard case .sentences(let count) = budget else { return Summary(sentences: sentences) }
    return Summary(sentences: Array(sentences.prefix(count)))
  }
}

/// The days that the fixture's articles name.
package struct NamedDays: TemporalTagger {
  package init() {}

  package func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    let days = ["25 January 2025": "2025-01-25", "22 January 2025": "2025-01-22", "20 يناير 2025": "2025-01-20"]
    return days.compactMap { phrase, iso in
      guard let range = text.range(of: phrase), let day = CivilDate(iso: iso) else { return nil }
      let start = text.utf8.distance(from: text.utf8.startIndex, to: range.lowerBound)
      return TemporalExpression(
        range: start..<start + phrase.utf8.count, text: phrase, kind: .date, value: iso,
        interval: DayInterval(day, day),
        resolution: .explicit)
    }
  }
}
