import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen test`: runs the tests of report scripts.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", _superCommandName: "reportgen",
    abstract: "Run the tests of report scripts.",
    discussion: """
      Tests are Lua files named *_test.lua. Each returns a table of functions that get a `test`: test:run runs the script \
      of that name (weekly_test.lua tests weekly.lua) over articles that the test gives, and what comes of it can be looked \
      at. `reportgen api Test` and `reportgen api TestResult` describe both. test:golden compares a report with \
      golden/NAME.txt beside the test; --record writes these files, to be read before they are kept.
      """)

  @Argument(
    help: "Files of tests, scripts that have one beside them, and directories to search; else the working directory.",
    completion: .file())
  var paths: [String] = []

  @Flag(help: "Write golden texts instead of comparing them.")
  var record = false

  @Option(help: ArgumentHelp("Only tests whose name contains this.", valueName: "text"))
  var filter: String?

  @Option(help: "text for people, or json, one object a test.")
  var format: TextOrJSON = .text

  @Flag(name: .shortAndLong, help: "Print failures only.")
  var quiet = false

  @OptionGroup(title: "Limits") var limits: LimitOptions

  func run() throws {
    let files = try TestFiles.find(in: paths.isEmpty ? ["."] : paths)
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits.scriptLimits))
    var (count, failed, recorded) = (0, 0, 0)
    for file in files {
      let tests: ScriptTests
      do { tests = try engine.tests(at: file) } catch let error as ReportError {
        failed += 1
        try tell(Outcome(file: file, test: nil, problem: error.description))
        continue
      }
      for name in tests.names where filter.map({ name.contains($0) }) ?? true {
        count += 1
        let golden = GoldenTexts(testFile: file, records: record)
        var problem: String?
        do { try tests.run(name) { golden.compare($0, $1) } } catch { problem = error.description }
        recorded += golden.recorded
        if problem != nil { failed += 1 }
        try tell(Outcome(file: file, test: name, problem: problem))
      }
    }
    if format == .text, !quiet || failed > 0 {
      let written = recorded > 0 ? "; \(recorded) golden \(recorded == 1 ? "text" : "texts") recorded: read them" : ""
      try print("\(count) \(count == 1 ? "test" : "tests"), \(failed) failed\(written)")
    }
    if failed > 0 { throw ExitStatus.scriptFailed.exitCode }
  }

  private struct Outcome {
    let file: String
    let test: String?
    let problem: String?
  }

  private func tell(_ outcome: Outcome) throws {
    let name = outcome.test.map { "\(outcome.file): \($0)" } ?? outcome.file
    switch format {
    case .text:
      if let problem = outcome.problem {
        let lines = problem.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
        try print("FAIL  \(name)\n" + lines.joined(separator: "\n"))
      } else if !quiet {
        try print("ok    \(name)")
      }
    case .json:
      try print(
        JSONWriter.object { writer in
          writer.member("file", outcome.file)
          writer.member("test", outcome.test)
          writer.member("ok", outcome.problem == nil)
          writer.member("message", outcome.problem)
        })
    }
  }

  private func print(_ line: String) throws { try StandardOutput.write(line + "\n") }
}

/// Finds files of tests.
enum TestFiles {
  /// The files that `paths` name, in their order; directories are searched, hidden ones left out, in byte order.
  static func find(in paths: [String]) throws -> [String] {
    var files: [String] = []
    for path in paths {
      var status = stat()
      guard stat(path, &status) == 0 else {
        throw CommandFailure(.inputMissing, "\(path): \(SystemFailure(code: errno))")
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        search(path, depth: 0, into: &files)
      } else if path.hasSuffix(".lua"), !path.hasSuffix("_test.lua"), stat(path.dropLast(4) + "_test.lua", &status) == 0
      {
        // A report script stands for its tests.
        files.append(path.dropLast(4) + "_test.lua")
      } else {
        files.append(path)
      }
    }
    guard !files.isEmpty else {
      throw CommandFailure(.inputMissing, "there is no file named *_test.lua in \(paths.joined(separator: ", "))")
    }
    return files
  }

  private static func search(_ directory: String, depth: Int, into files: inout [String]) {
    for name in (try? SmallFile.names(in: directory)) ?? [] where !name.hasPrefix(".") {
      let path = directory == "." ? name : directory.hasSuffix("/") ? directory + name : directory + "/" + name
      var status = stat()
      guard lstat(path, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        if depth < 20 { search(path, depth: depth + 1, into: &files) }
      } else if name.hasSuffix("_test.lua") {
        files.append(path)
      }
    }
  }
}

/// Recorded texts beside a file of tests.
final class GoldenTexts {
  /// How many were written.
  private(set) var recorded = 0
  private let directory: String
  private let records: Bool

  init(testFile: String, records: Bool) {
    directory = testFile.lastIndex(of: "/").map { String(testFile[...$0]) + "golden" } ?? "golden"
    self.records = records
  }

  /// Compares a text with the recorded one, or records it; nil when all is well.
  func compare(_ name: String, _ text: String) -> String? {
    let path = "\(directory)/\(name).txt"
    let known = ArticleLoader.contents(of: path).map { String(decoding: $0, as: UTF8.self) }
    if known == text { return nil }
    guard records else {
      guard let known else { return "\(path) is not there; `reportgen test --record` writes it" }
      return "\(path) has another text" + Self.difference(known, text)
    }
    do {
      try Scaffold.write([("\(name).txt", text)], into: directory, replacing: true)
    } catch { return "\(error)" }
    recorded += 1
    return nil
  }

  /// The first line that differs.
  private static func difference(_ known: String, _ text: String) -> String {
    let (old, new) = (lines(known), lines(text))
    let line = zip(old, new).prefix { $0 == $1 }.count
    func shown(_ lines: [Substring]) -> String {
      line < lines.count ? "“\(lines[line].prefix(120))”" : "the end"
    }
    return "; line \(line + 1): recorded \(shown(old)), now \(shown(new))"
  }

  private static func lines(_ text: String) -> [Substring] {
    text.split(separator: "\n", omittingEmptySubsequences: false)
  }
}
