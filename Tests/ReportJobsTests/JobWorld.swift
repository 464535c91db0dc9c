import Foundation
import TestSupport

@testable import ReportArticles
@testable import ReportDates
@testable import ReportJobs
@testable import ReportScripting
@testable import ReportSystem

/// A path for a new directory; in memory where that can be had, as these tests sync a great deal.
func scratchDirectory(_ name: String) -> String {
  let memory = "/dev/shm"
  let base = access(memory, W_OK) == 0 ? memory : FileManager.default.temporaryDirectory.path
  return "\(base)/\(name)-\(UUID().uuidString)"
}

/// The times at which a job is due, found by walking through every minute with a clock on the wall, as cron does: an oracle
/// that shares no code with `Occurrences`. Follows cron(8) of Debian.
func minutesDue(_ schedule: CronSchedule, _ zone: TimeZoneRules, from start: Int, to end: Int) -> [Int] {
  var due: [Int] = []
  var shown: Set<Int> = []
  func matches(_ local: Int) -> Bool {
    let day = CivilDate(dayNumber: Int((Double(local) / 86_400).rounded(.down)))
    let minute = ((local % 86_400) + 86_400) % 86_400 / 60
    return schedule.includes(day) && schedule.hours.contains(minute / 60) && schedule.minutes.contains(minute % 60)
  }
  var previous = start - 60 + zone.offset(at: start - 60)
  for moment in stride(from: start, through: end, by: 60) {
    let local = moment + zone.offset(at: moment)
    var isDue = false
    if schedule.followsElapsedTime {
      isDue = matches(local)
    } else {
      // The minutes that the hands have passed over, and this one unless they have stood there before.
      for passed in stride(from: previous + 60, through: local, by: 60) where shown.insert(passed).inserted {
        if matches(passed) { isDue = true }
      }
    }
    if isDue { due.append(moment) }
    previous = local
  }
  return due
}

/// A year in the life of a job: a clock that can be set back, a machine that is off at times, runs that die at any step,
/// receivers that refuse, and articles that come late.
final class JobWorld {
  struct Counts: CustomStringConvertible {
    var calls = 0
    var due = 0, delivered = 0, doubled = 0, missed = 0
    var articles = 0, lost = 0, repeated = 0
    var crashes = 0, refusals = 0, downtimes = 0, clockSetBack = 0, lateArticles = 0, handedOverAgain = 0

    var description: String {
      "calls \(calls), due \(due), delivered \(delivered), doubled \(doubled), missed \(missed); "
        + "articles \(articles) (late \(lateArticles)), lost \(lost), repeated \(repeated); crashes \(crashes), "
        + "refusals \(refusals), times off \(downtimes), clock set back \(clockSetBack), "
        + "same bytes handed over again \(handedOverAgain)"
    }
  }

  struct Item {
    var id: String
    var published: Int
    var arrival: Int
  }

  /// What a receiver has got, by occurrence; the same bytes again are the same message.
  final class Mailbox: ParcelCarrier {
    var received: [String: [Int: String]] = [:]
    var differing = 0
    var again = 0
    var refuse: () -> Bool = { false }

    func deliver(_ parcel: Parcel, from staging: String) throws {
      if refuse() { throw OutputFailure("refused") }
      let text = try SmallFile.read("\(staging)/\(parcel.items[0].staged)")
      let occurrence = Int(text.prefix { $0 != "\n" }) ?? 0
      if let old = received[parcel.receiver]?[occurrence] {
        if old == text { again += 1 } else { differing += 1 }
      }
      received[parcel.receiver, default: [:]][occurrence] = text
    }
  }

  /// Makes a report that lists every article that no earlier one had.
  struct Maker: ReportMaker {
    var available: (Int) -> [Item]
    var clock: () -> Int

    func make(_ request: MakeRequest) throws -> MadeReport {
      let present = available(clock()).filter { $0.published < request.now.secondsSinceEpoch }
      let seen = try request.history(present.map(\.id)).seen
      let fresh = present.filter { !seen.contains($0.id) }
      let text = (["\(request.occurrence.secondsSinceEpoch)"] + fresh.map(\.id)).joined(separator: "\n")
      try SmallFile.write(text, to: "\(request.staging)/1")
      let parcels = ["files", "desk"].map {
        Parcel(receiver: $0, kind: .files, items: [Parcel.Item(staged: "1", target: "-")])
      }
      return .made(parcels: parcels, articles: present.map(\.id), warnings: 0)
    }
  }

  var random: SeededGenerator
  let zone: TimeZoneRules
  let schedule: CronSchedule
  let catchUp: Job.CatchUp
  let directory: String

