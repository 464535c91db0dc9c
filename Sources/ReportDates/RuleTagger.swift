import ReportArticles
import Synchronization

/// Finds dates, times, durations and recurring times by rules that are kept as data, one file a language.
///
/// Values follow TIMEX3 (ISO-TimeML 1.2.1). Rules exist for Arabic, English, French, Spanish and German; other
/// languages get dates in figures. The rules of a language are read at its first use and kept by the value. Time and
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
  public static let languages = ["ar", "en", "fr", "es", "de"]

  public func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    let rules = rules(for: language)
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
    let code = LanguageTag.primary(tag)
    let language = RuleTagger.languages.contains(code) ? code : "und"
    return loaded.withLock { sets in
      if let known = sets[language] { return known }
      // The files are part of the program and read by its tests; one that could not be read would be as if empty.
      let rules = (try? RuleTagger.load(language)) ?? RuleSet()
      sets[language] = rules
      return rules
    }
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
