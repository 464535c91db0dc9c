import Foundation
import Testing

@Suite struct ArchiveCommandTests {
  private let lines = (0..<60).map { number in
    #"{"id":"k\#(number)","title":"Flood \#(number)","published":"2025-01-\#(10 + number % 9)","#
      + #""section":"\#(number % 2 == 0 ? "Local" : "Sport")","body":"The river rose in street \#(number)."}"#
  }

  /// What `news.archive` was filled from: of several inputs articles are called as in an archive.
  private let inputs = ["in.jsonl", "last.jsonl"]

  private func filled() throws -> Tool {
    let tool = try Tool()
    try tool.write(lines.dropLast().joined(separator: "\n"), to: "in.jsonl")
    try tool.write(lines[59], to: "last.jsonl")
    #expect(
      try tool.run(["archive", "add", "news.archive"] + inputs).errors
        == "reportgen: news.archive: 60 added, 0 updated, 0 known already\n")
    return tool
  }

  @Test func whatWasAddedComesBack() throws {
    let tool = try filled()
    let inspected = try tool.run(["inspect"] + inputs).output
    #expect(try tool.run(["archive", "export", "news.archive"]).output == inspected)
    #expect(try tool.run(["inspect", "--archive", "news.archive"]).output == inspected)
    #expect(
      try tool.run([
        "archive", "query", "news.archive", "--section", "Local", "--on", "2025-01-10", "--format", "count",
      ]).output == "4\n")
    let found = try tool.run(["archive", "query", "news.archive", "--search", "streets 7", "--format", "table"]).output
    #expect(found.hasPrefix("Flood 7\n"))
    #expect(
      try tool.run(["archive", "stats", "news.archive", "--format", "json"]).output.hasPrefix(#"{"articles":60,"#))
  }

  @Test func reportsOfAnArchiveAreReportsOfItsInputs() throws {
    let tool = try filled()
    for script in ["daily-briefing", "timeline", "summary"] {
      let clock = ["--now", "2025-01-18T07:00:00", "--timezone", "Africa/Cairo"]
      let fromInputs = try tool.run(["render", script] + inputs + clock)
      let fromArchive = try tool.run(["render", script, "--archive", "news.archive"] + clock)
      #expect(fromArchive.output == fromInputs.output && fromArchive.status == 0, "\(script)")
    }
    for command in [["summarize"], ["dates"], ["stories"]] {
      let fromInputs = try tool.run(command + inputs).output
      #expect(try tool.run(command + ["--archive", "news.archive"]).output == fromInputs, "\(command)")
    }
  }

  @Test func commandsReadWhatIsSelected() throws {
    let tool = try filled()
    // Day 10 has the numbers that 9 divides, 0, 9 … 54; the even ones are local.
    let selection = ["--on", "2025-01-10", "--section", "Local"]
    for source in [inputs, ["--archive", "news.archive"]] {
      let lines = try tool.run(["inspect"] + source + selection).output.split(separator: "\n")
      #expect(lines.count == 4, "\(source)")
      for (line, number) in zip(lines, [0, 18, 36, 54]) { #expect(line.contains("\"Flood \(number)\"")) }
      #expect(try tool.run(["dates"] + source + selection).output.split(separator: "\n").count == 4)
      let summary = try tool.run(["summarize"] + source + ["--from", "2025-01-18", "--section", "Sport"]).output
      #expect(summary.contains("street 17.") && !summary.contains("street 8.") && !summary.contains("street 16."))
      #expect(try tool.run(["stories"] + source + ["--id", "nobody"]).output.isEmpty)
    }
    #expect(try tool.run(["dates", "--jsonl", "--on", "2025-01-10", "in.jsonl"]).status == 64)
    #expect(try tool.run(["inspect", "in.jsonl", "--on", "tomorrow"]).status == 64)
  }

  @Test func keptStoriesArePrinted() throws {
    let tool = try filled()
    let kept = try tool.run(["stories", "--archive", "news.archive", "--kept"]).output
    let ids = kept.split(separator: "\n").flatMap { line in
      line.components(separatedBy: #""articles":["#)[1].split(separator: "]")[0].split(separator: ",")
    }
    #expect(ids.count == 60 && Set(ids).count == 60)
    #expect(
      try tool.run(["archive", "stats", "news.archive"]).output.contains(
        "stories    \(kept.split(separator: "\n").count) of 60 articles\n"))
    let one = ["stories", "--archive", "news.archive", "--kept", "--id", "k7"]
    let table = try tool.run(one + ["--format", "table"]).output
    #expect(table.hasPrefix("Flood 7\n"))
    #expect(try tool.run(["stories", "in.jsonl", "--kept"]).status == 64)
    _ = try tool.run(["archive", "add", "bare.archive", "--bare"] + inputs)
    let bare = try tool.run(["stories", "--archive", "bare.archive", "--kept"])
    #expect(bare.status == 65 && bare.errors.contains("archive verify"))
    try tool.write(
      """
      return { api = 1, title = "Stories", build = function(ctx)
        local doc = ctx:document {}
        for a in ctx.articles:each() do doc:paragraph(a.story .. " " .. #a:coverage()) end
        return doc
      end }
      """, to: "s.lua")
    let clock = ["--now", "2025-01-18T07:00:00", "--timezone", "UTC", "--format", "text"]
    let fromArchive = try tool.run(["render", "s.lua", "--archive", "news.archive"] + clock)
    #expect(fromArchive.output == (try tool.run(["render", "s.lua"] + inputs + clock).output))
    #expect(fromArchive.output.contains("story-k0@c-"))
  }

  @Test func errorsSayWhatToDo() throws {
    let tool = try filled()
    let missing = try tool.run(["archive", "query", "nowhere"])
    #expect(missing.status == 66 && missing.errors.contains("there is no such archive"))
    try tool.write("no database at all, but long enough to be one", to: "text.txt")
    #expect(try tool.run(["render", "summary", "--archive", "text.txt"]).status == 65)
    #expect(try tool.run(["archive", "prune", "news.archive"]).status == 64)
    #expect(try tool.run(["inspect", "in.jsonl", "--archive", "news.archive"]).status == 64)
  }

  @Test func killedWhileAddingNothingCommittedIsLost() throws {
    let tool = try Tool()
    try tool.write(lines.joined(separator: "\n"), to: "in.jsonl")
    var before = 0
    for round in 0..<8 {
      let process = Process()
      process.executableURL = Tool.binary
      process.arguments = ["archive", "add", "-q", "--transaction", "3", "news.archive", "in.jsonl"]
      process.currentDirectoryURL = tool.directory
      try process.run()
      usleep(UInt32(20_000 + round * 15_000))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      guard FileManager.default.fileExists(atPath: tool.directory.appendingPathComponent("news.archive").path) else {
        continue
      }
      let count = Int(try tool.run(["archive", "query", "news.archive", "--format", "count"]).output.dropLast()) ?? 0
      #expect(count >= before)
      before = count
      if count > 0 { #expect(try tool.run(["archive", "verify", "--check-only", "news.archive"]).status == 0) }
    }
    _ = try tool.run(["archive", "add", "news.archive", "in.jsonl"])
    #expect(try tool.run(["archive", "query", "news.archive", "--format", "count"]).output == "60\n")
  }
}
