import CGumbo
import ReportArticles

/// Finds the body of an article in a page.
///
/// Paragraph-like blocks outside of what is plainly something else (navigation, comments, related links, consent …) are
/// the evidence. The container is the element that holds them with the least else, reached by going down from the body
/// as long as one child keeps nearly all of their text.
struct MainContent {
  let tree: HTMLTree
  let names = HTMLNames.shared
  let lineReader = PageLineReader()
  /// Elements left out, with all below them.
  private(set) var excluded: [Bool] = []
  /// Letters below each node outside of excluded ones; and those within links.
  var letters: [Int32] = []
  var linkLetters: [Int32] = []
  /// Letters in paragraphs that read like text.
  var proseLetters: [Int32] = []
  private(set) var container: Int?
  /// The container, where it names itself the body of the article.
  var marked: Int?
  /// From the first to the last of its parts, where several call themselves the body.
  var parts: Range<Int>?

  /// Whether long headings count as text, as in lists that consist of headings and pictures.
  private let isLenient: Bool
  /// The heading that prints the title.
  var heading: Int?
  /// Whether boxes of teasers are text, as on a page that has nothing else; and whether some were left out.
  private var keepsTeasers = false
  private var leftTeasers = false
  /// The box of the article, where the page holds several such boxes with a headline in each.
  private var scope: Int?
  /// The text is shorter than what counts as prose: it was found below the headline.
  private(set) var isShort = false
  /// What `flow(of:)` found.
  var flows: [Int: Int32] = [:]

  /// The host of the page's own address, as far as it is known.
  let site: String?

  /// Analyses a page whose metadata call it `title`, at the host `site`. `isLenient` keeps hidden and doubtful parts, for pages in which
  /// nothing else is left.
  init(_ tree: HTMLTree, title: String?, site: String? = nil, isLenient: Bool = false) {
    self.tree = tree
    self.site = site
    self.isLenient = isLenient
    heading = MainContent.findHeading(tree, title: title)
    excluded = [Bool](repeating: false, count: tree.count)
    measure()
    exclude()
    measure()
    if leftTeasers, !hasTextBesideTeasers() {
      // A page of teasers is made of them.
      keepsTeasers = true
      excluded = [Bool](repeating: false, count: tree.count)
      measure()
      exclude()
      measure()
    }
    if let body = tree.first(GUMBO_TAG_BODY) {
      scope = ownBox(in: body)
      if let found = markedBody(in: scope ?? body) { (marked, parts) = found }
    }
    container = findContainer()
    if let short = shortText() { (container, marked, parts, isShort) = (short, nil, nil, true) }
  }

  private static func findHeading(_ tree: HTMLTree, title: String?) -> Int? {
    guard let title, !title.isEmpty else { return tree.first(GUMBO_TAG_H1) }
    let key = TextFolding.fold(title)
    var linked: Int?
    for node in 0..<tree.count where HTMLElements.isHeading(tree.tags[node]) && Int(tree.ends[node]) - node < 40 {
      let text = TextFolding.fold(tree.plainText(node))
      guard text == key || (text.utf8.count > 20 && (key.hasPrefix(text) || text.hasPrefix(key))) else { continue }
      // A list of the newest articles names this one, too.
      let isLink =
        HTMLElements.isLink(tree, max(0, Int(tree.parents[node])))
        || tree.descendants(node).contains { HTMLElements.isLink(tree, $0) }
      if !isLink { return node }
      linked = linked ?? node
    }
    return linked ?? tree.first(GUMBO_TAG_H1)
  }

  // MARK: Measuring

  private mutating func measure() {
    letters = [Int32](repeating: 0, count: tree.count)
    linkLetters = letters
    proseLetters = letters
    var linkEnd = 0
    for node in 0..<tree.count where !excluded[node] {
      if HTMLElements.isLink(tree, node) { linkEnd = max(linkEnd, Int(tree.ends[node])) }
      if tree.isText(node) {
        let count = Int32(truncatingIfNeeded: MainContent.letterCount(tree.bytes(of: node)))
        letters[node] = count
        if node < linkEnd { linkLetters[node] = count }
      }
    }
    for node in stride(from: tree.count - 1, to: 0, by: -1) where !excluded[node] {
      if HTMLElements.isInvisible(tree.tags[node]) { continue }
      if isProse(node) { proseLetters[node] = max(proseLetters[node], letters[node] - linkLetters[node]) }
      let parent = Int(tree.parents[node])
      guard parent >= 0 else { continue }
      letters[parent] &+= letters[node]
      linkLetters[parent] &+= linkLetters[node]
      proseLetters[parent] &+= proseLetters[node]
    }
  }

