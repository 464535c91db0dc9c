import CGumbo
import ReportArticles

/// The text of an article that stands nowhere in a page but in its data, or in what it shows without scripts.
enum HiddenText {
  struct Found {
    var paragraphs: [String]
    /// The headline as the data have it.
    var title: String?
    /// What else the record says.
    var members: [JSONValue.Member] = []
  }

  /// The text in the page's data that belongs to one of these headlines; nil without.
  static func inData(of html: [UInt8], titles: [String]) -> Found? {
    let data = ScriptData(html)
    if data.values.isEmpty, data.rows.isEmpty { return nil }
    var references: [String: JSONValue] = [:]
    for row in data.rows { references[row.name] = row.value }
    for value in data.values { addNormalised(value, to: &references, depth: 0) }
    if let record = PageRecord(in: data.values + data.rows.map(\.value), titles: titles, references: references) {
      return Found(paragraphs: record.paragraphs, title: record.title, members: record.members)
    }
    let markup = StreamedMarkup.html(of: data.rows)
    guard markup.utf8.count > 200 else { return nil }
    let tree = HTMLTree(Array("<html><body>\(markup)</body></html>".utf8))
    let keys = PageRecord.keys(of: titles)
    guard let heading = (0..<tree.count).first(where: { isHeadline($0, in: tree, keys) }) else { return nil }
    let title = tree.plainText(heading)
    let blocks = MainContent(tree, title: title).blocks().map(\.text).filter {
      TextLayout.key($0) != TextLayout.key(title)
    }
    return blocks.isEmpty ? nil : Found(paragraphs: blocks, title: title)
  }

  private static func isHeadline(_ node: Int, in tree: HTMLTree, _ keys: Set<String>) -> Bool {
    HTMLElements.isHeading(tree.tags[node]) && keys.contains(TextLayout.key(tree.plainText(node)))
  }

  /// Records under names such as `Article:7`, to which others refer (Apollo, Relay).
  private static func addNormalised(_ value: JSONValue, to references: inout [String: JSONValue], depth: Int) {
    guard depth < 3, let members = value.members, references.count < 50_000 else { return }
    for member in members {
      if member.key.contains(":"), member.value.members != nil { references[member.key] = member.value }
      addNormalised(member.value, to: &references, depth: depth + 1)
    }
  }

  /// The paragraphs of the `noscript` elements, where they hold the article rather than a request to switch scripts on.
  static func inNoscript(of tree: HTMLTree, title: String) -> [String] {
    var result: [String] = []
    let titleKey = TextLayout.key(title)
    for node in 0..<tree.count where tree.has(node, GUMBO_TAG_NOSCRIPT) {
      var collector = BlockCollector(tree: tree, excluded: [])
      collector.collect(node)
      let blocks = collector.blocks.filter { TextLayout.key($0.text) != titleKey }
      let isText = blocks.contains {
        $0.letters >= 60 && $0.linkLetters * 2 < $0.letters && TextLayout.endsSentence($0.text)
      }
      let isRequest = blocks.contains { $0.text.lowercased().contains("javascript") }
      if isText, !isRequest, blocks.reduce(0, { $0 + $1.letters }) >= 120 { result += blocks.map(\.text) }
    }
    return result
  }
}
