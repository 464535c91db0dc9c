import ReportArticles

/// Phrases that tell what a line of a news page is, from the table in `loading/page-lines.txt`.
struct PagePhrases: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case promotion, related, end, furniture, editor, byline, published, updated, caption, tags, section, paper, follow,
      channel, comments, barrier

    fileprivate var bit: UInt32 {
      Kind.allCases.firstIndex(of: self).map { 1 << UInt32($0) } ?? 0
    }
  }

  /// Some of the kinds.
  struct Kinds: Sendable {
    fileprivate var bits: UInt32

    init(_ kinds: Kind...) { bits = kinds.reduce(0) { $0 | $1.bit } }
  }

  static let shared = PagePhrases()

  private struct Phrase {
    var kind: Kind
    var bit: UInt32
    var words: [Int32]
    var isWhole: Bool
    /// The phrase ends in a sign of its own (`:`), so that no boundary needs to follow.
    var ending: UInt8?
  }

  /// All words of the phrases, folded.
  private var vocabulary = ByteStringTable(capacity: 2048)
  /// By the number of the first word, longest first, so that a line is compared with a handful of phrases only.
  private var byFirstWord: [[Phrase]] = []
  private var paperMarks: Set<Int32> = []

  private init() {
    var table: [Int32: [Phrase]] = [:]
    let text = EmbeddedResource.text("loading/page-lines.txt") ?? ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":"), let kind = Kind(rawValue: String(line[..<colon])) else { continue }
      var phrase = line[line.index(after: colon)...].drop { $0 == " " }
      let isWhole = phrase.hasPrefix("=")
      if isWhole { phrase = phrase.dropFirst() }
      let ending = phrase.utf8.last.flatMap { ":(/@".utf8.contains($0) ? $0 : nil }
      let words = add(String(ending == nil ? phrase : phrase.dropLast()))
      guard let first = words.first else { continue }
      table[first, default: []].append(
        Phrase(kind: kind, bit: kind.bit, words: words, isWhole: isWhole, ending: ending))
    }
    for mark in PagePhrases.marksOfPapers.split(separator: " ") { paperMarks.formUnion(add(String(mark))) }
    byFirstWord = (0..<vocabulary.count).map { number in
      (table[Int32(truncatingIfNeeded: number)] ?? []).sorted { $0.words.count > $1.words.count }
    }
  }

  /// Words that the names of papers and agencies are made of.
  private static let marksOfPapers = """
    times post news daily gazette herald tribune journal chronicle observer courier star mirror telegraph guardian \
    independent standard review mail press agency نيوز online zeitung le el die der la il
    """

  /// Numbers the words of a phrase, new ones too.
  private mutating func add(_ text: String) -> [Int32] {
    var numbers: [Int32] = []
    PagePhrases.eachWord(of: text) { word in
      if let word { numbers.append(Int32(truncatingIfNeeded: vocabulary.insert(word).index)) }
    }
    return numbers
  }

  /// A line, folded and cut at its spaces once.
  struct Words: Sendable {
    /// The number in the vocabulary of each word, -1 for words of no phrase.
    fileprivate(set) var numbers: [Int32] = []
    /// For each piece between spaces the first word in it or after it; pieces of signs alone have none of their own.
    fileprivate(set) var firstWordOfPiece: [Int] = []
    /// The first byte of the first word.
    fileprivate(set) var firstByte: UInt8 = 0xFF

    var count: Int { numbers.count }
    var isEmpty: Bool { numbers.isEmpty }
  }

  /// The folded words of a line, split at white space; signs at the ends of words are dropped.
  func words(_ text: String) -> Words {
    var words = Words()
    PagePhrases.eachWord(of: text) { word in
      words.firstWordOfPiece.append(words.numbers.count)
      guard let word else { return }
      if words.numbers.isEmpty { words.firstByte = word.first ?? 0xFF }
      words.numbers.append(vocabulary.find(word).map { Int32(truncatingIfNeeded: $0) } ?? -1)
    }
    return words
  }

  /// Whether the first word of a text is that of a phrase of the given kinds: most texts need no more than that.
  func mayStart(_ text: String, _ kinds: Kinds) -> Bool {
    var copy = text
    let first = copy.withUTF8 { bytes -> String? in
      // The first piece that is not made of signs alone.
      bytes.split(separator: 0x20).lazy.map { String(decoding: $0, as: UTF8.self) }.first { piece in
        var isWord = false
        PagePhrases.eachWord(of: piece) { isWord = isWord || $0 != nil }
        return isWord
      }
    }
    guard let first, let number = words(first).numbers.first, number >= 0 else { return false }
    return byFirstWord[Int(number)].contains { $0.bit & kinds.bits != 0 }
  }

  /// Calls `body` with the bytes of each word; nil for a piece of signs alone.
  private static func eachWord(of text: String, _ body: (UnsafeBufferPointer<UInt8>?) -> Void) {
    var folded: [UInt8] = []
    var copy = text
    copy.withUTF8 { bytes in
      folded.reserveCapacity(bytes.count + 8)
      TextFolding.appendFolded(UTF8Bytes(bytes), range: 0..<bytes.count, to: &folded)
    }
    folded.withUnsafeBufferPointer { all in
      var start = 0
      while start < all.count {
        if all[start] == 0x20 {
          start += 1
          continue
        }
        var end = start
        while end < all.count, all[end] != 0x20 { end += 1 }
        let (first, last) = trimSigns(UTF8Bytes(all), start..<end)
        body(first < last ? UnsafeBufferPointer(rebasing: all[first..<last]) : nil)
        start = end
      }
    }
  }

  private static func trimSigns(_ bytes: UTF8Bytes, _ range: Range<Int>) -> (Int, Int) {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last {
      let (scalar, length) = bytes.scalar(at: first)
      guard isSign(scalar) else { break }
      first += length
    }
    while last > first {
      let start = bytes.startOfScalar(before: last)
      guard isSign(bytes.scalar(at: start).value) else { break }
      last = start
    }
    return (first, max(first, last))
  }

  private static func isSign(_ scalar: UInt32) -> Bool {
    switch scalar {
    // : , . ; ! ? - | / ( ) [ ] { } " ' * # > @
    case 0x3A, 0x2C, 0x2E, 0x3B, 0x21, 0x3F, 0x2D, 0x7C, 0x2F, 0x28, 0x29, 0x5B, 0x5D, 0x7B, 0x7D, 0x22, 0x27, 0x2A,
      0x23, 0x3E, 0x40:
      return true
    // ، ؛ ؟ – — “ ” « » • · ‹ › → ▶ ► ▸ ■ ➡
    case 0x060C, 0x061B, 0x061F, 0x2013, 0x2014, 0x201C, 0x201D, 0xAB, 0xBB, 0x2022, 0xB7, 0x2039, 0x203A, 0x2192,
      0x25B6, 0x25BA, 0x25B8, 0x25A0, 0x27A1:
      return true
    default: return false
    }
  }

  /// A match: what kind, and how many words of the line the phrase takes.
  struct Match: Sendable {
    var kind: Kind
    var length: Int
    /// Nothing follows the phrase.
    var isWhole: Bool
  }

  /// The longest phrase of the given kinds that `words`, the words of `text`, start with from the word `start` on.
  func longest(_ words: Words, from start: Int = 0, text: String, _ kinds: Kinds) -> Match? {
    guard start < words.count, words.numbers[start] >= 0 else { return nil }
    let rest = words.count - start
    search: for phrase in byFirstWord[Int(words.numbers[start])] where phrase.bit & kinds.bits != 0 {
      let length = phrase.words.count
      if length > rest || (phrase.isWhole && length != rest) { continue }
      for offset in 1..<max(1, length) where words.numbers[start + offset] != phrase.words[offset] { continue search }
      if let ending = phrase.ending, !text.utf8.contains(ending) { continue }
      return Match(kind: phrase.kind, length: length, isWhole: length == rest)
    }
    return nil
  }

  /// Whether one of the words is such as the names of papers are made of.
  func hasMarkOfPaper(_ words: Words) -> Bool { words.numbers.contains { paperMarks.contains($0) } }
}
