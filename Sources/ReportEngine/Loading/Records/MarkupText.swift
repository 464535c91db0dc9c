/// The text of a fragment of HTML.
enum MarkupText {
  /// Its paragraphs: block elements and line breaks part them, scripts and styles are left out.
  static func paragraphs(_ html: String) -> [String] {
    var result: [String] = []
    var current = ""
    var rest = html[...]
    func flush() {
      let text = TextLayout.collapse(current)
      if !text.isEmpty { result.append(text) }
      current = ""
    }
    while let open = rest.firstIndex(of: "<") {
      current += rest[..<open]
      rest = rest[rest.index(after: open)...]
      guard let close = rest.firstIndex(of: ">") else { break }
      let tag = rest[..<close].prefix { $0.isLetter || $0.isNumber || $0 == "/" }.lowercased()
      rest = rest[rest.index(after: close)...]
      if tag == "script" || tag == "style" {
        guard let end = rest.firstRange(of: "</\(tag)") else { break }
        rest = rest[end.lowerBound...]
      } else if [
        "p", "/p", "br", "br/", "div", "/div", "li", "/li", "h1", "/h1", "h2", "/h2", "h3", "/h3", "ul", "tr", "td",
      ].contains(tag) {
        flush()
      }
    }
    current += rest
    flush()
    return result
  }
}
