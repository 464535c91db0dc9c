import Glibc
import ReportArticles

/// Values of records as texts, whatever shape a source gives them.
enum RecordValue {
  /// The members of an object that say what it is, most telling first: of people and organisations, of WordPress
  /// (`rendered`), of XML that was made into JSON (`#text`, `$t`).
  static let textKeys = [
    "name", "title", "text", "value", "rendered", "content", "label", "term", "#text", "$t", "_text", "__cdata", "url",
    "href", "@href",
  ]

  /// A title or a name: tags of inline formatting gone, character references resolved once.
  static func plain(_ value: JSONValue) -> String? {
    RecordReader.text(value).map(plain).flatMap { $0.isEmpty ? nil : $0 }
  }

  static func plain(_ text: String) -> String { TitleText.plain(text) }

  /// People: texts with several names, objects with a name or its parts.
  static func names(_ value: JSONValue) -> [String] {
    var seen: Set<String> = []
    return (value.array ?? [value]).flatMap { element -> [String] in
      if case .number = element { return [] }
      if let parts = nameOfParts(element) { return [parts] }
      guard let text = plain(element) else { return [] }
      return element.string == nil || value.array != nil ? [text] : PersonNames.splitFeed(text)
    }.filter { seen.insert($0).inserted }
  }

  private static func nameOfParts(_ value: JSONValue) -> String? {
    guard value.members != nil, value["name"] == nil else { return nil }
    for (given, family) in [
      ("first_name", "last_name"), ("givenName", "familyName"), ("firstName", "lastName"),
      ("firstname", "lastname"),
    ] {
      let parts = [value[given], value[family]].compactMap { $0.flatMap(plain) }
      if !parts.isEmpty { return parts.joined(separator: " ") }
    }
    return nil
  }

  /// Whether there is a text in a value, rather than numbers alone.
  static func hasText(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): return !text.isEmpty
    case .array(let values): return values.isEmpty || values.contains(where: hasText)
    case .object: return true
    case .number, .bool, .null: return false
    }
  }

  static func isAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("http://") || start.hasPrefix("https://")
  }

  /// A date and time that its field says to be in UTC.
  static func inUTC(_ text: String) -> String {
    guard text.contains(":"), let last = text.utf8.last, (0x30...0x39).contains(last),
      !text.suffix(6).contains(where: { $0 == "+" || $0 == "-" })
    else { return text }
    return text + "Z"
  }
}

/// The way to a value inside of a record: `story.parts.text`. A number is a place in a list; of a list without one, all
/// elements are gone through.
enum RecordPath {
  private static let mostValues = 10_000

  static func value(_ path: [String], in record: JSONValue) -> JSONValue? {
    var values = [record]
    var isList = false
    for key in path {
      var next: [JSONValue] = []
      for value in values {
        if let elements = value.array {
          if let place = Int(key) {
            if elements.indices.contains(place) { next.append(elements[place]) }
          } else {
            isList = true
            next += elements.prefix(mostValues).compactMap { $0[key] }
          }
        } else if let inner = value[key] {
          next.append(inner)
        }
        if next.count > mostValues { break }
      }
      values = next.filter { $0 != .null }
    }
    if values.isEmpty { return nil }
    return isList || values.count > 1 ? .array(values) : values[0]
  }
}

/// The text of a record that comes in parts: lists of paragraphs, blocks with their kinds, sections with headings.
enum RecordBody {
  private static let deepest = 8
  private static let parts = [
    "headline", "heading", "summary", "paragraphs", "sections", "blocks", "body", "root", "document", "children",
  ]
  /// Kinds of blocks that hold no text of the article.
  private static let foreign = [
    "image", "embed", "video", "photo", "gallery", "ad", "advert", "iframe", "audio", "related",
  ]

