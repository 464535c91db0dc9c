import Glibc
import ReportArticles
import ReportLoading
import ReportSystem

/// What a poll does between the question and the record.
struct SourceWork {
  let poll: SourcePoll
  var record: SourceRecord
  let now: Int
  var requests = 0, bytes = 0
  var counts = StoredCounts()
  var isUnchanged = false
  var notices: [String] = []
  /// Items that were met, for the state.
  var seen: [(id: String, hash: Int64, page: Int)] = []
  /// Dates of the items, POSIX seconds.
  var dates: [Int] = []
  /// Seconds for which the server calls its answer fresh.
  var freshness: Int?
  var facts: FeedFacts?
  /// Whether pages are still to be read, so that the next answer has to be a full one.
  var owesPages = false

  init(poll: SourcePoll, record: SourceRecord, now: Int) {
    (self.poll, self.record, self.now) = (poll, record, now)
  }

  var source: Source { poll.source }
  var fetcher: Fetcher { poll.fetcher }
  var settings: FetchSettings { poll.fetcher.settings }

  var remaining: Double { poll.end.map { $0 - HostGate.clock() } ?? .infinity }

  /// Requests on behalf of this source.
  func hops(_ connection: any TransportConnection) -> Hops {
    var hops = Hops(connection: connection, settings: settings, userAgent: fetcher.userAgent)
    hops.environment = fetcher.environment
    hops.resolve = fetcher.resolve
    let (gate, clock, end, state) = (poll.gate, fetcher.clock, poll.end, fetcher.state)
    hops.remaining = { end.map { $0 - HostGate.clock() } ?? .infinity }
    hops.turn = { address throws(FetchProblem) in
      let left = end.map { $0 - HostGate.clock() } ?? .infinity
      if left <= 0 { throw FetchProblem(.postponed, "the time for fetching was up", wait: 1) }
      try gate.wait(for: address.host, now: clock(), patience: min(left, 90))
    }
    hops.after = { address, response in
      // 429 is about whoever asks; 503 is about what was asked for.
      guard let response, response.status == 429 else { return }
      let until = clock() + max(Waiting.retryAfter(response.headers, now: clock()) ?? 3600, 1)
      gate.postpone(address.host, until: until)
      try? state.postpone(host: address.host, until: until)
    }
    return hops
  }

  // MARK: Asking

  mutating func ask(_ connection: any TransportConnection) throws(FetchProblem) {
    guard let home = source.address else { return }
    let address = record.moved.flatMap { WebAddress($0) } ?? home
    if record.doubtsValidators(now: now) { record.forget() }
    let isSince = fetcher.since != nil
    let validators = isSince ? Validators() : record.validators
    let answer = try hops(connection).get(
      address, home: address == home ? home : address, headers: address.origin == home.origin ? source.headers : [],
      credentials: address.origin == home.origin ? try credentials() : nil, validators: validators,
      validated: record.validated.flatMap { WebAddress($0) },
      accept: source.kind == .page ? PageReader.accepts : SourcePoll.acceptsFeeds)
    requests += answer.requests
    bytes += answer.wire
    freshness = Waiting.freshness(answer.headers, now: now)
    if let problem = FetchProblem.of(answer, now: now) { throw problem }
    note(moves: answer)
    if answer.status == 304 {
      guard !validators.isEmpty else {
        record.forget()
        throw FetchProblem(.soft, "\(answer.address.shown) says “unchanged” (304) without having been asked that")
      }
      unchanged()
      // A 304 may bring newer validators (RFC 9110, section 15.4.5).
      let newer = Validators(answer.headers, now: now)
      if newer.tag != nil { record.validators.tag = newer.tag }
      if newer.modified != nil, record.validators.modified != nil { record.validators.modified = newer.modified }
      return
    }
    guard answer.body.contains(where: { $0 > 0x20 }) else {
      throw FetchProblem(.soft, "\(answer.address.shown) answers with nothing (\(answer.status), empty)")
    }
    let hash = ItemHash.of(answer.body)
    if record.body == hash, !isSince {
      record.validators = Validators(answer.headers, now: now)
      record.validated = answer.address.description
      unchanged()
      return
    }
    fetcher.rawStore?.keep(answer, asked: address, of: source.name, .source, now: now)
    try take(answer, connection)
    guard facts?.isWhole ?? true, !owesPages else {
      // What is missing has to be asked for again.
      record.forget()
      return
    }
    record.validators = Validators(answer.headers, now: now)
    record.validated = answer.address.description
    record.body = hash
    (record.unchanged, record.unchangedSince) = (0, nil)
  }

  private mutating func unchanged() {
    isUnchanged = true
    record.unchanged += 1
    record.unchangedSince = record.unchangedSince ?? now
  }

  private mutating func note(moves answer: Answer) {
    let before = record.moved
    record.note(moved: answer.moved, now: now)
    if let moved = record.moved, moved != before {
      notices.append("has moved for good to \(WebAddress(moved)?.shown ?? moved); change the file")
    }
  }

  /// The secrets of this source, from the commands that print them.
  func credentials() throws(FetchProblem) -> Credentials? {
    guard let command = source.passwordCommand ?? source.tokenCommand else { return nil }
    let name = source.passwordCommand == nil ? "token-command" : "password-command"
    let output: [UInt8]
    do throws(ChildProcess.Failure) { output = try ChildProcess.run(command, input: [], timeLimit: 30) } catch {
      throw FetchProblem(.local, "source “\(source.name)”: the \(name) failed: \(error)")
    }
    let line = String(decoding: output.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    guard !line.isEmpty, line.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
      throw FetchProblem(.local, "source “\(source.name)”: the \(name) printed no line")
    }
    if source.passwordCommand != nil { return Credentials(user: source.user, password: line) }
    return Credentials(token: line)
  }

