import Glibc
import ReportArticles

/// JSON: one article, a list of them, or a list inside an object.
package struct JSONFormat: ArticleFormat {
  package let name = "json"
  /// Elements of the same array that were read before, for messages.
  package var recordsBefore = 0

  package func confidence(head: [UInt8], path: String) -> Int {
    guard let outline = JSONOutline(head) else { return 0 }
    if FileName(path).isJSON { return 80 }
    // A text may begin with a bracket, too: a list of Markdown's links, a placeholder.
    guard outline.isLikely else { return 0 }
    if outline.root == .object { return RecordSniffer.startsJSONObject(head) ? 80 : 0 }
    return RecordSniffer.startsJSONArray(head) ? 80 : 0
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    var batch = RecordBatch(format: name, path: path, decoded: decoded, options: options)
    batch.recordsBefore = recordsBefore
    decoded.bytes.withUnsafeBufferPointer { bytes in
      var line = LineCounter(bytes)
      var parser = JSONParser(bytes, range: 0..<bytes.count, isWellFormed: true, isLenient: true)
      let before = batch
      do throws(JSONError) {
        while let (value, offset) = try parser.next() {
          batch.add(value, line: line.line(of: offset), remarks: parser.takeRemarks())
        }
      } catch {
        // What can be read of it is read once more, value by value.
        batch = before
        batch.salvage(bytes, error)
      }
    }
    return batch.finish()
  }
}

/// JSON Lines: one object a line. A broken line is listed; the others load.
struct JSONLinesFormat: ArticleFormat {
  let name = "json-lines"
  /// Whether lines are decoded one by one, when it is known before.
  var isSplit: Bool?

  func confidence(head: [UInt8], path: String) -> Int {
    let isNamed = FileName(path).isJSONLines
    guard let outline = JSONOutline(head), outline.root == .object, RecordSniffer.startsJSONObject(head) else {
      return isNamed && RecordSniffer.firstByte(head) == UInt8(ascii: "{") ? 85 : 0
    }
    if outline.isComplete, !outline.isBroken {
      // One object a line, and another one after the first.
      guard outline.isOnOneLine else { return 0 }
      guard outline.next != nil else { return isNamed ? 85 : 0 }
      return outline.nextIsOnNewLine && (outline.next == .object || isNamed) ? 99 : 0
    }
    if !outline.isBroken { return isNamed && outline.isOnOneLine ? 99 : 0 }
    // The first line is broken; the others tell.
    let lines = head.split(separator: 0x0A).filter { line in line.contains { $0 > 0x20 } }
    guard lines.count > 1 else { return isNamed ? 85 : 0 }
    let starts = lines.prefix(4).dropFirst().allSatisfy {
      RecordSniffer.firstByte(Array($0.prefix(8))) == UInt8(ascii: "{")
    }
    return starts || isNamed ? 90 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let lines = RecordLines(format: name, path: path, options: options)
    let isSplit = isSplit ?? RecordLines.canSplit(data.prefix(64 * 1024))
    let decoded = isSplit ? nil : TextDecoding.decode(data)
    let bytes = decoded?.bytes ?? data
    let parts = Parallel.map(JSONLinesFormat.chunks(bytes)) { chunk in
      var batch = lines.batch(decoded)
      bytes.withUnsafeBufferPointer { all in
        let part = UnsafeBufferPointer(rebasing: all[chunk.range])
        JSONLinesFormat.forEachLine(part, first: chunk.line) { line, number in
          isSplit
            ? lines.read(line, number: number, into: &batch) : lines.parse(line, number: number, into: &batch)
        }
      }
      return batch
    }
    guard var first = parts.first else { return lines.batch(decoded).finish() }
    for part in parts.dropFirst() { first.append(part, warnings: decoded?.warnings ?? []) }
    return first.finish()
  }

  private static func forEachLine(
    _ bytes: UnsafeBufferPointer<UInt8>, first: Int, _ body: (UnsafeBufferPointer<UInt8>, Int) -> Void
  ) {
    var start = 0
    var line = first
    // A byte order mark is no part of the first line.
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { start = 3 }
    while start < bytes.count, let base = bytes.baseAddress {
      let feed = memchr(base + start, 0x0A, bytes.count - start)
      let end = feed.map { UnsafeRawPointer(base).distance(to: $0) } ?? bytes.count
      body(UnsafeBufferPointer(rebasing: bytes[start..<end]), line)
      line += 1
      start = end + 1
    }
  }

