import ReportAnalysis
import ReportArticles
import ReportDates
import ReportDocument

/// The analysis that a run uses: the embedder's or the built-in, made when first asked for.
final class AnalysisRoom {
  private let configuration: ReportEngine.Configuration
  /// Throws when the run has to end; asked for each article by what takes long.
  var checkpoint: () throws -> Void = {}
  private var analyzers: [String: TextAnalyzer] = [:]
  private let summarizer = ExtractiveSummarizer()

  init(_ configuration: ReportEngine.Configuration) { self.configuration = configuration }

  func analyzer(for language: String) -> TextAnalyzer {
    let key = LanguageTag.primary(language)
    if let known = analyzers[key] { return known }
    let analyzer = TextAnalyzer(language: language)
    // A script may name as many languages as it likes.
    if analyzers.count >= 100 { analyzers.removeAll() }
    analyzers[key] = analyzer
    return analyzer
  }

  func summary(of articles: [Article], budget: SummaryBudget) throws -> Summary {
    if let summarizer = configuration.summarizer { return try summarizer.summarize(articles, budget: budget) }
    return try self.summarizer.summarize(articles, budget: budget, checkpoint: checkpoint)
  }

  func stories(in articles: [Article]) throws -> [Story] {
    if articles.isEmpty { return [] }
    if let clusterer = configuration.clusterer { return try clusterer.stories(in: articles) }
    return try StoryFinder().stories(in: articles, checkpoint: checkpoint)
  }

  /// The story of an article among all articles of the store: as the store keeps it, else assigned as it would have.
  func story(at position: Int, in store: any ArticleStore) throws -> KeptStory? {
    if let kept = try store.story(at: position) { return kept }
    let stories = try tracked ?? track(store)
    tracked = stories
    guard let number = stories.numbers[position], let members = stories.members[number] else { return nil }
    return KeptStory(id: Story.id(founder: try store.head(at: number).id), positions: members)
  }

  private typealias TrackedStories = (numbers: [Int: Int], members: [Int: [Int]])
  private var tracked: TrackedStories?

  private func track(_ store: any ArticleStore) throws -> TrackedStories {
    let positions = try store.positions(matching: ArticleQuery())
    let found = try StoryTracker.stories(
      count: positions.count, article: { try store.article(at: positions[$0]) }, checkpoint: checkpoint)
    var stories: TrackedStories = ([:], [:])
    for (position, number) in zip(positions, found) {
      stories.numbers[position] = positions[number]
      stories.members[positions[number], default: []].append(position)
    }
    return stories
  }

  func timeline(
    of objects: [ArticleObject], quotable: (ArticleObject) -> Article, options: TimelineOptions, store: any ArticleStore
  ) throws -> Timeline {
    let articles = objects.map(quotable)
    var kept = KeptTagger()
    if configuration.tagger == nil, let store = store as? any TemporalExpressionStore {
      // What is kept of whole texts does not fit those that were cut.
      for (object, article) in zip(objects, articles) where article.rights?.snippetLimit == nil {
        let text = article.text
        if let found = try store.expressions(at: object.position, in: text) {
          kept.keep(found, in: text, of: article)
        }
      }
    }
    return try TimelineBuilder(tagger: configuration.tagger ?? kept)
      .timeline(of: articles, options: options, checkpoint: checkpoint)
  }

  /// The dates, times and durations that a text names.
  func dates(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    (configuration.tagger ?? RuleTagger()).expressions(in: text, language: language, reference: reference)
  }

  func keywords(of articles: [Article], limit: Int) throws -> [Keyword] {
    try KeywordExtractor().keywords(in: articles, limit: limit, checkpoint: checkpoint)
  }

  /// Key phrases of articles, measured by what is usual among others: `search` gives how many of those have some words.
  func keywords(
    of articles: [Article], limit: Int, against count: Int, search: @escaping (String) throws -> Int
  ) throws -> [Keyword] {
    try KeywordExtractor().keywords(
      in: articles, limit: limit, against: .init(count: count, articles: search), checkpoint: checkpoint)
  }

  /// Positions of the articles that have the words, the most relevant first.
  func search(_ words: String, match: SearchIndex.Match, in articles: [Article]) throws -> [Int] {
    try SearchIndex(articles, checkpoint: checkpoint).search(words, match: match).map(\.position)
  }

  /// An index of the words of articles.
  func index(_ articles: [Article]) throws -> SearchIndex { try SearchIndex(articles, checkpoint: checkpoint) }

  /// Indices of the articles most like another, which may be one of them, the most alike first.
  func similar(to article: Article, in articles: [Article], limit: Int, isItself: (Int) -> Bool) throws -> [Int] {
    let index = try SearchIndex(articles, checkpoint: checkpoint)
    let own = articles.indices.first(where: isItself)
    return index.similar(to: article, except: own, limit: limit).map(\.position)
  }

  /// The sentences of the body.
  func sentences(of article: Article, kept: DerivedArticle?) throws -> [SummarySentence] {
    let analyzer = analyzer(for: article.language)
    let known = kept?.sentences.count == article.paragraphs.count ? kept?.sentences : nil
    let citations = CitationMaker()
    return article.paragraphs.enumerated().flatMap { index, paragraph in
      let bytes = Array(paragraph.utf8)
      var ranges = known?[index] ?? analyzer.sentences(in: paragraph)
      if ranges.contains(where: { $0.upperBound > bytes.count }) { ranges = analyzer.sentences(in: paragraph) }
      return ranges.map { range in
        SummarySentence(
          text: String(decoding: bytes[range], as: UTF8.self), score: 0,
          citation: citations.citation(article, number: 0, paragraph: index, utf8Range: range),
          language: article.language)
      }
    }
  }
}
