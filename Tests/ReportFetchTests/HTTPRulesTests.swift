import Testing

@testable import ReportFetch

/// Values from RFC 9110, RFC 9111 and calendars.
@Suite struct HTTPRulesTests {
  /// Sunday 6 November 1994, 08:49:37 (the example of RFC 9110).
  private let moment = 784_111_777

  @Test(arguments: [
    ("Sun, 06 Nov 1994 08:49:37 GMT", true), ("Sunday, 06-Nov-94 08:49:37 GMT", true),
    ("Sun Nov  6 08:49:37 1994", true),
    ("Sun, 6 Nov 1994 08:49:37 GMT", true), ("sun, 06 nov 1994 08:49:37 gmt", true),
    ("Sun, 06 Nov 1994 08:49:37 +0000", true),
    ("06 Nov 1994 08:49:37 GMT", false), ("Sun, 06 Nov 1994 08:49:37 +0200", false),
    ("Sun, 31 Feb 1994 08:49:37 GMT", false),
    ("Sun, 06 Nov 1994 25:49:37 GMT", false), ("1994-11-06T08:49:37Z", false), ("784111777", false), ("", false),
    ("Sun, 06 Nov 999999999999999999 08:49:37 GMT", false),
  ]) func datesOfHTTP(_ text: String, _ isRead: Bool) {
    #expect(HTTPDate.parse(text, now: 1_700_000_000) == (isRead ? moment : nil))
  }

  @Test func yearsOfTwoDigitsAreNearestToNow() {
    // Within fifty years ahead of 2026: 2070 yes, 1980 no 2080.
    #expect(HTTPDate.parse("Wednesday, 01-Jan-70 00:00:00 GMT", now: 1_790_000_000) == 3_155_760_000)
    #expect(HTTPDate.parse("Tuesday, 01-Jan-80 00:00:00 GMT", now: 1_790_000_000) == 315_532_800)
  }

  @Test(
    arguments: [
      ([("Cache-Control", "max-age=60")], 60), ([("cache-control", "MAX-AGE=60, public")], 60),
      ([("Cache-Control", "s-maxage=5, max-age=60")], 60),
      ([("Cache-Control", "max-age=\"60\"")], 60), ([("Cache-Control", "max-age=60"), ("Age", "20")], 40),
      ([("Cache-Control", "max-age=60"), ("Age", "90")], 0), ([("Cache-Control", "no-store")], 0),
      ([("Cache-Control", "max-age=x")], 0),
      ([("Cache-Control", "public"), ("Cache-Control", "max-age=7")], 7), ([("Expires", "0")], 0),
      ([("Expires", "-1")], 0),
      ([("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Expires", "Sun, 06 Nov 1994 09:49:37 GMT")], 3600),
      ([("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Expires", "Sun, 06 Nov 1994 07:49:37 GMT")], 0),
      ([("Expires", "Sun, 06 Nov 1994 09:49:37 GMT"), ("Cache-Control", "max-age=5")], 5), ([("X", "y")], nil),
      ([("Cache-Control", "public")], nil),
      ([("Cache-Control", "max-age=99999999999999999999999")], 315_360_000),
    ] as [([(String, String)], Int?)]) func freshness(_ fields: [(String, String)], _ wanted: Int?)
  {
    #expect(Waiting.freshness(HTTPHeaders(fields), now: moment) == wanted)
  }

  @Test(
    arguments: [
      ("120", 120), ("0", 0), ("-1", nil), ("1.5", nil), ("soon", nil), ("", nil), ("99999999999999999999", 604_800),
      ("Sun, 06 Nov 1994 08:59:37 GMT", 600), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
      ("Sunday, 06-Nov-94 08:59:37 GMT", 600),
      ("Sun, 06 Nov 2094 08:59:37 GMT", 604_800),
    ] as [(String, Int?)]) func retryAfter(_ text: String, _ wanted: Int?)
  {
    #expect(Waiting.retryAfter(HTTPHeaders([("Retry-After", text)]), now: moment) == wanted)
  }

