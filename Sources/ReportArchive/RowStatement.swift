import GRDB
import GRDBSQLite

/// A statement that is run for row after row: the values are put together in one buffer and bound where they lie, without a
/// copy or an allocation each. Belongs to one transaction at a time.
struct RowStatement {
  private enum Cell {
    case null
    case number(Int64)
    case text(Range<Int>)
    case blob(Range<Int>)
  }

  private let database: Database
  private let statement: Statement
  private var cells: [Cell] = []
  /// One byte and the texts: an empty text has a place, too, as one without a place would be null.
  private var bytes: [UInt8] = [0]

  /// Prepares `sql`, or takes it prepared. Throws `DatabaseError`.
  init(_ sql: String, _ database: Database) throws {
    self.database = database
    statement = try database.cachedStatement(sql: sql)
  }

  // MARK: Values, in the order of the question marks

  mutating func add(_ number: Int64) { cells.append(.number(number)) }

  mutating func add(_ number: Int?) { cells.append(number.map { .number(Int64($0)) } ?? .null) }

  mutating func add(_ text: String) {
    let start = bytes.count
    var text = text
    text.withUTF8 { bytes.append(contentsOf: $0) }
    cells.append(.text(start..<bytes.count))
  }

  mutating func add(utf8 text: [UInt8]) {
    let start = bytes.count
    bytes.append(contentsOf: text)
    cells.append(.text(start..<bytes.count))
  }

  /// An empty text is null.
  mutating func addFilled(_ text: String?) {
    if let text, !text.isEmpty { add(text) } else { cells.append(.null) }
  }

  mutating func add(blob: [UInt8]) {
    let start = bytes.count
    bytes.append(contentsOf: blob)
    cells.append(.blob(start..<bytes.count))
  }

  // MARK: Running

  /// Runs the statement with the values added since the last time. Throws `DatabaseError`.
  mutating func run() throws { try run { _ in } }

  /// Runs the statement and calls `body` for the first row, if there is one. Throws `DatabaseError`.
  mutating func first<T>(_ body: (RowColumns) -> T) throws -> T? {
    var result: T?
    try run { result = body($0) }
    return result
  }

  private mutating func run(_ body: (RowColumns) -> Void) throws {
    defer {
      cells.removeAll(keepingCapacity: true)
      bytes.removeLast(bytes.count - 1)
    }
    let raw = statement.sqliteStatement
    let code = bytes.withUnsafeBytes { bytes in
      // The buffer outlives the bindings: they are cleared before this closure ends.
      defer {
        sqlite3_reset(raw)
        sqlite3_clear_bindings(raw)
      }
      for (index, cell) in cells.enumerated() {
        let code = Self.bind(cell, bytes, to: raw, Int32(index + 1))
        if code != SQLITE_OK { return code }
      }
      let code = sqlite3_step(raw)
      if code == SQLITE_ROW { body(RowColumns(statement: raw)) }
      return code
    }
    guard code == SQLITE_DONE || code == SQLITE_ROW else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage, sql: statement.sql)
    }
  }

  private static func bind(
    _ cell: Cell, _ bytes: UnsafeRawBufferPointer, to statement: OpaquePointer, _ index: Int32
  ) -> Int32 {
    func pointer(_ range: Range<Int>) -> UnsafeRawPointer? { bytes.baseAddress.map { $0 + range.lowerBound } }
    switch cell {
    case .null: return sqlite3_bind_null(statement, index)
    case .number(let number): return sqlite3_bind_int64(statement, index, number)
    case .text(let range):
      // Without a destructor the bytes are used where they lie (SQLITE_STATIC).
      let start = pointer(range)?.assumingMemoryBound(to: CChar.self)
      return sqlite3_bind_text64(statement, index, start, UInt64(range.count), nil, UInt8(SQLITE_UTF8))
    case .blob(let range): return sqlite3_bind_blob64(statement, index, pointer(range), UInt64(range.count), nil)
    }
  }
}

/// The row that a statement stands at, as long as it stands there.
struct RowColumns {
  fileprivate let statement: OpaquePointer

  /// The number in a column, 0 for null.
  func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
}
