import ArgumentParser
import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// Who calls the jobs.
enum JobScheduler: String, ExpressibleByArgument, CaseIterable {
  case cron, systemd
}

/// `reportgen job install`
struct JobInstallCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install",
    abstract: "Have cron or systemd call the jobs: a marked block in your crontab, or user timers.",
    discussion: """
      Installing again replaces what was installed. With --dry-run it is shown and nothing is changed. `job remove` \
      takes out exactly what was put in.
      """)

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(help: "Who calls the jobs: cron, or systemd for timers of the user.")
  var with: JobScheduler = .cron

  @Option(help: ArgumentHelp("Maximum random delay in seconds (systemd only).", valueName: "seconds"))
  var randomDelay = 0

  @Flag(name: .customLong("dry-run"), help: "Show what would be installed, and change nothing.")
  var dryRun = false

  func run() throws {
    let file = try jobsFile.read()
    let engine = ReportEngine()
    let jobs = try file.jobs.map { try PreparedJob($0, in: file, engine: engine) }
    guard let resolved = realpath("/proc/self/exe", nil) else {
      throw CommandFailure(.outputFailed, "the path of this program cannot be found")
    }
    defer { free(resolved) }
    let program = String(cString: resolved)
    switch with {
    case .cron:
      let (now, machine) = try ClockOptions.machine()
      let block = Crontab.block(
        jobs.map { Crontab.Entry(job: $0.job.name, occurrences: $0.occurrences) }, program: program, file: file.path,
        machine: machine, now: now)
      if dryRun { return try StandardOutput.write(block) }
      try UserCrontab.change { Crontab.adding(block, to: $0, file: file.path) }
      try StandardOutput.write(block)
    case .systemd:
      let units = jobs.flatMap {
        SystemdUnits.units(
          job: $0.job.name, occurrences: $0.occurrences, program: program, file: file.path, delay: randomDelay)
      }
      let directory = try UserUnits.directory()
      let shown = units.map { "# \(directory)/\($0.name)\n\($0.text)" }.joined(separator: "\n")
      if dryRun { return try StandardOutput.write(shown) }
      try UserUnits.remove(file.path)
      try UserUnits.write(units, file.path)
      try StandardOutput.write(shown)
    }
  }
}

/// `reportgen job remove`
struct JobRemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take out what `job install` put in; everything else stays as it is.")

  @OptionGroup var jobsFile: JobsFileOptions

  @Option(help: "Where it was installed.")
  var with: JobScheduler = .cron

  @Flag(name: .customLong("dry-run"), help: "Show what would be left, and change nothing.")
  var dryRun = false

  func run() throws {
    // The file may be gone already; its path is enough.
    let path = realpath(jobsFile.file, nil).map { resolved in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let file = path ?? jobsFile.file
    switch with {
    case .cron:
      if dryRun { return try StandardOutput.write(Crontab.removing(file: file, from: try UserCrontab.read())) }
      try UserCrontab.change { Crontab.removing(file: file, from: $0) }
    case .systemd:
      if dryRun { return try StandardOutput.write(try UserUnits.names(file).map { $0 + "\n" }.joined()) }
      try UserUnits.remove(file)
    }
  }
}

/// The user's crontab, through crontab(1).
enum UserCrontab {
  /// Its text; empty when there is none. Throws when it cannot be read, so that it is never overwritten unseen.
  static func read() throws -> String {
    do {
      return String(decoding: try ChildProcess.run("crontab -l 2>/dev/null", input: [], timeLimit: 60), as: UTF8.self)
    } catch {
      let none = "LC_ALL=C crontab -l 2>&1 | grep -q '^no crontab for'"
      _ = try JobShell.output(none, what: "reading your crontab with “crontab -l”")
      return ""
    }
  }

  static func change(_ edit: (String) -> String) throws {
    let old = try read()
    let new = edit(old)
    if new == old { return }
    _ = try JobShell.output("crontab -", input: new, what: "writing your crontab with “crontab -”")
  }
}

/// The user's systemd units.
enum UserUnits {
  static func directory() throws -> String {
    if let base = getenv("XDG_CONFIG_HOME"), base.pointee != 0 { return String(cString: base) + "/systemd/user" }
    guard let home = getenv("HOME") else { throw CommandFailure(.outputFailed, "HOME is not set") }
    return String(cString: home) + "/.config/systemd/user"
  }

  /// The units that belong to a jobs file.
  static func names(_ file: String) throws -> [String] {
    let directory = try directory()
    return ((try? SmallFile.names(in: directory)) ?? []).filter { name in
      name.hasPrefix("reportgen-")
        && (try? SmallFile.read("\(directory)/\(name)"))?.hasPrefix(SystemdUnits.marker(file) + "\n") == true
    }
  }

  static func write(_ units: [SystemdUnits.Unit], _ file: String) throws {
    let directory = try directory()
    do {
      try SmallFile.makeDirectory(directory)
      for unit in units {
        let path = "\(directory)/\(unit.name)"
        let mine = (try? SmallFile.read(path))?.hasPrefix(SystemdUnits.marker(file) + "\n") ?? true
        guard mine else {
          throw CommandFailure(.outputFailed, "\(path) belongs to another jobs file; give the job another name")
        }
        try SmallFile.write(unit.text, to: path, mode: 0o644)
      }
    } catch let failure as SystemFailure { throw CommandFailure(.outputFailed, "\(directory): \(failure)") }
    let timers = units.map(\.name).filter { $0.hasSuffix(".timer") }.map(Shell.quoted).joined(separator: " ")
    _ = try JobShell.output(
      "systemctl --user daemon-reload && systemctl --user enable --now \(timers)",
      what: "the units are written; starting the timers with systemctl")
  }

  static func remove(_ file: String) throws {
    let names = try names(file)
    if names.isEmpty { return }
    let directory = try directory()
    let timers = names.filter { $0.hasSuffix(".timer") }.map(Shell.quoted).joined(separator: " ")
    // Without a running systemd there is nothing to stop.
    _ = try? JobShell.output("systemctl --user disable --now \(timers) 2>/dev/null", what: "systemctl")
    for name in names { unlink("\(directory)/\(name)") }
    _ = try? JobShell.output("systemctl --user daemon-reload 2>/dev/null", what: "systemctl")
  }
}
