import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

/// One run of a report: what `ctx` stands on. It belongs to the one thread that the script runs on.
final class ReportRun {
  let input: ReportInput
  let metadata: ReportMetadata
  let source: ScriptSource
  let configuration: ReportEngine.Configuration
  let parameters: [String: ParameterValue]
  let zone: TimeZoneRules
  /// `input.now` on the clocks of `zone`.
  let now: Instant
  /// The clocks on which articles are told apart by day.
  let clock: ArticleClock
  /// The language that the report speaks unless its script says otherwise.
  let language: String
  let analysis: AnalysisRoom
  /// How dates and numbers are written before there is a document.
  let wording: Wording
  private let words: RunWords

  /// Articles that were asked for, by position.
  private let articles: ArticlePages
  /// The same in the order in which they were asked for, and by identity, as far as that was needed.
  private var touched: ContiguousArray<ArticleObject> = []
  private var articlesByID: [String: ArticleObject] = [:]
  private var indexed = 0
  /// The store when it gives whole articles only.
  private let wholeStore: (any WholeArticleStore)?
  /// The articles whose bodies are in memory, and which of them has been there longest.
  private var wholeArticles: [ArticleObject] = []
  private var oldestWhole = 0
  private static let wholeLimit = 256
  /// Positions of the articles that queries have returned to the script; kept only where somebody asks for them.
  private(set) var given: Set<Int> = []
  /// The document that the script has begun last; its settings serve the formatting functions.
  var document: DocumentBuilder?
  /// The position of the article that the script is at, which errors name; set by whoever runs it.
  var positionAtHand: () -> Int? = { nil }
  /// The article that the script is at.
  var articleAtHand: ArticleObject? { positionAtHand().flatMap { try? article(at: $0) } }
  /// What its articles find it by as long as it lives.
  fileprivate let link = Link<ReportRun>()
  /// Where the script is, for log messages; set by whoever runs it.
  var place: () -> String
  /// Counts bytes that leave the script, in a document or a log, against its output limit; set by whoever runs it.
  var countOutput: (Int) throws -> Void = { _ in }
  /// Bytes that Lua holds; set by whoever runs the script.
  var memoryOfScript: () -> Int = { 0 }
  /// Ends the run when it is cancelled.
  var cancellation: Cancellation?
  /// Hears how the run gets on.
  var progress: ((ReportProgress) -> Void)?
  /// What was warned of, by place and name.
  private var deprecations: Set<String> = []
  /// Why an article could not be read while the script ran.
  private(set) var failure: (any Error)?
  /// Bytes that results hold outside of Lua, where its own limit does not see them.
  private var held = 0

  init(
    input: ReportInput, metadata: ReportMetadata, source: ScriptSource, configuration: ReportEngine.Configuration,
    parameters: [String: ParameterValue]
  ) throws(ReportError) {
    self.input = input
    self.metadata = metadata
    self.source = source
    self.configuration = configuration
    self.parameters = parameters
    do {
      zone = try TimeZoneRules(identifier: input.timeZone)
    } catch {
      throw ReportError.timeZone("\(error)")
    }
    now = zone.local(input.now)
    clock = ArticleClock { [zone] in zone.offset(at: $0) }
    words = try RunWords(input.words, beside: source)
    language = try Self.language(of: input, parameters, words)
    analysis = AnalysisRoom(configuration)
    wholeStore = input.articles as? any WholeArticleStore
    wording = Wording(language: language, words: words.list(for: language), zone: zone, now: now)
    articles = ArticlePages(count: input.articles.count)
    let name = source.name
    place = { name }
    link.target = self
    if case .string(let tag)? = parameters["lang"] { warnOfUnspoken(tag) }
  }

  deinit { link.target = nil }

  /// The parameter `lang` when it names a language that reports are written in, else the language of most articles
  /// (of the first 2,000), else English.
  private static func language(
    of input: ReportInput, _ parameters: [String: ParameterValue], _ words: RunWords
  ) throws(ReportError) -> String {
    if case .string(let tag)? = parameters["lang"], words.speak(tag) { return tag }
    var counts: [String: Int] = [:]
    let found = try? input.articles.counts(of: [.language], matching: ArticleQuery(limit: 2000), clock: .utc)
    for one in found ?? [] { counts[LanguageTag.primary(one.values[0] ?? ""), default: 0] += one.count }
    let known = counts.filter { words.speak($0.key) }
    return known.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? "en"
  }

