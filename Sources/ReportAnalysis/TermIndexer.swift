import ReportArticles

/// The terms of an article as a full-text index keeps them: each once, in groups of the same weight.
package struct ArticleTerms: Sendable, Hashable {
  /// The terms in UTF-8 with a space behind each, the lightest group first.
  package var text: [UInt8]
  /// The groups in that order: twice the weight of a term in the article (a word of the headline weighs 2.5, another 1),
  /// and how many terms have it.
  package var classes: [(weight: Int, count: Int)] {
    stride(from: 0, to: flat.count - 1, by: 2).map { (flat[$0], flat[$0 + 1]) }
  }
  /// The classes one after another.
  package var flat: [Int]
  /// The number of words.
  package var length: Int
}

/// Turns articles into terms, as `SearchIndex` does, and into what their stories are told by. Each spelling is analysed once,
/// so that one indexer should serve many articles.
package struct TermIndexer: Sendable {
  /// Words as searches tell them apart.
  private var search = SearchTerms()
  /// Words as evidence of stories.
  private var table = TermTable()
  /// By term, the weight in the article at hand; zero between two articles.
  private var weights: [Int32] = []

  /// Makes an indexer.
  package init() {}

  /// How many spellings are kept; the memory goes with them.
  package var spellings: Int { max(table.spellings, search.spellings) }

  /// The primary subtag of a language tag, by which languages are told apart.
  package static func primary(_ tag: String) -> String { TermTable.primary(tag) }

  // What `read` found for searching, and where the headline ends.
  private var searched: [Int32] = []
  private var searchedTitle = 0
  // What `read` found for stories: terms and fingerprints of all words, where headline and subtitle end.
  private var found: [Int32] = []
  private var hashes: [UInt64] = []
  private var tokens: [WordToken] = []
  private var title = 0
  private var opening = 0
  private var salt: UInt64 = 0
  private var time: Int?
  private var unitReader = EventUnitReader()

  /// By term, what kind it is as evidence.
  private var kinds: [StoryEvidence.Kind] = []

  /// Weights that few articles have terms above.
  private static let lightWeights = 64

  /// 1 + ln(f / 2), by frequency f in halves.
  private static let tallies = (0...255).map { 1 + Logarithm.natural(Float($0) / 2) }

  private struct RatedTerm {
    var score: Float
    var frequency: UInt8
    var kind: StoryEvidence.Kind
    var fingerprint: UInt64
  }

  // The terms as the index has them, a space behind each, one after another.
  private var spelt: [UInt8] = []
  private var speltEnds: [Int] = [0]

  /// Reads the words of an article, for what is wanted of it.
  package mutating func read(_ article: Article, terms wantsTerms: Bool, evidence wantsEvidence: Bool) {
    searched.removeAll(keepingCapacity: true)
    found.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    let searchLanguage = search.language(article.language)
    let language = table.language(article.language)
    salt = language.salt
    time = StoryFeatures.time(of: article)
    let body = article.subtitle == nil ? 1 : 2
    (title, opening) = (0, 0)
    unitReader.begin(language: article.language)
    for (index, text) in article.searchableTexts.enumerated() {
      if index == body { opening = found.count }
      tokens.removeAll(keepingCapacity: true)
      WordScanner.withBytes(of: text) { bytes in
        WordScanner.scan(bytes, into: &tokens)
        if wantsTerms { search.append(tokens, in: bytes, language: searchLanguage, to: &searched) }
        guard wantsEvidence else { return }
        for token in tokens {
          found.append(table.id(of: token, in: bytes, language: language))
          hashes.append(token.hash)
        }
        if index == 0 || index >= body && unitReader.isOpen { unitReader.read(tokens, bytes, isTitle: index == 0) }
      }
      if index == 0 { (title, searchedTitle) = (found.count, searched.count) }
    }
    if article.paragraphs.isEmpty { opening = found.count }
    // The weight of each term is added up in its place; only the terms of one article are touched.
    let most = max(table.info.count, search.info.count)
    if weights.count < most { weights += repeatElement(0, count: most - weights.count) }
  }

  /// The terms of an article.
  package mutating func terms(of article: Article) -> ArticleTerms {
    read(article, terms: true, evidence: false)
    return terms()
  }

  /// What the article read last has to tell its story: terms of headline and opening as `StoryFeatures` weighs them.
  package mutating func evidence() -> StoryEvidence {
    var evidence = StoryEvidence()
    evidence.time = time
    evidence.language = UInt32(truncatingIfNeeded: salt)
    evidence.units = unitReader.units()
    for info in table.info[kinds.count...] { kinds.append(StoryEvidence.Kind(info)) }
    let body = hashes[opening...]
    evidence.wording = WordingFingerprint(body.isEmpty ? hashes[..<title] : body)
    var terms: [Int32] = []
    for (index, term) in found.prefix(opening + StoryFeatures.bodyWords).enumerated()
    where !table.info[Int(term)].isStopWord {
      if weights[Int(term)] == 0 { terms.append(term) }
      let isLead = index < opening + StoryFeatures.leadWords
      weights[Int(term)] += index < title ? 5 : isLead ? 3 : 2
    }
    let tallies = Self.tallies
    var rated: [RatedTerm] = []
    rated.reserveCapacity(terms.count)
    for term in terms {
      let frequency = UInt8(clamping: weights[Int(term)])
      weights[Int(term)] = 0
      let (kind, fingerprint) = (kinds[Int(term)], table.info[Int(term)].fingerprint)
      let score = tallies[Int(frequency)] * kind.factor * (kind == .common ? 0.4 : 1)
      rated.append(RatedTerm(score: score, frequency: frequency, kind: kind, fingerprint: fingerprint))
    }
    evidence.termCount = terms.count
    if rated.count > StoryEvidence.limit {
      rated.sort { $0.score != $1.score ? $0.score > $1.score : $0.fingerprint < $1.fingerprint }
      rated.removeLast(rated.count - StoryEvidence.limit)
    }
    evidence.terms.reserveCapacity(rated.count)
    for entry in rated {
      evidence.terms.append(UInt32(truncatingIfNeeded: Hash.mix(entry.fingerprint ^ salt)))
      evidence.frequencies.append(entry.frequency)
      evidence.kinds.append(entry.kind)
    }
    return evidence
  }

  /// The terms of the article read last.
  package mutating func terms() -> ArticleTerms {
    let length = searched.count
    while speltEnds.count <= search.info.count {
      Self.append(search.info[speltEnds.count - 1].key, to: &spelt)
      speltEnds.append(spelt.count)
    }
    var terms: [Int32] = []
    var size = 0
    for (index, term) in searched.enumerated() {
      if weights[Int(term)] == 0 {
        terms.append(term)
        size += speltEnds[Int(term) + 1] - speltEnds[Int(term)]
      }
      weights[Int(term)] += index < searchedTitle ? 5 : 2
    }
    // Most weights are light: those terms are counted by weight and then put where their weight begins, the others sorted.
    // The order within a group says nothing.
    var counts = [Int](repeating: 0, count: Self.lightWeights)
    var heavy: [Int32] = []
    for term in terms {
      let weight = Int(weights[Int(term)])
      if weight < counts.count { counts[weight] += 1 } else { heavy.append(term) }
    }
    heavy.sort { weights[Int($0)] < weights[Int($1)] }
    var flat: [Int] = []
    var places = [Int](repeating: 0, count: Self.lightWeights)
    var end = 0
    for (weight, count) in counts.enumerated() where count > 0 {
      flat += [weight, count]
      places[weight] = end
      end += count
    }
    for term in heavy {
      let weight = Int(weights[Int(term)])
      if flat.count >= 2, flat[flat.count - 2] == weight {
        flat[flat.count - 1] += 1
      } else {
        flat += [weight, 1]
      }
    }
    var ordered = [Int32](repeating: 0, count: end)
    for term in terms {
      let weight = Int(weights[Int(term)])
      guard weight < Self.lightWeights else { continue }
      ordered[places[weight]] = term
      places[weight] += 1
    }
    var text: [UInt8] = []
    text.reserveCapacity(size)
    spelt.withUnsafeBufferPointer { spelt in
      for list in [ordered, heavy] {
        for term in list {
          text.append(contentsOf: UnsafeBufferPointer(rebasing: spelt[speltEnds[Int(term)]..<speltEnds[Int(term) + 1]]))
        }
      }
    }
    for term in terms { weights[Int(term)] = 0 }
    return ArticleTerms(text: text, flat: flat, length: length)
  }

  /// A term as the index has it: the point of a number would cut it in two.
  private static func append(_ key: String, to text: inout [UInt8]) {
    for byte in key.utf8 {
      if byte >= 0x80 || byte &- 0x30 < 10 || byte &- 0x61 < 26 || byte &- 0x41 < 26 {
        text.append(byte)
      } else {
        text.append(contentsOf: [0xC2, 0xB7])
      }
    }
    text.append(0x20)
  }

  /// What tells an article from others, and its number of words: for `TermRanking.profile`.
  package mutating func profile(of article: Article) -> (terms: [TermRanking.ProfileTerm], length: Int) {
    read(article, terms: true, evidence: false)
    var frequencies: [Int32: Int] = [:]
    for (index, term) in searched.enumerated() { frequencies[term, default: 0] += index < searchedTitle ? 5 : 2 }
    let terms = frequencies.compactMap { term, weight in
      search.info[Int(term)].profileTerm(frequency: Float(weight) / 2)
    }
    return (terms, searched.count)
  }

  /// A key as the index has it.
  package static func spelt(_ key: String) -> String {
    var text: [UInt8] = []
    append(key, to: &text)
    return String(decoding: text.dropLast(), as: UTF8.self)
  }
}
