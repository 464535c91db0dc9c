import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportLua
@testable import ReportScripting

/// Loader scripts: which inputs they read, what comes of their answers, and what of their mistakes.
@Suite struct ScriptLoaderTests {
  private static let page = """
    <!DOCTYPE html><html lang=en><title>Quay News</title><link rel=canonical href="https://www.quay.example/a/7">
    <body><h1>Quay News</h1><h2 class=hl>Lamp burns again</h2><i class=wr>Nadia Fenn</i><i class=dt>12 March 2025</i>
    <div id=s><p>The keeper lit the lamp of the old lighthouse on Wednesday evening, after nine years in the dark.</p>
    <p class=promo>Read our letter.</p><p>It can be seen from twenty miles away, the port office says, in any weather.</p>
    </div></body></html>
    """

  private func load(
    _ body: String, pattern: String = "quay.example", path: String = "a.html", page: String = page,
    limits: ScriptLimits = ScriptLimits(), options: LoadOptions = LoadOptions()
  ) throws -> LoadResult {
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    var loader = ArticleLoader(options: options)
    let script = "return { api = 1, load = function(page)\n\(body)\nend }"
    loader.formats.insert(try engine.loader(source: script, name: "quay.lua", for: pattern), at: 0)
    return loader.load(data: Array(page.utf8), path: path)
  }

