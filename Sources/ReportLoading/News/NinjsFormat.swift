import ReportArticles

/// ninjs 1.x, 2.x and 3.x (IPTC News in JSON).
struct NinjsFormat: ArticleFormat {
  let name = "ninjs"

  func confidence(head: [UInt8], path: String) -> Int {
    guard let outline = JSONOutline(head), outline.root == .object else { return 0 }
    if outline["$schema"]?.text?.contains("ninjs") == true { return 97 }
    if outline["standard"]?.inner.contains(where: { $0.name == "name" && $0.text?.lowercased() == "ninjs" }) == true {
      return 97
    }
    // A resource with an identity, a version and one of the names of the vocabulary.
    let names = Set(outline.members.map { $0.name.lowercased() })
    guard names.contains("uri"), names.contains("versioncreated") || names.contains("pubstatus") else { return 0 }
    let words: Set = ["headline", "headlines", "bodies", "profile", "representationtype"]
    return names.contains { words.contains($0) || $0.hasPrefix("body_") || $0.hasPrefix("description_") } ? 97 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    do throws(JSONError) {
      let (value, _) = try JSONParser.parse(decoded.bytes, isLenient: true)
      var draft = ArticleDraft(format: name, path: path, line: 1)
      draft.article.origin.encoding = decoded.encoding
      draft.article.warnings = decoded.warnings
      fill(&draft, NinjsItem(value))
      return LoadResult(articles: [ArticleFinisher(options: options).finish(draft)], filesRead: 1)
    } catch {
      let line = decoded.bytes.withUnsafeBufferPointer { LineIndex.line(of: error.offset, in: $0) }
      return LoadResult(problems: [
        .init(kind: .unreadable, path: path, line: line, message: "not JSON: \(error.message)")
      ])
    }
  }

  private func fill(_ draft: inout ArticleDraft, _ item: NinjsItem) {
    draft.guid = item.text("uri")
    draft.guidIsGlobal = true
    draft.article.title =
      item.main("headlines") ?? item.text("headline") ?? item.text("title") ?? item.text("name") ?? ""
    draft.article.subtitle = item.role("headlines", ["sub", "subheadline", "deck"])
    draft.declaredLanguage = item.text("language")
    draft.article.publisher = item.text("provider") ?? item.text("copyrightholder") ?? item.text("source")
    let created = item.text("contentcreated") ?? item.text("firstcreated") ?? item.text("published")
    let version = item.text("versioncreated")
    draft.article.published = (created ?? version).flatMap { draft.date(from: $0, "published", evidence: .feed) }
    draft.article.updated =
      created == nil ? nil : version.flatMap { draft.date(from: $0, "updated", evidence: .feed) }
    let byline = item.main("bylines") ?? item.text("byline") ?? item.text("by")
    draft.article.authors = byline.map { PersonNames.split($0) } ?? item.names("people", role: "author")
    draft.article.keywords = item.names("subjects", role: nil) + item.names("subject", role: nil)
    draft.article.section = item.names("sections", role: nil).first
    if let url = item.text("altids") ?? item.text("uri"), let link = CanonicalURL.normalize(url) {
      draft.article.url = link
    }
    fillBody(&draft, item)
    if draft.article.paragraphs.isEmpty {
      let caption =
        item.role("descriptions", ["caption", "text", "main"]) ?? item.text("description_caption")
        ?? item.text("description_text")
      if let caption { draft.article.captions.append(RecordText.plain(caption)) }
    }
  }

  private func fillBody(_ draft: inout ArticleDraft, _ item: NinjsItem) {
    let bodies = item.list("bodies")
    func body(_ test: (String, String) -> Bool) -> String? {
      bodies.first {
        test(($0["role"]?.string ?? "").lowercased(), (NinjsItem($0).text("contenttype") ?? "").lowercased())
      }?["value"]?.string
    }
    let html =
      body { role, type in role.holds("html") || type.holds("html") } ?? item.text("body_xhtml")
      ?? item.text("body_html")
    let nitf = body { role, type in role.holds("nitf") || type.holds("nitf") } ?? item.text("body_nitf")
    let text =
      body { role, type in role == "text" || type.hasPrefix("text/plain") } ?? item.text("body_text")
      ?? bodies.first?["value"]?.string
    if let html {
      for paragraph in MarkupText.paragraphs(TextCleaner.clean(html)) {
        draft.addParagraph(paragraph, isLaidOut: true)
      }
    } else if let nitf {
      let tree = XMLTree(Array(nitf.utf8))
      if let root = tree.root, let inner = NewsMLReader(tree: tree, path: "").drafts(root).first {
        for paragraph in inner.article.paragraphs { draft.addParagraph(paragraph, isLaidOut: true) }
        if draft.article.authors.isEmpty { draft.article.authors = inner.article.authors }
      }
    }
    if draft.article.paragraphs.isEmpty, let text { RecordText.addParagraphs(of: text, to: &draft) }
  }
}

/// A ninjs object; property names are compared without case, as versions 1 to 3 differ in it.
private struct NinjsItem {
  private var members: [String: JSONValue] = [:]

  init(_ value: JSONValue) {
    for member in value.members ?? [] { members[member.key.lowercased()] = member.value }
  }

  /// White space kept: bodies are texts with lines.
  func text(_ name: String) -> String? {
    guard let value = members[name] else { return nil }
    if let text = value.string { return text.isEmpty ? nil : text }
    return RecordReader.text(value)
  }

  func list(_ name: String) -> [JSONValue] { members[name]?.array ?? [] }

  /// The value of the entry whose role is `main`, else of the first.
  func main(_ name: String) -> String? {
    let entries = list(name)
    let entry = entries.first { $0["role"]?.string == "main" } ?? entries.first
    return entry?["value"]?.string
  }

  func role(_ name: String, _ roles: [String]) -> String? {
    for role in roles {
      if let entry = list(name).first(where: { $0["role"]?.string == role }) { return entry["value"]?.string }
    }
    return nil
  }

  func names(_ name: String, role: String?) -> [String] {
    list(name).filter { role == nil || $0["rel"]?.string == role }.compactMap { $0["name"]?.string }
  }
}
