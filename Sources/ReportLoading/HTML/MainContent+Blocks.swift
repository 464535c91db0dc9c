import CGumbo

/// The blocks of the main content: what is read out once it is known where it stands.
extension MainContent {
  /// The blocks of the body in order: text, and whether it is a heading.
  func blocks() -> [(text: String, isHeading: Bool, node: Int)] {
    guard let container else { return [] }
    var collector = BlockCollector(tree: tree, excluded: excluded)
    for lead in leads(of: container) { collector.collect(lead) }
    collector.collect(container)
    if let parts { return filter(collector.blocks.filter { parts.contains($0.node) }) }
    return filter(collector.blocks)
  }

  /// Boxes with text right before the one that names itself the body: its first paragraph stands in a box of its own on
  /// some pages.
  private func leads(of container: Int) -> [Int] {
    guard tree.parents[container] >= 0, container == marked else { return [] }
    var found: [Int] = []
    for sibling in tree.children(Int(tree.parents[container])) where sibling < container && !tree.isText(sibling) {
      if excluded[sibling] { continue }
      // What stands over the headline is not the article's.
      if let heading, sibling <= heading, heading < Int(tree.ends[sibling]) {
        found = []
      } else if proseLetters[sibling] > 0, names.meaning(tree, sibling, "class", "id").contains(.lead),
        linkLetters[sibling] * 3 < letters[sibling],
        proseLetters[sibling] * 3 > letters[sibling] * 2
      {
        found.append(sibling)
      }
    }
    return found.suffix(2)
  }

  /// Whether a small box holds a picture: what is written in it tells what the picture shows.
  private func isUnderImage(_ node: Int) -> Bool {
    Int(tree.ends[node]) - node < 24 && tree.descendants(node).contains { tree.has($0, GUMBO_TAG_IMG) }
  }

  func filter(_ blocks: [BlockCollector.Block]) -> [(text: String, isHeading: Bool, node: Int)] {
    var result: [(text: String, isHeading: Bool, node: Int)] = []
    var skipsLinks = false
    var isAfterByline = false
    for (index, block) in blocks.enumerated() {
      let words = TextLayout.wordCount(block.text)
      let linkShare = Double(block.linkLetters) / Double(max(1, block.letters))
      let line = lineReader.read(TextLayout.Line(text: block.text, number: 1, block: 1))
      switch line.kind {
      case .related:
        skipsLinks = true
        if !line.isBodyLike { continue }
      case .promotion, .furniture, .end, .tags, .breadcrumb: if words < 25 { continue }
      case .caption where words < 12 && !block.isHeading: continue
      case .editor where index + 3 >= blocks.count && words < 8: continue
      case .text where isAfterByline && result.isEmpty && words <= 4 && !TextLayout.endsSentence(block.text):
        // The agency or the writer's role on the next line.
        isAfterByline = false
        continue
      case .date, .stamps, .byline:
        isAfterByline = true
        if result.count < 3 || words < 8 || index + 2 >= blocks.count { continue }
      default: break
      }
      if words <= 15, !block.isHeading, !TextLayout.endsSentence(block.text), isUnderImage(block.node) { continue }
      if CreditLine.matches(block.text) || (words <= 45 && PromotionText.matches(block.text)) { continue }
      if result.count < 2, words <= 30, lineReader.isMetaLine(block.text) { continue }
      // “Don't miss” and what not to miss in one block.
      if linkShare > 0.5, words > 8, lineReader.startsRelated(block.text) { continue }
      if skipsLinks, linkShare > 0.5 { continue }
      skipsLinks = skipsLinks && block.isHeading
      // “Read also”, lists of tags, teasers.
      if linkShare > 0.8, words < 30, !(block.isInline && TextLayout.endsSentence(block.text)) {
        if block.isItem || words < 14 || linkShare > 0.95 {
          // “You can also check:” over a list of links.
          if let last = result.last, last.isHeading, last.text.hasSuffix(":") { result.removeLast() }
          continue
        }
      }
      result.append((block.text, block.isHeading, block.node))
    }
    while let last = result.last, last.isHeading || CreditLine.isSignature(last.text) { result.removeLast() }
    return result
  }
}
