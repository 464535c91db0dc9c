import ReportArticles

/// schema.org data in a page (JSON-LD 1.1), as far as it describes an article.
struct JSONLinkedData {
  private(set) var title: String?
  private(set) var subtitle: String?
  private(set) var description: String?
  private(set) var section: String?
  private(set) var publisher: String?
  private(set) var language: String?
  private(set) var url: String?
  private(set) var body: String?
  private(set) var published: String?
  private(set) var updated: String?
  private(set) var authors: [String] = []
  /// The authors that are no people.
  private(set) var organisations: Set<String> = []
  private(set) var keywords: [String] = []
  private(set) var images: [Article.Image] = []
  /// What they say about use.
  private(set) var rights = ArticleRights()
  /// An article type was found, not only a page.
  private(set) var isArticle = false

  private static let articleTypes: Set<String> = [
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "BlogPosting",
    "LiveBlogPosting", "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "SatiricalArticle", "Report", "Review",
    "DiscussionForumPosting", "MedicalScholarlyArticle",
  ]
  private static let organisationTypes: Set<String> = [
    "Organization", "NewsMediaOrganization", "Corporation", "Thing", "NGO",
  ]
  private static let pageTypes: Set<String> = ["WebPage", "ItemPage", "CreativeWork", "VideoObject"]

  /// The headline of an article that was found in the data and is not that of the page.
  private(set) var otherTitle: String?
  /// What the data say about access without a subscription; nil when they say nothing.
  private(set) var isFree: Bool?
  /// The selectors of the parts that are not free (schema.org, “Subscription and paywalled content”).
  private(set) var lockedParts: [String] = []

  /// Reads the contents of all `application/ld+json` scripts of a page that has these headlines, by its own account, and
  /// this address.
  init(scripts: [String], titles: [String] = [], address: String? = nil) {
    var nodes: [JSONValue] = []
    var listed: [JSONValue] = []
    for script in scripts {
      guard let value = JSONLinkedData.parse(script) else { continue }
      JSONLinkedData.collect(value, into: &nodes, listed: &listed, depth: 0)
    }
    var byID: [String: JSONValue] = [:]
    for node in nodes {
      if let id = node["@id"]?.string, (node.members?.count ?? 0) > 1, byID[id] == nil { byID[id] = node }
    }
    let page = PageIdentity(titles: titles, address: address)
    let article = page.best(nodes.filter(JSONLinkedData.isArticle), among: listed.filter(JSONLinkedData.isArticle))
    if let article, page.mayBe(article) {
      isArticle = true
      read(article, byID)
    } else {
      otherTitle = article.map {
        ($0["headline"] ?? $0["name"]).flatMap(RecordReader.text).map(HTMLEntities.decode) ?? ""
      }
    }
    if let page = nodes.first(where: { JSONLinkedData.has($0, JSONLinkedData.pageTypes) }) {
      // What the page says about itself fills gaps only.
      let known = self
      read(page, byID)
      title = known.title ?? title
      published = known.published ?? published
      updated = known.updated ?? updated
      authors = known.authors.isEmpty ? authors : known.authors
      subtitle = known.isArticle ? known.subtitle : subtitle
      description = known.description ?? description
      section = known.section ?? section
      publisher = known.publisher ?? publisher
      language = known.language ?? language
      url = known.url ?? url
      body = known.body
      keywords = known.keywords.isEmpty ? keywords : known.keywords
      images = known.images.isEmpty ? images : known.images
    }
    if publisher == nil,
      let organisation = nodes.first(where: {
        JSONLinkedData.has($0, ["NewsMediaOrganization", "Organization", "WebSite"])
      })
    {
      publisher = organisation["name"].flatMap(RecordReader.text)
    }
  }

  private static func isArticle(_ node: JSONValue) -> Bool {
    has(node, articleTypes) && (node["headline"] ?? node["name"] ?? node["datePublished"]) != nil
  }

  private static func parse(_ script: String) -> JSONValue? {
    var text = script
    for wrapper in ["<!--", "-->", "//<![CDATA[", "//]]>", "<![CDATA[", "]]>"] where text.holds(wrapper) {
      text = text.replacing(wrapper, with: "")
    }
    while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
    if let value = try? JSONParser.parse(Array(text.utf8)).value { return value }
    // Line breaks inside strings are the usual mistake.
    let bytes = text.utf8.map { $0 < 0x20 ? 0x20 : $0 }
    if let value = try? JSONParser.parse(bytes).value { return value }
    return try? JSONParser.parse(withoutLooseCommas(bytes)).value
  }

