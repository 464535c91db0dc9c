import ReportArticles

/// A newsletter as a message of mail.
struct MailFormat: ArticleFormat {
  let name = "eml"

  func confidence(head: [UInt8], path: String) -> Int {
    guard MailMessage.mayBeHeader(head[...]) else { return 0 }
    let (headers, _) = MailMessage.split(head.prefix(16 * 1024))
    let names = Set(headers.map(\.name))
    let known = names.intersection([
      "from", "to", "subject", "date", "message-id", "mime-version", "received", "content-type", "return-path",
    ])
    // All lines before the empty one are header fields.
    guard known.count >= 2, headers.allSatisfy({ !$0.name.holds(" ") }) else { return 0 }
    return known.contains("from") && (known.contains("subject") || known.contains("date"))
      ? 90 : path.hasSuffix(".eml") ? 80 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    guard let article = MailArticle.read(data[...], path: path, index: 0, line: 1, format: name, options: options)
    else {
      return LoadResult(problems: [.init(kind: .empty, path: path, message: "the message has no text")])
    }
    if MailArticle.isOwn(data[...]) { return .foreign(OwnOutput.report, path: path) }
    return LoadResult(articles: [article], filesRead: 1)
  }
}

/// Messages in a mailbox file (RFC 4155).
struct MailboxFormat: ArticleFormat {
  let name = "mbox"

  func confidence(head: [UInt8], path: String) -> Int {
    guard head.starts(with: Array("From ".utf8)) else { return 0 }
    let (headers, _) = MailMessage.split(head.drop { $0 != 0x0A }.dropFirst().prefix(16 * 1024))
    return headers.contains { ["from", "date", "subject", "message-id"].contains($0.name) } ? 95 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    var result = LoadResult()
    var start: Int?
    var startLine = 1
    var position = 0
    var line = 1
    var wasEmpty = true
    func take(upTo end: Int, _ result: inout LoadResult) {
      guard let start else { return }
      let body = data[start..<end]
      let firstEnd = body.firstIndex(of: 0x0A) ?? body.endIndex
      let message = Mailbox.unquoted(body[min(firstEnd + 1, body.endIndex)...])
      if MailArticle.isOwn(message) {
        result.problems += LoadResult.foreign(OwnOutput.report, path: path, line: startLine).problems
      } else if let article = MailArticle.read(
        message, path: path, index: result.articles.count, line: startLine, format: name, options: options)
      {
        result.articles.append(article)
      } else {
        result.problems.append(.init(kind: .damaged, path: path, line: startLine, message: "the message has no text"))
      }
    }
    while position < data.count {
      let end = data[position...].firstIndex(of: 0x0A) ?? data.count
      if wasEmpty, position == 0 || Mailbox.separates(data[position...]) {
        take(upTo: position, &result)
        start = position
        startLine = line
      }
      wasEmpty = end == position || (end == position + 1 && data[position] == 0x0D)
      position = end + 1
      line += 1
    }
    take(upTo: data.count, &result)
    result.filesRead = result.articles.isEmpty ? 0 : 1
    return result
  }
}

/// The lines between the messages of a mailbox (RFC 4155, appendix A).
enum Mailbox {
  private static let mark = Array("From ".utf8)

  /// Whether a message begins here: `From`, an address, and a moment as asctime(3) writes it; or, where programs write it
  /// otherwise, an address and a field of a header on the next line. “From Monday on” is a sentence.
  static func separates(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.starts(with: mark) else { return false }
    let line = bytes.prefix { $0 != 0x0A }
    guard line.count <= 400 else { return false }
    let words = String(decoding: line, as: UTF8.self).split(whereSeparator: { $0.isWhitespace }).dropFirst()
    guard let sender = words.first else { return false }
    if holdsMoment(Array(words.dropFirst())) { return true }
    guard sender.contains("@") || sender == "-" || sender.uppercased() == "MAILER-DAEMON" else { return false }
    let next = bytes[min(line.endIndex + 1, bytes.endIndex)...].prefix(100)
    let name = next.prefix { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }
    return !name.isEmpty && next.dropFirst(name.count).first == UInt8(ascii: ":")
  }

