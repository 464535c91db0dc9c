/// How sentences of a language open when they lean on what stands before them, and how lines begin that are no part
/// of a report. After the cue phrases of Edmundson (1969).
package struct SentenceCues: Sendable {
  /// What the opening of a sentence says about it.
  package enum Opening: Sendable {
    case plain
    /// An Arabic sentence joined to the one before by و or ف: mild.
    case joined
    /// It cannot be understood without the one before: “He added …”.
    case leaning
    /// “Read more”, an advertisement, a disclaimer.
    case promotion
    /// A word that sets its line apart with a mark after it: “Photo: …”, «اقرأ: …».
    case marked
    /// The same without a mark: it may be a sentence like others (“Video of the storm shows …”).
    case unmarked
    /// It announces instead of telling: “Here is what …”.
    case teaser
  }

  private var phrases = ByteStringTable(capacity: 256)
  /// The first words of the phrases: most sentences begin with none of them.
  private var firstWords = ByteStringTable(capacity: 256)
  private var openings: [Opening] = []
  /// Arabic words whose first letter is a و of their own.
  private(set) var wawWords = ByteStringTable(capacity: 256)
  /// Words that label what follows them, folded.
  private var labels = ByteStringTable(capacity: 32)
  /// Names of news agencies and what stands for one in a dateline, folded.
  private var agencies = ByteStringTable(capacity: 64)
  /// Words that begin a byline, folded.
  private var bylines = ByteStringTable(capacity: 8)
  /// Words that count the items of a list, folded.
  private var ordinals = ByteStringTable(capacity: 16)
  /// Whether the language has labels.
  private(set) var hasLabels = false
  private let isArabic: Bool

  /// The cues of a language by its primary subtag; none for languages without a list.
  init(code: String) {
    isArabic = code == "ar"
    for line in EmbeddedResource.lines("language/\(code).cues") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let opening: Opening?
      switch line[..<colon] {
      case "leaning": opening = .leaning
      case "promotion": opening = .promotion
      case "teaser": opening = .teaser
      case "marked": opening = .unmarked
      default: opening = nil
      }
      for phrase in line[line.index(after: colon)...].split(separator: ",") {
        let folded = Array(TextFolding.fold(phrase).utf8.drop { $0 == 0x20 })
        guard let opening else {
          switch line[..<colon] {
          case "label":
            labels.insert(folded)
            hasLabels = true
          case "agency": agencies.insert(folded)
          case "byline": bylines.insert(folded)
          case "ordinal": ordinals.insert(folded)
          default: wawWords.insert(folded)
          }
          continue
        }
        if phrases.insert(folded).isNew { openings.append(opening) }
        firstWords.insert(Array(folded.prefix { $0 != 0x20 }))
      }
    }
  }

  /// Whether a folded word labels what follows it behind a colon: “UPDATED: The mayor …”.
  func isLabel(_ folded: [UInt8]) -> Bool { labels.find(folded) != nil }

  /// Whether folded words are the name of a news agency, or stand where datelines have one: «خاص».
  func isAgency(_ folded: [UInt8]) -> Bool { agencies.find(folded) != nil }

  /// Whether a folded word counts the items of a list: “First: …”, «أولا: …».
  package func isOrdinal(_ folded: [UInt8]) -> Bool { ordinals.find(folded) != nil }

  /// Whether a folded word begins a byline: «كتب».
  func isByline(_ folded: [UInt8]) -> Bool { bylines.find(folded) != nil }

  /// What the first words of a sentence say about it: the longest phrase counts.
  package func opening(of words: OpeningWords) -> Opening {
    words.withBytes { bytes in
      guard let firstEnd = words.ends.first else { return .plain }
      let first = UnsafeBufferPointer(rebasing: bytes[..<firstEnd])
      if let opening = phrase(bytes, from: 0, words) { return opening }
      guard isArabic, hasConjunction(first) else { return .plain }
      return phrase(bytes, from: Self.conjunctionLength, words) ?? .joined
    }
  }

  /// The longest phrase that begins at `start`, which lies in the first word.
  private func phrase(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, _ words: OpeningWords) -> Opening? {
    guard let firstEnd = words.ends.first,
      firstWords.find(UnsafeBufferPointer(rebasing: bytes[start..<firstEnd])) != nil
    else {
      return nil
    }
    for (place, end) in words.ends.enumerated().reversed() {
      guard let index = phrases.find(UnsafeBufferPointer(rebasing: bytes[start..<end])) else { continue }
      guard case .unmarked = openings[index] else { return openings[index] }
      return words.markedWords == place + 1 ? .marked : .unmarked
    }
    return nil
  }

  private static let conjunctionLength = 2

  /// Whether a folded Arabic word begins with the conjunction و or ف.
  private func hasConjunction(_ word: UnsafeBufferPointer<UInt8>) -> Bool {
    guard word.count >= 6, word[0] == 0xD9, word[1] == 0x88 || word[1] == 0x81 else { return false }
    if word[1] == 0x88 { return wawWords.find(word) == nil }
    // ف begins many roots; only before the article, أن/إن and قد is it surely a conjunction.
    return Self.conjunctionOpeners.contains { word[Self.conjunctionLength...].starts(with: $0) }
  }

  private static let conjunctionOpeners = ["ال", "ان", "قد", "قال"].map { Array($0.utf8) }
}

/// The first words of a sentence, folded, with a space between them; made once and filled anew for each sentence.
package struct OpeningWords {
  /// How many words are looked at.
  static let limit = 5

  private var bytes: [UInt8] = []
  /// Where each word ends.
  private(set) var ends: [Int] = []
  /// How many words stand before the first mark that sets them apart from what follows: a colon, a dash, a slash, “..”.
  private(set) var markedWords: Int?

  package init() {}

  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    markedWords = nil
  }

  /// Appends the word at `range` of `text`; those beyond the limit are left out.
  package mutating func append(_ range: Range<Int>, in text: UTF8Bytes) {
    guard ends.count < Self.limit else { return }
    if !ends.isEmpty { bytes.append(0x20) }
    TextFolding.appendFolded(text, range: range, to: &bytes)
    ends.append(bytes.count)
    if markedWords == nil, Self.isMarked(range.upperBound, in: text) { markedWords = ends.count }
  }

  private static func isMarked(_ end: Int, in text: UTF8Bytes) -> Bool {
    let at = text[end] == 0x20 ? end + 1 : end
    switch text[at] {
    case 0x3A, 0x7C: return true
    case 0x2F: return true
    case 0x2D: return at > end && text[at + 1] == 0x20
    case 0x2E: return text[at + 1] == 0x2E
    case 0xE2: return (0x2012...0x2015).contains(text.scalar(at: at).value)
    default: return false
    }
  }

  /// Calls `body` with the words and the spaces between them.
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer(body)
  }
}
