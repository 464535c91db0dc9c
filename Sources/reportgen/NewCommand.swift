import ArgumentParser
import Glibc
import ReportEngine

/// `reportgen new`: a report to start from.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Start a report script, with definitions for editors beside it.",
    discussion:
      "Writes NAME.lua, and .luarc.json and .reportgen/reportgen.lua for the Lua language server. No file that is there is changed."
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
    guard file != ".lua" else { throw ValidationError("Give the report a name.") }
    try Scaffold.write([(file, try source(of: file))], into: directory, replacing: false)
    try Scaffold.write(
      [(".luarc.json", APIMeta.configuration(library: ".reportgen"))], into: directory, replacing: false, quietly: true)
    try Scaffold.write([("reportgen.lua", APIMeta.definitions)], into: directory + "/.reportgen", replacing: true)
    let text = "\(path): try it with\n  reportgen check \(path)\n  reportgen render \(path) ARTICLES… -o report.html\n"
    try? FileDescriptor.write(Array(text.utf8), to: 1)
  }

  private func source(of file: String) throws -> String {
    let shipped: String
    switch kind {
    case .briefing: shipped = "daily-briefing"
    case .timeline: shipped = "timeline"
    case .summary: shipped = "summary"
    case .blank: return Self.blank(title: String(file.dropLast(4)))
    }
    guard let text = ReportEngine.shippedSource(of: shipped) else {
      throw CommandFailure(.usage, "there is no shipped report “\(shipped)”")
    }
    // The first lines speak of the shipped report; what follows is the reader's own.
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).drop { $0.hasPrefix("--") }
    return "---@type reportgen.Report\n" + lines.joined(separator: "\n")
  }

  private static func blank(title: String) -> String {
    let quoted = title.filter { $0 != "\"" && $0 != "\\" && $0 != "\n" }
    return """
      ---@type reportgen.Report
      local report = {
        api = 1,
        title = "\(quoted)",
        params = {
          -- topic = { type = "string", required = true, help = "Words to look for" },
        },
      }

      function report.build(ctx)
        local doc = ctx:document { subtitle = ctx.now:format "date.full" }
        doc:section("articles", function(s)
          s:table { rows = ctx.articles:sort "-date", columns = { "date", "source", "title" } }
        end)
        return doc
      end

      return report

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
