import ReportPictures
import Testing

@testable import ReportDocument
@testable import ReportRendering

/// Fields for lists, and the size of messages.
@Suite struct MailFieldTests {
  private let document = Document(
    title: [.text("Briefing")], language: "en", direction: .leftToRight,
    blocks: [Block(.digest([DigestLine(content: [.text("The dam <opened>.")], language: "en")]))])

  private func lines(_ change: (inout MailRenderer) -> Void) throws -> [String] {
    var renderer = MailRenderer(sender: "desk@example.org", recipients: ["A. Reader <a.reader+x@example.org>"])
    change(&renderer)
    return try renderer.string(document).replacing("\r\n ", with: " ").split(separator: "\r\n").map(String.init)
  }

  @Test func listsAreNamedAndCanBeLeft() throws {
    let lines = try lines {
      $0.replyTo = "Editors <editors@example.org>"
      $0.listID = "briefing.example.org"
      $0.unsubscribe = ["https://example.org/leave?who={recipient}&a=1,2", "mailto:desk@example.org?subject=leave"]
    }
    #expect(lines.contains("Reply-To: Editors <editors@example.org>"))
    #expect(lines.contains("List-Id: <briefing.example.org>"))
    #expect(
      lines.contains(
        "List-Unsubscribe: <https://example.org/leave?who=a.reader%2Bx%40example.org&a=1%2C2>, <mailto:desk@example.org?subject=leave>"
      ))
    #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
  }

  /// RFC 8058, 3.1: one click goes by https only.
  @Test func oneClickNeedsHTTPS() throws {
    let lines = try lines { $0.unsubscribe = ["mailto:desk@example.org"] }
    #expect(lines.contains("List-Unsubscribe: <mailto:desk@example.org>"))
    #expect(!lines.contains { $0.hasPrefix("List-Unsubscribe-Post") })
  }

  @Test func nothingIsSlippedIntoFields() throws {
    for evil in ["x\r\nBcc: all@example.org", "a b.example", "<a.example>", "javascript:alert(1)", "https://a\r\nX: 1"]
    {
      let lines = try lines {
        $0.listID = evil
        $0.unsubscribe = [evil]
        $0.replyTo = evil
        $0.webView = evil
      }
      #expect(!lines.contains { $0.hasPrefix("Bcc") || $0.hasPrefix("X:") || $0.hasPrefix("List-Id") })
    }
  }

  @Test func longReportsAreShortenedAndSaySo() throws {
    let words = String(repeating: "The water authority published the contract. ", count: 12)
    let blocks = (0..<600).map { Block(.paragraph([.text("\($0) \(words)")])) }
    let long = Document(
      title: [.text("Briefing")], language: "en", direction: .leftToRight,
      blocks: [Block(.section(title: [.text("Stories")], blocks))])
    var renderer = MailRenderer()
    renderer.webView = "https://example.org/today.html"
    let message = try renderer.string(long)
    #expect(message.utf8.count < 100_000 && message.utf8.count > 60_000)
    #expect(message.contains("Shortened for mail.") && message.contains("https://example.org/today.html"))
  }

  @Test func listsOfMessagesShowTheFirstLines() throws {
    #expect(
      try lines { _ in }.joined(separator: "\n").replacing("=\n", with: "").contains(">The dam &lt;opened&gt;.</div>"))
    let long = Document(
      title: [.text("T")], language: "en", direction: .leftToRight,
      blocks: [Block(.paragraph([.text(String(repeating: "water contract ", count: 40))]))])
    let message = try MailRenderer().string(long).replacing("=\r\n", with: "")
    // 9 times 15 characters, and “water”, at whose end is the 140th.
    #expect(message.contains(">" + String(repeating: "water contract ", count: 9) + "water=E2=80=A6</div>") == false)
    #expect(message.contains(">" + String(repeating: "water contract ", count: 8) + "water contract=E2=80=A6</div>"))
  }

  /// RFC 2387 and 2392: the page names its pictures by the identities of their parts, which are those of the same message.
  @Test(.enabled(if: SmallPicture.trouble == nil)) func picturesTravelBesideThePage() throws {
    let picture = Picture(data: PictureTests.png(64, 48), width: 64, height: 48, alt: "The dam", language: "en")
    let document = Document(
      title: [.text("T")], language: "en", direction: .leftToRight,
      blocks: [Block(.image(picture)), Block(.image(picture))])
    let message = try MailRenderer().string(document).replacing("=\r\n", with: "")
    let named = message.matches(of: /src=3D"cid:([0-9a-f]+@reportgen\.invalid)"/).map { String($0.1) }
    let sent = message.matches(of: /\r\nContent-ID: <([^>]+)>\r\n/).map { String($0.1) }
    #expect(named.count == 2 && Set(named) == Set(sent) && sent.count == 1)
    #expect(message.contains("multipart/related; type=\"text/html\"") && !message.contains("data:"))
    var bare = MailRenderer()
    bare.options.pictures = .omitted
    #expect(try !bare.string(document).contains("multipart/related"))
  }

  /// A paragraph takes 1.1 kB, in text and page: 60 leave room for one picture of 26 kB, 85 for none.
  @Test(.enabled(if: SmallPicture.trouble == nil)) func picturesTakeTheRoomThatIsLeft() throws {
    let words = String(repeating: "The water authority published the contract. ", count: 11)
    let pictures = (0..<3).map { number in
      Block(.image(Picture(data: PictureTests.jpeg, width: 960, height: 600, alt: "\(number)", language: "en")))
    }
    for (count, hasPictures, isShort) in [
      (10, true, false), (60, true, false), (85, false, false), (200, false, true),
    ] {
      let paragraphs = (0..<count).map { Block(.paragraph([.text("\($0) \(words)")])) }
      let document = Document(
        title: [.text("T")], language: "en", direction: .leftToRight, blocks: pictures + paragraphs)
      let message = try MailRenderer().string(document)
      #expect(message.utf8.count < 100_000)
      #expect(message.contains("multipart/related") == hasPictures, "\(count): \(message.utf8.count)")
      #expect(message.contains("Shortened for mail.") == isShort, "\(count)")
    }
  }
}
