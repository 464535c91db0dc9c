/// Ranks the passages of texts by what sets each text apart from the others: the mean TF-IDF of a passage's words (Spärck
/// Jones 1972; the frequency in the text times `ln((1 + texts) / (1 + texts that have the word)) + 1`). Holds four bytes
/// for each word, whatever its spelling.
package struct PassageRanking: Sendable {
  /// When two words are the same.
  package enum Matching: String, Sendable, CaseIterable {
    /// Whatever their case, accents and Arabic marks and letter variants; “1,250” is one word.
    case folded
    /// With the same letters, whatever their case; a word is a run of letters and digits.
    case exact
  }

  private static let stop: Int32 = -1

  /// When two words are the same.
  package let matching: Matching
  private var numbers = FingerprintMap(capacity: 32)
  /// By word, the number of texts that have it, and the last one of them.
  private var frequencies: [Int32] = []
  private var last: [Int32] = []
  private var words: [Int32] = []
  /// For each passage, where its words end.
  private var ends: [Int] = []
  /// For each text, its first passage.
  private var firsts: [Int] = []
  private var tokens: [WordToken] = []
  /// By word, while a text is ranked: its frequency there. All zero in between.
  private var counts: [Int32] = []

  /// Makes a ranking in which `stopWords` do not count as words.
  package init(matching: Matching = .folded, stopWords: [String] = []) {
    self.matching = matching
    for word in stopWords {
      scan(word)
      for token in tokens { numbers.set(token.hash, Self.stop) }
    }
  }

  /// The number of texts.
  package var count: Int { firsts.count }

  /// About how many bytes are held.
  package var weight: Int { words.count * 4 + numbers.count * 48 + (ends.count + firsts.count) * 8 }

  /// Adds a text by its passages and returns its number, from 0.
  @discardableResult
  package mutating func add(_ passages: [String]) -> Int {
    let text = Int32(firsts.count)
    firsts.append(ends.count)
    for passage in passages {
      scan(passage)
      for token in tokens {
        let number: Int32
        if let known = numbers[token.hash] {
          number = known
        } else {
          number = Int32(frequencies.count)
          numbers.set(token.hash, number)
          frequencies.append(0)
          last.append(-1)
        }
        guard number != Self.stop else { continue }
        words.append(number)
        if last[Int(number)] != text {
          last[Int(number)] = text
          frequencies[Int(number)] += 1
        }
      }
      ends.append(words.count)
    }
    return Int(text)
  }

  /// How many of the texts have a word.
  package mutating func frequency(of word: String) -> Int {
    scan(word)
    guard tokens.count == 1, let token = tokens.first, let number = numbers[token.hash], number != Self.stop else {
      return 0
    }
    return Int(frequencies[Int(number)])
  }

  /// The passages of a text of at least `least` words that rank highest, at most `limit`, in the order of the text; of
  /// equals the earlier ones. The other texts are those added so far.
  package mutating func best(of text: Int, limit: Int, least: Int = 1) -> [Int] {
    guard firsts.indices.contains(text), limit > 0 else { return [] }
    let first = firsts[text]
    let end = text + 1 < firsts.count ? firsts[text + 1] : ends.count
    guard first < end else { return [] }
    if counts.count < frequencies.count { counts += repeatElement(0, count: frequencies.count - counts.count) }
    let from = first == 0 ? 0 : ends[first - 1]
    for place in from..<ends[end - 1] { counts[Int(words[place])] += 1 }
    var ranked: [(score: Double, passage: Int)] = []
    var start = from
    for passage in first..<end {
      defer { start = ends[passage] }
      let length = ends[passage] - start
      guard length >= max(1, least) else { continue }
      var sum = 0.0
      for place in start..<ends[passage] {
        let word = Int(words[place])
        let rarity = Logarithm.natural(Double(1 + count) / Double(1 + frequencies[word])) + 1
        sum += Double(counts[word]) * rarity
      }
      ranked.append((sum / Double(length), passage - first))
    }
    for place in from..<ends[end - 1] { counts[Int(words[place])] = 0 }
    ranked.sort { $0.score != $1.score ? $0.score > $1.score : $0.passage < $1.passage }
    return ranked.prefix(max(0, limit)).map(\.passage).sorted()
  }

  // MARK: Words

  private mutating func scan(_ text: String) {
    tokens.removeAll(keepingCapacity: true)
    WordScanner.withBytes(of: text) { bytes in
      switch matching {
      case .folded: WordScanner.scan(bytes, into: &tokens)
      case .exact: Self.scanExactly(bytes, into: &tokens)
      }
    }
  }

  /// As the scanner's table, but with letters as they are in lower case.
  private static let exactTable: [WordScalar] = WordScalar.table.indices.map {
    WordScalar(folded: lowerCase(UInt32($0)), kind: WordScalar.table[$0].kind)
  }

  private static func scanExactly(_ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [WordToken]) {
    guard bytes.count < Int(Int32.max) else { return }
    exactTable.withUnsafeBufferPointer { scanExactly(bytes, into: &tokens, $0) }
  }

  private static func scanExactly(
    _ bytes: UnsafeBufferPointer<UInt8>, into tokens: inout [WordToken], _ table: UnsafeBufferPointer<WordScalar>
  ) {
    let seed: UInt64 = 0xcbf2_9ce4_8422_2325
    var hash = seed
    var start = -1
    var position = 0
    while position < bytes.count {
      let (scalar, length) = WordScanner.decode(bytes, position)
      let found =
        scalar < 0x700
        ? table[Int(scalar)] : WordScalar(folded: lowerCase(scalar), kind: WordScalar.classify(scalar))
      switch found.kind {
      case .letter, .digit:
        if start < 0 { start = position }
        hash = (hash ^ UInt64(found.folded)) &* 0x0000_0100_0000_01b3
      case .ignorable where start >= 0:
        hash = (hash ^ UInt64(scalar)) &* 0x0000_0100_0000_01b3
      default:
        if start >= 0 {
          tokens.append(WordToken(start: Int32(start), end: Int32(position), traits: [], hash: Hash.mix(hash)))
          (start, hash) = (-1, seed)
        }
      }
      position += length
    }
    if start >= 0 {
      tokens.append(WordToken(start: Int32(start), end: Int32(bytes.count), traits: [], hash: Hash.mix(hash)))
    }
  }

  @inline(__always)
  private static func lowerCase(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 0x41 < 26 ? scalar + 32 : scalar }
    if scalar >= 0x0590, scalar < 0x0900 { return scalar }
    return Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars.first?.value ?? scalar
  }
}
