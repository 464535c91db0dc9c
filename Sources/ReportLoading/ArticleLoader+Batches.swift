import Glibc

extension ArticleLoader {
  /// Loads what `paths` name in portions of some megabytes, so that memory stays flat however much there is: files one
  /// after another in the order of `load(paths:)`; JSON Lines, CSV and mailboxes, compressed or not, by runs of whole
  /// records. With `marksDuplicates`, articles that are there twice are marked as `load(paths:)` marks them, for which their
  /// identities are kept. What `body` throws ends it.
  public func loadBatches(
    paths: [String], marksDuplicates: Bool = false, _ body: (LoadResult) throws -> Void
  ) throws {
    let (files, problems) = InputFiles.expand(paths)
    var marker = DuplicateMarker()
    var fruitless = Self.directories(among: paths, files)
    func deliver(_ result: LoadResult) throws {
      var result = result
      if marksDuplicates {
        for index in result.articles.indices {
          marker.mark(for: result.articles[index])?.apply(to: &result.articles[index])
        }
      }
      for path in fruitless {
        let isMet =
          result.articles.contains { $0.origin.path.hasPrefix(path) }
          || result.problems.contains { $0.path.hasPrefix(path) }
        if isMet { fruitless.removeAll { $0 == path } }
      }
      try body(result)
    }
    if !problems.isEmpty { try deliver(LoadResult(problems: problems)) }
    var small: [InputFiles.File] = []
    var size = 0
    func flush() throws {
      if small.isEmpty { return }
      var result = LoadResult()
      for part in Parallel.map(small, { load(file: $0) }) { result.append(part) }
      (small, size) = ([], 0)
      try deliver(result)
    }
    for file in files {
      let length = Self.length(of: file.path)
      if length.map({ $0 > Self.smallestStream }) ?? true, let source = ByteSource(path: file.path) {
        if let format = format(of: source.head, path: Self.plainName(file.path, source)),
          let stream = RecordStream(source, format: format)
        {
          try flush()
          try load(stream, path: file.path, options.seeing(source.head), deliver)
          continue
        }
        // What came through a pipe cannot be read again.
        if length == nil {
          try flush()
          try deliver(load(source, path: file.path))
          continue
        }
      }
      small.append(file)
      size += length ?? 0
      if size > 4 << 20 || small.count >= 512 { try flush() }
    }
    try flush()
    let empty = fruitless.map { LoadResult.Problem(kind: .empty, path: $0, message: "no articles in the directory") }
    if !empty.isEmpty { try body(LoadResult(problems: empty)) }
  }

  /// Smaller files are read at once, whatever they expand to.
  private static let smallestStream = 256 << 10
  private static let runSize = 1 << 18
  private static var runsAtOnce: Int { max(4, min(2 * ProcessorCount.current, 64)) }

  private func load(
    _ stream: RecordStream, path: String, _ options: LoadOptions, _ body: (LoadResult) throws -> Void
  ) throws {
    var index = 0
    var isFirst = true
    var (listed, unlisted) = (0, 0)
    while let first = stream.next(Self.runSize) {
      var runs = [first]
      while runs.count < Self.runsAtOnce, let run = stream.next(Self.runSize) { runs.append(run) }
      let format = stream.format
      var parts = Parallel.map(runs) { run in run.load(as: format, path: path, options: options) }
      var all = LoadResult()
      for (number, run) in runs.enumerated() {
        // Taken out, so that it is changed where it is.
        var part = LoadResult()
        swap(&part, &parts[number])
        part.move(lines: run.linesBefore, index: index, movesArticles: !(format is JSONFormat))
        // A run in which nothing is right is a damaged part of the input.
        part.problems.removeAll { $0.kind == .empty }
        for place in part.problems.indices { part.problems[place].kind = .damaged }
        let room = max(0, LoadResult.mostProblems - listed)
        if part.problems.count > room {
          unlisted += part.problems.count - room
          part.problems.removeLast(part.problems.count - room)
        }
        listed += part.problems.count
        unlisted += part.unlisted
        part.unlisted = 0
        index += part.articles.count
        all.append(part)
      }
      all.filesRead = isFirst && !all.articles.isEmpty ? 1 : 0
      if !all.articles.isEmpty { isFirst = false }
      try body(all)
    }
    if unlisted > 0 {
      var rest = LoadResult()
      rest.unlisted = unlisted
      rest.tellOfUnlisted(path: path)
      rest.problems[0].kind = .damaged
      try body(rest)
    }
    if let failure = stream.failure {
      try body(LoadResult(problems: [.init(kind: .unreadable, path: path, message: failure)]))
    } else if isFirst {
      try body(LoadResult(problems: [.init(kind: .empty, path: path, message: "there are no articles in it")]))
    }
  }

