import Foundation
import GRDB
import ReportArticles
import ReportDates

/// The articles of an archive as they stood when the store was made: what is added meanwhile does not show. Heads are
/// read from the database one by one, bodies only when they are asked for.
public final class ArchiveStore: ArticleStore {
  public let count: Int
  let archive: Archive
  /// The version of the archive; one that has not been written to for a while lacks what newer ones keep.
  let version: Int
  /// The languages that the archive has, in byte order.
  let languages: [String]

  /// From one language to the next in the index, however many articles each has.
  static let languagesInUse = """
    WITH RECURSIVE used(language) AS (
      SELECT min(language) FROM article
      UNION ALL SELECT (SELECT min(language) FROM article WHERE language > used.language) FROM used
        WHERE used.language IS NOT NULL)
    SELECT language FROM used WHERE language IS NOT NULL
    """

  /// Makes a store and begins to read. The archive serves this one store from then on.
  public init(_ archive: Archive) throws(ArchiveError) {
    self.archive = archive
    do {
      (count, languages, version) = try archive.queue.inDatabase { database in
        // One transaction for the store's whole life: all answers come from one state of the archive.
        try database.execute(sql: "BEGIN")
        var count = try Int.fetchOne(database, sql: "SELECT sum(n) FROM tally") ?? 0
        // A sum that the articles cannot have would be believed by whoever asks for room: they are counted then.
        let last = try Int.fetchOne(database, sql: "SELECT max(position) FROM article") ?? 0
        if count < 0 || count > max(last, 0) {
          count = try Int.fetchOne(database, sql: "SELECT count(*) FROM article") ?? 0
        }
        return (
          count,
          try String.fetchAll(database, sql: Self.languagesInUse),
          try ArchiveSchema.version(of: database)
        )
      }
    } catch {
      throw Archive.failure(error, path: archive.path)
    }
  }

  /// Opens the archive at a path and its store.
  public convenience init(path: String) throws(ArchiveError) { try self.init(Archive(path: path)) }

  func read<T>(_ body: (Database) throws -> T) throws -> T {
    do { return try archive.queue.inDatabase(body) } catch let error as ArticleStoreError { throw error } catch {
      throw ArticleStoreError.unavailable(Archive.failure(error, path: archive.path).description)
    }
  }

  var sql: QuerySQL { QuerySQL(languages: languages) }

  // MARK: Articles

  public func head(at position: Int) throws -> Article {
    try read { try ArticleRow.head(at: position, $0) }
  }

  public func article(at position: Int) throws -> Article {
    try read { database in
      var article = try ArticleRow.head(at: position, database)
      try ArticleRow.addBody(at: position, to: &article, database)
      return article
    }
  }

  // MARK: Queries

  public func positions(matching query: ArticleQuery) throws -> [Int] {
    let piece = sql.select("article.position", query)
    return try read {
      try Int.fetchAll($0.cachedStatement(sql: piece.sql), arguments: StatementArguments(piece.arguments))
    }
  }

  public func count(matching query: ArticleQuery) throws -> Int {
    if query.conditions.isEmpty { return min(count, max(0, query.limit ?? count)) }
    var unordered = query
    unordered.order = []
    unordered.limit = nil
    let piece = sql.select("count(*)", unordered, suffix: " ")
    let found = try read {
      try Int.fetchOne($0.cachedStatement(sql: piece.sql), arguments: StatementArguments(piece.arguments)) ?? 0
    }
    return min(found, max(0, query.limit ?? found))
  }
}

// What was found in the articles when they were added, as long as the same version of the algorithms found it.
extension ArchiveStore: TemporalExpressionStore {
  public func derived(at position: Int) throws -> DerivedArticle? {
    try kept(at: position) { DerivedArticle(sentences: try DerivedCoding.sentences($0)) }
  }

  public func expressions(at position: Int, in text: String) throws -> [TemporalExpression]? {
    try kept(at: position) { try DerivedCoding.derivation($0, text: text).dates }
  }

  private func kept<T>(at position: Int, _ read: (UnsafeRawBufferPointer) throws -> T) throws -> T? {
    try self.read { database in
      let statement = try database.cachedStatement(
        sql: "SELECT content FROM derived WHERE position = ? AND version = ?")
      let rows = try Row.fetchCursor(statement, arguments: [position, Derivation.version])
      guard let row = try rows.next() else { return nil }
      return try row.withUnsafeData(atIndex: 0) { data in
        // Whatever cannot be read is found again.
        try (data ?? Data()).withUnsafeBytes { bytes in
          do { return try read(bytes) } catch is ByteReader.Damaged { return nil }
        }
      }
    }
  }
}

/// An article out of its rows.
enum ArticleRow {
  static func head(at position: Int, _ database: Database) throws -> Article {
    let statement = try database.cachedStatement(sql: "SELECT head FROM article WHERE position = ?")
    let rows = try Row.fetchCursor(statement, arguments: [position])
    guard let row = try rows.next() else { throw ArticleStoreError.noSuchPosition(position) }
    return try row.withUnsafeData(atIndex: 0) { data in
      try (data ?? Data()).withUnsafeBytes { try ArticleCoding.article(head: $0) }
    }
  }

  static func addBody(at position: Int, to article: inout Article, _ database: Database) throws {
    let statement = try database.cachedStatement(sql: "SELECT content FROM body WHERE position = ?")
    let rows = try Row.fetchCursor(statement, arguments: [position])
    guard let row = try rows.next() else { throw ByteReader.Damaged() }
    try row.withUnsafeData(atIndex: 0) { data in
      try (data ?? Data()).withUnsafeBytes { try ArticleCoding.addBody($0, to: &article) }
    }
  }
}
