import Testing

@Suite struct CommandTests {
  @Test func versionIsPrinted() throws {
    let outcome = try Tool().run(["--version"])
    #expect(outcome.status == 0)
    #expect(outcome.output == "0.1.0\n")
  }

  @Test func unknownOptionIsAUsageError() throws {
    let outcome = try Tool().run(["--nonsense"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("nonsense"))
  }
}
