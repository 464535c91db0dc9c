import ReportArticles
import Testing

@testable import ReportLoading

/// What sources say about use. Directives as search engines document them; TDM Reservation Protocol; RFC 4287, RFC 4946, RSS
/// 2.0, Media RSS; schema.org.
@Suite struct RightsTests {
  @Test(arguments: [
    ("noarchive", ["noarchive"]), ("NOARCHIVE, NoSnippet", ["noarchive", "nosnippet"]),
    ("none", ["noindex", "nofollow"]),
    ("all", []), ("index, follow", []), ("", []), (" , ,", []), ("nocache", ["noarchive"]),
    ("noindex nofollow", ["noindex", "nofollow"]), ("max-snippet:50", ["max-snippet:50"]),
    ("max-snippet : 50", ["max-snippet:50"]), ("max-snippet:-1", []), ("max-snippet:0", ["nosnippet"]),
    ("max-snippet:many", []), ("max-snippet:90, max-snippet:40", ["max-snippet:40"]),
    ("max-snippet:99999999999999999999", []), ("max-image-preview:large", []),
    ("max-image-preview:none", ["max-image-preview:none"]), ("max-video-preview:-1, noai", ["noai"]),
    // Whom it is for.
    ("googlebot: nosnippet", []), ("reportgen: nosnippet", ["nosnippet"]), ("ReportGen:nosnippet", ["nosnippet"]),
    ("*: nosnippet", ["nosnippet"]), ("otherbot: noindex, nofollow", []),
    ("noarchive, otherbot: nosnippet, noindex", ["noarchive"]),
    ("otherbot: nosnippet, reportgen: noarchive, noai", ["noarchive", "noai"]),
    ("googlebot-news: max-snippet:10", []), ("360spider: noindex", []),
    // The colons and commas of a date.
    ("unavailable_after: 25 Jun 2031 15:00:00 PST", ["unavailable_after:25 jun 2031 15:00:00 pst"]),
    ("unavailable_after: Wed, 03 Dec 2031 13:09:53 GMT, noarchive", ["unavailable_after:wed", "noarchive"]),
    ("unavailable_after: 2031-12-03T13:09:53Z", ["unavailable_after:2031-12-03t13:09:53z"]),
    ("noarchive;nosnippet", []), ("no-archive", []), ("لا", []),
  ]) func directives(_ text: String, _ wanted: [String]) { #expect(RobotsDirectives.limits(in: text) == wanted) }

  @Test func aLongListEnds() {
    #expect(RobotsDirectives.limits(in: String(repeating: "max-snippet:5,", count: 1_000_000)) == ["max-snippet:5"])
  }

  // MARK: Pages

  private func rights(_ head: String, _ body: String = "") -> ArticleRights? {
    let page = """
      <!DOCTYPE html><html lang="en"><head><title>Old hall to reopen in June</title>\(head)</head><body><h1>Old hall to reopen in June</h1>
      <p>The town council voted on Tuesday evening to reopen the old hall after four years of repairs.</p>
      <p>Residents who had waited outside since the afternoon cheered when the result was read out.</p>\(body)</body></html>
      """
    var loader = ArticleLoader()
    loader.options.address = "https://town.example/news/hall"
    return loader.load(data: Array(page.utf8), path: "hall.html").articles.first?.rights
  }

  @Test(arguments: [
    (#"<meta name="robots" content="noarchive">"#, ArticleRights(robots: ["noarchive"])),
    (#"<META NAME=ROBOTS CONTENT="NOARCHIVE">"#, ArticleRights(robots: ["noarchive"])),
    (
      #"<meta name="robots" content="noarchive"><meta name="robots" content="nosnippet">"#,
      ArticleRights(robots: ["noarchive", "nosnippet"])
    ),
    (#"<meta name="reportgen" content="nosnippet">"#, ArticleRights(robots: ["nosnippet"])),
    (#"<meta name="googlebot" content="nosnippet">"#, nil), (#"<meta name="robots" content="index, follow">"#, nil),
    (
      #"<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="/tdm.json">"#,
      ArticleRights(tdmReservation: true, tdmPolicy: "https://town.example/tdm.json")
    ),
    (#"<meta name="tdm-reservation" content="0">"#, ArticleRights(tdmReservation: false)),
    (#"<meta name="tdm-reservation" content="yes">"#, nil),
    (#"<link rel="license" href="../cc">"#, ArticleRights(licenses: ["https://town.example/cc"])),
    (
      #"<link rel="license" type="application/rsl+xml" href="https://a.example/l.xml">"#,
      ArticleRights(licenses: ["https://a.example/l.xml"])
    ),
    (#"<link rel="canonical" href="/news/hall">"#, nil),
    (#"<meta name="copyright" content="© Town News">"#, ArticleRights(copyright: "© Town News")),
    (
      #"<meta name="dcterms.rightsHolder" content="Town News"><meta name="dcterms.license" content="CC BY 4.0">"#,
      ArticleRights(licenses: ["CC BY 4.0"], copyrightHolder: "Town News")
    ),
    (
      #"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old hall to reopen in June","license":["https://a.example/by",{"@id":"/terms"}],"copyrightHolder":{"@type":"Organization","name":"Town News"},"copyrightNotice":"© 2025 Town News"}</script>"#,
      ArticleRights(
        licenses: ["https://a.example/by", "https://town.example/terms"], copyright: "© 2025 Town News",
        copyrightHolder: "Town News")
    ),
    (
      #"<script type="application/ld+json">{"@graph":[{"@type":"Organization","@id":"_:o","name":"Town News"},{"@type":"NewsArticle","headline":"Old hall to reopen in June","copyrightHolder":{"@id":"_:o"}}]}</script>"#,
      ArticleRights(copyrightHolder: "Town News")
    ),
    (
      #"<script type="application/rsl+xml"><rsl xmlns="https://rslstandard.org/rsl"></rsl></script>"#,
      ArticleRights(licenses: ["RSL"])
    ),
    ("", nil),
  ]) func pages(_ head: String, _ wanted: ArticleRights?) { #expect(rights(head) == wanted) }

  @Test(arguments: [
    (#"<meta content="noarchive" name="robots">"#, ArticleRights(robots: ["noarchive"])),
    (
      #"<meta name="ROBOTS" content="max-snippet:-1, max-image-preview:large, noarchive">"#,
      ArticleRights(robots: ["noarchive"])
    ),
    (#"<!-- <meta name="robots" content="nosnippet"> -->"#, nil),
    (#"<link rel="LICENSE" href="//a.example/l">"#, ArticleRights(licenses: ["https://a.example/l"])),
    (#"<link rel="license" href="">"#, nil), (#"<link rel="license">"#, nil),
    (#"<link itemprop="license" href="https://a.example/by">"#, ArticleRights(licenses: ["https://a.example/by"])),
    (#"<link rel="dcterms:license" href="https://a.example/by">"#, ArticleRights(licenses: ["https://a.example/by"])),
    (#"<meta itemprop="copyrightHolder" content="Town News">"#, ArticleRights(copyrightHolder: "Town News")),
    (#"<meta property="article:copyright" content="x">"#, nil), (#"<meta name="robots" content="">"#, nil),
    (
      #"<meta name="tdm-reservation" content=" 1 "><meta name="tdm-reservation" content="0">"#,
      ArticleRights(tdmReservation: true)
    ),
    (
      #"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old hall to reopen in June","license":{"@type":"CreativeWork","url":"https://a.example/by"}}</script>"#,
      ArticleRights(licenses: ["https://a.example/by"])
    ),
    (
      #"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old hall to reopen in June","license":{"@type":"CreativeWork","name":"CC BY"},"copyrightHolder":[{"name":"A"},{"name":"B"}]}</script>"#,
      ArticleRights(licenses: ["CC BY"], copyrightHolder: "A")
    ),
    (
      #"<script type="application/ld+json">{"@type":"WebPage","name":"Old hall to reopen in June","license":"https://a.example/by"}</script>"#,
      ArticleRights(licenses: ["https://a.example/by"])
    ),
    (
      #"<script type="application/ld+json">{"@type":"NewsArticle","headline":"Old hall to reopen in June","license":7,"copyrightHolder":null,"copyrightNotice":["© A","© B"]}</script>"#,
      ArticleRights(copyright: "© A")
    ),
  ]) func morePages(_ head: String, _ wanted: ArticleRights?) { #expect(rights(head) == wanted) }

  @Test(arguments: [
    ("<copyright/>", "", nil), ("<copyright>   </copyright>", "", nil),
    (
      "<copyright>&amp;copy; 2025 <![CDATA[<b>Town News</b>]]></copyright>", "",
      ArticleRights(copyright: "© 2025 Town News")
    ),
    ("", "<podcast:license>cc-by-4.0</podcast:license>", ArticleRights(licenses: ["cc-by-4.0"])),
    ("", #"<dcterms:license rdf:resource="https://a.example/by"/>"#, ArticleRights(licenses: ["https://a.example/by"])),
    ("", "<dcterms:rightsHolder>Ada Pond</dcterms:rightsHolder>", ArticleRights(copyrightHolder: "Ada Pond")),
    ("", "<license>CC BY</license><license>CC BY</license>", ArticleRights(licenses: ["CC BY"])),
    (
      "",
      #"<media:content url="https://a.example/p.jpg"><media:license href="https://a.example/photo">X</media:license></media:content>"#,
      nil
    ),
    ("", #"<link rel="license" href="javascript:x"/>"#, nil),
  ]) func moreFeeds(_ head: String, _ item: String, _ wanted: ArticleRights?) {
    #expect(rights(rss: head, item) == wanted)
  }

  @Test func anEntryFromAnotherFeedHasTheRightsOfThatFeed() {
    let feed = """
      <feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Town</title><updated>2025-01-01T00:00:00Z</updated><rights>Town News</rights>
      <entry><id>1</id><title>One</title><updated>2025-01-01T00:00:00Z</updated><summary>Words.</summary>
      <source><id>y</id><title>Hill Gazette</title><rights>Hill Gazette Ltd</rights><link rel="license" href="https://b.example/by"/></source></entry></feed>
      """
    let rights = ArticleLoader().load(data: Array(feed.utf8), path: "feed.xml").articles.first?.rights
    #expect(rights == ArticleRights(licenses: ["https://b.example/by"], copyright: "Hill Gazette Ltd"))
  }

  @Test func anArchiveOfTheWebHasTheFieldsOfTheServer() {
    let page =
      "<html><head><title>Old hall to reopen in June</title></head><body><h1>Old hall to reopen in June</h1><p>The town council voted on Tuesday evening to reopen the old hall after four years of repairs.</p></body></html>"
    let answer =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-Robots-Tag: nosnippet\r\nX-Robots-Tag: otherbot: noarchive\r\nTDM-Reservation: 1\r\n\r\n"
      + page
    let record =
      "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://town.example/hall\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: \(answer.utf8.count)\r\n\r\n\(answer)\r\n\r\n"
    let rights = ArticleLoader().load(data: Array(record.utf8), path: "a.warc").articles.first?.rights
    #expect(rights == ArticleRights(robots: ["nosnippet"], tdmReservation: true))
  }

  @Test func aLinkInTheTextMayNameTheLicence() {
    #expect(
      rights("", #"<p><a rel="noopener license" href="/by">CC BY</a></p>"#)?.licenses == ["https://town.example/by"])
    #expect(rights("", #"<p><a rel="nofollow" href="/by">CC BY</a></p>"#) == nil)
  }

  // MARK: Feeds

  private func rights(rss head: String, _ item: String) -> ArticleRights? {
    let feed = """
      <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Town News</title>\(head)
      <item><title>Old hall to reopen</title><guid>1</guid><description>It opens in June.</description>\(item)</item></channel></rss>
      """
    return ArticleLoader().load(data: Array(feed.utf8), path: "feed.xml").articles.first?.rights
  }

  @Test(arguments: [
    ("<copyright>© Town News</copyright>", "", ArticleRights(copyright: "© Town News")),
    ("<copyright>© Town News</copyright>", "<dc:rights>© Ada Pond</dc:rights>", ArticleRights(copyright: "© Ada Pond")),
    (
      "<creativeCommons:license>https://a.example/by</creativeCommons:license>", "",
      ArticleRights(licenses: ["https://a.example/by"])
    ),
    (
      "<creativeCommons:license>https://a.example/by</creativeCommons:license>",
      "<creativeCommons:license>https://a.example/nc</creativeCommons:license>",
      ArticleRights(licenses: ["https://a.example/nc"])
    ),
    ("", #"<cc:license rdf:resource="https://a.example/by"/>"#, ArticleRights(licenses: ["https://a.example/by"])),
    (
      "", #"<media:license type="text/html" href="https://a.example/l">CC BY</media:license>"#,
      ArticleRights(licenses: ["https://a.example/l"])
    ),
    (
      "", #"<media:group><media:copyright url="https://a.example/t">2025 Town News</media:copyright></media:group>"#,
      ArticleRights(licenses: ["https://a.example/t"], copyright: "2025 Town News")
    ),
    ("", #"<atom:link rel="license" href="https://a.example/by"/>"#, ArticleRights(licenses: ["https://a.example/by"])),
    (
      "", #"<rsl:content url="/x"><rsl:license><rsl:terms>https://a.example/t</rsl:terms></rsl:license></rsl:content>"#,
      ArticleRights(licenses: ["RSL", "https://a.example/t"])
    ),
    // What comes from another source has not the rights of the feed that quotes it.
    ("<copyright>© Town News</copyright>", #"<source url="https://b.example/f">Hill Gazette</source>"#, nil),
    ("", "", nil),
  ]) func feeds(_ head: String, _ item: String, _ wanted: ArticleRights?) { #expect(rights(rss: head, item) == wanted) }

  @Test func entriesOfAtomHaveTheRightsOfTheirFeed() {
    let feed = """
      <feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><title>Town</title><updated>2025-01-01T00:00:00Z</updated>
      <rights type="html">&amp;copy; &lt;b&gt;Town News&lt;/b&gt;</rights><link rel="license" href="https://a.example/by"/>
      <entry><id>1</id><title>One</title><updated>2025-01-01T00:00:00Z</updated><summary>Words.</summary></entry>
      <entry><id>2</id><title>Two</title><updated>2025-01-01T00:00:00Z</updated><summary>Words.</summary><rights>Ada Pond</rights></entry></feed>
      """
    let articles = ArticleLoader().load(data: Array(feed.utf8), path: "feed.xml").articles
    #expect(articles.map { $0.rights?.copyright } == ["© Town News", "Ada Pond"])
    #expect(articles.map { $0.rights?.licenses ?? [] } == [["https://a.example/by"], ["https://a.example/by"]])
  }

  // MARK: Records

  @Test func whatIsPrintedIsReadBack() {
    var article = Article(
      id: "a", origin: Article.Origin(path: "a.html", format: "html"), title: "Old hall", language: "en")
    article.paragraphs = ["The old hall opens in June."]
    article.rights = ArticleRights(
      robots: ["noarchive", "max-snippet:90"], tdmReservation: false, tdmPolicy: "https://a.example/t",
      licenses: ["CC BY", "https://a.example/by"], copyright: "© A", copyrightHolder: "A")
    let line = ArticleJSON.line(article)
    #expect(
      line.hasSuffix(
        #""snippetLimit":90,"tdmReservation":false,"tdmPolicy":"https://a.example/t","licenses":["CC BY","https://a.example/by"],"copyright":"© A","copyrightHolder":"A"}}"#
      ))
    let again = ArticleLoader().load(data: Array(line.utf8), path: "a.jsonl").articles
    #expect(again.first?.rights == article.rights)
    article.rights = nil
    #expect(!ArticleJSON.line(article).contains("rights"))
  }

  @Test func aNoticeInARecordIsKept() {
    let record = #"{"title": "Old hall", "text": "The old hall opens in June.", "copyright": "© Town News"}"#
    #expect(
      ArticleLoader().load(data: Array(record.utf8), path: "a.json").articles.first?.rights?.copyright == "© Town News")
  }
}
