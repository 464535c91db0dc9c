import ReportArticles
import Testing

@testable import ReportLoading

/// Letters: what their writers say, and what mailboxes and readers put around it.
@Suite struct LetterTests {
  private static let text = "The harbour reopened after a storm. Ships came in again at noon."

  private static func head(_ number: Int = 1) -> String {
    "From: Quay Post <q@quay.example>\nTo: r@r.example\nSubject: Harbour\nDate: Mon, 10 Mar 2025 08:00:00 +0000\n"
      + "Message-ID: <\(number)@quay.example>\n"
  }

  private static func mailbox(_ bodies: String...) -> String {
    bodies.enumerated().map {
      "From q@quay.example Mon Mar 10 08:00:0\($0.offset) 2025\n\(head($0.offset))\n\($0.element)\n\n"
    }.joined()
  }

  private func load(_ text: String, _ path: String = "a.eml") -> LoadResult {
    ArticleLoader().load(data: Array(text.utf8), path: path)
  }

  // MARK: Mailboxes (RFC 4155)

  @Test(arguments: [
    ("From Monday on the ferry sails again.", "From Monday on the ferry sails again."),
    ("From May 2024 to March 2025 it stood still.", "From May 2024 to March 2025 it stood still."),
    ("From 08:00 on Monday 10 March 2025 it sails.", "From 08:00 on Monday 10 March 2025 it sails."),
    (">From Monday on it sails.", "From Monday on it sails."),
  ])
  func aSentenceThatBeginsWithFromPartsNothing(written: String, read: String) throws {
    for end in ["\n", "\r\n"] {
      let input = Self.mailbox("\(Self.text)\n\n\(written)\n\nThe third one.", Self.text).replacing("\n", with: end)
      let result = load(input, "a.mbox")
      #expect(result.articles.count == 2)
      #expect(result.articles.first?.paragraphs == [Self.text, read, "The third one."])
    }
  }

  @Test(arguments: [
    "From MAILER-DAEMON Mon Mar 10 08:00:00 2025", "From - Mon Mar 10 08:00:01 2025",
    "From 1234@xxx Mon Mar 10 08:00:01 2025",
    "From q@quay.example Mon Mar 10 08:00:00 +0000 2025", "From q@quay.example Mon Mar 10 08:00:00 2025 CET",
    "From q@quay.example",
  ])
  func separatorsOfAllProgramsPart(line: String) {
    let input = "\(line)\n\(Self.head(1))\n\(Self.text)\n\n\(line)\n\(Self.head(2))\n\(Self.text)\n"
    #expect(load(input, "a.mbox").articles.count == 2)
  }

  // MARK: Quotations

  @Test(arguments: [
    (
      "The mayor said:\n\n> We build the bridge in May.\n\nThe council agreed.",
      ["The mayor said:", "We build the bridge in May.", "The council agreed."]
    ),
    ("> Not a house is dry, the keeper said.\n\n\(text)", ["Not a house is dry, the keeper said.", text]),
    (
      "The mayor said:\n> We build\n> the bridge in May.\nThe council agreed.",
      ["The mayor said:", "We build the bridge in May.", "The council agreed."]
    ),
    ("\(text)\n\n> One.\n>\n> Two.\n", [text, "One.", "Two."]),
  ])
  func whatIsQuotedBelongsToTheLetter(body: String, paragraphs: [String]) {
    #expect(load(Self.head() + "\n" + body).articles.first?.paragraphs == paragraphs)
  }

  @Test(arguments: [
    "On Mon, 3 Mar 2025, Ana Lima wrote:\n> The old letter.\n> And this.",
    "Am Mo., 3. März 2025 um 10:00 Uhr schrieb Ana Lima:\n\n> Alt.",
    "Le lun. 3 mars 2025 à 10:00, Ana Lima a écrit :\n> Vieux.",
    "On Mon, 3 Mar 2025 at 10:00, Ana Lima <a@b.example>\nwrote:\n\n> Old.",
  ])
  func theAnsweredLetterIsLeftOutAndThatIsSaid(quoted: String) throws {
    let article = try #require(load(Self.head() + "\n\(Self.text)\n\n\(quoted)\n").articles.first)
    #expect(article.paragraphs == [Self.text])
    #expect(article.warnings.contains { $0.code == "left-out" })
  }

  @Test(arguments: [
    ("-- \nQuay Post, 1 Pier Road\n", [text], true), ("--\nQuay Post\n", [text], true), ("", [text], false),
    ("--\n\nThe second story is here.\n", [text, "--", "The second story is here."], false),
    ("-- said the mayor, and went.\n\nThe end.\n", [text, "-- said the mayor, and went.", "The end."], false),
  ])
  func theSignatureIsLeftOutAndThatIsSaid(body: String, paragraphs: [String], isSaid: Bool) throws {
    let article = try #require(load(Self.head() + "\n\(Self.text)\n\n\(body)").articles.first)
    #expect(article.paragraphs == paragraphs)
    #expect(article.warnings.contains { $0.code == "left-out" } == isSaid)
  }

  /// RFC 3676: a line that ends in a space flows on, and so do those of a quotation.
  @Test func flowedTextFlows() {
    let head = Self.head() + "Content-Type: text/plain; format=flowed\n\n"
    let body = "The harbour \nreopened on Monday.\n\n> We build the \n> bridge.\n\n-- \nQuay\n"
    #expect(
      load(head + body).articles.first?.paragraphs == ["The harbour reopened on Monday.", "We build the bridge."])
  }

  // MARK: Parts

  @Test(arguments: ["text/html", "text/plain", "multipart/mixed", "multipart/alternative"])
  func partsUnderAnyTypeAreFound(type: String) {
    let input =
      Self.head() + "MIME-Version: 1.0\nContent-Type: \(type); boundary=\"a;b=c\"\n\n--a;b=c\n"
      + "Content-Type: text/html; charset=utf-8\n\n<html><body><p>The gallery opens on Monday.</p></body></html>\n--a;b=c--\n"
    #expect(load(input).articles.first?.paragraphs == ["The gallery opens on Monday."])
  }

  @Test func aBoundaryThatIsNowhereMakesNoParts() {
    let input =
      Self.head()
      + "Content-Type: text/html; boundary=\"zz\"\n\n<html><body><p>The gallery opens on Monday.</p></body></html>\n"
    #expect(load(input).articles.first?.paragraphs == ["The gallery opens on Monday."])
  }

  /// The parts of a digest are messages without saying so (RFC 2046, 5.1.5).
  @Test func aDigestHoldsMessages() {
    let input =
      Self.head()
      + "Content-Type: multipart/digest; boundary=bb\n\n--bb\n\n\(Self.head(2))\nThe gallery opens.\n--bb--\n"
    #expect(load(input).articles.first?.paragraphs == ["The gallery opens."])
  }
}
