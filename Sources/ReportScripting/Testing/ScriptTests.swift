import ReportArticles
import ReportDocument
import ReportLua

/// Tests of report scripts, written in Lua: a file that returns a table of functions, each of which gets a `Test`.
///
///     local t = {}
///     function t.names_the_ferry(test)
///       local report = test:run { articles = { { title = "Ferry sails again", text = "…" } }, now = "2025-03-13T07:00" }
///       assert(report:find("card")[1].title == "Ferry sails again")
///     end
///     return t
public struct ScriptTests: Sendable {
  /// The file, as it was named.
  public var name: String { source.name }
  /// The names of its tests, in the order in which they stand in the file.
  public let names: [String]

  let source: ScriptSource
  let configuration: ReportEngine.Configuration

  /// Compares a text with what was recorded under a name: nil when they are the same, else what is wrong.
  public typealias Golden = (_ name: String, _ text: String) -> String?

  /// Runs one test in a state of its own. Throws `ReportError` when it fails.
  public func run(_ name: String, golden: @escaping Golden) throws(ReportError) {
    let run = try ScriptTests.run(source, configuration)
    do {
      let stage = try ScriptStage(run, name: source.name, types: APIRegistry.all)
      defer { withExtendedLifetime(stage) {} }
      guard case .table(let table) = try stage.load(source), case .function(let test) = table[name] else {
        throw HostError("there is no test “\(name)”")
      }
      let object = TestObject(source: source, configuration: configuration, golden: golden)
      try stage.state.call(test, results: 0) { stage.host.push(object: object) }
    } catch {
      throw Report.reportError(error, script: source.name, article: nil)
    }
  }

  /// The run that the test itself belongs to: it has no articles.
  static func run(_ source: ScriptSource, _ configuration: ReportEngine.Configuration) throws(ReportError) -> ReportRun
  {
    try ReportRun(
      input: ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0)),
      metadata: ReportMetadata(title: source.name), source: source, configuration: configuration, parameters: [:])
  }
}

extension ReportEngine {
  /// Reads a file of tests; its functions are not run. Throws `ReportError`.
  public func tests(at path: String) throws -> ScriptTests { try tests(source: try ScriptSource.load(path)) }

  func tests(source: ScriptSource) throws -> ScriptTests {
    do {
      let run = try ScriptTests.run(source, configuration)
      let stage = try ScriptStage(run, name: source.name, types: APIRegistry.all)
      defer { withExtendedLifetime(stage) {} }
      guard case .table(let table) = try stage.load(source) else {
        throw HostError("a file of tests must return a table of functions")
      }
      let names = table.entries.compactMap { entry -> String? in
        guard case .string(let name) = entry.key, case .function = entry.value else { return nil }
        return name
      }
      let tokens = LuaLexer.tokens(in: source.text)
      let places = names.map { name in tokens.firstIndex { $0.kind == .name(name) } ?? tokens.count }
      let ordered = zip(places, names).sorted { $0 < $1 }.map(\.1)
      return ScriptTests(names: ordered, source: source, configuration: configuration)
    } catch {
      throw Report.reportError(error, script: source.name, article: nil)
    }
  }
}

/// `test`, as a test holds it.
final class TestObject: ScriptObject {
  static let typeName = "Test"
  let source: ScriptSource
  let configuration: ReportEngine.Configuration
  let golden: ScriptTests.Golden

  init(source: ScriptSource, configuration: ReportEngine.Configuration, golden: @escaping ScriptTests.Golden) {
    self.source = source
    self.configuration = configuration
    self.golden = golden
  }

  /// The script that a test file speaks of when it names none: `weekly_test.lua` tests `weekly.lua`.
  var ownScript: String {
    let file = source.name.split(separator: "/").last.map(String.init) ?? source.name
    return file.hasSuffix("_test.lua") ? String(file.dropLast("_test.lua".count)) + ".lua" : file
  }
}

/// What came of a run in a test.
final class TestResultObject: ScriptObject {
  static let typeName = "TestResult"
  /// The document; nil when the report was skipped.
  let document: Document?
  /// Why it was skipped.
  let skipped: String?
  /// What the script logged and printed.
  let messages: [ReportEngine.LogMessage]

  init(_ outcome: ReportOutcome, messages: [ReportEngine.LogMessage]) {
    self.messages = messages
    switch outcome {
    case .document(let document): (self.document, skipped) = (document, nil)
    case .skipped(let reason): (document, skipped) = (nil, reason)
    }
  }

  /// The document; an error for a report that was skipped.
  func made() throws -> Document {
    guard let document else { throw HostError("the report was skipped: \(skipped ?? "")") }
    return document
  }
}
