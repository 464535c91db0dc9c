import Foundation
import GRDB
import Testing

@testable import ReportArchive

@Suite struct RowStatementTests {
  private let queue: DatabaseQueue

  init() throws {
    queue = try DatabaseQueue()
    try queue.inDatabase {
      try $0.execute(sql: "CREATE TABLE t(n INTEGER, s TEXT, b BLOB NOT NULL, u TEXT UNIQUE)")
    }
  }

  @Test func valuesComeBackAsTheyWereGiven() throws {
    try queue.inDatabase { database in
      var statement = try RowStatement("INSERT INTO t VALUES (?, ?, ?, ?)", database)
      let rows: [(Int?, String, [UInt8], String?)] = [
        (nil, "", [], nil), (-5, "a\0b", [0], ""), (7, "السلام", [0xFF, 0, 1], "x"), (.max, "é", [], nil),
      ]
      for row in rows {
        statement.add(row.0)
        statement.add(row.1)
        statement.add(blob: row.2)
        statement.addFilled(row.3)
        try statement.run()
      }
      let kept = try Row.fetchAll(
        database, sql: "SELECT n, CAST(s AS BLOB), b, u, typeof(s), typeof(b) FROM t ORDER BY rowid")
      #expect(kept.map { $0[0] as Int? } == rows.map(\.0))
      #expect(kept.map { String(decoding: $0[1] as Data, as: UTF8.self) } == rows.map(\.1))
      #expect(kept.map { Array($0[2] as Data) } == rows.map(\.2))
      #expect(kept.map { $0[3] as String? } == [nil, nil, "x", nil])
      #expect(kept.allSatisfy { $0[4] == "text" && $0[5] == "blob" })
    }
  }

  @Test func theFirstRowIsReadAndNoRowIsNil() throws {
    try queue.inDatabase { database in
      try database.execute(sql: "INSERT INTO t VALUES (3, 'a', x'', NULL), (4, 'b', x'', NULL)")
      var statement = try RowStatement("SELECT n FROM t WHERE s = ?", database)
      statement.add("b")
      #expect(try statement.first { $0.number(0) } == 4)
      statement.add("c")
      #expect(try statement.first { $0.number(0) } == nil)
    }
  }

  @Test func aFailureIsThrownAndTheStatementGoesOn() throws {
    try queue.inDatabase { database in
      var statement = try RowStatement("INSERT INTO t VALUES (?, ?, ?, ?)", database)
      func add(_ unique: String) throws {
        statement.add(1)
        statement.add("s")
        statement.add(blob: [1])
        statement.add(unique)
        try statement.run()
      }
      try add("one")
      let error = #expect(throws: DatabaseError.self) { try add("one") }
      #expect(error?.resultCode == .SQLITE_CONSTRAINT)
      try add("two")
      #expect(try Int.fetchOne(database, sql: "SELECT count(*) FROM t") == 2)
    }
  }
}
