import ReportArticles

/// Terms (folded and stemmed words) as small numbers. Each spelling goes through the analyser of its language once;
/// after that a word costs one look-up, which is what makes archives of 100,000 articles a matter of seconds.
struct TermTable: Sendable {
  /// What is known of a term.
  struct Info: Sendable {
    var isStopWord: Bool
    var isNumber: Bool
    /// Part of what nearly every report says (“said”, “minister”, “Tuesday”): little weight as evidence.
    var isCommon: Bool
    /// The key as the analyser gives it.
    var key: String
    /// The fingerprint of the key.
    var fingerprint: UInt64
  }

  private(set) var info: [Info] = []
  private var bySpelling = FingerprintMap(capacity: 8192)
  private var byKey = FingerprintMap(capacity: 8192)
  private var analyzers: [String: Language] = [:]

  /// How many spellings have been seen.
  var spellings: Int { bySpelling.count }

  /// A language as the table uses it.
  final class Language: Sendable {
    let analyzer: TextAnalyzer
    let salt: UInt64
    let common: Set<String>

    init(analyzer: TextAnalyzer, salt: UInt64, common: Set<String>) {
      (self.analyzer, self.salt, self.common) = (analyzer, salt, common)
    }
  }

  /// The language of an article, prepared once.
  mutating func language(_ tag: String) -> Language {
    let primary = Self.primary(tag)
    if let known = analyzers[primary] { return known }
    let analyzer = TextAnalyzer(language: primary)
    let common = Set(CommonNewsWords.of(language: primary).map { analyzer.stem(TextFolding.fold($0)) })
    let language = Language(analyzer: analyzer, salt: Hash.word(primary), common: common)
    analyzers[primary] = language
    return language
  }

  /// The primary subtag of a language tag, lower case.
  static func primary(_ tag: String) -> String { LanguageTag.primary(tag) }

  /// The term that a word is in a language of the table, without adding anything.
  func lookUp(
    _ token: WordToken, in bytes: UnsafeBufferPointer<UInt8>, language tag: String
  ) -> (term: Int32?, isStopWord: Bool) {
    guard let language = analyzers[tag] else { return (nil, false) }
    if let known = bySpelling[token.hash ^ language.salt] { return (known, info[Int(known)].isStopWord) }
    let surface = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
    let term = byKey[Hash.word(key(of: surface, token, language))]
    return (term, term.map { info[Int($0)].isStopWord } ?? language.analyzer.isStopWord(surface))
  }

  private func key(of surface: String, _ token: WordToken, _ language: Language) -> String {
    let folded = TextFolding.fold(surface)
    return token.traits.contains(.number) ? NumberKey.normalised(folded) : language.analyzer.stem(folded)
  }

  /// The number of the term that `token` is a form of.
  @inline(__always)
  mutating func id(of token: WordToken, in bytes: UnsafeBufferPointer<UInt8>, language: Language) -> Int32 {
    let spelling = token.hash ^ language.salt
    if let known = bySpelling[spelling] { return known }
    return add(token, in: bytes, language: language, spelling: spelling)
  }

  private mutating func add(
    _ token: WordToken, in bytes: UnsafeBufferPointer<UInt8>, language: Language, spelling: UInt64
  ) -> Int32 {
    let surface = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
    let isNumber = token.traits.contains(.number)
    let key = key(of: surface, token, language)
    let fingerprint = Hash.word(key)
    let id: Int32
    if let known = byKey[fingerprint] {
      id = known
    } else {
      id = Int32(truncatingIfNeeded: info.count)
      let isStop =
        !isNumber && (language.analyzer.isStopWord(surface) || !token.traits.contains(.isLong))
      info.append(
        Info(
          isStopWord: isStop, isNumber: isNumber, isCommon: language.common.contains(key), key: key,
          fingerprint: fingerprint))
      byKey.set(fingerprint, id)
    }
    bySpelling.set(spelling, id)
    return id
  }
}

/// Numbers as terms.
enum NumberKey {
  /// Without thousands separators and with a point for the decimals.
  static func normalised(_ folded: String) -> String {
    var key = Array(folded.utf8)
    Numerals.removeGrouping(&key)
    return String(decoding: key, as: UTF8.self)
  }
}

/// Words that nearly every news report has, by language: they say little about which event it is.
enum CommonNewsWords {
  static func of(language: String) -> [Substring] {
    EmbeddedResource.lines("analysis/common-news-words-\(language).txt").flatMap(\.fields)
  }

  /// Words that are no key words, folded, in all languages together.
  static let weak: [String] =
    EmbeddedResource.lines("analysis/weak-keywords.txt").flatMap(\.fields).map { TextFolding.fold($0) }

  /// Words that are no names, where capitals do not tell.
  static func ordinary(language: String) -> [Substring] {
    EmbeddedResource.lines("analysis/ordinary-words-\(language).txt").flatMap(\.fields)
  }
}
