import Foundation
import GRDB

/// A file with articles that can be asked without reading all of them: SQLite behind `ArticleStore`.
///
/// Any number of programs may read while one writes (write-ahead log); a second writer waits for the first.
///
/// ```swift
/// import Foundation
///
/// let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).db").path
/// defer { try? FileManager.default.removeItem(atPath: path) }
/// let writer = ArchiveWriter(try Archive(path: path, access: .write))
/// try writer.add([
///   Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens", language: "en")
/// ])
/// writer.report.added  // → 1
/// let store = try ArchiveStore(path: path)
/// try store.positions(matching: ArticleQuery(conditions: [.contains(.title, "DAM")])).count  // → 1
/// ```
public final class Archive: Sendable {
  /// How an archive is opened.
  public enum Access: Sendable {
    /// The file must be there; nothing is written.
    case read
    /// The file is made when it is missing.
    case write
  }

  /// The path as given.
  public let path: String
  let queue: DatabaseQueue

  /// Opens an archive. Throws `ArchiveError`.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - access: whether it is to be written.
  ///   - patience: seconds to wait for another program that is writing.
  public init(path: String, access: Access = .read, patience: Double = 60) throws(ArchiveError) {
    self.path = path
    // A pipe would be waited for.
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw ArchiveError.failed(path: path, reason: "it is no regular file")
    }
    do {
      queue = try access == .write ? Self.writable(path, patience) : Self.readable(path, patience)
    } catch {
      throw Self.failure(error, path: path)
    }
  }

  // MARK: Opening

  private static func configuration(_ patience: Double) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.allowsUnsafeTransactions = true
    configuration.prepareDatabase { database in
      try database.execute(
        sql: "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096; PRAGMA trusted_schema = OFF")
      database.add(function: FoldedContains.function)
      database.add(function: FoldedContains.bodyFunction)
      database.add(function: BodyCounts.words)
      database.add(function: BodyCounts.paragraphs)
    }
    return configuration
  }

  /// Bytes of the write-ahead log after which what it holds is written into the archive: 16 MiB.
  private static let logSize = 16_777_216

  private static func writable(_ path: String, _ patience: Double) throws -> DatabaseQueue {
    let exists = FileManager.default.fileExists(atPath: path)
    if exists, !FileManager.default.isWritableFile(atPath: path) { throw ArchiveError.readOnly(path: path) }
    let queue = try DatabaseQueue(path: path, configuration: configuration(patience))
    try queue.inDatabase { database in
      let isEmpty = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") == 0
      if isEmpty {
        // A body of usual length and what belongs to it fill a page of this size, and little more than it is read.
        try database.execute(sql: "PRAGMA page_size = 8192")
      } else {
        try check(database, path)
      }
      let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
      try database.execute(
        sql: """
          PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768;
          PRAGMA wal_autocheckpoint = \(logSize / pageSize); PRAGMA journal_size_limit = 67108864
          """)
      if try ArchiveSchema.version(of: database) < ArchiveSchema.version {
        try database.inTransaction(.immediate) {
          try ArchiveSchema.migrate(database)
          return .commit
        }
      }
    }
    return queue
  }

  private static func readable(_ path: String, _ patience: Double) throws -> DatabaseQueue {
    guard FileManager.default.fileExists(atPath: path) else { throw ArchiveError.missing(path: path) }
    var configuration = configuration(patience)
    configuration.readonly = true
    do {
      return try opened(path, path, configuration)
    } catch let error as DatabaseError
      where [.SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_IOERR].contains(error.resultCode)
    {
      // On media that cannot be written there is no write-ahead log, and nobody else can be writing.
      let log = (try? FileManager.default.attributesOfItem(atPath: path + "-wal"))?[.size] as? Int ?? 0
      let directory = (path as NSString).deletingLastPathComponent
      guard log == 0, !FileManager.default.isWritableFile(atPath: directory.isEmpty ? "." : directory) else {
        throw error
      }
      let escaped = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
      return try opened("file:\(escaped)?immutable=1", path, configuration)
    }
  }

  /// A name that the archive got when it was first written to by a program that gives names; no two have the same. For an
  /// archive that is open for writing. Throws `ArchiveError`.
  package func identity() throws(ArchiveError) -> String {
    do {
      return try queue.writeWithoutTransaction { database in
        try database.execute(
          sql: "INSERT OR IGNORE INTO setting(name, value) VALUES ('identity', ?)", arguments: [UUID().uuidString])
        return try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'identity'") ?? ""
      }
    } catch { throw Self.failure(error, path: path) }
  }

  private static func opened(_ name: String, _ path: String, _ configuration: Configuration) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: name, configuration: configuration)
    try queue.inDatabase { try check($0, path) }
    return queue
  }

  private static func check(_ database: Database, _ path: String) throws {
    guard try Int.fetchOne(database, sql: "PRAGMA application_id") == ArchiveSchema.applicationID else {
      throw ArchiveError.foreign(path: path)
    }
    let version = try ArchiveSchema.version(of: database)
    if version > ArchiveSchema.version {
      throw ArchiveError.newer(path: path, version: version, known: ArchiveSchema.version)
    }
  }

  /// What a failure means for the user.
  static func failure(_ error: any Error, path: String) -> ArchiveError {
    switch error {
    case let error as ArchiveError: return error
    case is ByteReader.Damaged, is RowDecodingError: return .damaged(path: path, reason: "an article cannot be read")
    case let error as DatabaseError:
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: return .busy(path: path)
      case .SQLITE_FULL: return .full(path: path)
      case .SQLITE_READONLY, .SQLITE_PERM: return .readOnly(path: path)
      case .SQLITE_NOTADB: return .foreign(path: path)
      case .SQLITE_CORRUPT: return .damaged(path: path, reason: error.message ?? "SQLite finds it malformed")
      case .SQLITE_CANTOPEN: return .failed(path: path, reason: "cannot be opened; do file and directory allow it?")
      case .SQLITE_IOERR:
        return .failed(path: path, reason: "the disk could not be read or written (\(error.message ?? "I/O error"))")
      default: return .failed(path: path, reason: error.message ?? "the database failed (\(error.resultCode))")
      }
    default: return .failed(path: path, reason: "\(error)")
    }
  }
}
