import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportScripting

/// Numbers that the lead shows large, with what they count.
@Suite struct KeyFigureTests {
  @Test(arguments: [
    // What is told beside, after a joint, is not what the number counts.
    ("The plant costs 1.2 billion dinars and two reservoirs another 100 million.", ""),
    ("The flood killed 12 people and injured 30 others in the valley.", ""),
    ("The flood killed 12 people in the valley and injured 30 others.", "12 people in the valley"),
    ("Officials moved 320 families from the quarter or sent them home.", "320 families from the quarter"),
    ("The port handled 21,400 containers in February, while cargo fell.", "21,400 containers in February"),
    ("The council gave the authority 15 days to publish its contract.", "15 days to publish its contract"),
    ("أجلت الحماية المدنية 320 عائلة من حي السواقي، وأغلقت الجسر.", "320 عائلة من حي السواقي"),
    ("She said so in two sentences of 9 words each.", ""),
  ])
  func aFigureTellsWhatItCounts(_ sentence: String, _ expected: String) throws {
    var article = try ScriptFixture.articles()[0]
    article.paragraphs = [sentence]
    article.language = sentence.unicodeScalars.contains { $0.value > 0x600 && $0.value < 0x700 } ? "ar" : "en"
    let document = try ScriptFixture.build(
      "doc:figures(ctx.articles[1]:summarize { sentences = 3 })", try ScriptFixture.input(articles: [article]))
    let told = document.blocks.flatMap { block -> [String] in
      guard case .figures(let figures) = block.content else { return [] }
      return figures.map { figure in
        let label = figure.label.map { piece in
          if case .text(let text) = piece { text } else { "" }
        }
        return figure.value + " " + label.joined()
      }
    }
    #expect(told == (expected.isEmpty ? [] : [expected]))
  }
}
