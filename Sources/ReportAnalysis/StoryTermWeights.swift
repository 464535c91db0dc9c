/// The weights of a sketch, to be looked up: open addressing in 128 cells, and a set of bits that keeps most terms of
/// others from being looked up at all.
struct StoryTermWeights {
  private static let mask = 127
  private var terms = [UInt32](repeating: 0, count: mask + 1)
  private var weights = [Float](repeating: 0, count: mask + 1)
  private var bits = [UInt64](repeating: 0, count: 16)

  private static func place(_ term: UInt32) -> (word: Int, bit: UInt64) {
    (Int(term >> 16 & 15), UInt64(term >> 20 & 63))
  }

  mutating func set(_ sketch: StorySketch) {
    for (term, weight) in zip(sketch.terms, sketch.weights) where weight > 0 {
      var cell = Int(term) & Self.mask
      while weights[cell] != 0, terms[cell] != term { cell = (cell + 1) & Self.mask }
      (terms[cell], weights[cell]) = (term, Float(weight) / 255)
      let place = Self.place(term)
      bits[place.word] |= 1 << place.bit
    }
  }

  /// Takes out what `set` put in, so that the lists serve the next article.
  mutating func clear(_ sketch: StorySketch) {
    for index in weights.indices { weights[index] = 0 }
    for term in sketch.terms { bits[Self.place(term).word] = 0 }
  }

  /// Hands out what `set` put in, to be asked many times.
  func withLookup(_ body: (Lookup) -> Void) {
    terms.withUnsafeBufferPointer { terms in
      weights.withUnsafeBufferPointer { weights in
        bits.withUnsafeBufferPointer { body(Lookup(terms: terms, weights: weights, bits: $0)) }
      }
    }
  }

  struct Lookup {
    fileprivate let terms: UnsafeBufferPointer<UInt32>
    fileprivate let weights: UnsafeBufferPointer<Float>
    fileprivate let bits: UnsafeBufferPointer<UInt64>

    /// The scalar product with another sketch.
    func dot(_ others: UnsafeBufferPointer<UInt32>, _ otherWeights: UnsafeBufferPointer<UInt8>) -> Float {
      var sum: Float = 0
      for (index, term) in others.enumerated() {
        let place = StoryTermWeights.place(term)
        if bits[place.word] &>> place.bit & 1 == 1 { sum += weight(of: term) * Float(otherWeights[index]) / 255 }
      }
      return sum
    }

    private func weight(of term: UInt32) -> Float {
      var cell = Int(term) & StoryTermWeights.mask
      while weights[cell] != 0 {
        if terms[cell] == term { return weights[cell] }
        cell = (cell + 1) & StoryTermWeights.mask
      }
      return 0
    }
  }
}
