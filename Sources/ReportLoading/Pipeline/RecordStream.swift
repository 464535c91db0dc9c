/// An input of records that follow one another (JSON Lines, an array of JSON or an object around one, CSV, a feed, a news
/// message, a mailbox), read in runs of whole records, so that memory does not grow with it.
final class RecordStream {
  /// A run of records as a small input of its own.
  struct Run: Sendable {
    var bytes: [UInt8]
    /// The lines of the input before it, less those that were put in front of it.
    var linesBefore: Int
    /// The elements of an array before it.
    var elementsBefore = 0

    /// The articles in it.
    func load(as format: any ArticleFormat, path: String, options: LoadOptions) -> LoadResult {
      if var array = format as? JSONFormat {
        array.recordsBefore = elementsBefore
        return array.load(bytes, path: path, options: options)
      }
      if var lines = format as? JSONLinesFormat {
        lines.isSplit = true
        return lines.load(bytes, path: path, options: options)
      }
      return format.load(bytes, path: path, options: options)
    }
  }

  let format: any ArticleFormat
  /// Why the input ended before its end.
  var failure: String? { source.failure }

  private enum Form {
    case lines
    case table(TableScanner)
    case mailbox
    case array(ArrayScanner.Opening)
    case feed(FeedScanner)
  }

  private let source: ByteSource
  private var form: Form
  /// What was read and not handed out, behind the header in all runs but the first.
  private var rest: [UInt8] = []
  /// What every run but the first begins with: the header of a table, the tags around the entries of a feed.
  private var header: [UInt8] = []
  /// What every run but the last ends with.
  private var footer: [UInt8] = []
  private var isFirst = true
  private var (elements, elementsFound) = (0, 0)
  private var headerLines = 0
  private var lines = 0
  private var isAtEnd = false

  /// nil when records of this format cannot be told apart by their bytes.
  init?(_ source: ByteSource, format: any ArticleFormat) {
    self.source = source
    self.format = format
    let head = source.head
    switch format {
    case is JSONLinesFormat where RecordLines.canSplit(head[...]) && !head.contains(0): form = .lines
    case is DelimitedFormat where RecordLines.canSplit(head[...]) && !head.contains(0):
      guard let delimiter = DelimitedFormat.delimiter(head) else { return nil }
      var scanner = TableScanner(delimiter: delimiter)
      guard let end = scanner.firstRecord(of: head) else { return nil }
      header = Array(head[..<end])
      headerLines = header.count { $0 == 0x0A }
      form = .table(TableScanner(delimiter: delimiter))
    case is MailboxFormat: form = .mailbox
    case is JSONFormat where RecordLines.canSplit(head[...]) && !head.contains(0):
      guard let opening = ArrayScanner.opening(of: head, names: RecordBatch.lists), RecordBatch.isAround(opening) else {
        return nil
      }
      form = .array(opening)
    case is JSONFeedFormat where RecordLines.canSplit(head[...]) && !head.contains(0):
      // What the feed says of itself has to stand before its items: no run but the last sees what follows them.
      guard let opening = ArrayScanner.opening(of: head, names: ["items"]),
        opening.namesBefore?.contains("title") == true
      else { return nil }
      form = .array(opening)
    case is FeedFormat where !head.contains(0), is NewsMLFormat where !head.contains(0):
      let names: Set<String> = format is NewsMLFormat ? ["newsItem"] : ["item", "entry"]
      guard let scanner = FeedScanner(head: head, names: names), !scanner.footer.isEmpty || format is FeedFormat else {
        return nil
      }
      header = Array(head[..<scanner.start])
      headerLines = header.count { $0 == 0x0A }
      footer = scanner.footer
      form = .feed(scanner)
    default: return nil
    }
    if case .array(let opening) = form {
      (header, footer) = (opening.header, opening.footer)
      headerLines = header.count { $0 == 0x0A }
    }
  }

