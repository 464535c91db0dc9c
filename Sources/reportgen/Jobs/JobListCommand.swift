import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs

/// `reportgen job list`
struct JobListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the jobs with their last and next times; checks the jobs file and all scripts."
  )

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(help: "text for people, json for programs (one object a line).")
  var format: TextOrJSON = .text

  func run() throws {
    let file = try jobsFile.read()
    let path = "\(file.stateDirectory)/ledger.sqlite"
    let ledger = access(path, R_OK) == 0 ? try JobLedger.open(path) : nil
    let engine = ReportEngine()
    var rows = [["JOB", "SCHEDULE", "ZONE", "LAST DELIVERED", "NEXT", "LAST RUN"]]
    var objects = ""
    for job in file.jobs {
      let prepared = try PreparedJob(job, in: file, engine: engine)
      let zone = prepared.occurrences.zone
      let now = zone.local(Instant(secondsSinceEpoch: Int(time(nil))))
      let next = prepared.occurrences.next(after: now)
      let last = try JobLedger.asking { try ledger?.lastDelivered(job.name, before: Int.max) }
      let run = try JobLedger.asking { try ledger?.history(job.name, limit: 1).first }
      let schedule = prepared.occurrences.schedule.description
      switch format {
      case .text:
        rows.append([
          job.name, schedule, zone.identifier, last.map { JobText.time($0, zone) } ?? "never",
          next.map { JobText.time($0.secondsSinceEpoch, zone) } ?? "never", run?.state.rawValue ?? "-",
        ])
      case .json:
        objects += JSONWriter.object { writer in
          writer.member("job", job.name)
          writer.member("schedule", schedule)
          writer.member("timezone", zone.identifier)
          writer.member("lastDelivered", last.map { zone.local(Instant(secondsSinceEpoch: $0)).description })
          writer.member("next", next?.description)
          writer.member("lastRun", run?.state.rawValue)
        }
        objects += "\n"
      }
    }
    try StandardOutput.write(format == .text ? JobText.table(rows) : objects)
    if file.jobs.contains(where: { $0.mail != nil }), let problem = file.mail?.missingProgram {
      StandardStreams.complain(problem)
    }
    for job in file.jobs {
      guard let holder = JobLock.foreignHolder(job: job.name, directory: "\(file.stateDirectory)/locks") else {
        continue
      }
      StandardStreams.complain(
        "job “\(job.name)”: \(SafeText.line(holder)) holds it; when that machine is gone, job run --take-over breaks its lease"
      )
    }
  }
}

/// `reportgen job history`
struct JobHistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "Show what happened: runs, how they ended, how long they took, what they delivered.")

  @Argument(help: "Only this job.")
  var name: String?

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(name: .shortAndLong, help: "Show at most this many runs, newest first.")
  var limit = 20

  @Option(help: "text for people, json for programs (one object a line).")
  var format: TextOrJSON = .text

  func validate() throws {
    guard (1...100_000).contains(limit) else { throw ValidationError("--limit: from 1 to 100000.") }
  }

  func run() throws {
    let file = try jobsFile.read()
    if let name { do { _ = try file.job(named: name) } catch { throw CommandFailure(.usage, error.description) } }
    let path = "\(file.stateDirectory)/ledger.sqlite"
    guard access(path, R_OK) == 0 else {
      if format == .text { try StandardOutput.write("no job has run yet\n") }
      return
    }
    let ledger = try JobLedger.open(path)
    let runs = try JobLedger.asking { try ledger.history(name, limit: limit) }
    var rows = [["FOR", "JOB", "STATE", "SECONDS", "ARTICLES", "WARNINGS", "OUTPUTS"]]
    var objects = ""
    for run in runs {
      let zoneName = file.jobs.first { $0.name == run.job }?.timeZone ?? "UTC"
      let zone = (try? TimeZoneRules(identifier: zoneName)) ?? .utc
      let duration = run.finished.map { $0 - run.started }
      switch format {
      case .text:
        let state = run.state.rawValue + (run.isForced ? " (forced)" : "")
        rows.append([
          JobText.time(run.occurrence, zone), run.job, state, duration.map(String.init) ?? "-", "\(run.articles)",
          "\(run.warnings)", (run.outputs + [run.message].compactMap { $0 }).joined(separator: "; "),
        ])
      case .json:
        func moment(_ seconds: Int?) -> String? {
          seconds.map { zone.local(Instant(secondsSinceEpoch: $0)).description }
        }
        objects += JSONWriter.object { writer in
          writer.member("job", run.job)
          writer.member("occurrence", moment(run.occurrence))
          writer.member("now", moment(run.now))
          writer.member("started", moment(run.started))
          writer.member("finished", moment(run.finished))
          writer.member("state", run.state.rawValue)
          writer.member("forced", run.isForced)
          writer.member("articles", run.articles)
          writer.member("warnings", run.warnings)
          writer.member("outputs", run.outputs)
          writer.member("message", run.message)
        }
        objects += "\n"
      }
    }
    try StandardOutput.write(format == .text ? JobText.table(rows) : objects)
  }
}

/// The ledger for commands that only look.
enum JobLedger {
  /// Opens it. Throws `CommandFailure`.
  static func open(_ path: String) throws -> Ledger {
    try asking { try Ledger(path: path, readOnly: true) }
  }

  /// Turns its errors into `CommandFailure`.
  static func asking<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as LedgerError {
      throw CommandFailure(.inputMissing, error.description)
    }
  }
}
