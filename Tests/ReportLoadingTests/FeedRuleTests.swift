import ReportArticles
import Testing

@testable import ReportLoading

/// The specifications of feeds as a list of rules: RSS 2.0 and the RSS Advisory Board's profile, RSS 1.0 with its modules, Atom
/// (RFC 4287, RFC 5005), JSON Feed 1.1, Media RSS, iTunes, Dublin Core, XML Base.
@Suite struct FeedRuleTests {
  private static let spaces =
    "xmlns:atom='http://www.w3.org/2005/Atom' xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:dcterms='http://purl.org/dc/terms/' "
    + "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/' "
    + "xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd' xmlns:georss='http://www.georss.org/georss' "
    + "xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'"

  private static func rss(_ item: String, _ channel: String = "<link>https://q.example/</link>") -> String {
    "<rss version='2.0' \(spaces)><channel><title>Q</title>\(channel)<item>\(item)</item></channel></rss>"
  }

  private static func rdf(_ item: String) -> String {
    "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' \(spaces)>"
      + "<channel rdf:about='https://q.example/'><title>Q</title><link>https://q.example/</link></channel>"
      + "<item rdf:about='https://q.example/about'>\(item)</item></rdf:RDF>"
  }

  private static func atom(_ entry: String, _ feed: String = "", attributes: String = "") -> String {
    "<feed xmlns='http://www.w3.org/2005/Atom' \(spaces) \(attributes)><title>Q</title><id>u</id>\(feed)<entry>\(entry)</entry></feed>"
  }

  private static func json(_ item: String, _ feed: String = "") -> String {
    #"{"version":"https://jsonfeed.org/version/1.1","title":"Q",\#(feed)"items":[{"id":"1",\#(item)}]}"#
  }

  private func article(_ input: String, address: String? = nil) -> Article? {
    var loader = ArticleLoader()
    loader.options.address = address
    return loader.load(data: Array(input.utf8), path: input.hasPrefix("{") ? "a.json" : "a.xml").articles.first
  }

  private typealias Rule = (rule: String, input: String, expected: String?)

  private func check(_ rules: [Rule], _ value: (Article) -> String?) {
    for rule in rules {
      let article = article(rule.input)
      #expect(article.flatMap(value) == rule.expected, "\(rule.rule)")
    }
  }