  /// The next run of about `size` bytes or, where a record is longer, of that record; nil at the end.
  func next(_ size: Int) -> Run? {
    var wanted = size
    while !isAtEnd {
      while rest.count < wanted, let more = source.next() { rest += more }
      if rest.count < wanted { isAtEnd = true } else if let end = lastEnd() { return take(end) }
      // One record is longer than what was read: its end is looked for in twice as much.
      wanted = rest.count * 2
    }
    return rest.count == start ? nil : take(rest.count, isLast: true)
  }

  /// The length of the header in `rest`.
  private var start: Int { isFirst ? 0 : header.count }

  private func take(_ end: Int, isLast: Bool = false) -> Run {
    let linesBefore = isFirst ? 0 : lines - headerLines
    lines += LineFeeds.count(rest[start..<end])
    // The comma between two elements goes with neither of the runs.
    var next = end
    if case .array = form, !isLast { next += 1 }
    // The bytes are handed out as they are; only what follows the last record is copied.
    var following: [UInt8] = []
    if !isLast {
      following.reserveCapacity(max(rest.count, header.count + rest.count - next + 64))
      following += header
      following += rest[next...]
    }
    var run = Run(bytes: [], linesBefore: linesBefore, elementsBefore: elements)
    swap(&run.bytes, &rest)
    run.bytes.removeLast(run.bytes.count - end)
    if !isLast { run.bytes += footer }
    rest = isLast ? header : following
    elements += elementsFound
    isFirst = false
    return run
  }

  /// Where the last record ends that is there as a whole.
  private func lastEnd() -> Int? {
    switch form {
    case .lines: return rest[start...].lastIndex(of: 0x0A).map { $0 + 1 }
    case .table(var scanner): return scanner.lastRecord(of: rest, from: start)
    case .feed(let scanner): return scanner.lastEnd(of: rest, from: start)
    case .array(let opening):
      let found = ArrayScanner().scan(rest, from: isFirst ? opening.start : start)
      elementsFound = found.elements
      // What follows the array belongs to its last run, however long it is.
      return found.isClosed ? nil : found.end
    case .mailbox:
      let mark = Array("From ".utf8)
      var place = rest.count - mark.count
      while place > 1 {
        let isAfterEmptyLine =
          rest[place - 1] == 0x0A
          && (rest[place - 2] == 0x0A || (place > 2 && rest[place - 2] == 0x0D && rest[place - 3] == 0x0A))
        if isAfterEmptyLine, rest[place...].starts(with: mark), Mailbox.separates(rest[place...]) { return place }
        place -= 1
      }
      return nil
    }
  }
}

/// Finds where the records of delimited text end, as `DelimitedReader` reads them.
struct TableScanner: Sendable {
  private enum State { case fieldStart, plain, quoted, quoteInQuoted }

  let delimiter: UInt8

  /// The end of the first record, its line feed included.
  mutating func firstRecord(of bytes: [UInt8]) -> Int? { ends(of: bytes, from: 0, onlyFirst: true) }

  /// The end of the last one that is there as a whole in what starts at an offset.
  mutating func lastRecord(of bytes: [UInt8], from start: Int) -> Int? {
    ends(of: bytes, from: start, onlyFirst: false)
  }

  private func ends(of bytes: [UInt8], from start: Int, onlyFirst: Bool) -> Int? {
    var state = State.fieldStart
    var last: Int?
    let quote = UInt8(ascii: "\"")
    for index in start..<bytes.count {
      let byte = bytes[index]
      switch state {
      case .quoted:
        if byte == quote { state = .quoteInQuoted }
        continue
      case .quoteInQuoted where byte == quote:
        state = .quoted
        continue
      case .fieldStart where byte == quote:
        state = .quoted
        continue
      default: break
      }
      if byte == 0x0A {
        last = index + 1
        if onlyFirst { return last }
        state = .fieldStart
      } else {
        state = byte == delimiter ? .fieldStart : .plain
      }
    }
    return last
  }
}
