import Foundation
import Testing

@testable import ReportArticles
@testable import ReportJobs
@testable import ReportScripting
@testable import ReportSystem

/// A maker that lists what is new, and a carrier that can be told to fail.
private final class Desk: ParcelCarrier, ReportMaker {
  var articles = ["a", "b"]
  var failing: Set<String> = []
  var received: [String] = []
  var requests: [MakeRequest] = []
  var result: MadeReport?
  var receivers = ["files", "mail"]
  var mayRepeat = true

  func make(_ request: MakeRequest) throws -> MadeReport {
    requests.append(request)
    if let result { return result }
    let seen = try request.history(articles).seen
    let fresh = articles.filter { !seen.contains($0) }
    try SmallFile.write(fresh.joined(separator: ","), to: "\(request.staging)/1")
    return .made(
      parcels: receivers.map {
        Parcel(receiver: $0, kind: .mail, items: [Parcel.Item(staged: "1", target: "x")], mayRepeat: mayRepeat)
      }, articles: articles, warnings: 2)
  }

  func deliver(_ parcel: Parcel, from staging: String) throws {
    if failing.contains(parcel.receiver) { throw OutputFailure("\(parcel.receiver) is closed") }
    received.append("\(parcel.receiver): \(try SmallFile.read("\(staging)/1"))")
  }
}

@Suite struct JobRunnerTests {
  private let directory: String
  private let ledger: Ledger
  private let desk = Desk()
  private var job = Job(name: "job", script: "x")
  private var slept: [Int] = []

  init() throws {
    directory = scratchDirectory("runner")
    try SmallFile.makeDirectory(directory)
    ledger = try Ledger(path: "\(directory)/ledger.sqlite")
    job.retries = Job.Retries(attempts: 1, delay: 10)
  }

  /// Seven o'clock UTC on a day of March 2025, and minutes after it.
  private func moment(_ day: Int, _ minutes: Int = 0) -> Instant {
    Instant(secondsSinceEpoch: (20_148 + day) * 86_400 + 7 * 3600 + minutes * 60)
  }

  private func runner(_ now: Instant, sleep: @escaping (Int) -> Void = { _ in }) throws -> JobRunner {
    JobRunner(
      job: job, occurrences: Occurrences(try CronSchedule("0 7 * * *"), in: .utc), ledger: ledger,
      stagingRoot: directory, maker: desk, carrier: desk, clock: { now.secondsSinceEpoch }, sleep: sleep)
  }

  @discardableResult
  private func run(_ now: Instant) throws -> [Ledger.State] { try runner(now).run(at: now).map(\.state) }

