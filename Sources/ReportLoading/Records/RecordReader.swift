import Glibc
import ReportArticles

/// Turns a record (a JSON object, a row of a table, a front matter) into an article, understanding the usual names.
package struct RecordReader: Sendable {
  /// Our names, and the names under which records carry them, most telling first. Compared without case, `_`, `-` and space.
  static let usualNames: [(field: Field, names: [String])] = [
    (.id, ["id", "guid", "uuid", "articleid", "newsid", "docid"]),
    (.title, ["title", "headline", "head", "name", "titre", "عنوان", "العنوان"]),
    (.subtitle, ["subtitle", "subheadline", "deck", "dek", "standfirst", "alternativeheadline", "kicker"]),
    (.section, ["section", "articlesection", "category", "desk", "channel", "rubric", "القسم"]),
    (
      .publisher,
      ["publisher", "source", "sourcename", "sitename", "outlet", "provider", "newspaper", "site", "المصدر"]
    ),
    (.authors, ["authors", "author", "byline", "creator", "creators", "writer", "by", "الكاتب"]),
    (.editors, ["editors"]),
    (.language, ["language", "lang", "inlanguage", "locale"]),
    (
      .published,
      [
        "published", "publishedat", "datepublished", "publicationdate", "publishdate", "pubdate", "publishedon",
        "firstpublished", "datetime", "date", "timestamp", "created", "createdat", "datecreated", "التاريخ",
      ]
    ),
    (.updated, ["updated", "updatedat", "modified", "datemodified", "lastmodified", "modifiedat", "lastupdated"]),
    (
      .retrieved,
      [
        "retrieved", "fetched", "crawled", "scraped", "accessed", "retrievedat", "crawldate", "scrapedat",
        "datedownload",
      ]
    ),
    (
      .paragraphs,
      [
        "paragraphs", "body", "text", "content", "articlebody", "fulltext", "maintext", "contenttext", "bodytext",
        "story",
        "article", "contenthtml", "bodyhtml", "html", "النص",
      ]
    ),
    (.summary, ["summary", "description", "abstract", "excerpt", "lead", "teaser", "snippet"]),
    (.keywords, ["keywords", "tags", "topics", "labels"]),
    (.captions, ["captions", "caption"]),
    (.images, ["images", "image", "imageurl", "urltoimage", "thumbnail", "topimage", "media"]),
    (.url, ["url", "link", "canonical", "canonicalurl", "permalink", "weburl", "href", "uri"]),
  ]

  /// The fields that a record may fill, by the number under which parsers know them.
  enum Field: Int32, Sendable, CaseIterable {
    case id, title, subtitle, section, publisher, authors, editors, language, published, updated, retrieved, paragraphs,
      summary, keywords, captions, images, url

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
  }

  private static func fold(_ name: String) -> String {
    TextFolding.fold(name).filter { $0 != "_" && $0 != "-" && $0 != " " && $0 != ":" && $0 != "@" }
  }

  /// Whether a record has a title or a text under a name that is understood.
  func understands(_ members: [JSONValue.Member]) -> Bool {
    members.contains { member in
      switch field(member.key)?.field {
      case .title, .paragraphs, .summary: return member.value != .null
      default: return false
      }
    }
  }

  /// How many of the names are understood.
  func knows(_ members: [JSONValue.Member]) -> Int { members.count { field($0.key) != nil } }

  private func field(_ key: String) -> (field: Field, rank: Int)? {
    if let exact = names[key] { return exact }
    return names[RecordReader.fold(key)]
  }

  /// Names that may hold a list of records.
  private static let envelopes: Set<String> = ["articles", "items", "@graph"]

  /// What a name means, for the index of records: field number and rank, -1 for nothing, -2 for what only a full
  /// reading can tell.
  func code(_ key: String) -> Int32 {
    if Self.envelopes.contains(key) { return -2 }
    guard let (field, rank) = field(key) else { return -1 }
    return field.rawValue << 8 | Int32(min(rank + 1, 255))
  }

  /// Fills a draft from a record.
  package func fill(_ draft: inout ArticleDraft, from members: [JSONValue.Member]) {
    var best = Values()
    for member in members {
      guard let (field, rank) = field(member.key), member.value != .null, member.value != .string("") else { continue }
      best.add(member.value, field, rank: rank)
    }
    for (ours, theirs) in options.fieldMap {
      // A dotted path reaches into nested records: title=story.headline
      guard theirs.contains("."), let field = Field(name: ours) ?? names[RecordReader.fold(ours)]?.field else {
        continue
      }
      var value: JSONValue? = .object(members)
      for key in theirs.split(separator: ".") { value = value?[String(key)] }
      if let value, value != .null { best.replace(value, field) }
    }
    fillPlain(&draft, best)
    fillDates(&draft, best)
    fillText(&draft, best)
  }

  private func fillPlain(_ draft: inout ArticleDraft, _ values: Values) {
    draft.guid = values[.id].flatMap(RecordReader.text)
    draft.article.title = values[.title].flatMap(RecordReader.text) ?? ""
    draft.article.subtitle = values[.subtitle].flatMap(RecordReader.text)
    draft.article.section = values[.section].flatMap { RecordReader.texts($0).first }
    draft.article.publisher = values[.publisher].flatMap(RecordReader.text)
    draft.declaredLanguage = values[.language].flatMap(RecordReader.text)
    draft.article.authors = values[.authors].map(RecordReader.names) ?? []
    draft.article.keywords = values[.keywords].map(RecordReader.list) ?? []
    draft.article.captions = values[.captions].map(RecordReader.texts) ?? []
    draft.article.images = values[.images].map(RecordReader.images) ?? []
    if let link = values[.url].flatMap(RecordReader.text) {
      if let url = CanonicalURL.normalize(link) {
        draft.article.url = url
      } else {
        draft.warn("url-rejected", "“\(link.prefix(80))” is not an http or https address")
      }
    }
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
      guard var date = MachineDate.parse(text, evidence: evidence) else {
        draft.warn("date-unreadable", "\(field) “\(text.prefix(60))” is not a date that can be read")
        continue
      }
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

  private func fillText(_ draft: inout ArticleDraft, _ values: Values) {
    if let body = values[.paragraphs] {
      if let parts = body.array {
        // What is one paragraph is in order already.
        draft.article.paragraphs += parts.prefix(TextLayout.mostLines).compactMap(RecordReader.text)
        if parts.count > TextLayout.mostLines { draft.warnOfLength() }
      } else if let text = body.scalarText {
        RecordText.addParagraphs(of: text, to: &draft)
      }
    }
    guard let summary = values[.summary].flatMap(RecordReader.text) else { return }
    if draft.article.paragraphs.isEmpty {
      RecordText.addParagraphs(of: summary, to: &draft)
    } else if draft.article.subtitle == nil, draft.article.paragraphs.first != summary {
      draft.article.subtitle = RecordText.plain(summary)
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
      for key in ["name", "title", "text", "value", "content", "label", "url"] {
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

  static func names(_ value: JSONValue) -> [String] {
    let names = value.array.map { $0.compactMap(text) } ?? text(value).map { PersonNames.splitFeed($0) } ?? []
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  static func images(_ value: JSONValue) -> [Article.Image] {
    let values = value.array ?? [value]
    return values.prefix(200).compactMap { value in
      if let address = value.string { return CanonicalURL.isWeb(address) ? Article.Image(url: address) : nil }
      guard let address = (value["url"] ?? value["src"] ?? value["href"])?.string, CanonicalURL.isWeb(address) else {
        return nil
      }
      return Article.Image(
        url: address, caption: value["caption"].flatMap(text),
        alt: (value["alt"] ?? value["alternativeText"]).flatMap(text))
    }
  }
}

/// Text in a field: paragraphs parted by line breaks, or HTML.
enum RecordText {
  static func addParagraphs(of text: String, to draft: inout ArticleDraft) {
    let clean = TextCleaner.clean(text)
    if isMarkup(clean) {
      for paragraph in MarkupText.paragraphs(clean) { draft.addParagraph(paragraph) }
      return
    }
    TextLayout.forEachLine(of: clean) { draft.addParagraph($0) }
  }

  static func plain(_ text: String) -> String {
    isMarkup(text) ? MarkupText.paragraphs(text).joined(separator: " ") : TextLayout.collapse(text)
  }

  /// Whether a text is HTML rather than text: a known tag, or character references.
  static func isMarkup(_ text: String) -> Bool {
    var copy = text
    let open = copy.withUTF8 { bytes -> Int? in
      guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
      return memchr(base, 0x3C, bytes.count).map { base.distance(to: $0) }
    }
    guard let open else { return false }
    let lower = text[text.utf8.index(text.startIndex, offsetBy: open)...].prefix(4000).lowercased()
    return [
      "<p", "<br", "<div", "<a ", "<b>", "<i>", "<em", "<strong", "<span", "<ul", "<img", "<h", "</", "<blockquote",
    ]
    .contains { lower.contains($0) }
  }
}