  /// Characters that are not white space; Arabic and Latin count alike.
  static func letterCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      var count = 0
      for byte in bytes where byte > 0x20 && byte & 0xC0 != 0x80 { count += 1 }
      return count
    }
  }

  /// A block with text of its own that is long enough and not mostly links.
  private func isProse(_ node: Int) -> Bool {
    guard HTMLElements.isBlock(tree.tags[node]), isLenient || !HTMLElements.isHeading(tree.tags[node]) else {
      return false
    }
    var own: Int32 = 0
    var ownLinks: Int32 = 0
    var child = node + 1
    while child < Int(tree.ends[node]) {
      if !excluded[child], tree.isText(child) || !HTMLElements.isBlock(tree.tags[child]) {
        if tree.isText(child) || !HTMLElements.isInvisible(tree.tags[child]) {
          own += letters[child]
          ownLinks += linkLetters[child]
        }
      }
      child = Int(tree.ends[child])
    }
    guard own >= 40, ownLinks * 2 < own else { return false }
    return own >= 120 || endsLikeSentence(node)
  }

  /// Whether an element holds a short sentence that looks like text.
  private func isSentence(_ node: Int) -> Bool {
    letters[node] >= 12 && endsLikeSentence(node)
      && !tree.descendants(node).contains { HTMLElements.isHeading(tree.tags[$0]) }
      && TextLayout.wordCount(tree.plainText(node)) >= 4
      && lineReader.read(TextLayout.Line(text: tree.plainText(node), number: 1, block: 1)).kind == .text
  }

  /// Whether the last words of a block are followed by a full stop or the like; addresses and lists of names are not.
  func endsLikeSentence(_ node: Int) -> Bool {
    for inner in stride(from: Int(tree.ends[node]) - 1, to: node, by: -1)
    where tree.isText(inner) && !excluded[inner] && letters[inner] > 0 {
      return tree.bytes(of: inner).withUnsafeBufferPointer { TextLayout.endsSentence($0) }
    }
    return false
  }

  // MARK: Leaving out

  private mutating func exclude() {
    let total = max(1, proseLetters.isEmpty ? 1 : proseLetters[0])
    var node = 0
    while node < tree.count {
      if !tree.isText(node), isJunk(node, total: total) {
        let end = advertisementEnd(label: node) ?? Int(tree.ends[node])
        for inner in node..<end { excluded[inner] = true }
        node = end
      } else {
        node += 1
      }
    }
  }

  /// The end of the small box around a label that calls it an advertisement; nil where an element is no such label.
  private func advertisementEnd(label node: Int) -> Int? {
    let parent = Int(tree.parents[node])
    guard (2..<40).contains(letters[node]), parent > 0, letters[parent] > letters[node], letters[parent] <= 300,
      lineReader.labelsAdvertisement(tree.plainText(node))
    else { return nil }
    return Int(tree.ends[parent])
  }

  private mutating func isJunk(_ node: Int, total: Int32) -> Bool {
    let tag = tree.tags[node]
    if tree.has(node, GUMBO_TAG_HTML) || tree.has(node, GUMBO_TAG_BODY) || tree.has(node, GUMBO_TAG_MAIN) {
      return false
    }
    if HTMLElements.isInvisible(tag) { return !HTMLElements.isButtonOfHeading(tree, node) }
    if tree.has(node, GUMBO_TAG_NAV) || tree.has(node, GUMBO_TAG_MENU) || tree.has(node, GUMBO_TAG_LABEL) {
      return true
    }
    let share = Double(proseLetters[node]) / Double(total)
    if tree.has(node, GUMBO_TAG_FIGCAPTION) { return share < 0.3 || !isLenient }
    // A figure without a picture is a table or a quotation of the text.
    if tree.has(node, GUMBO_TAG_FIGURE), hasPicture(node) { return share < (isLenient ? 0.3 : 0.6) }
    if tree.has(node, GUMBO_TAG_FOOTER) || tree.has(node, GUMBO_TAG_ASIDE) || tree.has(node, GUMBO_TAG_FORM) {
      return share < 0.4
    }
    if isOthersWord(node) { return share < 0.9 }
    if let role = tree.attribute(node, "role")?.lowercased(),
      [
        "navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "dialog", "alert", "form",
        "tablist", "toolbar", "tooltip",
      ]
      .contains(role)
    {
      return share < 0.4
    }
    if !isLenient, isHidden(node) { return share < 0.6 }
    guard var verdict = verdict(on: node), verdict != .none else { return false }
    // Paragraphs behind a paywall are text, what stands in their place is not.
    if verdict == .junk, tree.has(node, GUMBO_TAG_P), isPaidOnly(node) { verdict = .none }
    if verdict == .none || isWord(node, verdict: verdict) { return false }
    let linkShare = Double(linkLetters[node]) / Double(max(1, letters[node]))
    switch verdict {
    case .foreign: return share < (isLenient ? 0.4 : 0.9) && !isQuote(node)
    case .junk: return share < (isLenient ? 0.15 : 0.4) && !isQuote(node)
    case .doubtful:
      // Whether a linked heading heads text is told from what stands below it.
      if HTMLElements.isHeading(tag) { return false }
      if tree.has(node, GUMBO_TAG_P) { return linkShare > 0.5 }
      if keepsTeasers, tree.descendants(node).contains(where: { HTMLElements.isHeading(tree.tags[$0]) }) {
        return false
      }
      // A short sentence in a box of its own is text all the same.
      if linkLetters[node] == 0, letters[node] < 120, isSentence(node) { return false }
      return share < 0.1 && (linkShare > 0.3 || proseLetters[node] * 2 < letters[node])
        || share < 0.25 && share > 0 && isLeftTeaser(node)
    default: return false
    }
  }

  /// Whether an element is, by its microdata (schema.org), a comment on the page's thing or a review of it.
  private func isOthersWord(_ node: Int) -> Bool {
    guard let property = tree.attribute(node, "itemprop")?.lowercased() else { return false }
    return ["comment", "comments", "review", "reviews", "suggestedanswer"].contains(property)
  }

  /// Whether a class says of a paragraph no more than that it is paid for.
  private func isPaidOnly(_ node: Int) -> Bool {
    tree.attribute(node, "class")?.lowercased().split(separator: " ").contains { $0 == "paywall" || $0 == "metered" }
      == true
      && proseLetters[node] > 0
  }

  /// What the names of an element say about keeping it; nil for one that calls itself the body of the article.
  func verdict(on node: Int) -> HTMLNames.Verdict? {
    var verdict = HTMLNames.Verdict.none
    var isBody = false
    tree.forEachName(of: node) { name in
      switch name.verdict {
      case .body: isBody = true
      case .foreign: verdict = .foreign
      case .junk: if verdict != .foreign { verdict = .junk }
      case .doubtful: if verdict == .none { verdict = .doubtful }
      case .none: break
      }
    }
    return isBody ? nil : verdict
  }

  private func hasPicture(_ figure: Int) -> Bool {
    tree.descendants(figure).contains { MainContent.isPicture(tree.tags[$0]) || tree.isUnknown($0, named: "amp-img") }
  }

  private static func isPicture(_ tag: UInt16) -> Bool {
    [
      GUMBO_TAG_IMG, GUMBO_TAG_IMAGE, GUMBO_TAG_VIDEO, GUMBO_TAG_AUDIO, GUMBO_TAG_IFRAME, GUMBO_TAG_SVG,
      GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_CANVAS,
    ].contains { UInt16(truncatingIfNeeded: $0.rawValue) == tag }
  }

  /// A quotation (an embedded post, say) with nothing much around it.
  private func isQuote(_ node: Int) -> Bool {
    guard Int(tree.ends[node]) - node < 60 else { return false }
    return tree.has(node, GUMBO_TAG_BLOCKQUOTE)
      || tree.descendants(node).contains {
        tree.has($0, GUMBO_TAG_BLOCKQUOTE) && letters[$0] * 2 > letters[node] && letters[$0] > 20
      }
  }

  func isHidden(_ node: Int) -> Bool {
    // What opens when it is asked for (ARIA Authoring Practices, accordion and tabs) is text.
    if tree.attribute(node, "role") == "tabpanel" || names.meaning(tree, node, "class", "id").contains(.panel) {
      return false
    }
    if tree.attribute(node, "hidden") != nil || tree.attribute(node, "aria-hidden") == "true" { return true }
    guard let style = tree.attribute(node, "style")?.lowercased() else { return false }
    let compact = style.filter { $0 != " " }
    return compact.holds("display:none") || compact.holds("visibility:hidden")
  }

  // MARK: The container

  private func findContainer() -> Int? {
    guard let body = tree.first(GUMBO_TAG_BODY) ?? (tree.count > 0 ? 0 : nil), proseLetters[body] > 0 else {
      return nil
    }
    if let marked { return marked }
    var node = scope ?? dominantArticle(in: body) ?? body
    if proseLetters[node] == 0 { return nil }
    while true {
      var best: (node: Int, prose: Int32)?
      var child = node + 1
      while child < Int(tree.ends[node]) {
        if !excluded[child], !tree.isText(child), proseLetters[child] > best?.prose ?? 0 {
          best = (child, proseLetters[child])
        }
        child = Int(tree.ends[child])
      }
      guard var best else { return node }
      // Where several articles share a page, the one under the title is meant.
      if let heading, heading > node, heading < Int(tree.ends[node]),
        !(best.node...Int(tree.ends[best.node])).contains(heading),
        let child = tree.children(node).first(where: { $0 <= heading && heading < Int(tree.ends[$0]) }),
        !tree.isText(child),
        proseLetters[child] >= max(300, proseLetters[node] / 8),
        tree.has(child, GUMBO_TAG_ARTICLE) || isScattered(node, except: child)
      {
        node = child
        continue
      }
      if let heading, best.node <= heading, heading < Int(tree.ends[best.node]), proseLetters[best.node] >= 400,
        proseLetters[best.node] * 8 >= proseLetters[node], isScattered(node, except: best.node)
      {
        best.prose = proseLetters[node]
      }
      let tag = tree.tags[best.node]
      if tree.has(best.node, GUMBO_TAG_P) || HTMLElements.isHeading(tag) || !HTMLElements.isBlock(tag)
        || tree.has(best.node, GUMBO_TAG_LI)
        || tree.has(best.node, GUMBO_TAG_BLOCKQUOTE)
      {
        return node
      }
      // What the child would lose must be worth losing: a tenth, or more when the rest is spread over strangers.
      let share = Double(best.prose) / Double(max(1, proseLetters[node]))
      let isSemantic = tree.has(best.node, GUMBO_TAG_ARTICLE) || tree.has(best.node, GUMBO_TAG_MAIN)
      if share >= 0.85 || (isSemantic && share >= 0.5) || (share >= 0.7 && isScattered(node, except: best.node)) {
        node = best.node
      } else {
        return node
      }
    }
  }

  /// The innermost box around the headline beside which others stand that are like it and have a headline, too: a page
  /// that goes on with the next article.
  private func ownBox(in body: Int) -> Int? {
    guard let heading, heading > body else { return nil }
    var found: Int?
    var box = heading
    while box > body, Int(tree.parents[box]) >= body {
      let parent = Int(tree.parents[box])
      if tree.has(parent, GUMBO_TAG_ARTICLE) { found = nil }
      if box != heading, found == nil, proseLetters[box] >= 100, !tree.has(parent, GUMBO_TAG_ARTICLE) {
        let isRepeated = tree.children(parent).contains { sibling in
          sibling > box && tree.tags[sibling] == tree.tags[box] && proseLetters[sibling] > 0 && !excluded[sibling]
            && (tree.has(box, GUMBO_TAG_ARTICLE)
              || tree.attributeBytes(sibling, "class") == tree.attributeBytes(box, "class"))
            && tree.descendants(sibling).contains {
              tree.tags[$0] == tree.tags[heading] && letters[$0] > 0 && linkLetters[$0] * 2 < letters[$0]
            }
        }
        if isRepeated { found = box }
      }
      box = parent
    }
    return found
  }

  /// The one long article among the short ones of a page that lists others below it.
  private func dominantArticle(in body: Int) -> Int? {
    var prose: [(node: Int, prose: Int32)] = []
    var node = body + 1
    while node < Int(tree.ends[body]) {
      if tree.has(node, GUMBO_TAG_ARTICLE), !excluded[node] {
        prose.append((node, proseLetters[node]))
        node = Int(tree.ends[node])
      } else {
        node += 1
      }
    }
    prose.sort { $0.prose > $1.prose }
    guard prose.count >= 3, prose[0].prose >= 600, prose[0].prose / 4 >= prose[1].prose,
      prose[0].prose >= proseLetters[body] / 5
    else { return nil }
    return prose[0].node
  }

  /// Whether the text beside the best child is in many small boxes with links, as teasers are.
  private func isScattered(_ node: Int, except best: Int) -> Bool {
    var links: Int32 = 0
    var all: Int32 = 0
    var teasers: Int32 = 0
    var prose: Int32 = 0
    var child = node + 1
    while child < Int(tree.ends[node]) {
      if child != best, !excluded[child] {
        links += linkLetters[child]
        all += letters[child]
        prose += proseLetters[child]
        if proseLetters[child] > 0, isTeasers(child) { teasers += proseLetters[child] }
      }
      child = Int(tree.ends[child])
    }
    return Double(links) / Double(max(1, all)) > 0.25 || (teasers > 0 && teasers * 5 >= prose * 4)
  }

  private func hasTextBesideTeasers() -> Bool {
    var node = 0
    while node < tree.count {
      if excluded[node] || (!tree.isText(node) && proseLetters[node] > 0 && (isTeasers(node) || isTeaser(node))) {
        node = Int(tree.ends[node])
        continue
      }
      if !tree.isText(node), isProse(node) { return true }
      node += 1
    }
    return false
  }

  private mutating func isLeftTeaser(_ node: Int) -> Bool {
    guard !keepsTeasers, isTeasers(node) || isTeaser(node) else { return false }
    leftTeasers = true
    return true
  }

  /// A box that calls itself a teaser and has a heading of its own.
  private func isTeaser(_ node: Int) -> Bool {
    names.meaning(tree, named: node).contains(.teaser)
      && heading.map { !(node..<Int(tree.ends[node])).contains($0) } != false
      && tree.descendants(node).contains { HTMLElements.isHeading(tree.tags[$0]) }
  }

  /// Whether a box is made of teasers: headings that are links, with little text below each.
  func isTeasers(_ node: Int) -> Bool {
    var headings: Int32 = 0
    for inner in tree.descendants(node) where HTMLElements.isHeading(tree.tags[inner]) {
      guard linkLetters[inner] * 2 > letters[inner] || tree.has(Int(tree.parents[inner]), GUMBO_TAG_A) else {
        return false
      }
      headings += 1
    }
    return headings > 0 && proseLetters[node] < headings * 300
  }

  /// An element that names itself the body of the article and holds most of the text; where several do in one article, that
  /// which holds them all.
  private func markedBody(in root: Int) -> (Int, parts: Range<Int>?)? {
    let total = proseLetters[root]
    var groups: [Int: [Int]] = [:]
    var end = 0
    for node in root..<Int(tree.ends[root])
    where !excluded[node] && !tree.isText(node) && HTMLElements.isBlock(tree.tags[node]) {
      guard proseLetters[node] > 0, node >= end else { continue }
      let isMarked =
        tree.attribute(node, "itemprop")?.lowercased().holds("articlebody") == true
        || (["class", "id"] as [StaticString]).contains { key in
          tree.reading(node, key)?.verdict == .body
        }
      guard isMarked, !isInHeader(node) else { continue }
      groups[article(of: node), default: []].append(node)
      end = Int(tree.ends[node])
    }
    let prose = { (nodes: [Int]) in nodes.reduce(0) { $0 + self.proseLetters[$1] } }
    guard
      let best = groups.sorted(by: { $0.key < $1.key }).map(\.value).max(by: { prose($0) < prose($1) }),
      let longest = best.max(by: { proseLetters[$0] < proseLetters[$1] })
    else { return nil }
    let isOne = Double(proseLetters[longest]) >= 0.85 * Double(prose(best))
    guard let body = isOne ? longest : common(best), Double(proseLetters[body]) >= 0.5 * Double(total),
      let first = best.first, let last = best.last
    else { return nil }
    return (body, isOne ? nil : first..<Int(tree.ends[last]))
  }

  private func isInHeader(_ node: Int) -> Bool {
    var parent = Int(tree.parents[node])
    while parent >= 0, !tree.has(parent, GUMBO_TAG_ARTICLE) {
      if tree.has(parent, GUMBO_TAG_HEADER) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }

  /// The `article` element around a node, -1 without.
  func article(of node: Int) -> Int {
    var parent = Int(tree.parents[node])
    while parent >= 0, !tree.has(parent, GUMBO_TAG_ARTICLE) { parent = Int(tree.parents[parent]) }
    return parent
  }

  /// The innermost element that holds all of these nodes, which are in document order.
  private func common(_ nodes: [Int]) -> Int? {
    guard let first = nodes.first, let last = nodes.last else { return nil }
    var parent = Int(tree.parents[first])
    while parent >= 0, Int(tree.ends[parent]) <= last { parent = Int(tree.parents[parent]) }
    return parent >= 0 ? parent : nil
  }
}
