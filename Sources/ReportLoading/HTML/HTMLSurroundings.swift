import CGumbo
import ReportArticles

/// Dates and names printed around the text of a page: `<time>`, bylines, the masthead.
struct HTMLSurroundings {
  private(set) var published: ArticleDate?
  private(set) var updated: ArticleDate?
  private(set) var mastheadDate: ArticleDate?
  private(set) var authors: [String] = []

  private let tree: HTMLTree
  private let content: MainContent
  private let byline: HTMLByline
  /// Whether 03/04/2024 is the third of April on this page; nil leaves it unread.
  private let dayFirst: Bool?

  /// `bodyStart` is the first paragraph of the text.
  init(
    tree: HTMLTree, content: MainContent, heading: Int?, bodyStart: Int?, byline: HTMLByline, dayFirst: Bool?
  ) {
    self.tree = tree
    self.content = content
    self.dayFirst = dayFirst
    self.byline = byline
    let container = content.container ?? 0
    let start = heading.map { min($0, max(0, container)) } ?? container
    // From a little before the headline to the end of the container; dates of other articles come later.
    let end = content.container.map { Int(tree.ends[$0]) } ?? tree.count
    let windowStart = headStart(before: start)
    readItemProperties(windowStart..<end, heading: heading ?? windowStart)
    readTimes(windowStart..<end)
    readPrinted(windowStart..<min(end, tree.count), heading: heading)
    if published == nil, let heading { readOver(heading) }
    if authors.isEmpty || published == nil, let heading, let bodyStart, Int(tree.ends[heading]) < bodyStart {
      readPieces(Int(tree.ends[heading])..<min(bodyStart, Int(tree.ends[heading]) + 400))
    }
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
    let reader = PageLineReader(dayFirst: dayFirst)
    var node = end
    while node < min(Int(tree.ends[parent]), end + 200), authors.isEmpty || published == nil {
      defer { node += 1 }
      if tree.isText(node) { continue }
      let meaning = names.meaning(tree, node, "class", "id")
      if meaning.contains(.foreign) {
        node = Int(tree.ends[node]) - 1
        continue
      }
      if published == nil, let date = signedDate(node, saysDate: meaning.contains(.date), reader) { published = date }
      // The microformat hAtom puts the time into a title.
      if published == nil, meaning.contains(.date), let title = tree.attribute(node, "title") {
        published = MachineDate.parse(title, evidence: .meta, dayFirst: dayFirst)
      }
      guard authors.isEmpty, meaning.contains(.author), Int(tree.ends[node]) - node < 30 else { continue }
      let text = tree.plainText(node, partsElements: true)
      if case .byline(let found, _) = reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind {
        authors = found
      } else if TextLayout.wordCount(text) <= 4, !meaning.contains(.about) {
        authors = byline.names(in: node)
      }
    }
  }

  /// The day in a `time` element below the text, in an element named so, or behind a label.
  private func signedDate(_ node: Int, saysDate: Bool, _ reader: PageLineReader) -> ArticleDate? {
    if tree.has(node, GUMBO_TAG_TIME) {
      return saysUpdated(node) ? nil : machineDate(node).flatMap { $0.precision >= .day ? $0 : nil }
    }
    guard Int(tree.ends[node]) - node < 12, HTMLElements.isBlock(tree.tags[node]) || tree.has(node, GUMBO_TAG_SPAN)
    else {
      return nil
    }
    let text = tree.plainText(node)
    guard text.utf8.count < 120, DateTokens.hasDigit(text) else { return nil }
    switch reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind {
    case .stamps(let first, _): return first?.articleDate(evidence: .byline, text: text)
    case .date(let date) where saysDate: return date.articleDate(evidence: .byline, text: text)
    default: return nil
    }
  }

  /// What a label and a date or a name may stand in.
  private static let inlines = [GUMBO_TAG_SPAN, GUMBO_TAG_SMALL, GUMBO_TAG_I, GUMBO_TAG_EM, GUMBO_TAG_FONT]

  private static let strokes = TextSigns("|•·")

  /// How lines begin whose class ends in “by” and which name no author.
  private static let otherBy = ["powered", "sponsored", "sort", "filter", "presented", "brought", "supported", "order"]

