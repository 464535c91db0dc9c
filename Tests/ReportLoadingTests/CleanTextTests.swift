import Foundation
import ReportArticles
import Testing

@testable import ReportLoading

/// What no reader should see is gone, whatever way it came in.
@Suite struct CleanTextTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon."
  private static let marks = "&#27;[2J&#x1b;]0;x&#7;&#x202e;abc&#x202d;&#8;&#127;"
  private static let twice = "&amp;#27;[2J&amp;#x202e;"

  @Test(arguments: [
    (
      "a.xml",
      "<rss version='2.0'><channel><title>Q\(marks)</title><item><title>H \(marks)</title><guid>1\(marks)</guid>"
        + "<author>A \(marks) B</author><category>c\(marks)</category><description>\(text) \(marks)</description></item></channel></rss>"
    ),
    (
      "a.xml",
      "<rss version='2.0'><channel><title>Q</title><item><title>H \(twice)</title><description>\(text) \(twice) "
        + "&lt;b&gt;x&lt;/b&gt;</description></item></channel></rss>"
    ),
    (
      "a.atom",
      "<feed xmlns='http://www.w3.org/2005/Atom'><title>Q</title><id>u</id><entry><id>1</id><title type='html'>"
        + "<![CDATA[H \(marks)]]></title><content type='html'><![CDATA[<p>\(text) \(marks)</p>]]></content></entry></feed>"
    ),
    (
      "a.html",
      "<!doctype html><html lang=en><head><title>Harbour opens again \(marks)</title><meta name=author "
        + "content='Jo\(marks) Reed'></head><body><article><h1>Harbour opens again \(marks)</h1><p>\(text) \(marks)</p>"
        + "<figure><img src=/a.png alt='x\(marks)' width=300><figcaption>cap \(marks)</figcaption></figure></article></body></html>"
    ),
    ("a.json", #"{"title":"H \u001b[2J","text":"T. \u001b[31m \u202e","author":"A\u001b B","tags":["a\u0007b"]}"#),
    ("a.json", #"{"title":"H \#(marks)","text":"<p>\#(text) \#(marks)</p>"}"#),
    (
      "f.json",
      #"{"version":"https://jsonfeed.org/version/1.1","title":"Q\u001b","items":[{"id":"1\u001b[2J","#
        + #""title":"H\u001b[2J","content_text":"T.\u202e","tags":["a\u001bb"]}]}"#
    ),
    (
      "a.eml",
      "From: =?utf-8?q?A=1B[2J?= <a@q.example>\nSubject: =?utf-8?q?H_=1B[2J_=E2=80=AE?=\n"
        + "Date: Mon, 10 Mar 2025 08:00:00 +0000\n\n\(text)\n"
    ),
    (
      "b.eml",
      "From: a@q.example\nSubject: H\nContent-Type: text/html\nDate: Mon, 10 Mar 2025 08:00:00 +0000\n\n"
        + "<html><body><p>\(text) \(marks)</p><p>\(text)</p></body></html>\n"
    ),
    (
      "n.xml",
      "<nitf><body><body.head><hedline><hl1>H \(marks)</hl1></hedline></body.head><body.content><p>\(text) "
        + "\(marks)</p></body.content></body></nitf>"
    ),
  ])
  func controlsByReferenceAreTakenOutAndSaid(path: String, input: String) throws {
    let article = try #require(ArticleLoader().load(data: Array(input.utf8), path: path).articles.first)
    let line = ArticleJSON.line(article)
    for bad in ["\u{1B}", "\\u001b", "\\u0007", "\\b", "\u{202E}", "\u{202D}", "\u{7F}"] {
      #expect(!line.contains(bad), "\(path): \(line)")
    }
    #expect(article.warnings.contains { ["control-characters", "bidi-overrides"].contains($0.code) }, "\(path)")
  }

  /// Isolates are how directions are kept apart; they stay.
  @Test func isolatesStay() throws {
    let input = #"{"title":"H \u2068a\u2069","text":"T."}"#
    let article = try #require(ArticleLoader().load(data: Array(input.utf8), path: "a.json").articles.first)
    #expect(article.title == "H \u{2068}a\u{2069}")
  }

  @Test(arguments: [
    "Harbour\n\nThe harbour \u{1}opened\u{2} at noon\u{3}.\n", "Harbour\u{E}\n\nIt \u{F}opened\u{2}.\n",
  ])
  func aShortTextWithAFewControlsIsText(input: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("clean-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try input.write(to: folder.appendingPathComponent("a.txt"), atomically: true, encoding: .utf8)
    #expect(ArticleLoader().load(paths: [folder.path]).articles.count == 1)
  }
}
