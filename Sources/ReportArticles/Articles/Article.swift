/// The direction of a run of text, as in HTML's `dir` attribute.
///
/// ```swift
/// TextDirection.of("افتتح الوزير السد")  // → rightToLeft
/// TextDirection.of(language: "en-GB")  // → leftToRight
/// TextDirection.of("12:30")  // → nil
/// ```
public enum TextDirection: String, Sendable, Hashable {
  /// As Latin script runs.
  case leftToRight = "ltr"
  /// As Arabic and Hebrew script run.
  case rightToLeft = "rtl"
}

/// One news article, whatever form it came in. Text is kept as the source has it, typing errors included; only white
/// space, repeated page furniture and promotion lines have been taken out by the loader.
///
/// ```swift
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "news/dam.html", format: "html"),
///   url: "https://www.post.example.org/dam", title: "Dam opens", language: "en",
///   paragraphs: ["The dam was opened.", "It holds 40 million cubic metres."])
/// article.source  // → "post.example.org"
/// article.text.count  // → 54
/// article.bestDate?.date  // → nil
/// ```
public struct Article: Sendable, Hashable, Identifiable {
  /// Where an article was read from.
  public struct Origin: Sendable, Hashable {
    /// The path as given, `-` for standard input.
    public var path: String
    /// The position of the article in that input, from 0.
    public var index: Int
    /// The input format, e.g. `json-lines`, `rss`, `page-text`.
    public var format: String
    /// The line where the article starts, from 1, when the format has lines.
    public var line: Int?
    /// The character encoding that the input was in, e.g. `windows-1256`, when it is known.
    public var encoding: String?
    /// The loader script that had a part in it; nil when none had.
    public var loader: Loader?

    /// A loader script, and what it said.
    public struct Loader: Sendable, Hashable {
      /// The path of the script, as it was named.
      public var script: String
      /// The fields that come from it, in the byte order of their names.
      public var fields: [String]

      /// Makes the name of a loader.
      public init(script: String, fields: [String]) {
        self.script = script
        self.fields = fields
      }
    }

    /// Makes an origin.
    public init(path: String, index: Int = 0, format: String, line: Int? = nil, encoding: String? = nil) {
      self.path = path
      self.index = index
      self.format = format
      self.line = line
      self.encoding = encoding
    }
  }

  /// A person named in a page's masthead, who is not an author of the article.
  public struct Editor: Sendable, Hashable {
    /// The role as printed.
    public var role: String
    /// The name as printed.
    public var name: String

    /// Makes an editor.
    public init(role: String, name: String) {
      self.role = role
      self.name = name
    }
  }

  /// An image that belongs to the article. It is never loaded.
  public struct Image: Sendable, Hashable {
    /// The address as in the source, made absolute where the base is known.
    public var url: String
    /// The caption, if one goes with this image.
    public var caption: String?
    /// The text alternative, if the source has one.
    public var alt: String?

    /// Makes an image.
    public init(url: String, caption: String? = nil, alt: String? = nil) {
      self.url = url
      self.caption = caption
      self.alt = alt
    }
  }

  /// Something doubtful that the loader noticed, e.g. code `date-conflict`.
  ///
  /// ```swift
  /// var article = Article(id: "a", origin: Article.Origin(path: "a.txt", format: "text"), title: "")
  /// article.warnings.append(Article.Warning(code: "no-title", message: "there is no title", line: 1))
  /// article.warnings.map(\.code)  // → ["no-title"]
  /// ```
  public struct Warning: Sendable, Hashable {
    /// A stable, hyphenated code.
    public var code: String
    /// One sentence for people.
    public var message: String
    /// The line of the input, from 1, when there is one.
    public var line: Int?

    /// Makes a warning.
    public init(code: String, message: String, line: Int? = nil) {
      self.code = code
      self.message = message
      self.line = line
    }
  }

  /// Stable from run to run: from the URL or GUID, else from the content.
  public var id: String
  /// Where it was read from.
  public var origin: Origin
  /// The canonical address.
  public var url: String?
  /// The headline; empty when the source has none.
  public var title: String
  /// A line under the headline.
  public var subtitle: String?
  /// The section of the paper, as printed.
  public var section: String?
  /// The publisher or source.
  public var publisher: String?
  /// The authors, in order.
  public var authors: [String]
  /// People of the masthead, each once.
  public var editors: [Editor]
  /// BCP 47, e.g. `ar`; `und` when it cannot be told.
  public var language: String
  /// The base direction of the text.
  public var direction: TextDirection
  /// When the article was published, nil when that is not known.
  public var published: ArticleDate?
  /// When it was last changed.
  public var updated: ArticleDate?
  /// When the page was fetched or printed.
  public var retrieved: ArticleDate?
  /// What is known about the day of publication when `published` is nil.
  public var dateBounds: DateBounds?
  /// Captions of images and videos, in order.
  public var captions: [String]
  /// The body, one string a paragraph.
  public var paragraphs: [String]
  /// The source's own keywords.
  public var keywords: [String]
  /// Images, in order.
  public var images: [Image]
  /// What the loader found doubtful.
  public var warnings: [Warning]
  /// What the source says about the use of the article; nil when it says nothing.
  public var rights: ArticleRights?

  /// Makes an article; everything but identity, origin and title may be left out.
  public init(
    id: String, origin: Origin, url: String? = nil, title: String, subtitle: String? = nil,
    section: String? = nil, publisher: String? = nil, authors: [String] = [], editors: [Editor] = [],
    language: String = "und", direction: TextDirection = .leftToRight, published: ArticleDate? = nil,
    updated: ArticleDate? = nil, retrieved: ArticleDate? = nil, dateBounds: DateBounds? = nil,
    captions: [String] = [], paragraphs: [String] = [], keywords: [String] = [], images: [Image] = [],
    warnings: [Warning] = []
  ) {
    self.id = id
    self.origin = origin
    self.url = url
    self.title = title
    self.subtitle = subtitle
    self.section = section
    self.publisher = publisher
    self.authors = authors
    self.editors = editors
    self.language = language
    self.direction = direction
    self.published = published
    self.updated = updated
    self.retrieved = retrieved
    self.dateBounds = dateBounds
    self.captions = captions
    self.paragraphs = paragraphs
    self.keywords = keywords
    self.images = images
    self.warnings = warnings
  }

  /// The paragraphs joined by one empty line.
  public var text: String { Self.text(of: paragraphs) }

  package static func text(of paragraphs: [String]) -> String {
    paragraphs.count == 1 ? paragraphs[0] : paragraphs.joined(separator: "\n\n")
  }

  /// What a date of an article stands for.
  public enum DateBasis: String, Sendable, Hashable {
    /// Which of an article's dates it is.
    case published, updated, retrieved
  }

  /// The best known date and what it stands for: published, else updated, else retrieved.
  public var bestDate: (date: ArticleDate, basis: DateBasis)? {
    if let published { return (published, .published) }
    if let updated { return (updated, .updated) }
    return retrieved.map { ($0, .retrieved) }
  }
}
