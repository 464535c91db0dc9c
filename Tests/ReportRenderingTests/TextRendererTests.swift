import Foundation
import TestSupport
import Testing

@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

@Suite struct TextRendererTests {
  private func text(_ blocks: [Block], _ options: RenderOptions = RenderOptions(), language: String = "en") throws
    -> String
  {
    let document = Document(
      title: [.text("T")], language: language, direction: .of(language: language), blocks: blocks)
    return try TextRenderer(options: options).string(document)
  }

  @Test func everythingDocumentKeepsItsForm() throws {
    try expectSnapshot(TextRenderer().string(EverythingDocument.english), "everything.en.txt")
    try expectSnapshot(TextRenderer().string(EverythingDocument.arabic), "everything.ar.txt")
    try expectSnapshot(
      TextRenderer(options: .init(width: 50, bidi: .visual)).string(EverythingDocument.arabic),
      "everything.ar.visual.txt")
    try expectSnapshot(
      TextRenderer(options: .init(width: 60, plain: true)).string(EverythingDocument.english), "everything.en.plain.txt"
    )
  }

  /// Whether a line keeps to the width, or goes beyond it with an address, which is whole, and the marks behind it.
  static func fits(_ line: some StringProtocol, _ width: Int) -> Bool {
    if TextWrapper().width(line) <= width { return true }
    guard let address = line.range(of: #"https?://\S*$"#, options: .regularExpression) else { return false }
    return TextWrapper().width(line[..<address.lowerBound]) <= width
  }

  @Test(arguments: [40, 47, 80, 132])
  func noLineIsLongerThanTheWidth(width: Int) throws {
    for bidi in RenderOptions.BidiMode.allCases {
      for document in [EverythingDocument.english, EverythingDocument.arabic] {
        let output = try TextRenderer(options: .init(width: width, bidi: bidi)).string(document)
        for line in output.split(separator: "\n") where !Self.fits(line, width) {
          Issue.record("\(TextWrapper().width(line)) columns of \(width): \(line)")
        }
      }
    }
  }

  @Test func linesAreWrappedByDisplayWidth() {
    // Each ideograph takes two columns, marks none, tatweel one, a family emoji two.
    #expect(TextWrapper().lines("漢字漢字漢字", width: 5) == ["漢字", "漢字", "漢字"])
    #expect(TextWrapper().width("مُحَمَّد") == 4)
    #expect(TextWrapper().width("محـمـد") == 6)
    #expect(TextWrapper().width("👨‍👩‍👧") == 2)
    #expect(TextWrapper().width("e\u{301}") == 1)
    // Lines are measured as texts are.
    for text in ["👩‍👩‍👧 family", "👍🏽 yes", "☀️ sun", "مُحَمَّد", "漢字"] {
      let wrapper = TextWrapper()
      #expect(wrapper.lines(text, width: wrapper.width(text)) == [text])
      #expect(wrapper.lines(text + " " + text, width: wrapper.width(text)).count == 2)
      #expect(wrapper.longestWord(text) <= wrapper.width(text))
    }
    #expect(TextWrapper().longestWord("👩‍👩‍👧") == 2)
    #expect(TextWrapper().longestWord("☀️") == 2)
  }

  @Test func wordsLongerThanALineAreBrokenBetweenLetters() {
    #expect(TextWrapper().lines("abcdefghij", width: 4) == ["abcd", "efgh", "ij"])
    #expect(TextWrapper().lines("a\u{301}b\u{301}c\u{301}", width: 2) == ["a\u{301}b\u{301}", "c\u{301}"])
  }

  // Expected from perl 5.36, `split /\b{lb}/` (Unicode 14).
  @Test(arguments: [
    ("a b-c d/e", ["a ", "b-", "c ", "d/", "e"]),
    ("3,14 (x) $5.00 10%", ["3,14 ", "(x) ", "$5.00 ", "10%"]),
    ("漢字、かな", ["漢", "字、", "か", "な"]),
    ("قال «نعم» ثم", ["قال ", "«نعم» ", "ثم"]),
    ("a\u{A0}b—c", ["a\u{A0}b", "—", "c"]),
  ])
  func linesBreakWhereUnicodeAllows(text: String, parts: [String]) {
    let scalars = Array(text.unicodeScalars)
    var found: [String] = []
    var current = String.UnicodeScalarView([scalars[0]])
    LineBreaker(metrics: .shared).scan(scalars) { index, opportunity in
      if opportunity != .prohibited {
        found.append(String(current))
        current = .init()
      }
      current.append(scalars[index])
    }
    found.append(String(current))
    #expect(found == parts)
  }

  @Test func narrowTablesBecomeLists() throws {
    let columns = (1...9).map { Table.Column(title: [.text("Column \($0)")]) }
    let table = Table(columns: columns, rows: [(1...9).map { [.text("value \($0)")] }])
    let output = try text([Block(.table(table))], RenderOptions(width: 40))
    #expect(output.contains("Column 3: value 3\n"))
  }

  @Test func rightToLeftLinesEndAtTheRightEdgeInVisualOrder() throws {
    let output = try text([Block(.paragraph([.text("سلام")]))], RenderOptions(width: 40, bidi: .visual), language: "ar")
    // seen, lam-alef ligature and meem in their joined forms, from the right.
    #expect(output.contains(String(repeating: " ", count: 37) + "\u{FEE1}\u{FEFC}\u{FEB3}\n"))
  }

  @Test func plainOutputIsASCIIButForTheContent() throws {
    let output = try TextRenderer(options: .init(plain: true)).string(
      Document(
        title: [.text("T")], language: "en", direction: .leftToRight,
        blocks: [
          Block(.rule), Block(.list(ordered: false, items: [[Block(.paragraph([.text("x")]))]])),
          Block(.note(.warning, [Block(.paragraph([.text("y")]))])),
        ]))
    #expect(output.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func controlsDoNotReachTheTerminal() throws {
    let output = try text([Block(.paragraph([.text("a\u{1B}[31mb\u{9B}c\u{202E}d\r\ne")]))])
    #expect(output.contains("a[31mbcd e\n"))
  }
}
