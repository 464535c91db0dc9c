import Testing

@testable import ReportArticles
@testable import ReportDates
@testable import ReportEngine
@testable import ReportLoading
@testable import ReportRendering
@testable import ReportScripting

/// Numbers from outside at the ends of what numbers can be: nothing traps, and what is not a date is said to be none.
@Suite struct ExtremeNumberTests {
  private static let numbers = [
    "-9223372036854775808", "9223372036854775807", "-9223372036854775807", "-9223372036854775809", "-100000000001",
    "99999999999999999999999999", "1e308", "-1e308", "0", "-1", "-0",
  ]

  @Test(arguments: numbers) func aNumberThatIsNoDateIsReportedByEveryFormat(_ number: String) {
    let files = [
      "a.jsonl": "{\"title\":\"T\",\"text\":\"Body.\",\"published\":\"\(number)\",\"updated\":\(number)}\n",
      "a.json": "[{\"title\":\"T\",\"text\":\"Body.\",\"date\":\(number)}]",
      "a.csv": "title,text,date\nT,Body.,\(number)\n",
      "a.xml":
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>C</title><item><title>T</title><description>Body.</description><pubDate>\(number)</pubDate></item></channel></rss>",
      "b.xml":
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>C</title><entry><title>T</title><content>Body.</content><updated>\(number)</updated></entry></feed>",
      "a.md": "---\ntitle: T\ndate: \(number)\n---\n\nBody.\n",
      "a.html":
        "<title>T</title><meta property=\"article:published_time\" content=\"\(number)\"><article><h1>T</h1><p>A body of some words.</p><time datetime=\"\(number)\">x</time></article>",
      "b.html":
        "<title>T</title><script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"T\",\"datePublished\":\(number)}</script><article><h1>T</h1><p>A body of some words.</p></article>",
      "a.eml": "Subject: T\nDate: \(number)\nFrom: a@example.org\n\nBody.\n",
    ]
    for (name, text) in files {
      let result = ArticleLoader().load(data: Array(text.utf8), path: name)
      #expect(result.articles.count == 1, "\(name)")
      #expect(result.articles.first?.published == nil, "\(name)")
    }
  }

