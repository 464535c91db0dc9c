import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

/// Articles that stay in their file are the same as those that are read at once.
@Suite struct OpenedArticlesTests {
  /// A file of JSON Lines large enough to be indexed, with everything in it that such files come with.
  private func makeFile() throws -> String {
    var lines: [String] = []
    let body = String(repeating: "The harbour board met again and said nothing new about the pier. ", count: 14)
    let arabic = String(repeating: "اجتمع مجلس الميناء مرة أخرى ولم يقل شيئا جديدا عن الرصيف. ", count: 10)
    for number in 0..<400 {
      let day = 1 + number % 28
      lines.append(
        #"{"id":"n\#(number)","title":"Report \#(number)","lang":"\#(number % 2 == 0 ? "en" : "ar")","#
          + #""section":"\#(["Sea", "Land", " Air "][number % 3])","source":"\#(number % 5 == 0 ? "" : "Gazette")","#
          + #""published":"2025-02-\#(day < 10 ? "0" : "")\#(day)T08:10:00+02:00","url":"https://news.example/\#(number)","#
          + #""paragraphs":["\#(number % 2 == 0 ? body : arabic)","Number \#(number) \u00e9 \"quoted\"."]}"#)
    }
    lines[7] = #"{"title": "broken","#
    lines[8] = ""
    lines[9] = #"{"id":"n3","title":"Report 3 again","body":"Other text."}"#
    lines[10] = #"{"title":"a\ud800","title":"b","body":"x","date":"Tue, 11 Mar 2025 08:10:00 GMT"}"#
    lines[11] = #"{"articles":[{"title":"first of two","body":"x"},{"title":"second of two","body":"y"}]}"#
    lines[12] = #"[1, 2]"#
    lines[13] = #"{"title":"no date, no language","body":"\#(body)"}"#
    lines[14] = #"{"title":"declared wrongly","lang":"ar","body":"\#(body)","published":"2025-02-03"}"#
    lines[15] =
      #"{"title":"nested source","source":{"name":"Herald"},"section":["Sea","Sky"],"body":"z","date":"2025-02-03"}"#
    lines[16] = "{\"title\":\"returns\",\"body\":\"a\",\"date\":\"2025-02\"}\r"
    lines[17] = #"{"title":"same words","body":"No id here."}"#
    lines[18] = #"{"title":"same words","body":"No id here."}"#
    lines[19] = #"{"Headline":"Letter case","BODY":"x","Section":null,"publisher":"","updated":"2025-02-09"}"#
    lines[20] = #"{"title":"tatweel","body":"مـــصر","number":1e400}"#
    lines[21] =
      #"{"title":"deep","body":"x","more":\#(String(repeating: "[", count: 300))\#(String(repeating: "]", count: 300))}"#
    for repeated in 22...24 { lines[repeated] = lines[40] }
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("opened-\(UUID().uuidString).jsonl").path
    var bytes = [0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: "\n").utf8)
    // A byte that is not UTF-8, in the middle of the file.
    if let place = bytes.firstRange(of: Array("Number 300".utf8)) { bytes[place.lowerBound] = 0xFF }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func openedFilesHoldTheSameArticlesAsLoadedOnes() throws {
    let path = try makeFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let loader = ArticleLoader(options: LoadOptions(today: CivilDate(year: 2025, month: 3, day: 1)))
    let loaded = loader.load(paths: [path, Fixture.path("loading/masthead-en.txt")])
    let opened = loader.open(paths: [path, Fixture.path("loading/masthead-en.txt")])
    #expect(opened.count == loaded.articles.count)
    #expect(opened.problems == loaded.problems)
    #expect(opened.filesRead == loaded.filesRead)
    for position in 0..<min(opened.count, loaded.articles.count) {
      #expect(try opened.article(at: position) == loaded.articles[position])
    }
  }

  @Test func articlesAreCountedInTheIndexAsInMemory() throws {
    let path = try makeFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let paths = [path, Fixture.path("loading/masthead-en.txt")]
    let memory = MemoryArticleStore(ArticleLoader().load(paths: paths).articles)
    let opened = ArticleLoader().open(paths: paths)
    let queries = [ArticleQuery(), ArticleQuery(conditions: [.isOneOf(.section, ["Sea", "Air"])])]
    for query in queries {
      for keys in [
        [.source], [.publisher], [.section], [.language], [.day], [.section, .language], [.section, .day],
        [.month, .source], [.weekday], [.year, .author], [.day, .section, .language],
      ] as [[ArticleKey]] {
        // Eighteen hours east of UTC the articles of the morning are of the next day.
        for clock in [.utc, ArticleClock { _ in 18 * 3600 }] {
          let counts = try opened.counts(of: keys, matching: query, clock: clock)
          #expect(counts == (try memory.counts(of: keys, matching: query, clock: clock)), "\(keys)")
        }
      }
    }
  }

  @Test func conditionsAnswerFromTheIndexAsFromTheArticles() throws {
    let path = try makeFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let memory = MemoryArticleStore(ArticleLoader().load(paths: [path]).articles)
    let opened = ArticleLoader().open(paths: [path])
    let third = CivilDate(year: 2025, month: 2, day: 3)
    let noon = Instant(secondsSinceEpoch: 1_738_663_800, offset: 0)
    let conditions: [ArticleQuery.Condition] = [
      .isOneOf(.section, ["Sea", "Air"]), .isOneOf(.publisher, ["Gazette", "Herald"]), .isOneOf(.language, ["ar"]),
      .day(.date, from: third, to: third), .day(.published, from: nil, to: third), .day(.updated, from: third, to: nil),
      .instant(.date, from: noon, to: nil, offset: 7200), .instant(.published, from: nil, to: noon, offset: 0),
      .isPresent(.section), .isPresent(.publisher), .not(.isPresent(.date)), .contains(.title, "report 31"),
      .any([.isOneOf(.section, ["Land"]), .contains(.text, "Sky")]), .isOneOf(.path, [path]), .isOneOf(.id, ["n5"]),
    ]
    for condition in conditions {
      for order in [
        [], [ArticleQuery.Order(.section), .init(.date, descending: true)],
        [.init(.publisher), .init(.title, descending: true)],
      ] {
        let query = ArticleQuery(conditions: [condition], order: order)
        #expect(try opened.positions(matching: query) == memory.positions(matching: query), "\(condition)")
      }
    }
  }

  @Test func keysComeFromTheIndexAsFromTheArticles() throws {
    let path = try makeFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let memory = MemoryArticleStore(ArticleLoader().load(paths: [path]).articles)
    let opened = ArticleLoader().open(paths: [path])
    let clock = ArticleClock { _ in 7200 }
    for key in ArticleKey.allCases {
      #expect(
        try opened.values(of: [key, .section], matching: ArticleQuery(), clock: clock)
          == memory.values(of: [key, .section], matching: ArticleQuery(), clock: clock), "\(key)")
    }
  }

