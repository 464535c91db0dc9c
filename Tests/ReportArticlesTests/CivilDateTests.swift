import Testing

@testable import ReportArticles
@testable import ReportScripting

@Suite struct CivilDateTests {
  // Weekdays from the calendars of the years named.
  @Test(arguments: [
    ("2025-01-23", Weekday.thursday), ("1970-01-01", .thursday), ("2000-02-29", .tuesday), ("1900-03-01", .thursday),
  ])
  func weekdayMatchesTheCalendar(text: String, weekday: Weekday) throws {
    #expect(try #require(CivilDate(iso: text)).weekday == weekday)
  }

  @Test func dayNumbersRoundTrip() {
    for number in stride(from: -700_000, through: 2_900_000, by: 997) {
      #expect(CivilDate(dayNumber: number).dayNumber == number)
    }
  }

  @Test func daysThatDoNotExistAreRefused() {
    #expect(CivilDate(iso: "2023-02-29") == nil)
    #expect(CivilDate(iso: "2023-13-01") == nil)
    #expect(CivilDate(iso: "23-01-01") == nil)
  }

  @Test func addingMonthsStopsAtTheEndOfTheMonth() throws {
    let day = try #require(CivilDate(iso: "2024-01-31"))
    #expect(day.adding(months: 1).description == "2024-02-29")
    #expect(day.adding(months: -2).description == "2023-11-30")
  }

  @Test func instantsShowTheirWallClock() throws {
    let day = try #require(CivilDate(iso: "2025-01-23"))
    let instant = try #require(Instant(date: day, hour: 1, minute: 30, offset: 7200))
    #expect(instant.description == "2025-01-23T01:30:00+02:00")
    #expect(instant.secondsSinceEpoch == 1_737_588_600)
  }
}
