import ReportArticles

/// The record about a page's own article in the data that the page carries for its scripts: the object that has the page's
/// headline, and text under whatever name.
struct PageRecord {
  /// The headline as the record has it.
  private(set) var title = ""
  private(set) var paragraphs: [String] = []
  /// The record's members, for what else they say.
  private(set) var members: [JSONValue.Member] = []

  private static let mostValues = 200_000
  private var visited = 0
  /// Values that may still be looked at for text and places, all records together.
  private var budget = 1_000_000
  private let titles: Set<String>
  private let references: [String: JSONValue]

  /// Finds the record among `values`; nil where none has one of the headlines and text. `references` are values that others
  /// name (`$1a`, `Article:7`).
  init?(in values: [JSONValue], titles: [String], references: [String: JSONValue] = [:]) {
    self.titles = PageRecord.keys(of: titles)
    self.references = references
    guard !self.titles.isEmpty else { return nil }
    for value in values { search(value, depth: 0) }
    if letters(paragraphs) < 80 { return nil }
  }

  /// The keys of headlines and of the parts that signs part them into.
  static func keys(of titles: [String]) -> Set<String> {
    var keys: Set<String> = []
    for title in titles where title.utf8.count < 1000 {
      let parts = title.components(separatedByAny: [" | ", " - ", " – ", " — ", " · ", " :: ", " » "])
      for end in parts.indices.prefix(6) {
        let run = parts[...end].joined(separator: " ")
        if TextLayout.wordCount(run) >= 2 || run.utf8.count >= 12 { keys.insert(TextLayout.key(run)) }
      }
    }
    return keys.subtracting([""])
  }

  private func letters(_ paragraphs: [String]) -> Int { paragraphs.reduce(0) { $0 + $1.utf8.count } }

  // MARK: The record

  private mutating func search(_ value: JSONValue, depth: Int) {
    visited += 1
    guard depth < 40, visited < PageRecord.mostValues else { return }
    switch value {
    case .array(let items):
      if let resolved = flattened(items) { return search(resolved, depth: depth + 1) }
      for item in items { search(item, depth: depth + 1) }
    case .object(let members):
      if let title = title(in: members) {
        var reader = RecordTextReader(references: references, budget: budget)
        let text = reader.body(of: members, except: title)
        budget = reader.budget
        if letters(text) > letters(paragraphs) { (self.title, paragraphs, self.members) = (title, text, members) }
      }
      for member in members { search(member.value, depth: depth + 1) }
    case .string(let text):
      // JSON within JSON.
      if text.utf8.count > 60, text.hasPrefix("{") || text.hasPrefix("["), let value = ScriptLiteral.json(text) {
        search(value, depth: depth + 1)
      }
    default: return
    }
  }

  private func title(in members: [JSONValue.Member]) -> String? {
    for member in members {
      let name = member.key.lowercased()
      guard ["title", "head", "name", "titre", "titulo"].contains(where: { name.contains($0) }) else { continue }
      let inner = member.value.members?.lazy.compactMap(\.value.string).first { !$0.isEmpty }
      guard let text = member.value.string ?? inner, text.utf8.count < 1000 else { continue }
      let plain = HTMLEntities.decode(RecordText.isMarkup(text) ? RecordText.plain(text) : text)
      if titles.contains(TextLayout.key(plain)) { return TextLayout.collapse(plain) }
    }
    return nil
  }

  /// What `devalue` made of a value: an array of all that is in it, in which numbers stand for places. The first is the value.
  private mutating func flattened(_ items: [JSONValue]) -> JSONValue? {
    guard items.count > 4, items.count < 100_000 else { return nil }
    let isFlat = items.prefix(50).allSatisfy { item in
      switch item {
      case .object(let members): members.allSatisfy { isPlace($0.value, in: items) }
      case .array(let values): values.allSatisfy { $0.string != nil || isPlace($0, in: items) }
      default: true
      }
    }
    guard isFlat, items.contains(where: { $0.members?.isEmpty == false }),
      items[0].members != nil || items[0].array != nil
    else { return nil }
    var left = budget
    defer { budget = left }
    return resolve(0, in: items, depth: 0, budget: &left)
  }

  private func isPlace(_ value: JSONValue, in items: [JSONValue]) -> Bool {
    guard case .number(let text) = value, let place = Int(text) else { return false }
    return place < items.count && place >= -7
  }

  private func resolve(_ place: Int, in items: [JSONValue], depth: Int, budget: inout Int) -> JSONValue {
    budget -= 1
    guard items.indices.contains(place), depth < 40, budget > 0 else { return .null }
    func inner(_ value: JSONValue, _ budget: inout Int) -> JSONValue {
      guard case .number(let text) = value, let place = Int(text) else { return value }
      return resolve(place, in: items, depth: depth + 1, budget: &budget)
    }
    switch items[place] {
    case .object(let members):
      return .object(members.map { .init(key: $0.key, value: inner($0.value, &budget)) })
    case .array(let values):
      // [“Reactive”, 1]: a kind of value, and where it stands.
      if values.count == 2, values[0].string != nil { return inner(values[1], &budget) }
      return .array(values.map { inner($0, &budget) })
    case let value: return value
    }
  }
}

/// Reads paragraphs out of a record's text: HTML, plain text, and the blocks that editors make (Gutenberg, Editor.js,
/// ProseMirror, Slate, Lexical, Draft.js, Portable Text, Contentful, Arc).
struct RecordTextReader {
  let references: [String: JSONValue]
  /// Values that may still be looked at.
  private(set) var budget: Int

