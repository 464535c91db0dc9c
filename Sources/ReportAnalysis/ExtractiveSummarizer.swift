import ReportArticles

/// Summaries of sentences taken verbatim from one article or several: the concepts that matter, each once, within the
/// budget. Costs time linear in the text for one article; for several also the number of chosen sentences times the
/// number of candidates. What it has found out of words it keeps for the next text, some megabytes at most.
///
/// ```swift
/// let article = Article(
///   id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens at Lenne", language: "en",
///   paragraphs: ["The dam at Lenne opened on Monday.", "Tea was served."])
/// let summary = ExtractiveSummarizer().summarize([article], budget: .sentences(1))
/// let sentence = summary.sentences[0]
/// sentence.text  // → "The dam at Lenne opened on Monday."
/// sentence.citation.paragraph  // → 0
/// sentence.citation.end  // → 34
/// ```
public struct ExtractiveSummarizer: Summarizer {
  private let weights: ConceptModel.Weights
  private let words = WordMemoKeeper()

  /// Makes a summarizer.
  public init() { weights = ConceptModel.Weights() }

  init(weights: ConceptModel.Weights) { self.weights = weights }

  /// A summary within `budget`, which is never exceeded: words are those that white space divides, characters are
  /// Unicode scalars with one between two sentences. A sentence is never cut, and a budget too small for any sentence
  /// gives an empty summary. From one article the sentences come in its order; from several, what belongs together
  /// comes together, the most important first, with the places that say the same and the figures that differ.
  public func summarize(_ articles: [Article], budget: SummaryBudget) -> Summary {
    summarize(articles, budget: budget, checkpoint: {})
  }

  /// The same; what `checkpoint`, called for each article and each chosen sentence, throws ends the work.
  package func summarize(
    _ articles: [Article], budget: SummaryBudget, checkpoint: () throws -> Void
  ) rethrows -> Summary {
    let source = try words.withMemo { try SummarySource(articles, memo: &$0, checkpoint: checkpoint) }
    guard !source.candidates.isEmpty else { return Summary(sentences: []) }
    let times = articles.map(Self.time)
    let writer = SummaryWriter(articles: articles, source: source, times: times)
    if articles.count == 1 {
      var selector = SentenceSelector(source, model: ConceptModel(source, weights: weights), budget: budget)
      return writer.single(try selector.select(checkpoint))
    }
    var selector = CoverageSelector(
      source, articles: articles, budget: budget, sources: Self.sources(of: articles), times: times)
    return writer.multiple(try selector.select(checkpoint))
  }

  /// Publishers by number; an article without one is a source of its own.
  private static func sources(of articles: [Article]) -> [Int] {
    var known: [String: Int] = [:]
    return articles.enumerated().map { index, article in
      let name = article.publisher.map(TextFolding.fold) ?? "#\(index)"
      let number = known[name] ?? known.count
      known[name] = number
      return number
    }
  }

  /// When the article was last published or changed, in seconds; a day of retrieval says nothing about freshness.
  static func time(_ article: Article) -> Int? {
    (article.updated ?? article.published)?.instant(defaultOffset: 0).secondsSinceEpoch
  }
}