  @Test func fileThatChangesMeanwhileIsNoticed() throws {
    let path = try makeFile()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let opened = ArticleLoader().open(paths: [path])
    _ = try opened.article(at: 100)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.truncate(atOffset: 1000)
    try handle.close()
    #expect(throws: ArticleStoreError.self) { try opened.article(at: 100) }
  }
}

/// What the index takes for one identity.
@Suite struct RecordIdentityTests {
  @Test func recordsOfOneIdentityHaveOneHashHoweverTheyAreWritten() throws {
    let groups: [[String]] = [
      [
        #"{"title":"Lamp","text":"It burns."}"#, "{\"title\":\"Lamp\",\"text\":\"It bu\0rns.\"}",
        #"{"title":"Lamp","text":"<p>It burns.</p>"}"#, #"{"title":"Lamp","summary":"It burns."}"#,
        #"{"title":["Lamp"],"text":["It burns."]}"#, #"{"id":"  ","title":"Lamp ","text":"It  burns."}"#,
        #"{"url":"ftp://news.example","title":"Lamp","text":"It burns."}"#,
      ],
      [#"{"text":"ﻻ lamp"}"#, #"{"text":"لا lamp"}"#],
      [#"{"id":17,"title":"Quay"}"#, #"{"id":"17","title":"Quay"}"#, #"{"guid":17,"title":"Quay","text":"a"}"#],
      [#"{"id":1.5,"publisher":"A","title":"Pier"}"#, #"{"id":"1.5","publisher":"A","title":"Quay"}"#],
      [#"{"id":"x@y","publisher":"A","title":"Pier"}"#, #"{"id":"x@y@A","title":"Quay","publisher":"A"}"#],
      [
        #"{"text":"<p>x</p>"}"#, #"{"text":"x"}"#, #"{"text":["x"]}"#, #"{"text":[{"text":"x"}]}"#,
        #"{"description":"x"}"#,
      ],
    ]
    let text = groups.joined().joined(separator: "\n")
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".jsonl").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try #require(RecordFile(path: path))
    let (store, problems) = try #require(RecordStore.open(file, options: LoadOptions()))
    #expect(problems.isEmpty)
    var hashes: [String: Set<UInt64>] = [:]
    var position = 0
    for group in groups {
      let ids = try Set((position..<position + group.count).map { try store.article(at: $0).id })
      #expect(ids.count == 1, "\(group)")
      for place in position..<position + group.count {
        hashes[ids.first ?? "", default: []].insert(store.identity(at: place))
      }
      position += group.count
    }
    #expect(hashes.count == groups.count)
    #expect(hashes.values.allSatisfy { $0.count == 1 })
  }
}
