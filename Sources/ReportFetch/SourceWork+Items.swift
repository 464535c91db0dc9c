import ReportArticles
import ReportLoading

extension SourceWork {
  /// Items whose articles are stored together.
  private static let portion = 20

  /// How an item's page stands, in the state: 0 not asked for, 1 read, 2 not to be had, below 0 so many vain attempts.
  private enum Page {
    static let open = 0, read = 1, refused = 2, mostAttempts = 3
  }

  /// Puts what is new or changed into the archive, with the text of pages where that is wanted.
  mutating func store(_ articles: [Article], _ connection: (any TransportConnection)?) throws(FetchProblem) {
    let known = try fetcher.state.items(of: record.id)
    var reader = try pageReader(connection)
    var pages = 0
    var wanted: [Article] = []
    var noted: [(id: String, hash: Int64, page: Int)] = []
    var met: Set<String> = []
    for var article in articles {
      guard met.insert(article.id).inserted else { continue }
      if let date = (article.published ?? article.updated)?.instant(defaultOffset: 0).secondsSinceEpoch {
        dates.append(date)
      }
      decorate(&article)
      let hash = ItemHash.of(article)
      let before = known[article.id]
      let isNew = before?.hash != hash
      var page = isNew ? Page.open : before?.page ?? Page.open
      var isStored = isNew
      if let wanting = reader, page <= Page.open {
        if pages < settings.pages, remaining > 1 {
          pages += 1
          var working = wanting
          let result = try working.read(article)
          reader = working
          switch result {
          case .read(let full):
            (article, page, isStored) = (full, Page.read, true)
            decorate(&article)
          case .refused(let reason):
            page = Page.refused
            isStored = isStored && keep(&article, without: reason)
          case .later(let reason):
            page -= 1
            if -page >= Page.mostAttempts { page = Page.refused } else { owesPages = true }
            isStored = isStored && keep(&article, without: reason)
          }
        } else {
          owesPages = true
          if source.kind == .sitemap { continue }
          isStored = isStored && keep(&article, without: "its page was not read yet")
        }
      }
      if isStored {
        article.retrieved = Self.moment(now)
        wanted.append(article)
      }
      noted.append((article.id, hash, page))
      if reader != nil, wanted.count >= Self.portion {
        // What took requests is not asked for again after a crash.
        try put(wanted)
        try fetcher.state.note(noted, of: record.id, now: now)
        wanted = []
        seen += noted
        noted = []
      }
    }
    try put(wanted)
    seen += noted
    requests += reader?.requests ?? 0
    bytes += reader?.bytes ?? 0
  }

  private mutating func put(_ articles: [Article]) throws(FetchProblem) {
    let stored = try fetcher.sink.store(articles)
    counts.added += stored.added
    counts.updated += stored.updated
  }

  /// Whether an item is worth keeping without its page.
  private func keep(_ article: inout Article, without reason: String) -> Bool {
    article.warnings.append(PageReader.warning(reason))
    return !article.title.isEmpty || !article.paragraphs.isEmpty
  }

  private func pageReader(_ connection: (any TransportConnection)?) throws(FetchProblem) -> PageReader? {
    guard let connection, source.kind == .sitemap || (source.fullText && source.kind == .feed) else { return nil }
    var reader = PageReader(
      hops: hops(connection), source: source, loader: try loader(), credentials: try credentials(), robots: poll.robots)
    if let store = fetcher.rawStore {
      let (name, now) = (source.name, now)
      reader.keep = { answer, asked in store.keep(answer, asked: asked, of: name, .page, now: now) }
    }
    return reader
  }

  // MARK: Older pages of a feed (RFC 5005)

  private static let mostPages = 200

  /// The items of older pages, as far back as is asked for.
  mutating func older(
    than articles: [Article], _ answer: Answer, _ connection: any TransportConnection
  ) throws(FetchProblem) -> [Article] {
    guard let since = fetcher.since, source.kind == .feed else { return [] }
    var found: [Article] = []
    var visited: Set<WebAddress> = [answer.address]
    var next = facts?.next
    var newest = articles
    let hops = hops(connection)
    while let address = next, visited.insert(address).inserted, visited.count <= Self.mostPages, remaining > 1 {
      let dates = newest.compactMap { ($0.published ?? $0.updated)?.instant(defaultOffset: 0).secondsSinceEpoch }
      if let oldest = dates.min(), oldest < since { break }
      let page = try hops.get(
        address, home: source.address ?? address, headers: source.headers, credentials: try credentials(),
        accept: SourcePoll.acceptsFeeds)
      requests += page.requests
      bytes += page.wire
      if let problem = FetchProblem.of(page, now: now) {
        notices.append("older items are not to be had: \(problem.message)")
        break
      }
      fetcher.rawStore?.keep(page, asked: address, of: source.name, .source, now: now)
      newest = try load(page.body, page)
      next = FeedFacts(page.body, address: page.address).next
      found += newest
    }
    return found.filter { article in
      guard let date = (article.published ?? article.updated)?.instant(defaultOffset: 0).secondsSinceEpoch else {
        return true
      }
      return date >= since
    }
  }
}
