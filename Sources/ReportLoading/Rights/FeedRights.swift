import ReportArticles

/// What feeds and their items say about use: RSS `copyright`, Atom `rights` and licence links (RFC 4287, RFC 4946), the modules
/// of Dublin Core, Creative Commons, Media RSS and RSL.
enum FeedRights {
  /// Takes an element of an item or a feed if it is one of these.
  static func note(_ node: Int, in tree: XMLTree, resolve: (String) -> String, into rights: inout ArticleRights) {
    func text() -> String? { tree.collapsed(node).map(FeedArticles.text).flatMap(PageRights.text) }
    func address(_ names: String...) -> String? {
      names.lazy.compactMap { tree.attribute(node, $0) }.first.flatMap(PageRights.text).map(resolve)
    }
    switch tree.nodes[node].name {
    case "rights", "copyright", "dc:rights", "dcterms:rights", "itunes:copyright":
      rights.copyright = rights.copyright ?? text()
    case "media:copyright":
      rights.copyright = rights.copyright ?? text()
      add(address("url"), to: &rights)
    case "dcterms:rightsHolder", "dc:rightsHolder": rights.copyrightHolder = rights.copyrightHolder ?? text()
    case "creativecommons:license", "creativeCommons:license", "cc:license", "dcterms:license", "license",
      "media:license", "podcast:license":
      add(address("rdf:resource", "href", "url") ?? text(), to: &rights)
    case "link", "atom:link", "a10:link":
      guard tree.attribute(node, "rel")?.split(separator: "/").last?.lowercased() == "license" else { return }
      add(address("href"), to: &rights)
    case "source":
      // Of an entry that was taken over from another feed (RFC 4287, section 4.2.11).
      for child in tree.children(node) where tree.nodes[child].name != "source" {
        note(child, in: tree, resolve: resolve, into: &rights)
      }
    case let name where name.hasPrefix("rsl:"):
      add("RSL", to: &rights)
      for inner in tree.descendants(node).prefix(200) where tree.isElement(inner) {
        switch tree.nodes[inner].localName {
        case "terms", "standard", "custom": add(tree.collapsed(inner).flatMap(PageRights.text), to: &rights)
        case "copyright":
          rights.copyrightHolder = rights.copyrightHolder ?? tree.collapsed(inner).flatMap(PageRights.text)
        default: continue
        }
      }
    default: return
    }
  }

  private static func add(_ license: String?, to rights: inout ArticleRights) {
    guard let license, !license.isEmpty, !PageRights.isForeignAddress(license), rights.licenses.count < 16,
      !rights.licenses.contains(license)
    else { return }
    rights.licenses.append(license)
  }

  /// The rights of an item: its own, and where it has none of a kind those of the feed (RFC 4287, section 4.2.10). An item
  /// that comes from another source does not have those of the feed that it is found in.
  static func rights(of entry: Feed.Item, in head: Feed.Item) -> ArticleRights? {
    var rights = entry.statedRights
    if entry.sourceTitle == nil {
      if rights.licenses.isEmpty { rights.licenses = head.statedRights.licenses }
      if rights.copyright == nil, rights.copyrightHolder == nil {
        (rights.copyright, rights.copyrightHolder) = (head.statedRights.copyright, head.statedRights.copyrightHolder)
      }
    }
    return rights.isEmpty ? nil : rights
  }
}
