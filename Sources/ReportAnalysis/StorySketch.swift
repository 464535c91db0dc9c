/// What an article has to tell which story it belongs to, before it is known how rare its words are.
package struct StoryEvidence: Sendable, Hashable {
  /// Terms that are looked at, those that say most first.
  static let limit = 80

  /// Seconds since 1970 of publication or the last change; nil when the day is not known.
  package var time: Int?
  /// Fingerprints of terms in one language.
  var terms: [UInt32] = []
  /// Twice the weighted frequency of each term: a word of the headline weighs 2.5, of the opening 1.5, another 1.
  var frequencies: [UInt8] = []
  /// What kind of term each is.
  var kinds: [Kind] = []
  /// The number of different terms.
  var termCount = 0
  /// The fingerprint of the wording.
  var wording = WordingFingerprint()
  /// A fingerprint of the language.
  var language: UInt32 = 0
  /// What headline and opening name, by key.
  var units: [EventUnit] = []

  /// How much a term says whatever its frequency.
  enum Kind: UInt8, Sendable {
    case plain, common, year, digit, shortNumber

    init(_ info: TermTable.Info) {
      guard info.isNumber else {
        self = info.isCommon ? .common : .plain
        return
      }
      switch NumberKey.evidence(info.key) {
      case ..<0.32: self = .year
      case ..<0.5: self = .digit
      case ..<0.9: self = .shortNumber
      default: self = .plain
      }
    }

    var factor: Float {
      switch self {
      case .plain, .common: return 1
      case .year: return 0.3
      case .digit: return 0.35
      case .shortNumber: return 0.7
      }
    }
  }
}

/// A fingerprint of a text that tells how much of its wording it shares with another: one-permutation MinHash over
/// four-word shingles (Li, Owen and Zhang 2012), sixteen bits of each value (b-bit minwise hashing, Li and König 2010).
package struct WordingFingerprint: Sendable, Hashable {
  static let bins = 32
  /// The values, zero where no shingle fell; empty for a text without words.
  var values: [UInt16] = []
  /// The number of words.
  var words = 0

  init() {}

  /// Takes the fingerprint of the words of a text.
  init(_ hashes: ArraySlice<UInt64>) {
    words = hashes.count
    if hashes.isEmpty { return }
    var minima = [UInt64](repeating: .max, count: Self.bins)
    func take(_ hash: UInt64) {
      let bin = Int(truncatingIfNeeded: hash >> 59)
      if hash < minima[bin] { minima[bin] = hash }
    }
    if hashes.count < 4 {
      take(DuplicateFinder.shingles(hashes)[0])
    } else {
      hashes.withUnsafeBufferPointer { words in
        for index in 0..<(words.count - 3) { take(DuplicateFinder.shingle(words, index)) }
      }
    }
    values = minima.map { $0 == .max ? 0 : UInt16(truncatingIfNeeded: $0 & 0xFFFF) | 1 }
  }

  /// Estimates, 0…1: the shared part of the union of both wordings, and of the smaller one.
  func likeness(to other: WordingFingerprint) -> (union: Float, smaller: Float) {
    guard values.count == other.values.count, !values.isEmpty else { return (0, 0) }
    var (same, filled) = (0, 0)
    for index in values.indices where values[index] | other.values[index] != 0 {
      filled += 1
      if values[index] == other.values[index] { same += 1 }
    }
    let union = Float(same) / Float(max(1, filled))
    let shared = union / (1 + union) * Float(words + other.words)
    return (union, min(1, shared / Float(max(1, min(words, other.words)))))
  }

  /// Whether both are, as far as fingerprints tell, copies or near-copies.
  func isCopy(of other: WordingFingerprint) -> Bool {
    let likeness = likeness(to: other)
    let copies = DuplicateFinder.Options()
    if likeness.union >= Float(copies.jaccard) { return true }
    return min(words, other.words) >= 40 && likeness.union >= 0.2 && likeness.smaller >= Float(copies.containment)
  }
}