  /// What is left of an input, at once.
  private func load(_ source: ByteSource, path: String) -> LoadResult {
    var bytes: [UInt8] = []
    while let more = source.next() {
      bytes += more
      guard bytes.count <= InputFiles.mostOfStream else {
        let size = InputFiles.mostOfStream >> 20
        return LoadResult(problems: [.init(kind: .unreadable, path: path, message: "larger than \(size) MiB")])
      }
    }
    if let failure = source.failure {
      return LoadResult(problems: [.init(kind: .unreadable, path: path, message: failure)])
    }
    return load(data: bytes, path: path)
  }

  /// The size of a regular file; nil for standard input and pipes.
  private static func length(of path: String) -> Int? {
    if path == "-" { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else { return 0 }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  private static func plainName(_ path: String, _ source: ByteSource) -> String {
    source.isCompressed && path.hasSuffix(".gz") ? String(path.dropLast(3)) : path
  }

  /// Directories and the like in which something lies.
  private static func directories(among paths: [String], _ files: [InputFiles.File]) -> [String] {
    let named = Set(files.lazy.filter(\.isNamed).map(\.path))
    return paths.filter { path in
      !named.contains(path) && files.contains { !$0.isNamed && $0.path.hasPrefix(path) }
    }
  }
}

extension LoadResult {
  /// Adds what came of more inputs.
  mutating func append(_ more: LoadResult) {
    if articles.isEmpty { articles = more.articles } else { articles += more.articles }
    problems += more.problems
    unlisted += more.unlisted
    filesRead += more.filesRead
  }

  /// Problems of one input that are listed.
  static let mostProblems = 1000

  /// Takes over the problems of a part of the same input, as long as there are not too many.
  mutating func take(problemsOf part: LoadResult) {
    let room = max(0, Self.mostProblems - problems.count)
    problems += part.problems.prefix(room)
    unlisted += part.unlisted + max(0, part.problems.count - room)
  }

  /// Says how many problems of an input are not listed.
  mutating func tellOfUnlisted(path: String) {
    guard unlisted > 0 else { return }
    problems.append(
      .init(
        kind: articles.isEmpty ? .unreadable : .damaged, path: path,
        message: "\(unlisted) more part\(unlisted == 1 ? "" : "s") of it cannot be read"))
    unlisted = 0
  }

  /// Makes places in a part of an input places in the whole. Articles in an array, and what is said
  /// of one of its elements, have the line of the array.
  mutating func move(lines: Int, index: Int, movesArticles: Bool = true) {
    for place in articles.indices {
      articles[place].origin.index += index
      if lines == 0 || !movesArticles { continue }
      articles[place].origin.line = articles[place].origin.line.map { $0 + lines }
      for warning in articles[place].warnings.indices {
        articles[place].warnings[warning].line = articles[place].warnings[warning].line.map { $0 + lines }
      }
    }
    for place in problems.indices where movesArticles || problems[place].field == nil {
      problems[place].line = problems[place].line.map { $0 + lines }
    }
  }
}
