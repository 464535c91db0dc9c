import ReportArticles

/// Turns a record (a JSON object, a row of a table, a front matter) into an article, understanding the usual names.
package struct RecordReader: Sendable {
  /// Our names, and the names under which records carry them, most telling first. Compared without case, `_`, `-` and space.
  static let usualNames: [(field: Field, names: [String])] = [
    (.id, ["id", "guid", "uuid", "articleid", "newsid", "docid"]),
    (
      .title,
      ["title", "headline", "head", "name", "titre", "عنوان", "العنوان", "webtitle", "articletitle", "titel", "titulo"]
    ),
    (.subtitle, ["subtitle", "subheadline", "deck", "dek", "standfirst", "alternativeheadline", "kicker"]),
    (
      .section,
      [
        "section", "articlesection", "category", "desk", "channel", "rubric", "القسم", "sectionname", "categoryname",
        "categories",
      ]
    ),
    (
      .publisher,
      [
        "publisher", "source", "sourcename", "sitename", "outlet", "provider", "newspaper", "site", "المصدر",
        "sourcehostname", "feedtitle", "feedname", "feed", "hostname", "sourcedomain",
      ]
    ),
    (
      .authors,
      [
        "authors", "author", "byline", "creator", "creators", "writer", "by", "الكاتب", "authorname", "dccreator",
        "primaryauthor",
      ]
    ),
    (.editors, ["editors"]),
    (.language, ["language", "lang", "inlanguage", "locale"]),
    (
      .published,
      [
        "published", "publishedat", "datepublished", "publicationdate", "publishdate", "pubdate", "publishedon",
        "firstpublished", "dategmt", "datetime", "date", "timestamp", "created", "createdat", "datecreated", "التاريخ",
        "datepublish", "publishingdate", "webpublicationdate", "publisheddate", "postdate", "postedat", "dateposted",
      ]
    ),
    (
      .updated,
      [
        "updated", "updatedat", "modifiedgmt", "modified", "datemodified", "lastmodified", "modifiedat", "lastupdated",
        "datemodify",
      ]
    ),
    (
      .retrieved,
      [
        "retrieved", "fetched", "crawled", "scraped", "accessed", "retrievedat", "crawldate", "scrapedat",
        "datedownload", "filedate",
      ]
    ),
    (
      .paragraphs,
      [
        "paragraphs", "body", "text", "content", "articlebody", "fulltext", "maintext", "contenttext", "bodytext",
        "story",
        "article", "contenthtml", "bodyhtml", "html", "النص", "articletext", "plaintext", "rawtext", "blocks",
      ]
    ),
    (.summary, ["summary", "description", "abstract", "excerpt", "lead", "teaser", "snippet", "trailtext"]),
    (.keywords, ["keywords", "tags", "topics", "labels"]),
    (.captions, ["captions", "caption"]),
    (.rights, ["rights", "copyright", "copyrightnotice"]),
    (.images, ["images", "image", "imageurl", "urltoimage", "thumbnail", "topimage", "media"]),
    (
      .url,
      ["url", "link", "canonical", "canonicalurl", "permalink", "weburl", "href", "uri", "articleurl", "externalurl"]
    ),
  ]

  /// The fields that a record may fill, by the number under which parsers know them.
  enum Field: Int32, Sendable, CaseIterable {
    case id, title, subtitle, section, publisher, authors, editors, language, published, updated, retrieved, paragraphs,
      summary, keywords, captions, images, url, rights

    init?(name: String) {
      guard let field = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
      self = field
    }
  }

  /// The values of a record by field.
  private struct Values {
    private var values: [(value: JSONValue, rank: Int)?] = Array(repeating: nil, count: Field.allCases.count)

    subscript(field: Field) -> JSONValue? { values[Int(field.rawValue)]?.value }

    /// Keeps a value unless there is one of a better rank, or as good a one before it.
    mutating func add(_ value: JSONValue, _ field: Field, rank: Int) {
      if let known = values[Int(field.rawValue)], known.rank <= rank { return }
      values[Int(field.rawValue)] = (value, rank)
    }

    mutating func replace(_ value: JSONValue, _ field: Field) { values[Int(field.rawValue)] = (value, -1) }
  }

  private let options: LoadOptions
  private let names: [String: (field: Field, rank: Int)]
  /// Fields that the user finds inside of others: title=story.headline
  private let paths: [(field: Field, path: [String])]

  /// The usual names as they are looked up.
  private static let usual: [String: (field: Field, rank: Int)] = {
    var names: [String: (field: Field, rank: Int)] = [:]
    for (field, candidates) in usualNames {
      for (rank, name) in candidates.enumerated() { names[fold(name)] = (field, rank) }
    }
    return names
  }()

  package init(options: LoadOptions) {
    self.options = options
    var names = RecordReader.usual
    for (ours, theirs) in options.fieldMap {
      // `text` and `body` are names of ours, too.
      guard let field = Field(name: ours) ?? names[RecordReader.fold(ours)]?.field else { continue }
      names[RecordReader.fold(theirs)] = (field, -1)
    }
    self.names = names
    paths = options.fieldMap.sorted { $0.key < $1.key }.compactMap { ours, theirs in
      guard theirs.contains("."), let field = Field(name: ours) ?? RecordReader.usual[RecordReader.fold(ours)]?.field
      else { return nil }
      return (field, theirs.split(separator: ".").map(String.init))
    }
  }

  private static func fold(_ name: String) -> String {
    TextFolding.fold(name).filter { $0 != "_" && $0 != "-" && $0 != " " && $0 != ":" && $0 != "@" }
  }

  /// Whether a record has a title or a text under a name that is understood.
  func understands(_ members: [JSONValue.Member]) -> Bool {
    has(members) { $0 == .title || $0 == .paragraphs || $0 == .summary }
  }

  /// Whether a record has a text under a name that is understood.
  func hasText(_ members: [JSONValue.Member]) -> Bool { has(members) { $0 == .paragraphs || $0 == .summary } }

  private func has(_ members: [JSONValue.Member], _ test: (Field) -> Bool) -> Bool {
    if members.contains(where: { $0.value != .null && field($0.key).map { test($0.field) } ?? false }) { return true }
    return paths.contains { test($0.field) && RecordPath.value($0.path, in: .object(members)) != nil }
  }

  /// Whether a record has a name and nothing else that an article has: a thing, such as a program in a manifest.
  func isNamedThing(_ members: [JSONValue.Member]) -> Bool {
    let known = members.filter { $0.value != .null }.compactMap { member in
      field(member.key).map { (member.key, $0.field) }
    }
    guard known.contains(where: { $0.1 == .title }), known.allSatisfy({ $0.1 != .title || $0.0.lowercased() == "name" })
    else {
      return false
    }
    return !hasText(members) && !known.contains { [.published, .updated, .authors, .subtitle, .url].contains($0.1) }
  }

  /// How many of the names are understood.
  func knows(_ members: [JSONValue.Member]) -> Int {
    // Many things that are no articles have a notice of copyright.
    members.count { member in field(member.key).map { $0.field != .rights } ?? false }
  }

  private func field(_ key: String) -> (field: Field, rank: Int)? {
    if let exact = names[key] { return exact }
    return names[RecordReader.fold(key)]
  }

  /// Names that may hold a list of records or a part of one, and those of the clock that a date is on.
  private static let unusual: Set<String> = Set(RecordContainer.names).union(RecordContainer.wrappers).union([
    "date_gmt", "modified_gmt",
  ])

  /// What a name means, for the index of records: field number and rank, -1 for nothing, -2 for what only a full
  /// reading can tell.
  func code(_ key: String) -> Int32 {
    if Self.unusual.contains(key) { return -2 }
    guard let (field, rank) = field(key) else { return -1 }
    return field.rawValue << 8 | Int32(min(rank + 1, 255))
  }

  /// Fills a draft from a record.
  package func fill(_ draft: inout ArticleDraft, from members: [JSONValue.Member]) {
    var best = Values()
    let isLiteral = RecordReader.isOwn(members)
    var address: String?
    for member in members {
      guard let (field, rank) = field(member.key), member.value != .null, member.value != .string("") else { continue }
      var value = member.value
      switch field {
      case .publisher:
        // The source of some is the address of the article.
        if let text = value.string, RecordValue.isAddress(text) {
          address = address ?? text
          continue
        }
      case .published, .updated:
        if member.key.hasSuffix("_gmt"), let text = value.string { value = .string(RecordValue.inUTC(text)) }
      case .authors, .section, .keywords:
        // Numbers in some table of the source.
        guard RecordValue.hasText(value) else { continue }
      default: break
      }
      best.add(value, field, rank: rank)
    }
    for (field, path) in paths {
      if let value = RecordPath.value(path, in: .object(members)) { best.replace(value, field) }
    }
    if best[.url] == nil, let address { best.add(.string(address), .url, rank: 0) }
    fillPlain(&draft, best, isLiteral)
    fillText(&draft, best, isLiteral)
    fillDates(&draft, best)
    if isLiteral { OwnRecord.fill(&draft, from: members) }
  }

  private func fillPlain(_ draft: inout ArticleDraft, _ values: Values, _ isLiteral: Bool) {
    func text(_ field: Field) -> String? {
      values[field].flatMap { isLiteral ? RecordReader.text($0) : RecordValue.plain($0) }
    }
    func texts(_ field: Field) -> [String] {
      let found = values[field].map(RecordReader.texts) ?? []
      return isLiteral ? found : found.map(RecordValue.plain).filter { !$0.isEmpty }
    }
    func list(_ field: Field) -> [String] {
      guard let value = values[field] else { return [] }
      if isLiteral { return RecordReader.list(value) }
      return RecordReader.list(value.string.map { .string(RecordValue.plain($0)) } ?? value).map(RecordValue.plain)
    }
    draft.guid = values[.id].flatMap(RecordReader.text)
    draft.article.title = text(.title) ?? ""
    draft.article.subtitle = text(.subtitle)
    draft.article.section = values[.section]?.array == nil ? text(.section) : texts(.section).first
    draft.article.publisher = text(.publisher)
    draft.declaredLanguage = values[.language].flatMap(RecordReader.text)
    draft.article.authors = values[.authors].map { isLiteral ? RecordReader.texts($0) : RecordValue.names($0) } ?? []
    draft.article.keywords = list(.keywords)
    draft.article.captions = texts(.captions)
    draft.article.images = values[.images].map(RecordReader.images) ?? []
    if let link = values[.url].flatMap(RecordReader.text) {
      if let url = CanonicalURL.normalize(link) {
        draft.article.url = url
      } else {
        draft.warn(.urlRejected, "“\(link.prefix(80))” is not an http or https address")
      }
    }
    if let rights = values[.rights] { draft.article.rights = ArticleRights(record: rights) }
    for editor in values[.editors]?.array ?? [] {
      guard let name = RecordReader.text(editor) else { continue }
      draft.article.editors.append(Article.Editor(role: editor["role"]?.string ?? "", name: name))
    }
  }

  private func fillDates(_ draft: inout ArticleDraft, _ values: Values) {
    for field in [Field.published, .updated, .retrieved] {
      guard let value = values[field] else { continue }
      let evidence = value["evidence"]?.string.flatMap(DateEvidence.init(rawValue:)) ?? .feed
      guard let text = value["value"]?.scalarText ?? value.scalarText else { continue }
      guard var date = readDate(text, "\(field)", evidence, &draft) else { continue }
      if let original = value["text"]?.string {
        date = ArticleDate(
          date: date.date, secondOfDay: date.secondOfDay, precision: date.precision,
          zone: value["zone"]?.string ?? date.zone, offset: date.offset, evidence: evidence, text: original)
      }
      switch field {
      case .published: draft.article.published = date
      case .updated: draft.article.updated = date
      default: draft.article.retrieved = date
      }
    }
  }

  private func readDate(
    _ text: String, _ name: String, _ evidence: DateEvidence, _ draft: inout ArticleDraft
  ) -> ArticleDate? {
    var order = options.dayFirst
    if order == nil, case .ambiguous = MachineDate.read(text, evidence: evidence, dayFirst: nil) {
      order = DateOrder.dayFirst(language: draft.likelyLanguage)
    }
    return draft.date(from: text, name, evidence: evidence, dayFirst: order)
  }

  private func fillText(_ draft: inout ArticleDraft, _ values: Values, _ isLiteral: Bool) {
    if let body = values[.paragraphs] {
      if isLiteral, let parts = body.array {
        // What is one paragraph is in order already.
        draft.article.paragraphs += parts.prefix(TextLayout.mostLines).compactMap(RecordReader.literal)
        if parts.count > TextLayout.mostLines { draft.warnOfLength() }
      } else {
        RecordBody.add(body, to: &draft)
      }
    }
    if !isLiteral, let last = draft.article.paragraphs.last, let kept = Placeholder.withoutCutMark(last) {
      draft.article.paragraphs[draft.article.paragraphs.count - 1] = kept
      draft.warn(.textCut, "the source gives the start of the text only")
    }
    guard let summary = values[.summary].flatMap(RecordReader.text) else { return }
    if draft.article.paragraphs.isEmpty {
      RecordText.addParagraphs(of: summary, to: &draft)
    } else if draft.article.subtitle == nil, draft.article.paragraphs.first != summary {
      draft.article.subtitle = isLiteral ? summary : RecordText.plain(summary)
    }
  }

  // MARK: Values

  /// One text from a scalar, or from the name of an object.
  static func text(_ value: JSONValue) -> String? {
    switch value {
    case .string(let text):
      // Most texts need neither.
      if TextTraits(of: text).isDisjoint(with: [.unclean, .layout]) { return text.isEmpty ? nil : text }
      let clean = TextLayout.collapse(TextCleaner.clean(text))
      return clean.isEmpty ? nil : clean
    case .number(let digits): return digits
    case .bool, .null: return nil
    case .array(let values): return values.lazy.compactMap(text).first
    case .object:
      for key in RecordValue.textKeys {
        if let inner = value[key], let found = text(inner) { return found }
      }
      return nil
    }
  }

  static func texts(_ value: JSONValue) -> [String] {
    if let values = value.array { return values.compactMap(text) }
    return text(value).map { [$0] } ?? []
  }

  /// A list written as one: an array, or a text with commas or semicolons.
  static func list(_ value: JSONValue) -> [String] {
    if value.array != nil { return texts(value) }
    guard let text = text(value) else { return [] }
    return text.split(whereSeparator: { ",;،؛|".contains($0) }).map { TextLayout.collapse($0) }.filter { !$0.isEmpty }
  }

  static func images(_ value: JSONValue) -> [Article.Image] {
    let values = value.array ?? [value]
    return values.prefix(200).compactMap { value in
      if let address = value.string { return CanonicalURL.isWeb(address) ? Article.Image(url: address) : nil }
      guard let address = (value["url"] ?? value["src"] ?? value["href"] ?? value["source_url"])?.string,
        CanonicalURL.isWeb(address)
      else { return nil }
      return Article.Image(
        url: address, caption: value["caption"].flatMap(text).map(RecordText.plain),
        alt: (value["alt"] ?? value["alternativeText"] ?? value["alt_text"]).flatMap(text))
    }
  }
}
