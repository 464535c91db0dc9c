import ReportArticles

/// A message of Internet mail (RFC 5322, MIME: RFC 2045–2047), as far as a newsletter needs it.
struct MailMessage {
  private(set) var headers: [(name: String, value: String)] = []
  private(set) var html: [UInt8]?
  private(set) var htmlCharset: String?
  /// The address that the part with the page says that it came from (RFC 2557).
  private(set) var htmlLocation: String?
  private(set) var text: [UInt8]?
  private(set) var textCharset: String?
  /// Lines of the text that end in a space go on in the next one (RFC 3676).
  private(set) var textIsFlowed = false

  private static let maximumParts = 200
  private static let maximumDepth = 16

  init(_ bytes: ArraySlice<UInt8>) {
    let (headers, body) = MailMessage.split(bytes)
    self.headers = headers
    var parts = 0
    read(headers, body, depth: 0, parts: &parts)
  }

  /// A header field, its encoded words decoded.
  func header(_ name: String) -> String? {
    guard let value = headers.first(where: { $0.name == name })?.value else { return nil }
    let text = TextLayout.collapse(EncodedWord.decode(value))
    return text.isEmpty ? nil : text
  }

  private mutating func read(
    _ headers: [(name: String, value: String)], _ body: ArraySlice<UInt8>, depth: Int, parts: inout Int,
    standard: String = "text/plain"
  ) {
    parts += 1
    guard depth < MailMessage.maximumDepth, parts < MailMessage.maximumParts else { return }
    let type = headers.first { $0.name == "content-type" }?.value ?? standard
    let lower = type.lowercased()
    if let boundary = MailMessage.parameter("boundary", of: type) {
      // Against RFC 2046, some put the boundary into the type of the only part.
      let inside = MailMessage.parts(body, boundary: boundary)
      if lower.hasPrefix("multipart/") || !inside.isEmpty {
        for part in inside {
          let (inner, content) = MailMessage.split(part)
          read(
            inner, content, depth: depth + 1, parts: &parts,
            standard: lower.hasPrefix("multipart/digest") ? "message/rfc822" : "text/plain")
        }
        return
      }
    }
    if headers.first(where: { $0.name == "content-disposition" })?.value.lowercased().hasPrefix("attachment") == true {
      return
    }
    let coding = headers.first { $0.name == "content-transfer-encoding" }?.value.lowercased() ?? ""
    let content = TransferEncoding.decode(body, coding)
    if lower.hasPrefix("text/html"), html == nil {
      html = content
      htmlCharset = MailMessage.parameter("charset", of: type)
      htmlLocation = headers.first { $0.name == "content-location" }?.value
    } else if lower.hasPrefix("text/plain"), text == nil {
      text = content
      textCharset = MailMessage.parameter("charset", of: type)
      textIsFlowed = MailMessage.parameter("format", of: type)?.lowercased() == "flowed"
    } else if lower.hasPrefix("message/rfc822") {
      let (inner, content) = MailMessage.split(content[...])
      read(inner, content, depth: depth + 1, parts: &parts)
    }
  }

  /// A parameter of a field, in quotation marks or without (RFC 2045, 5.1).
  static func parameter(_ name: String, of value: String) -> String? {
    var pieces: [String] = [""]
    var (isQuoted, isEscaped) = (false, false)
    for character in value {
      if isEscaped {
        isEscaped = false
      } else if character == "\\", isQuoted {
        isEscaped = true
        continue
      } else if character == "\"" {
        isQuoted.toggle()
        continue
      } else if character == ";", !isQuoted {
        pieces.append("")
        continue
      }
      pieces[pieces.count - 1].append(character)
    }
    for piece in pieces.dropFirst() {
      guard let sign = piece.firstIndex(of: "="), TextLayout.collapse(piece[..<sign]).lowercased() == name else {
        continue
      }
      let text = TextLayout.collapse(piece[piece.index(after: sign)...])
      return text.isEmpty ? nil : text
    }
    return nil
  }

  /// Bytes of a line of the header that are read, and parts of a body; RFC 5322 allows lines of 998.
  private static let (mostBytesOfLine, mostParts) = (65_536, 10_000)

  /// Header fields (unfolded, names in lower case) and what follows the empty line.
  /// Whether bytes may begin with fields of a header: a name, which is without blanks and brackets, and a colon.
  static func mayBeHeader(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard
      let end = bytes.prefix(200).first(where: { $0 == 0x3A || $0 <= 0x20 || $0 == 0x3C || $0 == 0x7B || $0 == 0x5B })
    else { return false }
    return end == 0x3A || end == 0x20 || end == 0x0A || end == 0x0D
  }

