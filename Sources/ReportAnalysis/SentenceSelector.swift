/// Chooses sentences so that a summary of the given length shares as much as it can with the one that an editor would
/// write: expected coverage of concepts, each counted once (Filatova and Hatzivassiloglou 2004; Gillick and Favre
/// 2009), over the length of both summaries, which is the F-measure. Coverage is submodular, so greedy choice by the
/// gain is near the best (Lin and Bilmes 2010, 2011); exchanges of single sentences come after it.
struct SentenceSelector {
  /// A chosen sentence.
  struct Choice {
    /// Index into the candidates.
    var candidate: Int
    /// Expected shared words for each word of the sentence when it was chosen.
    var score: Double
  }

  private let candidates: [SummaryCandidate]
  private let model: ConceptModel
  private let isNumber: [Bool]
  private let budget: SummaryBudget

  private var covered: [Int32]
  private var chosen: [Choice] = []
  private var coverage = 0.0
  private var tokens = 0
  private var used = 0

  init(_ source: SummarySource, model: ConceptModel, budget: SummaryBudget) {
    candidates = source.candidates
    self.model = model
    isNumber = source.isNumber
    self.budget = budget
    covered = Array(repeating: 0, count: source.conceptCount)
  }

  /// The choice, in the order in which it was made.
  mutating func select(_ checkpoint: () throws -> Void = {}) rethrows -> [Choice] {
    var open = pool()
    while let found = best(in: open) {
      try checkpoint()
      if !isWorthwhile(found.index, found.gain) { break }
      take(found.index)
      open.removeAll { $0 == found.index }
    }
    exchange(open)
    return chosen
  }

  // MARK: - The pool

  /// Sentences worth looking at: furniture only when there is nothing else, and of very many the most promising.
  private func pool() -> [Int] {
    let proper = candidates.indices.filter { !candidates[$0].isFurniture }
    let all = proper.isEmpty ? Array(candidates.indices) : proper
    let limit = 4_000
    if all.count <= limit { return all }
    let rates = Dictionary(uniqueKeysWithValues: all.map { ($0, gain(of: $0) / Double(candidates[$0].tokens)) })
    return all.sorted { (rates[$0] ?? 0, $1) > (rates[$1] ?? 0, $0) }.prefix(limit).sorted()
  }

  private func cost(_ index: Int) -> Int { budget.cost(of: candidates[index], isFirst: chosen.isEmpty) }

  private var limit: Int { budget.limit }

  /// The length, in words, of the summary that the budget stands for. News sentences have about 22 words.
  private var targetLength: Double {
    switch budget {
    case .sentences(let count): return 22 * Double(max(1, count))
    case .words(let count): return 1.1 * Double(max(1, count))
    case .characters(let count): return 1.1 * Double(max(1, count)) / 6
    }
  }

  // MARK: - Gains

  /// Expected words shared that a sentence adds to the choice so far.
  private func gain(of index: Int) -> Double {
    let candidate = candidates[index]
    var sum = model.offsets[index]
    for concept in candidate.concepts {
      sum += model.probabilities[Int(concept)] * (covered[Int(concept)] == 0 ? 1 : model.weights.repetition)
    }
    return max(0.01, sum)
  }

  private func objective(_ coverage: Double, _ tokens: Int) -> Double {
    coverage / (targetLength + Double(tokens))
  }

  private func best(in open: [Int]) -> (index: Int, gain: Double)? {
    var result: (index: Int, gain: Double)?
    var highest = -1.0
    for index in open where used + cost(index) <= limit {
      let gain = gain(of: index)
      let value = objective(coverage + gain, tokens + candidates[index].tokens)
      // The dearer questions are for one that would be the best.
      guard value > highest, !leansOnMissing(index), !repeatsChosen(index) else { continue }
      highest = value
      result = (index, gain)
    }
    // When only leaning sentences are left they are better than nothing.
    if result == nil && chosen.isEmpty {
      for index in open where used + cost(index) <= limit {
        let gain = gain(of: index)
        if gain > (result?.gain ?? -1) { result = (index, gain) }
      }
    }
    return result
  }

