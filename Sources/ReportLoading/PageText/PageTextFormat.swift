/// Plain text and pages scraped to text: masthead, section, headline, captions, promotion lines, body.
struct PageTextFormat: ArticleFormat {
  let name = "page-text"
  /// What `origin.format` may be.
  private static let names: Set<String> = [
    "page-text", "text", "html", "mhtml", "markdown", "json", "json-lines", "csv", "tsv", "rss", "atom", "cdf",
    "json-feed", "newsml-g2", "newsml-1", "nitf", "ninjs", "eml", "mbox",
  ]

  func confidence(head: [UInt8], path: String) -> Int {
    // Text is what anything is that nothing else claims, unless it is binary.
    BinaryContent.isBinary(head) ? 0 : 10
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    if TextLayout.hasTooManyLines(decoded.bytes) {
      return LoadResult(problems: [.init(kind: .unreadable, path: path, message: TextLayout.tooManyLines)])
    }
    if OwnOutput.isReport(text: decoded.bytes) { return .foreign(OwnOutput.report, path: path) }
    if OwnOutput.isTable(decoded.bytes, formats: Self.names) {
      return .foreign(
        "a table of articles for people; `inspect` without a format prints one that can be read", path: path)
    }
    var draft = PageTextReader.read(decoded.bytes, path: path)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings + draft.article.warnings
    if draft.article.title.isEmpty, draft.article.paragraphs.isEmpty, draft.article.captions.isEmpty {
      return LoadResult(problems: [.init(kind: .empty, path: path, message: "there is no text in it")])
    }
    return LoadResult(articles: [ArticleFinisher(options: options).finish(draft)], filesRead: 1)
  }
}

/// Bytes that are no text in any encoding.
enum BinaryContent {
  /// Known signatures of containers and images, or many control characters that are no wide encoding's.
  static func isBinary(_ head: [UInt8]) -> Bool {
    let signatures: [[UInt8]] = [
      [0x25, 0x50, 0x44, 0x46, 0x2D], [0x50, 0x4B, 0x03, 0x04], [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
      [0x47, 0x49, 0x46, 0x38], [0x7F, 0x45, 0x4C, 0x46], [0xD0, 0xCF, 0x11, 0xE0],
      [0x53, 0x51, 0x4C, 0x69, 0x74, 0x65],
      [0x37, 0x7A, 0xBC, 0xAF], [0x42, 0x5A, 0x68], [0xFD, 0x37, 0x7A, 0x58, 0x5A], [0x28, 0xB5, 0x2F, 0xFD],
    ]
    if signatures.contains(where: { head.starts(with: $0) }) { return true }
    if EncodingDetector.byteOrderMark(head) != nil || EncodingDetector.wideForm(head) != nil { return false }
    let sample = head.prefix(4096)
    let controls = sample.count {
      ($0 < 0x20 && $0 != 9 && $0 != 10 && $0 != 13 && $0 != 12 && $0 != 0x1B) || $0 == 0x7F
    }
    // A few stray ones do not make a short text binary.
    if controls * 20 > sample.count {
      if sample.count >= 512 || controls * 5 > sample.count { return true }
      return UnicodeForms.census(sample).invalid > 0
    }
    // Random bytes: as many from 80 as below, and no encoding makes them text.
    let census = UnicodeForms.census(sample)
    return controls * 50 > sample.count && census.invalid > census.multibyte
  }
}
