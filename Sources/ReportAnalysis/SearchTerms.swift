import ReportArticles

/// The words of texts as a search tells them apart. What is in memory, what is in an archive and what somebody looks for goes
/// through here, so that all of them give the same answers.
struct SearchTerms: Sendable {
  /// What is known of a term.
  struct Info: Sendable {
    /// The key of its words.
    var key: String
    var isNumber: Bool
    /// A function word of the language in which it was met first, or a single letter.
    var isStopWord: Bool
    /// Part of what nearly every report says.
    var isCommon: Bool
  }

  /// A language as the terms use it.
  final class Language: Sendable {
    let code: String
    let salt: UInt64
    let analyzer: TextAnalyzer
    let common: Set<String>

    init(_ code: String) {
      self.code = code
      salt = Hash.word(code)
      analyzer = TextAnalyzer(language: code)
      let reader = SearchKeyReader(language: code)
      common = Set(CommonNewsWords.of(language: code).map { reader.key(of: String($0)).text })
    }
  }

  private(set) var info: [Info] = []
  private var bySpelling = FingerprintMap(capacity: 8192)
  private var byKey = FingerprintMap(capacity: 8192)
  private var languages: [String: Language] = [:]

  /// How many spellings have been seen.
  var spellings: Int { bySpelling.count }

  /// A language by its tag, prepared once.
  mutating func language(_ tag: String) -> Language {
    let code = LanguageTag.primary(tag)
    if let known = languages[code] { return known }
    let language = Language(code)
    languages[code] = language
    return language
  }

  /// The term with a key.
  func term(_ key: String) -> Int32? { byKey[Hash.word(key)] }

  /// Appends the terms of a text, whose tokens are given.
  mutating func append(
    _ tokens: [WordToken], in bytes: UnsafeBufferPointer<UInt8>, language: Language, to terms: inout [Int32]
  ) {
    var mixesCase: Bool?
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      let length = Int(token.end - token.start)
      if length <= Acronym.longest, token.traits.contains(.capitalised) || length == 1 {
        let count = Acronym.initials(at: index, tokens, bytes)
        if count > 1 {
          terms.append(id(of: Acronym.letters(tokens[index..<index + count], bytes), language))
          index += count
          continue
        }
        if length > 1, Acronym.isUpperCase(token, bytes) {
          let isMixed = mixesCase ?? Acronym.mixesCase(bytes)
          mixesCase = isMixed
          if isMixed {
            terms.append(id(of: Acronym.letters([token], bytes), language))
            index += 1
            continue
          }
        }
      }
      if let known = bySpelling[token.hash ^ language.salt] {
        terms.append(known)
      } else {
        terms.append(add(token, bytes, language))
      }
      index += 1
    }
  }

  private mutating func add(_ token: WordToken, _ bytes: UnsafeBufferPointer<UInt8>, _ language: Language) -> Int32 {
    let surface = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
    let isStop =
      !token.traits.contains(.number)
      && (!token.traits.contains(.isLong) || language.analyzer.isStopWord(surface))
    let key = SearchKeyReader(language: language.code).key(of: surface).text
    let id = id(ofKey: key, language, isNumber: token.traits.contains(.number), isStop: isStop)
    bySpelling.set(token.hash ^ language.salt, id)
    return id
  }

  /// The term of an abbreviation; one that reads as a function word (“US”) is a word of its own.
  private mutating func id(of letters: String, _ language: Language) -> Int32 {
    let spelling = Hash.mix(Hash.word(letters) ^ language.salt)
    if let known = bySpelling[spelling] { return known }
    let id = id(ofKey: Acronym.key(letters, language), language, isNumber: false, isStop: false)
    bySpelling.set(spelling, id)
    return id
  }

  private mutating func id(ofKey key: String, _ language: Language, isNumber: Bool, isStop: Bool) -> Int32 {
    let fingerprint = Hash.word(key)
    if let known = byKey[fingerprint] { return known }
    let id = Int32(truncatingIfNeeded: info.count)
    info.append(
      Info(key: key, isNumber: isNumber, isStopWord: isStop, isCommon: language.common.contains(key)))
    byKey.set(fingerprint, id)
    return id
  }
}