  init(_ schedule: String, _ zone: String, _ catchUp: Job.CatchUp, seed: Int) throws {
    random = SeededGenerator(seed)
    self.zone = try TimeZoneRules(identifier: zone)
    self.schedule = try CronSchedule(schedule)
    self.catchUp = catchUp
    directory = scratchDirectory("jobs")
    try SmallFile.makeDirectory(directory)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  private func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  /// Lives from `start` to `end`, calling the job every `step` seconds.
  func live(from start: Int, to end: Int, step: Int = 60) throws -> Counts {
    var counts = Counts()
    let items = makeArticles(start, end, &counts)
    let path = "\(directory)/ledger.sqlite"
    var clock = start
    let mailbox = Mailbox()
    mailbox.refuse = { [unowned self] in
      let refused = chance(8)
      if refused { counts.refusals += 1 }
      return refused
    }
    var job = Job(name: "job", script: "x")
    job.catchUp = catchUp
    job.retries = Job.Retries(attempts: 1, delay: 1)
    var ledger = try Ledger(path: path)
    // What lies in the feed: an article stays for ten days.
    func available(_ moment: Int) -> [Item] {
      items.filter { $0.arrival <= moment && $0.arrival > moment - 10 * 86_400 }
    }
    let occurrences = Occurrences(schedule, in: zone)
    var dueOccurrences: Set<Int> = []
    let all = minutesDue(schedule, zone, from: start - 8 * 86_400, to: end)
    var place = 0
    var off = 0
    var isSettled = true
    var settledPlace = -1
    var dueIndex = -1
    while clock < end {
      clock += step
      if off > 0 {
        off -= step
        continue
      }
      // With “latest” the machine goes off only between briefings: what is never tried is not due.
      if chance(86_400 / step * 6), isSettled || catchUp == .all {
        off = Int.random(in: 1...48, using: &random) * 3600
        counts.downtimes += 1
        continue
      }
      // A call when nothing can have changed is made one time in ten.
      let nothingNew = isSettled && settledPlace == place && (place + 1 >= all.count || all[place + 1] > clock)
      if nothingNew, !chance(10) { continue }
      counts.calls += 1
      while place + 1 < all.count, all[place + 1] <= clock { place += 1 }
      var shown = clock
      if chance(300) {
        shown -= Int.random(in: 1...180, using: &random) * 60
        counts.clockSetBack += 1
        // Before the first occurrence that this life knows nothing is said of what was due.
        if shown < start { shown = clock }
      }
      // Due is the last time that the clock on the wall has passed, unless it stood at a later one before.
      if let last = all[...place].lastIndex(where: { $0 <= shown }), last > dueIndex {
        dueOccurrences.formUnion(all[(catchUp == .all && dueIndex >= 0 ? dueIndex + 1 : last)...last])
        dueIndex = last
      }
      let started = counts.crashes + counts.refusals
      var runner = JobRunner(
        job: job, occurrences: occurrences, ledger: ledger, stagingRoot: directory,
        maker: Maker(available: available, clock: { clock }), carrier: mailbox, clock: { clock }, sleep: { _ in })
      runner.reached = { [unowned self] step in
        if chance(12) { throw SimulatedCrash(step: step) }
      }
      do { _ = try runner.run(at: Instant(secondsSinceEpoch: shown)) } catch is SimulatedCrash {
        counts.crashes += 1
        ledger = try Ledger(path: path)
      } catch is DeliveryFailure {}
      isSettled = counts.crashes + counts.refusals == started
      settledPlace = isSettled && shown == clock ? place : -1
    }
    judge(items, dueOccurrences, mailbox, &counts, try lastMade(ledger))
    return counts
  }

  /// When the last delivered report was made, and for which moment.
  private func lastMade(_ ledger: Ledger) throws -> (clock: Int, now: Int) {
    let last = try ledger.history(nil, limit: 100_000).filter { $0.state == .delivered }.max { $0.started < $1.started }
    return (last?.started ?? 0, last?.now ?? 0)
  }

  private func makeArticles(_ start: Int, _ end: Int, _ counts: inout Counts) -> [Item] {
    var items: [Item] = []
    var moment = start - 86_400
    while moment < end {
      moment += Int.random(in: 600...14_400, using: &random)
      var arrival = moment + Int.random(in: -1800...600, using: &random)
      if chance(8) {
        arrival = moment + Int.random(in: 3600...259_200, using: &random)
        counts.lateArticles += 1
      }
      items.append(Item(id: "a\(items.count)", published: moment, arrival: arrival))
    }
    counts.articles = items.count
    return items
  }

  private func judge(
    _ items: [Item], _ due: Set<Int>, _ mailbox: Mailbox, _ counts: inout Counts, _ last: (clock: Int, now: Int)
  ) {
    let settledDue = due.filter { $0 <= last.now }
    counts.due = settledDue.count
    counts.handedOverAgain = mailbox.again
    counts.doubled = mailbox.differing
    let briefings = mailbox.received["files"] ?? [:]
    let other = mailbox.received["desk"] ?? [:]
    counts.delivered = briefings.keys.filter { $0 <= last.now && other[$0] == briefings[$0] }.count
    counts.missed = settledDue.filter { briefings[$0] == nil || other[$0] != briefings[$0] }.count
    // One that was not due at all counts as doubled.
    counts.doubled += briefings.keys.filter { $0 <= last.now && !settledDue.contains($0) }.count
    var times: [String: Int] = [:]
    for text in briefings.values {
      for id in text.split(separator: "\n").dropFirst() { times[String(id), default: 0] += 1 }
    }
    counts.repeated = times.values.filter { $0 > 1 }.count
    counts.lost =
      items.filter {
        $0.arrival <= last.clock && $0.arrival > last.clock - 9 * 86_400 && $0.published < last.now
          && times[$0.id] == nil
      }.count
      + items.filter {
        $0.arrival <= last.clock - 9 * 86_400 && $0.arrival > items[0].arrival + 3 * 86_400 && times[$0.id] == nil
      }
      .count
  }
}
