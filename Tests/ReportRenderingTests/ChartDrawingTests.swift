import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

@Suite struct ChartDrawingTests {
  /// A rectangle over the first quarter, a line, an area, a dot, a rule and a label at the start.
  private static func document(_ direction: TextDirection, label: String = "Lenne", extra: [ChartDrawing.Shape] = [])
    -> Document
  {
    let drawing = ChartDrawing(
      name: "Slope chart", width: 200, height: 100,
      shapes: [
        .rectangle(from: .init(x: 0, y: 10), to: .init(x: 50, y: 40), series: 0),
        .line([.init(x: 0, y: 0), .init(x: 200, y: 100)], series: 1),
        .area([.init(x: 0, y: 0), .init(x: 10, y: 0), .init(x: 10, y: 10)], series: 7),
        .circle(centre: .init(x: 20, y: 30), radius: 4, series: 2),
        .rule(from: .init(x: 0, y: 90), to: .init(x: 200, y: 90)),
        .label(label, at: .init(x: 8, y: 98), anchor: .start),
      ] + extra)
    let chart = Chart(
      kind: .bar, title: "Tides", labels: ["Lenne", "Rawasi"], series: [.init(values: [3, 1])], drawing: drawing)
    return Document(
      title: [.text("Tides")], language: direction == .rightToLeft ? "ar" : "en", direction: direction,
      blocks: [Block(.chart(chart))])
  }

  @Test func shapesAreDrawnAsGivenInALeftToRightReport() throws {
    let page = try HTMLRenderer().string(Self.document(.leftToRight))
    #expect(page.contains(#"viewBox="0 0 200 100""#))
    #expect(page.contains(#"<rect class="c1" x="0" y="10" width="50" height="30"/>"#))
    #expect(page.contains(#"<path class="line c2" d="M0 0L200 100"/>"#))
    #expect(page.contains(#"<path class="c2" d="M0 0L10 0L10 10Z"/>"#))
    #expect(page.contains(#"<circle class="c3" cx="20" cy="30" r="4"/>"#))
    #expect(page.contains(#"<text class="tick" x="8" y="98" text-anchor="start">Lenne</text>"#))
  }

  @Test func shapesAreMirroredInARightToLeftReport() throws {
    let page = try HTMLRenderer().string(Self.document(.rightToLeft))
    // The rectangle over 0…50 of 200 lies over 150…200.
    #expect(page.contains(#"<rect class="c1" x="150" y="10" width="50" height="30"/>"#))
    #expect(page.contains(#"d="M200 0L0 100""#))
    #expect(page.contains(#"x="192" y="98" text-anchor="end""#))
  }

  @Test func thoseWhoCannotSeeItGetItsNameAndItsFigures() throws {
    let page = try HTMLRenderer().string(Self.document(.leftToRight))
    #expect(page.contains(#"aria-label="Slope chart: Tides"#))
    #expect(page.contains("<details>"))
    let text = try TextRenderer().string(Self.document(.leftToRight))
    #expect(text.contains("Lenne") && text.contains("█"))
    let tree = try JSONRenderer().string(Self.document(.leftToRight))
    #expect(tree.contains(#""name":"Slope chart""#) || tree.contains(#""name": "Slope chart""#))
  }

  @Test func labelsAreEscapedAndImpossibleNumbersDoNoHarm() throws {
    let bad: [ChartDrawing.Shape] = [
      .circle(centre: .init(x: .nan, y: .infinity), radius: -.infinity, series: .min), .line([], series: .max),
      .area([.init(x: 1, y: 1)], series: -1),
    ]
    let document = Self.document(.leftToRight, label: "<script>\u{202E}x</script>", extra: bad)
    let page = try HTMLRenderer().string(document)
    #expect(page.contains("&lt;script&gt;x&lt;/script&gt;") && !page.contains("<script>"))
    #expect(!page.contains("\"nan\"") && !page.contains("inf\""))
    #expect(throws: Never.self) { _ = try JSONRenderer().string(document) }
  }

  @Test func pagesArePrintedOnThePaperThatIsAskedFor() throws {
    let document = EverythingDocument.english
    #expect(try !HTMLRenderer().string(document).contains("size:letter"))
    let letter = try HTMLRenderer(options: RenderOptions(paper: .letter)).string(document)
    // The last rule counts: the theme's comes before.
    let (a4, own) = (try #require(letter.range(of: "size:A4")), try #require(letter.range(of: "size:letter")))
    #expect(a4.lowerBound < own.lowerBound)
  }

  @Test func aReadersChoiceOfCitationsGoesBeforeTheScripts() throws {
    var document = EverythingDocument.english
    document.citations = .omitted
    let (asTheScriptSays, asTheReaderSays) = (
      try TextRenderer().string(document), try TextRenderer(options: RenderOptions(citations: .short)).string(document)
    )
    #expect(try asTheScriptSays == TextRenderer(options: RenderOptions(citations: .omitted)).string(document))
    #expect(asTheReaderSays != asTheScriptSays)
    document.citations = nil
    #expect(try TextRenderer().string(document) == asTheReaderSays)
  }
}
