import Dispatch
import Foundation
import GRDB
import ReportAnalysis
import ReportArticles
import ReportLoading
import Synchronization

/// Adds articles to an archive, in transactions of some thousands: what was committed stays, whatever happens, and adding
/// the same inputs again goes on from there.
public final class ArchiveWriter {
  /// Settings of adding.
  public struct Options: Sendable, Hashable {
    /// Keep the words of the articles, for searching.
    public var indexesText: Bool
    /// Keep what is found in the articles: sentences, dates and the stories that they belong to.
    public var derives: Bool
    /// Articles a transaction.
    public var transactionSize: Int

    /// Makes options.
    public init(indexesText: Bool = true, derives: Bool = true, transactionSize: Int = 8000) {
      self.indexesText = indexesText
      self.derives = derives
      self.transactionSize = transactionSize
    }
  }

  /// What came of adding.
  public struct Report: Sendable, Hashable {
    /// Articles that were not there before.
    public var added = 0
    /// Articles of which a newer version took the place of the older one.
    public var updated = 0
    /// Articles that were there as they are.
    public var unchanged = 0
    /// Older versions of articles that are there; they were left out.
    public var outdated = 0
    /// What could not be read.
    public var problems: [LoadResult.Problem] = []

    /// All articles that were read.
    public var articles: Int { added + updated + unchanged + outdated }
  }

  let archive: Archive
  private let options: Options
  private let preparers = PreparerPool()
  private var open = 0
  private var pending = Report()
  /// What has been committed so far.
  public private(set) var report = Report()

  /// Makes a writer for an archive opened for writing.
  public init(_ archive: Archive, options: Options = Options()) {
    self.archive = archive
    self.options = options
  }

  /// Adds what the loader finds in `paths`; `progress` hears the number of articles read. Throws `ArchiveError`.
  public func add(
    paths: [String], loader: ArticleLoader, progress: (Int) -> Void = { _ in }
  ) throws(ArchiveError) {
    // While one portion is written the next is read and prepared.
    let queue = DispatchQueue(label: "archive")
    let failure = Mutex<ArchiveError?>(nil)
    let writer = Unshared(self)
    do {
      try loader.loadBatches(paths: paths) { result in
        let prepared = preparers.prepare(result.articles, DerivedParts(options))
        queue.sync {}
        if let error = failure.withLock(\.self) { throw error }
        report.problems += result.problems
        progress(report.articles + pending.articles)
        queue.async {
          do { try writer.value.write(prepared) } catch {
            failure.withLock { $0 = Archive.failure(error, path: writer.value.archive.path) }
          }
        }
      }
      queue.sync {}
      if let error = failure.withLock(\.self) { throw error }
      try commit()
    } catch {
      queue.sync {}
      rollBack()
      throw Archive.failure(error, path: archive.path)
    }
  }

  /// Adds articles. Throws `ArchiveError`; what was committed before stays.
  public func add(_ articles: [Article]) throws(ArchiveError) {
    do {
      for start in stride(from: 0, to: articles.count, by: 1000) {
        let part = Array(articles[start..<min(start + 1000, articles.count)])
        try write(preparers.prepare(part, DerivedParts(options)))
      }
      try commit()
    } catch {
      rollBack()
      throw Archive.failure(error, path: archive.path)
    }
  }

  // MARK: Transactions

  private var rows: ArticleRows?
  private var arrivals: [StoryTracker.Arrival] = []

  private func write(_ articles: [PreparedArticle]) throws {
    try archive.queue.inDatabase { database in
      if open == 0 {
        try database.execute(sql: "BEGIN IMMEDIATE")
        rows = try ArticleRows(database)
      }
      open += max(1, articles.count)
      guard var rows else { return }
      self.rows = nil
      for article in articles { try write(article, &rows) }
      self.rows = rows
    }
    if open >= options.transactionSize { try commit() }
  }

