import Testing

@testable import ReportEngine

/// Every entry of the registration table has an example; here they run.
@Suite struct APIExampleTests {
  static let examples: [(String, String)] = APIRegistry.types.flatMap { type in
    type.fields.map { ("\(type.name).\($0.name)", $0.example) }
      + type.methods.map { ("\(type.name):\($0.name)", $0.example) }
      + type.operators.map { ("\(type.name) \($0.event.rawValue)", $0.example) }
  }

  /// What an example's variables stand for, made only when it needs them.
  private static func setUp(_ example: String) -> String {
    var lines = ["local query, section = ctx.articles, doc", "local article = query[1]", "local date = ctx.now"]
    if example.contains("story") { lines.append("local story = query:stories()[1]") }
    if example.contains("summary") { lines.append("local summary = query:summarize { sentences = 2 }") }
    if example.contains("sentence") { lines.append("local sentence = article.sentences[1]") }
    if example.contains("timeline") { lines.append("local timeline = query:timeline()") }
    if example.contains("event") { lines.append("local event = query:timeline()[1]") }
    return lines.joined(separator: "\n")
  }

  @Test(arguments: examples.filter { !$0.1.contains("ctx:read") })
  func exampleRuns(name: String, example: String) throws {
    _ = try ScriptFixture.build(Self.setUp(example) + "\ndo\n" + example + "\nend")
  }

  @Test func everyEntryIsDescribedAndNamedOnce() {
    for type in APIRegistry.types {
      #expect(!type.summary.isEmpty)
      #expect(Set(type.memberNames).count == type.memberNames.count, "\(type.name)")
      for text in type.fields.map(\.summary) + type.methods.map(\.summary) + type.operators.map(\.summary) {
        #expect(text.hasSuffix(".") || text.hasSuffix("`") || text.hasSuffix("”"), "\(type.name): \(text)")
      }
    }
    #expect(Set(APIRegistry.types.map(\.name)).count == APIRegistry.types.count)
  }
}
