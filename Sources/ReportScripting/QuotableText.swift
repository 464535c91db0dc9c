import ReportAnalysis
import ReportArticles

// How much of an article a report may show: what its source says about excerpts, unless the script says otherwise
// (`snippets = "all"`). Summaries and timelines are made out of no more than that, and a document takes no sentence that
// lies beyond it.

extension ReportRun {
  /// The article with no more text than may be shown: whole sentences from its start. Offsets in it are those in the article.
  func quotable(_ object: ArticleObject) -> Article {
    let article = object.article
    guard let limit = limit(on: object.head) else { return article }
    var kept = article
    kept.paragraphs = []
    kept.captions = []
    if limit == 0 {
      kept.subtitle = nil
      return kept
    }
    var left = limit
    let analyzer = analysis.analyzer(for: article.language)
    paragraphs: for paragraph in article.paragraphs {
      let bytes = Array(paragraph.utf8)
      var end = 0
      for range in analyzer.sentences(in: paragraph) {
        left -= String(decoding: bytes[range], as: UTF8.self).unicodeScalars.count
        if left < 0 {
          if end > 0 { kept.paragraphs.append(String(decoding: bytes[..<end], as: UTF8.self)) }
          break paragraphs
        }
        end = range.upperBound
      }
      kept.paragraphs.append(paragraph)
    }
    return kept
  }

  /// Whether a document may show a sentence.
  func mayShow(_ object: SentenceObject) -> Bool {
    guard let article = object.article, let limit = limit(on: article.head) else { return true }
    guard limit > 0, let paragraph = object.sentence.citation.paragraph else {
      // A headline is always shown.
      return object.sentence.text == article.head.title
    }
    let known = quotable(article).paragraphs
    return known.indices.contains(paragraph) && object.sentence.citation.end <= known[paragraph].unicodeScalars.count
  }

  /// Whether no sentence of an article may be shown.
  func mayQuoteNothing(of object: ArticleObject) -> Bool {
    limit(on: object.head) != nil && !object.article.paragraphs.isEmpty && quotable(object).paragraphs.isEmpty
  }

  /// The first words of an article that has no headline, as far as they may be shown.
  func opening(of article: Article) -> String? {
    guard let limit = limit(on: article) else { return article.paragraphs.first }
    return article.paragraphs.first.flatMap { limit >= DocumentBuilder.mostFirstWords ? $0 : nil }
  }

  private func limit(on article: Article) -> Int? {
    guard let rights = article.rights, metadata.snippets == .allowed else { return nil }
    return rights.snippetLimit
  }
}
