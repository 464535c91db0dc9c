import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

@Suite struct HTMLTests {
  private let page = """
    <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Pier opens | The Harbour Gazette</title>
    <link rel="canonical" href="https://gazette.example/2025/03/11/pier?utm_source=feed">
    <meta property="og:site_name" content="The Harbour Gazette">
    <script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Person","@id":"#p","name":"Jonas Reed"},
    {"@type":"NewsArticle","headline":"Pier opens","datePublished":"2025-03-11T08:10:00+02:00","dateModified":"2025-03-12","author":{"@id":"#p"},
    "articleSection":"Business","keywords":["harbour","ships"]}]}</script></head>
    <body><header><div>Sunday, March 9, 2025</div><nav><a href="/">Home</a> <a href="/b">Business</a></nav></header>
    <main><article><h1>Pier opens</h1><p class="standfirst">After three years of work the north pier took its first ship</p>
    <figure><img src="/pier.jpg" alt="The pier"><figcaption>The north pier at noon</figcaption></figure>
    <div class="share"><a href="#">Share on Facebook</a></div>
    <p>The first cargo ship tied up at the new north pier on Tuesday morning, ending work that began three years ago, the <a href="/o">operator</a> said.</p>
    <p>Read more: <a href="/x">Ferries cancelled as winds rise</a></p>
    <h2>What comes next</h2>
    <p>“It went better than we had hoped,” the harbour master said, adding that the second crane would follow in May.</p>
    </article><section class="related-articles"><h3>Related</h3><ul><li><a href="/1">Fish prices rise on the market again this week</a></li></ul></section>
    <div id="comments"><p>I have never liked the old pier and I am glad that it is gone, said nobody at all in this comment.</p></div></main>
    <footer><p>© 2025 The Harbour Gazette. All rights reserved.</p></footer></body></html>
    """

  private func load(_ html: String, _ path: String = "a.html") throws -> Article {
    try #require(ArticleLoader().load(data: Array(html.utf8), path: path).articles.first)
  }

  @Test func metadataAndMainContentAreFound() throws {
    let article = try load(page)
    #expect(article.origin.format == "html")
    #expect(article.title == "Pier opens")
    #expect(article.subtitle == "After three years of work the north pier took its first ship")
    #expect(article.authors == ["Jonas Reed"])
    #expect(article.publisher == "The Harbour Gazette")
    #expect(article.section == "Business")
    #expect(article.url == "https://gazette.example/2025/03/11/pier")
    #expect(article.published?.value == "2025-03-11T08:10:00+02:00")
    #expect(article.published?.evidence == .jsonLD)
    #expect(article.updated?.value == "2025-03-12")
    #expect(article.captions == ["The north pier at noon"])
    #expect(article.images.first?.url == "https://gazette.example/pier.jpg")
    #expect(article.paragraphs.count == 3)
    #expect(article.paragraphs.first?.hasPrefix("The first cargo ship") == true)
    #expect(article.paragraphs[1] == "What comes next")
    #expect(article.paragraphs.last?.hasSuffix("would follow in May.") == true)
  }

  @Test func mastheadDateOfAPageIsNotItsPublication() throws {
    let article = try load(
      """
      <html lang="ar"><body><div class="date">الأحد 9 مارس 2025</div><h1>افتتاح الرصيف الشمالي في المرفأ الجديد</h1>
      <div class="content"><p>استقبل المرفأ الجديد، اليوم الثلاثاء، أول سفينة تجارية ترسو عند رصيفه الشمالي، في خطوة تنهي أعمالا بدأت قبل ثلاث سنوات.</p></div></body></html>
      """)
    #expect(article.published == nil)
    #expect(article.retrieved?.value == "2025-03-09")
    #expect(article.warnings.map(\.code).contains("date-conflict"))
    #expect(article.direction == .rightToLeft)
  }

  @Test func pageWithoutTextSaysSo() throws {
    let article = try load(
      "<html><head><title>Pier opens</title></head><body><nav><a href=/>Home</a></nav></body></html>")
    #expect(article.paragraphs.isEmpty)
    #expect(article.warnings.map(\.code).contains("no-body"))
  }

  @Test func bodyInLinkedDataStandsInForATeaser() throws {
    let body = String(repeating: "The first cargo ship tied up at the pier. ", count: 20)
    let article = try load(
      """
      <html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Pier opens","articleBody":"\(body)"}</script></head>
      <body><h1>Pier opens</h1><p>The first cargo ship tied up at the pier.</p></body></html>
      """)
    #expect(article.paragraphs.joined().count > 500)
  }

  @Test(arguments: ["<b>", "<div>", "<table><tr><td>", "<a href=x>", "<p><span>"]) func nestingWithoutEndIsBounded(
    tag: String
  ) throws {
    let html =
      "<html><body><h1>Title of the page</h1><p>Some text that is long enough to be found as the body.</p>"
      + String(repeating: tag, count: 20_000)
    _ = try load(html)
  }

  @Test func attributeFloodIsCut() throws {
    let flood = (0..<50_000).map { " x\($0)=1" }.joined()
    let article = try load(
      "<html><body><p\(flood)>Some text that is long enough to be found as the body of it.</p></body></html>")
    #expect(article.paragraphs == ["Some text that is long enough to be found as the body of it."])
  }

