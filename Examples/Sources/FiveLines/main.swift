// The whole of it: articles in, a report out.
import ReportEngine

let articles = ArticleLoader().load(paths: ["../samples/news"]).articles
let report = try ReportEngine().report(at: "summary")
let now = Instant(rfc3339: "2025-03-14T07:00:00+02:00") ?? Instant(secondsSinceEpoch: 0)
let outcome = try report.run(ReportInput(articles: MemoryArticleStore(articles), now: now))
if case .document(let document) = outcome { print(try TextRenderer().string(document)) }
