import ArgumentParser
import Glibc
import Logging
import ReportEngine
import ReportJobs
import ReportSystem
import Synchronization

/// `reportgen repl`: explores articles with Lua, line by line.
struct REPLCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl", _superCommandName: "reportgen",
    abstract: "Explore articles with the script API, line by line.",
    discussion: """
      Lines are Lua: an expression shows its value, `x = …` keeps it. There are ctx, articles (the same as ctx.articles) and \
      doc, a document to try blocks on: show it with `doc`. Tab completes names, the arrow keys bring back earlier lines, \
      `help NAME` shows the reference, Ctrl-C stops a line that runs too long, `quit` or Ctrl-D ends. When standard input is \
      no terminal its lines are evaluated without a prompt, and the exit code is 70 when one of them failed.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Clock") var clock: ClockOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  private static let help = """
    articles                              all articles
    articles[1]                           the first one
    found = articles:search "ferry"       keeps a result
    found:summarize { sentences = 2 }     a summary
    doc:section("summary", found)         adds to doc; doc shows it
    help Query    help Query:where        the reference
    quit

    """

  func run() throws {
    SignalMask.unblockTermination()
    let log = messages.logger
    let (now, zone) = try clock.resolve()
    let loader = try input.loader(today: now.date, limits: limits.scriptLimits, log: log)
    let loaded = loader.load(paths: input.inputs)
    let status = try LoadOutcome(loaded).requireArticles(log)
    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(
        limits: limits.scriptLimits, log: { Self.show($0.level == .info ? $0.text : "\($0.level): \($0.text)") }))
    let given = ReportInput(
      articles: MemoryArticleStore(loaded.articles), now: now, timeZone: zone.identifier, problems: loaded.problems)
    let interrupts = Interrupts()
    func start() throws -> ScriptSession {
      let cancellation = Cancellation()
      interrupts.end(with: cancellation)
      return try ScriptFailure.translating { try ScriptSession(engine, input: given, cancellation: cancellation) }
    }
    var session = try start()
    let isTerminal = isatty(0) == 1 && isatty(1) == 1
    if isTerminal {
      let count = loaded.articles.count
      Self.show("\(count) \(count == 1 ? "article" : "articles"); type “help” for help, “quit” to exit")
    }
    var failed = false
    var reader = LineSource(isTerminal: isTerminal)
    var piece = ""
    while let line = reader.next(isFirst: piece.isEmpty, session: session) {
      guard case .text(let text) = line else {
        piece = ""
        continue
      }
      if piece.isEmpty {
        let words = text.split(separator: " ")
        if words.isEmpty { continue }
        if words == ["quit"] || words == ["exit"] { break }
        if words.first == "help", words.count < 3 {
          Self.show(Self.help(words.count == 2 ? String(words[1]) : nil))
          continue
        }
      }
      piece += (piece.isEmpty ? "" : "\n") + text
      switch session.evaluate(piece) {
      case .incomplete: continue
      case .value(let text): if !text.isEmpty { Self.show(text) }
      case .failure(let text):
        failed = true
        StandardStreams.complain(text)
        if interrupts.happened {
          StandardStreams.complain("a new session begins; what was kept is gone")
          session = try start()
        }
      }
      piece = ""
    }
    if !piece.isEmpty {
      failed = true
      StandardStreams.complain("the input ends in the middle of a piece")
    }
    reader.save()
    if failed, !isTerminal { throw ExitStatus.scriptFailed.exitCode }
    if status != .done, !isTerminal { throw status.exitCode }
  }

  private static func help(_ name: String?) -> String {
    guard let name else { return help }
    let entries = APIReference.entries(named: name)
    return entries.isEmpty ? "there is no “\(name)” in the script API\(APIReference.hint(for: name))" : entries
  }

  private static func show(_ text: String) {
    try? FileDescriptor.write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8), to: 1)
  }
}

/// Ctrl-C while a line is evaluated.
private final class Interrupts: Sendable {
  private let current = Mutex<Cancellation?>(nil)

  init() {
    // A thread of its own takes the signal; all others leave it alone.
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    pthread_sigmask(SIG_BLOCK, &set, nil)
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let result = pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Interrupts>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, context)
    if result == 0 { pthread_detach(thread) } else { Unmanaged<Interrupts>.fromOpaque(context).release() }
  }

  private func wait() {
    var set = sigset_t()
    sigemptyset(&set)
    sigaddset(&set, SIGINT)
    var number: Int32 = 0
    while sigwait(&set, &number) == 0 { current.withLock { $0?.cancel() } }
  }

  func end(with cancellation: Cancellation) { current.withLock { $0 = cancellation } }

  var happened: Bool { current.withLock { $0?.isCancelled ?? false } }
}

/// The lines of a session, from a terminal or from a pipe.
private struct LineSource {
  private let isTerminal: Bool
  private var editor: LineEditor
  private var known = 0
  private static let mostLines = 1000

  init(isTerminal: Bool) {
    self.isTerminal = isTerminal
    let lines =
      isTerminal
      ? Self.historyPath.flatMap { ArticleLoader.contents(of: $0) }
        .map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) } ?? [] : []
    editor = LineEditor(history: lines.suffix(Self.mostLines))
    known = editor.history.count
  }

  enum Line {
    case text(String), interrupted
  }

  mutating func next(isFirst: Bool, session: ScriptSession) -> Line? {
    guard isTerminal else { return readLine().map(Line.text) }
    switch editor.read(prompt: isFirst ? "> " : "… ", complete: { session.completions(of: $0) }) {
    case .text(let line):
      editor.remember(line)
      return .text(line)
    case .interrupted: return .interrupted
    case .end: return nil
    }
  }

  /// Keeps the history for the next session.
  func save() {
    guard isTerminal, editor.history.count > known, let path = Self.historyPath,
      let slash = path.lastIndex(of: "/")
    else { return }
    let directory = String(path[..<slash])
    if let parent = directory.lastIndex(of: "/") { mkdir(String(directory[..<parent]), 0o700) }
    let text = editor.history.suffix(Self.mostLines).joined(separator: "\n") + "\n"
    try? Scaffold.write([("history", text)], into: directory, replacing: true)
  }

  /// `$XDG_STATE_HOME/reportgen/history`, by default below `~/.local/state`.
  private static var historyPath: String? {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    return (variable("XDG_STATE_HOME") ?? variable("HOME").map { $0 + "/.local/state" }).map {
      $0 + "/reportgen/history"
    }
  }
}