  /// A budget in words or characters is filled as long as it makes the summary better.
  private func isWorthwhile(_ index: Int, _ gain: Double) -> Bool {
    if chosen.isEmpty { return true }
    if case .sentences = budget { return true }
    return objective(coverage + gain, tokens + candidates[index].tokens) >= objective(coverage, tokens)
  }

  /// “He added …” only together with the sentence before it.
  private func leansOnMissing(_ index: Int) -> Bool {
    guard candidates[index].opening == .leaning else { return false }
    guard let before = candidates.before(index) else { return true }
    return !chosen.contains { $0.candidate == before }
  }

  /// Whether a sentence says what a chosen one says already. Within one article, which keeps to its subject, many of the
  /// words have to be the same; but a standfirst and the lead under it tell the same.
  private func repeatsChosen(_ index: Int) -> Bool {
    let other = candidates[index]
    return chosen.contains {
      let one = candidates[$0.candidate]
      let limit = max(one.position, other.position) < 3 && one.paragraph != other.paragraph ? 0.6 : 0.8
      return SentenceSimilarity.containment(one.concepts, other.concepts, isNumber: isNumber) >= limit
    }
  }

  // MARK: - State

  private mutating func take(_ index: Int) {
    let gain = gain(of: index)
    let candidate = candidates[index]
    chosen.append(Choice(candidate: index, score: gain / Double(max(1, candidate.tokens))))
    used += cost(index)
    coverage += gain
    tokens += candidate.tokens
    for concept in candidate.concepts { covered[Int(concept)] += 1 }
  }

  private mutating func reset(to indices: [Int]) {
    for choice in chosen {
      for concept in candidates[choice.candidate].concepts { covered[Int(concept)] = 0 }
    }
    chosen = []
    coverage = 0
    tokens = 0
    used = 0
    for index in indices { take(index) }
  }

  /// Exchanges single sentences for better ones until none is left, for a few rounds.
  private mutating func exchange(_ open: [Int]) {
    guard chosen.count > 1, chosen.count <= 12, open.count <= 400 else { return }
    var open = open
    for _ in 0..<4 {
      var improved = false
      for place in chosen.indices {
        let current = chosen.map(\.candidate)
        let before = objective(coverage, tokens)
        let old = current[place]
        var bestValue = before + 1e-9
        var bestIndex: Int?
        reset(to: current.enumerated().filter { $0.offset != place }.map(\.element))
        // A sentence that another one leans on stays.
        let supports = chosen.contains { leansOnMissing($0.candidate) }
        for index in open where !supports && used + cost(index) <= limit {
          let value = objective(coverage + gain(of: index), tokens + candidates[index].tokens)
          guard value > bestValue, !leansOnMissing(index), !repeatsChosen(index) else { continue }
          (bestValue, bestIndex) = (value, index)
        }
        guard let bestIndex else {
          reset(to: current)
          continue
        }
        open.removeAll { $0 == bestIndex }
        open.append(old)
        open.sort()
        reset(to: current.enumerated().map { $0.offset == place ? bestIndex : $0.element })
        improved = true
      }
      if !improved { break }
    }
  }
}

/// Likeness of sentences by their content words.
enum SentenceSimilarity {
  /// Share of the smaller set of concepts, both sorted, that the other has too; numbers do not count, and sentences
  /// with fewer than four words in common are not alike.
  static func containment(_ one: [Int32], _ other: [Int32], isNumber: [Bool]) -> Double {
    var shared = 0
    var (left, right) = (0, 0)
    var (leftCount, rightCount) = (0, 0)
    for concept in one where !isNumber[Int(concept)] { leftCount += 1 }
    for concept in other where !isNumber[Int(concept)] { rightCount += 1 }
    while left < one.count && right < other.count {
      if one[left] == other[right] {
        if !isNumber[Int(one[left])] { shared += 1 }
        left += 1
        right += 1
      } else if one[left] < other[right] {
        left += 1
      } else {
        right += 1
      }
    }
    return shared < 4 ? 0 : Double(shared) / Double(max(1, min(leftCount, rightCount)))
  }
}
