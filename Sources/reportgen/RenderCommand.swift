import ArgumentParser
import Logging
import ReportArchive
import ReportEngine
import ReportJobs

/// `reportgen render SCRIPT INPUT…`
struct RenderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render", _superCommandName: "reportgen",
    abstract: "Run a report script over articles and write the report.",
    discussion: """
      SCRIPT is a path, or the name of a shipped report: daily-briefing, summary, timeline. Without -o the report goes \
      to standard output. With several -o, one run makes them all, and they appear together or not at all. An existing \
      file stays as it is until the new one is complete. A file that ends in .pdf is printed by Chromium or WeasyPrint, \
      if one of them is installed.
      """)

  @Argument(help: "The report script, or the name of a shipped report.", completion: .file(extensions: ["lua"]))
  var script: String

  @OptionGroup var input: InputOptions

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the report to this file; may be given several times; - is standard output."),
    completion: .file())
  var output: [String] = []

  @Option(
    help: ArgumentHelp(
      "The format, for all outputs: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
      discussion: "Without it the file name tells; standard output gets text."))
  var format: OutputFormat?

  @Option(
    name: .customLong("param"),
    help: ArgumentHelp("A parameter of the script; `reportgen params SCRIPT` lists them.", valueName: "name=value"))
  var parameters: [String] = []

  @OptionGroup(title: "Clock") var clock: ClockOptions
  @OptionGroup(title: "Appearance") var appearance: AppearanceOptions
  @OptionGroup(title: "Other programs") var summarizer: SummarizerOptions
  @OptionGroup(title: "Other programs") var clusterer: ClustererOptions
  @OptionGroup(title: "Other programs") var cache: ProgramCacheOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Limits") var total: TotalLimitOptions
  @OptionGroup(title: "Messages") var messages: MessageOptions

  func run() throws {
    let log = messages.logger
    let deadline = total.start("render")
    let progress = Progress(messages)
    let (now, zone) = try clock.resolve()
    let targets = try ReportOutputs(output, format: format)
    let renderOptions = try appearance.renderOptions()
    let given = try NamedValues.parse(parameters, option: "--param")
    var loader = try input.loader(today: now.date, limits: limits.scriptLimits, log: log)
    loader.isOutOfTime = { deadline.isOver }

    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(
        limits: limits.scriptLimits, summarizer: summarizer.program(cache: cache.programCache, log),
        clusterer: clusterer.program(cache: cache.programCache, log),
        log: { message in log.log(level: message.level.logLevel, "\(message.oneLine)") }))
    let report = try ScriptFailure.translating { try engine.report(at: script) }
    // Wrong parameters are told before anything is read.
    _ = try ScriptFailure.translating(in: report.name) { try report.parameters(given) }

    progress.show("reading articles …")
    var status = ExitStatus.done
    let store: any ArticleStore
    var problems: [LoadResult.Problem] = []
    if let archive = input.archive {
      store = try ArchiveCommand.translating { try ArchiveStore(path: archive) }
    } else {
      let loaded = loader.open(paths: input.inputs)
      status = try LoadOutcome(loaded.problems, articles: loaded.count).requireArticles(log)
      log.debug("\(loaded.count) articles from \(loaded.filesRead) files")
      store = loaded
      problems = loaded.problems
    }

    progress.show("running \(report.name) over \(store.count) articles …")
    let outcome = try ScriptFailure.translating {
      try report.run(
        ReportInput(
          articles: store, parameters: given, now: now, timeZone: zone.identifier, problems: problems))
    }
    switch outcome {
    case .skipped(let reason):
      progress.clear()
      log.notice("\(report.name): skipped: \(SafeText.line(reason))")
    case .document(let document):
      progress.show("writing …")
      try targets.write(document, options: renderOptions, limit: limits.outputLimit << 20) { deadline.isOver }
      progress.clear()
    }
    if status != .done { throw status.exitCode }
  }
}
