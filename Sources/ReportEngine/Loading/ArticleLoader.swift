/// Reads articles from files, directories, patterns and standard input, whatever form they are in.
///
/// The format of each input is recognised from its content. What cannot be read is listed in the result; everything else
/// is loaded all the same. The result depends on the inputs alone: not on locale, directory order or number of cores.
public struct ArticleLoader: Sendable {
  /// The formats, asked in this order; the surest takes an input, the earlier one on a tie.
  public var formats: [any ArticleFormat]
  /// The settings.
  public var options: LoadOptions

  /// Makes a loader for all formats of this library.
  public init(options: LoadOptions = LoadOptions()) {
    self.options = options
    formats = [
      JSONFeedFormat(), NinjsFormat(), FeedFormat(), NewsMLFormat(), HTMLFormat(), MailboxFormat(), MailFormat(),
      JSONLinesFormat(), JSONFormat(), MarkdownFormat(), DelimitedFormat(), PageTextFormat(),
    ]
  }

  /// Loads what `paths` name: files, directories (recursively, in byte order of paths), globs, `@file` with a path a line,
  /// `-` for standard input.
  public func load(paths: [String]) -> LoadResult {
    let (files, problems) = InputFiles.expand(paths)
    var result = LoadResult(problems: problems)
    for part in Parallel.map(files, { load(file: $0) }) { merge(part, into: &result) }
    let named = Set(files.filter(\.isNamed).map(\.path))
    for path in paths
    where !named.contains(path) && !result.articles.contains(where: { $0.origin.path.hasPrefix(path) }) {
      // Only pictures and the like were in there.
      let found = files.contains { !$0.isNamed && $0.path.hasPrefix(path) }
      if found, !result.problems.contains(where: { $0.path.hasPrefix(path) }) {
        result.problems.append(.init(kind: .empty, path: path, message: "no articles in the directory"))
      }
    }
    DuplicateMarker.mark(&result.articles)
    return result
  }

  func load(file: InputFiles.File) -> LoadResult {
    switch InputFiles.read(file.path) {
    case .failure(let failure):
      return LoadResult(problems: [
        .init(kind: failure.isMissing ? .missing : .unreadable, path: file.path, message: failure.message)
      ])
    case .success(let data):
      // Pictures and empty files in a directory are not worth a word.
      let isForeign = data.isEmpty || (BinaryContent.isBinary(Array(data.prefix(4096))) && !Gzip.isGzip(data))
      return !file.isNamed && isForeign ? LoadResult() : load(data: data, path: file.path)
    }
  }

  /// Loads the articles in `data`, which came from `path` (`-` for standard input); compressed input is expanded.
  public func load(data: [UInt8], path: String) -> LoadResult {
    guard !data.isEmpty else {
      return LoadResult(problems: [.init(kind: .empty, path: path, message: "the file is empty")])
    }
    if Gzip.isGzip(data) {
      switch Gzip.inflate(data) {
      case .failure(let failure):
        return LoadResult(problems: [.init(kind: .unreadable, path: path, message: failure.message)])
      case .success(let expanded): return loadExpanded(expanded, path: path)
      }
    }
    return loadExpanded(data, path: path)
  }

  /// The bytes of a file, or of standard input for `-`; nil when it cannot be read.
  public static func contents(of path: String) -> [UInt8]? {
    if case .success(let bytes) = InputFiles.read(path) { return bytes }
    return nil
  }

  private func loadExpanded(_ data: [UInt8], path: String) -> LoadResult {
    let head = Array(data.prefix(64 * 1024))
    let name = path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
    var best: (format: any ArticleFormat, confidence: Int)?
    for format in formats {
      let confidence = format.confidence(head: head, path: name)
      if confidence > best?.confidence ?? 0 { best = (format, confidence) }
    }
    guard let best else {
      return LoadResult(problems: [
        .init(
          kind: .unreadable, path: path,
          message: "not in a format that is known here (not text, HTML, XML, JSON, CSV or mail)")
      ])
    }
    return best.format.load(data, path: path, options: options)
  }

  private func merge(_ more: LoadResult, into result: inout LoadResult) {
    result.articles += more.articles
    result.problems += more.problems
    result.filesRead += more.filesRead
  }
}

/// Makes ids unique within one load and links what is there twice.
enum DuplicateMarker {
  static func mark(_ articles: inout [Article]) {
    var firstByID: [String: Int] = [:]
    var counts: [String: Int] = [:]
    for index in articles.indices {
      let id = articles[index].id
      guard let first = firstByID[id] else {
        firstByID[id] = index
        continue
      }
      counts[id, default: 1] += 1
      let isSame =
        articles[index].title == articles[first].title && articles[index].paragraphs == articles[first].paragraphs
      let place = articles[first].origin.path
      articles[index].warnings.append(
        Article.Warning(
          code: isSame ? "duplicate" : "duplicate-id",
          message: isSame
            ? "the same article as “\(id)” in \(place)"
            : "another version of “\(id)” in \(place): same identity, different title or text",
          line: articles[index].origin.line))
      var unique = "\(id)#\(counts[id, default: 2])"
      while firstByID[unique] != nil { unique += "+" }
      articles[index].id = unique
      firstByID[unique] = index
    }
  }
}
