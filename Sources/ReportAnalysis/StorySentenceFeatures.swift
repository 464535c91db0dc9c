import ReportArticles

/// What the sentences of several articles have: words and pairs of words with their weights, and the things that they
/// name, by which a paraphrase is known.
struct StorySentenceFeatures {
  /// Candidates worth looking at.
  private(set) var pool: [Int] = []
  /// For each of them the numbers of its words and pairs.
  private(set) var weighted: [Int: [Int32]] = [:]
  /// By number, how much a word or pair weighs.
  private(set) var weights: [Double] = []
  /// For each of them what it names.
  private(set) var things: [Int: SentenceThings] = [:]

  init(_ source: SummarySource, articles: [Article], quality: [Double], limit: Int) {
    let proper = source.candidates.indices.filter { !source.candidates[$0].isFurniture }
    let all = proper.isEmpty ? Array(source.candidates.indices) : proper
    var pairs = FingerprintMap(capacity: 1_024)
    var tallies = [Tally](repeating: Tally(), count: source.conceptCount)
    var numbers: [[Int32]] = []
    numbers.reserveCapacity(all.count)
    for index in all {
      let candidate = source.candidates[index]
      var own = candidate.concepts
      for pair in candidate.pairs {
        let key = Hash.mix(pair)
        if let known = pairs[key] {
          if !own.contains(known) { own.append(known) }
        } else {
          let number = Int32(truncatingIfNeeded: tallies.count)
          pairs.set(key, number)
          tallies.append(Tally(isPair: true))
          own.append(number)
        }
      }
      for number in own { tallies[Int(number)].note(candidate.article, isFirst: candidate.position == 0) }
      numbers.append(own)
    }
    for title in source.titles { for concept in title { tallies[Int(concept)].titles += 1 } }
    let weights = tallies.map(\.weight)
    self.weights = weights
    pool = all
    var places = Array(all.indices)
    if all.count > limit {
      let rates = all.indices.map { place in
        let sum = numbers[place].reduce(0) { $0 + weights[Int($1)] }
        return sum * quality[all[place]] / Double(max(6, source.candidates[all[place]].tokens))
      }
      places = places.sorted { rates[$0] != rates[$1] ? rates[$0] > rates[$1] : $0 < $1 }.prefix(limit).sorted()
      pool = places.map { all[$0] }
    }
    var reader = SentenceThings.Reader(isNumber: source.isNumber)
    for place in places {
      let index = all[place]
      let candidate = source.candidates[index]
      weighted[index] = numbers[place]
      things[index] = reader.things(of: candidate, in: articles[candidate.article])
    }
  }

  /// Where a word or pair stands.
  private struct Tally {
    var isPair = false
    var articles = 0
    var firsts = 0
    var titles = 0
    var last: Int32 = -1
    var lastFirst: Int32 = -1

    init(isPair: Bool = false) { self.isPair = isPair }

    mutating func note(_ article: Int, isFirst: Bool) {
      let article = Int32(truncatingIfNeeded: article)
      if last != article {
        last = article
        articles += 1
      }
      if isFirst, lastFirst != article {
        lastFirst = article
        firsts += 1
      }
    }

    /// The number of articles that have it, half as much again where first sentences do. What one article alone has
    /// tells little, a pair of words least.
    var weight: Double {
      guard articles > 1 else { return (isPair ? 0.1 : 0.3) + (isPair ? 0 : 0.1 * Double(min(1, firsts))) }
      let most = Double(min(8, articles))
      return most + 0.5 * Double(min(8, firsts)) + (isPair ? 0 : 0.3 * Double(min(4, titles)))
    }
  }
}

/// What a sentence tells of, to compare it with others: its content words by stem, and names, places, figures by value and
/// subjects («زلزال», «هزة أرضية»), whatever their spelling and language.
struct SentenceThings: Sendable {
  /// Sorted: the stems, and behind them the units of the event by their keys.
  fileprivate(set) var keys: [UInt64]
  /// Of these, figures that tell something and names by their capitals.
  fileprivate(set) var marks: Set<UInt64>

  /// Share of the shorter list that the other has too; 0 where less than three things are shared.
  func overlap(_ other: SentenceThings) -> Double {
    var shared = 0
    var (left, right) = (0, 0)
    while left < keys.count && right < other.keys.count {
      if keys[left] == other.keys[right] {
        (shared, left, right) = (shared + 1, left + 1, right + 1)
      } else if keys[left] < other.keys[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return shared < 3 ? 0 : Double(shared) / Double(max(4, min(keys.count, other.keys.count)))
  }

  /// Makes them, one sentence after another.
  struct Reader {
    let isNumber: [Bool]
    private var units = EventUnitReader()
    private var tokens: [WordToken] = []

    init(isNumber: [Bool]) { self.isNumber = isNumber }

    mutating func things(of candidate: SummaryCandidate, in article: Article) -> SentenceThings {
      units.begin(language: article.language, words: .max)
      tokens.removeAll(keepingCapacity: true)
      var isCased = true
      article.paragraphs[candidate.paragraph].withUTF8Bytes { bytes in
        let sentence = UnsafeBufferPointer(rebasing: bytes.base[candidate.range])
        WordScanner.scan(sentence, into: &tokens)
        units.read(tokens, sentence, isTitle: false)
        if let word = tokens.first(where: { !$0.traits.contains(.number) }) {
          isCased = bytes.unicodeClass(at: candidate.range.lowerBound + Int(word.start)) != .caseless
        }
      }
      var keys: [UInt64] = []
      var marks: Set<UInt64> = []
      for concept in candidate.concepts where !isNumber[Int(concept)] { keys.append(UInt64(concept)) }
      for unit in units.units() {
        let key = UInt64(unit.key) | 1 << 40
        switch unit.kind {
        case .figure: if unit.weight >= 0.3 { marks.insert(key) }
        // A name is a word as well: it counts once, unless its spelling varies.
        case .name where isCased: if unit.weight >= 0.8 { marks.insert(key) }
        case .name: continue
        case .place, .concept: break
        }
        keys.append(key)
      }
      keys.sort()
      return SentenceThings(keys: keys, marks: marks)
    }
  }
}

/// What the chosen sentences have told.
struct ToldThings {
  private var sentences: [SentenceThings] = []
  private var keys: Set<UInt64> = []
  private var hasFirst = false

  mutating func add(_ things: SentenceThings, _ candidate: SummaryCandidate) {
    sentences.append(things)
    keys.formUnion(things.keys)
    if candidate.position == 0 { hasFirst = true }
  }

  /// Whether a sentence says what is told already: most of one chosen sentence or of all of them together; what an
  /// article opens with, when another opening is told, also where only half of it is new, unless it brings names or
  /// figures.
  func repeats(_ things: SentenceThings, _ candidate: SummaryCandidate) -> Bool {
    if sentences.isEmpty || things.keys.isEmpty { return false }
    if sentences.contains(where: { $0.overlap(things) >= 0.55 }) { return true }
    let known = things.keys.count { keys.contains($0) }
    let share = Double(known) / Double(things.keys.count)
    let newMarks = things.marks.count { !keys.contains($0) }
    if known >= 3, share >= (newMarks > 0 ? 0.75 : 0.6) { return true }
    guard candidate.position == 0, hasFirst, known >= 3 else { return false }
    return share >= (newMarks > 0 ? 0.6 : 0.4)
  }
}
