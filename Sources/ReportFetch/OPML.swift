import ReportArticles
import ReportLoading

/// Lists of feeds as other programs write and read them (OPML 2.0).
package enum OPML {
  /// A feed in such a list.
  struct Outline: Sendable, Hashable {
    var title: String?
    var address: WebAddress
    /// The nearest folder around it, or its first category.
    var section: String?
    var language: String?
    var line: Int
  }

  /// Whether a text is OPML: its first element says so.
  package static func isOPML(_ text: String) -> Bool {
    let head = text.prefix(4096).lowercased()
    guard let first = head.firstIndex(where: { !$0.isWhitespace && $0 != "\u{FEFF}" }), head[first] == "<" else {
      return false
    }
    return head.contains("<opml")
  }

  /// The feeds, and what could not be read. Feeds that are there twice come once.
  static func read(_ text: String) -> (outlines: [Outline], faults: [(line: Int, message: String)]) {
    let tree = XMLTree(Array(text.utf8))
    var outlines: [Outline] = []
    var faults: [(line: Int, message: String)] = []
    var known: Set<WebAddress> = []
    guard let root = tree.root else { return ([], [(1, "not OPML")]) }
    for node in tree.descendants(root) where tree.nodes[node].localName.lowercased() == "outline" {
      func value(_ name: String) -> String? {
        let found = tree.nodes[node].attributes.first { $0.name.lowercased() == name.lowercased() }?.value
        return found.flatMap { HTTPHeaders.trimmed($0[...]).isEmpty ? nil : HTTPHeaders.trimmed($0[...]) }
      }
      guard let url = value("xmlUrl") else { continue }
      let line = tree.nodes[node].line
      guard var address = WebAddress(url) else {
        faults.append((line, "“\(url.prefix { $0 != "?" }.suffix(80))” is not an http or https address"))
        continue
      }
      if address.hadCredentials, let plain = WebAddress(address.description) { address = plain }
      guard known.insert(address).inserted else { continue }
      var folder: String?
      let parent = tree.nodes[node].parent
      if parent >= 0, tree.nodes[parent].localName.lowercased() == "outline" {
        folder = tree.attribute(parent, "title") ?? tree.attribute(parent, "text")
      }
      let category = value("category")?.split(separator: ",").first.map { String($0.drop { $0 == "/" }) }
      outlines.append(
        Outline(
          title: value("title") ?? value("text"), address: address, section: folder ?? category,
          language: value("language"), line: line))
    }
    return (outlines, faults)
  }

  /// A name for a feed that no other one has: from its title, else from its host.
  static func name(for outline: Outline, taken: inout Set<String>) -> String {
    SourceNames.name(from: outline.title ?? "", host: outline.address.host, taken: &taken)
  }

  /// The list of web sources, with their sections as folders.
  package static func text(of sources: [Source], title: String) -> String {
    func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
        "\"", with: "&quot;")
    }
    func line(_ source: Source, _ indent: String) -> String {
      guard let address = source.address else { return "" }
      let title = escaped(source.publisher ?? source.name)
      let language = source.language.map { " language=\"\(escaped($0))\"" } ?? ""
      return
        "\(indent)<outline type=\"rss\" text=\"\(title)\" title=\"\(title)\" xmlUrl=\"\(escaped(address.description))\"\(language)/>\n"
    }
    var result =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>\(escaped(title))</title></head>\n  <body>\n"
    var sections: [String] = []
    for source in sources where source.kind == .feed {
      if let section = source.section {
        if !sections.contains(section) { sections.append(section) }
      } else {
        result += line(source, "    ")
      }
    }
    for section in sections {
      result += "    <outline text=\"\(escaped(section))\" title=\"\(escaped(section))\">\n"
      for source in sources where source.kind == .feed && source.section == section { result += line(source, "      ") }
      result += "    </outline>\n"
    }
    return result + "  </body>\n</opml>\n"
  }
}

/// Names for sources.
package enum SourceNames {
  /// A name that no other source has: from a title, or from a host where the title gives none.
  package static func name(from title: String, host: String, taken: inout Set<String>) -> String {
    func plain(_ text: String) -> String {
      var result = ""
      for byte in text.lowercased().utf8.prefix(200) {
        if (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) {
          result.unicodeScalars.append(Unicode.Scalar(byte))
        } else if !result.hasSuffix("-"), !result.isEmpty, byte < 0x80 {
          result += "-"
        }
      }
      while result.hasSuffix("-") { result.removeLast() }
      return String(result.prefix(40))
    }
    var base = plain(title)
    // A title in another script leaves too little.
    if base.utf8.count < 3 { base = plain(host.hasPrefix("www.") ? String(host.dropFirst(4)) : host) }
    if base.isEmpty { base = "source" }
    var name = base
    var number = 2
    while !taken.insert(name).inserted {
      name = "\(base)-\(number)"
      number += 1
    }
    return name
  }
}
