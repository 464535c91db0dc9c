import CGumbo
import ReportArticles

/// Reads a page into a draft: metadata, main content, what stands around it.
struct HTMLArticleReader {
  private let tree: HTMLTree
  private let metadata: HTMLMetadata
  private var draft: ArticleDraft
  private var content: MainContent

  /// What relative addresses are relative to.
  private var base: String?

  /// Reads a page; `address` is where it came from, if that is known.
  static func read(_ html: [UInt8], path: String, name: String, address: String? = nil) -> ArticleDraft {
    let tree = HTMLTree(html)
    let metadata = HTMLMetadata(tree)
    var page = HTMLArticleReader(
      tree: tree, metadata: metadata, draft: ArticleDraft(format: name, path: path),
      content: MainContent(tree, title: metadata.title(firstHeading: nil)))
    let saved = SavedPage(html)
    page.locate(address ?? saved?.address)
    page.run()
    if let date = saved?.date { page.draft.article.retrieved = date }
    return page.draft
  }

  private init(tree: HTMLTree, metadata: HTMLMetadata, draft: ArticleDraft, content: MainContent) {
    self.tree = tree
    self.metadata = metadata
    self.draft = draft
    self.content = content
  }

  /// Finds the address of the page and the base of the addresses in it (HTML, “document base URL”).
  private mutating func locate(_ address: String?) {
    let own = metadata.url(base: address)
    draft.article.url = own ?? address.flatMap { CanonicalURL.normalize($0) }
    base = address ?? own
    for node in 0..<tree.count where tree.has(node, GUMBO_TAG_BASE) {
      guard let reference = tree.attribute(node, "href") else { continue }
      let resolved = CanonicalURL.resolve(TextLayout.collapse(reference), base: base)
      if CanonicalURL.normalize(resolved) != nil { base = resolved }
      break
    }
  }

  private mutating func run() {
    var blocks = content.blocks()
    let linkedBody = metadata.linkedData.body.map(HTMLArticleReader.paragraphs) ?? []
    let found = blocks.reduce(0) { $0 + $1.text.utf8.count }
    let linked = linkedBody.reduce(0) { $0 + $1.utf8.count }
    if found < 200, linked < 200 {
      let lenient = MainContent(tree, title: metadata.title(firstHeading: nil), isLenient: true)
      let more = lenient.blocks()
      if more.reduce(0, { $0 + $1.text.utf8.count }) > found * 2 { (content, blocks) = (lenient, more) }
    }
    var heading = mainHeading()
    draft.article.title = metadata.title(firstHeading: heading) ?? ""
    if metadata.isTitleDoubtful(firstHeading: heading), let found = metadata.titleElement() {
      (heading, draft.article.title) = found
    }
    draft.article.publisher = metadata.linkedData.publisher ?? metadata.siteName
    draft.article.section = metadata.section ?? breadcrumbSection()
    draft.article.keywords = metadata.keywords
    draft.declaredLanguage = metadata.language
    fillBody(blocks, linkedBody: linkedBody, prefersLinked: linked > 400 && found * 3 < linked)
    let byline = HTMLByline(tree: tree, sites: [metadata.siteName, metadata.linkedData.publisher])
    fillPeopleAndDates(
      byline, heading: heading,
      bodyStart: blocks.first { TextLayout.wordCount($0.text) >= 12 && TextLayout.endsSentence($0.text) }?.node)
    takeLeadingName(byline)
    dropByline()
    dropAuthorNotes()
    fillImages()
    if draft.article.paragraphs.isEmpty {
      draft.warn("no-body", "the body of the article could not be found in the page")
    }
  }

  // MARK: Body

  private mutating func fillBody(
    _ blocks: [(text: String, isHeading: Bool, node: Int)], linkedBody: [String], prefersLinked: Bool
  ) {
    if prefersLinked {
      // The page holds a teaser only, its data the whole text.
      for paragraph in linkedBody { draft.addParagraph(paragraph) }
      return
    }
    let titleKey = TextLayout.key(draft.article.title)
    var isStart = true
    for block in blocks.dropFirst(headLength(blocks, titleKey: titleKey)) {
      if isStart, isHead(block.text, titleKey: titleKey, isHeading: block.isHeading) { continue }
      // The hour over each entry of a live page.
      if isClock(block.text) { continue }
      if isStart, block.isHeading || isSubtitle(block.node), TextLayout.wordCount(block.text) >= 5,
        draft.article.subtitle == nil,
        isSubtitle(block.node)
      {
        draft.article.subtitle = block.text
        continue
      }
      if !block.isHeading { isStart = false }
      draft.addParagraph(block.text)
    }
  }

