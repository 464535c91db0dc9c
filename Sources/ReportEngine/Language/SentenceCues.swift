/// How sentences of a language open when they lean on what stands before them, and how lines begin that are no part
/// of a report. After the cue phrases of Edmundson (1969).
struct SentenceCues: Sendable {
  /// What the opening of a sentence says about it.
  enum Opening: Sendable {
    case plain
    /// An Arabic sentence joined to the one before by و or ف: mild.
    case joined
    /// It cannot be understood without the one before: “He added …”.
    case leaning
    /// “Read more”, a byline, a credit.
    case promotion
    /// It announces instead of telling: “Here is what …”.
    case teaser
  }

  private var phrases = ByteStringTable(capacity: 256)
  private var openings: [Opening] = []
  /// Arabic words whose first letter is a و of their own.
  private(set) var wawWords = ByteStringTable(capacity: 256)
  private let isArabic: Bool

  /// The cues of a language by its primary subtag; none for languages without a list.
  init(code: String) {
    isArabic = code == "ar"
    for line in (EmbeddedResource.text("language/\(code).cues") ?? "").split(separator: "\n") {
      guard !line.hasPrefix("#"), let colon = line.firstIndex(of: ":") else { continue }
      let opening: Opening?
      switch line[..<colon] {
      case "leaning": opening = .leaning
      case "promotion": opening = .promotion
      case "teaser": opening = .teaser
      default: opening = nil
      }
      for phrase in line[line.index(after: colon)...].split(separator: ",") {
        let folded = Array(TextFolding.fold(phrase).utf8.drop { $0 == 0x20 })
        guard let opening else {
          wawWords.insert(folded)
          continue
        }
        if phrases.insert(folded).isNew { openings.append(opening) }
      }
    }
  }

  /// What the first words of a sentence, folded, say about it. Up to five words are looked at, the longest phrase first.
  func opening(of words: [[UInt8]]) -> Opening {
    guard let first = words.first else { return .plain }
    let bare = isArabic ? Self.withoutConjunction(first, except: wawWords) : nil
    for start in [first, bare].compactMap(\.self) {
      for length in stride(from: min(5, words.count), through: 1, by: -1) {
        var phrase = start
        for word in words[1..<length] {
          phrase.append(0x20)
          phrase.append(contentsOf: word)
        }
        if let index = phrases.find(phrase) { return openings[index] }
      }
    }
    return bare == nil ? .plain : .joined
  }

  /// A folded Arabic word without the conjunction و or ف at its start; nil when it has none.
  private static func withoutConjunction(_ word: [UInt8], except own: ByteStringTable) -> [UInt8]? {
    guard word.count >= 6, word[0] == 0xD9, word[1] == 0x88 || word[1] == 0x81 else { return nil }
    if word[1] == 0x88 { return own.find(word) == nil ? Array(word.dropFirst(2)) : nil }
    // ف begins many roots; only before the article, أن/إن and قد is it surely a conjunction.
    let rest = Array(word.dropFirst(2))
    let openers: [[UInt8]] = [Array("ال".utf8), Array("ان".utf8), Array("قد".utf8), Array("قال".utf8)]
    return openers.contains { rest.starts(with: $0) } ? rest : nil
  }
}
