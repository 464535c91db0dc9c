import ReportArticles

/// NewsML-G2 items, messages and bare NITF, and NewsML 1 (IPTC standards).
struct NewsMLFormat: ArticleFormat {
  let name = "newsml-g2"

  func confidence(head: [UInt8], path: String) -> Int {
    let text = HTMLSniffer.asciiHead(head, limit: 16 * 1024)
    guard text.hasPrefix("<"), let root = FeedFormat.rootElement(text) else { return 0 }
    let local = root.split(separator: ":").last.map(String.init) ?? root
    let known = [
      "newsitem", "newsmessage", "packageitem", "planningitem", "conceptitem", "knowledgeitem", "newsml", "nitf",
      "contentset",
    ]
    return known.contains(local) ? 96 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data, declared: HTMLSniffer.declaredEncoding(data))
    let tree = XMLTree(decoded.bytes)
    var drafts: [ArticleDraft] = []
    if let root = tree.root {
      let reader = NewsMLReader(tree: tree, path: path)
      drafts = reader.drafts(root)
    }
    let finisher = ArticleFinisher(options: options)
    var result = LoadResult()
    for (index, var draft) in drafts.enumerated() {
      draft.article.origin.index = index
      draft.article.origin.encoding = decoded.encoding
      if index == 0 { draft.article.warnings = decoded.warnings + draft.article.warnings }
      if draft.article.title.isEmpty, draft.article.paragraphs.isEmpty { continue }
      result.articles.append(finisher.finish(draft))
    }
    if result.articles.isEmpty {
      result.problems.append(.init(kind: .empty, path: path, message: "no news item with a headline or text in it"))
    }
    result.filesRead = result.articles.isEmpty ? 0 : 1
    return result
  }
}

/// Reads the items of a news document.
struct NewsMLReader {
  let tree: XMLTree
  let path: String

  func drafts(_ root: Int) -> [ArticleDraft] {
    switch tree.nodes[root].localName.lowercased() {
    case "nitf": return [nitf(root)]
    case "newsml": return newsML1(root)
    case "newsitem" where tree.first("NewsManagement", below: root) == nil: return [newsItem(root)]
    case "contentset": return [content(root)]
    default:
      let items = tree.descendants(root).filter { tree.nodes[$0].name == "newsItem" }
      return items.isEmpty ? [newsItem(root)] : items.map(newsItem)
    }
  }

  // MARK: NewsML-G2

  private func newsItem(_ node: Int) -> ArticleDraft {
    var draft = ArticleDraft(format: "newsml-g2", path: path, line: tree.nodes[node].line)
    draft.guid = tree.attribute(node, "guid")
    draft.guidIsGlobal = true
    let meta = tree.child(node, "contentMeta")
    let itemMeta = tree.child(node, "itemMeta")
    let headlines = meta.map { tree.children($0, "headline") } ?? []
    let main = headlines.first { tree.attribute($0, "role")?.holds("main") == true } ?? headlines.first
    draft.article.title =
      tree.collapsed(main) ?? itemMeta.flatMap { tree.child($0, "title") }.flatMap { tree.collapsed($0) } ?? ""
    let created =
      date(meta, "contentCreated", "published", &draft) ?? date(itemMeta, "firstCreated", "published", &draft)
    let version = date(itemMeta, "versionCreated", "updated", &draft)
    draft.article.published = created ?? version
    draft.article.updated = date(meta, "contentModified", "updated", &draft) ?? (created == nil ? nil : version)
    draft.declaredLanguage =
      meta.flatMap { tree.child($0, "language") }.flatMap { tree.attribute($0, "tag") }
      ?? tree.inherited(node, "xml:lang")
    draft.article.publisher =
      itemMeta.flatMap { tree.child($0, "provider") }.flatMap { name(of: $0) }
      ?? tree.child(node, "rightsInfo").flatMap { tree.child($0, "copyrightHolder") }.flatMap { name(of: $0) }
    if let meta {
      draft.article.authors = tree.children(meta, "creator", "contributor").compactMap { name(of: $0) }
      draft.article.keywords =
        tree.children(meta, "keyword").compactMap { tree.collapsed($0) }
        + tree.children(meta, "subject").compactMap { name(of: $0) }
      draft.article.section = tree.children(meta, "subject").lazy.compactMap { name(of: $0) }.first
      draft.article.subtitle = tree.children(meta, "headline").first {
        tree.attribute($0, "role")?.holds("sub") == true
      }.flatMap { tree.collapsed($0) }
    }
    if let set = tree.child(node, "contentSet") { fillContent(&draft, set) }
    if let meta, draft.article.paragraphs.isEmpty {
      let caption = tree.children(meta, "description").first { tree.attribute($0, "role")?.holds("caption") == true }
      if let text = tree.collapsed(caption) { draft.article.captions.append(text) }
    }
    if tree.first("remoteContent", below: node) != nil, draft.article.paragraphs.isEmpty {
      draft.warn(.noBody, "the item refers to content elsewhere, which is not loaded", line: tree.nodes[node].line)
    }
    return draft
  }

