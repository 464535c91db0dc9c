import ReportArticles

/// Clusters under construction: which article belongs to which, the inverted index over what was seen lately.
struct StoryClusters {
  /// Terms of an article that are compared.
  private static let vectorTerms = 128
  /// Terms of an article under which it can be found.
  private static let indexedTerms = 24
  /// Articles looked at under one term, the latest first.
  private static let postingsLimit = 2000
  /// Articles looked at under all terms together: rare terms come first and decide; where every word is frequent, more
  /// of them tell nothing.
  private static let scanLimit = 8000
  /// Articles compared exactly.
  private static let candidateLimit = 120

  let features: StoryFeatures
  private let options: StoryFinder.Options
  /// Places of the members of each cluster; emptied when a cluster is joined to another.
  private(set) var members: [[Int32]] = []
  /// The cluster of each place.
  private(set) var cluster: [Int32]
  /// The earlier cluster that one follows up, or −1.
  private(set) var follows: [Int32] = []
  /// A member of each cluster that was joined to another.
  private var moved: [Int32: Int32] = [:]
  /// When the latest member of each cluster was published.
  private var latest: [Int?] = []

  private var vectorTerms: [Int32] = []
  private var vectorWeights: [Float] = []
  private var vectorEnds: [Int] = []
  private var postings: [[Int32]]
  // Scratch space for one comparison.
  private var query: [Float]
  private var partial: [Float]
  private var touched: [Int32] = []

  init(features: StoryFeatures, options: StoryFinder.Options) {
    self.features = features
    self.options = options
    let terms = features.table.info.count
    cluster = [Int32](repeating: -1, count: features.order.count)
    postings = [[Int32]](repeating: [], count: terms)
    query = [Float](repeating: 0, count: terms)
    partial = [Float](repeating: 0, count: features.order.count)
  }

  /// Adds the article at the next place.
  mutating func add(_ place: Int, copiesOf copies: [Int32]) {
    let vector = features.vector(at: place, limit: Self.vectorTerms)
    for entry in vector {
      vectorTerms.append(entry.term)
      vectorWeights.append(entry.weight)
    }
    vectorEnds.append(vectorTerms.count)
    if let original = copies.first {
      join(place, to: cluster[Int(original)])
      for other in copies.dropFirst() { merge(cluster[Int(other)], into: cluster[place]) }
      return
    }
    let found = neighbours(of: place, vector)
    assign(place, found)
    for entry in vector.prefix(Self.indexedTerms) { postings[Int(entry.term)].append(Int32(place)) }
  }

  // MARK: - Neighbours

  private struct Neighbour {
    var place: Int32
    var similarity: Float
    /// With time decay.
    var decayed: Float
  }

  /// Earlier articles in the window that may be similar, with their exact cosine.
  private mutating func neighbours(of place: Int, _ vector: [(term: Int32, weight: Float)]) -> [Neighbour] {
    let floor = Float(options.threshold) * 0.6
    let language = features.languages[place]
    let earliest = features.times[place].map { $0 - options.window * 86_400 }
    // Once the terms left cannot bring a new article over the threshold, none but those found already matter.
    var left: Float = 1
    var room = Self.scanLimit
    for entry in vector.prefix(Self.indexedTerms) {
      if left < floor * floor || room <= 0 { break }
      room -= scan(postings[Int(entry.term)], weight: entry.weight, language: language, earliest: earliest)
      left -= entry.weight * entry.weight
    }
    let candidates = StoryLinkage.mostPromising(touched, shares: partial, limit: Self.candidateLimit) { Int($0) }
    for entry in vector { query[Int(entry.term)] = entry.weight }
    let ownFactor = features.lengthFactor(at: place)
    var found: [Neighbour] = []
    for candidate in candidates {
      let similarity = dot(Int(candidate)) / min(ownFactor, features.lengthFactor(at: Int(candidate)))
      if similarity >= floor {
        let decayed = similarity * decay(from: Int(candidate), to: place)
        found.append(Neighbour(place: candidate, similarity: similarity, decayed: decayed))
      }
    }
    for entry in vector { query[Int(entry.term)] = 0 }
    for candidate in touched { partial[Int(candidate)] = 0 }
    touched.removeAll(keepingCapacity: true)
    return found
  }

