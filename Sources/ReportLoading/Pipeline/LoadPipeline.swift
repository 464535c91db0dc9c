import Glibc

/// The one way from paths to articles: finds the inputs, recognises each by its content, splits large ones into runs of
/// records, reads and finishes them in parallel, and hands on what came of them in the order of the inputs.
///
/// All in memory, in portions, or left where they are: what differs is only what is done with the pieces.
struct LoadPipeline {
  /// What came of some inputs, or of a part of one.
  enum Piece {
    /// Articles and problems.
    case loaded(LoadResult)
    /// Articles that were left in their file, and what could not be read of it.
    case records(RecordStore, problems: [LoadResult.Problem])
  }

  private let loader: ArticleLoader
  /// Leave the articles of large files of JSON Lines in their files.
  private let leavesRecords: Bool

  init(_ loader: ArticleLoader, leavesRecords: Bool = false) {
    self.loader = loader
    self.leavesRecords = leavesRecords
  }

  /// Files that are left open at one time.
  private static let mostOpenFiles = 64
  /// Smaller files are read at once, whatever they expand to, and are not worth an index.
  private static let smallestStream = 256 << 10
  private static let runSize = 1 << 18
  private static var runsAtOnce: Int { max(4, min(2 * ProcessorCount.current, 64)) }

  /// Hands on all pieces. What `body` throws ends it.
  func run<Failure: Error>(_ paths: [String], _ body: (Piece) throws(Failure) -> Void) throws(Failure) {
    let (files, problems, directories) = InputFiles.expand(paths)
    let pipeline = telling(files)
    let loader = pipeline.loader
    // Directories that nothing has come of so far, neither an article nor a problem.
    var fruitless = Set(directories.indices)
    var left = 0
    func note(_ result: LoadResult, of file: InputFiles.File) {
      if let directory = file.directory, !result.articles.isEmpty || !result.problems.isEmpty {
        fruitless.remove(directory)
      }
    }
    func deliver(_ result: LoadResult, from file: InputFiles.File) throws(Failure) {
      note(result, of: file)
      try body(.loaded(result))
    }
    if !problems.isEmpty { try body(.loaded(LoadResult(problems: problems))) }
    var small: [InputFiles.File] = []
    var size = 0
    func flush() throws(Failure) {
      if small.isEmpty { return }
      var result = LoadResult()
      for (file, part) in zip(small, Parallel.map(small, { loader.load(file: $0) })) {
        note(part, of: file)
        result.append(part)
      }
      (small, size) = ([], 0)
      try body(.loaded(result))
    }
    for file in files {
      let length = Self.length(of: file.path)
      if length.map({ $0 > Self.smallestStream }) ?? true, let source = ByteSource(path: file.path) {
        if let format = loader.format(of: source.head, path: Self.plainName(file.path, source)) {
          if leavesRecords, left < Self.mostOpenFiles, length != nil,
            let records = pipeline.records(of: file, source, format)
          {
            try flush()
            left += 1
            if let directory = file.directory { fruitless.remove(directory) }
            try body(.records(records.store, problems: records.problems))
            continue
          }
          if let stream = RecordStream(source, format: format) {
            try flush()
            try load(stream, path: file.path, loader.options.seeing(source.head)) { (part) throws(Failure) in
              try deliver(part, from: file)
            }
            continue
          }
        }
        // What came through a pipe cannot be read again.
        if length == nil {
          try flush()
          try deliver(pipeline.load(source, path: file.path), from: file)
          continue
        }
      }
      small.append(file)
      size += length ?? 0
      if size > 4 << 20 || small.count >= 512 { try flush() }
    }
    try flush()
    // Only pictures and the like were in there.
    let empty = fruitless.sorted().map {
      LoadResult.Problem(kind: .empty, path: directories[$0], message: "no articles in the directory")
    }
    if !empty.isEmpty { try body(.loaded(LoadResult(problems: empty))) }
  }

  /// This pipeline, but that several sources are told apart: own names of articles stay only where there is one source.
  private func telling(_ files: [InputFiles.File]) -> LoadPipeline {
    guard loader.options.keepsOwnIDs, files.count > 1 else { return self }
    var loader = loader
    loader.options.keepsOwnIDs = false
    return LoadPipeline(loader, leavesRecords: leavesRecords)
  }

  /// An index of a file of JSON Lines, whose articles stay where they are; nil for what has to be read.
  private func records(
    of file: InputFiles.File, _ source: ByteSource, _ format: any ArticleFormat
  ) -> (store: RecordStore, problems: [LoadResult.Problem])? {
    guard !source.isCompressed, format is JSONLinesFormat, RecordLines.canSplit(source.head[...]),
      let records = RecordFile(path: file.path)
    else { return nil }
    return RecordStore.open(records, options: loader.options.seeing(source.head))
  }

  private func load<Failure: Error>(
    _ stream: RecordStream, path: String, _ options: LoadOptions, _ body: (LoadResult) throws(Failure) -> Void
  ) throws(Failure) {
    var index = 0
    var isFirst = true
    var (listed, unlisted) = (0, 0)
    while let first = stream.next(Self.runSize) {
      if loader.isOutOfTime?() == true {
        let kind: LoadResult.Problem.Kind = isFirst ? .unreadable : .damaged
        let message = "the rest of it is \(ArticleLoader.leftOut)"
        try body(LoadResult(problems: [.init(kind: kind, path: path, message: message)]))
        return
      }
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
    return loader.load(data: bytes, path: path)
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
}
