import Foundation
import Testing

@testable import ReportAnalysis
@testable import ReportArticles

@Suite struct DisagreementTests {
  private struct Pair {
    var expected: String
    var articles: [Article]
  }

  private static func load(file: String = #filePath) throws -> [Pair] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let text = try String(contentsOf: folder.appendingPathComponent("Golden/differences.txt"), encoding: .utf8)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
      let fields = line.split(separator: "|").map(String.init)
      guard fields.count == 6 else { return nil }
      let languages = fields[1].split(separator: "-").map(String.init)
      var articles: [Article] = []
      for number in 0..<2 {
        let language = languages[number % languages.count]
        var article = StoryFixture.article(
          "a\(number)", fields[2 + 2 * number], [fields[3 + 2 * number]], language: language, day: "2026-11-30",
          publisher: "Paper \(number)")
        // The second article of an update is of the evening.
        if fields[0] == "update", let day = CivilDate(iso: "2026-11-30") {
          article.published = ArticleDate(
            date: day, secondOfDay: number == 0 ? 28_800 : 72_000, precision: .minute, evidence: .feed, text: "")
        }
        articles.append(article)
      }
      return Pair(expected: fields[0], articles: articles)
    }
  }

  @Test func onlyTheSameQuantityOfTheSameThingDiffers() throws {
    var (found, all) = (0, 0)
    for pair in try Self.load() {
      let differences = ExtractiveSummarizer().summarize(pair.articles, budget: .sentences(3)).disagreements
      #expect(differences.count <= 1)
      if pair.expected == "none" {
        #expect(differences.isEmpty, "\(differences.map(\.figures)) \(pair.articles.map(\.text))")
      } else {
        all += 1
        if differences.count == 1 { found += 1 }
        #expect(differences.allSatisfy { $0.isUpdate == (pair.expected == "update") })
      }
    }
    #expect(all >= 40)
    #expect(found * 5 >= all * 4, "\(found) of \(all)")
  }
}
