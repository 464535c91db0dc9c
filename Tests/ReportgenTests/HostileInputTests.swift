import Foundation
import Testing

/// What comes in through names, files and descriptors: exit code, message, and that the program ends.
@Suite struct HostileInputTests {
  let tool: Tool

  init() throws {
    tool = try Tool()
    try tool.write("{\"title\":\"T\",\"text\":\"Body.\",\"date\":\"2025-03-13\"}\n", to: "in/b.jsonl")
  }

  private func path(_ name: String) -> String { tool.directory.appendingPathComponent(name).path }

  private func script(_ body: String, _ name: String = "s.lua") throws -> String {
    try tool.write(
      "return { api = 1, title = 't', build = function(ctx) local doc = ctx:document {} \(body) return doc end }",
      to: name)
  }

  @Test func pipesAndDevicesInAFolderAreReported() throws {
    #expect(mkfifo(path("in/a.jsonl"), 0o600) == 0)
    #expect(symlink("/dev/zero", path("in/c.jsonl")) == 0)
    let outcome = try tool.run(["inspect", "in"])
    #expect(outcome.status == 3)
    #expect(outcome.output.contains("\"title\":\"T\""))
    #expect(outcome.errors.split(separator: "\n").count { $0.hasSuffix("not a regular file or directory") } == 2)
    #expect(try tool.run(["render", "summary", "in", "-o", "x.html", "--now", "2025-03-14"]).status == 3)
  }

  // A script's words, and names, neither move the cursor, nor begin a line, nor turn text around; their length is bounded.
  @Test(arguments: [
    "ctx.log:warning('\\27[2J\\27]0;t\\7\\u{202e}x\\r\\nreportgen: done\\n\\u{9b}1m')",
    "do return ctx:skip(string.rep('\\27[2J\\u{202e}', 100000)) end", "print('a\\nreportgen: b\\u{2028}c')",
    "error('\\27[31m\\u{202e}')",
  ])
  func whatAScriptSaysStaysOnItsLine(_ body: String) throws {
    _ = try script(body)
    for format in ["text", "json"] {
      let outcome = try tool.run(["render", "s.lua", "in/b.jsonl", "-o", "x.html", "--verbose", "--log-format", format])
      #expect(
        !outcome.errors.unicodeScalars.contains {
          $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E || $0.value == 0x9B
        })
      #expect(!outcome.errors.contains("\nreportgen: done") && !outcome.errors.contains("\nreportgen: b"))
      #expect(outcome.errors.utf8.count < 20_000)
    }
  }

  @Test(arguments: ["a\u{1B}[2J\nb.jsonl", "a\u{202E}b"]) func namesStayOnTheirLine(_ name: String) throws {
    for arguments in [["inspect", name], ["render", "summary", name], [name], ["inspect", "--" + name]] {
      let outcome = try tool.run(arguments)
      #expect([64, 66].contains(outcome.status))
      #expect(!outcome.errors.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0x202E })
    }
  }

  @Test func whatIsNotReadInTimeIsLeftOutAndReported() throws {
    for number in 0..<40 { try tool.write("{\"title\":\"T\",\"text\":\"B.\"}\n", to: "many/\(number).jsonl") }
    let outcome = try tool.run(["inspect", "many", "--total-limit", "0.001"])
    #expect([3, 65].contains(outcome.status))
    #expect(outcome.errors.contains("left out, as the time for reading was up"))
    #expect(try tool.run(["inspect", "many", "--total-limit", "0"]).status == 64)
    let big = try script("for i = 1, 30000 do doc:paragraph(('x '):rep(40)) end", "big.lua")
    let late = try tool.run(["render", big, "in/b.jsonl", "-o", "late.html", "--total-limit", "0.05"])
    #expect([65, 71].contains(late.status))
    #expect(tool.read("late.html") == nil)
  }

  @Test func aThemeThatLoadsSomethingIsAMistakeOfUse() throws {
    try tool.write("b{background:u\\72l(http://127.0.0.1/x)}", to: "theme/theme.css")
    let outcome = try tool.run(["render", "summary", "in/b.jsonl", "--theme", "./theme", "-o", "x.html"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("theme.css:1: “url(” may not stand in a theme"))
  }

  @Test func aStandardOutputThatIsClosedIsAnError() throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exec \"$0\" render summary in/b.jsonl >&-", Tool.binary.path]
    process.currentDirectoryURL = tool.directory
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 73)
  }
}
