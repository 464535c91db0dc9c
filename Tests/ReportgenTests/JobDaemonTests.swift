import Foundation
import Testing

@Suite struct JobDaemonTests {
  private let tool: Tool

  init() throws {
    tool = try Tool()
    try tool.write(
      #"{"title":"One","body":"Words of one. And more of them.","date":"2025-03-10","lang":"en"}"#, to: "news/one.json")
    for (name, body) in [("fine", "local d = ctx:document {} d:paragraph 'well' return d"), ("bad", "error 'broken'")] {
      try tool.write("return { api = 1, title = 't', build = function(ctx) \(body) end }", to: "\(name).lua")
    }
  }

  private func write(_ jobs: [(name: String, script: String)]) throws {
    let lines = jobs.map {
      "  \($0.name): {script: ./\($0.script).lua, schedule: 0 7 * * *, outputs: \($0.name).txt}\n"
    }
    try put("timezone: Africa/Cairo\ninputs: news\njobs:\n" + lines.joined())
  }

  /// Puts a jobs file there at once, so that none is seen that is half written.
  private func put(_ text: String) throws {
    let new = try tool.write(text, to: "new.yaml")
    #expect(rename(new, tool.directory.appendingPathComponent("reportgen.yaml").path) == 0)
  }

  /// Runs the daemon while `body` does something to it, then sends SIGTERM; its code and what it said.
  private func whileItRuns(_ body: (Process) throws -> Void) throws -> (status: Int32, errors: String) {
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = ["job", "daemon"]
    process.currentDirectoryURL = tool.directory
    process.environment = ["PATH": "/usr/bin:/bin"]
    // A file, which nobody has to read for it to take more.
    let log = tool.directory.appendingPathComponent("log")
    #expect(FileManager.default.createFile(atPath: log.path, contents: nil))
    process.standardError = try FileHandle(forWritingTo: log)
    try process.run()
    defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    try body(process)
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
    return (process.terminationStatus, tool.read("log") ?? "")
  }

  private func wait(for holds: () throws -> Bool) rethrows {
    for _ in 0..<1500 {
      if try holds() { return }
      usleep(20_000)
    }
    Issue.record("it did not come to be in half a minute")
  }

  @Test func whatIsDueIsMadeOnceAndSIGTERMEndsItWell() throws {
    try write([("bad", "bad"), ("morning", "fine")])
    let check = ["job", "daemon", "--check"]
    #expect(try tool.run(check).status == 75)
    let (status, errors) = try whileItRuns { process in
      wait { tool.read("morning.txt") != nil && tool.read("log")?.contains("broken") == true }
      let status = try tool.run(check).status
      #expect(status == 0)
      #expect(process.isRunning)
    }
    #expect(status == 0)
    #expect(errors.hasPrefix("reportgen: 2 jobs of "))
    #expect(errors.contains("job “bad” failed: "))
    #expect(try tool.run(check).status == 75)
    // Another daemon, or cron, finds it done.
    let run = try tool.run(["job", "run", "morning", "--dry-run"])
    #expect(run.output.contains("nothing is due"))
    let history = try tool.run(["job", "history", "morning", "--format", "json"]).output
    #expect(history.components(separatedBy: "\"state\":\"delivered\"").count == 2)
  }

  @Test func aChangedFileIsReadAgainAndABrokenOneComplainedOfOnce() throws {
    try write([("morning", "fine")])
    let (status, errors) = try whileItRuns { process in
      wait { tool.read("morning.txt") != nil }
      try put("jobs: [")
      for count in 1...2 {
        kill(process.processIdentifier, SIGHUP)
        if count == 1 { wait { tool.read("log")?.contains("No job is called until this is mended") == true } }
      }
      try write([("evening", "fine"), ("morning", "fine")])
      kill(process.processIdentifier, SIGHUP)
      wait { tool.read("evening.txt") != nil }
    }
    #expect(status == 0)
    #expect(errors.components(separatedBy: "No job is called until this is mended").count == 2)
    #expect(errors.contains("was read again"))
  }

  @Test func theStartTellsMistakesAsOtherCommandsDo() throws {
    #expect(try tool.run(["job", "daemon"]).status == 66)
    try tool.write("jobs: {a: {script: daily-briefing, schedule: 61 * * * *}}", to: "reportgen.yaml")
    #expect(try tool.run(["job", "daemon"]).status == 64)
    #expect(try tool.run(["job", "daemon", "--grace", "-1"]).status == 64)
  }
}
