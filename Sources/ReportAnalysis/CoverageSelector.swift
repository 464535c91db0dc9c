import ReportArticles

/// Chooses the sentences of a summary of several articles: those that together cover most of the words and pairs of
/// words that many of the articles have (Gillick and Favre 2009), first sentences raised, greedily by gain over length
/// with exchanges after it (Lin and Bilmes 2010). What says again what is chosen, in other words too, is left out.
struct CoverageSelector {
  /// Sentences that are compared: of very many the most promising.
  private static let largestPool = 4_000
  /// Rounds of exchanges, and the size up to which there are any.
  private static let rounds = 3
  private static let exchanged = (chosen: 12, pool: 400)

  private let candidates: [SummaryCandidate]
  private let features: StorySentenceFeatures
  /// What speaks against each candidate, as a factor.
  private let quality: [Double]
  private let budget: SummaryBudget
  /// For each article its place among the sources and its time; balance and freshness.
  private let sources: [Int]
  private let times: [Int?]

  private var covered: [Int32]
  private var chosen: [SentenceSelector.Choice] = []
  private var told = ToldThings()
  private var used = 0
  private var value = 0.0
  private var sourceCounts: [Int: Int] = [:]

  init(
    _ source: SummarySource, articles: [Article], budget: SummaryBudget, sources: [Int], times: [Int?]
  ) {
    candidates = source.candidates
    quality = ConceptModel.penalties(source).map { max(0.1, 1 - 5 * $0) }
    features = StorySentenceFeatures(source, articles: articles, quality: quality, limit: Self.largestPool)
    self.budget = budget
    self.sources = sources
    self.times = times
    covered = Array(repeating: 0, count: features.weights.count)
  }

  /// The choice, in the order in which it was made.
  mutating func select(_ checkpoint: () throws -> Void = {}) rethrows -> [SentenceSelector.Choice] {
    var open = features.pool
    var bounds = open.map { gain(of: $0) }
    while let place = best(&open, &bounds) {
      try checkpoint()
      let index = fresherTwin(of: open[place], in: open)
      take(index)
      // The twin that was not taken is left out as a repetition.
      guard let taken = open.firstIndex(of: index) else { continue }
      open.remove(at: taken)
      bounds.remove(at: taken)
    }
    try exchange(checkpoint)
    return chosen
  }

  // MARK: - Costs and gains

  private func cost(_ index: Int) -> Int { budget.cost(of: candidates[index], isFirst: chosen.isEmpty) }

  private var limit: Int { budget.limit }

  /// What a sentence adds to the choice so far: the weights of what no chosen sentence has.
  private func gain(of index: Int) -> Double {
    var sum = 0.0
    for feature in features.weighted[index] ?? [] where covered[Int(feature)] == 0 {
      sum += features.weights[Int(feature)]
    }
    // Sources in turn: a further sentence of one source has to be better.
    for _ in 0..<min(sourceCounts[sources[candidates[index].article]] ?? 0, 6) { sum *= 0.85 }
    return max(0.001, sum * quality[index])
  }

  /// Gain for its length; a budget in sentences leaves more room to long ones.
  private func rate(_ gain: Double, _ index: Int) -> Double {
    let words = Double(max(6, candidates[index].words))
    if case .sentences = budget, !chosen.isEmpty { return gain / words.squareRoot().squareRoot() }
    return gain / words.squareRoot() / words.squareRoot().squareRoot()
  }

  /// What exchanges compare: the gain, for a budget in sentences for its length.
  private func worth(_ gain: Double, _ index: Int) -> Double {
    guard case .sentences = budget else { return gain }
    return gain / Double(max(6, candidates[index].words)).squareRoot()
  }

  /// The place of the best of `open`; what repeats the chosen is taken out on the way. Gains only fall, so that those
  /// computed before are bounds.
  private mutating func best(_ open: inout [Int], _ bounds: inout [Double]) -> Int? {
    var result: Int?
    var highest = -1.0
    var repeated: Set<Int> = []
    for (place, index) in open.enumerated() where used + cost(index) <= limit {
      guard rate(bounds[place], index) > highest else { continue }
      bounds[place] = gain(of: index)
      let value = rate(bounds[place], index) * (isDetailOfUntold(index) ? 0.5 : 1)
      guard value > highest, !leansOnMissing(index) else { continue }
      if repeatsChosen(index) {
        repeated.insert(index)
        continue
      }
      highest = value
      result = place
    }
    if result == nil, chosen.isEmpty, repeated.isEmpty {
      // When only leaning sentences are left they are better than nothing.
      result = open.indices.filter { cost(open[$0]) <= limit }.max { bounds[$0] < bounds[$1] }
    }
    guard !repeated.isEmpty else { return result }
    let found = result.map { open[$0] }
    let kept = zip(open, bounds).filter { !repeated.contains($0.0) }
    open = kept.map(\.0)
    bounds = kept.map(\.1)
    return found.flatMap { open.firstIndex(of: $0) }
  }