  static func add(_ value: JSONValue, to draft: inout ArticleDraft, depth: Int = 0) {
    guard depth < deepest, draft.article.paragraphs.count < TextLayout.mostLines else { return draft.warnOfLength() }
    switch value {
    case .string(let text): RecordText.addParagraphs(of: text, to: &draft)
    case .number(let text): draft.addParagraph(text)
    case .bool, .null: return
    case .array(let values):
      for value in values.prefix(TextLayout.mostLines) { add(value, to: &draft, depth: depth + 1) }
      if values.count > TextLayout.mostLines { draft.warnOfLength() }
    case .object(let members):
      let kind = (value["type"] ?? value["kind"] ?? value["_type"] ?? value["nodeType"])?.string?.lowercased()
      if let kind, foreign.contains(kind) { return }
      if kind != nil, let runs = RichText.runs(of: value) { return draft.addParagraph(runs) }
      // Blocks of Editor.js keep what they hold one level deeper.
      if kind != nil, let data = value["data"], let inner = data["text"] ?? data["items"] ?? data["content"] {
        return add(inner, to: &draft, depth: depth + 1)
      }
      let before = draft.article.paragraphs.count
      for member in members where parts.contains(member.key) { add(member.value, to: &draft, depth: depth + 1) }
      guard draft.article.paragraphs.count == before else { return }
      for key in RecordValue.textKeys where key != "name" && key != "url" && !key.hasSuffix("href") {
        if let inner = value[key], inner != .null {
          add(inner, to: &draft, depth: depth + 1)
          if draft.article.paragraphs.count > before { return }
        }
      }
    }
  }
}

/// Paragraphs as editors of rich text store them: runs of text with their own style (ProseMirror, Slate, Lexical, Portable
/// Text, Contentful), which belong together.
enum RichText {
  private static let deepest = 4
  private static let mostRuns = 10_000
  private static let inline: Set<String> = [
    "text", "span", "link", "hyperlink", "a", "autolink", "mention", "code", "inlinecode", "strong", "em", "underline",
  ]
  private static let breaks: Set<String> = ["hardbreak", "hard_break", "linebreak", "br"]

  /// The text of a block all of whose parts are runs; nil for every other value.
  static func runs(of block: JSONValue, depth: Int = 0) -> String? {
    guard depth < deepest else { return nil }
    for key in ["children", "content", "rich_text"] {
      guard let parts = block[key]?.array, !parts.isEmpty, parts.count <= mostRuns else { continue }
      var text = ""
      for part in parts {
        guard let run = run(part, depth) else { return nil }
        text += run
      }
      return text
    }
    return nil
  }

  private static func run(_ value: JSONValue, _ depth: Int) -> String? {
    guard case .object = value else { return nil }
    let kind = (value["type"] ?? value["_type"] ?? value["nodeType"])?.string?.lowercased()
    if let kind, breaks.contains(kind) { return " " }
    if let kind, !inline.contains(kind) { return nil }
    if let text = (value["text"] ?? value["value"] ?? value["plain_text"])?.string { return text }
    return runs(of: value, depth: depth + 1)
  }
}

/// Titles and names that may carry markup.
enum TitleText {
  /// Tags of inline formatting that are closed again go, their text stays; what else looks like a tag is a word. Character
  /// references are resolved once.
  static func plain(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else { return text }
    return TextLayout.collapse(CharacterReferences.decoded(withoutFormatting(MarkupScripts.removed(text))))
  }

