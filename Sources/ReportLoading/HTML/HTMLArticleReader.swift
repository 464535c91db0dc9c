import CGumbo
import ReportArticles

/// Reads a page into a draft: metadata, main content, what stands around it.
struct HTMLArticleReader {
  private let tree: HTMLTree
  private let metadata: HTMLMetadata
  private var draft: ArticleDraft
  private var content: MainContent
  /// What the page's data say about its article, where the text came from them.
  private var recordMembers: [JSONValue.Member] = []

  /// What relative addresses are relative to.
  private var base: String?

  /// Reads a page; `address` is where it came from, if that is known.
  static func read(_ html: [UInt8], path: String, name: String, address: String? = nil) -> ArticleDraft {
    let tree = HTMLTree(html)
    let metadata = HTMLMetadata(tree)
    var page = HTMLArticleReader(
      tree: tree, metadata: metadata, draft: ArticleDraft(format: name, path: path),
      content: MainContent(
        tree, title: metadata.title(firstHeading: nil), site: metadata.url(base: address).flatMap(Article.host)))
    let saved = SavedPage(html)
    page.locate(address ?? saved?.address)
    page.run(html)
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
    let tree = tree
    let element = (0..<tree.count).first { tree.has($0, GUMBO_TAG_BASE) && tree.attribute($0, "href") != nil }
    let reference = element.flatMap { tree.attribute($0, "href") }.map { TextLayout.collapse($0) }
    let document = reference.map { CanonicalURL.resolve($0, base: address) }.flatMap {
      CanonicalURL.normalize($0) == nil ? nil : $0
    }
    let own = metadata.url(base: document ?? address)
    draft.article.url = own ?? address.flatMap { CanonicalURL.normalize($0) }
    base = document ?? address ?? own
    if document == nil, let reference, let own {
      let resolved = CanonicalURL.resolve(reference, base: own)
      if CanonicalURL.normalize(resolved) != nil { base = resolved }
    }
  }

  private mutating func run(_ html: [UInt8]) {
    var blocks = content.isAtFoot ? [] : content.blocks()
    var linkedBody = metadata.linkedData.body.map(HTMLArticleReader.paragraphs) ?? []
    let linked = linkedBody.reduce(0) { $0 + $1.utf8.count }
    func letters() -> Int { blocks.reduce(0) { $0 + $1.text.utf8.count } }
    if letters() < 200, linked < 200, !content.isShort {
      let lenient = MainContent(
        tree, title: metadata.title(firstHeading: nil), site: content.site,
        isLenient: true)
      let more = lenient.isAtFoot ? [] : lenient.blocks()
      if more.reduce(0, { $0 + $1.text.utf8.count }) > letters() * 2 { (content, blocks) = (lenient, more) }
    }
    let found = letters()
    var heading = mainHeading()
    draft.article.title = metadata.title(firstHeading: heading) ?? ""
    if metadata.isTitleDoubtful(firstHeading: heading), let found = metadata.titleElement() {
      (heading, draft.article.title) = found
    }
    var prefersLinked = (linked > 400 && found * 3 < linked) || (linked >= 80 && found * 2 < min(linked, 160))
    if found < 200, !prefersLinked, let hidden = hiddenText(html, heading: heading, found: found) {
      (linkedBody, prefersLinked) = (hidden, true)
    }
    draft.article.publisher = metadata.linkedData.publisher ?? metadata.siteName
    draft.article.section = metadata.section ?? breadcrumbSection()
    draft.article.keywords = metadata.keywords
    draft.declaredLanguage = metadata.language
    draft.article.rights = metadata.rights(base: base)
    fillBody(blocks, linkedBody: linkedBody, prefersLinked: prefersLinked, heading: heading)
    fillStandfirst(heading: heading, bodyStart: blocks.first { $0.node > heading ?? 0 }?.node)
    if let other = metadata.linkedData.otherTitle {
      draft.warn(
        .dataOfAnotherArticle, "the page's data describe “\(other)”, which is not its article; they were not used")
    }
    let byline = HTMLByline(tree: tree, sites: [metadata.siteName, metadata.linkedData.publisher])
    fillPeopleAndDates(
      byline, heading: heading,
      bodyStart: blocks.first { TextLayout.wordCount($0.text) >= 12 && TextLayout.endsSentence($0.text) }?.node)
    takeLeadingName(byline)
    dropByline()
    dropAuthorNotes()
    let images = HTMLImages(
      tree: tree, content: content, metadata: metadata, heading: mainHeading(), base: base)
    draft.article.captions = images.captions
    draft.article.images = images.images
    if draft.article.paragraphs.isEmpty {
      draft.warn(.noBody, "the body of the article could not be found in the page")
    } else if !prefersLinked {
      warnIfPartial()
      if !metadata.linkedData.isArticle, content.isListing() {
        draft.warn(.notArticle, "the page lists other articles rather than being one")
      }
    }
  }

  /// Warns of a page that shows the start of its article only.
  private mutating func warnIfPartial() {
    let letters = draft.article.paragraphs.reduce(0) { $0 + MainContent.letterCount(Array($1.utf8)[...]) }
    guard letters < 3000 else { return }
    if metadata.linkedData.isFree == false {
      let locked = lockedLetters()
      if let locked, locked >= 200 { return }
      if locked != nil || letters < 1500 {
        return draft.warn(
          .partial, "the text is cut: the page's data call the article not free, and only its start is shown")
      }
    }
    if let barrier = content.barrier() {
      draft.warn(.partial, "the text seems to be cut by a paywall: “\(barrier.prefix(120))”")
    }
  }

