import Testing

@Suite struct SummarizeCommandTests {
  private let text = """
    The new tram line in Port Selma opens on Monday, the city council said on Friday.

    Trams will run every ten minutes from the harbour to the university, and tickets cost two dinars.

    Read more: a short history of trams
    """

  @Test func aSentenceALineIsPrinted() throws {
    let outcome = try Tool().run(["summarize", "-", "--sentences", "1"], input: text)
    #expect(outcome.status == 0)
    #expect(outcome.output == "The new tram line in Port Selma opens on Monday, the city council said on Friday.\n")
  }

  @Test func jsonNamesThePlace() throws {
    let outcome = try Tool().run(["summarize", "-", "--words", "20", "--format", "json"], input: text)
    #expect(outcome.output.contains(#""paragraph":0,"start":0,"end":81,"text":"The new tram line"#))
  }

  @Test func budgetsExcludeEachOther() throws {
    let outcome = try Tool().run(["summarize", "-", "--words", "20", "--sentences", "2"], input: text)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("exclude each other"))
    #expect(try Tool().run(["summarize", "-", "--words", "0"], input: text).status == 64)
  }

  @Test func reportsAndStoriesTakeOtherPrograms() throws {
    let articles = ["Tram opens", "Bread is dear", "Tram opened"].enumerated().map { number, title in
      #"{"id":"a\#(number)","title":"\#(title)","language":"en","published":"2025-03-10","text":"\#(title) on Monday, they said."}"#
    }.joined(separator: "\n")
    let tool = try Tool()
    let group = #"cat > /dev/null; echo x >> calls; echo '{"stories":[{"articles":["a1","a0"]}]}'"#
    for _ in 0..<2 {
      let outcome = try tool.run(
        ["stories", "-", "--clusterer", group, "--program-cache", "answers"], input: articles)
      #expect(outcome.output.contains(#""articles":["a1","a0"]"#))
      #expect(outcome.output.contains(#""articles":["a2"]"#))
    }
    // The second time the answer was kept.
    #expect(try String(contentsOfFile: tool.directory.path + "/calls", encoding: .utf8) == "x\n")
    let failing = try Tool().run(["stories", "-", "--clusterer", "exit 4"], input: articles)
    #expect(failing.status == 0)
    #expect(failing.errors.contains("exit code 4; the built-in clusterer"))

    let choose = #"cat > /dev/null; echo '{"sentences":[{"text":"Bread is dear on Monday, they said."}]}'"#
    let report = try Tool().run(["render", "summary", "-", "--summarizer", choose], input: articles)
    #expect(report.output.contains("Bread is dear on Monday"))
    #expect(!report.output.contains("Tram opens on Monday, they said"))
  }

  @Test func anotherProgramMayChoose() throws {
    let answer = #"cat > /dev/null; printf '{"sentences":[{"text":"Trams are good."}]}'"#
    let outcome = try Tool().run(["summarize", "-", "--summarizer", answer, "--format", "json"], input: text)
    #expect(outcome.output.contains(#""verbatim":false"#))
    let failing = try Tool().run(["summarize", "-", "--summarizer", "exit 3"], input: text)
    // The built-in summarizer comes in.
    #expect(failing.status == 0)
    #expect(failing.errors.contains("exit code 3; the built-in summarizer"))
    #expect(failing.output == (try Tool().run(["summarize", "-"], input: text)).output)
  }
}
