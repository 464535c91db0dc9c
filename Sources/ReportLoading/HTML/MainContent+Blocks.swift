import CGumbo
import ReportArticles

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
    var skipsTeaser = false
    var isAfterByline = false
    let isListing = isListing(blocks)
    let teasers = isListing ? [Bool](repeating: false, count: blocks.count) : teaserBlocks(blocks)
    let tail = tailStart(blocks)
    var advertisementEnd = 0
    for (index, block) in blocks.enumerated() {
      let words = TextLayout.wordCount(block.text)
      let linkShare = Double(block.linkLetters) / Double(max(1, block.letters))
      if teasers[index] || block.node < advertisementEnd { continue }
      if block.keepsLines {
        result.append((block.text, false, block.node))
        continue
      }
      // An offer near the end stands in place of the rest.
      if index >= tail, words <= 45, lineReader.isBarrier(block.text) { break }
      if block.isHeading || words <= 4, linkShare < 0.5, !result.isEmpty, lineReader.headsComments(block.text) { break }
      let line = lineReader.read(TextLayout.Line(text: block.text, number: 1, block: 1))
      // What a linked heading under “More from the city” is about.
      if skipsTeaser, !block.isHeading, words < 60 {
        skipsTeaser = false
        continue
      }
      skipsTeaser = false
      switch line.kind {
      case .related:
        skipsLinks = true
        if !line.isBodyLike { continue }
      case .furniture where lineReader.labelsAdvertisement(block.text):
        advertisementEnd = advertisementBox(around: block)
        continue
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
      if skipsLinks, linkShare > 0.5 {
        skipsTeaser = block.isHeading
        continue
      }
      skipsLinks = skipsLinks && block.isHeading
      // “Read also”, lists of tags, teasers.
      if linkShare > 0.8, words < 30,
        !(block.isInline && TextLayout.endsSentence(block.text) && !isInLink(block.node)),
        !headsText(index, in: blocks), !(isListing && block.isHeading), !isItemOfText(index, in: blocks)
      {
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

  /// The first block after which there are no three paragraphs any more.
  private func tailStart(_ blocks: [BlockCollector.Block]) -> Int {
    var paragraphs = 0
    for index in blocks.indices.reversed() {
      let block = blocks[index]
      if block.letters >= 120, block.linkLetters * 2 < block.letters, !block.isHeading { paragraphs += 1 }
      if paragraphs == 3 { return index }
    }
    return 0
  }

  /// What asks to subscribe in place of the rest of the article; nil where nothing that can be seen does.
  func barrier() -> String? {
    guard let container else { return nil }
    var scope = container
    while Int(tree.parents[scope]) > 0, !tree.has(scope, GUMBO_TAG_ARTICLE), !tree.has(scope, GUMBO_TAG_MAIN),
      !tree.has(Int(tree.parents[scope]), GUMBO_TAG_BODY)
    {
      scope = Int(tree.parents[scope])
    }
    var node = heading.map { max($0, scope) } ?? scope
    while node < Int(tree.ends[scope]) {
      if tree.isText(node) {
        node += 1
        continue
      }
      let isLeft =
        HTMLElements.isInvisible(tree.tags[node]) || tree.has(node, GUMBO_TAG_FOOTER) || tree.has(node, GUMBO_TAG_NAV)
        || isHidden(node) || hidesText(node)
      if isLeft {
        node = Int(tree.ends[node])
        continue
      }
      if HTMLElements.isBlock(tree.tags[node]), (1..<40).contains(Int(tree.ends[node]) - node),
        letterCount(below: node) <= 300
      {
        let text = tree.plainText(node)
        if TextLayout.wordCount(text) <= 45, lineReader.isBarrier(text) { return text }
      }
      node += 1
    }
    return nil
  }

  private func letterCount(below node: Int) -> Int {
    tree.descendants(node).reduce(0) { tree.isText($1) ? $0 + tree.bytes(of: $1).count : $0 }
  }

  /// The end of the small box that a label calls an advertisement; 0 where the label stands alone.
  private func advertisementBox(around label: BlockCollector.Block) -> Int {
    let most = Int32(truncatingIfNeeded: label.letters) + 250
    var box: Int?
    var node = label.node
    while node > container ?? 0, letters[node] <= most {
      if letters[node] > label.letters { box = node }
      node = Int(tree.parents[node])
    }
    return box.map { Int(tree.ends[$0]) } ?? 0
  }

  // MARK: Links

  /// Whether a block stands in a link as a whole, as cards with a picture and an excerpt do.
  private func isInLink(_ node: Int) -> Bool {
    var parent = node
    while parent > container ?? 0 {
      if HTMLElements.isLink(tree, parent) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  /// Whether a heading that is a link heads text beside it, as in articles that are lists of things.
  private func headsText(_ index: Int, in blocks: [BlockCollector.Block]) -> Bool {
    let block = blocks[index]
    guard block.isHeading, !isInLink(block.node), blocks.indices.contains(index + 1) else { return false }
    let next = blocks[index + 1]
    return !next.isHeading && !next.isItem && next.linkLetters * 3 < next.letters
      && TextLayout.wordCount(next.text) >= 8
      && tree.parents[next.node] == tree.parents[block.node]
  }

  /// Whether a link is an item of a list that a paragraph announces and after which the text goes on.
  private func isItemOfText(_ index: Int, in blocks: [BlockCollector.Block]) -> Bool {
    guard blocks[index].isItem, TextLayout.wordCount(blocks[index].text) <= 12 else { return false }
    let list = tree.parents[blocks[index].node]
    func isListed(_ other: Int) -> Bool { blocks[other].isItem && tree.parents[blocks[other].node] == list }
    let near = max(0, index - 12)..<min(blocks.count, index + 13)
    guard let before = (near.lowerBound..<index).last(where: { !isListed($0) }),
      let after = (index + 1..<near.upperBound).first(where: { !isListed($0) })
    else { return false }
    let text = blocks[before].text
    return blocks[before].isInline && blocks[after].isInline && text.hasSuffix(":") && TextLayout.wordCount(text) >= 4
      && !lineReader.startsRelated(text) && blocks[after].linkLetters * 2 < blocks[after].letters
  }

  /// Which blocks are in boxes with a linked heading and a few lines about another article, several of which stand among
  /// more text.
  private func teaserBlocks(_ blocks: [BlockCollector.Block]) -> [Bool] {
    var result = [Bool](repeating: false, count: blocks.count)
    guard let container, blocks.contains(where: { $0.isHeading && $0.linkLetters > 0 }) else { return result }
    var spans: [ClosedRange<Int>] = []
    var letters = 0
    for (index, block) in blocks.enumerated() where block.isHeading && block.linkLetters * 5 > block.letters * 4 {
      if leadsElsewhere(block.node) { continue }
      let previous = blocks[..<index].last { $0.isHeading }?.node ?? container
      let next = blocks[(index + 1)...].first { $0.isHeading }?.node ?? tree.count
      var box = block.node
      while Int(tree.parents[box]) > max(container, previous), Int(tree.ends[Int(tree.parents[box])]) <= next {
        box = Int(tree.parents[box])
      }
      if box == block.node { continue }
      let range = box..<Int(tree.ends[box])
      var (first, last, size) = (index, index, block.letters)
      while first > 0, range.contains(blocks[first - 1].node), index - first < 4 {
        first -= 1
        size += blocks[first].letters
      }
      while last + 1 < blocks.count, range.contains(blocks[last + 1].node), last - first < 5 {
        last += 1
        size += blocks[last].letters
      }
      if size > 600 || last - first > 3 { continue }
      letters += size
      spans.append(first...last)
    }
    let all = blocks.reduce(0) { $0 + $1.letters }
    let own = all - letters
    guard spans.count > 1, letters < own || (own >= 200 && letters < own * 3) else { return result }
    for span in spans { for index in span { result[index] = true } }
    return result
  }

  /// Whether the text is a list of other articles of the site: linked headings with a line or two below each.
  func isListing() -> Bool {
    guard let container else { return false }
    var collector = BlockCollector(tree: tree, excluded: excluded)
    collector.collect(container)
    return isListing(collector.blocks)
  }

  private func isListing(_ blocks: [BlockCollector.Block]) -> Bool {
    var (headings, listed, all) = (0, 0, 0)
    var isBelow = false
    for block in blocks where block.node != heading {
      all += block.letters
      if block.isHeading {
        isBelow = block.linkLetters * 5 > block.letters * 4 || isInLink(block.node)
        if isBelow, leadsElsewhere(block.node) { return false }
        if isBelow { headings += 1 }
      }
      if isBelow { listed += block.letters }
    }
    return headings >= 4 && listed * 10 >= all * 8 && listed < headings * 600
  }

  /// Whether a heading links to another site.
  private func leadsElsewhere(_ heading: Int) -> Bool {
    let link = tree.descendants(heading).first { HTMLElements.isLink(tree, $0) }
    guard let host = link.flatMap({ tree.attribute($0, "href") }).flatMap(Article.host) else { return false }
    return host != site
  }
}
