import ReportArticles
import Synchronization

/// What words are, by their spelling: each spelling of a language is folded, looked up and stemmed once, in one text or
/// in many. Also gives the words of the texts at hand their numbers as concepts.
struct WordMemo: Sendable {
  /// What a memo may hold between two uses; one that has grown beyond is made anew.
  private static let keptSpellings = 100_000
  private static let keptBytes = 4_000_000

  /// The words of one language.
  struct Language: Sendable {
    let profile: LanguageProfile
    fileprivate var spellings = ByteStringTable(capacity: 1_024)
    /// By spelling the number of the key, -1 for function words and single letters.
    fileprivate var keys: [Int32] = []

    fileprivate init(_ profile: LanguageProfile) { self.profile = profile }
  }

  private var languages: [String: Language] = [:]
  private var keys = ByteStringTable(capacity: 1_024)
  /// By key whether it is a number.
  private var numbers: [Bool] = []
  /// By key the concept in the texts at hand, -1 when they have not named it.
  private var conceptsByKey: [Int32] = []
  private var named: [Int32] = []
  /// The bytes of the key at hand.
  private var scratch: [UInt8] = []

  /// Whether it is small enough to be kept.
  fileprivate var isSmall: Bool {
    var spellings = 0
    var bytes = keys.byteCount
    for language in languages.values {
      spellings += language.spellings.count
      bytes += language.spellings.byteCount
    }
    return spellings <= Self.keptSpellings && bytes <= Self.keptBytes && languages.count <= 64
  }

  /// The number of concepts in the texts at hand.
  var conceptCount: Int { named.count }

  /// For each concept of the texts at hand whether it is a number.
  var numberConcepts: [Bool] { named.map { numbers[Int($0)] } }

  /// Takes out the words of a language (BCP 47), so that they are changed in place; `putBack` returns them.
  mutating func take(_ tag: String) -> Language {
    let primary = TermTable.primary(tag)
    return languages.removeValue(forKey: primary) ?? Language(.of(primary))
  }

  /// Returns what `take` gave.
  mutating func putBack(_ language: consuming Language) { languages[language.profile.code] = language }

  /// The concept of a word; nil for function words and single letters. Concepts count from 0 in the order in which the
  /// texts name them.
  mutating func concept(
    of word: Range<Int>, in bytes: UTF8Bytes, _ language: inout Language, _ reader: borrowing TermReader
  ) -> Int32? {
    let (spelling, isNew) = language.spellings.insert(UnsafeBufferPointer(rebasing: bytes.base[word]))
    if isNew { language.keys.append(key(of: word, in: bytes, reader)) }
    let key = language.keys[spelling]
    guard key >= 0 else { return nil }
    let known = conceptsByKey[Int(key)]
    if known >= 0 { return known }
    let concept = Int32(truncatingIfNeeded: named.count)
    conceptsByKey[Int(key)] = concept
    named.append(key)
    return concept
  }

  private mutating func key(of word: Range<Int>, in bytes: UTF8Bytes, _ reader: borrowing TermReader) -> Int32 {
    let isStopWord = reader.read(word, in: bytes, into: &scratch)
    guard !isStopWord, scratch.count > 1 else { return -1 }
    let (key, isNew) = keys.insert(scratch)
    if isNew {
      conceptsByKey.append(-1)
      numbers.append(scratch[0] >= 0x30 && scratch[0] <= 0x39)
    }
    return Int32(truncatingIfNeeded: key)
  }

  /// Forgets the concepts, for other texts.
  mutating func forgetConcepts() {
    for key in named { conceptsByKey[Int(key)] = -1 }
    named.removeAll(keepingCapacity: true)
  }
}

/// Keeps a memo from one use to the next. Two uses at the same time have a memo each, and what they find is the same.
final class WordMemoKeeper: Sendable {
  private let kept = Mutex<WordMemo?>(nil)

  /// Calls `body` with a memo, which is kept unless `body` throws.
  func withMemo<Result>(_ body: (inout WordMemo) throws -> Result) rethrows -> Result {
    var memo = take()
    let result = try body(&memo)
    memo.forgetConcepts()
    if memo.isSmall { kept.withLock { $0 = memo } }
    return result
  }

  private func take() -> WordMemo {
    kept.withLock { kept in
      defer { kept = nil }
      return kept ?? WordMemo()
    }
  }
}
