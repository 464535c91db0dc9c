import ArgumentParser
import Glibc
import Logging
import ReportArchive
import ReportEngine
import ReportJobs
import ReportSystem
import Synchronization

/// `reportgen job run NAME`
struct JobRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run what is due of a job; nothing happens when it was done already.",
    discussion: "Prints nothing when all is well. A failure is one paragraph on standard error and an exit code.")

  @Argument(help: "The job's name.")
  var name: String

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(help: ArgumentHelp("Act as if it were this time; without an offset on the job's clocks.", valueName: "time"))
  var at: String?

  @Flag(help: "Make and deliver the latest occurrence even if it was done, for the moment of the call.")
  var force = false

  @Flag(name: .customLong("dry-run"), help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Option(help: ArgumentHelp("Wait so long for another run of the job to end.", valueName: "seconds"))
  var wait = 0

  @Flag(
    name: .customLong("take-over"),
    help: "Break the lease that another machine has on the job; only when nothing runs there any more.")
  var takeOver = false

  @Option(help: ArgumentHelp("Read these in place of the job's inputs; needs --force.", valueName: "path"))
  var input: [String] = []

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write this in place of everything that the job delivers; needs --force.", valueName: "path"))
  var output: [String] = []

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if !force, !input.isEmpty || !output.isEmpty {
      throw ValidationError("--input and --output try a job on something else; that needs --force.")
    }
    guard (0...86_400).contains(wait) else { throw ValidationError("--wait: from 0 to 86400 seconds.") }
  }

  func run() throws {
    let log = messages.logger
    do { try run(log) } catch let failure as CommandFailure where messages.format == .json {
      StandardStreams.complain(
        JSONWriter.object { writer in
          writer.member("level", "error")
          writer.member("job", name)
          writer.member("exit", Int(failure.status.rawValue))
          writer.member("message", failure.description)
        })
      throw failure.status.exitCode
    }
  }

  private func run(_ log: Logger) throws {
    let file = try jobsFile.read()
    let job = try self.job(in: file)
    let warnings = Counter()
    let engine = ReportEngine(
      configuration: job.configuration(cache: file.stateDirectory + "/programs") { message in
        if message.level == .warning || message.level == .error { warnings.add() }
        log.log(level: message.level.logLevel, "\(message.oneLine)")
      })
    let prepared = try PreparedJob(job, in: file, engine: engine)
    let now = try moment(prepared.occurrences.zone)
    var loader = ArticleLoader(options: LoadOptions(today: now.date, fieldMap: job.fieldMap))
    try loader.prefer(job.loaders.map { ($0.pattern, $0.script) }, of: engine)
    if dryRun { return try showPlan(prepared, file, now) }

    try make(file.stateDirectory)
    let lock = try takeLock(file.stateDirectory)
    defer { lock.release() }
    let hooks = JobHooks(job: job, log: log)
    let watchdog = Watchdog(seconds: job.limits.total, status: .limitReached) {
      let message = "job “\(job.name)”: the run took longer than its limit of \(Int(job.limits.total)) s and was ended"
      hooks.run(failed: true, message: message, status: .limitReached)
      return message
    }
    do {
      // What follows has a time limit of its own, and changes nothing about what was delivered.
      let (status, didSomething) = try watchdog.whileWatching {
        try perform(prepared, file, loader, now, lock, warnings, log)
      }
      if didSomething { hooks.run(failed: false, message: "", status: status) }
      if status != .done { throw status.exitCode }
    } catch let code as ExitCode {
      throw code
    } catch {
      let failure = Self.failure(error, job: job.name)
      hooks.run(failed: true, message: failure.description, status: failure.status)
      throw failure
    }
  }

  private func job(in file: JobsFile) throws -> Job {
    var job: Job
    do { job = try file.job(named: name) } catch { throw CommandFailure(.usage, error.description) }
    if !input.isEmpty { (job.inputs, job.archive) = (input, nil) }
    if !output.isEmpty {
      (job.mail, job.commands, job.standardOutput) = (nil, [], nil)
      job.files = try output.map { path in
        let format = ReportFormat(fileName: path) ?? job.files.first?.format ?? .rendered(.text)
        guard path != "-" else { throw ValidationError("-o: a file; for standard output give the job “stdout”.") }
        return Job.FileOutput(pattern: path, format: format)
      }
    }
    return job
  }

  private func moment(_ zone: TimeZoneRules) throws -> Instant {
    guard let at else { return zone.local(Instant(secondsSinceEpoch: Int(time(nil)))) }
    guard let parsed = ParsedMoment(at) else {
      throw ValidationError("--at: “\(at)” is not a time; write 2025-03-14T07:00 with or without an offset.")
    }
    if let offset = parsed.offset {
      return zone.local(
        Instant(secondsSinceEpoch: parsed.date.dayNumber * 86_400 + parsed.secondOfDay - offset))
    }
    return zone.instant(of: parsed.date, secondOfDay: parsed.secondOfDay)
  }

  private func make(_ directory: String) throws {
    do {
      try SmallFile.makePrivateDirectory("\(directory)/locks")
      try SmallFile.makePrivateDirectory("\(directory)/staging")
    } catch { throw CommandFailure(.outputFailed, "\(directory): the ledger's directory cannot be made: \(error)") }
  }

  private func takeLock(_ state: String) throws -> JobLock {
    var start = timespec()
    clock_gettime(CLOCK_MONOTONIC, &start)
    while true {
      do { return try JobLock(job: name, directory: "\(state)/locks", takesOver: takeOver) } catch {
        switch error {
        case .unusable(let reason): throw CommandFailure(.outputFailed, "\(reason)")
        case .held(let holder):
          var now = timespec()
          clock_gettime(CLOCK_MONOTONIC, &now)
          if now.tv_sec - start.tv_sec >= wait {
            throw CommandFailure(.busy, "job “\(name)” is being run already, by \(holder); try later, or --wait for it")
          }
          usleep(200_000)
        }
      }
    }
  }

  private func perform(
    _ prepared: PreparedJob, _ file: JobsFile, _ loader: ArticleLoader, _ now: Instant, _ lock: JobLock,
    _ warnings: Counter, _ log: Logger
  ) throws -> (ExitStatus, didSomething: Bool) {
    let status = StatusBox()
    let remark = RemarkBox()
    let job = prepared.job
    let maker = EngineMaker(job: job, report: prepared.report, mail: file.mail, warnings: { warnings.count }) { now in
      if let archive = job.archive {
        let missing = try JobSources.fetch(for: job, of: file, into: archive, messages) { remark.set($0) }
        if !missing.isEmpty { status.set(.partial) }
        do { return EngineMaker.Articles(store: try ArchiveStore(path: archive), problems: missing) } catch {
          throw CommandFailure(.inputMissing, "\(error)")
        }
      }
      var loader = loader
      loader.options.today = now.date
      let loaded = loader.load(paths: job.inputs)
      if try LoadOutcome(loaded).requireArticles(log) == .partial { status.set(.partial) }
      return EngineMaker.Articles(store: MemoryArticleStore(loaded.articles), problems: loaded.problems)
    }
    let ledger = try Ledger(path: "\(file.stateDirectory)/ledger.sqlite")
    var carrier = LocalCarrier(mail: file.mail, job: job.name)
    carrier.commands = job.commands.map(\.command)
    let end = ContinuousClock.now + .seconds(job.limits.total)
    carrier.remaining = { (end - ContinuousClock.now) / .seconds(1) }
    var runner = JobRunner(
      job: job, occurrences: prepared.occurrences, ledger: ledger, stagingRoot: "\(file.stateDirectory)/staging",
      maker: maker, carrier: carrier, clock: { Int(time(nil)) },
      sleep: { seconds in _ = Glibc.sleep(UInt32(seconds)) })
    runner.isLocked = { lock.isHeld }
    runner.remark = { remark.get() }
    runner.notice = { log.notice("job “\(job.name)”: \($0)") }
    let outcomes = force ? try runner.force(at: now) : try runner.run(at: now)
    for outcome in outcomes {
      log.info(
        "job “\(job.name)”: \(JobText.time(outcome.occurrence, prepared.occurrences.zone)): \(outcome.state.rawValue)")
    }
    return (status.get(), !outcomes.isEmpty)
  }

  private func showPlan(_ prepared: PreparedJob, _ file: JobsFile, _ now: Instant) throws {
    let zone = prepared.occurrences.zone
    let job = prepared.job
    var lines: [String] = []
    var due: [Instant] = []
    var last: Int?
    let path = "\(file.stateDirectory)/ledger.sqlite"
    let latest = prepared.occurrences.latest(atOrBefore: now)
    if access(path, R_OK) == 0 {
      let ledger = try Ledger(path: path, readOnly: true)
      let runner = JobRunner(
        job: job, occurrences: prepared.occurrences, ledger: ledger, stagingRoot: "", maker: NoMaker(),
        carrier: LocalCarrier(mail: nil, job: job.name), clock: { 0 }, sleep: { _ in })
      due = try runner.due(at: now)
      last = try ledger.lastDelivered(job.name, before: Int.max)
    } else if let latest {
      let lateness = now.secondsSinceEpoch - latest.secondsSinceEpoch
      due = lateness <= job.deadline ?? Int.max ? [latest] : []
    }
    if force { due = [latest ?? now] }
    if due.isEmpty {
      lines.append("\(job.name): nothing is due at \(JobText.time(now.secondsSinceEpoch, zone)) \(zone.identifier)")
    }
    for occurrence in due {
      lines.append("\(job.name): due: \(JobText.time(occurrence.secondsSinceEpoch, zone)) \(zone.identifier)")
      for output in job.files {
        lines.append("  file \(OutputPattern.filled(output.pattern, job: job.name, occurrence: occurrence))")
      }
      for recipient in job.mail?.recipients ?? [] { lines.append("  mail to \(recipient)") }
      for command in job.commands { lines.append("  command \(command.command)") }
      if job.standardOutput != nil { lines.append("  standard output") }
    }
    lines.append("last delivered: \(last.map { JobText.time($0, zone) } ?? "never")")
    if let next = prepared.occurrences.next(after: now) {
      lines.append("next: \(JobText.time(next.secondsSinceEpoch, zone))")
    }
    try StandardOutput.write(lines.joined(separator: "\n") + "\n")
  }

  /// Any error of a run as a paragraph and a code.
  static func failure(_ error: any Error, job: String) -> CommandFailure {
    func told(_ status: ExitStatus, _ text: String) -> CommandFailure {
      CommandFailure(status, "job “\(job)” failed: \(text)")
    }
    switch error {
    case let failure as CommandFailure: return told(failure.status, failure.description)
    case let failure as DeliveryFailure:
      return told(
        .outputFailed, "not delivered, the next run tries again:\n\(failure.description)")
    case let failure as OutputFailure: return told(.outputFailed, failure.description)
    case let failure as LedgerError: return told(.outputFailed, failure.description)
    case let mistake as ThemeError: return told(.usage, mistake.description)
    case let failure as OutputTooLarge: return told(.limitReached, failure.description)
    case JobLock.Failure.held(let holder): return told(.busy, "the lock went to \(holder)")
    case let failure as SystemFailure: return told(.outputFailed, failure.description)
    default:
      do {
        return try ScriptFailure.translating { throw error }
      } catch let failure as CommandFailure {
        return told(failure.status, failure.description)
      } catch { return told(.scriptFailed, "\(error)") }
    }
  }
}

