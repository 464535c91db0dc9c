import Glibc
import ReportArchive
import ReportArticles
import Synchronization

/// Where fetched articles go.
public protocol ArticleSink: Sendable {
  /// What tells this place from every other, and from an older one of the same name.
  var identity: String { get }
  /// Keeps articles for good before it returns. Throws `FetchProblem`.
  func store(_ articles: [Article]) throws(FetchProblem) -> StoredCounts
}

/// What came of storing articles.
public struct StoredCounts: Sendable, Hashable {
  /// Articles that were not there before.
  public var added = 0
  /// Articles of which a newer version took the place of the older one.
  public var updated = 0

  /// Makes counts.
  public init(added: Int = 0, updated: Int = 0) { (self.added, self.updated) = (added, updated) }
}

/// An archive as a place for fetched articles.
public final class ArchiveSink: ArticleSink {
  public let identity: String
  private let path: String
  // One thread at a time, under the lock.
  private struct Guarded: @unchecked Sendable { let writer: ArchiveWriter }
  private let guarded: Mutex<Guarded>

  /// Opens the archive, and makes it when it is missing. Throws `FetchProblem`.
  public init(path: String) throws(FetchProblem) {
    self.path = path
    do throws(ArchiveError) {
      let archive = try Archive(path: path, access: .write)
      guarded = Mutex(Guarded(writer: ArchiveWriter(archive)))
    } catch {
      throw FetchProblem(.local, error.description)
    }
    var status = stat()
    stat(path, &status)
    let resolved = realpath(path, nil)
    identity = (resolved.map { String(cString: $0) } ?? path) + "#\(status.st_dev).\(status.st_ino)"
    free(resolved)
  }

  public func store(_ articles: [Article]) throws(FetchProblem) -> StoredCounts {
    guard !articles.isEmpty else { return StoredCounts() }
    let result = guarded.withLock { guarded -> Result<StoredCounts, ArchiveError> in
      let before = guarded.writer.report
      do throws(ArchiveError) { try guarded.writer.add(articles) } catch { return .failure(error) }
      let after = guarded.writer.report
      return .success(StoredCounts(added: after.added - before.added, updated: after.updated - before.updated))
    }
    // On the disk before anything says that it is: the log is not synced at each commit.
    let log = open(path + "-wal", O_RDONLY | O_CLOEXEC)
    if log >= 0 {
      fdatasync(log)
      close(log)
    }
    switch result {
    case .success(let counts): return counts
    case .failure(let error): throw FetchProblem(.local, error.description)
    }
  }
}
