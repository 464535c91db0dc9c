import Testing

@Suite struct CommandTests {
  @Test func versionIsPrinted() throws {
    let outcome = try Tool().run(["--version"])
    #expect(outcome.status == 0)
    // A release says in brackets what it was built from.
    #expect(outcome.output == "0.2.0\n" || outcome.output.hasPrefix("0.2.0 ("))
  }

  @Test func unknownOptionIsAUsageError() throws {
    let outcome = try Tool().run(["--nonsense"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("nonsense"))
  }

  @Test func inspectShowsWhatALoaderScriptDid() throws {
    let tool = try Tool()
    try tool.write("<!DOCTYPE html><title>Quay</title><p>The lamp burns again over the old quay.", to: "in/a.html")
    try tool.write("return { api = 1, load = function(page) return { title = 'Lamp' } end }", to: "quay.lua")
    let plain = try tool.run(["inspect", "in"])
    #expect(!plain.output.contains("\"loader\""))
    let read = try tool.run(["inspect", "--loader", "in/*=quay.lua", "in"])
    #expect(read.output.contains(#""title":"Lamp""#))
    #expect(read.output.contains(#""loader":{"script":"quay.lua","fields":["title"]}"#))
    let table = try tool.run(["inspect", "--format", "table", "--loader", "a.html=quay.lua", "in"])
    #expect(table.output.contains("  by quay.lua: title\n"))
    #expect(try tool.run(["inspect", "--loader", "quay.lua", "in"]).status == 64)
    #expect(try tool.run(["inspect", "--loader", "*=none.lua", "in"]).status == 66)
    try tool.write("return { api = 1, load = function(page)\n  error 'odd page' end }", to: "quay.lua")
    let failed = try tool.run(["inspect", "--loader", "*=quay.lua", "in"])
    #expect(failed.status == 65)
    #expect(failed.errors.contains("in/a.html: quay.lua:2: odd page"))
  }

  @Test(arguments: [["archive", "add", "a.archive"], ["summarize"], ["stories"], ["dates"]])
  func aLoaderScriptWithoutEndIsStopped(command: [String]) throws {
    let tool = try Tool()
    try tool.write("<!DOCTYPE html><title>Quay</title><p>The lamp burns again over the old quay.", to: "a.html")
    try tool.write("return { api = 1, load = function(page)\n  while true do end end }", to: "quay.lua")
    let outcome = try tool.run(command + ["--loader", "*=quay.lua", "a.html", "--time-limit", "0.1"])
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("a.html: quay.lua:2:"))
  }
}
