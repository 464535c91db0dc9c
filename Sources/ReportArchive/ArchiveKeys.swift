import GRDB
import ReportArticles

// Values of keys and their counts, out of indexes and kept sums.

extension ArchiveStore {
  public func values(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleKeyValues] {
    guard let columns = KeyColumns(keys) else {
      return try positions(matching: query).map { position in
        let head = try head(at: position)
        return ArticleKeyValues(position: position, values: keys.map { $0.values(in: head, clock: clock) })
      }
    }
    let piece = sql.select((["article.position"] + columns.names).joined(separator: ", "), query)
    return try read { database in
      var result: [ArticleKeyValues] = []
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: piece.sql), arguments: StatementArguments(piece.arguments))
      while let row = try rows.next() {
        try result.append(
          ArticleKeyValues(position: row.decode(atIndex: 0), values: columns.values(row, from: 1, clock: clock)))
      }
      return result
    }
  }

  public func counts(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleCount] {
    let isWhole = query.conditions.isEmpty && query.limit == nil
    if isWhole, keys.count == 1, let key = keys.first, let tag = Self.tag(key) { return try tagCounts(key, tag) }
    if isWhole, let counts = try TallyCounts(keys, clock)?.counts(self) { return counts }
    guard let columns = KeyColumns(keys) else {
      return ArticleCount.adding(try values(of: keys, matching: query, clock: clock).map { ($0.values, 1) })
    }
    return try read { database in
      var groups: [[[String]]: Int] = [:]
      var unordered = query
      if query.limit == nil { unordered.order = [] }
      var piece = sql.select(columns.names.joined(separator: ", "), unordered, suffix: query.limit == nil ? " " : "")
      if query.limit == nil, !columns.hasTime {
        piece = sql.select(
          "count(*), " + columns.names.joined(separator: ", "), unordered,
          suffix: " GROUP BY " + columns.names.joined(separator: ", "))
        let rows = try Row.fetchAll(
          database.cachedStatement(sql: piece.sql), arguments: StatementArguments(piece.arguments))
        return try ArticleCount.adding(
          rows.map { row in (try columns.values(row, from: 1, clock: clock), try row.decode(atIndex: 0)) })
      }
      let rows = try Row.fetchCursor(
        database.cachedStatement(sql: piece.sql), arguments: StatementArguments(piece.arguments))
      while let row = try rows.next() { groups[try columns.values(row, from: 0, clock: clock), default: 0] += 1 }
      return ArticleCount.adding(groups.map { ($0.key, $0.value) })
    }
  }

  private static func tag(_ key: ArticleKey) -> QuerySQL.Tag? {
    switch key {
    case .author: return .author
    case .keyword: return .keyword
    default: return nil
    }
  }

  private func tagCounts(_ key: ArticleKey, _ tag: QuerySQL.Tag) throws -> [ArticleCount] {
    try read { database in
      var counts = try Row.fetchAll(
        database, sql: "SELECT value, count(*) FROM tag WHERE kind = ? GROUP BY value", arguments: [tag.rawValue]
      ).map { row in try ArticleCount(values: [row.decode(String?.self, atIndex: 0)], count: row.decode(atIndex: 1)) }
      let tagged =
        try Int.fetchOne(
          database, sql: "SELECT count(DISTINCT position) FROM tag WHERE kind = ?", arguments: [tag.rawValue]) ?? 0
      if count > tagged { counts.append(ArticleCount(values: [nil], count: count - tagged)) }
      return counts
    }
  }
}

/// The columns that the values of keys come from.
private struct KeyColumns {
  let keys: [ArticleKey]
  private(set) var names: [String] = []
  private(set) var hasTime = false

  /// nil when a key has many values.
  init?(_ keys: [ArticleKey]) {
    self.keys = keys
    for key in keys {
      if key.isChronological {
        if !hasTime { names += ["date_day", "date_kind", "date_offset", "date_second"] }
        hasTime = true
      } else if key == .author || key == .keyword {
        return nil
      } else {
        names.append(key.rawValue)
      }
    }
  }

  /// The values in a row whose columns begin at `start`.
  func values(_ row: Row, from start: Int, clock: ArticleClock) throws -> [[String]] {
    var column = start
    var moment: (day: CivilDate, precision: DatePrecision)?
    var isRead = false
    return try keys.map { key in
      guard key.isChronological else {
        let text: String? = try row.decode(atIndex: column)
        column += 1
        if let text { return [text] }
        return key == .title ? [""] : []
      }
      if !isRead {
        isRead = true
        moment = try Self.moment(row, column, clock)
        column += 4
      }
      return moment.flatMap { key.value(of: $0.day, precision: $0.precision) }.map { [$0] } ?? []
    }
  }

  private static func moment(_ row: Row, _ column: Int, _ clock: ArticleClock) throws -> (CivilDate, DatePrecision)? {
    guard let day: Int = try row.decode(atIndex: column), let kind: Int = try row.decode(atIndex: column + 1) else {
      return nil
    }
    guard let precision = StoredDateKind.precision(in: kind) else { return nil }
    guard precision >= .minute, try row.decode(Int?.self, atIndex: column + 2) != nil,
      let second: Int = try row.decode(atIndex: column + 3)
    else {
      return (CivilDate(dayNumber: day), precision)
    }
    return (CivilDate(dayNumber: ArticleTally.day(of: second.addingClamped(clock.offset(second)))), precision)
  }
}
