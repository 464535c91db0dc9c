import ReportArticles
import ReportDates

/// The fixed words of reports in one language: headings, labels, phrases, counted nouns, and how numbers are written.
///
/// There are words in Arabic, English, French, Spanish and German; any other language gets the English ones. The data
/// files are `vocabulary/<language>.txt`.
///
/// ```swift
/// let english = Vocabulary(language: "en-GB")
/// english.count(41, .article)  // → "41 articles"
/// english.list(["Post", "Gazette", "Nahr"])  // → "Post, Gazette and Nahr"
/// Vocabulary(language: "ar").count(2, .article)  // → "مقالان"
/// Vocabulary(language: "de").number(1_234.5)  // → "1.234,5"
/// ```
public struct Vocabulary: Sendable {
  /// The language that the words are in: the one asked for, or `en` when there are no words in it.
  public let language: String
  private let entries: [String: String]

  /// The words of a language, BCP 47.
  public init(language: String) {
    let subtag = LanguageTag.primary(language)
    let own = Read.entries(of: subtag)
    self.language = own == nil ? "en" : subtag
    entries = own ?? Read.english ?? [:]
  }

  /// Whether there are words of a language, given by its primary subtag.
  package static func has(language subtag: String) -> Bool { EmbeddedResource.bytes("vocabulary/\(subtag).txt") != nil }

  /// The data files, each read once.
  private enum Read {
    static let arabic = file("ar")
    static let english = file("en")
    static let french = file("fr")
    static let spanish = file("es")
    static let german = file("de")

    static func entries(of subtag: String) -> [String: String]? {
      switch subtag {
      case "ar": return arabic
      case "en": return english
      case "fr": return french
      case "es": return spanish
      case "de": return german
      default: return nil
      }
    }

    private static func file(_ subtag: String) -> [String: String]? {
      EmbeddedResource.text("vocabulary/\(subtag).txt").map(parse)
    }
  }

  /// The direction of the words.
  public var direction: TextDirection { language == "ar" ? .rightToLeft : .leftToRight }

  /// A fixed word or phrase; placeholders such as `{date}` stay as they are.
  public func word(_ word: Word) -> String { entries[word.rawValue] ?? word.rawValue }

  /// A fixed word by its key, e.g. `by_source`; nil when there is none of that name.
  public func word(named key: String) -> String? { Word(rawValue: key).map { self.word($0) } }

  /// A phrase with its placeholders filled in; those not given stay as they are.
  public func phrase(_ word: Word, _ values: [String: String]) -> String { Self.fill(self.word(word), values) }

  /// A number with its noun in the right form: “41 articles”, “مقالان”. `text` is the number as it is to be shown, by
  /// default in European digits, grouped.
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
    return items.dropLast().joined(separator: word(.listSeparator)) + word(.listLast) + last
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

  /// A number in European digits with the language's separators and at most `fractionDigits` (0…6) decimals; trailing
  /// zeros go. Numbers of 10¹⁵ and more are written as a multiple of a power of ten. Not a number and the infinities give an
  /// em dash.
  public func number(_ value: Double, fractionDigits: Int = 2) -> String {
    guard value.isFinite else { return "—" }
    guard abs(value) < 1e15 else { return scientific(value) }
    // A whole number has no decimals, which a product with a power of ten might add to a large one.
    let digits = value == value.rounded() ? 0 : min(max(fractionDigits, 0), 6)
    var scale = 1
    for _ in 0..<digits { scale *= 10 }
    guard abs(value) < 9e18 / Double(scale) else { return number(value, fractionDigits: digits - 1) }
    let scaled = Int((abs(value) * Double(scale)).rounded())
    let whole = String(scaled / scale)
    var fraction = digits == 0 ? "" : padded(scaled % scale, digits)
    while fraction.last == "0" { fraction.removeLast() }
    let sign = value < 0 && scaled != 0 ? "\u{2212}" : ""
    return sign + grouped(whole) + (fraction.isEmpty ? "" : word(.decimalSeparator) + fraction)
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
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += word(.groupSeparator) }
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

  private static func parse(_ text: String) -> [String: String] {
    var entries: [String: String] = [:]
    for line in text.utf8.split(separator: 0x0A) where line.first != 0x23 {
      guard let equals = line.firstIndex(of: 0x3D) else { continue }
      let key = String(Substring(line[..<equals]).trimmingSpaces)
      var value = Substring(line[line.index(after: equals)...]).trimmingSpaces
      if value.utf8.count >= 2, value.utf8.first == 0x22, value.utf8.last == 0x22 {
        value = value.dropFirst().dropLast()
      }
      entries[key] = String(value)
    }
    return entries
  }
}

extension Substring {
  /// Without ASCII spaces at both ends.
  fileprivate var trimmingSpaces: Substring {
    var slice = self.utf8[...]
    while slice.first == 0x20 { slice.removeFirst() }
    while slice.last == 0x20 { slice.removeLast() }
    return Substring(slice)
  }
}
