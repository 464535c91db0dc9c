import Foundation
import GRDB
import Glibc

/// What is known about sources from poll to poll: validators, health, when each is due again; a small SQLite database beside the
/// ledger of jobs.
///
/// What it says about an answer is written after what the answer brought is safe in the archive, so that it may lag behind
/// after a crash, and is never ahead.
public final class FetchState: Sendable {
  let queue: DatabaseQueue
  private let lockFile: Int32

  /// Opens the state in a directory, and makes both if need be. Throws `FetchProblem`.
  public init(directory: String) throws(FetchProblem) {
    let path = "\(directory)/fetch.sqlite"
    do {
      if mkdir(directory, 0o755) != 0, errno != EEXIST {
        throw FetchProblem(.local, "\(directory): \(String(cString: strerror(errno)))")
      }
      // Addresses of sources may hold keys.
      let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard file >= 0 else { throw FetchProblem(.local, "\(path): \(String(cString: strerror(errno)))") }
      var status = stat()
      let isRegular = fstat(file, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
      close(file)
      guard isRegular else { throw FetchProblem(.local, "\(path): it is no regular file") }
      var configuration = Configuration()
      configuration.busyMode = .timeout(30)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
      }
      try queue.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          try Self.migrate(database)
          return .commit
        }
      }
      lockFile = open("\(directory)/fetch.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
      guard lockFile >= 0 else {
        throw FetchProblem(.local, "\(directory)/fetch.lock: \(String(cString: strerror(errno)))")
      }
    } catch {
      throw Self.problem(error, path)
    }
  }

  deinit { close(lockFile) }

  private static func migrate(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    if version > 1 { throw FetchProblem(.local, "it was written by a newer version of this program") }
    guard version < 1 else { return }
    try database.execute(
      sql: """
        CREATE TABLE source (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, address TEXT NOT NULL DEFAULT '', archive TEXT NOT NULL DEFAULT '',
          moved TEXT, candidate TEXT, candidate_count INTEGER NOT NULL DEFAULT 0, candidate_since INTEGER,
          validated TEXT, tag TEXT, modified TEXT, body INTEGER, unchanged INTEGER NOT NULL DEFAULT 0, unchanged_since INTEGER,
          attempted INTEGER, succeeded INTEGER, brought INTEGER, first_polled INTEGER, polls INTEGER NOT NULL DEFAULT 0,
          requests INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL DEFAULT 0, articles INTEGER NOT NULL DEFAULT 0,
          failures INTEGER NOT NULL DEFAULT 0, kind TEXT, message TEXT, rate REAL, not_before INTEGER, due INTEGER);
        CREATE TABLE host (name TEXT PRIMARY KEY, not_before INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE robots (
          origin TEXT PRIMARY KEY, fetched INTEGER NOT NULL, checked INTEGER NOT NULL, open INTEGER NOT NULL, body BLOB) WITHOUT ROWID;
        CREATE TABLE item (
          source INTEGER NOT NULL, item TEXT NOT NULL, hash INTEGER NOT NULL, seen INTEGER NOT NULL,
          page INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (source, item)) WITHOUT ROWID;
        PRAGMA user_version = 1;
        """)
  }

  static func problem(_ error: any Error, _ path: String) -> FetchProblem {
    if let problem = error as? FetchProblem { return problem }
    let reason =
      error is RowDecodingError
      ? "it is damaged: a row holds what it cannot hold"
      : (error as? DatabaseError).map { $0.message ?? "\($0.resultCode)" } ?? "\(error)"
    return FetchProblem(.local, "\(path): what is known about sources cannot be used: \(reason)")
  }

  func asking<Value>(_ body: (Database) throws -> Value) throws(FetchProblem) -> Value {
    do { return try queue.read(body) } catch { throw Self.problem(error, queue.path) }
  }

  func changing<Value>(_ body: (Database) throws -> Value) throws(FetchProblem) -> Value {
    do {
      return try queue.writeWithoutTransaction { database in
        var value: Value?
        try database.inTransaction(.immediate) {
          value = try body(database)
          return .commit
        }
        guard let value else { throw FetchProblem(.local, "the transaction was lost") }
        return value
      }
    } catch { throw Self.problem(error, queue.path) }
  }

  // MARK: Who polls a source

  /// Takes the sole right to poll a source; false when another process has it. It goes with the process, however that ends.
  /// Within a process a source is polled once at a time anyway.
  func claim(_ source: Int64) -> Bool { lock(source, Int16(F_WRLCK)) }

  func release(_ source: Int64) { _ = lock(source, Int16(F_UNLCK)) }

  private func lock(_ source: Int64, _ type: Int16) -> Bool {
    var range = flock()
    range.l_type = type
    range.l_whence = Int16(SEEK_SET)
    range.l_start = off_t(source)
    range.l_len = 1
    // Of the open file (F_OFD_SETLK), so that another handle in this process counts as another.
    return fcntl(lockFile, 37, &range) == 0
  }

  // MARK: Sources

  /// What is known about a source; a new row for a new one. A changed address begins anew.
  func record(_ name: String, address: String, archive: String) throws(FetchProblem) -> SourceRecord {
    try changing { database in
      try database.execute(
        sql: "INSERT INTO source (name, address, archive) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        arguments: [name, address, archive])
      guard let row = try Row.fetchOne(database, sql: "SELECT * FROM source WHERE name = ?", arguments: [name]) else {
        throw FetchProblem(.local, "source “\(name)” is lost")
      }
      var record = try SourceRecord(row)
      if record.address != address {
        record = SourceRecord(id: record.id, name: name, address: address, archive: archive)
      }
      if record.archive != archive {
        // Another archive has nothing of what came before.
        record.archive = archive
        record.forget()
        try database.execute(sql: "DELETE FROM item WHERE source = ?", arguments: [record.id])
      }
      return record
    }
  }

  /// All that is known, by name.
  func records() throws(FetchProblem) -> [String: SourceRecord] {
    try asking { database in
      var found: [String: SourceRecord] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT * FROM source") {
        let record = try SourceRecord(row)
        found[record.name] = record
      }
      return found
    }
  }

  /// Writes what a poll has found, with the items that it saw.
  func write(_ record: SourceRecord, items: [(id: String, hash: Int64, page: Int)] = [], now: Int) throws(FetchProblem)
  {
    try changing { database in
      try record.write(database)
      try Self.add(items, of: record.id, now, database)
      if !items.isEmpty {
        // What has not been in the feed for so long does not come back.
        try database.execute(
          sql: "DELETE FROM item WHERE source = ? AND seen < ?", arguments: [record.id, now - 90 * 86_400])
      }
    }
  }

  /// Notes items whose articles are in the archive.
  func note(_ items: [(id: String, hash: Int64, page: Int)], of source: Int64, now: Int) throws(FetchProblem) {
    if items.isEmpty { return }
    try changing { try Self.add(items, of: source, now, $0) }
  }

  private static func add(
    _ items: [(id: String, hash: Int64, page: Int)], of source: Int64, _ now: Int, _ database: Database
  ) throws {
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO item (source, item, hash, seen, page) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET hash = excluded.hash, seen = excluded.seen, page = excluded.page
        """)
    for item in items { try statement.execute(arguments: [source, item.id, item.hash, now, item.page]) }
  }

  /// The items of a source that are in the archive.
  func items(of source: Int64) throws(FetchProblem) -> [String: (hash: Int64, page: Int)] {
    try asking { database in
      var found: [String: (hash: Int64, page: Int)] = [:]
      let rows = try Row.fetchCursor(
        database, sql: "SELECT item, hash, page FROM item WHERE source = ?", arguments: [source])
      while let row = try rows.next() {
        found[try row.decode(atIndex: 0)] = try (row.decode(atIndex: 1), row.decode(atIndex: 2))
      }
      return found
    }
  }

  // MARK: Hosts

  /// The hosts that asked for patience, and until when.
  func waitingHosts(now: Int) throws(FetchProblem) -> [String: Int] {
    try asking { database in
      var found: [String: Int] = [:]
      for row in try Row.fetchAll(
        database, sql: "SELECT name, not_before FROM host WHERE not_before > ?", arguments: [now])
      {
        found[try row.decode(atIndex: 0)] = try row.decode(atIndex: 1)
      }
      return found
    }
  }

  func postpone(host: String, until: Int) throws(FetchProblem) {
    try changing {
      try $0.execute(
        sql: "INSERT INTO host VALUES (?, ?) ON CONFLICT DO UPDATE SET not_before = excluded.not_before",
        arguments: [host, until])
    }
  }

  func robots(_ origin: String) throws(FetchProblem) -> (fetched: Int, checked: Int, isOpen: Bool, body: [UInt8]?)? {
    try asking { database in
      try Row.fetchOne(
        database, sql: "SELECT fetched, checked, open, body FROM robots WHERE origin = ?", arguments: [origin]
      ).map {
        row in
        try (
          row.decode(atIndex: 0), row.decode(atIndex: 1), row.decode(atIndex: 2),
          row.decode(Data?.self, atIndex: 3).map { Array($0) }
        )
      }
    }
  }

  func writeRobots(_ origin: String, fetched: Int, checked: Int, isOpen: Bool, body: [UInt8]?) throws(FetchProblem) {
    try changing {
      try $0.execute(
        sql: "INSERT OR REPLACE INTO robots VALUES (?, ?, ?, ?, ?)",
        arguments: [origin, fetched, checked, isOpen, body.map { Data($0) }])
    }
  }
}
