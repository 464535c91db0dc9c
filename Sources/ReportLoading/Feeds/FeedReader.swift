import ReportArticles

/// Reads RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, and CDF into a `Feed`, as leniently as feed readers must.
struct FeedReader {
  private let tree: XMLTree
  private var feed = Feed()
  /// The address of the feed as far as it is known: where it came from, else its own account, else its site.
  private var address: String?

  static func read(_ bytes: [UInt8], address: String? = nil) -> Feed {
    var tree = XMLTree(bytes)
    // CDF is written in capitals as often as not.
    if let root = tree.root, tree.nodes[root].name.utf8.allSatisfy({ $0 < 0x61 }) {
      tree = XMLTree(bytes, foldsCase: true)
    }
    var reader = FeedReader(tree: tree)
    reader.address = address
    reader.run()
    return reader.feed
  }

  private init(tree: XMLTree) { self.tree = tree }

  private mutating func run() {
    feed.faults = tree.faults
    guard let root = tree.root else { return }
    feed.format = format(of: root)
    let head =
      tree.first("channel", below: root) ?? (tree.nodes[root].localName.lowercased() == "channel" ? root : root)
    address = address ?? ownAddress(head, root)
    feed.head = item(head, isHead: true)
    if feed.format.hasPrefix("atom") { feed.head.heritableAuthors = feed.head.authors }
    for node in tree.descendants(root)
    where ["item", "entry"].contains(tree.nodes[node].name) || tree.nodes[node].name == "rss:item" {
      if isInsideEntry(node) { continue }
      feed.entries.append(item(node, isHead: false))
    }
  }

  private func ownAddress(_ head: Int, _ root: Int) -> String? {
    func absolute(_ text: String?) -> String? {
      text.map { TextLayout.collapse($0) }.flatMap { CanonicalURL.normalize($0) == nil ? nil : $0 }
    }
    let links = tree.children(head) + (head == root ? [] : tree.children(root))
    let own = links.first { tree.nodes[$0].localName == "link" && tree.attribute($0, "rel") == "self" }
    if let address = absolute(own.flatMap { tree.attribute($0, "href") }) { return address }
    for node in links where tree.nodes[node].localName == "link" {
      let rel = tree.attribute(node, "rel") ?? "alternate"
      if rel == "alternate", let address = absolute(tree.attribute(node, "href") ?? tree.collapsed(node)) {
        return address
      }
    }
    return nil
  }

  private func isInsideEntry(_ node: Int) -> Bool {
    var parent = tree.nodes[node].parent
    for _ in 0..<40 where parent >= 0 {
      if ["entry", "item"].contains(tree.nodes[parent].name) && tree.nodes[parent].name == tree.nodes[node].name {
        return true
      }
      if ["content", "summary", "description", "content:encoded"].contains(tree.nodes[parent].name) { return true }
      parent = tree.nodes[parent].parent
    }
    return false
  }

  private func format(of root: Int) -> String {
    let name = tree.nodes[root].localName.lowercased()
    let space = tree.attribute(root, "xmlns")?.lowercased() ?? ""
    switch name {
    case "rdf":
      let all = tree.nodes[root].attributes.map { $0.value.lowercased() }
      return all.contains { $0.holds("my.netscape.com") } ? "rss090" : "rss10"
    case "feed":
      switch tree.attribute(root, "version") {
      case "0.1": return "atom01"
      case "0.2": return "atom02"
      case "0.3": return "atom03"
      default: return space.holds("2005/atom") ? "atom10" : space.holds("purl.org/atom") ? "atom03" : "atom"
      }
    case "channel": return tree.attribute(root, "href") != nil ? "cdf" : "rss"
    default:
      let version = TextLayout.collapse(tree.attribute(root, "version") ?? "")
      switch version {
      case "0.90": return "rss090"
      case "0.91": return tree.documentType.holds("netscape") ? "rss091n" : "rss091u"
      case "0.92": return "rss092"
      case "0.93": return "rss093"
      case "0.94": return "rss094"
      default: return version.hasPrefix("2") ? "rss20" : space.holds("rss2") ? "rss20" : "rss"
      }
    }
  }

  // MARK: Items

