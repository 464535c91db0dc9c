import Foundation
import GRDB
import Testing

@testable import ReportArchive
@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

/// Counts of a whole archive come from sums that are kept, whatever the clocks of the report show.
@Suite struct TallyTests {
  private let scratch: Scratch

  private static let bare = ArchiveWriter.Options(indexesText: false, derives: false)

  init() throws { scratch = try Scratch() }

  private static func moment(_ text: String) throws -> ArticleDate {
    moment(try #require(Instant(rfc3339: text)).secondsSinceEpoch)
  }

  private static func moment(_ second: Int, offset: Int = 0) -> ArticleDate {
    let instant = second + offset
    let day = ArticleTally.day(of: instant)
    return ArticleDate(
      date: CivilDate(dayNumber: day), secondOfDay: instant - day * 86_400, precision: .second,
      zone: UTCOffset.text(offset), offset: offset, evidence: .feed, text: "")
  }

  private static func article(_ id: String, _ date: ArticleDate?, section: String? = "Local") -> Article {
    Article(
      id: id, origin: .init(path: "in/\(id).txt", format: "test"), title: id, section: section, language: "en",
      published: date, paragraphs: ["Text."])
  }

  private static func articles(_ moments: [String]) throws -> [Article] {
    try moments.map { article($0.replacing(":", with: ""), try moment($0)) }
  }

  private static func zone(_ name: String) throws -> ArticleClock {
    let rules = try TimeZoneRules(identifier: name)
    return ArticleClock { rules.offset(at: $0) }
  }

  /// Days with their numbers, out of the sums alone.
  private func days(_ articles: [Article], _ clock: ArticleClock) throws -> [String] {
    let path = scratch.path(articles.map(\.id).joined(separator: "-"))
    try ArchiveWriter(Archive(path: path, access: .write), options: Self.bare).add(articles)
    let store = try ArchiveStore(path: path)
    let counts = try #require(try TallyCounts([.day], clock)?.counts(store))
    let memory = try MemoryArticleStore(articles).counts(of: [.day], matching: ArticleQuery(), clock: clock)
    #expect(Set(counts) == Set(memory))
    return counts.map { "\($0.values[0] ?? "—") \($0.count)" }
  }

  @Test(arguments: [
    (0, ["2025-01-22 4", "2025-01-23 3"]), (10_800, ["2025-01-22 3", "2025-01-23 4"]),
    (19_800, ["2025-01-22 2", "2025-01-23 5"]), (20_700, ["2025-01-22 1", "2025-01-23 6"]),
    (-34_200, ["2025-01-21 1", "2025-01-22 5", "2025-01-23 1"]),
  ])
  func daysBeginAtMidnightOfTheReportsZone(_ offset: Int, _ expected: [String]) throws {
    // Midnight of the 23rd is at 18:15Z where clocks show +05:45, at 18:30Z at +05:30, at 21:00Z at +03:00.
    let moments = [
      "2025-01-22T00:00:00Z", "2025-01-22T18:15:00Z", "2025-01-22T18:30:00Z", "2025-01-22T21:00:00Z",
      "2025-01-23T00:00:00Z", "2025-01-23T09:29:59Z", "2025-01-23T09:30:00Z",
    ]
    #expect(try days(try Self.articles(moments), ArticleClock { _ in offset }) == expected)
  }

  @Test func daysOnWhichClocksChangeAreCountedWhole() throws {
    let berlin = try Self.zone("Europe/Berlin")
    // 30 March 2025 has 23 hours, from 23:00Z to 22:00Z; 26 October 25, from 22:00Z to 23:00Z.
    let spring = [
      "2025-03-29T22:59:59Z", "2025-03-29T23:00:00Z", "2025-03-30T21:59:59Z", "2025-03-30T22:00:00Z",
      "2025-03-30T23:00:00Z",
    ]
    let autumn = [
      "2025-10-25T21:59:59Z", "2025-10-25T22:00:00Z", "2025-10-26T22:00:00Z", "2025-10-26T22:59:59Z",
      "2025-10-26T23:00:00Z",
    ]
    #expect(try days(try Self.articles(spring), berlin) == ["2025-03-29 1", "2025-03-30 2", "2025-03-31 2"])
    #expect(try days(try Self.articles(autumn), berlin) == ["2025-10-25 1", "2025-10-26 3", "2025-10-27 1"])
  }

  @Test func aDayThatIsGoneBackToIsOneDay() throws {
    // In Cairo the clocks went from 24:00 of 30 October 2025 (21:00Z) back to 23:00 of the same day, and from 24:00 of
    // 24 April (22:00Z) on to 01:00 of the 25th.
    let cairo = try Self.zone("Africa/Cairo")
    let autumn = ["2025-10-30T20:59:00Z", "2025-10-30T21:00:00Z", "2025-10-30T21:59:59Z", "2025-10-30T22:00:00Z"]
    let spring = ["2025-04-24T21:59:59Z", "2025-04-24T22:00:00Z", "2025-04-25T20:59:59Z", "2025-04-25T21:00:00Z"]
    #expect(try days(try Self.articles(autumn), cairo) == ["2025-10-30 3", "2025-10-31 1"])
    #expect(try days(try Self.articles(spring), cairo) == ["2025-04-24 1", "2025-04-25 2", "2025-04-26 1"])
  }

  @Test func midnightWithinAQuarterOfAnHourIsLookedAtArticleByArticle() throws {
    // Monrovia's clocks were 44 minutes and 30 seconds behind.
    let clock = ArticleClock { _ in -2670 }
    let moments = ["1970-01-02T00:44:29Z", "1970-01-02T00:44:30Z", "1970-01-02T12:00:00Z"]
    let articles = try Self.articles(moments)
    let store = try ArchiveStore(path: try scratch.archive(articles, options: Self.bare))
    #expect(try TallyCounts([.day], clock)?.counts(store) == nil)
    let counts = try store.counts(of: [.day], matching: ArticleQuery(), clock: clock)
    #expect(
      Set(counts) == [.init(values: ["1970-01-01"], count: 1), .init(values: ["1970-01-02"], count: 2)])
    // Elsewhere in the day nothing is cut.
    #expect(try days([articles[2]], clock) == ["1970-01-02 1"])
  }

