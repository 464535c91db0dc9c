/// An immutable, lazy query over the articles of a run: nothing is read before a result is asked for, and conditions,
/// order and limit go to the store together where they can.
final class QueryObject: ScriptObject {
  static let typeName = "Query"

  private enum Origin {
    /// Every article of the store.
    case all
    case positions([Int])
    case selected(QueryObject, ArticleQuery)
    case computed(QueryObject, ([ArticleObject]) throws -> [ArticleObject])
  }

  let run: ReportRun
  private let origin: Origin
  private var known: [Int]?

  /// All articles.
  convenience init(run: ReportRun) { self.init(run: run, .all) }

  /// The articles at positions of the store.
  convenience init(run: ReportRun, positions: [Int]) { self.init(run: run, .positions(positions)) }

  private init(run: ReportRun, _ origin: Origin) {
    self.run = run
    self.origin = origin
  }

  /// The articles of this query that satisfy all conditions.
  func filtered(_ conditions: [ArticleQuery.Condition]) -> QueryObject {
    if case .selected(let parent, var query) = origin, query.limit == nil {
      query.conditions += conditions
      return QueryObject(run: run, .selected(parent, query))
    }
    return QueryObject(run: run, .selected(self, ArticleQuery(conditions: conditions)))
  }

  /// The articles in another order; ties keep the order that there was.
  func sorted(_ order: [ArticleQuery.Order]) -> QueryObject {
    if case .selected(let parent, var query) = origin, query.limit == nil {
      query.order = order + query.order
      return QueryObject(run: run, .selected(parent, query))
    }
    return QueryObject(run: run, .selected(self, ArticleQuery(order: order)))
  }

  /// The first articles.
  func limited(_ count: Int) -> QueryObject {
    if case .selected(let parent, var query) = origin {
      query.limit = min(query.limit ?? Int.max, max(0, count))
      return QueryObject(run: run, .selected(parent, query))
    }
    return QueryObject(run: run, .selected(self, ArticleQuery(limit: max(0, count))))
  }

  /// A query whose articles are computed from those of this one.
  func computed(_ step: @escaping ([ArticleObject]) throws -> [ArticleObject]) -> QueryObject {
    QueryObject(run: run, .computed(self, step))
  }

  /// The positions of the articles in the store.
  func positions() throws -> [Int] {
    if let known { return known }
    let result: [Int]
    switch origin {
    case .all: result = Array(0..<run.input.articles.count)
    case .positions(let positions): result = positions
    case .selected(let parent, let query):
      if case .all = parent.origin {
        result = try run.input.articles.positions(matching: query)
      } else {
        let positions = try parent.positions()
        let articles = try positions.map { try run.article(at: $0).article }
        result = query.select(from: articles).map { positions[$0] }
      }
    case .computed(let parent, let step):
      result = try step(try parent.articles()).map(\.position)
    }
    // Positions that came from elsewhere are shared, not copied.
    if case .positions = origin {} else { try run.hold(result.count * MemoryLayout<Int>.stride) }
    known = result
    return result
  }

  deinit {
    if case .positions = origin { return }
    if let known { run.release(known.count * MemoryLayout<Int>.stride) }
  }

  /// The articles.
  func articles() throws -> [ArticleObject] { try positions().map { try run.article(at: $0) } }

  /// The number of articles.
  func count() throws -> Int {
    if case .all = origin { return run.input.articles.count }
    return try positions().count
  }

  /// The article at an index from 1, nil beyond the end.
  func article(at index: Int) throws -> ArticleObject? {
    let positions = try positions()
    guard index >= 1, index <= positions.count else { return nil }
    return try run.article(at: positions[index - 1])
  }
}

/// Steps through the articles of a query.
final class IteratorObject: ScriptObject {
  static let typeName = "Iterator"
  let query: QueryObject
  private var index = 0

  init(_ query: QueryObject) { self.query = query }

  func next() throws -> ArticleObject? {
    index += 1
    let article = try query.article(at: index)
    query.run.lastArticle = article
    return article
  }
}
