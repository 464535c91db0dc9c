import TestSupport
import Testing

@testable import ReportEngine
@testable import ReportLoading
@testable import ReportScripting

/// Every entry of the registration table has an example; here they run.
@Suite struct APIExampleTests {
  static let examples = all(APIRegistry.types)
  static let testExamples = all(APIRegistry.testTypes)

  private static func all(_ types: [APIType]) -> [(String, String)] {
    types.flatMap { type in
      type.fields.map { ("\(type.name).\($0.name)", $0.example) }
        + type.methods.map { ("\(type.name):\($0.name)", $0.example) }
        + type.operators.map { ("\(type.name) \($0.event.rawValue)", $0.example) }
    }
  }

  /// What an example's variables stand for, made only when it needs them.
  private static func setUp(_ example: String) -> String {
    var lines = ["local query, section = ctx.articles, doc", "local article = query[1]", "local date = ctx.now"]
    if example.contains("story") { lines.append("local story = query:stories()[1]") }
    if example.contains("summary") { lines.append("local summary = query:summarize { sentences = 2 }") }
    if example.contains("sentence") { lines.append("local sentence = article.sentences[1]") }
    if example.contains("timeline") { lines.append("local timeline = query:timeline()") }
    if example.contains("ranker") { lines.append("local ranker = ctx.text:ranker()") }
    if example.contains("event") { lines.append("local event = query:timeline()[1]") }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: examples.filter { !$0.1.contains("ctx:read") })
  func exampleRuns(name: String, example: String) throws {
    _ = try ScriptFixture.build(Self.setUp(example) + "\ndo\n" + example + "\nend")
  }

  /// The examples of the test API run in a file of tests beside `Tests/Lua/tested/mine.lua`.
  @Test(arguments: testExamples) func exampleOfTestsRuns(name: String, example: String) throws {
    let setUp = """
      local result = test:run {
        articles = { { title = "Ferry sails again", text = "It left at noon.", published = "2025-03-12" } },
        now = "2025-03-13T07:00",
      }
      """
    let text = "return { one = function(test) \(example.contains("result = ") ? "" : setUp)\n\(example)\nend }"
    let directory = LuaTests.directory + "/tested"
    let source = ScriptSource(name: directory + "/mine_test.lua", directory: directory, text: text)
    try ScriptFixture.engine().tests(source: source).run("one") { _, _ in nil }
  }

  static let loaderExamples = all([PageAPI.type, PageAPI.element])

  /// The examples of what loader scripts see run in one, over a small page.
  @Test(arguments: loaderExamples) func exampleOfLoadersRuns(name: String, example: String) throws {
    let page = """
      <!DOCTYPE html><title>Post</title><body><h1>Ferry sails again</h1><time datetime=2025-03-12T09:30>Today</time>
      <div class=story><p>It left at noon with two hundred people on board, the harbour office said on Wednesday.
      <p>The line had been closed for three days after the accident at the quay of the old harbour.
      <p class=promo><p>More boats follow tomorrow. <a href="/ferry">All</a></div>
      """
    let script = "return { api = 1, load = function(page)\nlocal element = page:first 'h1'\n\(example)\nend }"
    let loader = try ReportEngine().loader(source: script, name: "mine.lua", for: "*")
    let result = loader.load(Array(page.utf8), path: "a.html", options: LoadOptions())
    #expect(result.problems.isEmpty)
    #expect(result.articles.map(\.title) == ["Ferry sails again"])
  }

  @Test func everyEntryIsDescribedAndNamedOnce() {
    for type in APIRegistry.all {
      #expect(!type.summary.isEmpty)
      #expect(Set(type.memberNames).count == type.memberNames.count, "\(type.name)")
      for text in type.fields.map(\.summary) + type.methods.map(\.summary) + type.operators.map(\.summary) {
        #expect(text.hasSuffix(".") || text.hasSuffix("`") || text.hasSuffix("”"), "\(type.name): \(text)")
      }
    }
    #expect(Set(APIRegistry.all.map(\.name)).count == APIRegistry.all.count)
  }
}
