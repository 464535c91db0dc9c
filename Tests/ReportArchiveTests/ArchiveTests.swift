import Foundation
import GRDB
import Testing

@testable import ReportAnalysis
@testable import ReportArchive
@testable import ReportArticles
@testable import ReportScripting

@Suite struct ArchiveTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  private func add(_ articles: [Article], to path: String) throws -> ArchiveWriter.Report {
    let writer = ArchiveWriter(try Archive(path: path, access: .write))
    try writer.add(articles)
    return writer.report
  }

  private func changed(_ article: Article, _ change: (inout Article) -> Void) -> Article {
    var article = article
    change(&article)
    return article
  }

  @Test func addingTwiceAddsOnce() throws {
    let path = scratch.path("a")
    let first = try add(Articles.mixed, to: path)
    #expect(first.added == 7 && first.unchanged == 0)
    // From another file the same article is the same article.
    let moved = Articles.mixed.map { changed($0) { $0.origin.path = "elsewhere" } }
    let second = try add(moved, to: path)
    #expect(second.added == 0 && second.unchanged == 7 && second.updated == 0)
    #expect(try ArchiveStore(path: path).count == 7)
  }

  @Test func theLoaderOfAnArticleIsKept() throws {
    let loader = Article.Origin.Loader(script: "post.lua", fields: ["published", "title"])
    let path = try scratch.archive([changed(Articles.mixed[0]) { $0.origin.loader = loader }, Articles.mixed[1]])
    let store = try ArchiveStore(path: path)
    let positions = try store.positions(matching: ArticleQuery())
    #expect(try positions.map { try store.article(at: $0).origin.loader } == [loader, nil])
  }

  @Test func aNewerVersionTakesThePlaceOfTheOlderOne() throws {
    let path = try scratch.archive(Articles.mixed)
    let newer = changed(Articles.mixed[1]) {
      $0.title = "Handball final moved"
      $0.paragraphs = ["The final is on Saturday."]
      $0.keywords = ["tournament"]
      $0.updated = ArticleDate(
        date: CivilDate(iso: "2025-01-25") ?? .earliest, precision: .day, evidence: .feed, text: "")
    }
    #expect(try add([newer], to: path).updated == 1)
    let store = try ArchiveStore(path: path)
    #expect(try store.positions(matching: ArticleQuery(conditions: [.isOneOf(.id, ["b"])])) == [2])
    #expect(try store.article(at: 2) == newer)
    #expect(try store.search("saturday", all: true, matching: ArticleQuery()) == [2])
    #expect(try store.search("friday", all: true, matching: ArticleQuery()) == [])
    #expect(try store.positions(matching: ArticleQuery(conditions: [.isOneOf(.keyword, ["handball"])])) == [])
    // The older one does not come back.
    let report = try add([Articles.mixed[1]], to: path)
    #expect(report.outdated == 1 && report.updated == 0)
    #expect(try Archive(path: path, access: .write).verify(repairs: false).repairs == [])
  }

  @Test func readersSeeOneStateAndDoNotWait() throws {
    let path = try scratch.archive(Array(Articles.mixed.prefix(3)))
    let before = try ArchiveStore(path: path)
    let writer = ArchiveWriter(try Archive(path: path, access: .write))
    try writer.add(Array(Articles.mixed.suffix(4)))
    #expect(before.count == 3)
    #expect(try before.positions(matching: ArticleQuery()) == [1, 2, 3])
    #expect(try ArchiveStore(path: path).count == 7)
  }

  @Test func aSecondWriterWaitsForTheFirst() async throws {
    let path = try scratch.archive([])
    let parts = [Articles.mixed.prefix(4), Articles.mixed.suffix(4)]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in parts {
        group.addTask {
          for article in part { try ArchiveWriter(Archive(path: path, access: .write)).add([article]) }
        }
      }
      try await group.waitForAll()
    }
    #expect(try ArchiveStore(path: path).count == 7)
    #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 7))
  }

  @Test func aWriterThatWaitedTooLongSaysSo() throws {
    let path = try scratch.archive([])
    let other = try Archive(path: path, access: .write)
    try other.queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") }
    defer { try? other.queue.inDatabase { try $0.execute(sql: "ROLLBACK") } }
    let hasty = ArchiveWriter(try Archive(path: path, access: .write, patience: 0.05))
    #expect(throws: ArchiveError.busy(path: path)) { try hasty.add(Articles.mixed) }
  }

  @Test func archivesOfANewerVersionAndOtherFilesAreRefused() throws {
    let path = try scratch.archive(Articles.mixed)
    try DatabaseQueue(path: path).inDatabase { try $0.execute(sql: "PRAGMA user_version = 99") }
    for access in [Archive.Access.read, .write] {
      #expect(throws: ArchiveError.newer(path: path, version: 99, known: ArchiveSchema.version)) {
        try Archive(path: path, access: access)
      }
    }
    let other = scratch.path("other.db")
    try DatabaseQueue(path: other).inDatabase { try $0.execute(sql: "CREATE TABLE t(x)") }
    #expect(throws: ArchiveError.foreign(path: other)) { try Archive(path: other, access: .write) }
    let text = scratch.path("text.txt")
    try Data("these are some words and no database, long enough to tell".utf8).write(to: URL(fileURLWithPath: text))
    #expect(throws: ArchiveError.foreign(path: text)) { try Archive(path: text) }
    #expect(throws: ArchiveError.missing(path: scratch.path("none"))) { try Archive(path: scratch.path("none")) }
  }

  @Test func whatIsKeptIsMadeAnewWhereItIsWrong() throws {
    let path = try scratch.archive(Articles.mixed)
    do {
      let archive = try Archive(path: path, access: .write)
      try archive.queue.inDatabase {
        try $0.execute(
          sql: """
            UPDATE derived SET version = 1 WHERE position = 1; DELETE FROM derived WHERE position = 2;
            UPDATE tally SET n = n + 5; INSERT INTO term(term) VALUES ('delete-all')
            """)
      }
      let check = try archive.verify(repairs: true)
      #expect(check.damage == [] && check.repairs.count == 3)
    }
    #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 7))
    #expect(try ArchiveStore(path: path).search("flood", all: true, matching: ArticleQuery())?.count == 3)
  }

  @Test func damageToAnArticleIsFound() throws {
    let path = try scratch.archive(Articles.mixed)
    try Archive(path: path, access: .write).queue.inDatabase {
      try $0.execute(
        sql: "UPDATE body SET content = x'0101054141414141' WHERE position = 1; DELETE FROM body WHERE position = 2")
    }
    let check = try Archive(path: path).verify(repairs: false)
    #expect(check.damage.count == 2)
  }

  @Test func bareArchivesAreMadeWholeByVerify() throws {
    let path = try scratch.archive(Articles.mixed, options: .init(indexesText: false, derives: false))
    #expect(try ArchiveStore(path: path).search("flood", all: true, matching: ArticleQuery()) == nil)
    #expect(try ArchiveStore(path: path).story(at: 1) == nil)
    _ = try Archive(path: path, access: .write).verify(repairs: true)
    #expect(try ArchiveStore(path: path).search("flood", all: true, matching: ArticleQuery())?.count == 3)
    #expect(try ArchiveStore(path: path).story(at: 1)?.id == "story-a")
  }

  @Test func prunedArticlesAreGoneFromEverywhere() throws {
    let path = try scratch.archive(Articles.mixed)
    let limit = CivilDate(iso: "2025-01-22")
    #expect(try Archive(path: path, access: .write).prune([.day(.date, from: nil, to: limit)]) == 3)
    let store = try ArchiveStore(path: path)
    #expect(store.count == 4)
    #expect(try store.positions(matching: ArticleQuery()) == [1, 3, 4, 5])
    #expect(try store.search("flood", all: true, matching: ArticleQuery())?.sorted() == [1, 4])
    #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 4))
    // A position names one article for ever.
    _ = try add([Articles.mixed[1]], to: path)
    #expect(try ArchiveStore(path: path).positions(matching: ArticleQuery(conditions: [.isOneOf(.id, ["b"])])) == [8])
  }

  /// Three days of one flood, one match, and a second copy of its report.
  private static let news: [Article] = {
    let flood = "The river Otter rose over the bridge at Millbrook, and four hundred people left their houses"
    let match = "Highmoor beat Eastport by three goals to one in the cup final, with two late goals by Vance"
    let texts: [(id: String, day: String, title: String, text: String)] = [
      ("f1", "2025-01-20", "Otter floods Millbrook", flood + " on Monday."),
      ("m1", "2025-01-20", "Highmoor win the cup final", match + "."),
      ("f2", "2025-01-21", "Millbrook flood: Otter still rising", flood + "; the army has sent boats to Millbrook."),
      ("m2", "2025-01-20", "Highmoor win the cup final", match + "."),
      ("f3", "2025-01-22", "Otter falls, Millbrook cleans up after the flood", flood + ", who are back now."),
    ]
    return texts.map { one in
      Article(
        id: one.id, origin: .init(path: "in", format: "test"), title: one.title, language: "en",
        published: ArticleDate(
          date: CivilDate(iso: one.day) ?? .earliest, precision: .day, evidence: .feed, text: one.day),
        paragraphs: [one.text])
    }
  }()

  private func stories(_ path: String) throws -> [String: String] {
    let store = try ArchiveStore(path: path)
    var found: [String: String] = [:]
    for position in try store.positions(matching: ArticleQuery()) {
      found[try store.head(at: position).id] = try store.story(at: position)?.id
    }
    return found
  }

  @Test func articlesJoinTheStoriesThatAreThereAndStayInThem() throws {
    let path = try scratch.archive([Self.news[0], Self.news[1]])
    #expect(try stories(path) == ["f1": "story-f1", "m1": "story-m1"])
    for article in Self.news[2...] { _ = try add([article], to: path) }
    let all = ["f1": "story-f1", "f2": "story-f1", "f3": "story-f1", "m1": "story-m1", "m2": "story-m1"]
    #expect(try stories(path) == all)
    let store = try ArchiveStore(path: path)
    #expect(try store.story(at: 3) == KeptStory(id: "story-f1", positions: [1, 3, 5]))
    // Another version stays where it was, whatever it says.
    var corrected = Self.news[2]
    corrected.paragraphs = ["Nothing of the kind."]
    _ = try add([corrected], to: path)
    #expect(try stories(path) == all)
    #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 5))
  }

  @Test func keptStoriesAreGroupedWithTheirCopiesWithoutReadingBodies() throws {
    let path = try scratch.archive(Self.news)
    try Archive(path: path, access: .write).queue.inDatabase { try $0.execute(sql: "DELETE FROM body") }
    var lines: [String] = []
    let store = try ArchiveStore(path: path)
    #expect(try store.forEachStory(matching: ArticleQuery()) { lines.append(StoryJSON.line($0, articles: $1)) })
    #expect(lines.count == 2)
    #expect(
      lines.last == #"{"story":"story-m1","title":"Highmoor win the cup final","articles":["m1","m2"],"#
        + #""duplicates":[["m1","m2"]],"follows":null}"# + "\n")
  }

  @Test func aStoryThatLosesItsFounderGoesOn() throws {
    let path = try scratch.archive(Self.news)
    let day = CivilDate(iso: "2025-01-20")
    #expect(try Archive(path: path, access: .write).prune([.day(.date, from: nil, to: day)]) == 3)
    #expect(try stories(path) == ["f2": "story-f2", "f3": "story-f2"])
    #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 2))
  }

  @Test func storiesAreMadeAnewWhereTheyAreMissingOutOfDateOrDamaged() throws {
    let path = try scratch.archive(Self.news)
    let expected = try stories(path)
    for damage in [
      "UPDATE story SET version = 0 WHERE position = 2", "DELETE FROM story WHERE position > 3",
      "DELETE FROM story WHERE position = 1", "UPDATE story SET number = 77 WHERE position = 3", "DELETE FROM story",
    ] {
      do {
        let archive = try Archive(path: path, access: .write)
        try archive.queue.inDatabase { try $0.execute(sql: damage) }
        #expect(try archive.verify(repairs: true).repairs.count == 1, "\(damage)")
      }
      #expect(try stories(path) == expected, "\(damage)")
      #expect(try Archive(path: path).verify(repairs: false) == ArchiveCheck(articles: 5), "\(damage)")
    }
    let stats = try ArchiveStore(path: path).statistics()
    #expect(stats.stories == 2 && stats.assigned == 5)
  }

  @Test func sentencesAndDatesComeBackAsTheyWereFound() throws {
    for article in Articles.mixed {
      var deriver = Deriver()
      let found = deriver.derive(article)
      let bytes = DerivedCoding.bytes(found)
      let back = try bytes.withUnsafeBytes { try DerivedCoding.derivation($0, text: article.text) }
      #expect(back.sentences == found.sentences && back.dates == found.dates)
    }
  }

  @Test func damagedBytesAreErrorsNotCrashes() throws {
    let bytes = ArticleCoding.head(Articles.mixed[0])
    for length in 0..<bytes.count {
      #expect(throws: ByteReader.Damaged.self) {
        try Array(bytes.prefix(length)).withUnsafeBytes { try ArticleCoding.article(head: $0) }
      }
    }
    for position in bytes.indices {
      var broken = bytes
      broken[position] ^= 0xFF
      _ = try? broken.withUnsafeBytes { try ArticleCoding.article(head: $0) }
    }
  }
}
