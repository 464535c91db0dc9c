import Foundation
import TestSupport
import Testing

@testable import ReportAnalysis
@testable import ReportArticles
@testable import ReportScripting

/// Summaries against what an editor wrote, by ROUGE-1 and ROUGE-2 F1 (Lin 2004): a guard on quality, in Arabic and
/// English, with missing leads, teasers, interviews, captions and promotion lines among the texts.
@Suite struct SummaryQualityTests {
  struct Case {
    var article: Article
    var sentences: Int
    var gold: String
  }

  static func cases(_ language: String) throws -> [Case] {
    let directory = Fixture.path("summaries")
    return try FileManager.default.contentsOfDirectory(atPath: directory).sorted().filter { $0.hasPrefix(language) }
      .map { name in
        let text = try String(contentsOfFile: directory + "/" + name, encoding: .utf8)
        var header: [String: String] = [:]
        var paragraphs: [String] = []
        for line in text.split(separator: "\n") {
          if header.count < 3, let colon = line.firstIndex(of: ":") {
            header[String(line[..<colon])] = String(line[line.index(colon, offsetBy: 2)...])
          } else {
            paragraphs.append(String(line))
          }
        }
        return Case(
          article: Article(
            id: name, origin: .init(path: name, format: "text"), title: header["title"] ?? "", language: language,
            paragraphs: paragraphs),
          sentences: Int(header["sentences"] ?? "") ?? 1, gold: header["gold"] ?? "")
      }
  }

  /// F1 of shared word sequences, as a share of 1.
  static func rouge(_ length: Int, _ summary: String, _ gold: String) -> Double {
    func counts(_ text: String) -> [[String]: Int] {
      let words = TextFolding.fold(text).split { !$0.isLetter && !$0.isNumber }.map(String.init)
      guard words.count >= length else { return [:] }
      return (0...(words.count - length)).reduce(into: [:]) { $0[Array(words[$1..<($1 + length)]), default: 0] += 1 }
    }
    let (ours, theirs) = (counts(summary), counts(gold))
    let shared = ours.reduce(0) { $0 + min($1.value, theirs[$1.key] ?? 0) }
    let total = ours.values.reduce(0, +) + theirs.values.reduce(0, +)
    return total == 0 ? 0 : 2 * Double(shared) / Double(total)
  }

  private func scores(_ language: String, _ summarize: (Case) -> [String]) throws -> (one: Double, two: Double) {
    let cases = try Self.cases(language)
    var sums = (one: 0.0, two: 0.0)
    for item in cases {
      let summary = summarize(item).joined(separator: " ")
      sums.one += Self.rouge(1, summary, item.gold)
      sums.two += Self.rouge(2, summary, item.gold)
    }
    return (sums.one / Double(cases.count), sums.two / Double(cases.count))
  }

  private func ours(_ item: Case, title: Bool) -> [String] {
    var article = item.article
    if !title { article.title = "" }
    return ExtractiveSummarizer().summarize([article], budget: .sentences(item.sentences)).sentences.map(\.text)
  }

  private func lead(_ item: Case) -> [String] {
    Array(item.article.paragraphs.prefix(item.sentences))
  }

  @Test(arguments: ["ar", "en"], [true, false])
  func summariesStayCloseToWhatAnEditorWrote(_ language: String, _ hasTitle: Bool) throws {
    let ours = try scores(language) { self.ours($0, title: hasTitle) }
    let lead = try scores(language, lead)
    #expect(try Self.cases(language).count >= 5)
    #expect(ours.one > lead.one + 0.1 && ours.two > lead.two + 0.1, "ours \(ours), lead \(lead)")
    #expect(ours.one > 0.5 && ours.two > 0.3, "ours \(ours), lead \(lead)")
  }

  @Test func rougeCountsAsItsAuthorDoes() {
    // “police killed the gunman” / “police kill the gunman”: 3 of 4 words, 1 of 3 pairs (Lin 2004).
    #expect(Self.rouge(1, "police kill the gunman", "police killed the gunman") == 0.75)
    #expect(abs(Self.rouge(2, "police kill the gunman", "police killed the gunman") - 1.0 / 3) < 1e-12)
  }
}
