import Foundation
import GRDB

/// Changes of the tally within a transaction.
struct TallyChanges {
  private var facets: [ArticleTally.Facet: Int] = [:]
  private var changes: [ArticleTally.Cell: Int] = [:]

  /// Counts articles in, or out with a negative `count`.
  mutating func add(
    day: Int?, second: Int?, kind: Int?, offset: Int?, _ facet: ArticleTally.Facet, count: Int
  ) {
    let known = facets[facet]
    let number = known ?? facets.count
    if known == nil { facets[facet] = number }
    changes[.init(day: day, second: second, kind: kind, offset: offset, facet: number), default: 0] += count
  }

  /// Writes the changes, and has none afterwards.
  mutating func write(_ database: Database) throws {
    defer { self = TallyChanges() }
    var numbers = [Int](repeating: 0, count: facets.count)
    for (facet, number) in facets { numbers[number] = try ArticleTally.number(of: facet, database) }
    let cells = changes.filter { $0.value != 0 }
      .map { (cell: $0.key.of(facet: numbers[$0.key.facet]), n: $0.value) }.sorted { $0.cell < $1.cell }
    var start = 0
    while start < cells.count {
      let first = cells[start].cell
      let end = cells[start...].firstIndex { $0.cell.row != first.row } ?? cells.count
      try ArticleTally.change(
        first, by: cells[start..<end].map { .init(facet: $0.cell.facet, slot: $0.cell.slot, count: $0.n) }, database)
      start = end
    }
  }
}

// The tables `tally` and `facet`.
extension ArticleTally {
  static let reading = "SELECT day, kind, n, numbers FROM tally ORDER BY day, kind"

  private static let facetColumns = "section, publisher, source, language"

  /// The number of a facet, a new one if it has none.
  static func number(of facet: Facet, _ database: Database) throws -> Int {
    let values: StatementArguments = [facet.section, facet.publisher, facet.source, facet.language]
    let known = try database.cachedStatement(
      sql: "SELECT number FROM facet WHERE section = ? AND publisher = ? AND source = ? AND language = ?")
    if let number = try Int.fetchOne(known, arguments: values) { return number }
    try database.cachedStatement(sql: "INSERT INTO facet(\(facetColumns)) VALUES (?, ?, ?, ?)")
      .execute(arguments: values)
    return Int(database.lastInsertedRowID)
  }

  /// All facets with their numbers.
  static func facets(_ database: Database) throws -> [(number: Int, facet: Facet)] {
    var result: [(number: Int, facet: Facet)] = []
    let rows = try Row.fetchCursor(database.cachedStatement(sql: "SELECT number, \(facetColumns) FROM facet"))
    while let row = try rows.next() {
      try result.append(
        (
          row.decode(atIndex: 0),
          Facet(
            section: row.decode(atIndex: 1), publisher: row.decode(atIndex: 2), source: row.decode(atIndex: 3),
            language: row.decode(atIndex: 4), path: "")
        ))
    }
    return result
  }

  /// Calls `body` with each row, the earliest day first: day, kind, number of articles and bytes.
  static func forEachRow(
    _ database: Database, _ body: (Int, Kind, Int, UnsafeRawBufferPointer) throws -> Bool
  ) throws {
    let rows = try Row.fetchCursor(database.cachedStatement(sql: reading))
    while let row = try rows.next() {
      guard let kind = try Kind(rawValue: row.decode(atIndex: 1)), try days.contains(row.decode(atIndex: 0)) else {
        throw ByteReader.Damaged()
      }
      let goesOn = try row.withUnsafeData(atIndex: 3) { data in
        try (data ?? Data()).withUnsafeBytes { try body(row.decode(atIndex: 0), kind, row.decode(atIndex: 2), $0) }
      }
      if !goesOn { return }
    }
  }

  /// Changes the row of a cell.
  fileprivate static func change(_ cell: Cell, by changes: [Entry], _ database: Database) throws {
    let known = try database.cachedStatement(sql: "SELECT numbers FROM tally WHERE day = ? AND kind = ?")
    var entries: [Entry] = []
    let rows = try Row.fetchCursor(known, arguments: [cell.day, cell.kind.rawValue])
    let row = try rows.next()
    try row?.withUnsafeData(atIndex: 0) { data in
      try (data ?? Data()).withUnsafeBytes {
        try decode($0, cell.kind) { entries.append(Entry(facet: $0, slot: $1, count: $2)) }
      }
    }
    try write(merged(entries, changes), cell, isThere: row != nil, database)
  }

