import ReportEngine
import ReportSystem

/// Something for one receiver, made once and handed over until it is accepted.
public struct Parcel: Sendable, Hashable, Codable {
  /// The kinds of receivers.
  public enum Kind: String, Sendable, Hashable, Codable {
    /// Files in their places, all together; standard output; a mailbox; a command's standard input.
    case files, stdout, mail, command
  }

  /// A staged file and where it goes.
  public struct Item: Sendable, Hashable, Codable {
    /// The name in the staging directory.
    public var staged: String
    /// A path, an address or a command.
    public var target: String
    /// The name of the link to the newest file.
    public var latest: String?
    /// Whether its directory is made if need be: it is, when its name has the time in it.
    public var makesDirectory = false

    /// Makes an item.
    public init(staged: String, target: String, latest: String? = nil, makesDirectory: Bool = false) {
      (self.staged, self.target, self.latest, self.makesDirectory) = (staged, target, latest, makesDirectory)
    }
  }

  /// Names the receiver among those of the run; shown in the history.
  public var receiver: String
  /// What kind of receiver it is.
  public var kind: Kind
  /// What it gets; several items only for files.
  public var items: [Item]
  /// Whether it may be handed over again when nobody knows if it was accepted.
  public var mayRepeat: Bool

  /// Makes a parcel.
  public init(receiver: String, kind: Kind, items: [Item], mayRepeat: Bool = true) {
    (self.receiver, self.kind, self.items, self.mayRepeat) = (receiver, kind, items, mayRepeat)
  }
}

/// What a report is to be made from.
public struct MakeRequest: Sendable {
  /// The occurrence that it is for, on the job's clocks.
  public var occurrence: Instant
  /// The moment that it is made for.
  public var now: Instant
  /// The moment that the last delivered one was made for.
  public var lastRun: Instant?
  /// The articles that earlier ones could have shown.
  public var seen: Set<String>
  /// The same as a version called them that did not tell sources apart, with the occurrence of each, POSIX seconds.
  public var formerlySeen: [String: Int] = [:]
  /// The occurrence for which an article was first there, POSIX seconds.
  public var met: [String: Int] = [:]
  /// An empty directory for the finished outputs.
  public var staging: String
}

/// What making a report came to.
public enum MadeReport: Sendable {
  /// The outputs are complete in the staging directory: the articles that the report could have shown, and all that were
  /// there.
  case made(parcels: [Parcel], articles: [String], met: [String] = [], warnings: Int)
  /// There is nothing to report.
  case nothing(reason: String)
}

/// Makes the outputs of a job.
public protocol ReportMaker {
  /// Makes them in the staging directory; anything thrown fails the run and moves nothing.
  func make(_ request: MakeRequest) throws -> MadeReport
}

/// Hands parcels to receivers.
public protocol ParcelCarrier {
  /// Returns once the receiver has accepted the parcel.
  func deliver(_ parcel: Parcel, from staging: String) throws
}

/// What a run of a job came to.
public struct JobOutcome: Sendable, Hashable {
  /// The occurrence, POSIX seconds.
  public var occurrence: Int
  /// How it ended.
  public var state: Ledger.State
  /// Why, when it was not delivered.
  public var message: String?
}

/// A delivery was not accepted in any attempt.
public struct DeliveryFailure: Error, CustomStringConvertible {
  /// Every receiver that failed, and why; a line each.
  public let description: String
  /// The first failure.
  public let cause: any Error
}

/// Runs one job: finds what is due, makes it, delivers it, and writes down that it did.
///
/// A report is made into a staging directory first and recorded as staged. A run that dies after that is completed by the
/// next one from the same bytes, so all receivers get the same report; one that dies before has moved nothing.
public struct JobRunner {
  /// The steps after which a run can die; for tests that make it.
  public enum Step: String, CaseIterable, Sendable { case begun, made, staged, sending, delivered, marked, finished }

  let job: Job
  let occurrences: Occurrences
  let ledger: Ledger
  let stagingRoot: String
  let maker: any ReportMaker
  let carrier: any ParcelCarrier
  /// Reads the clock, POSIX seconds.
  let clock: () -> Int
  /// Waits for seconds.
  let sleep: (Int) -> Void
  /// Whether the lock is still this run's.
  public var isLocked: () -> Bool = { true }
  /// Called after each step.
  var reached: (Step) throws -> Void = { _ in }
  /// Hears of what is not a failure.
  public var notice: (String) -> Void = { _ in }
  /// What the history says of a run that was delivered, such as which sources were missing.
  public var remark: () -> String? = { nil }

