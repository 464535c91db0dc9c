import ReportArticles
import ReportDates

/// The fixed words of reports in one language: headings, labels, phrases, counted nouns, and how numbers are written.
///
/// There are words in Arabic, Chinese, Dutch, English, French, German, Hebrew, Indonesian, Italian, Japanese, Persian,
/// Portuguese, Russian, Spanish, Turkish and Urdu; any other language gets the English ones, unless it is given a `WordList`.
/// The data files are `vocabulary/<language>.txt`.
///
/// ```swift
/// let english = Vocabulary(language: "en-GB")
/// english.count(41, .article)  // → "41 articles"
/// english.list(["Post", "Gazette", "Nahr"])  // → "Post, Gazette and Nahr"
/// Vocabulary(language: "ar").count(2, .article)  // → "مقالان"
/// Vocabulary(language: "ru").count(22, .source)  // → "22 источника"
/// Vocabulary(language: "de").number(1_234.5)  // → "1.234,5"
/// Vocabulary(language: "fa").number(1_234.5)  // → "۱٬۲۳۴٫۵"
/// ```
public struct Vocabulary: Sendable, Hashable {
  /// The language that the words are in: the one asked for, or `en` when there are no words in it.
  public let language: String
  /// The direction of the words.
  public let direction: TextDirection
  /// The digits of numbers: those that are usual in the language (CLDR; European ones in Arabic, as most of its papers have
  /// them) unless others are set.
  public var digits: DigitSystem
  /// How dates are written; nil where ISO 8601 has to do.
  package let dates: DateLanguage?
  private let entries: [String: String]

  /// The words of a language, BCP 47; those of `words` go before the shipped ones.
  public init(language: String, words: WordList? = nil) {
    let tag = LanguageTag(language)
    let name = tag.vocabulary
    let own = Self.shipped[name]
    let isSpoken = own != nil || words.map { !$0.words.isEmpty } == true
    self.language = own != nil ? name : isSpoken ? tag.language : "en"
    direction = isSpoken ? .of(language: language) : .leftToRight
    entries = (own ?? Self.shipped["en"] ?? [:]).merging(words?.words ?? [:]) { $1 }
    dates = words.map { DateLanguage.of(language, with: $0.dates) } ?? DateLanguage.of(language)
    digits = dates?.digits ?? .latn
  }

  /// Whether there are shipped words of a language, BCP 47.
  package static func has(language: String) -> Bool {
    EmbeddedResource.bytes("vocabulary/\(LanguageTag(language).vocabulary).txt") != nil
  }

  /// The languages that there are shipped words of, in the order of their codes.
  package static var languages: [String] {
    EmbeddedResource.names.compactMap { name in
      name.hasPrefix("vocabulary/") ? String(name.dropFirst(11).dropLast(4)) : nil
    }.sorted()
  }

  /// The shipped words, a file a language.
  private static let shipped = ResourceTable { EmbeddedResource.text("vocabulary/\($0).txt").map(KeyedText.values) }

  /// A fixed word or phrase; placeholders such as `{date}` stay as they are.
  public func word(_ word: Word) -> String { entries[word.rawValue] ?? word.rawValue }

  /// A fixed word by its key, e.g. `by_source`; nil when there is none of that name.
  public func word(named key: String) -> String? { Word(rawValue: key).map { self.word($0) } }

  /// A phrase with its placeholders filled in; those not given stay as they are.
  public func phrase(_ word: Word, _ values: [String: String]) -> String { Self.fill(self.word(word), values) }

  /// A number with its noun in the right form: “41 articles”, “مقالان”. `text` is the number as it is to be shown, by
  /// default in `digits`, grouped.
  public func count(_ number: Int, _ noun: Noun, text: String? = nil) -> String {
    let category = PluralCategory(of: number, language: language)
    let pattern = entries["\(noun.rawValue).\(category.rawValue)"] ?? entries["\(noun.rawValue).other"] ?? "{n}"
    return Self.fill(pattern, ["n": text ?? self.number(Double(number))])
  }

  /// “The day in five lines”.
  package func dayInLines(_ number: Int) -> String { number == 5 ? word(.fiveLines) : count(number, .dayLine) }

  /// Whether the language has a word of its own for `word`.
  func has(_ word: Word) -> Bool { entries[word.rawValue] != nil }

