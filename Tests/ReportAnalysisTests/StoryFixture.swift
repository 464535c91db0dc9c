import Foundation

@testable import ReportArticles
@testable import ReportScripting

/// Articles written for these tests, with the story that each belongs to.
enum StoryFixture {
  struct Labelled {
    var story: String
    var article: Article
  }

  /// Blocks parted by an empty line: `@ story | language | day | publisher`, the headline, then a paragraph a line.
  static func load(_ name: String, file: String = #filePath) throws -> [Labelled] {
    let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    let text = try String(contentsOf: folder.appendingPathComponent("Golden/stories/\(name)"), encoding: .utf8)
    return text.components(separatedBy: "\n\n").enumerated().compactMap { index, block in
      var lines = block.split(separator: "\n").map(String.init)
      guard lines.count > 2, lines[0].hasPrefix("@") else { return nil }
      let head = lines.removeFirst().dropFirst().split(separator: "|").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      let title = lines.removeFirst()
      let article = article(
        "a\(padded(index, 3))", title, lines, language: head[1], day: head[2], publisher: head[3])
      return Labelled(story: head[0], article: article)
    }
  }

  /// An article with only what the analysis looks at.
  static func article(
    _ id: String, _ title: String, _ paragraphs: [String], language: String = "en", day: String? = nil,
    publisher: String? = nil
  ) -> Article {
    let date = day.flatMap { CivilDate(iso: $0) }.map {
      ArticleDate(date: $0, precision: .day, evidence: .feed, text: day ?? "")
    }
    return Article(
      id: id, origin: Article.Origin(path: "test", format: "test"), title: title, publisher: publisher,
      language: language, direction: language == "ar" ? .rightToLeft : .leftToRight, published: date,
      paragraphs: paragraphs)
  }

  /// B³ precision, recall and F1 (Bagga and Baldwin 1998) of clusters against gold labels by position.
  static func bCubed(_ clusters: [[Int]], gold: [String]) -> (precision: Double, recall: Double, f1: Double) {
    var precision = 0.0
    var recall = 0.0
    for cluster in clusters {
      for member in cluster {
        let right = Double(cluster.filter { gold[$0] == gold[member] }.count)
        precision += right / Double(cluster.count)
        recall += right / Double(gold.filter { $0 == gold[member] }.count)
      }
    }
    precision /= Double(gold.count)
    recall /= Double(gold.count)
    return (precision, recall, 2 * precision * recall / (precision + recall))
  }
}