  // MARK: Taking what came

  mutating func take(_ answer: Answer, _ connection: any TransportConnection) throws(FetchProblem) {
    var body = answer.body
    if Self.isCompressed(body) { body = try Self.expanded(body, limit: settings.largest) }
    if source.kind == .sitemap { return try take(sitemap: body, answer, connection) }
    facts = source.kind == .feed ? FeedFacts(body, address: answer.address) : nil
    var articles = try load(body, answer)
    if facts?.isWhole == false {
      notices.append("\(answer.address.shown) breaks off in the middle; the rest is asked for again")
    }
    if fetcher.since != nil { articles += try older(than: articles, answer, connection) }
    try store(articles, connection)
  }

  /// A file that is compressed itself, such as `feed.xml.gz`.
  static func isCompressed(_ body: [UInt8]) -> Bool { body.starts(with: [0x1F, 0x8B, 0x08]) }

  static func expanded(_ body: [UInt8], limit: Int) throws(FetchProblem) -> [UInt8] {
    guard let expanded = ArticleLoader.expanded(body, limit: limit) else {
      throw FetchProblem(.soft, "what came is compressed and expands to more than \(limit >> 20) MiB, or is damaged")
    }
    // Compressed twice is no mistake.
    if isCompressed(expanded) { throw FetchProblem(.soft, "what came is compressed inside of something compressed") }
    return expanded
  }

  func loader() throws(FetchProblem) -> ArticleLoader {
    do { return try fetcher.loader(source) } catch { throw FetchProblem(.local, "source “\(source.name)”: \(error)") }
  }

  func load(_ body: [UInt8], _ answer: Answer) throws(FetchProblem) -> [Article] {
    var loader = try loader()
    loader.options.address = answer.address.description
    loader.options.contentType = answer.headers["content-type"]
    loader.options.today = CivilDate(dayNumber: now / 86_400)
    let result = loader.load(data: body, path: source.kind == .page ? answer.address.shown : source.name)
    var articles = result.articles
    if source.loader == nil, let first = articles.first, source.kind == .feed,
      ["html", "page-text", "text", "markdown", "eml", "mbox"].contains(first.origin.format)
    {
      throw FetchProblem(
        .soft, "\(answer.address.shown) brings a page, not a feed; “reportgen sources add” finds a page's feeds")
    }
    if articles.isEmpty {
      // A feed without items is a feed.
      if facts != nil, result.problems.allSatisfy({ $0.kind == .empty }),
        result.problems.contains(where: { $0.message.contains("entries") })
      {
        return []
      }
      let why = result.problems.first?.message ?? "nothing to read"
      throw FetchProblem(.soft, "what \(answer.address.shown) brings cannot be read: \(why)")
    }
    // The last item of a document that breaks off may have broken off itself.
    if facts?.isWhole == false { articles.removeLast() }
    let said = ArticleRights(answer.headers, at: answer.address, isFeed: source.kind != .page)
    for place in articles.indices { articles[place].add(rights: said) }
    return articles
  }

  /// What the file says about the source's articles.
  func decorate(_ article: inout Article) {
    if let section = source.section { article.section = section }
    if let publisher = source.publisher { article.publisher = publisher }
    if let language = source.language { article.language = language }
  }

  /// A moment of this machine's clock, as the time of retrieval.
  static func moment(_ now: Int) -> ArticleDate {
    let day = now >= 0 ? now / 86_400 : (now - 86_399) / 86_400
    return ArticleDate(
      date: CivilDate(dayNumber: day), secondOfDay: now - day * 86_400, precision: .second, zone: "Z", offset: 0,
      evidence: .file, text: "")
  }
}

/// Tells whether an item or an answer says something else than before: 64 bits, multiplied and folded as in wyhash.
enum ItemHash {
  static func of(_ bytes: [UInt8]) -> Int64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    add(bytes, &state)
    return Int64(bitPattern: state)
  }

  static func of(_ article: Article) -> Int64 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    let parts = [
      article.title, article.subtitle ?? "", article.url ?? "", article.section ?? "", article.publisher ?? "",
      article.language,
      article.published?.text ?? "", article.updated?.text ?? "",
    ]
    for part in parts + article.authors + article.keywords + article.paragraphs { add(Array(part.utf8), &state) }
    // What is newly forbidden holds for what is there, too.
    if let rights = article.rights {
      for directive in rights.robots { add(Array(directive.utf8), &state) }
      if rights.tdmReservation == true { add([1], &state) }
    }
    return Int64(bitPattern: state)
  }

  private static func add(_ bytes: [UInt8], _ state: inout UInt64) {
    bytes.withUnsafeBytes { buffer in
      var place = 0
      while place + 8 <= buffer.count {
        mix(buffer.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian, &state)
        place += 8
      }
      var last: UInt64 = 0
      while place < buffer.count {
        last = last << 8 | UInt64(buffer[place])
        place += 1
      }
      mix(last, &state)
      mix(UInt64(buffer.count), &state)
    }
  }

  private static func mix(_ word: UInt64, _ state: inout UInt64) {
    let product = (state ^ word).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
    state = product.high ^ product.low ^ (word &* 0xE703_7ED1_A0B4_28DB)
  }
}
