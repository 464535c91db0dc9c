import ReportArticles

/// The plural categories of CLDR, and which of them a whole number takes (CLDR 44, supplemental/plurals.xml, cardinals).
///
/// ```swift
/// PluralCategory(of: 2, language: "ar")  // → two
/// PluralCategory(of: 103, language: "ar")  // → few
/// PluralCategory(of: 0, language: "fr")  // → one
/// PluralCategory.categories(of: "en")  // → [one, other]
/// ```
public enum PluralCategory: String, Sendable, Hashable, CaseIterable {
  /// The categories of CLDR; which a language has, and for which numbers, differs.
  case zero, one, two, few, many, other

  /// The category of `count` in `language` (BCP 47); the sign does not matter. A language without rules here goes by the
  /// English ones.
  public init(of count: Int, language: String) {
    let number = count.magnitude
    switch LanguageTag.primary(language) {
    case "ar": self = Self.arabic(number)
    case "fr": self = number <= 1 ? .one : Self.romance(number)
    case "es": self = number == 1 ? .one : Self.romance(number)
    default: self = number == 1 ? .one : .other
    }
  }

  /// The categories that whole numbers can take in `language`.
  public static func categories(of language: String) -> [PluralCategory] {
    switch LanguageTag.primary(language) {
    case "ar": return allCases
    case "fr", "es": return [.one, .many, .other]
    default: return [.one, .other]
    }
  }

  private static func arabic(_ number: UInt) -> PluralCategory {
    switch number {
    case 0: return .zero
    case 1: return .one
    case 2: return .two
    default:
      switch number % 100 {
      case 3...10: return .few
      case 11...99: return .many
      default: return .other
      }
    }
  }

  /// Millions take “de” in French and Spanish.
  private static func romance(_ number: UInt) -> PluralCategory {
    number != 0 && number % 1_000_000 == 0 ? .many : .other
  }
}
