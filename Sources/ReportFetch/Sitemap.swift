import ReportArticles
import ReportLoading

/// A list of addresses (sitemaps.org 0.9), with what the news extension says of them.
struct Sitemap: Sendable {
  struct Entry: Sendable, Hashable {
    var address: WebAddress
    var title: String?
    var published: ArticleDate?
    var modified: ArticleDate?
    var publisher: String?
    var language: String?
    var keywords: [String] = []

    /// When it was published or changed, POSIX seconds.
    var time: Int? { (published ?? modified)?.instant(defaultOffset: 0).secondsSinceEpoch }
  }

  /// Entries of a list; lists of an index.
  var entries: [Entry] = []
  var lists: [Entry] = []

  /// The most that the protocol allows.
  private static let most = 50_000

  /// Reads XML or one address a line; nil for what is neither.
  init?(_ bytes: [UInt8], address: WebAddress) {
    let head = bytes.prefix(1024).drop { $0 <= 0x20 || $0 >= 0x80 }
    guard head.first == UInt8(ascii: "<") else {
      for line in bytes.split(separator: 0x0A).prefix(Self.most) {
        guard let address = WebAddress(String(decoding: line, as: UTF8.self)) else { continue }
        entries.append(Entry(address: address))
      }
      if entries.isEmpty { return nil }
      return
    }
    let tree = XMLTree(bytes)
    guard let root = tree.root else { return nil }
    let kind = tree.nodes[root].localName.lowercased()
    guard kind == "urlset" || kind == "sitemapindex" else { return nil }
    for node in tree.children(root).prefix(Self.most) {
      guard let entry = Self.entry(tree, node, address) else { continue }
      if kind == "urlset" { entries.append(entry) } else { lists.append(entry) }
    }
  }

  private static func entry(_ tree: XMLTree, _ node: Int, _ base: WebAddress) -> Entry? {
    var entry: Entry?
    var news: [String: String] = [:]
    for inner in tree.descendants(node) where tree.isElement(inner) {
      let name = tree.nodes[inner].localName.lowercased()
      // The addresses of pictures are called the same.
      if name == "loc", tree.nodes[inner].parent == node, let text = tree.collapsed(inner) {
        entry = WebAddress(text, base: base).map { Entry(address: $0) }
      } else if news[name] == nil, let text = tree.collapsed(inner) {
        news[name] = text
      }
    }
    guard var entry else { return nil }
    entry.title = news["title"]
    entry.published = news["publication_date"].flatMap { MachineDate.parse($0, evidence: .feed) }
    entry.modified = news["lastmod"].flatMap { MachineDate.parse($0, evidence: .feed) }
    entry.publisher = news["name"]
    entry.language = news["language"]
    entry.keywords = (news["keywords"] ?? "").split(separator: ",").map { HTTPHeaders.trimmed($0) }.filter {
      !$0.isEmpty
    }
    return entry
  }
}

extension SourceWork {
  /// Seconds back from now that a list is read when nothing is said: what lists of news hold.
  private static let usualReach = 2 * 86_400
  private static let mostLists = 20

  mutating func take(
    sitemap body: [UInt8], _ answer: Answer, _ connection: any TransportConnection
  ) throws(FetchProblem) {
    guard let list = Sitemap(body, address: answer.address) else {
      throw FetchProblem(.soft, "\(answer.address.shown) brings no sitemap")
    }
    let since = fetcher.since ?? now - Self.usualReach
    var entries = list.entries
    let lists = list.lists.filter { $0.time.map { $0 >= since } ?? true }
      .sorted { ($0.time ?? Int.max) > ($1.time ?? Int.max) }
    let hops = hops(connection)
    for inner in lists.prefix(Self.mostLists) where remaining > 1 {
      // An index may name lists of its own site only (sitemaps.org).
      guard inner.address.host == answer.address.host else { continue }
      let more = try hops.get(
        inner.address, home: source.address ?? inner.address, headers: source.headers, credentials: try credentials(),
        accept: "application/xml, text/xml, */*;q=0.1")
      requests += more.requests
      bytes += more.wire
      if let problem = FetchProblem.of(more, now: now) {
        notices.append(problem.message)
        continue
      }
      let text = Self.isCompressed(more.body) ? try Self.expanded(more.body, limit: settings.largest) : more.body
      entries += Sitemap(text, address: more.address)?.entries ?? []
    }
    let isFirst = record.succeeded == nil
    var articles: [Article] = []
    for entry in entries {
      guard let url = CanonicalURL.normalize(entry.address.description) else { continue }
      if let time = entry.time {
        if time < since { continue }
      } else if isFirst, fetcher.since == nil {
        // Of what bears no date, what is there at first is not news.
        var passed = Article(id: url, origin: .init(path: source.name, format: "sitemap"), url: url, title: "")
        decorate(&passed)
        seen.append((url, ItemHash.of(passed), 2))
        continue
      }
      var article = Article(
        id: url, origin: .init(path: source.name, index: articles.count, format: "sitemap"), url: url,
        title: entry.title ?? "",
        publisher: entry.publisher, language: entry.language ?? "und", published: entry.published,
        keywords: entry.keywords)
      // The day of a change is not that of publication.
      article.updated = entry.published == nil ? entry.modified : nil
      articles.append(article)
    }
    try store(articles, connection)
  }
}
