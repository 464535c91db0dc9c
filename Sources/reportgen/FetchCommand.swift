import ArgumentParser
import Glibc
import Logging
import ReportEngine
import ReportFetch
import ReportJobs
import ReportSystem
import Synchronization

/// Which sources.
struct SourcesOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The file that names the sources: a jobs file, a YAML file of the same form, or OPML.", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml", "opml"]))
  var sources = "reportgen.yaml"

  @Option(
    help: ArgumentHelp(
      "The archive for what is new; else the file's own, else news.archive beside it.", valueName: "file"),
    completion: .file())
  var archive: String?

  @Option(help: ArgumentHelp("Where what is known about sources is kept; else as the file says.", valueName: "folder"))
  var state: String?

  /// Reads the file. Throws `CommandFailure`.
  func read() throws -> SourcesFile {
    guard let resolved = realpath(sources, nil) else {
      throw CommandFailure(
        .inputMissing, "\(sources): \(SystemFailure(code: errno)); --sources names the file of sources")
    }
    defer { free(resolved) }
    var file = try SourcesOptions.read(String(cString: resolved))
    if let state { file.stateDirectory = state }
    if let archive { file.archive = archive }
    return file
  }

  /// Reads a file of an absolute path. Throws `CommandFailure`.
  static func read(_ path: String) throws -> SourcesFile {
    let text = String(decoding: try ScriptFile.bytes(of: path), as: UTF8.self)
    do { return try SourcesFile(text: text, path: path) } catch {
      throw CommandFailure(.usage, error.description)
    }
  }
}

extension SourcesFile {
  /// Where articles go.
  var archivePath: String { archive ?? Paths.absolute("news.archive", in: Paths.directory(of: path)) }

  /// The sources of these names, or all. Throws `CommandFailure`.
  func chosen(_ names: [String]) throws -> [Source] {
    if names.isEmpty { return sources }
    return try names.map { name in
      guard let source = sources.first(where: { $0.name == name }) else {
        throw CommandFailure(
          .usage, "\(path): there is no source “\(name)”" + Suggestion.hint(for: name, among: sources.map(\.name)))
      }
      return source
    }
  }

  /// A fetcher for sources of the file. Throws `CommandFailure`.
  func fetcher(_ sources: [Source], archive: String, log: Logger, readsAgain: Bool = false) throws -> Fetcher {
    try Self.translating {
      try SmallFile.makeDirectory(stateDirectory)
      var fetcher = Fetcher(
        sources: sources, settings: settings, state: try FetchState(directory: stateDirectory),
        sink: try ArchiveSink(path: archive, keepsRetrieval: readsAgain),
        userAgent: settings.userAgent(version: EngineVersion.current))
      fetcher.rawStore = settings.keep.map { RawStore(stateDirectory: stateDirectory, lifetime: $0) }
      let engine = ReportEngine(
        configuration: ReportEngine.Configuration(
          log: { message in log.log(level: message.level.logLevel, "\(message.oneLine)") }))
      fetcher.loader = { source in
        var loader = ArticleLoader()
        if let script = source.loader { try loader.prefer([("*", script)], of: engine) }
        return loader
      }
      return fetcher
    }
  }

  /// Runs `body`, with problems of fetching as failures of the command.
  static func translating<T>(_ body: () throws -> T) throws -> T {
    do { return try body() } catch let problem as FetchProblem {
      throw CommandFailure(.outputFailed, problem.message)
    } catch let failure as SystemFailure { throw CommandFailure(.outputFailed, "\(failure)") }
  }
}

/// `reportgen fetch [NAME…]`
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch", _superCommandName: "reportgen",
    abstract: "Bring what is new from the sources into the archive.",
    discussion: """
      Polls the sources that are due, politely: unchanged feeds cost a few bytes, servers that ask for patience get it. Prints \
      nothing when all is well. Sources stand in the jobs file, under “sources:”. See docs/fetching.md.
      """)

  @Argument(help: "Only these sources.") var names: [String] = []
  @OptionGroup var file: SourcesOptions
  @Flag(help: "Also those that are not due yet; servers that asked for patience get it all the same.") var force = false
  @Option(help: ArgumentHelp("Stop asking after so long; what is not reached comes next time.", valueName: "seconds"))
  var deadline: Double?
  @Option(
    help: ArgumentHelp(
      "Follow older pages of feeds and sitemaps back to this day, or so far back (30d).", valueName: "YYYY-MM-DD"))
  var since: String?
  @Flag(
    help: ArgumentHelp(
      "Read again what was kept (“keep:” in the file), with the loaders of now; nothing is asked for.",
      discussion: "With --since, no more than what came since then."))
  var replay = false
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    _ = try sinceMoment()
    if replay, force || deadline != nil {
      throw ValidationError("--replay asks nobody: neither --force nor --deadline goes with it.")
    }
    if let deadline, !(0.001...86_400).contains(deadline) {
      throw ValidationError("--deadline: from 0.001 to 86400 seconds.")
    }
  }

  private func sinceMoment() throws -> Int? {
    guard let since else { return nil }
    if let day = CivilDate(iso: since) { return day.dayNumber * 86_400 }
    if let span = ScriptDuration(since), span.months == 0, (0...36_500).contains(span.days) {
      return Int(time(nil)) - span.days * 86_400 - span.seconds
    }
    throw ValidationError("--since: “\(since)” is neither a day (YYYY-MM-DD) nor a time such as 30d.")
  }

  func run() throws {
    let log = messages.logger
    let file = try file.read()
    guard !file.sources.isEmpty else {
      throw CommandFailure(
        .usage, "\(file.path): there are no sources in it; “reportgen sources add ADDRESS” writes one")
    }
    if replay { return try readAgain(file, log) }
    var fetcher = try file.fetcher(try file.chosen(names), archive: file.archivePath, log: log)
    fetcher.timeLimit = deadline
    fetcher.since = try sinceMoment()
    let outcomes = try FetchRun(fetcher, force || !names.isEmpty || since != nil ? .all : .due, messages).run(log)
    if outcomes.contains(where: { $0.missing != nil }) { throw ExitStatus.partial.exitCode }
  }
}

