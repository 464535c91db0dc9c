import Foundation
import GRDB
import ReportAnalysis
import ReportArticles

/// Writes the rows of articles. Belongs to one transaction at a time.
struct ArticleRows {
  let database: Database

  private var tally = TallyChanges()
  private(set) var length = 0
  private(set) var unindexed = 0

  // What is run for every article.
  private var known: RowStatement
  private var insertion: RowStatement
  private var bodyInsertion: RowStatement
  private var tagInsertion: RowStatement
  private var termInsertion: RowStatement
  private var postingInsertion: RowStatement
  private var derivedInsertion: RowStatement

  init(_ database: Database) throws {
    self.database = database
    known = try RowStatement("SELECT position, fingerprint FROM article WHERE id = ?", database)
    insertion = try RowStatement(Self.insertion, database)
    bodyInsertion = try RowStatement("INSERT INTO body(position, content) VALUES (?, ?)", database)
    tagInsertion = try RowStatement(
      "INSERT OR IGNORE INTO tag(kind, value, position) VALUES (?, ?, ?)", database)
    termInsertion = try RowStatement("INSERT INTO term(rowid, terms) VALUES (?, ?)", database)
    postingInsertion = try RowStatement(
      "INSERT INTO posting(position, length, classes) VALUES (?, ?, ?)", database)
    derivedInsertion = try RowStatement(
      "INSERT INTO derived(position, version, content) VALUES (?, ?, ?)", database)
  }

  /// The position of an article and what it says as a number; nil when it is not there.
  mutating func find(_ id: String) throws -> (position: Int, fingerprint: Int64)? {
    known.add(id)
    return try known.first { (Int($0.number(0)), $0.number(1)) }
  }

  // MARK: Columns

  private static let columns = [
    "id", "fingerprint", "date_day", "date_second", "date_kind", "date_offset", "updated_day", "updated_second",
    "updated_kind", "updated_offset", "retrieved_day", "retrieved_second", "retrieved_kind", "retrieved_offset",
    "section", "publisher", "language", "source", "author", "keyword", "url", "path", "title", "subtitle", "head",
  ]
  private static let insertion =
    "INSERT INTO article(\(columns.joined(separator: ", "))) "
    + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
  private static let updating =
    "UPDATE article SET \(columns.map { "\($0) = ?" }.joined(separator: ", ")) WHERE position = ?"

  private static func filled(_ text: String?) -> String? { text.flatMap { $0.isEmpty ? nil : $0 } }

  private static func add(_ date: ArticleDate?, basis: Article.DateBasis, to row: inout RowStatement) {
    guard let date else {
      for _ in 0..<4 { row.add(nil as Int?) }
      return
    }
    // A date without a time stays the day that it is, whatever zone its source names.
    row.add(date.date.dayNumber)
    row.add(date.instant(defaultOffset: 0).secondsSinceEpoch)
    row.add(StoredDateKind(basis: basis, precision: date.precision).number)
    row.add(date.offset)
  }

  private static func add(_ prepared: PreparedArticle, to row: inout RowStatement) {
    let article = prepared.article
    let best = article.bestDate
    row.add(article.id)
    row.add(prepared.fingerprint)
    add(best?.date, basis: best?.basis ?? .published, to: &row)
    add(article.updated, basis: .updated, to: &row)
    add(article.retrieved, basis: .retrieved, to: &row)
    row.addFilled(article.section)
    row.addFilled(article.publisher)
    row.add(article.language)
    row.addFilled(article.source)
    row.addFilled(article.authors.first)
    row.addFilled(article.keywords.first)
    row.addFilled(article.url)
    row.add(article.origin.path)
    row.addFilled(article.title)
    row.addFilled(article.subtitle)
    row.add(blob: prepared.head)
  }

  private mutating func tally(_ article: Article, count: Int) {
    let date = article.bestDate?.date
    tally.add(
      day: date?.date.dayNumber, second: date?.instant(defaultOffset: 0).secondsSinceEpoch,
      kind: date.map { StoredDateKind(basis: .published, precision: $0.precision).number }, offset: date?.offset,
      ArticleTally.Facet(
        section: article.section, publisher: article.publisher, source: article.source, language: article.language,
        path: article.origin.path), count: count)
  }

  // MARK: Writing

  private func run(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) throws {
    try database.cachedStatement(sql: sql).execute(arguments: StatementArguments(values))
  }

