import ReportArticles

/// RSS, RDF, Atom and CDF.
struct FeedFormat: ArticleFormat {
  let name = "feed"

  func confidence(head: [UInt8], path: String) -> Int {
    FeedFormat.looksLikeFeed(HTMLSniffer.asciiHead(head, limit: 16 * 1024)) ? 96 : 0
  }

  static func looksLikeFeed(_ text: String) -> Bool {
    guard text.hasPrefix("<"), let tag = rootElement(text) else { return false }
    if ["rss", "feed", "rdf:rdf", "rdf", "channel"].contains(tag) { return true }
    return tag.hasSuffix(":feed") || tag.hasSuffix(":rss") || tag.hasSuffix(":rdf")
  }

  /// The name of the first element, past declarations and comments.
  static func rootElement(_ text: String) -> String? {
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      rest = rest[rest.index(after: open)...]
      if rest.hasPrefix("!--") {
        guard let end = rest.firstRange(of: "-->") else { return nil }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("!doctype") {
        var depth = 0
        var end = rest.startIndex
        while end < rest.endIndex, rest[end] != ">" || depth > 0 {
          if rest[end] == "[" { depth += 1 }
          if rest[end] == "]" { depth -= 1 }
          end = rest.index(after: end)
        }
        guard end < rest.endIndex else { return nil }
        rest = rest[end...]
      } else if let first = rest.first, first.isLetter || first == "_" {
        return String(rest.prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" })
      }
    }
    return nil
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(
      data, declared: ContentType.charset(options.contentType) ?? HTMLSniffer.declaredEncoding(data))
    let feed = FeedReader.read(decoded.bytes, address: options.address)
    return FeedArticles.result(feed, decoded: decoded, path: path, options: options)
  }
}

/// JSON Feed 1.0 and 1.1 (jsonfeed.org).
struct JSONFeedFormat: ArticleFormat {
  let name = "json-feed"

  func confidence(head: [UInt8], path: String) -> Int {
    guard let outline = JSONOutline(head), outline.root == .object else { return 0 }
    if let version = outline["version"] {
      return version.text?.contains("jsonfeed.org\\/version") == true
        || version.text?.contains("jsonfeed.org/version") == true ? 98 : 0
    }
    // The version may stand behind items that are longer than what is seen here.
    return outline["items"]?.kind == .array && (outline["home_page_url"] != nil || outline["feed_url"] != nil) ? 98 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let decoded = TextDecoding.decode(data)
    do throws(JSONError) {
      let (value, _) = try JSONParser.parse(decoded.bytes, isLenient: true)
      return FeedArticles.result(
        JSONFeedFormat.feed(value, address: options.address), decoded: decoded, path: path, options: options)
    } catch {
      return salvaged(decoded, error, path: path, options: options)
    }
  }

  /// The items of a feed that is broken somewhere.
  private func salvaged(_ decoded: DecodedText, _ failure: JSONError, path: String, options: LoadOptions) -> LoadResult
  {
    var items: [JSONValue] = []
    var problems: [LoadResult.Problem] = []
    decoded.bytes.withUnsafeBufferPointer { bytes in
      var lines = LineCounter(bytes)
      var salvage = JSONSalvage(bytes) { $0["id"] != nil || $0["content_html"] != nil || $0["content_text"] != nil }
      salvage.run(
        failure: failure, take: { value, _, _ in items.append(value) },
        fail: { error, _ in
          problems.append(
            .init(
              kind: .damaged, path: path, line: lines.line(of: error.offset), message: "not JSON: \(error.message)"))
        })
    }
    var feed = Feed()
    feed.format = "json11"
    feed.entries = items.filter { $0["version"] == nil && $0.members != nil }.map(JSONFeedFormat.item)
    guard !feed.entries.isEmpty else {
      for place in problems.indices { problems[place].kind = .unreadable }
      return LoadResult(problems: problems)
    }
    var result = FeedArticles.result(feed, decoded: decoded, path: path, options: options)
    result.problems += problems
    return result
  }

