import Glibc

@testable import ReportArticles
@testable import ReportDates
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

/// What renderers and scripts rely on in every article, whatever it was read from.
func checkArticles(_ result: LoadResult) {
  for article in result.articles {
    precondition(!article.id.isEmpty, "no id")
    precondition(!article.language.isEmpty, "no language")
    precondition(
      !article.paragraphs.contains {
        $0.isEmpty || $0.utf8.contains(0) || $0.utf8.first == 0x0A || $0.utf8.last == 0x0A
      },
      "a paragraph is empty, begins or ends in a line feed, or has NUL in it")
    if let url = article.url { precondition(CanonicalURL.normalize(url) == url, "\(url) is not canonical") }
  }
}

/// Decoded text is well-formed and clean, and stays as it is when it is read once more.
func checkDecoding(_ decoded: DecodedText) {
  let census = UnicodeForms.census(decoded.bytes[...])
  precondition(census.invalid == 0, "not well-formed")
  precondition(
    !decoded.bytes.contains { ($0 < 0x20 && $0 != 0x0A && $0 != 0x09) || $0 == 0x7F }, "a control character is left")
  let again = TextCleaner.clean(decoded.bytes)
  precondition(again.bytes == decoded.bytes, "cleaning changes a clean text")
}

/// An input of records gives the same articles as a whole, in runs, and through the index.
func checkRecords(_ bytes: [UInt8], _ format: any ArticleFormat, _ options: LoadOptions) {
  let path = "/proc/self/fd/\(scratch)"
  let whole = format.load(bytes, path: path, options: options)
  checkArticles(whole)
  guard !bytes.isEmpty, !Gzip.isGzip(bytes), write(bytes) else { return }
  if let source = ByteSource(path: path), let stream = RecordStream(source, format: format) {
    var parts = LoadResult()
    while let run = stream.next(64) {
      var part = run.load(as: format, path: path, options: options)
      part.move(lines: run.linesBefore, index: parts.articles.count)
      parts.append(part)
    }
    checkArticles(parts)
    // Only lines are decoded one by one; elsewhere a run may be taken for another encoding than the whole.
    if format is JSONLinesFormat {
      compare(parts.articles, whole.articles, "in runs")
    } else if format is JSONFormat {
      // What is broken takes its run along, and not all of the input.
      precondition(parts.articles.count >= whole.articles.count, "in runs: fewer articles")
    } else if !(format is FeedFormat), bytes.allSatisfy({ $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A || $0 == 0x09) }) {
      precondition(parts.articles.count == whole.articles.count, "in runs: another number of articles")
    }
  }
  let head = bytes.prefix(64 * 1024)
  guard format is JSONLinesFormat, RecordLines.canSplit(head), let file = RecordFile(path: path),
    let (store, _) = RecordStore.open(file, options: options)
  else { return }
  let articles = (0..<store.count).compactMap { try? store.article(at: $0) }
  compare(articles, whole.articles, "through the index")
  var hashes: [String: UInt64] = [:]
  for (position, article) in articles.enumerated() {
    let hash = store.identity(at: position)
    let known = hashes.updateValue(hash, forKey: article.id)
    precondition(known == nil || known == hash, "one identity, two hashes: \(article.id)")
    for field in [ArticleQuery.Field.section, .publisher, .language, .published] {
      guard let outline = store.outline(at: position, [field]) else { continue }
      switch field {
      case .section: precondition(outline.section == article.section, "section in the index")
      case .publisher: precondition(outline.publisher == article.publisher, "publisher in the index")
      case .language: precondition(outline.language == article.language, "language in the index")
      default: precondition(outline.published == article.published, "date in the index")
      }
    }
  }
}

private func compare(_ some: [Article], _ others: [Article], _ place: String) {
  precondition(some.count == others.count, "\(place): \(some.count) articles of \(others.count)")
  for (one, other) in zip(some, others) { precondition(one == other, "\(place): \(one) is not \(other)") }
}

/// Selecting visits elements of the tree only, each once.
func checkSelection(_ list: SelectorList, _ page: [UInt8]) {
  let tree = HTMLTree(page)
  guard tree.count > 0 else { return }
  let found = list.matches(in: tree, below: 0) {}
  precondition(zip(found, found.dropFirst()).allSatisfy { $0 < $1 } && found.allSatisfy { $0 < tree.count })
}

/// A file without a name that inputs are written to.
private let scratch: Int32 = {
  var name = Array("/tmp/fuzz-XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  unlink(name)
  return descriptor
}()

private func write(_ bytes: [UInt8]) -> Bool {
  ftruncate(scratch, 0) == 0 && pwrite(scratch, bytes, bytes.count, 0) == bytes.count
}
