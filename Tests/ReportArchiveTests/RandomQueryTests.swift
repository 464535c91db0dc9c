import Foundation
import Testing

@testable import ReportArchive
@testable import ReportArticles
@testable import ReportEngine
@testable import ReportLoading

/// Queries that nobody wrote, the same ones every time: memory, the records of an open file and the database agree on them.
@Suite struct RandomQueryTests {
  /// The generator of Vigna's SplitMix64.
  private struct Random {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = state
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((value ^ (value >> 31)) % UInt64(bound))
    }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[next(list.count)] }
  }

  private static let sections: [String?] = ["City", "Sport", "محليات", "", nil]
  private static let publishers: [String?] = ["River Post", "Hill Gazette", "صحيفة النهر", nil]
  private static let authors = ["Ada Pond", "Ben Lake", "ليلى الواحي"]
  private static let keywords = ["flood", "weather", "ماء"]
  private static let languages = ["en", "en-GB", "ar", "ar-EG", "de"]
  private static let words = ["river", "Flood", "café", "المدينة", "train", "إلى", "Zug"]
  /// Of every precision, with zones and without, on both sides of midnight.
  private static let dates: [String?] = [
    "2025-01-22", "2025-01-23", "2025-01-23T00:30:00+02:00", "2025-01-22T23:30:00Z", "2025-01-22T23:30:00",
    "2025-01-23T12:00:00-05:00", "2025-01", "2025", "1969-12-31T23:00:00Z", nil,
  ]

  /// A record of JSON Lines; every field that may be missing sometimes is.
  private func record(_ number: Int, _ random: inout Random) -> String {
    JSONWriter.object { writer in
      writer.member("id", "r\(number)")
      writer.member("title", "\(random.pick(Self.words)) \(random.pick(Self.words)) \(number)")
      if let section = random.pick(Self.sections) { writer.member("section", section) }
      if let publisher = random.pick(Self.publishers) { writer.member("publisher", publisher) }
      if random.next(3) > 0 { writer.member("url", "https://news.example/\(number % 50)/a") }
      writer.member("authors", (0..<random.next(3)).map { _ in random.pick(Self.authors) })
      writer.member("keywords", (0..<random.next(3)).map { _ in random.pick(Self.keywords) })
      writer.member("language", random.pick(Self.languages))
      if let date = random.pick(Self.dates) { writer.member("published", date) }
      if random.next(4) == 0, let date = random.pick(Self.dates) { writer.member("updated", date) }
      if random.next(4) == 0 {
        writer.key("rights")
        writer.object { $0.member("robots", [random.pick(["nosnippet", "noarchive", "max-snippet:9"])]) }
      } else if random.next(4) == 0 {
        writer.member("copyright", "© River Post")
      }
      let text = (0..<(5 + random.next(40))).map { _ in random.pick(Self.words) }.joined(separator: " ")
      writer.member("paragraphs", [text + ".", "Report \(number)."])
    }
  }

  private func condition(_ random: inout Random, depth: Int = 0) -> ArticleQuery.Condition {
    let texts: [ArticleQuery.Field] = [
      .id, .url, .title, .section, .publisher, .author, .language, .keyword, .path, .rights,
    ]
    let dates: [ArticleQuery.Field] = [.date, .published, .updated, .retrieved]
    func day(_ random: inout Random) -> CivilDate? {
      random.next(4) == 0 ? nil : CivilDate(iso: "2025-01-22")?.adding(days: random.next(4) - 1)
    }
    func moment(_ random: inout Random) -> Instant? {
      random.next(4) == 0
        ? nil
        : Instant(rfc3339: "2025-01-22T20:00:00Z").map {
          Instant(secondsSinceEpoch: $0.secondsSinceEpoch + random.next(24) * 1800)
        }
    }
    switch random.next(depth < 2 ? 8 : 6) {
    case 0:
      let values =
        Self.languages + [
          "ar", "r7", "City", "محليات", "River Post", "Ada Pond", "flood", "https://news.example/7/a", "", "nosnippet",
          "license",
        ]
      return .isOneOf(random.pick(texts), (0..<random.next(3)).map { _ in random.pick(values) })
    case 1: return .contains(random.pick(texts + [.text]), random.pick(["RIVER", "cafe", "المدينه", "1", "", "الى"]))
    case 2: return .day(random.pick(dates), from: day(&random), to: day(&random))
    case 3:
      return .instant(
        random.pick(dates), from: moment(&random), to: moment(&random), offset: random.pick([0, 7200, -36_000]))
    case 4: return .isPresent(random.pick(texts + dates + [.subtitle, .text]))
    case 5:
      return .count(
        random.pick(ArticleQuery.Measure.allCases), from: random.next(2) == 0 ? nil : random.next(30),
        to: random.next(2) == 0 ? nil : random.next(40))
    case 6: return .not(condition(&random, depth: depth + 1))
    default: return .any((0..<random.next(4)).map { _ in condition(&random, depth: depth + 1) })
    }
  }

  @Test func memoryRecordsAndDatabaseAgree() throws {
    let scratch = try Scratch()
    var random = Random(state: 20_250_123)
    let file = scratch.path("news.jsonl")
    let lines = (0..<150).map { record($0, &random) }.joined(separator: "\n") + "\n"
    try Data(lines.utf8).write(to: URL(filePath: file))
    let articles = ArticleLoader().load(paths: [file]).articles
    #expect(articles.count == 150)
    let memory = MemoryArticleStore(articles)
    // As in files that are large enough to be left on disk.
    let opened = try #require(RecordFile(path: file))
    let store = try #require(RecordStore.open(opened, options: LoadOptions())).store
    let records = try LoadedArticles(parts: [.records(store)], problems: [], filesRead: 1)
    let archive = try ArchiveStore(
      path: try scratch.archive(articles, options: .init(indexesText: false, derives: false)))
    let stores: [(String, any ArticleStore)] = [("records", records), ("archive", archive)]
    var found = 0
    for number in 0..<60 {
      var query = ArticleQuery(conditions: (0..<(1 + random.next(2))).map { _ in condition(&random) })
      let fields = ArticleQuery.Field.allCases.filter { $0 != .text }
      query.order = (0..<random.next(3)).map { _ in .init(random.pick(fields), descending: random.next(2) == 0) }
      query.limit = random.next(3) == 0 ? random.next(50) : nil
      let expected = try memory.positions(matching: query).map { articles[$0].id }
      found += expected.count
      for (name, store) in stores {
        let ids = try store.positions(matching: query).map { try store.head(at: $0).id }
        #expect(ids == expected, "\(name), query \(number): \(query)")
        #expect(try store.count(matching: query) == expected.count, "\(name), query \(number): \(query)")
      }
      let key = random.pick(ArticleKey.allCases)
      let clock = ArticleClock { _ in 7200 }
      let values = try memory.values(of: [key], matching: query, clock: clock).map(\.values)
      for (name, store) in stores {
        #expect(
          try store.values(of: [key], matching: query, clock: clock).map(\.values) == values, "\(name): \(key) \(query)"
        )
      }
    }
    // The queries are worth asking: neither all nor nothing is what they select.
    #expect((400...6_000).contains(found), "\(found)")
  }
}