  init(references: [String: JSONValue], budget: Int) {
    self.references = references
    self.budget = budget
  }

  /// What is about other things, or not the text.
  private static let others = [
    "related", "recommend", "comment", "sidebar", "menu", "nav", "footer", "ads", "tags", "author", "byline", "seo",
    "meta", "breadcrumb", "caption", "credit", "latest", "trending", "popular", "next", "previous", "more", "excerpt",
    "summary",
    "description", "teaser", "subtitle", "standfirst", "deck", "image", "photo", "video", "media", "gallery", "social",
    "newsletter",
    "promo", "publisher", "copyright", "disclaimer", "alt", "url", "href", "slug", "id", "typename", "class", "style",
  ]

  /// Where a block of an editor keeps its text, the first of them that has any.
  private static let textKeys = [
    "text", "content", "contents", "value", "html", "body", "rendered", "innerHTML", "paragraph", "data", "attributes",
    "props", "children", "blocks", "items", "elements", "nodes", "content_elements", "basic", "copy", "markup",
    "document",
    "root", "json", "model", "spans", "fields",
  ]

  /// The longest text among the members of a record.
  mutating func body(of members: [JSONValue.Member], except title: String) -> [String] {
    var best: [String] = []
    var size = 0
    for member in members where !RecordTextReader.isOther(member.key) {
      var text: [String]
      switch member.value {
      case .string(let value): text = value.utf8.count >= 40 ? paragraphs(value) : []
      case .array(let items) where items.contains(where: isArticle): text = []
      default: text = paragraphs(member.value, depth: 0)
      }
      let titleKey = TextLayout.key(title)
      text.removeAll { TextLayout.key($0) == titleKey }
      let letters = text.reduce(0) { $0 + $1.utf8.count }
      if letters > size { (best, size) = (text, letters) }
    }
    return best
  }

  private static func isOther(_ key: String) -> Bool {
    let name = key.lowercased()
    return others.contains { name == $0 || ($0.utf8.count > 4 && name.contains($0)) }
  }

  /// An article of its own in a list of others.
  private func isArticle(_ value: JSONValue) -> Bool {
    (value["title"] ?? value["headline"]) != nil
      && (value["slug"] ?? value["url"] ?? value["link"] ?? value["path"]) != nil
  }

  private mutating func paragraphs(_ value: JSONValue, depth: Int) -> [String] {
    budget -= 1
    guard depth < 30, budget > 0 else { return [] }
    switch value {
    case .string(let text): return paragraphs(text)
    case .array(let items):
      var result: [String] = []
      for item in items { result += paragraphs(item, depth: depth + 1) }
      return result
    case .object(let members):
      if let name = value["__ref"]?.string { return references[name].map { paragraphs($0, depth: depth + 1) } ?? [] }
      let kind = RecordTextReader.kind(of: value)
      if RecordTextReader.skipped.contains(where: { kind.contains($0) }) { return [] }
      if RecordTextReader.isParagraph(kind),
        let children = (value["children"] ?? value["content"] ?? value["spans"])?.array
      {
        let text = TextLayout.collapse(inline(.array(children), depth: depth + 1))
        return text.isEmpty ? [] : [text]
      }
      for key in RecordTextReader.textKeys {
        guard let member = members.first(where: { $0.key == key })?.value else { continue }
        let text = paragraphs(member, depth: depth + 1)
        if !text.isEmpty { return text }
      }
      return []
    default: return []
    }
  }

  /// The kind of a block, in small letters.
  private static func kind(of block: JSONValue) -> String {
    for key in ["type", "nodeType", "_type", "__typename", "blockName", "name", "tag", "kind", "component"] {
      if let text = block[key]?.string { return text.lowercased() }
    }
    return ""
  }

  private static let skipped = [
    "image", "photo", "picture", "gallery", "video", "audio", "embed", "advert", "promo", "related", "newsletter",
    "tweet",
    "twitter", "instagram", "facebook", "youtube", "caption", "separator", "readmore", "interstitial", "button",
  ]

  private static func isParagraph(_ kind: String) -> Bool {
    kind == "p" || kind == "block" || kind.contains("paragraph") || kind.contains("heading") || kind == "listitem"
      || kind == "list-item" || kind == "list_item" || (kind.utf8.count == 2 && kind.hasPrefix("h"))
  }

  /// The text of the parts of a line, one after another.
  private mutating func inline(_ value: JSONValue, depth: Int) -> String {
    budget -= 1
    guard depth < 30, budget > 0 else { return "" }
    switch value {
    case .string(let text): return text
    case .array(let items):
      var result = ""
      for item in items { result += inline(item, depth: depth + 1) }
      return result
    case .object:
      for key in ["text", "value", "children", "content", "spans"] {
        if let member = value[key] {
          let text = inline(member, depth: depth + 1)
          if !text.isEmpty { return text }
        }
      }
      return ""
    default: return ""
    }
  }

  private func paragraphs(_ text: String) -> [String] {
    if RecordText.isMarkup(text) { return MarkupText.paragraphs(text) }
    if text.hasPrefix("$"), let value = references[String(text.dropFirst())]?.string { return paragraphs(value) }
    // Addresses and numbers are no text.
    guard text.contains(where: \.isLetter), !text.hasPrefix("http"), text.contains(" ") || text.utf8.count > 20 else {
      return []
    }
    return HTMLEntities.decode(text).split(whereSeparator: \.isNewline).map { TextLayout.collapse($0) }.filter {
      !$0.isEmpty
    }
  }
}
