// A loader, a summariser, a script module and a kind of chart of one's own.
import ReportEngine

/// Takes the shortest sentence of each article.
struct Shortest: Summarizer {
  func summarize(_ articles: [Article], budget: SummaryBudget) throws -> Summary {
    var chosen: [SummarySentence] = []
    for article in articles {
      let analyzer = TextAnalyzer(language: article.language)
      let sentences = article.paragraphs.enumerated().flatMap { index, paragraph in
        analyzer.sentences(in: paragraph).map { range in
          SummarySentence(
            text: String(decoding: Array(paragraph.utf8)[range], as: UTF8.self), score: 1,
            citation: Citation(article: article.id, paragraph: index, utf8Range: range, in: paragraph),
            language: article.language)
        }
      }
      if let shortest = sentences.min(by: { $0.text.utf8.count < $1.text.utf8.count }) { chosen.append(shortest) }
    }
    return Summary(sentences: chosen)
  }
}

var loader = ArticleLoader()
loader.formats.insert(LedgerFormat(), at: 0)
let ledger = """
  #ledger
  Ferry back in service | 2025-03-13 | The ferry to Rawasi sails again. Repairs had taken eleven days and a new shaft.
  A line with a mistake
  Quay rebuilt | 2025-03-12 | The northern quay of Lenne is open. It had been closed since the storm of last winter.
  """
let loaded = loader.load(data: Array(ledger.utf8), path: "ledger.txt")
for problem in loaded.problems { print("left out: \(problem)") }

let engine = ReportEngine(
  configuration: ReportEngine.Configuration(modules: [tides], summarizer: Shortest(), log: { print($0.place, $0.text) })
)
let report = try engine.report(
  source: """
    local tides = require "tides"
    return {
      api = 1,
      title = "The harbours",
      build = function(ctx)
        local doc = ctx:document { lang = "en" }
        doc:section("summary", ctx.articles:summarize { sentences = 2, cite = true })
        doc:section("Tides", tides.table { tides.at "Lenne", tides.at "Rawasi" })
        doc:section("Chart", tides.chart { tides.at "Lenne", tides.at "Rawasi" })
        ctx.log:info("Lenne: " .. tides.at "Lenne".metres .. " m")
        return doc
      end,
    }
    """, name: "harbours.lua")
let input = ReportInput(
  articles: MemoryArticleStore(loaded.articles),
  now: Instant(rfc3339: "2025-03-14T07:00:00Z") ?? Instant(secondsSinceEpoch: 0),
  problems: loaded.problems)
if case .document(let document) = try await engine.run(report, input) { print(try TextRenderer().string(document)) }
