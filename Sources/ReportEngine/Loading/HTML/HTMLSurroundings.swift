import CGumbo

/// Dates and names printed around the text of a page: `<time>`, bylines, the masthead.
struct HTMLSurroundings {
  private(set) var published: ArticleDate?
  private(set) var updated: ArticleDate?
  private(set) var mastheadDate: ArticleDate?
  private(set) var authors: [String] = []

  private let tree: HTMLTree
  private let content: MainContent

  init(tree: HTMLTree, content: MainContent, heading: Int?) {
    self.tree = tree
    self.content = content
    let container = content.container ?? 0
    let start = heading.map { min($0, max(0, container)) } ?? container
    // From a little before the headline to the end of the container; dates of other articles come later.
    let end = content.container.map { Int(tree.ends[$0]) } ?? tree.count
    readItemProperties()
    let windowStart = headStart(before: start)
    readTimes(windowStart..<end)
    readPrinted(windowStart..<min(end, tree.count), heading: heading)
    readMasthead(0..<start)
    if authors.isEmpty || published == nil { readSignature(after: end) }
  }

  /// The author and the time named below the text, in the same article.
  private mutating func readSignature(after end: Int) {
    guard var parent = content.container else { return }
    for _ in 0..<4 {
      parent = Int(tree.parents[parent])
      guard parent > 0 else { return }
      let isArticle =
        tree.has(parent, GUMBO_TAG_ARTICLE) || tree.attribute(parent, "class")?.lowercased().holds("hentry") == true
      if isArticle { break }
    }
    let names = HTMLNames.shared
    let reader = PageLineReader()
    var node = end
    while node < min(Int(tree.ends[parent]), end + 200), authors.isEmpty || published == nil {
      defer { node += 1 }
      if tree.isText(node) { continue }
      let meaning = names.meaning(tree, node, "class", "id")
      if meaning.contains(.foreign) {
        node = Int(tree.ends[node]) - 1
        continue
      }
      // The microformat hAtom puts the time into a title.
      if published == nil, meaning.contains(.date), let title = tree.attribute(node, "title") {
        published = MachineDate.parse(title, evidence: .meta)
      }
      guard authors.isEmpty, meaning.contains(.author), Int(tree.ends[node]) - node < 30 else { continue }
      let text = tree.plainText(node, partsElements: true)
      if case .byline(let found, _) = reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind {
        authors = found
      }
    }
  }

  /// The names in elements inside of one that is for authors which are for authors themselves: its links, most often.
  private func innerAuthors(_ node: Int) -> [String] {
    var found: [String] = []
    var child = node + 1
    while child < Int(tree.ends[node]) {
      guard !tree.isText(child), HTMLNames.shared.meaning(tree, child, "class", "id").contains(.author) else {
        child += 1
        continue
      }
      let inner = innerAuthors(child)
      found += inner.isEmpty ? PersonNames.split(tree.plainText(child)) : inner
      child = Int(tree.ends[child])
    }
    return found.uniqued()
  }

  /// What a label and a date or a name may stand in.
  private static let inlines = [GUMBO_TAG_SPAN, GUMBO_TAG_SMALL, GUMBO_TAG_I, GUMBO_TAG_EM, GUMBO_TAG_FONT]

  /// How lines begin whose class ends in “by” and which name no author.
  private static let otherBy = ["powered", "sponsored", "sort", "filter", "presented", "brought", "supported", "order"]

  /// The start of the box around the headline.
  private func headStart(before node: Int) -> Int {
    var parent = Int(tree.parents[node])
    for _ in 0..<3 where parent > 0 {
      if tree.has(parent, GUMBO_TAG_BODY) || tree.has(parent, GUMBO_TAG_HTML) { break }
      if Int(tree.ends[parent]) - parent > 4000 { break }
      if tree.has(parent, GUMBO_TAG_ARTICLE) || tree.has(parent, GUMBO_TAG_MAIN) || tree.has(parent, GUMBO_TAG_HEADER) {
        return parent
      }
      parent = Int(tree.parents[parent])
    }
    return node
  }

  /// Microdata (schema.org).
  private mutating func readItemProperties() {
    for node in 0..<tree.count where !tree.isText(node) {
      guard let property = tree.attribute(node, "itemprop")?.lowercased() else { continue }
      switch property {
      case "datepublished", "datecreated":
        if published == nil { published = machineDate(node) }
      case "datemodified":
        if updated == nil { updated = machineDate(node) }
      case let value where value.split(separator: " ").contains("author"):
        if authors.isEmpty {
          let name = tree.descendants(node).first { tree.attribute($0, "itemprop")?.lowercased() == "name" }
          let text =
            name.map { tree.attribute($0, "content") ?? tree.plainText($0) } ?? tree.attribute(node, "content")
            ?? tree.plainText(node)
          authors = PersonNames.split(text)
        }
      default: continue
      }
    }
  }

