import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportScripting

/// Sentences with the dates that a reader finds in them. Values were worked out by hand, calendar arithmetic and Hijri
/// days checked against ISO 8601 calendars and the published Umm al-Qura tables.
private struct GoldLine: Decodable {
  struct Expected: Decodable {
    var span: String
    var value: String
    var values: [String]?
    var flag: String?
    var start: Int
    var end: Int
  }
  var id: String
  var doc_date: String
  var lang: String
  var text: String
  var expected: [Expected]
}

@Suite struct DateGoldTests {
  private static let tagger = RuleTagger()

  private func lines(_ name: String) throws -> [GoldLine] {
    let file = URL(filePath: Fixture.path(name))
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(GoldLine.self, from: Data($0.utf8))
    }
  }

  /// Looking at the next token before a rule is tried must not change what is found.
  @Test(arguments: RuleTagger.languages)
  func lookingAheadChangesNoMatch(language: String) throws {
    let rules = try RuleTagger.load(language)
    var blind = rules
    blind.signatures = rules.signatures.map { _ in .max }
    for index in blind.candidates.indices {
      (blind.candidates[index].second, blind.candidates[index].third) = (.max, .max)
    }
    for index in blind.openings.indices { blind.openings[index].second = .max }
    for line in try lines("dates-\(language).jsonl") {
      var text = line.text
      text.withUTF8 { bytes in
        var tokenizer = TemporalTokenizer(bytes: bytes, rules: rules)
        tokenizer.run()
        let found = RuleMatcher.matches(rules: rules, tokens: tokenizer.tokens)
        let expected = RuleMatcher.matches(rules: blind, tokens: tokenizer.tokens)
        #expect(found.map(\.context) == expected.map(\.context), "\(line.id)")
        #expect(found.map(\.tokens) == expected.map(\.tokens), "\(line.id)")
        #expect(found.map(\.rule) == expected.map(\.rule), "\(line.id)")
      }
    }
  }

  /// The share of lines that have to be without any error, spurious finds included.
  @Test(arguments: RuleTagger.languages)
  func sentencesAreReadAsAReaderWould(language: String) throws {
    let lines = try lines("dates-\(language).jsonl")
    var wrong: [String] = []
    for line in lines {
      let found = Self.tagger.expressions(
        in: line.text, language: line.lang, reference: DateReference(day: CivilDate(iso: line.doc_date)))
      let offsets = Array(line.text.unicodeScalars)
      let isRight =
        found.count == line.expected.count
        && zip(found, line.expected).allSatisfy { one, gold in
          let citation = Citation(article: "", paragraph: 0, utf8Range: one.range, in: line.text)
          return (one.value == gold.value || gold.values?.contains(one.value) == true)
            && one.flag?.rawValue == gold.flag && citation.start < gold.end && gold.start < citation.end
            && citation.end <= offsets.count
        }
      if !isRight {
        wrong.append("\(line.id) \(line.text) → \(found.map { "\($0.text)=\($0.value)" })")
      }
    }
    #expect(Double(wrong.count) <= 0.02 * Double(lines.count), "\(wrong.joined(separator: "\n"))")
  }

  @Test func thereAreEnoughOfThem() throws {
    let counts = try RuleTagger.languages.map { try lines("dates-\($0).jsonl").count }
    #expect(counts.reduce(0, +) >= 2_200)
    #expect(counts.allSatisfy { $0 >= 40 })
    #expect(counts[0] >= 780)
  }
}
