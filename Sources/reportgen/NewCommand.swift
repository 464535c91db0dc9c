import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen new`: a report to start from.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", _superCommandName: "reportgen",
    abstract: "Create a report script with a test and editor configuration.",
    discussion: """
      Writes NAME.lua, NAME_test.lua for `reportgen test`, and .luarc.json and .reportgen/reportgen.lua for the Lua language \
      server. Existing files are not changed.
      """
  )

  enum Kind: String, ExpressibleByArgument, CaseIterable {
    case briefing, timeline, summary, blank
  }

  @Argument(help: "The name of the report, with or without .lua; a directory before it must exist.")
  var name: String

  @Option(help: "What to start from: \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
  var kind: Kind = .briefing

  func run() throws {
    let path = name.hasSuffix(".lua") ? name : name + ".lua"
    let slash = path.lastIndex(of: "/")
    let directory = slash.map { String(path[..<$0]) } ?? "."
    let file = slash.map { String(path[path.index(after: $0)...]) } ?? path
    let base = String(file.dropLast(4))
    guard !base.isEmpty, !base.hasSuffix("_test") else {
      throw ValidationError("Give the report a name; one that ends in _test is for tests.")
    }
    let title = Self.title(of: base)
    try Scaffold.write([(file, try source(title: title))], into: directory, replacing: false)
    try Scaffold.write(
      [(base + "_test.lua", test(file: file, title: title))], into: directory, replacing: false, quietly: true)
    try Scaffold.write(
      [(".luarc.json", APIMeta.configuration(library: ".reportgen"))], into: directory, replacing: false, quietly: true)
    try Scaffold.write([("reportgen.lua", APIMeta.definitions)], into: directory + "/.reportgen", replacing: true)
    let tests = String(path.dropLast(4)) + "_test.lua"
    let text = """
      \(path): try it with
        reportgen check \(Shell.quoted(path))
        reportgen test \(Shell.quoted(tests))
        reportgen watch \(Shell.quoted(path)) ARTICLES… -o report.html

      """
    try? FileDescriptor.write(Array(text.utf8), to: 1)
  }

  /// The name as a headline: `weekly-water` is “Weekly water”.
  private static func title(of base: String) -> String {
    let words = base.map { "-_".contains($0) ? " " : $0 }.filter { !"\"\\\n{}".contains($0) }
    return words.prefix(1).map { $0.uppercased() }.joined() + String(words.dropFirst())
  }

  private func source(title: String) throws -> String {
    let shipped: String
    switch kind {
    case .briefing: shipped = "daily-briefing"
    case .timeline: shipped = "timeline"
    case .summary: shipped = "summary"
    case .blank: return Self.blank(title: title)
    }
    guard let text = ReportEngine.shippedSource(of: shipped) else {
      throw CommandFailure(.usage, "there is no shipped report “\(shipped)”")
    }
    // The first lines speak of the shipped report, and so does its headline; what follows is the reader's own.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("--") }
    let own = lines.map { line -> String in
      if line.hasPrefix("  title = ") { return "  title = \"\(title)\"," }
      guard let start = line.firstRange(of: "{ title = p.topic or ctx:word "), let comma = line.firstIndex(of: ",")
      else {
        return String(line)
      }
      return line[..<start.lowerBound] + "{" + line[line.index(after: comma)...]
    }
    return "---@type reportgen.Report\n" + own.joined(separator: "\n")
  }

  private static func blank(title: String) -> String {
    """
    ---@type reportgen.Report
    local report = {
      api = 1,
      title = "\(title)",
      params = {
        -- topic = { type = "string", required = true, help = "Words to look for" },
      },
    }

    function report.build(ctx)
      if ctx.articles:is_empty() then return ctx:skip "no articles" end
      local doc = ctx:document { subtitle = ctx.now:format "date.full" }
      doc:section("articles", function(s)
        s:table { rows = ctx.articles:sort "-date", columns = { "date", "source", "title" } }
      end)
      return doc
    end

    return report

    """
  }

  private func test(file: String, title: String) -> String {
    """
    -- Tests of \(file): “reportgen test” runs them. “reportgen api Test” tells what they can do.
    local t = {}

    local articles = {
      {
        title = "Ferry sails again", source = "Harbour Post", lang = "en", published = "2025-03-12T09:00:00+02:00",
        text = "The island ferry left the harbour on 12 March 2025 with 214 passengers. The quay was repaired in ten days.",
      },
      {
        title = "Library opens at night", source = "Town Gazette", lang = "en", published = "2025-03-12T18:00:00+02:00",
        text = "The town library stays open until midnight from Monday. Readers had asked for it since last summer.",
      },
    }

    ---@param test reportgen.Test
    function t.makes_a_report(test)
      local report = test:run { articles = articles, now = "2025-03-13T07:00", timezone = "Africa/Cairo" }
      test:equal(report.title, "\(title)")
      assert(#report.blocks > 0)
      assert(report:text():find("Ferry sails again", 1, true))
      -- test:golden("report", report) -- compares the whole report; --record writes the file
    end

    ---@param test reportgen.Test
    function t.says_why_there_is_none(test)
      assert(test:run({ articles = {}, now = "2025-03-13" }).skipped)
    end

    return t

    """
  }
}

/// Writes the files of a new report.
enum Scaffold {
  /// Writes files into a directory, which is made when its parent is there. A file that is there already is an error,
  /// is left alone when `quietly`, or is replaced.
  static func write(
    _ files: [(name: String, text: String)], into directory: String, replacing: Bool, quietly: Bool = false
  ) throws {
    if directory != ".", mkdir(directory, 0o777) != 0, errno != EEXIST {
      throw CommandFailure(.outputFailed, "\(directory): \(String(cString: strerror(errno)))")
    }
    for file in files {
      let path = directory == "." ? file.name : directory + "/" + file.name
      if !replacing, access(path, F_OK) == 0 {
        if quietly { continue }
        throw CommandFailure(.outputFailed, "\(path) is there already; choose another name")
      }
      do {
        var output = try OutputFile(path: path)
        try output.write(file.text)
        try output.finish()
        var files = [output]
        try OutputFile.commit(&files)
      } catch let error as SystemFailure {
        throw CommandFailure(.outputFailed, "\(path): \(error)")
      }
    }
  }
}
