import CGumbo
import ReportArticles

/// What a page says about its article outside of the text: JSON-LD, Open Graph and other meta elements, `<time>`, bylines.
struct HTMLMetadata {
  let tree: HTMLTree
  let linkedData: JSONLinkedData
  /// Content of meta elements by `property`, `name` or `itemprop`, in lower case; the first of each.
  private var metas: [String: [String]] = [:]
  /// The page's canonical address, by its own account.
  private(set) var canonical: String?
  private(set) var documentTitle: String?
  /// The name of the site.
  private(set) var siteName: String?
  /// What it says about use.
  private var statedRights = PageRights()
  /// What the page calls its article: titles for social media, that of the document, first headings.
  private(set) var titles: [String] = []

  init(_ tree: HTMLTree) {
    self.tree = tree
    var scripts: [String] = []
    var metas: [String: [String]] = [:]
    var canonical: String?
    var title: String?
    var headings: [String] = []
    var isInSVG = 0
    var rights = PageRights()
    for node in 0..<tree.count where !tree.isText(node) {
      if node < isInSVG { continue }
      if tree.has(node, GUMBO_TAG_SVG) { isInSVG = Int(tree.ends[node]) }
      if tree.has(node, GUMBO_TAG_META) {
        guard let content = tree.attribute(node, "content"), !content.isEmpty else { continue }
        for key in ["property", "name", "itemprop"] as [StaticString] {
          guard let name = tree.attribute(node, key)?.lowercased() else { continue }
          metas[name, default: []].append(content)
          rights.note(meta: name, content)
        }
      } else if tree.has(node, GUMBO_TAG_LINK) {
        if tree.attribute(node, "rel")?.lowercased() == "canonical", canonical == nil {
          canonical = tree.attribute(node, "href")
        }
        rights.note(link: node, in: tree)
      } else if tree.has(node, GUMBO_TAG_A) {
        rights.note(link: node, in: tree)
      } else if tree.has(node, GUMBO_TAG_SCRIPT) {
        if tree.attribute(node, "type")?.lowercased() == "application/rsl+xml" { rights.noteInlineLicense() }
        guard tree.attribute(node, "type")?.lowercased().holds("ld+json") == true, scripts.count < 64 else {
          continue
        }
        scripts.append(tree.descendants(node).map { tree.text(of: $0) }.joined())
      } else if tree.has(node, GUMBO_TAG_TITLE), title == nil {
        title = TextLayout.collapse(tree.descendants(node).map { tree.text(of: $0) }.joined())
      } else if tree.has(node, GUMBO_TAG_H1), headings.count < 3 {
        headings.append(tree.plainText(node))
      }
    }
    self.metas = metas
    self.canonical = canonical
    statedRights = rights
    documentTitle = title
    titles = ((metas["og:title"] ?? []) + (metas["twitter:title"] ?? []) + [title].compactMap(\.self) + headings)
      .filter { !$0.isEmpty }
    linkedData = JSONLinkedData(scripts: scripts, titles: titles, address: canonical ?? metas["og:url"]?.first)
    siteName = declaredSiteName()
  }

  /// The first content of the first of these meta elements that there is.
  func meta(_ names: String...) -> String? {
    for name in names {
      if let content = metas[name]?.first.map({ TextLayout.collapse($0) }), !content.isEmpty { return content }
    }
    return nil
  }

  private func all(_ name: String) -> [String] {
    (metas[name] ?? []).map { TextLayout.collapse($0) }.filter { !$0.isEmpty }
  }

  var language: String? {
    tree.first(GUMBO_TAG_HTML).flatMap { tree.attribute($0, "lang") ?? tree.attribute($0, "xml:lang") }
      ?? linkedData.language ?? meta("og:locale", "content-language", "language", "dc.language")
  }

  /// Whether 03/04/2024 is the third of April to this page, by its language and country; nil when they do not tell.
  var dayFirst: Bool? {
    guard let tag = language ?? meta("og:locale"), LanguageTag.normalize(tag) != nil else {
      return documentTitle.flatMap(TextDirection.ofFirstStrong) == .rightToLeft ? true : nil
    }
    return DateOrder.dayFirst(language: tag)
  }

  var url: String? { url(base: nil) }