  /// Without commas before the end of an object or array.
  private static func withoutLooseCommas(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isString = false
    var isEscaped = false
    var comma: Int?
    for byte in bytes {
      if isString {
        isString = isEscaped || byte != UInt8(ascii: "\"")
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        if let comma { result[comma] = 0x20 }
        comma = nil
      } else if byte > 0x20 {
        isString = byte == UInt8(ascii: "\"")
        comma = byte == UInt8(ascii: ",") ? result.count : nil
      }
      result.append(byte)
    }
    return result
  }

  /// Collects the nodes of the data, those in lists of other things apart.
  private static func collect(
    _ value: JSONValue, into nodes: inout [JSONValue], listed: inout [JSONValue], isListed: Bool = false, depth: Int
  ) {
    guard depth < 6, nodes.count + listed.count < 2000 else { return }
    switch value {
    case .array(let values):
      for value in values { collect(value, into: &nodes, listed: &listed, isListed: isListed, depth: depth + 1) }
    case .object(let members):
      if isListed { listed.append(value) } else { nodes.append(value) }
      for member in members {
        switch member.key {
        case "@graph", "mainEntity", "mainEntityOfPage", "hasPart", "item":
          collect(member.value, into: &nodes, listed: &listed, isListed: isListed, depth: depth + 1)
        case "itemListElement", "blogPost", "blogPosts":
          collect(member.value, into: &nodes, listed: &listed, isListed: true, depth: depth + 1)
        default: continue
        }
      }
    default: return
    }
  }

  private static func has(_ node: JSONValue, _ types: Set<String>) -> Bool {
    guard let type = node["@type"] else { return false }
    let names = type.array.map { $0.compactMap(\.string) } ?? [type.string].compactMap(\.self)
    return names.contains { name in
      types.contains(name.split(whereSeparator: { $0 == "/" || $0 == ":" }).last.map(String.init) ?? name)
    }
  }

  private mutating func read(_ node: JSONValue, _ byID: [String: JSONValue]) {
    func resolve(_ value: JSONValue) -> JSONValue {
      if let id = value["@id"]?.string, value["name"] == nil, let target = byID[id] { return target }
      return value
    }
    func text(_ key: String) -> String? { node[key].flatMap(RecordReader.text).map(HTMLEntities.decode) }
    title = text("headline") ?? text("name")
    subtitle = text("alternativeHeadline")
    description = text("description")
    section = node["articleSection"].flatMap { RecordReader.texts($0).first }.map(HTMLEntities.decode)
    published = node["datePublished"]?.scalarText ?? node["dateCreated"]?.scalarText ?? node["uploadDate"]?.scalarText
    updated = node["dateModified"]?.scalarText
    language = text("inLanguage")
    publisher = node["publisher"].map(resolve).flatMap(RecordReader.text).map(HTMLEntities.decode)
    url = node["url"]?.string ?? node["mainEntityOfPage"].flatMap { $0.string ?? $0["@id"]?.string }
    body = node["articleBody"]?.string
    readAccess(node)
    rights.add(ArticleRights(linkedData: node, resolve: resolve))
    keywords = node["keywords"].map(RecordReader.list).map { $0.map(HTMLEntities.decode) } ?? []
    images = node["image"].map(RecordReader.images) ?? []
    var people: [String] = []
    for entry in (node["author"] ?? node["creator"]).map({ $0.array ?? [$0] }) ?? [] {
      let person = resolve(entry)
      var names: [String] = []
      if let several = person["name"]?.array {
        names = several.compactMap(\.string)
      } else if let name = person["name"]?.string ?? person.string {
        let text = TextLayout.collapse(HTMLEntities.decode(name))
        names = PersonNames.split(text)
        // What is said to be an author is one, though it may look like none: “WKBX Staff”.
        if names.isEmpty, text.utf8.count <= 80, !text.holds("://"), !text.holds("@") { names = [text] }
      }
      if JSONLinkedData.has(person, JSONLinkedData.organisationTypes) { organisations.formUnion(names) }
      people += names
    }
    var seen: Set<String> = []
    authors = people.map { TextLayout.collapse($0) }.filter {
      !$0.isEmpty && !$0.hasPrefix("http") && seen.insert($0).inserted
    }
  }
}

