import TestSupport
import Testing

@testable import ReportDocument
@testable import ReportEngine
@testable import ReportScripting

@Suite struct ScriptTypeTests {
  struct Share: Hashable, Sendable {
    var symbol: String
    var price: Double
  }

  struct Refusal: Error, CustomStringConvertible { var description: String { "the exchange is closed" } }

  private static let stock = ScriptModule(
    name: "stock", summary: "Prices.",
    functions: [
      ScriptFunction(
        "share", [ScriptParameter("symbol", .string, "The symbol.")], returns: .type("Share"), "A share.",
        example: "local share = stock.share \"ABC\""
      ) { arguments in
        guard case .string(let symbol) = arguments[0] else { return .null }
        return ScriptModule.value(Share(symbol: symbol, price: 12.5), of: "Share", in: "stock")
      },
      ScriptFunction(
        "dearer", [ScriptParameter("one", .type("Share"), "One."), ScriptParameter("other", .type("Share"), "Other.")],
        returns: .boolean, "Whether one costs more.", example: "stock.dearer(a, b)"
      ) { arguments in
        guard let one = arguments[0].host(as: Share.self), let other = arguments[1].host(as: Share.self) else {
          return .null
        }
        return .boolean(one.price > other.price)
      },
      ScriptFunction(
        "ticker", [ScriptParameter("article", .article, "The article.")], returns: .blocks, "A block.",
        example: "doc:section(\"Ticker\", stock.ticker(article))"
      ) { arguments in
        .blocks([Block(.paragraph([.strong([.text(arguments[0].article?.title ?? "")])]), classes: ["ticker"])])
      },
    ],
    types: [
      ScriptType(
        "Share", "A share of a company.",
        fields: [
          ScriptField("symbol", .string, "The symbol.", example: "local s = share.symbol") { (share: Share) in
            .string(share.symbol)
          },
          ScriptField("volume", .integer, "The volume.", example: "local v = share.volume") { (_: Share) in
            throw Refusal()
          },
        ],
        methods: [
          ScriptMethod(
            "cost", [ScriptParameter("count", .integer, "How many.")], returns: .number, "What so many cost.",
            example: "local sum = share:cost(3)"
          ) { (share: Share, arguments) in
            guard case .integer(let count) = arguments[0] else { return .null }
            return .number(share.price * Double(count))
          }
        ])
    ])

  private func run(_ body: String) throws -> ReportOutcome {
    let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [Self.stock]))
    let source = """
      local stock = require "stock"
      return { api = 1, title = "x", build = function(ctx) local abc = stock.share "ABC"
      \(body) end }
      """
    return try engine.report(source: source, name: "x.lua").run(ScriptFixture.input())
  }

  @Test func fieldsAreReadAndMethodsCalled() throws {
    #expect(try run("return ctx:skip(abc.symbol .. ' ' .. abc:cost(3))") == .skipped(reason: "ABC 37.5"))
    #expect(
      try run("return ctx:skip(tostring(stock.dearer(abc, stock.share 'X')))") == .skipped(reason: "false"))
  }

  @Test(arguments: [
    ("abc.symbl", "stock.Share has no field or method “symbl”; did you mean “symbol”?"),
    ("abc:cost 'x'", "stock.Share:cost: “count” must be a whole number, not “x”"),
    ("abc.volume", "the exchange is closed"),
    ("stock.dearer(abc, 'x')", "stock.dearer: “other” must be a stock.Share, not “x”"),
    ("stock.dearer(abc, ctx.now)", "stock.dearer: “other” must be a stock.Share, not a Date"),
    ("ctx:document():paragraph(abc)", "a stock.Share cannot stand in text"),
    ("ctx:document():section('x', abc)", "a stock.Share cannot stand in a document"),
  ])
  func mistakesAreThoseOfTheScriptsLine(statement: String, message: String) throws {
    do {
      _ = try run("local x = " + statement)
      Issue.record("the statement was accepted")
    } catch let error as ReportError {
      #expect(error.description.hasPrefix("x.lua:3: " + message))
    }
  }

  @Test func blocksOfTheProgramStandInADocument() throws {
    let outcome = try run(
      """
      local doc = ctx:document { lang = "en" }
      doc:section("Ticker", stock.ticker(ctx.articles:first()))
      return doc
      """)
    guard case .document(let document) = outcome, case .section(_, let blocks)? = document.blocks.first?.content else {
      Issue.record("no section was made")
      return
    }
    #expect(
      blocks == [Block(.paragraph([.strong([.text("Flood reaches the old town")])]), classes: ["ticker"])])
  }

  @Test func typesAppearInTheReferenceAndInTheDefinitions() {
    let page = APIReference.page(modules: [Self.stock])
    #expect(page.contains("### stock.Share.symbol"))
    #expect(page.contains("### stock.Share:cost(count)"))
    let definitions = APIMeta.definitions(of: Self.stock)
    #expect(definitions.contains("---@class reportgen.stock.Share\n---@field symbol string The symbol."))
    #expect(definitions.contains("---@return reportgen.stock.Share\nfunction module.share(symbol) end"))
  }
}