  static func feed(_ value: JSONValue, address: String? = nil) -> Feed {
    var feed = Feed()
    feed.format = value["version"]?.string?.hasSuffix("1.1") == true ? "json11" : "json1"
    feed.head = item(value)
    feed.head.link = value["home_page_url"]?.string
    feed.head.summary = value["description"]?.string
    feed.head.heritableAuthors = feed.head.authors
    feed.head.base = address ?? value["feed_url"]?.string ?? feed.head.link
    feed.entries = (value["items"]?.array ?? []).map(item)
    if let base = feed.head.base {
      for place in feed.entries.indices { feed.entries[place].resolve(against: base) }
    }
    return feed
  }

  private static func item(_ value: JSONValue) -> Feed.Item {
    var item = Feed.Item()
    item.title = value["title"]?.string
    item.id = value["id"]?.scalarText
    item.link = value["url"]?.string ?? value["external_url"]?.string
    if let link = item.link { item.links = [Feed.Link(href: link, type: "text/html")] }
    item.content =
      value["content_html"]?.string
      ?? value["content_text"]?.string.map { $0.replacing("&", with: "&amp;").replacing("<", with: "&lt;") }
    item.summary = value["summary"]?.string
    item.published = value["date_published"]?.string
    item.updated = value["date_modified"]?.string
    item.language = value["language"]?.string
    let authors = value["authors"]?.array ?? value["author"].map { [$0] } ?? []
    item.authors = authors.map { Feed.Person(name: $0["name"]?.string, url: $0["url"]?.string) }
    item.tags = value["tags"].map(RecordReader.list) ?? []
    item.image = (value["image"] ?? value["banner_image"] ?? value["icon"])?.string
    let pictures =
      [value["image"]?.string]
      + (value["attachments"]?.array ?? []).prefix(20).map { entry in
        entry["mime_type"]?.string?.hasPrefix("image/") == true ? entry["url"]?.string : nil
      }
    for case let address? in pictures
    where CanonicalURL.isWeb(address) && !item.images.contains(where: { $0.url == address }) {
      item.images.append(Article.Image(url: address))
    }
    item.enclosures = (value["attachments"]?.array ?? []).compactMap { entry in
      entry["url"]?.string.map {
        Feed.Link(
          href: $0, rel: "enclosure", type: entry["mime_type"]?.string, length: entry["size_in_bytes"]?.scalarText)
      }
    }
    return item
  }
}

/// Feeds to articles.
enum FeedArticles {
  static func result(_ feed: Feed, decoded: DecodedText, path: String, options: LoadOptions) -> LoadResult {
    var result = LoadResult()
    if OwnOutput.isReport(feed) { return .foreign(OwnOutput.report, path: path) }
    let finisher = ArticleFinisher(options: options)
    let shared = sharedAddresses(feed)
    for (index, entry) in feed.entries.enumerated() {
      var draft = ArticleDraft(format: formatName(feed.format), path: path, index: index, line: entry.line)
      draft.article.origin.encoding = decoded.encoding
      if index == 0 { draft.article.warnings = decoded.warnings }
      fill(&draft, entry, feed.head, options)
      draft.sharesAddress = true
      if let id = draft.guid, shared.contains(id) { draft.guid = nil }
      let next = index + 1 < feed.entries.count ? feed.entries[index + 1].line : nil
      for fault in feed.faults
      where entry.line.map({ fault.line >= $0 }) == true && next.map({ fault.line < $0 }) != false {
        draft.warn(.xmlMalformed, fault.message, line: fault.line)
      }
      result.articles.append(finisher.finish(draft))
    }
    if result.articles.isEmpty {
      result.problems.append(.init(kind: .empty, path: path, message: "the feed has no entries"))
    }
    result.filesRead = result.articles.isEmpty ? 0 : 1
    return result
  }

  /// Addresses that several items of a feed give as their guid though they have other titles or dates: those of a page that
  /// tells one piece of news after another. Entries of Atom with one id are versions of one another (RFC 4287, 4.1.1).
  private static func sharedAddresses(_ feed: Feed) -> Set<String> {
    guard feed.format.hasPrefix("rss") else { return [] }
    var known: [String: (title: String?, date: String?)] = [:]
    var shared: Set<String> = []
    for entry in feed.entries {
      guard let id = entry.id, id.holds("://") else { continue }
      let title = entry.title.map { TextLayout.collapse($0) }
      let date = entry.published ?? entry.date
      if let other = known[id], other.title != title || other.date != date { shared.insert(id) }
      known[id] = (title, date)
    }
    return shared
  }