/// Abbreviations in capitals, with stops (“U.S.”) or without.
enum Acronym {
  /// Bytes that an abbreviation without stops has at most, to be asked for.
  static let longest = 4

  /// How many single letters with stops between them begin at a token; 1 when none follows.
  static func initials(at index: Int, _ tokens: [WordToken], _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    while index + count < tokens.count {
      let token = tokens[index + count]
      guard token.end - token.start == 1, bytes[Int(token.start)] | 0x20 &- 0x61 < 26 else { break }
      if count > 0 {
        let last = tokens[index + count - 1]
        guard token.start == last.end + 1, bytes[Int(last.end)] == 0x2E else { break }
      }
      count += 1
    }
    return count
  }

  static func isUpperCase(_ token: WordToken, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes[Int(token.start)..<Int(token.end)].allSatisfy { $0 &- 0x41 < 26 }
  }

  /// Whether a text has small letters, so that capitals say something; a few words do not.
  static func mixesCase(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.count <= 2 * longest || bytes.contains { $0 &- 0x61 < 26 }
  }

  /// The letters, small.
  static func letters(_ tokens: ArraySlice<WordToken>, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var letters: [UInt8] = []
    for token in tokens { letters += bytes[Int(token.start)..<Int(token.end)].map { $0 | 0x20 } }
    return String(decoding: letters, as: UTF8.self)
  }

  static func key(_ letters: String, _ language: SearchTerms.Language) -> String {
    if language.analyzer.isStopWord(letters) { return letters + "." }
    return SearchKeyReader(language: language.code).key(of: letters).text
  }
}

/// What is looked for.
package struct SearchQuery: Sendable, Equatable {
  /// A word in one of the readings that it may have.
  package struct Reading: Sendable, Equatable {
    /// The key.
    package var key: String
    /// It counts only where the word as it is spelt is not much more frequent.
    package var isDoubtful: Bool
    /// Keys of the word with particles before it; each counts only where it is not much more frequent than the word.
    package var withParticles: [String]
  }

  /// For each word its readings.
  package var words: [[Reading]] = []

  /// Reads a query for texts of some languages. Function words count when there are no others.
  package init(_ query: String, languages: [String]) {
    var terms = SearchTerms()
    var functional: [[Reading]] = []
    let languages = languages.map { terms.language($0) }
    let query = TextFolding.withoutPresentationForms(query)
    WordScanner.withBytes(of: query) { bytes in
      var tokens: [WordToken] = []
      WordScanner.scan(bytes, into: &tokens)
      var index = 0
      while index < tokens.count {
        let (readings, isStop, count) = Self.readings(at: index, tokens, bytes, languages)
        if isStop { functional.append(readings) } else { words.append(readings) }
        index += count
      }
    }
    if words.isEmpty { words = functional }
  }

  private static func readings(
    at index: Int, _ tokens: [WordToken], _ bytes: UnsafeBufferPointer<UInt8>, _ languages: [SearchTerms.Language]
  ) -> ([Reading], isStop: Bool, count: Int) {
    let token = tokens[index]
    let initials = Acronym.initials(at: index, tokens, bytes)
    let isShort = token.end - token.start <= Acronym.longest && token.traits.contains(.isLong)
    let isAcronym =
      initials > 1 || isShort && Acronym.isUpperCase(token, bytes) && Acronym.mixesCase(bytes)
    let count = max(1, initials)
    let surface = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
    let letters = isAcronym ? Acronym.letters(tokens[index..<index + count], bytes) : ""
    var readings: [Reading] = []
    var isStop = false
    func add(_ key: String, isDoubtful: Bool) {
      if readings.contains(where: { $0.key == key }) { return }
      readings.append(Reading(key: key, isDoubtful: isDoubtful, withParticles: SearchKey.withParticles(key)))
    }
    for language in languages {
      if isAcronym {
        add(Acronym.key(letters, language), isDoubtful: false)
        continue
      }
      let key = SearchKeyReader(language: language.code).key(of: surface)
      add(key.text, isDoubtful: false)
      if let rest = key.withoutParticles { add(rest, isDoubtful: true) }
      if !token.traits.contains(.number), !token.traits.contains(.isLong) || language.analyzer.isStopWord(surface) {
        isStop = true
      }
    }
    return (readings, isStop, count)
  }
}
