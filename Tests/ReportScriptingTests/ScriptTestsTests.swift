import TestSupport
import Testing

@testable import ReportScripting

/// Tests of reports that are written in Lua.
@Suite struct ScriptTestsTests {
  private static let directory = LuaTests.directory + "/tested"

  private func tests(_ body: String, file: String = "mine_test.lua") throws -> ScriptTests {
    let text = """
      local t, given = {}, { now = "2025-03-13T07:00", timezone = "Africa/Cairo", articles = {
        { title = "Ferry sails again", text = "It left at noon.", published = "2025-03-12", id = "a" },
        { title = "Quay closed", text = "Nobody may enter.", published = "2025-03-11", id = "b" },
      } }
      local function with(more)
        for name, value in pairs(given) do if more[name] == nil then more[name] = value end end
        return more
      end
      function t.one(test)
      \(body)
      end
      return t
      """
    return try ScriptFixture.engine().tests(
      source: ScriptSource(name: Self.directory + "/" + file, directory: Self.directory, text: text))
  }

  private func failure(_ body: String, golden: @escaping ScriptTests.Golden = { _, _ in nil }) throws -> String {
    do {
      try tests(body).run("one", golden: golden)
      return ""
    } catch let error as ReportError { return error.description }
  }

  @Test(arguments: [
    "assert(#test:run(given):find(\"list\")[1].items == 2)",
    "test:equal(test:run(given):find(\"table\", \"New\")[1].rows, { { \"Ferry sails again\" }, { \"Quay closed\" } })",
    "assert(#test:run(with { seen = { \"a\" } }):find(\"table\")[1].rows == 1)",
    "assert(test:run(given).subtitle == \"2025-03-13T07:00:00+02:00\")",
    "assert(test:run(with { params = { points = 9 } }).messages[1].text == \"many points\")",
    "assert(test:run(with { params = { only = \"train\" } }).skipped == \"nothing on train\")",
    "assert(test:fails(with { params = { points = 13 } }, \"unlucky\"):find(\"mine.lua:8:\", 1, true))",
    "assert(test:run(with { script = \"mine.lua\", params = { points = 1 } }).sources[1].article == \"a\")",
    "assert(test:run(with { script = \"timeline\", articles = {} }).skipped)",
  ]) func passes(body: String) throws {
    #expect(try failure(body) == "")
  }

  @Test(arguments: [
    ("test:equal({ 1, { n = 2 } }, { 1, { n = 3 } })", "at [2].n: expected 3, got 2"),
    ("test:run { articles = {}, now = \"noon\" }", "“now”: “noon” is not a moment"),
    ("test:run { articles = \"no.json\", now = \"2025-03-13\" }", "there is no file “no.json” beside the test"),
    ("test:run { articles = {} }", "the option “now” is needed"),
    ("test:run(with { script = \"other.lua\" })", "there is no script “other.lua” beside the test"),
    ("test:run(with { params = { point = 1 } })", "did you mean “points”?"),
    ("test:fails(given)", "the report did not fail"),
    ("test:fails(with { params = { points = 13 } }, \"lucky number 7\")", "does not contain “lucky number 7”"),
    ("local x = test:run(with { params = { only = \"train\" } }).title", "the report was skipped: nothing on train"),
    ("test:run(given):find \"tabel\"", "did you mean “table”?"),
    ("test:golden(\"a/b\", \"x\")", "is not a valid name for a golden file"),
  ]) func failsWithAMessageAndItsLine(body: String, message: String) throws {
    let text = try failure(body)
    #expect(text.contains(message) && text.contains("mine_test.lua:10:"), "\(text)")
  }

  @Test func testsKeepTheOrderOfTheFile() throws {
    let source = ScriptSource(
      name: "x_test.lua", directory: nil, text: "local t = {}\nfunction t.z() end\nfunction t.a() end\nreturn t")
    #expect(try ScriptFixture.engine().tests(source: source).names == ["z", "a"])
  }

  @Test func goldenTextsAreHandedOver() throws {
    #expect(
      try failure("test:golden(\"mine\", test:run(given))") { _, text in text.contains("Mine") ? nil : "no" } == "")
    #expect(try failure("test:golden(\"mine\", \"x\")") { _, _ in "it differs" }.contains("it differs"))
  }
}
