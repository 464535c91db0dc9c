import CGumbo

/// A web page with an article.
package struct HTMLFormat: ArticleFormat {
  package let name = "html"

  package func confidence(head: [UInt8], path: String) -> Int {
    let text = HTMLSniffer.asciiHead(head)
    if text.holds("<!doctype html") || text.holds("<html") {
      // XML vocabularies may quote HTML, but do not start with it.
      return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
        ? 95 : text.hasPrefix("<?xml") && !text.holds("<html") ? 0 : 70
    }
    if text.hasPrefix("<"),
      ["<head", "<body", "<div", "<article", "<p>", "<meta", "<title", "<h1", "<main", "<section", "<table", "<!--"]
        .contains(where: { text.hasPrefix($0) })
    {
      return 60
    }
    return path.lowercased().hasSuffix(".html") || path.lowercased().hasSuffix(".htm") ? 50 : 0
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data, declared: HTMLSniffer.declaredEncoding(data))
    var draft = HTMLArticleReader.read(decoded.bytes, path: path, name: name)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings + draft.article.warnings
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
    let text = asciiHead(data)
    for marker in ["charset=", "encoding="] {
      var rest = text[...]
      while let range = rest.firstRange(of: marker) {
        rest = rest[range.upperBound...]
        let value = rest.drop { "\"' ".contains($0) }.prefix { !"\"' ;>/?".contains($0) }
        if !value.isEmpty, value.utf8.count < 40 { return String(value) }
      }
    }
    return nil
  }
}
