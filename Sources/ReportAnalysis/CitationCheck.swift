import ReportArticles

/// Finds where a text that someone else cites really stands.
struct CitationCheck {
  let articles: [Article]

  /// A sentence of an answer: cited where it stands verbatim, the place that the answer names first; where it stands
  /// nowhere, marked as not verbatim, with the nearest thing to its source as the citation.
  func sentence(_ text: String, _ row: JSONValue) -> SummarySentence {
    let named = articles.firstIndex { $0.id == row["article"]?.scalarText }
    let paragraph = row["paragraph"]?.scalarText.flatMap { Int($0) }
    let score = row["score"]?.scalarText.flatMap { Double($0) } ?? 0
    let start = row["start"]?.scalarText.flatMap { Int($0) }

    if let place = place(of: text, article: named, paragraph: paragraph, start: start) {
      let article = articles[place.article]
      return SummarySentence(text: text, score: score, citation: place.citation, language: article.language)
    }
    let index = named ?? 0
    guard articles.indices.contains(index) else {
      let nowhere = Citation(article: "", paragraph: nil, start: 0, end: 0)
      return SummarySentence(text: text, score: score, citation: nowhere, language: "und", isVerbatim: false)
    }
    let article = articles[index]
    var citation = Citation(article: article.id, paragraph: nil, start: 0, end: article.title.unicodeScalars.count)
    if let paragraph, article.paragraphs.indices.contains(paragraph) {
      let length = article.paragraphs[paragraph].unicodeScalars.count
      let end = row["end"]?.scalarText.flatMap { Int($0) } ?? length
      let isInside = (start ?? 0) >= 0 && (start ?? 0) < end && end <= length
      citation = Citation(
        article: article.id, paragraph: paragraph, start: isInside ? start ?? 0 : 0, end: isInside ? end : length)
    }
    return SummarySentence(
      text: text, score: score, citation: citation, language: article.language, isVerbatim: false)
  }

  private func place(
    of text: String, article: Int?, paragraph: Int?, start: Int?
  ) -> (article: Int, citation: Citation)? {
    let needle = Array(text.utf8)
    var order = Array(articles.indices)
    if let article { order = [article] + order.filter { $0 != article } }
    for index in order {
      let paragraphs = articles[index].paragraphs
      var places = Array(paragraphs.indices)
      if index == article, let paragraph, paragraphs.indices.contains(paragraph) {
        places = [paragraph] + places.filter { $0 != paragraph }
      }
      for place in places {
        let found = Self.occurrences(of: needle, in: paragraphs[place])
        let citations = found.map {
          Citation(article: articles[index].id, paragraph: place, utf8Range: $0, in: paragraphs[place])
        }
        if let exact = citations.first(where: { $0.start == start }) ?? citations.first { return (index, exact) }
      }
    }
    return nil
  }

  /// The first occurrences of `needle`, at most 64.
  private static func occurrences(of needle: [UInt8], in text: String) -> [Range<Int>] {
    guard let first = needle.first else { return [] }
    return text.withUTF8Bytes { bytes in
      var result: [Range<Int>] = []
      var at = 0
      while at + needle.count <= bytes.count && result.count < 64 {
        if bytes[at] == first, (0..<needle.count).allSatisfy({ bytes[at + $0] == needle[$0] }) {
          result.append(at..<(at + needle.count))
        }
        at += 1
      }
      return result
    }
  }
}