  private func item(_ node: Int, isHead: Bool) -> Feed.Item {
    var item = Feed.Item()
    item.line = tree.nodes[node].line
    item.language = isHead ? language(node) : nil
    item.partLanguages["item"] = language(node)
    // CDF keeps the address in an attribute.
    if let href = tree.attribute(node, "href"), !isHead || feed.format == "cdf" {
      item.link = resolve(href, at: node)
      item.links.append(Feed.Link(href: resolve(href, at: node)))
    }
    item.base = resolve("", at: node)
    for child in children(node) { read(child, into: &item, isHead: isHead) }
    if item.title == nil || item.title?.isEmpty == true { item.title = item.otherTitle ?? item.title }
    if item.link == nil { item.link = item.links.first { $0.rel == "alternate" }?.href }
    if item.id == nil { item.id = tree.attribute(node, "rdf:about") }
    return item
  }

  /// The elements of an item; groups of media are opened.
  private func children(_ node: Int) -> [Int] {
    tree.children(node).flatMap { child in
      tree.nodes[child].name == "media:group" ? tree.children(child) : [child]
    }
  }

  private func read(_ node: Int, into item: inout Feed.Item, isHead: Bool) {
    FeedRights.note(node, in: tree, resolve: { resolve($0, at: node) }, into: &item.statedRights)
    switch tree.nodes[node].name {
    case "title":
      if item.title == nil || item.title?.isEmpty == true { item.title = value(node); note("title", node, &item) }
    case "dc:title", "media:title": item.otherTitle = item.otherTitle ?? value(node)
    // Services that count readers put their own address into the link.
    case "feedburner:origLink", "feedburner:origlink":
      item.link = tree.collapsed(node).map { resolve($0, at: node) } ?? item.link
      item.hasOriginalLink = item.link != nil
    case "link", "url", "atom:link", "a10:link": readLink(node, into: &item)
    case "id", "guid": readIdentity(node, into: &item)
    case "description", "summary", "abstract", "subtitle", "tagline", "info":
      let name = tree.nodes[node].name
      if name == "info", item.summary != nil { return }
      if item.summary == nil || name == "summary" || (name != "info" && name == "description") {
        item.summary = value(node); note("summary", node, &item)
      }
    case "dc:description", "media:description", "media:text", "itunes:summary", "itunes:subtitle":
      if item.summary == nil { item.summary = value(node) }
    case "content", "content:encoded", "xhtml:body", "body", "fullitem", "xhtml:div":
      guard tree.attribute(node, "src") == nil || tree.hasElements(node) || !tree.text(node).isEmpty else { return }
      let text = value(node)
      if item.content.map({ $0.utf8.count < text.utf8.count }) ?? true {
        item.content = text
        item.base = resolve("", at: node)
      }
      note("content", node, &item)
    case "pubDate", "published", "issued", "dcterms:issued", "pubdate":
      item.published = item.published ?? tree.collapsed(node)
    case "created", "dcterms:created": if item.published == nil { item.published = tree.collapsed(node) }
    case "updated", "modified", "lastBuildDate", "dcterms:modified", "lastmod":
      item.updated = item.updated ?? tree.collapsed(node)
    case "dc:date", "date": item.date = item.date ?? tree.collapsed(node)
    case "author", "dc:creator", "dc:author", "managingEditor", "itunes:author", "creator":
      readAuthor(node, into: &item)
    case "itunes:owner", "webMaster", "dc:publisher", "publisher", "dc:contributor":
      if tree.nodes[node].name.hasSuffix("publisher") { item.publisher = tree.collapsed(node) }
    case "rights", "copyright", "dc:rights", "itunes:copyright": item.rights = item.rights ?? value(node)
    case "language", "dc:language": item.language = tree.collapsed(node) ?? item.language
    case "category", "dc:subject", "tags", "itunes:category", "itunes:keywords", "media:category", "keywords",
      "media:keywords", "subject":
      readTags(node, into: &item)
    case "enclosure", "media:content":
      guard let url = tree.attribute(node, "url") else { return }
      let link = Feed.Link(
        href: resolve(url, at: node), rel: "enclosure", type: tree.attribute(node, "type"),
        length: tree.attribute(node, "length"))
      if tree.nodes[node].name == "enclosure" { item.enclosures.append(link) }
      let medium = tree.attribute(node, "medium")
      if link.type?.hasPrefix("image/") == true || medium == "image"
        || (link.type == nil && medium == nil && Self.namesPicture(link.href))
      {
        addImage(link.href, node, &item)
      }
    case "media:thumbnail", "itunes:image", "image", "logo", "icon":
      let address =
        tree.attribute(node, "url") ?? tree.attribute(node, "href")
        ?? tree.child(node, "url").flatMap { tree.collapsed($0) }
      if let address = address ?? tree.collapsed(node), CanonicalURL.isWeb(address) {
        item.image = item.image ?? resolve(address, at: node)
        if tree.nodes[node].name == "media:thumbnail" { addImage(resolve(address, at: node), node, &item) }
      }
    case "source":
      item.sourceTitle = tree.child(node, "title").map { value($0) } ?? tree.collapsed(node)
      item.sourceAuthor = tree.child(node, "author").map { person($0) }
    default: return
    }
  }

