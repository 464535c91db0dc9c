import CSimdjson
import Dispatch
import Glibc
import ReportArticles
import Synchronization

/// What a file of JSON Lines holds, without its texts: for each record where it stands and what lists, counts and
/// conditions ask for. 60 bytes a record; the record itself is read again when somebody wants it.
struct RecordIndex: Sendable {
  /// One record.
  struct Row: Sendable {
    /// Place of the line in the file.
    var offset: Int
    var length: UInt32
    /// The line, from 1.
    var line: UInt32
    /// A hash that is the same for records with the same identity.
    var identity: UInt64 = 0
    /// Days since 1970 and second of the day of publication, on the clock of its zone.
    var day: Int32 = 0
    var second: Int32 = 0
    /// Seconds east of UTC; nil as `noOffset`.
    var zoneOffset: Int32 = Row.noOffset
    /// Place of the date's text in `dates`.
    var dateStart: UInt32 = 0
    var dateLength: UInt8 = 0
    var precision: UInt8 = 0
    /// The fields that can be told without reading the record.
    var known: Known = []
    /// Numbers in `strings`.
    var section: UInt32 = 0
    var publisher: UInt32 = 0
    var language: UInt32 = 0

    static let noOffset = Int32.min
    /// The precision of minutes, as a number.
    static let minutes = DatePrecision.minute.number
  }

  struct Known: OptionSet, Sendable {
    let rawValue: UInt8
    static let section = Known(rawValue: 1)
    static let publisher = Known(rawValue: 2)
    static let language = Known(rawValue: 4)
    static let date = Known(rawValue: 8)
    /// The line had to be read in full while the index was made.
    static let inFull = Known(rawValue: 16)
    /// The record gives no address.
    static let noAddress = Known(rawValue: 32)
  }

  var rows: [Row] = []
  /// Texts of dates, one after another.
  var dates: [UInt8] = []
  /// Sections, publishers, languages; the first is empty.
  var strings: [String] = [""]

  /// The date of publication of a row.
  func date(_ row: Row) -> ArticleDate? {
    guard row.known.contains(.date) else { return nil }
    let start = Int(row.dateStart)
    return MachineDate.parse(
      String(decoding: dates[start..<start + Int(row.dateLength)], as: UTF8.self), evidence: .feed)
  }
}

/// Indexes runs of whole lines, all cores at work.
struct RecordIndexer: Sendable {
  let lines: RecordLines
  /// Bytes that one core takes at a time; a record may be longer.
  static let chunk = 1 << 18
  /// Longer lines are read in full: the parser would want several times their size.
  static let longestLine = 4 << 20

  /// What came of one chunk.
  struct Part: Sendable {
    var index = RecordIndex()
    /// Rows whose lines have to be read in full, with what came of that.
    var whole: [(row: Int, result: LoadResult)] = []
    var lineFeeds = 0
    /// Problems in `whole`, and those that are not.
    var (unreadable, unlisted) = (0, 0)
  }

  /// The parts of a file of `size` bytes that starts at `start`; nil when it cannot be read.
  func parts(of file: RecordFile, start: Int, size: Int) -> [Part]? {
    let count = max(1, (size - start + Self.chunk - 1) / Self.chunk)
    let results = Mutex([Part?](repeating: nil, count: count))
    let next = Atomic(0)
    let failed = Atomic(false)
    let workers = min(count, max(1, ProcessorCount.current))
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      guard var worker = RecordIndexWorker(lines: lines) else {
        failed.store(true, ordering: .relaxed)
        return
      }
      while !failed.load(ordering: .relaxed) {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        let from = start + number * Self.chunk
        guard let part = worker.index(file, from: from, to: min(from + Self.chunk, size), first: start, size: size)
        else {
          failed.store(true, ordering: .relaxed)
          return
        }
        results.withLock { $0[number] = part }
      }
    }
    guard !failed.load(ordering: .relaxed) else { return nil }
    return results.withLock { $0.compactMap(\.self) }
  }
}

