import ReportArticles

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
      ForeignFormat(), JSONFeedFormat(), NinjsFormat(), FeedFormat(), NewsMLFormat(), HTMLFormat(), WARCFormat(),
      MHTMLFormat(), MailboxFormat(), MailFormat(),
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

  /// As `load`, but leaves the articles of large files of JSON Lines where they are until they are asked for: a fiftieth
  /// of the time and memory for a report that touches few of them. The files must not be changed meanwhile.
  public func open(paths: [String]) -> LoadedArticles {
    let (files, _) = InputFiles.expand(paths)
    var opened: [(store: RecordStore, problems: [LoadResult.Problem])] = []
    var place: [Int: Int] = [:]
    for (number, file) in files.enumerated() where opened.count < Self.mostOpenFiles {
      guard let records = openRecords(file.path) else { continue }
      place[number] = opened.count
      opened.append(records)
    }
    if !opened.isEmpty, let store = try? assemble(paths, files, opened, place) { return store }
    let result = load(paths: paths)
    return LoadedArticles(result)
  }

  private static let mostOpenFiles = 64
  /// Smaller files are not worth an index.
  private static let smallestIndexed = 256 << 10

  private func openRecords(_ path: String) -> (store: RecordStore, problems: [LoadResult.Problem])? {
    guard path != "-", let file = RecordFile(path: path), file.size >= Self.smallestIndexed,
      let head = try? file.bytes(at: 0, count: min(file.size, 64 * 1024)), RecordLines.canSplit(head[...]),
      format(of: head, path: path) is JSONLinesFormat
    else { return nil }
    return RecordStore.open(file, options: options.seeing(head))
  }

  private func assemble(
    _ paths: [String], _ files: [InputFiles.File],
    _ opened: [(store: RecordStore, problems: [LoadResult.Problem])], _ place: [Int: Int]
  ) throws -> LoadedArticles {
    let rest = Parallel.map(files.indices.filter { place[$0] == nil }) { ($0, load(file: files[$0])) }
    let loaded = Dictionary(uniqueKeysWithValues: rest)
    var parts: [LoadedArticles.Part] = []
    var problems = InputFiles.expand(paths).problems
    var filesRead = 0
    for number in files.indices {
      if let index = place[number] {
        parts.append(.records(opened[index].store))
        problems += opened[index].problems
        filesRead += opened[index].store.count > 0 ? 1 : 0
      } else if let result = loaded[number] {
        if !result.articles.isEmpty { parts.append(.articles(result.articles)) }
        problems += result.problems
        filesRead += result.filesRead
      }
    }
    return try LoadedArticles(parts: parts, problems: problems, filesRead: filesRead)
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
      if !file.isNamed, isForeign { return LoadResult() }
      var result = load(data: data, path: file.path)
      // Nor are scripts, style sheets and reports of our own; a page that says that it is not there is.
      if !file.isNamed { result.problems.removeAll { $0.kind == .foreign && !ErrorPage.isSaid(in: $0) } }
      return result
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
    guard let format = format(of: head, path: path.hasSuffix(".gz") ? String(path.dropLast(3)) : path) else {
      return LoadResult(problems: [
        .init(
          kind: .unreadable, path: path,
          message: "not in a format that is known here (not text, HTML, XML, JSON, CSV or mail)")
      ])
    }
    var result = format.load(data, path: path, options: options.seeing(head))
    result.tellOfUnlisted(path: path)
    return result
  }

  package func format(of head: [UInt8], path: String) -> (any ArticleFormat)? {
    var best: (format: any ArticleFormat, confidence: Int)?
    for format in formats {
      let confidence = format.confidence(head: head, path: path)
      if confidence > best?.confidence ?? 0 { best = (format, confidence) }
    }
    return best?.format
  }

  private func merge(_ more: LoadResult, into result: inout LoadResult) {
    result.articles += more.articles
    result.problems += more.problems
    result.filesRead += more.filesRead
  }
}

/// Makes ids unique within one load and links what is there twice.
struct DuplicateMarker {
  /// What is said of an article whose identity another one had before it.
  struct Mark: Sendable {
    var id: String
    var warning: Article.Warning

    func apply(to article: inout Article) {
      article.id = id
      article.warnings.append(warning)
    }
  }

  /// The marks, by position.
  private(set) var marks: [Int: Mark] = [:]
  private var first: [String: (path: String, content: UInt64)] = [:]
  private var counts: [String: Int] = [:]

  /// Looks at an article; called in the order of positions.
  mutating func add(_ article: Article, at position: Int) {
    if let mark = mark(for: article) { marks[position] = mark }
  }

  /// What is to be said of an article, if another one had its identity before it; called in the order of the inputs.
  mutating func mark(for article: Article) -> Mark? {
    let id = article.id
    var hash = ContentHash()
    hash.add(article.title)
    for paragraph in article.paragraphs { hash.add(paragraph) }
    guard let known = first[id] else {
      first[id] = (article.origin.path, hash.value)
      return nil
    }
    counts[id, default: 1] += 1
    let isSame = known.content == hash.value
    var unique = "\(id)#\(counts[id, default: 2])"
    while first[unique] != nil { unique += "+" }
    return Mark(
      id: unique,
      warning: Article.Warning(
        code: isSame ? "duplicate" : "duplicate-id",
        message: isSame
          ? "the same article as “\(id)” in \(known.path)"
          : "another version of “\(id)” in \(known.path): same identity, different title or text",
        line: article.origin.line))
  }

  static func mark(_ articles: inout [Article]) {
    // Most articles are alone with their identity and need no second look.
    var seen: Set<String> = []
    let repeated = Set(articles.lazy.map(\.id).filter { !seen.insert($0).inserted })
    guard !repeated.isEmpty else { return }
    var marker = DuplicateMarker()
    for index in articles.indices where repeated.contains(articles[index].id) { marker.add(articles[index], at: index) }
    for (index, mark) in marker.marks { mark.apply(to: &articles[index]) }
  }
}
