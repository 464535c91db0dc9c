// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportLoading
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportLoadingDocExamples {
@Test("ArticleJSON") func ArticleJSON_ArticleJSON_1() async throws {
let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
expectShown(ArticleJSON.line(article).hasPrefix(#"{"id":"dam","origin":{"path":"dam.txt""#)) { #"true"# }
expectShown(ArticleJSON.lines([article, article]).split(separator: "\n").count) { #"2"# }
}

@Test("ArticleLoader") func ArticleLoader_ArticleLoader_1() async throws {
let records = #"{"title": "Dam opens", "date": "2025-01-23", "text": "The dam was opened."}"#
let result = ArticleLoader().load(data: Array(records.utf8), path: "news.json")
let article = result.articles[0]
expectShown(article.title) { #""Dam opens""# }
expectShown(article.published?.value) { #""2025-01-23""# }
expectShown(article.paragraphs) { #"["The dam was opened."]"# }
}

@Test("load (ArticleLoader.swift)") func ArticleLoader_load_1() async throws {
let result = ArticleLoader().load(paths: ["no/such/file.html"])
expectShown(result.articles.count) { #"0"# }
expectShown(result.problems.map(\.kind)) { #"[missing]"# }
}

@Test("load (ArticleLoader.swift) 2") func ArticleLoader_load_2() async throws {
let feed = """
  <rss version="2.0"><channel><title>River Post</title>
  <item><title>Dam opens</title><link>https://post.example.org/dam</link>
  <pubDate>Thu, 23 Jan 2025 08:10:00 +0200</pubDate><description>The dam was opened.</description></item>
  </channel></rss>
  """
let article = ArticleLoader().load(data: Array(feed.utf8), path: "feed.xml").articles[0]
expectShown(article.publisher) { #""River Post""# }
expectShown(article.published?.value) { #""2025-01-23T08:10:00+02:00""# }
expectShown(article.published?.evidence) { #"feed"# }
}

@Test("FeedJSON") func FeedJSON_FeedJSON_1() async throws {
expectShown(FeedJSON.line(Array("<rss version='2.0'><channel/></rss>".utf8))?.hasPrefix(#"{"format":"rss"#)) { #"true"# }
expectShown(FeedJSON.line(Array("A letter.".utf8))) { #"nil"# }
}

@Test("LoadResult") func LoadResult_LoadResult_1() async throws {
let lines = """
  {"title": "Dam opens", "text": "The dam was opened."}
  {"title": "Dam cl
  """
let result = ArticleLoader().load(data: Array(lines.utf8), path: "news.jsonl")
expectShown(result.articles.map(\.title)) { #"["Dam opens"]"# }
expectShown(result.problems.map(\.kind)) { #"[damaged]"# }
expectShown(result.problems.map(\.line)) { #"[2]"# }
}

@Test("Problem (LoadResult.swift)") func LoadResult_Problem_1() async throws {
let problem = LoadResult.Problem(kind: .damaged, path: "a.csv", line: 7, field: "date", message: "not a date")
expectShown(problem.description) { #""a.csv:7: date: not a date""# }
}

@Test("ArticleFormat (LoadResult.swift)") func LoadResult_ArticleFormat_1() async throws {
struct Headlines: ArticleFormat {
  var name: String { "headlines" }
  func confidence(head: [UInt8], path: String) -> Int { head.starts(with: Array("#headlines".utf8)) ? 100 : 0 }
  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst()
    let articles = lines.map { line in
      Article(id: String(line), origin: .init(path: path, format: name), title: String(line))
    }
    return LoadResult(articles: Array(articles), filesRead: 1)
  }
}
var loader = ArticleLoader()
loader.formats.insert(Headlines(), at: 0)
expectShown(loader.load(data: Array("#headlines\nDam opens\n".utf8), path: "today.txt").articles.map(\.title)) { #"["Dam opens"]"# }
}

@Test("LoadOptions (LoadResult.swift)") func LoadResult_LoadOptions_1() async throws {
let options = LoadOptions(published: CivilDate(iso: "2025-01-23"), fieldMap: ["title": "kop"])
let record = #"{"kop": "Dam open", "text": "De dam is open."}"#
let article = ArticleLoader(options: options).load(data: Array(record.utf8), path: "a.json").articles[0]
expectShown(article.title) { #""Dam open""# }
expectShown(article.published?.value) { #""2025-01-23""# }
expectShown(article.published?.evidence) { #"file"# }
}

@Test("LoadedArticles") func LoadedArticles_LoadedArticles_1() async throws {
let articles = ArticleLoader().open(paths: ["no/such/folder"])
expectShown(articles.count) { #"0"# }
expectShown(articles.problems.map(\.path)) { #"["no/such/folder"]"# }
}

@Test("InputPattern") func InputPattern_InputPattern_1() async throws {
expectShown(InputPattern("news/*.html").description) { #""news/*.html""# }
}

}