/// One core's share of the work: its parser, its buffer, its tables.
private struct RecordIndexWorker {
  private let lines: RecordLines
  private let parser: SimdjsonReader
  private var buffer: [UInt8] = []
  private var record = CSimdjsonRecord()
  /// Of the languages of this chunk, by their number.
  private var directions: [TextDirection?] = []

  init?(lines: RecordLines) {
    guard let parser = SimdjsonReader(lines.reader) else { return nil }
    self.lines = lines
    self.parser = parser
  }

  /// Indexes the lines that start in `from..<to`.
  mutating func index(_ file: RecordFile, from: Int, to: Int, first: Int, size: Int) -> RecordIndexer.Part? {
    var part = RecordIndexer.Part()
    // One byte before tells whether a line starts here; the last line may go on.
    let begin = from == first ? from : from - 1
    guard fill(file, from: begin, upTo: to) else { return nil }
    var loaded = to - begin
    var start = 0
    if from != first {
      guard let feed = lineFeed(from: 0, to: loaded) else { return part }
      start = feed + 1
    }
    var table = ByteStringTable(capacity: 256)
    directions.removeAll(keepingCapacity: true)
    while begin + start < to {
      var end = lineFeed(from: start, to: loaded)
      while end == nil, begin + loaded < size {
        let more = min(max(loaded, 1 << 16), size - begin - loaded)
        guard extend(file, at: begin + loaded, by: more, loaded: loaded) else { return nil }
        let old = loaded
        loaded += more
        end = lineFeed(from: old, to: loaded)
      }
      let stop = end ?? loaded
      add(start..<stop, offset: begin + start, line: part.lineFeeds + 1, to: &part, table: &table)
      if end != nil { part.lineFeeds += 1 }
      start = stop + 1
    }
    part.index.strings += (0..<table.count).map { Self.clean(table.string($0)) }
    return part
  }

  private static func clean(_ raw: String) -> String { TextLayout.collapse(TextCleaner.clean(raw)) }

