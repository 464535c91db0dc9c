import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportLoading

/// What is written as JSON Lines is read again as the same articles, whatever they were made of.
@Suite struct RoundTripTests {
  private static let pieces = [
    "The dam", "was opened", "افتتح الوزير", "السد الجديد", "“quoted”", "\"straight\"", "it's", "«أقواس»", "a, b; c",
    "1,5",
    "a|b", "x\ty", "\u{2028}", "\u{85}", "\u{A0}", "5 < 6 & 7", "&amp;", "&#27;[2J", "<b>bold</b>", "\\", "{}", "[]",
    "null",
    "https://post.example/a?b=c&d=%D8", "\u{202E}", "\u{200F}", "محـمـد", "漢字。", "👩‍👩‍👧", "e\u{301}", "12.5 %", "- item",
    "# not a heading",
    "[Removed]", "…", "[+120 chars]", "From here", "3/10/2025", "Monday", ".", "?", "؟", "\u{FEFF}", "\u{1B}[0m",
    "=1+1", "ﻻ", "~~~",
  ]

  private static func text(_ random: inout SeededGenerator, _ words: ClosedRange<Int>) -> String {
    var parts: [String] = []
    for _ in 0..<random.number(words) { parts.append(pieces[random.number(0...pieces.count - 1)]) }
    return parts.joined(separator: " ")
  }

  private static func quoted(_ text: String) -> String {
    var writer = JSONWriter()
    writer.string(text)
    return writer.text
  }

  private static func markup(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// One article in one of the forms that inputs have.
  private static func input(_ random: inout SeededGenerator) -> (text: String, path: String) {
    let title = text(&random, 0...8)
    let paragraphs = (0..<random.number(0...5)).map { _ in text(&random, 0...random.number(2...60)) }
    let author = ["", "Jane Doe", "سامر الزعبي", "Doe, J.", "\u{A0}"][random.number(0...4)]
    let date = ["", "2025-03-10", "2025-03-10T08:15:00+02:00", "3/10/2025", "31/02/2025", "1969"][random.number(0...5)]
    let list = "<ul><li>\(markup(text(&random, 1...6)))<ul><li>inner</li></ul></li></ul>"
    let table =
      "<table><tr><td>a</td><td>\(markup(text(&random, 1...4)))</td></tr><tr><td>1</td><td>2</td></tr></table>"
    let code = "<pre>a\n  \(markup(text(&random, 1...4)))\n\nb</pre>"
    let html = paragraphs.map { "<p>\(markup($0))</p>" }.joined() + [list, table, code, ""][random.number(0...3)]
    switch random.number(0...6) {
    case 0:
      let body = paragraphs.map(quoted).joined(separator: ",")
      return (
        "{\"id\":\(quoted("\(random.number(1...99))")),\"title\":\(quoted(title)),\"author\":\(quoted(author)),"
          + "\"published\":\(quoted(date)),\"publisher\":\"Post\",\"paragraphs\":[\(body)],"
          + "\"tags\":[\(quoted(text(&random, 0...3)))]}\n", "a.jsonl"
      )
    case 1:
      return ("[{\"title\":\(quoted(title)),\"content_html\":\(quoted(html)),\"date\":\(quoted(date))}]", "a.json")
    case 2:
      func cell(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
      return (
        "title,date,text\n\([title, date, paragraphs.joined(separator: "\n")].map(cell).joined(separator: ","))\n",
        "a.csv"
      )
    case 3:
      return ("# \(title)\n\n\(paragraphs.joined(separator: "\n\n"))\n\n```\na\n  b\n```\n", "a.md")
    case 4:
      return (
        "<!doctype html><html><head><title>\(markup(title))</title></head><body><article><h1>\(markup(title))</h1>\(html)"
          + "</article></body></html>", "a.html"
      )
    case 5:
      return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>F</title><id>urn:x:1</id><entry><id>e1</id>"
          + "<title>\(markup(title).filter { $0 != "\u{1B}" })</title><updated>2025-03-10T08:15:00Z</updated>"
          + "<content type='html'>\(markup(html).filter { $0 != "\u{1B}" })</content></entry></feed>", "a.atom"
      )
    default:
      return (
        "From: Jane <jane@post.example>\r\nSubject: \(title.filter { !$0.isNewline })\r\n"
          + "Date: Mon, 10 Mar 2025 08:15:00 +0200\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
          + paragraphs.joined(separator: "\r\n\r\n") + "\r\n", "a.eml"
      )
    }
  }

  /// What an article says, without where it was read.
  private func content(_ article: Article) -> Article {
    var article = article
    article.origin = Article.Origin(path: "", format: "")
    return article
  }

  @Test func whatIsWrittenIsReadAgainAsTheSameArticles() throws {
    var random = SeededGenerator(state: 7)
    var read = 0
    for number in 0..<1500 {
      let (text, path) = Self.input(&random)
      let first = ArticleLoader().load(data: Array(text.utf8), path: path)
      if first.articles.isEmpty {
        #expect(!first.problems.isEmpty, "\(number): neither read nor refused: \(text.debugDescription)")
        continue
      }
      read += 1
      let written = ArticleJSON.lines(first.articles)
      let second = ArticleLoader().load(data: Array(written.utf8), path: "b.jsonl")
      let same = second.articles.map(content) == first.articles.map(content)
      #expect(same, "\(number) \(path): \(text.debugDescription)\n\(written)\(ArticleJSON.lines(second.articles))")
      if !same { return }
    }
    #expect(read > 1200)
  }

  /// The identity is the same however many inputs there are; what a single input calls its articles is for joining.
  @Test func theIdentityIsTheSameForAnyNumberOfInputs() {
    let record = #"{"id":"101","publisher":"Post","title":"Dam opens","text":"The dam was opened."}"#
    var options = LoadOptions()
    options.keepsOwnIDs = true
    for loader in [ArticleLoader(options: options), ArticleLoader()] {
      let article = loader.load(data: Array(record.utf8), path: "a.jsonl").articles.first
      #expect(article.map(ArticleJSON.line)?.contains(#""identity":"101@Post""#) == true)
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}