  /// Makes a runner. `clock` reads POSIX seconds, `sleep` waits for seconds; staging directories are made in `stagingRoot`.
  public init(
    job: Job, occurrences: Occurrences, ledger: Ledger, stagingRoot: String, maker: any ReportMaker,
    carrier: any ParcelCarrier, clock: @escaping () -> Int, sleep: @escaping (Int) -> Void
  ) {
    (self.job, self.occurrences, self.ledger, self.stagingRoot) = (job, occurrences, ledger, stagingRoot)
    (self.maker, self.carrier, self.clock, self.sleep) = (maker, carrier, clock, sleep)
  }

  /// Occurrences that are made up for in one go at most.
  private static let mostOccurrences = 1000
  /// Seconds by which a clock may be set back; one that was further ahead than that was wrong, and does not count.
  private static let setBack = 86_400

  /// What is due at a moment, ascending.
  public func due(at now: Instant) throws -> [Instant] {
    guard let latest = occurrences.latest(atOrBefore: now) else { return [] }
    // What was done for a time up to a day ahead was done before the clock was set back: nothing older is due any more.
    let settled = try ledger.lastSettled(job.name, upTo: now.secondsSinceEpoch + Self.setBack)
    if let settled, latest.secondsSinceEpoch <= settled { return [] }
    let first = try ledger.firstOccurrence(job.name)
    if settled == nil, let first, first > latest.secondsSinceEpoch, first <= now.secondsSinceEpoch + Self.setBack {
      return []
    }
    var candidates = [latest]
    if job.catchUp == .all, let start = settled ?? first.map({ $0 - 1 }), start < now.secondsSinceEpoch {
      candidates = occurrences.all(after: Instant(secondsSinceEpoch: start), through: now, limit: Self.mostOccurrences)
    }
    guard let deadline = job.deadline else { return candidates }
    return candidates.filter { now.secondsSinceEpoch - $0.secondsSinceEpoch <= deadline }
  }

  /// Runs what is due at a moment. The outcomes are those of the occurrences run, none when nothing was due. Throws what
  /// made the first of them fail.
  public func run(at now: Instant) throws -> [JobOutcome] {
    let due = try due(at: now)
    var outcomes = try finishStaged(before: due.first)
    for occurrence in due where !outcomes.contains(where: { $0.occurrence == occurrence.secondsSinceEpoch }) {
      outcomes.append(try run(occurrence, now: occurrence, forced: false))
    }
    return outcomes
  }

  /// Runs the latest occurrence whether it was done or not, for `now`.
  public func force(at now: Instant) throws -> [JobOutcome] {
    let occurrence = occurrences.latest(atOrBefore: now) ?? now
    if let staged = try ledger.staged(job.name) {
      try ledger.finish(staged.id, .superseded, clock: clock(), message: "a run was forced")
      SmallFile.removeDirectory(staging(staged.id))
    }
    return [try run(occurrence, now: now, forced: true)]
  }

  private func staging(_ run: Int64) -> String { "\(stagingRoot)/\(job.name)-\(run)" }

  /// Completes a run that died or failed after it was staged.
  private func finishStaged(before next: Instant?) throws -> [JobOutcome] {
    guard let staged = try ledger.staged(job.name) else { return [] }
    // A run that was forced for an occurrence is not what is due.
    do { return [try deliver(staged.id, occurrence: staged.occurrence)] } catch let failure as DeliveryFailure {
      guard let next, next.secondsSinceEpoch > staged.occurrence else { throw failure }
      // The next one is due: what nobody got becomes part of it, what some got is not repeated to them.
      let someHaveIt = try ledger.deliveries(of: staged.id).contains { $0.state == .done }
      let state: Ledger.State = someHaveIt ? .partial : .superseded
      try ledger.finish(staged.id, state, clock: clock(), message: failure.description)
      SmallFile.removeDirectory(staging(staged.id))
      notice("given up, as the next one is due: \(failure.description)")
      return [JobOutcome(occurrence: staged.occurrence, state: state, message: failure.description)]
    }
  }