/// For questions about what is due: makes nothing.
struct NoMaker: ReportMaker {
  func make(_ request: MakeRequest) throws -> MadeReport { .nothing(reason: "") }
}

/// The commands that a job runs after itself.
struct JobHooks: Sendable {
  let job: Job
  let log: Logger

  /// Runs the command for a success or a failure; the message comes on its standard input.
  func run(failed: Bool, message: String, status: ExitStatus) {
    guard let hook = failed ? job.onFailure : job.onSuccess else { return }
    let command =
      "export REPORTGEN_JOB=\(Shell.quoted(job.name)) REPORTGEN_EXIT=\(status.rawValue); \(hook)"
    do { _ = try ChildProcess.run(command, input: Array(message.utf8), timeLimit: 60) } catch {
      log.error("job “\(job.name)”: the command \(failed ? "on-failure" : "on-success") failed: \(error)")
    }
  }
}

/// A number that several threads add to.
final class Counter: Sendable {
  private let value = Mutex(0)
  var count: Int { value.withLock { $0 } }
  func add() { value.withLock { $0 += 1 } }
}

/// What is to be said of a run in the history.
final class RemarkBox: Sendable {
  private let value = Mutex<String?>(nil)
  func get() -> String? { value.withLock { $0 } }
  func set(_ text: String?) { value.withLock { $0 = text } }
}

/// How inputs were read, told from inside a run.
final class StatusBox: Sendable {
  private let value = Mutex(ExitStatus.done)
  func get() -> ExitStatus { value.withLock { $0 } }
  func set(_ status: ExitStatus) { value.withLock { $0 = status } }
}
