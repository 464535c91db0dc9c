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

  @Test func anotherProgramMayChoose() throws {
    let answer = #"cat > /dev/null; printf '{"sentences":[{"text":"Trams are good."}]}'"#
    let outcome = try Tool().run(["summarize", "-", "--summarizer", answer, "--format", "json"], input: text)
    #expect(outcome.output.contains(#""verbatim":false"#))
    let failing = try Tool().run(["summarize", "-", "--summarizer", "exit 3"], input: text)
    #expect(failing.status == 70)
    #expect(failing.errors.contains("exit code 3"))
  }
}
