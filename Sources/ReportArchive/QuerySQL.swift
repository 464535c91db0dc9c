import GRDB
import ReportArticles

/// A piece of SQL with the values for its question marks.
struct SQLPiece {
  var sql: String
  var arguments: [any DatabaseValueConvertible] = []

  static func joined(_ pieces: [SQLPiece], by separator: String, empty: String) -> SQLPiece {
    if pieces.isEmpty { return SQLPiece(sql: empty) }
    return SQLPiece(sql: pieces.map(\.sql).joined(separator: separator), arguments: pieces.flatMap(\.arguments))
  }
}

/// An `ArticleQuery` in SQL. Every condition, order and limit is answered by the database; the conditions that look into
/// texts come last, so that they are asked of what the indexes leave.
struct QuerySQL {
  /// The kinds of `tag`.
  enum Tag: Int { case author = 1, keyword, rights }

  /// The languages that the archive has.
  let languages: [String]

  /// `SELECT columns FROM article …`.
  func select(_ columns: String, _ query: ArticleQuery, suffix: String = "") -> SQLPiece {
    var piece = SQLPiece(sql: "SELECT \(columns) FROM article")
    let condition = self.condition(query)
    if let condition {
      piece.sql += " WHERE " + condition.sql
      piece.arguments += condition.arguments
    }
    piece.sql += suffix.isEmpty ? " ORDER BY \(order(query))" : suffix
    if let limit = query.limit { piece.sql += " LIMIT \(max(0, limit))" }
    return piece
  }

  /// What follows WHERE; nil when everything is wanted.
  func condition(_ query: ArticleQuery) -> SQLPiece? {
    if query.conditions.isEmpty { return nil }
    let ordered = query.conditions.filter { !Self.looksIntoText($0) } + query.conditions.filter(Self.looksIntoText)
    return .joined(ordered.map(piece), by: " AND ", empty: "1")
  }

  private static func looksIntoText(_ condition: ArticleQuery.Condition) -> Bool {
    switch condition {
    case .contains, .count: return true
    case .not(let inner): return looksIntoText(inner)
    case .any(let inner): return inner.contains(where: looksIntoText)
    default: return false
    }
  }

  /// What follows ORDER BY; ties keep the order of adding.
  func order(_ query: ArticleQuery) -> String {
    var keys = query.order.compactMap { order -> String? in
      guard let column = Self.sortColumn(order.field) else { return nil }
      // NULL is the least value, so that it comes last by itself when the order is descending.
      let nulls = Self.isOptional(order.field) ? " NULLS LAST" : ""
      return column + (order.descending ? " DESC" : nulls)
    }
    keys.append("article.position")
    return keys.joined(separator: ", ")
  }

  private static func sortColumn(_ field: ArticleQuery.Field) -> String? {
    switch field {
    case .id, .url, .title, .subtitle, .section, .publisher, .author, .language, .keyword, .path: return field.rawValue
    case .date: return "date_second"
    case .published: return "CASE WHEN \(StoredDateKind.isPublished()) THEN date_second END"
    case .updated: return "updated_second"
    case .retrieved: return "retrieved_second"
    case .text: return "title"
    case .rights: return "(SELECT min(value) FROM tag WHERE tag.position = article.position AND kind = 3)"
    }
  }

  private static func isOptional(_ field: ArticleQuery.Field) -> Bool {
    switch field {
    case .id, .language, .path: return false
    default: return true
    }
  }

  // MARK: Conditions

  private func piece(_ condition: ArticleQuery.Condition) -> SQLPiece {
    switch condition {
    case .isOneOf(.language, let wanted):
      return member("language", languages.filter { tag in wanted.contains { ArticleQuery.isVariety(tag, of: $0) } })
    case .isOneOf(let field, let wanted): return isOneOf(field, wanted)
    case .contains(let field, let needle): return contains(field, needle)
    case .isPresent(let field): return isPresent(field)
    case .day(let field, let from, let to): return day(field, from, to)
    case .instant(let field, let from, let to, let offset): return instant(field, from, to, offset)
    case .count(let measure, let from, let to): return count(measure, from, to)
    case .not(let inner):
      let inner = piece(inner)
      return SQLPiece(sql: "NOT ifnull(\(inner.sql), 0)", arguments: inner.arguments)
    case .any(let inner):
      let inner = SQLPiece.joined(inner.map(piece), by: " OR ", empty: "0")
      return SQLPiece(sql: "(\(inner.sql))", arguments: inner.arguments)
    }
  }

