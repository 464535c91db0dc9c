import ReportArticles
import ReportDates

/// One event of a timeline: a day or a span, the sentence that tells it, and everyone who reports it.
public struct TimelineEntry: Sendable, Hashable {
  /// How precisely the text dates the event.
  public typealias Precision = EventPrecision

  /// The days covered.
  public var interval: DayInterval
  /// The TIMEX3 value.
  public var value: String
  /// How precisely it is dated.
  public var precision: Precision
  /// The sentence that tells the event best, verbatim.
  public var sentence: SummarySentence
  /// All places that report it, the chosen one first.
  public var citations: [Citation]
  /// The weight that it was ranked with.
  public var score: Double
  /// After the reference day of the timeline.
  public var isFuture: Bool
  /// Why the date is doubtful, if it is.
  public var flag: TemporalExpression.Flag?
  /// The sentence names no time: the day is that of the report.
  public var isReportDay = false

  /// Makes an entry.
  public init(
    interval: DayInterval, value: String, precision: Precision, sentence: SummarySentence, citations: [Citation],
    score: Double, isFuture: Bool, flag: TemporalExpression.Flag? = nil
  ) {
    self.interval = interval
    self.value = value
    self.precision = precision
    self.sentence = sentence
    self.citations = citations
    self.score = score
    self.isFuture = isFuture
    self.flag = flag
  }
}

/// Why a sentence that names a time could not be dated.
public struct UndatedReason: Sendable, Hashable {
  /// The kinds of reason.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The weekday named is not that of the date, or not that of the day that “today” stands for.
    case weekdayMismatch = "weekday_mismatch"
    /// The day that relative expressions count from is itself doubtful.
    case referenceDoubtful = "reference_doubtful"
    /// Two calendars named together disagree.
    case calendarMismatch = "calendar_mismatch"
    /// Nothing in the sentence tells whether the weekday is the last or the next one.
    case uncertainDirection = "uncertain_direction"
    /// There are no rules for the article's language: only dates in figures are read.
    case languageNotRead = "language_not_read"
    /// The day that relative expressions count from is not known, or the expression leaves it open.
    case unresolved
  }

  /// The kind.
  public var kind: Kind
  /// The expression as it stands in the text.
  public var expression: String

  /// Makes a reason.
  public init(kind: Kind, expression: String) {
    self.kind = kind
    self.expression = expression
  }
}

/// Events in the order of time, future ones included and marked.
///
/// ```swift
/// let reason = UndatedReason(kind: .weekdayMismatch, expression: "Monday, 23 January 2025")
/// let sentence = SummarySentence(
///   text: "It closed on Monday, 23 January 2025.", score: 0,
///   citation: Citation(article: "dam", paragraph: 0, start: 0, end: 37), language: "en")
/// let timeline = Timeline(entries: [], undated: [sentence], undatedReasons: [reason])
/// timeline.undatedReasons.map(\.kind)  // → [weekdayMismatch]
/// ```
public struct Timeline: Sendable, Hashable {
  /// The events, earliest first.
  public var entries: [TimelineEntry]
  /// Sentences that tell of events whose date could not be resolved, in the order of the articles.
  public var undated: [SummarySentence]
  /// The reason for each of `undated`, in the same order.
  public var undatedReasons: [UndatedReason]

  /// Makes a timeline.
  public init(entries: [TimelineEntry], undated: [SummarySentence] = [], undatedReasons: [UndatedReason] = []) {
    self.entries = entries
    self.undated = undated
    self.undatedReasons = undatedReasons
  }
}

/// What a timeline is to contain.
///
/// ```swift
/// import ReportDates
///
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "The dam at Lenne", language: "en",
///   paragraphs: ["The dam was opened on 3 March 2024. It was planned in June 2019."])
/// let recent = TimelineOptions(from: CivilDate(iso: "2024-01-01"))
/// try TimelineBuilder(tagger: RuleTagger()).timeline(of: [article], options: recent).entries.map(\.value)
/// // → ["2024-03-03"]
/// ```
public struct TimelineOptions: Sendable, Hashable {
  /// Only events reported by at least this many sources (publishers, or articles without one).
  public var minSources: Int
  /// At most this many entries, the most important ones; nil for all.
  public var limit: Int?
  /// Only events that touch these days.
  public var from: CivilDate?
  /// The last day of the timeline; nil: no end.
  public var to: CivilDate?
  /// Resolve relative expressions (“yesterday”) as well as explicit dates.
  public var resolveRelative: Bool
  /// The day after which an event is in the future; nil marks none.
  public var today: CivilDate?

  /// Makes options; the defaults keep everything.
  public init(
    minSources: Int = 1, limit: Int? = nil, from: CivilDate? = nil, to: CivilDate? = nil,
    resolveRelative: Bool = true, today: CivilDate? = nil
  ) {
    self.minSources = minSources
    self.limit = limit
    self.from = from
    self.to = to
    self.resolveRelative = resolveRelative
    self.today = today
  }
}
