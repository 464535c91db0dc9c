/// A word of a text, ready for matching.
///
/// ```swift
/// let term = TextAnalyzer(language: "en").terms(in: "The talks")[0]
/// term.range  // → 0..<3
/// term.isStopWord  // → true
/// ```
public struct Term: Sendable, Hashable {
  /// Where the word stands, in UTF-8 offsets.
  public var range: Range<Int>
  /// The word folded and stemmed: equal for forms of one word. For numbers the digits without grouping.
  public var key: String
  /// It is a function word of the language.
  public var isStopWord: Bool

  /// Makes a term.
  public init(range: Range<Int>, key: String, isStopWord: Bool) {
    self.range = range
    self.key = key
    self.isStopWord = isStopWord
  }
}

/// Divides text of one language into sentences and words and reduces words to stems. Costs time linear in the text.
///
/// Segmentation follows UAX #29 with tailoring for news; stemming is Snowball (libstemmer), for Arabic light10.
///
/// ```swift
/// let analyzer = TextAnalyzer(language: "en")
/// analyzer.sentences(in: "Dr. Salim spoke. Nobody left.")  // → [0..<16, 17..<29]
/// analyzer.words(in: "Nobody left!")  // → [0..<6, 7..<11]
/// analyzer.stem("talking") == analyzer.stem("talks")  // → true
/// ```
public struct TextAnalyzer: Sendable {
  /// The language as given, BCP 47.
  public let language: String
  let profile: LanguageProfile
  let segmenter: WordSegmenter

  /// An analyser for a language (BCP 47); `und` and languages without lists get segmentation and folding alone.
  public init(language: String) {
    self.language = language
    profile = LanguageProfile.of(language)
    segmenter = WordSegmenter(dividesAtApostrophe: profile.dividesAtApostrophe)
  }

  /// The sentences in UTF-8 offsets, in order, without overlap; everything between them is white space.
  public func sentences(in text: String) -> [Range<Int>] {
    text.withUTF8Bytes { SentenceSegmenter(bytes: $0, profile: profile, words: segmenter).sentences() }
  }

  /// The words in UTF-8 offsets: what UAX #29 finds, without punctuation and white space.
  public func words(in text: String) -> [Range<Int>] {
    text.withUTF8Bytes { bytes in
      var result: [Range<Int>] = []
      var offset = 0
      while let word = segmenter.next(in: bytes, from: offset) {
        result.append(word)
        offset = word.upperBound
      }
      return result
    }
  }

  /// The words with their keys.
  public func terms(in text: String) -> [Term] {
    let reader = TermReader(profile: profile)
    return text.withUTF8Bytes { bytes in
      var result: [Term] = []
      result.reserveCapacity(bytes.count / 6)
      var key: [UInt8] = []
      var offset = 0
      while let word = segmenter.next(in: bytes, from: offset) {
        let isStopWord = reader.read(word, in: bytes, into: &key)
        result.append(Term(range: word, key: String(decoding: key, as: UTF8.self), isStopWord: isStopWord))
        offset = word.upperBound
      }
      return result
    }
  }

  /// The key of one word.
  public func stem(_ word: String) -> String {
    let reader = TermReader(profile: profile)
    return word.withUTF8Bytes { bytes in
      var key: [UInt8] = []
      _ = reader.read(0..<bytes.count, in: bytes, into: &key)
      return String(decoding: key, as: UTF8.self)
    }
  }

  /// Whether a word is a function word of the language, whatever its spelling.
  public func isStopWord(_ word: String) -> Bool {
    profile.isStopWord(Array(TextFolding.fold(word).utf8))
  }
}

/// Makes the key of one word after another. Owns a stemmer: one for each use.
package struct TermReader: ~Copyable {
  private let profile: LanguageProfile
  private let stemmer: SnowballStemmer?
  /// Arabic words are stemmed in languages whose texts may quote them; Persian and Urdu have endings of their own.
  private let stemsArabic: Bool

  package init(profile: LanguageProfile) {
    self.profile = profile
    stemsArabic = ["ar", "und", "en", "fr", "es", "de"].contains(profile.code)
    stemmer = profile.code == "ar" ? nil : SnowballStemmer(language: profile.code)
  }

  /// Writes the key of the word at `range` to `key`; tells whether it is a function word.
  package func read(_ range: Range<Int>, in bytes: UTF8Bytes, into key: inout [UInt8]) -> Bool {
    key.removeAll(keepingCapacity: true)
    TextFolding.appendFolded(bytes, range: range, to: &key)
    guard let first = key.first else { return true }
    if first >= 0x30 && first <= 0x39 {
      Numerals.removeGrouping(&key)
      return false
    }
    let isStopWord = profile.isStopWord(key)
    finish(&key)
    return isStopWord
  }

  private func finish(_ key: inout [UInt8]) {
    if ArabicLightStemmer.applies(to: key) {
      if stemsArabic { ArabicLightStemmer.stem(&key, wawWords: LanguageProfile.arabicWawWords) }
      return
    }
    guard let first = key.first, first < 0xD8 else { return }
    if key.contains(0x2E) { key.removeAll { $0 == 0x2E } }
    if stemmer != nil { stemmer?.stem(&key) }
  }
}