  private mutating func fill(_ file: RecordFile, from: Int, upTo: Int) -> Bool {
    let needed = upTo - from + 64
    if buffer.count < needed { buffer = [UInt8](repeating: 0, count: needed + (1 << 16)) }
    return buffer.withUnsafeMutableBytes {
      file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[..<(upTo - from)]), at: from)
    }
  }

  private mutating func extend(_ file: RecordFile, at offset: Int, by count: Int, loaded: Int) -> Bool {
    if buffer.count < loaded + count + 64 {
      buffer += [UInt8](repeating: 0, count: loaded + count + 64 - buffer.count)
    }
    return buffer.withUnsafeMutableBytes {
      file.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[loaded..<loaded + count]), at: offset)
    }
  }

  private func lineFeed(from: Int, to: Int) -> Int? {
    buffer.withUnsafeBytes { bytes in
      guard from < to, let base = bytes.baseAddress, let found = memchr(base + from, 0x0A, to - from) else {
        return nil
      }
      return base.distance(to: found)
    }
  }

  private mutating func add(
    _ range: Range<Int>, offset: Int, line: Int, to part: inout RecordIndexer.Part, table: inout ByteStringTable
  ) {
    buffer.withUnsafeBufferPointer { bytes in
      let text = UnsafeBufferPointer(rebasing: bytes[range])
      guard let firstByte = text.first(where: { $0 > 0x20 }) else { return }
      var row = RecordIndex.Row(
        offset: offset, length: UInt32(truncatingIfNeeded: text.count), line: UInt32(truncatingIfNeeded: line))
      // The parser may look a little past the end: the buffer has the room.
      if firstByte == UInt8(ascii: "{"), text.count <= RecordIndexer.longestLine, parser.read(text, &record),
        record.is_unusual == 0, describe(&row, &part, &table)
      {
        part.index.rows.append(row)
        return
      }
      var batch = lines.batch()
      lines.read(text, number: line, into: &batch)
      row.known = .inFull
      let result = batch.soFar
      // Of a file that is broken throughout not every line is kept.
      if result.articles.isEmpty, part.unreadable >= LoadResult.mostProblems {
        part.unlisted += result.problems.count
        return
      }
      part.unreadable += result.problems.count
      part.whole.append((part.index.rows.count, result))
      part.index.rows.append(row)
    }
  }

  /// Fills a row from the record; false when the record is not plainly an article.
  private mutating func describe(
    _ row: inout RecordIndex.Row, _ part: inout RecordIndexer.Part, _ table: inout ByteStringTable
  )
    -> Bool
  {
    func field(_ field: RecordReader.Field) -> CSimdjsonField { parser.field(field, record) }
    let absent = Int32(CSIMDJSON_ABSENT)
    guard field(.title).kind != absent || field(.paragraphs).kind != absent || field(.summary).kind != absent else {
      return false
    }
    // A title alone may be that of a list of articles, one in brackets stands for what was taken away, and the source may be
    // the address.
    if field(.paragraphs).kind == absent, field(.summary).kind == absent { return false }
    if field(.title).bytes?.first == UInt8(ascii: "[") { return false }
    if field(.publisher).bytes?.starts(with: Array("http".utf8)) == true { return false }
    func number(_ name: RecordReader.Field, _ bit: RecordIndex.Known) -> UInt32 {
      let value = field(name)
      if value.kind == Int32(CSIMDJSON_OTHER) || value.bytes?.contains(where: { $0 == 0x26 || $0 == 0x3C }) == true {
        return 0
      }
      row.known.insert(bit)
      guard let bytes = value.bytes else { return 0 }
      return UInt32(truncatingIfNeeded: table.insert(bytes).index + 1)
    }
    row.section = number(.section, .section)
    row.publisher = number(.publisher, .publisher)
    row.language = number(.language, .language)
    if row.language == 0 || !languageFits(field(.language), number: Int(row.language)) {
      row.known.remove(.language)
    }
    describeDate(field(.published), &row, &part)
    if field(.url).kind == Int32(CSIMDJSON_ABSENT) { row.known.insert(.noAddress) }
    guard let identity = identity() else { return false }
    row.identity = identity
    return true
  }

  /// Whether the letters of the record bear out its declared language beyond doubt.
  private mutating func languageFits(_ field: CSimdjsonField, number: Int) -> Bool {
    while directions.count <= number { directions.append(nil) }
    let direction: TextDirection
    if let known = directions[number] {
      direction = known
    } else {
      guard let bytes = field.bytes, let tag = LanguageTag.normalize(String(decoding: bytes, as: UTF8.self)) else {
        return false
      }
      direction = TextDirection.of(language: tag)
      directions[number] = direction
    }
    let (right, left) = (record.right_to_left, record.left_to_right)
    return direction == .rightToLeft ? right > left * 4 + 20 : left > right * 4 + 20
  }

  private func describeDate(_ field: CSimdjsonField, _ row: inout RecordIndex.Row, _ part: inout RecordIndexer.Part) {
    guard let bytes = field.bytes, bytes.count <= 200, part.index.dates.count < Int(Int32.max) else { return }
    // Nearly all are ISO 8601, for which no text has to be made; how other forms are meant, the whole record tells.
    guard let written = MachineDate.iso(bytes) else { return }
    let date = written.date
    guard let day = CivilDate(year: date.year, month: date.month ?? 1, day: date.day ?? 1) else { return }
    row.day = Int32(truncatingIfNeeded: day.dayNumber)
    row.second = Int32(truncatingIfNeeded: written.secondOfDay ?? 0)
    if written.secondOfDay != nil, let offset = written.offset { row.zoneOffset = Int32(truncatingIfNeeded: offset) }
    row.precision = written.precision.number
    row.dateStart = UInt32(part.index.dates.count)
    row.dateLength = UInt8(bytes.count)
    part.index.dates.append(contentsOf: bytes)
    row.known.insert(.date)
  }

  /// nil when only a full reading tells.
  private func identity() -> UInt64? {
    let guid = parser.field(.id, record)
    if guid.kind != Int32(CSIMDJSON_ABSENT) {
      guard let bytes = guid.bytes else { return nil }
      if bytes.allSatisfy({
        $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
      }),
        bytes.count <= 512
      {
        return ByteStringTable.hash(UnsafeBufferPointer(rebasing: bytes.prefix { $0 != UInt8(ascii: "@") }))
      }
      let text = TextLayout.collapse(TextCleaner.clean(String(decoding: bytes, as: UTF8.self)))
      if !text.isEmpty, text.utf8.count <= 512 {
        return RecordIdentity.hash(ArticleIdentity.OwnName(text)?.everywhere ?? text)
      }
    }
    let address = parser.field(.url, record)
    if address.kind != Int32(CSIMDJSON_ABSENT) {
      guard let bytes = address.bytes else { return nil }
      let text = TextCleaner.clean(String(decoding: bytes, as: UTF8.self))
      return CanonicalURL.normalize(text).map(RecordIdentity.hash)
    }
    return guid.kind == Int32(CSIMDJSON_ABSENT) ? record.content_hash : nil
  }
}