  /// How many of the first blocks are the headline and short lines over it, such as the name of a section.
  private func headLength(_ blocks: [(text: String, isHeading: Bool, node: Int)], titleKey: String) -> Int {
    guard titleKey.utf8.count >= 12 else { return 0 }
    for (index, block) in blocks.prefix(5).enumerated() {
      if TextLayout.key(block.text) == titleKey { return index + 1 }
      if TextLayout.wordCount(block.text) > 6 || TextLayout.endsSentence(block.text) { return 0 }
    }
    return 0
  }

  /// Whether a block repeats the headline, with no more behind it than a byline.
  private func isHead(_ text: String, titleKey: String, isHeading: Bool) -> Bool {
    guard !titleKey.isEmpty, text.utf8.count <= titleKey.utf8.count + 200 else { return false }
    let key = TextLayout.key(text)
    if key == titleKey || (isHeading && key.utf8.count >= 6 && titleKey.holds(key)) { return true }
    guard titleKey.utf8.count >= 12, key.hasPrefix(titleKey), !TextLayout.endsSentence(text) else { return false }
    return TextLayout.wordCount(text) <= TextLayout.wordCount(titleKey) + 20
  }

  /// Takes writers' names that stand alone over the text, with a title (“د. سامر الزعبي”) or behind the site's name, where
  /// nobody else is named.
  private mutating func takeLeadingName(_ byline: HTMLByline) {
    guard draft.article.paragraphs.count > 2, let first = draft.article.paragraphs.first, first.utf8.count <= 200,
      draft.article.authors.allSatisfy({ isUserName($0) || byline.isSite($0) || PersonNames.namesStaff($0) })
    else { return }
    if PersonNames.isTitledName(first) {
      draft.article.authors = [first]
    } else {
      let parts = first.components(separatedByAny: [" – ", " - ", " — ", "/ ", " / ", ": "])
      guard parts.count > 1, let site = parts.first, byline.isSite(TextLayout.collapse(site)) else { return }
      let rest = parts.dropFirst().flatMap { PersonNames.split($0) }
      guard !rest.isEmpty, rest.allSatisfy(PersonNames.looksLikePerson) else { return }
      draft.article.authors = rest
    }
    draft.article.paragraphs.removeFirst()
  }

  /// Takes away last paragraphs that tell about the authors or how to reach them.
  private mutating func dropAuthorNotes() {
    // “كاتب من لبنان” under a column.
    if draft.article.paragraphs.count > 3, let last = draft.article.paragraphs.last, TextLayout.wordCount(last) <= 8,
      !TextLayout.endsSentence(last), let first = last.split(separator: " ").first,
      HTMLArticleReader.professions.contains(TextFolding.fold(first))
    {
      draft.article.paragraphs.removeLast()
    }
    let names = draft.article.authors.filter { $0.utf8.contains(0x20) }.map { TextFolding.fold($0) }
    guard !names.isEmpty else { return }
    for index in draft.article.paragraphs.indices.suffix(3).reversed() where index >= 2 {
      let text = draft.article.paragraphs[index]
      guard TextLayout.wordCount(text) <= 60 else { return }
      let key = TextFolding.fold(text)
      let isNote = names.contains { name in
        if HTMLArticleReader.contactStarts.contains(where: { key.hasPrefix($0 + name) }) { return true }
        guard key.hasPrefix(name) else { return false }
        let rest = key.dropFirst(name.count).drop { ",:-–— (".contains($0) }
        return HTMLArticleReader.noteVerbs.contains { rest.hasPrefix($0) }
      }
      if isNote { draft.article.paragraphs.remove(at: index) }
    }
  }

  private static let professions: Set<String> = Set(
    [
      "كاتب", "كاتبة", "باحث", "باحثة", "صحفي", "صحفية", "صحافي", "صحافية", "أكاديمي", "أكاديمية", "محلل", "إعلامي",
      "إعلامية", "شاعر", "شاعرة", "روائي", "روائية",
    ].map { TextFolding.fold($0) })
  private static let contactStarts = ["contact ", "reach ", "email ", "e-mail ", "follow "]
  private static let noteVerbs = [
    "is a", "is the", "is an", "is on", "is based", "is our", "is currently", "is senior", "covers ", "writes ",
    "reports ", "can be reached", "may be reached", "has been a", "has covered", "has written", "joined ", "works ",
    "teaches ", "studies ", "est ", "ist ", "schreibt ", "arbeitet ", "es ", "كاتب", "باحث", "صحفي", "صحافي",
  ]