  /// Whether a sentence tells a detail of what has not been told: no sentence of its article is chosen, and little of what
  /// it names has come up. It is told after what it belongs to.
  private func isDetailOfUntold(_ index: Int) -> Bool {
    let candidate = candidates[index]
    guard candidate.position > 0 else { return false }
    if chosen.contains(where: { candidates[$0.candidate].article == candidate.article }) { return false }
    var known = 0
    for concept in candidate.concepts where covered[Int(concept)] > 0 { known += 1 }
    return known < 2
  }

  /// “He added …” only together with the sentence before it.
  private func leansOnMissing(_ index: Int) -> Bool {
    guard candidates[index].opening == .leaning else { return false }
    guard let before = candidates.before(index) else { return true }
    return !chosen.contains { $0.candidate == before }
  }

  // MARK: - Repetition

  private func repeatsChosen(_ index: Int) -> Bool {
    guard let things = features.things[index] else { return false }
    return told.repeats(things, candidates[index])
  }

  /// Among sentences of several articles that say the same, the one from the newest article.
  private func fresherTwin(of index: Int, in open: [Int]) -> Int {
    guard let time = times[candidates[index].article], let things = features.things[index] else { return index }
    var result = index
    var newest = time
    let least = 0.8 * gain(of: index)
    for other in open where candidates[other].article != candidates[index].article {
      guard let otherTime = times[candidates[other].article], otherTime > newest, used + cost(other) <= limit,
        let theirs = features.things[other], things.overlap(theirs) >= 0.6, gain(of: other) >= least,
        !leansOnMissing(other), !repeatsChosen(other)
      else { continue }
      result = other
      newest = otherTime
    }
    return result
  }

  // MARK: - State

  private mutating func take(_ index: Int) {
    let gain = gain(of: index)
    chosen.append(SentenceSelector.Choice(candidate: index, score: gain / Double(max(1, candidates[index].tokens))))
    used += cost(index)
    value += worth(gain, index)
    for feature in features.weighted[index] ?? [] { covered[Int(feature)] += 1 }
    sourceCounts[sources[candidates[index].article], default: 0] += 1
    if let things = features.things[index] { told.add(things, candidates[index]) }
  }

  private mutating func reset(to indices: [Int]) {
    for choice in chosen { for feature in features.weighted[choice.candidate] ?? [] { covered[Int(feature)] = 0 } }
    chosen = []
    told = ToldThings()
    (used, value) = (0, 0)
    sourceCounts = [:]
    for index in indices { take(index) }
  }

  /// Exchanges single sentences for better ones until none is left, for a few rounds.
  private mutating func exchange(_ checkpoint: () throws -> Void) rethrows {
    guard chosen.count > 1, chosen.count <= Self.exchanged.chosen, features.pool.count <= Self.exchanged.pool else {
      return
    }
    for _ in 0..<Self.rounds {
      var improved = false
      for place in chosen.indices {
        try checkpoint()
        let current = chosen.map(\.candidate)
        let before = value
        reset(to: current.enumerated().filter { $0.offset != place }.map(\.element))
        // A sentence that another one leans on stays.
        let isSupport = chosen.contains { leansOnMissing($0.candidate) }
        let rest = value
        var best: (value: Double, index: Int)?
        for index in features.pool where !isSupport && !current.contains(index) && used + cost(index) <= limit {
          let found = rest + worth(gain(of: index), index)
          guard found > max(before * 1.001, best?.value ?? 0), !leansOnMissing(index), !repeatsChosen(index) else {
            continue
          }
          best = (found, index)
        }
        guard let best else {
          reset(to: current)
          continue
        }
        reset(to: current.enumerated().map { $0.offset == place ? best.index : $0.element })
        improved = true
      }
      if !improved { break }
    }
  }
}
