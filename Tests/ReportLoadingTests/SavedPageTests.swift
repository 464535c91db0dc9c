import ReportArticles
import Testing

@testable import ReportLoading

/// Pages as browsers and crawlers keep them.
@Suite struct SavedPageTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon, and people watched."
  private static let body =
    "<article><h1>Harbour reopens after the storm</h1><p>\(text) \(text)</p><p>\(text)</p></article>"

  private static func page(_ head: String = "", before: String = "", body: String = body) -> String {
    "<!DOCTYPE html>\(before)<html lang=en><head><title>Harbour reopens after the storm</title>\(head)</head><body>\(body)</body></html>"
  }

  private func load(_ bytes: [UInt8], _ path: String) -> LoadResult { ArticleLoader().load(data: bytes, path: path) }

  private func load(_ text: String, _ path: String = "a.html") -> LoadResult { load(Array(text.utf8), path) }

  // MARK: MHTML (RFC 2557)

  private static func mhtml(_ html: String, top: String, type: String = "text/html") -> String {
    "\(top)Subject: Harbour\nDate: Mon, 10 Mar 2025 09:15:00 -0000\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
      + "\ttype=\"text/html\";\n\tboundary=\"----B\"\n\n------B\nContent-Type: \(type)\nContent-Transfer-Encoding: 8bit\n"
      + "Content-Location: https://quay.example/n/1\n\n\(html)\n------B\nContent-Type: text/html\n"
      + "Content-Location: https://ads.example/f\n\n<p>Buy the harbour, says the frame.</p>\n------B--\n"
  }

  @Test(arguments: [
    ("a.mhtml", "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/n/1\n"),
    ("a", "From: <Saved by Mozilla 5.0>\n"), ("a.mht", ""),
  ])
  func aPageInOneFileIsTheArticle(path: String, top: String) throws {
    for end in ["\n", "\r\n"] {
      let result = load(Self.mhtml(Self.page(), top: top).replacing("\n", with: end), path)
      let article = try #require(result.articles.first)
      #expect(result.articles.count == 1)
      #expect(article.origin.format == "mhtml")
      #expect(article.url == "https://quay.example/n/1")
      #expect(article.title == "Harbour reopens after the storm")
      // The moment of saving says nothing of publication.
      #expect(article.published == nil)
      #expect(article.retrieved?.value == "2025-03-10T09:15:00Z")
    }
  }

  @Test func aSavedPageKeepsItsOwnDateAndAddress() throws {
    let head =
      "<meta property='article:published_time' content='2025-03-09T08:00:00Z'><link rel=canonical href='/n/one'>"
    let top = "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/n/1?utm_source=x\n"
    let article = try #require(load(Self.mhtml(Self.page(head), top: top), "a.mhtml").articles.first)
    #expect(article.published?.value == "2025-03-09T08:00:00Z")
    #expect(article.url == "https://quay.example/n/one")
  }

  @Test func aLetterWithPicturesIsALetter() {
    let top = "From: q@quay.example\nTo: r@r.example\nMessage-ID: <1@q>\n"
    #expect(load(Self.mhtml(Self.page(), top: top), "a.eml").articles.first?.origin.format == "eml")
  }

  // MARK: Comments

  @Test(arguments: [
    (page(before: "\n<!-- saved from url=(0024)https://quay.example/n/1 -->\n"), "https://quay.example/n/1", nil),
    ("<!-- saved from url=(0024)https://quay.example/n/1 -->\n" + page(), "https://quay.example/n/1", nil),
    (page(before: "<!-- saved from url=(0014)about:internet -->"), nil, nil),
    (page(body: body + "<p>It reads &lt;!-- saved from url=(0010)https://e.example/ --&gt;.</p>"), nil, nil),
    (page(body: "<!-- saved from url=(0018)https://e.example/ -->" + body), nil, nil),
    (
      "<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n url: https://quay.example/n/9 \n saved date: Mon Mar 10 2025 09:15:30 "
        + "GMT+0100 (Central European Standard Time)\n--><head><title>Harbour reopens</title></head><body>\(body)</body></html>",
      "https://quay.example/n/9", "2025-03-10T09:15:30+01:00"
    ),
  ])
  func commentsOfBrowsersTellAddressAndMoment(input: String, url: String?, retrieved: String?) throws {
    let article = try #require(load(input).articles.first)
    #expect(article.url == url)
    #expect(article.retrieved?.value == retrieved)
  }

  // MARK: WARC (ISO 28500)

  private static func warc(_ records: [(type: String, address: String, contentType: String, block: [UInt8])]) -> [UInt8]
  {
    records.flatMap { record in
      Array(
        ("WARC/1.0\r\nWARC-Type: \(record.type)\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: \(record.address)\r\n"
          + "WARC-Date: 2025-03-10T09:15:00Z\r\nContent-Type: \(record.contentType)\r\nContent-Length: \(record.block.count)\r\n\r\n")
          .utf8)
        + record.block + Array("\r\n\r\n".utf8)
    }
  }

  private static func response(
    _ number: Int, _ body: [UInt8], type: String = "text/html; charset=utf-8", status: String = "200 OK",
    more: String = ""
  ) -> (type: String, address: String, contentType: String, block: [UInt8]) {
    (
      "response", "https://quay.example/n/\(number)", "application/http; msgtype=response",
      Array("HTTP/1.1 \(status)\r\nContent-Type: \(type)\r\n\(more)\r\n".utf8) + body
    )
  }

  @Test func pagesOfAWebArchiveAreReadRecordByRecord() throws {
    let html = Array(Self.page().utf8)
    let input = Self.warc([
      ("warcinfo", "", "application/warc-fields", Array("software: x\r\n".utf8)),
      (
        "request", "https://quay.example/n/1", "application/http; msgtype=request", Array("GET / HTTP/1.1\r\n\r\n".utf8)
      ),
      Self.response(1, html), Self.response(2, Array("<h1>404</h1>".utf8), status: "404 Not Found"),
      Self.response(3, Array("body { margin: 0 }".utf8), type: "text/css"),
      Self.response(4, [0x89, 0x50, 0x4E, 0x47], type: "image/png"), Self.response(5, html),
      ("resource", "https://quay.example/n/6", "text/html", html),
      (
        "conversion", "https://quay.example/n/7", "text/plain",
        Array("Harbour reopens\n\n\(Self.text)\n\n\(Self.text)\n".utf8)
      ),
    ])
    let result = load(input, "a.warc")
    #expect(result.articles.map(\.url) == [1, 5, 6, 7].map { "https://quay.example/n/\($0)" })
    #expect(result.articles.allSatisfy { $0.retrieved?.value == "2025-03-10T09:15:00Z" })
    #expect(result.problems.isEmpty)
  }

  @Test func bodiesInChunksAndOtherCharactersAreRead() throws {
    let html = Array(Self.page().utf8)
    let chunks = stride(from: 0, to: html.count, by: 100).flatMap { start -> [UInt8] in
      let part = html[start..<min(start + 100, html.count)]
      return Array("\(String(part.count, radix: 16))\r\n".utf8) + part + [13, 10]
    }
    let latin = Self.page(
      body:
        "<article><h1>Harbour reopens after the storm</h1><p>\(Self.text) \(Self.text)</p><p>Caf# owners were glad, and the "
        + "harbour office was, too, as it said on Monday.</p></article>"
    ).utf8.map {
      $0 == UInt8(ascii: "#") ? 0xE9 : $0
    }
    let result = load(
      Self.warc([
        Self.response(1, chunks + Array("0\r\n\r\n".utf8), more: "Transfer-Encoding: chunked\r\n"),
        Self.response(2, latin, type: "text/html; charset=iso-8859-1"),
      ]), "a.warc")
    #expect(result.articles.map(\.title) == ["Harbour reopens after the storm", "Harbour reopens after the storm"])
    #expect(result.articles.last?.paragraphs.last?.hasPrefix("Café") == true)
  }

  @Test(arguments: ["5", "-1", "-9223372036854775808", "9223372036854775807", "99999999999999999999", "x", ""])
  func aLengthThatLiesCostsItsOwnRecord(length: String) {
    let html = Array(Self.page().utf8)
    let (one, rest) = (
      Self.warc([Self.response(1, html)]), Self.warc([Self.response(2, html), Self.response(3, html)])
    )
    var text = String(decoding: one, as: UTF8.self)
    if let range = text.firstRange(of: "Content-Length: "), let end = text[range.upperBound...].firstRange(of: "\r\n") {
      text.replaceSubrange(range.upperBound..<end.lowerBound, with: length)
    }
    let result = load(Array(text.utf8) + rest, "a.warc")
    #expect(result.articles.map(\.url).suffix(2) == [2, 3].map { "https://quay.example/n/\($0)" })
    #expect(result.problems.count == 1)
  }

  /// Archives in archives are not opened: each could hold another one.
  @Test func archivesAreNotOpenedWithinArchives() {
    var bytes = Array("Harbour reopens\n\n\(Self.text)\n".utf8)
    for _ in 0..<2000 { bytes = Self.warc([("conversion", "https://quay.example/n", "text/plain", bytes)]) }
    _ = load(bytes, "a.warc")
    let inner = Self.warc([Self.response(2, Array(Self.page().utf8))])
    let outer = Self.warc([("conversion", "https://quay.example/n", "text/plain", inner)])
    #expect(load(outer, "a.warc").articles.allSatisfy { $0.url != "https://quay.example/n/2" })
  }

  @Test func boundariesWithinBoundariesEnd() {
    var body = "Content-Type: text/html\n\n\(Self.page())\n"
    for depth in 0..<60 {
      body = "Content-Type: multipart/related; boundary=\"b\(depth)\"\n\n--b\(depth)\n\(body)\n--b\(depth)--\n"
    }
    let result = load("From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/n/1\n\(body)", "a.mhtml")
    #expect(!result.problems.isEmpty)
    // One boundary for all.
    let same = body.replacing(/b[0-9]+/, with: "b")
    _ = load("From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/n/1\n\(same)", "a.mhtml")
  }

  @Test func anArchiveThatIsCutOffSaysSo() {
    let whole = Self.warc([Self.response(1, Array(Self.page().utf8)), Self.response(2, Array(Self.page().utf8))])
    let result = load(Array(whole.dropLast(300)), "a.warc")
    #expect(result.articles.count == 1)
    #expect(result.problems.count == 1)
  }

  // MARK: Pictures and addresses

  private func images(_ body: String, head: String = "<link rel=canonical href='https://quay.example/n/1'>") -> [String]
  {
    let html = Self.page(
      head,
      body:
        "<article><h1>Harbour reopens after the storm</h1><p>\(Self.text) \(Self.text)</p>\(body)<p>\(Self.text)</p></article>"
    )
    return load(html).articles.first?.images.map { $0.url + ($0.caption.map { " | \($0)" } ?? "") } ?? []
  }

  @Test(arguments: [
    (
      "<figure><img src='/a.png' width=400><figcaption>The pier.</figcaption></figure><p><img src='/b.png' width=400></p>",
      ["/a.png | The pier.", "/b.png"]
    ),
    (
      "<p><img src='/b.png' width=400></p><figure><img src='/a.png' width=400><figcaption>The pier.</figcaption></figure>",
      ["/b.png", "/a.png | The pier."]
    ),
    (
      "<figure><img src='/a.png' width=400></figure><figure><img src='/b.png' width=400><figcaption>Two.</figcaption></figure>",
      ["/a.png", "/b.png | Two."]
    ),
    ("<img srcset='/s.png 300w, /l.png 1200w' width=400>", ["/l.png"]),
    ("<img srcset='/a,w_300/p.png 300w, /a,w_900/p.png 900w' width=400>", ["/a,w_900/p.png"]),
    ("<img src='data:image/gif;base64,R0' data-src='/a.png' width=400>", ["/a.png"]),
    ("<img src='data:image/gif;base64,R0' data-srcset='/a.png 1x, /a2.png 2x' width=400>", ["/a2.png"]),
    (
      "<picture><source srcset='/a.webp 1x, /a2.webp 2x'><img src='data:image/gif;base64,R0' width=400></picture>",
      ["/a2.webp"]
    ),
    ("<img src='../i/./a.png' width=400>", ["/i/a.png"]), ("<img src='?i=1' width=400>", ["/n/1?i=1"]),
  ])
  func aCaptionBelongsToItsOwnPicture(body: String, found: [String]) {
    #expect(images(body) == found.map { "https://quay.example" + $0 })
  }

  @Test(arguments: [
    ("<base href='https://img.example/root/'>", "https://img.example/root/a.png"),
    ("<link rel=canonical href='https://quay.example/n/1'><base href='/x/'>", "https://quay.example/x/a.png"),
    ("<base href='https://one.example/'><base href='https://two.example/'>", "https://one.example/a.png"),
  ])
  func theBaseElementCounts(head: String, address: String) {
    #expect(images("<img src='a.png' width=400>", head: head) == [address])
  }

  @Test(arguments: ["xml", "json"])
  func figuresInFeedsAreNoParagraphs(form: String) throws {
    let html =
      "<p>\(Self.text)</p><figure><img src='/a.png'><figcaption>The pier.</figcaption></figure><img src='/p.gif' width=1 height=1>"
    let input =
      form == "json"
      ? #"{"version":"https://jsonfeed.org/version/1.1","title":"Q","feed_url":"https://quay.example/f.json","items":[{"id":"1","url":"/n/1","content_html":"\#(html)"}]}"#
      : "<rss version='2.0'><channel><title>Q</title><link>https://quay.example/</link><item><title>H</title><link>/n/1</link><description><![CDATA[\(html)]]></description></item></channel></rss>"
    let article = try #require(load(input, "a." + form).articles.first)
    #expect(article.url == "https://quay.example/n/1")
    #expect(article.paragraphs == [Self.text])
    #expect(article.images == [Article.Image(url: "https://quay.example/a.png", caption: "The pier.")])
    #expect(article.captions == ["The pier."])
  }

  /// RFC 3986, 6.2.2; RFC 3987, 3.1; RFC 3492, section 7.1 and the domain of Bücher.
  @Test(arguments: [
    ("https://q.example/%d8%a7", "https://q.example/%D8%A7"),
    ("https://q.example/الميناء", "https://q.example/%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"),
    ("https://q.example/?q=ميناء", "https://q.example/?q=%D9%85%D9%8A%D9%86%D8%A7%D8%A1"),
    ("https://q.example/%7Eana/%61b", "https://q.example/~ana/ab"), ("https://Q.Example:443/a", "https://q.example/a"),
    ("https://q.example/x/../a", "https://q.example/a"),
    ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ("https://ليهمابتكلموشعربي؟/", "https://xn--egbpdaj6bu4bxfgehfvwxn/"),
    ("https://他们为什么不说中文.example/", "https://xn--ihqwcrb4cv8a8dqg056pqjye.example/"),
    ("https://q.example/a b", "https://q.example/a%20b"), ("https://q.example/a%2Fb", "https://q.example/a%2Fb"),
    ("https://q.example/a%3Fb", "https://q.example/a%3Fb"), ("https://q.example/100%", "https://q.example/100%"),
  ])
  func oneAddressHasOneSpelling(written: String, spelling: String) {
    #expect(CanonicalURL.normalize(written) == spelling)
    #expect(CanonicalURL.normalize(spelling) == spelling)
  }

  /// RFC 3986, 5.4.1 and 5.4.2.
  @Test(arguments: [
    ("g", "http://a/b/c/g"), ("./g", "http://a/b/c/g"), ("g/", "http://a/b/c/g/"), ("/g", "http://a/g"),
    ("//g", "http://g"),
    ("?y", "http://a/b/c/d;p?y"), ("g?y", "http://a/b/c/g?y"), ("#s", "http://a/b/c/d;p?q#s"),
    ("g#s", "http://a/b/c/g#s"),
    (";x", "http://a/b/c/;x"), ("", "http://a/b/c/d;p?q"), (".", "http://a/b/c/"), ("./", "http://a/b/c/"),
    ("..", "http://a/b/"),
    ("../g", "http://a/b/g"), ("../..", "http://a/"), ("../../g", "http://a/g"), ("../../../g", "http://a/g"),
    ("/./g", "http://a/g"),
    ("/../g", "http://a/g"), ("g.", "http://a/b/c/g."), (".g", "http://a/b/c/.g"), ("./../g", "http://a/b/g"),
    ("./g/.", "http://a/b/c/g/"),
    ("g/./h", "http://a/b/c/g/h"), ("g/../h", "http://a/b/c/h"), ("g?y/./x", "http://a/b/c/g?y/./x"),
    ("g#s/../x", "http://a/b/c/g#s/../x"),
  ])
  func referencesResolveAsTheStandardSays(reference: String, address: String) {
    #expect(WebReference.resolve(reference, base: "http://a/b/c/d;p?q") == address)
  }
}