  private func machineDate(_ node: Int) -> ArticleDate? {
    for text in [tree.attribute(node, "datetime"), tree.attribute(node, "content"), tree.plainText(node)] {
      if let text, let date = MachineDate.parse(text, evidence: .meta) { return date }
    }
    return nil
  }

  private mutating func readTimes(_ range: Range<Int>) {
    for node in range where tree.has(node, GUMBO_TAG_TIME) {
      guard let date = machineDate(node) else { continue }
      if saysUpdated(node) {
        updated = updated ?? date
      } else if published == nil, date.precision >= .day {
        published = date
      }
    }
  }

  private func saysUpdated(_ node: Int) -> Bool {
    let parent = max(0, Int(tree.parents[node]))
    let names = HTMLNames.shared
    if [node, parent].contains(where: { names.meaning(tree, $0, "class", "id", "itemprop").contains(.updated) }) {
      return true
    }
    let text = TextFolding.fold(tree.plainText(parent).prefix(60))
    return ["updated", "last updated", "اخر تحديث", "تحديث"].contains { text.hasPrefix($0) }
  }

  /// Elements whose class names a date or an author, near the headline.
  private mutating func readPrinted(_ range: Range<Int>, heading: Int?) {
    let reader = PageLineReader()
    let names = HTMLNames.shared
    var checked = 0
    for node in range where !tree.isText(node) && Int(tree.ends[node]) - node < 60 {
      let isRelAuthor = tree.attribute(node, "rel")?.lowercased().split(separator: " ").contains("author") == true
      let meaning = names.meaning(tree, node, "class", "id")
      let saysDate = meaning.contains(.date)
      let saysAuthor = isRelAuthor || meaning.contains(.author)
      let isShortBlock = HTMLElements.isBlock(tree.tags[node]) && Int(tree.ends[node]) - node < 16
      // Dates with their label stand in small boxes without a name, too.
      let isSmall = Self.inlines.contains { tree.has(node, $0) }
      let isLabelled = Int(tree.ends[node]) == node + 1 && tree.attributeBytes(node, "aria-label") != nil
      guard saysDate || saysAuthor || isShortBlock || isSmall || isLabelled, checked < 400 else { continue }
      checked += 1
      var text = tree.plainText(node, partsElements: true)
      // Some pages draw their dates from what they tell screen readers.
      if text.isEmpty, let label = tree.attribute(node, "aria-label") { text = TextLayout.collapse(label) }
      guard !text.isEmpty, text.utf8.count < 300 else { continue }
      let kind = reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind
      if isSmall, !saysDate, !saysAuthor, !isShortBlock {
        switch kind {
        case .stamps: break
        // A label and a name, between the headline and the text.
        case .byline where heading.map({ node > $0 }) == true && !isInParagraph(node): break
        default: continue
        }
      }
      switch kind {
      case .stamps(let first, let second):
        if published == nil, let first { published = first.articleDate(evidence: .byline, text: text) }
        if updated == nil, let second { updated = second.articleDate(evidence: .byline, text: text) }
      case .date(let date):
        // Bare dates count beside the headline, or where the class says what they are.
        if published == nil, saysDate || heading.map({ node > $0 }) == true {
          published = date.articleDate(evidence: .byline, text: text)
        }
      case .byline(let names, let date):
        if authors.isEmpty { authors = names }
        if published == nil, let date { published = date.articleDate(evidence: .byline, text: text) }
      default:
        if saysAuthor, authors.isEmpty, TextLayout.wordCount(text) <= 12, !TextLayout.endsSentence(text) {
          let inner = innerAuthors(node)
          let start = TextFolding.fold(text.prefix(12))
          let isOther = Self.otherBy.contains { start.hasPrefix($0) }
          if !isOther { authors = inner.isEmpty ? PersonNames.split(text) : inner }
        }
        if saysDate, published == nil, let date = DateReader(text, dayFirst: nil, limit: 40).dates().first?.date,
          date.date.day != nil
        {
          published = date.articleDate(evidence: .byline, text: text)
        }
      }
    }
  }

  private func isInParagraph(_ node: Int) -> Bool {
    var parent = Int(tree.parents[node])
    for _ in 0..<4 where parent >= 0 {
      if tree.has(parent, GUMBO_TAG_P) || tree.has(parent, GUMBO_TAG_LI) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  /// The day on top of the page: the day on which it was fetched.
  private mutating func readMasthead(_ range: Range<Int>) {
    let reader = PageLineReader()
    var blocks = 0
    for node in range where !tree.isText(node) && Int(tree.ends[node]) - node < 12 && Int(tree.ends[node]) - node > 1 {
      guard HTMLElements.isBlock(tree.tags[node]) || tree.has(node, GUMBO_TAG_SPAN) || tree.has(node, GUMBO_TAG_TIME),
        blocks < 300
      else { continue }
      blocks += 1
      let text = tree.plainText(node)
      guard text.utf8.count < 120, text.utf8.count >= 6 else { continue }
      if let date = reader.bareDate(text), text != published?.text {
        mastheadDate = date.articleDate(evidence: .masthead, text: text)
        return
      }
    }
  }
}
