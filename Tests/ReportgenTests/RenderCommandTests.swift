import Foundation
import Testing

/// A report that prints one line an article, so that the tests see what was read.
private let listing = """
  return {
    api = 1, title = "Listing",
    params = { mark = { type = "string", default = "-" }, count = { type = "integer", default = 3, min = 1 } },
    build = function(ctx)
      local doc = ctx:document { lang = "en" }
      for article in ctx.articles:each() do doc:paragraph(ctx.params.mark .. " " .. article.title) end
      return doc
    end,
  }
  """

private let article =
  #"{"title":"Bridge opens","body":"The new bridge opened. Traffic moved at once.","date":"2025-03-10","lang":"en"}"#

@Suite struct RenderCommandTests {
  let tool: Tool
  private let clock = ["--now", "2025-03-11T07:00:00Z"]

  init() throws {
    tool = try Tool()
    try tool.write(listing, to: "listing.lua")
    try tool.write(article + "\n", to: "good.jsonl")
  }

  private func render(_ arguments: String..., input: String? = nil) throws -> Tool.Outcome {
    try tool.run(["render", "listing.lua"] + arguments + clock, input: input)
  }

  @Test func aReportGoesToStandardOutputAsText() throws {
    let outcome = try render("good.jsonl")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("- Bridge opens"))
  }

  @Test func articlesAreReadFromStandardInput() throws {
    let outcome = try render("-", input: article)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("- Bridge opens"))
  }

  @Test func severalOutputsComeFromOneRunAndLeaveNothingElse() throws {
    let before = try tool.files()
    let outcome = try render("good.jsonl", "-o", "a.html", "-o", "b.txt")
    #expect(outcome.status == 0)
    #expect(outcome.output + outcome.errors == "")
    #expect(try tool.files() == (before + ["a.html", "b.txt"]).sorted())
    #expect(tool.read("a.html")?.hasPrefix("<!DOCTYPE html>") == true)
    #expect(tool.read("b.txt")?.contains("Bridge opens") == true)
  }

  @Test func sameInputsGiveTheSameBytesInAnyLocaleAndZone() throws {
    let arguments = ["render", "daily-briefing", "good.jsonl", "--format", "html"] + clock
    let one = try tool.run(arguments, environment: ["TZ": "Asia/Kathmandu", "LC_ALL": "C"])
    let two = try tool.run(arguments, environment: ["TZ": "America/New_York", "LANG": "ar_EG.UTF-8"])
    #expect(one.status == 0)
    #expect(one.output == two.output)
  }

  @Test func aMissingFileIsNamedAndTheOthersStillLoad() throws {
    let outcome = try render("good.jsonl", "nowhere.json")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("nowhere.json"))
    #expect(outcome.output.contains("Bridge opens"))
  }

  @Test func onlyMissingInputsLeaveWith66() throws {
    let outcome = try render("nowhere.json", "-o", "out.html")
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("nowhere.json"))
    #expect(tool.read("out.html") == nil)
  }

  @Test func aBrokenLineIsNamedWithItsNumberAndTheOthersStillLoad() throws {
    let road = article.replacingOccurrences(of: "Bridge", with: "Road")
    try tool.write("\(article)\n{\"title\": \"cut\n\(road)\n", to: "broken.jsonl")
    let outcome = try render("broken.jsonl")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("broken.jsonl:2:"))
    #expect(outcome.output.contains("Bridge opens"))
    #expect(outcome.output.contains("Road opens"))
  }

  @Test(arguments: ["", "   \n\n"])
  func anEmptyFileIsNoReadableInput(content: String) throws {
    try tool.write(content, to: "empty.json")
    let outcome = try render("empty.json")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("empty.json"))
  }

  @Test func aDirectoryWithoutArticlesIsNoReadableInput() throws {
    try tool.write("\u{0}\u{1}\u{2}binary\u{0}", to: "box/image.bin")
    let outcome = try render("box")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("box"))
  }

  @Test func aSyntaxErrorNamesFileAndLine() throws {
    try tool.write("return {\n  api = 1,\n  title = = 3,\n}\n", to: "bad.lua")
    let outcome = try tool.run(["render", "bad.lua", "good.jsonl"] + clock)
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("bad.lua:3:"))
    #expect(outcome.errors.contains("title = = 3,"))
  }

  @Test func anErrorInBuildNamesTheLineAndOnlyTheUsersFrames() throws {
    try tool.write(
      """
      local function helper(article)
        return article.titel
      end
      return { api = 1, title = "x", build = function(ctx)
        helper(ctx.articles:first())
      end }
      """, to: "bad.lua")
    let outcome = try tool.run(["render", "bad.lua", "good.jsonl", "-o", "out.txt"] + clock)
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("bad.lua:2:"))
    #expect(outcome.errors.contains("title"))
    #expect(!outcome.errors.contains("[C]"))
    #expect(tool.read("out.txt") == nil)
  }

  @Test func wrongParametersAreToldAllAtOnce() throws {
    let outcome = try render("good.jsonl", "--param", "marc=x", "--param", "count=0")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("marc"))
    #expect(outcome.errors.contains("mark"))
    #expect(outcome.errors.contains("count"))
  }

  @Test func anUnknownScriptNamesTheShippedOnes() throws {
    let outcome = try tool.run(["render", "daily-breifing", "good.jsonl"] + clock)
    #expect(outcome.status == 66)
    #expect(outcome.errors.contains("daily-briefing"))
  }

  @Test func anEndlessScriptIsStoppedAndTheOldReportStays() throws {
    try tool.write("return { api = 1, title = 'x', build = function() while true do end end }", to: "loop.lua")
    try tool.write("old", to: "out.html")
    let outcome = try tool.run(
      ["render", "loop.lua", "good.jsonl", "-o", "out.html", "--time-limit", "0.2"] + clock)
    #expect(outcome.status == 71)
    #expect(outcome.errors.contains("loop.lua:1:"))
    #expect(tool.read("out.html") == "old")
  }

  @Test func anOutputThatCannotBeWrittenLeavesWith73() throws {
    let outcome = try render("good.jsonl", "-o", "no/such/directory/out.html")
    #expect(outcome.status == 73)
    #expect(outcome.errors.contains("no/such/directory/out.html"))
  }

  @Test func aSkippedReportIsASuccessThatWritesNothing() throws {
    try tool.write(
      "return { api = 1, title = 'x', build = function(ctx) return ctx:skip('nothing new') end }", to: "skip.lua")
    let outcome = try tool.run(["render", "skip.lua", "good.jsonl", "-o", "out.html"] + clock)
    #expect(outcome.status == 0)
    #expect(tool.read("out.html") == nil)
  }

  @Test func outputWithoutAKnownEndingNeedsAFormat() throws {
    let outcome = try render("good.jsonl", "-o", "report.out")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("--format"))
  }

  @Test func aReportThroughASymbolicLinkKeepsTheLink() throws {
    try tool.write("old", to: "real.html")
    try tool.link("real.html", as: "latest.html")
    #expect(try render("good.jsonl", "-o", "latest.html").status == 0)
    #expect(tool.read("real.html")?.contains("Bridge opens") == true)
    #expect(tool.isLink("latest.html"))
  }
}