/// What is kept of an article for stories: its heaviest terms, what it names, and the fingerprint of its wording, about
/// 450 bytes.
package struct StorySketch: Sendable, Hashable {
  /// Terms of an article that are compared.
  static let limit = 48
  /// Units of an article that are compared.
  static let unitLimit = 32

  /// Terms, the heaviest first, with their weight in 1/255.
  var terms: [UInt32] = []
  var weights: [UInt8] = []
  /// The number of different terms of the article.
  var termCount = 0
  var wording = WordingFingerprint()
  var language: UInt32 = 0
  /// By key.
  var units: [EventUnit] = []

  /// TF-IDF (logarithmic frequency, cosine normalised) of what an article has, by how frequent terms were till then.
  init(_ evidence: StoryEvidence, _ frequencies: StoryFrequencies) {
    termCount = evidence.termCount
    wording = evidence.wording
    language = evidence.language
    units = evidence.units
    if units.count > Self.unitLimit {
      units.sort { $0.level != $1.level ? $0.level > $1.level : $0.key < $1.key }
      units.removeLast(units.count - Self.unitLimit)
      units.sort { $0.key < $1.key }
    }
    var weighted: [(term: UInt32, weight: Float)] = []
    weighted.reserveCapacity(evidence.terms.count)
    for (index, term) in evidence.terms.enumerated() {
      let kind = evidence.kinds[index]
      let frequency = 1 + Logarithm.natural(max(1, Float(evidence.frequencies[index]) / 2))
      weighted.append((term, frequency * frequencies.rarity(of: term, isCommon: kind == .common) * kind.factor))
    }
    weighted.sort { ($1.weight, $0.term) < ($0.weight, $1.term) }
    weighted.removeLast(max(0, weighted.count - Self.limit))
    let norm = weighted.reduce(0) { $0 + $1.weight * $1.weight }.squareRoot()
    if norm == 0 { return }
    for entry in weighted {
      terms.append(entry.term)
      weights.append(UInt8(max(1, min(255, (entry.weight / norm * 255).rounded()))))
    }
  }

  /// See `StoryLinkage`.
  var lengthFactor: Float { StoryLinkage.lengthFactor(terms: termCount) }

  /// The similarity of two articles, 0…1.
  func similarity(to other: StorySketch) -> Float {
    var sum: Float = 0
    let own = Dictionary(zip(terms, weights), uniquingKeysWith: { first, _ in first })
    for (term, weight) in zip(other.terms, other.weights) { sum += Float(own[term] ?? 0) * Float(weight) }
    return min(1, sum / (255 * 255) / min(lengthFactor, other.lengthFactor))
  }

  // MARK: Bytes

  /// As it is kept.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(13 + terms.count * 5 + wording.values.count * 2 + units.count * 6)
    func number(_ value: Int, _ size: Int) {
      for place in 0..<size { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
    }
    number(terms.count, 1)
    number(wording.values.count, 1)
    number(min(termCount, 0xFFFF), 2)
    number(min(wording.words, 0xFFFF_FFFF), 4)
    for term in terms { number(Int(term), 4) }
    bytes += weights
    for value in wording.values { number(Int(value), 2) }
    number(Int(language), 4)
    number(units.count, 1)
    for unit in units {
      number(Int(unit.key), 4)
      number(Int(unit.kind.rawValue) | (unit.isInTitle ? 0x80 : 0), 1)
      number(Int(unit.level), 1)
    }
    return bytes
  }

  /// Reads what was kept; nil when it is damaged.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 13 else { return nil }
    let (count, bins) = (Int(bytes[0]), Int(bytes[1]))
    let end = 8 + count * 5 + bins * 2
    guard count <= Self.limit, bins == 0 || bins == WordingFingerprint.bins, bytes.count >= end + 5,
      bytes.count == end + 5 + Int(bytes[end + 4]) * 6
    else { return nil }
    termCount = Int(bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self).littleEndian)
    wording.words = Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self).littleEndian)
    terms = (0..<count).map { bytes.loadUnaligned(fromByteOffset: 8 + $0 * 4, as: UInt32.self).littleEndian }
    weights = Array(bytes[8 + count * 4..<8 + count * 5])
    wording.values = (0..<bins).map {
      bytes.loadUnaligned(fromByteOffset: 8 + count * 5 + $0 * 2, as: UInt16.self).littleEndian
    }
    language = bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self).littleEndian
    for start in stride(from: end + 5, to: bytes.count, by: 6) {
      guard let kind = EventUnit.Kind(rawValue: bytes[start + 4] & 0x7F) else { return nil }
      units.append(
        EventUnit(
          key: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self).littleEndian, kind: kind,
          level: bytes[start + 5], isInTitle: bytes[start + 4] & 0x80 != 0))
    }
  }
}