  /// Runs of whole lines of about a megabyte, with the number of their first line.
  private static func chunks(_ bytes: [UInt8]) -> [(range: Range<Int>, line: Int)] {
    var result: [(range: Range<Int>, line: Int)] = []
    var start = 0
    var line = 1
    while start < bytes.count {
      var end = min(start + (1 << 20), bytes.count)
      if end < bytes.count { end = (bytes[end...].firstIndex(of: 0x0A) ?? bytes.count - 1) + 1 }
      result.append((start..<end, line))
      line += LineFeeds.count(bytes[start..<end])
      start = end
    }
    return result
  }
}

/// Collects the records of one input.
struct RecordBatch: Sendable {
  private let format: String
  private let path: String
  /// The text that the next records come from.
  var decoded: DecodedText
  /// Elements of the same array in earlier parts of the input.
  var recordsBefore = 0
  private let options: LoadOptions
  private let reader: RecordReader
  private let finisher: ArticleFinisher
  private var result = LoadResult()
  private var records = 0
  /// What the list that is being read says of its source.
  private var publisher: String?

  init(format: String, path: String, decoded: DecodedText, options: LoadOptions, reader: RecordReader? = nil) {
    self.format = format
    self.path = path
    self.decoded = decoded
    self.options = options
    self.reader = reader ?? RecordReader(options: options)
    finisher = ArticleFinisher(options: options)
  }

  /// Adds what can be read of a text that is broken somewhere.
  mutating func salvage(_ bytes: UnsafeBufferPointer<UInt8>, _ failure: JSONError) {
    let reader = reader
    var salvage = JSONSalvage(bytes) { value in
      value.members.map { reader.understands($0) && !reader.isNamedThing($0) } ?? false
    }
    var found: [(value: JSONValue?, remarks: JSONRemarks, offset: Int, message: String)] = []
    salvage.run(
      failure: failure, take: { found.append(($0, $1, $2, "")) },
      fail: { error, _ in found.append((nil, JSONRemarks(), error.offset, error.message)) })
    var counter = LineCounter(bytes)
    var position = recordsBefore
    for item in found {
      let line = counter.line(of: item.offset)
      if let value = item.value {
        position += 1
        value.members == nil
          ? add(value, line: line, remarks: item.remarks) : addElement(value, line, item.remarks, position: position)
      } else {
        fail(item.message, line: line)
      }
    }
  }

  /// Adds a value: a record, a list of records, or an object around a list.
  mutating func add(_ value: JSONValue, line: Int?, remarks: JSONRemarks = JSONRemarks()) {
    if let values = value.array {
      for (index, item) in values.enumerated() {
        addElement(item, line, index == 0 ? remarks : JSONRemarks(), position: recordsBefore + index + 1)
      }
      return
    }
    guard let members = value.members, let list = RecordContainer.list(in: members, reader) else {
      return addRecord(value, line: line, remarks: remarks, position: nil)
    }
    publisher = list.publisher
    defer { publisher = nil }
    add(.array(list.records), line: line, remarks: remarks)
  }

  /// An element of a list: a record, what wraps one, or a list of its own.
  private mutating func addElement(_ value: JSONValue, _ line: Int?, _ remarks: JSONRemarks, position: Int) {
    if let inner = value.array, inner.contains(where: { $0.members != nil }) {
      for item in inner.prefix(JSONParser.mostMembers) {
        if item.members != nil { addRecord(item, line: line, remarks: remarks, position: position) }
      }
    } else {
      addRecord(value, line: line, remarks: remarks, position: position)
    }
  }

  /// Names of lists that stand for themselves, whatever else their object has.
  static let lists: Set<String> = ["articles", "items", "@graph"]

  /// Whether an object that begins so is read as the list in it, however it goes on.
  static func isAround(_ opening: ArrayScanner.Opening) -> Bool {
    guard let before = opening.namesBefore else { return true }
    return before.allSatisfy { !RecordContainer.names.contains($0) && $0 != "body" && $0 != "feed" }
  }

  private mutating func addRecord(_ value: JSONValue, line: Int?, remarks: JSONRemarks, position: Int?) {
    records += 1
    let place = position.map { "record \($0)" }
    guard let members = value.members.map({ RecordContainer.unwrapped($0, reader) }) else {
      return fail("not an object with fields, so not an article", line: line, field: place)
    }
    if result.problems.count >= LoadResult.mostProblems, !reader.understands(members) {
      return fail("", line: line)
    }
    guard reader.understands(members), !reader.isNamedThing(members) else {
      let keys = members.prefix(8).map(\.key).joined(separator: ", ")
      return fail(
        "no title and no text under a usual name (fields: \(keys)); use a field map such as title=…",
        line: line, field: place)
    }
    var draft = ArticleDraft(format: format, path: path, index: result.articles.count, line: line)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings
    decoded.warnings = []
    reader.fill(&draft, from: members)
    warnOfControls(in: members, &draft)
    if let placeholder = Placeholder.of(draft.article) {
      return fail("“\(placeholder)” stands for an article that was taken away", line: line, field: place)
    }
    draft.article.publisher = draft.article.publisher ?? publisher
    if !remarks.departures.isEmpty {
      draft.warn(
        "json-malformed", "read although it is not JSON: \(remarks.departures.joined(separator: ", "))", line: line)
    }
    if !remarks.repeatedKeys.isEmpty {
      draft.warn(
        "json-repeated-key",
        "“\(remarks.repeatedKeys.joined(separator: "”, “"))” is there twice, the last value was used", line: line)
    }
    if remarks.loneSurrogates > 0 {
      draft.warn("json-lone-surrogate", "half of a surrogate pair became U+FFFD", line: line)
    }
    result.articles.append(finisher.finish(draft))
  }