  /// Adds what the articles under one term share with the query; returns how many were looked at.
  private mutating func scan(_ list: [Int32], weight: Float, language: Int32, earliest: Int?) -> Int {
    var looked = 0
    var index = list.count - 1
    while index >= 0, looked < Self.postingsLimit {
      let candidate = Int(list[index])
      if let earliest, let time = features.times[candidate], time < earliest { break }
      if features.languages[candidate] == language {
        if partial[candidate] == 0 { touched.append(Int32(candidate)) }
        partial[candidate] += weight * weight
      }
      looked += 1
      index -= 1
    }
    return looked
  }

  private func dot(_ place: Int) -> Float {
    var sum: Float = 0
    for index in (place == 0 ? 0 : vectorEnds[place - 1])..<vectorEnds[place] {
      sum += query[Int(vectorTerms[index])] * vectorWeights[index]
    }
    return sum
  }

  private mutating func cosine(_ left: Int32, _ right: Int32) -> Float {
    let range = (left == 0 ? 0 : vectorEnds[Int(left) - 1])..<vectorEnds[Int(left)]
    for index in range { query[Int(vectorTerms[index])] = vectorWeights[index] }
    let factor = min(features.lengthFactor(at: Int(left)), features.lengthFactor(at: Int(right)))
    let result = dot(Int(right)) / factor
    for index in range { query[Int(vectorTerms[index])] = 0 }
    return result
  }

  /// 1 on the same day, ½ after the half-life; 1 where a day is not known.
  private func decay(from earlier: Int, to later: Int) -> Float {
    guard let start = features.times[earlier], let end = features.times[later] else { return 1 }
    return StoryLinkage.decay(seconds: end - start, halfLife: options.halfLife)
  }

  // MARK: - Assignment

  private mutating func assign(_ place: Int, _ found: [Neighbour]) {
    var byCluster: [Int32: [Neighbour]] = [:]
    for neighbour in found { byCluster[cluster[Int(neighbour.place)], default: []].append(neighbour) }
    var scored: [(cluster: Int32, score: Float, raw: Float)] = []
    for (number, neighbours) in byCluster {
      scored.append(
        (number, linkage(neighbours.map(\.decayed), number), linkage(neighbours.map(\.similarity), number)))
    }
    scored.sort { ($1.score, $0.cluster) < ($0.score, $1.cluster) }
    let threshold = Float(options.threshold)
    if let best = scored.first(where: { $0.score >= neededScore($0.cluster) }) {
      join(place, to: best.cluster)
      for other in scored where other.cluster != best.cluster && other.score >= neededScore(other.cluster) {
        mergeIfClose(other.cluster, best.cluster)
      }
      return
    }
    let number = Int32(members.count)
    members.append([])
    latest.append(nil)
    join(place, to: number)
    let earlier = scored.filter { $0.raw >= threshold * 0.8 && isLater(place, than: $0.cluster) }
    follows.append(earlier.max { ($0.raw, $1.cluster) < ($1.raw, $0.cluster) }?.cluster ?? -1)
  }

  private func linkage(_ similarities: [Float], _ number: Int32) -> Float {
    StoryLinkage.score(similarities, size: members[Int(number)].count)
  }

  /// The score from which an article belongs to a cluster.
  private func neededScore(_ number: Int32) -> Float {
    StoryLinkage.needed(options.threshold, size: members[Int(number)].count)
  }

  private func isLater(_ place: Int, than number: Int32) -> Bool {
    guard let time = features.times[place],
      let last = members[Int(number)].compactMap({ features.times[Int($0)] }).max()
    else { return false }
    return time - last >= 12 * 3600
  }

  private mutating func join(_ place: Int, to number: Int32) {
    cluster[place] = number
    members[Int(number)].append(Int32(place))
    if let time = features.times[place] { latest[Int(number)] = max(latest[Int(number)] ?? .min, time) }
  }

  /// Joins two clusters that an article belongs to both of, when they are close on the whole.
  private mutating func mergeIfClose(_ number: Int32, _ target: Int32) {
    let (left, right) = (members[Int(number)].suffix(6), members[Int(target)].suffix(6))
    var sum: Float = 0
    for a in left { for b in right { sum += cosine(a, b) } }
    let mean = sum / Float(max(1, left.count * right.count))
    if mean >= max(neededScore(number), neededScore(target)) * 0.8 { merge(number, into: target) }
  }

