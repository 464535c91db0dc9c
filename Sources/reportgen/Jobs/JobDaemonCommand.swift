import ArgumentParser
import Glibc
import Logging
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen job daemon`
struct JobDaemonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "daemon",
    abstract: "Call the jobs at their times, in the foreground, where there is no cron.",
    discussion: """
      Calls “job run” for each job at the start, at each of its times, and once in every hour; what a run promises under \
      cron it promises here. Follows changes of the jobs file and of the clock. SIGTERM lets running jobs end and leaves \
      with code 0; SIGHUP reads the file again. Failures go to standard error, as they do under cron.
      """)

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(help: ArgumentHelp("After SIGTERM, how long running jobs may take to end.", valueName: "seconds"))
  var grace = 20

  @Flag(help: "Start nothing: leave with 0 when a daemon over this file is at work, with 75 when none is.")
  var check = false

  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    guard (0...3600).contains(grace) else { throw ValidationError("--grace: from 0 to 3600 seconds.") }
  }

  func run() throws {
    let file = try jobsFile.read()
    let heartbeat = Heartbeat(directory: file.stateDirectory)
    if check {
      guard heartbeat.isFresh else { throw CommandFailure(.busy, "no daemon has been at work for \(file.path)") }
      return
    }
    let entries = try Self.entries(of: file)
    do { try SmallFile.makePrivateDirectory(file.stateDirectory) } catch {
      throw CommandFailure(.outputFailed, "\(file.stateDirectory): the directory of the state cannot be made: \(error)")
    }
    guard let program = realpath("/proc/self/exe", nil) else {
      throw CommandFailure(.outputFailed, "the path of this program cannot be found")
    }
    defer { free(program) }
    var daemon = JobDaemon(
      program: String(cString: program), file: file.path, heartbeat: heartbeat, grace: grace, messages: messages)
    daemon.run(entries)
  }

  /// The jobs of a file with their times, everything in it checked. Throws `CommandFailure`.
  static func entries(of file: JobsFile) throws -> [CallPlan.Entry] {
    let engine = ReportEngine()
    return try file.jobs.map { job in
      CallPlan.Entry(job: job.name, occurrences: try PreparedJob(job, in: file, engine: engine).occurrences)
    }
  }
}

/// A file in the state directory whose time says that a daemon is at work.
struct Heartbeat {
  private let path: String
  /// Seconds between two beats at most.
  static let interval = 30

  init(directory: String) { path = "\(directory)/daemon.alive" }

  /// Says so; nothing happens when it cannot be written, as jobs tell of that themselves.
  func beat() {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    futimens(descriptor, nil)
    close(descriptor)
  }

  /// Takes it away.
  func stop() { unlink(path) }

  /// Whether a daemon was at work lately.
  var isFresh: Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    return abs(time(nil) - status.st_mtim.tv_sec) < 4 * Self.interval
  }
}

/// The loop of `reportgen job daemon`: one thread that waits for signals, for children to end and for the time to come.
struct JobDaemon {
  let program: String
  let file: String
  let heartbeat: Heartbeat
  let grace: Int
  let messages: MessageOptions

  private var plan = CallPlan()
  private var children: [pid_t: String] = [:]
  private var stamp: FileStamp?
  private var complaint: String?
  private var isBroken = false

  init(program: String, file: String, heartbeat: Heartbeat, grace: Int, messages: MessageOptions) {
    (self.program, self.file, self.heartbeat) = (program, file, heartbeat)
    (self.grace, self.messages) = (grace, messages)
  }

  private var log: Logger { messages.logger }

  /// Works until SIGTERM or SIGINT, and until what runs then has ended.
  mutating func run(_ entries: [CallPlan.Entry]) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGCHLD] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    plan.set(entries)
    stamp = FileStamp(file)
    log.notice("\(entries.count) job\(entries.count == 1 ? "" : "s") of \(file)")
    while true {
      heartbeat.beat()
      if FileStamp(file) != stamp { readAgain() }
      // A file with mistakes calls nothing: what becomes due meanwhile is made up for once it is mended.
      if !isBroken { for job in plan.calls(at: time(nil)) { call(job) } }
      let now = time(nil)
      let pause = min(max((plan.wakeUp(after: now) ?? .max) - now, 1), Heartbeat.interval)
      switch Self.wait(&signals, seconds: pause) {
      case SIGTERM, SIGINT:
        end(&signals)
        return heartbeat.stop()
      case SIGHUP: readAgain()
      default: break
      }
      collect()
    }
  }

  /// Reads the jobs file; the old jobs stay when the new file has mistakes, and are not called.
  private mutating func readAgain() {
    stamp = FileStamp(file)
    do {
      var options = JobsFileOptions()
      options.file = file
      plan.set(try JobDaemonCommand.entries(of: try options.read()))
      (isBroken, complaint) = (false, nil)
      log.notice("\(file) was read again")
    } catch {
      isBroken = true
      if complaint != "\(error)" { log.error("\(error)\nNo job is called until this is mended.") }
      complaint = "\(error)"
    }
  }

  private mutating func call(_ job: String) {
    var words = [program, "job", "run", job, "--file", file]
    if messages.quiet { words.append("--quiet") }
    if messages.verbose { words.append("--verbose") }
    if messages.format == .json { words += ["--log-format", "json"] }
    do { children[try ChildProcess.start(words)] = job } catch {
      log.error("job “\(job)” cannot be started: \(SystemFailure(code: error.code))")
      plan.ended(job, .undelivered, at: time(nil))
    }
  }

  /// Hears of the children that have ended, whoever's they were: a process that is the first of a container has all.
  private mutating func collect() {
    var status: Int32 = 0
    while true {
      let child = waitpid(-1, &status, WNOHANG)
      if child == -1, errno == EINTR { continue }
      guard child > 0 else { return }
      guard let job = children.removeValue(forKey: child) else { continue }
      let signal = status & 0x7F
      let code = signal == 0 ? status >> 8 & 0xFF : -signal
      log.debug("job “\(job)” ended with \(code)")
      if signal != 0 { log.error("job “\(job)” was ended by signal \(signal)") }
      let end: CallPlan.End
      switch code {
      case ExitStatus.busy.rawValue: end = .busy
      case ExitStatus.outputFailed.rawValue: end = .undelivered
      case ..<0: end = .undelivered
      default: end = .done
      }
      plan.ended(job, end, at: time(nil))
    }
  }

  /// Lets what runs end: for the time of grace by itself, then by SIGTERM, then by SIGKILL. A second signal ends the grace.
  private mutating func end(_ signals: inout sigset_t) {
    log.notice(children.isEmpty ? "ends" : "ends when \(children.values.sorted().joined(separator: ", ")) has ended")
    for (signal, seconds) in [(Int32(0), grace), (SIGTERM, 5), (SIGKILL, 5)] {
      if signal != 0 { for child in children.keys { kill(child, signal) } }
      var clock = timespec()
      clock_gettime(CLOCK_MONOTONIC, &clock)
      let deadline = clock.tv_sec + seconds
      while !children.isEmpty, clock.tv_sec < deadline {
        let heard = Self.wait(&signals, seconds: 1)
        collect()
        if heard == SIGTERM || heard == SIGINT { break }
        clock_gettime(CLOCK_MONOTONIC, &clock)
      }
      if children.isEmpty { return }
    }
  }

  /// The signal that came, 0 for none within the time.
  private static func wait(_ signals: inout sigset_t, seconds: Int) -> Int32 {
    var limit = timespec(tv_sec: seconds, tv_nsec: 0)
    let signal = sigtimedwait(&signals, nil, &limit)
    return signal > 0 ? signal : 0
  }
}

/// What tells that a file is another than before.
private struct FileStamp: Equatable {
  private let numbers: [Int]

  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    numbers = [
      Int(status.st_ino), Int(status.st_size), status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_nsec,
    ]
  }
}
