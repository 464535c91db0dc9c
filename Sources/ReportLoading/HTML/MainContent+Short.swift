import CGumbo

/// Articles of a sentence or two: too short to be told from what else is on a page but by the headline over them.
extension MainContent {
  /// The box of a short text below the headline; nil where there is none, or where longer text was found that is likely to
  /// be the article's.
  func shortText() -> Int? {
    guard let heading, let scope = textBox(around: heading) else { return nil }
    let after = Int(tree.ends[heading])..<Int(tree.ends[scope])
    let own = after.reduce(Int32(0)) { tree.isText($1) && !excluded[$1] ? $0 + letters[$1] - linkLetters[$1] : $0 }
    guard own < 400 else { return nil }
    guard let container else { return scope }
    let containerRange = container..<Int(tree.ends[container])
    // The text that was found stands below the headline.
    if (scope..<Int(tree.ends[scope])).contains(container) { return nil }
    let isMeant = tree.has(scope, GUMBO_TAG_ARTICLE) || tree.has(scope, GUMBO_TAG_MAIN)
    if containerRange.contains(scope) {
      let inside = proseLetters[scope]
      return (inside == 0 || isMeant) && proseLetters[container] - inside < 800 ? scope : nil
    }
    if isInFooter(container) || isTeasers(container) { return scope }
    if isMeant {
      let isElsewhere = isOutsideMain(container, of: heading)
      return proseLetters[container] < (isElsewhere ? 1000 : min(1000, own * 2)) ? scope : nil
    }
    return container > scope && proseLetters[container] < 250 && hasOneParagraph(container) ? scope : nil
  }

  private func hasOneParagraph(_ node: Int) -> Bool {
    var collector = BlockCollector(tree: tree, excluded: excluded)
    collector.collect(node)
    return collector.blocks.count { $0.letters >= 40 } <= 1
  }

  /// Whether the headline stands in the main part of the page and an element does not.
  private func isOutsideMain(_ node: Int, of heading: Int) -> Bool {
    var parent = heading
    while parent > 0, !tree.has(parent, GUMBO_TAG_MAIN) { parent = Int(tree.parents[parent]) }
    return parent > 0 && !(parent..<Int(tree.ends[parent])).contains(node)
  }

  /// The innermost element around the headline that has text below it, other than dates and names.
  private func textBox(around heading: Int) -> Int? {
    var box = Int(tree.parents[heading])
    var reached = Int(tree.ends[heading])
    while box > 0, !tree.has(box, GUMBO_TAG_BODY), !tree.has(box, GUMBO_TAG_HTML) {
      defer {
        reached = Int(tree.ends[box])
        box = Int(tree.parents[box])
      }
      if excluded[box] { return nil }
      if tree.has(box, GUMBO_TAG_HEADER) || tree.has(box, GUMBO_TAG_HGROUP) { continue }
      for node in reached..<Int(tree.ends[box]) where tree.isText(node) && !excluded[node] {
        if letters[node] < 12 || linkLetters[node] > 0 || isInInvisible(node, below: box) { continue }
        let text = tree.plainText(node)
        let line = lineReader.read(TextLayout.Line(text: text, number: 1, block: 1))
        if line.kind == .text, TextLayout.wordCount(text) >= 3 { return box }
      }
    }
    return nil
  }

  private func isInInvisible(_ node: Int, below box: Int) -> Bool {
    var parent = Int(tree.parents[node])
    while parent > box {
      if HTMLElements.isInvisible(tree.tags[parent]) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  /// Whether what was found stands at the foot of the page, where no article does.
  var isAtFoot: Bool { container.map { isInFooter($0) || onlyFootHasText(in: $0) } ?? false }

  /// Whether all of the prose in an element is at the foot of the page.
  private func onlyFootHasText(in node: Int) -> Bool {
    guard proseLetters[node] < 600, tree.has(node, GUMBO_TAG_BODY) || tree.has(node, GUMBO_TAG_DIV) else {
      return false
    }
    let foot = tree.descendants(node).first { tree.has($0, GUMBO_TAG_FOOTER) && !excluded[$0] }
    return foot.map { proseLetters[$0] == proseLetters[node] && proseLetters[node] > 0 && !isShort && isInFooter($0) }
      ?? false
  }

  /// Whether an element is at the foot of the page.
  private func isInFooter(_ node: Int) -> Bool {
    var parent = node
    while parent > 0 {
      if tree.has(parent, GUMBO_TAG_FOOTER) { return true }
      if tree.has(parent, GUMBO_TAG_ARTICLE) { return false }
      parent = Int(tree.parents[parent])
    }
    return false
  }
}