  /// What a parser of the HTML Standard finds in the body, each with one sentence of text in or after the trap.
  @Test(arguments: [
    "<!-- <script> --><p>TEXT</p><!-- </script> -->", "<!--><p>TEXT</p><!---><p>and more</p>",
    "<!-- a --!><p>TEXT</p><!-- b -->", "<script>if (a < b) { document.write('<p>no</p>') }</script><p>TEXT</p>",
    "<script><!-- <script>no</script> --></script><p>TEXT</p>",
    "<style>p::before { content: '<p>' }</style><p>TEXT</p>",
    "<svg><style/><path d='M0'/></svg><p>TEXT</p><style>a{}</style>", "<textarea><!-- no</textarea><p>TEXT</p><!-- -->",
    "<script>no</scripting>still no</script ><p>TEXT</p>", "<script src=a.js></script><p>TEXT</p><script>no</script>",
    "<p title='<!--'>TEXT</p><!-- x -->", "<p>TEXT</p><!-- never closed <p>no</p>",
  ]) func whatIsLeftOutBeforeParsingChangesNothing(body: String) throws {
    let sentence = "The first cargo ship tied up at the new north pier on Tuesday morning, the operator said."
    let article = try load(
      "<html><body><h1>Pier opens at last</h1>\(body.replacing("TEXT", with: sentence))</body></html>")
    #expect(article.paragraphs.contains(sentence))
    #expect(!article.paragraphs.contains { $0 == "no" || $0.contains("still") })
  }

  @Test func whatIsLeftOutOfTagsChangesNothingElse() {
    let cases: [(page: String, bounded: String)] = [
      ("<a data-x='1>2' class=b href=c onclick=\"x('>')\">d</a>", "<a  class=b href=c >d</a>"),
      ("<div data-component=text data-testid=a data-x=b>", "<div data-component=text data-testid=a >"),
      ("<img data-src=a.jpg srcset='b 2x' sizes=c/><br data-y>", "<img data-src=a.jpg  ><br >"),
      ("<img alt=a srcset='b 2x' src='data:x' sizes=c>", "<img alt=a srcset='b 2x' src='data:x' >"),
      ("<a title=data-x \"data-y\" =data-z on>b</a>", "<a title=data-x \"data-y\" =data-z on>b</a>"),
      ("<svg class=i><path d='M0'/><g><title>t</title></g></svg><p>a", "<svg class=i></svg><p>a"),
      ("<svg/><p>a</p><svg><path/>", "<svg/><p>a</p><svg><path/>"),
      ("<svg><g><p>out</p></g></svg>", "<svg><g><p>out</p></g></svg>"),
      ("<svg><!-- </svg> --><path></svg>", "<svg><path></svg>"),
      ("<p data-a=\"never closed>", "<p data-a=\"never closed>"),
    ]
    for (page, bounded) in cases {
      #expect(String(decoding: HTMLGuard.bounded(Array(page.utf8)), as: UTF8.self) == bounded)
    }
    let deep = String(repeating: "<div data-x=1>", count: 500) + "<p>a"
    let flat = String(decoding: HTMLGuard.bounded(Array(deep.utf8)), as: UTF8.self)
    #expect(flat == String(repeating: "<div >", count: HTMLGuard.maximumDepth) + "<p>a")
  }

  /// What CSS says each selector takes, by the ids.
  @Test(arguments: [
    ("p", "a b c d e"), ("P.x", "a c"), ("*#b", "b"), (".x.y", "c"), ("div > p", "a b c"), ("div p", "a b c d"),
    ("section p, p#a", "a d"), ("p + p", "b"), ("p ~ p", "b c"), ("[data-n]", "b"), ("[data-n='1 2']", "b"),
    ("[data-n~=2]", "b"), ("[lang|=ar]", "e"), ("[title^=Fe]", "d"), ("[title$='ry']", "d"), ("[title*=err]", "d"),
    ("p:not(.x)", "b d e"), ("div > :first-child", "a"), ("body > :last-child", "e"), ("body>div section>p", "d"),
    ("amp-img ~ p", "c"), ("amp-img", "f"), ("video", ""), ("div > section + p", ""),
  ]) func selectorsTakeWhatTheStandardSays(selector: String, ids: String) throws {
    let tree = HTMLTree(
      Array(
        """
        <body><div><p id=a class=x>1</p><p id=b data-n="1 2">2</p><section><p id=d title=Ferry>3</p></section>
        <amp-img id=f></amp-img><p id=c class="y x">4</p></div><p id=e lang=ar-EG>5</p></body>
        """.utf8), keepsUnread: true)
    let found = try SelectorList(selector).matches(in: tree, below: 0) {}
    #expect(found.compactMap { tree.attribute($0, "id") }.sorted().joined(separator: " ") == ids)
    let first = try SelectorList(selector).matches(in: tree, below: 0, first: true) {}
    #expect(first == Array(found.prefix(1)))
  }

  @Test(arguments: [
    "", "p >", "> p", "p,,p", "p.", "p[", "p[x", "p[x=]", "p:hover", "p:not(", "p{", "a b c".appending(" d", times: 70),
  ]) func whatIsNoSelectorIsToldSo(selector: String) {
    #expect(throws: SelectorList.Mistake.self) { try SelectorList(selector) }
  }

  @Test func attributesAndTextOfATreeAreThoseOfThePage() {
    let tree = HTMLTree(
      Array("<p class=\"a b\" data-x='1&amp;2'>One <b>two</b><br>three</p>".utf8), isFragment: true,
      keepsUnread: true)
    let paragraph = (0..<tree.count).first { tree.attribute($0, "class") == "a b" }
    #expect(paragraph.map { tree.plainText($0) } == "One two three")
    #expect(paragraph.map { tree.attributes(of: $0).map(\.value) } == ["a b", "1&2"])
    #expect(paragraph.flatMap { tree.attribute($0, "data-x") } == "1&2")
    #expect(paragraph.flatMap { tree.attribute($0, "id") } == nil)
  }
}

extension String {
  fileprivate func appending(_ text: String, times: Int) -> String { self + String(repeating: text, count: times) }
}