  /// Values are cleaned one by one while they are read; what is taken out of them is said here.
  private func warnOfControls(in members: [JSONValue.Member], _ draft: inout ArticleDraft) {
    var found: [Article.Warning] = []
    func look(_ value: JSONValue, depth: Int) {
      switch value {
      case .string(let text):
        guard TextTraits(of: text).contains(.unclean) else { return }
        for warning in TextCleaner.clean(Array(text.utf8)).warnings
        where ["control-characters", "bidi-overrides", "nul-bytes"].contains(warning.code)
          && !found.contains(where: { $0.code == warning.code })
        {
          found.append(warning)
        }
      case .array(let values) where depth < 3: for value in values { look(value, depth: depth + 1) }
      case .object(let members) where depth < 3: for member in members { look(member.value, depth: depth + 1) }
      default: return
      }
    }
    for member in members { look(member.value, depth: 0) }
    for warning in found where !draft.article.warnings.contains(where: { $0.code == warning.code }) {
      draft.warn(warning.code, warning.message)
    }
  }

  mutating func fail(_ message: String, line: Int?, field: String? = nil) {
    records += 1
    guard result.problems.count < LoadResult.mostProblems else {
      result.unlisted += 1
      return
    }
    result.problems.append(.init(kind: .damaged, path: path, line: line, field: field, message: message))
  }

  /// Takes over what a later part of the same input had.
  mutating func append(_ part: RecordBatch, warnings: [Article.Warning] = []) {
    let first = result.articles.count
    result.articles += part.result.articles
    for place in first..<result.articles.count {
      result.articles[place].origin.index = place
      if !warnings.isEmpty { result.articles[place].warnings.removeAll { warnings.contains($0) } }
    }
    result.take(problemsOf: part.result)
    records += part.records
  }

  /// The articles and problems so far, the former numbered from 0.
  var soFar: LoadResult { result }

  func finish() -> LoadResult {
    var result = result
    if records == 0 {
      result.problems.append(.init(kind: .empty, path: path, message: "there are no records in it"))
    }
    if result.articles.isEmpty {
      for index in result.problems.indices where result.problems[index].kind == .damaged {
        result.problems[index].kind = .unreadable
      }
    }
    result.filesRead = result.articles.isEmpty ? 0 : 1
    return result
  }
}

/// Looks at the start of an input.
enum RecordSniffer {
  /// The first byte that is not white space or a byte order mark, of wide encodings too.
  static func firstByte(_ head: [UInt8]) -> UInt8? {
    head.first { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF && $0 != 0xFE && $0 != 0xFF }
  }

  /// `{` and a name in quotation marks, or nothing.
  static func startsJSONObject(_ head: [UInt8]) -> Bool {
    let significant = head.lazy.filter { $0 > 0x20 && $0 < 0x80 }.prefix(2)
    let second = Array(significant).dropFirst().first
    return second == nil || second == UInt8(ascii: "\"") || second == UInt8(ascii: "}")
  }

  /// `[` and the start of a value.
  static func startsJSONArray(_ head: [UInt8]) -> Bool {
    let second = Array(head.lazy.filter { $0 > 0x20 && $0 < 0x80 }.prefix(2)).dropFirst().first
    return second == nil || second == UInt8(ascii: "{") || second == UInt8(ascii: "]") || second == UInt8(ascii: "[")
  }
}

/// Line numbers of offsets that are asked for in order.
struct LineCounter {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var (line, counted) = (1, 0)

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  mutating func line(of offset: Int) -> Int {
    let end = min(max(offset, counted), bytes.count)
    line += LineFeeds.count(UnsafeBufferPointer(rebasing: bytes[counted..<end]))
    counted = end
    return line
  }
}

/// Offsets to line numbers.
enum LineIndex {
  /// The line, from 1, that an offset lies in. Linear in `offset`.
  static func line(of offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    1 + bytes[..<min(offset, bytes.count)].count { $0 == 0x0A }
  }
}
