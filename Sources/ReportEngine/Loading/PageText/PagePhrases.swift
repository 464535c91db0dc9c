/// Phrases that tell what a line of a news page is, from the table in `loading/page-lines.txt`.
struct PagePhrases: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    case promotion, related, end, furniture, editor, byline, published, updated, caption, tags, section, paper, follow,
      channel
  }

  static let shared = PagePhrases()

  private struct Phrase {
    var kind: Kind
    var words: [String]
    var isWhole: Bool
    /// The phrase ends in a sign of its own (`:`), so that no boundary needs to follow.
    var ending: String
  }

  // By their first word, longest first, so that a line is compared with a handful of phrases only.
  private let byFirstWord: [String: [Phrase]]

  private init() {
    var table: [String: [Phrase]] = [:]
    let text = EmbeddedResource.text("loading/page-lines.txt") ?? ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":"), let kind = Kind(rawValue: String(line[..<colon])) else { continue }
      var phrase = line[line.index(after: colon)...].drop { $0 == " " }
      let isWhole = phrase.hasPrefix("=")
      if isWhole { phrase = phrase.dropFirst() }
      let ending = phrase.last.map { ":(/@".contains($0) ? String($0) : "" } ?? ""
      let words = PagePhrases.words(String(phrase.dropLast(ending.count)))
      guard let first = words.first else { continue }
      table[first, default: []].append(Phrase(kind: kind, words: words, isWhole: isWhole, ending: ending))
    }
    byFirstWord = table.mapValues { phrases in phrases.sorted { $0.words.count > $1.words.count } }
  }

  /// The folded words of a line, split at white space; signs at the ends of words are dropped.
  static func words(_ text: String) -> [String] {
    text.split(separator: " ").compactMap { word in
      let folded = TextFolding.fold(word)
      let trimmed = folded.drop { isSign($0) }
      let end = trimmed.lastIndex { !isSign($0) }
      if let end { return String(trimmed[...end]) }
      return folded == "©" ? folded : nil
    }
  }

  private static func isSign(_ character: Character) -> Bool {
    ":,.،؛;!?؟-–—|/()[]{}\"'“”«»•·*#>‹›→▶@".contains(character)
  }

  /// A match: what kind, and how many words of the line the phrase takes.
  struct Match: Sendable {
    var kind: Kind
    var length: Int
    /// Nothing follows the phrase.
    var isWhole: Bool
  }

  /// The phrases of the given kinds that `words`, the words of `text`, start with; the longest of each kind first.
  func matches(_ words: [String], text: String, kinds: Set<Kind>) -> [Match] {
    guard let first = words.first, let phrases = byFirstWord[first] else { return [] }
    return phrases.compactMap { phrase in
      guard kinds.contains(phrase.kind), words.starts(with: phrase.words) else { return nil }
      let isWhole = words.count == phrase.words.count
      if phrase.isWhole, !isWhole { return nil }
      if !phrase.ending.isEmpty, !text.contains(phrase.ending) { return nil }
      return Match(kind: phrase.kind, length: phrase.words.count, isWhole: isWhole)
    }
  }

  func match(_ words: [String], text: String, kind: Kind) -> Match? {
    matches(words, text: text, kinds: [kind]).first
  }
}
