import ReportArticles

/// A date, time, duration or recurring time found in a text (TIMEX3, ISO-TimeML).
///
/// ```swift
/// let reference = DateReference(day: CivilDate(iso: "2025-01-23"))
/// let found = RuleTagger().expressions(in: "It took two days.", language: "en", reference: reference)[0]
/// found.text  // → "two days"
/// found.kind.rawValue  // → "DURATION"
/// found.value  // → "P2D"
/// found.interval  // → nil
/// ```
public struct TemporalExpression: Sendable, Hashable {
  /// The TIMEX3 types.
  public enum Kind: String, Sendable, Hashable {
    /// A day or something longer.
    case date = "DATE"
    /// A time of day.
    case time = "TIME"
    /// A length of time.
    case duration = "DURATION"
    /// Something that recurs.
    case set = "SET"
  }

  /// How the value was reached.
  public enum Resolution: String, Sendable, Hashable {
    /// The expression names its date in full.
    case explicit
    /// Completed from the reference day (the day of publication).
    case reference
    /// Completed from a date mentioned before it in the text.
    case narrative
    /// Left open: the value says only what the text says.
    case unresolved
  }

  /// How sure the value is.
  public enum Confidence: String, Sendable, Hashable {
    /// How sure the resolution is.
    case high, medium, low
  }

  /// Why an expression is doubtful.
  public enum Flag: String, Sendable, Hashable {
    /// The weekday named does not fall on the date named (or on the reference day that “today” stands for).
    case weekdayMismatch = "weekday_mismatch"
    /// Resolved against a reference day that is itself doubtful.
    case referenceDoubtful = "reference_doubtful"
    /// Two calendars named in one expression disagree.
    case calendarMismatch = "calendar_mismatch"
    /// Nothing in the sentence tells whether the weekday is the last or the next one; the value is the likelier of them.
    case uncertainDirection = "uncertain_direction"
  }

  /// Where it stands, in UTF-8 offsets.
  public var range: Range<Int>
  /// The expression as it stands in the text.
  public var text: String
  /// Its TIMEX3 type.
  public var kind: Kind
  /// Its TIMEX3 value, e.g. `2023-03`, `2024-W19`, `2023-06-08T10:00`, `P2D`, `PAST_REF`, or a closed day interval `A/B`.
  public var value: String
  /// The days it covers, nil for durations, sets and what could not be resolved.
  public var interval: DayInterval?
  /// How the value was reached.
  public var resolution: Resolution
  /// How sure it is.
  public var confidence: Confidence
  /// Why it is doubtful, if it is.
  public var flag: Flag?

  /// Makes an expression.
  public init(
    range: Range<Int>, text: String, kind: Kind, value: String, interval: DayInterval? = nil,
    resolution: Resolution, confidence: Confidence = .high, flag: Flag? = nil
  ) {
    self.range = range
    self.text = text
    self.kind = kind
    self.value = value
    self.interval = interval
    self.resolution = resolution
    self.confidence = confidence
    self.flag = flag
  }
}

/// What relative expressions are resolved against.
///
/// ```swift
/// let tagger = RuleTagger()
/// let text = "The talks ended yesterday."
/// let thursday = DateReference(day: CivilDate(iso: "2025-01-23"))
/// tagger.expressions(in: text, language: "en", reference: thursday)[0].value  // → "2025-01-22"
/// let unknown = DateReference(day: nil)
/// tagger.expressions(in: text, language: "en", reference: unknown)[0].resolution  // → unresolved
/// ```
public struct DateReference: Sendable, Hashable {
  /// The day of publication (or of retrieval, if that is all there is); nil leaves relative expressions unresolved.
  public var day: CivilDate?
  /// The day is not known to be the article's own; results built on it are flagged.
  public var isDoubtful: Bool

  /// Makes a reference.
  public init(day: CivilDate?, isDoubtful: Bool = false) {
    self.day = day
    self.isDoubtful = isDoubtful
  }

  /// The reference of an article: its published day; else a day of updating or retrieval, marked doubtful.
  public init(of article: Article) {
    let best = article.bestDate
    self.init(
      day: best.flatMap { $0.date.precision >= .day ? $0.date.date : nil },
      isDoubtful: best?.basis != .published || article.hasWarning(.dateConflict))
  }
}

/// Finds temporal expressions in text and resolves them.
///
/// ```swift
/// struct NewYearOnly: TemporalTagger {
///   func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
///     guard text.utf8.starts(with: "New Year 2025".utf8) else { return [] }
///     return [
///       TemporalExpression(
///         range: 0..<13, text: "New Year 2025", kind: .date, value: "2025-01-01", resolution: .explicit)
///     ]
///   }
/// }
/// let article = Article(
///   id: "1", origin: .init(path: "a.txt", format: "text"), title: "New Year 2025 is here")
/// NewYearOnly().expressions(in: article, reference: DateReference(of: article)).map(\.paragraph)  // → [nil]
/// ```
public protocol TemporalTagger: Sendable {
  /// The expressions in `text`, in order, not overlapping. `language` is BCP 47; a language without rules gives the
  /// numeric forms only.
  func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression]
}
