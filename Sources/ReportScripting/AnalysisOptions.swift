import ReportAnalysis
import ReportLua

/// What `summarize` and `timeline` take, wherever they are called.
enum AnalysisOptions {
  static let summary = APIParameter(
    "options",
    .options([
      APIParameter(
        "sentences", .integer, optional: true, "At most this many sentences; 5 unless another length is given."),
      APIParameter("words", .integer, optional: true, "At most this many words."),
      APIParameter("characters", .integer, optional: true, "At most this many characters."),
      APIParameter("cite", .boolean, optional: true, "Whether a document shows citation markers; true unless given."),
    ]), optional: true, "How long it may be.")

  static let timeline = APIParameter(
    "options",
    .options([
      APIParameter(
        "resolve", .oneOf(["relative", "explicit"]), optional: true,
        "`relative` also resolves words such as “yesterday” against the day of publication; `explicit` does not."),
      APIParameter("min_sources", .integer, optional: true, "Only events that this many sources report."),
      APIParameter("limit", .integer, optional: true, "At most this many events, the most important ones."),
      APIParameter("from", .date, optional: true, "Only events on this day or later."),
      APIParameter("to", .date, optional: true, "Only events on this day or earlier."),
    ]), optional: true, "Which events.")

  static func summary(of articles: [ArticleObject], _ options: ScriptTable, run: ReportRun) throws -> SummaryObject {
    let given = ["sentences", "words", "characters"].filter { options[$0] != nil }
    if given.count > 1 { throw HostError("summarize takes one length, not both “\(given[0])” and “\(given[1])”") }
    func positive(_ name: String) throws -> Int? {
      guard let number = options.integer(name) else { return nil }
      if number < 1 { throw HostError("summarize: “\(name)” must be at least 1, not \(number)") }
      return min(number, 1_000_000)
    }
    let budget: SummaryBudget
    if let words = try positive("words") {
      budget = .words(words)
    } else if let characters = try positive("characters") {
      budget = .characters(characters)
    } else {
      budget = .sentences(try positive("sentences") ?? 5)
    }
    let summary =
      articles.isEmpty
      ? Summary(sentences: []) : try run.analysis.summary(of: articles.map(run.quotable), budget: budget)
    let unquoted = summary.sentences.isEmpty ? articles.filter(run.mayQuoteNothing).prefix(10) : []
    return SummaryObject(
      summary, run: run, isCited: options.boolean("cite") ?? true, unquoted: Array(unquoted))
  }

  static func timeline(of articles: [ArticleObject], _ options: ScriptTable, run: ReportRun) throws -> TimelineObject {
    let settings = TimelineOptions(
      minSources: max(1, options.integer("min_sources") ?? 1), limit: options.integer("limit").map { max(0, $0) },
      from: options["from"].flatMap { run.date(from: $0)?.day }, to: options["to"].flatMap { run.date(from: $0)?.day },
      resolveRelative: options.string("resolve") != "explicit", today: run.now.date)
    return TimelineObject(
      try run.analysis.timeline(
        of: articles, quotable: run.quotable, options: settings, store: run.input.articles), run: run)
  }
}
