import Foundation
import FoundationXML
import Testing

@testable import ReportDocument
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

@Suite struct CSVRendererTests {
  private func csv(_ blocks: [Block]) throws -> String {
    let document = Document(title: [.text("T")], language: "en", direction: .leftToRight, blocks: blocks)
    let text = try CSVRenderer().string(document)
    #expect(text.hasPrefix("\u{FEFF}"))
    return String(text.unicodeScalars.dropFirst().map(Character.init))
  }

  private func cell(_ inlines: [Inline]) throws -> String {
    let table = Table(columns: [Table.Column(title: [.text("A")])], rows: [[inlines]])
    let lines = try csv([Block(.table(table))]).components(separatedBy: "\r\n")
    #expect(lines.count == 3 && lines[0] == "A" && lines[2] == "")
    return lines[1]
  }

  /// RFC 4180: quotes are doubled, fields with commas and quotes are quoted.
  @Test(arguments: [
    ("plain", "plain"), ("a, b", "\"a, b\""), ("say \"no\"", "\"say \"\"no\"\"\""), ("two\nlines", "two lines"),
    ("نص، عربي", "نص، عربي"), (" edge ", "\" edge \""),
  ])
  func textIsQuotedWhereItMustBe(text: String, expected: String) throws {
    #expect(try cell([.text(text)]) == expected)
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "|cmd", "%0A", "＝1", "\u{2066}=1\u{2069}", "\r=1", "\u{202E}=1",
  ])
  func nothingIsAFormula(text: String) throws {
    let found = try cell([.text(text)]).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    #expect(found.hasPrefix("'"))
  }

  @Test func numbersAndDatesStandByTheirValues() throws {
    #expect(try cell([.number("1,234.50", value: 1234.5)]) == "1234.5")
    #expect(try cell([.number("−3", value: -3)]) == "-3")
    #expect(try cell([.date("13 March", value: "2025-03-13")]) == "2025-03-13")
    #expect(try cell([.text("a "), .number("3", value: 3)]) == "a 3")
  }

  @Test func tablesAndChartsStandInOrderWithALineBetween() throws {
    let table = Table(
      columns: [Table.Column(title: [.text("A")]), Table.Column(title: [.text("B")])], rows: [[[.text("1")]]])
    let chart = Chart(
      kind: .bar, title: "C", labels: ["x", "y"],
      series: [Chart.Series(name: "s", values: [1, nil]), Chart.Series(name: "t", values: [0.5, 2])])
    let text = try csv([
      Block(.section(title: [.text("S")], [Block(.paragraph([.text("left out")])), Block(.table(table))])),
      Block(.chart(chart)),
    ])
    // RFC 4180, 2.4: each line has the same number of fields.
    #expect(text == "A,B,\r\n1,,\r\n\r\nC,s,t\r\nx,1,0.5\r\ny,,2\r\n")
  }

  @Test func aReportWithoutTablesIsEmpty() throws {
    #expect(try csv([Block(.paragraph([.text("x")]))]) == "")
  }
}

@Suite struct AtomRendererTests {
  private final class Reader: NSObject, XMLParserDelegate {
    var texts: [String: [String]] = [:]
    var path: [String] = []

    func parser(
      _ parser: FoundationXML.XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      path.append(name)
      texts[path.joined(separator: "/"), default: []].append("")
    }

    func parser(_ parser: FoundationXML.XMLParser, foundCharacters string: String) {
      let key = path.joined(separator: "/")
      var found = texts[key] ?? []
      if let last = found.popLast() { found.append(last + string) }
      texts[key] = found
    }

    func parser(
      _ parser: FoundationXML.XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) { path.removeLast() }
  }

  private func parsed(_ document: Document) throws -> [String: [String]] {
    let reader = Reader()
    let parser = FoundationXML.XMLParser(data: Data(try AtomRenderer().string(document).utf8))
    parser.delegate = reader
    #expect(parser.parse())
    return reader.texts
  }

  private func document(_ text: String, made: String = "2025-03-14T07:00:00+02:00") -> Document {
    Document(
      title: [.text(text)], subtitle: [.text(text)], language: "ar", direction: .rightToLeft,
      blocks: [Block(.paragraph([.text(text), .link([.text("x")], url: "javascript:alert(1)")]))],
      colophon: Document.Colophon(made: made, script: "daily.lua"))
  }

  @Test(arguments: [
    "<script>alert(1)</script> & ]]> \"quoted\"", "a\u{0}b\u{8}c\u{FFFE}d\u{202E}e", "&lt;b&gt;", "نص عربي",
  ])
  func itIsWellFormedAndItsContentHarmless(text: String) throws {
    let texts = try parsed(document(text))
    #expect(texts["feed/entry/title"] == [OutputText.cleaned(text)])
    let content = try #require(texts["feed/entry/content"]?.first)
    #expect(!content.contains("<script") && !content.contains("javascript:"))
    #expect(content.contains("dir=\"rtl\""))
  }

  /// RFC 4287, 4.1.1 and 4.1.2: id, title, updated and an author are required; ids do not change.
  @Test func itHasWhatAFeedMustHave() throws {
    let first = try parsed(document("A"))
    for element in ["feed/id", "feed/title", "feed/updated", "feed/author/name", "feed/entry/id", "feed/entry/updated"]
    {
      #expect(first[element]?.count == 1, "\(element)")
    }
    let same = try parsed(document("B"))
    let later = try parsed(document("A", made: "2025-03-15T07:00:00+02:00"))
    #expect(first["feed/id"] == later["feed/id"])
    #expect(first["feed/entry/id"] == same["feed/entry/id"])
    #expect(first["feed/entry/id"] != later["feed/entry/id"])
  }
}
