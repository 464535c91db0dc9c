import ReportArticles

/// Writes the elements that React streams (`["$","p",key,{"children":…}]`) as HTML, so that they are read as a page is.
struct StreamedMarkup {
  private static let limit = 8 << 20

  private let texts: [String: String]
  private var html = ""

  /// The HTML of all elements among the rows; empty where there are none.
  static func html(of rows: [(name: String, value: JSONValue)]) -> String {
    var texts: [String: String] = [:]
    for row in rows { if let text = row.value.string { texts[row.name] = text } }
    var markup = StreamedMarkup(texts: texts)
    for row in rows where row.value.array != nil { markup.write(row.value, depth: 0) }
    return markup.html
  }

  private init(texts: [String: String]) { self.texts = texts }

  private mutating func write(_ value: JSONValue, depth: Int) {
    guard depth < 100, html.utf8.count < StreamedMarkup.limit else { return }
    switch value {
    case .string(let text):
      if let text = resolved(text) { html += escaped(text) }
    case .number(let text): html += text
    case .array(let items):
      if items.count >= 4, items[0].string == "$", let type = items[1].string, items[3].members != nil {
        writeElement(type, items[3], depth: depth)
      } else {
        for item in items where item.array != nil || item.string != nil { write(item, depth: depth + 1) }
      }
    default: return
    }
  }

  private static let attributes = [
    ("className", "class"), ("id", "id"), ("href", "href"), ("src", "src"), ("alt", "alt"), ("dateTime", "datetime"),
    ("itemProp", "itemprop"),
  ]

  private mutating func writeElement(_ type: String, _ properties: JSONValue, depth: Int) {
    let isElement = type.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    let tag = isElement && !type.isEmpty ? type : "div"
    if tag == "script" || tag == "style" { return }
    html += "<" + tag
    for (property, name) in StreamedMarkup.attributes {
      if let text = properties[property]?.string { html += " \(name)=\"\(escaped(text))\"" }
    }
    html += ">"
    if ["img", "br", "hr", "input", "meta", "link", "source", "wbr"].contains(tag) { return }
    if let inner = properties["dangerouslySetInnerHTML"]?["__html"]?.string {
      html += resolved(inner) ?? ""
    } else if let children = properties["children"] {
      write(children, depth: depth + 1)
    }
    html += "</\(tag)>"
  }

  /// A text, which may be the name of another row; nil for names of what is no text.
  private func resolved(_ text: String) -> String? {
    guard text.hasPrefix("$") else { return text }
    if text.hasPrefix("$$") { return String(text.dropFirst()) }
    return texts[String(text.dropFirst())]
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
  }
}
