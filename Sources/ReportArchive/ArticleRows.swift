import Foundation
import GRDB
import ReportEngine

/// Writes the rows of articles. Belongs to one transaction at a time.
struct ArticleRows {
  let database: Database

  private var tally = TallyChanges()
  private(set) var length = 0
  private(set) var unindexed = 0

  init(_ database: Database) { self.database = database }

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

  private static func date(_ date: ArticleDate?, basis: Int) -> [(any DatabaseValueConvertible)?] {
    guard let date else { return [nil, nil, nil, nil] }
    let precision = DatePrecision.allCases.firstIndex(of: date.precision) ?? 0
    // A date without a time stays the day that it is, whatever zone its source names.
    return [
      date.date.dayNumber, date.instant(defaultOffset: 0).secondsSinceEpoch, basis + 4 * precision, date.offset,
    ]
  }

  private static func values(_ prepared: PreparedArticle) -> [(any DatabaseValueConvertible)?] {
    let article = prepared.article
    let best = article.bestDate
    let basis = best.map { $0.basis == .published ? 0 : $0.basis == .updated ? 1 : 2 } ?? 0
    var values: [(any DatabaseValueConvertible)?] = [article.id, prepared.fingerprint]
    values += date(best?.date, basis: basis)
    values += date(article.updated, basis: 1)
    values += date(article.retrieved, basis: 2)
    values += [
      filled(article.section), filled(article.publisher), article.language, filled(article.source),
      article.authors.first.flatMap(filled), article.keywords.first.flatMap(filled), filled(article.url),
      article.origin.path, filled(article.title), filled(article.subtitle), Data(prepared.head),
    ]
    return values
  }

  private mutating func tally(_ article: Article, count: Int) {
    let date = article.bestDate?.date
    tally.add(
      day: date?.date.dayNumber, second: date?.instant(defaultOffset: 0).secondsSinceEpoch,
      kind: date.map { 4 * (DatePrecision.allCases.firstIndex(of: $0.precision) ?? 0) }, offset: date?.offset,
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
    try run(Self.insertion, Self.values(prepared))
    let position = Int(database.lastInsertedRowID)
    try run("INSERT INTO body(position, content) VALUES (?, ?)", [position, Data(prepared.body)])
    try addRest(prepared, position)
    return position
  }

  /// Puts another version in the place of an article.
  mutating func replace(
    _ old: Article, at position: Int, by prepared: PreparedArticle, terms: (Article) -> ArticleTerms
  ) throws {
    try removeRest(old, position, terms)
    try run(Self.updating, Self.values(prepared) + [position])
    try run("UPDATE body SET content = ? WHERE position = ?", [Data(prepared.body), position])
    try addRest(prepared, position)
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
    for (kind, values) in [(1, article.authors), (2, article.keywords)] {
      for value in values where !value.isEmpty {
        try run("INSERT OR IGNORE INTO tag(kind, value, position) VALUES (?, ?, ?)", [kind, value, position])
      }
    }
    tally(article, count: 1)
    if let terms = prepared.terms { try addTerms(terms, position) } else { unindexed += 1 }
    if let derived = prepared.derived { try keep(derived, position) }
  }

  mutating func addTerms(_ terms: ArticleTerms, _ position: Int) throws {
    try run("INSERT INTO term(rowid, terms) VALUES (?, ?)", [position, terms.text])
    var classes = ByteWriter()
    for number in terms.flat { classes.count(number) }
    try run(
      "INSERT INTO posting(position, length, classes) VALUES (?, ?, ?)", [position, terms.length, Data(classes.bytes)])
    length += terms.length
  }

  /// Notes that an article that had no terms has them now.
  mutating func indexed() { unindexed -= 1 }

  /// Keeps what was found in an article of which nothing is kept. No `OR REPLACE` here: a statement that can change several
  /// rows begins a savepoint, and at every savepoint the index of words writes out what it holds.
  func keep(_ derived: [UInt8], _ position: Int) throws {
    try run(
      "INSERT INTO derived(position, version, content) VALUES (?, ?, ?)", [position, Derivation.version, Data(derived)])
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
      try run("INSERT INTO term(term, rowid, terms) VALUES ('delete', ?, ?)", [position, terms(old).text])
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
