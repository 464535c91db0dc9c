import ArgumentParser
import ReportArchive
import ReportEngine

/// `reportgen archive …`: articles in a file that can be asked.
struct ArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", _superCommandName: "reportgen",
    abstract: "Store articles in one file and query them.",
    discussion: """
      An archive is one file (SQLite). render, inspect, summarize, dates and stories read it with --archive FILE in place \
      of inputs.
      """,
    subcommands: [
      ArchiveAddCommand.self, ArchiveQueryCommand.self, ArchiveStatsCommand.self, ArchiveExportCommand.self,
      ArchiveVerifyCommand.self, ArchivePruneCommand.self,
    ])

  /// Runs `body`, with errors of the archive as failures of the command.
  static func translating<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let error as ArchiveError {
      throw CommandFailure(error.exitStatus, error.description)
    } catch let error as ArticleStoreError { throw CommandFailure(.noReadableInput, error.description) }
  }
}

extension ArchiveError {
  var exitStatus: ExitStatus {
    switch self {
    case .missing: return .inputMissing
    case .foreign, .newer, .damaged: return .noReadableInput
    case .busy: return .busy
    case .full, .readOnly, .failed: return .outputFailed
    }
  }
}

/// `reportgen archive add`
struct ArchiveAddCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Add articles; those that are there already are left as they are.",
    discussion: """
      The archive is made when it is missing. An article with the identity of one that is there takes its place when it \
      says something else, unless it is the older version. What has been added stays when adding is interrupted; the same \
      command again goes on from there.
      """)

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @OptionGroup var input: InputOptions
  @Flag(help: "Leave out the index of words and what is found in the articles; “archive verify” adds them later.")
  var bare = false
  @Option(help: "Articles per transaction.") var transaction = 8000
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup(title: "Limits") var total: TotalLimitOptions
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    if transaction < 1 { throw ValidationError("--transaction: must be at least 1.") }
  }

  func run() throws {
    let progress = Progress(messages)
    let deadline = total.start("archive add")
    var loader = try input.loader(today: nil, limits: limits.scriptLimits, log: messages.logger)
    loader.isOutOfTime = { deadline.isOver }
    let report = try ArchiveCommand.translating {
      let writer = ArchiveWriter(
        try Archive(path: archive, access: .write),
        options: .init(indexesText: !bare, derives: !bare, transactionSize: transaction))
      try writer.add(paths: input.inputs, loader: loader) { progress.show("\($0) articles …") }
      return writer.report
    }
    progress.clear()
    let outcome = LoadOutcome(report.problems, articles: report.articles)
    outcome.tell(messages.logger)
    var parts = ["\(report.added) added", "\(report.updated) updated", "\(report.unchanged) known already"]
    if report.outdated > 0 { parts.append("\(report.outdated) older than what is there") }
    messages.logger.notice("\(archive): \(parts.joined(separator: ", "))")
    if outcome.status != .done { throw outcome.status.exitCode }
  }
}
