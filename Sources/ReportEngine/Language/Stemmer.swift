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
  private static let articles: [[UInt8]] = ["وال", "بال", "كال", "فال", "لل", "ال"].map { Array($0.utf8) }
  private static let endings: [[UInt8]] = ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"].map { Array($0.utf8) }
  private static let waw: [UInt8] = Array("و".utf8)

  /// Replaces a folded word by its light stem; `wawWords` begin with a و of their own.
  static func stem(_ word: inout [UInt8], wawWords: ByteStringTable) {
    // A conjunction only where three letters remain, or it may be part of the root.
    if word.count >= 8 && word.starts(with: waw) && !word.starts(with: articles[0]) && wawWords.find(word) == nil {
      word.removeFirst(2)
    }
    for article in articles where word.count >= article.count + 4 && word.starts(with: article) {
      word.removeFirst(article.count)
      break
    }
    for ending in endings {
      let left = word.count - ending.count
      if left >= 4 && word[left...].elementsEqual(ending) { word.removeLast(ending.count) }
    }
  }

  /// Whether a word begins with a letter of the Arabic block.
  static func applies(to word: [UInt8]) -> Bool {
    guard let first = word.first else { return false }
    return first >= 0xD8 && first <= 0xDB
  }
}
