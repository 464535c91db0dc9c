import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportJobs
@testable import ReportScripting

@Suite struct ScheduleTests {
  private func times(_ schedule: String, _ zone: String, from: String, to: String) throws -> [String] {
    let occurrences = Occurrences(try CronSchedule(schedule), in: try TimeZoneRules(identifier: zone))
    let start = try #require(Instant(rfc3339: from))
    let end = try #require(Instant(rfc3339: to))
    return occurrences.all(after: start, through: end).map(\.description)
  }

  @Test func listsRangesStepsAndNamesAreRead() throws {
    let schedule = try CronSchedule("0,30 8-10,20 1-31/10 Jan,mar-APR sun,1-3,7")
    #expect(schedule.minutes == [0, 30])
    #expect(schedule.hours == [8, 9, 10, 20])
    #expect(schedule.days == [1, 11, 21, 31])
    #expect(schedule.months == [1, 3, 4])
    #expect(schedule.weekdays == [0, 1, 2, 3])
  }

  @Test(arguments: [
    ("61 * * * *", "minute: 61 is not from 0 to 59"), ("0 7 * *", "has 4"), ("0 7 * * funday", "weekday: “funday”"),
    ("@dayly", "did you mean “@daily”?"), ("@reboot", "no time of day"), ("0 0 30 2 *", "never happens"),
    ("*/0 * * * *", "step"), ("5/2 * * * *", "step needs a range"), ("0 9-7 * * *", "backwards"),
    ("0 7,, * * *", "hour"),
  ])
  func mistakesNameTheField(text: String, message: String) {
    #expect(throws: ScheduleMistake.self) { try CronSchedule(text) }
    do { _ = try CronSchedule(text) } catch { #expect(error.description.contains(message)) }
  }

  @Test func dayAndWeekdayTogetherMeanEither() throws {
    // crontab(5): “30 4 1,15 * 5” runs on the 1st and 15th of each month, plus every Friday.
    #expect(
      try times("30 4 1,15 * 5", "UTC", from: "2025-08-01T00:00:00Z", to: "2025-08-16T00:00:00Z") == [
        "2025-08-01T04:30:00Z", "2025-08-08T04:30:00Z", "2025-08-15T04:30:00Z",
      ])
  }

  @Test func aTimeThatIsSkippedIsDueAtTheChange() throws {
    // Berlin, 30 March 2025: 02:00 becomes 03:00.
    #expect(
      try times("30 2 * * *", "Europe/Berlin", from: "2025-03-29T12:00:00Z", to: "2025-03-31T12:00:00Z") == [
        "2025-03-30T03:00:00+02:00", "2025-03-31T02:30:00+02:00",
      ])
    // Cairo, 25 April 2025: midnight becomes 01:00.
    #expect(
      try times("@daily", "Africa/Cairo", from: "2025-04-24T12:00:00Z", to: "2025-04-25T12:00:00Z") == [
        "2025-04-25T01:00:00+03:00"
      ])
  }

  @Test func aTimeThatIsRepeatedIsDueOnce() throws {
    // New York, 2 November 2025: 02:00 becomes 01:00 again.
    #expect(
      try times("30 1 * * *", "America/New_York", from: "2025-11-02T00:00:00Z", to: "2025-11-03T00:00:00Z") == [
        "2025-11-02T01:30:00-04:00"
      ])
  }

  @Test func anHourlyJobFollowsElapsedTime() throws {
    let day = ("2025-11-02T03:59:00Z", "2025-11-03T04:59:00Z")
    #expect(try times("0 * * * *", "America/New_York", from: day.0, to: day.1).count == 25)
    let spring = ("2025-03-09T04:59:00Z", "2025-03-10T03:59:00Z")
    #expect(try times("0 * * * *", "America/New_York", from: spring.0, to: spring.1).count == 23)
  }

  @Test func leapDaysAndMonthEndsAreMet() throws {
    #expect(
      try times("0 12 29 2 *", "UTC", from: "2096-01-01T00:00:00Z", to: "2108-01-01T00:00:00Z") == [
        "2096-02-29T12:00:00Z", "2104-02-29T12:00:00Z",
      ])
    #expect(
      try times("0 0 31 * *", "UTC", from: "2025-01-01T00:00:00Z", to: "2025-06-01T00:00:00Z") == [
        "2025-01-31T00:00:00Z", "2025-03-31T00:00:00Z", "2025-05-31T00:00:00Z",
      ])
  }

  /// Days on which clocks change; Apia had no 30 December 2011.
  @Test(arguments: [
    ("Africa/Cairo", 20_203), ("Africa/Cairo", 20_392), ("Europe/Berlin", 20_177), ("Europe/Berlin", 20_387),
    ("America/New_York", 20_156), ("America/New_York", 20_394), ("Australia/Lord_Howe", 20_184),
    ("Asia/Kathmandu", 20_162), ("Pacific/Apia", 15_338),
  ])
  func theTimesAreThoseOfAClockOnTheWall(name: String, day: Int) throws {
    let zone = try TimeZoneRules(identifier: name)
    let start = (day - 2) * 86_400
    let end = start + 4 * 86_400
    for text in ["0 0 * * *", "30 2 * * *", "0,15,45 0-3 * * *", "*/20 1 * * 6,0", "5 * 30 * fri"] {
      let schedule = try CronSchedule(text)
      let expected = minutesDue(schedule, zone, from: start, to: end)
      let occurrences = Occurrences(schedule, in: zone)
      let found = occurrences.all(
        after: Instant(secondsSinceEpoch: start - 1), through: Instant(secondsSinceEpoch: end))
      #expect(found.map(\.secondsSinceEpoch) == expected, "\(text) in \(name)")
      // One by one, forwards and backwards, they are the same.
      for (early, late) in zip(expected, expected.dropFirst()) {
        #expect(occurrences.next(after: Instant(secondsSinceEpoch: early))?.secondsSinceEpoch == late)
        #expect(occurrences.latest(atOrBefore: Instant(secondsSinceEpoch: late - 1))?.secondsSinceEpoch == early)
      }
    }
  }

  @Test func patternsAreFilledOnTheClocksOfTheJob() throws {
    let zone = try TimeZoneRules(identifier: "Africa/Cairo")
    let occurrence = zone.local(try #require(Instant(rfc3339: "2025-03-13T23:05:00Z")))
    #expect(
      OutputPattern.filled("{job}/{year}-{month}/{date}T{time} {weekday}", job: "a", occurrence: occurrence)
        == "a/2025-03/2025-03-14T0105 friday")
    #expect(OutputPattern.mistake(in: "{dat}.html") == "“{dat}” is not known; did you mean “date”?")
  }
}
