import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading
@testable import ReportScripting

@Suite struct RecordTests {
  private func load(_ text: String, _ path: String, map: [String: String] = [:]) -> LoadResult {
    ArticleLoader(options: LoadOptions(fieldMap: map)).load(data: Array(text.utf8), path: path)
  }

  @Test func usualNamesAreUnderstood() throws {
    let line = #"""
      {"headline":"Pier opens","byline":"Jonas Reed and Amina Farouk","pubDate":"Tue, 11 Mar 2025 08:10:00 +0200","body":"One.\nTwo.","source":{"name":"Gazette"},"lang":"en","tags":"harbour, ships","link":"https://News.example/p?id=3&utm_source=x#top"}
      """#
    let article = try #require(load(line + "\n" + line, "a.jsonl").articles.first)
    #expect(article.title == "Pier opens")
    #expect(article.authors == ["Jonas Reed", "Amina Farouk"])
    #expect(article.published?.value == "2025-03-11T08:10:00+02:00")
    #expect(article.paragraphs == ["One.", "Two."])
    #expect(article.publisher == "Gazette")
    #expect(article.keywords == ["harbour", "ships"])
    #expect(article.url == "https://news.example/p?id=3")
    #expect(article.id == article.url)
  }

  /// BK, CR, LF and NL of UAX #14, table 1; U+2029 is a BK.
  @Test func everyKindOfLineBreakPartsParagraphs() throws {
    let line = #"""
      {"title":"T","body":"One.\r\nTwo.\n\nThree.\u2028Four.\u2029Five.\u0085Six.\u000bSev\u2026en.\fEight."}
      """#
    let article = try #require(load(line, "a.jsonl").articles.first)
    #expect(
      article.paragraphs == ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Sev\u{2026}en.", "Eight."])
  }

  /// The end tag stands inside a quoted attribute, so all of the text is inside `noscript` (HTML, 13.2.6.4.7).
  @Test func textInsideNoscriptIsReadWhereNoScriptRuns() throws {
    let line = #"{"title":"T","body":"<noscript><p title=\"</noscript><img src=x>\"></noscript> The council met."}"#
    let article = try #require(load(line, "a.jsonl").articles.first)
    #expect(article.paragraphs == ["The council met."])
  }

  @Test func brokenLineIsListedAndTheOthersLoad() {
    let result = load(
      "{\"title\":\"one\",\"body\":\"x\"}\n{\"title\": \n\n{\"title\":\"three\",\"body\":\"y\"}\n", "a.jsonl")
    #expect(result.articles.map(\.title) == ["one", "three"])
    #expect(result.articles.map(\.origin.line) == [1, 4])
    #expect(result.problems.map(\.kind) == [.damaged])
    #expect(result.problems.first?.line == 2)
  }

  @Test func fieldMapNamesForeignFields() throws {
    let result = load(#"{"h":"Pier opens","t":{"b":"Text"}}"#, "a.json", map: ["title": "h", "paragraphs": "t.b"])
    let article = try #require(result.articles.first)
    #expect(article.title == "Pier opens")
    #expect(article.paragraphs == ["Text"])
  }

  @Test func nestingWithoutEndIsAnError() {
    let result = load(String(repeating: "[", count: 200_000), "a.json")
    #expect(result.articles.isEmpty)
    #expect(result.problems.first?.message.contains("deep") == true)
  }

  @Test func loneSurrogatesAndRepeatedKeysAreWarnedOf() throws {
    let article = try #require(load(#"{"title":"a\ud800","title":"b\udc00c","body":"x"}"#, "a.json").articles.first)
    #expect(article.title == "b\u{FFFD}c")
    #expect(article.warnings.map(\.code).contains("json-lone-surrogate"))
    #expect(article.warnings.map(\.code).contains("json-repeated-key"))
  }

  @Test func inspectedArticlesLoadAgainUnchanged() throws {
    let first = try #require(ArticleLoader().load(paths: [Fixture.path("loading/masthead-en.txt")]).articles.first)
    let again = try #require(load(ArticleJSON.line(first) + "\n", "a.jsonl").articles.first)
    #expect(again.title == first.title)
    #expect(again.published == first.published)
    #expect(again.retrieved == first.retrieved)
    #expect(again.editors == first.editors)
    #expect(again.paragraphs == first.paragraphs)
    #expect(again.id == first.id)
  }

  @Test func frontMatterGivesTheFields() throws {
    let text = """
      ---
      title: "Pier opens"
      authors: [Jonas Reed, Amina Farouk]
      date: 2025-03-11
      tags: [harbour]
      ---

      # Pier opens

      The **first** ship [came in](https://news.example/s).

      ![The pier](https://news.example/p.jpg)

      - One
      - Two
      """
    let article = try #require(load(text, "a.md").articles.first)
    #expect(article.title == "Pier opens")
    #expect(article.authors == ["Jonas Reed", "Amina Farouk"])
    #expect(article.published?.value == "2025-03-11")
    #expect(article.published?.evidence == .meta)
    #expect(article.paragraphs == ["The first ship came in.", "One", "Two"])
    #expect(article.captions == ["The pier"])
  }

  @Test func aliasBombInFrontMatterIsRefused() throws {
    var yaml = "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    for (name, before) in zip("bcdefgh", "abcdefg") {
      yaml += "\(name): &\(name) [\((0..<9).map { _ in "*\(before)" }.joined(separator: ","))]\n"
    }
    let result = load(yaml + "---\nText of the article.\n", "a.md")
    #expect(result.problems.first?.message.contains("aliases") == true)
    #expect(result.articles.first?.paragraphs == ["Text of the article."])
  }

  @Test func emptyAndMissingInputsAreListed() {
    #expect(load("", "a.txt").problems.map(\.kind) == [.empty])
    #expect(load("[]", "a.json").problems.map(\.kind) == [.empty])
    #expect(ArticleLoader().load(paths: ["/nonexistent/x.txt"]).problems.map(\.kind) == [.missing])
    #expect(ArticleLoader().load(paths: ["/nonexistent/*.txt"]).problems.map(\.kind) == [.missing])
  }

  @Test func whatHasFarTooManyValuesIsAnError() {
    let numbers = Array(("[" + String(repeating: "1,", count: 100) + "1]").utf8)
    numbers.withUnsafeBufferPointer { bytes in
      #expect(throws: JSONError(offset: 199, message: "more than 100 values in one text")) {
        _ = try JSONParser.parse(bytes, range: 0..<bytes.count, mostValues: 100)
      }
      #expect(throws: Never.self) { _ = try JSONParser.parse(bytes, range: 0..<bytes.count, mostValues: 102) }
    }
    let names = (0...JSONParser.mostMembers).map { "\"k\($0)\":0" }.joined(separator: ",")
    #expect(
      load("{\"title\":\"t\",\(names)}", "a.json").problems.map(\.message) == ["an object with more than 100000 names"])
    let lines = String(repeating: "a\n", count: TextLayout.mostLines + 1)
    for path in ["a.txt", "a.md"] {
      #expect(load(lines, path).problems.map(\.message) == ["more than 200000 lines of text: not one article"])
    }
    let field = load("title,text\nLamp,\"\(lines)", "a.csv").articles.first
    #expect(field?.paragraphs.count == TextLayout.mostLines)
    #expect(field?.warnings.map(\.code) == ["text-cut"])
  }

  @Test func ofAnInputThatIsBrokenThroughoutSomeProblemsAreListed() throws {
    let lines =
      "{\"title\":\"t\"}\n" + String(repeating: "{}\n{broken \(String(repeating: "-", count: 90))\n", count: 3000)
    let whole = load(lines, "a.jsonl")
    #expect(whole.articles.count == 1)
    #expect(whole.problems.count == LoadResult.mostProblems + 1)
    #expect(whole.problems.last?.message == "5000 more parts of it cannot be read")
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".jsonl").path
    try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    let opened = ArticleLoader().open(paths: [path])
    #expect(opened.count == 1)
    #expect(opened.problems.map(\.message) == whole.problems.map(\.message))
    var parts = LoadResult()
    try ArticleLoader().loadBatches(paths: [path]) { parts.append($0) }
    #expect(parts.problems.map(\.message) == whole.problems.map(\.message))
  }
}
