import CGumbo

/// What belongs to the sentences of a paragraph, whatever its names say.
extension MainContent {
  /// Words of a paragraph, whatever their class says (HTML Standard, 3.2.5.2.5, phrasing content): who said something is
  /// often a link of class `link` or `source`. What shows under the pointer, and a link behind the last sentence, are none.
  mutating func isWord(_ node: Int, verdict: HTMLNames.Verdict) -> Bool {
    guard letters[node] > 0, isPhrasing(node), !hidesText(node) else { return false }
    var block = Int(tree.parents[node])
    while block > 0, !HTMLElements.isBlock(tree.tags[block]) {
      // The box of a name or a term, which stands behind it.
      if self.verdict(on: block) == .foreign, !beginsWith(node, box: block) { return false }
      block = Int(tree.parents[block])
    }
    guard block > 0 else { return false }
    let isParagraph = MainContent.paragraphs.contains { tree.has(block, $0) }
    let flow = flow(of: block)
    if flow >= 40 || (isParagraph && flow >= 8) {
      return !isBoxBehindName(node) && !isAppendix(node, in: block)
    }
    return isParagraph && verdict != .foreign && letters[node] >= 40 && linkLetters[node] * 2 < letters[node]
      && endsLikeSentence(node)
  }

  private static let paragraphs = [GUMBO_TAG_P, GUMBO_TAG_LI, GUMBO_TAG_DD, GUMBO_TAG_TD, GUMBO_TAG_BLOCKQUOTE]

  /// Whether the first text in a box stands in an element.
  private func beginsWith(_ node: Int, box: Int) -> Bool {
    let first = (box + 1..<Int(tree.ends[box])).prefix(64).first { tree.isText($0) && letters[$0] > 0 }
    return first.map { (node..<Int(tree.ends[node])).contains($0) } ?? false
  }

  /// Whether an element is no block and holds none.
  private func isPhrasing(_ node: Int) -> Bool {
    !HTMLElements.isBlock(tree.tags[node]) && Int(tree.ends[node]) - node < 400
      && !tree.descendants(node).contains { !tree.isText($0) && HTMLElements.isBlock(tree.tags[$0]) }
  }

  /// Whether one of the names of an element hides it, rather than saying what it is.
  func hidesText(_ node: Int) -> Bool {
    var hides = false
    tree.forEachName(of: node) { hides = hides || $0.hides }
    return hides
  }

  /// Letters that stand in a block itself: in none of its blocks, and in no element about whose names there is a doubt.
  private mutating func flow(of block: Int) -> Int32 {
    if let known = flows[block] { return known }
    var count: Int32 = 0
    var node = block + 1
    while node < Int(tree.ends[block]) {
      if tree.isText(node) {
        count += letters[node]
      } else if HTMLElements.isBlock(tree.tags[node]) || HTMLElements.isInvisible(tree.tags[node])
        || verdict(on: node) ?? .none != .none
      {
        node = Int(tree.ends[node])
        continue
      }
      node += 1
    }
    flows[block] = count
    return count
  }

  /// A long box with links right behind another element, as of a name that shows who that is.
  private func isBoxBehindName(_ node: Int) -> Bool {
    guard letters[node] > 40, linkLetters[node] > 0, !tree.has(node, GUMBO_TAG_A) else { return false }
    let parent = Int(tree.parents[node])
    let before = stride(from: node - 1, to: parent, by: -1).first { tree.isText($0) && letters[$0] > 0 }
    return before.map { Int(tree.parents[$0]) != parent } ?? false
  }

  /// A short link behind the last sentence of a block: “Read more”, “12 comments”.
  private func isAppendix(_ node: Int, in block: Int) -> Bool {
    guard letters[node] <= 40, linkLetters[node] > 0,
      !(Int(tree.ends[node])..<Int(tree.ends[block])).contains(where: { tree.isText($0) && letters[$0] > 0 }),
      let before = stride(from: node - 1, to: block, by: -1).first(where: { tree.isText($0) && letters[$0] > 0 })
    else { return false }
    let text = tree.bytes(of: before)
    let isAfterSentence =
      text.withUnsafeBufferPointer { TextLayout.endsSentence($0) }
      && text.last { $0 > 0x20 } != UInt8(ascii: ":")
    return isAfterSentence && !endsLikeSentence(node)
  }
}
