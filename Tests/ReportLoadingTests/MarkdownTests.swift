import Testing

@testable import ReportArticles
@testable import ReportLoading

/// Markdown as GitHub Flavored Markdown (0.29) and CommonMark read it; front matter as TOML 1.0, Hugo and Jekyll have it.
@Suite struct MarkdownTests {
  private func load(_ text: String, _ path: String = "a.md") -> Article? {
    ArticleLoader().load(data: Array(text.utf8), path: path).articles.first
  }

  @Test func blocksBecomeParagraphs() {
    let cases: [(markdown: String, paragraphs: [String])] = [
      ("One *a* **b** _c_ `d_e` ~~f~~ snake_case 2 * 3.", ["One a b c d_e f snake_case 2 * 3."]),
      (
        "[Link][1], [two](https://a.example \"t\"), <https://b.example/x_y>.\n\n[1]: https://c.example",
        ["Link, two, https://b.example/x_y."]
      ),
      ("- one\n- two\n  more\n\n1. three\n\n- [x] done", ["one", "two more", "three", "done"]),
      ("> quoted\n> on\n\nText.", ["quoted on", "Text."]),
      (
        "<!-- a\n\ncomment -->\n\n<div class=\"x\">In a <b>box</b></div>\n\nText<br>here &copy; &#8212; &amp;lt;.",
        ["In a box", "Text here © — &lt;."]
      ),
      ("| A | B |\n|---|:-:|\n| one | two |\n| x \\| y | 3 |", ["A B", "one two", "x | y 3"]),
      (
        "It is so.[^a] And so.[^b]\n\n[^a]: First note.\n[^b]: Second *note*.",
        ["It is so. And so.", "First note.", "Second note."]
      ),
      ("```sh\nrun it\n```\n\n    indented\n\nText.", ["run it", "indented", "Text."]),
      ("قال *الوزير* إن [الجسر](https://a.example) سيفتح.", ["قال الوزير إن الجسر سيفتح."]),
      ("Two\n---\n\nText \\*as it is\\*.", ["Two", "Text *as it is*."]),
    ]
    for one in cases {
      let article = load("# Title\n\n" + one.markdown + "\n")
      #expect(article?.title == "Title")
      #expect(article?.paragraphs == one.paragraphs)
    }
    let image = load("# Title\n\n![Alt](https://a.example/p.png \"The pier\")\n\nText.\n")
    #expect(image?.images == [Article.Image(url: "https://a.example/p.png", caption: "The pier", alt: "Alt")])
    #expect(image?.captions == ["The pier"] && image?.paragraphs == ["Text."])
  }

  @Test func whatNobodyWritesIsReadWithoutItsMarkup() {
    for text in [String(repeating: "[", count: 30_000), String(repeating: ">", count: 5_000) + " deep"] {
      #expect(load("# Title\n\n\(text)\n\nText.\n")?.paragraphs.last == "Text.")
    }
    #expect(load("# Title\n\n" + String(repeating: "-", count: 5_000) + "\n\nText.\n")?.paragraphs == ["Text."])
  }

  @Test func frontMatterOfHugoIsRead() throws {
    let article = try #require(
      load(
        """
        +++
        title = "Ferry \\"returns\\" \\u00e9" # and more
        date = 2025-03-10 07:00:00+02:00
        authors = [
          "Nell Quay",
          'Jo Pier',
        ]
        [params]
        draft = false
        +++

        Body.
        """))
    #expect(article.title == "Ferry \"returns\" é" && article.authors == ["Nell Quay", "Jo Pier"])
    #expect(article.published?.value == "2025-03-10T07:00:00+02:00" && article.published?.evidence == .meta)
    #expect(article.paragraphs == ["Body."])
    // One that is broken is told, and the text is read.
    let broken = ArticleLoader().load(data: Array("+++\ntitle = Ferry\n+++\nBody.\n".utf8), path: "a.md")
    #expect(broken.problems.map(\.line) == [2] && broken.articles.first?.paragraphs == ["Body."])
  }

  @Test func tomlIsRead() throws {
    func read(_ text: String) throws -> JSONValue { .object(try TOMLReader.read(text)) }
    let value = try read(
      """
      a.b."c d" = 'x\\y'
      long = \"\"\"
      one \\
         two\"\"\"
      inline = { n = 1, t = [1.5, true] }
      [[list]]
      k = 1979-05-27
      [[list]]
      k = 2
      """)
    #expect(value["a"]?["b"]?["c d"]?.string == "x\\y")
    #expect(value["long"]?.string == "one two")
    #expect(value["inline"]?["t"]?.array?.count == 2 && value["inline"]?["n"]?.string == "1")
    #expect(value["list"]?.array?.compactMap { $0["k"]?.string } == ["1979-05-27", "2"])
    for (text, line) in [
      ("a = 1\na = 2", 2), ("a = ", 1), ("[a]\n[a]", 2), ("a = \"x", 1), ("\n= 1", 2), ("a = [1", 1), ("a = 1 b", 1),
      (String(repeating: "a=[", count: 100), 1), ("a = \"\\q\"", 1), ("a = 1\n[a.b]", 2), ("a = \"\\uD800\"", 1),
    ] {
      do throws(TOMLReader.Failure) {
        _ = try TOMLReader.read(text)
        Issue.record("read: \(text.prefix(20))")
      } catch { #expect(error.line == line, "\(text.prefix(20))") }
    }
  }

  @Test func theDayInTheNameOfAFileIsThatOfThePost() {
    let days: [(path: String, head: String, day: String?)] = [
      ("_posts/2025-03-10-ferry.md", "---\ntitle: X\n---\n", "2025-03-10"),
      ("2025-03-10-ferry.markdown", "# X\n\n", "2025-03-10"),
      ("2025-02-30-ferry.md", "# X\n\n", nil), ("2025-03-10.md", "# X\n\n", nil),
      ("notes-2025-03-10-x.md", "# X\n\n", nil),
      ("2025-03-10-x.md", "---\ntitle: X\ndate: 2025-01-05\n---\n", "2025-01-05"),
    ]
    for (path, head, day) in days {
      let published = load(head + "Body.\n", path)?.published
      #expect(published?.value == day)
      if day == "2025-03-10" { #expect(published?.evidence == .file) }
    }
  }
}
