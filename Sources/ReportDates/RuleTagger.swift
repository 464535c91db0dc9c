import ReportArticles
import Synchronization

/// Finds dates, times, durations and recurring times by rules that are kept as data, one file a language.
///
/// Values follow TIMEX3 (ISO-TimeML 1.2.1). Rules exist for the languages of `languages`; others get dates in
/// figures. The rules of a language are read at its first use and kept by the value. Time and
/// memory are linear in the text.
///
/// ```swift
/// let tagger = RuleTagger()
/// let monday = DateReference(day: CivilDate(iso: "2025-01-20"))
/// let text = "The dam was opened on 3 March 2024. The talks resume next week."
/// tagger.expressions(in: text, language: "en", reference: monday).map(\.value)  // → ["2024-03-03", "2025-W05"]
/// let arabic = tagger.expressions(in: "افتتح السد يوم 20 يناير 2025", language: "ar", reference: monday)
/// arabic.map(\.value)  // → ["2025-01-20"]
/// ```
public final class RuleTagger: TemporalTagger {
  private let loaded = Mutex<[String: RuleSet]>([:])
  /// Room for the tokens of a text, kept for the next one: a block of that size costs more than most of the words in it.
  private let rooms = Mutex<[ContiguousArray<TemporalToken>]>([])
  /// Rooms that are kept, and the tokens that the largest of them holds.
  private static let keptRooms = (count: 8, tokens: 16_384)

  /// Makes a tagger; no rules are read yet.
  public init() {}

  /// The languages that have rules.
  public static let languages = ["ar", "en", "fr", "es", "de", "fa", "he", "it", "pt", "ru", "tr", "ur"]

  /// The languages whose rules are tried for a text of an unknown language, by its script; the first wins a tie.
  static let languagesByScript: [(script: LetterScript, languages: [String])] = [
    (.latin, ["en", "fr", "es", "de", "it", "pt", "tr"]), (.arabic, ["ar", "fa", "ur"]), (.cyrillic, ["ru"]),
    (.hebrew, ["he"]),
  ]

  public func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    if language.isEmpty || language == "und" { return expressionsOfUnknownLanguage(in: text, reference: reference) }
    return expressions(in: text, rules: rules(for: language), reference: reference)
  }

  /// What the rules of that language find which explain most of the text, among those of its script.
  private func expressionsOfUnknownLanguage(in text: String, reference: DateReference) -> [TemporalExpression] {
    let script = LetterScript.ofFirstLetters(in: text)
    var best = expressions(in: text, rules: rules(for: "und"), reference: reference)
    func explained(_ found: [TemporalExpression]) -> Int { found.reduce(0) { $0 + $1.range.count } }
    for language in RuleTagger.languagesByScript.first(where: { $0.script == script })?.languages ?? [] {
      let found = expressions(in: text, rules: rules(for: language), reference: reference)
      if explained(found) > explained(best) { best = found }
    }
    return best
  }

  private func expressions(in text: String, rules: RuleSet, reference: DateReference) -> [TemporalExpression] {
    var text = text
    return text.withUTF8 { bytes in
      var tokenizer = TemporalTokenizer(
        bytes: bytes, rules: rules, room: rooms.withLock { $0.popLast() } ?? ContiguousArray())
      tokenizer.run()
      let found = RuleTagger.expressions(in: bytes, tokens: tokenizer.tokens, rules: rules, reference: reference)
      keep(tokenizer.takeTokens())
      return found
    }
  }

  /// The rules of a BCP 47 tag's language.
  private func rules(for tag: String) -> RuleSet {
    let code = String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased()
    let language = RuleTagger.languages.contains(code) ? code : "und"
    return loaded.withLock { sets in
      if let known = sets[language] { return known }
      // The files are part of the program and read by its tests; one that could not be read would be as if empty.
      let rules = (try? RuleTagger.load(language)) ?? RuleSet()
      sets[language] = rules
      return rules
    }
  }

  /// Whether dates in words are read in the language of a BCP 47 tag.
  public static func reads(_ tag: String) -> Bool {
    languages.contains(String(tag.prefix { $0 != "-" && $0 != "_" }).lowercased())
  }

  /// Reads the rules of a language.
  static func load(_ language: String) throws -> RuleSet {
    guard let bytes = EmbeddedResource.bytes("dates/\(language).rules") else { return RuleSet() }
    return try RuleParser.parse(bytes.bindMemory(to: UInt8.self))
  }

  private func keep(_ room: consuming ContiguousArray<TemporalToken>) {
    guard room.capacity <= Self.keptRooms.tokens else { return }
    room.removeAll(keepingCapacity: true)
    rooms.withLock { [room] in if $0.count < Self.keptRooms.count { $0.append(room) } }
  }

  private static func expressions(
    in bytes: UnsafeBufferPointer<UInt8>, tokens: ContiguousArray<TemporalToken>, rules: RuleSet,
    reference: DateReference
  ) -> [TemporalExpression] {
    let matches = RuleMatcher.matches(rules: rules, tokens: tokens).filter { $0.kind != .none }
    if matches.isEmpty { return [] }
    var pass = TaggingPass(bytes: bytes, tokens: tokens, rules: rules, reference: reference)
    return pass.run(matches)
  }
}

extension LetterScript {
  /// The script of most of the first letters of a text.
  fileprivate static func ofFirstLetters(in text: String) -> LetterScript {
    var counts: [LetterScript: Int] = [:]
    for scalar in text.unicodeScalars.prefix(400) where scalar.properties.isAlphabetic {
      counts[.of(scalar.value), default: 0] += 1
    }
    return counts.max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key ?? .other
  }
}
