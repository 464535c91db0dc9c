import ReportAnalysis
import ReportArticles
import ReportDates
import ReportDocument
import ReportLoading
import ReportLua

/// Makes reports: loads report scripts and runs them over articles under limits. A value; it can be shared by tasks.
///
/// ```swift
/// let report = try ReportEngine().report(
///   source: """
///     return { api = 1, title = "Sections", build = function(ctx)
///       local doc = ctx:document { lang = "en" }
///       for _, group in ipairs(ctx.articles:group "section") do
///         doc:paragraph(group.section .. ": " .. #group.articles)
///       end
///       return doc
///     end }
///     """, name: "sections.lua")
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = ["City", "Sport", "City"].enumerated().map { number, section in
///   Article(id: "\(number)", origin: origin, title: "Number \(number)", section: section)
/// }
/// let input = ReportInput(
///   articles: MemoryArticleStore(articles), now: Instant(rfc3339: "2025-01-23T07:00:00Z")!)
/// guard case .document(let document) = try report.run(input) else { return }
/// try TextRenderer().string(document).contains("City: 2")  // → true
/// ```
public struct ReportEngine: Sendable {
  /// What an engine works with.
  ///
  /// ```swift
  /// let configuration = ReportEngine.Configuration(limits: ScriptLimits(time: .seconds(5)), log: { print($0.text) })
  /// ReportEngine(configuration: configuration).configuration.documentLimit  // → 1000000
  /// ```
  public struct Configuration: Sendable {
    /// What one run of a script may use.
    public var limits: ScriptLimits
    /// Blocks and pieces of text that one document may have.
    public var documentLimit: Int
    /// Directories that `require` looks in after the script's own and before the shipped modules.
    public var modulePaths: [String]
    /// Functions of the embedding program that scripts get with `require`.
    public var modules: [ScriptModule]
    /// Chooses the sentences of summaries; nil for the built-in one.
    public var summarizer: (any Summarizer)?
    /// Groups articles into stories; nil for the built-in one.
    public var clusterer: (any StoryClusterer)?
    /// Finds dates in text; nil for the built-in one.
    public var tagger: (any TemporalTagger)?
    /// Receives what scripts log and what is deprecated, as it happens, on the thread of the run.
    public var log: (@Sendable (LogMessage) -> Void)?
    /// Runs that `ReportEngine.run(_:_:)` has under way at one time, each on a thread of its own; at least 1. More than the
    /// cores, so that the system shares time out fairly: a script that uses all of its time limit then delays its
    /// neighbours no more than any other running thread. Further runs wait their turn.
    public var maximumConcurrentRuns: Int
    /// For tests: the n-th allocation of Lua (from 1) and all later ones fail; 0: none.
    package var failingAllocation = 0
    /// Gives the renderers that sessions and tests of scripts show documents by.
    package var renderer: (@Sendable (OutputFormat) -> any Renderer)?

    /// Makes a configuration; the defaults suit a report from trusted hands on one machine.
    public init(
      limits: ScriptLimits = ScriptLimits(), documentLimit: Int = 1_000_000, modulePaths: [String] = [],
      modules: [ScriptModule] = [],
      summarizer: (any Summarizer)? = nil,
      clusterer: (any StoryClusterer)? = nil, tagger: (any TemporalTagger)? = nil,
      maximumConcurrentRuns: Int = 16, log: (@Sendable (LogMessage) -> Void)? = nil
    ) {
      self.limits = limits
      self.documentLimit = documentLimit
      self.modulePaths = modulePaths
      self.modules = modules
      self.summarizer = summarizer
      self.clusterer = clusterer
      self.tagger = tagger
      self.maximumConcurrentRuns = maximumConcurrentRuns
      self.log = log
    }
  }

  /// A log message from a script.
  public struct LogMessage: Sendable, Hashable {
    /// The levels.
    public enum Level: String, Sendable, Hashable, CaseIterable {
      /// From the least urgent to the most.
      case debug, info, warning, error
    }

    /// The level.
    public var level: Level
    /// The text.
    public var text: String
    /// The script's file name and line, e.g. `daily.lua:12`.
    public var place: String

    /// Makes a message.
    public init(level: Level, text: String, place: String) {
      self.level = level
      self.text = text
      self.place = place
    }
  }

  /// What the engine works with.
  public let configuration: Configuration
  /// Where runs of async code happen; shared by the copies of this engine.
  package let threads: RunThreads

  /// Makes an engine whose sessions and tests of scripts show documents by what the configuration's `renderer` gives.
  package init(_ configuration: Configuration) {
    self.configuration = configuration
    threads = RunThreads(limit: configuration.maximumConcurrentRuns)
  }

  /// Loads the report at a path, or the shipped report of that name (`daily-briefing`), and reads its metadata without
  /// running `build`. Throws `ReportError`.
  public func report(at path: String) throws -> Report {
    try report(source: try ScriptSource.load(path))
  }

  /// Loads a report from its source text. `name` stands in messages in place of a path; modules and data beside the
  /// script are then not to be had. Throws `ReportError`.
  ///
  /// ```swift
  /// let source = #"return { api = 1, title = "Draft", build = function(ctx) return ctx:document {} end }"#
  /// try ReportEngine().report(source: source, name: "draft.lua").metadata.title  // → "Draft"
  /// ```
  public func report(source text: String, name: String) throws -> Report {
    try report(source: ScriptSource(name: name, directory: nil, text: text))
  }

  /// The names of the shipped reports, in byte order.
  ///
  /// ```swift
  /// ReportEngine.shippedReports.contains("daily-briefing")  // → true
  /// ```
  public static var shippedReports: [String] { ScriptSource.shippedNames }

  /// The text of a shipped report; nil when there is none of that name.
  public static func shippedSource(of name: String) -> String? { ScriptSource.shippedReport(name) }
}

/// What a report is made from.
///
/// ```swift
/// let input = ReportInput(
///   articles: MemoryArticleStore([]), parameters: ["lang": "ar"], now: Instant(rfc3339: "2025-01-23T07:00:00Z")!,
///   timeZone: "Africa/Cairo")
/// input.lastRun  // → nil
/// input.problems.count  // → 0
/// ```
public struct ReportInput: Sendable {
  /// The articles.
  public var articles: any ArticleStore
  /// Parameters as text, as `--param` and jobs files give them.
  public var parameters: [String: String]
  /// The moment that the report is made for; the engine never asks a clock.
  public var now: Instant
  /// The time zone of the report's days: an IANA name, `UTC` or an offset such as `+02:00`.
  public var timeZone: String
  /// When the report was last made; nil for the first time.
  public var lastRun: Instant?
  /// `Article.id` of the articles that earlier runs could have shown; `unseen()` leaves them out.
  public var seen: Set<String>
  /// When earlier runs first had an article before them, by its identity; nil where nobody keeps that.
  public var met: [String: Instant]?
  /// What could not be loaded; the report says so.
  public var problems: [LoadResult.Problem]
  /// Fixed words that go before the shipped ones and before those in `words/` beside the script; of several lists for a
  /// language the last goes before the others.
  public var words: [WordList] = []
  /// Called at the end of a run with the positions of the articles that its queries returned, ascending: those that the
  /// report could have shown. Articles that were only counted, or looked at by a filter, are not among them.
  public var shown: (@Sendable ([Int]) -> Void)?

  /// Makes the input of a run.
  public init(
    articles: any ArticleStore, parameters: [String: String] = [:], now: Instant, timeZone: String = "UTC",
    lastRun: Instant? = nil, seen: Set<String> = [], problems: [LoadResult.Problem] = []
  ) {
    self.articles = articles
    self.parameters = parameters
    self.now = now
    self.timeZone = timeZone
    self.lastRun = lastRun
    self.seen = seen
    self.problems = problems
  }
}

/// What came of a run.
///
/// ```swift
/// let source = #"return { api = 1, title = "Quiet", build = function(ctx) return ctx:skip("nothing new") end }"#
/// let report = try ReportEngine().report(source: source, name: "quiet.lua")
/// let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
/// try report.run(input) == .skipped(reason: "nothing new")  // → true
/// ```
public enum ReportOutcome: Sendable, Hashable {
  /// The report.
  case document(Document)
  /// The script found nothing to report, and says why.
  case skipped(reason: String)
}

/// Why there is no report.
///
/// ```swift
/// let engine = ReportEngine()
/// let report = try engine.report(
///   source: #"return { api = 1, title = "T", build = function(ctx) return ctx.artikles end }"#, name: "t.lua")
/// do throws(ReportError) {
///   _ = try report.run(ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0)))
/// } catch .script(let errors) {
///   errors[0].line  // → 1
///   errors[0].message.contains("did you mean “articles”?")  // → true
/// }
/// ```
public enum ReportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no such script; the text suggests one or lists the shipped ones.
  case missing(path: String, hint: String)
  /// The script cannot be read.
  case unreadable(path: String, reason: String)
  /// The script has mistakes: in its syntax, in the table that it returns, or while it ran. At least one.
  case script([ScriptError])
  /// A limit stopped the script.
  case limit(ScriptError)
  /// The parameters given do not fit; all of them.
  case parameters(script: String, ParameterProblems)
  /// There is no such time zone.
  case timeZone(String)
  /// The run was cancelled.
  case cancelled

  public var description: String {
    switch self {
    case .missing(let path, let hint): return "\(path): there is no such script\(hint)"
    case .unreadable(let path, let reason): return "\(path): \(reason)"
    case .script(let errors): return errors.map(\.report).joined(separator: "\n")
    case .limit(let error): return error.report
    case .parameters(let script, let problems):
      return problems.problems.map { "\(script): \($0)" }.joined(separator: "\n")
    case .timeZone(let reason): return reason
    case .cancelled: return "the report was cancelled"
    }
  }
}
