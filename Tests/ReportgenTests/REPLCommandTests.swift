import Testing

/// `reportgen repl` with its lines from a pipe.
@Suite struct REPLCommandTests {
  private func session(_ lines: String) throws -> Tool.Outcome {
    let tool = try Tool()
    try tool.write(
      """
      {"title":"Ferry sails again","source":"Post","published":"2025-03-12","text":"It left at noon."}
      {"title":"Quay closed","source":"Gazette","published":"2025-03-11","text":"Nobody may enter."}
      """, to: "news.jsonl")
    return try tool.run(["repl", "news.jsonl", "--now", "2025-03-13T07:00"], input: lines + "\n")
  }

  @Test func valuesAreShownAndGlobalsKept() throws {
    let outcome = try session(
      """
      1 + 1, "x"
      n = #articles
      n
      for i = 1, 2 do
        print(i)
      end
      { 1, a = { true } }
      articles
      found = articles:search "ferry"
      found[1].source
      doc:paragraph "A draft."
      doc
      nil
      """)
    #expect(outcome.errors == "" && outcome.status == 0)
    #expect(
      outcome.output.hasPrefix(
        """
        2
        x
        2
        1
        2
        { 1, a = { true } }
        2 articles
          [1] 2025-03-12  Post: Ferry sails again
          [2] 2025-03-11  Gazette: Quay closed
        Post
        Draft
        ═
        """))
    #expect(outcome.output.contains("\nA draft.\n") && outcome.output.hasSuffix("\nnil\n"))
  }

  @Test func mistakesShowTheirLineAndTheSessionGoesOn() throws {
    let outcome = try session("articles[1].titel\nx = = 1\nnothing.x\n2 * 3\nhelp Query:drop\nhelp drob\nquit\n7")
    #expect(outcome.status == 70)
    #expect(
      outcome.errors.hasPrefix(
        """
        input 1:1: Article has no field or method “titel”; did you mean “title”?
            articles[1].titel
                        ^^^^^

        """))
    #expect(outcome.errors.contains("input 2:1: ") && outcome.errors.contains("(global 'nothing')"))
    #expect(outcome.output.hasPrefix("6\n### Query:drop(count)") && outcome.output.contains("did you mean “drop”?"))
    #expect(!outcome.output.contains("7"))
    #expect(try session("for i = 1, 2 do").errors.contains("in the middle of a piece"))
  }
}
