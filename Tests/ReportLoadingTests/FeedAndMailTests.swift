import Testing

@testable import ReportLoading
@testable import ReportScripting

@Suite struct FeedAndMailTests {
  private func load(_ text: String, _ path: String) -> LoadResult {
    ArticleLoader().load(data: Array(text.utf8), path: path)
  }

  @Test func rssItemsBecomeArticles() throws {
    let result = load(
      """
      <?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>The Gazette</title><language>en-gb</language>
      <item><title>Pier &amp;amp; crane</title><link>https://gazette.example/1?utm_medium=rss</link><guid isPermaLink="false">g-1</guid>
      <pubDate>Tue, 11 Mar 2025 08:10:00 +0200</pubDate><dc:creator>Jonas Reed</dc:creator><category>Business</category>
      <content:encoded><![CDATA[<p>One &eacute;.</p><script>x()</script><p>Two.</p>]]></content:encoded></item>
      <item><title>Second & last</title><link>javascript:alert(1)</link><description>Text</description></item></channel></rss>
      """, "feed.xml")
    let first = try #require(result.articles.first)
    #expect(result.articles.count == 2)
    #expect(first.id == "g-1@gazette.example")
    #expect(first.title == "Pier & crane")
    #expect(first.url == "https://gazette.example/1")
    #expect(first.published?.value == "2025-03-11T08:10:00+02:00")
    #expect(first.published?.evidence == .feed)
    #expect(first.paragraphs == ["One é.", "Two."])
    #expect(first.authors == ["Jonas Reed"])
    #expect(first.publisher == "The Gazette")
    #expect(first.language == "en-GB")
    #expect(result.articles[1].title == "Second & last")
    #expect(result.articles[1].url == nil)
    #expect(result.articles[1].warnings.map(\.code).contains("url-rejected"))
    #expect(result.articles[1].warnings.map(\.code).contains("xml-malformed"))
  }

  @Test func atomEntriesKeepPublishedAndUpdatedApart() throws {
    let article = try #require(
      load(
        """
        <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>G</title><entry><title type="html">A &lt;b&gt;pier&lt;/b&gt;</title>
        <id>tag:gazette.example,2025:1</id><link href="https://gazette.example/1"/><published>2025-03-11T08:10:00Z</published>
        <updated>2025-03-12T09:00:00Z</updated><author><name>Jonas Reed</name></author>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry></feed>
        """, "feed.atom"
      ).articles.first)
    #expect(article.title == "A pier")
    #expect(article.published?.value == "2025-03-11T08:10:00Z")
    #expect(article.updated?.value == "2025-03-12T09:00:00Z")
    #expect(article.paragraphs == ["One.", "Two."])
  }

  @Test func entitiesNeitherExplodeNorReachOutside() throws {
    let result = load(
      """
      <!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
      <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
      <!ENTITY x SYSTEM "file:///etc/hostname">]><rss version="2.0"><channel><item><title>One &f;</title></item><item><title>Two &x;</title></item></channel></rss>
      """, "feed.xml")
    #expect(result.articles.count == 2)
    #expect((result.articles.first?.title.utf8.count ?? 0) < 200_000)
    #expect(result.articles.last?.title == "Two &x;")
  }

  @Test func jsonFeedIsRead() throws {
    let article = try #require(
      load(
        #"{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":"1","title":"Pier","url":"https://gazette.example/1","content_html":"<p>One.</p>","date_published":"2025-03-11"}]}"#,
        "feed.json"
      ).articles.first)
    #expect(article.origin.format == "json-feed")
    #expect(article.paragraphs == ["One."])
  }

  @Test func newsItemWithNITFBodyIsRead() throws {
    let article = try #require(
      load(
        """
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:g:1" xml:lang="en"><itemMeta><versionCreated>2025-03-12T09:00:00Z</versionCreated></itemMeta>
        <contentMeta><contentCreated>2025-03-11T08:10:00Z</contentCreated><headline>Pier opens</headline></contentMeta><contentSet><inlineXML>
        <nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><byline>By Jonas Reed</byline></body.head><body.content><p>One.</p><p>Two.</p></body.content></body></nitf>
        </inlineXML></contentSet></newsItem>
        """, "a.xml"
      ).articles.first)
    #expect(article.id == "urn:newsml:g:1")
    #expect(article.published?.value == "2025-03-11T08:10:00Z")
    #expect(article.updated?.value == "2025-03-12T09:00:00Z")
    #expect(article.authors == ["Jonas Reed"])
    #expect(article.paragraphs == ["One.", "Two."])
  }

  @Test func csvWithQuotedFieldsIsRead() throws {
    let result = load("title,body,date\n\"A \"\"pier\"\"\",\"One,\nTwo\",2025-03-11\nB,x,y,z,too many\n", "a.csv")
    let article = try #require(result.articles.first)
    #expect(article.title == "A \"pier\"")
    #expect(article.paragraphs == ["One,", "Two"])
    #expect(article.published?.value == "2025-03-11")
    #expect(result.problems.map(\.line) == [4])
  }

  @Test func newslettersInAMailboxAreRead() throws {
    let result = load(
      """
      From a@b Tue Mar 11 08:10:00 2025
      From: The Gazette <news@gazette.example>
      Subject: =?utf-8?B?2KfZgdiq2KrYp9it?= =?utf-8?Q?_2025?=
      Date: Tue, 11 Mar 2025 08:10:00 +0200
      Message-ID: <1@gazette.example>
      Content-Type: multipart/alternative; boundary="x"

      --x
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      The first ship tied up at the =E2=80=9Cnorth=E2=80=9D pier.
      --x--

      From a@b Wed Mar 12 08:10:00 2025
      From: c@d.example
      Subject: Second

      Text of the second message.
      """, "a.mbox")
    #expect(result.articles.count == 2)
    let first = try #require(result.articles.first)
    #expect(first.title == "افتتاح 2025")
    #expect(first.id == "1@gazette.example")
    #expect(first.publisher == "The Gazette")
    #expect(first.published?.value == "2025-03-11T08:10:00+02:00")
    #expect(first.paragraphs == ["The first ship tied up at the “north” pier."])
  }

  @Test(arguments: [
    ("<img src=\"a\" alt=\"b<br />c\"> d", "<img src=\"a\" alt=\"b&lt;br /&gt;c\"> d"),
    ("1 < 2 = \"<b>\"", "1 < 2 = \"<b>\""),
    ("<a href='x>y'>z</a>", "<a href='x&gt;y'>z</a>"), ("<a title=\"never>closed", "<a title=\"never>closed"),
    ("a = b", "a = b"),
  ]) func bracketsInAttributesOfAFeedsMarkupAreEscaped(text: String, escaped: String) {
    #expect(FeedJSON.escapedAttributes(text) == escaped)
  }

  @Test(arguments: [
    ("a.rss", "<rss><channel><item><title>Lamp</title></item><"),
    ("a.xml", "<nitf><head><title>Lamp</title></head><body>Lit.<"),
  ])
  func aDocumentThatEndsWithABracketIsRead(path: String, text: String) {
    #expect(ArticleLoader().load(data: Array(text.utf8), path: path).articles.map(\.title) == ["Lamp"])
    #expect(XMLTree(Array("<".utf8)).faults.count == 1)
  }

  @Test func damagedGzipIsAnError() {
    let result = ArticleLoader().load(data: [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3], path: "a.txt.gz")
    #expect(result.problems.map(\.kind) == [.unreadable])
  }
}
