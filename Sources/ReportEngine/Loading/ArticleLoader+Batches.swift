import Glibc

extension ArticleLoader {
  /// Loads what `paths` name in portions of some megabytes, so that memory stays flat however much there is: files one
  /// after another in the order of `load(paths:)`, long JSON Lines files by runs of whole lines. Articles that are there
  /// twice are not marked. What `body` throws ends it.
  public func loadBatches(paths: [String], _ body: (LoadResult) throws -> Void) throws {
    let (files, problems) = InputFiles.expand(paths)
    if !problems.isEmpty { try body(LoadResult(problems: problems)) }
    var small: [InputFiles.File] = []
    var size = 0
    func flush() throws {
      if small.isEmpty { return }
      var result = LoadResult()
      for part in Parallel.map(small, { load(file: $0) }) { result.append(part) }
      (small, size) = ([], 0)
      try body(result)
    }
    for file in files {
      let length = Self.length(of: file.path)
      if length > 4 << 20, let input = LineFile(path: file.path, formats: formats) {
        try flush()
        try load(lines: input, path: file.path, body)
        continue
      }
      small.append(file)
      size += length
      if size > 4 << 20 || small.count >= 512 { try flush() }
    }
    try flush()
  }

  private func load(lines input: LineFile, path: String, _ body: (LoadResult) throws -> Void) throws {
    var (line, index) = (0, 0)
    var isFirst = true
    while let chunk = input.next(4 << 20) {
      var result = input.format.load(chunk, path: path, options: options)
      for place in result.articles.indices {
        result.articles[place].origin.index += index
        result.articles[place].origin.line = result.articles[place].origin.line.map { $0 + line }
        for warning in result.articles[place].warnings.indices {
          result.articles[place].warnings[warning].line = result.articles[place].warnings[warning].line.map {
            $0 + line
          }
        }
      }
      for problem in result.problems.indices {
        result.problems[problem].line = result.problems[problem].line.map { $0 + line }
      }
      if !isFirst { result.filesRead = 0 }
      if !result.articles.isEmpty { isFirst = false }
      line += chunk.count { $0 == 0x0A }
      index += result.articles.count
      try body(result)
    }
    if let failure = input.failure {
      try body(LoadResult(problems: [.init(kind: .unreadable, path: path, message: failure)]))
    }
  }

  private static func length(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}

/// A file of JSON Lines, read in runs of whole lines.
private final class LineFile {
  let format: any ArticleFormat
  private(set) var failure: String?
  private let descriptor: Int32
  private var rest: [UInt8] = []
  private var isAtEnd = false

  /// nil when the file is in another format or cannot be opened.
  init?(path: String, formats: [any ArticleFormat]) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    var head = [UInt8](repeating: 0, count: 1 << 16)
    head.removeLast(head.count - max(0, pread(descriptor, &head, head.count, 0)))
    let best = formats.map { ($0, $0.confidence(head: head, path: path)) }.max { $0.1 < $1.1 }
    // Lines can be told apart by their bytes in UTF-8 only.
    guard !Gzip.isGzip(head), !head.starts(with: [0xFF, 0xFE]), !head.starts(with: [0xFE, 0xFF]), !head.contains(0),
      let best, best.1 > 0, best.0 is JSONLinesFormat
    else {
      close(descriptor)
      return nil
    }
    format = best.0
  }

  deinit { close(descriptor) }

  /// About `size` bytes of whole lines; nil at the end.
  func next(_ size: Int) -> [UInt8]? {
    while !isAtEnd, failure == nil {
      let known = rest.count
      let wanted = max(size - known, 1 << 16)
      var got = 0
      let more = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        repeat { got = read(descriptor, buffer.baseAddress, wanted) } while got < 0 && errno == EINTR
        count = max(0, got)
      }
      if got < 0 { failure = "cannot be read: \(String(cString: strerror(errno)))" }
      if got == 0 { isAtEnd = true }
      rest += more
      if rest.count >= size, let end = rest.lastIndex(of: 0x0A) {
        let chunk = Array(rest[...end])
        rest.removeFirst(end + 1)
        return chunk
      }
    }
    if rest.isEmpty { return nil }
    defer { rest = [] }
    return rest
  }
}

extension LoadResult {
  /// Adds what came of more inputs.
  mutating func append(_ more: LoadResult) {
    articles += more.articles
    problems += more.problems
    filesRead += more.filesRead
  }
}