  /// Whether there is a form of `noun` for `category`.
  func hasForm(_ noun: Noun, _ category: PluralCategory) -> Bool {
    entries["\(noun.rawValue).\(category.rawValue)"] != nil
  }

  /// Items as a sentence names them: “a, b and c”.
  public func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    let and = items.count == 2 ? word(.listLast) : word(.listLastOfMore)
    return items.dropLast().joined(separator: word(.listSeparator)) + and + last
  }

  /// What a date was found in, in words.
  public func evidence(_ evidence: DateEvidence) -> String {
    switch evidence {
    case .jsonLD: return word(.evidenceJsonLd)
    case .feed: return word(.evidenceFeed)
    case .meta: return word(.evidenceMeta)
    case .byline: return word(.evidenceByline)
    case .text: return word(.evidenceText)
    case .masthead: return word(.evidenceMasthead)
    case .file: return word(.evidenceFile)
    }
  }

  /// Why a date is doubtful, in words.
  public func remark(_ flag: TemporalExpression.Flag) -> String {
    switch flag {
    case .weekdayMismatch: return word(.weekdayMismatch)
    case .calendarMismatch: return word(.calendarMismatch)
    case .referenceDoubtful: return word(.referenceDoubtful)
    case .uncertainDirection: return word(.uncertainDirection)
    }
  }

  /// A span of days in round words: days below 90, months below two years, then years.
  public func span(days: Int) -> String {
    switch days {
    case ..<90: return count(days, .day)
    case ..<730: return count((days + 15) / 30, .month)
    default: return count(days.addingClamped(183) / 365, .year)
    }
  }

  /// A number in `digits` with the separators of language and digits and at most `fractionDigits` (0…6) decimals; trailing
  /// zeros go. Numbers of 10¹⁵ and more are written as a multiple of a power of ten. Not a number and the infinities give an
  /// em dash.
  public func number(_ value: Double, fractionDigits: Int = 2) -> String {
    guard value.isFinite else { return "—" }
    guard abs(value) < 1e15 else { return scientific(value) }
    // A whole number has no decimals, which a product with a power of ten might add to a large one.
    let decimals = value == value.rounded() ? 0 : min(max(fractionDigits, 0), 6)
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    guard abs(value) < 9e18 / Double(scale) else { return number(value, fractionDigits: decimals - 1) }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let whole = String(scaled / scale)
    var fraction = decimals == 0 ? "" : padded(scaled % scale, decimals)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && scaled != 0 ? "\u{2212}" : ""
    let decimal = digits == .latn ? word(.decimalSeparator) : "\u{066B}"
    return sign + self.digits.digits(in: grouped(whole) + (fraction.isEmpty ? "" : decimal + fraction))
  }

  /// A large number, e.g. “1.5 × 10³⁰⁸”.
  private func scientific(_ value: Double) -> String {
    var text = "\(abs(value))"
    var exponent = 0
    if let mark = text.firstIndex(of: "e") {
      exponent = Int(text[text.index(after: mark)...].drop { $0 == "+" }) ?? 0
      text = String(text[..<mark])
    }
    var parts = text.split(separator: ".").map(String.init)
    if parts[0].utf8.count > 1 {
      exponent += parts[0].utf8.count - 1
      parts = [String(parts[0].prefix(1)), parts[0].dropFirst() + (parts.count > 1 ? parts[1] : "")]
    }
    let mantissa = Double(parts.joined(separator: ".")) ?? 1
    let superscripts = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    let power = "\(exponent)".utf8.map { String(superscripts[Int($0 - 0x30)]) }.joined()
    return "\(value < 0 ? "\u{2212}" : "")\(number(mantissa)) × 10\(power)"
  }

  private func grouped(_ digits: String) -> String {
    let minimum = Int(word(.groupMinimum)) ?? 1
    guard digits.utf8.count >= 3 + minimum, digits.utf8.count > 3 else { return digits }
    // Figures that are not European have separators of their own.
    let separator = self.digits == .latn ? word(.groupSeparator) : "\u{066C}"
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += separator }
      result.append(digit)
    }
    return result
  }

  private static func fill(_ pattern: String, _ values: [String: String]) -> String {
    guard pattern.utf8.contains(0x7B) else { return pattern }
    var result = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let name = rest[rest.index(after: open)..<close]
      result += values[String(name)] ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
