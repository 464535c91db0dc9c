import CStemmer

/// A Snowball stemmer from libstemmer. Owns the C object, which works on one word at a time; make one for each use and
/// do not share it.
struct SnowballStemmer: ~Copyable {
  private let handle: OpaquePointer

  /// A stemmer for a language by its ISO 639 code; nil when Snowball has none.
  init?(language: String) {
    guard let handle = sb_stemmer_new(language, nil) else { return nil }
    self.handle = handle
  }

  deinit { sb_stemmer_delete(handle) }

  /// Replaces a word, in lower case, by its stem. Words too long to be words are left alone.
  func stem(_ word: inout [UInt8]) {
    guard !word.isEmpty && word.count <= 128 else { return }
    let count = word.count
    let stem = word.withUnsafeBufferPointer { sb_stemmer_stem(handle, $0.baseAddress, Int32(count)) }
    guard let stem else { return }
    let length = max(0, Int(sb_stemmer_length(handle)))
    word.removeAll(keepingCapacity: true)
    word.append(contentsOf: UnsafeBufferPointer(start: stem, count: length))
  }
}

/// Light stemming of Arabic after Larkey, Ballesteros and Connell (2007, “light10”): the conjunction, the article with
/// or without a preposition, and the commonest endings go; patterns inside the word stay. Works on folded text, where
/// every Arabic letter is two bytes of UTF-8.
enum ArabicLightStemmer {
  private static let wal = pattern("وال")
  /// Longer ones first where one begins as another does.
  private static let articles = ["وال", "بال", "كال", "فال", "لل", "ال"].map(pattern)
  private static let endings = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"].map(pattern)

  /// One to three letters of two bytes each as one number, the first letter highest, and how many bytes it has.
  private struct Pattern {
    var value: UInt64
    var bytes: Int
  }

  private static func pattern(_ text: String) -> Pattern {
    Pattern(value: text.utf8.reduce(0) { $0 << 8 | UInt64($1) }, bytes: text.utf8.count)
  }

  /// Replaces a folded word by its light stem; `wawWords` begin with a و of their own.
  static func stem(_ word: inout [UInt8], wawWords: ByteStringTable) {
    let stem = word.withUnsafeBufferPointer { bytes in range(in: bytes, wawWords) }
    if stem.upperBound < word.count { word.removeLast(word.count - stem.upperBound) }
    if stem.lowerBound > 0 { word.removeFirst(stem.lowerBound) }
  }

  /// Where the stem of a word stands in it.
  private static func range(in word: UnsafeBufferPointer<UInt8>, _ wawWords: ByteStringTable) -> Range<Int> {
    var start = 0
    var end = word.count
    func begins(with pattern: Pattern) -> Bool {
      number(word, start..<min(end, start + pattern.bytes)) == pattern.value
    }

    // A conjunction only where three letters remain, or it may be part of the root.
    if end >= 8, word[0] == 0xD9, word[1] == 0x88, !begins(with: wal), wawWords.find(word) == nil { start = 2 }
    for article in articles where end - start >= article.bytes + 4 && begins(with: article) {
      start += article.bytes
      break
    }
    for ending in endings where end - start - ending.bytes >= 4 {
      if number(word, end - ending.bytes..<end) == ending.value { end -= ending.bytes }
    }
    // The alef of an indefinite accusative: «متظاهرا».
    if end == word.count, end - start >= 10, word[end - 2] == 0xD8, word[end - 1] == 0xA7 { end -= 2 }
    return start..<end
  }

  @inline(__always)
  private static func number(_ word: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> UInt64 {
    var value: UInt64 = 0
    for offset in range { value = value << 8 | UInt64(word[offset]) }
    return value
  }

  /// Whether a word begins with a letter of the Arabic block.
  static func applies(to word: [UInt8]) -> Bool {
    guard let first = word.first else { return false }
    return first >= 0xD8 && first <= 0xDB
  }
}