  /// The start of the box around the headline.
  private func headStart(before node: Int) -> Int {
    var parent = Int(tree.parents[node])
    for _ in 0..<3 where parent > 0 {
      if tree.has(parent, GUMBO_TAG_BODY) || tree.has(parent, GUMBO_TAG_HTML) { break }
      if Int(tree.ends[parent]) - parent > 4000 { break }
      if tree.has(parent, GUMBO_TAG_ARTICLE) || tree.has(parent, GUMBO_TAG_MAIN) || tree.has(parent, GUMBO_TAG_HEADER)
        || isHead(parent)
      {
        return parent
      }
      parent = Int(tree.parents[parent])
    }
    return node
  }

  /// Whether an element around the headline calls itself an article or its head.
  private func isHead(_ node: Int) -> Bool {
    let meaning = HTMLNames.shared.meaning(tree, node, "class", "id")
    return meaning.contains(.article) || (meaning.contains(.head) && Int(tree.ends[node]) - node < 200)
  }

  /// A date right over the headline, in a box of the article's own: that of the page stands in its head, among its links.
  private mutating func readOver(_ heading: Int) {
    let reader = PageLineReader(dayFirst: dayFirst)
    var texts = 0
    var node = heading - 1
    while node > 0, texts < 6, heading - node < 60 {
      defer { node -= 1 }
      guard tree.isText(node) else { continue }
      let text = tree.plainText(node)
      if text.isEmpty { continue }
      texts += 1
      if text.utf8.count > 80 { return }
      guard let date = reader.bareDate(text) else { continue }
      if isOfArticle(date: node, heading: heading) {
        published = date.articleDate(evidence: .byline, text: text)
      }
      return
    }
  }

  /// Whether the innermost box of a date and the headline is one of the article: no body, and without the page's links.
  private func isOfArticle(date: Int, heading: Int) -> Bool {
    var box = Int(tree.parents[heading])
    while box > date { box = Int(tree.parents[box]) }
    if box <= 0 || tree.has(box, GUMBO_TAG_BODY) || tree.has(box, GUMBO_TAG_HTML) { return false }
    var inner = Int(tree.parents[date])
    while inner > box {
      let isHead =
        tree.has(inner, GUMBO_TAG_HEADER) || HTMLNames.shared.meaning(tree, inner, "class", "id").contains(.head)
      if isHead { return false }
      inner = Int(tree.parents[inner])
    }
    return !tree.descendants(box).contains { node in
      tree.has(node, GUMBO_TAG_NAV) || tree.has(node, GUMBO_TAG_FOOTER)
        || ["navigation", "banner", "contentinfo"].contains(tree.attribute(node, "role") ?? "")
    }
  }

  /// Microdata and RDFa (schema.org, Dublin Core): those behind the headline, else those around it, else, where they agree, those of the page.
  private mutating func readItemProperties(_ range: Range<Int>, heading: Int) {
    let properties = (0..<tree.count).filter {
      tree.attributeBytes($0, "itemprop") != nil
        || (tree.attributeBytes($0, "property") != nil && !tree.has($0, GUMBO_TAG_META))
    }
    let places: [(nodes: [Int], isWhole: Bool)] = [
      (properties.filter { range.contains($0) && $0 >= heading }, false),
      (properties.filter { range.contains($0) && $0 < heading }, false),
      (properties.filter { !range.contains($0) }, true),
    ]
    for place in places {
      var first: [ArticleDate] = []
      var created: [ArticleDate] = []
      var last: [ArticleDate] = []
      var names: [String] = []
      for node in place.nodes {
        let property = itemProperties(node)
        if property.contains("datepublished") || property.contains("issued") {
          machineDate(node).map { first.append($0) }
        } else if property.contains("datecreated") || property.contains("created") {
          machineDate(node).map { created.append($0) }
        } else if property.contains("datemodified") || property.contains("modified") {
          machineDate(node).map { last.append($0) }
        } else if property.contains("author"), tree.attributeBytes(node, "itemprop") != nil {
          if !place.isWhole || names.isEmpty { names += itemAuthors(node) }
        }
      }
      if first.isEmpty { first = created }
      if published == nil, !place.isWhole || Set(first.map(\.date)).count == 1 { published = first.first }
      if updated == nil, !place.isWhole || Set(last.map(\.date)).count == 1 { updated = last.first }
      if authors.isEmpty { authors = names.uniqued().filter { !byline.isSite($0) } }
    }
  }

