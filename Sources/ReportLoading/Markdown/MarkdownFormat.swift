import ReportArticles

/// Markdown (GitHub Flavored), with front matter in YAML or TOML or without.
package struct MarkdownFormat: ArticleFormat {
  package let name = "markdown"

  package func confidence(head: [UInt8], path: String) -> Int {
    let isNamed = path.hasSuffix(".md") || path.hasSuffix(".markdown")
    if FrontMatter.isPresent(head) { return 75 }
    if isNamed { return 60 }
    guard RecordSniffer.firstByte(head) == UInt8(ascii: "#") else { return 0 }
    return head.drop { $0 <= 0x20 || $0 >= 0x80 }.starts(with: Array("# ".utf8)) ? 40 : 0
  }

  package func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    if TextLayout.hasTooManyLines(decoded.bytes) {
      return LoadResult(problems: [.init(kind: .unreadable, path: path, message: TextLayout.tooManyLines)])
    }
    if OwnOutput.isReport(text: decoded.bytes) { return .foreign(OwnOutput.report, path: path) }
    var draft = ArticleDraft(format: name, path: path, line: 1)
    draft.article.origin.encoding = decoded.encoding
    draft.article.warnings = decoded.warnings
    let (matter, body, bodyLine) = FrontMatter.split(decoded.bytes)
    var problems: [LoadResult.Problem] = []
    if let matter {
      switch matter.parsed() {
      case .success(let members): RecordReader(options: options).fill(&draft, from: members)
      case .failure(let failure):
        problems.append(
          .init(
            kind: .damaged, path: path, line: failure.line.map { $0 + 1 } ?? 1,
            message: "front matter: \(failure.message)"))
      }
    }
    for key in [draft.article.published, draft.article.updated, draft.article.retrieved].indices {
      relabel(&draft, key)
    }
    if draft.article.published == nil { draft.article.published = Self.day(ofName: path) }
    MarkdownText.read(body, firstLine: bodyLine, into: &draft)
    if draft.article.title.isEmpty, draft.article.paragraphs.isEmpty {
      problems.append(.init(kind: .empty, path: path, message: "there is no text in it"))
      return LoadResult(problems: problems)
    }
    return LoadResult(articles: [ArticleFinisher(options: options).finish(draft)], problems: problems, filesRead: 1)
  }

  /// The day at the beginning of a file's name, as Jekyll wants it: `2025-03-10-ferry-returns.md`.
  private static func day(ofName path: String) -> ArticleDate? {
    let name = path.split(separator: "/").last ?? ""
    guard name.utf8.count > 11, name.utf8.dropFirst(10).first == UInt8(ascii: "-") else { return nil }
    let text = String(name.prefix(10))
    guard text.utf8.count == 10, let day = CivilDate(iso: text) else { return nil }
    return ArticleDate(date: day, precision: .day, evidence: .file, text: text)
  }

  /// A date of a front matter counts as `meta`.
  private func relabel(_ draft: inout ArticleDraft, _ index: Int) {
    func meta(_ date: ArticleDate?) -> ArticleDate? {
      date.map {
        ArticleDate(
          date: $0.date, secondOfDay: $0.secondOfDay, precision: $0.precision, zone: $0.zone, offset: $0.offset,
          evidence: $0.evidence == .feed ? .meta : $0.evidence, text: $0.text)
      }
    }
    switch index {
    case 0: draft.article.published = meta(draft.article.published)
    case 1: draft.article.updated = meta(draft.article.updated)
    default: draft.article.retrieved = meta(draft.article.retrieved)
    }
  }
}
