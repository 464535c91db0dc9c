/// What a word is looked for by.
package struct SearchKey: Sendable, Equatable {
  /// Equal for forms and spellings of one word.
  package var text: String
  /// The bytes at its beginning that may be particles, and are none where the rest is no word.
  package var particleBytes: Int

  /// Makes it.
  package init(text: String, particleBytes: Int = 0) {
    self.text = text
    self.particleBytes = particleBytes
  }

  /// What the word is when those letters are particles.
  package var withoutParticles: String? {
    particleBytes > 0 ? String(decoding: text.utf8.dropFirst(particleBytes), as: UTF8.self) : nil
  }

  /// The keys of a word with particles before it.
  package static func withParticles(_ key: String) -> [String] {
    guard key.utf8.first.map({ $0 >= 0xD8 && $0 <= 0xDB }) ?? false else { return [] }
    return ArabicSearchStemmer().withParticles(Array(key.utf16)).map { String(decoding: $0, as: UTF16.self) }
  }
}

/// Makes the search keys of the words of one language. Owns a stemmer: one for each use.
package struct SearchKeyReader: ~Copyable {
  private let code: String
  private let stemmer: SnowballStemmer?
  private let arabic: ArabicSearchStemmer?
  private let profile: LanguageProfile

  package init(language: String) {
    code = LanguageTag.primary(language)
    profile = LanguageProfile.of(code)
    stemmer = code == "ar" ? nil : SnowballStemmer(language: code)
    // Persian and Urdu have endings of their own.
    arabic = ["ar", "und", "en", "fr", "es", "de"].contains(code) ? ArabicSearchStemmer() : nil
  }

  /// The key of a word.
  package func key(of word: String) -> SearchKey {
    var folded = Array(TextFolding.fold(word).utf8)
    guard let first = folded.first else { return SearchKey(text: "") }
    if first >= 0x30 && first <= 0x39 {
      Numerals.removeGrouping(&folded, points: Numerals.groupsByPoints(code))
      return SearchKey(text: String(decoding: folded, as: UTF8.self))
    }
    if ArabicLightStemmer.applies(to: folded) { return arabicKey(folded) }
    folded.removeAll { $0 == 0x2E }
    if folded.contains(where: { $0 >= 0x80 }) {
      folded = Array(TextFolding.withoutAccents(String(decoding: folded, as: UTF8.self)).utf8)
    }
    if code == "en" {
      if let known = EnglishSearchWords.shared.key(of: folded) {
        return SearchKey(text: String(decoding: known, as: UTF8.self))
      }
      Self.spellWithZ(&folded)
    }
    if stemmer != nil { stemmer?.stem(&folded) }
    return SearchKey(text: String(decoding: folded, as: UTF8.self))
  }

  private func arabicKey(_ folded: [UInt8]) -> SearchKey {
    guard let arabic, let letters = ArabicSearchStemmer.letters(folded) else {
      return SearchKey(text: String(decoding: folded, as: UTF8.self))
    }
    // «بعدما» is no ب and «عدم».
    if profile.stopWords.find(folded) != nil { return SearchKey(text: String(decoding: letters, as: UTF16.self)) }
    let stem = arabic.stem(letters)
    let particles = String(decoding: stem.letters.prefix(stem.particles), as: UTF16.self).utf8.count
    return SearchKey(text: String(decoding: stem.letters, as: UTF16.self), particleBytes: particles)
  }

  /// British “-isation” as it is spelt elsewhere.
  private static func spellWithZ(_ word: inout [UInt8]) {
    for ending in ["isation", "isations"] where word.count > ending.utf8.count + 2 && word.ends(with: ending) {
      word[word.count - ending.utf8.count + 1] = UInt8(ascii: "z")
    }
  }
}

extension [UInt8] {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
