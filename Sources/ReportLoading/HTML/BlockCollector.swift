import CGumbo

/// Reads the blocks of text below an element, in order.
package struct BlockCollector {
  package struct Block {
    package var text: String
    var isHeading: Bool
    var isItem: Bool
    /// A paragraph among paragraphs, rather than a box of its own.
    var isInline: Bool
    /// Its line breaks are the author's.
    var keepsLines = false
    var letters: Int
    var linkLetters: Int
    var node: Int
  }

  let tree: HTMLTree
  let excluded: [Bool]
  /// Whether `noscript` is read, which stands for what a script would put there.
  var readsNoscript = false
  package private(set) var blocks: [Block] = []

  private var current: [UInt8] = []
  private var links = 0
  private var currentNode = 0
  /// The end of the row of a table that is being read.
  private var rowEnd = 0
  /// What is collected is preformatted.
  private var isPreformatted = false

  package init(tree: HTMLTree, excluded: [Bool]) {
    self.tree = tree
    self.excluded = excluded
  }

  /// Collects below `root`. No recursion: pages nest as deeply as they like.
  package mutating func collect(_ root: Int) {
    var node = root + 1
    var closing: [(end: Int, node: Int)] = [(Int(tree.ends[root]), root)]
    var linkEnd = 0
    var breaks = 0
    currentNode = root
    while node < Int(tree.ends[root]) {
      while let last = closing.last, node >= last.end {
        flush()
        closing.removeLast()
        currentNode = closing.last?.node ?? root
      }
      if !excluded.isEmpty, excluded[node] {
        node = Int(tree.ends[node])
        continue
      }
      if tree.isText(node) {
        let text = tree.bytes(of: node)
        if !text.allSatisfy({ $0 <= 0x20 }) { breaks = 0 }
        current += text
        if node < linkEnd { links += MainContent.letterCount(text) }
      } else if tree.has(node, GUMBO_TAG_BR) {
        breaks += 1
        // Two breaks part paragraphs; so does one after a finished sentence of some length.
        if isPreformatted {
          current.append(0x0A)
        } else if breaks > 1 || endsLongSentence() {
          flush()
        } else {
          current.append(0x20)
        }
      } else if HTMLElements.isInvisible(tree.tags[node]), !(readsNoscript && tree.has(node, GUMBO_TAG_NOSCRIPT)),
        !HTMLElements.isButtonOfHeading(tree, node)
      {
        node = Int(tree.ends[node])
        continue
      } else {
        if HTMLElements.isLink(tree, node) { linkEnd = max(linkEnd, Int(tree.ends[node])) }
        if HTMLElements.isBlock(tree.tags[node]) {
          let isCell = tree.has(node, GUMBO_TAG_TD) || tree.has(node, GUMBO_TAG_TH) || node < rowEnd
          if isPreformatted {
            // A line in an element of its own.
            if !current.isEmpty, current.last != 0x0A { current.append(0x0A) }
          } else if isCell {
            current.append(0x20)
          } else {
            flush()
            closing.append((Int(tree.ends[node]), node))
            currentNode = node
            if tree.has(node, GUMBO_TAG_TR), isRow(node) { rowEnd = Int(tree.ends[node]) }
            isPreformatted = tree.has(node, GUMBO_TAG_PRE)
          }
        }
      }
      node += 1
    }
    flush()
  }

  /// Whether a row of a table holds data, which are read as one line, rather than the layout of a page.
  private func isRow(_ row: Int) -> Bool {
    var cells = 0
    var letters = 0
    for node in tree.descendants(row) {
      if tree.isText(node) {
        letters += tree.bytes(of: node).count
      } else if tree.has(node, GUMBO_TAG_TD) || tree.has(node, GUMBO_TAG_TH) {
        cells += 1
      } else if tree.has(node, GUMBO_TAG_TABLE) || HTMLElements.isHeading(tree.tags[node]) {
        return false
      }
      if letters > 600 { return false }
    }
    return cells > 1
  }

  /// Whether what was collected is of some length and ends as a sentence does. Of much text the end alone is looked at.
  private func endsLongSentence() -> Bool {
    let (whole, end) = (4096, 1024)
    if current.count <= whole {
      let text = TextLayout.collapse(bytes: current[...])
      return text.utf8.count > 80 && TextLayout.endsSentence(text)
    }
    let tail = current.suffix(end).drop { $0 & 0xC0 == 0x80 }
    return TextLayout.endsSentence(TextLayout.collapse(bytes: tail))
  }

  private mutating func flush() {
    if isPreformatted {
      let bytes = current[...]
      let linkLetters = links
      isPreformatted = false
      for (text, keepsLines) in PreformattedText.paragraphs(bytes) { add(text, linkLetters, keepsLines: keepsLines) }
    } else {
      add(TextLayout.collapse(bytes: current[...]), links)
    }
    current.removeAll(keepingCapacity: true)
    links = 0
  }

  private mutating func add(_ text: String, _ linkLetters: Int, keepsLines: Bool = false) {
    guard !text.isEmpty,
      text.unicodeScalars.contains(where: { $0.isLetterOrNumber })
    else {
      return
    }
    let tag = tree.tags[currentNode]
    blocks.append(
      Block(
        text: text, isHeading: HTMLElements.isHeading(tag),
        isItem: tree.has(currentNode, GUMBO_TAG_LI), isInline: tree.has(currentNode, GUMBO_TAG_P),
        keepsLines: keepsLines,
        letters: text.utf8.count { $0 > 0x20 && $0 & 0xC0 != 0x80 }, linkLetters: linkLetters, node: currentNode))
  }
}
