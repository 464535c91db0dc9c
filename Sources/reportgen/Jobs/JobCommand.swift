import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen job`: reports on a schedule.
struct JobCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "job", _superCommandName: "reportgen",
    abstract: "Run reports on a schedule: each due briefing once, complete, or a loud error.",
    discussion: """
      Jobs stand in a file, reportgen.yaml by default: what is due when, from which articles, and where it goes. \
      `job run` works out what is due and does nothing when it was done already, so cron, a timer or a person may call \
      it as often as they like. See docs/cron.md.
      """,
    subcommands: [
      JobRunCommand.self, JobListCommand.self, JobHistoryCommand.self, JobDaemonCommand.self, JobInstallCommand.self,
      JobRemoveCommand.self,
    ])
}

/// Which jobs file.
struct JobsFileOptions: ParsableArguments {
  @Option(
    name: .shortAndLong, help: ArgumentHelp("The jobs file.", valueName: "path"),
    completion: .file(extensions: ["yaml", "yml"]))
  var file = "reportgen.yaml"

  /// Reads it. Throws `CommandFailure`.
  func read() throws -> JobsFile {
    guard let resolved = realpath(file, nil) else {
      throw CommandFailure(.inputMissing, "\(file): \(SystemFailure(code: errno)); --file names the jobs file")
    }
    defer { free(resolved) }
    let path = String(cString: resolved)
    do {
      return try JobsFile(text: String(decoding: try ScriptFile.bytes(of: path), as: UTF8.self), path: path)
    } catch let problems as JobsFileProblems {
      throw CommandFailure(.usage, problems.description)
    }
  }
}

/// A job with its script read and everything in it checked.
struct PreparedJob {
  let job: Job
  let report: Report
  let occurrences: Occurrences

  /// Loads the script, checks the parameters and finds the schedule. Throws `CommandFailure`.
  init(_ job: Job, in file: JobsFile, engine: ReportEngine) throws {
    self.job = job
    report = try ScriptFailure.translating {
      do { return try engine.report(at: job.script) } catch ReportError.missing(let path, let hint) {
        throw CommandFailure(
          .inputMissing, "\(file.path):\(job.line): job “\(job.name)”: \(path): there is no such script\(hint)")
      }
    }
    do { _ = try report.parameters(job.parameters) } catch {
      let lines = error.problems.map {
        "\(file.path):\(job.parameterLines[$0.parameter] ?? job.line): job “\(job.name)”: \($0)"
      }
      throw CommandFailure(.usage, lines.joined(separator: "\n"))
    }
    let place = "\(file.path):\(job.line): job “\(job.name)”"
    let schedule: CronSchedule
    if let given = job.schedule {
      schedule = given
    } else {
      guard let suggested = report.metadata.schedule else {
        throw CommandFailure(.usage, "\(place) lacks a schedule, and its script suggests none")
      }
      do { schedule = try CronSchedule(suggested) } catch {
        throw CommandFailure(.usage, "\(place): the schedule that the script suggests: \(error)")
      }
    }
    do { occurrences = Occurrences(schedule, in: try TimeZoneRules(identifier: job.timeZone)) } catch {
      throw CommandFailure(.usage, "\(place): \(error)")
    }
  }
}

/// Moments and exit codes as the job commands show them.
enum JobText {
  /// `2025-03-14 07:00` on the clocks of a zone.
  static func time(_ seconds: Int, _ zone: TimeZoneRules) -> String {
    let moment = zone.local(Instant(secondsSinceEpoch: seconds))
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(moment.date) \(two(moment.hour)):\(two(moment.minute))"
  }

  /// Columns of equal width, two spaces between them.
  static func table(_ rows: [[String]]) -> String {
    guard let columns = rows.map(\.count).max() else { return "" }
    let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      let cells = row.enumerated().map { $1 + String(repeating: " ", count: widths[$0] - $1.count) }
      var line = cells.joined(separator: "  ")
      while line.hasSuffix(" ") { line.removeLast() }
      return line + "\n"
    }.joined()
  }
}

/// Commands of others that are run on the way.
enum JobShell {
  /// Standard output of a shell command. Throws `CommandFailure`.
  static func output(_ command: String, input: String = "", what: String) throws -> String {
    do {
      return String(decoding: try ChildProcess.run(command, input: Array(input.utf8), timeLimit: 60), as: UTF8.self)
    } catch {
      throw CommandFailure(.outputFailed, "\(what) failed: \(error)")
    }
  }
}
