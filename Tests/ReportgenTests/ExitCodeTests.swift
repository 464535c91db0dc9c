import Testing

/// Which command leaves with which code on which kind of input: 0 done, 3 partly, 64 usage, 65 nothing readable, 66 missing,
/// 70 the script failed, 71 a limit, 73 no output.
@Suite struct ExitCodeTests {
  private let tool: Tool

  init() throws {
    tool = try Tool()
    try tool.write(
      #"{"title":"Dam opens","section":"City","text":"The dam was opened on 3 March 2024."}"# + "\n", to: "good.jsonl")
    try tool.write(
      #"{"title":"Dam opens","section":"City","text":"The dam was opened."}"# + "\n" + #"{"title":"# + "\n",
      to: "partly.jsonl")
    try tool.write(#"{"title":"# + "\n", to: "broken.jsonl")
    try tool.write("", to: "empty.txt")
    try tool.write("\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR\0\0\0\u{1}", to: "picture.png")
    try tool.write("", to: "folder/.hidden")
    try tool.write(
      "<rss version='2.0'><channel><title>P</title><item><title>A</title></item></channel></rss>", to: "feed.xml")
    try tool.write(#"{"id":"a","lang":"en","text":"It began on 3 March 2024."}"# + "\n", to: "lines.jsonl")
    try tool.write(#"{"id":"a","lang":"en","text":"Yes."}"# + "\nno object\n", to: "some-lines.jsonl")
    try tool.write(
      "return { api = 1, title = 'T', build = function(ctx) return ctx:document { lang = 'en' } end }", to: "ok.lua")
    try tool.write(
      "return { api = 1, title = 'T', build = function(ctx) return ctx:skip('quiet') end }", to: "skip.lua")
    try tool.write("return { api = 1, title = 'T', build = function(ctx) error 'no' end }", to: "fails.lua")
    try tool.write("return { api = 1, title = 'T', build = function(ctx) while true do end end }", to: "loops.lua")
    try tool.write("return {", to: "syntax.lua")
    try tool.write("return { good = function(t) assert(true) end }", to: "good_test.lua")
    try tool.write("return { bad = function(t) assert(false) end }", to: "bad_test.lua")
  }

  /// Commands that read articles.
  static let readers: [[String]] = [
    ["inspect"], ["inspect", "--format", "table"], ["summarize"], ["summarize", "--multi"], ["dates"], ["stories"],
    ["stories", "--format", "table"], ["render", "ok.lua"], ["archive", "add", "new.archive"],
  ]

  static let inputs: [(paths: [String], code: Int32)] = [
    (["good.jsonl"], 0), (["feed.xml"], 0), (["partly.jsonl"], 3), (["broken.jsonl"], 65), (["empty.txt"], 65),
    (["picture.png"], 65), (["folder"], 65), (["missing.jsonl"], 66), (["missing.jsonl", "gone.html"], 66),
    (["missing*.jsonl"], 66), (["good.jsonl", "missing.jsonl"], 3), (["good.jsonl", "empty.txt"], 3),
    (["good.jsonl", "broken.jsonl"], 3), (["broken.jsonl", "missing.jsonl"], 65), ([], 64),
  ]

  @Test(arguments: readers) func everyCommandJudgesInputsAlike(command: [String]) throws {
    for (paths, code) in Self.inputs {
      let outcome = try tool.run(command + paths)
      #expect(outcome.status == code, "\(command + paths): \(outcome.errors)")
      if code != 0 { #expect(!outcome.errors.isEmpty, "\(command + paths)") }
    }
  }

  /// What was read counts, not what was selected of it.
  @Test(arguments: readers.filter { !["render", "archive"].contains($0[0]) })
  func aSelectionOfNothingIsNoFailure(command: [String]) throws {
    #expect(try tool.run(command + ["--section", "Sport", "good.jsonl"]).status == 0)
    #expect(try tool.run(command + ["--section", "Sport", "partly.jsonl"]).status == 3)
    #expect(try tool.run(command + ["--section", "Sport", "broken.jsonl"]).status == 65)
  }

  static let others: [(arguments: [String], code: Int32)] = [
    (["inspect", "--format", "feed", "feed.xml"], 0), (["inspect", "--format", "feed", "good.jsonl"], 65),
    (["inspect", "--format", "feed", "missing.xml"], 66),
    (["inspect", "--format", "feed", "feed.xml", "missing.xml"], 3),
    (["inspect", "--format", "feed", "good.jsonl", "missing.xml"], 65),
    (["dates", "--jsonl", "lines.jsonl"], 0), (["dates", "--jsonl", "some-lines.jsonl"], 3),
    (["dates", "--jsonl", "empty.txt"], 0), (["dates", "--jsonl", "ok.lua"], 65),
    (["dates", "--jsonl", "missing.jsonl"], 66),
    (["dates", "--reference", "2025-02-30", "good.jsonl"], 64),
    (["inspect", "--published", "today", "good.jsonl"], 64),
    (["inspect", "--from", "23.1.2025", "good.jsonl"], 64), (["inspect", "--map", "title", "good.jsonl"], 64),
    (["dates", "--map", "title", "good.jsonl"], 64), (["inspect", "--archive", "missing.archive"], 66),
    (["inspect", "--archive", "good.jsonl"], 65), (["archive", "stats", "missing.archive"], 66),
    (["archive", "query", "good.jsonl"], 65), (["archive", "prune", "--before", "soon", "x.archive"], 64),
    (["render", "skip.lua", "good.jsonl"], 0), (["render", "skip.lua", "partly.jsonl"], 3),
    (["render", "fails.lua", "good.jsonl"], 70), (["render", "syntax.lua", "good.jsonl"], 70),
    (["render", "loops.lua", "--time-limit", "0.1", "good.jsonl"], 71), (["render", "missing.lua", "good.jsonl"], 66),
    (["render", "ok.lua", "good.jsonl", "--param", "a=1"], 64),
    (["render", "ok.lua", "good.jsonl", "--now", "soon"], 64),
    (["render", "ok.lua", "good.jsonl", "-o", "no/such/place.html"], 73),
    (["render", "ok.lua", "good.jsonl", "-o", "a.docx"], 64),
    (["check", "ok.lua"], 0), (["check", "syntax.lua"], 70), (["check", "missing.lua"], 66),
    (["check", "--run", "fails.lua"], 0), (["check", "--run", "syntax.lua"], 70),
    (["params", "ok.lua"], 0), (["params", "syntax.lua"], 70), (["params", "missing.lua"], 66),
    (["test", "good_test.lua"], 0), (["test", "bad_test.lua"], 70), (["test", "folder"], 66),
    (["test", "missing"], 66),
    (["api", "Query"], 0), (["api", "Querry"], 64), (["job", "list"], 66),
    (["job", "run", "m", "--file", "broken.jsonl"], 64),
    (["nonsense"], 64),
  ]

  @Test(arguments: others) func everyOtherCommandSaysWhatItCameTo(arguments: [String], code: Int32) throws {
    let outcome = try tool.run(arguments)
    #expect(outcome.status == code, "\(outcome.errors)")
    // Silence is success, and failure is not silent.
    if code != 0 { #expect(!outcome.errors.isEmpty || arguments[0] == "test") }
  }
}