  /// Adds an article that is not there yet, and returns its position.
  mutating func insert(_ prepared: PreparedArticle) throws -> Int {
    Self.add(prepared, to: &insertion)
    try insertion.run()
    let position = Int(database.lastInsertedRowID)
    bodyInsertion.add(position)
    bodyInsertion.add(blob: prepared.body)
    try bodyInsertion.run()
    try addRest(prepared, position)
    return position
  }

  /// Puts another version in the place of an article.
  mutating func replace(
    _ old: Article, at position: Int, by prepared: PreparedArticle, terms: (Article) -> ArticleTerms
  ) throws {
    try removeRest(old, position, terms)
    var updating = try RowStatement(Self.updating, database)
    Self.add(prepared, to: &updating)
    updating.add(position)
    try updating.run()
    try run("UPDATE body SET content = ? WHERE position = ?", [Data(prepared.body), position])
    try addRest(prepared, position)
  }

  /// Gives an article that says the same the identity that it has now.
  func rename(_ position: Int, to prepared: PreparedArticle) throws {
    try run(
      "UPDATE article SET id = ?, head = ? WHERE position = ?", [prepared.article.id, Data(prepared.head), position])
  }

  /// Takes an article out.
  mutating func remove(_ old: Article, at position: Int, terms: (Article) -> ArticleTerms) throws {
    try removeRest(old, position, terms)
    try ArchiveStories.remove(position, database)
    try run("DELETE FROM article WHERE position = ?", [position])
    try run("DELETE FROM body WHERE position = ?", [position])
  }

  private mutating func addRest(_ prepared: PreparedArticle, _ position: Int) throws {
    let article = prepared.article
    for (kind, values) in [(1, article.authors), (2, article.keywords), (3, article.rights?.words ?? [])] {
      for value in values where !value.isEmpty {
        tagInsertion.add(kind)
        tagInsertion.add(value)
        tagInsertion.add(position)
        try tagInsertion.run()
      }
    }
    tally(article, count: 1)
    if let terms = prepared.terms { try addTerms(terms, position) } else { unindexed += 1 }
    if let derived = prepared.derived { try keep(derived, position) }
  }

  mutating func addTerms(_ terms: ArticleTerms, _ position: Int) throws {
    termInsertion.add(position)
    termInsertion.add(utf8: terms.text)
    try termInsertion.run()
    var classes = ByteWriter()
    for number in terms.flat { classes.count(number) }
    postingInsertion.add(position)
    postingInsertion.add(terms.length)
    postingInsertion.add(blob: classes.bytes)
    try postingInsertion.run()
    length += terms.length
  }

  /// Notes that an article that had no terms has them now.
  mutating func indexed() { unindexed -= 1 }

  /// Keeps what was found in an article of which nothing is kept. No `OR REPLACE` here: a statement that can change several
  /// rows begins a savepoint, and at every savepoint the index of words writes out what it holds.
  mutating func keep(_ derived: [UInt8], _ position: Int) throws {
    derivedInsertion.add(position)
    derivedInsertion.add(Derivation.version)
    derivedInsertion.add(blob: derived)
    try derivedInsertion.run()
  }

  /// Forgets what was found in an article.
  func forget(_ position: Int) throws { try run("DELETE FROM derived WHERE position = ?", [position]) }

  private mutating func removeRest(_ old: Article, _ position: Int, _ terms: (Article) -> ArticleTerms) throws {
    tally(old, count: -1)
    try run("DELETE FROM tag WHERE position = ?", [position])
    try forget(position)
    let statement = try database.cachedStatement(sql: "SELECT length FROM posting WHERE position = ?")
    if let known = try Int.fetchOne(statement, arguments: [position]) {
      // A contentless index forgets an article only when it is told again what was in it.
      var forgetting = try RowStatement("INSERT INTO term(term, rowid, terms) VALUES ('delete', ?, ?)", database)
      forgetting.add(position)
      forgetting.add(utf8: terms(old).text)
      try forgetting.run()
      try run("DELETE FROM posting WHERE position = ?", [position])
      length -= known
    } else {
      unindexed -= 1
    }
  }

  /// Writes the sums; the last thing before a transaction is committed.
  mutating func finish() throws {
    try tally.write(database)
    for (name, change) in [("length", length), ("unindexed", unindexed)] where change != 0 {
      try run(
        "INSERT INTO setting(name, value) VALUES (?, ?) "
          + "ON CONFLICT(name) DO UPDATE SET value = CAST(value AS INTEGER) + excluded.value", [name, change])
    }
    (length, unindexed) = (0, 0)
  }
}
