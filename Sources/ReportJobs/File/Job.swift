import ReportEngine
import ReportSystem

/// A job of a jobs file: which report is due when, from what, and where it goes.
public struct Job: Sendable, Hashable {
  /// What to do about occurrences that were missed.
  public enum CatchUp: String, Sendable, Hashable, CaseIterable {
    /// Make up for the last one, for each, for none.
    case latest, all, none
  }

  /// What to do when the script finds nothing to report.
  public enum WhenEmpty: String, Sendable, Hashable, CaseIterable {
    /// Deliver nothing and be content; deliver a short notice; treat it as a failure.
    case skip, notice, fail
  }

  /// A file to write.
  public struct FileOutput: Sendable, Hashable {
    /// The path; may hold places of `OutputPattern`.
    public var pattern: String
    /// The format.
    public var format: ReportFormat
    /// The name of a link beside the file that always points to the newest one.
    public var latest: String?

    /// Makes an output.
    public init(pattern: String, format: ReportFormat, latest: String? = nil) {
      (self.pattern, self.format, self.latest) = (pattern, format, latest)
    }
  }

  /// What to do when a run died while it handed something over, so that nobody knows whether it arrived.
  public enum OnDoubt: String, Sendable, Hashable, CaseIterable {
    /// Hand over the same bytes with the same Message-ID again; do not, and say so.
    case resend, hold
  }

  /// A mail to send.
  public struct Mail: Sendable, Hashable {
    /// The recipients' mailboxes; each gets a delivery of its own.
    public var recipients: [String]
    /// The subject; nil for the report's title. May hold places of `OutputPattern`.
    public var subject: String?
    /// After a death in mid-delivery.
    public var onDoubt: OnDoubt
    /// Where answers go; nil for the sender.
    public var replyTo: String?
    /// The identity of the list (RFC 2919).
    public var listID: String?
    /// Addresses by which a recipient leaves the list (RFC 2369, 8058); `{recipient}` stands for the recipient's address.
    public var unsubscribe: [String] = []
    /// Where the report stands on the web. May hold places of `OutputPattern`.
    public var web: String?

    /// Makes a mail.
    public init(recipients: [String], subject: String? = nil, onDoubt: OnDoubt = .resend) {
      (self.recipients, self.subject, self.onDoubt) = (recipients, subject, onDoubt)
    }
  }

  /// A command that is handed the report on its standard input.
  public struct Command: Sendable, Hashable {
    /// What `/bin/sh -c` runs.
    public var command: String
    /// The format that it gets.
    public var format: ReportFormat
    /// After a death in mid-delivery.
    public var onDoubt: OnDoubt

    /// Makes a command.
    public init(command: String, format: ReportFormat = .rendered(.text), onDoubt: OnDoubt = .resend) {
      (self.command, self.format, self.onDoubt) = (command, format, onDoubt)
    }
  }

  /// How often a delivery is tried.
  public struct Retries: Sendable, Hashable {
    /// Attempts in all, at least 1.
    public var attempts = 3
    /// Seconds before the second attempt; doubled for each further one, up to ten minutes.
    public var delay = 10

    /// Makes the settings.
    public init(attempts: Int = 3, delay: Int = 10) { (self.attempts, self.delay) = (attempts, delay) }
  }

  /// What a run may use.
  public struct Limits: Sendable, Hashable {
    /// Seconds of the script.
    public var time = 30.0
    /// Seconds of the whole run, with reading and delivery.
    public var total = 600.0
    /// MiB of the script.
    public var memory = 256
    /// MiB of one report.
    public var output = 64
  }

  /// A loader script.
  public struct Loader: Sendable, Hashable {
    /// Which inputs it reads: a path, a glob or a host.
    public var pattern: String
    /// The path of the script.
    public var script: String

    /// Makes a loader.
    public init(pattern: String, script: String) {
      self.pattern = pattern
      self.script = script
    }
  }

  /// A program in the place of a part of the engine.
  public struct Program: Sendable, Hashable {
    /// What `/bin/sh -c` runs.
    public var command: String
    /// Seconds that one answer may take.
    public var time: Int

    /// Makes it.
    public init(command: String, time: Int) { (self.command, self.time) = (command, time) }
  }

