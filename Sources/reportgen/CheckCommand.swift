import ArgumentParser
import Glibc
import ReportEngine

/// `reportgen check`: finds mistakes in scripts without articles.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find mistakes in report scripts; with --run, run plain Lua chunks under the sandbox.")

  @Flag(
    name: .customLong("run"), help: "Run the scripts as plain chunks, one after another, each in a state of its own.")
  var runsChunks = false

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
    throw CommandFailure(.usage, "reportgen check: only check --run is there yet")
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
      result = .done
      let watchdog = Watchdog(script: script, limits: limits.scriptLimits)
      do {
        try sandbox.run(source, name: script) { output.write($0) }
      } catch let error as ScriptError {
        output.flush()
        StandardStreams.complain(error.report)
        result = error.limit == nil ? .scriptFailed : .limitReached
      }
      watchdog.stop()
      output.flush()
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
