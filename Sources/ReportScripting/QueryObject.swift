import ReportAnalysis
import ReportArticles
import ReportLua

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
    case tested(QueryObject, ([Int]) throws -> [Int])
    case searched(QueryObject, String, SearchIndex.Match)
    case alike(QueryObject, ArticleObject, Int)
  }

  let run: ReportRun
  private let origin: Origin
  private var known: [Int]?
  /// Steps behind one another. They are resolved, and released, one inside of the other.
  private let depth: Int
  private static let maximumDepth = 200
  /// Conditions, values and words that one step may have, those of steps that became one with it included.
  private static let maximumConditions = 10_000
  /// With more than these, what an article is compared with is looked at here, under the limits, and not by the store.
  private static let quickConditions = 50

  /// All articles.
  convenience init(run: ReportRun) { self.init(run: run, .all, depth: 0) }

  /// The articles at positions of the store.
  convenience init(run: ReportRun, positions: [Int]) { self.init(run: run, .positions(positions), depth: 0) }

  private init(run: ReportRun, _ origin: Origin, depth: Int) {
    self.run = run
    self.origin = origin
    self.depth = depth
  }

  /// A query behind this one; `other` is one more that it asks when it is resolved.
  private func step(_ origin: Origin, asking other: QueryObject? = nil) throws -> QueryObject {
    let depth = max(depth, other?.depth ?? 0)
    guard depth < Self.maximumDepth else {
      throw HostError(
        "a query has at most \(Self.maximumDepth) steps", hint: "begin again with ctx.articles, not with the last query"
      )
    }
    return QueryObject(run: run, origin, depth: depth + 1)
  }

  /// The same step with another question to the store.
  private func step(on parent: QueryObject, _ query: ArticleQuery) throws -> QueryObject {
    guard query.size <= Self.maximumConditions else {
      throw HostError("a query has at most \(Self.maximumConditions) conditions, words and sort keys")
    }
    return try parent.step(.selected(parent, query))
  }

  /// The articles of this query that satisfy all conditions.
  func filtered(_ conditions: [ArticleQuery.Condition]) throws -> QueryObject {
    if case .selected(let parent, var query) = origin, query.limit == nil {
      query.conditions += conditions
      return try step(on: parent, query)
    }
    return try step(on: self, ArticleQuery(conditions: conditions))
  }

  /// The articles in another order; ties keep the order that there was.
  func sorted(_ order: [ArticleQuery.Order]) throws -> QueryObject {
    if case .selected(let parent, var query) = origin, query.limit == nil {
      query.order = order + query.order
      return try step(on: parent, query)
    }
    return try step(on: self, ArticleQuery(order: order))
  }

  /// The first articles.
  func limited(_ count: Int) throws -> QueryObject {
    if case .selected(let parent, var query) = origin {
      query.limit = min(query.limit ?? Int.max, max(0, count))
      return try step(on: parent, query)
    }
    return try step(on: self, ArticleQuery(limit: max(0, count)))
  }

  /// A query whose articles are computed from those of this one, and of `other` if `step` asks for them.
  func computed(
    asking other: QueryObject? = nil, _ step: @escaping ([ArticleObject]) throws -> [ArticleObject]
  ) throws -> QueryObject {
    try self.step(.computed(self, step), asking: other)
  }

  /// A query of those articles whose positions a test leaves.
  func tested(_ accepting: @escaping ([Int]) throws -> [Int]) throws -> QueryObject {
    try step(.tested(self, accepting))
  }

  /// The articles that have the words, the most relevant first.
  func searched(_ words: String, match: SearchIndex.Match) throws -> QueryObject {
    try step(.searched(self, words, match))
  }

  /// The articles most like another, which is left out, the most alike first.
  func alike(_ article: ArticleObject, limit: Int) throws -> QueryObject {
    try step(.alike(self, article, max(0, limit)))
  }

  /// The query as the store can answer it by itself; nil when it takes more than that.
  var storeQuery: ArticleQuery? {
    switch origin {
    case .all: return ArticleQuery()
    case .selected(let parent, let query):
      if case .all = parent.origin { return query }
      return nil
    default: return nil
    }
  }

  /// The positions of the articles in the store.
  func positions() throws -> [Int] {
    if let known { return known }
    let result: [Int]
    switch origin {
    case .all: result = try run.input.articles.positions(matching: ArticleQuery())
    case .positions(let positions): result = positions
    case .selected(let parent, let query):
      if case .all = parent.origin, query.size <= Self.quickConditions {
        result = try run.input.articles.positions(matching: query)
      } else {
        result = try select(query, from: try parent.positions())
      }
    case .searched(let parent, let words, let match):
      if let query = parent.storeQuery, query.order.isEmpty, query.limit == nil,
        let found = try run.input.articles.search(words, all: match == .all, matching: query)
      {
        result = found
      } else {
        let articles = try parent.members()
        let found = try run.analysis.search(words, match: match, in: articles.map(\.article))
        result = found.filter(articles.indices.contains).map { articles[$0].position }
      }
    case .alike(let parent, let article, let limit):
      result = try alike(article, among: parent, limit: limit)
    case .computed(let parent, let step):
      result = try step(try parent.members()).map(\.position)
    case .tested(let parent, let accepting): result = try accepting(try parent.positions())
    }
    // Positions that came from elsewhere are shared, not copied.
    if case .positions = origin {} else { try run.hold(result.count * MemoryLayout<Int>.stride) }
    known = result
    return result
  }

  /// How many of the articles have all words of a phrase.
  func counter() throws -> (String) throws -> Int {
    let store = run.input.articles
    if let query = storeQuery, query.order.isEmpty, query.limit == nil,
      try store.search("", all: true, matching: query) != nil
    {
      return { try store.search($0, all: true, matching: query)?.count ?? 0 }
    }
    let index = try run.analysis.index(try members().map(\.article))
    return { index.search($0).count }
  }

  private func alike(_ article: ArticleObject, among parent: QueryObject, limit: Int) throws -> [Int] {
    if let query = parent.storeQuery, query.order.isEmpty, query.limit == nil,
      let found = try run.input.articles.similar(to: article.position, limit: limit, matching: query)
    {
      return found
    }
    let articles = try parent.members()
    let found = try run.analysis.similar(to: article.article, in: articles.map(\.article), limit: limit) {
      articles[$0].position == article.position
    }
    return found.map { articles[$0].position }
  }

  /// Answers a query over some of the articles, a few at a time.
  private func select(_ query: ArticleQuery, from positions: [Int]) throws -> [Int] {
    let conditions = ArticleQuery(conditions: query.conditions)
    let step = max(1, 4096 / max(1, query.size))
    var found: [Int] = []
    for start in stride(from: 0, to: positions.count, by: step) {
      try run.analysis.checkpoint()
      let block = positions[start..<min(positions.count, start + step)]
      let articles = try block.map { try run.article(at: $0).article }
      found += conditions.select(from: articles).map { block[start + $0] }
    }
    if query.order.isEmpty, query.limit == nil { return found }
    let articles = try found.map { try run.article(at: $0).article }
    return ArticleQuery(order: query.order, limit: query.limit).select(from: articles).map { found[$0] }
  }

  deinit {
    if case .positions = origin { return }
    if let known { run.release(known.count * MemoryLayout<Int>.stride) }
  }

  /// The articles, for a step of another query or to be counted.
  func members() throws -> [ArticleObject] { try positions().map { try run.article(at: $0) } }

  /// The articles, which the script can show from now on.
  func articles() throws -> [ArticleObject] {
    let positions = try positions()
    run.give(positions)
    return try positions.map { try run.article(at: $0) }
  }

  /// The names of the sources, each once, in the order of the articles.
  func sources() throws -> [String] {
    guard known == nil, let query = storeQuery else { return try members().map(\.source).uniqued() }
    return try run.input.articles.values(of: [.source], matching: query, clock: run.clock)
      .compactMap { $0.values[0].first }.uniqued()
  }

  /// The same without order, from the store's sums where it has them.
  func sourceSet() throws -> Set<String> {
    guard known == nil, let query = storeQuery else { return Set(try members().map(\.source)) }
    return Set(
      try run.input.articles.counts(of: [.source], matching: query, clock: run.clock).compactMap { $0.values[0] })
  }

  /// The number of articles.
  func count() throws -> Int {
    if case .all = origin { return run.input.articles.count }
    if known == nil, let query = storeQuery { return try run.input.articles.count(matching: query) }
    return try positions().count
  }

  /// The article at an index from 1, nil beyond the end.
  func article(at index: Int) throws -> ArticleObject? {
    if index == 1, known == nil, var query = storeQuery {
      query.limit = min(query.limit ?? 1, 1)
      return try run.input.articles.positions(matching: query).first.map { position in
        run.give([position])
        return try run.article(at: position)
      }
    }
    let positions = try positions()
    guard index >= 1, index <= positions.count else { return nil }
    run.give([positions[index - 1]])
    return try run.article(at: positions[index - 1])
  }
}

extension ArticleQuery {
  /// How much an article is compared with.
  fileprivate var size: Int { order.count + conditions.reduce(0) { $0 + $1.size } }
}

extension ArticleQuery.Condition {
  fileprivate var size: Int {
    switch self {
    case .isOneOf(_, let values): return max(1, values.count)
    case .any(let conditions): return conditions.reduce(1) { $0 + $1.size }
    case .not(let condition): return condition.size
    case .contains, .day, .instant, .isPresent, .count: return 1
    }
  }
}

/// The articles of a query for a loop. Lua gets a function that gives them one by one.
final class IteratorObject: ScriptObject {
  static let typeName = "Iterator"
  /// The positions in the store.
  let positions: [Int]

  init(_ query: QueryObject) throws {
    positions = try query.positions()
    query.run.give(positions)
  }
}
