import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

/// Every script that the documentation shows runs over the samples. With `REPORTGEN_RECIPES_OUT=folder` the results are kept
/// there, to be looked at.
@Suite struct RecipeTests {
  static let recipes = [
    "agency-copies", "bilingual", "coming-up", "data-beside", "disagreements", "dossier", "doubtful-dates",
    "every-parameter", "hijri-dates", "keywords", "lead-and-rest", "long-reads", "month-calendar", "new-since",
    "own-module", "plain-counts", "print-edition", "quotes-and-figures", "related", "section-week",
    "sections-and-days", "top-stories", "watch-list",
  ].map { "docs/recipes/\($0).lua" }
  static let samples = ["morning-mail", "sport-page", "water-dossier"].map { "samples/reports/\($0).lua" }

  @Test func everyRecipeIsListed() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.root + "/docs/recipes")
    let reports = files.filter { $0.hasSuffix(".lua") && $0 != "house.lua" }.map { "docs/recipes/" + $0 }
    #expect(Set(reports) == Set(Self.recipes) && reports.count >= 20)
  }

  private static let articles = ArticleLoader().load(paths: [Fixture.news])

  private func document(_ report: Report, parameters: [String: String] = [:]) throws -> Document? {
    let now = try #require(Instant(date: CivilDate(iso: "2025-03-13") ?? .earliest, hour: 14, minute: 0, offset: 7200))
    let outcome = try report.run(
      ReportInput(
        articles: MemoryArticleStore(Self.articles.articles), parameters: parameters, now: now,
        timeZone: "Africa/Cairo", problems: Self.articles.problems))
    guard case .document(let document) = outcome else {
      Issue.record("\(report.name): \(outcome)")
      return nil
    }
    return document
  }

  @Test(arguments: recipes + samples) func scriptMakesADocumentFromTheSamples(script: String) throws {
    let required = script.hasSuffix("/dossier.lua") ? ["words": "ferry harbour"] : [:]
    let report = try ReportEngine().report(at: Fixture.root + "/" + script)
    let document = try #require(try document(report, parameters: required))
    #expect(!document.title.isEmpty)
    #expect(!document.blocks.isEmpty)
    let html = try HTMLRenderer().string(document)
    #expect(html.hasPrefix("<!DOCTYPE html>") && html.hasSuffix("</html>\n"))
    let text = try TextRenderer().string(document)
    #expect(text.contains(document.title.plainText))
    if let directory = ProcessInfo.processInfo.environment["REPORTGEN_RECIPES_OUT"] {
      let name = directory + "/" + script.split(separator: "/").joined(separator: "-")
      try write(html, to: name + ".html")
      try write(text, to: name + ".txt")
    }
  }

  @Test(arguments: recipes) func theCookbookShowsTheRecipeAsItIs(script: String) throws {
    let cookbook = try String(contentsOfFile: Fixture.root + "/docs/cookbook.md", encoding: .utf8)
    let source = try String(contentsOfFile: Fixture.root + "/" + script, encoding: .utf8)
    #expect(cookbook.contains("```lua\n" + source + "```\n"))
  }

  @Test(arguments: ["guide.md", "guide.ar.md"]) func everyScriptOfTheGuideRuns(page: String) throws {
    let text = try String(contentsOfFile: Fixture.root + "/docs/" + page, encoding: .utf8)
    let scripts = text.components(separatedBy: "```lua\n").dropFirst().compactMap { part in
      part.components(separatedBy: "```").first.flatMap { $0.hasPrefix("return {") ? $0 : nil }
    }
    #expect(!scripts.isEmpty)
    for script in scripts {
      let report = try ReportEngine().report(source: script, name: page)
      let topic = page == "guide.md" ? "ferry" : "العبارة"
      let parameters = report.metadata.parameters.isEmpty ? [:] : ["topic": topic]
      let document = try #require(try document(report, parameters: parameters))
      #expect(!document.sources.isEmpty)
    }
  }

  /// The tests that the guide and the page on tools show, on reports that fit them.
  @Test func everyTestOfTheGuideRuns() throws {
    let text = try String(contentsOfFile: Fixture.root + "/docs/guide.md", encoding: .utf8)
    let scripts = text.components(separatedBy: "```lua\n").dropFirst().compactMap {
      $0.components(separatedBy: "```").first
    }
    let report = try #require(scripts.last { $0.hasPrefix("return {") })
    let test = try #require(scripts.first { $0.hasPrefix("local t = {}") })
    let folder = FileManager.default.temporaryDirectory.appending(path: "guide-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try write(report, to: folder.path + "/mine.lua")
    try write(test, to: folder.path + "/mine_test.lua")
    let tests = try ReportEngine().tests(at: folder.path + "/mine_test.lua")
    #expect(tests.names == ["tells_of_the_ferry", "says_that_there_is_nothing"])
    for name in tests.names { try tests.run(name) { _, _ in nil } }
  }

  @Test(arguments: [
    "CONTRIBUTING.md", "docs/README.md", "docs/cookbook.md", "docs/cron.md", "docs/guide.ar.md", "docs/guide.md",
    "docs/tools.md",
  ]) func everyLinkLeadsToAFile(page: String) throws {
    let text = try String(contentsOfFile: Fixture.root + "/" + page, encoding: .utf8)
    let folder = URL(filePath: Fixture.root + "/" + page).deletingLastPathComponent()
    for part in text.components(separatedBy: "](").dropFirst() {
      let target = String(part.prefix { $0 != ")" && $0 != "#" })
      guard !target.isEmpty, !target.contains("://") else { continue }
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: target).path), "\(target)")
    }
  }

  private func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: URL(filePath: path))
  }
}
