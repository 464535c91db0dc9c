import CGumbo
import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

@Suite struct HTMLRendererTests {
  private func html(_ blocks: [Block], _ language: String = "en", sources: [Document.Source] = []) throws -> String {
    let document = Document(
      title: [.text("T")], language: language, direction: .of(language: language), blocks: blocks, sources: sources)
    return try HTMLRenderer(options: RenderOptions(theme: Theme(name: "none", css: ""))).string(document)
  }

  private func html(_ text: String, _ language: String = "en") throws -> String {
    try html([Block(.paragraph([.text(text)]))], language)
  }

  @Test func everythingDocumentKeepsItsForm() throws {
    let bare = RenderOptions(theme: Theme(name: "none", css: ""))
    try expectSnapshot(HTMLRenderer(options: bare).string(EverythingDocument.english), "everything.en.html")
    try expectSnapshot(HTMLRenderer(options: bare).string(EverythingDocument.arabic), "everything.ar.html")
  }

  /// Every theme renders both directions; with `REPORTGEN_PAGES_OUT=folder` the pages are kept there, to be looked at and
  /// checked by `make check-pages`.
  @Test(arguments: Theme.builtInNames) func everyThemeRendersEverything(theme: String) throws {
    let options = RenderOptions(theme: try #require(Theme(named: theme)), citations: theme == "memo" ? .full : .short)
    for document in [EverythingDocument.english, EverythingDocument.arabic] {
      let page = try HTMLRenderer(options: options).string(document)
      #expect(
        page.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;")
          || page.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'"))
      #expect(page.contains("<style>") == (theme != "mail"))
      #expect(!page.contains("<script") && page.hasSuffix("</html>\n"))
      if let directory = ProcessInfo.processInfo.environment["REPORTGEN_PAGES_OUT"] {
        let name = "\(directory)/everything-\(document.language)-\(theme).html"
        try page.write(toFile: name, atomically: true, encoding: .utf8)
      }
    }
  }

  @Test func textIsEscaped() throws {
    #expect(try html("<b>\"a\" & 'b'</b>").contains("<p>&lt;b&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/b&gt;</p>"))
  }

  @Test func controlsOverridesAndNoncharactersAreTakenOut() throws {
    #expect(try html("a\u{0}\u{1B}[31m\u{202E}b\u{202C}\u{FFFE}\u{85}c\u{2028}d").contains("<p>a[31mb c d</p>"))
  }

  @Test func openIsolatesAreClosedAndStrayEndsGo() throws {
    #expect(OutputText.cleaned("\u{2069}a \u{2067}b") == "a \u{2067}b\u{2069}")
    // UAX #15, 13: no more than thirty marks in a row.
    let (acute, fatha) = (Unicode.Scalar(0x301 as UInt16), Unicode.Scalar(0x64E as UInt16))
    for case let mark? in [acute, fatha] {
      func marked(_ count: Int) -> String { "a" + String(repeating: String(mark), count: count) + " b" }
      #expect(OutputText.cleaned(marked(5000)).unicodeScalars.elementsEqual(marked(30).unicodeScalars))
      #expect(OutputText.cleaned(marked(30)).unicodeScalars.elementsEqual(marked(30).unicodeScalars))
    }
    let chinese = String(repeating: "漢字", count: 100)
    #expect(OutputText.cleaned(chinese) == chinese)
    #expect(try html("\u{2069}a \u{2067}b").contains("<p>a b</p>"))
  }

  @Test(arguments: [
    "javascript:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "//evil.example", "\\\\evil.example", "/x",
    "https:", "https:///x", "vbscript:x", "&#106;avascript:x", "file:///etc/passwd",
  ])
  func addressesOfOtherSchemesAreNotLinked(url: String) throws {
    #expect(SafeLink.address(url) == nil)
    #expect(try html([Block(.paragraph([.link([.text("x")], url: url)]))]).contains("<a href=\"#report\">x</a>"))
  }

  @Test func addressesAreEncodedForTheirPlace() {
    #expect(SafeLink.address(" HTTPS://e.example/ä b?\"<\\") == "https://e.example/%C3%A4%20b?%22%3C%5C")
    #expect(SafeLink.address("mailto:a@b.example?subject=x") == "mailto:a@b.example?subject=x")
  }

  @Test func foreignRunsAreIsolated() throws {
    #expect(
      try html("قالت شركة HydroNet (UK) إن 12.5 مليون", "ar").contains("<bdi>HydroNet (UK)</bdi> إن <bdi>12.5</bdi>"))
    #expect(try html("the paper الأهرام المسائي, says").contains("the paper <bdi>الأهرام المسائي</bdi>, says"))
    // A number and what it is joined to are one word, a number before a name is not.
    #expect(try html("نشر 036_page-12.txt اليوم", "ar").contains("نشر <bdi>036_page-12.txt</bdi> اليوم"))
    #expect(try html("سجل 3 PSG اليوم", "ar").contains("سجل <bdi>3</bdi> <bdi>PSG</bdi> اليوم"))
  }

