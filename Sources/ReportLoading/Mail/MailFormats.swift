import ReportArticles

/// A newsletter as a message of mail.
struct MailFormat: ArticleFormat {
  let name = "eml"

  func confidence(head: [UInt8], path: String) -> Int {
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
    let mark = Array("From ".utf8)
    var start: Int?
    var startLine = 1
    var position = 0
    var line = 1
    var wasEmpty = true
    func take(upTo end: Int, _ result: inout LoadResult) {
      guard let start else { return }
      let body = data[start..<end]
      let firstEnd = body.firstIndex(of: 0x0A) ?? body.endIndex
      let message = body[min(firstEnd + 1, body.endIndex)...]
      if let article = MailArticle.read(
        message, path: path, index: result.articles.count, line: startLine, format: name, options: options)
      {
        result.articles.append(article)
      } else {
        result.problems.append(.init(kind: .damaged, path: path, line: startLine, message: "the message has no text"))
      }
    }
    while position < data.count {
      let end = data[position...].firstIndex(of: 0x0A) ?? data.count
      if wasEmpty, data[position..<end].starts(with: mark) {
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

/// Messages to articles.
enum MailArticle {
  static func read(
    _ bytes: ArraySlice<UInt8>, path: String, index: Int, line: Int, format: String, options: LoadOptions
  ) -> Article? {
    let message = MailMessage(bytes)
    var draft = ArticleDraft(format: format, path: path, index: index, line: line)
    if let html = message.html {
      let decoded = TextDecoding.decode(html, declared: message.htmlCharset ?? HTMLSniffer.declaredEncoding(html))
      var page = HTMLArticleReader.read(decoded.bytes, path: path, name: format)
      if page.article.paragraphs.isEmpty {
        for paragraph in MarkupText.paragraphs(decoded.text) { page.addParagraph(paragraph) }
        page.article.warnings.removeAll { $0.code == "no-body" }
      }
      page.article.origin = draft.article.origin
      page.article.origin.encoding = decoded.encoding
      page.article.warnings = decoded.warnings + page.article.warnings
      draft = page
    } else if let text = message.text {
      let decoded = TextDecoding.decode(text, declared: message.textCharset)
      draft.article.origin.encoding = decoded.encoding
      draft.article.warnings = decoded.warnings.filter { $0.code != "crlf" }
      let isTooLong = TextLayout.hasTooManyLines(decoded.bytes)
      if isTooLong { draft.warn("no-body", TextLayout.tooManyLines, line: line) }
      let lines = isTooLong ? [] : TextLayout.lines(decoded.bytes)
      for group in TextLayout.unwrap(lines) {
        // The signature and what is quoted from other mail are not the newsletter's.
        if group.text == "--" || group.text.hasPrefix("-- ") { break }
        if group.text.hasPrefix(">") { continue }
        draft.addParagraph(group.text)
      }
    }
    draft.article.title = message.header("subject") ?? draft.article.title
    if let sender = message.header("from") {
      let person = FeedReader.person(sender)
      draft.article.publisher = person.name.map { $0.filter { $0 != "\"" } } ?? person.email
    }
    if let date = message.header("date").flatMap({ MachineDate.parse($0, evidence: .feed) }) {
      draft.article.published = date
    }
    draft.declaredLanguage = message.header("content-language") ?? draft.declaredLanguage
    draft.guid = message.header("message-id").map { $0.filter { $0 != "<" && $0 != ">" } }
    guard !draft.article.paragraphs.isEmpty || !draft.article.title.isEmpty else { return nil }
    return ArticleFinisher(options: options).finish(draft)
  }
}
