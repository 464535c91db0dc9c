import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen check`: finds mistakes in scripts without articles.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", _superCommandName: "reportgen",
    abstract: "Find mistakes in report scripts; with --run, run plain Lua chunks under the sandbox.")

  @Flag(
    name: .customLong("run"), help: "Run the scripts as plain chunks, one after another, each in a state of its own.")
  var runsChunks = false

  @Option(help: "How mistakes are printed: text on standard error, or json on standard output, one object a line.")
  var format: TextOrJSON = .text

  @OptionGroup var limits: LimitOptions
  @OptionGroup var clock: ClockOptions

  @Argument(help: ArgumentHelp("Scripts; - is standard input.", valueName: "script"), completion: .file())
  var scripts: [String]

  func validate() throws {
    if scripts.isEmpty { throw ValidationError("Name at least one script.") }
  }

  func run() throws {
    if runsChunks { try runChunks() } else { try checkReports() }
  }

  /// Checks report scripts without running `build`.
  private func checkReports() throws {
    let engine = ReportEngine(configuration: ReportEngine.Configuration(limits: limits.scriptLimits))
    var worst = ExitStatus.done
    for script in scripts {
      let mistakes: [ScriptMistake]
      do {
        mistakes = try check(script, with: engine)
      } catch let failure as CommandFailure {
        StandardStreams.complain(failure.description)
        worst = failure.status
        continue
      }
      if !mistakes.isEmpty, worst == .done { worst = .scriptFailed }
      for mistake in mistakes {
        if format == .json {
          try StandardOutput.write(Self.json(mistake) + "\n")
        } else {
          StandardStreams.complain(mistake.description)
        }
      }
    }
    if worst != .done { throw worst.exitCode }
  }

  private func check(_ script: String, with engine: ReportEngine) throws -> [ScriptMistake] {
    guard script == "-" else { return try ScriptFailure.translating { try engine.check(at: script) } }
    return engine.check(source: String(decoding: try ScriptFile.bytes(of: script), as: UTF8.self), name: script)
  }

  /// One object a mistake, for editors; lines and columns count from 1, columns in characters.
  private static func json(_ mistake: ScriptMistake) -> String {
    JSONWriter.object { writer in
      writer.member("file", mistake.file)
      writer.member("line", mistake.line)
      writer.member("column", mistake.columns?.lowerBound)
      writer.member("endColumn", mistake.columns?.upperBound)
      writer.member("severity", "error")
      writer.member("message", mistake.message)
    }
  }

  // MARK: --run

  /// Runs every script, even after one that failed, and leaves with the result of the last: a state that was stopped must
  /// not spoil the next.
  private func runChunks() throws {
    let (now, zone) = try clock.resolve()
    let sandbox = ScriptSandbox(limits: limits.scriptLimits, now: now, zone: zone)
    var result = ExitStatus.done
    for script in scripts {
      let source = try ScriptFile.bytes(of: script)
      let output = LineWriter()
      let watchdog = Watchdog(script: script, limits: limits.scriptLimits)
      let error = sandbox.run(source, name: script) {
        output.write($0)
      } finished: { error in
        watchdog.stop()
        output.flush()
        if let error { StandardStreams.complain(error.report) }
      }
      result = error.map { $0.limit == nil ? .scriptFailed : .limitReached } ?? .done
    }
    if result != .done { throw result.exitCode }
  }
}

/// Lines for standard output, written in large pieces.
private final class LineWriter {
  private var buffer: [UInt8] = []

  func write(_ line: String) {
    buffer.append(contentsOf: line.utf8)
    buffer.append(0x0A)
    if buffer.count >= 1 << 16 { flush() }
  }

  /// Writes what is left; a reader that has gone away is not the script's fault.
  func flush() {
    try? FileDescriptor.write(buffer, to: 1)
    buffer.removeAll(keepingCapacity: true)
  }
}
