import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading

/// Whether articles are all in memory, come in portions or are left in their files: articles and problems are the same.
@Suite struct LoadPipelineTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "pipeline-\(UUID().uuidString)")

  private func file(_ name: String, _ text: String) throws {
    let url = folder.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private struct Outcome: Equatable {
    var titles: [String] = []
    var problems: [String] = []
    var filesRead = 0
  }

  /// What each of the three ways gives.
  private func outcomes(_ paths: [String]) throws -> [Outcome] {
    let loader = ArticleLoader()
    func relative(_ problems: [LoadResult.Problem]) -> [String] {
      problems.map { $0.description.replacing(folder.path + "/", with: "") }
    }
    let whole = loader.load(paths: paths)
    let opened = loader.open(paths: paths)
    var portions = Outcome()
    try loader.loadBatches(paths: paths, marksDuplicates: true) { part in
      portions.titles += part.articles.map(\.title)
      portions.problems += relative(part.problems)
      portions.filesRead += part.filesRead
    }
    return [
      Outcome(titles: whole.articles.map(\.title), problems: relative(whole.problems), filesRead: whole.filesRead),
      Outcome(
        titles: try (0..<opened.count).map { try opened.article(at: $0).title }, problems: relative(opened.problems),
        filesRead: opened.filesRead),
      portions,
    ]
  }

  private static func record(_ number: Int) -> String {
    #"{"title":"Headline \#(number)","published":"2025-03-\#(10 + number % 10)","text":"The ferry sailed \#(number) times."}"#
  }

  /// A directory whose name another one begins with is told of on its own.
  @Test func aDirectoryWithoutArticlesIsNamedWhateverLiesBesideIt() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try file("news/picture.png", "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR")
    try file("newsletter/one.json", "[\(Self.record(1))]")
    for outcome in try outcomes([path("news"), path("newsletter")]) {
      #expect(
        outcome
          == Outcome(titles: ["Headline 1"], problems: ["news: no articles in the directory"], filesRead: 1))
    }
  }

  @Test func aDirectoryThatIsGivenByAPatternOrAListIsNamed() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try file("a/picture.png", "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR")
    try file("list", "\(path("a"))\n# a comment\n")
    for given in [path("?"), "@" + path("list"), path("a"), path("a/")] {
      for outcome in try outcomes([given]) {
        #expect(outcome.problems.count == 1 && outcome.problems[0].hasSuffix("no articles in the directory"))
      }
    }
  }

  @Test func problemsOfLargeFilesAreTheSameInAllThreeWays() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var lines = (0..<6_000).map(Self.record)
    lines[4_000] = #"{"title": "#
    try file("large.jsonl", lines.joined(separator: "\n") + "\n")
    try file("pictures/picture.png", "\u{89}PNG\r\n\u{1A}\n\0\0\0\rIHDR")
    try file("small.jsonl", Self.record(7) + "\n")
    let paths = ["pictures", "large.jsonl", "missing.jsonl", "small.jsonl"].map(path)
    let all = try outcomes(paths)
    #expect(all[0].titles.count == 6_000)
    #expect(all[0].filesRead == 2)
    #expect(all[0].problems.count == 3)
    #expect(all[0].problems.contains { $0.hasPrefix("large.jsonl:4001: ") })
    #expect(all[1] == all[0])
    #expect(all[2] == all[0])
  }

  @Test func theSameDirectoryTwiceIsReadTwice() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try file("a/one.json", "[\(Self.record(1))]")
    for outcome in try outcomes([path("a"), path("a")]) {
      #expect(outcome == Outcome(titles: ["Headline 1", "Headline 1"], problems: [], filesRead: 2))
    }
  }
}