  private static func write(_ entries: [Entry], _ cell: Cell, isThere: Bool, _ database: Database) throws {
    let sum = entries.reduce(0) { $0 + $1.count }
    if entries.isEmpty {
      try database.cachedStatement(sql: "DELETE FROM tally WHERE day = ? AND kind = ?")
        .execute(arguments: [cell.day, cell.kind.rawValue])
      return
    }
    let statement = try database.cachedStatement(
      sql: isThere
        ? "UPDATE tally SET n = ?, numbers = ? WHERE day = ? AND kind = ?"
        : "INSERT INTO tally(n, numbers, day, kind) VALUES (?, ?, ?, ?)")
    try statement.execute(arguments: [sum, Data(encode(entries, cell.kind)), cell.day, cell.kind.rawValue])
  }

  // MARK: The tally that the articles ask for

  /// Where each article counts, in order: eight bytes an article.
  private static func cells(_ database: Database, _ number: (Facet) throws -> Int) throws -> [Cell] {
    var cells: [Cell] = []
    var numbers: [Facet: Int] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: "SELECT date_day, date_second, date_kind, date_offset, section, publisher, source, language, "
        + "iif(publisher IS NULL, path, '') FROM article")
    while let row = try rows.next() {
      let facet = try Facet(
        section: row.decode(atIndex: 4), publisher: row.decode(atIndex: 5), source: row.decode(atIndex: 6),
        language: row.decode(atIndex: 7), path: row.decode(atIndex: 8))
      let known = try numbers[facet] ?? number(facet)
      numbers[facet] = known
      try cells.append(
        Cell(
          day: row.decode(atIndex: 0), second: row.decode(atIndex: 1), kind: row.decode(atIndex: 2),
          offset: row.decode(atIndex: 3), facet: known))
    }
    cells.sort()
    return cells
  }

  /// Calls `body` with the first cell and the entries of each row.
  private static func forEachRow(of cells: [Cell], _ body: (Cell, [Entry]) throws -> Void) rethrows {
    var start = 0
    while start < cells.count {
      let first = cells[start]
      var entries: [Entry] = []
      var index = start
      while index < cells.count, cells[index].row == first.row {
        if let last = entries.last, last.facet == cells[index].facet, last.slot == cells[index].slot {
          entries[entries.count - 1].count += 1
        } else {
          entries.append(Entry(facet: cells[index].facet, slot: cells[index].slot, count: 1))
        }
        index += 1
      }
      try body(first, entries)
      start = index
    }
  }

  /// Whether the tally is what the articles ask for.
  static func agrees(_ database: Database) throws -> Bool {
    let numbers = Dictionary(try facets(database).map { ($0.facet, $0.number) }) { first, _ in first }
    var isKnown = true
    let cells = try cells(database) { facet in
      if numbers[facet] == nil { isKnown = false }
      return numbers[facet] ?? 0
    }
    if !isKnown { return false }
    var wanted: [(day: Int, kind: Kind, n: Int, bytes: [UInt8])] = []
    forEachRow(of: cells) { first, entries in
      wanted.append((first.day, first.kind, entries.reduce(0) { $0 + $1.count }, encode(entries, first.kind)))
    }
    var index = 0
    do {
      try forEachRow(database) { day, kind, n, bytes in
        guard index < wanted.count, wanted[index].day == day, wanted[index].kind == kind, wanted[index].n == n,
          wanted[index].bytes.elementsEqual(bytes)
        else {
          index = -1
          return false
        }
        index += 1
        return true
      }
    } catch is ByteReader.Damaged { return false }
    return index == wanted.count
  }

  /// Makes the tally anew from the articles.
  static func rebuild(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM tally; DELETE FROM facet")
    let cells = try cells(database) { try number(of: $0, database) }
    try forEachRow(of: cells) { first, entries in try write(entries, first, isThere: false, database) }
  }

  /// Takes out the facets that no article has any more.
  static func removeUnusedFacets(_ database: Database) throws {
    var used: Set<Int> = []
    try forEachRow(database) { _, kind, _, bytes in
      try decode(bytes, kind) { facet, _, _ in used.insert(facet) }
      return true
    }
    for (number, _) in try facets(database) where !used.contains(number) {
      try database.cachedStatement(sql: "DELETE FROM facet WHERE number = ?").execute(arguments: [number])
    }
  }
}
