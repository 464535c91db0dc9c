/// Joins stories that tell one event, whatever found them apart: other words, other spellings, other languages. Average
/// linkage (Sokal and Michener 1958) over a few members of each, in rounds: the closest pairs first, then what came out
/// of them anew. Candidates come from an inverted index on rare words, names, places and figures, so that the work goes
/// with the number of stories.
struct StoryMerging {
  /// Members that stand for a story.
  private static let representatives = 6
  /// Words under which a member can be found.
  private static let indexedTerms = 12
  /// Stories looked at under one key, the latest first, and under all keys together.
  private static let listLimit = 160
  private static let scanLimit = 2500
  private static let candidateLimit = 28
  private static let mostRounds = 6

  private let features: StoryFeatures
  private let options: StoryFinder.Options
  private let isApart: (Int32, Int32) -> Bool
  /// The members of each story, by place; empty when it is joined to another.
  private var members: [[Int32]]
  private var pairs: [(Int32, Int32)] = []

  /// - Parameters:
  ///   - members: the stories by places of their members.
  ///   - isApart: tells of two places whether they are known to be of different events.
  init(
    _ features: StoryFeatures, options: StoryFinder.Options, members: [[Int32]],
    isApart: @escaping (Int32, Int32) -> Bool
  ) {
    self.features = features
    self.options = options
    self.isApart = isApart
    self.members = members.map { $0.sorted() }
  }

  /// Pairs of stories to be joined, in order; a story keeps the number of the first of a pair.
  mutating func merges(checkpoint: () throws -> Void) rethrows -> [(Int32, Int32)] {
    var changed = Set<Int32>()
    for (number, list) in members.enumerated() where !list.isEmpty { changed.insert(Int32(number)) }
    for _ in 0..<Self.mostRounds where !changed.isEmpty {
      let found = try closest(to: changed, checkpoint)
      changed.removeAll(keepingCapacity: true)
      var taken: Set<Int32> = []
      for pair in found where !taken.contains(pair.left) && !taken.contains(pair.right) {
        taken.formUnion([pair.left, pair.right])
        members[Int(pair.left)] = (members[Int(pair.left)] + members[Int(pair.right)]).sorted()
        members[Int(pair.right)] = []
        pairs.append((pair.left, pair.right))
        changed.insert(pair.left)
      }
      // Who wanted one of these looks again.
      for pair in found where taken.contains(pair.left) != taken.contains(pair.right) {
        for one in [pair.left, pair.right] where !members[Int(one)].isEmpty { changed.insert(one) }
      }
    }
    return pairs
  }

  // MARK: - Candidates

  private struct Pair {
    var left: Int32
    var right: Int32
    var value: Float
  }

  /// Pairs that belong together and of which one has changed, the closest first.
  private func closest(to changed: Set<Int32>, _ checkpoint: () throws -> Void) rethrows -> [Pair] {
    var lists: [UInt64: [Int32]] = [:]
    var keysOf: [Int32: [(key: UInt64, weight: Float)]] = [:]
    let order = members.indices.filter { !members[$0].isEmpty }.sorted { members[$0][0] < members[$1][0] }
    for number in order {
      let keys = keys(of: Int32(number))
      keysOf[Int32(number)] = keys
      for entry in keys { lists[entry.key, default: []].append(Int32(number)) }
    }
    var partial = [Float](repeating: 0, count: members.count)
    var touched: [Int32] = []
    var result: [Pair] = []
    for number in order where changed.contains(Int32(number)) {
      try checkpoint()
      let keys = (keysOf[Int32(number)] ?? []).map { (lists[$0.key] ?? [], $0.weight) }
        .sorted { $0.0.count != $1.0.count ? $0.0.count < $1.0.count : $0.1 > $1.1 }
      var room = Self.scanLimit
      for (list, weight) in keys {
        if room <= 0 { break }
        room -= scan(list, weight, for: Int32(number), &partial, &touched)
      }
      let candidates = StoryLinkage.mostPromising(touched, shares: partial, limit: Self.candidateLimit) {
        Int(members[Int($0)].first ?? 0)
      }
      for other in candidates {
        if changed.contains(other), other < Int32(number) { continue }
        let value = value(Int32(number), other)
        guard value >= 1 else { continue }
        result.append(Pair(left: min(Int32(number), other), right: max(Int32(number), other), value: value))
      }
      for other in touched { partial[Int(other)] = 0 }
      touched.removeAll(keepingCapacity: true)
    }
    result.sort { $0.value != $1.value ? $0.value > $1.value : ($0.left, $0.right) < ($1.left, $1.right) }
    return result
  }

