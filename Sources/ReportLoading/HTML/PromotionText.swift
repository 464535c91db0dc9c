import ReportArticles

/// Paragraphs within a text that call on the reader to do something for the publisher: read a newsletter, follow a channel,
/// subscribe, share, support. What they are made of stands in `loading/calls.txt`.
struct PromotionText: Sendable {
  private static let shared = PromotionText()

  private var sections: [String: TextNeedles] = [:]
  private static let sentenceEnds = TextSigns(".!?؟:")
  private static let clauseEnds = TextSigns(".!?؟:|,،")
  private static let questionMarks = TextSigns("?؟")
  private static let beforeWords = TextSigns(" “\"«*-–—")
  private static let quotationMarks = TextSigns("“\"«")

  private init() {
    var section = ""
    for line in EmbeddedResource.lines("loading/calls.txt") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        section = String(line.dropFirst().dropLast())
      } else {
        sections[section, default: TextNeedles()].add(TextFolding.fold(line) + (line.hasSuffix(" ") ? " " : ""))
      }
    }
  }

  /// Whether a paragraph says that the publisher earns by its links, begins with a question to the reader about the article,
  /// or has a sentence that begins with an invitation to something of the publisher's own.
  static func matches(_ text: String) -> Bool {
    guard text.utf8.count <= 400 else { return false }
    var folded = TextFolding.fold(text)
    return folded.withUTF8 { shared.matches($0) }
  }

  private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let whole = 0..<text.count
    guard let first = text.first else { return false }
    if holds(text, whole, "phrase") { return true }
    if begins(text, whole, "question"), whole.contains(where: { Self.questionMarks.length(text, at: $0) > 0 }) {
      return true
    }
    if holds(text, whole, "channel"),
      Self.clauseEnds.parts(of: text).contains(where: { begins(text, $0, "invitation") })
    {
      return true
    }
    // What somebody is quoted with is no call.
    if first == 0x22 || first >= 0xC2, Self.quotationMarks.length(text, at: 0) > 0 { return false }
    return Self.sentenceEnds.parts(of: text).contains { sentence in
      begins(text, sentence, "call") && holds(text, sentence, "object")
    }
  }

  /// Whether a part begins with a phrase, behind quotation marks and the like.
  private func begins(_ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ section: String) -> Bool {
    let start = Self.beforeWords.end(of: part, in: text)
    return sections[section]?.begins(text, start..<part.upperBound) ?? false
  }

  private func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: Range<Int>, _ section: String) -> Bool {
    sections[section]?.areHeld(by: text, part) ?? false
  }
}
