import Foundation
import TestSupport
import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportScripting

/// `api = 1` is a promise: every script that was ever shipped or shown keeps working, and what it makes stays the same.
///
/// Analysis is replaced by stand-ins that never change, so that a difference here means that the script API changed. Such a
/// change is wrong unless a script asked for something that was not yet defined.
@Suite struct ScriptStabilityTests {
  static let scripts =
    ["scripts/daily-briefing.lua", "scripts/summary.lua", "scripts/timeline.lua"] + RecipeTests.recipes
    + RecipeTests.samples

  private struct BySection: StoryClusterer {
    func stories(in articles: [Article]) throws -> [Story] {
      var members: [String: [Int]] = [:]
      for (index, article) in articles.enumerated() { members[article.section ?? "", default: []].append(index) }
      return members.keys.sorted().compactMap { section in
        guard let found = members[section], let first = found.first else { return nil }
        return Story(
          id: "story-\(section)", title: articles[first].title, members: found,
          duplicates: found.count > 1 ? [found] : [])
      }
    }
  }

  private static let articles = ArticleLoader().load(
    paths: [Fixture.root + "/Tests/ReportEngineTests/Fixtures/stability.json"])

  @Test(arguments: scripts) func scriptMakesWhatItAlwaysMade(script: String) throws {
    let now = try #require(Instant(rfc3339: "2025-01-23T08:00:00+02:00"))
    let engine = ReportEngine(
      configuration: ReportEngine.Configuration(
        summarizer: FirstSentences(), clusterer: BySection(), tagger: NamedDays()))
    let report = try engine.report(at: Fixture.root + "/" + script)
    let given = ["docs/recipes/dossier.lua": ["words": "river"], "docs/recipes/long-reads.lua": ["words": "20"]]
    let outcome = try report.run(
      ReportInput(
        articles: MemoryArticleStore(Self.articles.articles), parameters: given[script] ?? [:], now: now,
        timeZone: "Africa/Cairo"))
    let text: String
    switch outcome {
    case .skipped(let reason): text = "skipped: \(reason)\n"
    case .document(let document):
      // The program's version belongs to no script.
      text =
        document.dump().split(separator: "\n").filter { !$0.hasPrefix("  colophon") }.joined(separator: "\n") + "\n"
    }
    let name = script.split(separator: "/").joined(separator: "-").dropLast(4)
    try expectSnapshot(text, "stability/\(name).dump")
  }
}
