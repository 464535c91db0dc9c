import Foundation
import Testing

@testable import ReportAnalysis
@testable import ReportArchive
@testable import ReportArticles
@testable import ReportLoading

/// Files that earlier versions made, brought up to date; Tests/Fixtures says of what.
@Suite struct OlderArchiveTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/version-0.1").path
  private static let inputs = ["quay.xml", "valley.xml", "records.jsonl", "letter.eml", "page.html"]

  private let scratch: Scratch
  private let path: String

  init() throws {
    scratch = try Scratch()
    path = scratch.path("old.archive")
    let packed = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.folder + "/archive.gz")))
    guard case .success(let bytes) = Gzip.inflate(packed) else { throw CocoaError(.fileReadCorruptFile) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  private func ids() throws -> [String] {
    let store = try ArchiveStore(path: path)
    return try store.positions(matching: ArticleQuery()).map { try store.article(at: $0).id }
  }

  @Test func anArchiveOfVersionOneIsReadAsItIs() throws {
    #expect(try ids().prefix(2) == ["101", "102"])
  }

  @Test func itsArticlesGetTheIdentitiesOfToday() throws {
    let writer = ArchiveWriter(try Archive(path: path, access: .write))
    try writer.add([])
    #expect(
      try ids() == [
        "101@quay.example", "102@quay.example", "https://quay.example/market", "https://quay.example/notice",
        "201@Valley Gazette", "tag:valley.example,2025:202", "7@Ufer Bote", "8@c-46870db093aa956f",
        "c-bfe5b9dd25a63377", "https://ridge.example/fog", "2025-09@pier.example", "https://cliff.example/gulls",
      ])
    // What its source calls an article finds it.
    let store = try ArchiveStore(path: path)
    #expect(try store.positions(matching: ArticleQuery(conditions: [.isOneOf(.id, ["101"])])) == [1])
    #expect(try store.positions(matching: ArticleQuery(conditions: [.isOneOf(.id, ["10", "7"])])) == [7])
  }

  /// Nothing is there twice when the same inputs come again, and nothing of the archive is wrong.
  @Test func theSameInputsAreKnownToIt() throws {
    let archive = try Archive(path: path, access: .write)
    for _ in 1...2 {
      let writer = ArchiveWriter(archive)
      try writer.add(paths: Self.inputs.map { "\(Self.folder)/\($0)" }, loader: ArticleLoader())
      #expect(writer.report.added == 0 && writer.report.updated == 0 && writer.report.unchanged == 12)
    }
    // What an older version of the rules found is out of date, and found again.
    let first = try archive.verify(repairs: true)
    #expect(first.damage.isEmpty)
    let check = try archive.verify(repairs: false)
    #expect(check.damage.isEmpty && check.repairs.isEmpty)
  }

  /// Words were indexed otherwise: nothing is found by the old ones, and a check indexes them anew.
  @Test func itsWordsAreIndexedAnew() throws {
    #expect(try ArchiveStore(path: path).search("market", all: true, matching: ArticleQuery()) == nil)
    let archive = try Archive(path: path, access: .write)
    try ArchiveWriter(archive).add([])
    #expect(try ArchiveStore(path: path).search("market", all: true, matching: ArticleQuery()) == nil)
    #expect(try archive.verify(repairs: true).repairs.contains { $0.contains("index of words") })
    let store = try ArchiveStore(path: path)
    let articles = try store.positions(matching: ArticleQuery()).map { try store.article(at: $0) }
    let index = SearchIndex(articles)
    for word in ["market", "fog", "gulls"] {
      let found = try #require(try store.search(word, all: true, matching: ArticleQuery()))
      #expect(try found.map { try store.article(at: $0).id } == index.search(word).map { articles[$0.position].id })
    }
  }

  /// An entry that bore the address is that entry only if it is headed so.
  @Test func anotherEntryOfTheSameAddressIsAddedToIt() throws {
    var articles = ArticleLoader().load(paths: ["\(Self.folder)/quay.xml"]).articles
    articles[3].title = "Another notice"
    articles[3].id = ArticleIdentity.id(own: nil, article: articles[3], sharesAddresses: true)
    let writer = ArchiveWriter(try Archive(path: path, access: .write))
    try writer.add(articles)
    #expect(writer.report.added == 1 && writer.report.unchanged == 3)
  }
}