  private static func namesPicture(_ address: String) -> Bool {
    let path = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif"].contains { path.hasSuffix($0) }
  }

  private func addImage(_ address: String, _ node: Int, _ item: inout Feed.Item) {
    guard !item.images.contains(where: { $0.url == address }), item.images.count < 20 else { return }
    item.images.append(
      Article.Image(
        url: address, caption: tree.child(node, "media:description", "media:title").flatMap { tree.collapsed($0) }))
  }

  private func readLink(_ node: Int, into item: inout Feed.Item) {
    if let href = tree.attribute(node, "href") {
      let rel = tree.attribute(node, "rel") ?? "alternate"
      let short = rel.hasPrefix("http://www.iana.org/assignments/relation/") ? String(rel.dropFirst(41)) : rel
      let link = Feed.Link(
        href: resolve(href, at: node), rel: short,
        type: tree.attribute(node, "type") ?? (short == "self" ? "application/atom+xml" : "text/html"),
        length: tree.attribute(node, "length"))
      item.links.append(link)
      if short == "enclosure" { item.enclosures.append(link) }
      // Of several forms of the entry the page is the one to read.
      if short == "alternate", !item.hasOriginalLink,
        item.link == nil || (link.type == "text/html" && item.linkType != "text/html")
      {
        (item.link, item.linkType) = (link.href, link.type)
      }
    } else if let text = tree.collapsed(node), ["alternate", nil].contains(tree.attribute(node, "rel")) {
      let link = Feed.Link(href: resolve(text, at: node), type: "text/html")
      item.links.append(link)
      if !item.hasOriginalLink { (item.link, item.linkType) = (link.href, link.type) }
    }
  }

  private func readIdentity(_ node: Int, into item: inout Feed.Item) {
    guard let text = tree.collapsed(node) else { return }
    item.id = text
    // A guid is a link unless it says that it is not (RSS 2.0).
    guard tree.nodes[node].name == "guid", tree.attribute(node, "isPermaLink")?.lowercased() != "false",
      item.link == nil
    else { return }
    if feed.format.hasPrefix("rss"), text.holds("://") || tree.attribute(node, "isPermaLink") != nil {
      item.link = resolve(text, at: node)
    }
  }

  private func readAuthor(_ node: Int, into item: inout Feed.Item) {
    let person = person(node)
    guard person.name != nil || person.email != nil || person.url != nil else { return }
    // The itunes author repeats the other.
    if tree.nodes[node].name == "itunes:author", !item.authors.isEmpty { return }
    if !item.authors.contains(person) { item.authors.append(person) }
  }

  private func person(_ node: Int) -> Feed.Person {
    if tree.hasElements(node) {
      return Feed.Person(
        name: tree.child(node, "name", "title", "xhtml:name").flatMap { tree.collapsed($0) },
        email: tree.child(node, "email").flatMap { tree.collapsed($0) },
        url: tree.child(node, "uri", "url", "homepage").flatMap { tree.collapsed($0) }.map { resolve($0, at: node) })
    }
    return FeedReader.person(tree.collapsed(node) ?? "")
  }

