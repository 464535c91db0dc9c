import ArgumentParser
import Glibc
import Logging
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen watch`: renders a report again whenever its script, theme or articles change.
struct WatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", _superCommandName: "reportgen",
    abstract: "Render a report again whenever its script, its theme or its articles change.",
    discussion: """
      Watched are the directory of the script with what lies below it (modules, data), the folder of the theme, and the \
      inputs. Errors are printed; the last good output is kept. Without --now every report is \
      made for the moment at which it is rendered. Ctrl-C ends it.
      """)

  @Argument(help: "The report script, or the name of a shipped report.", completion: .file(extensions: ["lua"]))
  var script: String

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong, help: ArgumentHelp("Write the report to this file; may be given several times."),
    completion: .file())
  var output: [String] = []

  @Option(help: "The format, for all outputs; without it the file names tell.")
  var format: OutputFormat?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A parameter of the script; `reportgen params SCRIPT` lists them.", valueName: "name=value"))
  var parameters: [String] = []

  @Flag(
    help: ArgumentHelp(
      "Look for changes five times a second instead of being told of them by the system.",
      discussion: "For network file systems; done by itself where inotify(7) is not available."))
  var poll = false

  @Flag(help: "Render once and exit.")
  var once = false

  @OptionGroup(title: "Clock") var clock: ClockOptions
  @OptionGroup(title: "Appearance") var appearance: AppearanceOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func validate() throws {
    if output.isEmpty { throw ValidationError("Name at least one output with -o.") }
    if input.archive != nil { throw ValidationError("watch reads inputs, not archives.") }
    if output.contains("-") || input.inputs.contains("-") {
      throw ValidationError("watch reads and writes files: - is neither.")
    }
  }

  func run() throws {
    SignalMask.unblockTermination()
    let log = messages.logger
    let outputs = try ReportOutputs(output, format: format)
    let given = try NamedValues.parse(parameters, option: "--param")
    _ = try clock.resolve()
    let watch = FileWatch(polling: poll)
    // Before the first look at them, so that no change is missed.
    watchAll(watch)
    var loaded = load(log)
    render(loaded, to: outputs, given: given, log: log)
    if once { return }
    if let reason = watch.reasonForPolling, !poll {
      log.warning("polling for changes every 200 ms (\(reason))")
    }
    log.notice("watching; Ctrl-C ends it")
    while let changed = try watch.changes(quiet: 15, isMeant: isMeant) {
      let start = Stopwatch()
      watchAll(watch)
      let inputs = changed.filter(isInput)
      if !inputs.isEmpty { loaded = reload(inputs, in: loaded, log) ?? load(log) }
      render(loaded, to: outputs, given: given, log: log, since: start, because: changed.min() ?? "")
    }
  }

  // MARK: What is watched

  private var scriptDirectory: String? {
    access(script, F_OK) == 0 || script.contains("/") || script.hasSuffix(".lua")
      ? script.lastIndex(of: "/").map { $0 == script.startIndex ? "/" : String(script[..<$0]) } ?? "." : nil
  }

  private func watchAll(_ watch: FileWatch) {
    if let scriptDirectory { watch.add(scriptDirectory, deep: true) }
    if appearance.theme.contains("/") { watch.add(trimmed(appearance.theme), deep: true) }
    if let words = appearance.words {
      watch.add(words.lastIndex(of: "/").map { String(words[..<$0]) } ?? ".", deep: false)
    }
    for path in input.inputs {
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        watch.add(trimmed(path), deep: true)
      } else {
        // A file, which may be replaced, or a pattern: what is before its first wildcard.
        let fixed = path.prefix { !"*?[".contains($0) }
        watch.add(fixed.lastIndex(of: "/").map { String(fixed[..<$0]) } ?? ".", deep: fixed.count < path.count)
      }
    }
  }

  private func trimmed(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Whether a change of a path can change the report: not the outputs, hidden files, and what editors leave.
  private func isMeant(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    if name.hasPrefix(".") && name != "." && name != ".." { return false }
    // Files without a name while they are written (O_TMPFILE), and what Emacs and Vim leave.
    if name.hasPrefix("#") || name.hasSuffix("~") || name == "4913" { return false }
    return !output.contains { trimmed($0) == path || "./" + path == $0 }
  }

  private func isInput(_ path: String) -> Bool {
    input.inputs.contains { given in
      let given = trimmed(given.hasPrefix("./") ? String(given.dropFirst(2)) : given)
      let path = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
      return given.contains(where: { "*?[".contains($0) }) || given.hasPrefix("@") || given == "." || path == given
        || path.hasPrefix(given + "/") || given.hasPrefix(path + "/")
    }
  }

  // MARK: Rendering

  private func load(_ log: Logger) -> LoadResult {
    let today = try? clock.resolve().now.date
    let loader: ArticleLoader
    do { loader = try input.loader(today: today, limits: limits.scriptLimits, log: log) } catch {
      log.error("\(error)")
      return LoadResult()
    }
    let result = loader.load(paths: input.inputs)
    for problem in result.problems { log.error("\(problem.oneLine)") }
    return result
  }

  /// Reads only the files that changed, when articles came from each of them before; nil when all has to be read again: a
  /// file is new or gone, something cannot be read, or identities stand in more than one place.
  private func reload(_ changed: Set<String>, in loaded: LoadResult, _ log: Logger) -> LoadResult? {
    guard loaded.problems.isEmpty, let today = try? clock.resolve().now.date,
      let loader = try? input.loader(today: today, limits: limits.scriptLimits, log: log)
    else { return nil }
    var result = loaded
    for path in changed.sorted() {
      let places = result.articles.indices.filter { result.articles[$0].origin.path == path }
      guard let first = places.first, let last = places.last, last - first + 1 == places.count else { return nil }
      let part = loader.load(paths: [path])
      guard part.problems.isEmpty, !part.articles.isEmpty else { return nil }
      result.articles.replaceSubrange(first...last, with: part.articles)
    }
    let isMarked = { (article: Article) in article.hasWarning(.duplicate) || article.hasWarning(.duplicateID) }
    guard Set(result.articles.map(\.id)).count == result.articles.count, !loaded.articles.contains(where: isMarked),
      !result.articles.contains(where: isMarked)
    else { return nil }
    return result
  }

  private func render(
    _ loaded: LoadResult, to outputs: ReportOutputs, given: [String: String], log: Logger,
    since start: Stopwatch = Stopwatch(), because cause: String? = nil
  ) {
    do {
      let (now, zone) = try clock.resolve()
      let engine = ReportEngine(
        configuration: ReportEngine.Configuration(
          limits: limits.scriptLimits,
          log: { message in log.log(level: message.level.logLevel, "\(message.oneLine)") }))
      let report = try engine.report(at: script)
      var reportInput = ReportInput(
        articles: MemoryArticleStore(loaded.articles), parameters: given, now: now, timeZone: zone.identifier,
        problems: loaded.problems)
      reportInput.words = try appearance.wordLists()
      let outcome = try report.run(reportInput)
      switch outcome {
      case .skipped(let reason): log.notice("\(report.name): skipped: \(SafeText.line(reason))")
      case .document(let document):
        try outputs.write(document, options: try appearance.renderOptions(), limit: limits.outputLimit << 20)
        let what = outputs.targets.map(\.path).joined(separator: ", ")
        log.notice("\(what): \(start.milliseconds) ms\(cause.map { " (\($0))" } ?? "")")
      }
    } catch {
      // What there is stays as it is.
      log.error("\(error)")
      log.notice("the last good output is kept")
    }
  }
}

/// Measures how long something takes.
struct Stopwatch {
  private let start = Stopwatch.now()

  /// Milliseconds since it was made, rounded up.
  var milliseconds: Int { Int((Self.now() - start + 999_999) / 1_000_000) }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