  static func split(_ bytes: ArraySlice<UInt8>) -> (headers: [(name: String, value: String)], body: ArraySlice<UInt8>) {
    var headers: [(name: String, value: String)] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
      var line = bytes[start..<end]
      if line.last == 0x0D { line = line.dropLast() }
      start = min(end + 1, bytes.endIndex)
      if line.isEmpty { break }
      line = line.prefix(mostBytesOfLine)
      let text = String(decoding: line, as: UTF8.self)
      if let first = line.first, first == 0x20 || first == 0x09, !headers.isEmpty {
        if headers[headers.count - 1].value.utf8.count < 16_384 {
          headers[headers.count - 1].value += " " + TextLayout.collapse(text)
        }
      } else if let colon = text.firstIndex(of: ":"), headers.count < 1000 {
        headers.append((text[..<colon].lowercased(), TextLayout.collapse(text[text.index(after: colon)...])))
      }
    }
    return (headers, bytes[start...])
  }

  private static func parts(_ body: ArraySlice<UInt8>, boundary: String) -> [ArraySlice<UInt8>] {
    let mark = Array(("--" + boundary).utf8)
    var result: [ArraySlice<UInt8>] = []
    var open: Int?
    var start = body.startIndex
    while start < body.endIndex {
      let end = body[start...].firstIndex(of: 0x0A) ?? body.endIndex
      if body[start..<end].starts(with: mark) {
        if let open { result.append(body[open..<start]) }
        if result.count >= mostParts { return result }
        open = min(end + 1, body.endIndex)
        if body[start..<end].dropFirst(mark.count).starts(with: [0x2D, 0x2D]) { return result }
      }
      start = min(end + 1, body.endIndex)
    }
    if let open { result.append(body[open...]) }
    return result
  }
}

/// Content-Transfer-Encoding (RFC 2045, section 6).
enum TransferEncoding {
  static func decode(_ body: ArraySlice<UInt8>, _ coding: String) -> [UInt8] {
    if coding.hasPrefix("base64") { return Base64Decoder.decode(String(decoding: body, as: UTF8.self)) ?? Array(body) }
    if coding.hasPrefix("quoted-printable") { return quotedPrintable(body, underscoreIsSpace: false) }
    return Array(body)
  }

  static func quotedPrintable(_ body: ArraySlice<UInt8>, underscoreIsSpace: Bool) -> [UInt8] {
    var result: [UInt8] = []
    var index = body.startIndex
    while index < body.endIndex {
      let byte = body[index]
      if byte == UInt8(ascii: "="), index + 1 < body.endIndex {
        if body[index + 1] == 0x0A {
          index += 2
          continue
        }
        if body[index + 1] == 0x0D, index + 2 < body.endIndex, body[index + 2] == 0x0A {
          index += 3
          continue
        }
        if index + 2 < body.endIndex, let high = hexadecimalDigit(body[index + 1]),
          let low = hexadecimalDigit(body[index + 2])
        {
          result.append(high << 4 | low)
          index += 3
          continue
        }
      }
      result.append(underscoreIsSpace && byte == UInt8(ascii: "_") ? 0x20 : byte)
      index += 1
    }
    return result
  }
}

/// Encoded words in headers (RFC 2047).
enum EncodedWord {
  static func decode(_ text: String) -> String {
    guard text.holds("=?") else { return text }
    var result = ""
    var pending: (bytes: [UInt8], charset: String)?
    var rest = text[...]
    func flush() {
      guard let (bytes, charset) = pending else { return }
      let encoding = CharacterEncoding(label: charset) ?? .utf8
      result += String(decoding: encoding.decode(bytes[...]).utf8, as: UTF8.self)
      pending = nil
    }
    while let open = rest.firstRange(of: "=?") {
      let before = rest[..<open.lowerBound]
      let fields = rest[open.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
      guard fields.count == 4, fields[1].utf8.count == 1, fields[3].hasPrefix("=") else {
        flush()
        result += rest[..<open.upperBound]
        rest = rest[open.upperBound...]
        continue
      }
      // White space between encoded words is not part of the text.
      if pending == nil || before.contains(where: { !$0.isWhitespace }) {
        flush()
        result += before
      }
      let raw = Array(fields[2].utf8)
      let bytes =
        fields[1].lowercased() == "b"
        ? Base64Decoder.decode(String(fields[2])) ?? raw
        : TransferEncoding.quotedPrintable(raw[...], underscoreIsSpace: true)
      let charset = String(fields[0].split(separator: "*").first ?? fields[0])
      if let last = pending, last.charset == charset {
        pending = (last.bytes + bytes, charset)
      } else {
        flush()
        pending = (bytes, charset)
      }
      rest = fields[3].dropFirst()
    }
    flush()
    return result + rest
  }
}
