import Glibc
import ReportEngine
import ReportSystem

/// Delivers parcels from this machine: files, standard output, mail through sendmail(8) or msmtp(1), commands.
public struct LocalCarrier: ParcelCarrier {
  /// How mail leaves; nil when no job sends any.
  public var mail: MailTransport?
  /// Told to commands as `REPORTGEN_JOB`.
  public var job: String
  /// The job's commands. Parcels name them by what they are, so that no command line lies in the ledger.
  public var commands: [String] = []
  /// Seconds that one hand-over may take.
  public var timeLimit: Double
  /// Seconds that the run still has; what is started is ended before that, so that nothing outlives the run.
  public var remaining: @Sendable () -> Double = { .infinity }

  /// Makes a carrier.
  public init(mail: MailTransport?, job: String, timeLimit: Double = 120) {
    (self.mail, self.job, self.timeLimit) = (mail, job, timeLimit)
  }

  public func deliver(_ parcel: Parcel, from staging: String) throws {
    switch parcel.kind {
    case .files: try deliverFiles(parcel.items, from: staging)
    case .stdout:
      for item in parcel.items {
        do { try FileDescriptor.write(try contents(item, staging), to: 1) } catch let error as SystemFailure {
          throw OutputFailure("standard output: cannot write the report: \(error)")
        }
      }
    case .mail:
      for item in parcel.items { try send(try contents(item, staging), to: item.target) }
    case .command:
      for item in parcel.items {
        // A command may keep these to know a repetition.
        let variables = "export REPORTGEN_JOB=\(Shell.quoted(job)) REPORTGEN_FILE=\(Shell.quoted(item.staged)); "
        guard let command = commands.first(where: { CommandName.of($0) == item.target || $0 == item.target }) else {
          throw OutputFailure(
            "the jobs file no longer has the command that this report was made for; --force makes a new one")
        }
        try run(variables + command, input: try contents(item, staging), what: "the command")
      }
    }
  }

  private func contents(_ item: Parcel.Item, _ staging: String) throws -> [UInt8] {
    do { return try SmallFile.bytes(of: "\(staging)/\(item.staged)") } catch {
      throw OutputFailure("\(staging)/\(item.staged): \(error)")
    }
  }

  private func deliverFiles(_ items: [Parcel.Item], from staging: String) throws {
    var files: [OutputFile] = []
    do {
      for item in items {
        if item.makesDirectory {
          let directory = Paths.directory(of: item.target)
          do { try SmallFile.makeDirectory(directory) } catch { throw OutputFailure("\(directory): \(error)") }
        }
        var file = try OutputFile(path: item.target)
        try contents(item, staging).withUnsafeBufferPointer { try file.write($0) }
        try file.finish()
        files.append(file)
      }
    } catch {
      for file in files { file.discard() }
      throw error
    }
    try OutputFile.commit(&files)
    for item in items {
      guard let latest = item.latest else { continue }
      let link = "\(Paths.directory(of: item.target))/\(latest)"
      let temporary = "\(Paths.directory(of: item.target))/.\(latest).reportgen-link-\(getpid())"
      unlink(temporary)
      guard symlink(Paths.name(of: item.target), temporary) == 0, rename(temporary, link) == 0 else {
        let code = errno
        unlink(temporary)
        throw OutputFailure("\(link): cannot make the link: \(SystemFailure(code: code))")
      }
    }
  }

  private func send(_ message: [UInt8], to address: String) throws {
    guard let mail, let sender = MailAddress(mail.sender)?.address else {
      throw OutputFailure("the jobs file no longer says who sends mail")
    }
    if let problem = mail.missingProgram { throw OutputFailure(problem, isLasting: true) }
    // The programs take lines that end as on this machine and make CRLF of them.
    let lines = message.filter { $0 != 0x0D }
    var words: [String]
    if let smtp = mail.smtp {
      words = [
        "msmtp", "--host=\(smtp.host)", "--port=\(smtp.port)", "--from=\(sender)", "--timeout=\(Int(timeLimit))",
      ]
      words += ["--tls=\(smtp.tls ? "on" : "off")"]
      if smtp.tls, smtp.port == 465 { words.append("--tls-starttls=off") }
      if let user = smtp.user { words += ["--auth=on", "--user=\(user)"] }
      if let command = smtp.passwordCommand { words.append("--passwordeval=\(command)") }
      words += ["--", address]
    } else {
      words = [mail.sendmail, "-i", "-f", sender, "--", address]
    }
    // Not every cron has the sbin directories in its path.
    let command =
      "PATH=\"$PATH:\(MailTransport.moreDirectories)\" exec " + words.map(Shell.quoted).joined(separator: " ")
    try run(command, input: lines, what: words[0])
  }

  private func run(_ command: String, input: [UInt8], what: String) throws {
    let limit = max(0.1, min(timeLimit, remaining() - 0.5))
    do { _ = try ChildProcess.run(command, input: input, timeLimit: limit) } catch {
      switch error {
      case .notStarted(let reason): throw OutputFailure("\(what) cannot be started: \(reason)")
      case .timedOut: throw OutputFailure("\(what) did not end within \(Int(limit.rounded(.up))) s")
      case .failed(let code):
        throw OutputFailure(code < 0 ? "\(what) was ended by signal \(-code)" : "\(what) failed with code \(code)")
      case .tooMuchOutput: throw OutputFailure("\(what) printed too much")
      case .unknownEnd: throw OutputFailure("\(what): how it ended is not known, for SIGCHLD is ignored")
      }
    }
  }
}

extension MailTransport {
  static let moreDirectories = "/usr/local/bin:/usr/bin:/usr/sbin"

  /// What to say when the program that takes mail is not on this machine; nil when it is.
  public var missingProgram: String? {
    let program = smtp == nil ? sendmail : "msmtp"
    let advice =
      smtp == nil
      ? "install a mail server's sendmail, name another program as “sendmail” under “mail”, or give “smtp”"
      : "install msmtp, which speaks to the server"
    if program.contains("/") {
      return access(program, X_OK) == 0 ? nil : "mail: there is no program \(program); \(advice)"
    }
    let path = (getenv("PATH").map { String(cString: $0) } ?? "") + ":" + Self.moreDirectories
    let isFound = path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
    return isFound ? nil : "mail: there is no program “\(program)”; \(advice)"
  }
}