  @Test func paragraphsAgainstTheDocumentSayTheirDirection() throws {
    #expect(try html("هذه فقرة عربية.").contains("<p lang=\"ar\" dir=\"rtl\">"))
    #expect(try html("An English paragraph.", "ar").contains("dir=\"ltr\">An English"))
  }

  @Test func policyAllowsTheStyleSheetByItsHash() throws {
    // echo -n 'p{color:red}' | openssl dgst -sha256 -binary | base64, page rules left out.
    #expect(Base64.encode(SHA256.digest("p{color:red}")) == "p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=")
    // FIPS 180-4 example: SHA-256("abc").
    #expect(SHA256.hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(try html("x").contains("default-src &#39;none&#39;; style-src &#39;sha256-"))
  }

  @Test func markersLeadToTheirSourcesAndBack() throws {
    let mark = CitationMark(source: 1, passage: Citation(article: "a", paragraph: 0, start: 0, end: 1))
    let source = Document.Source(
      article: "a", title: "S", url: "https://e.example", language: "en", direction: .leftToRight)
    let text = try html(
      [Block(.paragraph([.citation([mark])])), Block(.paragraph([.citation([mark])]))], sources: [source])
    #expect(text.contains("<a id=\"cite-1\""))
    #expect(text.components(of: "href=\"#source-1\"") == 2)
    #expect(text.components(of: "id=\"cite-1\"") == 1)
    #expect(text.contains("href=\"#cite-1\""))
  }

  @Test func citationsCanBeLeftOut() throws {
    let text = try HTMLRenderer(options: RenderOptions(citations: .omitted)).string(EverythingDocument.english)
    #expect(!text.contains("source-1\""))
    #expect(!text.contains("doc-noteref"))
  }

  @Test func gapsOverNinetyDaysAreNamed() throws {
    let text = try HTMLRenderer().string(EverythingDocument.english)
    #expect(text.components(of: "class=\"gap\"") == 1)
    #expect(text.contains("6 months without an entry"))
  }

  @Test func outputIsTheSameEveryTime() throws {
    #expect(
      try HTMLRenderer().string(EverythingDocument.arabic) == HTMLRenderer().string(EverythingDocument.arabic))
  }

  @Test func pageParsesBackToTheSameText() throws {
    let words = "قال <i>وزير</i> & co. \u{2067}x 12.5"
    let text = try html(words)
    let parsed = try #require(ParsedPage.paragraphs(text).last)
    #expect(parsed == "قال <i>وزير</i> & co. x 12.5")
  }
}

extension String {
  /// How often `part` occurs.
  func components(of part: String) -> Int {
    var count = 0
    var rest = self[...]
    while let found = rest.firstRange(of: part) {
      count += 1
      rest = rest[found.upperBound...]
    }
    return count
  }
}