  @Test func momentsStayWithinTheCalendar() {
    for seconds in [Int.min, Int.min + 1, Int.max, -62_135_596_801, 253_402_300_800] {
      for offset in [Int.min, Int.max, 0, 90_000] {
        let instant = Instant(secondsSinceEpoch: seconds, offset: offset)
        #expect((-9999...9999).contains(instant.date.year))
        #expect(
          (0...23).contains(instant.hour) && (0...59).contains(instant.minute) && (0...59).contains(instant.second))
        #expect(instant.description.utf8.count <= 26)
      }
    }
    #expect(Instant(secondsSinceEpoch: .min).date == .earliest)
    #expect(Instant(secondsSinceEpoch: .max).date == .latest)
    // 1 January of 10,000 BC is the first day that there is; a day before it there is none.
    #expect(CivilDate.earliest.adding(days: .min) == .earliest)
    #expect(CivilDate.latest.adding(days: .max) == .latest)
    #expect(CivilDate.latest.adding(months: .max) == CivilDate(year: 9999, month: 12, day: 31))
    #expect(CivilDate.earliest.adding(months: .min) == .earliest)
    let date = ArticleDate(
      date: .latest, secondOfDay: .max, precision: .second, offset: .min, evidence: .feed, text: "")
    #expect(date.instant(defaultOffset: 0).date.year == 9999)
    #expect(UTCOffset.text(.min).utf8.count > 5)
  }

  // Worked out by hand: the floor of the quotient, and what is left.
  @Test(arguments: [
    (-1, 86_400, -1, 86_399), (-86_400, 86_400, -1, 0), (86_399, 86_400, 0, 86_399), (Int.min, 2, Int.min / 2, 0),
    (Int.min + 1, 2, Int.min / 2, 1), (Int.min, 10, -922_337_203_685_477_581, 2),
    (Int.max, 10, 922_337_203_685_477_580, 7),
  ])
  func divisionRoundsDown(_ number: Int, _ divisor: Int, _ quotient: Int, _ remainder: Int) {
    #expect(number.flooredQuotient(divisor) == quotient)
    #expect(number.flooredRemainder(divisor) == remainder)
  }

  @Test func sumsAndWholePartsAreClamped() {
    #expect(Int.max.addingClamped(1) == .max)
    #expect(Int.min.addingClamped(-1) == .min)
    #expect(Int.min.subtractingClamped(1) == .min)
    #expect((-2).subtractingClamped(.min) == .max - 1)
    for (number, whole) in [
      (Double.nan, 0), (.infinity, .max), (-.infinity, .min), (1e308, .max), (-2.9, -2), (2.9, 2),
    ] {
      #expect(Int(clamping: number) == whole)
    }
    #expect(Duration(clampingSeconds: .infinity) == .seconds(1_000_000_000))
    #expect(Duration(clampingSeconds: .nan) == .zero)
  }

  @Test(arguments: [
    (1e15, "1 × 10¹⁵"), (-1e308, "\u{2212}1 × 10³⁰⁸"), (1.2345e20, "1.23 × 10²⁰"),
    (123_456_789_012_345_6, "1.23 × 10¹⁵"),
    (999_999_999_999_999, "999,999,999,999,999"), (.infinity, "—"),
  ])
  func largeNumbersAreWrittenAsMultiplesOfPowersOfTen(_ number: Double, _ text: String) {
    #expect(Vocabulary(language: "en").number(number) == text)
  }

  private static let values: [Double] = [
    .infinity, -.infinity, .nan, 1e308, -1e308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude,
    .leastNonzeroMagnitude, 0,
  ]

  @Test(arguments: values) func everyChartIsDrawnByEveryRenderer(_ value: Double) throws {
    let days = ["2025-03-12", "2025-03-13", "2025-03-14"]
    let many = (0..<400).map { $0 % 2 == 0 ? value : -value }
    for kind in [Chart.Kind.bar, .stackedBar, .line, .sparkline, .heatmap] {
      for labels in [days, ["a", "b", "c"]] {
        let chart = Chart(
          kind: kind, title: "T", labels: labels,
          series: [.init(name: "x", values: [value, 1, -value]), .init(name: "y", values: [value, nil, 2])])
        let wide = Chart(kind: kind, title: "W", labels: many.indices.map { "\($0)" }, series: [.init(values: many)])
        let document = Document(
          title: [.text("T")], language: "en", direction: .leftToRight,
          blocks: [Block(.chart(chart)), Block(.chart(wide))])
        for format in OutputFormat.allCases {
          var sink = MemorySink()
          try format.renderer(RenderOptions()).render(document, into: &sink)
          #expect(!sink.bytes.isEmpty)
        }
        for text in [
          try TextRenderer().string(document), try HTMLRenderer().string(document),
          try MarkdownRenderer().string(document),
        ] {
          #expect(text.contains("not drawn: ") == !value.isFinite)
          #expect(!text.contains("nan\"") && !text.contains("inf\""))
        }
      }
    }
  }

  @Test func sharesOfExtremeScalesAreInOrder() {
    let largest = Double.greatestFiniteMagnitude
    #expect((-largest).share(from: -largest, to: largest) == 0)
    #expect((0.0).share(from: -largest, to: largest) == 0.5)
    #expect(largest.share(from: -largest, to: largest) == 1)
    #expect((1.0).share(from: 2, to: 2) == 0)
    #expect(Double.infinity.share(from: 0, to: 1) == 0)
    #expect((0.5).step(of: 8, to: 1) == 4)
  }

  @Test(arguments: [
    String(repeating: ":not(", count: 50_000) + "a" + String(repeating: ")", count: 50_000),
    String(repeating: ":not(", count: 500_000), String(repeating: ":not( ", count: 10) + "a",
    String(repeating: "[a]", count: 300), String(repeating: "a>", count: 100_000) + "a",
  ])
  func selectorsThatNestOrGoOnAreRefused(_ text: String) {
    #expect(throws: SelectorList.Mistake.self) { _ = try SelectorList(text) }
  }

  @Test func aFewNestedSelectorsAreRead() throws {
    #expect(try SelectorList("p:not(.a:not(.b))").selectors.count == 1)
  }

  @Test(arguments: [
    String(repeating: "{{#a}}", count: 20_000) + String(repeating: "{{/a}}", count: 20_000),
    String(repeating: "{{ ^ a}}", count: 20_000), String(repeating: "{{{{#a}}", count: 20_000),
    "{{=<% %>=}}" + String(repeating: "<%#a%>", count: 20_000), String(repeating: "{{$a}}{{<b}}", count: 20_000),
  ])
  func templatesWithManySectionsAreRefused(_ text: String) throws {
    #expect(!Theme.isShallow(template: text))
    var theme = Theme.newspaper
    theme.template = text + "{{{head}}}{{{content}}}"
    var options = RenderOptions()
    options.theme = theme
    let page = try HTMLRenderer(options: options).string(
      Document(title: [.text("T")], language: "en", direction: .leftToRight, blocks: []))
    #expect(page.contains("<h1"))
  }
}
