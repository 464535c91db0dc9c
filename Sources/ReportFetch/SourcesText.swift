/// Writes entries into the text of a file of sources, and leaves all else as it stands.
package enum SourcesText {
  /// An entry in YAML.
  package static func entry(_ source: Source, indent: String) -> String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines: [String] = []
    if let address = source.address { lines.append("url: \(quoted(address.description))") }
    if let path = source.path { lines.append("path: \(quoted(path))") }
    let usual: Source.Kind = source.path == nil ? .feed : .directory
    if source.kind != usual { lines.append("type: \(source.kind.rawValue)") }
    if let section = source.section { lines.append("section: \(quoted(section))") }
    if let publisher = source.publisher { lines.append("publisher: \(quoted(publisher))") }
    if let language = source.language { lines.append("language: \(quoted(language))") }
    if source.fullText { lines.append("full-text: true") }
    return "\(indent)\(source.name):\n" + lines.map { "\(indent)  \($0)\n" }.joined()
  }

  /// The text with entries at the end of its `sources:`, which is made when it is missing; nil when its sources are written
  /// in a way that cannot be added to (a list elsewhere, braces).
  package static func adding(_ sources: [Source], to text: String) -> String? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard let start = lines.firstIndex(where: { $0.hasPrefix("sources:") }) else {
      let gap = lines.isEmpty ? "" : "\n"
      return lines.map { $0 + "\n" }.joined() + gap + "sources:\n" + sources.map { entry($0, indent: "  ") }.joined()
    }
    let rest = lines[start].dropFirst("sources:".count).drop { $0 == " " }
    guard rest.isEmpty || rest.hasPrefix("#") else { return nil }
    var end = start + 1
    var last = start
    var indent: String?
    while end < lines.count {
      let line = lines[end]
      let isBlank = line.allSatisfy { $0 == " " } || line.drop { $0 == " " }.hasPrefix("#")
      if !isBlank {
        guard line.hasPrefix(" ") else { break }
        if indent == nil { indent = String(line.prefix { $0 == " " }) }
        last = end
      }
      end += 1
    }
    let added = sources.map { entry($0, indent: indent ?? "  ") }.joined()
    return lines[...last].map { $0 + "\n" }.joined() + added + lines[(last + 1)...].map { $0 + "\n" }.joined()
  }
}
