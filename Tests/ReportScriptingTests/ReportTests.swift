import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportLoading
@testable import ReportScripting

@Suite struct ReportTests {
  private static let briefing = """
    ---@type reportgen.Report
    local report = {
      api = 1,
      title = "Daily briefing: {topic}",
      description = "Yesterday's news on one topic.",
      params = {
        topic  = { type = "string",   required = true, help = "Words to look for" },
        window = { type = "duration", default = "1d",  help = "How far back from --now" },
        lang   = { type = "enum",     default = "en",  values = { "ar", "en", "fr" } },
        points = { type = "integer",  default = 7, min = 1, max = 20 },
      },
      schedule = "30 6 * * *",
      outputs = { "html", "text" },
    }
    function report.build(ctx)
      local p = ctx.params
      local found = ctx.articles:where { text = p.topic, since = ctx.now - p.window, lang = p.lang }:sort "-published"
      if found:is_empty() then
        return ctx:skip("no article on “" .. p.topic .. "” since " .. (ctx.now - p.window))
      end
      local doc = ctx:document { lang = p.lang, subtitle = ctx.now:format "date.full" }
      doc:section("by_source", function(s)
        s:chart { kind = "bar", data = found:count "source", label = "source", value = "n" }
        s:table { rows = found:take(20), columns = { "published", "source", "title" } }
      end)
      return doc
    end
    return report
    """

  @Test func metadataAreKnownWithoutRunningBuild() throws {
    let report = try ScriptFixture.engine().report(source: Self.briefing, name: "briefing.lua")
    #expect(report.metadata.title == "Daily briefing: {topic}")
    #expect(report.metadata.parameters.map(\.name) == ["topic", "window", "lang", "points"])
    #expect(report.metadata.schedule == "30 6 * * *")
    #expect(report.metadata.outputs == [.html, .text])
  }

  @Test func aBriefingIsBuilt() throws {
    let document = try ScriptFixture.document(Self.briefing, ScriptFixture.input(["topic": "flood"]))
    #expect(document.title.plainText == "Daily briefing: flood")
    #expect(document.subtitle.plainText == "Thursday 23 January 2025")
    #expect(document.language == "en")
    #expect(document.colophon.parameters == ["topic = flood", "window = 1d", "lang = en", "points = 7"])
    guard case .section(let title, let blocks)? = document.blocks.first?.content else {
      Issue.record("no section")
      return
    }
    #expect(title.plainText == "By source")
    guard case .chart(let chart) = blocks[0].content, case .table(let table) = blocks[1].content else {
      Issue.record("no chart and table")
      return
    }
    #expect(chart.labels == ["Hill Gazette", "River Post"])
    #expect(chart.series == [Chart.Series(values: [1, 1])])
    #expect(table.columns.map(\.title.plainText) == ["Published", "Source", "Headline"])
    #expect(table.rows.map { $0.map(\.plainText) }.first == ["06:00", "River Post", "Flood reaches the old town"])
  }

  @Test func nothingToReportIsSkippedWithTheReason() throws {
    let report = try ScriptFixture.engine().report(source: Self.briefing, name: "briefing.lua")
    let outcome = try report.run(ScriptFixture.input(["topic": "volcano"]))
    #expect(outcome == .skipped(reason: "no article on “volcano” since 2025-01-22T08:00:00+02:00"))
  }

  @Test func wrongParametersStopTheRunBeforeItStarts() throws {
    let report = try ScriptFixture.engine().report(source: Self.briefing, name: "briefing.lua")
    #expect(throws: ReportError.self) { try report.run(ScriptFixture.input(["topics": "x"])) }
  }

  @Test func unreadInputsAppearInTheReport() throws {
    let problems = [
      LoadResult.Problem(kind: .damaged, path: "a.json", message: "broken"),
      LoadResult.Problem(kind: .unreadable, path: "b.xml", message: "broken"),
      LoadResult.Problem(kind: .damaged, path: "a.json", line: 2, message: "broken"),
    ]
    let document = try ScriptFixture.build("", ScriptFixture.input(problems: problems))
    #expect(document.provenance.plainText == "4 articles, 3 sources; 2 inputs could not be read: a.json, b.xml")
  }

  @Test func citationsAreNumberedInTheOrderOfFirstUse() throws {
    let document = try ScriptFixture.build(
      """
      local a, b = ctx.articles[1].sentences, ctx.articles[2].sentences
      doc:summary { b[1], a[1], b[1] }
      doc:paragraph { "As said ", { text = "before", cite = a[2] } }
      """)
    #expect(document.sources.map(\.article) == ["flood-2", "flood-1"])
    #expect(document.sources.first?.date == "published 22 January, 18:00")
    #expect(document.sources.first?.evidence == "feed")
    #expect(document.sources.last?.date == "published 06:00")
    guard case .summary(let items)? = document.blocks.first?.content, case .citation(let marks)? = items[1].content.last
    else {
      Issue.record("no summary")
      return
    }
    #expect(marks == [CitationMark(source: 2, passage: Citation(article: "flood-1", paragraph: 0, start: 0, end: 59))])
  }

  @Test func textOfOtherDirectionIsMarked() throws {
    let document = try ScriptFixture.build("doc:paragraph { ctx.articles[4] }")
    guard case .paragraph(let inlines)? = document.blocks.first?.content else {
      Issue.record("no paragraph")
      return
    }
    #expect(
      inlines == [
        .span(
          [.link([.text("افتتاح السد الجديد")], url: "https://nahr.example.org/sadd")], language: "ar",
          direction: .rightToLeft)
      ])
  }

  @Test func arabicDocumentsSpeakArabic() throws {
    let document = try ScriptFixture.document(
      """
      return { api = 1, title = "x", params = { lang = { type = "string", default = "ar" } }, build = function(ctx)
        local doc = ctx:document { title = ctx:word "daily_briefing", subtitle = ctx.now:format "date.full" }
        doc:section("summary", "نص")
        return doc
      end }
      """)
    #expect(document.direction == .rightToLeft)
    #expect(document.title.plainText == "الموجز اليومي")
    #expect(document.subtitle.plainText == "الخميس، 23 يناير 2025")
    #expect(document.provenance.plainText == "4 مقالات، 3 مصادر")
  }

  @Test func aStateLeavesNothingToTheNextRun() throws {
    let source = """
      counter = (counter or 0) + 1
      return { api = 1, title = "x", build = function(ctx) return ctx:skip("run " .. counter) end }
      """
    let report = try ScriptFixture.engine().report(source: source, name: "x.lua")
    #expect(try report.run(ScriptFixture.input()) == .skipped(reason: "run 1"))
    #expect(try report.run(ScriptFixture.input()) == .skipped(reason: "run 1"))
  }
}
