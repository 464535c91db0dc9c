import ReportArticles

/// The plural categories of CLDR, and which of them a whole number takes (CLDR, supplemental/plurals.xml, cardinals).
///
/// ```swift
/// PluralCategory(of: 2, language: "ar")  // → two
/// PluralCategory(of: 103, language: "ar")  // → few
/// PluralCategory(of: 0, language: "fr")  // → one
/// PluralCategory(of: 22, language: "ru")  // → few
/// PluralCategory.categories(of: "en")  // → [one, other]
/// PluralCategory.categories(of: "ja")  // → [other]
/// ```
public enum PluralCategory: String, Sendable, Hashable, CaseIterable {
  /// The categories of CLDR; which a language has, and for which numbers, differs.
  case zero, one, two, few, many, other

  /// The category of `count` in `language` (BCP 47); the sign does not matter. A language of which CLDR knows no plurals has
  /// `other` alone.
  public init(of count: Int, language: String) {
    let number = count.magnitude
    self = PluralRules.of(language).first { $0.holds(for: number) }?.category ?? .other
  }

  /// The categories that whole numbers can take in `language`, in the order of the cases.
  public static func categories(of language: String) -> [PluralCategory] {
    let taken = PluralRules.of(language).map(\.category)
    // Eastern Slavic languages have a form for numbers with decimals as well.
    return allCases.filter { taken.contains($0) || $0 == .other }
  }
}

/// The table of rules, `language/plurals.txt`.
private struct PluralRules {
  /// A category with the conditions for it: any of several, each of parts that must all hold.
  struct Rule {
    var category: PluralCategory
    var conditions: [[Part]]

    func holds(for number: UInt) -> Bool {
      conditions.contains { parts in parts.allSatisfy { $0.holds(for: number) } }
    }
  }

  /// Whether the number, or its remainder by `divisor`, lies in ranges.
  struct Part {
    var divisor: UInt?
    var isNegated: Bool
    var ranges: [ClosedRange<UInt>]

    func holds(for number: UInt) -> Bool {
      let value = divisor.map { number % $0 } ?? number
      return ranges.contains { $0.contains(value) } != isNegated
    }
  }

  static func of(_ language: String) -> [Rule] {
    let tag = LanguageTag(language)
    return tag.country.flatMap { table["\(tag.language)-\($0)"] } ?? table[tag.language] ?? []
  }

  private static let table: [String: [Rule]] = {
    var table: [String: [Rule]] = [:]
    let text = EmbeddedResource.text("language/plurals.txt") ?? ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let halves = line.split(separator: ":", maxSplits: 1)
      guard halves.count == 2 else { continue }
      let rules = halves[1].split(separator: ";").compactMap(rule)
      for language in halves[0].split(separator: " ") { table[String(language)] = rules }
    }
    return table
  }()

  private static func rule(_ text: Substring) -> Rule? {
    let words = text.split(separator: " ")
    guard let first = words.first, let category = PluralCategory(rawValue: String(first)) else { return nil }
    let conditions = words.dropFirst().split(separator: "|").map { $0.compactMap { part($0) } }
    return Rule(category: category, conditions: conditions)
  }

  private static func part(_ text: Substring) -> Part? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let isNegated = text[..<equals].hasSuffix("!")
    let divisor = UInt(text[..<equals].filter(\.isNumber))
    let ranges = text[text.index(after: equals)...].split(separator: ",").compactMap { range -> ClosedRange<UInt>? in
      let ends = range.split(separator: ".").compactMap { UInt($0) }
      guard let first = ends.first, let last = ends.last, first <= last else { return nil }
      return first...last
    }
    return Part(divisor: divisor == 0 ? nil : divisor, isNegated: isNegated, ranges: ranges)
  }
}
