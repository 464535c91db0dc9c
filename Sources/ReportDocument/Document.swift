import ReportArticles
import ReportDates

/// A report as a tree of blocks and inlines, ready for any renderer. Strings are text, never markup.
///
/// ```swift
/// let document = Document(
///   title: [.text("Morning briefing")], language: "en", direction: .leftToRight,
///   blocks: [Block(.paragraph([.text("The dam was "), .strong([.text("opened")]), .text(".")]))])
/// print(document.dump())
/// // → document en ltr
/// //     title
/// //       text "Morning briefing"
/// //     paragraph
/// //       text "The dam was "
/// //       strong
/// //         text "opened"
/// //       text "."
/// //     colophon
/// ```
public struct Document: Sendable, Hashable {
  /// The headline of the report.
  public var title: [Inline]
  /// A line under it, e.g. the day in full.
  public var subtitle: [Inline]
  /// What the report was made from, in words: “41 articles, 7 sources, 12 stories; 2 sources missing”.
  public var provenance: [Inline]
  /// The language of the report's own words, BCP 47.
  public var language: String
  /// The base direction of the report.
  public var direction: TextDirection
  /// The content.
  public var blocks: [Block]
  /// Everything that is cited, in the order of first citation; `Inline.citation` counts from 1 into this list.
  public var sources: [Source]
  /// Who made the report, when and how; shown at its foot.
  public var colophon: Colophon
  /// How its citations are shown unless the reader chooses; nil when the document does not say.
  public var citations: CitationStyle?
  /// How its pictures are shown unless the reader chooses; nil when the document does not say.
  public var pictures: PictureStyle?
  /// Fixed words that go before the shipped ones of its language; nil when there are none.
  public var words: WordList?
  /// The digits of its numbers; nil for those of its language.
  public var digits: DigitSystem?

  /// The fixed words of its language, with its own words and digits.
  package var vocabulary: Vocabulary {
    var vocabulary = Vocabulary(language: language, words: words)
    if let digits { vocabulary.digits = digits }
    return vocabulary
  }

  /// Makes a document.
  public init(
    title: [Inline] = [], subtitle: [Inline] = [], provenance: [Inline] = [], language: String,
    direction: TextDirection, blocks: [Block] = [], sources: [Source] = [], colophon: Colophon = Colophon(),
    citations: CitationStyle? = nil, pictures: PictureStyle? = nil
  ) {
    self.pictures = pictures
    self.title = title
    self.subtitle = subtitle
    self.provenance = provenance
    self.language = language
    self.direction = direction
    self.blocks = blocks
    self.sources = sources
    self.colophon = colophon
    self.citations = citations
  }

  /// An article that the document cites.
  public struct Source: Sendable, Hashable {
    /// `Article.id`.
    public var article: String
    /// Its headline.
    public var title: String
    /// Its publisher, if known.
    public var publisher: String?
    /// Its address; renderers link only http, https and mailto.
    public var url: String?
    /// Its date in words, in the document's language: “published 08:10”.
    public var date: String?
    /// What the date was found in, in words: “feed”. Shown on demand only.
    public var evidence: String?
    /// ISO 8601 of that date.
    public var dateValue: String?
    /// The language of headline and publisher, BCP 47.
    public var language: String
    /// Their direction.
    public var direction: TextDirection

    /// Makes a source.
    public init(
      article: String, title: String, publisher: String? = nil, url: String? = nil, date: String? = nil,
      dateValue: String? = nil, evidence: String? = nil, language: String, direction: TextDirection
    ) {
      self.evidence = evidence
      self.article = article
      self.title = title
      self.publisher = publisher
      self.url = url
      self.date = date
      self.dateValue = dateValue
      self.language = language
      self.direction = direction
    }
  }

  /// The foot of a report.
  public struct Colophon: Sendable, Hashable {
    /// `--now`, RFC 3339.
    public var made: String?
    /// The day and time in words, in the document's language.
    public var madeText: String?
    /// The script's file name.
    public var script: String?
    /// Parameters as `name = value`, in the order of their definition.
    public var parameters: [String]
    /// The version of the program.
    public var version: String?
    /// How much of it is shown; nil for all of it, script and parameters folded where a format folds.
    public var style: Style?

    /// How much of a colophon is shown.
    public enum Style: String, Sendable, Hashable, CaseIterable {
      /// Nothing.
      case omitted = "none"
      /// When it was made and by which version.
      case short
      /// Script and parameters as well.
      case full
    }

    /// Makes a colophon.
    public init(
      made: String? = nil, madeText: String? = nil, script: String? = nil, parameters: [String] = [],
      version: String? = nil, style: Style? = nil
    ) {
      self.style = style
      self.made = made
      self.madeText = madeText
      self.script = script
      self.parameters = parameters
      self.version = version
    }
  }
}
