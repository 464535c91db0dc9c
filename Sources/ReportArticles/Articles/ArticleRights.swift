/// What a source says about the use of an article: to search engines, to text and data mining, by its licence.
///
/// ```swift
/// var rights = ArticleRights(robots: ["noarchive", "max-snippet:90"])
/// rights.tdmReservation = true
/// rights.words  // → ["max-snippet", "noarchive", "tdm-reservation"]
/// rights.snippetLimit  // → 90
/// ArticleRights(robots: ["nosnippet"]).snippetLimit  // → 0
/// ```
public struct ArticleRights: Sendable, Hashable {
  /// The directives of robots meta elements and `X-Robots-Tag` that forbid or limit something and are meant for everybody or
  /// for this program: `noarchive`, `nosnippet`, `max-snippet:90` …; in lower case, each once.
  public var robots: [String]
  /// Whether rights to text and data mining are reserved (TDM Reservation Protocol); nil when nothing is said.
  public var tdmReservation: Bool?
  /// Where the terms for text and data mining stand.
  public var tdmPolicy: String?
  /// Licences, as addresses or names.
  public var licenses: [String]
  /// The notice of copyright, as printed.
  public var copyright: String?
  /// Who holds the copyright, where that is said apart.
  public var copyrightHolder: String?

  /// Makes rights; nothing is said unless given.
  public init(
    robots: [String] = [], tdmReservation: Bool? = nil, tdmPolicy: String? = nil, licenses: [String] = [],
    copyright: String? = nil, copyrightHolder: String? = nil
  ) {
    self.robots = robots
    self.tdmReservation = tdmReservation
    self.tdmPolicy = tdmPolicy
    self.licenses = licenses
    self.copyright = copyright
    self.copyrightHolder = copyrightHolder
  }

  /// Whether nothing is said.
  public var isEmpty: Bool {
    robots.isEmpty && licenses.isEmpty && tdmReservation == nil && tdmPolicy == nil && copyright == nil
      && copyrightHolder == nil
  }

  /// How many characters of the text may be shown as an excerpt: 0 for `nosnippet`; nil when there is no limit.
  public var snippetLimit: Int? {
    var limit: Int?
    for directive in robots {
      if directive == "nosnippet" { return 0 }
      guard directive.hasPrefix("max-snippet:"), let number = Int(directive.dropFirst(12)), number >= 0 else {
        continue
      }
      limit = min(limit ?? number, number)
    }
    return limit
  }

  /// What is said, in words that can be asked for, in their order: the names of the directives, `tdm-reservation`, `license`, `copyright`.
  public var words: [String] {
    var words = robots.map { String($0.prefix { $0 != ":" }) }
    if tdmReservation == true { words.append("tdm-reservation") }
    if !licenses.isEmpty { words.append("license") }
    if copyright != nil || copyrightHolder != nil { words.append("copyright") }
    return words.uniqued().sorted()
  }

  /// Adds what another place says about the same article. All that is forbidden stays forbidden; where only one can hold,
  /// what is there stays.
  public mutating func add(_ other: ArticleRights) {
    robots = Array((robots + other.robots).uniqued().prefix(Self.most))
    licenses = Array((licenses + other.licenses).uniqued().prefix(Self.most))
    if tdmReservation == nil { (tdmReservation, tdmPolicy) = (other.tdmReservation, tdmPolicy ?? other.tdmPolicy) }
    copyright = copyright ?? other.copyright
    copyrightHolder = copyrightHolder ?? other.copyrightHolder
  }

  /// Directives and licences that are kept of one article.
  private static let most = 16
}