  private func member(_ column: String, _ values: [String]) -> SQLPiece {
    if values.count == 1 { return SQLPiece(sql: "\(column) = ?", arguments: values) }
    let marks = values.map { _ in "?" }.joined(separator: ", ")
    return SQLPiece(sql: "\(column) IN (\(marks))", arguments: values)
  }

  private func isOneOf(_ field: ArticleQuery.Field, _ wanted: [String]) -> SQLPiece {
    switch field {
    case .author: return tagged(.author, wanted)
    case .keyword: return tagged(.keyword, wanted)
    case .rights: return tagged(.rights, wanted)
    case .id:
      // Each name, and from it and an @ on to what comes after all that begin so.
      let ranges = wanted.map { _ in " OR (id >= ? AND id < ?)" }.joined()
      let ids = member("id", wanted)
      return SQLPiece(
        sql: "(\(ids.sql)\(ranges))", arguments: ids.arguments + wanted.flatMap { [$0 + "@", $0 + "A"] })
    case .text:
      let parts = [member("title", wanted), member("subtitle", wanted)]
      return SQLPiece(sql: "(\(parts.map(\.sql).joined(separator: " OR ")))", arguments: parts.flatMap(\.arguments))
    case .date, .published, .updated, .retrieved: return SQLPiece(sql: "0")
    default: return member(field.rawValue, wanted)
    }
  }

  private func tagged(_ tag: Tag, _ values: [String]) -> SQLPiece {
    var piece = member("value", values)
    piece.sql = "article.position IN (SELECT position FROM tag WHERE kind = \(tag.rawValue) AND \(piece.sql))"
    return piece
  }

  private func contains(_ field: ArticleQuery.Field, _ needle: String) -> SQLPiece {
    if FoldedNeedle(needle).isEmpty {
      switch field {
      case .date, .published, .updated, .retrieved: return SQLPiece(sql: "0")
      case .id, .language, .path, .title, .text: return SQLPiece(sql: "1")
      default: return isPresent(field)
      }
    }
    func plain(_ column: String) -> SQLPiece {
      SQLPiece(sql: "folded_contains(?, \(column))", arguments: [needle])
    }
    switch field {
    case .author, .keyword, .rights:
      let tag: Tag = field == .author ? .author : field == .keyword ? .keyword : .rights
      return SQLPiece(
        sql: "EXISTS (SELECT 1 FROM tag WHERE tag.position = article.position AND kind = \(tag.rawValue) "
          + "AND folded_contains(?, value))", arguments: [needle])
    case .text:
      return SQLPiece(
        sql: "(folded_contains(?, title) OR folded_contains(?, subtitle) "
          + "OR (SELECT folded_body(?, content) FROM body WHERE body.position = article.position))",
        arguments: [needle, needle, needle])
    case .date, .published, .updated, .retrieved: return SQLPiece(sql: "0")
    default: return plain(field.rawValue)
    }
  }

  private func count(_ measure: ArticleQuery.Measure, _ from: Int?, _ to: Int?) -> SQLPiece {
    let number: String
    switch measure {
    case .words:
      number = "(SELECT body_words(content, article.language) FROM body WHERE body.position = article.position)"
    case .paragraphs:
      number = "(SELECT body_paragraphs(content) FROM body WHERE body.position = article.position)"
    case .authors: number = tags(.author)
    case .keywords: number = tags(.keyword)
    }
    var parts: [SQLPiece] = []
    if let from { parts.append(SQLPiece(sql: "\(number) >= ?", arguments: [from])) }
    if let to { parts.append(SQLPiece(sql: "\(number) <= ?", arguments: [to])) }
    let all = SQLPiece.joined(parts, by: " AND ", empty: "1")
    return SQLPiece(sql: "(\(all.sql))", arguments: all.arguments)
  }

  private func tags(_ tag: Tag) -> String {
    "(SELECT count(*) FROM tag WHERE tag.position = article.position AND kind = \(tag.rawValue))"
  }

