/// Language tags of sources (BCP 47), and the language and direction of an article.
package enum LanguageTag {
  /// The tag in its usual spelling (`en-GB`); nil for what is not one.
  package static func normalize(_ text: String) -> String? {
    let parts = text.trimmedWhitespace().split(whereSeparator: { $0 == "-" || $0 == "_" })
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
