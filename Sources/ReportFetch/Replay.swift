import ReportArticles

extension Fetcher {
  /// Reads what was kept once more and puts what comes of it into the archive: nothing is asked, and what is known about the
  /// sources stays as it is. `state` has to be one for this alone. Throws `FetchProblem`.
  public func replay(_ store: RawStore) throws(FetchProblem) -> [Outcome] {
    let pages = KeptPages()
    let wanted = Dictionary(sources.map { ($0.name, $0) }) { first, _ in first }
    // A page comes after the feed that names it: first all pages, then the feeds.
    store.forEach(since: since) { kept in
      if kept.role != .source, kept.role == .rules || wanted[kept.source] != nil { pages.add(kept) }
    }
    var found: [String: Outcome] = [:]
    var failure: FetchProblem?
    store.forEach(since: since) { kept in
      guard kept.role == .source, let source = wanted[kept.source], source.address != nil, failure == nil else {
        return
      }
      var counts = StoredCounts()
      if case .brought(let before)? = found[source.name]?.result { counts = before }
      do throws(FetchProblem) {
        let brought = try replay(kept, of: source, pages)
        counts.added += brought.added
        counts.updated += brought.updated
        found[source.name] = Outcome(source.name, .brought(counts))
      } catch {
        if error.kind == .local { failure = error }
        if found[source.name] == nil { found[source.name] = Outcome(source.name, .failed(error)) }
      }
    }
    if let failure { throw failure }
    return sources.map { found[$0.name] ?? Outcome($0.name, .notDue) }
  }

  private func replay(_ kept: RawStore.Kept, of source: Source, _ pages: KeptPages) throws(FetchProblem) -> StoredCounts
  {
    var source = source
    // Whoever asks nothing needs no secrets.
    (source.user, source.passwordCommand, source.tokenCommand, source.headers) = (nil, nil, nil, [])
    var fetcher = self
    fetcher.clock = { kept.time }
    fetcher.since = nil
    fetcher.rawStore = nil
    fetcher.environment = { _ in nil }
    fetcher.settings.pages = 1_000_000
    fetcher.settings.pause = 0
    fetcher.settings.proxy = ""
    let gate = HostGate(pause: 0, waiting: [:], keepsDelays: false)
    let robots = RobotsCache(state: state, gate: gate, clock: fetcher.clock)
    let poll = SourcePoll(fetcher: fetcher, source: source, gate: gate, robots: robots, end: nil, random: 0)
    let record = try state.record(source.name, address: Self.address(of: source), archive: sink.identity)
    var work = SourceWork(poll: poll, record: record, now: kept.time)
    try work.take(kept.answer, pages)
    try state.write(work.record, items: work.seen, now: kept.time)
    return work.counts
  }
}

/// Pages and rules that were kept, in place of the network.
private final class KeptPages: TransportConnection {
  private var pages: [WebAddress: (target: WebAddress, answer: Answer)] = [:]

  func add(_ kept: RawStore.Kept) {
    pages[kept.asked] = (kept.answer.address, kept.answer)
    if kept.asked != kept.answer.address { pages[kept.answer.address] = (kept.answer.address, kept.answer) }
  }

  func get(_ request: TransferRequest) throws(TransferFailure) -> TransferResponse {
    guard let page = pages[request.address] else {
      return TransferResponse(status: 404, headers: HTTPHeaders(), body: [], wire: 0)
    }
    if page.target != request.address {
      let location = HTTPHeaders([("Location", page.target.description)])
      return TransferResponse(status: 302, headers: location, body: [], wire: 0)
    }
    return TransferResponse(status: 200, headers: page.answer.headers, body: page.answer.body, wire: 0)
  }
}