  private func run(_ occurrence: Instant, now: Instant, forced: Bool) throws -> JobOutcome {
    let moment = occurrence.secondsSinceEpoch
    let run = try ledger.begin(
      job.name, occurrence: moment, now: now.secondsSinceEpoch, clock: clock(), forced: forced)
    removeAbandoned()
    let directory = staging(run)
    do {
      try SmallFile.makePrivateDirectory(directory)
      try reached(.begun)
      let lastRun = try ledger.lastDelivered(job.name, before: moment)
      let made = try maker.make(
        MakeRequest(
          occurrence: occurrence, now: occurrences.zone.local(now),
          lastRun: lastRun.map { occurrences.zone.local(Instant(secondsSinceEpoch: $0)) },
          seen: try ledger.seen(job.name, except: moment), formerlySeen: try ledger.formerlySeen(job.name),
          met: try ledger.met(job.name, except: moment), staging: directory))
      try reached(.made)
      switch made {
      case .nothing(let reason):
        SmallFile.removeDirectory(directory)
        try ledger.finish(run, .skipped, clock: clock(), message: reason)
        return JobOutcome(occurrence: moment, state: .skipped, message: reason)
      case .made(let parcels, let articles, let met, let warnings):
        let deliveries = try parcels.map { ($0.receiver, try ParcelText.encode($0)) }
        try ledger.stage(run, deliveries: deliveries, shown: articles, met: met, warnings: warnings)
      }
    } catch let crash as SimulatedCrash {
      throw crash
    } catch {
      SmallFile.removeDirectory(directory)
      try? ledger.finish(run, .failed, clock: clock(), message: Self.firstLine(error))
      throw error
    }
    try reached(.staged)
    return try deliver(run, occurrence: moment)
  }

  /// Hands the parcels of a staged run to those who do not have theirs, then settles the run.
  private func deliver(_ run: Int64, occurrence: Int) throws -> JobOutcome {
    var failures: [String] = []
    var cause: (any Error)?
    for delivery in try ledger.deliveries(of: run) where delivery.state != .done {
      let parcel = try ParcelText.decode(delivery.parcel)
      if delivery.state == .sending, !parcel.mayRepeat {
        failures.append(
          "\(parcel.receiver): an earlier run died while it handed this over; it may have arrived. Look there, then --force"
        )
        cause = cause ?? OutputFailure(failures[0])
        continue
      }
      guard isLocked() else { throw JobLock.Failure.held("another machine, which took over after a standstill") }
      try ledger.mark(run, delivery.receiver, .sending, clock: clock())
      try reached(.sending)
      do {
        try attempt(parcel, from: staging(run))
        try reached(.delivered)
        try ledger.mark(run, delivery.receiver, .done, clock: clock())
        try reached(.marked)
      } catch let crash as SimulatedCrash {
        throw crash
      } catch let error as LedgerError {
        throw error
      } catch {
        try ledger.mark(run, delivery.receiver, .pending, clock: clock())
        failures.append("\(parcel.receiver): \(error)")
        cause = cause ?? error
      }
    }
    if let cause { throw DeliveryFailure(description: failures.joined(separator: "\n"), cause: cause) }
    try ledger.finish(run, .delivered, clock: clock(), message: remark())
    try reached(.finished)
    SmallFile.removeDirectory(staging(run))
    return JobOutcome(occurrence: occurrence, state: .delivered)
  }

  private func attempt(_ parcel: Parcel, from directory: String) throws {
    var delay = job.retries.delay
    for attempt in 1...max(1, job.retries.attempts) {
      do { return try carrier.deliver(parcel, from: directory) } catch let crash as SimulatedCrash {
        throw crash
      } catch {
        if attempt >= job.retries.attempts || (error as? OutputFailure)?.isLasting == true { throw error }
        notice(
          "\(parcel.receiver): attempt \(attempt) of \(job.retries.attempts) failed, again in \(delay) s: \(error)")
        sleep(delay)
        delay = min(delay * 2, 600)
      }
    }
  }

  /// Removes what runs left that died before they were staged.
  private func removeAbandoned() {
    guard let names = try? SmallFile.names(in: stagingRoot) else { return }
    let kept = (try? ledger.staged(job.name))?.map { "\(job.name)-\($0.id)" }
    for name in names where name != kept {
      guard let dash = name.lastIndex(of: "-"), name[..<dash] == job.name, Int(name[name.index(after: dash)...]) != nil
      else { continue }
      SmallFile.removeDirectory("\(stagingRoot)/\(name)")
    }
  }

  private static func firstLine(_ error: any Error) -> String {
    String("\(error)".split(separator: "\n").first?.prefix(300) ?? "")
  }
}

/// Thrown by tests in place of a death of the process: nothing is tidied up.
struct SimulatedCrash: Error {
  var step: JobRunner.Step
}
