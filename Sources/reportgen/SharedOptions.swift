import ArgumentParser
import Logging
import ReportArchive
import ReportEngine

/// What is read.
struct InputOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Files, directories, globs, or - for standard input.",
      discussion: "Formats are recognised from the content. Directories are read in the byte order of their paths."),
    completion: .file())
  var inputs: [String] = []

  @OptionGroup var reading: ReadingOptions

  var archive: String? { reading.archive }

  func validate() throws {
    if archive != nil {
      if !inputs.isEmpty { throw ValidationError("Name inputs or --archive, not both.") }
      return
    }
    if inputs.isEmpty { throw ValidationError("Name at least one input: a file, a directory, a glob or -.") }
  }

  /// The loader for the inputs, with the user's own loader scripts.
  func loader(
    today: CivilDate?, answers: Bool = false, limits: ScriptLimits, log: Logger
  ) throws -> ArticleLoader {
    try reading.loader(today: today, answers: answers, limits: limits, log: log)
  }

  /// The articles of the inputs or of the archive that are selected, in memory.
  func load(
    today: CivilDate?, _ selection: SelectionOptions, limits: ScriptLimits, log: Logger
  ) throws -> (articles: [Article], outcome: LoadOutcome) {
    guard archive == nil else {
      var articles: [Article] = []
      try forEachArchived(selection) { articles.append($0) }
      return (articles, LoadOutcome())
    }
    let result = try loader(today: today, answers: true, limits: limits, log: log).load(paths: inputs)
    return (selection.applied(to: result.articles), LoadOutcome(result))
  }

  /// Calls `body` with the selected articles of the archive, one after another; the database selects.
  func forEachArchived(_ selection: SelectionOptions, _ body: (Article) throws -> Void) throws {
    guard let archive else { return }
    try selection.forEach(ofArchive: archive, body)
  }
}

/// How inputs are read, and what is read in their place.
struct ReadingOptions: ParsableArguments {
  @Option(
    name: .customLong("map"),
    help: ArgumentHelp(
      "A field of JSON, CSV records under another name, e.g. title=headline; story.parts.text reaches into objects and lists.",
      valueName: "field=name"))
  var fieldMap: [String] = []

  @OptionGroup var loaders: LoaderOptions

  @Option(
    help: ArgumentHelp(
      "Day of publication of articles that do not give one; kept as such, with evidence “file”.",
      valueName: "YYYY-MM-DD"))
  var published: CivilDate?

  /// How dates in figures are meant.
  enum DateFigures: EnumerableFlag {
    case dayFirst, monthFirst

    static func help(for value: DateFigures) -> ArgumentHelp? {
      value == .dayFirst
        ? "03/04/2025 in the inputs is the third of April." : "03/04/2025 in the inputs is the fourth of March."
    }
  }

  @Flag var dateFigures: DateFigures?

  @Option(
    help: ArgumentHelp(
      "Read the articles of this archive in place of inputs; `reportgen archive add` makes one.", valueName: "file"),
    completion: .file())
  var archive: String?

  func validate() throws { _ = try mapped() }

  /// The loader, with the user's own loader scripts. `today` is the day against which dates in the future are noticed.
  /// Answers about the articles of a single input call them as it does.
  func loader(
    today: CivilDate?, answers: Bool, limits: ScriptLimits, log: Logger
  ) throws -> ArticleLoader {
    var loader = ArticleLoader(
      options: LoadOptions(
        published: published, today: today, fieldMap: try mapped(),
        dayFirst: dateFigures.map { $0 == .dayFirst }))
    loader.options.keepsOwnIDs = answers
    try loaders.install(in: &loader, limits: limits, log: log)
    return loader
  }

  private func mapped() throws -> [String: String] {
    var map: [String: String] = [:]
    for pair in fieldMap {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else {
        throw ValidationError("--map: “\(pair)” should read field=name, e.g. title=headline.")
      }
      map[String(parts[0])] = String(parts[1])
    }
    return map
  }
}

extension ArticleLoader {
  /// Puts loader scripts, read and checked, in front of the formats.
  mutating func prefer(_ loaders: [(pattern: String, script: String)], of engine: ReportEngine) throws {
    let scripts = try loaders.map { loader in
      try ScriptFailure.translating { try engine.loader(at: loader.script, for: loader.pattern) }
    }
    formats.insert(contentsOf: scripts.map { $0 as any ArticleFormat }, at: 0)
  }
}

/// Loader scripts.
struct LoaderOptions: ParsableArguments {
  @Option(
    name: .customLong("loader"),
    help: ArgumentHelp(
      "A Lua script that reads the inputs which PATTERN takes: a path, a glob, or the host of a page's address, e.g. "
        + "'post.example=post.lua'. May be given several times; the first that fits counts.",
      valueName: "pattern=script.lua"),
    completion: .file(extensions: ["lua"]))
  var loaders: [String] = []

  func validate() throws { _ = try pairs() }

  /// The loaders, read and checked, in front of the formats of `loader`.
  func install(in loader: inout ArticleLoader, limits: ScriptLimits, log: Logger) throws {
    let pairs = try pairs()
    if pairs.isEmpty { return }
    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(
        limits: limits,
        log: { message in log.log(level: message.level.logLevel, "\(message.oneLine)") }))
    try loader.prefer(pairs, of: engine)
  }

  private func pairs() throws -> [(pattern: String, script: String)] {
    try loaders.map { text in
      guard let sign = text.lastIndex(of: "="), sign > text.startIndex, text.index(after: sign) < text.endIndex else {
        throw ValidationError("--loader: “\(text)” should read pattern=script.lua, e.g. post.example=post.lua.")
      }
      return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }
  }
}

/// How much a script may use.
struct LimitOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Seconds that the script may compute; ten times as much may pass by the clock.", valueName: "seconds"))
  var timeLimit: Double = 30

  @Option(help: ArgumentHelp("Memory that the script may use, in MiB.", valueName: "mib"))
  var memoryLimit: Int = 256

  @Option(help: ArgumentHelp("Size that a report may have, and what the script may print, in MiB.", valueName: "mib"))
  var outputLimit: Int = 64

  var scriptLimits: ScriptLimits {
    ScriptLimits(time: .seconds(timeLimit), memory: memoryLimit << 20, output: outputLimit << 20)
  }

  func validate() throws {
    guard timeLimit > 0, timeLimit <= 86_400 else {
      throw ValidationError("--time-limit: from 0.001 to 86400 seconds.")
    }
    guard (1...65_536).contains(memoryLimit) else { throw ValidationError("--memory-limit: from 1 to 65536 MiB.") }
    guard (1...65_536).contains(outputLimit) else { throw ValidationError("--output-limit: from 1 to 65536 MiB.") }
  }
}