  /// Moves the members of the smaller of two clusters to the larger, so that growing a large one stays cheap.
  mutating func merge(_ one: Int32, into other: Int32) {
    if one == other { return }
    let isOneLarger = (members[Int(one)].count, -one) > (members[Int(other)].count, -other)
    let (target, source) = isOneLarger ? (one, other) : (other, one)
    for member in members[Int(source)] { cluster[Int(member)] = target }
    moved[source] = members[Int(source)].first
    members[Int(target)] += members[Int(source)]
    members[Int(source)] = []
    if let time = latest[Int(source)] { latest[Int(target)] = max(latest[Int(target)] ?? .min, time) }
    if follows[Int(target)] == source { follows[Int(target)] = -1 }
  }

  // MARK: - Result

  /// The member that is closest to all others (the medoid; of the first 40), the earliest of equals.
  private mutating func representative(of list: [Int32], _ articles: [Article]) -> Int32 {
    let titled = list.filter { !articles[features.order[Int($0)]].title.isEmpty }
    let candidates = Array((titled.isEmpty ? list : titled).prefix(40))
    if candidates.count < 3 { return candidates.first ?? 0 }
    var best = candidates[0]
    var bestSum: Float = -1
    for candidate in candidates {
      var sum: Float = 0
      for other in candidates where other != candidate { sum += cosine(candidate, other) }
      if sum > bestSum + 1e-4 { (best, bestSum) = (candidate, sum) }
    }
    return best
  }

  /// The stories in the order of their first members.
  mutating func stories(_ articles: [Article], copies: [[Int32]]) -> [Story] {
    var ids: [Int32: String] = [:]
    var used: [String: Int] = [:]
    var result: [Story] = []
    let order = features.order
    for number in members.indices where !members[number].isEmpty {
      members[number].sort()
      let list = members[number]
      let earliest = articles[order[Int(list[0])]].id
      let repeats = used[earliest, default: 0]
      used[earliest] = repeats + 1
      ids[Int32(number)] = Story.id(founder: earliest) + (repeats == 0 ? "" : "-\(repeats + 1)")
    }
    for number in members.indices where !members[number].isEmpty {
      let list = members[number]
      let first = representative(of: list, articles)
      let sorted = [first] + list.filter { $0 != first }
      let positions = sorted.map { order[Int($0)] }
      let target = follows[number]
      let earlier = target >= 0 ? resolve(target) : nil
      result.append(
        Story(
          id: ids[Int32(number)] ?? "", title: articles[positions[0]].title, members: positions,
          duplicates: Self.groups(sorted, copies).map { $0.map { order[Int($0)] } },
          follows: earlier.flatMap { $0 == Int32(number) ? nil : ids[$0] }))
    }
    return result.sorted { ($0.members.first ?? 0) < ($1.members.first ?? 0) }
  }

  /// The cluster that holds what `number` held when it was noted.
  private func resolve(_ number: Int32) -> Int32? {
    if !members[Int(number)].isEmpty { return number }
    return moved[number].map { cluster[Int($0)] }
  }

  /// Connected groups of near-copies with two or more members, in the order of `list`.
  private static func groups(_ list: [Int32], _ copies: [[Int32]]) -> [[Int32]] {
    if list.count < 2 { return [] }
    var parent: [Int32: Int32] = [:]
    func root(_ place: Int32) -> Int32 {
      var place = place
      while let next = parent[place], next != place {
        // Paths are halved on the way: of many copies each is linked to the one before it.
        let further = parent[next] ?? next
        parent[place] = further
        place = further
      }
      return place
    }
    for place in list.sorted() {
      parent[place] = place
      for copy in copies[Int(place)] where parent[copy] != nil { parent[root(copy)] = root(place) }
    }
    var groups: [Int32: [Int32]] = [:]
    for place in list { groups[root(place), default: []].append(place) }
    var seen: Set<Int32> = []
    return list.compactMap { place in
      let key = root(place)
      guard seen.insert(key).inserted, let group = groups[key], group.count > 1 else { return nil }
      return group
    }
  }
}
