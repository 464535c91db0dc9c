import CGumbo

/// Finds the standfirst: the sentence or two between the headline and the text that say what an article is about.
///
/// By trust: what the page's metadata call its description, what the names of an element call a standfirst, a second
/// heading below the headline, a paragraph in the box of the headline.
struct HTMLStandfirst {
  let tree: HTMLTree
  let content: MainContent
  /// The keys of what the metadata say that the article is about.
  private let descriptions: [String]
  private let reader = PageLineReader()

  init(tree: HTMLTree, content: MainContent, descriptions: [String]) {
    self.tree = tree
    self.content = content
    self.descriptions = descriptions.map { HTMLStandfirst.key($0) }.filter { $0.utf8.count >= 20 }
  }

  /// The standfirst between the headline and the first block of the text, where there is one that is not text itself.
  func find(heading: Int, bodyStart: Int, title: String, paragraphs: [String]) -> String? {
    let start = Int(tree.ends[heading])
    guard bodyStart > start else { return nil }
    let titleKey = TextLayout.key(title)
    let known = Set(paragraphs.prefix(4).map { HTMLStandfirst.key($0) })
    var best: (text: String, rank: Int)?
    var node = start
    while node < min(bodyStart, start + 600) {
      if tree.isText(node) || holdsBlocks(node, before: bodyStart) {
        node += 1
        continue
      }
      if isSkipped(node) {
        node = Int(tree.ends[node])
        continue
      }
      defer { node = Int(tree.ends[node]) }
      guard let rank = rank(node, heading: heading), rank > best?.rank ?? 0 else { continue }
      let text = tree.plainText(node)
      let key = HTMLStandfirst.key(text)
      guard isStandfirst(text, rank: rank), !known.contains(key), key != titleKey, !titleKey.holds(key) else {
        continue
      }
      best = (text, rank)
    }
    return best?.text
  }

  /// Items under the headline that a box named as a summary lists, one by one.
  func points(heading: Int, bodyStart: Int, paragraphs: [String]) -> [String] {
    // Hardly a page has such a list.
    lazy var known = Set(paragraphs.map { HTMLStandfirst.key($0) })
    for node in Int(tree.ends[heading])..<max(Int(tree.ends[heading]), min(bodyStart, Int(tree.ends[heading]) + 600))
    where tree.has(node, GUMBO_TAG_UL) || tree.has(node, GUMBO_TAG_OL) {
      guard Int(tree.ends[node]) <= bodyStart, isNamed(node, upTo: heading) else { continue }
      let items = tree.children(node).filter { tree.has($0, GUMBO_TAG_LI) }.map { tree.plainText($0) }
      guard (1...8).contains(items.count), !hasLinks(node) else { continue }
      if items.allSatisfy({ TextLayout.wordCount($0) >= 4 && !known.contains(HTMLStandfirst.key($0)) }) { return items }
    }
    return []
  }

  private func isStandfirst(_ text: String, rank: Int) -> Bool {
    let words = TextLayout.wordCount(text)
    guard words >= (rank > 2 ? 4 : 7), words <= 90 else { return false }
    guard reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind == .text, !reader.isMetaLine(text) else {
      return false
    }
    return !reader.startsStamps(text) && !CreditLine.matches(text) && !PromotionText.matches(text)
  }

  private func rank(_ node: Int, heading: Int) -> Int? {
    if hasLinks(node) { return nil }
    let key = descriptions.isEmpty ? "" : HTMLStandfirst.key(tree.plainText(node))
    if descriptions.contains(where: { key == $0 || key.hasPrefix($0) || ($0.hasPrefix(key) && key.utf8.count >= 40) }) {
      return 5
    }
    if isNamed(node, upTo: heading) { return 4 }
    let isBeside = isInHead(node, of: heading)
    if HTMLElements.isHeading(tree.tags[node]) { return isBeside ? 3 : nil }
    return isBeside && (tree.has(node, GUMBO_TAG_P) || tree.has(node, GUMBO_TAG_DIV)) ? 2 : nil
  }

  /// Whether the names of an element, or of one around it that does not hold the headline, call it a standfirst.
  private func isNamed(_ node: Int, upTo heading: Int) -> Bool {
    var box = node
    for _ in 0..<4 where box > 0 && !(box..<Int(tree.ends[box])).contains(heading) {
      let meaning = content.names.meaning(tree, named: box)
      if meaning.contains(.standfirst) || meaning.contains(.subtitle) { return true }
      let property = tree.attribute(box, "itemprop")?.lowercased()
      if property == "description" || property == "alternativeheadline" || property == "abstract" { return true }
      box = Int(tree.parents[box])
    }
    return false
  }

  /// Whether an element stands in the head of the article: in the `header` of the headline, or right beside it.
  private func isInHead(_ node: Int, of heading: Int) -> Bool {
    var box = Int(tree.parents[heading])
    for _ in 0..<3 where box > 0 && !tree.has(box, GUMBO_TAG_BODY) {
      let holds = (box..<Int(tree.ends[box])).contains(node)
      if holds, tree.has(box, GUMBO_TAG_HEADER) || tree.has(box, GUMBO_TAG_HGROUP) { return true }
      if holds { return box == Int(tree.parents[heading]) && box == Int(tree.parents[node]) }
      box = Int(tree.parents[box])
    }
    return false
  }

  /// What holds no standfirst, whatever stands in it.
  private func isSkipped(_ node: Int) -> Bool {
    let tags = [GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_NAV, GUMBO_TAG_ASIDE, GUMBO_TAG_FORM, GUMBO_TAG_TIME]
    if HTMLElements.isInvisible(tree.tags[node]) || tags.contains(where: { tree.has(node, $0) }) { return true }
    let meaning = content.names.meaning(tree, named: node)
    if meaning.contains(.standfirst) || meaning.contains(.subtitle) { return false }
    return meaning.contains(.caption) || meaning.contains(.author) || meaning.contains(.breadcrumb)
      || meaning.contains(.foreign) || content.hidesText(node)
  }

  /// Whether an element holds blocks, or the text itself: what is sought is inside.
  private func holdsBlocks(_ node: Int, before bodyStart: Int) -> Bool {
    if Int(tree.ends[node]) > bodyStart { return true }
    if isSkipped(node) { return false }
    return tree.descendants(node).prefix(200).contains { !tree.isText($0) && HTMLElements.isBlock(tree.tags[$0]) }
  }

  private func hasLinks(_ node: Int) -> Bool {
    var links = 0
    var all = 0
    var linkEnd = node
    if HTMLElements.isLink(tree, node) { linkEnd = Int(tree.ends[node]) }
    for inner in tree.descendants(node) {
      if HTMLElements.isLink(tree, inner) { linkEnd = max(linkEnd, Int(tree.ends[inner])) }
      guard tree.isText(inner) else { continue }
      let count = MainContent.letterCount(tree.bytes(of: inner))
      all += count
      if inner < linkEnd { links += count }
    }
    return links * 2 > all
  }

  private static func key(_ text: String) -> String { TextLayout.key(text) }
}