  private static let formatting: Set<String> = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "blink", "cite", "code", "del", "dfn", "div", "em", "font", "h1",
    "h2", "h3", "h4", "i", "ins", "kbd", "mark", "p", "q", "s", "samp", "small", "span", "strike", "strong", "sub",
    "sup", "tt", "u", "var",
  ]
  private static let empty: Set<String> = ["br", "wbr", "img", "hr"]

  private static func withoutFormatting(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(UInt8(ascii: "<")) else { return text }
    // Tags, by pairs: a stack of those that are open, and the ranges that go.
    var open: [(name: String, range: Range<Int>)] = []
    var gone: [(range: Range<Int>, isBreak: Bool)] = []
    var place = 0
    while let start = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = start + 1
      let isClosing = place < bytes.count && bytes[place] == UInt8(ascii: "/")
      let nameStart = isClosing ? place + 1 : place
      var nameEnd = nameStart
      while nameEnd < bytes.count, isNameByte(bytes[nameEnd]), nameEnd - nameStart < 12 { nameEnd += 1 }
      guard nameEnd > nameStart, nameEnd < bytes.count,
        bytes[nameEnd] <= 0x20 || bytes[nameEnd] == UInt8(ascii: ">") || bytes[nameEnd] == UInt8(ascii: "/"),
        let end = bytes[nameEnd...].prefix(2000).firstIndex(of: UInt8(ascii: ">"))
      else { continue }
      let name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self).lowercased()
      let range = start..<(end + 1)
      if !isClosing, empty.contains(name) {
        gone.append((range, name != "wbr"))
      } else if !isClosing, formatting.contains(name) {
        open.append((name, range))
      } else if isClosing, let match = open.suffix(32).lastIndex(where: { $0.name == name }) {
        gone.append((open[match].range, false))
        gone.append((range, false))
        open.removeSubrange(match...)
      } else {
        continue
      }
      place = end + 1
    }
    guard !gone.isEmpty else { return text }
    gone.sort { $0.range.lowerBound < $1.range.lowerBound }
    var output: [UInt8] = []
    var last = 0
    for (range, isBreak) in gone {
      output += bytes[last..<range.lowerBound]
      if isBreak { output.append(0x20) }
      last = range.upperBound
    }
    return String(decoding: output + bytes[last...], as: UTF8.self)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }
}

/// What markup holds that is never shown.
enum MarkupScripts {
  /// A text without scripts, styles and comments; elements that are not closed stay, since they may be words.
  static func removed(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    var copied = 0
    var place = 0
    // Each is looked for once only: where it is not, it is nowhere behind that either.
    var missing: Set<String> = []
    while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = open + 1
      if bytes[open...].starts(with: "<!--".utf8) {
        let end = find("-->", in: bytes, from: open + 4).map { $0 + 3 } ?? bytes.count
        output += bytes[copied..<open]
        (copied, place) = (end, end)
        continue
      }
      for name in ["script", "style", "noscript", "applet", "object", "iframe"] where !missing.contains(name) {
        guard starts(name, bytes, at: open + 1) else { continue }
        guard let end = find("</" + name, in: bytes, from: open),
          let close = bytes[end...].firstIndex(of: UInt8(ascii: ">"))
        else {
          missing.insert(name)
          continue
        }
        output += bytes[copied..<open]
        (copied, place) = (close + 1, close + 1)
        break
      }
    }
    return copied == 0 ? text : String(decoding: output + bytes[copied...], as: UTF8.self)
  }

  private static func starts(_ name: String, _ bytes: [UInt8], at start: Int) -> Bool {
    guard start + name.utf8.count < bytes.count,
      zip(bytes[start...], name.utf8).allSatisfy({ $0 | 0x20 == $1 })
    else { return false }
    let next = bytes[start + name.utf8.count]
    return next <= 0x20 || next == UInt8(ascii: ">") || next == UInt8(ascii: "/")
  }

  private static func find(_ mark: String, in bytes: [UInt8], from start: Int) -> Int? {
    let mark = Array(mark.utf8)
    var place = start
    while place + mark.count <= bytes.count {
      guard let next = bytes[place...].firstIndex(of: mark[0]), next + mark.count <= bytes.count else { return nil }
      if zip(bytes[next...], mark).allSatisfy({ $0 == $1 || ($0 | 0x20 == $1 && $1 >= 0x61) }) { return next }
      place = next + 1
    }
    return nil
  }
}

/// Character references in text that is none of a markup language (`&amp;`, `&eacute;`, `&#8211;`): those that end in a
/// semicolon and are known are resolved, once; all else stays.
enum CharacterReferences {
  static func decoded(_ text: String) -> String {
    var copy = text
    let isPlain = copy.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0x26, bytes.count) == nil } ?? true }
    if isPlain { return text }
    var entities = XMLEntities()
    return entities.expand(Array(text.utf8)[...]).text
  }
}
