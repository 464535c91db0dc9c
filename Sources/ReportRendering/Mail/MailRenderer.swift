import ReportArticles
import ReportDocument

/// Renders a document as a mail message (RFC 5322) with a text part and an HTML part of equal content
/// (`multipart/alternative`, RFC 2046). The HTML has its styles in its elements, one column of 600 pixels and a direction on
/// every block, and loads nothing.
///
/// ```swift
/// let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
/// let mail = MailRenderer(sender: "Desk <desk@example.org>", recipients: ["team@example.org"])
/// let lines = try mail.string(document).split(separator: "\r\n")
/// lines.contains("From: Desk <desk@example.org>")  // → true
/// lines.contains("To: team@example.org")  // → true
/// lines.contains("Subject: Briefing")  // → true
/// ```
public struct MailRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions
  /// The sender's mailbox, e.g. `Desk <desk@example.org>`.
  public var sender: String
  /// The recipients' mailboxes; without any there is no `To`.
  public var recipients: [String]
  /// The subject; nil for the document's title.
  public var subject: String?
  /// The identity of the message without angle brackets, `left@right` in ASCII; nil for one made from the content.
  public var messageID: String?

  /// Makes a renderer.
  public init(
    options: RenderOptions = RenderOptions(), sender: String = "reportgen <reportgen@reportgen.invalid>",
    recipients: [String] = []
  ) {
    self.options = options
    self.sender = sender
    self.recipients = recipients
  }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    var textOptions = options
    textOptions.width = min(options.width, 72)
    let text = try TextRenderer(options: textOptions).string(document)
    let html = OutputBuffer.collect { out in MailPage(document, options: options, out: out).write() }
    // Both names come from the content: the same report is the same message.
    let digest = SHA256.hex(text + html, bytes: 16)
    let boundary = "=_\(digest)"
    let vocabulary = document.vocabulary
    let title = document.title.isEmpty ? vocabulary.word(.briefing) : document.title.plainText
    try OutputBuffer.stream(into: &sink) { out in
      let headers = MailHeaders(out: out)
      headers.mailboxes("From", [sender])
      if !recipients.isEmpty { headers.mailboxes("To", recipients) }
      headers.unstructured("Subject", subject ?? title)
      if let date = document.colophon.made.flatMap(MailDate.text) { headers.raw("Date", date) }
      headers.raw("Message-ID", "<\(OutputText.line(messageID ?? "\(digest)@reportgen.invalid"))>")
      headers.raw("MIME-Version", "1.0")
      headers.raw("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\"")
      out.append("\r\n")
      for (type, content) in [("plain", text), ("html", html)] {
        out.append("--\(boundary)\r\n")
        headers.raw("Content-Type", "text/\(type); charset=utf-8")
        MailBody.write(content, out)
      }
      out.append("--\(boundary)--\r\n")
    }
  }
}

/// Header fields. The only place where text becomes a header: no line break of the data's gets through.
struct MailHeaders {
  let out: OutputBuffer

  /// A field of our own making, in ASCII.
  func raw(_ name: String, _ value: String) { out.append("\(name): \(value)\r\n") }

  /// Text of any origin, in encoded words where it is not plain ASCII (RFC 2047), folded before column 78.
  func unstructured(_ name: String, _ text: String) {
    out.append("\(name): \(Self.encoded(text, first: name.utf8.count + 2))\r\n")
  }

  /// Mailboxes: a name in encoded words and an address in ASCII; what is no address is left out.
  func mailboxes(_ name: String, _ mailboxes: [String]) {
    let fields = mailboxes.compactMap(Self.mailbox)
    guard !fields.isEmpty else { return }
    out.append("\(name): \(fields.joined(separator: ",\r\n "))\r\n")
  }

