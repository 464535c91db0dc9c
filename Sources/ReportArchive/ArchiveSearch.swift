import GRDB
import ReportAnalysis
import ReportArticles

extension ArchiveStore {
  /// Positions of the articles among those of `query` that have the words, ranked as `SearchIndex` over those articles
  /// ranks them. nil when not all articles are indexed.
  public func search(_ words: String, all: Bool, matching query: ArticleQuery) throws -> [Int]? {
    let condition = sql.condition(query)
    return try read { database in
      guard try isIndexed(database) else { return nil }
      let query = SearchQuery(words, languages: try languages(matching: condition, database))
      if query.words.isEmpty { return [] }
      return try ranking(condition, database).hits(query, all: all) { try postings(of: $0, condition, database) }
        .map(\.position)
    }
  }

  /// Positions of the articles among those of `query` that are most like the one at `position`, ranked as `SearchIndex` over
  /// those articles ranks them. nil when not all articles are indexed.
  public func similar(to position: Int, limit: Int, matching query: ArticleQuery) throws -> [Int]? {
    let condition = sql.condition(query)
    let article = try article(at: position)
    return try read { database in
      guard try isIndexed(database) else { return nil }
      let ranking = try ranking(condition, database)
      var indexer = TermIndexer()
      let (terms, length) = indexer.profile(of: article)
      var known: [String: [TermRanking.Posting]] = [:]
      let profile = try ranking.profile(of: terms, length: length) { key in
        guard condition != nil else { return try frequency(of: key, database) }
        let found = try postings(of: key, condition, database)
        known[key] = found
        return found.count
      }
      return try ranking.similar(profile) { key in try known[key] ?? postings(of: key, condition, database) }
        .map(\.position).filter { $0 != position }.prefix(max(0, limit)).map { $0 }
    }
  }

  private func isIndexed(_ database: Database) throws -> Bool {
    try ArchiveSchema.version(of: database) >= ArchiveSchema.termVersion
      && ArchiveSetting.number("unindexed", database) == 0
  }

  private func ranking(_ condition: SQLPiece?, _ database: Database) throws -> TermRanking {
    let (count, length) = try size(condition, database)
    return TermRanking(count: count, meanLength: max(1, Float(length) / Float(max(1, count))))
  }

  /// In how many articles a term is.
  private func frequency(of key: String, _ database: Database) throws -> Int {
    let statement = try database.cachedStatement(sql: "SELECT count(*) FROM term_place WHERE term = ?")
    return try Int.fetchOne(statement, arguments: [TermIndexer.spelt(key)]) ?? 0
  }

  /// The languages of the selected articles, as the search tells them apart, in the order of the articles.
  private func languages(matching condition: SQLPiece?, _ database: Database) throws -> [String] {
    var tags = languages
    if let condition {
      tags = try String.fetchAll(
        database, sql: "SELECT DISTINCT language FROM article WHERE \(condition.sql)",
        arguments: StatementArguments(condition.arguments))
    }
    var primary: [String] = []
    for tag in tags.map(TermIndexer.primary) where !primary.contains(tag) { primary.append(tag) }
    return primary.sorted()
  }

  private func size(_ condition: SQLPiece?, _ database: Database) throws -> (count: Int, length: Int) {
    guard let condition else { return (count, try ArchiveSetting.number("length", database)) }
    let row = try Row.fetchOne(
      database,
      sql: "SELECT count(*), sum(posting.length) FROM article JOIN posting USING (position) WHERE \(condition.sql)",
      arguments: StatementArguments(condition.arguments))
    return (row?[0] ?? 0, row?[1] ?? 0)
  }

  /// Where a term stands. The place of a term in the index tells its weight: terms of equal weight stand together.
  private func postings(
    of key: String, _ condition: SQLPiece?, _ database: Database
  ) throws -> [TermRanking.Posting] {
    let term = TermIndexer.spelt(key)
    var sql = "SELECT term_place.doc, term_place.offset, posting.length, posting.classes "
    var arguments: [any DatabaseValueConvertible] = [term]
    sql += "FROM term_place CROSS JOIN posting ON posting.position = term_place.doc "
    if let condition {
      sql += "CROSS JOIN article ON article.position = term_place.doc WHERE term_place.term = ? AND \(condition.sql)"
      arguments += condition.arguments
    } else {
      sql += "WHERE term_place.term = ?"
    }
    var postings: [TermRanking.Posting] = []
    let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    while let row = try rows.next() {
      let place: Int = try row.decode(atIndex: 1)
      let weight = try row.withUnsafeData(atIndex: 3) { data in
        try data?.withUnsafeBytes { try Self.weight(at: place, classes: $0) } ?? 0
      }
      try postings.append(
        .init(
          position: row.decode(atIndex: 0), frequency: Float(weight) / 2,
          length: Float(row.decode(Int.self, atIndex: 2))))
    }
    return postings
  }

  private static func weight(at place: Int, classes: UnsafeRawBufferPointer) throws -> Int {
    var reader = ByteReader(classes)
    var left = place
    while true {
      let weight = Int(try reader.unsigned() & 0xFFFF_FFFF)
      let count = Int(try reader.unsigned() & 0xFFFF_FFFF)
      if left < count { return weight }
      left -= count
    }
  }
}

/// Numbers that are kept about the whole archive.
enum ArchiveSetting {
  static func number(_ name: String, _ database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT CAST(value AS INTEGER) FROM setting WHERE name = ?", arguments: [name]) ?? 0
  }
}