  /// The names of the properties that an element gives, without prefixes (`schema:dateCreated`, `dc:created`).
  private func itemProperties(_ node: Int) -> [String] {
    var names: [String] = []
    for attribute in ["itemprop", "property"] as [StaticString] {
      guard let value = tree.attribute(node, attribute)?.lowercased() else { continue }
      for name in value.split(separator: " ") {
        if let last = name.split(whereSeparator: { ":/".contains($0) }).last { names.append(String(last)) }
      }
    }
    return names
  }

  private func itemAuthors(_ node: Int) -> [String] {
    let name = tree.descendants(node).first { tree.attribute($0, "itemprop")?.lowercased() == "name" }
    return PersonNames.split(
      name.map { tree.attribute($0, "content") ?? tree.plainText($0) } ?? tree.attribute(node, "content")
        ?? tree.plainText(node))
  }

  private func machineDate(_ node: Int) -> ArticleDate? {
    for text in [tree.attribute(node, "datetime"), tree.attribute(node, "content"), tree.plainText(node)] {
      if let text, let date = MachineDate.parse(text, evidence: .meta, dayFirst: dayFirst) { return date }
    }
    return nil
  }

  private mutating func readTimes(_ range: Range<Int>) {
    let isKnown = published != nil
    var other: ArticleDate?
    for node in range where tree.has(node, GUMBO_TAG_TIME) {
      guard let date = machineDate(node) else { continue }
      if saysUpdated(node) {
        updated = updated ?? date
      } else if !isKnown, date.precision >= .day {
        // The day of an event may stand there, too.
        if saysPublished(node) { published = published ?? date } else { other = other ?? date }
      }
    }
    // The same day with its hour elsewhere.
    if let other, published == nil || (published?.date == other.date && published?.secondOfDay == nil) {
      published = other
    }
  }

  /// Whether an element, or the one around it, says that it is the day of the article.
  private func saysPublished(_ node: Int) -> Bool {
    tree.attributeBytes(node, "pubdate") != nil
      || [node, max(0, Int(tree.parents[node]))].contains {
        HTMLNames.shared.meaning(tree, $0, "class", "id", "itemprop").contains(.date)
      }
  }

  private func saysUpdated(_ node: Int) -> Bool {
    let parent = max(0, Int(tree.parents[node]))
    let names = HTMLNames.shared
    if [node, parent].contains(where: { names.meaning(tree, $0, "class", "id", "itemprop").contains(.updated) }) {
      return true
    }
    let text = TextFolding.fold(tree.plainText(parent, limit: 1024).prefix(60))
    return ["updated", "last updated", "اخر تحديث", "تحديث"].contains { text.hasPrefix($0) }
  }

