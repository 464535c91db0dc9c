import Foundation
import ReportArticles
import ReportLoading

extension SourceWork {
  /// Reads what is new in a directory, a Maildir or a mailbox file. Nothing there is changed.
  mutating func readFiles() throws(FetchProblem) {
    guard let path = source.path else { return }
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw FetchProblem(.temporary, "\(path): \(String(cString: strerror(errno)))")
    }
    let isDirectory = status.st_mode & S_IFMT == S_IFDIR
    if source.kind == .mail, !isDirectory { return try readMailbox(path, size: Int(status.st_size)) }
    guard isDirectory else { return try readAll([(path, path)]) }
    if source.kind == .mail {
      let folders = ["cur", "new"].filter { FileManager.default.fileExists(atPath: "\(path)/\($0)") }
      guard !folders.isEmpty else { throw FetchProblem(.soft, "\(path) is neither a Maildir nor a mailbox file") }
      // A message keeps its name up to the colon when it is read or moved.
      try readAll(
        folders.flatMap { folder in
          names(in: "\(path)/\(folder)").map { (String($0.prefix { $0 != ":" }), "\(path)/\(folder)/\($0)") }
        }, byName: true)
    } else {
      try readAll(files(below: path).map { ($0, $0) })
    }
  }

  private func names(in folder: String) -> [String] {
    let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return found.filter { !$0.hasPrefix(".") }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private func files(below folder: String) -> [String] {
    var found: [String] = []
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    while let name = walk.nextObject() as? String, found.count < 1_000_000 {
      if name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { continue }
      found.append("\(folder)/\(name)")
    }
    return found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Reads files that are new, or changed by size or time; of messages in a Maildir the new ones.
  private mutating func readAll(_ files: [(key: String, path: String)], byName: Bool = false) throws(FetchProblem) {
    let known = try fetcher.state.items(of: record.id)
    let loader = try loader()
    var found: [Article] = []
    for file in files {
      var status = stat()
      guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let mark =
        byName
        ? 0
        : Int64(status.st_size) &* 1_000_003 &+ Int64(status.st_mtim.tv_sec) &* 1_009 &+ Int64(status.st_mtim.tv_nsec)
      seen.append((file.key, mark, 0))
      if known[file.key]?.hash == mark { continue }
      let result = loader.load(paths: [file.path])
      for problem in result.problems where problem.kind != .empty { notices.append(problem.description) }
      found += result.articles
      if found.count >= 500 {
        try putFiles(found)
        found = []
      }
    }
    isUnchanged = found.isEmpty && counts == StoredCounts()
    try putFiles(found)
  }

  private mutating func putFiles(_ articles: [Article]) throws(FetchProblem) {
    let stored = try fetcher.sink.store(
      articles.map { article in
        var article = article
        decorate(&article)
        return article
      })
    counts.added += stored.added
    counts.updated += stored.updated
    dates += articles.compactMap { ($0.published ?? $0.updated)?.instant(defaultOffset: 0).secondsSinceEpoch }
  }

  private static let longestPiece = 256 << 20

  /// Reads a mailbox file from where the last message began that was there before: it may have been longer than it was then.
  private mutating func readMailbox(_ path: String, size: Int) throws(FetchProblem) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw FetchProblem(.temporary, "\(path) cannot be opened")
    }
    defer { try? file.close() }
    let head = ItemHash.of([UInt8]((try? file.read(upToCount: 512)) ?? Data()))
    let before = try fetcher.state.items(of: record.id)["mailbox"]
    // A mailbox that begins otherwise, or is shorter, is another one. (Its first 512 bytes stay while it grows.)
    let start = before.map { $0.hash == head && $0.page <= size ? $0.page : 0 } ?? 0
    let bytes: [UInt8]
    do {
      try file.seek(toOffset: UInt64(start))
      bytes = [UInt8](try file.read(upToCount: Self.longestPiece) ?? Data())
    } catch {
      throw FetchProblem(.temporary, "\(path): \(error.localizedDescription)")
    }
    guard !bytes.isEmpty else {
      isUnchanged = true
      seen.append(("mailbox", head, start))
      return
    }
    let result = try loader().load(data: bytes, path: path)
    if result.articles.isEmpty, let problem = result.problems.first, start == 0 {
      throw FetchProblem(.soft, problem.description)
    }
    try store(result.articles, nil)
    isUnchanged = counts == StoredCounts()
    seen.append(("mailbox", head, start + Self.lastMessage(bytes)))
  }

  /// Where the last message begins.
  private static func lastMessage(_ bytes: [UInt8]) -> Int {
    let mark = Array("\nFrom ".utf8)
    var place = bytes.count - mark.count
    while place > 0 {
      if bytes[place] == 0x0A, bytes[place..<(place + mark.count)].elementsEqual(mark) { return place + 1 }
      place -= 1
    }
    return 0
  }
}
