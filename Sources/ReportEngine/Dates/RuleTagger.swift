import Synchronization

/// Finds dates, times, durations and recurring times by rules that are kept as data, one file a language.
///
/// Values follow TIMEX3 (ISO-TimeML 1.2.1). Rules exist for Arabic, English, French, Spanish and German; other
/// languages get dates in figures. The rules of a language are read at its first use and kept by the value. Time and
/// memory are linear in the text.
public final class RuleTagger: TemporalTagger {
  private let loaded = Mutex<[String: RuleSet]>([:])

  /// Makes a tagger; no rules are read yet.
  public init() {}

  /// The languages that have rules.
  public static let languages = ["ar", "en", "fr", "es", "de"]

  public func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    let rules = rules(for: language)
    var text = text
    return text.withUTF8 { bytes in
      RuleTagger.expressions(in: bytes, rules: rules, reference: reference)
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

  /// Reads the rules of a language.
  static func load(_ language: String) throws -> RuleSet {
    guard let bytes = EmbeddedResource.bytes("dates/\(language).rules") else { return RuleSet() }
    return try RuleParser.parse(bytes.bindMemory(to: UInt8.self))
  }

  private static func expressions(
    in bytes: UnsafeBufferPointer<UInt8>, rules: RuleSet, reference: DateReference
  ) -> [TemporalExpression] {
    var tokenizer = TemporalTokenizer(bytes: bytes, rules: rules)
    tokenizer.run()
    let matches = RuleMatcher.matches(rules: rules, tokens: tokenizer.tokens).filter { $0.kind != .none }
    if matches.isEmpty { return [] }
    var pass = TaggingPass(bytes: bytes, tokens: tokenizer.tokens, rules: rules, reference: reference)
    return pass.run(matches)
  }
}
