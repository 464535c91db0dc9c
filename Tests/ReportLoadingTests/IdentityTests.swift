import Testing

@testable import ReportArticles
@testable import ReportLoading

/// Identities as the formats' standards promise them: what is unique in its source only is told apart by the source.
@Suite struct IdentityTests {
  private func ids(_ text: String, _ path: String, own: Bool = false) -> [String] {
    var options = LoadOptions()
    options.keepsOwnIDs = own
    return ArticleLoader(options: options).load(data: Array(text.utf8), path: path).articles.map(\.id)
  }

  private func rss(_ items: String..., title: String = "Quay Post", host: String = "quay.example") -> String {
    "<rss version='2.0'><channel><title>\(title)</title><link>https://\(host)/</link>\(items.joined())</channel></rss>"
  }

  private func item(_ title: String, _ guid: String?, link: String? = "https://quay.example/a", day: Int = 3) -> String
  {
    "<item><title>\(title)</title>\(guid ?? "")\(link.map { "<link>\($0)</link>" } ?? "")"
      + "<pubDate>0\(day) Mar 2025 07:00:00 GMT</pubDate><description>One sentence.</description></item>"
  }

  private func local(_ text: String) -> String { "<guid isPermaLink='false'>\(text)</guid>" }

  @Test func aNameOfTheSourceStandsWithTheSource() {
    let cases: [(text: String, path: String, id: String)] = [
      (rss(item("A", local("101"))), "a.xml", "101@quay.example"),
      (rss(item("A", local("101"), link: nil)), "a.xml", "101@Quay Post"),
      (rss(item("A", "<guid>101</guid>")), "a.xml", "101@quay.example"),
      // The same feed by another road and under a new title.
      (
        rss(item("A", local("101"), link: "http://www.quay.example:80/a?utm_source=x"), title: "Quay"), "b.xml",
        "101@quay.example"
      ),
      (
        #"{"version":"https://jsonfeed.org/version/1.1","title":"G","items":[{"id":7,"title":"A","content_text":"B."}]}"#,
        "f.json", "7@G"
      ),
      (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>G</title><entry><id>post-1</id><title>A</title></entry></feed>",
        "f.atom", "post-1@G"
      ),
      (#"{"id":"a1","publisher":"Daily","title":"A","text":"B."}"#, "r.jsonl", "a1@Daily"),
      (#"{"id":5,"url":"https://www.ridge.example/5","publisher":"R","title":"A"}"#, "r.jsonl", "5@ridge.example"),
      ("id,publisher,title,text\n1,Bote,A,B.\n", "t.csv", "1@Bote"),
    ]
    for one in cases { #expect(ids(one.text, one.path) == [one.id]) }
  }

  @Test func aNameThatIsOneEverywhereStandsAlone() {
    let names = [
      "https://quay.example/a", "urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6", "60a76c80-d399-11d9-b93c-0003939e0af6",
      "tag:quay.example,2025:1", "doi:10.1000/182", "9e107d9d372bb6826bd81d3542a419d6", "1234@news.quay.example",
      "at://did:plc:z72i7/app.bsky.feed.post/3k", "c-0123456789abcdef", "c-0123456789abcdef@quay.example",
    ]
    for name in names { #expect(ids(rss(item("A", local(name))), "a.xml") == [name]) }
    for name in ["101", "post:101", "urn:", "a@b", "@quay.example", "9e107d9d372bb6826bd81d3542a419d", "x@-", "x@a..b"]
    {
      #expect(ids(rss(item("A", local(name))), "a.xml") == [name + "@quay.example"])
    }
    // By the rules of the formats: NewsML-G2 2.3, ninjs 1.4, RFC 5322.
    #expect(
      ids(
        "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' standard='NewsML-G2' guid='N1'><contentMeta><headline>A</headline></contentMeta></newsItem>",
        "n.xml") == ["N1"])
    #expect(ids("Message-ID: <week9>\nFrom: a@b.example\nSubject: A\n\nText.\n", "m.eml") == ["week9"])
  }

  /// Without a source, records of one number are one article only if they are headed alike.
  @Test func aNameWithoutASourceStandsWithTheTitle() {
    let (one, same) = (#"{"id":8,"title":"Quay","text":"A."}"#, #"{"id":8,"title":"Quay","text":"A, corrected."}"#)
    #expect(ids(one, "a.jsonl") == ids(same, "b.jsonl"))
    #expect(ids(one, "a.jsonl") != ids(#"{"id":8,"title":"Mill","text":"A."}"#, "b.jsonl"))
    #expect(ids(one, "a.jsonl").first?.hasPrefix("8@c-") == true)
  }

  @Test func itemsThatShareAnAddressAreArticlesOfTheirOwn() {
    let pages = [
      rss(item("Slow", nil), item("Back", nil)), rss(item("Slow", nil, day: 3), item("Slow", nil, day: 4)),
      rss(item("Slow", "<guid>https://quay.example/a</guid>"), item("Back", "<guid>https://quay.example/a</guid>")),
    ]
    for page in pages {
      let found = ids(page, "a.xml")
      #expect(found.count == 2 && Set(found).count == 2 && found.allSatisfy { $0.hasSuffix("@quay.example") })
    }
    // Which others are there changes nothing.
    #expect(ids(pages[0], "a.xml")[1] == ids(rss(item("Back", nil)), "b.xml")[0])
    // Entries of Atom with one id are versions of one entry (RFC 4287, 4.1.1).
    let versions = (1...2).map { "<entry><id>https://g.example/1</id><title>A\($0)</title></entry>" }.joined()
    let atom = ids("<feed xmlns='http://www.w3.org/2005/Atom'>\(versions)</feed>", "f.atom")
    #expect(atom == ["https://g.example/1", "https://g.example/1"])
  }

  @Test func theOrderOfInputsChangesNothing() {
    let pages = (1...3).map {
      rss(item("A\($0)", local("101"), link: "https://h\($0).example/"), host: "h\($0).example")
    }
    func load(_ order: [Int]) -> [String: String] {
      var articles = order.flatMap { ArticleLoader().load(data: Array(pages[$0].utf8), path: "\($0).xml").articles }
      DuplicateMarker.mark(&articles)
      return Dictionary(uniqueKeysWithValues: articles.map { ($0.title, $0.id) })
    }
    #expect(load([0, 1, 2]) == load([2, 0, 1]))
    #expect(Set(load([0, 1, 2]).values).count == 3)
  }

  /// Answers about a single input are joined to it by its own names; read again they are the same articles.
  @Test func theOnlyInputsNamesAreKeptOnDemand() throws {
    let texts = [
      (rss(item("A", local("101"))), "a.xml"), (rss(item("A", local("101"), link: nil)), "a.xml"),
      (#"{"id":"a1","publisher":"Daily","title":"A","text":"B."}"#, "r.jsonl"),
      (#"{"id":8,"title":"Quay","text":"A."}"#, "r.jsonl"), (rss(item("A", nil)), "a.xml"),
    ]
    for ((text, path), own) in zip(texts, ["101", "101", "a1", "8", nil]) {
      if let own { #expect(ids(text, path, own: true) == [own]) }
      var options = LoadOptions()
      for keeps in [false, true] {
        options.keepsOwnIDs = keeps
        let article = try #require(
          ArticleLoader(options: options).load(data: Array(text.utf8), path: path).articles.first)
        #expect(ids(ArticleJSON.line(article), "again.jsonl") == ids(text, path))
      }
    }
  }

  @Test func namesOfVersionOneLeadToTheNamesOfToday() throws {
    let texts = [
      (rss(item("A", local("101"))), "101"), (rss(item("A", local("101"), link: nil)), "101"),
      (rss(item("A", nil)), "https://quay.example/a"), (#"{"id":8,"title":"Quay","text":"A."}"#, "8"),
    ]
    for (text, before) in texts {
      var article = try #require(ArticleLoader().load(data: Array(text.utf8), path: "a.xml").articles.first)
      #expect(ArticleIdentity.former(article) == before)
      #expect(ArticleIdentity.current(article) == article.id)
      let now = article.id
      if before.hasPrefix("https") { continue }
      article.id = before
      #expect(ArticleIdentity.current(article) == now)
    }
  }
}