/// Hashes by which candidates for one identity are found. Names of which each source has its own are alike in all of them.
enum RecordIdentity {
  static func hash(_ id: String) -> UInt64 {
    var copy = id
    let isAddress = CanonicalURL.normalize(id) != nil
    return copy.withUTF8 { bytes in
      isAddress
        ? ByteStringTable.hash(bytes)
        : ByteStringTable.hash(UnsafeBufferPointer(rebasing: bytes.prefix { $0 != UInt8(ascii: "@") }))
    }
  }

  /// Of an article, the same as the index has for its record.
  static func hash(_ article: Article) -> UInt64 {
    guard article.id.hasPrefix("c-"), article.id == ArticleIdentity.contentID(article) else { return hash(article.id) }
    let title = Array(article.title.utf8)
    let paragraphs = Array(article.paragraphs.joined(separator: "\n").utf8)
    return title.withUnsafeBytes { title in
      paragraphs.withUnsafeBytes { paragraphs in
        func text(_ bytes: UnsafeRawBufferPointer) -> CSimdjsonText {
          CSimdjsonText(text: bytes.bindMemory(to: CChar.self).baseAddress, length: bytes.count)
        }
        return csimdjson_content_hash(text(title), text(paragraphs))
      }
    }
  }
}

/// simdjson's parser, and what the names of records mean to it.
private final class SimdjsonReader {
  private let handle: OpaquePointer
  private let names: Unmanaged<Names>

  private final class Names {
    let reader: RecordReader
    init(_ reader: RecordReader) { self.reader = reader }
  }

  init?(_ reader: RecordReader) {
    names = Unmanaged.passRetained(Names(reader))
    let made = csimdjson_reader_new(
      { context, name, length in
        guard let context, let name else { return -1 }
        let names = Unmanaged<Names>.fromOpaque(context).takeUnretainedValue()
        let bytes = UnsafeRawBufferPointer(start: name, count: length)
        return names.reader.code(String(decoding: bytes, as: UTF8.self))
      }, names.toOpaque(), RecordReader.Field.title.rawValue, RecordReader.Field.paragraphs.rawValue,
      RecordReader.Field.id.rawValue, RecordReader.Field.url.rawValue, JSONParser.maximumDepth)
    guard let made else {
      names.release()
      return nil
    }
    handle = made
  }

  deinit {
    csimdjson_reader_free(handle)
    names.release()
  }

  /// Reads a record whose text is followed by 64 readable bytes.
  func read(_ text: UnsafeBufferPointer<UInt8>, _ record: inout CSimdjsonRecord) -> Bool {
    text.withMemoryRebound(to: CChar.self) { csimdjson_read(handle, $0.baseAddress, $0.count, &record) == 0 }
  }

  func field(_ field: RecordReader.Field, _ record: CSimdjsonRecord) -> CSimdjsonField {
    record.fields?[Int(field.rawValue)] ?? CSimdjsonField()
  }
}

extension CSimdjsonField {
  /// The bytes of a string; nil for other values.
  fileprivate var bytes: UnsafeBufferPointer<UInt8>? {
    guard kind == Int32(CSIMDJSON_STRING), let text else { return nil }
    return UnsafeBufferPointer(start: UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self), count: length)
  }
}

extension DatePrecision {
  /// The place among all precisions.
  fileprivate var number: UInt8 { UInt8(Self.allCases.firstIndex(of: self) ?? 0) }
}
