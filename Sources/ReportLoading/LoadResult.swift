import ReportArticles

/// What came of loading one or more inputs. Nothing is lost silently: what could not be read is listed.
public struct LoadResult: Sendable, Hashable {
  /// An input, or a part of one, that could not be read.
  public struct Problem: Sendable, Hashable, CustomStringConvertible {
    /// What kind of problem it is; the command line derives its exit code from it.
    public enum Kind: String, Sendable, Hashable {
      /// There is no such file or directory, or a pattern matches nothing.
      case missing
      /// It is there but cannot be opened or is not in a form that can be read.
      case unreadable
      /// Part of the input is broken (a line, a record, an entry); the rest was read.
      case damaged
      /// There is nothing in it: an empty file, a directory without articles.
      case empty
      /// It can be read, but is no article: a style sheet, a page that says that there is none, a report of our own.
      case foreign
    }

    /// The kind.
    public var kind: Kind
    /// The path as given.
    public var path: String
    /// The line, from 1, when it is known.
    public var line: Int?
    /// The field or column, when one is at fault.
    public var field: String?
    /// What is wrong and what to do, in one sentence.
    public var message: String

    /// Makes a problem.
    public init(kind: Kind, path: String, line: Int? = nil, field: String? = nil, message: String) {
      self.kind = kind
      self.path = path
      self.line = line
      self.field = field
      self.message = message
    }

    /// `path:line: field: message`.
    public var description: String {
      path + (line.map { ":\($0)" } ?? "") + ": " + (field.map { "\($0): " } ?? "") + message
    }
  }

  /// The articles, in the order of the inputs; within a directory, in the byte order of their paths.
  public var articles: [Article]
  /// What could not be read.
  public var problems: [Problem]
  /// Number of files (standard input included) from which at least one article came.
  public var filesRead: Int
  /// Problems beyond those that are listed: of an input that is broken throughout no more than some are.
  var unlisted = 0

  /// Makes a result.
  public init(articles: [Article] = [], problems: [Problem] = [], filesRead: Int = 0) {
    self.articles = articles
    self.problems = problems
    self.filesRead = filesRead
  }
}

/// Reads one format. Add your own to `ArticleLoader.formats`.
public protocol ArticleFormat: Sendable {
  /// The name that `origin.format` carries, e.g. `json-lines`.
  var name: String { get }

  /// How sure this format is that `head` (up to 64 KiB from the start) is its own: 0 (no) … 100 (certain). `path` may
  /// help but must not decide alone.
  func confidence(head: [UInt8], path: String) -> Int

  /// Reads the articles in `data`. Never throws: what is broken is reported in `problems`.
  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult
}

/// Settings of loading.
public struct LoadOptions: Sendable, Hashable {
  /// Day of publication to assume for articles that do not give one (`--published`), kept with evidence `file`.
  public var published: CivilDate?
  /// The day on which loading happens; dates after it are warned about. nil checks nothing.
  public var today: CivilDate?
  /// Names of fields in records: our name → theirs (`title` → `headline`).
  public var fieldMap: [String: String]
  /// Whether 03/04/2024 is the third of April in the inputs; nil leaves it to other dates of the same input, its weekday,
  /// and the language and country.
  public var dayFirst: Bool?
  /// The address that the input came from: what relative addresses in it are relative to, and the article's own where it
  /// names none.
  public var address: String?
  /// The media type that the input was sent with, its character set included (RFC 9110, 8.3).
  public var contentType: String?
  /// When the input was fetched or saved, if something outside of it says so.
  var retrieved: ArticleDate?
  /// Call articles as the input itself does where it is the only one, so that answers can be joined to it. What is loaded so
  /// is not for an archive: own names are not told apart by their sources.
  public var keepsOwnIDs = false

  /// Makes options.
  public init(
    published: CivilDate? = nil, today: CivilDate? = nil, fieldMap: [String: String] = [:], dayFirst: Bool? = nil,
    address: String? = nil, contentType: String? = nil
  ) {
    self.published = published
    self.today = today
    self.fieldMap = fieldMap
    self.dayFirst = dayFirst
    self.address = address
    self.contentType = contentType
  }

  /// The same with what the start of an input shows of its dates.
  func seeing(_ head: [UInt8]) -> LoadOptions {
    guard dayFirst == nil, let shown = DateOrder.dayFirst(shownIn: head) else { return self }
    var options = self
    options.dayFirst = shown
    return options
  }
}
