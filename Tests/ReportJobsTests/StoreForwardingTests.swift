import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ReportJobs
@testable import ReportEngine

/// A store that notes what it is asked.
private final class NotingStore: ArticleStore, TemporalExpressionStore {
  let asked = Mutex<Set<String>>([])

  private func note(_ name: String) { asked.withLock { _ = $0.insert(name) } }

  var count: Int { 1 }
  func article(at position: Int) throws -> Article {
    note("article")
    return Article(id: "a", origin: .init(path: "a", format: "test"), title: "A")
  }
  func positions(matching query: ArticleQuery) throws -> [Int] {
    note("positions")
    return [0]
  }
  func head(at position: Int) throws -> Article {
    note("head")
    return Article(id: "a", origin: .init(path: "a", format: "test"), title: "A")
  }
  func count(matching query: ArticleQuery) throws -> Int {
    note("count")
    return 1
  }
  func values(of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock) throws -> [ArticleKeyValues] {
    note("values")
    return []
  }
  func counts(of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock) throws -> [ArticleCount] {
    note("counts")
    return []
  }
  func search(_ words: String, all: Bool, matching query: ArticleQuery) throws -> [Int]? {
    note("search")
    return []
  }
  func similar(to position: Int, limit: Int, matching query: ArticleQuery) throws -> [Int]? {
    note("similar")
    return []
  }
  func derived(at position: Int) throws -> DerivedArticle? {
    note("derived")
    return nil
  }
  func story(at position: Int) throws -> KeptStory? {
    note("story")
    return KeptStory(id: "story-a", positions: [0])
  }
  func expressions(at position: Int, in text: String) throws -> [TemporalExpression]? {
    note("expressions")
    return nil
  }
}

@Suite struct StoreForwardingTests {
  /// The names of the functions that a protocol asks for.
  private func requirements(of name: String, in path: String) throws -> Set<String> {
    let source = try String(contentsOf: URL(filePath: Fixture.root).appending(path: path), encoding: .utf8)
    let body = try #require(
      source.components(separatedBy: "protocol \(name):").last?.components(separatedBy: "\n}").first)
    return Set(
      body.components(separatedBy: "  func ").dropFirst().compactMap { $0.split(separator: "(").first.map(String.init) }
    )
  }

  /// A wrapper that forgets a requirement falls back on its default and loses what the store could do.
  @Test func articlesBeforeAMomentAskTheStoreForEverything() throws {
    let base = NotingStore()
    let moment = try #require(Instant(rfc3339: "2025-01-23T07:00:00Z"))
    let store = try ArticlesBefore(moment, in: base)
    base.asked.withLock { $0.removeAll() }
    let query = ArticleQuery()
    _ = try store.article(at: 0)
    _ = try store.head(at: 0)
    _ = try store.positions(matching: query)
    _ = try store.count(matching: query)
    _ = try store.values(of: [.day], matching: query, clock: .utc)
    _ = try store.counts(of: [.day], matching: query, clock: .utc)
    _ = try store.search("dam", all: true, matching: query)
    _ = try store.similar(to: 0, limit: 1, matching: query)
    _ = try store.derived(at: 0)
    #expect(try store.story(at: 0)?.id == "story-a")
    _ = try store.expressions(at: 0, in: "")
    let wanted = try requirements(of: "ArticleStore", in: "Sources/ReportArticles/Articles/ArticleStore.swift")
      .union(requirements(of: "TemporalExpressionStore", in: "Sources/ReportDates/KeptExpressions.swift"))
    #expect(wanted.count >= 10)
    #expect(base.asked.withLock { $0 } == wanted)
  }

  @Test func aKeptStoryHasTheArticlesBeforeTheMomentOnly() throws {
    struct Kept: ArticleStore {
      let articles: MemoryArticleStore
      var count: Int { articles.count }
      func article(at position: Int) throws -> Article { try articles.article(at: position) }
      func positions(matching query: ArticleQuery) throws -> [Int] { try articles.positions(matching: query) }
      func story(at position: Int) throws -> KeptStory? { KeptStory(id: "story-0", positions: [0, 1, 2]) }
    }
    let days = ["2025-01-22", "2025-01-24", nil]
    let articles = days.enumerated().map { number, day in
      Article(
        id: "\(number)", origin: .init(path: "a", format: "test"), title: "A",
        published: day.flatMap { CivilDate(iso: $0) }.map {
          ArticleDate(date: $0, precision: .day, evidence: .feed, text: "")
        })
    }
    let moment = try #require(Instant(rfc3339: "2025-01-23T07:00:00Z"))
    let store = try ArticlesBefore(moment, in: Kept(articles: MemoryArticleStore(articles)))
    #expect(try store.story(at: 0) == KeptStory(id: "story-0", positions: [0, 2]))
  }
}
