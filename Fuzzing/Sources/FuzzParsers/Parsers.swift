@testable import ReportArticles
@testable import ReportDates
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

/// A parser as the fuzzer sees it: bytes in, and a crash when a promise is broken.
struct FuzzedParser: Sendable {
  let name: String
  let run: @Sendable ([UInt8]) -> Void
}

private let tagger = RuleTagger()
private let options = LoadOptions(today: CivilDate(year: 2025, month: 3, day: 14))

/// All that read what a stranger wrote.
let parsers: [FuzzedParser] = [
  FuzzedParser(name: "any") { checkArticles(ArticleLoader(options: options).load(data: $0, path: "a")) },
  FuzzedParser(name: "encoding") { bytes in
    // The first byte chooses what the input declares.
    let labels = [nil, "utf-8", "windows-1256", "iso-8859-6", "utf-16", "koi8-r", "shift_jis", "gb18030", "x-none"]
    let label = labels[Int(bytes.first ?? 0) % labels.count]
    checkDecoding(TextDecoding.decode(Array(bytes.dropFirst()), declared: label))
  },
  format("page-text", PageTextFormat(), "a.txt"),
  format("html", HTMLFormat(), "a.html"),
  format("markdown", MarkdownFormat(), "a.md"),
  FuzzedParser(name: "feed") { checkRecords($0, FeedFormat(), options) },
  format("news-xml", NewsMLFormat(), "a.xml"),
  FuzzedParser(name: "news-json") { bytes in
    checkArticles(NinjsFormat().load(bytes, path: "a.json", options: options))
    checkArticles(JSONFeedFormat().load(bytes, path: "a.json", options: options))
  },
  FuzzedParser(name: "json") { checkRecords($0, JSONFormat(), options) },
  FuzzedParser(name: "json-lines") { checkRecords($0, JSONLinesFormat(), options) },
  FuzzedParser(name: "table") { checkRecords($0, DelimitedFormat(), options) },
  format("mail", MailFormat(), "a.eml"),
  format("warc", WARCFormat(), "a.warc"),
  format("mhtml", MHTMLFormat(), "a.mhtml"),
  FuzzedParser(name: "mailbox") { checkRecords($0, MailboxFormat(), options) },
  FuzzedParser(name: "gzip") { bytes in
    guard case .success(let expanded) = Gzip.inflate(bytes) else { return }
    precondition(expanded.count <= max(64 << 20, bytes.count * 300))
  },
  FuzzedParser(name: "date") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let date = MachineDate.parse(text, evidence: .feed)
    precondition(date.map { (0..<86_400).contains($0.secondOfDay ?? 0) } ?? true)
    var end = 0
    for (date, _) in DateReader(text).dates() {
      precondition(date.range.lowerBound >= end && date.range.upperBound <= text.utf8.count)
      end = date.range.upperBound
    }
    _ = TextDates(paragraphs: [text], notAfter: options.today, findsPastDates: true)
  },
  FuzzedParser(name: "time-expression") { bytes in
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let languages = ["ar", "en", "fr", "es", "de", "und"]
    let found = tagger.expressions(
      in: text, language: languages[Int(bytes.first ?? 0) % languages.count],
      reference: DateReference(day: options.today))
    for expression in found { precondition(expression.range.upperBound <= text.utf8.count) }
  },
  FuzzedParser(name: "address") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    guard let address = CanonicalURL.normalize(text) else { return }
    precondition(CanonicalURL.normalize(address) == address, "\(address) changes again")
  },
  FuzzedParser(name: "selector") { bytes in
    let end = bytes.firstIndex(of: 0x0A) ?? bytes.count
    guard let list = try? SelectorList(String(decoding: bytes[..<end], as: UTF8.self)) else { return }
    let page = TextDecoding.decode(Array(bytes[end...])).bytes
    checkSelection(list, page)
  },
  FuzzedParser(name: "style-sheet") { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    let found = StyleSheetGuard.finding(in: text)
    // What is there in plain letters outside of comments and strings is found.
    if !text.contains("/*"), !text.contains("'"), !text.contains("\""), !text.contains("\\"), text.contains(" url(") {
      precondition(found != nil, "url( was not seen")
    }
    _ = Theme.isShallow(template: text)
  },
  FuzzedParser(name: "script-api") { bytes in
    let limits = ScriptLimits(time: .seconds(3), memory: 64 << 20, output: 1 << 20)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits, documentLimit: 20_000))
    let text = "The river rose on 12 March 2025. Some 400 people left their homes."
    var article = Article(id: "a", origin: .init(path: "a", index: 0, format: "a"), title: "A flood")
    article.paragraphs = [text]
    guard let report = try? engine.report(source: HostileCalls.script(bytes), name: "calls.lua"),
      let outcome = try? report.run(
        ReportInput(articles: MemoryArticleStore([article]), now: Instant(secondsSinceEpoch: 1_741_849_200))),
      case .document(let document) = outcome
    else { return }
    for format in OutputFormat.allCases {
      var sink = MemorySink()
      try? format.renderer(RenderOptions()).render(document, into: &sink)
    }
  },
]

private func format(_ name: String, _ format: any ArticleFormat, _ path: String) -> FuzzedParser {
  FuzzedParser(name: name) { bytes in
    let head = Array(bytes.prefix(64 * 1024))
    precondition((0...100).contains(format.confidence(head: head, path: path)))
    checkArticles(format.load(bytes, path: path, options: options))
  }
}
