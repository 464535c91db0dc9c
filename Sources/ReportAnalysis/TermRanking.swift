import ReportArticles

/// Which articles have the words of a query, and which are like another, over postings that come from memory or from an
/// archive: Okapi BM25 (Robertson and Zaragoza 2009).
package struct TermRanking: Sendable {
  /// A term in an article.
  package struct Posting: Sendable {
    /// The article.
    package var position: Int
    /// The weight of the term in it.
    package var frequency: Float
    /// The article's number of words.
    package var length: Float

    /// Makes it.
    package init(position: Int, frequency: Float, length: Float) {
      self.position = position
      self.frequency = frequency
      self.length = length
    }
  }

  /// A term of the article that others are compared with.
  package struct ProfileTerm: Sendable {
    /// The key.
    package var key: String
    /// How often the article says it, words of the headline counted more.
    package var frequency: Float
    /// What it tells of the article, but for its rarity.
    package var weight: Float
  }

  /// What an article is compared by.
  package struct Profile: Sendable {
    fileprivate var terms: [(key: String, rarity: Float)] = []
    /// The score of the article itself.
    fileprivate var own: Float = 0
  }

  private static let k1: Float = 1.2
  private static let b: Float = 0.75
  /// Terms of an article by which others are found.
  package static let profileTerms = 30
  private static let leastLikeness: Float = 0.05
  /// How much more frequent than the word without it a word with a particle may be, and in how many articles it is always
  /// believed to be one.
  private static let (particleShare, particleArticles) = (3, 3)

  /// The number of articles searched.
  package var count: Int
  /// Their mean number of words.
  package var meanLength: Float

  /// Makes a ranking.
  package init(count: Int, meanLength: Float) {
    self.count = count
    self.meanLength = meanLength
  }

  /// Positions with their scores, best first, ties in ascending order. `postings` gives those of a key.
  package func hits(
    _ query: SearchQuery, all: Bool, postings: (String) throws -> [Posting]
  ) rethrows -> [(position: Int, score: Float)] {
    var scores: [Int: (score: Float, words: Int)] = [:]
    for readings in query.words {
      let found = try merged(readings, postings)
      let weight = rarity(found.count)
      for posting in found {
        let known = scores[posting.position] ?? (0, 0)
        scores[posting.position] = (known.score + bm25(posting) * weight, known.words + 1)
      }
    }
    let needed = all ? query.words.count : 1
    return Self.ranked(scores.filter { $0.value.words >= needed }.map { ($0.key, $0.value.score) })
  }

  /// Where a word stands in any of its readings and forms.
  private func merged(
    _ readings: [SearchQuery.Reading], _ postings: (String) throws -> [Posting]
  ) rethrows -> [Posting] {
    var lists: [[Posting]] = []
    var seen: Set<String> = []
    var certain = 0
    func add(_ key: String, ifUpTo most: Int) throws -> Int? {
      guard seen.insert(key).inserted else { return nil }
      let found = try postings(key)
      guard found.count <= most else { return nil }
      if !found.isEmpty { lists.append(found) }
      return found.count
    }
    for reading in readings {
      var own = 0
      if reading.isDoubtful {
        guard seen.insert(reading.key).inserted else { continue }
        let found = try postings(reading.key)
        own = found.count
        if own == 0 || certain > Self.most(own) { continue }
        lists.append(found)
      } else {
        own = try add(reading.key, ifUpTo: Int.max) ?? 0
        certain += own
      }
      for key in reading.withParticles { _ = try add(key, ifUpTo: Self.most(own)) }
    }
    guard lists.count > 1 else { return lists.first ?? [] }
    var byPosition: [Int: Posting] = [:]
    for posting in lists.joined() {
      byPosition[posting.position, default: Posting(position: posting.position, frequency: 0, length: posting.length)]
        .frequency += posting.frequency
    }
    return Array(byPosition.values)
  }

  private static func most(_ own: Int) -> Int { max(particleArticles, particleShare * own) }

  /// The terms that tell an article of so many words apart. `frequency` gives in how many articles a key is.
  package func profile(
    of terms: [ProfileTerm], length: Int, frequency: (String) throws -> Int
  ) rethrows -> Profile {
    var weighted: [(term: ProfileTerm, weight: Float, rarity: Float)] = []
    for term in terms {
      let rarity = rarity(try frequency(term.key))
      weighted.append((term, term.weight * rarity, rarity))
    }
    weighted.sort { ($1.weight, $0.term.key) < ($0.weight, $1.term.key) }
    var profile = Profile()
    for (term, _, rarity) in weighted.prefix(Self.profileTerms) {
      profile.terms.append((term.key, rarity))
      let posting = Posting(position: 0, frequency: term.frequency, length: Float(length))
      profile.own += bm25(posting) * rarity * rarity
    }
    return profile
  }

  /// The articles that have the terms of a profile, the most alike first, with scores from 0 to 1 for the same article. Those
  /// that have next to nothing of it are left out.
  package func similar(
    _ profile: Profile, postings: (String) throws -> [Posting]
  ) rethrows -> [(position: Int, score: Float)] {
    if profile.own <= 0 { return [] }
    var scores: [Int: Float] = [:]
    for term in profile.terms {
      let weight = term.rarity * term.rarity / profile.own
      for posting in try postings(term.key) { scores[posting.position, default: 0] += bm25(posting) * weight }
    }
    return Self.ranked(scores.filter { $0.value >= Self.leastLikeness }.map { ($0.key, $0.value) })
  }

  private static func ranked(_ hits: [(Int, Float)]) -> [(position: Int, score: Float)] {
    hits.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { (position: $0.0, score: $0.1) }
  }

  private func rarity(_ frequency: Int) -> Float {
    Logarithm.natural(1 + (Float(count) - Float(frequency) + 0.5) / (Float(frequency) + 0.5))
  }

  /// What a term adds to the score of an article, before its rarity.
  private func bm25(_ posting: Posting) -> Float {
    let norm = 1 - Self.b + Self.b * posting.length / meanLength
    return posting.frequency * (Self.k1 + 1) / (posting.frequency + Self.k1 * norm)
  }
}

extension SearchTerms.Info {
  /// How much the article says that has the term with a frequency, but for its rarity; nil for what tells nothing.
  func profileTerm(frequency: Float) -> TermRanking.ProfileTerm? {
    if isStopWord { return nil }
    var weight = 1 + Logarithm.natural(frequency)
    if isNumber { weight *= NumberKey.evidence(key) }
    return TermRanking.ProfileTerm(key: key, frequency: frequency, weight: isCommon ? weight / 2 : weight)
  }
}
