import ReportArticles

/// A line of a day in brief: one sentence that leads to its story.
///
/// ```swift
/// let line = DigestLine(content: [.text("The dam opened.")], anchor: "story-1", language: "en")
/// line.direction  // → leftToRight
/// ```
public struct DigestLine: Sendable, Hashable {
  /// The sentence, without citation markers.
  public var content: [Inline]
  /// The `ArticleCard.anchor` of its story; nil when it leads nowhere.
  public var anchor: String?
  /// The language of the sentence, BCP 47.
  public var language: String
  /// Its direction.
  public var direction: TextDirection

  /// Makes a line.
  public init(content: [Inline], anchor: String? = nil, language: String, direction: TextDirection? = nil) {
    self.content = content
    self.anchor = anchor
    self.language = language
    self.direction = direction ?? .of(language: language)
  }
}

/// A number that a story turns on, and what it counts.
///
/// ```swift
/// let figure = KeyFigure(value: "850 million", label: [.text("dinars for the plant")], language: "en")
/// figure.label.plainText  // → "dinars for the plant"
/// ```
public struct KeyFigure: Sendable, Hashable {
  /// The number as it is set large.
  public var value: String
  /// Its unit and what it counts, with its citation.
  public var label: [Inline]
  /// The language of both, BCP 47.
  public var language: String
  /// Their direction.
  public var direction: TextDirection

  /// Makes a figure.
  public init(value: String, label: [Inline], language: String, direction: TextDirection? = nil) {
    self.value = value
    self.label = label
    self.language = language
    self.direction = direction ?? .of(language: language)
  }
}

extension ArticleCard {
  /// Another article on the same.
  public struct Related: Sendable, Hashable {
    /// Its headline.
    public var title: String
    /// Where it is.
    public var url: String?
    /// Who published it.
    public var source: String?
    /// The language of its headline, BCP 47.
    public var language: String
    /// Its direction.
    public var direction: TextDirection

    /// Makes an entry.
    public init(
      title: String, url: String? = nil, source: String? = nil, language: String, direction: TextDirection? = nil
    ) {
      self.title = title
      self.url = url
      self.source = source
      self.language = language
      self.direction = direction ?? .of(language: language)
    }
  }
}
