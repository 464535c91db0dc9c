import Foundation
import Testing

@testable import ReportAnalysis
@testable import ReportArchive
@testable import ReportArticles

/// An archive finds what `SearchIndex` finds, in the same order.
@Suite struct ArchiveSearchTests {
  private struct Pair {
    var language: String
    var matches: Bool
    var query: String
    var text: String
  }

  /// Lines of language, y or n, kind, query and text.
  private static func pairs() throws -> [Pair] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
      "Fixtures/search-pairs.txt")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }.map {
      line in
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      try #require(fields.count == 5)
      return Pair(language: fields[0], matches: fields[1] == "y", query: fields[3], text: fields[4])
    }
  }

  private static func articles(_ pairs: [Pair]) -> [Article] {
    pairs.enumerated().map { number, pair in
      Article(
        id: "\(number)", origin: .init(path: "a", format: "test"), title: pair.text, language: pair.language,
        paragraphs: [pair.language == "ar" ? "خبر قصير." : "A short item."])
    }
  }

  @Test func memoryAndArchiveFindTheSame() throws {
    let pairs = try Self.pairs()
    let articles = Self.articles(pairs)
    let scratch = try Scratch()
    let path = scratch.path("search.archive")
    try ArchiveWriter(try Archive(path: path, access: .write)).add(articles)
    let store = try ArchiveStore(path: path)
    let positions = try store.positions(matching: ArticleQuery())
    let index = SearchIndex(articles)
    var wrong: [String] = []
    for (number, pair) in pairs.enumerated() {
      let found = index.search(pair.query).map(\.position)
      let kept = try #require(try store.search(pair.query, all: true, matching: ArticleQuery()))
      #expect(kept == found.map { positions[$0] }, "\(pair.query)")
      if found.contains(number) != pair.matches {
        wrong.append("\(pair.query) \(pair.matches ? "≠" : "=") \(pair.text)")
      }
    }
    // Gender in Spanish and Italian («casa», «caso») is beyond the stemmers.
    #expect(wrong.count <= 3, "\(wrong.joined(separator: "\n"))")
    let arabic = ArticleQuery(conditions: [.isOneOf(.language, ["ar"])])
    let part = positions.filter { articles[$0 - positions[0]].language == "ar" }
    let some = SearchIndex(part.map { articles[$0 - positions[0]] })
    for query in ["غزة", "مدينة", "حكومة جديدة", "US"] {
      #expect(
        try store.search(query, all: true, matching: arabic) == some.search(query).map { part[$0.position] }, "\(query)"
      )
    }
    for own in [0, 7, 20] {
      #expect(
        try store.similar(to: positions[own], limit: 5, matching: ArticleQuery())
          == index.similar(to: own, limit: 5).map { positions[$0.position] })
    }
  }
}