  /// Letters in the parts that the data call not free; nil where they name none.
  private func lockedLetters() -> Int? {
    let selectors = metadata.linkedData.lockedParts
    guard !selectors.isEmpty, tree.count > 0 else { return nil }
    let nodes = selectors.prefix(8).flatMap { selector -> [Int] in
      guard let list = try? SelectorList(selector) else { return [] }
      return list.matches(in: tree, below: 0) {}
    }
    return nodes.map { MainContent.letterCount(Array(tree.plainText($0).utf8)[...]) }.max() ?? 0
  }

  // MARK: Body

  /// The text that stands in the page's data only, or in what it shows without scripts; more than was found.
  private mutating func hiddenText(_ html: [UInt8], heading: Int?, found: Int) -> [String]? {
    let titles = metadata.titles + [draft.article.title]
    var paragraphs: [String]
    if let record = HiddenText.inData(of: html, titles: titles) {
      paragraphs = record.paragraphs
      if heading == nil, let title = record.title, !title.isEmpty { draft.article.title = title }
      recordMembers = record.members
    } else {
      paragraphs = HiddenText.inNoscript(of: tree, title: draft.article.title)
    }
    return paragraphs.reduce(0) { $0 + $1.utf8.count } > max(80, found * 2) ? paragraphs : nil
  }

  private mutating func fillBody(
    _ blocks: [(text: String, isHeading: Bool, node: Int)], linkedBody: [String], prefersLinked: Bool, heading: Int?
  ) {
    if prefersLinked {
      // The page holds a teaser only, its data the whole text.
      for paragraph in linkedBody { draft.addParagraph(paragraph, isLaidOut: true) }
      return
    }
    let titleKey = TextLayout.key(draft.article.title)
    var isStart = true
    for block in blocks.dropFirst(headLength(blocks, titleKey: titleKey)) {
      if isStart, isHead(block.text, titleKey: titleKey, isHeading: block.isHeading) { continue }
      // The hour over each entry of a live page.
      if isClock(block.text) { continue }
      if isStart, draft.article.subtitle == nil, TextLayout.wordCount(block.text) >= 5,
        isSubtitle(block.node) || isInHeader(block.node, of: heading)
      {
        draft.article.subtitle = block.text
        continue
      }
      if !block.isHeading { isStart = false }
      draft.addParagraph(block.text, isLaidOut: true)
    }
  }

  private mutating func fillStandfirst(heading: Int?, bodyStart: Int?) {
    guard let heading, let bodyStart else { return }
    let finder = HTMLStandfirst(tree: tree, content: content, descriptions: metadata.descriptions)
    if draft.article.subtitle == nil {
      draft.article.subtitle = finder.find(
        heading: heading, bodyStart: bodyStart, title: draft.article.title, paragraphs: draft.article.paragraphs)
    }
    draft.article.paragraphs.insert(
      contentsOf: finder.points(heading: heading, bodyStart: bodyStart, paragraphs: draft.article.paragraphs), at: 0)
  }

  /// Whether a block stands in the `header` element of the headline, below it.
  private func isInHeader(_ node: Int, of heading: Int?) -> Bool {
    guard let heading, node > heading else { return false }
    var parent = Int(tree.parents[heading])
    while parent > 0, !tree.has(parent, GUMBO_TAG_HEADER) { parent = Int(tree.parents[parent]) }
    return parent > 0 && node < Int(tree.ends[parent]) && Int(tree.ends[parent]) - parent < 200
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
      dayFirst: metadata.dayFirst ?? textDayFirst)
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
    // The page names more writers than its data do.
    if printed.count > declared.count, printed.count <= 8, !declared.isEmpty,
      printed.allSatisfy({ PersonNames.looksLikePerson($0) && !PersonNames.startsWithAgency($0) })
    {
      let keys = Set(printed.map { TextFolding.fold($0) })
      if declared.allSatisfy({ keys.contains(TextFolding.fold($0)) }) { draft.article.authors = printed }
    }
    // The paper's name beside its writer's.
    if draft.article.authors.count > 1 {
      let people = draft.article.authors.filter { !byline.isSite($0) }
      // “Dubai - the site”: a place beside it is no writer.
      let isPlace = people.count < draft.article.authors.count && !people.contains { $0.utf8.contains(0x20) }
      if !people.isEmpty { draft.article.authors = isPlace ? [] : people }
    }
    draft.article.authors = PersonNames.withoutDateline(draft.article.authors)
    if !recordMembers.isEmpty { fillFromRecord() }
    checkAgreement()
  }

  /// Whether the day comes first in figures, by the language of the text, where the page declares none.
  private var textDayFirst: Bool? {
    guard metadata.language == nil, !draft.article.paragraphs.isEmpty else { return nil }
    let language = LanguageTag.choose(
      declared: nil, texts: [draft.article.title] + draft.article.paragraphs.prefix(3)
    ).language
    return language.hasPrefix("en") || language.hasPrefix("und") ? nil : true
  }

  /// Day and authors as the record has them from which the text was read.
  private mutating func fillFromRecord() {
    var record = ArticleDraft(format: draft.article.origin.format, path: draft.article.origin.path)
    RecordReader(options: LoadOptions()).fill(
      &record,
      from: recordMembers.filter { member in
        let name = member.key.lowercased()
        return name.contains("date") || name.contains("author") || name.contains("publish") || name.contains("byline")
      })
    draft.article.published = draft.article.published ?? record.article.published
    draft.article.updated = draft.article.updated ?? record.article.updated
    if draft.article.authors.isEmpty { draft.article.authors = record.article.authors }
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
    draft.warn(.dateSourcesDiffer, "published “\(published.text)”, but the address says \(other.value)")
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
}
