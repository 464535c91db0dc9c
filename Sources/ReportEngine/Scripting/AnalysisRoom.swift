/// The analysis that a run uses: the embedder's or the built-in, made when first asked for.
final class AnalysisRoom {
  private let configuration: ReportEngine.Configuration
  private var analyzers: [String: TextAnalyzer] = [:]

  init(_ configuration: ReportEngine.Configuration) { self.configuration = configuration }

  func analyzer(for language: String) -> TextAnalyzer {
    let key = PluralCategory.primarySubtag(language)
    if let known = analyzers[key] { return known }
    let analyzer = TextAnalyzer(language: language)
    analyzers[key] = analyzer
    return analyzer
  }

  func summarizer() -> any Summarizer { configuration.summarizer ?? ExtractiveSummarizer() }

  func stories(in articles: [Article]) throws -> [Story] {
    if articles.isEmpty { return [] }
    return try (configuration.clusterer ?? StoryFinder()).stories(in: articles)
  }

  func timeline(of articles: [Article], options: TimelineOptions) throws -> Timeline {
    try TimelineBuilder(tagger: configuration.tagger ?? RuleTagger()).timeline(of: articles, options: options)
  }

  /// The dates, times and durations that a text names.
  func dates(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    (configuration.tagger ?? RuleTagger()).expressions(in: text, language: language, reference: reference)
  }

  func keywords(of articles: [Article], limit: Int) -> [Keyword] {
    KeywordExtractor().keywords(in: articles, limit: limit)
  }

  /// Positions of the articles that have the words, the most relevant first.
  func search(_ words: String, match: SearchIndex.Match, in articles: [Article]) -> [Int] {
    SearchIndex(articles).search(words, match: match).map(\.position)
  }

  /// The sentences of the body.
  func sentences(of article: Article) throws -> [SummarySentence] {
    let analyzer = analyzer(for: article.language)
    return article.paragraphs.enumerated().flatMap { index, paragraph in
      let bytes = Array(paragraph.utf8)
      return analyzer.sentences(in: paragraph).map { range in
        SummarySentence(
          text: String(decoding: bytes[range], as: UTF8.self), score: 0,
          citation: Citation(article: article.id, paragraph: index, utf8Range: range, in: paragraph),
          language: article.language)
      }
    }
  }
}
