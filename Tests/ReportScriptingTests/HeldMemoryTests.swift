import Synchronization
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportEngine
@testable import ReportLua
@testable import ReportScripting

/// What a script makes the host hold counts against its limits too.
@Suite struct HeldMemoryTests {
  private func limit(_ body: String, memory: Int = 8 << 20, output: Int = 1 << 20) throws -> ScriptLimits.Limit? {
    let limits = ScriptLimits(time: .seconds(120), memory: memory, output: output)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    let source = "return { api = 1, title = 'x', build = function(ctx) \(body) return ctx:document() end }"
    do {
      _ = try engine.report(source: source, name: "x.lua").run(ScriptFixture.input())
      return nil
    } catch ReportError.limit(let error) {
      return error.limit
    }
  }

  @Test func textOfADocumentCountsAsOutput() throws {
    let body = "local doc, text = ctx:document(), string.rep('x', 100000) while true do doc:paragraph(text) end"
    #expect(try limit(body) == .output)
    #expect(try limit("pcall(function() \(body) end)") == .output)
  }

  @Test func logMessagesCountAsOutput() throws {
    #expect(try limit("while true do ctx.log:info(string.rep('x', 1000)) end") == .output)
  }

  @Test func resultsHeldByTheHostCountAsMemory() throws {
    let body = "local kept = {} while true do local q = ctx.articles:sort('title') kept[#kept + 1] = q local n = #q end"
    #expect(try limit(body) == .memory)
  }

  @Test func wordsOfARankerCountAsMemory() throws {
    let body = "local r, t = ctx.text:ranker(), ('river '):rep(5000) while true do r:add { t } end"
    #expect(try limit(body) == .memory)
    #expect(try limit("local kept = {} while true do kept[#kept + 1] = ctx.text:ranker() end") == .memory)
  }

  @Test func endlessLoopsOverQueriesEnd() throws {
    let limits = ScriptLimits(time: .milliseconds(300))
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits))
    let source =
      "return { api = 1, title = 'x', build = function(ctx) while true do pcall(ctx.articles.where, ctx.articles, {}) end end }"
    #expect(throws: ReportError.self) { try engine.report(source: source, name: "x.lua").run(ScriptFixture.input()) }
  }

  @Test func listsThatAreTooLongAreRefused() throws {
    let text = try ScriptFixture.failure(
      "return { api = 1, title = 'x', build = function(ctx) ctx:document():list(setmetatable({}, { __len = function() return 1 << 60 end })) return ctx:skip(table.concat({}, '')) end }"
    )
    #expect(text.isEmpty)
  }

  /// A store that reads bodies when asked, as an archive does, and counts how often.
  private final class ReadingStore: ArticleStore {
    let count = 300
    let reads = Mutex(0)

    func head(at position: Int) throws -> Article {
      Article(id: "a\(position)", origin: .init(path: "x", index: position, format: "x"), title: "\(position)")
    }

    func article(at position: Int) throws -> Article {
      reads.withLock { $0 += 1 }
      var article = try head(at: position)
      article.paragraphs = ["Body \(position)."]
      return article
    }

    func positions(matching query: ArticleQuery) throws -> [Int] { Array(0..<count) }
  }

  @Test func bodiesThatWereForgottenAreReadAgain() throws {
    let store = ReadingStore()
    let source = """
      return { api = 1, title = "x", build = function(ctx)
        for round = 1, 2 do
          for article in ctx.articles:each() do assert(article.text == "Body " .. article.title .. ".") end
          collectgarbage()
        end
        return ctx:document()
      end }
      """
    let report = try ReportEngine().report(source: source, name: "x.lua")
    _ = try report.run(ReportInput(articles: store, now: Instant(secondsSinceEpoch: 0)))
    // Each once, and again those that were not among the 256 touched last when their turn came.
    #expect(store.reads.withLock(\.self) == 600)
  }

  /// A program that runs reports all day must not keep the state of each.
  @Test func theStateOfARunIsGoneWhenItEnds() throws {
    let module = ScriptModule(
      name: "clock", summary: "Time.",
      functions: [ScriptFunction("tick", [], "Ticks.", example: "clock.tick()") { _ in .null }])
    let text = """
      local clock = require "clock"
      return { api = 1, title = "x", build = function(ctx)
        clock.tick()
        local doc = ctx:document()
        doc:section("x", function(s) s:add(ctx.articles:filter(function(a) return true end)) end)
        return doc
      end }
      """
    let source = ScriptSource(name: "x.lua", directory: nil, text: text)
    let run = try ReportRun(
      input: ScriptFixture.input(), metadata: ReportMetadata(title: "x"), source: source,
      configuration: ReportEngine.Configuration(modules: [module]), parameters: [:])
    weak var state: LuaState?
    weak var host: ScriptHost?
    do {
      let stage = try ScriptStage(run, name: source.name)
      (state, host) = (stage.state, stage.host)
      guard case .table(let table) = try stage.load(source), case .function(let build) = table["build"] else { return }
      try stage.state.call(build, results: 1) { stage.host.push(object: ContextObject(run)) }
    }
    #expect(state == nil && host == nil)
  }
}
