import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

/// Makes trees of any shape from pieces that have given renderers trouble.
struct RandomDocument {
  private var generator: SeededGenerator
  private static let pieces = [
    "word", "سلام", "<b>", "&amp;", "\"'", "\u{202E}", "\u{2067}", "\u{2069}", "\u{0}", "\u{1B}[0m", "12.5", "漢字", "👨‍👩‍👧",
    "e\u{301}", "|", "`", "*_~", "[x](javascript:1)", "]]>", "-->", "{{x}}", "\n", "\u{2028}", "\u{FFFE}", "C++ (UK)",
    "=1+1", "%s",
    "محـمـد", " ", " ", "https://e.example/a", "\u{FEFF}", "\r\nBcc: x",
  ]

  init(_ seed: UInt64) { generator = SeededGenerator(state: seed) }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

  mutating func text() -> String {
    (0..<number(0...8)).map { _ in Self.pieces[number(0...Self.pieces.count - 1)] }.joined(
      separator: number(0...1) == 0 ? "" : " ")
  }

  private mutating func direction() -> TextDirection { number(0...1) == 0 ? .leftToRight : .rightToLeft }

  mutating func inlines(_ depth: Int = 0) -> [Inline] {
    (0..<number(0...4)).map { _ in
      switch number(0...(depth > 2 ? 4 : 9)) {
      case 0, 1: return .text(text())
      case 2: return .code(text())
      case 3: return .date(text(), value: text())
      case 4:
        return .citation([
          CitationMark(source: number(-1...4), passage: Citation(article: text(), paragraph: nil, start: 0, end: 1))
        ])
      case 5: return .strong(inlines(depth + 1))
      case 6: return .link(inlines(depth + 1), url: text())
      case 7: return .span(inlines(depth + 1), language: text(), direction: direction())
      case 8: return .number(text(), value: [0, -1.5, .nan, .infinity, 1e300][number(0...4)])
      default: return .lineBreak
      }
    }
  }

  private mutating func items() -> [SummaryItem] {
    (0..<number(0...3)).map { _ in SummaryItem(content: inlines(), language: text(), direction: direction()) }
  }

  mutating func blocks(_ depth: Int = 0) -> [Block] {
    (0..<number(0...4)).map { _ in
      Block(
        content(depth), language: number(0...3) == 0 ? text() : nil, direction: number(0...3) == 0 ? direction() : nil,
        classes: number(0...5) == 0 ? [text(), "ok"] : [])
    }
  }

  private mutating func picture() -> Picture {
    Picture(
      data: number(0...1) == 0 ? [] : Array(text().utf8), width: number(-5...5), height: number(-5...5), url: text(),
      alt: text(), caption: text(), credit: text(), language: text())
  }

  private mutating func content(_ depth: Int) -> Block.Content {
    switch number(0...(depth > 3 ? 9 : 19)) {
    case 0, 1: return .paragraph(inlines())
    case 2: return .heading(level: number(-3...9), inlines())
    case 3:
      let columns = (0..<number(0...9)).map { _ in
        Table.Column(title: inlines(), alignment: [.start, .center, .end][number(0...2)])
      }
      return .table(
        Table(
          caption: inlines(), columns: columns,
          rows: (0..<number(0...4)).map { _ in (0..<number(0...9)).map { _ in inlines() } },
          hasTotals: number(0...1) == 0))
    case 4:
      let kind = Chart.Kind.allCases[number(0...4)]
      let labels = (0..<number(0...5)).map { number(0...1) == 0 ? text() : "2025-01-0\($0 + 1)" }
      return .chart(
        Chart(
          kind: kind, title: text(), labels: labels,
          series: (0..<number(0...8)).map { _ in
            .init(
              name: text(), values: (0..<number(0...6)).map { _ in [nil, 0, -3, 1e300, .nan, 7.25][number(0...5)] })
          }, unit: text()))
    case 5:
      let items = (0..<number(0...5)).map { _ -> TimelineView.Item in
        let day = CivilDate(dayNumber: number(-900_000...2_900_000))
        return .init(
          dateText: text(), value: text(), interval: DayInterval(day, day.adding(days: number(0...400))),
          precision: [.day, .month, .span, .approximate][number(0...3)], content: inlines(), sources: [text()],
          language: text(), direction: direction(), isFuture: number(0...1) == 0, remark: text())
      }
      return .timeline(TimelineView(items: items, undated: self.items()))
    case 6: return .summary(items())
    case 7:
      return .card(
        ArticleCard(
          kicker: text(), title: text(), url: text(), sources: [text(), text()], dateText: text(), dateValue: text(),
          remark: text(), summary: items(), language: text(), direction: direction(),
          anchor: [nil, "story-1", text()][number(0...2)],
          picture: number(0...1) == 0 ? picture() : nil,
          related: (0..<number(0...2)).map { _ in .init(title: text(), url: text(), source: text(), language: text()) })
      )
    case 8: return .rule
    case 9: return [.contents, .pageBreak][number(0...1)]
    case 10, 11: return .section(title: inlines(), blocks(depth + 1))
    case 12: return .list(ordered: number(0...1) == 0, items: (0..<number(0...3)).map { _ in blocks(depth + 1) })
    case 13: return .quote(blocks(depth + 1), attribution: inlines())
    case 14: return .note(Block.NoteKind.allCases[number(0...2)], blocks(depth + 1))
    case 15: return .columns((0..<number(0...3)).map { _ in blocks(depth + 1) })
    case 17:
      return .digest(
        (0..<number(0...3)).map { _ in
          DigestLine(content: inlines(), anchor: [nil, "story-1", text()][number(0...2)], language: text())
        })
    case 18:
      return .figures((0..<number(0...3)).map { _ in KeyFigure(value: text(), label: inlines(), language: text()) })
    case 19: return .image(picture())
    default: return [.lead(blocks(depth + 1)), .group(blocks(depth + 1))][number(0...1)]
    }
  }