  @Test func fieldsOfTheScriptTakeThePlaceOfThoseFound() throws {
    let result = try load(
      """
      local paragraphs = {}
      for _, line in ipairs(page:select "#s > p:not(.promo)") do table.insert(paragraphs, line.text) end
      return { title = page:first("h2.hl").text, authors = { page:first("i.wr").text },
        published = page:first("i.dt").text, paragraphs = paragraphs, keywords = "lamps, sea" }
      """)
    #expect(result.problems.isEmpty)
    #expect(result.filesRead == 1)
    let article = try #require(result.articles.first)
    #expect(article.title == "Lamp burns again")
    #expect(article.authors == ["Nadia Fenn"])
    #expect(article.published?.value == "2025-03-12")
    #expect(article.published?.evidence == .byline)
    #expect(article.paragraphs.count == 2)
    #expect(article.keywords == ["lamps", "sea"])
    // What the script says nothing of stays as it was found.
    #expect(article.url == "https://www.quay.example/a/7")
    #expect(article.id == "https://www.quay.example/a/7")
    #expect(article.language == "en")
    #expect(
      article.origin.loader
        == Article.Origin.Loader(
          script: "quay.lua", fields: ["authors", "keywords", "paragraphs", "published", "title"]))
  }

  @Test func nilAndAnEmptyTableLeaveTheArticleAsItWasFound() throws {
    let plain = ArticleLoader().load(data: Array(Self.page.utf8), path: "a.html")
    for body in ["", "return nil", "return {}"] { #expect(try load(body) == plain) }
  }

  @Test func falseEmptiesAField() throws {
    let article = try #require(try load("return { authors = false, url = false, published = false }").articles.first)
    #expect(article.authors.isEmpty && article.url == nil && article.published == nil)
    #expect(article.id.hasPrefix("c-"))
  }

  @Test func aListGivesSeveralArticlesThatStandForThemselves() throws {
    let result = try load(
      """
      local articles = {}
      for n = 1, 3 do articles[n] = { title = "Part " .. n, text_of = nil, paragraphs = "One.\\nTwo.", url = "https://q.example/" .. n } end
      return articles
      """)
    #expect(result.articles.map(\.title) == ["Part 1", "Part 2", "Part 3"])
    #expect(result.articles.map(\.origin.index) == [0, 1, 2])
    #expect(result.articles.map(\.id) == ["https://q.example/1", "https://q.example/2", "https://q.example/3"])
    #expect(result.articles.allSatisfy { $0.paragraphs == ["One.", "Two."] && $0.authors.isEmpty })
  }

  @Test func whatNoFormatKnowsIsReadByTheScript() throws {
    let result = try load(
      "local head, text = page.source:match '^(.-)|(.*)$'\nreturn { title = head, paragraphs = text }",
      pattern: "*.wire", path: "in/x.wire", page: "Lamp burns|It shines.")
    #expect(result.problems.isEmpty)
    #expect(result.articles.first?.paragraphs == ["It shines."])
  }

  @Test func datesAreHeldAgainstTheTextAndToday() throws {
    let result = try load(
      "return { published = '2031-01-01' }", options: LoadOptions(today: CivilDate(iso: "2025-03-13")))
    #expect(result.articles.first?.warnings.contains { $0.code == "date-in-future" } == true)
    let unreadable = try load("return { published = 'soon' }")
    #expect(unreadable.articles.first?.warnings.contains { $0.code == "date-unreadable" } == true)
  }

  @Test(arguments: [
    ("quay.example", "x/a.html", true), ("*.quay.example", "x/a.html", true), ("QUAY.example", "a.html", true),
    ("ay.example", "a.html", false), ("other.example", "a.html", false), ("a.html", "x/a.html", true),
    ("*.html", "x/y/a.html", true), ("x/*.html", "n/x/a.html", true), ("x/*.html", "x/y/a.html", false),
    ("n/x", "n/x/y/a.html", true), ("/n/x/*.html", "/n/x/a.html", true), ("/x/*.html", "/n/x/a.html", false),
    ("./x/a.html", "x/a.html", true), ("*.htm", "a.html", false), ("*", "-", true),
  ]) func patternsTakePathsAndHosts(pattern: String, path: String, takes: Bool) {
    #expect(InputPattern(pattern).takes(path: path, head: Array(Self.page.utf8)) == takes)
  }

  @Test(arguments: [
    ("return 7", "load must return a table with the fields of the article, a list of such tables, or nil, not 7"),
    ("return { titel = 'x' }", "there is no option “titel”; did you mean “title”?"),
    ("return { published = { value = '2025', evidence = 'hearsay' } }", "there is no “hearsay”"),
    ("return { { title = 'x' }, 3 }", "a list whose member 2 is 3"),
    ("local a = page.article\nreturn a.title.x.y", "quay.lua:3: "),
    ("page:select 'p['", "quay.lua:2: "), ("page:json '{'", "quay.lua:2: this is not JSON"),
    ("return { title = '', paragraphs = {} }", "“quay.lua” gave neither a title nor paragraphs"),
    ("return io.open('/etc/passwd')", "quay.lua:2: "),
  ]) func aMistakeIsAProblemOfThatInputAlone(body: String, message: String) throws {
    let result = try load(body)
    #expect(result.articles.isEmpty && result.problems.count == 1)
    let problem = try #require(result.problems.first)
    #expect(problem.path == "a.html")
    #expect(problem.message.contains(message), "\(problem.message)")
  }

  @Test func limitsHoldAndAfterThreeOfThemTheScriptIsNotRunAgain() throws {
    let limits = ScriptLimits(time: .milliseconds(125), memory: 8 << 20)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    let loop = try engine.loader(
      source: "return { api = 1, load = function() while true do end end }", name: "loop.lua", for: "*")
    let messages = (0..<4).map { _ in
      loop.load(Array(Self.page.utf8), path: "a.html", options: LoadOptions()).problems.first?.message ?? ""
    }
    #expect(messages[0].hasPrefix("loop.lua:1: time limit of 0.125 s reached"))
    #expect(messages[3] == "“loop.lua” has run into its limits 3 times and is not run again")
    let big = try load("return { title = string.rep('x', 1 << 26) }", limits: limits)
    #expect(big.problems.first?.message.contains("memory limit of 8 MiB reached") == true)
    let deep = String(repeating: "<div>", count: 20_000) + "<p>x"
    let slow = try load(
      "while true do page:select 'div div div div div div p' end", pattern: "*", page: "<!DOCTYPE html>" + deep,
      limits: limits)
    #expect(slow.problems.first?.message.contains("time limit") == true)
  }

  /// What comes of an answer counts like the answer: articles, their memory, and the time that it takes to finish them.
  @Test(arguments: [
    ("for i = 1, 100001 do list[i] = { title = 't' } end", ScriptLimits(), "100001 articles; an input may have 100000"),
    ("for i = 1, 9000 do list[i] = { title = 't' .. i } end", ScriptLimits(memory: 16 << 20), "memory limit"),
    (
      "local t = string.rep('word ', 2e5) for i = 1, 90 do list[i] = { paragraphs = t } end",
      ScriptLimits(memory: 64 << 20), "memory limit"
    ),
    (
      "local t = string.rep('On 3 May 2024 the dam was opened. ', 3e2) for i = 1, 4000 do list[i] = { title = 't', paragraphs = t, published = '3 May 2024' } end",
      ScriptLimits(time: .milliseconds(150)), "time limit"
    ),
    ("list = { title = 't', paragraphs = string.rep('x', 3e7) }", ScriptLimits(memory: 48 << 20), "memory limit"),
    ("list[1] = {} list[1].images = { list[1] }", ScriptLimits(), "holds itself"),
    ("list[1e6] = { title = 't' }", ScriptLimits(), "no option"),
    ("list[math.maxinteger] = { title = 't' }", ScriptLimits(), "no option"),
    (
      "setmetatable(list, { __index = function() return list end, __len = function() return 1e9 end }) list.title = 7",
      ScriptLimits(), "title"
    ),
  ]) func aFloodOfArticlesEndsAtTheLimits(_ body: String, _ limits: ScriptLimits, _ message: String) throws {
    let start = ContinuousClock.now
    let result = try load("local list = {}\n\(body)\nreturn list", limits: limits)
    #expect(result.articles.count == 0)
    let said = result.problems.first?.message ?? ""
    #expect(said.contains(message))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test(arguments: [
    ("return 1", "a loader script must return a table"), ("return { api = 1 }", "the loader lacks a function “load”"),
    ("return { api = 2, load = function() end }", "api = 2 is not known"),
    ("return { api = 1, load = function() end, hosts = {} }", "a loader has no key “hosts”"), ("return {", "l.lua:1: "),
  ]) func aWrongLoaderIsToldBeforeAnythingIsRead(source: String, message: String) {
    do {
      _ = try ReportEngine().loader(source: source, name: "l.lua", for: "*")
      Issue.record("accepted")
    } catch { #expect(error.description.contains(message), "\(error)") }
  }

  @Test func checkKnowsLoaders() {
    func mistakes(_ source: String) -> [String] {
      ReportEngine().check(source: source, name: "l.lua").map(\.message)
    }
    #expect(mistakes("return { api = 1, load = function(page) return { title = page:first('h1').text } end }").isEmpty)
    #expect(
      mistakes("return { api = 1, load = function(page) return page:selct 'p' end }")
        == ["Page has no method “selct”; did you mean “select”?"])
    #expect(mistakes("return { api = 1, load = 3 }") == ["load must be a function, not 3"])
  }

  @Test func theSampleLoaderReadsItsPage() throws {
    let folder = Fixture.root + "/samples/loaders"
    #expect(ArticleLoader().load(paths: [folder + "/al-mina.html"]).articles.first?.paragraphs.isEmpty == true)
    var loader = ArticleLoader()
    loader.formats.insert(try ReportEngine().loader(at: folder + "/al-mina.lua", for: "al-mina.example"), at: 0)
    let result = loader.load(paths: [folder + "/al-mina.html"])
    #expect(result.problems.isEmpty)
    let article = try #require(result.articles.first)
    #expect(article.title == "سبع سفن صيد تعود إلى رصيف مرسى ريان بعد العاصفة")
    #expect(article.authors == ["هالة الصيّاد"])
    #expect(article.published?.value == "2025-03-12T09:40")
    #expect(article.paragraphs.count == 3)
    #expect(article.warnings.isEmpty)
    let guide = try String(contentsOfFile: Fixture.root + "/docs/loading.md", encoding: .utf8)
    let script = try String(contentsOfFile: folder + "/al-mina.lua", encoding: .utf8)
    #expect(guide.contains("```lua\n" + script + "```\n"))
  }
}
