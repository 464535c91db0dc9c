/// A question to an article store: conditions (all must hold), an order and a limit. Values only, so that a database
/// can answer it as well as memory can.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = [
///   Article(id: "1", origin: origin, title: "Flood reaches the town", section: "City", keywords: ["flood"]),
///   Article(id: "2", origin: origin, title: "Handball side wins", section: "Sport"),
///   Article(id: "3", origin: origin, title: "After the flood", section: "City"),
/// ]
/// let query = ArticleQuery(
///   conditions: [.contains(.title, "FLOOD"), .isOneOf(.section, ["City"])], order: [.init(.title)], limit: 10)
/// query.select(from: articles).map { articles[$0].id }  // → ["3", "1"]
/// ```
public struct ArticleQuery: Sendable, Hashable {
  /// A field that conditions and orders refer to.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    /// Fields of text; `author` and `keyword` match any of the article's.
    case id, url, title, subtitle, section, publisher, author, language, keyword, path
    /// What is said about use, in the words of `ArticleRights.words`; matches any of them.
    case rights
    /// The best known date: published, else updated, else retrieved.
    case date
    /// Dates of one kind only.
    case published, updated, retrieved
    /// Title and body together.
    case text
  }

  /// What of an article can be counted.
  public enum Measure: String, Sendable, Hashable, CaseIterable {
    /// The words of the body (UAX #29), and its paragraphs.
    case words, paragraphs
    /// The different authors, and keywords.
    case authors, keywords
  }

  /// One condition on a field.
  ///
  /// ```swift
  /// let arabic = ArticleQuery.Condition.isOneOf(.language, ["ar"])
  /// let tagged = ArticleQuery.Condition.any([.isPresent(.keyword), .count(.words, from: 500, to: nil)])
  /// let origin = Article.Origin(path: "news.json", format: "json")
  /// let article = Article(id: "1", origin: origin, title: "السد", language: "ar-EG", keywords: ["ماء"])
  /// ArticleQuery(conditions: [arabic, tagged]).select(from: [article])  // → [0]
  /// ArticleQuery(conditions: [.not(arabic)]).select(from: [article])  // → []
  /// ```
  public indirect enum Condition: Sendable, Hashable {
    /// The field (or, for lists, one of its members) equals one of the values; a language also when it is a variety of
    /// one of them, as `ar-EG` is of `ar` (basic filtering of RFC 4647); an identity also when one of them is what the
    /// article's source calls it, as `101` is of `101@post.example`.
    case isOneOf(Field, [String])
    /// The field contains the text, compared with case, accents, Arabic marks and letter variants folded.
    case contains(Field, String)
    /// The day of a date field lies in `from`…`to`; nil leaves that side open. Articles without the date do not match.
    case day(Field, from: CivilDate?, to: CivilDate?)
    /// The instant of a date field is not before `from` and before `to`. A date that names a day without a time
    /// matches when any part of its day does; a less precise one counts as its first second. A date without a zone is
    /// read at `offset` seconds from UTC.
    case instant(Field, from: Instant?, to: Instant?, offset: Int)
    /// The field is present and not empty.
    case isPresent(Field)
    /// The number lies in `from`…`to`, both included; nil leaves that side open.
    case count(Measure, from: Int?, to: Int?)
    /// The condition does not hold.
    case not(Condition)
    /// At least one of the conditions holds.
    case any([Condition])
  }

  /// One sort key.
  public struct Order: Sendable, Hashable {
    /// The field to sort by; missing values come last in either direction.
    public var field: Field
    /// From greatest to least.
    public var descending: Bool

    /// Makes a sort key.
    public init(_ field: Field, descending: Bool = false) {
      self.field = field
      self.descending = descending
    }
  }

  /// All of these must hold.
  public var conditions: [Condition]
  /// Sort keys, most significant first; empty keeps the store's order.
  public var order: [Order]
  /// At most this many.
  public var limit: Int?

  /// Makes a query; the default selects everything in the store's order.
  public init(conditions: [Condition] = [], order: [Order] = [], limit: Int? = nil) {
    self.conditions = conditions
    self.order = order
    self.limit = limit
  }
}