  /// What a story can be found under.
  private func keys(of number: Int32) -> [(key: UInt64, weight: Float)] {
    var keys: [UInt64: Float] = [:]
    for place in representatives(of: number).prefix(3) {
      for entry in features.heaviestLeadTerms(Int(place), limit: Self.indexedTerms) {
        let key = UInt64(UInt32(bitPattern: entry.term))
        keys[key] = max(keys[key] ?? 0, entry.weight * entry.weight)
      }
      for unit in features.units(at: Int(place)) where unit.kind.isActor && unit.weight >= 0.3 {
        let key = UInt64(unit.key) | 1 << 32
        keys[key] = max(keys[key] ?? 0, unit.weight * 0.06)
      }
    }
    return keys.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private func scan(
    _ list: [Int32], _ weight: Float, for number: Int32, _ partial: inout [Float], _ touched: inout [Int32]
  ) -> Int {
    // The stories next to it in time: lists are in the order of first members.
    let place = members[Int(number)][0]
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if members[Int(list[middle])][0] < place { low = middle + 1 } else { high = middle }
    }
    let range = max(0, low - Self.listLimit / 2)..<min(list.count, low + Self.listLimit / 2)
    for other in list[range] where other != number {
      if partial[Int(other)] == 0 { touched.append(other) }
      partial[Int(other)] = min(1, partial[Int(other)] + weight)
    }
    return range.count
  }

  private func representatives(of number: Int32) -> [Int32] {
    let list = members[Int(number)]
    if list.count <= Self.representatives { return list }
    return (0..<Self.representatives).map { list[$0 * (list.count - 1) / (Self.representatives - 1)] }
  }

  // MARK: - Closeness

  /// How close two stories are, 1 or more when they are one.
  private func value(_ left: Int32, _ right: Int32) -> Float {
    var (sum, best): (Float, Float) = (0, 0)
    let (mine, theirs) = (representatives(of: left), representatives(of: right))
    for one in mine {
      for other in theirs {
        if isApart(one, other) { return 0 }
        let affinity = affinity(Int(one), Int(other))
        sum += affinity
        best = max(best, affinity)
      }
    }
    let mean = sum / Float(mine.count * theirs.count)
    let needed = StoryLinkage.needed(1, size: members[Int(left)].count + members[Int(right)].count)
    // What a second language tells in other words hangs on what it tells in the same ones.
    let isOneLanguage = features.languages[Int(mine[0])] == features.languages[Int(theirs[0])]
    return (isOneLanguage ? (mean * 3 + best) / 4 : (mean + best) / 2) / needed
  }

  private func affinity(_ left: Int, _ right: Int) -> Float {
    let likeness = EventLikeness(features.units(at: left), features.units(at: right))
    var value: Float = 0
    if features.languages[left] == features.languages[right] {
      let cosine = features.leadCosine(left, right)
      value = StoryAffinity.byWords(cosine, likeness) * 0.33 / Float(options.threshold)
      if max(features.leadTerms[left], features.leadTerms[right]) <= StoryAffinity.shortTerms {
        value = max(value, StoryAffinity.byThings(likeness, cosine: cosine))
      }
    } else if options.joinsLanguages {
      value = StoryAffinity.byThings(likeness, cosine: nil)
    }
    guard let start = features.times[left], let end = features.times[right] else { return value }
    let apart = max(start, end).subtractingClamped(min(start, end))
    if apart / 86_400 > options.window { return 0 }
    return value * StoryLinkage.decay(seconds: apart, halfLife: options.halfLife)
  }
}
