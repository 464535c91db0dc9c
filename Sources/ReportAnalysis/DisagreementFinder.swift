import ReportArticles

/// Finds figures on which sentences of several articles differ though they say the same otherwise.
struct DisagreementFinder {
  let articles: [Article]
  let times: [Int?]
  private let figures = FigureFinder()

  init(articles: [Article], times: [Int?]) {
    self.articles = articles
    self.times = times
  }

  /// Disagreements between a sentence and sentences of other articles that are like it: figures with the same unit and
  /// different values, the newest first. Units are compared as stems.
  func disagreements(
    between sentence: SummarySentence, in article: Int, and others: [(sentence: SummarySentence, article: Int)]
  ) -> [SourceDisagreement] {
    guard !others.isEmpty else { return [] }
    let own = units(of: sentence, in: article)
    guard !own.isEmpty else { return [] }
    let compared = others.map { (units(of: $0.sentence, in: $0.article), $0) }
    var result: [SourceDisagreement] = []
    for (unit, figure) in own.sorted(by: { $0.key < $1.key }) {
      var rows = [(sentence: sentence, article: article, figure: figure)]
      for (figures, other) in compared {
        if let theirs = figures[unit] { rows.append((other.sentence, other.article, theirs)) }
      }
      guard rows.contains(where: { $0.figure.value != figure.value }) else { continue }
      rows.sort { (times[$0.article] ?? Int.min, $1.article) > (times[$1.article] ?? Int.min, $0.article) }
      result.append(SourceDisagreement(sentences: rows.map(\.sentence), figures: rows.map(\.figure.text)))
    }
    return result
  }

  /// The figures of a sentence by unit; units that it names twice are left out, as it is not clear what they count.
  private func units(of sentence: SummarySentence, in index: Int) -> [String: Figure] {
    let article = articles[index]
    guard let paragraph = sentence.citation.paragraph, article.paragraphs.indices.contains(paragraph) else {
      return [:]
    }
    var only = article
    only.paragraphs = [article.paragraphs[paragraph]]
    let analyzer = TextAnalyzer(language: article.language)
    var result: [String: Figure] = [:]
    var repeated: Set<String> = []
    for figure in figures.figures(in: only) {
      guard figure.citation.start >= sentence.citation.start, figure.citation.end <= sentence.citation.end,
        let unit = figure.unit
      else { continue }
      let key = unit == "%" ? unit : analyzer.terms(in: unit).map(\.key).joined(separator: " ")
      if key.isEmpty { continue }
      if result[key] != nil { repeated.insert(key) }
      result[key] = figure
    }
    return result.filter { !repeated.contains($0.key) }
  }
}
