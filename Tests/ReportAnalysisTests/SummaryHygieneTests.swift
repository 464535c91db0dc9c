import Foundation
import TestSupport
import Testing

@testable import ReportAnalysis
@testable import ReportArticles

/// What is no report, or cannot stand alone, in five languages: `lines.tsv` has a kind, a language and a line, which is
/// set into the article of that language in `bodies.tsv`.
@Suite struct SummaryHygieneTests {
  private struct Body {
    var title = ""
    var lead = ""
    var others: [String] = []
  }

  private let bodies: [String: Body]
  private let lines: [(kind: String, language: String, text: String)]
  private let summarizer = ExtractiveSummarizer()

  init() throws {
    func rows(_ name: String) throws -> [[String]] {
      try String(contentsOfFile: Fixture.path("hygiene/\(name).tsv"), encoding: .utf8).split(separator: "\n")
        .map { $0.split(separator: "\t").map(String.init) }
    }
    bodies = try rows("bodies").reduce(into: [:]) { bodies, row in
      switch row[1] {
      case "title": bodies[row[0], default: Body()].title = row[2]
      case "lead": bodies[row[0], default: Body()].lead = row[2]
      default: bodies[row[0], default: Body()].others.append(row[2])
      }
    }
    lines = try rows("lines").map { ($0[0], $0[1], $0[2]) }
  }

  private func summary(_ paragraphs: [String], _ language: String, title: String, _ count: Int) -> [String] {
    let article = Article(
      id: "a", origin: .init(path: "a", format: "test"), title: title, language: language, paragraphs: paragraphs)
    let sentences = summarizer.summarize([article], budget: .sentences(count)).sentences
    for sentence in sentences {
      let paragraph = Array(paragraphs[sentence.citation.paragraph ?? 0].unicodeScalars)
      var cited = String.UnicodeScalarView()
      cited.append(contentsOf: paragraph[sentence.citation.start..<sentence.citation.end])
      #expect(String(cited) == sentence.text)
    }
    return sentences.map(\.text)
  }

  private func forEach(_ kind: String, _ check: (String, String, Body) -> Void) {
    let chosen = lines.filter { $0.kind == kind }
    #expect(chosen.count >= 4)
    for line in chosen { check(line.text, line.language, bodies[line.language] ?? Body()) }
  }

  /// Whether one of the sentences is the line or a piece of it.
  private func hold(_ sentences: [String], _ line: String) -> Bool {
    sentences.contains { line.contains($0) || $0.contains(line) }
  }

  @Test func datelinesAndLabelsAreNoText() {
    forEach("prefix") { prefix, language, body in
      #expect(summary([prefix + body.lead] + body.others, language, title: body.title, 1) == [body.lead], "\(prefix)")
    }
  }

  @Test func whatLooksLikeADatelineOrALabelStaysWhole() {
    forEach("whole") { line, language, body in
      #expect(summary([line] + body.others, language, title: body.title, 1) == [line])
    }
  }

  @Test func aStandfirstAndTheLeadUnderItAreToldOnce() {
    forEach("twice") { line, language, body in
      for count in 2...3 {
        let found = summary([line, body.lead] + body.others, language, title: body.title, count)
        #expect(found.contains(line) != found.contains(body.lead), "\(line)")
      }
    }
  }

  @Test func creditsPromotionAndSubheadingsAreNeverChosen() {
    forEach("out") { line, language, body in
      let found = summary([body.lead, line] + body.others, language, title: body.title, 5)
      #expect(Set(found) == Set([body.lead] + body.others), "\(line)")
    }
  }

  @Test func announcementsAndQuestionsAreSecondToReport() {
    forEach("soft") { line, language, body in
      for count in 2...3 {
        let paragraphs = [body.lead, body.others[0], line] + body.others.dropFirst()
        #expect(!hold(summary(paragraphs, language, title: body.title, count), line), "\(line)")
      }
    }
  }

  @Test func itemsOfAListAreSecondToReport() {
    forEach("list") { line, language, body in
      let items = line.split(separator: "|").map(String.init)
      let found = summary([body.lead] + items + body.others, language, title: body.title, 3)
      #expect(found.allSatisfy { ([body.lead] + body.others).contains($0) }, "\(line)")
    }
  }

  @Test func whatLeansOnASentenceComesWithIt() {
    forEach("lean") { line, language, body in
      for count in 2...3 {
        let paragraphs = [body.lead, body.others[0], line] + body.others.dropFirst()
        let found = summary(paragraphs, language, title: body.title, count)
        #expect(!hold(found, line) || found.contains(body.others[0]), "\(line)")
      }
    }
  }

  @Test func namesOfLettersAreInitials() {
    forEach("uncut") { line, language, body in
      #expect(TextAnalyzer(language: language).sentences(in: line + " " + body.others[0]).count == 2, "\(line)")
    }
    forEach("cut") { line, language, _ in
      let parts = line.split(separator: "|").map(String.init)
      let text = parts.joined(separator: " ")
      let bytes = Array(text.utf8)
      let found = TextAnalyzer(language: language).sentences(in: text)
      #expect(found.map { String(decoding: bytes[$0], as: UTF8.self) } == parts)
    }
  }
}
