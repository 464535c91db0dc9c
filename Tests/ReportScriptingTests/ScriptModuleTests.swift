import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportLoading
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

  /// A script and its modules are one text, whatever becomes of the files meanwhile.
  @Test func aModuleIsReadOnceForAllStatesOfItsScript() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("modules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try write("return { word = 'first' }", "words.lua")
    try write(
      """
      local words = require "words"
      return { api = 1, title = words.word, build = function(ctx) return ctx:skip(require("words").word) end }
      """, "r.lua")
    let engine = ReportEngine()
    let report = try engine.report(at: folder.appendingPathComponent("r.lua").path)
    try write("return { word = 'second' }", "words.lua")
    #expect(report.metadata.title == "first")
    #expect(try report.run(ScriptFixture.input()) == .skipped(reason: "first"))
    try FileManager.default.removeItem(at: folder.appendingPathComponent("words.lua"))
    #expect(try report.run(ScriptFixture.input()) == .skipped(reason: "first"))
    // Another reading of the script reads its modules anew.
    try write("return { word = 'third' }", "words.lua")
    let again = try engine.report(at: folder.appendingPathComponent("r.lua").path)
    #expect(try again.run(ScriptFixture.input()) == .skipped(reason: "third"))
  }

  @Test func aLoaderReadsItsModulesOnceForAllInputs() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("modules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    }
    try write("return { title = 'A' }", "fields.lua")
    try write("return { api = 1, load = function() return require 'fields' end }", "l.lua")
    let loader = try ReportEngine().loader(at: folder.appendingPathComponent("l.lua").path, for: "*")
    let page = Array("<p>One sentence of a page.</p>".utf8)
    #expect(loader.load(page, path: "a.html", options: LoadOptions()).articles.map(\.title) == ["A"])
    try write("return { title = 'B' }", "fields.lua")
    #expect(loader.load(page, path: "b.html", options: LoadOptions()).articles.map(\.title) == ["A"])
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
