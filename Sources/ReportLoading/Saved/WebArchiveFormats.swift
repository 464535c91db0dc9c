/// A page that a browser saved as one file (MHTML, RFC 2557): the page is the article; what was saved with it is not.
struct MHTMLFormat: ArticleFormat {
  let name = "mhtml"

  func confidence(head: [UInt8], path: String) -> Int {
    guard MailMessage.mayBeHeader(head[...]) else { return 0 }
    let (headers, _) = MailMessage.split(head.prefix(16 * 1024))
    func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
    guard let type = value("content-type"), type.lowercased().hasPrefix("multipart/related") else { return 0 }
    // A letter with a page and its pictures has a sender and a way that it came.
    let isSaved =
      value("snapshot-content-location") != nil || value("from")?.lowercased().hasPrefix("<saved by") == true
      || value("from")?.lowercased().hasPrefix("\"saved by") == true
    if isSaved { return 97 }
    let isLetter = value("to") != nil || value("received") != nil || value("message-id") != nil
    return !isLetter && (path.lowercased().hasSuffix(".mht") || path.lowercased().hasSuffix(".mhtml")) ? 97 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let message = MailMessage(data[...])
    guard let html = message.html else {
      return LoadResult(problems: [.init(kind: .empty, path: path, message: "the archive holds no page")])
    }
    var options = options
    options.address = message.headers.first { $0.name == "snapshot-content-location" }?.value ?? message.htmlLocation
    options.contentType = message.htmlCharset.map { "text/html; charset=\($0)" }
    options.retrieved = message.header("date").flatMap { MachineDate.parse($0, evidence: .file) }
    var result = HTMLFormat().load(html, path: path, options: options)
    for place in result.articles.indices { result.articles[place].origin.format = name }
    return result
  }
}

/// An archive of the web (WARC 1.0 and 1.1, ISO 28500): the pages and feeds in it, record by record.
struct WARCFormat: ArticleFormat {
  let name = "warc"
  private static let (mostExpanded, mostRatio) = (256 << 20, 30)

  func confidence(head: [UInt8], path: String) -> Int { head.starts(with: Array("WARC/".utf8)) ? 100 : 0 }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    var result = LoadResult()
    var reader = WARCReader(data)
    // What all records together may expand to: one by one each of them could be a bomb of its own.
    var room = Self.mostExpanded + data.count * Self.mostRatio
    while let record = reader.next() {
      guard let page = record.page else { continue }
      room -= page.body.count
      if room < 0 {
        let message =
          "the records expand to more than \(Self.mostRatio) times the archive's size; the rest was not read"
        result.problems.append(.init(kind: .damaged, path: path, message: message))
        break
      }
      if let failure = page.failure {
        result.problems.append(.init(kind: .damaged, path: path, field: record.address, message: failure))
        continue
      }
      take(page, record, path, options, into: &result)
    }
    if let failure = reader.failure { result.problems.append(.init(kind: .damaged, path: path, message: failure)) }
    if result.articles.isEmpty, result.problems.isEmpty {
      result.problems.append(.init(kind: .empty, path: path, message: "there are no pages in the archive"))
    }
    result.filesRead = result.articles.isEmpty ? 0 : 1
    return result
  }

  private func take(
    _ page: WARCRecord.Page, _ record: WARCRecord, _ path: String, _ options: LoadOptions, into result: inout LoadResult
  ) {
    var options = options
    options.address = record.address
    options.contentType = page.contentType
    options.retrieved = record.date.flatMap { MachineDate.parse($0, evidence: .file) }
    var loader = ArticleLoader(options: options)
    // An archive within an archive, and one within that, would go on as deep as a file is long.
    loader.formats.removeAll { $0 is WARCFormat }
    var found = loader.load(data: page.body, path: path)
    for place in found.articles.indices {
      page.rights.map { found.articles[place].add(rights: $0) }
      found.articles[place].origin.index = result.articles.count + place
      found.articles[place].origin.line = nil
      if found.articles.count == 1, found.articles[place].url == nil, let address = record.address {
        found.articles[place].url = CanonicalURL.normalize(address)
        found.articles[place].id = ArticleIdentity.id(own: nil, article: found.articles[place])
      }
    }
    // A page without text in it is not worth a word among thousands; one that cannot be read is.
    for var problem in found.problems where problem.kind != .empty && problem.kind != .foreign {
      problem.field = record.address
      problem.kind = .damaged
      result.problems.append(problem)
    }
    result.articles += found.articles
  }
}

/// One record of a WARC file.
struct WARCRecord {
  struct Page {
    var body: [UInt8]
    var contentType: String?
    var failure: String?
    /// What the server said about use.
    var rights: ArticleRights?
  }

  var headers: [(name: String, value: String)]
  var block: ArraySlice<UInt8>

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  var address: String? { header("warc-target-uri").map { String($0.filter { $0 != "<" && $0 != ">" }) } }
  var date: String? { header("warc-date") }