  mutating func document() -> Document {
    Document(
      title: inlines(), subtitle: inlines(), provenance: inlines(),
      language: ["en", "ar", "fr", text()][number(0...3)],
      direction: direction(), blocks: blocks() + blocks(),
      sources: (0..<number(0...3)).map { _ in
        .init(
          article: text(), title: text(), publisher: text(), url: text(), date: text(), dateValue: text(),
          language: text(), direction: direction())
      },
      colophon: .init(made: text(), madeText: text(), script: text(), parameters: [text()], version: text()))
  }
}

@Suite struct RandomDocumentTests {
  private static let seeds = Array(UInt64(1)...24)

  @Test(arguments: seeds)
  func anyTreeRendersWithoutForbiddenCharacters(seed: UInt64) throws {
    var random = RandomDocument(seed)
    let document = random.document()
    for citations in CitationStyle.allCases {
      let options = RenderOptions(
        width: 40 + Int(seed % 60), citations: citations, bidi: seed % 2 == 0 ? .logical : .visual)
      for renderer in [
        HTMLRenderer(options: options), TextRenderer(options: options), MarkdownRenderer(options: options),
        PandocRenderer(options: options), JSONRenderer(),
      ] as [any Renderer] {
        let output = try renderer.string(document)
        let bad = output.unicodeScalars.first { scalar in
          scalar != "\n" && [.drop, .space].contains(OutputText.fate(of: scalar.value)) && scalar.value != 0x09
        }
        #expect(bad == nil, "\(type(of: renderer)): U+\(String(bad?.value ?? 0, radix: 16))")
      }
      let mail = try MailRenderer(options: options).string(document)
      #expect(mail.utf8.allSatisfy { $0 < 0x7F })
      #expect(mail.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 998 })
    }
    _ = document.dump()
  }

  @Test(arguments: seeds)
  func textLinesFitAndIsolatesAreBalanced(seed: UInt64) throws {
    var random = RandomDocument(seed)
    let output = try TextRenderer(options: RenderOptions(width: 60)).string(random.document())
    for line in output.split(separator: "\n") {
      var open = 0
      for scalar in line.unicodeScalars {
        if (0x2066...0x2068).contains(scalar.value) { open += 1 }
        if scalar.value == 0x2069 { open -= 1 }
        #expect(open >= 0)
      }
      #expect(open == 0)
      #expect(TextRendererTests.fits(line, 60), "\(line.debugDescription)")
    }
  }

  @Test(arguments: seeds)
  func paragraphsParseBackToTheirText(seed: UInt64) throws {
    var random = RandomDocument(seed)
    let texts = (0..<20).map { _ in random.text() }.filter { !OutputText.cleanedWithoutIsolates($0).isEmpty }
    let document = Document(
      title: [.text("T")], language: seed % 2 == 0 ? "en" : "ar",
      direction: seed % 2 == 0 ? .leftToRight : .rightToLeft,
      blocks: texts.map { Block(.paragraph([.text($0)])) })
    let parsed = ParsedPage.paragraphs(try HTMLRenderer().string(document))
    #expect(parsed == texts.map(OutputText.cleanedWithoutIsolates))
  }

  /// Every letter of a tree's paragraphs, in order, as each format is read back: JSON by Foundation, HTML by gumbo.
  @Test(arguments: seeds)
  func jsonParsesBackAndCellsKeepTheirText(seed: UInt64) throws {
    var random = RandomDocument(seed)
    let document = random.document()
    for output in [try JSONRenderer().string(document), try PandocRenderer().string(document)] {
      _ = try JSONSerialization.jsonObject(with: Data(output.utf8))
    }
    let texts = (0..<12).map { _ in random.text() }
    let table = Table(columns: [Table.Column(title: [.text("A")])], rows: texts.map { [[.text($0)]] })
    let plain = Document(
      title: [.text("T")], language: "en", direction: .leftToRight, blocks: [Block(.table(table))])
    let object = try JSONSerialization.jsonObject(with: Data(try JSONRenderer().string(plain).utf8))
    let blocks = try #require((object as? [String: Any])?["blocks"] as? [[String: Any]])
    let rows = try #require(blocks.first?["rows"] as? [[[[String: Any]]]])
    #expect(rows.map { $0.first?.first?["text"] as? String } == texts)
    // A file of one column: what stands on each line is the text, with an apostrophe where it would compute.
    let lines = try CSVRenderer().string(plain).components(separatedBy: "\r\n").dropFirst().dropLast()
    for (line, text) in zip(lines, texts) {
      var cell = line
      if cell.hasPrefix("\"") { cell = String(cell.dropFirst().dropLast()).replacing("\"\"", with: "\"") }
      #expect(cell == OutputText.line(text) || cell == "'" + OutputText.line(text))
    }
  }
}