  private func write(_ prepared: PreparedArticle, _ rows: inout ArticleRows) throws {
    var known = try rows.find(prepared.article.id)
    let isRenamed = known == nil
    if isRenamed { known = try findUnderAddress(prepared.article, &rows) }
    guard let (position, fingerprint) = known else {
      arrive(prepared, at: try rows.insert(prepared))
      pending.added += 1
      return
    }
    if fingerprint == prepared.fingerprint, isRenamed {
      try rows.rename(position, to: prepared)
      pending.unchanged += 1
      return
    }
    if fingerprint == prepared.fingerprint {
      pending.unchanged += 1
      return
    }
    var old = try ArticleRow.head(at: position, rows.database)
    if let before = PreparedArticle.versionTime(old), let after = prepared.versionTime, after < before {
      pending.outdated += 1
      return
    }
    try ArticleRow.addBody(at: position, to: &old, rows.database)
    // Another version of an article stays in its story.
    let story = try ArchiveStories.assignment(at: position, rows.database)
    try rows.replace(old, at: position, by: prepared) { preparers.terms(of: $0) }
    arrivals.removeAll { $0.position == position }
    arrive(prepared, at: position, story)
    pending.updated += 1
  }

  /// An entry of a feed that earlier versions called by its address, if it is the same one: another entry of that address
  /// may have been.
  private func findUnderAddress(
    _ article: Article, _ rows: inout ArticleRows
  ) throws -> (position: Int, fingerprint: Int64)? {
    guard let former = ArticleIdentity.former(article), former == article.url, let known = try rows.find(former),
      try ArticleRow.head(at: known.position, rows.database).title == article.title
    else { return nil }
    return known
  }

  private func arrive(_ prepared: PreparedArticle, at position: Int, _ known: StoryTracker.Assignment? = nil) {
    guard let evidence = prepared.evidence else { return }
    arrivals.append(
      StoryTracker.Arrival(position: position, evidence: evidence, id: prepared.article.id, known: known))
  }

  private func commit() throws {
    guard open > 0 else { return }
    try archive.queue.inDatabase { database in
      try ArchiveStories.assign(arrivals, database)
      try rows?.finish()
      try database.execute(sql: "COMMIT")
    }
    arrivals.removeAll(keepingCapacity: true)
    open = 0
    rows = nil
    report.added += pending.added
    report.updated += pending.updated
    report.unchanged += pending.unchanged
    report.outdated += pending.outdated
    pending = Report()
  }

  private func rollBack() {
    archive.queue.inDatabase { database in
      // Some errors (a full disk) have rolled back already.
      if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
    }
    open = 0
    rows = nil
    arrivals = []
    pending = Report()
  }
}

/// Something that one thread at a time uses, in turn: the queue above sees to that.
private struct Unshared<Value>: @unchecked Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}

/// Preparers for as many threads as work at once; each is in the hands of one thread at a time.
final class PreparerPool: Sendable {
  // Handed out under a lock to one thread, and given back when it is done.
  private struct Lent: @unchecked Sendable { let preparer: Preparer }
  private let free = Mutex<[Lent]>([])

  private func with<T>(_ body: (Preparer) -> T) -> T {
    let lent = free.withLock { $0.popLast() } ?? Lent(preparer: Preparer())
    defer { free.withLock { $0.append(lent) } }
    return body(lent.preparer)
  }

  func prepare(_ articles: [Article], _ wanted: DerivedParts) -> [PreparedArticle] {
    let parts = stride(from: 0, to: articles.count, by: 64).map { articles[$0..<min($0 + 64, articles.count)] }
    let results = Mutex([[PreparedArticle]](repeating: [], count: parts.count))
    DispatchQueue.concurrentPerform(iterations: parts.count) { index in
      let done = with { $0.prepare(parts[index], wanted) }
      results.withLock { $0[index] = done }
    }
    return results.withLock { $0.flatMap(\.self) }
  }

  func terms(of article: Article) -> ArticleTerms { with { $0.terms(of: article) } }

  /// What is found in articles, in their order.
  func derived(_ articles: [Article]) -> [[UInt8]] {
    prepare(articles, DerivedParts(sentencesAndDates: true)).map { $0.derived ?? [] }
  }
}