  /// The article at a position of the store.
  func article(at position: Int) throws -> ArticleObject {
    try articles[position] ?? make(at: position)
  }

  private func make(at position: Int) throws -> ArticleObject {
    if let failure { throw failure }
    let object: ArticleObject
    if let wholeStore {
      let (article, isInMemory) = try wholeStore.whole(at: position)
      object = ArticleObject(whole: article, isInMemory: isInMemory, position: position, run: self)
      if !isInMemory { keepBody(of: object) }
    } else {
      object = ArticleObject(try input.articles.head(at: position), position: position, run: self)
    }
    articles[position] = object
    touched.append(object)
    if touched.count & 0xFF == 0 { progress?(.articles(touched.count)) }
    return object
  }

  /// Forgets the body that was read longest ago: a store may have read them from a disk.
  private func keepBody(of object: ArticleObject) {
    if wholeArticles.count < Self.wholeLimit {
      wholeArticles.append(object)
    } else {
      wholeArticles[oldestWhole].forgetBody()
      wholeArticles[oldestWhole] = object
      oldestWhole = (oldestWhole + 1) % Self.wholeLimit
    }
  }

  /// The whole article at a position; `head` when it cannot be read any more, and then the run ends.
  fileprivate func whole(_ object: ArticleObject) -> Article {
    do {
      let article = try input.articles.article(at: object.position)
      keepBody(of: object)
      return article
    } catch {
      failure = failure ?? error
      return object.head
    }
  }

  /// The article that a result names; only those that the script has come across.
  func article(id: String) -> ArticleObject? {
    while indexed < touched.count {
      let object = touched[indexed]
      if articlesByID[object.head.id] == nil { articlesByID[object.head.id] = object }
      indexed += 1
    }
    return articlesByID[id]
  }

  /// Notes that the script has these articles and can show them.
  func give(_ positions: [Int]) { if input.shown != nil { given.formUnion(positions) } }

  func date(_ date: ScriptDate) -> ScriptValue { .object(DateObject(date)) }

  /// A date given as an object or as text.
  func date(from value: ScriptValue) -> ScriptDate? {
    if let object = value.object(DateObject.self) { return object.value }
    guard case .string(let text) = value, let date = ParameterDate(text) else { return nil }
    return self.date(from: date)
  }

  func date(from date: ParameterDate) -> ScriptDate {
    switch date {
    case .day(let day): return ScriptDate(day, zone: zone)
    case .instant(let instant): return ScriptDate(zone.local(instant))
    case .relative(let days): return ScriptDate(now.date.adding(days: days), zone: zone)
    }
  }

  /// A duration given as an object or as text.
  func duration(from value: ScriptValue) -> ScriptDuration? {
    if let object = value.object(DurationObject.self) { return object.value }
    return value.text.flatMap(ScriptDuration.init)
  }

  /// A parameter as scripts see it.
  func value(of parameter: ParameterValue) -> ScriptValue {
    switch parameter {
    case .string(let text): return .string(text)
    case .integer(let number): return .integer(number)
    case .number(let number): return .number(number)
    case .boolean(let flag): return .boolean(flag)
    case .date(let date): return self.date(self.date(from: date))
    case .duration(let duration): return .object(DurationObject(duration))
    case .list(let members): return .strings(members)
    }
  }

  /// Counts memory that a result takes outside of Lua; throws when it is more than the script may have.
  func hold(_ bytes: Int) throws {
    held += bytes
    try checkMemory(0)
  }

  /// Throws when `bytes` more than what is held are more than the script may have.
  func checkMemory(_ bytes: Int) throws {
    let limit = configuration.limits.memory
    if limit > 0, memoryOfScript() + held + bytes > limit {
      throw ScriptError(kind: .limit(.memory), message: "memory limit")
    }
  }

  /// The counterpart of `hold`.
  func release(_ bytes: Int) { held -= bytes }

  func log(_ level: ReportEngine.LogMessage.Level, _ text: String) throws {
    try countOutput(text.utf8.count + 1)
    say(ReportEngine.LogMessage(level: level, text: text, place: place()))
  }

  /// Warns of something that a later version of the API will not have, once for each line that uses it.
  func warnOfDeprecated(_ name: String, _ advice: String) {
    let place = place()
    guard deprecations.count < 1000, deprecations.insert("\(place) \(name)").inserted else { return }
    say(ReportEngine.LogMessage(level: .warning, text: "\(name) is deprecated: \(advice)", place: place))
  }

