import ReportArticles

/// Groups articles into stories: near-copies first (`DuplicateFinder`), then articles about the same event, by cosine
/// similarity of TF-IDF vectors with time decay, in one pass in the order of time (single-pass clustering as in Topic
/// Detection and Tracking: Allan 2002; candidates through an inverted index with the prefix bound of Bayardo, Ma and
/// Srikant 2007). Then stories that name the same people, places and figures are joined, also from language to language
/// (`StoryMerging`).
///
/// The result depends on the articles alone, not on their order in the list.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let text = "The river Lenne rose above the old town on Wednesday night. Some 400 people left their homes."
/// let articles = [
///   Article(id: "post", origin: origin, title: "Flood reaches the old town", language: "en", paragraphs: [text]),
///   Article(
///     id: "sport", origin: origin, title: "Handball side wins again", language: "en",
///     paragraphs: ["The handball side won for the fifth time in a row."]),
///   Article(id: "reprint", origin: origin, title: "Flood reaches the old town", language: "en", paragraphs: [text]),
/// ]
/// let stories = try StoryFinder().stories(in: articles)
/// stories.map(\.members)  // → [[0, 2], [1]]
/// stories[0].duplicates  // → [[0, 2]]
/// ```
public struct StoryFinder: StoryClusterer {
  /// Settings; the defaults suit daily news.
  public struct Options: Sendable, Hashable {
    /// Similarity (0…1) from which articles are about the same event.
    public var threshold: Double
    /// Days after which the similarity of two articles counts half.
    public var halfLife: Double
    /// Days beyond which articles are not compared; stories may still grow from day to day past it.
    public var window: Int
    /// Join stories of different languages where names, figures and days agree strongly.
    public var joinsLanguages: Bool

    /// Makes options.
    public init(threshold: Double = 0.33, halfLife: Double = 4, window: Int = 21, joinsLanguages: Bool = true) {
      self.threshold = threshold
      self.halfLife = halfLife
      self.window = window
      self.joinsLanguages = joinsLanguages
    }
  }

  /// The settings.
  public let options: Options

  /// Makes a finder.
  public init(options: Options = Options()) { self.options = options }

  public func stories(in articles: [Article]) throws -> [Story] { try stories(in: articles, checkpoint: {}) }

  /// The same; what `checkpoint`, called for each article, throws ends the work.
  package func stories(in articles: [Article], checkpoint: () throws -> Void) throws -> [Story] {
    if articles.isEmpty { return [] }
    var features = StoryFeatures(articles)
    var duplicates = DuplicateFinder()
    var copies: [[Int32]] = []
    copies.reserveCapacity(articles.count)
    var templates = EventTemplates()
    for place in articles.indices {
      try checkpoint()
      let article = articles[features.order[place]]
      let words = features.read(article)
      let order = features.order
      let matches = duplicates.add(words, text: Int32(place)) { StoryFeatures.words(of: articles[order[Int($0)]]) }
      copies.append(
        matches.filter {
          let other = articles[order[Int($0)]]
          if RecurringBulletin.holds(article, other, order: features.times, place, Int($0)) { return false }
          return !templates.holds(article, place, other, Int($0))
        })
    }
    features.prepareLeads()
    var clusters = StoryClusters(features: features, options: options, templates: templates.pairs)
    for place in articles.indices {
      try checkpoint()
      clusters.add(place, copiesOf: copies[place])
    }
    try clusters.mergeStories(checkpoint)
    return clusters.stories(articles, copies: copies)
  }
}

/// One agency's words for one kind of event, told of another: a near-copy in form that names other people, other places
/// and other figures.
struct EventTemplates {
  /// Places of articles that are so, the earlier first.
  private(set) var pairs: Set<Pair> = []
  private var reader = EventUnitReader()

  struct Pair: Hashable {
    var one: Int32
    var other: Int32

    init(_ left: Int, _ right: Int) {
      one = Int32(min(left, right))
      other = Int32(max(left, right))
    }
  }

  /// Whether two near-copies are about different events: little of whom and what the shorter one names, all told, is in
  /// the other too, or each headline names somebody whom the other text does not know.
  mutating func holds(_ left: Article, _ place: Int, _ right: Article, _ earlier: Int) -> Bool {
    let likeness = EventLikeness(reader.units(ofAll: left)[...], reader.units(ofAll: right)[...])
    guard likeness.leastActors >= 0.45 else { return false }
    let shared = (likeness.names + likeness.places + likeness.figures) / likeness.leastActors
    guard shared < 0.35 || likeness.titleCover < 0.2 else { return false }
    pairs.insert(Pair(place, earlier))
    return true
  }
}

/// The daily table of prices or the weather, written anew over the same words: a near-copy in form, another event.
enum RecurringBulletin {
  /// Whether two near-copies are of different days and differ in most of their figures.
  static func holds(_ left: Article, _ right: Article, order times: [Int?], _ a: Int, _ b: Int) -> Bool {
    guard let first = times[a], let second = times[b], abs(first - second) >= 18 * 3600 else { return false }
    let (mine, theirs) = (figures(left), figures(right))
    guard mine.count >= 2, theirs.count >= 2 else { return false }
    let shared = mine.intersection(theirs).count
    return shared * 2 < min(mine.count, theirs.count)
  }

  private static func figures(_ article: Article) -> Set<UInt64> {
    var tokens: [WordToken] = []
    for paragraph in article.paragraphs {
      WordScanner.withBytes(of: paragraph) { WordScanner.scan($0, into: &tokens) }
    }
    return Set(tokens.lazy.filter { $0.traits.contains(.number) }.map(\.hash))
  }
}