  /// The page, feed or text that the record holds; nil for requests, pictures, answers without content and the like.
  var page: Page? {
    switch header("warc-type")?.lowercased() {
    case "response": return response
    case "resource", "conversion":
      return Self.isText(header("content-type"), takesPlain: true)
        ? Page(body: Array(block), contentType: header("content-type")) : nil
    default: return nil
    }
  }

  private var response: Page? {
    guard header("content-type")?.lowercased().hasPrefix("application/http") == true,
      block.starts(with: Array("HTTP/".utf8))
    else { return nil }
    let line = block.prefix { $0 != 0x0A }
    guard line.split(separator: 0x20).dropFirst().first?.first == UInt8(ascii: "2") else { return nil }
    let (fields, rest) = MailMessage.split(block[min(line.endIndex + 1, block.endIndex)...])
    func field(_ name: String) -> String? { fields.last { $0.name == name }?.value }
    guard Self.isText(field("content-type"), takesPlain: false) else { return nil }
    var body = Array(rest)
    if field("transfer-encoding")?.lowercased().contains("chunked") == true { body = Self.unchunked(rest) }
    switch field("content-encoding")?.lowercased() {
    case nil, "", "identity": break
    case "gzip", "x-gzip":
      // Some archives keep the header and the body as it was unpacked.
      if Gzip.isGzip(body) {
        switch Gzip.inflate(body) {
        case .success(let bytes): body = bytes
        case .failure(let failure): return Page(body: [], failure: failure.message)
        }
      }
    case let other?:
      if !Self.looksPlain(body) {
        return Page(body: [], failure: "compressed in a way that is not read here (\(other))")
      }
    }
    return Page(body: body, contentType: field("content-type"), rights: ArticleRights(fields: fields))
  }

  private static func looksPlain(_ body: [UInt8]) -> Bool { !BinaryContent.isBinary(Array(body.prefix(4096))) }

  private static func isText(_ header: String?, takesPlain: Bool) -> Bool {
    guard let name = ContentType.name(header) else { return false }
    return [
      "text/html", "application/xhtml+xml", "application/rss+xml", "application/atom+xml", "application/feed+json",
      "application/xml", "text/xml", "application/rdf+xml",
    ].contains(name) || takesPlain && name == "text/plain"
  }

  /// The body of a message sent in chunks (RFC 9112, 7.1); as it is where it is none.
  static func unchunked(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var place = body.startIndex
    while place < body.endIndex {
      guard let end = body[place...].prefix(64).firstIndex(of: 0x0A) else {
        return place == body.startIndex ? Array(body) : result
      }
      let digits = body[place..<end].prefix { hexadecimalDigit($0) != nil }
      guard !digits.isEmpty, digits.count <= 8 else { return place == body.startIndex ? Array(body) : result }
      let size = digits.reduce(0) { $0 << 4 | Int(hexadecimalDigit($1) ?? 0) }
      if size == 0 { break }
      let start = end + 1
      let stop = min(start + size, body.endIndex)
      result += body[min(start, stop)..<stop]
      place = stop
      while place < body.endIndex, body[place] == 0x0D || body[place] == 0x0A { place += 1 }
    }
    return result
  }
}

/// Goes through the records of a WARC file.
struct WARCReader {
  private let bytes: [UInt8]
  private var place = 0
  /// What was wrong first.
  private(set) var failure: String?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> WARCRecord? {
    while place < bytes.count, bytes[place] == 0x0D || bytes[place] == 0x0A { place += 1 }
    guard place < bytes.count else { return nil }
    if !bytes[place...].starts(with: Self.mark) {
      guard let next = nextRecord(from: place) else {
        failure = failure ?? "not a record where one should begin; what follows was not read"
        place = bytes.count
        return nil
      }
      failure = failure ?? "not a record where one should begin; the next one that does was looked for"
      place = next
    }
    guard let line = bytes[place...].firstIndex(of: 0x0A) else {
      failure = failure ?? "the last record is cut off"
      place = bytes.count
      return nil
    }
    let (headers, rest) = MailMessage.split(bytes[(line + 1)...])
    let length = headers.first { $0.name == "content-length" }.flatMap { Int($0.value) } ?? -1
    if length >= 0, length <= bytes.endIndex - rest.startIndex {
      let block = rest.prefix(length)
      place = block.endIndex
      return WARCRecord(headers: headers, block: block)
    }
    // A length that cannot be: the record ends where the next one begins.
    let next = nextRecord(from: rest.startIndex)
    failure = failure ?? (next == nil ? "the last record is cut off" : "a record is not as long as it says")
    place = next ?? bytes.count
    return next.map { WARCRecord(headers: headers, block: bytes[rest.startIndex..<$0]) }
  }

  private static let mark = Array("WARC/".utf8)

  /// Where a line begins as a record does, from a place on.
  private func nextRecord(from start: Int) -> Int? {
    let found = bytes.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[start...]).offset(of: "\nWARC/1") }
    return found.map { start + $0 + 1 }
  }
}
