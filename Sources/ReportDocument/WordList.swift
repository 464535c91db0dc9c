import ReportArticles
import ReportDates

/// Fixed words of one's own, for a language that is not shipped or in the place of shipped words, with names and patterns of
/// dates. `reportgen api words` prints the keys.
///
/// ```swift
/// let words = try WordList("""
///   summary = Muhtasari
///   article.one = makala {n}
///   article.other = makala {n}
///   """, name: "words/sw.txt", language: "sw")
/// Vocabulary(language: "sw-KE", words: words).word(.summary)  // → "Muhtasari"
/// try WordList("sumary = Muhtasari", name: "words/sw.txt")
/// // throws: words/sw.txt:1: there is no fixed word “sumary”; did you mean “summary”?
/// ```
public struct WordList: Sendable, Hashable {
  /// The language (BCP 47) that the words are for, with its varieties; nil for any that a report is written in.
  public let language: String?
  /// The fixed words by their keys.
  let words: [String: String]
  /// Names and patterns of dates by their keys.
  let dates: [String: String]

  /// What is wrong in a list of words.
  public struct Problems: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file.
    public var name: String
    /// Lines, from 1, and what is wrong in each.
    public var mistakes: [Mistake]

    /// A mistake in one line.
    public struct Mistake: Sendable, Hashable {
      /// The line, from 1.
      public var line: Int
      /// What is wrong, and what to do.
      public var message: String
    }

    public var description: String { mistakes.map { "\(name):\($0.line): \($0.message)" }.joined(separator: "\n") }
  }

  /// Reads lines of the form `key = value`. `language` goes before a line `language = …`. Throws `Problems`: all mistakes at
  /// once.
  public init(_ text: String, name: String, language: String? = nil) throws(Problems) {
    var mistakes: [Problems.Mistake] = []
    let (entries, stray) = KeyedText.read(text)
    for line in stray { mistakes.append(Problems.Mistake(line: line, message: "a line reads “key = words”")) }
    var (words, dates): ([String: String], [String: String]) = ([:], [:])
    var own: String?
    for entry in entries {
      if let message = Self.problem(with: entry) {
        mistakes.append(Problems.Mistake(line: entry.line, message: message))
      } else if entry.key == "language" {
        own = LanguageTag.normalize(entry.value)
      } else if DateLanguage.keys.contains(entry.key) {
        dates[entry.key] = entry.value
      } else {
        words[entry.key] = entry.value
      }
    }
    guard mistakes.isEmpty else {
      throw Problems(name: name, mistakes: mistakes.sorted { $0.line < $1.line })
    }
    self.language = language ?? own
    self.words = words
    self.dates = dates
  }

  private init(language: String?, words: [String: String], dates: [String: String]) {
    self.language = language
    self.words = words
    self.dates = dates
  }

  /// Whether the words are for a language.
  func isFor(_ tag: String) -> Bool {
    language.map { LanguageTag(tag).isVariety(of: LanguageTag($0)) } ?? true
  }

  /// The words of several lists for a language, those of later lists before those of earlier ones; nil when none is for it.
  package static func joined(_ lists: [WordList], for tag: String) -> WordList? {
    let chosen = lists.filter { $0.isFor(tag) }
    guard let first = chosen.first else { return nil }
    return chosen.dropFirst().reduce(first) { all, next in
      WordList(
        language: tag, words: all.words.merging(next.words) { $1 }, dates: all.dates.merging(next.dates) { $1 })
    }
  }

  private static func problem(with entry: KeyedText.Entry) -> String? {
    if entry.key == "language" {
      return LanguageTag.normalize(entry.value) == nil
        ? "“\(entry.value)” is not a language tag such as sw or ku-Arab" : nil
    }
    if DateLanguage.keys.contains(entry.key) { return DateLanguage.problem(with: entry.value, for: entry.key) }
    guard let placeholders = placeholders[entry.key] else {
      let known = Array(placeholders.keys) + DateLanguage.keys
      return "there is no fixed word “\(entry.key)”" + Suggestion.hint(for: entry.key, among: known.sorted())
    }
    if let unknown = Self.names(in: entry.value).first(where: { !placeholders.contains($0) }) {
      return "“\(entry.key)” is not filled in with {\(unknown)}"
        + (placeholders.isEmpty ? "" : ", but with " + placeholders.map { "{\($0)}" }.joined(separator: ", "))
    }
    return nil
  }

  /// The keys of words and of the forms of nouns, with the placeholders of each.
  private static let placeholders: [String: [String]] = {
    let english = KeyedText.values(EmbeddedResource.text("vocabulary/en.txt") ?? "")
    var result: [String: [String]] = [:]
    for word in Vocabulary.Word.allCases { result[word.rawValue] = names(in: english[word.rawValue] ?? "") }
    for noun in Vocabulary.Noun.allCases {
      for category in PluralCategory.allCases { result["\(noun.rawValue).\(category.rawValue)"] = ["n"] }
    }
    return result
  }()

  /// The names in braces.
  private static func names(in text: String) -> [String] {
    text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
      part.firstIndex(of: "}").map { String(part[..<$0]) }
    }
  }
}

extension WordList {
  /// A file to begin one's own with: the words of a shipped language, else the English ones, each with its key, and names and
  /// patterns of dates.
  public static func template(language: String = "en") -> String {
    let tag = LanguageTag(language)
    let name = Vocabulary.has(language: language) ? tag.vocabulary : "en"
    let words = EmbeddedResource.text("vocabulary/\(name).txt") ?? ""
    let dates = EmbeddedResource.text("dates/\(name).names") ?? ""
    return words + "\n" + dates
  }
}
