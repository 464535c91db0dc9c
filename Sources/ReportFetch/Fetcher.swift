import Foundation
import ReportArticles
import ReportLoading
import ReportSystem
import Synchronization

/// Polls sources and puts what is new into an archive.
public struct Fetcher: Sendable {
  /// Which sources are polled.
  public enum Choice: Sendable, Hashable {
    /// Those that are due.
    case due
    /// Those that were not polled for the shortest interval, unless their servers asked for patience: before a briefing.
    case fresh
    /// All, unless their servers asked for patience (429, 503).
    case all
  }

  /// What came of a source.
  public struct Outcome: Sendable, Hashable {
    /// What happened.
    public enum Result: Sendable, Hashable {
      /// It answered; so many articles are new, so many changed.
      case brought(StoredCounts)
      /// It answered that nothing has changed.
      case unchanged
      /// It did not bring anything.
      case failed(FetchProblem)
      /// It was not asked: not due, asked for patience, being polled by another process, or the time was up.
      case notDue, postponed(String), busy, notReached
    }

    /// The source's name.
    public var name: String
    /// What happened.
    public var result: Result
    /// What is worth a word all the same.
    public var notices: [String] = []
    /// Requests that were made, and bytes that came.
    public var requests = 0, bytes = 0

    init(_ name: String, _ result: Result) { (self.name, self.result) = (name, result) }

    /// What is wrong with the source, for a report's line of missing sources.
    public var missing: String? {
      switch result {
      case .failed(let problem): problem.message
      case .notReached: "the time for fetching was up"
      default: nil
      }
    }
  }

  /// The sources.
  public var sources: [Source]
  /// How they are fetched.
  public var settings: FetchSettings
  /// What is known about them.
  public var state: FetchState
  /// Where articles go.
  public var sink: any ArticleSink
  /// Who asks.
  public var userAgent: String
  /// The loader for a source, with its script in front.
  public var loader: @Sendable (Source) throws -> ArticleLoader = { _ in ArticleLoader() }
  /// How far back pages of a feed and sitemaps are followed, POSIX seconds; nil: only what is new.
  public var since: Int?
  /// Where answers are kept as they came; nil keeps none.
  public var rawStore: RawStore?
  /// The clock, POSIX seconds.
  public var clock: @Sendable () -> Int = { Int(time(nil)) }
  /// Seconds for all of it.
  public var timeLimit: Double?
  var transport: any Transport = CurlTransport()
  var environment: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
  var resolve: [String] = []

  /// Makes a fetcher.
  public init(
    sources: [Source], settings: FetchSettings, state: FetchState, sink: any ArticleSink, userAgent: String
  ) {
    (self.sources, self.settings, self.state, self.sink, self.userAgent) = (sources, settings, state, sink, userAgent)
  }

  /// Polls, several hosts at once and each host's sources one after another. `progress` hears of each source that is done.
  /// Throws `FetchProblem` when nothing can be done at all.
  public func run(
    _ choice: Choice, progress: @escaping @Sendable (Outcome) -> Void = { _ in }
  ) throws(FetchProblem) -> [Outcome] {
    let now = clock()
    let records = try state.records()
    let end = timeLimit.map { HostGate.clock() + $0 }
    let gate = HostGate(pause: Double(settings.pause) / 1000, waiting: try state.waitingHosts(now: now))
    rawStore?.prune(now: now)
    let robots = RobotsCache(state: state, gate: gate, clock: clock, keep: keeperOfRules())
    let random = Double.random(in: 0..<1)
    // Of sources on one host, the one that waited longest comes first.
    var hosts: [String: [Int]] = [:]
    var order: [String] = []
    var outcomes = [Outcome?](repeating: nil, count: sources.count)
    for (place, source) in sources.enumerated() {
      if let record = records[source.name], record.address == Self.address(of: source),
        !Self.isWanted(record, choice, settings, now)
      {
        outcomes[place] = Outcome(
          source.name, record.isGone ? .failed(FetchProblem(.gone, record.message ?? "gone")) : .notDue)
        continue
      }
      let host = source.address.map { records[source.name]?.moved.flatMap { WebAddress($0) }?.host ?? $0.host } ?? "/"
      if hosts[host] == nil { order.append(host) }
      hosts[host, default: []].append(place)
    }
    for outcome in outcomes.compactMap({ $0 }) where outcome.missing != nil { progress(outcome) }
    let due = hosts.mapValues { places in
      places.sorted { (records[sources[$0].name]?.due ?? 0, $0) < (records[sources[$1].name]?.due ?? 0, $1) }
    }
    let shared = Shared(hosts: order[...], outcomes: outcomes)
    // Pages are taken apart on the threads.
    WorkerThreads.run(min(settings.atOnce, order.count), stackSize: 8 << 20) {
      var connection: (any TransportConnection)?
      while let host = shared.nextHost() {
        for place in due[host] ?? [] {
          let source = sources[place]
          var outcome: Outcome
          if let end, HostGate.clock() >= end {
            outcome = Outcome(source.name, .notReached)
          } else {
            let poll = SourcePoll(fetcher: self, source: source, gate: gate, robots: robots, end: end, random: random)
            outcome = poll.run(choice, &connection)
          }
          shared.note(outcome, at: place)
          progress(outcome)
        }
      }
    }
    return zip(sources, shared.all()).map { source, outcome in outcome ?? Outcome(source.name, .notReached) }
  }

  private func keeperOfRules() -> (@Sendable (Answer, WebAddress) -> Void)? {
    guard let rawStore else { return nil }
    let clock = clock
    return { answer, asked in rawStore.keep(answer, asked: asked, of: "", .rules, now: clock()) }
  }

  /// What the threads of a run share.
  private final class Shared: Sendable {
    private let state: Mutex<(hosts: ArraySlice<String>, outcomes: [Outcome?])>

    init(hosts: ArraySlice<String>, outcomes: [Outcome?]) { state = Mutex((hosts, outcomes)) }

    func nextHost() -> String? { state.withLock { $0.hosts.popFirst() } }
    func note(_ outcome: Outcome, at place: Int) { state.withLock { $0.outcomes[place] = outcome } }
    func all() -> [Outcome?] { state.withLock { $0.outcomes } }
  }

  static func address(of source: Source) -> String { source.address?.description ?? source.path ?? "" }

  static func isWanted(_ record: SourceRecord, _ choice: Choice, _ settings: FetchSettings, _ now: Int) -> Bool {
    switch choice {
    case .all: return true
    case .due: return !record.isGone && now >= record.due ?? 0
    case .fresh:
      guard !record.isGone, now >= record.notBefore ?? 0 else { return false }
      return record.attempted.map { now - $0 >= settings.shortest || now < $0 } ?? true
    }
  }
}

extension FetchState {
  /// How sources are doing, in their order.
  public func health(of sources: [Source], now: Int) throws(FetchProblem) -> [SourceHealth] {
    let records = try records()
    return sources.map { source in
      let record = records[source.name]
      return SourceHealth(source, record?.address == Fetcher.address(of: source) ? record : nil, now: now)
    }
  }
}