  /// Takes away a first line that holds the authors' names and the date, and nothing else.
  private mutating func dropByline() {
    guard draft.article.paragraphs.count > 1, let first = draft.article.paragraphs.first,
      TextLayout.wordCount(first) <= 25
    else { return }
    var rest = first
    for author in draft.article.authors {
      if let range = rest.firstRange(of: author) { rest.removeSubrange(range) }
    }
    guard rest.utf8.count < first.utf8.count else { return }
    // “Ana Lima in Hull, Piotr Zielinski in Gdansk”.
    if !TextLayout.endsSentence(first), TextLayout.wordCount(rest) <= 3 * draft.article.authors.count,
      draft.article.authors.contains(where: { first.hasPrefix($0) })
    {
      draft.article.paragraphs.removeFirst()
      return
    }
    let line = PageLineReader().read(TextLayout.Line(text: TextLayout.collapse(rest), number: 1, block: 1))
    switch line.kind {
    case .date, .stamps, .byline, .furniture: draft.article.paragraphs.removeFirst()
    default: return
    }
  }

  /// Whether a text is a time of the day and nothing else.
  private func isClock(_ text: String) -> Bool {
    guard text.utf8.count <= 12, let first = text.utf8.first, (0x30...0x39).contains(first) else { return false }
    let reader = DateReader(text)
    guard let (_, next) = reader.time(at: 0) else { return false }
    let rest = reader.tokens.tokens.dropFirst(next)
    return rest.isEmpty
      || (rest.count == 1 && ["gmt", "utc", "bst", "cet", "est", "et"].contains(reader.tokens.word(next) ?? ""))
  }

  private func isSubtitle(_ node: Int) -> Bool {
    HTMLNames.shared.meaning(tree, node, "class", "id", "itemprop").contains(.subtitle)
  }

  private static func paragraphs(_ body: String) -> [String] {
    let text = HTMLEntities.decode(RecordText.isMarkup(body) ? "" : body)
    if RecordText.isMarkup(body) { return MarkupText.paragraphs(body) }
    return (body.contains("&") && !body.contains("\n") ? text : body).split(whereSeparator: { $0.isNewline })
      .map { TextLayout.collapse($0) }.filter { !$0.isEmpty }
  }

  /// The first h1 that is not empty, in the container or before it.
  private func mainHeading() -> Int? {
    let all = (0..<tree.count).filter { tree.has($0, GUMBO_TAG_H1) && !tree.plainText($0).isEmpty }
    if all.count <= 1 { return all.first }
    guard let container = content.container else { return all.first }
    let limit = Int(tree.ends[container])
    // The nearest one before the end of the text; the site's own name is often an h1, too.
    return all.first { $0 > container && $0 < limit } ?? all.last { $0 < container } ?? all.first
  }

  private func breadcrumbSection() -> String? {
    let reader = PageLineReader()
    for node in 0..<tree.count where !tree.isText(node) {
      let meaning = HTMLNames.shared.meaning(tree, node, "class", "id")
      let isTrail = meaning.contains(.breadcrumb)
      guard isTrail || meaning.contains(.section),
        HTMLElements.isBlock(tree.tags[node]) || isTrail
      else { continue }
      let links = tree.descendants(node).filter { tree.has($0, GUMBO_TAG_A) }.map { tree.plainText($0) }
        .filter { !$0.isEmpty && TextLayout.wordCount($0) <= 4 }
      if isTrail, let last = links.last(where: { !draft.article.title.hasPrefix($0) }), links.count <= 8 { return last }
      let text = tree.plainText(node)
      if !isTrail, !text.isEmpty, TextLayout.wordCount(text) <= 3, links == [text] || reader.isSection(text) {
        return text
      }
    }
    return nil
  }

  // MARK: People and dates

  private mutating func fillPeopleAndDates(_ byline: HTMLByline, heading: Int?, bodyStart: Int?) {
    let surroundings = HTMLSurroundings(
      tree: tree, content: content, heading: heading ?? printedTitle(), bodyStart: bodyStart, byline: byline,
      dayFirst: metadata.dayFirst)
    draft.article.published = metadata.published ?? surroundings.published ?? urlDate() ?? metadata.placeholder
    if draft.article.published == nil, let (text, evidence) = metadata.unreadPublished {
      _ = draft.date(from: text, "published", evidence: evidence, dayFirst: metadata.dayFirst)
    }
    draft.article.updated = metadata.updated ?? surroundings.updated
    draft.article.retrieved = surroundings.mastheadDate
    draft.article.authors = metadata.declaredAuthors
    if draft.article.authors.isEmpty { draft.article.authors = surroundings.authors }
    // A user of the system (“siteadmin”) or an organisation, the publisher most often, that stands for the author of
    // everything, is no author where the page prints people.
    let declared = draft.article.authors
    let stands = declared.allSatisfy {
      isUserName($0) || byline.isSite($0) || metadata.linkedData.organisations.contains($0)
        || PersonNames.namesStaff($0)
    }
    let printed = surroundings.authors.filter { $0.utf8.contains(0x20) && !byline.isSite($0) }
    if stands, !printed.isEmpty { draft.article.authors = printed }
    // The paper's name beside its writer's.
    if draft.article.authors.count > 1 {
      let people = draft.article.authors.filter { !byline.isSite($0) }
      // “Dubai - the site”: a place beside it is no writer.
      let isPlace = people.count < draft.article.authors.count && !people.contains { $0.utf8.contains(0x20) }
      if !people.isEmpty { draft.article.authors = isPlace ? [] : people }
    }
    checkAgreement()
  }

