/// A language tag (BCP 47), as texts and sources give it: subtags joined by hyphens or, as in locales, underscores.
package struct LanguageTag: Sendable, Hashable {
  /// The primary subtag in lower case, e.g. `ar`; empty when there is none.
  package let language: String
  /// The subtags after it in lower case, in their order.
  package let others: [String]

  package init(_ tag: String) {
    let parts = tag.split(whereSeparator: Self.isSeparator)
    language = parts.first?.lowercased() ?? ""
    others = parts.dropFirst().map { $0.lowercased() }
  }

  /// The subtag of a script, e.g. `arab`: four letters.
  package var script: String? { others.first { $0.utf8.count == 4 && $0.allSatisfy(\.isLetter) } }

  /// The subtag of a region, e.g. `eg`: the last one, as sources write it.
  package var region: String? { others.last }

  /// The subtag of a region by its form: two letters, or three digits.
  package var country: String? {
    others.first { $0.utf8.count == 2 && $0.allSatisfy(\.isLetter) || $0.utf8.count == 3 && $0.allSatisfy(\.isNumber) }
  }

  /// Whether the tag is a range, or a variety of it (basic filtering of RFC 4647).
  package func isVariety(of range: LanguageTag) -> Bool {
    range.language.isEmpty || language == range.language && others.starts(with: range.others)
  }

  /// The name of the files with a language's words: the primary subtag, for older codes the one of today; with the script
  /// where it is not the one that those words are written in (`ar-Latn`, `zh-Hant`).
  package var vocabulary: String {
    let language = Self.todaysCodes[language] ?? language
    let usual = Self.usualScripts[language] ?? ["latn"]
    if let script, !usual.contains(script) { return "\(language)-\(script)" }
    if language == "zh", script == nil, let region, ["tw", "hk", "mo"].contains(region) { return "zh-hant" }
    return language
  }

  private static let todaysCodes = ["iw": "he", "in": "id", "ji": "yi", "prs": "fa", "pes": "fa", "cmn": "zh"]
  private static let usualScripts: [String: Set<String>] = [
    "ar": ["arab"], "fa": ["arab"], "ur": ["arab", "aran"], "he": ["hebr"], "ru": ["cyrl"], "zh": ["hans", "hani"],
    "ja": ["jpan"],
  ]

  /// The tag and what it is a variety of, from the most particular: `ku-arab-iq`, `ku-arab`, `ku`.
  package var ranges: [String] {
    (0...others.count).reversed().map { ([language] + others.prefix($0)).joined(separator: "-") }
  }

  /// The primary subtag of a tag in lower case, what most questions are about.
  package static func primary(_ tag: String) -> String { String(tag.prefix { !isSeparator($0) }).lowercased() }

  private static func isSeparator(_ character: Character) -> Bool { character == "-" || character == "_" }
}

// Tags of sources, and the language and direction of an article.
extension LanguageTag {
  /// The tag in its usual spelling (`en-GB`); nil for what is not one.
  package static func normalize(_ text: String) -> String? {
    let parts = text.trimmedWhitespace().split(whereSeparator: isSeparator)
    guard let first = parts.first, (2...3).contains(first.utf8.count), parts.count <= 4,
      parts.allSatisfy({
        $0.utf8.count <= 8
          && $0.utf8.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0) }
      }),
      first.utf8.allSatisfy({ !(0x30...0x39).contains($0) })
    else { return nil }
    if first.lowercased() == "und" { return nil }
    var result = first.lowercased()
    for part in parts.dropFirst() {
      switch part.utf8.count {
      case 2: result += "-" + part.uppercased()
      case 4: result += "-" + part.prefix(1).uppercased() + part.dropFirst().lowercased()
      default: result += "-" + part.lowercased()
      }
    }
    return result
  }

  /// The language to use, from what is declared and what the text shows. A declaration of another direction than the
  /// text has is not believed.
  package static func choose(
    declared: String?, texts: [String]
  ) -> (language: String, direction: TextDirection, contradicts: Bool) {
    if let declared {
      let direction = TextDirection.of(language: declared)
      // Most texts are what they are said to be, and show it at a glance.
      if TextDirection.isPlainly(direction, texts) { return (declared, direction, false) }
      var balance = TextDirection.Balance()
      for text in texts { balance.add(AddressSpans.removed(from: text) ?? text) }
      guard let actual = balance.direction, actual != direction else { return (declared, direction, false) }
      let detected = LanguageDetector.detect(texts.joined(separator: "\n"))
      return (detected.language, actual, true)
    }
    let detected = LanguageDetector.detect(texts.joined(separator: "\n"))
    return (detected.language, detected.direction, false)
  }
}
