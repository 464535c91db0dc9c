/// How articles hang together in a story, for `StoryFinder` and `StoryTracker`.
enum StoryLinkage {
  /// Members of a story that stand for it in a comparison.
  private static let linkedMembers = 3
  /// The same for large stories.
  private static let mostLinkedMembers = 10
  /// Members that a story has without a doubt about it.
  private static let usualSize: Float = 40

  /// How close an article is to a story: half its closest member, half the mean of the closest three (up to ten in large
  /// stories), so that one likeness in a large story is not enough: it has something like everything in it.
  static func score(_ similarities: [Float], size: Int) -> Float {
    let top = similarities.sorted(by: >).prefix(linked(size))
    return score(closest: top.first ?? 0, sum: top.reduce(0, +), size: size)
  }

  /// The same for a story of which one member alone is like the article.
  static func score(_ similarity: Float, size: Int) -> Float {
    score(closest: similarity, sum: similarity, size: size)
  }

  private static func score(closest: Float, sum: Float, size: Int) -> Float {
    (closest + sum / Float(min(linked(size), max(1, size)))) / 2
  }

  /// How many members of a story of this size are compared.
  private static func linked(_ size: Int) -> Int {
    min(mostLinkedMembers, max(linkedMembers, Int(Float(size).squareRoot())))
  }

  /// The score from which an article belongs to a story. A story of hundreds that grows by likenesses which are only just
  /// enough is a chain and no story: each doubling beyond `usualSize` asks for a tenth more.
  static func needed(_ threshold: Double, size: Int) -> Float {
    let excess = Float(size) / usualSize
    return excess <= 1 ? Float(threshold) : Float(threshold) * (1 + 0.1 * Logarithm.natural(excess) / 0.6931)
  }

  /// 1 on the same day, ½ after the half-life (in days).
  static func decay(seconds: Int, halfLife: Double) -> Float {
    let days = max(0, Double(max(0, seconds)) / 86_400 - 0.75)
    return Float(Exponential.half(days / max(0.1, halfLife)))
  }

  /// What the cosine of two articles is divided by, 0.8…1: a short text has few words to share.
  static func lengthFactor(terms: Int) -> Float { 0.8 + 0.2 * min(1, Float(terms) / 140) }

  /// The candidates that share most with an article, at most `limit`, those of lower rank first among equals; a histogram
  /// finds the cut, so that little is sorted.
  ///
  /// - Parameters:
  ///   - shares: what each candidate shares, 0…1, by its number.
  ///   - isOrdered: whether those found are wanted in that order; few candidates come as they are given in any case.
  static func mostPromising(
    _ candidates: [Int32], shares: [Float], limit: Int, isOrdered: Bool = true, rank: (Int32) -> Int
  ) -> [Int32] {
    guard candidates.count > limit else { return candidates }
    func isBefore(_ left: Int32, _ right: Int32) -> Bool {
      let (a, b) = (shares[Int(left)], shares[Int(right)])
      return a != b ? a > b : rank(left) < rank(right)
    }
    var chosen: [Int32] = []
    var doubtful: [Int32] = []
    var above = 0
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: candidates.count) { buckets in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { histogram in
        histogram.initialize(repeating: 0)
        shares.withUnsafeBufferPointer { shares in
          for (index, candidate) in candidates.enumerated() {
            let bucket = Int32(min(255, max(0, shares[Int(candidate)] * 256)))
            buckets[index] = UInt8(truncatingIfNeeded: bucket)
            histogram[Int(bucket)] += 1
          }
        }
        var cut = 255
        above = Int(histogram[255])
        while cut > 0, above < limit {
          cut -= 1
          above += Int(histogram[cut])
        }
        for (index, candidate) in candidates.enumerated() where Int(buckets[index]) >= cut {
          if Int(buckets[index]) > cut { chosen.append(candidate) } else { doubtful.append(candidate) }
        }
      }
    }
    if above > limit { doubtful.sort(by: isBefore) }
    chosen += doubtful.prefix(limit - chosen.count)
    if isOrdered { chosen.sort(by: isBefore) }
    return chosen
  }
}
