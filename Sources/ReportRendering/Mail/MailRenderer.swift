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
  /// Where answers go; nil for the sender.
  public var replyTo: String?
  /// The identity of the list that the message belongs to (RFC 2919): `briefing.desk.example.org`.
  public var listID: String?
  /// Addresses (https or mailto) by which a recipient leaves the list (RFC 2369); with an https one mail programs offer to
  /// leave at one click (RFC 8058). `{recipient}` stands for the recipient's address.
  public var unsubscribe: [String] = []
  /// Where the report stands on the web.
  public var webView: String?

  /// Bytes of a message: what is longer mail programs cut off (Gmail at 102 kB of HTML).
  static let mostBytes = 100_000
  /// What is left of them for the parts: the fields of a message and the lines between the parts need some.
  private static let room = mostBytes - 4_000

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
    try write(try prepared(document), document, into: &sink)
  }

  /// What is the same for every recipient.
  package struct Prepared: Sendable {
    var text: String
    var html: String
    var pictures: [PictureShelf.Part]

    /// Bytes of the parts as they are sent.
    var size: Int {
      pictures.reduce(MailBody.size(text) + MailBody.size(html)) { $0 + $1.bytes.count * 78 / 57 + 300 }
    }
  }

  /// The parts of the message, shortened where they are too long.
  package func prepared(_ document: Document) throws -> Prepared {
    let whole = try parts(document, pictures: options.pictures)
    if whole.size <= Self.room { return whole }
    if !whole.pictures.isEmpty {
      let plain = try parts(document, pictures: .omitted)
      if plain.size <= Self.room {
        // As many pictures as there is room for, with their elements and fields.
        let left = (Self.room - plain.size) / 78 * 57 - 3_000
        guard left > 0 else { return plain }
        let some = try parts(document, pictures: options.pictures, room: left)
        return some.size <= Self.room ? some : plain
      }
    }
    // Blocks go from the end until the rest fits: one of them at least. What is tried is shorter each time, so that all of it
    // together costs little more than the whole did.
    var (least, most) = (0, max(0, MailShortening.count(document.blocks) - 1))
    var best = try parts(MailShortening.shortened(document, keeping: 0, webView: webView), pictures: .omitted)
    while least < most {
      let middle = (least + most + 1) / 2
      let made = try parts(
        MailShortening.shortened(document, keeping: middle, webView: webView), pictures: .omitted)
      if made.size <= Self.room { (least, best) = (middle, made) } else { most = middle - 1 }
    }
    return best
  }

  private func parts(_ document: Document, pictures: PictureStyle?, room: Int = .max) throws -> Prepared {
    var options = options
    options.pictures = pictures
    var textOptions = options
    textOptions.width = min(options.width, 72)
    let vocabulary = document.vocabulary
    let address = webView.flatMap(SafeLink.address)
    let head = address.map { "\(vocabulary.word(.viewOnline)):\n\($0)\n\n" } ?? ""
    let text = head + (try TextRenderer(options: textOptions).string(document))
    let shelf = PictureShelf(.message, style: options.pictures(of: document), room: room)
    let html = OutputBuffer.collect { out in
      MailPage(document, options: options, out: out, shelf: shelf, webView: address).write()
    }
    return Prepared(text: text, html: html, pictures: shelf.parts)
  }

  /// Writes a message out of its parts.
  package func write<Sink: ByteSink>(_ prepared: Prepared, _ document: Document, into sink: inout Sink) throws {
    // Both names come from the content: the same report is the same message.
    let digest = SHA256.hex(prepared.text + prepared.html, bytes: 16)
    let boundary = "=_\(digest)"
    let vocabulary = document.vocabulary
    let title = document.title.isEmpty ? vocabulary.word(.briefing) : document.title.plainText
    try OutputBuffer.stream(into: &sink) { out in
      let headers = MailHeaders(out: out)
      headers.mailboxes("From", [sender])
      if !recipients.isEmpty { headers.mailboxes("To", recipients) }
      if let replyTo { headers.mailboxes("Reply-To", [replyTo]) }
      headers.unstructured("Subject", subject ?? title)
      if let date = document.colophon.made.flatMap(MailDate.text) { headers.raw("Date", date) }
      headers.raw("Message-ID", "<\(OutputText.line(messageID ?? "\(digest)@reportgen.invalid"))>")
      headers.list(id: listID, unsubscribe: unsubscribe, recipient: recipients.count == 1 ? recipients[0] : nil)
      headers.raw("MIME-Version", "1.0")
      headers.raw("Content-Type", "multipart/alternative;\r\n boundary=\"\(boundary)\"")
      out.append("\r\n--\(boundary)\r\n")
      headers.raw("Content-Type", "text/plain; charset=utf-8")
      MailBody.write(prepared.text, out)
      out.append("--\(boundary)\r\n")
      if prepared.pictures.isEmpty {
        headers.raw("Content-Type", "text/html; charset=utf-8")
        MailBody.write(prepared.html, out)
      } else {
        // The page and what it shows (RFC 2387).
        let inner = "=_r\(digest)"
        headers.raw("Content-Type", "multipart/related; type=\"text/html\";\r\n boundary=\"\(inner)\"")
        out.append("\r\n--\(inner)\r\n")
        headers.raw("Content-Type", "text/html; charset=utf-8")
        MailBody.write(prepared.html, out)
        for picture in prepared.pictures {
          out.append("--\(inner)\r\n")
          headers.raw("Content-Type", "image/jpeg")
          headers.raw("Content-ID", "<\(picture.id)>")
          headers.raw("Content-Disposition", "inline")
          out.append("Content-Transfer-Encoding: base64\r\n\r\n")
          MailBody.base64(picture.bytes, out)
        }
        out.append("--\(inner)--\r\n")
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

  /// What mail programs know a list by (RFC 2919, 2369, 8058). What is no address or name is left out.
  func list(id: String?, unsubscribe: [String], recipient: String?) {
    if let id, !id.isEmpty, id.utf8.count <= 200,
      id.utf8.allSatisfy({
        $0 == 0x2D || $0 == 0x2E || $0 == 0x5F || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
      })
    {
      raw("List-Id", "<\(id)>")
    }
    let address = recipient.flatMap(Self.mailbox).map { mailbox in
      mailbox.last == ">" ? String(mailbox.dropLast().split(separator: "<").last ?? "") : mailbox
    }
    let addresses = unsubscribe.compactMap { text -> String? in
      let filled = text.replacing("{recipient}", with: Self.percentEncoded(address ?? ""))
      // Commas part the addresses of the field.
      return SafeLink.address(filled)?.replacing(",", with: "%2C")
    }.filter { $0.utf8.count < 900 }
    guard !addresses.isEmpty else { return }
    raw("List-Unsubscribe", addresses.map { "<\($0)>" }.joined(separator: ",\r\n "))
    if addresses.contains(where: { $0.hasPrefix("https:") }) {
      raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    }
  }

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
        || byte == 0x5F
      return isPlain
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
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
      base64(canonical(bytes), out)
    } else {
      out.append("Content-Transfer-Encoding: quoted-printable\r\n\r\n")
      quotedPrintable(bytes, out)
    }
  }

  /// Bytes of a part as it is written, or a few more.
  static func size(_ text: String) -> Int {
    var (high, feeds, signs, count) = (0, 0, 0, 0)
    for byte in text.utf8 {
      count += 1
      if byte >= 0x80 {
        high += 1
      } else if byte == 0x0A {
        feeds += 1
      } else if byte == 0x3D || byte < 0x20 {
        signs += 1
      }
    }
    if high * 6 > count { return (count + feeds) / 57 * 78 + 78 }
    let coded = count + feeds + 2 * (high + signs)
    // A line that goes on ends with a sign and a line end.
    return coded + coded / 73 * 3
  }

  /// Lines of 76 characters.
  static func base64(_ bytes: [UInt8], _ out: OutputBuffer) {
    for start in stride(from: 0, to: bytes.count, by: 57) {
      out.append(Base64.encode(bytes[start..<min(start + 57, bytes.count)]))
      out.append("\r\n")
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
