import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportRendering

/// Addresses in plain text are whole: no line break and no isolate inside (RFC 3986, appendix C).
@Suite struct AddressTests {
  private func text(_ words: String, _ language: String = "en", width: Int = 40) throws -> String {
    let document = Document(
      title: [.text("T")], language: language, direction: .of(language: language),
      blocks: [Block(.paragraph([.text(words)]))])
    return try TextRenderer(options: RenderOptions(width: width)).string(document)
  }

  private static let addresses = [
    "https://news.example/2025/03/14/the-contract-of-the-plant-in-full",
    "https://news.example/a?id=1&lang=ar#part-2", "http://[2001:db8::7]:8080/a,b;c=1/(2)",
    "https://user@news.example/~desk/%D8%B3%D8%AF", "mailto:desk@news.example?subject=The%20dam",
    "https://ar.news.example/مقال/سد-النهضة", "HTTPS://NEWS.EXAMPLE/UPPER-CASE-ADDRESS-OF-SOME-LENGTH",
    "https://news.example/a-b_c.d!e'f*g+h,i;j=k:l@m/n?o/p#q/r",
    "https://news.example/\(String(repeating: "x", count: 200))",
  ]

  @Test(arguments: addresses, ["en", "ar"]) func addressesAreWhole(address: String, language: String) throws {
    for words in [
      "Read the whole of it at \(address) before noon.", "(\(address)), as was said",
      "اقرأ النص الكامل في \(address)، ثم عد إلينا غدًا صباحًا.",
      "\"\(address)\"",
    ] {
      let out = try text(words, language)
      #expect(out.contains(address), "\(words)")
    }
  }

  @Test func whatStandsAroundAnAddressIsNotPartOfIt() {
    for (text, found) in [
      ("see https://a.example/b.", "https://a.example/b"), ("<https://a.example/b>", "https://a.example/b"),
      ("«https://a.example/b»،", "https://a.example/b"), ("xhttps://a.example", ""), ("https://", ""),
      ("https://a.example/b?), so", "https://a.example/b"), ("Mailto:a@b.example;", "Mailto:a@b.example"), ("a: b", ""),
    ] {
      let scalars = Array(text.unicodeScalars)
      let spans = WebAddressSpans.find(in: scalars).map { span in
        String(String.UnicodeScalarView(scalars[span]))
      }
      #expect(spans == (found.isEmpty ? [] : [found]), "\(text)")
    }
  }

  @Test func longAddressesOfLinksStandAtTheEnd() throws {
    let long = "https://news.example/" + String(repeating: "long-", count: 12)
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight,
      blocks: [
        Block(
          .paragraph([
            .link([.text("Here")], url: long), .text(" and "), .link([.text("there")], url: "https://b.example/"),
          ])),
        Block(.paragraph([.link([.text("Again")], url: long)])),
      ])
    let lines = try TextRenderer().string(document).split(separator: "\n").map(String.init)
    #expect(lines.contains("Here\u{A0}<1> and there <https://b.example/>") && lines.contains("Again\u{A0}<1>"))
    #expect(lines.contains("<1> \(long)"))
  }

  @Test func marksBehindALongAddressStayWithIt() throws {
    let long = "https://news.example/" + String(repeating: "long-", count: 12)
    let lines = try text("Read \(long)end), and then the rest of it.").split(separator: "\n").map(String.init)
    #expect(lines.suffix(3) == ["Read", long + "end),", "and then the rest of it."])
  }

  @Test func linksInTablesAreNumbered() throws {
    let address = "https://news.example/2025/03/14/07"
    let columns = ["When", "What"].map { Table.Column(title: [.text($0)]) }
    let row: [[Inline]] = [[.text("Friday")], [.link([.text("The dam is open")], url: address)]]
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight,
      blocks: [Block(.table(Table(columns: columns, rows: [row, row])))])
    let lines = try TextRenderer(options: RenderOptions(width: 40)).string(document).split(separator: "\n")
    #expect(lines.count { $0.hasSuffix("The dam is open\u{A0}<1>") } == 2)
    #expect(lines.contains("<1> \(address)"))
  }

  /// One isolate for a run and what it shares with an address; none inside of the address.
  @Test func isolatesStandAroundAddresses() {
    let address = "https://ar.news.example/مقال/7"
    for (line, direction) in [
      ("انظر \(address) غدًا", TextDirection.rightToLeft), ("see \(address) today", .leftToRight),
      ("see «قال \(address) اليوم» today", .leftToRight), (address, .rightToLeft), (address, .leftToRight),
      ("\(address) \(address)", .leftToRight),
    ] {
      let isolated = TextPage.isolated(line, in: direction)
      #expect(isolated.contains(address), "\(isolated)")
      #expect(
        isolated.unicodeScalars.filter { !"\u{200E}\u{200F}\u{2068}\u{2069}".unicodeScalars.contains($0) }.map(
          String.init
        ).joined() == line)
    }
  }
}