  static func mailbox(_ text: String) -> String? {
    let line = OutputText.line(text)
    var address = Substring(line)
    var name = ""
    if let open = line.lastIndex(of: "<"), let close = line[open...].firstIndex(of: ">") {
      address = line[line.index(after: open)..<close]
      name = String(line[..<open])
      while name.hasSuffix(" ") { name.removeLast() }
      name.removeAll { $0 == "\"" }
    }
    let parts = address.split(separator: "@", omittingEmptySubsequences: false)
    let isAddress =
      parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
      && address.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || [0x2E, 0x2D, 0x5F, 0x2B, 0x40, 0x3D, 0x7E].contains(byte)
      }
    guard isAddress else { return nil }
    if name.isEmpty { return String(address) }
    let isPhrase = name.utf8.allSatisfy {
      (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x20 || $0 == 0x2D
    }
    return (isPhrase && name.utf8.count < 60 ? name : encoded(name, first: 6, always: true)) + " <\(address)>"
  }

  static func encoded(_ text: String, first: Int, always: Bool = false) -> String {
    let text = OutputText.line(text)
    let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    if isPlain, !always, !text.contains("=?"), text.utf8.count + first <= 76 { return text }
    // An encoded word holds at most 75 characters: 12 of frame, 60 of Base64, which is 45 bytes.
    var words: [String] = []
    var current: [UInt8] = []
    var limit = max(9, (75 - first - 12) / 4 * 3)
    for scalar in text.unicodeScalars {
      let bytes = Array(String(scalar).utf8)
      if current.count + bytes.count > limit {
        words.append("=?utf-8?B?\(Base64.encode(current))?=")
        current = []
        limit = 45
      }
      current += bytes
    }
    if !current.isEmpty || words.isEmpty { words.append("=?utf-8?B?\(Base64.encode(current))?=") }
    return words.joined(separator: "\r\n ")
  }
}

/// The content of a part in a transfer encoding of lines of at most 76 characters (RFC 2045, 6.7 and 6.8).
enum MailBody {
  static func write(_ text: String, _ out: OutputBuffer) {
    let bytes = Array(text.utf8)
    let high = bytes.count { $0 >= 0x80 }
    if high * 6 > bytes.count {
      out.append("Content-Transfer-Encoding: base64\r\n\r\n")
      // 57 bytes make a line of 76 characters. Line ends are CRLF before encoding.
      let lines = canonical(bytes)
      for start in stride(from: 0, to: lines.count, by: 57) {
        out.append(Base64.encode(lines[start..<min(start + 57, lines.count)]))
        out.append("\r\n")
      }
    } else {
      out.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
      quotedPrintable(bytes, out)
    }
  }

  private static func canonical(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + bytes.count / 40)
    for byte in bytes {
      if byte == 0x0A { result.append(0x0D) }
      result.append(byte)
    }
    return result
  }

  private static func quotedPrintable(_ bytes: [UInt8], _ out: OutputBuffer) {
    let hex = Array("0123456789ABCDEF".utf8)
    var column = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A {
        out.append("\r\n")
        column = 0
        continue
      }
      let isLast = index + 1 == bytes.count || bytes[index + 1] == 0x0A
      let isPlain =
        (byte > 0x20 && byte < 0x7F && byte != 0x3D && !(byte == 0x2E && column == 0)) || (byte == 0x20 && !isLast)
      let size = isPlain ? 1 : 3
      if column + size > 75 {
        out.append("=\r\n")
        column = 0
      }
      if isPlain {
        out.append(byte: byte)
      } else {
        out.append(byte: 0x3D)
        out.append(byte: hex[Int(byte >> 4)])
        out.append(byte: hex[Int(byte & 15)])
      }
      column += size
    }
    if column > 0 { out.append("\r\n") }
  }
}

/// Dates as RFC 5322 (3.3) writes them.
enum MailDate {
  /// From RFC 3339, e.g. `2025-01-23T06:30:00+02:00`; nil for anything else.
  static func text(_ value: String) -> String? {
    guard NumberText.isHTMLDate(value), value.utf8.count >= 19, let day = CivilDate(iso: String(value.prefix(10))),
      let offset = UTCOffset.seconds(value.dropFirst(19))
    else { return nil }
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let time = value.dropFirst(11).prefix(8)
    let minutes = abs(offset) / 60
    let zone = "\(offset < 0 ? "-" : "+")\(padded(minutes / 60, 2))\(padded(minutes % 60, 2))"
    return
      "\(weekdays[day.weekday.rawValue - 1]), \(day.day) \(months[day.month - 1]) \(padded(day.year, 4)) \(time) \(zone)"
  }
}