extension FetchCommand {
  private func readAgain(_ file: SourcesFile, _ log: Logger) throws {
    let store = RawStore(stateDirectory: file.stateDirectory, lifetime: file.settings.keep ?? Int.max / 2)
    if store.isEmpty {
      throw CommandFailure(
        .inputMissing, "\(store.directory): nothing was kept; “keep: 7d” under “fetch:” keeps what is fetched")
    }
    // What is known about the sources is that of the last fetch, and stays so.
    let folder = try TemporaryFolder.make("replay")
    defer { SmallFile.removeDirectory(folder) }
    var passing = file
    passing.stateDirectory = folder
    passing.settings.keep = nil
    var fetcher = try passing.fetcher(try file.chosen(names), archive: file.archivePath, log: log, readsAgain: true)
    fetcher.since = try sinceMoment()
    let outcomes = try SourcesFile.translating { try fetcher.replay(store) }
    for outcome in outcomes {
      switch outcome.result {
      case .brought(let counts):
        log.info("source “\(outcome.name)”: \(counts.added) new, \(counts.updated) updated")
      case .failed(let problem): log.error("source “\(outcome.name)”: \(problem.message)")
      default: log.info("source “\(outcome.name)”: nothing was kept")
      }
    }
    if outcomes.contains(where: { $0.missing != nil }) { throw ExitStatus.partial.exitCode }
  }
}

/// Folders for what does not outlive a command.
enum TemporaryFolder {
  /// A new folder, in `TMPDIR` if that is set. Throws `CommandFailure`.
  static func make(_ purpose: String) throws -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var template = Array("\(parent)/reportgen-\(purpose)-XXXXXX".utf8) + [0]
    let folder: String? = template.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.flatMap { mkdtemp($0.assumingMemoryBound(to: CChar.self)) }.map { String(cString: $0) }
    }
    guard let folder else {
      throw CommandFailure(
        .outputFailed, "\(parent): no temporary folder can be made there: \(SystemFailure(code: errno))")
    }
    return folder
  }
}

/// How far a run has come.
private final class Tally: Sendable {
  private let state = Mutex((done: 0, new: 0, failed: 0))

  func add(_ outcome: Fetcher.Outcome) -> (done: Int, new: Int, failed: Int) {
    state.withLock { state in
      state.done += 1
      if case .brought(let counts) = outcome.result { state.new += counts.added }
      if outcome.missing != nil { state.failed += 1 }
      return state
    }
  }
}

/// A run of a fetcher, with a line of progress and messages.
struct FetchRun {
  let fetcher: Fetcher
  let choice: Fetcher.Choice
  let messages: MessageOptions

  init(_ fetcher: Fetcher, _ choice: Fetcher.Choice, _ messages: MessageOptions) {
    (self.fetcher, self.choice, self.messages) = (fetcher, choice, messages)
  }

  func run(_ log: Logger) throws -> [Fetcher.Outcome] {
    let progress = Progress(messages)
    let total = fetcher.sources.count
    let tally = Tally()
    let outcomes = try SourcesFile.translating {
      try fetcher.run(choice) { outcome in
        let now = tally.add(outcome)
        progress.show("\(now.done) of \(total) sources, \(now.new) new articles, \(now.failed) failed …")
      }
    }
    progress.clear()
    for outcome in outcomes { tell(outcome, log) }
    summarize(outcomes, log)
    return outcomes
  }

  private func tell(_ outcome: Fetcher.Outcome, _ log: Logger) {
    for notice in outcome.notices { log.notice("source “\(outcome.name)”: \(notice)") }
    switch outcome.result {
    case .brought(let counts):
      log.info("source “\(outcome.name)”: \(counts.added) new, \(counts.updated) updated")
    case .unchanged: log.info("source “\(outcome.name)”: unchanged")
    case .failed(let problem): log.error("source “\(outcome.name)”: \(problem.message)")
    case .postponed(let reason): log.info("source “\(outcome.name)”: later: \(reason)")
    case .busy: log.info("source “\(outcome.name)”: is being polled by another process")
    case .notReached: log.error("source “\(outcome.name)”: the time for fetching was up")
    case .notDue: log.debug("source “\(outcome.name)”: not due")
    }
  }

  private func summarize(_ outcomes: [Fetcher.Outcome], _ log: Logger) {
    var (polled, unchanged, added, updated, failed) = (0, 0, 0, 0, 0)
    for outcome in outcomes {
      switch outcome.result {
      case .brought(let counts):
        polled += 1
        added += counts.added
        updated += counts.updated
      case .unchanged:
        polled += 1
        unchanged += 1
      case .failed, .notReached: failed += 1
      case .busy, .notDue, .postponed: continue
      }
    }
    let requests = outcomes.reduce(0) { $0 + $1.requests }
    let bytes = outcomes.reduce(0) { $0 + $1.bytes }
    log.info(
      "\(polled) sources asked, \(unchanged) of them unchanged; \(added) new articles, \(updated) updated; \(failed) failed; \(requests) requests, \(bytes >> 10) KiB"
    )
  }
}
