// swift-format-ignore-file
// Made by Tests/docs/examples from the documentation comments. Change the comment, then make it anew.
import ReportEngine
import TestSupport
import Testing

/// The examples in the documentation.
@Suite struct ReportEngineDocExamples {
@Test("Cancellation") func Cancellation_Cancellation_1() async throws {
let cancellation = Cancellation()
expectShown(cancellation.isCancelled) { #"false"# }
cancellation.cancel()
expectShown(cancellation.isCancelled) { #"true"# }
}

@Test("ScriptError") func ScriptError_ScriptError_1() async throws {
let error = ScriptError(
  kind: .runtime, chunk: "daily.lua", line: 12, message: "“titel” is no field of Article",
  sourceLine: "doc:heading(a.titel)", hint: "did you mean “title”?")
expectShown(error.description) { #""daily.lua:12: “titel” is no field of Article""# }
expectPrinted(error.report) {
#"""
daily.lua:12: “titel” is no field of Article
    doc:heading(a.titel)
                  ^^^^^
  hint: did you mean “title”?
"""#
}
}

@Test("ScriptLimits") func ScriptLimits_ScriptLimits_1() async throws {
let limits = ScriptLimits(time: .milliseconds(50), memory: 32 << 20)
let sandbox = ScriptSandbox(limits: limits, now: Instant(secondsSinceEpoch: 0))
let error = sandbox.run(Array("while true do end".utf8), name: "loop.lua", print: { _ in })
expectShown(error?.limit) { #"time"# }
}

@Test("Block") func Block_Block_1() async throws {
let note = Block(.note(.warning, [Block(.paragraph([.text("Two sources are missing.")]))]), classes: ["missing"])
expectShown(note.classes) { #"["missing"]"# }
expectShown(note.direction) { #"nil"# }
}

@Test("SummaryItem (Block.swift)") func Block_SummaryItem_1() async throws {
let passage = Citation(article: "dam", paragraph: 0, start: 0, end: 15)
let item = SummaryItem(
  content: [.text("The dam opened."), .citation([CitationMark(source: 1, passage: passage)])], language: "en",
  direction: .leftToRight)
expectShown(item.content.plainText) { #""The dam opened.""# }
}

@Test("Table (Block.swift)") func Block_Table_1() async throws {
let table = Table(
  columns: [Table.Column(title: [.text("City")]), Table.Column(title: [.text("Articles")], alignment: .end)],
  rows: [[[.text("Lenne")], [.number("12", value: 12)]], [[.text("Rawasi")]]])
expectShown(table.rows.map(\.count)) { #"[2, 2]"# }
}

@Test("Chart (Block.swift)") func Block_Chart_1() async throws {
let chart = Chart(
  kind: .bar, title: "Articles a day", labels: ["Mon", "Tue", "Wed"], series: [Chart.Series(values: [3, nil])])
expectShown(chart.series[0].values.count) { #"3"# }
expectShown(chart.kind.rawValue) { #""bar""# }
}

@Test("TimelineView (Block.swift)") func Block_TimelineView_1() async throws {
let day = CivilDate(iso: "2024-03-03")!
let view = TimelineView(items: [
  TimelineView.Item(
    dateText: "3 March 2024", value: "2024-03-03", interval: DayInterval(day, day), precision: .day,
    content: [.text("The dam was opened.")], language: "en", direction: .leftToRight)
])
expectShown(view.items[0].isFuture) { #"false"# }
}

@Test("ArticleCard (Block.swift)") func Block_ArticleCard_1() async throws {
let card = ArticleCard(
  kicker: "City", title: "Dam opens", sources: ["River Post"], dateText: "23 January 2025",
  dateValue: "2025-01-23", language: "en", direction: .leftToRight)
expectShown(Block(.card(card)).language) { #"nil"# }
expectShown(card.sources) { #"["River Post"]"# }
}

@Test("DigestLine (BriefingParts.swift)") func BriefingParts_DigestLine_1() async throws {
let line = DigestLine(content: [.text("The dam opened.")], anchor: "story-1", language: "en")
expectShown(line.direction) { #"leftToRight"# }
}

@Test("KeyFigure (BriefingParts.swift)") func BriefingParts_KeyFigure_1() async throws {
let figure = KeyFigure(value: "850 million", label: [.text("dinars for the plant")], language: "en")
expectShown(figure.label.plainText) { #""dinars for the plant""# }
}

@Test("ChartDrawing") func ChartDrawing_ChartDrawing_1() async throws {
let slope = ChartDrawing(
  name: "Slope chart", width: 200, height: 100,
  shapes: [
    .line([ChartDrawing.Point(x: 20, y: 80), ChartDrawing.Point(x: 180, y: 20)], series: 0),
    .label("12 m", at: ChartDrawing.Point(x: 180, y: 15), anchor: .end),
  ])
let chart = Chart(
  kind: .line, title: "Water at Lenne", labels: ["Mon", "Tue"], series: [.init(values: [4, 12])], drawing: slope)
expectShown(chart.drawing?.shapes.count) { #"2"# }
}

@Test("CitationStyle") func CitationStyle_CitationStyle_1() async throws {
expectShown(CitationStyle(rawValue: "none")) { #"omitted"# }
}

@Test("Document") func Document_Document_1() async throws {
let document = Document(
  title: [.text("Morning briefing")], language: "en", direction: .leftToRight,
  blocks: [Block(.paragraph([.text("The dam was "), .strong([.text("opened")]), .text(".")]))])
expectPrinted(document.dump()) {
#"""
document en ltr
  title
    text "Morning briefing"
  paragraph
    text "The dam was "
    strong
      text "opened"
    text "."
  colophon
"""#
}
}

@Test("Inline") func Inline_Inline_1() async throws {
let text: [Inline] = [.text("See "), .link([.emphasis([.text("the page")])], url: "https://post.example.org/")]
expectShown(text.plainText) { #""See the page""# }
expectShown(Inline.number("1,200", value: 1200).plainText) { #""1,200""# }
}

@Test("Picture") func Picture_Picture_1() async throws {
let picture = Picture(width: 1200, height: 800, alt: "The plant at dusk", credit: "Harbour Post", language: "en")
expectShown(picture.direction) { #"leftToRight"# }
expectShown(picture.data.isEmpty) { #"true"# }
}

@Test("PluralCategory") func PluralCategory_PluralCategory_1() async throws {
expectShown(PluralCategory(of: 2, language: "ar")) { #"two"# }
expectShown(PluralCategory(of: 103, language: "ar")) { #"few"# }
expectShown(PluralCategory(of: 0, language: "fr")) { #"one"# }
expectShown(PluralCategory(of: 22, language: "ru")) { #"few"# }
expectShown(PluralCategory.categories(of: "en")) { #"[one, other]"# }
expectShown(PluralCategory.categories(of: "ja")) { #"[other]"# }
}

@Test("ByteSink (Renderer.swift)") func Renderer_ByteSink_1() async throws {
struct Counter: ByteSink {
  var count = 0
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>) { count += bytes.count }
}
var counter = Counter()
try counter.write("سد")
expectShown(counter.count) { #"4"# }
}

@Test("MemorySink (Renderer.swift)") func Renderer_MemorySink_1() async throws {
var sink = MemorySink()
try sink.write("The dam ")
try sink.write("opened.")
expectShown(sink.text) { #""The dam opened.""# }
}

@Test("Renderer") func Renderer_Renderer_1() async throws {
struct TitleOnly: Renderer {
  func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try sink.write(document.title.plainText + "\n")
  }
}
let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
expectShown(try TitleOnly().string(document)) { #""Briefing\n""# }
}

@Test("OutputFormat (Renderer.swift)") func Renderer_OutputFormat_1() async throws {
expectShown(OutputFormat(fileName: "report.HTML")) { #"html"# }
expectShown(OutputFormat(fileName: "report.pandoc.json")) { #"pandoc"# }
expectShown(OutputFormat(fileName: "report.docx")) { #"nil"# }
}

@Test("Vocabulary") func Vocabulary_Vocabulary_1() async throws {
let english = Vocabulary(language: "en-GB")
expectShown(english.count(41, .article)) { #""41 articles""# }
expectShown(english.list(["Post", "Gazette", "Nahr"])) { #""Post, Gazette and Nahr""# }
expectShown(Vocabulary(language: "ar").count(2, .article)) { #""مقالان""# }
expectShown(Vocabulary(language: "ru").count(22, .source)) { #""22 источника""# }
expectShown(Vocabulary(language: "de").number(1_234.5)) { #""1.234,5""# }
expectShown(Vocabulary(language: "fa").number(1_234.5)) { #""۱٬۲۳۴٫۵""# }
}

@Test("WordList") func WordList_WordList_1() async throws {
let words = try WordList("""
  summary = Muhtasari
  article.one = makala {n}
  article.other = makala {n}
  """, name: "words/sw.txt", language: "sw")
expectShown(Vocabulary(language: "sw-KE", words: words).word(.summary)) { #""Muhtasari""# }
expectThrown {
try WordList("sumary = Muhtasari", name: "words/sw.txt")
} says: { #"words/sw.txt:1: there is no fixed word “sumary”; did you mean “summary”?"# }
}

@Test("AtomRenderer") func AtomRenderer_AtomRenderer_1() async throws {
let document = Document(
  title: [.text("Briefing")], language: "en", direction: .leftToRight,
  colophon: Document.Colophon(made: "2025-01-23T07:00:00Z"))
let feed = try AtomRenderer().string(document)
expectShown(feed.contains("<updated>2025-01-23T07:00:00Z</updated>")) { #"true"# }
expectShown(feed.contains("<title>Briefing</title>")) { #"true"# }
}

@Test("CSVRenderer") func CSVRenderer_CSVRenderer_1() async throws {
let table = Table(
  columns: [Table.Column(title: [.text("City")]), Table.Column(title: [.text("Articles")])],
  rows: [[[.text("Lenne, old town")], [.number("1,200", value: 1200)]]])
let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.table(table))])
expectShown(try CSVRenderer().string(document).split(separator: "\r\n")[1]) { #""Lenne, old town",1200"# }
}

@Test("HTMLRenderer") func HTMLRenderer_HTMLRenderer_1() async throws {
let document = Document(
  title: [.text("Prices < costs")], language: "ar", direction: .rightToLeft,
  blocks: [Block(.paragraph([.text("نص")]))])
let page = try HTMLRenderer().string(document)
expectShown(page.hasPrefix("<!DOCTYPE html>")) { #"true"# }
expectShown(page.contains(#"<html lang="ar" dir="rtl""#)) { #"true"# }
expectShown(page.contains("Prices &lt; costs")) { #"true"# }
}

@Test("JSONRenderer") func JSONRenderer_JSONRenderer_1() async throws {
let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
expectShown(try JSONRenderer().string(document).contains(#""language":"en""#)) { #"true"# }
}

@Test("MailRenderer") func MailRenderer_MailRenderer_1() async throws {
let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
let mail = MailRenderer(sender: "Desk <desk@example.org>", recipients: ["team@example.org"])
let lines = try mail.string(document).split(separator: "\r\n")
expectShown(lines.contains("From: Desk <desk@example.org>")) { #"true"# }
expectShown(lines.contains("To: team@example.org")) { #"true"# }
expectShown(lines.contains("Subject: Briefing")) { #"true"# }
}

@Test("MarkdownRenderer") func MarkdownRenderer_MarkdownRenderer_1() async throws {
let document = Document(
  title: [.text("Briefing")], language: "en", direction: .leftToRight,
  blocks: [Block(.paragraph([.text("2 * 3 is "), .strong([.text("six")]), .text(".")]))])
expectPrinted(try MarkdownRenderer().string(document)) {
#"""
# Briefing

2 \* 3 is **six**.
"""#
}
}

@Test("PandocRenderer") func PandocRenderer_PandocRenderer_1() async throws {
let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.rule)])
expectShown(try PandocRenderer().string(document).contains(#"{"t":"HorizontalRule"}"#)) { #"true"# }
}

@Test("RenderOptions") func RenderOptions_RenderOptions_1() async throws {
expectShown(RenderOptions(width: 20).width) { #"40"# }
expectShown(RenderOptions().theme.name) { #""newspaper""# }
}

@Test("TextRenderer") func TextRenderer_TextRenderer_1() async throws {
let document = Document(
  title: [.text("Briefing")], language: "en", direction: .leftToRight,
  blocks: [Block(.paragraph([.text("The dam at Lenne was opened on Monday by the mayor of the town.")]))])
expectPrinted(try TextRenderer(options: RenderOptions(width: 40)).string(document)) {
#"""
Briefing
════════════════════════════════════════

The dam at Lenne was opened on Monday by
the mayor of the town.
"""#
}
}

@Test("Theme") func Theme_Theme_1() async throws {
expectShown(Theme(named: "memo")?.name) { #""memo""# }
expectShown(Theme(named: "comic")) { #"nil"# }
let own = Theme(name: "ours", css: "body { color: navy }")
let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
expectShown(try HTMLRenderer(options: RenderOptions(theme: own)).string(document).contains("color: navy")) { #"true"# }
}

@Test("ThemeError (ThemeFolder.swift)") func ThemeFolder_ThemeError_1() async throws {
expectThrown {
try Theme(folder: "no/such/theme")
} says: { #"no/such/theme/theme.css: the file cannot be read"# }
}

@Test("APIMeta") func APIMeta_APIMeta_1() async throws {
expectShown(APIMeta.definitions.hasPrefix("---@meta")) { #"true"# }
}

@Test("APIReference") func APIReference_APIReference_1() async throws {
expectShown(APIReference.names.contains("Article.title")) { #"true"# }
expectShown(APIReference.entries(named: "Article.title").isEmpty) { #"false"# }
expectShown(APIReference.hint(for: "Artikle")) { #""; did you mean “Article”?""# }
}

@Test("ScriptModule") func ScriptModule_ScriptModule_1() async throws {
let prices = ["ABC": 12.5]
let stock = ScriptModule(
  name: "stock", summary: "Prices.",
  functions: [
    ScriptFunction(
      "price", [ScriptParameter("symbol", .string, "The symbol.")], returns: .number, "The price of a share.",
      example: "local price = stock.price \"ABC\""
    ) { arguments in
      guard case .string(let symbol) = arguments[0], let price = prices[symbol] else { return .null }
      return .number(price)
    }
  ])
let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [stock]))
let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
let session = try ScriptSession(engine, input: input)
expectShown(session.evaluate(#"require("stock").price("ABC")"#)) { #"value("12.5")"# }
}

@Test("ScriptParameter (ScriptModule.swift)") func ScriptModule_ScriptParameter_1() async throws {
let days = ScriptParameter("days", .integer, optional: true, "How many days; 7 when left out.")
expectShown(days.isOptional) { #"true"# }
}

@Test("ScriptType") func ScriptType_ScriptType_1() async throws {
struct Share: Hashable { var price: Double }
let share = ScriptType(
  "Share", "A share of a company.",
  fields: [
    ScriptField("price", .number, "The price in euros.", example: "local p = share.price") { (share: Share) in
      .number(share.price)
    }
  ])
let stock = ScriptModule(
  name: "stock", summary: "Shares.",
  functions: [
    ScriptFunction("first", [], returns: .type("Share"), "The first share.", example: "stock.first()") { _ in
      ScriptModule.value(Share(price: 12.5), of: "Share", in: "stock")
    }
  ], types: [share])
let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [stock]))
let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
expectShown(try ScriptSession(engine, input: input).evaluate(#"require("stock").first().price"#)) { #"value("12.5")"# }
}

@Test("ScriptMistake") func ScriptMistake_ScriptMistake_1() async throws {
let source = """
  return { api = 1, title = "T", build = function(ctx)
    return ctx:dokument {}
  end }
  """
let mistake = ReportEngine().check(source: source, name: "t.lua")[0]
expectShown(mistake.line) { #"2"# }
expectShown(mistake.message.contains("did you mean “document”?")) { #"true"# }
}

@Test("ReportEngine (Engine.swift)") func Engine_ReportEngine_1() async throws {
let report = try ReportEngine().report(
  source: """
    return { api = 1, title = "Sections", build = function(ctx)
      local doc = ctx:document { lang = "en" }
      for _, group in ipairs(ctx.articles:group "section") do
        doc:paragraph(group.section .. ": " .. #group.articles)
      end
      return doc
    end }
    """, name: "sections.lua")
let origin = Article.Origin(path: "news.json", format: "json")
let articles = ["City", "Sport", "City"].enumerated().map { number, section in
  Article(id: "\(number)", origin: origin, title: "Number \(number)", section: section)
}
let input = ReportInput(
  articles: MemoryArticleStore(articles), now: Instant(rfc3339: "2025-01-23T07:00:00Z")!)
guard case .document(let document) = try report.run(input) else { return }
expectShown(try TextRenderer().string(document).contains("City: 2")) { #"true"# }
}

@Test("Configuration (Engine.swift)") func Engine_Configuration_1() async throws {
let configuration = ReportEngine.Configuration(limits: ScriptLimits(time: .seconds(5)), log: { print($0.text) })
expectShown(ReportEngine(configuration: configuration).configuration.documentLimit) { #"1000000"# }
}

@Test("report (Engine.swift)") func Engine_report_1() async throws {
let source = #"return { api = 1, title = "Draft", build = function(ctx) return ctx:document {} end }"#
expectShown(try ReportEngine().report(source: source, name: "draft.lua").metadata.title) { #""Draft""# }
}

@Test("shippedReports (Engine.swift)") func Engine_shippedReports_1() async throws {
expectShown(ReportEngine.shippedReports.contains("daily-briefing")) { #"true"# }
}

@Test("ReportInput (Engine.swift)") func Engine_ReportInput_1() async throws {
let input = ReportInput(
  articles: MemoryArticleStore([]), parameters: ["lang": "ar"], now: Instant(rfc3339: "2025-01-23T07:00:00Z")!,
  timeZone: "Africa/Cairo")
expectShown(input.lastRun) { #"nil"# }
expectShown(input.problems.count) { #"0"# }
}

@Test("ReportOutcome (Engine.swift)") func Engine_ReportOutcome_1() async throws {
let source = #"return { api = 1, title = "Quiet", build = function(ctx) return ctx:skip("nothing new") end }"#
let report = try ReportEngine().report(source: source, name: "quiet.lua")
let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
expectShown(try report.run(input) == .skipped(reason: "nothing new")) { #"true"# }
}

@Test("ReportError (Engine.swift)") func Engine_ReportError_1() async throws {
let engine = ReportEngine()
let report = try engine.report(
  source: #"return { api = 1, title = "T", build = function(ctx) return ctx.artikles end }"#, name: "t.lua")
do throws(ReportError) {
  _ = try report.run(ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0)))
} catch .script(let errors) {
expectShown(errors[0].line) { #"1"# }
expectShown(errors[0].message.contains("did you mean “articles”?")) { #"true"# }
}
}

@Test("HostValue") func HostValue_HostValue_1() async throws {
let value = PlainValue.host(HostValue(type: "stock.Share", value: "ABC"))
expectShown(value.host(as: String.self)) { #""ABC""# }
expectShown(value.article) { #"nil"# }
}

@Test("ScriptLoader") func ScriptLoader_ScriptLoader_1() async throws {
let script = """
  return { api = 1, title = "Bulletins", load = function(page)
    return { title = "Bulletin", paragraphs = { page.source } }
  end }
  """
var loader = ArticleLoader()
loader.formats.insert(try ReportEngine().loader(source: script, name: "bulletins.lua", for: "*.bul"), at: 0)
expectShown(loader.load(data: Array("The dam was opened.".utf8), path: "a.bul").articles.map(\.title)) { #"["Bulletin"]"# }
}

@Test("PlainValue") func PlainValue_PlainValue_1() async throws {
let tide = PlainValue.table(list: [], fields: [PlainValue.Field("port", .string("Lenne"))])
if case .table(_, let fields) = tide {
expectShown(fields.map(\.name)) { #"["port"]"# }
}
}

@Test("Report") func Report_Report_1() async throws {
let source = """
  return { api = 1, title = "Briefing", params = { points = { type = "integer", default = 7, max = 20 } },
    build = function(ctx) return ctx:document { title = "Points: " .. ctx.params.points } end }
  """
let report = try ReportEngine().report(source: source, name: "briefing.lua")
expectShown(report.metadata.parameters.map(\.name)) { #"["points"]"# }
expectShown(try report.parameters(["points": "12"])["points"]) { #"12"# }
expectThrown {
try report.parameters(["points": "many"])
} says: { #"parameter “points”: “many” is not a whole number of at most 20"# }
}

@Test("ReportMetadata") func ReportMetadata_ReportMetadata_1() async throws {
let metadata = try ReportEngine().report(at: "daily-briefing").metadata
expectShown(metadata.api) { #"1"# }
expectShown(metadata.parameters.map(\.name).contains("lang")) { #"true"# }
}

@Test("ReportParameter") func ReportParameter_ReportParameter_1() async throws {
let points = ReportParameter(name: "points", kind: .integer, minimum: 1, maximum: 20)
expectShown(points.wanted) { #""a whole number from 1 to 20""# }
expectShown(points.isRequired) { #"false"# }
}

@Test("ParameterValue (ReportParameter.swift)") func ReportParameter_ParameterValue_1() async throws {
expectShown(ParameterValue.duration(ScriptDuration("36h")!).description) { #""36h""# }
expectShown(ParameterValue.list(["City", "Sport"]).description) { #""City,Sport""# }
}

@Test("ParameterDate (ReportParameter.swift)") func ReportParameter_ParameterDate_1() async throws {
expectShown(ParameterDate("2025-01-23")) { #"2025-01-23"# }
expectShown(ParameterDate("yesterday") == .relative(days: -1)) { #"true"# }
expectShown(ParameterDate("23 January")) { #"nil"# }
}

@Test("ParameterProblems (ReportParameter.swift)") func ReportParameter_ParameterProblems_1() async throws {
let problems = ParameterProblems([ParameterProblem(parameter: "lang", message: "is required; give text")])
expectShown(problems.description) { #""parameter “lang”: is required; give text""# }
}

@Test("ReportProgress") func ReportProgress_ReportProgress_1() async throws {
let source = """
  return { api = 1, title = "T", build = function(ctx) ctx.log:info("halfway") return ctx:document {} end }
  """
let report = try ReportEngine().report(source: source, name: "t.lua")
var said: [String] = []
let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
_ = try report.run(input) { if case .log(let message) = $0 { said.append(message.text) } }
expectShown(said) { #"["halfway"]"# }
}

@Test("ScriptSandbox") func ScriptSandbox_ScriptSandbox_1() async throws {
let sandbox = ScriptSandbox(now: Instant(rfc3339: "2025-01-23T08:00:00Z")!)
var lines: [String] = []
let error = sandbox.run(
  Array("print(1 + 1, os.date('%Y-%m-%d'))\nerror('no')".utf8), name: "try.lua", print: { lines.append($0) })
expectShown(lines) { #"["2\t2025-01-23"]"# }
expectShown(error?.line) { #"2"# }
}

@Test("ScriptSession") func ScriptSession_ScriptSession_1() async throws {
let articles = MemoryArticleStore([
  Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
])
let input = ReportInput(articles: articles, now: Instant(rfc3339: "2025-01-23T07:00:00Z")!)
let session = try ScriptSession(ReportEngine(), input: input)
expectShown(session.evaluate("n = #articles")) { #"value("")"# }
expectShown(session.evaluate("n + 1")) { #"value("2")"# }
expectShown(session.evaluate("for a in articles:each() do")) { #"incomplete"# }
}

@Test("run (Engine+Async.swift)") func EngineAsync_run_1() async throws {
let engine = ReportEngine()
let source = #"return { api = 1, title = "Empty", build = function(ctx) return ctx:document {} end }"#
let report = try engine.report(source: source, name: "empty.lua")
let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
if case .document(let document) = try await engine.run(report, input) {
expectShown(document.title.plainText) { #""Empty""# }
}
}

@Test("bytes (Engine+Async.swift)") func EngineAsync_bytes_1() async throws {
let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.paragraph([.text("Dam")]))])
var page: [UInt8] = []
for try await piece in ReportEngine().bytes(of: document, as: .text) { page += piece }
expectShown(String(decoding: page, as: UTF8.self).hasSuffix("Dam\n")) { #"true"# }
}

@Test("ReportTask (Engine+Async.swift)") func EngineAsync_ReportTask_1() async throws {
let engine = ReportEngine()
let source = #"return { api = 1, title = "Quiet", build = function(ctx) return ctx:skip("nothing new") end }"#
let report = try engine.report(source: source, name: "quiet.lua")
let task = engine.start(report, ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0)))
var steps: [ReportProgress] = []
for await step in task.progress { steps.append(step) }
expectShown(steps == [.started]) { #"true"# }
expectShown(try await task.outcome) { #"skipped(reason: "nothing new")"# }
}

}
