/// What is known about one language: its function words, its abbreviations, how it is stemmed and divided. Read from
/// the compiled-in lists once a process and never changed.
package struct LanguageProfile: Sendable {
  /// How an abbreviation behaves before a full stop.
  enum Abbreviation: UInt8, Sendable {
    /// It may end a sentence: `Inc.`
    case free
    /// Something always follows: `Dr.`
    case bound
    /// It is one only before a number: `No. 5`
    case numeric
    /// It joins what stands before it to what follows: `5 bzw. 10`
    case never
    /// A state, as datelines have it behind a comma: `Halton, Me.`; else a word like others.
    case place
    /// The name of a letter of another script, with a point where initials have one: «إم. إتش 17».
    case letter
  }

  /// The primary subtag, ISO 639, or `und`.
  package let code: String
  /// Function words, folded.
  let stopWords: ByteStringTable
  /// Openings of sentences.
  package let cues: SentenceCues
  private let abbreviationKeys: ByteStringTable
  private let abbreviationKinds: [Abbreviation]
  private let timeContinuations: ByteStringTable
  /// French, Italian, Catalan.
  package let dividesAtApostrophe: Bool
  /// Number and full stop are an ordinal: “am 3. Mai”.
  let hasOrdinalStops: Bool

  /// The profile of a language tag; languages without lists get an empty one.
  package static func of(_ language: String) -> LanguageProfile {
    let code = LanguageTag.primary(language)
    switch code {
    case "ar": return arabic
    case "en": return english
    case "fr": return french
    case "es": return spanish
    case "de": return german
    default: return LanguageProfile(code: code)
    }
  }

  private static let arabic = LanguageProfile(code: "ar")
  private static let english = LanguageProfile(code: "en")
  private static let french = LanguageProfile(code: "fr")
  private static let spanish = LanguageProfile(code: "es")
  private static let german = LanguageProfile(code: "de")

  /// Arabic words whose first letter is a و of their own.
  static var arabicWawWords: ByteStringTable { arabic.cues.wawWords }

  private init(code: String) {
    self.code = code
    dividesAtApostrophe = ["fr", "it", "ca"].contains(code)
    hasOrdinalStops = ["de", "da", "nb", "nn", "no", "fi", "cs", "sk", "hu", "tr", "et", "sl", "hr", "sr"].contains(
      code)
    var words = ByteStringTable(capacity: 512)
    for word in Self.entries("language/\(code).stopwords") { words.insert(Array(TextFolding.fold(word).utf8)) }
    stopWords = words
    cues = SentenceCues(code: code)
    var keys = ByteStringTable(capacity: 256)
    var found: [Abbreviation] = []
    var continuations = ByteStringTable(capacity: 64)
    for entry in Self.entries("language/\(code).abbreviations") {
      if entry.hasSuffix("~") {
        continuations.insert(Array(TextFolding.fold(entry.dropLast()).utf8))
        continue
      }
      let kinds: [Character: Abbreviation] = ["+": .bound, "#": .numeric, "=": .never, "^": .place, "@": .letter]
      let kind = entry.last.flatMap { kinds[$0] } ?? .free
      let word = kind == .free ? entry[...] : entry.dropLast()
      if keys.insert(Array(TextFolding.fold(word).utf8)).isNew { found.append(kind) }
    }
    abbreviationKeys = keys
    abbreviationKinds = found
    timeContinuations = continuations
  }

  /// Words of a list: separated by white space, lines from `#` on are remarks when they start with it.
  private static func entries(_ resource: String) -> [String] {
    EmbeddedResource.lines(resource).flatMap(\.fields).map { String($0) }
  }

  /// How a folded word, without its last full stop, behaves as an abbreviation; nil when it is none.
  func abbreviation(_ folded: [UInt8]) -> Abbreviation? {
    abbreviationKeys.find(folded).map { abbreviationKinds[$0] }
  }

  /// Whether a folded word goes on after a time: a day, a month, a time zone.
  func continuesTime(_ folded: [UInt8]) -> Bool { timeContinuations.find(folded) != nil }

  /// Whether a folded word is a function word; Arabic also behind the conjunctions و and ف.
  func isStopWord(_ folded: [UInt8]) -> Bool {
    if stopWords.find(folded) != nil { return true }
    guard code == "ar", folded.count >= 6, folded[0] == 0xD9, folded[1] == 0x88 || folded[1] == 0x81 else {
      return false
    }
    return folded.withUnsafeBufferPointer { stopWords.find(UnsafeBufferPointer(rebasing: $0[2...])) } != nil
  }
}

extension LanguageProfile: CustomStringConvertible {
  package var description: String { "LanguageProfile(\(code))" }
}
