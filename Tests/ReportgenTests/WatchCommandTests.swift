import Foundation
import Testing

/// `reportgen watch`.
@Suite struct WatchCommandTests {
  private static let script = """
    local words = require "words"
    return { api = 1, title = "Watched", build = function(ctx)
      local doc = ctx:document { lang = "en" }
      doc:paragraph("seen: " .. #ctx.articles .. " " .. words.first)
      return doc
    end }
    """
  private static let article = "{\"title\":\"A\",\"text\":\"One.\"}\n"

  /// Waits up to ten seconds.
  private func eventually(_ holds: () -> Bool) -> Bool {
    for _ in 0..<1000 {
      if holds() { return true }
      usleep(10_000)
    }
    return holds()
  }

  @Test func reportsFollowTheirScriptModulesThemeAndArticles() throws {
    let tool = try Tool()
    try tool.write(Self.script, to: "s/watched.lua")
    try tool.write("return { first = \"alpha\" }", to: "s/words.lua")
    try tool.write(Self.article, to: "news/a.jsonl")
    try tool.write("p { color: red }", to: "theme/theme.css")
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = ["watch", "s/watched.lua", "news", "-o", "s/out.html", "-o", "out.txt", "--theme", "./theme"]
    process.currentDirectoryURL = tool.directory
    let errors = tool.directory.appending(path: "errors")
    #expect(FileManager.default.createFile(atPath: errors.path, contents: nil))
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    func text() -> String { tool.read("out.txt") ?? "" }
    #expect(eventually { text().contains("seen: 1 alpha") })

    try tool.write("return { first = \"beta\" }", to: "s/words.lua")
    #expect(eventually { text().contains("seen: 1 beta") })
    try tool.write(Self.article + Self.article.replacing("A", with: "B"), to: "news/deeper/b.jsonl")
    #expect(eventually { text().contains("seen: 3 beta") })
    try tool.write(Self.article + Self.article + Self.article.replacing("A", with: "C"), to: "news/a.jsonl")
    #expect(eventually { text().contains("seen: 5 beta") })
    try tool.write(Self.article, to: "news/a.jsonl")
    #expect(eventually { text().contains("seen: 3 beta") })
    try tool.write("p { color: teal }", to: "theme/theme.css")
    #expect(eventually { tool.read("s/out.html")?.contains("teal") == true })

    // A mistake leaves what there is, and is told.
    try tool.write(Self.script.replacing("seen", with: "seen\" .. nothing.at_all .. \""), to: "s/watched.lua")
    #expect(eventually { tool.read("errors")?.contains("global 'nothing'") == true })
    #expect(text().contains("seen: 3 beta"))
    try tool.write(Self.script.replacing("seen", with: "found"), to: "s/watched.lua")
    #expect(eventually { text().contains("found: 3 beta") })
    #expect(process.isRunning)

    // The outputs beside the script do not start it again.
    usleep(100_000)
    let told = tool.read("errors") ?? ""
    #expect(told.split(separator: "\n").count { $0.contains(" ms") } <= 9, "\(told)")
  }

  /// A directory that is moved away and made again, and a link that is set to another one.
  @Test(arguments: [["news"], ["news/*.jsonl"], ["link/news"]]) func directoriesThatAreReplacedAreSeen(inputs: [String])
    throws
  {
    let tool = try Tool()
    try tool.write(
      Self.script.replacing("words.first", with: "\"x\"").replacing("local words = require \"words\"", with: ""),
      to: "s/w.lua")
    try tool.write(Self.article, to: "news/a.jsonl")
    try tool.write(Self.article, to: "one/news/a.jsonl")
    try tool.write(Self.article + Self.article.replacing("A", with: "B"), to: "two/news/a.jsonl")
    let files = FileManager.default
    func path(_ name: String) -> String { tool.directory.appending(path: name).path }
    try files.createSymbolicLink(atPath: path("link"), withDestinationPath: "one")
    let process = Process()
    process.executableURL = Tool.binary
    process.arguments = ["watch", "s/w.lua"] + inputs + ["-o", "out.txt"]
    process.currentDirectoryURL = tool.directory
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { kill(process.processIdentifier, SIGKILL) }
    func text() -> String { tool.read("out.txt") ?? "" }
    #expect(eventually { text().contains("seen: 1 x") })
    if inputs == ["link/news"] {
      try files.createSymbolicLink(atPath: path("link.new"), withDestinationPath: "two")
      #expect(rename(path("link.new"), path("link")) == 0)
    } else {
      try files.moveItem(atPath: path("news"), toPath: path("old"))
      try tool.write(Self.article + Self.article.replacing("A", with: "B"), to: "news/b.jsonl")
    }
    #expect(eventually { text().contains("seen: 2 x") })
    let folder = inputs == ["link/news"] ? "two/news" : "news"
    try tool.write(Self.article.replacing("A", with: "C"), to: "\(folder)/c.jsonl")
    #expect(eventually { text().contains("seen: 3 x") })
  }

  /// The codes of the README; a theme is something that was given.
  @Test(arguments: ["url(x.png)", "@import 'x.css';"]) func aThemeThatCannotBeUsedIsAMistakeOfUse(css: String) throws {
    let tool = try Tool()
    try tool.write("p { background: \(css) }", to: "theme/theme.css")
    try tool.write(Self.article, to: "a.jsonl")
    let run = try tool.run([
      "render", "summary", "a.jsonl", "--now", "2025-03-10T12:00", "--theme", "./theme", "-o", "o.html",
    ])
    #expect(run.status == 64)
  }

  @Test func outputsMustBeFiles() throws {
    let tool = try Tool()
    #expect(try tool.run(["watch", "summary", "x"]).status == 64)
    #expect(try tool.run(["watch", "summary", "x", "-o", "-"]).status == 64)
  }
}
