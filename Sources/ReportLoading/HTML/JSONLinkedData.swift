import ReportArticles

/// schema.org data in a page (JSON-LD 1.1), as far as it describes an article.
struct JSONLinkedData {
  private(set) var title: String?
  private(set) var subtitle: String?
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

  /// Reads the contents of all `application/ld+json` scripts of a page.
  init(scripts: [String]) {
    var nodes: [JSONValue] = []
    for script in scripts {
      guard let value = JSONLinkedData.parse(script) else { continue }
      JSONLinkedData.collect(value, into: &nodes, depth: 0)
    }
    var byID: [String: JSONValue] = [:]
    for node in nodes {
      if let id = node["@id"]?.string, (node.members?.count ?? 0) > 1, byID[id] == nil { byID[id] = node }
    }
    if let article = nodes.first(where: {
      JSONLinkedData.has($0, JSONLinkedData.articleTypes)
        && ($0["headline"] ?? $0["name"] ?? $0["datePublished"]) != nil
    }) {
      isArticle = true
      read(article, byID)
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

  private static func collect(_ value: JSONValue, into nodes: inout [JSONValue], depth: Int) {
    guard depth < 6, nodes.count < 2000 else { return }
    switch value {
    case .array(let values): for value in values { collect(value, into: &nodes, depth: depth + 1) }
    case .object(let members):
      nodes.append(value)
      for member in members
      where ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "item"].contains(member.key) {
        collect(member.value, into: &nodes, depth: depth + 1)
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
    section = node["articleSection"].flatMap { RecordReader.texts($0).first }.map(HTMLEntities.decode)
    published = node["datePublished"]?.scalarText ?? node["dateCreated"]?.scalarText ?? node["uploadDate"]?.scalarText
    updated = node["dateModified"]?.scalarText
    language = text("inLanguage")
    publisher = node["publisher"].map(resolve).flatMap(RecordReader.text).map(HTMLEntities.decode)
    url = node["url"]?.string ?? node["mainEntityOfPage"].flatMap { $0.string ?? $0["@id"]?.string }
    body = node["articleBody"]?.string
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

/// Character references left in values that were escaped twice.
enum HTMLEntities {
  static func decode(_ text: String) -> String {
    guard text.holds("&") else { return text }
    let tree = HTMLTree(Array(text.replacing("<", with: "&lt;").utf8), isFragment: true)
    return tree.count == 0 ? text : tree.plainText(0)
  }
}
