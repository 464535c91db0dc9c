import ReportArticles
import ReportLoading
import ReportSystem

/// One poll of one source.
struct SourcePoll {
  let fetcher: Fetcher
  let source: Source
  let gate: HostGate
  let robots: RobotsCache
  /// When the time is up, on the monotonic clock.
  let end: Double?
  let random: Double

  private var settings: FetchSettings { fetcher.settings }
  private var state: FetchState { fetcher.state }
  private var schedule: PollSchedule { PollSchedule(shortest: settings.shortest, longest: settings.longest) }

  /// What a feed reader says that it understands.
  static let acceptsFeeds =
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, "
    + "text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"

  func run(_ choice: Fetcher.Choice, _ connection: inout (any TransportConnection)?) -> Fetcher.Outcome {
    var outcome = Fetcher.Outcome(source.name, .notDue)
    do throws(FetchProblem) {
      var record = try state.record(
        source.name, address: Fetcher.address(of: source), archive: fetcher.sink.identity)
      guard state.claim(record.id) else {
        outcome.result = .busy
        return outcome
      }
      defer { state.release(record.id) }
      // Another process may have been here between the look at what is due and the claim.
      let fresh = try state.record(source.name, address: record.address, archive: record.archive)
      let now = fetcher.clock()
      guard fresh.attempted == nil || Fetcher.isWanted(fresh, choice, settings, now) else { return outcome }
      if fresh.attempted != nil || fresh.polls > 0 { record = fresh }
      outcome = poll(&record, now, &connection)
    } catch {
      outcome.result = .failed(error)
    }
    return outcome
  }

  private func poll(
    _ record: inout SourceRecord, _ now: Int, _ connection: inout (any TransportConnection)?
  ) -> Fetcher.Outcome {
    var outcome = Fetcher.Outcome(source.name, .unchanged)
    let before = record
    record.firstPolled = record.firstPolled ?? now
    record.polls += 1
    do throws(FetchProblem) {
      var work = SourceWork(poll: self, record: record, now: now)
      defer {
        // What was asked and taken counts, whatever came of it.
        outcome.requests = work.requests
        outcome.bytes = work.bytes
        outcome.notices = work.notices
      }
      if source.address == nil {
        try work.readFiles()
      } else {
        if connection == nil { connection = try connect() }
        guard let connection else { return outcome }
        try work.ask(connection)
      }
      record = work.record
      outcome.result = work.isUnchanged ? .unchanged : .brought(work.counts)
      succeed(&record, before, work, now)
      record.requests += work.requests
      record.bytes += work.bytes
      try state.write(record, items: work.seen, now: now)
    } catch {
      record = before
      record.firstPolled = record.firstPolled ?? now
      record.polls += 1
      record.requests += outcome.requests
      record.bytes += outcome.bytes
      fail(&record, error, now)
      if case .postponed = error.kind {
        let turn = HostGate.clock() + Double(error.wait ?? 0)
        outcome.result = end.map { turn >= $0 } == true ? .notReached : .postponed(error.message)
      } else {
        outcome.result = .failed(error)
      }
      do throws(FetchProblem) { try state.write(record, now: now) } catch { outcome.result = .failed(error) }
    }
    return outcome
  }

  private func connect() throws(FetchProblem) -> any TransportConnection {
    do throws(TransferFailure) { return try fetcher.transport.connect() } catch { throw FetchProblem(error) }
  }

  // MARK: Afterwards

  private func succeed(_ record: inout SourceRecord, _ before: SourceRecord, _ work: SourceWork, _ now: Int) {
    let isFirst = before.succeeded == nil
    record.attempted = now
    record.failures = 0
    (record.kind, record.message) = (nil, nil)
    record.articles += work.counts.added
    if work.counts.added > 0 { record.brought = now }
    if isFirst {
      record.rate = PollSchedule.rate(dates: work.dates, now: now)
    } else if let last = before.succeeded, now > last {
      record.rate = PollSchedule.rate(before.rate, count: work.counts.added, elapsed: now - last)
    }
    record.succeeded = now
    let wish = source.every ?? schedule.interval(rate: record.rate)
    // Who gives an interval in the file knows the source; otherwise the server's wish is a minimum.
    let asked = source.every == nil ? min(max(work.freshness ?? 0, work.facts?.ttl ?? 0), settings.longest) : 0
    record.notBefore = asked > 0 ? now + asked : nil
    let next =
      now
      + PollSchedule.jittered(
        max(wish, asked), (random + Double(record.id % 97) / 97).truncatingRemainder(dividingBy: 1))
    record.due = source.every == nil ? work.facts?.open(from: next) ?? next : next
  }

  private func fail(_ record: inout SourceRecord, _ problem: FetchProblem, _ now: Int) {
    record.notBefore = problem.wait.map { now + $0 }
    if problem.kind == .postponed {
      record.due = now + max(problem.wait ?? 60, 1)
      return
    }
    record.attempted = now
    if problem.kind == .local {
      // Not the source's fault.
      record.message = problem.message
      record.due = now
      return
    }
    record.failures += 1
    (record.kind, record.message) = (problem.kind, problem.message)
    if record.moved != nil, problem.kind == .hard || problem.kind == .gone {
      // The place that it moved to is no better: back to the file's.
      record.moved = nil
      record.forget()
      record.kind = .temporary
    }
    let pause = schedule.pause(after: record.kind ?? problem.kind, count: record.failures)
    let jittered = PollSchedule.jittered(pause, random)
    if problem.kind == .hard { record.notBefore = now + max(pause, problem.wait ?? 0) }
    record.due = now + max(jittered, problem.wait ?? 0)
  }
}
