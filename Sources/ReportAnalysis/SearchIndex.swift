import ReportArticles

/// An article found by a search.
public struct SearchHit: Sendable, Hashable {
  /// The position in the list that was indexed.
  public var position: Int
  /// The relevance, comparable within one result; greater is better.
  public var score: Double

  /// Makes a hit.
  public init(position: Int, score: Double) {
    self.position = position
    self.score = score
  }
}

/// A full-text index in memory, ranked by Okapi BM25 (Robertson and Zaragoza 2009) over folded and stemmed words, so that
/// spelling variants and inflected forms match. Words of the headline count more (BM25F with two fields).
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let index = SearchIndex([
///   Article(id: "1", origin: origin, title: "Handball side wins", language: "en"),
///   Article(id: "2", origin: origin, title: "Streets are flooded", language: "en"),
/// ])
/// index.search("flooding").map(\.position)  // → [1]
/// index.search("handball flooding").map(\.position)  // → []
/// index.search("handball flooding", match: .any).count  // → 2
/// ```
public struct SearchIndex: Sendable {
  /// Which of the words an article must have.
  public enum Match: Sendable, Hashable {
    /// All of them.
    case all
    /// At least one.
    case any
  }

  private static let k1: Float = 1.2
  private static let b: Float = 0.75
  private static let titleWeight: Float = 2.5
  private static let similarTerms = 30

  private var table = TermTable()
  private var postings: [[Posting]] = []
  private var lengths: [Float] = []
  private var meanLength: Float = 1
  private var languages: [String] = []
  /// The heaviest terms of each article, for `similar`.
  private var profiles: [[Int32]] = []

  private struct Posting: Sendable {
    var article: Int32
    var frequency: Float
  }

  /// Indexes articles; costs time linear in their text.
  public init(_ articles: [Article]) { self.init(articles, checkpoint: {}) }

  /// The same; what `checkpoint`, called for each article, throws ends the work.
  package init(_ articles: [Article], checkpoint: () throws -> Void) rethrows {
    var tokens: [WordToken] = []
    var terms: [(term: Int32, weight: Float)] = []
    var termsOf: [[(term: Int32, frequency: Float)]] = []
    for (position, article) in articles.enumerated() {
      try checkpoint()
      let tag = TermTable.primary(article.language)
      if !languages.contains(tag) { languages.append(tag) }
      let language = table.language(article.language)
      terms.removeAll(keepingCapacity: true)
      var length: Float = 0
      for (index, text) in article.searchableTexts.enumerated() {
        tokens.removeAll(keepingCapacity: true)
        WordScanner.withBytes(of: text) { bytes in
          WordScanner.scan(bytes, into: &tokens)
          for token in tokens {
            terms.append((table.id(of: token, in: bytes, language: language), index == 0 ? Self.titleWeight : 1))
          }
        }
        length += Float(tokens.count)
      }
      lengths.append(length)
      termsOf.append(add(terms, of: position))
    }
    meanLength = max(1, lengths.reduce(0, +) / Float(max(1, lengths.count)))
    profiles = termsOf.map { profile($0) }
  }

  /// The number of articles.
  public var count: Int { lengths.count }

  private mutating func add(
    _ terms: [(term: Int32, weight: Float)], of position: Int
  ) -> [(term: Int32, frequency: Float)] {
    while postings.count < table.info.count { postings.append([]) }
    var result: [(term: Int32, frequency: Float)] = []
    let sorted = terms.sorted { $0.term < $1.term }
    var index = 0
    while index < sorted.count {
      let term = sorted[index].term
      var frequency: Float = 0
      while index < sorted.count, sorted[index].term == term {
        frequency += sorted[index].weight
        index += 1
      }
      postings[Int(term)].append(Posting(article: Int32(position), frequency: frequency))
      result.append((term, frequency))
    }
    return result
  }

  private func profile(_ terms: [(term: Int32, frequency: Float)]) -> [Int32] {
    var weighted: [(term: Int32, weight: Float)] = []
    for entry in terms {
      let info = table.info[Int(entry.term)]
      if info.isStopWord { continue }
      var weight = (1 + Logarithm.natural(entry.frequency)) * rarity(entry.term)
      if info.isNumber { weight *= NumberKey.evidence(info.key) }
      weighted.append((entry.term, info.isCommon ? weight / 2 : weight))
    }
    weighted.sort { ($1.weight, $0.term) < ($0.weight, $1.term) }
    return weighted.prefix(Self.similarTerms).map(\.term)
  }

  private func rarity(_ term: Int32) -> Float {
    let frequency = Float(postings[Int(term)].count)
    return Logarithm.natural(1 + (Float(count) - frequency + 0.5) / (frequency + 0.5))
  }

  /// Articles that have the words, best first; ties in the order of the list.
  ///
  /// Function words are ignored unless there are no others. An empty query finds nothing.
  ///
  /// - Parameters:
  ///   - query: the words.
  ///   - match: whether all words are needed.
  ///   - limit: at most this many.
  public func search(_ query: String, match: Match = .all, limit: Int? = nil) -> [SearchHit] {
    let words = queryWords(query)
    if words.isEmpty { return [] }
    var scores: [Int32: (score: Float, words: Int)] = [:]
    for forms in words {
      var best: [Int32: Float] = [:]
      for term in forms {
        let weight = rarity(term)
        for posting in postings[Int(term)] {
          best[posting.article] = max(best[posting.article] ?? 0, bm25(posting) * weight)
        }
      }
      for (article, score) in best {
        let known = scores[article] ?? (0, 0)
        scores[article] = (known.score + score, known.words + 1)
      }
    }
    let needed = match == .all ? words.count : 1
    let hits = scores.filter { $0.value.words >= needed }.map { ($0.key, $0.value.score) }
    return Self.ranked(hits, limit: limit)
  }

  /// Articles most like the one at `position`, best first, itself left out; scores from 0 to about 1.
  public func similar(to position: Int, limit: Int = 10) -> [SearchHit] {
    guard profiles.indices.contains(position) else { return [] }
    var scores: [Int32: Float] = [:]
    var own: Float = 0
    for term in profiles[position] {
      let weight = rarity(term) * rarity(term)
      for posting in postings[Int(term)] {
        let score = bm25(posting) * weight
        if Int(posting.article) == position { own += score } else { scores[posting.article, default: 0] += score }
      }
    }
    if own <= 0 { return [] }
    return Self.ranked(scores.map { ($0.key, $0.value / own) }, limit: limit)
  }

  private static func ranked(_ hits: [(Int32, Float)], limit: Int?) -> [SearchHit] {
    let sorted = hits.sorted { ($1.1, $0.0) < ($0.1, $1.0) }
    let kept = limit.map { sorted.prefix(max(0, $0)) } ?? sorted[...]
    return kept.map { SearchHit(position: Int($0.0), score: Double($0.1)) }
  }

  @inline(__always)
  private func bm25(_ posting: Posting) -> Float {
    Self.bm25(posting.frequency, length: lengths[Int(posting.article)], mean: meanLength)
  }

  /// What a term adds to the score of an article, before its rarity.
  @inline(__always)
  static func bm25(_ frequency: Float, length: Float, mean: Float) -> Float {
    let norm = 1 - b + b * length / mean
    return frequency * (k1 + 1) / (frequency + k1 * norm)
  }

  /// For each word of the query the terms that it is in the languages of the index; a word that no article has gives
  /// an empty list.
  private func queryWords(_ query: String) -> [[Int32]] {
    var tokens: [WordToken] = []
    var content: [[Int32]] = []
    var functional: [[Int32]] = []
    WordScanner.withBytes(of: query) { bytes in
      WordScanner.scan(bytes, into: &tokens)
      for token in tokens {
        var forms: [Int32] = []
        var isStop = false
        for tag in languages {
          let found = table.lookUp(token, in: bytes, language: tag)
          if found.isStopWord { isStop = true }
          if let term = found.term, !forms.contains(term) { forms.append(term) }
        }
        if isStop { functional.append(forms) } else { content.append(forms) }
      }
    }
    return content.isEmpty ? functional : content
  }
}

extension Article {
  /// What a search looks through, the headline first.
  var searchableTexts: [String] { [title] + (subtitle.map { [$0] } ?? []) + paragraphs }
}