  @Test func articlesWithoutAMomentStayOnTheirDay() throws {
    func date(_ day: String, _ precision: DatePrecision, second: Int? = nil, offset: Int? = nil) throws -> ArticleDate {
      ArticleDate(
        date: try #require(CivilDate(iso: day)), secondOfDay: second, precision: precision, offset: offset,
        evidence: .feed, text: "")
    }
    var retrieved = Self.article("retrieved", nil)
    retrieved.retrieved = try Self.moment("2025-01-23T23:30:00Z")
    let articles = [
      Self.article("year", try date("2025-01-01", .year)), Self.article("month", try date("2025-01-01", .month)),
      Self.article("day", try date("2025-01-23", .day, offset: 7200)),
      Self.article("wall", try date("2025-01-23", .minute, second: 86_340)), Self.article("none", nil), retrieved,
    ]
    let store = try ArchiveStore(path: try scratch.archive(articles, options: Self.bare))
    for (offset, day) in [(0, "2025-01-23"), (3600, "2025-01-24")] {
      let clock = ArticleClock { _ in offset }
      func counts(_ key: ArticleKey) throws -> [String: Int] {
        let counts = try #require(try TallyCounts([key], clock)?.counts(store))
        #expect(
          Set(counts)
            == Set(try MemoryArticleStore(articles).counts(of: [key], matching: ArticleQuery(), clock: clock)))
        return Dictionary(uniqueKeysWithValues: counts.map { ($0.values[0] ?? "—", $0.count) })
      }
      let onDays = day == "2025-01-23" ? [day: 3, "—": 3] : ["2025-01-23": 2, day: 1, "—": 3]
      #expect(try counts(.day) == onDays)
      #expect(try counts(.month) == ["2025-01": 4, "—": 2])
      #expect(try counts(.year) == ["2025": 5, "—": 1])
    }
  }

  /// Articles all over a year, of few sections, publishers and languages.
  private static func many(_ count: Int) -> [Article] {
    (0..<count).map { number in
      let mixed = (number &* 2_654_435_761) & 0x3FFF_FFFF
      let second = 1_735_689_600 + mixed % 31_536_000
      let offset = [0, 7200, 10_800, 19_800, -18_000][number % 5]
      var article = article(
        "n\(number)", number % 11 == 0 ? nil : moment(second, offset: offset),
        section: ["Local", "World", "محليات", nil][mixed % 4])
      article.publisher = ["River Post", "Ufer", nil][mixed / 4 % 3]
      article.language = ["ar", "en", "de"][mixed / 12 % 3]
      if number % 22 == 0 { article.retrieved = moment(second, offset: offset) }
      if article.publisher == nil { article.url = "https://www.sahel.example/\(number)" }
      return article
    }
  }

  @Test func everyFormOfCountingIsTheSameAsInMemory() throws {
    let articles = Self.many(1500)
    let path = try scratch.archive(articles, options: Self.bare)
    let store = try ArchiveStore(path: path)
    let memory = MemoryArticleStore(articles)
    let forms: [[ArticleKey]] = [
      [.day], [.month, .section], [.section, .day], [.weekday, .publisher], [.source, .year], [.language, .month],
      [.language], [.section, .source], [.year, .month], [.day, .source],
    ]
    for zone in ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Africa/Cairo", "Australia/Lord_Howe"] {
      let clock = try Self.zone(zone)
      for keys in forms {
        let counts = try #require(try TallyCounts(keys, clock)?.counts(store), "\(zone) \(keys)")
        let wanted = try memory.counts(of: keys, matching: ArticleQuery(), clock: clock)
        #expect(counts.count == wanted.count && Set(counts) == Set(wanted), "\(zone) \(keys)")
      }
    }
  }

  @Test func theTallyFollowsEveryChangeOfTheArchive() throws {
    let articles = Self.many(300)
    var options = Self.bare
    options.transactionSize = 7
    let path = try scratch.archive(Array(articles.prefix(200)), options: options)
    let changed = articles.prefix(100).map { article in
      var article = article
      article.section = "Moved"
      article.updated = ArticleDate(
        date: CivilDate(iso: "2026-02-01") ?? .latest, precision: .day, evidence: .feed, text: "")
      return article
    }
    try ArchiveWriter(Archive(path: path, access: .write), options: options).add(changed + articles[200...])
    #expect(try ArchiveStore(path: path).read { try ArticleTally.agrees($0) })
    _ = try Archive(path: path, access: .write).prune([.isOneOf(.section, ["World"])])
    #expect(try ArchiveStore(path: path).read { try ArticleTally.agrees($0) })
    let facets = try ArchiveStore(path: path).read { try ArticleTally.facets($0) }
    #expect(!facets.contains { $0.facet.section == "World" })
    _ = try Archive(path: path, access: .write).prune([])
    let rows = try ArchiveStore(path: path).read {
      try Int.fetchOne($0, sql: "SELECT (SELECT count(*) FROM tally) + (SELECT count(*) FROM facet)")
    }
    #expect(rows == 0)
  }

  @Test func aWrongTallyIsMadeAnew() throws {
    let path = try scratch.archive(Articles.mixed)
    for damage in [
      "UPDATE tally SET numbers = x'0101' WHERE kind = 3", "UPDATE facet SET section = 'Other' WHERE number = 1",
      "DELETE FROM tally WHERE kind = 4", "INSERT INTO tally VALUES (1, 2, 1, x'0101')",
      "UPDATE tally SET kind = 77 WHERE kind = 4",
      "UPDATE tally SET numbers = x'FFFFFFFFFFFFFFFFFFFFFF'",
    ] {
      let archive = try Archive(path: path, access: .write)
      try archive.queue.inDatabase { try $0.execute(sql: damage) }
      let store = try ArchiveStore(path: path)
      _ = try? store.counts(of: [.section, .day], matching: ArticleQuery(), clock: .utc)
      let check = try archive.verify(repairs: true)
      #expect(check.repairs == ["the kept sums do not agree with the articles"], "\(damage)")
      #expect(try archive.verify(repairs: false) == ArchiveCheck(articles: 7), "\(damage)")
    }
  }

  @Test func namesOfFilesDoNotFillTheTally() throws {
    let articles = (0..<40).map { Self.article("page\($0)", nil) }
    let store = try ArchiveStore(path: try scratch.archive(articles, options: Self.bare))
    #expect(try store.read { try ArticleTally.facets($0).count } == 1)
    #expect(try store.counts(of: [.source], matching: ArticleQuery(), clock: .utc).count == 40)
    #expect(try store.counts(of: [.section], matching: ArticleQuery(), clock: .utc).map(\.count) == [40])
  }

  @Test func numbersAreWrittenAsDocumented() throws {
    let timed: [ArticleTally.Entry] = [
      .init(facet: 3, slot: 0, count: 1), .init(facet: 3, slot: 95, count: 300), .init(facet: 200, slot: 1, count: 2),
    ]
    // 3: two quarters, 0 once, 95 + 128 with 300 = 2 × 128 + 44; 197 = 128 + 69 further: one, 1 + 128 with 2.
    let bytes: [UInt8] = [3, 2, 0, 223, 0xAC, 2, 0xC5, 1, 1, 129, 2]
    #expect(ArticleTally.encode(timed, .timed) == bytes)
    #expect(ArticleTally.encode([.init(facet: 3, slot: 0, count: 9)], .day) == [3, 9])
    var entries: [ArticleTally.Entry] = []
    try bytes.withUnsafeBytes { buffer in
      try ArticleTally.decode(buffer, .timed) { entries.append(.init(facet: $0, slot: $1, count: $2)) }
    }
    #expect(entries == timed)
    let changes: [ArticleTally.Entry] = [
      .init(facet: 3, slot: 0, count: -1), .init(facet: 3, slot: 7, count: 4), .init(facet: 200, slot: 1, count: 1),
    ]
    let merged = ArticleTally.merged(timed, changes)
    #expect(
      merged == [
        .init(facet: 3, slot: 7, count: 4), .init(facet: 3, slot: 95, count: 300), .init(facet: 200, slot: 1, count: 3),
      ])
  }

  // MARK: Older versions

  /// Makes of an archive what an older version would have written.
  private func age(_ path: String, to version: Int) throws {
    let database = try DatabaseQueue(path: path)
    try database.inDatabase {
      try $0.execute(
        sql: """
          DROP TABLE tally; DROP TABLE facet;
          CREATE TABLE tally(
            date_day INTEGER, date_precision INTEGER, date_offset INTEGER, section TEXT, publisher TEXT, source TEXT,
            language TEXT NOT NULL, n INTEGER NOT NULL);
          CREATE UNIQUE INDEX tally_key ON tally(
            ifnull(date_day, -99999999), ifnull(date_precision, -1), ifnull(date_offset, -1), ifnull(section, ''),
            ifnull(publisher, ''), ifnull(source, ''), language);
          INSERT INTO tally
            SELECT date_day, date_kind / 4, iif(date_kind / 4 > 2, date_offset, NULL), section, publisher, source,
              language, count(*) FROM article GROUP BY 1, 2, 3, 4, 5, 6, 7;
          """)
      if version >= 4 {
        try $0.execute(sql: "CREATE INDEX tally_day ON tally(date_day, date_precision, date_offset, section, n)")
      }
      if version < 3 { try $0.execute(sql: "DROP TABLE story") }
      if version < 2 { try $0.execute(sql: "DROP INDEX article_unpublished") }
      try $0.execute(sql: "PRAGMA user_version = \(version)")
    }
  }

  @Test(arguments: [1, 2, 3, 4]) func anOlderArchiveIsReadAsItIsAndBroughtForwardByWriting(_ version: Int) throws {
    let articles = Articles.mixed + Self.many(60)
    let path = try scratch.archive(articles)
    let memory = MemoryArticleStore(articles)
    let (keys, clock) = ([ArticleKey.section, .day], ArticleClock { _ in 20_700 })
    let wanted = Set(try memory.counts(of: keys, matching: ArticleQuery(), clock: clock))
    let statistics = try ArchiveStore(path: path).statistics()
    try age(path, to: version)
    do {
      let store = try ArchiveStore(path: path)
      #expect(store.count == articles.count)
      #expect(Set(try store.counts(of: keys, matching: ArticleQuery(), clock: clock)) == wanted)
      // Its words were folded by older rules: whoever searches reads the articles until `verify` has indexed them anew.
      #expect(try store.search("flood", all: true, matching: ArticleQuery()) == nil)
      #expect((try store.story(at: 1) == nil) == (version < 3))
      #expect(try store.forEachStory(matching: ArticleQuery()) { _, _ in } == (version >= 3))
      var old = try store.statistics()
      if version < 3 { (old.assigned, old.stories) = (statistics.assigned, statistics.stories) }
      old.bytes = statistics.bytes
      #expect(old == statistics)
      let check = try Archive(path: path).verify(repairs: false)
      #expect(check.damage == [] && check.repairs.count == (version < 3 ? 2 : 1))
    }
    #expect(try ArchiveWriter(Archive(path: path, access: .write)).report.articles == 0)
    let store = try ArchiveStore(path: path)
    #expect(store.version == ArchiveSchema.version && store.count == articles.count)
    #expect(Set(try #require(try TallyCounts(keys, clock)?.counts(store))) == wanted)
    let archive = try Archive(path: path, access: .write)
    #expect(try archive.verify(repairs: true).repairs.count == (version < 3 ? 2 : 1))
    #expect(try ArchiveStore(path: path).search("flood", all: true, matching: ArticleQuery())?.count == 3)
    #expect(try archive.verify(repairs: false) == ArchiveCheck(articles: articles.count))
    let schema = "SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
    let fresh = try Archive(path: scratch.path("fresh.archive"), access: .write)
    #expect(
      try archive.queue.inDatabase { try String.fetchAll($0, sql: schema) }
        == fresh.queue.inDatabase { try String.fetchAll($0, sql: schema) })
  }
}