  private func isPresent(_ field: ArticleQuery.Field) -> SQLPiece {
    switch field {
    case .date: return SQLPiece(sql: "date_day IS NOT NULL")
    case .published: return SQLPiece(sql: StoredDateKind.isPublished())
    case .updated: return SQLPiece(sql: "updated_day IS NOT NULL")
    case .retrieved: return SQLPiece(sql: "retrieved_day IS NOT NULL")
    case .id, .language, .path: return SQLPiece(sql: "1")
    case .author: return SQLPiece(sql: "author IS NOT NULL")
    case .keyword: return SQLPiece(sql: "keyword IS NOT NULL")
    case .rights:
      return SQLPiece(
        sql: "EXISTS (SELECT 1 FROM tag WHERE tag.position = article.position AND kind = \(Tag.rights.rawValue))")
    case .text:
      return SQLPiece(
        sql: "(title IS NOT NULL OR subtitle IS NOT NULL "
          + "OR EXISTS (SELECT 1 FROM body WHERE body.position = article.position AND length(content) > 4))")
    default: return SQLPiece(sql: "\(field.rawValue) IS NOT NULL")
    }
  }

  // MARK: Dates

  /// The columns of a date field, and what the row must be for them to be that date.
  private func columns(_ field: ArticleQuery.Field) -> (prefix: String, condition: String?)? {
    switch field {
    case .date: return ("date", nil)
    case .published: return ("date", StoredDateKind.isPublished())
    case .updated: return ("updated", nil)
    case .retrieved: return ("retrieved", nil)
    default: return nil
    }
  }

  /// Reports ask for days out of years: without the hint a range that is open on one side would be thought to be most of
  /// the archive.
  private static func few(_ sql: String) -> String { "likelihood(\(sql), 0.02)" }

  private func day(_ field: ArticleQuery.Field, _ from: CivilDate?, _ to: CivilDate?) -> SQLPiece {
    guard let (prefix, condition) = columns(field) else { return SQLPiece(sql: "0") }
    var parts: [SQLPiece] = []
    if let from, from == to {
      parts.append(SQLPiece(sql: "\(prefix)_day = ?", arguments: [from.dayNumber]))
    } else {
      if let from { parts.append(SQLPiece(sql: Self.few("\(prefix)_day >= ?"), arguments: [from.dayNumber])) }
      if let to { parts.append(SQLPiece(sql: Self.few("\(prefix)_day <= ?"), arguments: [to.dayNumber])) }
    }
    if parts.isEmpty { parts.append(SQLPiece(sql: "\(prefix)_day IS NOT NULL")) }
    if let condition { parts.append(SQLPiece(sql: condition)) }
    let all = SQLPiece.joined(parts, by: " AND ", empty: "1")
    return SQLPiece(sql: "(\(all.sql))", arguments: all.arguments)
  }

  /// Exact bounds need the offset of each row; wider ones on the bare column let the index do most of the work.
  private func instant(_ field: ArticleQuery.Field, _ from: Instant?, _ to: Instant?, _ offset: Int) -> SQLPiece {
    guard let (prefix, condition) = columns(field) else { return SQLPiece(sql: "0") }
    let first = "\(prefix)_second - iif(\(prefix)_offset IS NULL, \(offset), 0)"
    let last = "\(first) + iif(\(StoredDateKind.isDay(prefix)), 86399, 0)"
    var parts: [SQLPiece] = []
    if let from = from?.secondsSinceEpoch {
      parts.append(SQLPiece(sql: Self.few("\(prefix)_second >= ?"), arguments: [from - 86_399 + min(0, offset)]))
      parts.append(SQLPiece(sql: "\(last) >= ?", arguments: [from]))
    }
    if let to = to?.secondsSinceEpoch {
      parts.append(SQLPiece(sql: Self.few("\(prefix)_second < ?"), arguments: [to + max(0, offset)]))
      parts.append(SQLPiece(sql: "\(first) < ?", arguments: [to]))
    }
    if parts.isEmpty { parts.append(SQLPiece(sql: "\(prefix)_day IS NOT NULL")) }
    if let condition { parts.append(SQLPiece(sql: condition)) }
    let all = SQLPiece.joined(parts, by: " AND ", empty: "1")
    return SQLPiece(sql: "(\(all.sql))", arguments: all.arguments)
  }
}
