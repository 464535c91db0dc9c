/// The text of a fragment of HTML.
enum MarkupText {
  /// Its paragraphs: block elements and line breaks part them, scripts and styles are left out.
  static func paragraphs(_ html: String) -> [String] {
    let tree = HTMLTree(Array(html.utf8), isFragment: true)
    guard tree.count > 0 else { return [] }
    var collector = BlockCollector(tree: tree, excluded: [])
    // No script runs in a record; and an element that its page never closed would take the rest with it.
    collector.readsNoscript = true
    collector.collect(0)
    return collector.blocks.map(\.text)
  }
}