  private func content(_ node: Int) -> ArticleDraft {
    var draft = ArticleDraft(format: "newsml-g2", path: path, line: tree.nodes[node].line)
    fillContent(&draft, node)
    return draft
  }

  private func fillContent(_ draft: inout ArticleDraft, _ set: Int) {
    for node in tree.children(set) {
      switch tree.nodes[node].localName {
      case "inlineXML":
        if let nitf = tree.children(node).first(where: { tree.nodes[$0].localName == "nitf" }) {
          let inner = self.nitf(nitf)
          merge(inner, into: &draft)
        } else {
          addMarkup(node, &draft)
        }
      case "inlineData":
        let text = tree.text(node)
        RecordText.addParagraphs(of: text, to: &draft)
      default: continue
      }
    }
  }

  private func merge(_ inner: ArticleDraft, into draft: inout ArticleDraft) {
    if draft.article.title.isEmpty { draft.article.title = inner.article.title }
    if draft.article.authors.isEmpty { draft.article.authors = inner.article.authors }
    draft.article.subtitle = draft.article.subtitle ?? inner.article.subtitle
    draft.article.published = draft.article.published ?? inner.article.published
    draft.article.captions += inner.article.captions
    for (index, paragraph) in inner.article.paragraphs.enumerated() {
      draft.addParagraph(paragraph, line: inner.line(ofParagraph: index), isLaidOut: true)
    }
  }

  private func name(of node: Int) -> String? {
    tree.child(node, "name").flatMap { tree.collapsed($0) } ?? tree.attribute(node, "literal")
  }

  private func date(
    _ parent: Int?, _ name: String, _ field: String, _ draft: inout ArticleDraft
  ) -> ArticleDate? {
    guard let parent, let text = tree.child(parent, name).flatMap({ tree.collapsed($0) }) else { return nil }
    return draft.date(from: text, field, evidence: .feed)
  }

  // MARK: NITF

  private func nitf(_ node: Int) -> ArticleDraft {
    var draft = ArticleDraft(format: "nitf", path: path, line: tree.nodes[node].line)
    let head = tree.first("body.head", below: node)
    draft.article.title =
      tree.collapsed(tree.first("hl1", below: node)) ?? tree.collapsed(tree.first("hedline", below: node))
      ?? tree.collapsed(tree.first("title", below: node)) ?? ""
    draft.article.subtitle = head.flatMap { tree.first("hl2", below: $0) }.flatMap { tree.collapsed($0) }
    draft.guid = tree.first("doc-id", below: node).flatMap { tree.attribute($0, "id-string") }
    if let byline = tree.first("byline", below: node) {
      let people = tree.descendants(byline).filter { tree.nodes[$0].localName == "person" }.compactMap {
        tree.collapsed($0)
      }
      let text = tree.collapsed(byline).map { PersonNames.split($0) } ?? []
      draft.article.authors = people.isEmpty ? text : people
    }
    let dates = [
      ("pubdata", "date.publication"), ("date.issue", "norm"), ("date.release", "norm"), ("story.date", "norm"),
    ]
    draft.article.published =
      dates.lazy.compactMap { element, attribute in
        tree.first(element, below: node).flatMap { tree.attribute($0, attribute) }.flatMap {
          draft.date(from: $0, "published", evidence: .feed)
        }
      }.first
    draft.declaredLanguage = tree.attribute(node, "baselang") ?? tree.inherited(node, "xml:lang")
    draft.article.publisher = head.flatMap { tree.first("distributor", below: $0) }.flatMap { tree.collapsed($0) }
    draft.article.keywords = tree.descendants(node).filter { tree.nodes[$0].localName == "keyword" }.compactMap {
      tree.attribute($0, "key")
    }
    draft.article.section = tree.first("tobject", below: node).flatMap { tree.attribute($0, "tobject.type") }
    if let body = tree.first("body.content", below: node) { addMarkup(body, &draft) }
    return draft
  }

