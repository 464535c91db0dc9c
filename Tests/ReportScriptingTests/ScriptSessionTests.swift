import TestSupport
import Testing

@testable import ReportScripting

/// What the lines of `reportgen repl` are completed with.
@Suite struct ScriptSessionTests {
  private func session() throws -> ScriptSession {
    try ScriptSession(ScriptFixture.engine(), input: ScriptFixture.input())
  }

  @Test(arguments: [
    ("art", "", ["articles"]), ("ctx.art", "ctx.", ["articles"]), ("ctx:re", "ctx:", ["read"]),
    ("x = articles:where { text = \"a) {\" }:summ", "x = articles:where { text = \"a) {\" }:", ["summarize"]),
    ("articles:first().tit", "articles:first().", ["title"]), ("string.forma", "string.", ["format"]),
    ("found:dist", "found:", ["distinct"]), ("ctx.now.week", "ctx.now.", ["week", "weekday"]),
    ("nothing.x", "nothing.", []), ("print(#articles[1].tit", "print(#articles[1].", []),
  ]) func namesAreCompleted(line: String, start: String, words: [String]) throws {
    let session = try session()
    #expect(session.evaluate("found = articles:take(1)") == .value(""))
    let completions = session.completions(of: line)
    #expect(completions.start == start && completions.words == words)
  }

  @Test func aPieceThatIsNotCompleteAsksForMore() throws {
    let session = try session()
    #expect(session.evaluate("for i = 1, 2 do") == .incomplete)
    #expect(session.evaluate("for i = 1, 2 do\nx = i end") == .value(""))
    #expect(session.evaluate("x") == .value("2"))
  }
}
