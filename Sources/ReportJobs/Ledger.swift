import Glibc
import GRDB
import ReportEngine

/// What jobs have done: a small SQLite database. That a briefing was delivered and which articles were offered to it become
/// true in one transaction.
///
/// The rollback journal is used rather than a write-ahead log, which cannot lie on a directory that hosts share.
public final class Ledger: Sendable {
  /// How a run stands.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// The report is being made; a run that died there is found in this state.
    case making
    /// The report is complete on disk and not with every receiver yet.
    case staged
    /// Every receiver has it.
    case delivered
    /// Some receivers have it, the others were given up when the next occurrence was due.
    case partial
    /// The script found nothing to report.
    case skipped
    /// It did not come about.
    case failed
    /// It died while the report was made.
    case interrupted
    /// No receiver had it when the next occurrence was due; its articles are in that one.
    case superseded
  }

  /// A run as the ledger has it.
  public struct Run: Sendable, Hashable {
    /// A number of its own.
    public var id: Int64
    /// The job's name.
    public var job: String
    /// The occurrence, POSIX seconds.
    public var occurrence: Int
    /// The moment that the report was made for, POSIX seconds.
    public var now: Int
    /// When the run began and ended, POSIX seconds.
    public var started: Int
    /// Nil while it goes on.
    public var finished: Int?
    /// How it stands.
    public var state: State
    /// Whether it was asked for with `--force`.
    public var isForced: Bool
    /// Articles given to the script, and warnings while it ran.
    public var articles, warnings: Int
    /// Why it failed or was skipped.
    public var message: String?
    /// What was delivered or is to be.
    public var outputs: [String] = []
  }

  /// A delivery as the ledger has it.
  struct Delivery {
    enum State: String { case pending, sending, done }
    var receiver: String
    var parcel: String
    var state: State
  }

  private let queue: DatabaseQueue

  /// The states after which an occurrence is not made again.
  private static let settled = "('delivered','partial','skipped')"

  /// Opens the ledger in a file, and makes it if need be. Throws `LedgerError`.
  public init(path: String, readOnly: Bool = false) throws(LedgerError) {
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(15)
      configuration.readonly = readOnly
      var status = stat()
      if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw LedgerError("it is no regular file") }
      if !readOnly { Self.makePrivate(path) }
      queue = try DatabaseQueue(path: path, configuration: configuration)
      if !readOnly { try queue.write(Self.migrate) }
    } catch {
      throw LedgerError("\(path): the ledger cannot be used: \(Self.reason(error))")
    }
  }

  /// Makes the file its owner's alone; SQLite gives the journal the same permissions.
  private static func makePrivate(_ path: String) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { return }  // SQLite says why
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_uid == geteuid(), status.st_mode & 0o077 != 0 {
      fchmod(descriptor, 0o600)
    }
    close(descriptor)
  }

  /// Step n brings version n to n + 1.
  private static let migrations = [
    """
        CREATE TABLE run (
          id INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, occurrence INTEGER NOT NULL, now INTEGER NOT NULL,
          started INTEGER NOT NULL, finished INTEGER, state TEXT NOT NULL, forced INTEGER NOT NULL,
          articles INTEGER NOT NULL DEFAULT 0, warnings INTEGER NOT NULL DEFAULT 0, message TEXT);
        CREATE INDEX run_of_job ON run (job, occurrence);
        CREATE UNIQUE INDEX delivered_once ON run (job, occurrence) WHERE forced = 0 AND state IN \(settled);
        CREATE TABLE delivery (
          run INTEGER NOT NULL REFERENCES run (id), place INTEGER NOT NULL, receiver TEXT NOT NULL, parcel TEXT NOT NULL,
          state TEXT NOT NULL, finished INTEGER, PRIMARY KEY (run, receiver)) WITHOUT ROWID;
        CREATE TABLE staged_article (run INTEGER NOT NULL, article TEXT NOT NULL, PRIMARY KEY (run, article)) WITHOUT ROWID;
        CREATE TABLE seen (
          job TEXT NOT NULL, article TEXT NOT NULL, occurrence INTEGER NOT NULL, PRIMARY KEY (job, article)) WITHOUT ROWID;
    """,
    // Seen was what a report had before it. That is `met` now, and `seen` what its queries returned. Rows that are `former`
    // call articles as versions did that did not tell sources apart.
    """
    CREATE TABLE met (
      job TEXT NOT NULL, article TEXT NOT NULL, occurrence INTEGER NOT NULL, PRIMARY KEY (job, article)) WITHOUT ROWID;
    INSERT INTO met SELECT job, article, occurrence FROM seen;
    ALTER TABLE seen ADD COLUMN former INTEGER NOT NULL DEFAULT 0;
    UPDATE seen SET former = 1;
    ALTER TABLE staged_article ADD COLUMN shown INTEGER NOT NULL DEFAULT 1;
    ALTER TABLE staged_article ADD COLUMN former INTEGER NOT NULL DEFAULT 0;
    UPDATE staged_article SET former = 1;
    """,
    // The last occurrence at which an article was there, so that what left the inputs long ago can be forgotten. Rows are
    // looked up by name from here on, so names of earlier versions are spelt as they are today (see `migrate`).
    """
    ALTER TABLE seen ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE met ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
    UPDATE seen SET last = max(occurrence,
      coalesce((SELECT max(occurrence) FROM run WHERE run.job = seen.job AND state IN \(settled)), 0));
    UPDATE met SET last = max(occurrence,
      coalesce((SELECT max(occurrence) FROM run WHERE run.job = met.job AND state IN \(settled)), 0));
    CREATE INDEX seen_last ON seen (job, last);
    CREATE INDEX met_last ON met (job, last);
    """,
  ]

  /// Articles that were in no input for so long are forgotten, in seconds.
  static let memory = 400 * 86_400
  /// That an article is still there is written down so often, in seconds: not at every run for all of a large archive.
  private static let remark = 30 * 86_400

  private static func migrate(_ database: Database) throws {
    let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
    guard version <= migrations.count else { throw LedgerError("it was written by a newer version of this program") }
    if version == migrations.count { return }
    for step in migrations[version...] { try database.execute(sql: step) }
    if (1..<3).contains(version) { try respell(database) }
    try database.execute(sql: "PRAGMA user_version = \(migrations.count)")
  }

  /// Spells addresses that stand for articles as they are spelt today.
  private static func respell(_ database: Database) throws {
    for table in ["seen", "met"] {
      let rows = try Row.fetchCursor(
        database, sql: "SELECT job, article FROM \(table) WHERE article >= 'http' AND article < 'httq'")
      var changed: [(job: String, old: String, new: String)] = []
      while let row = try rows.next() {
        let (job, old): (String, String) = try (row.decode(atIndex: 0), row.decode(atIndex: 1))
        let new = ArticleIdentity.respelled(old)
        if new != old { changed.append((job, old, new)) }
      }
      for row in changed {
        try database.execute(
          sql: "UPDATE OR REPLACE \(table) SET article = ? WHERE job = ? AND article = ?",
          arguments: [row.new, row.job, row.old])
      }
    }
  }

  private static func reason(_ error: any Error) -> String {
    if let error = error as? DatabaseError { return error.message ?? "\(error.resultCode)" }
    if error is RowDecodingError { return "it is damaged: a row holds what it cannot hold" }
    return "\(error)"
  }

  private func write<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    do { return try queue.write(body) } catch { throw LedgerError("the ledger: \(Self.reason(error))") }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
    do { return try queue.read(body) } catch { throw LedgerError("the ledger: \(Self.reason(error))") }
  }

  // MARK: Questions

  /// The last occurrence up to `now` that needs nothing more; nil when there was none.
  public func lastSettled(_ job: String, upTo now: Int) throws(LedgerError) -> Int? {
    try read {
      try Int.fetchOne(
        $0, sql: "SELECT max(occurrence) FROM run WHERE job = ? AND occurrence <= ? AND state IN \(Self.settled)",
        arguments: [job, now])
    }
  }

  /// The earliest occurrence that was ever tried; nil when none was.
  public func firstOccurrence(_ job: String) throws(LedgerError) -> Int? {
    try read {
      try Int.fetchOne($0, sql: "SELECT min(occurrence) FROM run WHERE job = ?", arguments: [job])
    }
  }

  /// The moment that the last delivered report before an occurrence was made for.
  public func lastDelivered(_ job: String, before occurrence: Int) throws(LedgerError) -> Int? {
    try read {
      try Int.fetchOne(
        $0,
        sql: """
          SELECT now FROM run WHERE job = ? AND occurrence < ? AND state IN ('delivered', 'partial')
          ORDER BY occurrence DESC, id DESC LIMIT 1
          """, arguments: [job, occurrence])
    }
  }

  /// What reports other than that of an occurrence had of these articles. Only these are looked up: a ledger of years holds
  /// many more than a morning's inputs.
  func history(
    _ job: String, of identities: [String], except occurrence: Int
  ) throws(LedgerError) -> ArticleHistory {
    try read { database in
      let seen = try database.makeStatement(
        sql: "SELECT 1 FROM seen WHERE job = ? AND article = ? AND occurrence <> ?")
      let met = try database.makeStatement(
        sql: "SELECT occurrence FROM met WHERE job = ? AND article = ? AND occurrence <> ?")
      var history = ArticleHistory()
      for identity in identities {
        let arguments: StatementArguments = [job, identity, occurrence]
        if try Int.fetchOne(seen, arguments: arguments) != nil { history.seen.insert(identity) }
        if let first = try Int.fetchOne(met, arguments: arguments) { history.met[identity] = first }
      }
      return history
    }
  }

  /// Whether there are articles under names as versions gave them that did not tell sources apart.
  func holdsFormerNames(_ job: String) throws(LedgerError) -> Bool {
    try read {
      try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM seen WHERE job = ? AND former = 1)", arguments: [job])
        ?? false
    }
  }

  /// The occurrences at which articles were seen that had these names in such a version.
  func formerlySeen(_ job: String, among names: [String]) throws(LedgerError) -> [String: Int] {
    try read { database in
      let statement = try database.makeStatement(
        sql: "SELECT occurrence FROM seen WHERE job = ? AND article = ? AND former = 1")
      var found: [String: Int] = [:]
      for name in names {
        if let occurrence = try Int.fetchOne(statement, arguments: [job, name]) { found[name] = occurrence }
      }
      return found
    }
  }

  /// How many articles a job's ledger knows.
  public func countOfSeen(_ job: String) throws(LedgerError) -> Int {
    try read { try Int.fetchOne($0, sql: "SELECT count(*) FROM seen WHERE job = ?", arguments: [job]) ?? 0 }
  }

  /// The run that was staged and has not reached everybody.
  func staged(_ job: String) throws(LedgerError) -> Run? {
    try read { database in
      try Row.fetchOne(
        database, sql: "SELECT * FROM run WHERE job = ? AND state = 'staged' ORDER BY id LIMIT 1", arguments: [job]
      ).map(Self.run)
    }
  }

  func deliveries(of run: Int64) throws(LedgerError) -> [Delivery] {
    try read { database in
      try Row.fetchAll(
        database, sql: "SELECT receiver, parcel, state FROM delivery WHERE run = ? ORDER BY place", arguments: [run]
      ).map { row in
        try Delivery(
          receiver: row.decode(atIndex: 0), parcel: row.decode(atIndex: 1),
          state: Delivery.State(rawValue: row.decode(atIndex: 2)) ?? .pending)
      }
    }
  }

  /// The last runs, newest first. `job` nil: of all jobs.
  public func history(_ job: String?, limit: Int) throws(LedgerError) -> [Run] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM run WHERE ?1 IS NULL OR job = ?1 ORDER BY id DESC LIMIT ?2",
        arguments: [job, limit])
      return try rows.map { row in
        var run = try Self.run(row)
        run.outputs = try String.fetchAll(
          database,
          sql: "SELECT receiver || CASE state WHEN 'done' THEN '' ELSE ' (' || state || ')' END "
            + "FROM delivery WHERE run = ? ORDER BY place", arguments: [run.id])
        return run
      }
    }
  }

  private static func run(_ row: Row) throws -> Run {
    try Run(
      id: row.decode(forColumn: "id"), job: row.decode(forColumn: "job"),
      occurrence: row.decode(forColumn: "occurrence"),
      now: row.decode(forColumn: "now"), started: row.decode(forColumn: "started"),
      finished: row.decode(forColumn: "finished"), state: State(rawValue: row.decode(forColumn: "state")) ?? .failed,
      isForced: row.decode(forColumn: "forced"), articles: row.decode(forColumn: "articles"),
      warnings: row.decode(forColumn: "warnings"), message: row.decode(forColumn: "message"))
  }

  // MARK: Steps of a run

  /// Begins a run; runs of the job that died while they made a report are marked as such.
  func begin(_ job: String, occurrence: Int, now: Int, clock: Int, forced: Bool) throws(LedgerError) -> Int64 {
    try write { database in
      try database.execute(
        sql: "UPDATE run SET state = 'interrupted', finished = ? WHERE job = ? AND state = 'making'",
        arguments: [clock, job])
      try database.execute(
        sql: "INSERT INTO run (job, occurrence, now, started, state, forced) VALUES (?, ?, ?, ?, 'making', ?)",
        arguments: [job, occurrence, now, clock, forced])
      return database.lastInsertedRowID
    }
  }

  /// The report is complete on disk: what goes to whom, which articles it could have shown, and which ones it had.
  func stage(
    _ run: Int64, deliveries: [(receiver: String, parcel: String)], shown: [String], met: [String], warnings: Int
  ) throws(LedgerError) {
    try write { database in
      try database.execute(
        sql: "UPDATE run SET state = 'staged', articles = ?, warnings = ? WHERE id = ?",
        arguments: [max(shown.count, met.count), warnings, run])
      for (place, delivery) in deliveries.enumerated() {
        try database.execute(
          sql: "INSERT INTO delivery (run, place, receiver, parcel, state) VALUES (?, ?, ?, ?, 'pending')",
          arguments: [run, place, delivery.receiver, delivery.parcel])
      }
      guard let row = try Row.fetchOne(database, sql: "SELECT * FROM run WHERE id = ?", arguments: [run]).map(Self.run)
      else { throw LedgerError("the run is lost") }
      // Only what is new, so that a large folder costs little every day.
      for (articles, table, isShown) in [(shown, "seen", true), (met, "met", false)] {
        let insert = try database.makeStatement(
          sql: """
            INSERT OR IGNORE INTO staged_article (run, article, shown) SELECT ?1, ?2, ?3
            WHERE NOT EXISTS (SELECT 1 FROM \(table) JOIN run ON run.id = ?1
              WHERE \(table).job = run.job AND \(table).article = ?2)
            """)
        // And once a month that it is still there.
        let renew = try database.makeStatement(
          sql: """
            UPDATE \(table) SET last = ?3 WHERE job = ?1 AND article = ?2 AND last < ?4
            """)
        for article in articles {
          try insert.execute(arguments: [run, article, isShown])
          try renew.execute(arguments: [row.job, article, row.occurrence, row.occurrence - Self.remark])
        }
      }
    }
  }

  func mark(_ run: Int64, _ receiver: String, _ state: Delivery.State, clock: Int) throws(LedgerError) {
    try write {
      try $0.execute(
        sql: "UPDATE delivery SET state = ?, finished = ? WHERE run = ? AND receiver = ?",
        arguments: [state.rawValue, clock, run, receiver])
    }
  }

  /// Ends a run. `delivered` and `partial` move the window: the articles become seen in the same transaction.
  func finish(_ run: Int64, _ state: State, clock: Int, message: String? = nil) throws(LedgerError) {
    try write { database in
      if state == .delivered || state == .partial {
        try database.execute(
          sql: """
            INSERT OR IGNORE INTO seen (job, article, occurrence, former, last)
            SELECT run.job, staged_article.article, run.occurrence, staged_article.former, run.occurrence
            FROM staged_article JOIN run ON run.id = staged_article.run WHERE run.id = ?1 AND shown = 1;
            """, arguments: [run])
        try database.execute(
          sql: """
            INSERT OR IGNORE INTO met (job, article, occurrence, last)
            SELECT run.job, staged_article.article, run.occurrence, run.occurrence
            FROM staged_article JOIN run ON run.id = staged_article.run WHERE run.id = ?1
            """, arguments: [run])
        // What is still there was marked as such when the run was staged.
        for table in ["seen", "met"] {
          try database.execute(
            sql: """
              DELETE FROM \(table) WHERE job = (SELECT job FROM run WHERE id = ?1)
              AND last < (SELECT occurrence FROM run WHERE id = ?1) - ?2
              """, arguments: [run, Self.memory])
        }
      }
      try database.execute(sql: "DELETE FROM staged_article WHERE run = ?", arguments: [run])
      try database.execute(
        sql: "UPDATE run SET state = ?, finished = ?, message = coalesce(?, message) WHERE id = ?",
        arguments: [state.rawValue, clock, message, run])
    }
  }
}

/// What earlier reports had of articles.
public struct ArticleHistory: Sendable, Hashable {
  /// The identities of those that earlier reports could have shown.
  public var seen: Set<String> = []
  /// The occurrence for which an article was first there, POSIX seconds, by its identity.
  public var met: [String: Int] = [:]

  /// Makes an empty one.
  public init() {}
}

/// The ledger could not be read or written.
public struct LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What happened.
  public let description: String

  init(_ description: String) { self.description = description }
}