  /// The paragraphs of markup: block elements part them; captions of media are kept apart.
  private func addMarkup(_ node: Int, _ draft: inout ArticleDraft) {
    let parting: Set<String> = [
      "p", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "th", "tr", "br", "div", "block", "blockquote", "bq",
      "pre", "dt", "dd", "section",
      "name", "full", "title",
    ]
    var current = ""
    var line = tree.nodes[node].line
    var index = node + 1
    func flush(_ draft: inout ArticleDraft) {
      draft.addParagraph(current, line: line)
      current = ""
    }
    var ends: [Int] = []
    while index < tree.nodes[node].end {
      while let last = ends.last, index >= last {
        flush(&draft)
        ends.removeLast()
      }
      let item = tree.nodes[index]
      if tree.isElement(index) {
        let local = item.localName.lowercased()
        if local == "media" || local == "figure" {
          let caption = tree.first("media-caption", below: index) ?? tree.first("figcaption", below: index)
          if let text = tree.collapsed(caption) { draft.article.captions.append(text) }
          index = item.end
          continue
        }
        if local == "head" || local == "script" || local == "style" {
          index = item.end
          continue
        }
        if local == "br" {
          current += " "
        } else if parting.contains(local) {
          flush(&draft)
          line = item.line
          ends.append(item.end)
        }
      } else {
        current += item.text
      }
      index += 1
    }
    flush(&draft)
  }

  // MARK: NewsML 1

  private func newsML1(_ root: Int) -> [ArticleDraft] {
    tree.descendants(root).filter { tree.nodes[$0].name == "NewsItem" }.map { item in
      var draft = ArticleDraft(format: "newsml-1", path: path, line: tree.nodes[item].line)
      draft.guid = tree.collapsed(tree.first("PublicIdentifier", below: item))
      draft.guidIsGlobal = true
      draft.article.title = tree.collapsed(tree.first("HeadLine", below: item)) ?? ""
      draft.article.subtitle = tree.collapsed(tree.first("SubHeadLine", below: item))
      let created =
        tree.collapsed(tree.first("FirstCreated", below: item))
        ?? tree.collapsed(tree.first("DateAndTime", below: root))
      draft.article.published = created.flatMap { draft.date(from: $0, "published", evidence: .feed) }
      draft.article.updated = tree.collapsed(tree.first("ThisRevisionCreated", below: item)).flatMap {
        draft.date(from: $0, "updated", evidence: .feed)
      }
      draft.declaredLanguage = tree.first("Language", below: item).flatMap { tree.attribute($0, "FormalName") }
      draft.article.publisher =
        tree.first("Provider", below: item).flatMap { tree.first("Party", below: $0) }.flatMap {
          tree.attribute($0, "FormalName")
        }
        ?? tree.first("Source", below: item).flatMap { tree.first("Party", below: $0) }.flatMap {
          tree.attribute($0, "FormalName")
        }
      draft.article.authors = tree.collapsed(tree.first("ByLine", below: item)).map { PersonNames.split($0) } ?? []
      for content in tree.descendants(item) where tree.nodes[content].name == "DataContent" {
        if let nitf = tree.children(content).first(where: { tree.nodes[$0].localName == "nitf" }) {
          merge(self.nitf(nitf), into: &draft)
        } else if tree.hasElements(content), role(of: content) != "SubHeadLine" {
          addMarkup(content, &draft)
        } else if mimeType(of: content).hasPrefix("text/plain") {
          RecordText.addParagraphs(of: tree.text(content), to: &draft)
        }
      }
      return draft
    }
  }

  private func role(of content: Int) -> String? {
    var node = tree.nodes[content].parent
    while node >= 0, tree.nodes[node].name != "NewsComponent" { node = tree.nodes[node].parent }
    guard node >= 0 else { return nil }
    return tree.child(node, "Role").flatMap { tree.attribute($0, "FormalName") }
  }

  private func mimeType(of content: Int) -> String {
    let item = tree.nodes[content].parent
    guard item >= 0 else { return "" }
    return (tree.child(item, "MimeType", "MediaType").flatMap { tree.attribute($0, "FormalName") } ?? "").lowercased()
  }
}