  /// Warns of something in the script, once for each line and text.
  func warn(_ text: String) {
    let place = place()
    guard deprecations.count < 1000, deprecations.insert("\(place) \(text)").inserted else { return }
    say(ReportEngine.LogMessage(level: .warning, text: text, place: place))
  }

  /// Warns of a language that there are no fixed words in, once.
  func warnOfUnspoken(_ tag: String) {
    guard !words.speak(tag), deprecations.count < 1000, deprecations.insert("lang \(tag)").inserted else { return }
    say(ReportEngine.LogMessage(level: .warning, text: words.advice(on: tag, instead: language), place: place()))
  }

  /// Words of one's own for a language.
  func words(for language: String) -> WordList? { words.list(for: language) }

  /// The fixed words of a language, else of the report's.
  func vocabulary(_ language: String?) -> Vocabulary {
    guard let language, language != self.language else { return wording.vocabulary }
    return Vocabulary(language: language, words: words.list(for: language))
  }

  /// How a language writes dates and numbers.
  func wording(for language: String, direction: TextDirection? = nil) -> Wording {
    Wording(language: language, words: words.list(for: language), direction: direction, zone: zone, now: now)
  }

  /// Warns of something that the report does without, once for each.
  func warnOnce(_ text: String) {
    guard deprecations.count < 1000, deprecations.insert(text).inserted else { return }
    say(ReportEngine.LogMessage(level: .warning, text: text, place: place()))
  }

  /// Hands a message of the script to whoever listens.
  func say(_ message: ReportEngine.LogMessage) {
    configuration.log?(message)
    progress?(.log(message))
  }
}

/// Articles by their positions. Those below about the number of articles, as most stores number them, lie in pages that are
/// made when they are touched; others are looked up.
private final class ArticlePages {
  // Read for each field of each article, by one thread.
  @exclusivity(unchecked) private var pages: ContiguousArray<ContiguousArray<ArticleObject?>>
  private var others: [Int: ArticleObject] = [:]
  private static let pageBits = 8

  init(count: Int) { pages = ContiguousArray(repeating: [], count: max(0, count) >> Self.pageBits + 1) }

  subscript(position: Int) -> ArticleObject? {
    get {
      let page = position >> Self.pageBits
      guard page >= 0, page < pages.count else { return others[position] }
      let place = position & (1 << Self.pageBits - 1)
      return place < pages[page].count ? pages[page][place] : nil
    }
    set {
      let page = position >> Self.pageBits
      guard page >= 0, page < pages.count else {
        others[position] = newValue
        return
      }
      if pages[page].isEmpty { pages[page] = ContiguousArray(repeating: nil, count: 1 << Self.pageBits) }
      pages[page][position & (1 << Self.pageBits - 1)] = newValue
    }
  }
}

/// An article in a script's hands. What is short is there from the start; the rest is read when it is first asked for.
final class ArticleObject: ScriptObject {
  static let typeName = "Article"
  /// The article, perhaps without paragraphs, captions and images.
  let head: Article
  let position: Int
  private let run: Link<ReportRun>
  private var whole: Article?
  private let headIsWhole: Bool

  init(_ head: Article, position: Int, run: ReportRun) {
    self.head = head
    headIsWhole = false
    self.position = position
    self.run = run.link
  }

  /// Makes it of a whole article, whose body may be forgotten again unless it lies in memory anyhow.
  init(whole: Article, isInMemory: Bool, position: Int, run: ReportRun) {
    var head = whole
    if !isInMemory {
      head.paragraphs = []
      head.captions = []
      head.images = []
      self.whole = whole
    }
    self.head = head
    headIsWhole = isInMemory
    self.position = position
    self.run = run.link
  }

  /// The whole article. When it cannot be read any more the run is told, and ends.
  var article: Article {
    if headIsWhole { return head }
    if let whole { return whole }
    let read = run.target?.whole(self) ?? head
    whole = read
    return read
  }

  fileprivate func forgetBody() { whole = nil }

  /// The paragraphs with an empty line between them.
  var text: String {
    if headIsWhole { return Article.text(of: head.paragraphs) }
    if whole == nil { _ = article }
    return Article.text(of: whole?.paragraphs ?? [])
  }

  /// The publisher, else the host of the address, else the file's name: what a reader would call the source.
  lazy var source: String = head.source

  /// The publisher, else the host of the address; nil when the article names neither.
  lazy var namedSource: String? = head.namedSource
}
