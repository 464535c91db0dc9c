import ReportArticles
import Testing

@testable import ReportEngine
@testable import ReportLoading
@testable import ReportScripting

/// Site rules of full-text feed tools as loader scripts. XPath 1.0 and Selectors Level 4 say what means the same.
@Suite struct SiteRulesTests {
  @Test(arguments: [
    ("//h1", "h1"), ("//div[@id='story']", "div[id=\"story\"]"), ("//div[@class=\"a b\"]", "div[class=\"a b\"]"),
    ("//*[@id='x']", "[id=\"x\"]"), ("//div[contains(@class, 'body')]", "div[class*=\"body\"]"),
    ("//div[contains(concat(' ', normalize-space(@class), ' '), ' text ')]", "div[class~=\"text\"]"),
    ("//div[contains(concat(' ',@class,' '),' text ')]//p", "div[class~=\"text\"] p"),
    ("//p[starts-with(@id,'par')]", "p[id^=\"par\"]"), ("//article/div/p", "article > div > p"),
    ("/html/body//main", "html > body main"), ("//h2 | //h3", "h2, h3"), ("//*[@itemprop]", "[itemprop]"),
    ("//div[@id='a' and @class='b']", "div[id=\"a\"][class=\"b\"]"),
    ("//div[@id='a' or @id='b']/p", "div[id=\"a\"] > p, div[id=\"b\"] > p"),
    ("//p[not(@class='ad')]", "p:not([class=\"ad\"])"), ("//h3/following-sibling::p", "h3 ~ p"),
    ("//p[@lang!='en']", "p:not([lang=\"en\"])"), ("//div[@id='a'][@class='b']", "div[id=\"a\"][class=\"b\"]"),
  ]) func pathsBecomeSelectors(path: String, selectors: String) throws {
    #expect(try XPathSelectors(path).list == selectors)
  }

  @Test func lastStepsTellWhatIsMeant() throws {
    let meta = try XPathSelectors("//meta[@property='og:title']/@content")
    #expect(meta.list == "meta[property=\"og:title\"]" && meta.attribute == "content")
    let first = try XPathSelectors("(//span[@class='by'])[1]")
    #expect(first.list == "span[class=\"by\"]" && first.isFirst)
    #expect(try XPathSelectors("//p[1]/text()").isFirst)
  }

  @Test(arguments: [
    "//div[last()]", "//p[position()<3]", "//div/..", "//p[contains(., 'x')]", "substring-before(//p, 'x')", "//div[",
    "//p[2]",
    "//div[p]", "//ancestor::div", "", "//", "//a[@x='", "//div[@id=\"a'b\"]]",
  ]) func whatSelectorsCannotSayIsRefused(path: String) {
    #expect(throws: XPathSelectors.Mistake.self) { try XPathSelectors(path) }
  }

  private static let rules = """
    # The Valley Post
    title: //h1[@class='head']
    author: //span[@class='by']
    date: //time/@datetime
    body: //div[@id='missing']
    body: //div[@id='story']
    strip: //div[@class='promo']
    strip_id_or_class: share
    strip: //p[contains(., 'Advertisement')]
    single_page_link: //a[@rel='print']
    prune: no
    something: else
    test_url: https://post.example/tower
    """

  private static let page = """
    <html><head><title>The Valley Post</title></head><body><h1 class="head">Library keeps its old tower</h1>
    <span class="by">Nora Falk</span><time datetime="2025-05-12">yesterday</time>
    <div id="story"><p>The council keeps the tower.</p><div class="promo"><p>Buy our calendar.</p></div>
    <p>Work begins in June.</p><div class="sharebar">Share</div></div></body></html>
    """

  @Test func rulesBecomeAScriptThatReadsThePage() throws {
    let rules = SiteRules(Self.rules, site: "post.example")
    let loader = try ReportEngine().loader(source: rules.script, name: "post.lua", for: "*")
    let result = loader.load(Array(Self.page.utf8), path: "tower.html", options: LoadOptions())
    #expect(result.problems.isEmpty)
    let article = try #require(result.articles.first)
    #expect(article.title == "Library keeps its old tower")
    #expect(article.authors == ["Nora Falk"])
    #expect(article.published?.value == "2025-05-12")
    #expect(article.paragraphs == ["The council keeps the tower.", "Work begins in June."])
  }

  @Test func whatIsLeftOutIsNamedWithItsLine() {
    let rules = SiteRules(Self.rules, site: "post.example")
    #expect(rules.leftOut.map(\.line) == [9, 10, 12])
    #expect(rules.testAddresses == ["https://post.example/tower"])
    for line in rules.leftOut { #expect(rules.script.contains("--   line \(line.line): \(line.text)")) }
  }

  @Test func anotherKindOfPageStaysAsItWasFound() throws {
    let rules = SiteRules(Self.rules, site: "post.example")
    let loader = try ReportEngine().loader(source: rules.script, name: "post.lua", for: "*")
    let page =
      "<html><body><h1>Trams with low floors</h1><p>\(String(repeating: "They come in the summer. ", count: 9))</p>"
    let result = loader.load(Array(page.utf8), path: "trams.html", options: LoadOptions())
    #expect(result.articles.first?.title == "Trams with low floors")
  }

  @Test func nothingInRulesGetsOutOfStringsAndComments() throws {
    let rules = SiteRules(
      "title: //h1[@class='a]] b']\nbody: //div[@id='x\"y']\nfoo: ]] os.exit()\n", site: "a\"]] .. os.exit() .. [[")
    #expect(throws: Never.self) { _ = try ReportEngine().loader(source: rules.script, name: "a.lua", for: "*") }
  }
}
