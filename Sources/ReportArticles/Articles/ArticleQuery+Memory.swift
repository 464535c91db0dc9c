// How a query is answered over articles in memory; the reference for every other store.

extension ArticleQuery {
  /// Positions of the articles that match, in order; linear in `articles` plus sorting of the matches.
  public func select(from articles: [Article]) -> [Int] {
    let prepared = conditions.map(PreparedCondition.init)
    var matches = articles.indices.filter { index in prepared.allSatisfy { $0.holds(for: articles[index]) } }
    if !order.isEmpty { matches = sorted(matches) { index, field in SortKey(articles[index], field) } }
    return limit.map { Array(matches.prefix(max(0, $0))) } ?? matches
  }

  /// Positions in the order of the query; ties keep their order. Later keys are asked for only where the earlier ones tie.
  package func sorted(_ matches: [Int], key: (Int, Field) throws -> SortKey) rethrows -> [Int] {
    var result = matches
    var ties = [matches.indices]
    for level in order {
      var open: [Range<Int>] = []
      for tie in ties where tie.count > 1 {
        let ranked = try result[tie].map { (position: $0, key: try key($0, level.field)) }
        let places = ranked.indices.sorted { left, right in
          let (a, b) = (ranked[left].key, ranked[right].key)
          if a == b { return left < right }
          if a == .missing || b == .missing { return b == .missing }
          return level.descending ? b < a : a < b
        }
        var start = tie.lowerBound
        for (offset, place) in places.enumerated() {
          result[tie.lowerBound + offset] = ranked[place].position
          guard offset > 0, ranked[place].key != ranked[places[offset - 1]].key else { continue }
          open.append(start..<tie.lowerBound + offset)
          start = tie.lowerBound + offset
        }
        open.append(start..<tie.upperBound)
      }
      ties = open
    }
    return result
  }
}

extension ArticleQuery {
  /// Whether a language tag is a range, or a variety of it (basic filtering of RFC 4647).
  package static func isVariety(_ tag: String, of range: String) -> Bool {
    tag == range || LanguageTag(tag).isVariety(of: LanguageTag(range))
  }
}

/// A condition with its needle folded once.
package indirect enum PreparedCondition {
  case plain(ArticleQuery.Condition)
  case contains(ArticleQuery.Field, FoldedNeedle)
  case not(PreparedCondition)
  case any([PreparedCondition])

  package init(_ condition: ArticleQuery.Condition) {
    switch condition {
    case .contains(let field, let needle): self = .contains(field, FoldedNeedle(needle))
    case .not(let inner): self = .not(PreparedCondition(inner))
    case .any(let inner): self = .any(inner.map(PreparedCondition.init))
    default: self = .plain(condition)
    }
  }

  /// Whether titles or texts have to be searched.
  package var needsText: Bool {
    switch self {
    case .contains: return true
    case .not(let inner): return inner.needsText
    case .any(let inner): return inner.contains(where: \.needsText)
    case .plain(.count(.words, _, _)), .plain(.count(.paragraphs, _, _)): return true
    case .plain: return false
    }
  }

  package func holds(for article: Article) -> Bool {
    switch self {
    case .contains(let field, let needle): return article.values(of: field).contains { needle.occurs(in: $0) }
    case .not(let inner): return !inner.holds(for: article)
    case .any(let inner): return inner.contains { $0.holds(for: article) }
    case .plain(let condition): return condition.holdsWithoutText(for: article)
    }
  }
}

extension ArticleQuery.Condition {
  fileprivate func holdsWithoutText(for article: Article) -> Bool {
    switch self {
    case .isOneOf(.language, let wanted):
      return wanted.contains { ArticleQuery.isVariety(article.language, of: $0) }
    case .isOneOf(.id, let wanted):
      return wanted.contains { article.id == $0 || (article.id.hasPrefix($0) && article.id.hasPrefix($0 + "@")) }
    case .isOneOf(let field, let wanted): return article.values(of: field).contains { wanted.contains($0) }
    case .isPresent(let field):
      return article.date(of: field) != nil || article.values(of: field).contains { !$0.isEmpty }
    case .day(let field, let from, let to):
      guard let day = article.date(of: field)?.date else { return false }
      return (from.map { day >= $0 } ?? true) && (to.map { day <= $0 } ?? true)
    case .instant(let field, let from, let to, let offset):
      guard let date = article.date(of: field) else { return false }
      let first = date.instant(defaultOffset: offset).secondsSinceEpoch
      let last = date.precision == .day ? first + 86_399 : first
      return (from.map { last >= $0.secondsSinceEpoch } ?? true) && (to.map { first < $0.secondsSinceEpoch } ?? true)
    case .count(let measure, let from, let to):
      let number = article.count(of: measure)
      return (from.map { number >= $0 } ?? true) && (to.map { number <= $0 } ?? true)
    case .contains, .not, .any: return false
    }
  }
}

package enum SortKey: Comparable {
  case seconds(Int)
  case text(String)
  case missing

  package init(_ article: Article, _ field: ArticleQuery.Field) {
    if let date = article.date(of: field) {
      self = .seconds(date.instant(defaultOffset: 0).secondsSinceEpoch)
    } else if let text = article.values(of: field).first, !text.isEmpty {
      self = .text(text)
    } else {
      self = .missing
    }
  }
}

extension Article {
  /// How many words, paragraphs, different authors or keywords the article has.
  package func count(of measure: ArticleQuery.Measure) -> Int {
    switch measure {
    case .words: return Self.wordCount(of: paragraphs, language: language)
    case .paragraphs: return paragraphs.count
    case .authors: return Set(authors).count
    case .keywords: return Set(keywords).count
    }
  }

  /// The words (UAX #29) of paragraphs in a language.
  package static func wordCount(of paragraphs: [String], language: String) -> Int {
    let analyzer = TextAnalyzer(language: language)
    return paragraphs.reduce(0) { $0 + analyzer.words(in: $1).count }
  }

  /// The values of a text field; empty for date fields and for what is missing.
  package func values(of field: ArticleQuery.Field) -> [String] {
    switch field {
    case .id: return [id]
    case .url: return url.map { [$0] } ?? []
    case .title: return [title]
    case .subtitle: return subtitle.map { [$0] } ?? []
    case .section: return section.map { [$0] } ?? []
    case .publisher: return publisher.map { [$0] } ?? []
    case .author: return authors
    case .language: return [language]
    case .keyword: return keywords
    case .path: return [origin.path]
    case .rights: return rights?.words ?? []
    case .text: return [title] + (subtitle.map { [$0] } ?? []) + paragraphs
    case .date, .published, .updated, .retrieved: return []
    }
  }

  /// The value of a date field; nil for text fields and for what is missing.
  func date(of field: ArticleQuery.Field) -> ArticleDate? {
    switch field {
    case .date: return bestDate?.date
    case .published: return published
    case .updated: return updated
    case .retrieved: return retrieved
    default: return nil
    }
  }
}
