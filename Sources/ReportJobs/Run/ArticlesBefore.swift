import ReportEngine

/// The articles of a store that bear a date before a moment, or none: what a briefing for that moment can be made from. A
/// date that names a day counts from its beginning. Everything else is the store's own: what it keeps of its articles, too.
struct ArticlesBefore: ArticleStore, TemporalExpressionStore {
  let base: any ArticleStore
  let count: Int
  private let condition: ArticleQuery.Condition

  init(_ moment: Instant, in base: any ArticleStore) throws {
    self.base = base
    condition = .any([
      .instant(.date, from: nil, to: moment, offset: moment.offset), .not(.isPresent(.date)),
    ])
    count = try base.count(matching: ArticleQuery(conditions: [condition]))
  }

  private func narrowed(_ query: ArticleQuery) -> ArticleQuery {
    var query = query
    query.conditions.append(condition)
    return query
  }

  func article(at position: Int) throws -> Article { try base.article(at: position) }
  func head(at position: Int) throws -> Article { try base.head(at: position) }
  func derived(at position: Int) throws -> DerivedArticle? { try base.derived(at: position) }

  /// The story as the store keeps it, of the articles that are there.
  func story(at position: Int) throws -> KeptStory? {
    guard var story = try base.story(at: position) else { return nil }
    let query = ArticleQuery(conditions: [condition])
    story.positions = try story.positions.filter { !query.select(from: [try base.head(at: $0)]).isEmpty }
    return story
  }

  func expressions(at position: Int, in text: String) throws -> [TemporalExpression]? {
    try (base as? any TemporalExpressionStore)?.expressions(at: position, in: text)
  }

  func positions(matching query: ArticleQuery) throws -> [Int] { try base.positions(matching: narrowed(query)) }
  func count(matching query: ArticleQuery) throws -> Int { try base.count(matching: narrowed(query)) }

  func values(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleKeyValues] {
    try base.values(of: keys, matching: narrowed(query), clock: clock)
  }

  func counts(of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock) throws -> [ArticleCount] {
    try base.counts(of: keys, matching: narrowed(query), clock: clock)
  }

  func search(_ words: String, all: Bool, matching query: ArticleQuery) throws -> [Int]? {
    try base.search(words, all: all, matching: narrowed(query))
  }

  func similar(to position: Int, limit: Int, matching query: ArticleQuery) throws -> [Int]? {
    try base.similar(to: position, limit: limit, matching: narrowed(query))
  }
}