  static func formatName(_ format: String) -> String {
    if format.hasPrefix("atom") { return "atom" }
    if format.hasPrefix("json") { return "json-feed" }
    return format == "cdf" ? "cdf" : "rss"
  }

  private static func fill(
    _ draft: inout ArticleDraft, _ entry: Feed.Item, _ head: Feed.Item, _ options: LoadOptions
  ) {
    draft.guid = entry.id
    draft.article.title = entry.title.map(text) ?? ""
    if let link = entry.link ?? entry.links.first(where: { $0.rel == "alternate" })?.href {
      draft.article.url = CanonicalURL.normalize(link)
      if draft.article.url == nil, !link.isEmpty {
        draft.warn(.urlRejected, "“\(link.prefix(80))” is not an http or https address", line: entry.line)
      }
    }
    // An identity that is a link of a kind that must not be followed is no identity to print.
    if let id = entry.id?.lowercased(),
      id.hasPrefix("javascript:") || id.hasPrefix("data:") || id.hasPrefix("vbscript:")
    {
      draft.guid = nil
    }
    draft.article.publisher = entry.sourceTitle.map(text) ?? entry.publisher ?? head.title.map(text)
    if draft.article.publisher?.isEmpty == true { draft.article.publisher = nil }
    draft.article.authors = authors(of: entry, head, publisher: draft.article.publisher).flatMap { person in
      (person.name ?? person.email).map { PersonNames.splitFeed($0) } ?? []
    }
    draft.article.keywords = entry.tags.map(text)
    draft.article.section = entry.tags.first.map(text)
    draft.declaredLanguage =
      entry.partLanguages["content"] ?? entry.partLanguages["title"] ?? entry.language ?? entry.partLanguages["item"]
      ?? head.language
    draft.article.images = entry.images
    draft.article.rights = FeedRights.rights(of: entry, in: head)
    let body = entry.content ?? entry.summary ?? ""
    if body.holds("<") || body.holds("&") {
      draft.addMarkup(body, base: entry.base ?? head.base, line: entry.line)
    } else {
      TextLayout.forEachLine(of: body) { draft.addParagraph($0, line: entry.line) }
    }
    // Atom has to give `updated`; without `published` it is the only date of the entry, and stays what it is.
    draft.article.published = date(entry.published ?? entry.date, "published", &draft, entry, options)
    draft.article.updated = date(entry.updated, "updated", &draft, entry, options)
    if entry.content != nil, let summary = entry.summary.map(text), !summary.isEmpty, summary != draft.article.title,
      draft.article.paragraphs.first?.hasPrefix(summary.prefix(40)) != true
    {
      draft.article.subtitle = summary
    }
  }

  /// An entry without authors has those of its source, else of the feed (RFC 4287, 4.2.1; JSON Feed 1.1), unless that is the
  /// publisher by another name.
  private static func authors(of entry: Feed.Item, _ head: Feed.Item, publisher: String?) -> [Feed.Person] {
    if !entry.authors.isEmpty { return entry.authors }
    let inherited = entry.sourceAuthor.map { [$0] } ?? (entry.sourceTitle == nil ? head.heritableAuthors : [])
    return inherited.filter { $0.name != nil && $0.name != publisher }
  }

  private static func date(
    _ text: String?, _ name: String, _ draft: inout ArticleDraft, _ entry: Feed.Item, _ options: LoadOptions
  ) -> ArticleDate? {
    guard let text else { return nil }
    var order = options.dayFirst
    if order == nil, case .ambiguous = MachineDate.read(text, evidence: .feed, dayFirst: nil) {
      order = DateOrder.dayFirst(language: draft.likelyLanguage)
    }
    return draft.date(from: text, name, evidence: .feed, dayFirst: order, line: entry.line)
  }

  /// A title or name: inline formatting gone, references resolved.
  static func text(_ value: String) -> String { TextLayout.collapse(TitleText.plain(value)) }
}
