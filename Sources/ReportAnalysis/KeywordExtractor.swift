import ReportArticles

/// Finds the words and phrases that stand out in articles, in the spelling that the articles use most.
///
/// ```swift
/// let origin = Article.Origin(path: "news.json", format: "json")
/// let articles = (1...4).map { number in
///   Article(
///     id: "\(number)", origin: origin, title: "River flood at Lenne", language: "en",
///     paragraphs: ["The river flood at Lenne goes on. A river flood is rare there."])
/// }
/// KeywordExtractor().keywords(in: articles, limit: 1).map(\.text)  // → ["river flood"]
/// KeywordExtractor().names(in: articles).map(\.text)  // → ["Lenne"]
/// ```
public struct KeywordExtractor: Sendable {
  /// Makes an extractor.
  public init() {}

  /// Key phrases of one article or of a set, best first: frequent, in headlines, several words long rather than one
  /// (the C-value of Frantzi, Ananiadou and Mima 2000 keeps a part of a longer phrase from counting twice). Phrases
  /// that share most of their words with a better one are left out.
  public func keywords(in articles: [Article], limit: Int = 10) -> [Keyword] {
    keywords(in: articles, limit: limit, checkpoint: {})
  }

  /// What is usual, which keywords are measured by: how many articles there are, and how many of them have the words of a
  /// phrase.
  package struct Background {
    package var count: Int
    package var articles: (String) throws -> Int

    package init(count: Int, articles: @escaping (String) throws -> Int) {
      self.count = count
      self.articles = articles
    }

    /// From next to nothing for what is as frequent everywhere to 2 for what is a hundred times as frequent here.
    func weight(of keyword: Keyword, among count: Int) throws -> Double {
      let here = (Double(keyword.articles) + 0.5) / (Double(count) + 1)
      let there = (Double(try articles(keyword.text)) + 0.5) / (Double(self.count) + 1)
      return min(2, max(0.05, Logarithm.natural(here / there) / Logarithm.natural(10)))
    }
  }

  /// The same, measured by what is usual; ties by the text.
  package func keywords(
    in articles: [Article], limit: Int, against background: Background, checkpoint: () throws -> Void
  ) throws -> [Keyword] {
    var found = try keywords(in: articles, limit: max(0, limit) * 4 + 20, checkpoint: checkpoint)
    for index in found.indices {
      try checkpoint()
      found[index].score *= try background.weight(of: found[index], among: articles.count)
    }
    found.sort { $0.score != $1.score ? $0.score > $1.score : $0.text < $1.text }
    return Array(found.prefix(max(0, limit)))
  }

  /// The same; what `checkpoint`, called for each article, throws ends the work.
  package func keywords(in articles: [Article], limit: Int, checkpoint: () throws -> Void) rethrows -> [Keyword] {
    var counter = PhraseCounter()
    for article in articles {
      try checkpoint()
      counter.count(article)
    }
    let nested = Self.nested(counter)
    let inside = Self.usesInside(counter)
    var scored: [(slot: Int, score: Double)] = []
    for (slot, entry) in counter.entries.enumerated() {
      guard Self.isCandidate(entry, articles: articles.count), Self.isWhole(entry, counter) else { continue }
      if inside[slot] * 10 >= Int(entry.occurrences) * 8 { continue }
      var frequency = Double(entry.occurrences)
      if let outer = nested[counter.hashes[slot]] { frequency -= outer }
      if frequency < 1 { continue }
      let spread = articles.count > 1 ? 1 + Logarithm.natural(Double(entry.articles)) : 1
      scored.append((slot, Self.weight(entry) * Logarithm.natural(1 + frequency) * spread))
    }
    return pick(scored, &counter, articles, limit: limit)
  }

  /// What these articles have more of than `background`, best first, by the log-likelihood ratio of the number of
  /// articles that have it (Dunning 1993). Scores are G²; 10.8 is one chance in a thousand.
  public func rising(in articles: [Article], against background: [Article], limit: Int = 10) -> [Keyword] {
    var counter = PhraseCounter()
    for article in articles { counter.count(article) }
    var before = counter.emptied()
    for article in background { before.count(article, onlyKnown: true) }
    var scored: [(slot: Int, score: Double)] = []
    let least = articles.count >= 4 ? 2 : 1
    for (slot, entry) in counter.entries.enumerated() {
      guard Int(entry.articles) >= least, entry.words > 1 || entry.substance > 1 else { continue }
      let ratio = LogLikelihood.ratio(
        Double(entry.articles), of: Double(articles.count),
        against: Double(before.entries[slot].articles), of: Double(background.count))
      // A phrase and its parts are equally frequent when one is only found in the other: prefer the phrase.
      if ratio > 0 { scored.append((slot, ratio * (1 + 0.02 * Double(entry.words)))) }
    }
    return pick(scored, &counter, articles, limit: limit)
  }

  /// Names (of people, places, organisations) that recur, those of most articles first, in the spelling used most.
  /// Latin script by capitals; Arabic by titles before names, and by a list of places. A family name alone counts for
  /// the only full name that ends with it.
  public func names(in articles: [Article], minArticles: Int = 2, limit: Int = 20) -> [Keyword] {
    NameFinder.names(in: articles, minArticles: minArticles, limit: limit)
  }

