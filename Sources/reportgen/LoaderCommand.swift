import ArgumentParser
import Glibc
import ReportEngine
import ReportSystem

/// `reportgen loader`: loader scripts, which read the pages of sites that need it.
struct LoaderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "loader", _superCommandName: "reportgen",
    abstract: "Make loader scripts, which read the pages of a site that needs it.",
    discussion: "What a loader script is, and how it is used: docs/loading.md, “Loader scripts”.",
    subcommands: [LoaderImportCommand.self])
}

/// `reportgen loader import`: site rules of full-text feed tools become loader scripts.
struct LoaderImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn site rules of full-text feed tools into loader scripts.",
    discussion: """
      Each FILE, named after its site (example.com.txt), has lines such as `title: //h1`, `body: //div[@id='story']` and \
      `strip: //aside`. The script is written as example.com.lua into the directory; with `-o -` to standard output. What cannot be \
      carried over is named in the script and on standard error. No file that is there is changed.
      """)

  @Argument(help: "Files with the rules of one site each.", completion: .file())
  var files: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The directory for the scripts; - is standard output.", valueName: "path"),
    completion: .directory)
  var output = "."

  func run() throws {
    for file in files {
      let text: String
      do { text = String(decoding: try ScriptFile.bytes(of: file), as: UTF8.self) } catch {
        throw CommandFailure(.inputMissing, "\(file): \(error)")
      }
      let site = Self.site(of: file)
      let rules = SiteRules(text, site: site)
      for line in rules.leftOut {
        StandardStreams.complain("\(file):\(line.line): not carried over: \(line.text): \(line.reason)")
      }
      if rules.isEmpty { throw CommandFailure(.noReadableInput, "\(file): no rule can be carried over") }
      if output == "-" {
        try FileDescriptor.write(Array(rules.script.utf8), to: 1)
      } else {
        try Scaffold.write([(site + ".lua", rules.script)], into: output, replacing: false)
        let path = output == "." ? site + ".lua" : output + "/" + site + ".lua"
        try FileDescriptor.write(
          Array("\(path): try it with\n  reportgen inspect --loader '\(site)=\(path)' PAGE…\n".utf8), to: 1)
      }
    }
  }

  /// The host that a file is named after: `.example.com.txt` holds for all of its subdomains, as a loader's pattern does.
  private static func site(of path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let base = file.hasSuffix(".txt") ? String(file.dropLast(4)) : file
    return String(base.drop { $0 == "." })
  }
}
