/// A collection of articles that reports read from: in memory, in a database, or an embedder's own.
///
/// Articles are named by their position, a number that stays the same as long as the store lives. Ascending positions are
/// the store's order; there may be gaps. Three requirements suffice; a store that can answer the others faster than by
/// reading its articles says so by implementing them.
///
/// ```swift
/// struct Numbered: ArticleStore {
///   var count: Int { 3 }
///   func article(at position: Int) throws -> Article {
///     Article(id: "\(position)", origin: .init(path: "-", format: "made"), title: "Number \(position)")
///   }
///   func positions(matching query: ArticleQuery) throws -> [Int] {
///     query.select(from: try (0..<count).map(article))
///   }
/// }
/// try Numbered().count(matching: ArticleQuery(limit: 2))  // → 2
/// ```
public protocol ArticleStore: Sendable {
  /// The number of articles.
  var count: Int { get }

  /// The article at a position.
  func article(at position: Int) throws -> Article

  /// Positions of the articles that satisfy `query`, in its order; ties keep the store's order.
  func positions(matching query: ArticleQuery) throws -> [Int]

  /// The article at a position without what is long: paragraphs, captions and images may be empty. By default the whole
  /// article.
  func head(at position: Int) throws -> Article

  /// The number of articles that satisfy `query`. By default from `positions`.
  func count(matching query: ArticleQuery) throws -> Int

  /// The values of `keys` of the articles that satisfy `query`, in its order. By default from the heads.
  func values(of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock) throws -> [ArticleKeyValues]

  /// How many articles that satisfy `query` have each combination of values of `keys`, in no particular order. By default
  /// from `values`.
  func counts(of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock) throws -> [ArticleCount]

  /// Positions of the articles among those of `query` that have the words, the most relevant first, as `SearchIndex` over
  /// those articles finds them; nil (the default) when the store has no index of words.
  func search(_ words: String, all: Bool, matching query: ArticleQuery) throws -> [Int]?

  /// Positions of the articles among those of `query` that are most like the one at `position`, the most alike first, itself
  /// left out, as `SearchIndex` over those articles finds them; nil (the default) when the store has no index of words.
  func similar(to position: Int, limit: Int, matching query: ArticleQuery) throws -> [Int]?

  /// What was found in an article when it was added, nil (the default) when nothing was kept or it is out of date.
  func derived(at position: Int) throws -> DerivedArticle?

  /// The story that an article was assigned to when it was added, nil (the default) when no stories are kept or they are
  /// out of date.
  func story(at position: Int) throws -> KeptStory?
}

extension ArticleStore {
  public func head(at position: Int) throws -> Article { try article(at: position) }

  public func count(matching query: ArticleQuery) throws -> Int { try positions(matching: query).count }

  public func values(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleKeyValues] {
    try positions(matching: query).map { position in
      let head = try head(at: position)
      return ArticleKeyValues(position: position, values: keys.map { $0.values(in: head, clock: clock) })
    }
  }

  public func counts(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleCount] {
    ArticleCount.adding(try values(of: keys, matching: query, clock: clock).map { ($0.values, 1) })
  }

  public func search(_ words: String, all: Bool, matching query: ArticleQuery) throws -> [Int]? { nil }

  public func similar(to position: Int, limit: Int, matching query: ArticleQuery) throws -> [Int]? { nil }

  public func derived(at position: Int) throws -> DerivedArticle? { nil }

  public func story(at position: Int) throws -> KeptStory? { nil }
}

/// A store that gives whole articles whatever is asked for.
package protocol WholeArticleStore: ArticleStore {
  /// The article at a position, and whether it lies in memory all the time.
  func whole(at position: Int) throws -> (article: Article, isInMemory: Bool)
}

/// Articles held in memory, in the order in which they were loaded; positions are 0..<count.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let store = MemoryArticleStore([
///   Article(id: "1", origin: origin, title: "Flood", section: "City"),
///   Article(id: "2", origin: origin, title: "Handball", section: "Sport"),
/// ])
/// let city = ArticleQuery(conditions: [.isOneOf(.section, ["City"])])
/// try store.positions(matching: city)  // → [0]
/// try store.counts(of: [.section], matching: ArticleQuery(), clock: .utc).count  // → 2
/// try store.article(at: 7)  // throws: there is no article number 7
/// ```
public struct MemoryArticleStore: ArticleStore, WholeArticleStore {
  /// The articles.
  public let articles: [Article]

  /// Makes a store.
  public init(_ articles: [Article]) { self.articles = articles }

  public var count: Int { articles.count }

  public func article(at position: Int) throws -> Article {
    guard articles.indices.contains(position) else { throw ArticleStoreError.noSuchPosition(position) }
    return articles[position]
  }

  package func whole(at position: Int) throws -> (article: Article, isInMemory: Bool) {
    (try article(at: position), true)
  }

  public func positions(matching query: ArticleQuery) throws -> [Int] {
    query.select(from: articles)
  }
}

/// What was found in an article once and is kept with it.
public struct DerivedArticle: Sendable, Hashable {
  /// The sentences of each paragraph, as UTF-8 ranges in it.
  public var sentences: [[Range<Int>]]

  /// Makes it.
  public init(sentences: [[Range<Int>]]) { self.sentences = sentences }
}

/// A story as a store keeps it: assigned article by article as they came, and the same ever since.
public struct KeptStory: Sendable, Hashable {
  /// The identity: “story-” and the identity of the article that founded it.
  public var id: String
  /// Positions of its articles, ascending.
  public var positions: [Int]

  /// Makes it.
  public init(id: String, positions: [Int]) {
    self.id = id
    self.positions = positions
  }
}

/// What a store may throw.
public enum ArticleStoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// There is no article at this position.
  case noSuchPosition(Int)
  /// The store could not answer; the text says why.
  case unavailable(String)

  public var description: String {
    switch self {
    case .noSuchPosition(let position): return "there is no article number \(position)"
    case .unavailable(let reason): return reason
    }
  }
}