  private static func isCandidate(_ entry: PhraseCounter.Entry, articles: Int) -> Bool {
    if entry.words == 1, entry.substance < 2 { return false }
    if entry.words > 1, entry.substance < entry.words + 1 { return false }
    if articles >= 4, entry.articles < 2 { return false }
    return entry.occurrences >= 2 || entry.words == 1 && entry.inTitle
  }

  /// Whether a phrase of three or four words is more than a shorter one with its neighbours of the moment (“cut interest
  /// rates”): it makes up most of the uses of both its parts.
  private static func isWhole(_ entry: PhraseCounter.Entry, _ counter: PhraseCounter) -> Bool {
    if entry.words < 3 { return true }
    return [entry.parts.0, entry.parts.1].allSatisfy { part in
      guard let slot = counter.slot(of: part) else { return true }
      return entry.occurrences * 5 >= counter.entries[slot].occurrences * 3
    }
  }

  /// Longer phrases and those of words that are not in every report weigh more.
  private static func weight(_ entry: PhraseCounter.Entry) -> Double {
    let length = 1 + 0.45 * Double(min(entry.words, 3) - 1)
    let substance = Double(entry.substance) / (2 * Double(entry.words))
    return length * substance * (entry.inTitle ? 1.4 : 1)
  }

  /// For each phrase how many of its uses lie inside of recurring phrases that are one word longer, on one side. What hardly
  /// stands alone is a fragment, as «المتحدة» of «الأمم المتحدة» and «الولايات المتحدة».
  private static func usesInside(_ counter: PhraseCounter) -> [Int] {
    var before = [Int](repeating: 0, count: counter.entries.count)
    var after = before
    for entry in counter.entries where entry.words > 1 && entry.occurrences > 1 && isWhole(entry, counter) {
      if let first = counter.slot(of: entry.parts.0) { after[first] += Int(entry.occurrences) }
      if let second = counter.slot(of: entry.parts.1) { before[second] += Int(entry.occurrences) }
    }
    return zip(before, after).map { max($0, $1) }
  }

  /// For each phrase the mean frequency of the one-word-longer phrases that it is part of.
  private static func nested(_ counter: PhraseCounter) -> [UInt64: Double] {
    var sums: [UInt64: (sum: Double, count: Double)] = [:]
    for entry in counter.entries where entry.words > 1 && entry.occurrences > 1 && isWhole(entry, counter) {
      for part in [entry.parts.0, entry.parts.1] {
        let known = sums[part] ?? (0, 0)
        sums[part] = (known.sum + Double(entry.occurrences), known.count + 1)
      }
    }
    return sums.mapValues { $0.sum / $0.count }
  }

  private func pick(
    _ scored: [(slot: Int, score: Double)], _ counter: inout PhraseCounter, _ articles: [Article], limit: Int
  ) -> [Keyword] {
    if limit <= 0 { return [] }
    let ranked = scored.sorted {
      if $0.score != $1.score { return $0.score > $1.score }
      return counter.hashes[$0.slot] < counter.hashes[$1.slot]
    }
    let pool = ranked.prefix(min(limit, ranked.count) * 6 + 20)
    let surfaces = counter.surfaces(of: Set(pool.map { counter.hashes[$0.slot] }), in: articles)
    let reader = SearchKeyReader(language: articles.first?.language ?? "und")
    var taken: [Set<String>] = []
    var result: [Keyword] = []
    for candidate in pool {
      guard result.count < limit, let text = surfaces[counter.hashes[candidate.slot]] else { continue }
      // Spellings of a word are one, whatever their phrases were told apart by.
      let words = Set(
        text.split { $0 == " " || $0 == "-" }.map { word in
          let key = reader.key(of: String(word))
          return key.withoutParticles ?? key.text
        })
      let overlaps = taken.contains { $0.intersection(words).count * 2 >= min($0.count, words.count) + 1 }
      if overlaps { continue }
      taken.append(words)
      result.append(
        Keyword(text: text, score: candidate.score, articles: Int(counter.entries[candidate.slot].articles)))
    }
    return result
  }
}

/// Dunning's log-likelihood ratio for two binomials.
enum LogLikelihood {
  /// G² of `k1` out of `n1` against `k2` out of `n2`, 0 when the first is not the more frequent.
  static func ratio(_ k1: Double, of n1: Double, against k2: Double, of n2: Double) -> Double {
    guard n1 > 0, k1 > 0 else { return 0 }
    if n2 <= 0 { return k1 }
    if k1 / n1 <= k2 / n2 { return 0 }
    let pooled = (k1 + k2) / (n1 + n2)
    let value =
      2
      * (term(k1, k1 / n1) + term(n1 - k1, 1 - k1 / n1) + term(k2, k2 / n2) + term(n2 - k2, 1 - k2 / n2)
        - term(k1, pooled) - term(n1 - k1, 1 - pooled) - term(k2, pooled) - term(n2 - k2, 1 - pooled))
    return max(0, value)
  }

  private static func term(_ count: Double, _ probability: Double) -> Double {
    count <= 0 || probability <= 0 ? 0 : count * Logarithm.natural(probability)
  }
}
