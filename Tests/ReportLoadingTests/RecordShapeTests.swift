import ReportArticles
import Testing

@testable import ReportLoading

/// JSON as services and tools give it.
@Suite struct RecordShapeTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon."

  private static func record(_ number: Int) -> String {
    #"{"title":"Harbour \#(number)","text":"\#(text) \#(number)","date":"2025-03-10T06:00:00Z"}"#
  }

  private func load(_ text: String, _ path: String = "a.json", map: [String: String] = [:]) -> LoadResult {
    ArticleLoader(options: LoadOptions(fieldMap: map)).load(data: Array(text.utf8), path: path)
  }

  // MARK: Containers

  @Test(arguments: [
    (#"{"status":"ok","payload":{"page":1,"stories":[\#(record(1)),\#(record(2))]}}"#, 2),
    (#"{"data":{"posts":{"edges":[{"cursor":"x","node":\#(record(1))},{"node":\#(record(2))}]}}}"#, 2),
    (#"{"hits":{"total":2,"hits":[{"_id":"1","_source":\#(record(1))},{"_id":"2","_source":\#(record(2))}]}}"#, 2),
    (#"{"total":2,"entries":[\#(record(1)),\#(record(2))]}"#, 2),
    (#"{"meta":{"n":2},"nachrichten":[\#(record(1)),\#(record(2))]}"#, 2),
    (#"{"a":{"b":{"c":[\#(record(1))]}}}"#, 1), (#"{"article":\#(record(1))}"#, 1),
    (#"{"title":"My export","articles":[\#(record(1)),\#(record(2))]}"#, 2),
    (#"{"data":[{"id":"1","type":"post","attributes":\#(record(1))}]}"#, 1),
    ("[[\(record(1))],[\(record(2)),\(record(3))]]", 3),
    (#"{"title":"One story","text":"Its text.","related":[\#(record(1))]}"#, 1),
    (#"{"status":"error","message":"no"}"#, 0),
  ])
  func recordsAreFoundWhereverTheyStand(input: String, count: Int) {
    #expect(load(input).articles.count == count, "\(input.prefix(80))")
    #expect(load(input + "\n" + input + "\n", "a.jsonl").articles.count == 2 * count, "\(input.prefix(80))")
  }

  // MARK: Known tools

  @Test func postsOfWordPress() throws {
    let post = #"""
      [{"id":7,"date":"2025-03-10T09:30:00","date_gmt":"2025-03-10T08:30:00","modified_gmt":"2025-03-11T08:30:00",
      "link":"https://q.example/p","title":{"rendered":"Ships &#038; boats"},"content":{"rendered":"<p>One two.</p>\n<p>Three.</p>"},
      "author":3,"categories":[4],"tags":[1],"_embedded":{"author":[{"id":3,"name":"Ana Lima"}],
      "wp:term":[[{"taxonomy":"category","name":"Harbour"}],[{"taxonomy":"post_tag","name":"boats"}]],
      "wp:featuredmedia":[{"source_url":"https://q.example/i.png","alt_text":"a boat","caption":{"rendered":"<p>A boat.</p>"}}]}}]
      """#
    let article = try #require(load(post).articles.first)
    #expect(article.title == "Ships & boats")
    #expect(article.paragraphs == ["One two.", "Three."])
    #expect(article.published?.value == "2025-03-10T08:30:00Z")
    #expect(article.updated?.value == "2025-03-11T08:30:00Z")
    #expect(article.authors == ["Ana Lima"])
    #expect(article.section == "Harbour")
    #expect(article.keywords == ["boats"])
    #expect(article.images == [Article.Image(url: "https://q.example/i.png", caption: "A boat.", alt: "a boat")])
    let bare = post.replacing(#/,"_embedded".*$/#.dotMatchesNewlines(), with: "}]")
    #expect(load(bare).articles.first?.authors == [])
    #expect(load(bare).articles.first?.keywords == [])
  }

  /// Each carries the same article: its title, text, day, address, publisher, author.
  @Test(arguments: [
    // miniflux
    #"{"total":1,"entries":[{"id":8,"feed_id":4,"title":"Harbour &amp; sea","url":"https://q.example/1","author":"Ana Lima","content":"<p>One two.</p>","published_at":"2025-03-10T06:00:00Z","changed_at":"2025-03-12T06:00:00Z","feed":{"id":42,"title":"Quay Post"}}]}"#,
    // feedparser
    #"{"feed":{"title":"Quay Post"},"entries":[{"title":"Harbour & sea","link":"https://q.example/1","summary":"Short.","content":[{"type":"text/html","value":"<p>One two.</p>"}],"published":"Mon, 10 Mar 2025 06:00:00 GMT","published_parsed":[2025,3,10,6,0,0,0,69,0],"authors":[{"name":"Ana Lima"}],"tags":[{"term":"sea","scheme":null}]}],"bozo":false}"#,
    // The Guardian's content API
    #"{"response":{"status":"ok","results":[{"id":"world/1","sectionName":"World","webPublicationDate":"2025-03-10T06:00:00Z","webTitle":"Harbour","webUrl":"https://q.example/1","fields":{"headline":"Harbour & sea","publication":"x","byline":"Ana Lima","body":"<p>One two.</p>"},"source":"Quay Post"}]}}"#,
    // news-please
    #"{"authors":["Ana Lima"],"date_download":"2025-03-12 01:00:00","date_modify":null,"date_publish":"2025-03-10 06:00:00","description":"Short.","language":"en","maintext":"One two.","source_domain":"Quay Post","title":"Harbour & sea","url":"https://q.example/1"}"#,
    // trafilatura
    #"{"title":"Harbour & sea","author":"Ana Lima","hostname":"q.example","date":"2025-03-10","id":null,"raw_text":"RAW","text":"One two.","source":"https://q.example/1","source-hostname":"Quay Post","excerpt":"Short.","categories":"","tags":""}"#,
    // NewsAPI
    #"{"status":"ok","totalResults":1,"articles":[{"source":{"id":null,"name":"Quay Post"},"author":"Ana Lima","title":"Harbour & sea","description":"Short.","url":"https://q.example/1","publishedAt":"2025-03-10T06:00:00Z","content":"One two. [+1423 chars]"}]}"#,
    // fundus
    #"[{"title":"Harbour & sea","authors":["Ana Lima"],"publishing_date":"2025-03-10 06:00:00+00:00","publisher":"Quay Post","html":{"requested_url":"https://q.example/1"},"url":"https://q.example/1","body":{"summary":[],"sections":[{"headline":[],"paragraphs":["One two."]}]}}]"#,
    // XML made into JSON
    ##"{"feed":{"title":{"#text":"Quay Post"},"entry":[{"title":{"#text":"Harbour & sea"},"content":{"#text":"One two.","@type":"text"},"link":{"@href":"https://q.example/1"},"published":"2025-03-10T06:00:00Z","author":{"name":"Ana Lima"},"source":"Quay Post"}]}}"##,
  ])
  func recordsOfKnownTools(input: String) throws {
    let article = try #require(load(input).articles.first)
    #expect(article.title == "Harbour & sea")
    #expect(article.paragraphs == ["One two."])
    #expect(article.published?.date.description == "2025-03-10")
    #expect(article.url == "https://q.example/1")
    #expect(article.publisher == "Quay Post")
    #expect(article.authors == ["Ana Lima"])
  }

  @Test func placeholdersOfWhatWasTakenAwayAreNoArticles() throws {
    let removed =
      #"{"title":"[Removed]","description":"[Removed]","content":"[Removed]","url":"https://removed.example"}"#
    let cut = #"{"title":"Harbour","content":"The harbour reopened and… [+1423 chars]"}"#
    let result = load("[\(removed),\(cut)]")
    #expect(result.articles.map(\.title) == ["Harbour"])
    #expect(result.articles.first?.paragraphs == ["The harbour reopened and…"])
    #expect(result.articles.first?.warnings.contains { $0.code == "text-cut" } == true)
    #expect(result.problems.contains { $0.message.contains("[Removed]") })
  }

  @Test func aThingWithANameIsNoArticle() {
    let manifest = #"{"name":"Quay Post","short_name":"Quay","icons":[{"src":"/i.png"}],"start_url":"/"}"#
    #expect(load(manifest).articles.isEmpty)
    #expect(!load(manifest).problems.isEmpty)
  }

  // MARK: Values

  @Test(arguments: [
    ("Caf&eacute; &amp; bar &#8211; open", "Café & bar – open"),
    ("How to write &amp;lt; in pages", "How to write &lt; in pages"),
    ("R&D stays, &nosuch; too", "R&D stays, &nosuch; too"), ("Is 3 < 5?", "Is 3 < 5?"),
    ("<b>Ships</b> come &amp; go", "Ships come & go"), ("A guide to <head> elements", "A guide to <head> elements"),
    ("When <em> is better than <i>", "When <em> is better than <i>"), ("<i>Sea</i><br>wins", "Sea wins"),
  ])
  func referencesAreResolvedOnceAndFormattingGoes(written: String, read: String) {
    let escaped = written.replacing("\"", with: "\\\"")
    #expect(load(#"{"title":"\#(escaped)","text":"T."}"#).articles.first?.title == read)
    let xml = written.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    let feed =
      "<rss version='2.0'><channel><title>Q</title><item><title>\(xml)</title><description>T</description></item></channel></rss>"
    #expect(load(feed, "a.xml").articles.first?.title == read)
  }

  @Test func peopleComeInParts() {
    let authors =
      #"[{"first_name":"Ana","last_name":"Lima"},{"givenName":"Bo","familyName":"Reed"},{"name":"Cy Hill"},7]"#
    #expect(
      load(#"{"title":"H","text":"T.","authors":\#(authors)}"#).articles.first?.authors == [
        "Ana Lima", "Bo Reed", "Cy Hill",
      ])
  }

  /// Editors of rich text part a paragraph into runs, one for each style.
  @Test(arguments: [
    // ProseMirror, TipTap
    #"{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"The "},{"type":"text","marks":[{"type":"bold"}],"text":"crane"},{"type":"text","text":" works."}]},{"type":"paragraph","content":[{"type":"text","text":"Ships"},{"type":"hardBreak"},{"type":"text","text":"came."}]}]}"#,
    // Slate
    #"[{"type":"paragraph","children":[{"text":"The "},{"text":"crane","bold":true},{"text":" works."}]},{"type":"paragraph","children":[{"text":"Ships "},{"type":"link","url":"https://e.example","children":[{"text":"came."}]}]}]"#,
    // Portable Text
    #"[{"_type":"block","style":"normal","children":[{"_type":"span","text":"The crane "},{"_type":"span","marks":["em"],"text":"works."}]},{"_type":"image","asset":{}},{"_type":"block","children":[{"_type":"span","text":"Ships came."}]}]"#,
    // Lexical
    #"{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"The crane "},{"type":"text","text":"works."}]},{"type":"paragraph","children":[{"type":"text","text":"Ships came."}]}]}}"#,
    // Contentful
    #"{"nodeType":"document","content":[{"nodeType":"paragraph","content":[{"nodeType":"text","value":"The crane works."}]},{"nodeType":"paragraph","content":[{"nodeType":"text","value":"Ships "},{"nodeType":"hyperlink","data":{"uri":"https://e.example"},"content":[{"nodeType":"text","value":"came."}]}]}]}"#,
    // Editor.js, Draft.js
    #"{"blocks":[{"type":"header","data":{"text":"The crane works."}},{"type":"image","data":{"file":{"url":"x"}}},{"type":"paragraph","data":{"text":"Ships came."}}]}"#,
    #"{"blocks":[{"key":"a","type":"unstyled","text":"The crane works."},{"key":"b","type":"unstyled","text":"Ships came."}],"entityMap":{}}"#,
  ])
  func runsOfRichTextBelongTogether(body: String) {
    let article = load("{\"title\":\"Crane\",\"body\":\(body)}").articles.first
    #expect(article?.paragraphs == ["The crane works.", "Ships came."])
  }

  @Test func blocksOfTextAreParagraphs() {
    let blocks =
      #"[{"type":"paragraph","text":"One."},{"type":"image","url":"https://q.example/i.png"},{"type":"p","text":"Two."}]"#
    #expect(load(#"{"title":"H","content":\#(blocks)}"#).articles.first?.paragraphs == ["One.", "Two."])
  }

  // MARK: Damage

  @Test(arguments: [
    ("[\(record(1)),\(record(2)),]", [1, 2], 0), (#"[{"title":"Harbour 1","text":"T.","tags":["a",],}]"#, [1], 0),
    ("[\(record(1).dropLast()),\"score\":NaN,\"b\":-Infinity},\(record(2))]", [1, 2], 0),
    ("[\(record(1)),\n{\"title\":oops,\"text\":\"x\"},\n\(record(3))]", [1, 3], 1),
    ("[\n\(record(1)),\n{\"title\":\"one \"two\" three\",\"text\":\"x\"},\n\(record(3))\n]", [1, 3], 1),
    ("{\"status\":\"ok\",\"articles\":[\(record(1)),{\"title\":},\(record(3))]}", [1, 3], 1),
    ("[\(record(1)),\n\(record(2)),\n\(record(3).prefix(40))", [1, 2], 1),
    ("[\(record(1)),null,\(record(2))]", [1, 2], 1),
    ("\(record(1))\(record(2))\n\(record(3))", [1, 2, 3], 0),
    ("\(record(1))\n{\"title\": oops}\n\(record(3))", [1, 3], 1),
    ("[\(record(1)),{\"title\":\"x\",\"authors\":[{\"name\":oops},{\"name\":\"b\"}]},\(record(3))]", [1, 3], 1),
  ])
  func whatIsBrokenTakesNothingAlong(input: String, numbers: [Int], problems: Int) {
    let result = load(input)
    #expect(result.articles.map(\.title) == numbers.map { "Harbour \($0)" }, "\(input.prefix(200))")
    #expect(result.problems.count == problems, "\(result.problems)")
  }

  @Test func theBadPlaceIsNamed() {
    let result = load("[\(Self.record(1)),\n{\"title\":oops},\n\(Self.record(3))]")
    #expect(result.problems.map(\.line) == [2])
    #expect(result.articles.map(\.origin.line) == [1, 3])
  }

  /// RFC 8259 allows U+2028, U+2029 and U+0085 in strings; control characters there are against it and common.
  @Test(arguments: ["a.json", "a.jsonl"])
  func lineSeparatorsInStringsPartParagraphs(path: String) {
    let line = "{\"title\":\"One\u{2028}Two\",\"text\":\"A.\u{2029}B.\u{85}C.\u{1}\"}"
    let input = path == "a.json" ? "[\(line),\(Self.record(2))]" : line + "\n" + Self.record(2) + "\n"
    let result = load(input, path)
    #expect(result.articles.map(\.title) == ["One Two", "Harbour 2"])
    #expect(result.articles.first?.paragraphs == ["A.", "B.", "C."])
    #expect(result.problems.isEmpty)
  }

  @Test func aBrokenFeedKeepsItsOtherItems() {
    let feed = #"""
      {"version":"https://jsonfeed.org/version/1.1","title":"Q","items":[
      {"id":"1","title":"One","content_text":"A."},
      {"id":"2","title":oops,"content_text":"B."},
      {"id":"3","title":"Three","content_text":"C."}]}
      """#
    let result = load(feed)
    #expect(result.articles.map(\.title) == ["One", "Three"])
    #expect(result.problems.map(\.line) == [3])
  }

  /// Broken throughout, and large: linear all the same.
  @Test(.timeLimit(.minutes(1))) func aLargeBrokenListEnds() {
    let bad = String(repeating: "{\"title\":\"one \"two,\n", count: 40_000)
    let result = load("[" + bad + "]")
    #expect(result.articles.isEmpty)
    #expect(!result.problems.isEmpty)
  }

  // MARK: --map

  @Test(arguments: [
    (
      #"[{"x":{"y":{"z":{"h":"Harbour"}}},"b":{"parts":[{"c":{"t":"One."}},{"c":{"t":"Two."}}]}}]"#,
      ["title": "x.y.z.h", "text": "b.parts.c.t"], ["One.", "Two."]
    ),
    (#"[{"heads":["A","Harbour"],"body":"One."}]"#, ["title": "heads.1"], ["One."]),
    (#"[{"x.h":"Harbour","body":"One."}]"#, ["title": "x.h"], ["One."]),
    (#"{"r":{"l":[{"q":{"h":"Harbour"},"w":{"t":"One."}}]}}"#, ["title": "q.h", "text": "w.t"], ["One."]),
  ])
  func aMapReachesAnyDepth(input: String, map: [String: String], paragraphs: [String]) {
    let result = load(input, map: map)
    #expect(result.articles.map(\.title) == ["Harbour"])
    #expect(result.articles.first?.paragraphs == paragraphs)
  }
}
