import ReportArticles
import ReportDates

/// Tells of each article as it arrives which story it belongs to, and never takes it back: the stories of an archive.
///
/// Articles come in portions; within a portion they are taken in the order of time. Each joins the story of the articles
/// within a week that it is most like (the similarity, decay and linkage of `StoryFinder`, on sketches of 48 terms; then
/// `StoryAffinity`, also from language to language), or founds one. What was assigned stays: stories are not joined
/// later. The work and the memory for an article go with the news of a fortnight, not with the archive.
package struct StoryTracker: Sendable {
  /// Changes when articles would be assigned otherwise.
  package static let version = 2
  /// Articles in a portion.
  package static let portion = 8000
  /// Articles of a day that are looked at, the latest added.
  package static let dayLimit = 2048
  /// Days to both sides: beyond them even an equal text falls under the threshold.
  private static let reach = 7
  private static let candidateLimit = 64
  /// Articles looked at under the terms together. The rarest terms come first, two of them in any case: in a story that
  /// everybody tells, every word is frequent.
  private static let scanLimit = 3000
  /// Words of a sketch that a slot is found under; what it names comes behind them.
  private static let postedTerms = 14

  /// An article to be assigned.
  package struct Arrival: Sendable {
    /// Its position in the store.
    package var position: Int
    /// What it has.
    package var evidence: StoryEvidence
    /// Breaks ties of time.
    package var id: String
    /// The story that it has already, if it is another version of an article.
    package var known: Assignment?

    /// Makes it.
    package init(position: Int, evidence: StoryEvidence, id: String, known: Assignment? = nil) {
      self.position = position
      self.evidence = evidence
      self.id = id
      self.known = known
    }
  }

  /// Where an article belongs.
  package struct Assignment: Sendable, Hashable {
    /// The position of the article that founded the story.
    package var story: Int
    /// The earlier story that this one follows up, for its founder.
    package var follows: Int?

    /// Makes it.
    package init(story: Int, follows: Int? = nil) {
      self.story = story
      self.follows = follows
    }
  }

  /// An assigned article as it is kept.
  package struct Kept: Sendable {
    /// Its position in the store.
    package var position: Int
    /// Seconds since 1970; nil when the day is not known.
    package var time: Int?
    /// Where it belongs.
    package var assignment: Assignment
    /// What it is compared by.
    package var sketch: StorySketch

    /// Makes it.
    package init(position: Int, time: Int?, assignment: Assignment, sketch: StorySketch) {
      self.position = position
      self.time = time
      self.assignment = assignment
      self.sketch = sketch
    }

    /// The day of the article; nil when it is not known.
    package var day: Int? { time.map { $0.flooredQuotient(86_400) } }
  }

  private let options = StoryFinder.Options()

  /// An article of the fortnight.
  private struct Slot {
    var position: Int
    var time: Int?
    var story: Int
    /// The place of the story in `sizes`.
    var storyNumber: Int32
    /// Cells of the sketch.
    var terms: Int32
    var lengthFactor: Float
    var language: UInt32
    var isShort: Bool
    var units: [EventUnit]

    init(_ kept: Kept, _ storyNumber: Int32) {
      position = kept.position
      time = kept.time
      story = kept.assignment.story
      self.storyNumber = storyNumber
      terms = Int32(min(StorySketch.limit, kept.sketch.weights.firstIndex(of: 0) ?? kept.sketch.terms.count))
      lengthFactor = kept.sketch.lengthFactor
      language = kept.sketch.language
      isShort = kept.sketch.termCount <= StoryAffinity.shortTerms
      units = kept.sketch.units
    }
  }

  private var slots: [Slot] = []
  private var free: [Int32] = []
  private var days: [Int: [Int32]] = [:]
  /// The day that `days` surrounds; nil before the first article.
  private var center: Int?
  private var postings = StoryPostings()
  private var storyNumbers: [Int: Int32] = [:]
  private var sizes: [Int32] = []
  // The sketches by slot, `StorySketch.limit` cells each, one after another.
  private var terms: [UInt32] = []
  private var weights: [UInt8] = []
  private var shares: [Float] = []
  private var touched: [Int32] = []
  private var query = StoryTermWeights()

  /// Makes a tracker.
  package init() {}

  /// Assigns a portion of articles.
  ///
  /// - Parameters:
  ///   - arrivals: the articles, in any order.
  ///   - frequencies: what was counted before; the portion is counted in.
  ///   - load: the articles of a day (nil: those without one) that were assigned before, at most `dayLimit`, those of the
  ///     greatest positions.
  /// - Returns: the articles in the order in which they were assigned.
  package mutating func assign(
    _ arrivals: [Arrival], _ frequencies: inout StoryFrequencies, load: (Int?) throws -> [Kept]
  ) throws -> [Kept] {
    self = StoryTracker()
    let ordered = arrivals.indices.sorted { left, right in
      let (one, other) = (arrivals[left], arrivals[right])
      let (a, b) = (one.evidence.time ?? .max, other.evidence.time ?? .max)
      return a != b ? a < b : one.id != other.id ? one.id < other.id : one.position < other.position
    }
    let replaced = Set(arrivals.lazy.filter { $0.known != nil }.map(\.position))
    var result: [Kept] = []
    result.reserveCapacity(arrivals.count)
    for arrival in ordered.lazy.map({ arrivals[$0] }) {
      try move(to: arrival.evidence.time.map { $0.flooredQuotient(86_400) }) { day in
        try load(day).filter { !replaced.contains($0.position) }
      }
      frequencies.count(arrival.evidence)
      let sketch = StorySketch(arrival.evidence, frequencies)
      let time = arrival.evidence.time
      let assignment = arrival.known ?? assignment(of: sketch, time, at: arrival.position)
      let new = Kept(position: arrival.position, time: time, assignment: assignment, sketch: sketch)
      insert(new)
      result.append(new)
    }
    return result
  }

  /// The stories of articles that lie in memory: by position, the position of the founder.
  package static func stories(
    count: Int, article: (Int) throws -> Article, checkpoint: () throws -> Void
  ) throws -> [Int] {
    var indexer = TermIndexer()
    var tracker = StoryTracker()
    var frequencies = StoryFrequencies()
    var byDay: [Int: [Kept]] = [:]
    var stories = [Int](repeating: 0, count: count)
    for start in stride(from: 0, to: count, by: portion) {
      var arrivals: [Arrival] = []
      for position in start..<min(start + portion, count) {
        try checkpoint()
        let article = try article(position)
        indexer.read(article, terms: false, evidence: true)
        arrivals.append(Arrival(position: position, evidence: indexer.evidence(), id: article.id))
      }
      let kept = try tracker.assign(arrivals, &frequencies) { day in
        try checkpoint()
        return byDay[day ?? .min] ?? []
      }
      for one in kept {
        stories[one.position] = one.assignment.story
        byDay[one.day ?? .min, default: []].append(one)
      }
      for day in Set(kept.map { $0.day ?? .min }) {
        byDay[day]?.sort { $0.position < $1.position }
        if let list = byDay[day], list.count > dayLimit { byDay[day] = Array(list.suffix(dayLimit)) }
      }
    }
    return stories
  }

  // MARK: - The fortnight

  private mutating func move(to day: Int?, load: (Int?) throws -> [Kept]) throws {
    if center == day ?? .min { return }
    center = nil
    let wanted = day.map { ($0 - Self.reach)...($0 + Self.reach) }
    for known in days.keys where !(wanted?.contains(known) ?? (known == .min)) {
      for slot in days.removeValue(forKey: known) ?? [] { remove(slot) }
    }
    let missing = wanted.map { Array($0) } ?? [.min]
    for day in missing where days[day] == nil {
      days[day] = []
      for one in try load(day == .min ? nil : day) { insert(one) }
    }
    center = day ?? .min
  }

  private mutating func insert(_ new: Kept) {
    let day = new.day ?? .min
    // Taken out while it is changed, so that it is not copied.
    var list = days.updateValue([], forKey: day) ?? []
    defer { days[day] = list }
    let place = list.partitioningIndex { slots[Int($0)].position > new.position }
    if list.count >= Self.dayLimit {
      if place == 0 { return }
      remove(list.removeFirst())
      list.insert(add(new), at: place - 1)
    } else {
      list.insert(add(new), at: place)
    }
  }

  private mutating func add(_ new: Kept) -> Int32 {
    let story = number(ofStory: new.assignment.story)
    let slot: Int32
    if let last = free.popLast() {
      slot = last
      slots[Int(slot)] = Slot(new, story)
    } else {
      slot = Int32(slots.count)
      slots.append(Slot(new, story))
      shares.append(0)
      terms += repeatElement(0, count: StorySketch.limit)
      weights += repeatElement(0, count: StorySketch.limit)
    }
    let start = Int(slot) * StorySketch.limit
    for index in 0..<Int(slots[Int(slot)].terms) {
      terms[start + index] = new.sketch.terms[index]
      weights[start + index] = new.sketch.weights[index]
    }
    postings.add(slot, Self.keys(of: new.sketch).map(\.key))
    sizes[Int(story)] += 1
    return slot
  }

  private mutating func remove(_ slot: Int32) {
    postings.remove(slot)
    sizes[Int(slots[Int(slot)].storyNumber)] -= 1
    free.append(slot)
  }

  private mutating func number(ofStory story: Int) -> Int32 {
    if let known = storyNumbers[story] { return known }
    let new = Int32(sizes.count)
    storyNumbers[story] = new
    sizes.append(0)
    return new
  }

  // MARK: - Assignment

  /// A story that an article may belong to.
  private struct Choice {
    var story: Int
    /// 1 or more when it belongs there.
    var value: Float
    /// The linkage without decay.
    var raw: Float
    /// When its latest article that is like this one was published.
    var last: Int?
  }

  private mutating func assignment(of sketch: StorySketch, _ time: Int?, at position: Int) -> Assignment {
    let found = neighbours(of: sketch, time).sorted { slots[Int($0.slot)].story < slots[Int($1.slot)].story }
    var choices: [Choice] = []
    var start = 0
    while start < found.count {
      let story = slots[Int(found[start].slot)].story
      var end = start + 1
      while end < found.count, slots[Int(found[end].slot)].story == story { end += 1 }
      choices.append(choice(found[start..<end], of: story))
      start = end
    }
    choices.sort { $0.value != $1.value ? $0.value > $1.value : $0.story < $1.story }
    if let best = choices.first, best.value >= 1 { return Assignment(story: best.story) }
    // What is much like it and half a day older at least goes before it.
    let earlier = choices.filter { choice in
      guard let time, let last = choice.last else { return false }
      return choice.raw >= Float(options.threshold) * 0.8 && time >= last.addingClamped(12 * 3600)
    }
    return Assignment(story: position, follows: earlier.max { ($0.raw, $1.story) < ($1.raw, $0.story) }?.story)
  }

  private func choice(_ members: ArraySlice<Neighbour>, of story: Int) -> Choice {
    let size = Int(sizes[Int(slots[Int(members[members.startIndex].slot)].storyNumber)])
    let decayed = StoryLinkage.score(members.map(\.decayed), size: size)
    let affinity = StoryLinkage.score(members.map(\.affinity), size: size)
    return Choice(
      story: story,
      value: max(
        decayed / StoryLinkage.needed(options.threshold, size: size), affinity / StoryLinkage.needed(1, size: size)),
      raw: StoryLinkage.score(members.map(\.similarity), size: size),
      last: members.lazy.compactMap { slots[Int($0.slot)].time }.max())
  }

  private func decay(_ earlier: Int?, _ later: Int?) -> Float {
    guard let earlier, let later else { return 1 }
    return StoryLinkage.decay(
      seconds: Int(clamping: (Double(later) - Double(earlier)).magnitude), halfLife: options.halfLife)
  }

  /// What an article is found under, with what each tells.
  private static func keys(of sketch: StorySketch) -> [(key: UInt32, square: Float)] {
    var keys = zip(sketch.terms.prefix(postedTerms), sketch.weights).map { term, weight in
      (key: term, square: Float(weight) * Float(weight) / (255 * 255))
    }
    let actors = sketch.units.filter { $0.kind.isActor && $0.weight >= 0.3 }
      .sorted { $0.level != $1.level ? $0.level > $1.level : $0.key < $1.key }
    for unit in actors.prefix(StoryPostings.terms - keys.count) where !keys.contains(where: { $0.key == unit.key }) {
      keys.append((unit.key, unit.weight * 0.06))
    }
    return keys
  }

  private struct Neighbour {
    var slot: Int32
    var similarity: Float
    /// With time decay.
    var decayed: Float
    /// By `StoryAffinity`, with time decay.
    var affinity: Float
  }

  /// Articles of the fortnight that may be similar.
  private mutating func neighbours(of sketch: StorySketch, _ time: Int?) -> [Neighbour] {
    let floor = Float(options.threshold) * 0.6
    let lists = Self.keys(of: sketch).compactMap { entry in
      postings.list(of: entry.key).map {
        (list: $0, count: postings.count(of: $0), term: entry.key, square: entry.square)
      }
    }.sorted { ($0.count, $0.term) < ($1.count, $1.term) }
    var room = Self.scanLimit
    // The lists are taken out while they are written to, so that no write has to ask who else holds them.
    var (shares, touched) = (self.shares, self.touched)
    (self.shares, self.touched) = ([], [])
    defer { (self.shares, self.touched) = (shares, touched) }
    shares.withUnsafeMutableBufferPointer { shares in
      for (place, entry) in lists.enumerated() {
        if place >= 2, entry.count > room { break }
        room -= entry.count
        let known = touched.count
        touched += repeatElement(0, count: entry.count)
        // Every slot is written down, and those that were there already are written over.
        let new = touched.withUnsafeMutableBufferPointer { touched in
          var end = known
          postings.forEachSlot(of: entry.list) { slot in
            touched[end] = slot
            end += shares[Int(slot)] == 0 ? 1 : 0
            shares[Int(slot)] += entry.square
          }
          return end
        }
        touched.removeLast(touched.count - new)
      }
    }
    let candidates = StoryLinkage.mostPromising(touched, shares: shares, limit: Self.candidateLimit, isOrdered: false) {
      slots[Int($0)].position
    }
    for slot in touched { shares[Int(slot)] = 0 }
    touched.removeAll(keepingCapacity: true)
    if candidates.isEmpty { return [] }
    query.set(sketch)
    defer { query.clear(sketch) }
    let factor = sketch.lengthFactor
    let isShort = sketch.termCount <= StoryAffinity.shortTerms
    var found: [Neighbour] = []
    terms.withUnsafeBufferPointer { terms in
      weights.withUnsafeBufferPointer { weights in
        query.withLookup { lookup in
          for slot in candidates {
            let other = slots[Int(slot)]
            let start = Int(slot) * StorySketch.limit
            let cells = start..<(start + Int(other.terms))
            let product = lookup.dot(
              UnsafeBufferPointer(rebasing: terms[cells]), UnsafeBufferPointer(rebasing: weights[cells]))
            let likeness = EventLikeness(sketch.units[...], other.units[...])
            let similarity = min(1, product / min(factor, other.lengthFactor)) * StoryAffinity.discount(likeness)
            var affinity = StoryAffinity.byThings(likeness, cosine: nil)
            if other.language == sketch.language {
              affinity = StoryAffinity.byWords(product, likeness)
              if isShort, other.isShort { affinity = max(affinity, StoryAffinity.byThings(likeness, cosine: product)) }
            }
            let decay = decay(other.time, time)
            if similarity >= floor || affinity * decay >= 0.5 {
              found.append(
                Neighbour(
                  slot: slot, similarity: similarity, decayed: similarity * decay, affinity: affinity * decay))
            }
          }
        }
      }
    }
    return found
  }
}

extension Array {
  /// The first index whose element satisfies `belongs`, in an array where all that do not come first.
  fileprivate func partitioningIndex(_ belongs: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
