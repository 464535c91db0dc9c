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
  /// Articles that are there already keep the time at which they were fetched: for what is read again.
  private let keepsRetrieval: Bool

  /// Opens the archive, and makes it when it is missing. Throws `FetchProblem`.
  public init(path: String, keepsRetrieval: Bool = false) throws(FetchProblem) {
    (self.path, self.keepsRetrieval) = (path, keepsRetrieval)
    do throws(ArchiveError) {
      let archive = try Archive(path: path, access: .write)
      let name = try archive.identity()
      guarded = Mutex(Guarded(writer: ArchiveWriter(archive)))
      // The name tells archives apart whose files got the same number; the number tells a copy that was put back.
      var status = stat()
      stat(path, &status)
      let resolved = realpath(path, nil)
      identity = (resolved.map { String(cString: $0) } ?? path) + "#\(status.st_ino).\(name)"
      free(resolved)
    } catch {
      throw FetchProblem(.local, error.description)
    }
  }

  public func store(_ articles: [Article]) throws(FetchProblem) -> StoredCounts {
    guard !articles.isEmpty else { return StoredCounts() }
    let articles = keepsRetrieval ? try withKnownRetrieval(articles) : articles
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

  private func withKnownRetrieval(_ articles: [Article]) throws(FetchProblem) -> [Article] {
    do {
      let store = try ArchiveStore(path: path)
      return try articles.map { article in
        let query = ArticleQuery(conditions: [.isOneOf(.id, [article.id])], limit: 1)
        guard let place = try store.positions(matching: query).first else { return article }
        var article = article
        article.retrieved = try store.head(at: place).retrieved ?? article.retrieved
        return article
      }
    } catch { throw FetchProblem(.local, "\(path): \(error)") }
  }
}
