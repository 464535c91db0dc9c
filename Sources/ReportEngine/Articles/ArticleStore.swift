/// A collection of articles that reports read from: in memory, in a database, or an embedder's own.
///
/// Articles are named by their position, 0..<count, which stays the same as long as the store lives.
public protocol ArticleStore: Sendable {
  /// The number of articles.
  var count: Int { get }

  /// The article at a position in `0..<count`.
  func article(at position: Int) throws -> Article

  /// Positions of the articles that satisfy `query`, in its order; ties keep the store's order.
  func positions(matching query: ArticleQuery) throws -> [Int]
}

/// Articles held in memory, in the order in which they were loaded.
public struct MemoryArticleStore: ArticleStore {
  /// The articles.
  public let articles: [Article]

  /// Makes a store.
  public init(_ articles: [Article]) { self.articles = articles }

  public var count: Int { articles.count }

  public func article(at position: Int) throws -> Article {
    guard articles.indices.contains(position) else { throw ArticleStoreError.noSuchPosition(position) }
    return articles[position]
  }

  public func positions(matching query: ArticleQuery) throws -> [Int] {
    query.select(from: articles)
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
