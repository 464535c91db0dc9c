import CGumbo

/// A web page with an article.
package struct HTMLFormat: ArticleFormat {
  package let name = "html"

  package func confidence(head: [UInt8], path: String) -> Int {
    let text = HTMLSniffer.asciiHead(head)
    let name = FileName(path)
    guard text.hasPrefix("<") else {
      if name.isHTML { return 50 }
      // A page after a line or two that a program wrote in front of it.
      return !name.isText && HTMLSniffer.isPageBehindText(text) ? 15 : 0
    }
    guard let root = FeedFormat.rootElement(text) else {
      return text.holds("<!doctype html") ? 95 : text.hasPrefix("<!--") || name.isHTML ? 60 : 0
    }
    if root == "html" || text.hasPrefix("<!doctype html") { return 95 }
    if text.hasPrefix("<?xml") { return name.isHTML ? 50 : 0 }
    // Markdown may begin with a tag.
    if HTMLSniffer.pageElements.contains(root) { return name.isMarkdown ? 55 : 60 }
    return name.isHTML ? 50 : 0
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(
      data, declared: ContentType.charset(options.contentType) ?? HTMLSniffer.declaredEncoding(data))
    var draft = HTMLArticleReader.read(decoded.bytes, path: path, name: name, address: options.address)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings + draft.article.warnings
    if let kind = ErrorPage.kind(draft.article, source: decoded.bytes) { return .foreign(kind, path: path) }
    if draft.article.title.isEmpty, draft.article.paragraphs.isEmpty {
      return LoadResult(problems: [
        .init(kind: .empty, path: path, message: "neither headline nor text found in the page")
      ])
    }
    return LoadResult(articles: [ArticleFinisher(options: options).finish(draft)], filesRead: 1)
  }
}

/// Looks at the start of a page.
package enum HTMLSniffer {
  /// Elements that a page or a part of one begins with.
  static let pageElements: Set<String> = [
    "html", "head", "body", "div", "article", "p", "meta", "title", "h1", "h2", "main", "section", "table", "header",
    "link", "script", "style", "base", "nav", "center", "span", "font", "img", "a", "ul", "ol", "blockquote", "figure",
  ]

  /// Whether a document type and an element of the head begin lines of their own, as no text quotes them.
  static func isPageBehindText(_ text: String) -> Bool {
    // Bytes are looked at first: characters cost a hundred times as much, and hardly a text goes on.
    guard ["\n<!doctype html", "\n<html"].contains(where: { text.holds($0) }),
      let start = text.firstRange(of: "\n<!doctype html") ?? text.firstRange(of: "\n<html")
    else { return false }
    let rest = text[start.upperBound...]
    return ["<head>", "<head ", "<title>", "<meta ", "<body"].contains { rest.holds($0) }
  }

  /// The start in lower-case ASCII, wide encodings narrowed, white space at the start gone.
  static func asciiHead(_ head: [UInt8], limit: Int = 4096) -> String {
    let bytes = [UInt8](unsafeUninitializedCapacity: limit) { bytes, count in
      for byte in head.prefix(limit * 2) where byte != 0 && byte < 0x80 {
        if count == 0, byte <= 0x20 { continue }
        bytes[count] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
        count += 1
        if count >= limit { break }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The encoding that a `<meta>` element or an XML declaration names in the first 4 KiB (HTML Standard, 13.2.3.2).
  package static func declaredEncoding(_ data: [UInt8]) -> String? {
    var text = asciiHead(data)
    return text.withUTF8 { bytes in
      for marker in ["charset=", "encoding="] {
        var rest = bytes[...]
        while let place = UnsafeBufferPointer(rebasing: rest).offset(of: marker) {
          rest = rest[(rest.startIndex + place + marker.utf8.count)...]
          let value = rest.drop { "\"' ".utf8.contains($0) }.prefix { !"\"' ;>/?".utf8.contains($0) }
          if !value.isEmpty, value.count < 40 { return String(decoding: value, as: UTF8.self) }
        }
      }
      return nil
    }
  }
}
