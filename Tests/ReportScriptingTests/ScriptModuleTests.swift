import Synchronization
import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportScripting

@Suite struct ScriptModuleTests {
  struct Refusal: Error, CustomStringConvertible { var description: String { "the exchange is closed" } }

  private static let stock = ScriptModule(
    name: "stock", summary: "Prices.",
    functions: [
      ScriptFunction(
        "price", [ScriptParameter("symbol", .string, "The symbol.")], returns: .number, "The price of a share.",
        example: "local price = stock.price \"ABC\""
      ) { arguments in
        if arguments[0] == .string("CLOSED") { throw Refusal() }
        return arguments[0] == .string("ABC") ? .number(12.5) : .null
      }
    ])

  private func run(_ body: String) throws -> ReportOutcome {
    let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [Self.stock]))
    let source = """
      local stock = require "stock"
      return { api = 1, title = "x", build = function(ctx) \(body) end }
      """
    return try engine.report(source: source, name: "x.lua").run(ScriptFixture.input())
  }

  @Test func functionsOfTheProgramAreCalledWithCheckedArguments() throws {
    #expect(
      try run("return ctx:skip(tostring(stock.price 'ABC') .. tostring(stock.price 'X'))")
        == .skipped(reason: "12.5nil"))
  }

  @Test(arguments: [
    ("stock.price(12)", "stock.price: “symbol” must be text, not 12"),
    ("stock.price 'CLOSED'", "the exchange is closed"), ("stock.price()", "stock.price needs “symbol”: text"),
  ])
  func errorsAreThoseOfTheCallingLine(call: String, message: String) throws {
    do {
      _ = try run(call)
      Issue.record("the call was accepted")
    } catch let error as ReportError {
      #expect(error.description.hasPrefix("x.lua:2: " + message))
    }
  }

  @Test func theyAppearInTheReferenceAndInTheDefinitions() {
    #expect(APIReference.page(modules: [Self.stock]).contains("### stock.price(symbol)"))
    #expect(
      APIMeta.definitions(of: Self.stock) == """
        ---@meta stock

        ---Prices.
        local module = {}

        ---The price of a share.
        ---@param symbol string The symbol.
        ---@return number
        function module.price(symbol) end

        return module

        """)
  }

  @Test func deprecatedFunctionsWarnOnceForEachLine() throws {
    let messages = Messages()
    var old = Self.stock
    old.functions[0].deprecated = "use stock.quote"
    let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [old], log: { messages.add($0) }))
    let source = """
      local stock = require "stock"
      return { api = 1, title = "x", build = function(ctx)
        for _ = 1, 3 do stock.price "A" end
        stock.price "B"
        return ctx:skip "done"
      end }
      """
    _ = try engine.report(source: source, name: "x.lua").run(ScriptFixture.input())
    #expect(messages.all.map(\.place) == ["x.lua:3", "x.lua:4"])
    #expect(messages.all.allSatisfy { $0.level == .warning && $0.text == "stock.price is deprecated: use stock.quote" })
    #expect(APIReference.page(modules: [old]).contains("Deprecated: use stock.quote"))
    #expect(APIMeta.definitions(of: old).contains("---@deprecated"))
  }

  @Test func logMessagesNameTheirLine() throws {
    let messages = Messages()
    let engine = ScriptFixture.engine { messages.add($0) }
    let source =
      "return { api = 1, title = 'x', build = function(ctx)\nctx.log:warning('late', 3)\nreturn ctx:skip 'x' end }"
    _ = try engine.report(source: source, name: "x.lua").run(ScriptFixture.input())
    #expect(messages.all == [ReportEngine.LogMessage(level: .warning, text: "late 3", place: "x.lua:2")])
  }

  /// Collects messages.
  private final class Messages: Sendable {
    private let list = Mutex<[ReportEngine.LogMessage]>([])
    var all: [ReportEngine.LogMessage] { list.withLock { $0 } }
    func add(_ message: ReportEngine.LogMessage) { list.withLock { $0.append(message) } }
  }
}
