import Testing

/// `reportgen test`.
@Suite struct TestCommandTests {
  private static let script = """
    return { api = 1, title = "Weekly", build = function(ctx)
      local doc = ctx:document { lang = "en" }
      for article in ctx.articles:each() do doc:paragraph(article.title) end
      return doc
    end }
    """
  private static let given = """
    local t = {}
    local given = { articles = { { title = "Ferry sails again", text = "It left.", published = "2025-03-12" } }, now = "2025-03-13" }

    """

  private func tool(_ tests: String) throws -> Tool {
    let tool = try Tool()
    try tool.write(Self.script, to: "reports/weekly.lua")
    try tool.write(Self.given + tests + "\nreturn t\n", to: "reports/weekly_test.lua")
    return tool
  }

  @Test func testsBesideScriptsAreFoundAndRun() throws {
    let tool = try tool(
      """
      function t.names_the_ferry(test) assert(test:run(given):find("paragraph")[1].text == "Ferry sails again") end
      function t.counts(test) test:equal(#test:run(given).blocks, 2) end
      """)
    let outcome = try tool.run(["test"])
    #expect(outcome.status == 70)
    #expect(
      outcome.output == """
        ok    reports/weekly_test.lua: names_the_ferry
        FAIL  reports/weekly_test.lua: counts
            reports/weekly_test.lua:4: expected 2, got 1
                function t.counts(test) test:equal(#test:run(given).blocks, 2) end
        2 tests, 1 failed

        """)
    #expect(try tool.run(["test", "reports/weekly_test.lua", "--filter", "names", "--quiet"]).output == "")
    let json = try tool.run(["test", "--format", "json", "--filter", "names"]).output
    #expect(
      json == "{\"file\":\"reports/weekly_test.lua\",\"test\":\"names_the_ferry\",\"ok\":true,\"message\":null}\n")
  }

  @Test func goldenTextsAreRecordedAndCompared() throws {
    let tool = try tool("function t.looks_as_recorded(test) test:golden(\"weekly\", test:run(given)) end")
    let missing = try tool.run(["test"])
    #expect(missing.status == 70 && missing.output.contains("golden/weekly.txt is not there"))
    #expect(try tool.run(["test", "--record"]).output.contains("1 golden text recorded: read them"))
    #expect(tool.read("reports/golden/weekly.txt")?.hasPrefix("Weekly\n══") == true)
    #expect(try tool.run(["test"]).status == 0)
    try tool.write(Self.script.replacing("Weekly", with: "Monthly"), to: "reports/weekly.lua")
    let changed = try tool.run(["test"])
    #expect(changed.status == 70 && changed.output.contains("line 1: recorded “Weekly”, now “Monthly”"))
  }

  @Test func noTestsAreAnError() throws {
    let tool = try Tool()
    #expect(try tool.run(["test"]).status == 66)
    try tool.write("return 5", to: "x_test.lua")
    let outcome = try tool.run(["test"])
    #expect(outcome.status == 70 && outcome.output.contains("must return a table of functions"))
  }
}