  /// The address that the page gives for itself, made absolute against the one that it came from.
  func url(base: String?) -> String? {
    for candidate in [canonical, meta("og:url"), linkedData.url] {
      guard let candidate, !candidate.isEmpty else { continue }
      let absolute =
        base == nil || !CanonicalURL.isWeb(candidate) ? candidate : CanonicalURL.resolve(candidate, base: base)
      if let url = CanonicalURL.normalize(absolute) { return url }
    }
    return nil
  }

  /// What the metadata call the site. Where they have something else in its place (a section, “U.S.”), the part of the
  /// document's title that the address has too.
  private func declaredSiteName() -> String? {
    guard var name = meta("og:site_name", "application-name", "dc.publisher", "publisher") else { return nil }
    if name.hasPrefix("@"), name.utf8.count > 1 { name.removeFirst() }
    guard let host = url.flatMap(Article.host).map(TextLayout.key), !host.holds(TextLayout.key(name)),
      let documentTitle, documentTitle.utf8.count < 1000
    else {
      return name
    }
    let parts = documentTitle.components(separatedByAny: [" | ", " - ", " – ", " — ", " · ", " :: "])
    guard parts.count > 1, !parts.contains(where: { TextLayout.collapse($0) == name }), let last = parts.last else {
      return name
    }
    let key = TextLayout.key(last)
    return key.utf8.count >= 3 && host.holds(key) ? TextLayout.collapse(last) : name
  }

  var section: String? {
    // Some pages list all of the sections that an article stands in.
    declaredSection.map { section in
      let parts = section.split(whereSeparator: { ",،".contains($0) })
      return parts.count > 2 ? TextLayout.collapse(parts[0]) : section
    }
  }

  private var declaredSection: String? {
    linkedData.section
      ?? meta("article:section", "section", "articlesection", "sailthru.section", "parsely-section", "dc.subject")
  }

  var keywords: [String] {
    if !linkedData.keywords.isEmpty { return linkedData.keywords }
    let tags = all("article:tag")
    if tags.count > 1 { return tags }
    return (meta("news_keywords", "keywords", "article:tag", "parsely-tags", "sailthru.tags") ?? "")
      .split(whereSeparator: { ",،;".contains($0) }).map { TextLayout.collapse($0) }.filter { !$0.isEmpty }
  }

  /// What the metadata say that the article is about.
  var descriptions: [String] {
    (["og:description", "description", "twitter:description", "dc.description"].compactMap { meta($0) }
      + [linkedData.description, linkedData.subtitle].compactMap(\.self)).uniqued()
  }

  /// What the page says about the use of its article.
  func rights(base: String?) -> ArticleRights? { statedRights.rights(linkedData.rights, base: base) }

  // MARK: Title

  /// The headline: what most of h1, JSON-LD, Open Graph and the document's title agree on.
  func title(firstHeading: Int?) -> String? { vote(firstHeading: firstHeading)?.title }

  /// Whether no two sources of the headline agree and none is meant for it.
  func isTitleDoubtful(firstHeading: Int?) -> Bool {
    guard let vote = vote(firstHeading: firstHeading) else { return true }
    return vote.votes == 1 && meta("og:title", "twitter:title") == nil
      && (linkedData.title == nil || !linkedData.isArticle)
  }

