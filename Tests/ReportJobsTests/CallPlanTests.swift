import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportJobs
@testable import ReportScripting

@Suite struct CallPlanTests {
  private static func moment(_ text: String) throws -> Int { try #require(Instant(rfc3339: text)).secondsSinceEpoch }

  private static func entry(_ job: String, _ schedule: String, _ zone: String = "UTC") throws -> CallPlan.Entry {
    CallPlan.Entry(
      job: job, occurrences: Occurrences(try CronSchedule(schedule), in: try TimeZoneRules(identifier: zone)))
  }

  /// The moments of a stretch of time at which a job is called, when it ends at once and somebody looks every 30 seconds.
  private static func calls(
    _ entries: [CallPlan.Entry], from: String, to: String, job: String, end: CallPlan.End = .done
  ) throws -> [String] {
    var plan = CallPlan()
    plan.set(entries)
    var called: [String] = []
    var now = try moment(from)
    let last = try moment(to)
    while now <= last {
      for name in plan.calls(at: now) {
        if name == job { called.append(String(Instant(secondsSinceEpoch: now).description.dropFirst(11).prefix(8))) }
        plan.ended(name, end, at: now)
      }
      now = min(now + 30, max(plan.wakeUp(after: now) ?? .max, now + 1))
    }
    return called
  }

  @Test func aJobIsCalledAtTheStartAtItsTimesAndOnceAnHour() throws {
    let entries = [try Self.entry("morning", "20 7 * * *")]
    #expect(
      try Self.calls(entries, from: "2025-03-10T06:00:00Z", to: "2025-03-10T09:00:00Z", job: "morning") == [
        "06:00:00", "07:00:00", "07:20:00", "08:20:00",
      ])
  }

  @Test func timesAreThoseOfTheJobsZone() throws {
    // 7:00 in Cairo is 5:00 UTC in winter; nobody is called at 7:00 UTC but for the hour since the last call.
    let entries = [try Self.entry("cairo", "0 7 * * *", "Africa/Cairo")]
    let called = try Self.calls(entries, from: "2025-03-10T04:10:00Z", to: "2025-03-10T05:30:00Z", job: "cairo")
    #expect(called == ["04:10:00", "05:00:00"])
  }

  @Test func aChangeOfTheClocksMovesTheCall() throws {
    // In Berlin 7:30 was 6:30 UTC on 29 March 2025, and 5:30 UTC on 30 March.
    let entries = [try Self.entry("berlin", "30 7 * * *", "Europe/Berlin")]
    for (day, hour) in [("29", "06"), ("30", "05")] {
      let called = try Self.calls(
        entries, from: "2025-03-\(day)T\(hour):20:00Z", to: "2025-03-\(day)T\(hour):40:00Z", job: "berlin")
      #expect(called == ["\(hour):20:00", "\(hour):30:00"])
    }
  }

  @Test func whatWasNotDeliveredIsTriedAgainAfterLongerAndLongerTimes() throws {
    let entries = [try Self.entry("yearly", "0 0 1 1 *")]
    #expect(
      try Self.calls(
        entries, from: "2025-03-10T00:00:00Z", to: "2025-03-10T03:10:00Z", job: "yearly", end: .undelivered) == [
          "00:00:00", "00:01:00", "00:03:00", "00:07:00", "00:15:00", "00:31:00", "01:03:00", "02:03:00", "03:03:00",
        ])
  }

  @Test func aBusyJobIsAskedAgainInAMinute() throws {
    let entries = [try Self.entry("daily", "0 12 * * *")]
    #expect(
      try Self.calls(entries, from: "2025-03-10T00:00:00Z", to: "2025-03-10T00:02:00Z", job: "daily", end: .busy) == [
        "00:00:00", "00:01:00", "00:02:00",
      ])
  }

  @Test func aJobThatRunsIsNotCalledAgainButAfterwardsForWhatItMissed() throws {
    var plan = CallPlan()
    plan.set([try Self.entry("often", "*/5 * * * *"), try Self.entry("other", "*/5 * * * *")])
    let start = try Self.moment("2025-03-10T00:01:00Z")
    #expect(plan.calls(at: start) == ["often", "other"])
    plan.ended("other", .done, at: start + 1)
    #expect(plan.calls(at: start + 300) == ["other"])
    #expect(plan.running == ["often", "other"])
    plan.ended("often", .done, at: start + 700)
    #expect(plan.wakeUp(after: start + 700) == start + 700)
    #expect(plan.calls(at: start + 700) == ["often"])
  }

  @Test func aClockThatWasSetBackOrFarAheadCallsOnce() throws {
    var plan = CallPlan()
    plan.set([try Self.entry("morning", "0 7 * * *")])
    let start = try Self.moment("2025-03-10T06:00:00Z")
    for now in [start, start - 86_400 * 3, start + 86_400 * 30] {
      #expect(plan.calls(at: now) == ["morning"])
      plan.ended("morning", .done, at: now)
      #expect(plan.calls(at: now + 1) == [])
    }
  }

  @Test func anotherFileTakesTheFirstOnesPlace() throws {
    var plan = CallPlan()
    plan.set([
      try Self.entry("same", "0 7 * * *"), try Self.entry("gone", "0 8 * * *"), try Self.entry("moved", "0 9 * * *"),
    ])
    let start = try Self.moment("2025-03-10T06:00:00Z")
    #expect(plan.calls(at: start) == ["gone", "moved", "same"])
    for job in ["moved", "same"] { plan.ended(job, .done, at: start) }
    plan.set([
      try Self.entry("same", "0 7 * * *"), try Self.entry("moved", "5 6 * * *"), try Self.entry("new", "0 9 * * *"),
    ])
    #expect(plan.calls(at: start + 5) == ["moved", "new"])
    // What was taken out while it ran and comes back is not started a second time beside itself.
    plan.set([try Self.entry("gone", "0 8 * * *")])
    #expect(plan.calls(at: start + 7) == [])
    plan.ended("gone", .done, at: start + 8)
    #expect(plan.calls(at: start + 9) == ["gone"])
  }

  @Test func aPlanWithoutJobsNeverWakes() {
    var plan = CallPlan()
    #expect(plan.calls(at: 0) == [])
    #expect(plan.wakeUp(after: 0) == nil)
  }

  @Test(arguments: [Int.min / 4, -1, 0, 1 << 40]) func noTimeIsTooStrange(now: Int) throws {
    var plan = CallPlan()
    plan.set([try Self.entry("a", "*/5 * * * *")])
    #expect(plan.calls(at: now) == ["a"])
    plan.ended("a", .undelivered, at: now)
    #expect(plan.wakeUp(after: now) != nil)
  }
}
