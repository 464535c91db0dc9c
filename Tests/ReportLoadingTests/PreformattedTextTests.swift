import Testing

@testable import ReportLoading

/// Lines of `pre` and of blocks of code stay lines (HTML, 4.4.3; CommonMark 4.4 and 4.5).
@Suite struct PreformattedTextTests {
  private func paragraphs(_ text: String, _ path: String) -> [String] {
    ArticleLoader().load(data: Array(text.utf8), path: path).articles.first?.paragraphs ?? []
  }

  private func page(_ middle: String) -> String {
    """
    <!doctype html><html lang="en"><head><title>A letter from the yard</title></head><body><article>
    <h1>A letter from the yard</h1>
    <p>The yard on the river has built boats for two hundred years, and its program answers questions about them.</p>
    \(middle)
    <p>It prints the weeks that are left, and the yard promises to keep the figure up to date until the very end.</p>
    </article></body></html>
    """
  }

  @Test(arguments: [
    ("<pre>a = 1\n  b = 2\n\nc</pre>", ["a = 1\n  b = 2\n\nc"]),
    ("<pre><code><b>if</b> x {\n  y()\n}</code></pre>", ["if x {\n  y()\n}"]),
    ("<pre>one<br>  two<br>three</pre>", ["one\n  two\nthree"]),
    ("<pre><div>one</div><div>  two</div></pre>", ["one\n  two"]),
    ("<pre>  The boat is built\n    and sails away.</pre>", ["The boat is built\n  and sails away."]),
    ("<pre>hull\tweeks\n17\t9</pre>", ["hull    weeks\n17      9"]),
    ("<pre>a &lt;b&gt;\n&nbsp;&nbsp;c</pre>", ["a <b>\n  c"]),
    ("<pre>السفينة: ١٧\n  الحالة: متأخرة</pre>", ["السفينة: ١٧\n  الحالة: متأخرة"]),
    ("<pre>one line</pre>", ["one line"]),
    // A letter that its program wrapped is prose.
    (
      "<pre>The yard has said that it will deliver the hull before the end of the\nyear, and that the price will not "
        + "change until then.\n\nIts owner says that he has never been late in the forty years that he\nhas had it.</pre>",
      [
        "The yard has said that it will deliver the hull before the end of the year, and that the price will not "
          + "change until then.",
        "Its owner says that he has never been late in the forty years that he has had it.",
      ]
    ),
  ])
  func linesOfPreStay(markup: String, expected: [String]) {
    #expect(paragraphs(page(markup), "a.html").dropFirst().dropLast() == expected[...])
  }

  @Test func linesStayInOtherFormatsToo() {
    let code = "hull --id 17\n    status: late"
    let markup = "<p>Hello there.</p><pre>\(code)</pre>"
    let escaped = markup.replacing("<", with: "&lt;")
    let inputs: [(String, String)] = [
      ("# T\n\nText before.\n\n```sh\n\(code)\n```\n\nText after.\n", "a.md"),
      ("# T\n\nText before.\n\n    hull --id 17\n        status: late\n\nText after.\n", "a.md"),
      (
        "<rss version='2.0'><channel><title>C</title><item><title>T</title><description>\(escaped)</description></item>"
          + "</channel></rss>", "a.xml"
      ),
      ("[{\"title\":\"T\",\"content_html\":\"\(markup.replacing("\n", with: "\\n"))\"}]", "a.json"),
    ]
    for (text, path) in inputs {
      let found = paragraphs(text, path)
      #expect(found.contains(code), "\(path): \(found)")
    }
  }
}
