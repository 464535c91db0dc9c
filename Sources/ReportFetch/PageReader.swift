import ReportArticles
import ReportLoading

/// Reads the page behind an item of a feed or a sitemap.
struct PageReader {
  static let accepts = "text/html, application/xhtml+xml, */*;q=0.1"

  /// What came of a page.
  enum Result {
    /// The item with the page's text.
    case read(Article)
    /// There is nothing to be had, and will not be; the sentence says why.
    case refused(String)
    /// Perhaps the next time.
    case later(String)
  }

  let hops: Hops
  let source: Source
  let loader: ArticleLoader
  let credentials: Credentials?
  let robots: RobotsCache
  /// Hears of pages that came, so that they can be kept.
  var keep: (Answer, WebAddress) -> Void = { _, _ in }
  var requests = 0, bytes = 0

  /// The article of an item with the text of its page. The item's own title, dates and identity stay where it has them.
  mutating func read(_ item: Article) throws(FetchProblem) -> Result {
    guard let address = item.url.flatMap({ WebAddress($0) }) else { return .refused("the item has no address") }
    let answer: Answer
    var rights = ArticleRights()
    do throws(FetchProblem) {
      let (isAllowed, spent) = try robots.allows(address, hops, home: source.address ?? address)
      requests += spent.requests
      bytes += spent.bytes
      guard isAllowed else {
        return .refused("robots.txt of \(address.host) asks that \(address.shown) not be fetched")
      }
      answer = try hops.get(
        address, home: source.address ?? address, headers: source.headers, credentials: credentials,
        accept: Self.accepts)
      let (said, spentOnRights) = try robots.rights(of: answer.address, hops, home: source.address ?? address)
      requests += spentOnRights.requests
      bytes += spentOnRights.bytes
      rights = said
    } catch {
      switch error.kind {
      case .local: throw error
      case .temporary, .postponed: return .later(error.message)
      case .soft, .hard, .gone: return .refused(error.message)
      }
    }
    requests += answer.requests
    bytes += answer.wire
    if let problem = FetchProblem.of(answer, now: robots.clock()) {
      return problem.kind == .temporary ? .later(problem.message) : .refused(problem.message)
    }
    keep(answer, address)
    let result = article(item, answer, asked: address)
    guard case .read(var article) = result else { return result }
    // What the page says itself goes before the head of the response, and that before files for the whole server.
    article.add(rights: ArticleRights(answer.headers, at: answer.address, isFeed: false))
    article.add(rights: rights)
    return .read(article)
  }

  /// The item with what an answer brought.
  func article(_ item: Article, _ answer: Answer, asked: WebAddress) -> Result {
    if answer.address.path == "/", answer.address.query == nil, asked.path != "/" {
      return .refused("\(asked.shown) leads to the front page")
    }
    // An answer may lead elsewhere, to where nothing may be fetched; the text was not asked for then.
    var loader = loader
    loader.options.address = answer.address.description
    loader.options.contentType = answer.headers["content-type"]
    let result = loader.load(data: answer.body, path: answer.address.description)
    guard let page = result.articles.max(by: { $0.text.utf8.count < $1.text.utf8.count }) else {
      return .refused("\(answer.address.shown): \(result.problems.first?.message ?? "no article in the page")")
    }
    if let doubt = Self.doubt(page, item, answer) { return .refused(doubt) }
    return .read(Self.merged(item, page, answer))
  }

  // MARK: Doubts

  /// Why a page is not taken for the article; nil when it is.
  ///
  /// Error pages, walls and robot checks come in all words and languages; what they have in common is that they do not
  /// speak of what the item announces.
  static func doubt(_ page: Article, _ item: Article, _ answer: Answer) -> String? {
    let place = answer.address.shown
    let text = page.paragraphs.isEmpty ? page.title : page.text
    let announced = Set(words(item.title))
    if announced.count >= 3 {
      let found = Set(words(page.title + " " + page.text.prefix(20_000)))
      let share = Double(announced.intersection(found).count) / Double(announced.count)
      if share < 0.34 {
        return "\(place) does not speak of what the item announces (an error page, a wall or a check for robots)"
      }
    }
    let itemText = item.text.utf8.count
    if text.utf8.count < itemText * 9 / 10 { return "\(place) holds less text than the item (a teaser or a wall)" }
    if isNotFree(answer.body), page.text.utf8.count < max(600, itemText * 3 / 2) {
      return "\(place) says that it is not free to read, and holds a teaser only"
    }
    return nil
  }

  /// Words of three letters and more, without regard to case.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.unicodeScalars.count >= 3 }
  }

  /// Whether the page says `"isAccessibleForFree": false` of itself (schema.org).
  static func isNotFree(_ body: [UInt8]) -> Bool {
    let text = String(decoding: body.prefix(2 << 20), as: UTF8.self)
    var rest = text[...]
    while let range = rest.firstRange(of: "isAccessibleForFree") {
      rest = rest[range.upperBound...]
      let value = rest.drop { "\" :'\n\t".contains($0) }.prefix(5).lowercased()
      if value == "false" { return true }
    }
    return false
  }

  // MARK: Putting together

  static func merged(_ item: Article, _ page: Article, _ answer: Answer) -> Article {
    var article = item
    article.paragraphs = page.paragraphs.isEmpty ? item.paragraphs : page.paragraphs
    let canonical = page.url.flatMap { WebAddress($0) }
    // A page may name another of its own host as the one to cite; not one of somebody else.
    let address = canonical?.host == answer.address.host ? page.url : nil
    article.url = address ?? CanonicalURL.normalize(answer.address.description) ?? item.url
    if item.title.isEmpty { article.title = page.title }
    article.subtitle = page.subtitle ?? item.subtitle
    if item.authors.isEmpty { article.authors = page.authors }
    article.section = item.section ?? page.section
    article.publisher = item.publisher ?? page.publisher
    if article.keywords.isEmpty { article.keywords = page.keywords }
    if !page.captions.isEmpty { article.captions = page.captions }
    if !page.images.isEmpty { article.images = page.images }
    if var rights = page.rights {
      // A licence of the page is meant for it alone.
      var known = item.rights ?? ArticleRights()
      if !rights.licenses.isEmpty { known.licenses = [] }
      rights.add(known)
      article.rights = rights
    }
    if item.language == "und" || item.paragraphs.isEmpty {
      (article.language, article.direction) = (page.language, page.direction)
    }
    article.published = item.published ?? page.published
    article.updated = item.updated ?? page.updated
    if article.published == nil { article.dateBounds = page.dateBounds }
    article.warnings += page.warnings.filter { warning in
      // The page's own date does not count where the item has one.
      !(warning.code.hasPrefix("date") && item.published != nil)
    }
    if let feed = item.published, let other = page.published, abs(feed.date.dayNumber - other.date.dayNumber) > 1 {
      article.warnings.append(
        Article.Warning(
          code: "date-conflict", message: "the feed says \(feed.date), the page \(other.date); the feed's is kept"))
    }
    if !item.title.isEmpty, !page.title.isEmpty, Set(words(item.title)).isDisjoint(with: words(page.title)),
      words(item.title).count > 1
    {
      article.warnings.append(
        Article.Warning(
          code: "title-conflict", message: "the feed's headline is kept; the page has “\(page.title.prefix(120))”"))
    }
    return article
  }

  /// What is said of an item whose page could not be had.
  static func warning(_ reason: String) -> Article.Warning {
    Article.Warning(code: "page-missing", message: "only the feed's own text: \(reason)")
  }
}