  /// Elements whose class names a date or an author, near the headline.
  private mutating func readPrinted(_ range: Range<Int>, heading: Int?) {
    let reader = PageLineReader(dayFirst: dayFirst)
    let names = HTMLNames.shared
    var checked = 0
    for node in range where !tree.isText(node) && Int(tree.ends[node]) - node < 60 {
      let isRelAuthor = tree.attribute(node, "rel")?.lowercased().split(separator: " ").contains("author") == true
      let meaning = names.meaning(tree, named: node)
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
      // “By Jane Doe<br>Staff Writer<br>11 March 2025” is read line by line.
      if tree.descendants(node).contains(where: { tree.has($0, GUMBO_TAG_BR) }) {
        readParts(node, text: text)
        if saysAuthor, authors.isEmpty { authors = byline.names(in: node) }
        continue
      }
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
        if authors.isEmpty { authors = names.filter { !byline.isSite($0) } }
        if published == nil, let date { published = date.articleDate(evidence: .byline, text: text) }
      default:
        if saysAuthor, authors.isEmpty { readAuthor(node, text: text) }
        if !saysAuthor, authors.isEmpty || published == nil { readParts(node, text: text) }
        if saysDate, published == nil,
          let date = DateReader(text, dayFirst: dayFirst, limit: 40, isField: true).dates().first?.date,
          date.date.day != nil
        {
          published = date.articleDate(evidence: .byline, text: text)
        }
      }
    }
  }

  /// The names in an element whose class says that it is for authors.
  private mutating func readAuthor(_ node: Int, text: String) {
    let start = TextFolding.fold(text.prefix(12))
    if Self.otherBy.contains(where: { start.hasPrefix($0) }) { return }
    let names = byline.names(in: node)
    if !names.isEmpty {
      authors = names
    } else if TextLayout.wordCount(text) <= 4, !TextLayout.endsSentence(text) {
      authors = PersonNames.split(text).filter { PersonNames.mayBeAuthor($0) && !byline.isSite($0) }
    }
  }

  /// “Tuesday 11 March 2025 | By Jane Doe | Town”, or several lines in one element: the parts, one by one.
  private mutating func readParts(_ node: Int, text: String) {
    var parts = tree.lines(node)
    if parts.count < 2 {
      parts = HTMLSurroundings.strokes.split(text).map { TextLayout.collapse($0) }
      if parts.count < 2, PageLineReader(dayFirst: dayFirst).isMetaLine(text) {
        parts = text.components(separatedBy: " - ")
      }
    }
    guard (2...6).contains(parts.count) else { return }
    let reader = PageLineReader(dayFirst: dayFirst)
    for part in parts where !part.isEmpty && part.utf8.count < 200 {
      switch reader.read(TextLayout.Line(text: part, number: 1, block: 1)).kind {
      case .byline(let names, _): if authors.isEmpty { authors = names.filter { !byline.isSite($0) } }
      case .date(let date):
        if published == nil { published = date.articleDate(evidence: .byline, text: part) }
      case .stamps(let first, let second):
        if published == nil, let first { published = first.articleDate(evidence: .byline, text: part) }
        if updated == nil, let second { updated = second.articleDate(evidence: .byline, text: part) }
      default: continue
      }
    }
  }

  /// The texts between the headline and the body, one by one: a bare date is that of the article, a person's name beside it
  /// the author's.
  private mutating func readPieces(_ range: Range<Int>) {
    let reader = PageLineReader(dayFirst: dayFirst)
    var pieces: [(node: Int, date: ArticleDate?, isDated: Bool)] = []
    var node = range.lowerBound
    while node < range.upperBound, pieces.count < 40 {
      defer { node += 1 }
      guard tree.isText(node) else {
        if tree.has(node, GUMBO_TAG_FIGURE) || tree.has(node, GUMBO_TAG_NAV)
          || HTMLElements.isInvisible(tree.tags[node])
        {
          node = Int(tree.ends[node]) - 1
        }
        continue
      }
      let text = tree.plainText(node)
      guard text.utf8.count >= 3, text.utf8.count < 160, text.unicodeScalars.contains(where: \.isLetterOrNumber) else {
        continue
      }
      var date: ArticleDate?
      var isDated = false
      switch reader.read(TextLayout.Line(text: text, number: 1, block: 1)).kind {
      case .date(let written): date = written.articleDate(evidence: .byline, text: text)
      case .stamps(let first, _): (date, isDated) = (first?.articleDate(evidence: .byline, text: text), true)
      default:
        // “5 days ago” with the day in what shows under the pointer.
        let parent = Int(tree.parents[node])
        if parent >= 0, let title = tree.attribute(parent, "title"), DateTokens.hasDigit(title), title != text,
          let found = MachineDate.parse(title, evidence: .meta, dayFirst: dayFirst), found.precision >= .day
        {
          date = found
        }
      }
      pieces.append((node, date, isDated || date != nil))
    }
    if published == nil { published = pieces.lazy.compactMap(\.date).first }
    guard authors.isEmpty else { return }
    authors = pieces.flatMap { byline.names(inLinkAround: $0.node) }.uniqued()
    if !authors.isEmpty { return }
    let dated = pieces.indices.filter { pieces[$0].isDated }
    for index in pieces.indices where !pieces[index].isDated && dated.contains(where: { abs($0 - index) <= 2 }) {
      let names = byline.names(inPiece: pieces[index].node)
      if !names.isEmpty {
        authors = names
        return
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
    let reader = PageLineReader(dayFirst: dayFirst)
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
