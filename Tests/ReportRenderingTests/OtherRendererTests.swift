import TestSupport
import Testing

@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

@Suite struct OtherRendererTests {
  @Test func everythingDocumentKeepsItsForm() throws {
    try expectSnapshot(EverythingDocument.english.dump(), "everything.en.dump")
    try expectSnapshot(MarkdownRenderer().string(EverythingDocument.english), "everything.en.md")
    try expectSnapshot(MarkdownRenderer().string(EverythingDocument.arabic), "everything.ar.md")
    try expectSnapshot(JSONRenderer().string(EverythingDocument.english), "everything.en.json")
    try expectSnapshot(PandocRenderer().string(EverythingDocument.arabic), "everything.ar.pandoc.json")
    try expectSnapshot(MailRenderer().string(EverythingDocument.english), "everything.en.eml")
  }

  private func document(_ text: String, title: String = "T") -> Document {
    Document(
      title: [.text(title)], language: "en", direction: .leftToRight, blocks: [Block(.paragraph([.text(text)]))])
  }

  @Test(arguments: [
    ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"), ("<img src=x>", "\\<img src=x\\>"),
    ("[x](javascript:y)", "\\[x\\](javascript:y)"),
    ("- a", "\\- a"), ("1. a", "1\\. a"), ("# a", "\\# a"), ("a | b", "a \\| b"), ("&amp;", "&amp;amp;"),
    ("a\n\nb", "a  b"),
  ])
  func markdownKeepsTextAsText(text: String, expected: String) throws {
    #expect(try MarkdownRenderer().string(document(text)).contains("\n\(expected)\n"))
  }

  /// A backslash at the end of a line is a break (GFM 0.29, 6.12); without them the word is whole again.
  @Test func markdownFoldsWordsAndParagraphsWithoutEnd() throws {
    let word = String(repeating: "a*", count: 110_000)
    let output = try MarkdownRenderer().string(document(word))
    #expect(output.split(separator: "\n").allSatisfy { $0.unicodeScalars.count < 1100 })
    let joined = output.split(separator: "\\\n").joined()
    #expect(joined.contains(String(repeating: "a\\*", count: 110_000)))
    let sentence = Array(repeating: "one \u{2067}نص آخر\u{2069} - 2. word", count: 200).joined(separator: " ")
    let lines = try MarkdownRenderer().string(document(sentence)).split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.unicodeScalars.count < 1100 })
    #expect(!lines.contains { $0.hasPrefix("- ") || $0.hasPrefix("2.") })
    #expect(lines.joined(separator: " ").contains(sentence))
    for line in lines { #expect(OutputText.cleaned(line) == line, "isolates are balanced on each line") }
  }

  @Test func markdownHeadingsAndCellsAreOneLine() throws {
    let long = String(repeating: "long ", count: 1000)
    let table = Table(
      columns: [Table.Column(title: [.text(long)])],
      rows: [[[.text("a"), .lineBreak, .strong([.text("b")])]], [[.code(String(repeating: "c", count: 3000))]]])
    let document = Document(
      title: [.text(long)], language: "en", direction: .leftToRight,
      blocks: [Block(.heading(level: 2, [.text("x"), .lineBreak, .text("y")])), Block(.table(table))])
    let lines = try MarkdownRenderer().string(document).split(separator: "\n")
    #expect(lines.allSatisfy { $0.unicodeScalars.count < 1100 })
    #expect(lines.contains("## x y"))
    #expect(lines.contains("| a<br>**b** |"))
  }

  @Test func jsonEscapesWhatIsNotSeen() throws {
    let output = try JSONRenderer().string(document("a\u{0}\"\\\u{2028}\u{202E}\u{1F600}\u{1FFFE}"))
    #expect(output.contains(#""a\u0000\"\\\u2028\u202e😀\ud83f\udffe""#))
  }

  @Test func headersCannotBeInjected() throws {
    let output = try MailRenderer(sender: "Desk\r\nBcc: x@y.example <desk@e.example>").string(
      document("x", title: "News\r\nBcc: victim@example.org\r\n\r\n<script>"))
    let head = try #require(output.firstRange(of: "\r\n\r\n").map { output[..<$0.lowerBound] })
    #expect(head.contains("Subject: News Bcc: victim@example.org  <script>\r\n"))
    #expect(!head.contains("\r\nBcc:"))
  }

  // Base64 words from `python3 -c 'import base64; print(base64.b64encode("موجز".encode()))'`.
  @Test func subjectsAreEncodedInWords() {
    #expect(MailHeaders.encoded("موجز", first: 9) == "=?utf-8?B?2YXZiNis2LI=?=")
    #expect(MailHeaders.encoded("Plain", first: 9) == "Plain")
    for word in MailHeaders.encoded(String(repeating: "موجز ", count: 40), first: 9).split(separator: "\r\n ") {
      #expect(word.utf8.count <= 75)
    }
  }

  @Test func datesOfMailFollowRFC5322() {
    // 23 January 2025 was a Thursday.
    #expect(MailDate.text("2025-01-23T06:30:00+02:00") == "Thu, 23 Jan 2025 06:30:00 +0200")
    #expect(MailDate.text("2025-01-23T06:30:00Z") == "Thu, 23 Jan 2025 06:30:00 +0000")
    #expect(MailDate.text("2025-01-23") == nil)
  }

  @Test func messagesAreStableAndShortLined() throws {
    let one = try MailRenderer().string(EverythingDocument.arabic)
    #expect(try one == MailRenderer().string(EverythingDocument.arabic))
    #expect(one.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
    #expect(!one.utf8.contains { $0 >= 0x80 })
  }

  @Test func mailboxesThatAreNoneAreLeftOut() {
    #expect(MailHeaders.mailbox("a@b.example") == "a@b.example")
    #expect(MailHeaders.mailbox("not an address") == nil)
    #expect(MailHeaders.mailbox("\"خالد\" <a@b.example>") == "=?utf-8?B?2K7Yp9mE2K8=?= <a@b.example>")
  }
}
