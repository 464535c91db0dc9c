import Foundation
import TestSupport
import Testing

@testable import ReportAnalysis
@testable import ReportArticles

/// Summaries of 26 stories told by several short articles each. In `stories.txt` every sentence names the facts that it
/// tells, first what it is about: a good summary tells what several articles have, and nothing twice.
@Suite struct StorySummaryTests {
  private struct Group {
    var language: String
    var articles: [Article] = []
    /// The facts of each sentence.
    var facts: [String: [String]] = [:]

    /// The facts that more than one article has.
    var shared: Set<String> {
      var articlesByFact: [String: Set<String>] = [:]
      for article in articles {
        for fact in article.paragraphs.flatMap({ facts[$0] ?? [] }) {
          articlesByFact[fact, default: []].insert(article.id)
        }
      }
      return Set(articlesByFact.filter { $0.value.count > 1 }.keys)
    }
  }

  private let groups: [Group]

  init() throws {
    var groups: [Group] = []
    for line in try String(contentsOfFile: Fixture.path("groups/stories.txt"), encoding: .utf8).split(separator: "\n") {
      var last = groups.popLast() ?? Group(language: "")
      if line.hasPrefix("@") {
        if !last.articles.isEmpty { groups.append(last) }
        last = Group(language: String(line.dropFirst(2).prefix(2)))
      } else if line.hasPrefix("#") {
        let parts = line.dropFirst().split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
        let id = "\(groups.count)-\(last.articles.count)"
        last.articles.append(
          Article(
            id: id, origin: .init(path: id, format: "test"), title: parts[0], publisher: parts[1],
            language: last.language,
            published: CivilDate(iso: parts[2][...]).map {
              ArticleDate(date: $0, precision: .day, evidence: .meta, text: "")
            }, paragraphs: []))
      } else if let bracket = line.range(of: " [", options: .backwards) {
        let text = String(line[..<bracket.lowerBound])
        last.articles[last.articles.count - 1].paragraphs.append(text)
        last.facts[text] = line[bracket.upperBound...].dropLast().split(separator: " ").map(String.init)
      }
      groups.append(last)
    }
    self.groups = groups
  }

  @Test(arguments: [SummaryBudget.sentences(4), .words(70)])
  func whatSeveralArticlesHaveIsToldAndNothingTwice(_ budget: SummaryBudget) {
    var (sentences, repeated, empty, shared, told) = (0, 0, 0, 0, 0)
    for group in groups {
      var known: Set<String> = []
      for sentence in ExtractiveSummarizer().summarize(group.articles, budget: budget).sentences {
        let facts = group.facts[sentence.text] ?? []
        #expect(!facts.isEmpty)
        if let first = facts.first, known.contains(first) { repeated += 1 }
        if known.isSuperset(of: facts) { empty += 1 }
        known.formUnion(facts)
        sentences += 1
      }
      shared += group.shared.count
      told += group.shared.intersection(known).count
    }
    #expect(groups.count == 26)
    #expect(sentences > 100)
    #expect(repeated <= 3)
    #expect(empty == 0)
    #expect(told >= shared - 2, "\(told) of \(shared)")
  }

  @Test func workOnManyArticlesEndsWhenItIsTold() {
    struct Over: Error {}
    let many = (0..<4).flatMap { _ in groups.flatMap(\.articles) }
    var left = many.count + 3
    #expect(throws: Over.self) {
      try ExtractiveSummarizer().summarize(many, budget: .words(500)) {
        left -= 1
        if left < 0 { throw Over() }
      }
    }
  }
}
