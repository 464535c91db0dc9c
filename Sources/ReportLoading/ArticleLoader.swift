import ReportArticles

/// Reads articles from files, directories, patterns and standard input, whatever form they are in.
///
/// The format of each input is recognised from its content. What cannot be read is listed in the result; everything else
/// is loaded all the same. The result depends on the inputs alone: not on locale, directory order or number of cores.
///
/// ```swift
/// let records = #"{"title": "Dam opens", "date": "2025-01-23", "text": "The dam was opened."}"#
/// let result = ArticleLoader().load(data: Array(records.utf8), path: "news.json")
/// let article = result.articles[0]
/// article.title  // → "Dam opens"
/// article.published?.value  // → "2025-01-23"
/// article.paragraphs  // → ["The dam was opened."]
/// ```
public struct ArticleLoader: Sendable {
  /// The formats, asked in this order; the surest takes an input, the earlier one on a tie.
  public var formats: [any ArticleFormat]
  /// The settings.
  public var options: LoadOptions
  /// Asked now and then whether the time for reading is up; what is not read by then is left out, and told of.
  public var isOutOfTime: (@Sendable () -> Bool)?

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
  ///
  /// ```swift
  /// let result = ArticleLoader().load(paths: ["no/such/file.html"])
  /// result.articles.count  // → 0
  /// result.problems.map(\.kind)  // → [missing]
  /// ```
  public func load(paths: [String]) -> LoadResult {
    var result = LoadResult()
    LoadPipeline(self).run(paths) { piece in
      if case .loaded(let part) = piece { result.append(part) }
    }
    DuplicateMarker.mark(&result.articles)
    return result
  }

  /// As `load`, but leaves the articles of large files of JSON Lines where they are until they are asked for: a fiftieth
  /// of the time and memory for a report that touches few of them. The files must not be changed meanwhile.
  public func open(paths: [String]) -> LoadedArticles {
    var parts: [LoadedArticles.Part] = []
    // Articles that go into one part; `rest` holds them until the next part begins.
    var rest = LoadResult()
    func endPart() {
      if rest.articles.isEmpty { return }
      parts.append(.articles(rest.articles))
      rest.articles = []
    }
    LoadPipeline(self, leavesRecords: true).run(paths) { piece in
      switch piece {
      case .records(let store, let problems):
        endPart()
        parts.append(.records(store))
        rest.problems += problems
        rest.filesRead += store.count > 0 ? 1 : 0
      case .loaded(let part): rest.append(part)
      }
    }
    endPart()
    // A file that was changed meanwhile is read as it is now.
    let store = try? LoadedArticles(parts: parts, problems: rest.problems, filesRead: rest.filesRead)
    return store ?? LoadedArticles(load(paths: paths))
  }

  /// Loads what `paths` name in portions of some megabytes, so that memory stays flat however much there is: files one
  /// after another in the order of `load(paths:)`; JSON Lines, CSV and mailboxes, compressed or not, by runs of whole
  /// records. With `marksDuplicates`, articles that are there twice are marked as `load(paths:)` marks them, for which their
  /// identities are kept. What `body` throws ends it.
  public func loadBatches(
    paths: [String], marksDuplicates: Bool = false, _ body: (LoadResult) throws -> Void
  ) throws {
    var marker = DuplicateMarker()
    try LoadPipeline(self).run(paths) { (piece) throws in
      guard case .loaded(var result) = piece else { return }
      if marksDuplicates {
        for index in result.articles.indices {
          marker.mark(for: result.articles[index])?.apply(to: &result.articles[index])
        }
      }
      try body(result)
    }
  }

  /// What is said of an input that is left out, or of the rest of it.
  static let leftOut = "left out, as the time for reading was up"

  func load(file: InputFiles.File) -> LoadResult {
    if isOutOfTime?() == true {
      return LoadResult(problems: [.init(kind: .unreadable, path: file.path, message: Self.leftOut)])
    }
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
  ///
  /// ```swift
  /// let feed = """
  ///   <rss version="2.0"><channel><title>River Post</title>
  ///   <item><title>Dam opens</title><link>https://post.example.org/dam</link>
  ///   <pubDate>Thu, 23 Jan 2025 08:10:00 +0200</pubDate><description>The dam was opened.</description></item>
  ///   </channel></rss>
  ///   """
  /// let article = ArticleLoader().load(data: Array(feed.utf8), path: "feed.xml").articles[0]
  /// article.publisher  // → "River Post"
  /// article.published?.value  // → "2025-01-23T08:10:00+02:00"
  /// article.published?.evidence  // → feed
  /// ```
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
    // What the bytes of text in a wide encoding look like says nothing.
    let head = EncodingDetector.narrowed(head)
    var best: (format: any ArticleFormat, confidence: Int)?
    for format in formats {
      let confidence = format.confidence(head: head, path: path)
      if confidence > best?.confidence ?? 0 { best = (format, confidence) }
    }
    return best?.format
  }
}
