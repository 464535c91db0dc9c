/// Finds copies and near-copies: agency texts printed by several papers, updates under a new headline, shortened
/// versions.
///
/// Texts are compared as sets of overlapping four-word shingles (Broder 1997). Candidates come from one-permutation
/// MinHash (Li, Owen and Zhang 2012) with one row a band, plus a bottom-k sketch of the lead so that a first paragraph
/// finds the whole text; each candidate is then verified on the exact sets, so a chance collision costs time only.
struct DuplicateFinder {
  /// Settings; the defaults are for news.
  struct Options {
    /// Shared part of the union that makes two texts near-copies.
    var jaccard = 0.55
    /// Shared part of the smaller text that makes it a shortened copy.
    var containment = 0.8
    /// A shortened copy has at least this many shingles.
    var minimumShingles = 10
  }

  private static let bins = 32
  private static let leadWords = 44
  private static let leadSketch = 8
  /// Texts remembered under one sketch value; more copies than that are found through the others.
  private static let chainLimit = 24
  private static let verificationLimit = 12

  let options: Options
  /// Head of the chain of texts for each sketch value.
  private var heads = FingerprintMap(capacity: 4096)
  private var chainText: [Int32] = []
  private var chainNext: [Int32] = []
  private var chainLength: [UInt8] = []
  /// Exact sets of texts verified lately.
  private var cache: [Int32: [UInt64]] = [:]

  init(options: Options = Options()) { self.options = options }

  /// The shingles of a text from the fingerprints of its words, sorted, each once.
  static func shingles(_ words: ArraySlice<UInt64>) -> [UInt64] {
    var result: [UInt64] = []
    if words.count < 4 {
      if words.isEmpty { return [] }
      return [words.reduce(0x9e37_79b9_7f4a_7c15) { Hash.mix($0 &* 31 &+ $1) }]
    }
    result.reserveCapacity(words.count)
    words.withUnsafeBufferPointer { words in
      for index in 0..<(words.count - 3) { result.append(shingle(words, index)) }
    }
    result.sort()
    var last = 0
    for index in result.indices.dropFirst() where result[index] != result[last] {
      last += 1
      result[last] = result[index]
    }
    result.removeLast(result.count - last - 1)
    return result
  }

  @inline(__always)
  static func shingle(_ words: UnsafeBufferPointer<UInt64>, _ index: Int) -> UInt64 {
    var hash = words[index] &* 0x9e37_79b9_7f4a_7c15
    hash = (hash ^ words[index + 1]) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (words[index + 2] &+ hash >> 29)) &* 0xc4ce_b9fe_1a85_ec53
    return Hash.mix(hash ^ words[index + 3])
  }

  /// Compares a text with those before it and remembers it.
  ///
  /// - Parameters:
  ///   - words: the fingerprints of the words of the body, in order.
  ///   - text: the number of the text.
  ///   - wordsOf: the words of an earlier text, for verification.
  /// - Returns: earlier texts that it is a near-copy of.
  mutating func add(_ words: [UInt64], text: Int32, wordsOf: (Int32) -> [UInt64]) -> [Int32] {
    var sketch = sketch(of: words)
    if sketch.isEmpty { return [] }
    sketch.sort()
    let candidates = candidates(for: sketch, enough: words.count >= 60 ? 2 : 1)
    var matches: [Int32] = []
    var isCopy = false
    if !candidates.isEmpty {
      let own = Self.shingles(words[...])
      for candidate in candidates.prefix(Self.verificationLimit) {
        let other = shingles(of: candidate, wordsOf)
        let shared = Self.shared(own, other)
        let union = own.count + other.count - shared
        let similarity = Double(shared) / Double(max(1, union))
        let smaller = min(own.count, other.count)
        let contained = Double(shared) / Double(max(1, smaller))
        let isShortened = smaller >= options.minimumShingles && contained >= options.containment
        if similarity >= options.jaccard || isShortened {
          matches.append(candidate)
          if similarity >= 0.95 { isCopy = true }
        }
      }
      if !isCopy { remember(own, of: text) }
    }
    if !isCopy { insert(sketch, text) }
    return matches
  }

  private func sketch(of words: [UInt64]) -> [UInt64] {
    guard words.count >= 4 else {
      return words.isEmpty ? [] : Self.shingles(words[...])
    }
    var minima = [UInt64](repeating: .max, count: Self.bins)
    var lead: [UInt64] = []
    words.withUnsafeBufferPointer { words in
      minima.withUnsafeMutableBufferPointer { minima in
        for index in 0..<(words.count - 3) {
          let hash = Self.shingle(words, index)
          let bin = Int(truncatingIfNeeded: hash >> 59)
          if hash < minima[bin] { minima[bin] = hash }
          if index < Self.leadWords - 3 { lead.append(hash) }
        }
      }
    }
    lead.sort()
    // Lead values live in a space of their own, so that they do not crowd the chains of whole texts.
    return minima.filter { $0 != .max } + lead.prefix(Self.leadSketch).map { ~$0 }
  }

  /// Texts that share at least `enough` sketch values, most shared first.
  private func candidates(for sketch: [UInt64], enough: Int) -> [Int32] {
    var counts: [Int32: Int] = [:]
    for value in sketch {
      guard let head = heads[value] else { continue }
      var link = head
      while link >= 0 {
        counts[chainText[Int(link)], default: 0] += 1
        link = chainNext[Int(link)]
      }
    }
    return counts.filter { $0.value >= enough }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map(\.key)
  }

  private mutating func insert(_ sketch: [UInt64], _ text: Int32) {
    for value in sketch {
      let head = heads[value] ?? -1
      let length = head >= 0 ? chainLength[Int(head)] : 0
      if length >= Self.chainLimit { continue }
      if head >= 0, chainText[Int(head)] == text { continue }
      chainText.append(text)
      chainNext.append(head)
      chainLength.append(length + 1)
      heads.set(value, Int32(truncatingIfNeeded: chainText.count - 1))
    }
  }

  private mutating func shingles(of text: Int32, _ wordsOf: (Int32) -> [UInt64]) -> [UInt64] {
    if let known = cache[text] { return known }
    let set = Self.shingles(wordsOf(text)[...])
    remember(set, of: text)
    return set
  }

  private mutating func remember(_ set: [UInt64], of text: Int32) {
    if cache.count >= 1024 { cache.removeAll(keepingCapacity: true) }
    cache[text] = set
  }

  /// The size of the intersection of two sorted lists.
  static func shared(_ left: [UInt64], _ right: [UInt64]) -> Int {
    var (i, j, count) = (0, 0, 0)
    while i < left.count, j < right.count {
      if left[i] == right[j] {
        count += 1
        i += 1
        j += 1
      } else if left[i] < right[j] {
        i += 1
      } else {
        j += 1
      }
    }
    return count
  }
}
