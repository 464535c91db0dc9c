import Testing

@testable import ReportEngine

/// What a script makes the host hold counts against its limits too.
@Suite struct HeldMemoryTests {
  private func limit(_ body: String, memory: Int = 8 << 20, output: Int = 1 << 20) throws -> ScriptLimits.Limit? {
    let limits = ScriptLimits(time: .seconds(20), memory: memory, output: output)
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
}