  @Test func retryAfterCountsByTheServersClock() {
    let fields = [("Retry-After", "Sun, 06 Nov 1994 08:59:37 GMT"), ("Date", "Sun, 06 Nov 1994 08:54:37 GMT")]
    #expect(Waiting.retryAfter(HTTPHeaders(fields), now: moment + 9999) == 300)
  }

  @Test func theIntervalFollowsTheSource() {
    let schedule = PollSchedule(shortest: 900, longest: 86_400)
    // Twice as often as articles come: 5 a day every 2.4 hours; 50 and 500 a day at the shortest interval; one in a month daily.
    #expect(schedule.interval(rate: 5) == 8640)
    #expect(schedule.interval(rate: 50) == 900)
    #expect(schedule.interval(rate: 500) == 900)
    #expect(schedule.interval(rate: 1.0 / 30) == 86_400)
    #expect(schedule.interval(rate: 0) == 86_400)
    #expect(schedule.interval(rate: nil) == 3600)
    #expect(schedule.interval(rate: .infinity) == 3600 || schedule.interval(rate: .infinity) == 86_400)
    #expect(schedule.pause(after: .temporary, count: 1) == 300)
    #expect(schedule.pause(after: .temporary, count: 4) == 2400)
    #expect(schedule.pause(after: .temporary, count: 1_000_000) == 21_600)
    #expect(schedule.pause(after: .hard, count: 20) == 604_800)
    // Ten articles in the last day.
    let now = 1_000_000
    #expect(PollSchedule.rate(dates: (0..<10).map { now - 86_400 + $0 * 9600 }, now: now) == 10)
    #expect(PollSchedule.rate(dates: [], now: now) == nil)
    // Two seconds without news say nothing; two weeks do.
    for count in [0, 1] {
      let soon = PollSchedule.rate(nil, count: count, elapsed: 2)
      #expect((3000...3700).contains(schedule.interval(rate: soon)))
    }
    #expect(schedule.interval(rate: PollSchedule.rate(nil, count: 0, elapsed: 14 * 86_400)) == 86_400)
    #expect((PollSchedule.rate(nil, count: 280, elapsed: 14 * 86_400) - 20).magnitude < 0.1)
  }

  @Test func hoursAndDaysAreSkipped() throws {
    // 1 December 2026 is a Tuesday; 15:30 UTC.
    let now = 1_796_139_000
    let address = try #require(WebAddress("http://x.example/"))
    let feed = "<rss><channel><skipHours><hour>15</hour><hour>16</hour></skipHours><ttl>30</ttl></channel></rss>"
    let facts = FeedFacts(Array(feed.utf8), address: address)
    #expect(facts.ttl == 1800)
    #expect(facts.open(from: now) == 1_796_144_400)
    #expect(facts.open(from: 1_796_144_400) == 1_796_144_400)
    let days = "<rss><channel><skipDays><day>Tuesday</day><day>wednesday</day></skipDays></channel></rss>"
    // Thursday, midnight.
    #expect(FeedFacts(Array(days.utf8), address: address).open(from: now) == 1_796_256_000)
  }

  @Test(arguments: [
    ("<rss><channel></channel></rss>", true), ("<rss><channel></channel>", false),
    ("<feed></feed>\n<!-- made in 5 ms -->", true),
    ("<a:feed xmlns:a='x'></a:feed>", true), ("<rdf:RDF></rdf:RDF>", true),
    ("{\"version\": \"https://jsonfeed.org/version/1\"}", true),
    ("<rss><channel><item><title>x</title></item>", false),
  ]) func aDocumentThatBreaksOffIsNoticed(_ text: String, _ isWhole: Bool) throws {
    #expect(FeedFacts(Array(text.utf8), address: try #require(WebAddress("http://x.example/"))).isWhole == isWhole)
  }
}