  /// Where the title stands in a page that has no headings.
  private func printedTitle() -> Int? {
    let title = draft.article.title
    guard !title.isEmpty else { return nil }
    return (0..<tree.count).first { node in
      guard tree.isText(node), tree.parents[node] > 0, !tree.has(Int(tree.parents[node]), GUMBO_TAG_TITLE),
        !tree.has(Int(tree.parents[node]), GUMBO_TAG_A)
      else { return false }
      return tree.plainText(node) == title
    }
  }

  /// One word of small letters and digits, or what systems call their first user.
  private func isUserName(_ name: String) -> Bool {
    if ["super user", "admin", "administrator", "webmaster", "root"].contains(name.lowercased()) { return true }
    return name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
    }
  }

  private mutating func checkAgreement() {
    guard let published = draft.article.published, published.precision >= .day,
      let other = urlDate(), published.evidence != .file, abs(other.date.dayNumber - published.date.dayNumber) > 31
    else { return }
    draft.warn("date-sources-differ", "published “\(published.text)”, but the address says \(other.value)")
  }

  /// `/2024/03/09/` or `/2024-03-09-` in the address.
  private func urlDate() -> ArticleDate? {
    guard let url = draft.article.url else { return nil }
    let parts = url.split(whereSeparator: { "/-_.?=&".contains($0) }).map(String.init)
    for index in parts.indices.dropLast(2) {
      guard parts[index].utf8.count == 4, let year = Int(parts[index]), (1995...2100).contains(year),
        parts[index + 1].utf8.count == 2, parts[index + 2].utf8.count == 2, let month = Int(parts[index + 1]),
        let day = Int(parts[index + 2]),
        let date = CivilDate(year: year, month: month, day: day)
      else { continue }
      return ArticleDate(date: date, precision: .day, evidence: .file, text: url)
    }
    for part in parts where part.utf8.count == 8 {
      guard let value = Int(part), (19_950_101...21_001_231).contains(value),
        let date = CivilDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
      else { continue }
      return ArticleDate(date: date, precision: .day, evidence: .file, text: url)
    }
    return nil
  }

  // MARK: Images

  private mutating func fillImages() {
    guard let container = content.container else { return }
    // The picture above the text belongs to it: figures from the headline on.
    let start = mainHeading().map { min($0, container) } ?? container
    var seen: Set<String> = []
    for node in start..<Int(tree.ends[container]) where !tree.isText(node) {
      if tree.has(node, GUMBO_TAG_FIGCAPTION) || isCaption(node) {
        let text = tree.plainText(node)
        if !text.isEmpty, TextLayout.wordCount(text) <= 80,
          !draft.article.captions.contains(where: { $0.contains(text) || text.contains($0) })
        {
          draft.article.captions.append(text)
        }
      } else if tree.has(node, GUMBO_TAG_IMG) {
        addImage(node, seen: &seen)
      }
    }
    if draft.article.images.isEmpty {
      if let image = metadata.linkedData.images.first {
        draft.article.images = [image]
      } else if let address = metadata.meta("og:image", "twitter:image"), CanonicalURL.isWeb(address) {
        draft.article.images = [
          Article.Image(url: CanonicalURL.resolve(address, base: base), alt: metadata.meta("og:image:alt"))
        ]
      }
    }
  }

  private func isCaption(_ node: Int) -> Bool { pictures.isCaption(node) }

  private var pictures: HTMLPictures { HTMLPictures(tree: tree) }

  private mutating func addImage(_ node: Int, seen: inout Set<String>) {
    guard let source = pictures.source(node), seen.insert(source).inserted, draft.article.images.count < 50 else {
      return
    }
    if content.excluded[node], !isInFigure(node) { return }
    let width = tree.attribute(node, "width").flatMap { Int($0) } ?? 200
    guard width >= 100 else { return }
    let alt = tree.attribute(node, "alt").map { TextLayout.collapse($0) }.flatMap { $0.isEmpty ? nil : $0 }
    draft.article.images.append(
      Article.Image(url: CanonicalURL.resolve(source, base: base), caption: pictures.caption(node), alt: alt))
  }

  private func isInFigure(_ node: Int) -> Bool {
    var parent = Int(tree.parents[node])
    for _ in 0..<6 where parent >= 0 {
      if tree.has(parent, GUMBO_TAG_FIGURE) { return true }
      parent = Int(tree.parents[parent])
    }
    return false
  }
}
