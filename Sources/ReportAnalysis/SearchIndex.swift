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
/// spelling variants and inflected forms match; archives answer the same. Words of the headline count more (BM25F with two
/// fields).
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

  private static let titleWeight: Float = 2.5

  private var terms = SearchTerms()
  /// By term.
  private var postings: [[TermRanking.Posting]] = []
  private var ranking = TermRanking(count: 0, meanLength: 1)
  private var languages: [String] = []
  private let articles: [Article]

  /// Indexes articles; costs time linear in their text.
  public init(_ articles: [Article]) { self.init(articles, checkpoint: {}) }

  /// The same; what `checkpoint`, called for each article, throws ends the work.
  package init(_ articles: [Article], checkpoint: () throws -> Void) rethrows {
    self.articles = articles
    var tokens: [WordToken] = []
    var found: [Int32] = []
    var total = 0
    for (position, article) in articles.enumerated() {
      try checkpoint()
      let language = terms.language(article.language)
      if !languages.contains(language.code) { languages.append(language.code) }
      found.removeAll(keepingCapacity: true)
      var title = 0
      for (index, text) in article.searchableTexts.enumerated() {
        tokens.removeAll(keepingCapacity: true)
        WordScanner.withBytes(of: text) { bytes in
          WordScanner.scan(bytes, into: &tokens)
          terms.append(tokens, in: bytes, language: language, to: &found)
        }
        if index == 0 { title = found.count }
      }
      total += found.count
      add(found, title: title, of: position)
    }
    languages.sort()
    ranking = TermRanking(
      count: articles.count, meanLength: max(1, Float(total) / Float(max(1, articles.count))))
  }

  /// The number of articles.
  public var count: Int { articles.count }

  private mutating func add(_ found: [Int32], title: Int, of position: Int) {
    while postings.count < terms.info.count { postings.append([]) }
    for (index, term) in found.enumerated() {
      let weight = index < title ? Self.titleWeight : 1
      let last = postings[Int(term)].count - 1
      if last >= 0, postings[Int(term)][last].position == position {
        postings[Int(term)][last].frequency += weight
      } else {
        postings[Int(term)].append(.init(position: position, frequency: weight, length: Float(found.count)))
      }
    }
  }

  private func postings(of key: String) -> [TermRanking.Posting] {
    guard let term = terms.term(key), Int(term) < postings.count else { return [] }
    return postings[Int(term)]
  }

  /// Articles that have the words, best first; ties in the order of the list.
  ///
  /// Forms of a word count as the word: other spellings, broken plurals, particles written together with it. Function words
  /// are ignored unless there are no others. An empty query finds nothing.
  ///
  /// - Parameters:
  ///   - query: the words.
  ///   - match: whether all words are needed.
  ///   - limit: at most this many.
  public func search(_ query: String, match: Match = .all, limit: Int? = nil) -> [SearchHit] {
    let query = SearchQuery(query, languages: languages)
    return Self.hits(ranking.hits(query, all: match == .all, postings: postings(of:)), limit: limit)
  }

  /// Articles most like the one at `position`, best first, itself left out; scores from 0 to about 1. Articles
  /// that have next to nothing in common with it are left out.
  public func similar(to position: Int, limit: Int = 10) -> [SearchHit] {
    guard articles.indices.contains(position) else { return [] }
    return similar(to: articles[position], except: position, limit: limit)
  }

  /// Articles most like one that need not be in the list, best first, without the one at `own`.
  package func similar(to article: Article, except own: Int?, limit: Int = 10) -> [SearchHit] {
    var indexer = TermIndexer()
    let (terms, length) = indexer.profile(of: article)
    let profile = ranking.profile(of: terms, length: length) { postings(of: $0).count }
    return Self.hits(ranking.similar(profile, postings: postings(of:)).filter { $0.position != own }, limit: limit)
  }

  private static func hits(_ found: [(position: Int, score: Float)], limit: Int?) -> [SearchHit] {
    let kept = limit.map { found.prefix(max(0, $0)) } ?? found[...]
    return kept.map { SearchHit(position: $0.position, score: Double($0.score)) }
  }
}

extension Article {
  /// What a search looks through, the headline first.
  var searchableTexts: [String] { [title] + (subtitle.map { [$0] } ?? []) + paragraphs }
}