  /// `mail (Name)`, `Name <mail>`, `Name mail`, `Name`.
  static func person(_ text: String) -> Feed.Person {
    let words = text.split(separator: " ")
    guard let mail = words.first(where: { $0.holds("@") && $0.holds(".") }) else {
      return Feed.Person(name: text.isEmpty ? nil : text)
    }
    let signs = "<>()[],;"
    let address = mail.drop { signs.contains($0) }
    let end = address.firstIndex { signs.contains($0) } ?? address.endIndex
    var rest = words.filter { $0 != mail }.joined(separator: " ")
    if end < address.endIndex { rest = String(address[end...]) + " " + rest }
    rest = TextLayout.collapse(String(rest.filter { !"<>()[]".contains($0) }))
    return Feed.Person(name: rest.isEmpty ? nil : rest, email: String(address[..<end]).replacing("mailto:", with: ""))
  }

  private func readTags(_ node: Int, into item: inout Feed.Item) {
    var found: [String] = []
    if let term = tree.attribute(node, "term") ?? tree.attribute(node, "text") {
      found = [TextLayout.collapse(term)]
      for inner in tree.children(node, "itunes:category") {
        tree.attribute(inner, "text").map { found.append(TextLayout.collapse($0)) }
      }
    } else if let text = tree.collapsed(node) {
      let isList = ["itunes:keywords", "tags", "keywords", "media:keywords"].contains(tree.nodes[node].name)
      found = isList ? text.split(separator: ",").map { TextLayout.collapse($0) } : [text]
    }
    for tag in found where !tag.isEmpty && !item.tags.contains(tag) { item.tags.append(tag) }
  }

  // MARK: Values

  /// The text of an element: markup where it is markup, base64 decoded where it says so.
  private func value(_ node: Int) -> String {
    if tree.hasElements(node) { return tree.markup(node) }
    let text = tree.text(node)
    let type = tree.attribute(node, "type")?.lowercased() ?? ""
    let mode = tree.attribute(node, "mode")?.lowercased()
    let isBinary =
      mode == "base64"
      || (!type.isEmpty && !type.hasPrefix("text") && type.holds("/") && !type.holds("xml")
        && !type.holds("html"))
      || tree.attribute(node, "encoding")?.lowercased() == "base64"
    if isBinary, let decoded = Base64Decoder.decode(text) { return String(decoding: decoded, as: UTF8.self) }
    let trimmed = TextLayout.trim(text)
    // Text that calls itself text: its angle brackets are no tags. A title of Atom does so by saying nothing (RFC 4287, 3.1.1).
    let isText = type.isEmpty && feed.format == "atom10" && tree.nodes[node].name == "title"
    if type == "text" || type == "text/plain" || isText {
      return trimmed.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }
    return trimmed
  }

  private func note(_ part: String, _ node: Int, _ item: inout Feed.Item) {
    if let language = language(node) { item.partLanguages[part] = language }
  }

  private func language(_ node: Int) -> String? {
    tree.inherited(node, "xml:lang").map { $0.replacing("_", with: "-") }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private func resolve(_ reference: String, at node: Int) -> String {
    let text = TextLayout.collapse(reference)
    if text.holds("://") || text.hasPrefix("mailto:") || !text.isEmpty && !CanonicalURL.isWeb(text) { return text }
    var bases: [String] = []
    var current = node
    while current >= 0, bases.count < 16 {
      if let base = tree.attribute(current, "xml:base") { bases.append(TextLayout.collapse(base)) }
      current = tree.nodes[current].parent
    }
    var base = address
    while let next = bases.popLast() { base = base.map { CanonicalURL.resolve(next, base: $0) } ?? next }
    if text.isEmpty { return base ?? "" }
    return CanonicalURL.resolve(text, base: base)
  }
}

/// Base64Decoder (RFC 4648), white space ignored.
enum Base64Decoder {
  static func decode(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var buffer: UInt32 = 0
    var bits = 0
    for byte in text.utf8 {
      let value: UInt32
      switch byte {
      case 0x41...0x5A: value = UInt32(byte - 0x41)
      case 0x61...0x7A: value = UInt32(byte - 0x61 + 26)
      case 0x30...0x39: value = UInt32(byte - 0x30 + 52)
      case UInt8(ascii: "+"), UInt8(ascii: "-"): value = 62
      case UInt8(ascii: "/"), UInt8(ascii: "_"): value = 63
      case UInt8(ascii: "="), 0x20, 0x0A, 0x0D, 0x09: continue
      default: return nil
      }
      buffer = buffer << 6 | value
      bits += 6
      if bits >= 8 {
        bits -= 8
        result.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        buffer &= (1 << UInt32(bits)) - 1
      }
    }
    return result
  }
}