/// In how many articles terms were seen lately, in a fixed space: a count-min sketch of two rows (Cormode and
/// Muthukrishnan 2005). The counts are halved from time to time, so that they follow the news.
package struct StoryFrequencies: Sendable, Hashable {
  private static let row = 1 << 17
  private static let most = 60_000
  private var cells: [UInt16]
  private var articles = 0

  /// Makes one that has seen nothing.
  package init() { cells = [UInt16](repeating: 0, count: 2 * Self.row) }

  private static func places(_ term: UInt32) -> (Int, Int) {
    let mixed = Hash.mix(UInt64(term))
    return (Int(mixed & UInt64(row - 1)), row + Int(mixed >> 40 & UInt64(row - 1)))
  }

  /// Counts the terms of an article.
  mutating func count(_ evidence: StoryEvidence) {
    if articles >= Self.most {
      articles /= 2
      for index in cells.indices { cells[index] /= 2 }
    }
    articles += 1
    for term in evidence.terms {
      let (first, second) = Self.places(term)
      let least = min(cells[first], cells[second])
      if cells[first] == least { cells[first] = least + 1 }
      if cells[second] == least { cells[second] = least + 1 }
    }
  }

  /// Inverse document frequency with the prior of `StoryFeatures.rarity`.
  func rarity(of term: UInt32, isCommon: Bool) -> Float {
    let (first, second) = Self.places(term)
    let frequency = Float(min(cells[first], cells[second])) + (isCommon ? 25 : 1)
    return max(0.01, Logarithm.natural((Float(articles) + 100) / frequency + 0.01))
  }

  /// As they are kept: pairs of the way to the next cell in use and its count, as LEB128.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func number(_ value: Int) {
      var rest = value
      while rest >= 0x80 {
        bytes.append(UInt8(rest & 0x7F) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }
    number(articles)
    var last = 0
    for (index, cell) in cells.enumerated() where cell > 0 {
      number(index - last)
      number(Int(cell))
      last = index
    }
    return bytes
  }

  /// Reads what was kept; nil when it is damaged.
  package init?(_ bytes: UnsafeRawBufferPointer) {
    self.init()
    var position = 0
    func number() -> Int? {
      var (value, shift) = (0, 0)
      while position < bytes.count, shift < 32 {
        let byte = bytes[position]
        position += 1
        value |= Int(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
      return nil
    }
    guard let articles = number(), articles <= Self.most else { return nil }
    self.articles = articles
    var index = 0
    while position < bytes.count {
      guard let step = number(), let count = number(), index + step < cells.count else { return nil }
      index += step
      cells[index] = UInt16(min(count, Int(UInt16.max)))
    }
  }
}

extension StorySketch {
  /// The member of a story that is closest to all others (of the first 40 with a title), the first of equals.
  package static func representative(_ sketches: [StorySketch?], titles: [String]) -> Int {
    let titled = sketches.indices.filter { !titles[$0].isEmpty }
    let candidates = (titled.isEmpty ? Array(sketches.indices) : titled).prefix(40)
    guard candidates.count > 2 else { return candidates.first ?? 0 }
    var best = (place: candidates[0], sum: Float(-1))
    for candidate in candidates {
      var sum: Float = 0
      for other in candidates where other != candidate {
        if let left = sketches[candidate], let right = sketches[other] { sum += left.similarity(to: right) }
      }
      if sum > best.sum + 1e-4 { best = (candidate, sum) }
    }
    return best.place
  }

  /// Groups of members that are copies or near-copies of one another as far as their fingerprints tell, in the order given.
  package static func copies(_ sketches: [StorySketch?], order: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    for place in order {
      guard let sketch = sketches[place] else { continue }
      // The latest 200 groups: a story of thousands is looked through in time.
      let found = groups.indices.suffix(200).first { group in
        sketches[groups[group][0]].map { sketch.wording.isCopy(of: $0.wording) } ?? false
      }
      if let found { groups[found].append(place) } else { groups.append([place]) }
    }
    return groups.filter { $0.count > 1 }
  }
}