  @Test func anOccurrenceRunsOnceHoweverOftenItIsCalled() throws {
    #expect(try run(moment(1)) == [.delivered])
    for minutes in [0, 1, 60, 1439, -30] { #expect(try run(moment(1, minutes)) == []) }
    #expect(desk.received == ["files: a,b", "mail: a,b"])
    desk.articles.append("late")
    #expect(try run(moment(2, 5)) == [.delivered])
    #expect(desk.received.suffix(2) == ["files: late", "mail: late"])
    // The window runs from occurrence to occurrence, not from call to call.
    #expect(desk.requests.last?.now == moment(2))
    #expect(desk.requests.last?.lastRun == moment(1))
  }

  @Test mutating func whatWasMissedIsMadeUpForAsTheJobWants() throws {
    try run(moment(1))
    #expect(try runner(moment(4, 90)).due(at: moment(4, 90)) == [moment(4)])
    job.catchUp = .all
    #expect(try runner(moment(4, 90)).due(at: moment(4, 90)) == [moment(2), moment(3), moment(4)])
    job.deadline = 3 * 86_400
    #expect(try runner(moment(6)).due(at: moment(6)) == [moment(3), moment(4), moment(5), moment(6)])
    job.catchUp = .none
    job.deadline = 600
    #expect(try runner(moment(4, 90)).due(at: moment(4, 90)) == [])
    #expect(try runner(moment(4, 9)).due(at: moment(4, 9)) == [moment(4)])
  }

  @Test func aClockSetBackBringsNothingOldAgain() throws {
    try run(moment(1))
    // Off on the second day; on the third the clock goes back behind the hour that was just done.
    try run(moment(3))
    #expect(try run(moment(3, -30)) == [])
    // A clock that was a month ahead was wrong; what is due by the right one is run.
    try run(moment(40))
    #expect(try run(moment(4)) == [.delivered])
    #expect(try run(moment(4, 1)) == [])
  }

  @Test func aFailureMovesNothing() throws {
    try run(moment(1))
    desk.failing = ["files", "mail"]
    desk.articles.append("c")
    #expect(throws: DeliveryFailure.self) { try run(moment(2)) }
    #expect(try ledger.history("job", of: ["a", "b", "c"], except: 0).seen == ["a", "b"])
    // The next day has what nobody got.
    desk.failing = []
    desk.articles.append("d")
    #expect(try run(moment(2, 10)) == [.delivered])
    #expect(desk.received.suffix(2) == ["files: c", "mail: c"])
    #expect(try run(moment(3)) == [.delivered])
    #expect(desk.received.suffix(2) == ["files: d", "mail: d"])
  }

  @Test func aReceiverThatHasItsCopyGetsNoSecondOne() throws {
    desk.failing = ["mail"]
    #expect(throws: DeliveryFailure.self) { try run(moment(1)) }
    desk.failing = []
    desk.articles.append("later")
    #expect(try run(moment(1, 5)) == [.delivered])
    #expect(desk.received == ["files: a,b", "mail: a,b"])
  }

  @Test func whatNobodyGotBeforeTheNextOneIsInTheNextOne() throws {
    desk.failing = ["files", "mail"]
    #expect(throws: DeliveryFailure.self) { try run(moment(1)) }
    #expect(throws: DeliveryFailure.self) { try run(moment(2)) }
    desk.failing = []
    desk.articles.append("c")
    #expect(try run(moment(3)) == [.delivered, .delivered])
    // The second day's briefing was complete on disk and is delivered late, with the first day's articles.
    #expect(desk.received == ["files: a,b", "mail: a,b", "files: c", "mail: c"])
    #expect(try ledger.history("job", limit: 9).map(\.state) == [.delivered, .delivered, .superseded])
  }

  @Test func nothingToReportIsSettledAndMovesNothing() throws {
    desk.result = .nothing(reason: "quiet day")
    #expect(try run(moment(1)) == [.skipped])
    #expect(try run(moment(1, 1)) == [])
    desk.result = nil
    #expect(try run(moment(2)) == [.delivered])
    #expect(desk.requests.last?.lastRun == nil)
    #expect(desk.received == ["files: a,b", "mail: a,b"])
  }

  @Test func deliveriesAreTriedAgainWithGrowingPauses() throws {
    var patient = job
    patient.retries = Job.Retries(attempts: 4, delay: 10)
    desk.failing = ["mail"]
    var pauses: [Int] = []
    let now = moment(1)
    var runner = JobRunner(
      job: patient, occurrences: Occurrences(try CronSchedule("0 7 * * *"), in: .utc), ledger: ledger,
      stagingRoot: directory, maker: desk, carrier: desk, clock: { now.secondsSinceEpoch },
      sleep: { seconds in
        pauses.append(seconds)
        if pauses.count == 3 { desk.failing = [] }
      })
    var notices = 0
    runner.notice = { _ in notices += 1 }
    #expect(try runner.run(at: now).map(\.state) == [.delivered])
    #expect(pauses == [10, 20, 40])
    #expect(notices == 3)
  }

  @Test(arguments: JobRunner.Step.allCases) func aDeathAtAnyStepIsMadeGood(step: JobRunner.Step) throws {
    var dying = try runner(moment(1))
    dying.reached = { if $0 == step { throw SimulatedCrash(step: $0) } }
    #expect(throws: SimulatedCrash.self) { try dying.run(at: moment(1)) }
    desk.articles.append("later")
    try run(moment(1, 1))
    try run(moment(2))
    // Both receivers have every article in exactly one briefing; the same bytes twice are one.
    for receiver in desk.receivers {
      let mine = Set(desk.received.filter { $0.hasPrefix(receiver) })
      #expect(mine.count == 2 || step == .begun || step == .made)
      let articles = mine.flatMap { $0.dropFirst(receiver.count + 2).split(separator: ",") }.sorted()
      #expect(articles == ["a", "b", "later"])
    }
    #expect(try SmallFile.names(in: directory).filter { $0.hasPrefix("job-") } == [])
  }

  @Test func whatMayNotBeRepeatedIsReportedInstead() throws {
    desk.mayRepeat = false
    var dying = try runner(moment(1))
    dying.reached = { if $0 == .delivered { throw SimulatedCrash(step: $0) } }
    #expect(throws: SimulatedCrash.self) { try dying.run(at: moment(1)) }
    #expect(throws: DeliveryFailure.self) { try run(moment(1, 1)) }
    #expect(desk.received.filter { $0.hasPrefix("files") }.count == 1)
  }

  @Test func aForcedRunMakesTheSameBriefingAgain() throws {
    try run(moment(1))
    desk.articles.append("c")
    try run(moment(2))
    desk.articles.append("d")
    let now = moment(2, 30)
    #expect(try runner(now).force(at: now).map(\.state) == [.delivered])
    // What was new that day, and what has come since; not what the day before had.
    #expect(desk.received.last == "mail: c,d")
    #expect(try run(moment(3)) == [.delivered])
    #expect(desk.received.last == "mail: ")
  }

  @Test func aRunThatLostItsLockDeliversNothing() throws {
    var standing = try runner(moment(1))
    standing.isLocked = { false }
    #expect(throws: JobLock.Failure.self) { try standing.run(at: moment(1)) }
    #expect(desk.received == [])
  }
}
