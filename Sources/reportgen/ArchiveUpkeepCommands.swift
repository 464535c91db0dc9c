import ArgumentParser
import ReportArchive
import ReportEngine

/// `reportgen archive export`
struct ArchiveExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Print articles as JSON Lines, in the order in which they were added.",
    discussion: "Nothing is lost: “archive add” makes the same archive of them.")

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @OptionGroup var selection: SelectionOptions

  func run() throws {
    try ArchiveCommand.translating {
      let store = try ArchiveStore(path: archive)
      let positions = try store.positions(matching: ArticleQuery(conditions: selection.conditions))
      try ArchiveOutput.write(positions, of: store) { ArticleJSON.line($0) + "\n" }
    }
  }
}

/// `reportgen archive verify`
struct ArchiveVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check the archive; rebuild derived data that is missing or wrong.",
    discussion: """
      The index of words, sentences, dates, stories and sums are made from the articles: where they are missing, out of date or \
      wrong they are made again. Damage to the articles themselves is told and left alone; the exit code is then 65.
      """)

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @Flag(name: .customLong("check-only"), help: "Change nothing.") var checkOnly = false
  @OptionGroup var messages: MessageOptions

  func run() throws {
    let progress = Progress(messages)
    let check = try ArchiveCommand.translating {
      try Archive(path: archive, access: checkOnly ? .read : .write).verify(repairs: !checkOnly) {
        progress.show("\($0) articles …")
      }
    }
    progress.clear()
    for line in check.damage { messages.logger.error("\(archive): \(line)") }
    for line in check.repairs { messages.logger.notice("\(archive): \(line)\(checkOnly ? "" : "; rebuilt")") }
    if !check.damage.isEmpty { throw ExitStatus.noReadableInput.exitCode }
    if checkOnly, !check.repairs.isEmpty { throw ExitStatus.partial.exitCode }
    messages.logger.notice("\(archive): \(check.articles) articles, all well")
  }
}

/// `reportgen archive prune`
struct ArchivePruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Permanently delete articles.",
    discussion:
      "Those that satisfy all conditions; at least one has to be given. --before leaves undated articles alone.")

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @Option(help: ArgumentHelp("Dated before this day.", valueName: "YYYY-MM-DD")) var before: CivilDate?
  @OptionGroup var selection: SelectionOptions
  @Flag(name: .customLong("dry-run"), help: "Only say how many there are.") var dryRun = false
  @OptionGroup var messages: MessageOptions

  private var conditions: [ArticleQuery.Condition] {
    var conditions = selection.conditions
    if let before {
      conditions.append(.day(.date, from: nil, to: before.adding(days: -1)))
    }
    return conditions
  }

  func validate() throws {
    if before == nil, selection.conditions.isEmpty {
      throw ValidationError("Say which articles, e.g. --before 2024-01-01.")
    }
  }

  func run() throws {
    let count = try ArchiveCommand.translating {
      if dryRun { return try ArchiveStore(path: archive).count(matching: ArticleQuery(conditions: conditions)) }
      _ = try Archive(path: archive)  // says so when there is none, and does not make one
      return try Archive(path: archive, access: .write).prune(conditions)
    }
    messages.logger.notice("\(archive): \(count) articles \(dryRun ? "would be taken out" : "taken out")")
  }
}