  /// The name: letters, digits, `-` and `_`.
  public var name: String
  /// The line of the jobs file that it begins at.
  public var line = 1
  /// A path, or the name of a shipped report.
  public var script: String
  /// Parameters as text; the script types them.
  public var parameters: [String: String] = [:]
  /// The lines on which parameters stand.
  public var parameterLines: [String: Int] = [:]
  /// When; nil for what the script suggests.
  public var schedule: CronSchedule?
  /// The zone of schedule, report and file names; an IANA name.
  public var timeZone = "UTC"
  /// Files, directories and globs with articles.
  public var inputs: [String] = []
  /// The archive that articles come from in place of `inputs`.
  public var archive: String?
  /// Names of fields in records: our name → theirs.
  public var fieldMap: [String: String] = [:]
  /// Loader scripts and the inputs that they read, in the order of the file.
  public var loaders: [Loader] = []
  /// Files to write.
  public var files: [FileOutput] = []
  /// The format on standard output; nil for nothing there.
  public var standardOutput: OutputFormat?
  /// The mail to send.
  public var mail: Mail?
  /// Commands to feed.
  public var commands: [Command] = []
  /// What to do about missed occurrences.
  public var catchUp = CatchUp.latest
  /// Seconds after which a missed occurrence is no longer made up for; nil for never.
  public var deadline: Int?
  /// How often a delivery is tried.
  public var retries = Retries()
  /// What to do when there is nothing to report.
  public var whenEmpty = WhenEmpty.skip
  /// What a run may use.
  public var limits = Limits()
  /// The look of HTML.
  public var theme = "newspaper"
  /// The path of a file with fixed words of reports; nil for the shipped words and those beside script and theme.
  public var words: String?
  /// Columns of text.
  public var width = 80
  /// The paper of HTML and PDF.
  public var paper = RenderOptions.Paper.a4
  /// How sources are cited; nil as the script says.
  public var citations: CitationStyle?
  /// The sources that are fetched before the report is made; empty: all of the file's; nil: none.
  public var sources: [String]?
  /// Programs that choose the sentences of summaries and group articles into stories; nil for the built-in ones.
  public var summarizer, clusterer: Program?
  /// Commands run after a success or a failure.
  public var onSuccess, onFailure: String?

  /// Makes a job that delivers nothing yet.
  public init(name: String, script: String) { (self.name, self.script) = (name, script) }
}

/// How mail leaves the machine.
public struct MailTransport: Sendable, Hashable {
  /// An SMTP server, spoken to by msmtp(1).
  public struct SMTP: Sendable, Hashable {
    /// The server.
    public var host: String
    /// Its port.
    public var port = 25
    /// Whether the connection is encrypted.
    public var tls = false
    /// The account, if the server wants one.
    public var user: String?
    /// A command that prints the password; passwords never stand in the file.
    public var passwordCommand: String?
  }

  /// The sender's mailbox.
  public var sender: String
  /// The program that takes mail as sendmail(8) does.
  public var sendmail = "/usr/sbin/sendmail"
  /// A server to be spoken to instead.
  public var smtp: SMTP?
}

/// What a jobs file says.
///
/// ```swift
/// let text = """
///   jobs:
///     daily:
///       script: daily-briefing
///       schedule: 0 7 * * *
///       timezone: Africa/Cairo
///       inputs: news
///       outputs: [{ file: "daily-{date}.html" }]
///   """
/// let file = try JobsFile(text: text, path: "/srv/reports/jobs.yaml")
/// file.jobs.map(\.name)  // → ["daily"]
/// try file.job(named: "daly")
/// // throws: /srv/reports/jobs.yaml: there is no job “daly”; did you mean “daily”?
/// ```
public struct JobsFile: Sendable, Hashable {
  /// The path that it was read from, absolute.
  public var path: String
  /// Where the ledger and the locks are; absolute.
  public var stateDirectory: String
  /// How mail leaves.
  public var mail: MailTransport?
  /// The jobs, in the order of the file.
  public var jobs: [Job]

  /// The directory of the file; relative paths in it start here.
  public var directory: String { Paths.directory(of: path) }

  /// The job of a name; throws with a suggestion when there is none.
  public func job(named name: String) throws(JobsFileProblems) -> Job {
    if let job = jobs.first(where: { $0.name == name }) { return job }
    throw JobsFileProblems([
      "\(path): there is no job “\(name)”" + Suggestion.hint(for: name, among: jobs.map(\.name))
    ])
  }
}

/// Everything that is wrong with a jobs file.
public struct JobsFileProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// One problem each, as `file:line: message`, in the order of lines.
  public let problems: [String]

  /// Makes the list.
  public init(_ problems: [String]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}