  /// An element whose text is a part of the document's title, of three words or more: “Site – Headline” tells which part is
  /// the headline only with the page beside it.
  func titleElement() -> (node: Int, text: String)? {
    guard let documentTitle, documentTitle.utf8.count < 1000 else { return nil }
    // Every run of parts between the usual signs.
    let parts = documentTitle.components(
      separatedByAny: [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", ": ", " : ", " / "])
    var keys: Set<String> = []
    for start in parts.indices.prefix(8) {
      for end in parts[start...].indices.prefix(8) {
        let run = parts[start...end].joined(separator: " ")
        if TextLayout.wordCount(run) >= 3 { keys.insert(TextLayout.key(run)) }
      }
    }
    guard !keys.isEmpty else { return nil }
    var best: (node: Int, text: String, length: Int)?
    for node in 0..<tree.count where !tree.isText(node) && Int(tree.ends[node]) - node <= 12 {
      guard Int(tree.ends[node]) > node + 1, !HTMLElements.isInvisible(tree.tags[node]), !tree.has(node, GUMBO_TAG_A),
        !tree.has(max(0, Int(tree.parents[node])), GUMBO_TAG_A),
        !tree.has(max(0, Int(tree.parents[node])), GUMBO_TAG_HEAD)
      else { continue }
      let text = tree.plainText(node)
      guard text.utf8.count <= documentTitle.utf8.count + 40 else { continue }
      let key = TextLayout.key(text)
      if keys.contains(key), key.utf8.count > best?.length ?? 0 { best = (node, text, key.utf8.count) }
    }
    return best.map { ($0.node, $0.text) }
  }

  private func vote(firstHeading: Int?) -> (title: String, votes: Int)? {
    var heading = firstHeading.map { tree.plainText($0) }
    if heading?.isEmpty == true { heading = nil }
    let site = siteName ?? linkedData.publisher
    let linked = linkedData.isArticle ? linkedData.title : nil
    let graph = meta("og:title").map { strip($0, site: site) }
    let twitter = meta("twitter:title").map { strip($0, site: site) }
    let document = documentTitle.map { strip($0, site: site) }
    // A title for social media stands twice and counts little more than once; a kicker stands before the headline in
    // the heading and in the document's title.
    let candidates: [(title: String, weight: Double)] = [
      (heading, 1.2), (graph, 1), (linked, 1.1), (twitter, 0.4), (document, 0.8),
    ].compactMap { title, weight in title.flatMap { $0.isEmpty ? nil : ($0, weight) } }
    guard let first = candidates.first?.title else { return nil }
    var best = first
    var bestVotes = 0
    var bestWeight = 0.0
    let keys = candidates.map { TextLayout.key($0.title) }
    for (candidate, key) in zip(candidates, keys) where !key.isEmpty {
      let agreeing = candidates.indices.filter { keys[$0] == key }.map { candidates[$0] }
      let weight = agreeing.reduce(0) { $0 + $1.weight }
      // A kicker and the headline of one heading run together where no sign parts them.
      let spelling =
        agreeing.map(\.title).max { TextLayout.wordCount($0) < TextLayout.wordCount($1) } ?? candidate.title
      let title = TextLayout.wordCount(spelling) > TextLayout.wordCount(candidate.title) ? spelling : candidate.title
      if weight > bestWeight { (best, bestVotes, bestWeight) = (title, agreeing.count, weight) }
    }
    if bestVotes == 1 { best = graph ?? linked ?? heading ?? first }
    if let heading, TextLayout.wordCount(heading) >= 3, best.utf8.count > heading.utf8.count {
      // “Headline - Site” in all the data, the headline alone on the page.
      let isPart = [" | ", " - ", " – ", " — ", " · ", " :: ", " » "].contains { separator in
        best.hasPrefix(heading + separator) || best.hasSuffix(separator + heading)
      }
      if isPart { best = heading }
    }
    return (best, bestVotes)
  }

  /// “Headline | Site”, “Headline - Section - Site”: the headline.
  private func strip(_ title: String, site: String?) -> String {
    var text = title
    if let site, !site.isEmpty {
      let siteKey = TextLayout.key(site)
      for separator in [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " : ", " / "] {
        let parts = text.components(separatedBy: separator)
        guard parts.count > 1, let last = parts.last, let first = parts.first else { continue }
        let lastKey = TextLayout.key(last)
        if !siteKey.isEmpty,
          lastKey == siteKey || (lastKey.contains(siteKey) && lastKey.count < siteKey.count * 3)
            || (siteKey.contains(lastKey) && lastKey.count > 2)
        {
          text = HTMLMetadata.withoutSection(Array(parts.dropLast())).joined(separator: separator)
        } else if TextLayout.key(first) == siteKey {
          text = parts.dropFirst().joined(separator: separator)
        }
      }
    }
    if let bar = text.components(separatedBy: " | ").first, bar != text, TextLayout.wordCount(bar) >= 3 { text = bar }
    return TextLayout.collapse(text)
  }

  /// Of “Headline – Section” the headline: a last part of one or two words after a longer one.
  private static func withoutSection(_ parts: [String]) -> [String] {
    guard parts.count > 1, let first = parts.first, let last = parts.last, TextLayout.wordCount(first) >= 4,
      TextLayout.wordCount(last) <= 2, let letter = TextLayout.collapse(last).unicodeScalars.first,
      letter.properties.isUppercase || letter.value > 0x24F
    else { return parts }
    return Array(parts.dropLast())
  }

  // MARK: People

  /// Authors from JSON-LD, else meta elements; empty when neither names any.
  var declaredAuthors: [String] {
    if !linkedData.authors.isEmpty { return linkedData.authors }
    for name in [
      "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author", "byl",
      "authors",
      "citation_author", "cxenseparse:author", "twitter:creator:name", "og:author", "article:author_name",
    ] {
      let values = all(name).filter { !$0.holds("://") && !$0.hasPrefix("@") && !$0.hasPrefix("/") }
      let names = values.flatMap { PersonNames.split($0) }
      var seen: Set<String> = []
      let unique = names.filter { seen.insert($0).inserted }
      if !unique.isEmpty { return unique }
    }
    // “Written by” on a card for social media; a second label tells the time that reading takes.
    if let name = meta("twitter:data1"), let label = meta("twitter:label1"),
      !DateTokens.hasDigit(name), PageLineReader().labelsAuthor(label)
    {
      return PersonNames.split(name)
    }
    return []
  }

  // MARK: Dates

  /// The day of publication by trust: JSON-LD, meta elements.
  var published: ArticleDate? {
    if let text = linkedData.published, let date = MachineDate.parse(text, evidence: .jsonLD, dayFirst: dayFirst),
      isMeant(date)
    {
      return date
    }
    for name in [
      "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "date", "pubdate",
      "publishdate",
      "publish-date", "publish_date", "published_time", "published-date", "dc.date.issued", "dcterms.issued", "dc.date",
      "dcterms.date",
      "dc.date.created", "dcterms.created", "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime",
      "cxenseparse:publishtime", "article.published", "article_date_original", "originalpublicationdate",
      "publication_date",
      "citation_publication_date", "citation_date", "rnews:datepublished", "article:published", "article-date",
      "release_date",
      "analytics:published", "vr:published_time", "ptime", "displaydate", "date_published", "og:pubdate",
      "last-publish-date", "created",
    ] {
      if let text = meta(name), let date = MachineDate.parse(text, evidence: .meta, dayFirst: dayFirst), isMeant(date) {
        return date
      }
    }
    return metas.keys.filter(HTMLMetadata.namesPublication).sorted().lazy.compactMap { name -> ArticleDate? in
      meta(name).flatMap { MachineDate.parse($0, evidence: .meta, dayFirst: dayFirst) }
    }.first(where: isMeant)
  }

  /// Whether a name of a meta element, of whatever system, is that of the day of publication: `article_publish_date`.
  private static func namesPublication(_ name: String) -> Bool {
    let letters = name.filter { $0.isLetter }
    return [
      "publishdate", "publisheddate", "publishtime", "publishedtime", "publicationdate", "datepublished", "pubdate",
      "publishedat", "firstpublished", "datecreated",
    ].contains { letters.hasSuffix($0) } && !letters.contains("modif") && !letters.contains("update")
  }

  /// What the page says of its publication where no date can be read from it.
  var unreadPublished: (text: String, evidence: DateEvidence)? {
    if let text = linkedData.published, MachineDate.parse(text, evidence: .jsonLD, dayFirst: dayFirst) == nil {
      return (text, .jsonLD)
    }
    for name in ["article:published_time", "og:published_time", "datepublished", "date", "pubdate", "dc.date"] {
      if let text = meta(name), MachineDate.parse(text, evidence: .meta, dayFirst: dayFirst) == nil {
        return (text, .meta)
      }
    }
    return nil
  }

  /// A date that a system without one put into the linked data.
  var placeholder: ArticleDate? {
    linkedData.published.flatMap { MachineDate.parse($0, evidence: .jsonLD, dayFirst: dayFirst) }.flatMap {
      isMeant($0) ? nil : $0
    }
  }

  /// Systems without a date write the first day of their calendar: that is not one while something else may be.
  private func isMeant(_ date: ArticleDate) -> Bool {
    date.date.year > 1970 || date.date.year == 1970 && date.date.dayNumber > 1
  }

  var updated: ArticleDate? {
    if let text = linkedData.updated, let date = MachineDate.parse(text, evidence: .jsonLD, dayFirst: dayFirst),
      isMeant(date)
    {
      return date
    }
    for name in [
      "article:modified_time", "og:updated_time", "datemodified", "dc.date.modified", "dcterms.modified",
      "last-modified",
      "lastmod", "article:modified", "utime", "modified", "date_modified", "revision_date", "updated_time",
    ] {
      if let text = meta(name), let date = MachineDate.parse(text, evidence: .meta, dayFirst: dayFirst) { return date }
    }
    return nil
  }
}