extension JSONLinkedData {
  fileprivate mutating func readAccess(_ node: JSONValue) {
    if let value = node["isAccessibleForFree"] { isFree = JSONLinkedData.truth(value) ?? isFree }
    for part in node["hasPart"].map({ $0.array ?? [$0] }) ?? []
    where part["isAccessibleForFree"].flatMap(JSONLinkedData.truth) == false {
      lockedParts += part["cssSelector"].map { ($0.array ?? [$0]).compactMap(\.string) } ?? []
    }
  }

  /// `true`, `"True"`, `"https://schema.org/True"`.
  private static func truth(_ value: JSONValue) -> Bool? {
    switch value.scalarText?.lowercased().split(separator: "/").last {
    case "true", "1", "yes": true
    case "false", "0", "no": false
    default: nil
    }
  }
}

/// What tells a page's own article from others that its data describe.
private struct PageIdentity {
  private let titles: [String]
  private let keys: [String]
  private let address: String?

  init(titles: [String], address: String?) {
    self.titles = titles
    keys = titles.map(TextLayout.key).filter { !$0.isEmpty }
    self.address = address.flatMap(PageIdentity.path)
  }

  /// The article at the page's address, else the one with its headline, else the first; those in lists must have one of
  /// both.
  func best(_ articles: [JSONValue], among listed: [JSONValue]) -> JSONValue? {
    if articles.count == 1, listed.isEmpty { return articles.first }
    return (articles + listed).first { hasAddress($0) && hasTitle($0) != false } ?? (articles + listed).first {
      hasTitle($0) == true
    }
      ?? articles.first(where: hasAddress) ?? articles.first
  }

  /// Whether nothing speaks against an article's being the page's: neither address nor headline agree with what the page
  /// says, and not a word of the headline does.
  func mayBe(_ article: JSONValue) -> Bool {
    guard let title = title(of: article), !keys.isEmpty, hasTitle(article) == false, !hasAddress(article) else {
      return true
    }
    let words = PageIdentity.words(title)
    return words.isEmpty
      || titles.contains { title in
        let others = PageIdentity.words(title)
        return others.isEmpty || !others.isDisjoint(with: words) || isOtherScript(others, words)
      }
  }

  private func isOtherScript(_ words: Set<String>, _ others: Set<String>) -> Bool {
    func isLatin(_ words: Set<String>) -> Bool { words.contains { $0.utf8.first.map { $0 < 0x80 } == true } }
    return isLatin(words) != isLatin(others)
  }

  private func title(of article: JSONValue) -> String? {
    (article["headline"] ?? article["name"]).flatMap(RecordReader.text).map(HTMLEntities.decode)
  }

  /// Whether the headline is one of the page's, or the start of one or the other; nil without one.
  private func hasTitle(_ article: JSONValue) -> Bool? {
    guard let key = title(of: article).map(TextLayout.key), !key.isEmpty, !keys.isEmpty else { return nil }
    return keys.contains {
      $0 == key || (key.utf8.count >= 12 && $0.utf8.count >= 12 && ($0.holds(key) || key.hasPrefix($0)))
    }
  }

  private func hasAddress(_ article: JSONValue) -> Bool {
    guard let address else { return false }
    let main = article["mainEntityOfPage"]
    return [article["url"]?.string, main?.string, main?["@id"]?.string, main?["url"]?.string, article["@id"]?.string]
      .contains { $0.flatMap(PageIdentity.path) == address }
  }

  /// Host and path of an address, by which it is compared.
  private static func path(_ address: String) -> String? {
    guard let start = address.firstRange(of: "://")?.upperBound else { return nil }
    let rest = address[start...].prefix { $0 != "#" && $0 != "?" }
    let plain = rest.hasPrefix("www.") ? rest.dropFirst(4) : rest
    let end = plain.hasSuffix("/") ? plain.dropLast() : plain
    // The front page is no article's.
    return end.contains("/") ? String(end) : nil
  }

  /// The words of a headline that tell something: of four letters and more.
  private static func words(_ title: String) -> Set<String> {
    Set(TextFolding.fold(title).split { !$0.isLetter && !$0.isNumber }.filter { $0.count >= 4 }.map(String.init))
  }
}

/// Character references left in values that were escaped twice.
enum HTMLEntities {
  static func decode(_ text: String) -> String {
    guard text.holds("&") else { return text }
    let tree = HTMLTree(Array(text.replacing("<", with: "&lt;").utf8), isFragment: true)
    return tree.count == 0 ? text : tree.plainText(0)
  }
}
