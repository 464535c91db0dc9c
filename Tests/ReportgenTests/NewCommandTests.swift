import Testing

/// `reportgen new`, and what can be done with what it writes.
@Suite struct NewCommandTests {
  @Test(arguments: ["briefing", "timeline", "summary", "blank"])
  func newReportsHaveTheirOwnTitleAndPassTheirTests(kind: String) throws {
    let tool = try Tool()
    let made = try tool.run(["new", "weekly-water", "--kind", kind])
    #expect(made.status == 0 && made.output.hasPrefix("weekly-water.lua: try it with\n"))
    #expect(try tool.files() == [".luarc.json", ".reportgen", "weekly-water.lua", "weekly-water_test.lua"])
    let checked = try tool.run(["check", "weekly-water.lua", "weekly-water_test.lua"])
    #expect(checked.status == 0 && checked.errors == "")
    #expect(try tool.run(["params", "weekly-water.lua"]).output.hasPrefix("Weekly water\n"))
    let tested = try tool.run(["test"])
    #expect(tested.status == 0 && tested.output.hasSuffix("2 tests, 0 failed\n"), "\(tested.output)")
    #expect(tool.read("weekly-water.lua")?.contains("Daily briefing") == false)
    #expect(try tool.run(["new", "weekly-water"]).status == 73)
  }

  @Test func manualPagesAndCompletionsKnowEveryCommand() throws {
    let tool = try Tool()
    #expect(try tool.run(["manual", "man"]).status == 0)
    let page = try #require(tool.read("man/reportgen.1"))
    let completion = try tool.run(["--generate-completion-script", "bash"]).output
    for command in [
      "render", "check", "inspect", "summarize", "dates", "stories", "params", "api", "new", "test", "watch",
    ] {
      #expect(page.contains(".BR reportgen\\-\(command) (1)"), "\(command)")
      #expect(tool.read("man/reportgen-\(command).1")?.contains(".SH SYNOPSIS") == true)
      #expect(completion.contains(command))
    }
    let render = try #require(tool.read("man/reportgen-render.1"))
    #expect(render.contains("\\fB\\-\\-timezone\\fR \\fIzone\\fR") && render.contains(".SH CLOCK OPTIONS"))
  }
}