  private static let days: Set<String> = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months: Set<String> = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon Mar 10 08:00:00 2025`, a zone before or behind the year.
  private static func holdsMoment(_ words: [Substring]) -> Bool {
    guard let first = words.firstIndex(where: { days.contains(String($0)) }), words.count >= first + 5,
      months.contains(String(words[first + 1])), let day = Int(words[first + 2]), (1...31).contains(day)
    else { return false }
    let time = words[first + 3].split(separator: ":")
    guard (2...3).contains(time.count), time.allSatisfy({ $0.utf8.count <= 2 && Int($0) != nil }) else { return false }
    return words[(first + 4)...].prefix(3).contains { $0.utf8.count == 4 && Int($0) != nil }
  }

  /// A message without the `>` that mailboxes put before `From` at the start of its lines.
  static func unquoted(_ message: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let sign = UInt8(ascii: ">")
    var output: [UInt8] = []
    var copied = message.startIndex
    var place = message.startIndex
    while place < message.endIndex {
      if message[place] == sign, message[place...].drop(while: { $0 == sign }).starts(with: mark) {
        output += message[copied..<place]
        copied = place + 1
      }
      guard let feed = message[place...].firstIndex(of: 0x0A) else { break }
      place = feed + 1
    }
    guard copied > message.startIndex else { return message }
    output += message[copied...]
    return output[...]
  }
}

/// Messages to articles.
enum MailArticle {
  /// Whether a message is a report of our own.
  static func isOwn(_ bytes: ArraySlice<UInt8>) -> Bool {
    let (headers, _) = MailMessage.split(bytes.prefix(16 * 1024))
    if headers.contains(where: { ["message-id", "from"].contains($0.name) && $0.value.contains("@reportgen.invalid") })
    {
      return true
    }
    guard headers.contains(where: { $0.value.contains("boundary=\"=_") }), let html = MailMessage(bytes).html else {
      return false
    }
    return OwnOutput.isReport(page: HTMLSniffer.asciiHead(html, limit: 16 * 1024))
  }

  static func read(
    _ bytes: ArraySlice<UInt8>, path: String, index: Int, line: Int, format: String, options: LoadOptions
  ) -> Article? {
    let message = MailMessage(bytes)
    var draft = ArticleDraft(format: format, path: path, index: index, line: line)
    if let html = message.html {
      let decoded = TextDecoding.decode(html, declared: message.htmlCharset ?? HTMLSniffer.declaredEncoding(html))
      var page = HTMLArticleReader.read(decoded.bytes, path: path, name: format)
      if page.article.paragraphs.isEmpty {
        for paragraph in MarkupText.paragraphs(decoded.text) {
          page.addParagraph(paragraph, isLaidOut: true)
        }
        page.article.warnings.removeAll { $0.code == WarningCode.noBody.rawValue }
      }
      page.article.origin = draft.article.origin
      page.article.origin.encoding = decoded.encoding
      page.article.warnings = decoded.warnings + page.article.warnings
      draft = page
    } else if let text = message.text {
      let decoded = TextDecoding.decode(text, declared: message.textCharset)
      draft.article.origin.encoding = decoded.encoding
      draft.article.warnings = decoded.warnings.filter { $0.code != WarningCode.lineEnds.rawValue }
      if TextLayout.hasTooManyLines(decoded.bytes) {
        draft.warn(.noBody, TextLayout.tooManyLines, line: line)
      } else {
        MailText(isReply: isReply(message), isFlowed: message.textIsFlowed).read(decoded.bytes, into: &draft)
      }
    }
    draft.article.title = message.header("subject") ?? draft.article.title
    if let sender = message.header("from") {
      let person = FeedReader.person(sender)
      draft.article.publisher = person.name.map { $0.filter { $0 != "\"" } } ?? person.email
    }
    if let text = message.header("date") {
      // What a page in the message said of its own date is no better than the message's.
      draft.article.published = draft.date(from: text, "published", evidence: .feed) ?? draft.article.published
    }
    draft.declaredLanguage = message.header("content-language") ?? draft.declaredLanguage
    draft.guid = message.header("message-id").map { $0.filter { $0 != "<" && $0 != ">" } }
    draft.guidIsGlobal = true
    guard !draft.article.paragraphs.isEmpty || !draft.article.title.isEmpty else { return nil }
    return ArticleFinisher(options: options).finish(draft)
  }

  private static func isReply(_ message: MailMessage) -> Bool {
    guard let subject = message.header("subject")?.lowercased() else { return false }
    return ["re:", "aw:", "sv:", "antw:", "رد:"].contains { subject.hasPrefix($0) }
  }
}