  @Test func titles() {
    check(
      [
        ("RSS: a title is text", Self.rss("<title>AT&amp;T &amp;lt;b&amp;gt;</title>"), "AT&T <b>"),
        ("RSS: inline formatting goes", Self.rss("<title>A &lt;em&gt;new&lt;/em&gt; pier</title>"), "A new pier"),
        ("RSS: CDATA", Self.rss("<title><![CDATA[Pier & crane]]></title>"), "Pier & crane"),
        (
          "RSS: what looks like a tag is a word", Self.rss("<title>The &lt;head&gt; element</title>"),
          "The <head> element"
        ),
        (
          "RSS: its own title before others",
          Self.rss("<media:title>M</media:title><dc:title>D</dc:title><title>T</title>"), "T"
        ),
        (
          "Dublin Core where there is none",
          Self.rss("<media:group><media:title>M</media:title></media:group><dc:title>D</dc:title>"), "M"
        ),
        ("RSS: white space is collapsed", Self.rss("<title>\n  Pier\n  opens </title>"), "Pier opens"),
        (
          "Scripts are no part of a title", Self.rss("<title>safe&lt;script&gt;x()&lt;/script&gt; text</title>"),
          "safe text"
        ),
        ("Comments are none either", Self.rss("<title>safe&lt;!-- x --&gt; text</title>"), "safe text"),
        ("Atom 3.1.1.1: text without a type", Self.atom("<title>Less &lt;em&gt; than</title>"), "Less <em> than"),
        ("Atom 3.1.1.2: html", Self.atom("<title type='html'>Less &lt;em&gt;than&lt;/em&gt;</title>"), "Less than"),
        (
          "Atom 3.1.1.3: xhtml",
          Self.atom("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>Less <b>than</b></div></title>"),
          "Less than"
        ),
        ("RSS 1.0", Self.rdf("<title>Pier</title>"), "Pier"),
        ("JSON Feed: plain text", Self.json(#""title":"Is 3 < 5?","content_text":"T""#), "Is 3 < 5?"),
      ]
    ) { $0.title }
  }

  @Test func addresses() {
    let base = "xml:base='https://q.example/a/'"
    check(
      [
        ("RSS: link", Self.rss("<title>T</title><link>https://q.example/1</link>"), "https://q.example/1"),
        (
          "RSS: white space in a link", Self.rss("<title>T</title><link>\n https://q.example/1 \n</link>"),
          "https://q.example/1"
        ),
        (
          "RSS: link before guid",
          Self.rss("<title>T</title><guid>https://q.example/g</guid><link>https://q.example/1</link>"),
          "https://q.example/1"
        ),
        (
          "RSS: a guid is a permalink", Self.rss("<title>T</title><guid>https://q.example/g</guid>"),
          "https://q.example/g"
        ),
        (
          "RSS: unless it says not", Self.rss("<title>T</title><guid isPermaLink='false'>https://q.example/g</guid>"),
          nil
        ),
        (
          "RSS: relative to the feed's own address",
          Self.rss("<title>T</title><link>1</link>", "<atom:link rel='self' href='https://q.example/f/x.xml'/>"),
          "https://q.example/f/1"
        ),
        ("RSS: else to its site", Self.rss("<title>T</title><link>/1</link>"), "https://q.example/1"),
        (
          "RSS: atom:link", Self.rss("<title>T</title><atom:link rel='alternate' href='https://q.example/1'/>"),
          "https://q.example/1"
        ),
        (
          "RSS: other relations are not the article",
          Self.rss("<title>T</title><atom:link rel='replies' href='https://q.example/r'/>"), nil
        ),
        (
          "RSS: the link before a service's",
          Self.rss(
            "<title>T</title><link>https://proxy.example/x</link><feedburner:origLink>https://q.example/1</feedburner:origLink>"
          ), "https://q.example/1"
        ),
        (
          "RSS: in any order",
          Self.rss(
            "<title>T</title><feedburner:origLink>https://q.example/1</feedburner:origLink><link>https://proxy.example/x</link>"
          ), "https://q.example/1"
        ),
        (
          "RSS 1.0: rdf:about is the identity, link the address",
          Self.rdf("<title>T</title><link>https://q.example/1</link>"), "https://q.example/1"
        ),
        (
          "Atom 4.2.7.2: no rel is alternate", Self.atom("<title>T</title><link href='https://q.example/1'/>"),
          "https://q.example/1"
        ),
        (
          "Atom: self and edit are not the article",
          Self.atom(
            "<title>T</title><link rel='self' href='https://q.example/s'/><link rel='alternate' href='https://q.example/1'/>"
          ), "https://q.example/1"
        ),
        (
          "Atom: an enclosure without href",
          Self.atom(
            "<title>T</title><link rel='enclosure'>https://q.example/e</link><link href='https://q.example/1'/>"),
          "https://q.example/1"
        ),
        (
          "Atom: the page before other forms",
          Self.atom(
            "<title>T</title><link href='https://q.example/p.pdf' type='application/pdf'/><link href='https://q.example/1' type='text/html'/>"
          ), "https://q.example/1"
        ),
        (
          "Atom: the first of several pages",
          Self.atom(
            "<title>T</title><link href='https://q.example/1' type='text/html'/><link href='https://q.example/2' type='text/html'/>"
          ), "https://q.example/1"
        ),
        (
          "Atom: a full relation",
          Self.atom(
            "<title>T</title><link rel='http://www.iana.org/assignments/relation/alternate' href='https://q.example/1'/>"
          ), "https://q.example/1"
        ),
        ("XML Base", Self.atom("<title>T</title><link href='1'/>", attributes: base), "https://q.example/a/1"),
        (
          "XML Base, nested",
          "<feed xmlns='http://www.w3.org/2005/Atom' \(base)><title>Q</title><id>u</id><entry xml:base='b/'><title>T</title><link xml:base='c/' href='../1'/></entry></feed>",
          "https://q.example/a/b/1"
        ),
        (
          "XML Base against the feed's address",
          Self.atom(
            "<title>T</title><link href='1'/>", "<link rel='self' href='https://q.example/f/x.xml'/>",
            attributes: "xml:base='b/'"), "https://q.example/f/b/1"
        ),
        ("No base, no address", Self.atom("<title>T</title><link href='1'/>"), nil),
        (
          "JSON Feed: url",
          Self.json(#""url":"https://q.example/1","external_url":"https://x.example/","content_text":"T""#),
          "https://q.example/1"
        ),
        (
          "JSON Feed: external_url", Self.json(#""external_url":"https://x.example/1","content_text":"T""#),
          "https://x.example/1"
        ),
        (
          "JSON Feed: relative to feed_url",
          Self.json(#""url":"1","content_text":"T""#, #""feed_url":"https://q.example/f/x.json","#),
          "https://q.example/f/1"
        ),
        (
          "JSON Feed: else to home_page_url",
          Self.json(#""url":"/1","content_text":"T""#, #""home_page_url":"https://q.example/h","#),
          "https://q.example/1"
        ),
        ("Schemes that no report may carry", Self.rss("<title>T</title><link>javascript:alert(1)</link>"), nil),
      ]
    ) { $0.url }
    #expect(
      article(Self.atom("<title>T</title><link href='1'/>"), address: "https://z.example/f/x.xml")?.url
        == "https://z.example/f/1")
  }

  @Test func bodies() {
    let div = "<div xmlns='http://www.w3.org/1999/xhtml'><p>One.</p></div>"
    check(
      [
        ("RSS: description", Self.rss("<title>T</title><description>One.</description>"), "One."),
        (
          "RSS: content:encoded before description",
          Self.rss(
            "<title>T</title><description>Short.</description><content:encoded><![CDATA[<p>One.</p>]]></content:encoded>"
          ), "One."
        ),
        (
          "RSS: in any order",
          Self.rss(
            "<title>T</title><content:encoded><![CDATA[<p>One.</p>]]></content:encoded><description>S.</description>"),
          "One."
        ),
        ("RSS: references of HTML", Self.rss("<title>T</title><description>Caf&amp;eacute;</description>"), "Café"),
        ("RSS: line breaks", Self.rss("<title>T</title><description>One.&lt;br/&gt;Two.</description>"), "One. Two."),
        (
          "Scripts and styles are not shown",
          Self.rss(
            "<title>T</title><description>One.&lt;script&gt;x()&lt;/script&gt;&lt;style&gt;p{}&lt;/style&gt;</description>"
          ), "One."
        ),
        (
          "RSS 1.0: content:encoded",
          Self.rdf("<title>T</title><content:encoded>&lt;p&gt;One.&lt;/p&gt;</content:encoded>"), "One."
        ),
        ("Dublin Core", Self.rss("<title>T</title><dc:description>One.</dc:description>"), "One."),
        ("Media RSS", Self.rss("<title>T</title><media:description>One.</media:description>"), "One."),
        ("iTunes", Self.rss("<title>T</title><itunes:summary>One.</itunes:summary>"), "One."),
        ("Atom: text", Self.atom("<title>T</title><content type='text'>3 &lt; 5.</content>"), "3 < 5."),
        ("Atom: html", Self.atom("<title>T</title><content type='html'>&lt;p&gt;One.&lt;/p&gt;</content>"), "One."),
        ("Atom: xhtml", Self.atom("<title>T</title><content type='xhtml'>\(div)</content>"), "One."),
        (
          "Atom: base64 (4.1.3.3)",
          Self.atom("<title>T</title><content type='application/octet-stream'>T25lLg==</content>"), "One."
        ),
        (
          "Atom: content before summary", Self.atom("<title>T</title><summary>S.</summary><content>One.</content>"),
          "One."
        ),
        (
          "Atom: summary where content is elsewhere",
          Self.atom("<title>T</title><summary>One.</summary><content src='https://q.example/1'/>"), "One."
        ),
        ("JSON Feed: content_html", Self.json(#""content_html":"<p>One.</p>","content_text":"Two.""#), "One."),
        ("JSON Feed: content_text", Self.json(#""content_text":"3 < 5.""#), "3 < 5."),
        ("JSON Feed: summary alone", Self.json(#""title":"T","summary":"One.""#), "One."),
      ]
    ) { $0.paragraphs.joined(separator: "|") }
  }

  @Test func datesAndIdentities() {
    let text = "<title>T</title><description>One.</description>"
    check(
      [
        (
          "RSS: pubDate (RFC 822)", Self.rss(text + "<pubDate>Mon, 10 Mar 2025 08:00:00 EST</pubDate>"),
          "2025-03-10T08:00:00-05:00"
        ),
        ("RSS: years of two digits", Self.rss(text + "<pubDate>10 Mar 25 08:00 GMT</pubDate>"), "2025-03-10T08:00Z"),
        (
          "Dublin Core: W3C-DTF", Self.rss(text + "<dc:date>2025-03-10T08:00+01:00</dc:date>"), "2025-03-10T08:00+01:00"
        ),
        ("Dublin Core terms: issued", Self.rss(text + "<dcterms:issued>2025-03-10</dcterms:issued>"), "2025-03-10"),
        (
          "RSS: the channel's date is not the item's",
          Self.rss(text, "<pubDate>Mon, 10 Mar 2025 08:00:00 GMT</pubDate>"), nil
        ),
        (
          "Atom: published",
          Self.atom(
            "<title>T</title><updated>2025-03-11T00:00:00Z</updated><published>2025-03-10T08:00:00.25Z</published>"),
          "2025-03-10T08:00:00Z"
        ),
        (
          "Atom: updated is no date of publication",
          Self.atom("<title>T</title><updated>2025-03-11T00:00:00Z</updated>"), nil
        ),
        (
          "JSON Feed: date_published", Self.json(#""content_text":"T","date_published":"2025-03-10T08:00:00-05:00""#),
          "2025-03-10T08:00:00-05:00"
        ),
        ("RSS 1.0: dc:date", Self.rdf("<title>T</title><dc:date>2025-03</dc:date>"), "2025-03"),
      ]
    ) { $0.published?.value }
    #expect(
      article(Self.atom("<title>T</title><updated>2025-03-11T00:00:00Z</updated>"))?.updated?.value
        == "2025-03-11T00:00:00Z")
    #expect(
      article(Self.json(#""content_text":"T","date_modified":"2025-03-11T00:00:00Z""#))?.updated?.value
        == "2025-03-11T00:00:00Z")
  }

  @Test func people() {
    check(
      [
        (
          "RSS: author is an address with a name", Self.rss("<title>T</title><author>a@q.example (Ana Lima)</author>"),
          "Ana Lima"
        ),
        ("Dublin Core: creator", Self.rss("<title>T</title><dc:creator>Ana Lima</dc:creator>"), "Ana Lima"),
        (
          "Dublin Core: several creators",
          Self.rss("<title>T</title><dc:creator>Ana Lima</dc:creator><dc:creator>Bo Reed</dc:creator>"),
          "Ana Lima, Bo Reed"
        ),
        ("iTunes: author", Self.rss("<title>T</title><itunes:author>Ana Lima</itunes:author>"), "Ana Lima"),
        (
          "RSS: the channel's editor wrote nothing",
          Self.rss("<title>T</title>", "<managingEditor>e@q.example (Ed Tor)</managingEditor>"), ""
        ),
        (
          "Atom: author", Self.atom("<title>T</title><author><name>Ana Lima</name><email>a@q.example</email></author>"),
          "Ana Lima"
        ),
        (
          "Atom: a contributor is no author",
          Self.atom(
            "<title>T</title><author><name>Ana Lima</name></author><contributor><name>Bo Reed</name></contributor>"),
          "Ana Lima"
        ),
        (
          "Atom 4.2.1: the feed's author", Self.atom("<title>T</title>", "<author><name>Ana Lima</name></author>"),
          "Ana Lima"
        ),
        (
          "Atom 4.2.1: before it the source's",
          Self.atom(
            "<title>T</title><source><title>S</title><author><name>Bo Reed</name></author></source>",
            "<author><name>Ana Lima</name></author>"), "Bo Reed"
        ),
        (
          "JSON Feed: authors", Self.json(#""content_text":"T","authors":[{"name":"Ana Lima"},{"name":"Bo Reed"}]"#),
          "Ana Lima, Bo Reed"
        ),
        ("JSON Feed 1.0: author", Self.json(#""content_text":"T","author":{"name":"Ana Lima"}"#), "Ana Lima"),
        (
          "JSON Feed: the feed's authors", Self.json(#""content_text":"T""#, #""authors":[{"name":"Ana Lima"}],"#),
          "Ana Lima"
        ),
      ]
    ) { $0.authors.joined(separator: ", ") }
    check(
      [
        ("RSS: the channel", Self.rss("<title>T</title>"), "Q"),
        ("RSS: source", Self.rss("<title>T</title><source url='https://s.example/rss'>S</source>"), "S"),
        ("Atom: source", Self.atom("<title>T</title><source><title>S</title><id>s</id></source>"), "S"),
      ]
    ) { $0.publisher }
    check(
      [
        (
          "RSS: categories", Self.rss("<title>T</title><category domain='d'>Sea</category><category>Town</category>"),
          "Sea|Town"
        ),
        ("Atom: term", Self.atom("<title>T</title><category term='sea' label='Sea'/>"), "sea"),
        ("Dublin Core: subject", Self.rss("<title>T</title><dc:subject>Sea</dc:subject>"), "Sea"),
        (
          "Media RSS and iTunes: keywords", Self.rss("<title>T</title><media:keywords>Sea, Town</media:keywords>"),
          "Sea|Town"
        ),
        ("JSON Feed: tags", Self.json(#""content_text":"T","tags":["Sea","Town"]"#), "Sea|Town"),
      ]
    ) { $0.keywords.joined(separator: "|") }
  }

  @Test func pictures() {
    let text = "<title>T</title><description>One.</description>"
    check(
      [
        (
          "Media RSS: content",
          Self.rss(
            text
              + "<media:content url='/a.jpg' medium='image'><media:description>Pier.</media:description></media:content>"
          ), "https://q.example/a.jpg=Pier."
        ),
        (
          "Media RSS: by its type", Self.rss(text + "<media:content url='https://q.example/a' type='image/jpeg'/>"),
          "https://q.example/a"
        ),
        (
          "Media RSS: by its name", Self.rss(text + "<media:content url='https://q.example/a.PNG?x=1'/>"),
          "https://q.example/a.PNG?x=1"
        ),
        (
          "Media RSS: films are no pictures",
          Self.rss(text + "<media:content url='https://q.example/a.mp4' medium='video'/>"), ""
        ),
        ("Media RSS: thumbnail", Self.rss(text + "<media:thumbnail url='/t.jpg'/>"), "https://q.example/t.jpg"),
        (
          "RSS: enclosure", Self.rss(text + "<enclosure url='/a.jpg' type='image/jpeg' length='1'/>"),
          "https://q.example/a.jpg"
        ),
        ("RSS: sounds are no pictures", Self.rss(text + "<enclosure url='/a.mp3' type='audio/mpeg' length='1'/>"), ""),
        (
          "In the body",
          Self.rss(
            "<title>T</title><description>&lt;p&gt;One.&lt;/p&gt;&lt;img src='/a.jpg' alt='x'&gt;</description>"),
          "https://q.example/a.jpg"
        ),
        (
          "XML Base of the content",
          Self.atom(
            "<title>T</title><content type='html' xml:base='https://z.example/d/'>&lt;p&gt;One.&lt;/p&gt;&lt;img src='e.jpg'&gt;</content>"
          ), "https://z.example/d/e.jpg"
        ),
        (
          "JSON Feed: image and attachments",
          Self.json(
            #""content_text":"T","image":"/i.jpg","attachments":[{"url":"/a.jpg","mime_type":"image/jpeg"},{"url":"/a.mp3","mime_type":"audio/mpeg"}]"#,
            #""feed_url":"https://q.example/f","#), "https://q.example/i.jpg|https://q.example/a.jpg"
        ),
      ]
    ) { $0.images.map { $0.url + ($0.caption.map { "=" + $0 } ?? "") }.joined(separator: "|") }
  }

  /// GeoRSS, RFC 5005 and CDF: what stands beside the articles is neither their text nor their address.
  @Test func otherVocabularies() {
    let history = "xmlns:fh='http://purl.org/syndication/history/1.0' xmlns:gml='http://www.opengis.net/gml'"
    let place =
      "<georss:point>45.256 -71.92</georss:point><georss:where><gml:Point><gml:pos>45 -71</gml:pos></gml:Point>"
      + "</georss:where><georss:featurename>Harbour</georss:featurename><georss:elev>313</georss:elev>"
    let body = "<title>T</title><link>https://q.example/1</link><description>Ships came.</description>"
    check(
      [
        (
          "GeoRSS: a place is no text", Self.rss(body.replacing("<title>", with: place + "<title>")),
          "T|Ships came.|https://q.example/1"
        ),
        (
          "GeoRSS in Atom",
          Self.atom(
            "<title>T</title><link href='https://q.example/1'/><summary>Ships came.</summary>\(place)",
            attributes: "xmlns:gml='http://www.opengis.net/gml'"),
          "T|Ships came.|https://q.example/1"
        ),
        (
          "RFC 5005: pages of the feed are not the entry's address",
          Self.atom(
            "<title>T</title><link rel='next' href='https://q.example/n'/><link rel='prev-archive' href='https://q.example/p'/>"
              + "<link href='https://q.example/1'/><summary>Ships came.</summary>",
            "<fh:complete/><link rel='next' href='https://q.example/?p=2'/><link rel='current' href='https://q.example/'/>",
            attributes: history), "T|Ships came.|https://q.example/1"
        ),
        (
          "RFC 5005: an archive page",
          Self.atom("<title>T</title><content>Ships came.</content>", "<fh:archive/>", attributes: history),
          "T|Ships came.|-"
        ),
        (
          "CDF: an item's address is an attribute",
          "<?XML version='1.0'?><CHANNEL HREF='https://q.example/'><TITLE>Q</TITLE><ITEM HREF='https://q.example/1'>"
            + "<TITLE>T</TITLE><ABSTRACT>Ships came.</ABSTRACT></ITEM></CHANNEL>", "T|Ships came.|https://q.example/1"
        ),
        (
          "CDF in small letters",
          "<channel href='https://q.example/'><title>Q</title><item href='https://q.example/1'><title>T</title>"
            + "<abstract>Ships came.</abstract></item></channel>", "T|Ships came.|https://q.example/1"
        ),
      ]
    ) { "\($0.title)|\($0.paragraphs.joined(separator: "/"))|\($0.url ?? "-")" }
  }

  @Test func languages() {
    check(
      [
        (
          "RSS: language",
          Self.rss("<title>T</title><description>أعيد فتح الميناء.</description>", "<language>ar-eg</language>"),
          "ar-EG"
        ),
        ("xml:lang", Self.atom("<title>T</title><content xml:lang='fr'>Le port.</content>"), "fr"),
        (
          "xml:lang is inherited",
          Self.atom("<title>T</title><content>Le port.</content>", attributes: "xml:lang='fr'"), "fr"
        ),
        ("JSON Feed: language", Self.json(#""content_text":"Le port.""#, #""language":"fr-CA","#), "fr-CA"),
      ]
    ) { $0.language }
  }

  /// The media type's character set goes before the document's own (RFC 7303, 3.2).
  @Test func theMediaTypeTellsTheEncoding() {
    let text = "<?xml version='1.0' encoding='utf-8'?>" + Self.rss("<title>Caf#</title>")
    let bytes = text.utf8.map { $0 == UInt8(ascii: "#") ? 0xE9 : $0 }
    var loader = ArticleLoader()
    loader.options.contentType = "application/rss+xml; charset=\"ISO-8859-1\""
    #expect(loader.load(data: bytes, path: "a.xml").articles.first?.title == "Café")
  }
}
