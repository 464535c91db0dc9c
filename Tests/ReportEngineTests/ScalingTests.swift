import Foundation
import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportDates
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportScripting

/// Work grows no faster than what it is done on: four times as much takes at most six times the processor's time. Measured
/// by the clock of the thread, so that other work on the machine does not count.
@Suite(.serialized) struct ScalingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    /// The size that takes some milliseconds.
    var size: Int
    /// Makes the input, which does not count, and returns the work.
    var prepare: @Sendable (Int) -> () throws -> Void
    var testDescription: String { name }
  }

  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static func best(_ one: Case, _ size: Int, _ repetitions: Int) throws -> Double {
    var best = Double.infinity
    for _ in 0..<repetitions {
      let work = one.prepare(size)
      let start = processorTime()
      try work()
      best = min(best, processorTime() - start)
    }
    return best
  }

  @Test(arguments: readers + analyses + documents) func fourTimesAsMuchTakesAtMostSixTimesAsLong(_ one: Case) throws {
    var small = max(try Self.best(one, one.size, 3), 0.004)
    var large = try Self.best(one, 4 * one.size, 1)
    // Quadratic work takes sixteen times as long however often it is measured; what a busy machine does to one measurement
    // goes when both are taken again.
    for _ in 0..<4 where large > 6 * small {
      small = max(try Self.best(one, one.size, 1), 0.004)
      large = try Self.best(one, 4 * one.size, 1)
    }
    #expect(large <= 6 * small, "\(one.name): \(small) s, then \(large) s")
  }

  private static func load(_ name: String, _ size: Int, _ path: String, _ text: @escaping @Sendable (Int) -> String)
    -> Case
  {
    Case(name: name, size: size) { count in
      let bytes = Array(text(count).utf8)
      return { #expect(ArticleLoader().load(data: bytes, path: path).articles.count > 0) }
    }
  }

  private static func times(_ count: Int, _ piece: (Int) -> String) -> String { (0..<count).map(piece).joined() }

  private static let page = "<title>T</title><article><h1>A headline</h1><p>A body of a few words, which is text.</p>"

  static let readers: [Case] = [
    load("json lines", 500, "a.jsonl") { times($0) { "{\"title\":\"T \($0)\",\"text\":\"Body \($0).\"}\n" } },
    load("json", 500, "a.json") {
      "[" + times($0) { "{\"title\":\"T \($0)\",\"text\":\"Body.\"}," } + "{\"title\":\"E\",\"text\":\"B.\"}]"
    },
    load("one record of many keywords", 2000, "a.jsonl") { count in
      "{\"title\":\"T\",\"text\":\"B.\",\"keywords\":[" + times(count) { "\"k\($0)\"," } + "\"z\"]}\n"
    },
    load("csv", 500, "a.csv") { "title,text\n" + times($0) { "T \($0),Body \($0).\n" } },
    load("csv of many columns", 2000, "a.csv") { count in
      "title,text," + times(count) { "c\($0)," } + "z\nT,Body.," + times(count) { "\($0)," } + "z\n"
    },
    load("csv of one long cell", 20_000, "a.csv") { "title,text\nT,\"" + times($0) { _ in "a\"\"\n" } + "\"\n" },
    load("rss", 300, "a.xml") { count in
      "<rss version=\"2.0\"><channel><title>C</title>"
        + times(count) { "<item><title>T \($0)</title><description>B</description><guid>\($0)</guid></item>" }
        + "</channel></rss>"
    },
    load("mailbox", 200, "a.mbox") {
      times($0) { "From a@b Thu Mar 13 00:00:00 2025\nSubject: S \($0)\nMessage-ID: <\($0)@x>\n\nBody.\n\n" }
    },
    load("web archive", 200, "a.warc") { count in
      times(count) { number in
        let body = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n\(page)<p>Number \(number).</p></article>"
        return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/\(number)\r\n"
          + "Content-Type: application/http\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)\r\n\r\n"
      }
    },
    load("web archive of lengths that lie", 500, "a.warc") { count in
      times(count) {
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \($0 % 2 == 0 ? "-1" : "99999999999")\r\n\r\n"
      }
        + "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\nContent-Length: 22\r\n\r\nTitle\n\nA body, short.\r\n"
    },
    load("saved page of many parts", 1000, "a.mhtml") { count in
      "From: <Saved by Blink>\nSnapshot-Content-Location: https://e.example/1\nContent-Type: multipart/related; boundary=b\n\n"
        + "--b\nContent-Type: text/html\n\n\(page)</article>\n"
        + times(count) { _ in "--b\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n" } + "--b--\n"
    },
    load("preformatted lines in a page", 2000, "a.html") {
      page + "<pre>" + times($0) { "a = \($0)\n  b\n" } + "</pre></article>"
    },
    load("mail of many parts", 1000, "a.eml") { count in
      "Subject: S\nContent-Type: multipart/mixed; boundary=b\n\n"
        + times(count) { _ in "--b\nContent-Type: text/plain\n\nx\n" } + "--b--\n"
    },
    load("markdown", 2000, "a.md") { "# T\n\n" + times($0) { _ in "[a](b) *c* _d_ `e` " } },
    load("open marks of markdown", 2000, "a.md") { "# T\n\n" + times($0) { _ in "[a *c _d `e " } },
    load("many times in a page", 500, "a.html") { count in
      page + times(count) { "<time datetime=\"2025-03-1\($0 % 10)\">\($0)</time>" } + "</article>"
    },
    load("many breaks in a page", 4000, "a.html") { page + "<p>" + times($0) { _ in "x<br>" } + "</p></article>" },
    load("many paragraphs in a page", 1000, "a.html") {
      page + times($0) { "<p>Paragraph \($0) of words.</p>" } + "</article>"
    },
    load("many links in a page", 2000, "a.html") { page + times($0) { "<a href=\"x\($0)\">l</a> " } + "</article>" },
    load("many attributes", 2000, "a.html") { page + "<p " + times($0) { "a\($0)=1 " } + ">x</p></article>" },
    load("elements without end", 500, "a.html") { page + times($0) { _ in "<b><p>x" } },
    load("a page of nested boxes", 1000, "a.html") { page + times($0) { _ in "<div>" } + "x" },
    load("lines of text", 2000, "a.txt") { "T\n\n" + times($0) { _ in "The same line again.\n" } },
    load("a long paragraph", 1000, "a.txt") { "T\n\n" + times($0) { "The council of town \($0) met. " } },
    load("a word without end", 100_000, "a.txt") { "T\n\n" + String(repeating: "x", count: $0) },
  ]

  private static func articles(_ texts: [String], language: String = "en") -> [Article] {
    texts.enumerated().map { index, text in
      var article = Article(id: "\(index)", origin: .init(path: "a.json", index: index, format: "json"), title: "T")
      article.language = language
      article.paragraphs = [text]
      article.published = ArticleDate(
        date: CivilDate(year: 2025, month: 3, day: 1 + index % 20) ?? .earliest, precision: .day, evidence: .feed,
        text: "")
      return article
    }
  }

  private static func analyse(
    _ name: String, _ size: Int, _ texts: @escaping @Sendable (Int) -> [String], language: String = "en",
    _ work: @escaping @Sendable ([Article]) throws -> Void
  ) -> Case {
    Case(name: name, size: size) { count in
      let articles = articles(texts(count), language: language)
      return { try work(articles) }
    }
  }

  private static let dated: @Sendable (Int) -> [String] = { count in
    [times(count) { "On \(1 + $0 % 28) March 2025 the council met in hall \($0). " }]
  }
  private static let datedArabic: @Sendable (Int) -> [String] = { count in
    [times(count) { "اجتمع المجلس يوم \(1 + $0 % 28) مارس 2025 في القاعة رقم \($0). " }]
  }
  private static let endless: @Sendable (Int) -> [String] = { count in
    [times(count) { "on \(1 + $0 % 28) March 2025 the council met in hall \($0) " }]
  }
  private static let copies: @Sendable (Int) -> [String] = { count in (0..<count).map { _ in "The harbour was closed." }
  }

  static let analyses: [Case] = [
    analyse("stories of copies", 400, copies) { _ = try StoryFinder().stories(in: $0) },
    analyse("stories of one word", 400, { (0..<$0).map { _ in "Body." } }) { _ = try StoryFinder().stories(in: $0) },
    analyse("timeline of a paragraph", 300, dated) { _ = try TimelineBuilder(tagger: RuleTagger()).timeline(of: $0) },
    analyse("timeline of an Arabic paragraph", 300, datedArabic, language: "ar") {
      _ = try TimelineBuilder(tagger: RuleTagger()).timeline(of: $0)
    },
    analyse("timeline of a sentence without end", 300, endless) {
      _ = try TimelineBuilder(tagger: RuleTagger()).timeline(of: $0)
    },
    analyse("dates of a paragraph", 300, dated) {
      _ = RuleTagger().expressions(in: $0[0].text, language: "en", reference: DateReference(of: $0[0]))
    },
    analyse("summary of a paragraph", 300, dated) {
      _ = ExtractiveSummarizer().summarize($0, budget: .sentences(5))
    },
    analyse("figures of a paragraph", 300, dated) { _ = FigureFinder().figures(in: $0[0]) },
    analyse("keywords", 300, dated) { _ = KeywordExtractor().keywords(in: $0, limit: 10) },
  ]

  private static func script(_ name: String, _ size: Int, _ format: OutputFormat, _ body: String) -> Case {
    Case(name: "\(name), \(format.rawValue)", size: size) { count in
      {
        let source =
          "return { api = 1, title = 't', build = function(ctx) local n, doc = \(count), ctx:document {} \(body) return doc end }"
        let report = try ReportEngine().report(source: source, name: "t.lua")
        let articles = articles([times(count) { "Sentence \($0) is here. " }])
        let input = ReportInput(articles: MemoryArticleStore(articles), now: Instant(secondsSinceEpoch: 1_741_849_200))
        guard case .document(let document) = try report.run(input) else { return }
        var sink = MemorySink()
        try format.renderer(RenderOptions()).render(document, into: &sink)
      }
    }
  }

  static let documents: [Case] =
    [.html, .text, .markdown, .json, .eml].flatMap { (format: OutputFormat) in
      [
        script(
          "a wide table", 400, format,
          "local c, r = {}, {} for i = 1, n do c[i] = 'c' .. i r['c' .. i] = i end doc:table { rows = { r }, columns = c }"
        ),
        script(
          "a chart of many series", 400, format,
          "local d = {} for i = 1, n do d[i] = { label = 'l', n = i, s = 's' .. i } end doc:chart { data = d, label = 'label', value = 'n', series = 's' }"
        ),
        script("a long paragraph", 10_000, format, "doc:paragraph(('word '):rep(n))"),
        script("a word without end", 20_000, format, "doc:paragraph(('x'):rep(n))"),
        script(
          "many pieces", 1000, format, "local t = {} for i = 1, n do t[i] = { strong = 'x' } end doc:paragraph(t)"),
        script(
          "many sections", 300, format,
          "for i = 1, n do doc:section('same', function(s) s:paragraph 'x' end) end doc:contents()"),
      ]
    } + [
      script("sentences", 400, .text, "doc:paragraph(tostring(#ctx.articles[1].sentences))"),
      script("rows", 400, .html, "local r = {} for i = 1, n do r[i] = { a = i, b = 'x' } end doc:table { rows = r }"),
    ]
}
