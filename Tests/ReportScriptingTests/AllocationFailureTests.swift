import Glibc
import TestSupport
import Testing

@testable import ReportLua
@testable import ReportScripting

/// Fails allocations of Lua one by one: each run must end in success or in a clean memory error. Every allocation with
/// `REPORTGEN_DEEP=1`, a sample of them otherwise.
@Suite(.serialized) struct AllocationFailureTests {
  private static let isDeep = getenv("REPORTGEN_DEEP") != nil

  @Test func everyAllocationOfAScriptMayFail() throws {
    let source = """
      local parts = {}
      for word in ('one two three four'):gmatch('%a+') do parts[#parts + 1] = word:upper():rep(3) end
      table.sort(parts, function(a, b) return a > b end)
      local record, sum = item(3), 0
      for i = 1, 3 do sum = sum + record.weight + each(function(x) return x * 2 end) end
      local co = coroutine.wrap(function(...) for i = 1, 3 do coroutine.yield(i, ...) end end)
      co('a') co() co()
      local ok, message = pcall(function() local t <close> = setmetatable({}, {__close = print}) error({parts}) end)
      print(table.concat(parts, ','), sum, select(2, pcall(load, 'return {1, 2, 3}'))()[2], tostring(message))
      for k, v in pairs({a = 1, b = 2, [parts] = 3}) do print(k, v, record.name) end
      return string.format('%s %q %5.2f', parts[1], 'x\\ny', 1.5)
      """
    #expect(try Self.run(source, failing: 0) != nil)
    let expected = "TWOTWOTWO \"x\\\ny\"  1.50"
    let step = Self.isDeep ? 1 : 3
    var last = 1
    while try Self.text(of: source, failing: last) == nil { last += step }
    for place in stride(from: 1, through: last, by: step) {
      // Either collecting garbage helped, or a host function was running and the state stops.
      let text = try Self.text(of: source, failing: -place)
      #expect(text == nil || text == expected)
    }
    #expect(last > 100)
    print("allocations failed in a script: \(2 * (last / step))")
  }

  private static func text(of source: String, failing: Int) throws -> String? {
    do {
      return try run(source, failing: failing)
    } catch let error as ScriptError {
      #expect(error.kind == .limit(.memory), "\(error.report)")
      return nil
    }
  }

  /// A script that crosses the bridge in every direction; the text that it returns.
  private static func run(_ source: String, failing: Int) throws -> String? {
    let state = try LuaState(.init(limits: ScriptLimits(time: .seconds(20)), failingAllocation: failing))
    let item = LuaRecordType(state, name: "Item")
    item.field("weight") { call, handle in call.state.push(handle) }
    item.field("name") { call, handle in call.state.push(String(repeating: "name ", count: handle)) }
    let thing = LuaObjectType<[Int]>(state, name: "Thing")
    state.setShared("item") { state.pushFunction("item") { call in item.push(try call.integer(1)) } }
    state.setShared("each") {
      state.pushFunction("each") { call in
        thing.push([1, 2, 3])
        call.state.pop(1)
        let sums = try call.state.call(try call.function(1), arguments: { call.state.push(21) })
        call.state.push(sums.first?.integer ?? 0)
      }
    }
    return try TestSupport.run(source, in: state).first?.string
  }

  @Test func everyAllocationOfAReportMayFail() throws {
    let source = """
      return { api = 1, title = "Test", build = function(ctx)
        local doc = ctx:document { lang = "en", subtitle = ctx.now:format "date.full" }
        doc:section("by_source", function(s)
          for article in ctx.articles:sort "-published":take(3):each() do
            s:paragraph { article.title, " ", article.text:upper() }
          end
          s:table { rows = ctx.articles:take(2), columns = { "published", "source", "title" } }
        end)
        return doc
      end }
      """
    let report = try ScriptFixture.engine().report(source: source, name: "test.lua")
    let input = try ScriptFixture.input()
    let expected = try report.run(input)
    let step = Self.isDeep ? 1 : 53
    var last = 1
    while try Self.outcome(of: report, input, failing: last) == nil { last += step }
    for place in stride(from: 1, through: last, by: step) {
      // Either collecting garbage helped, or a host function was running and the state stops.
      let outcome = try Self.outcome(of: report, input, failing: -place)
      #expect(outcome == nil || outcome == expected)
    }
    let failed = 2 * (last / step)
    #expect(failed > 20)
    print("allocations failed in a report: \(failed)")
  }

  private static func outcome(of report: Report, _ input: ReportInput, failing: Int) throws -> ReportOutcome? {
    var configuration = ScriptFixture.engine().configuration
    configuration.failingAllocation = failing
    let copy = Report(metadata: report.metadata, source: report.source, configuration: configuration)
    do {
      return try copy.run(input)
    } catch {
      guard case .limit(let limit) = error, limit.kind == .limit(.memory) else { throw error }
      return nil
    }
  }
}
