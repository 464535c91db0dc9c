import ReportArticles

/// Paragraphs within a text that call on the reader to do something for the publisher: read a newsletter, follow a channel,
/// subscribe, share, support. What they are made of stands in `loading/calls.txt`.
struct PromotionText: Sendable {
  private static let shared = PromotionText()

  private var sections: [String: [String]] = [:]

  private init() {
    var section = ""
    for line in (EmbeddedResource.text("loading/calls.txt") ?? "").split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("["), line.hasSuffix("]") {
        section = String(line.dropFirst().dropLast())
      } else {
        sections[section, default: []].append(TextFolding.fold(line) + (line.hasSuffix(" ") ? " " : ""))
      }
    }
  }

  /// Whether a paragraph says that the publisher earns by its links, begins with a question to the reader about the article,
  /// or has a sentence that begins with an invitation to something of the publisher's own.
  static func matches(_ text: String) -> Bool {
    guard text.utf8.count <= 400 else { return false }
    return shared.matches(TextFolding.fold(text[...]))
  }

  private func matches(_ folded: String) -> Bool {
    if holds(folded, "phrase") { return true }
    let start = PromotionText.start(folded[...])
    if begins(start, "question"), folded.contains("?") || folded.contains("؟") { return true }
    if holds(folded, "channel") {
      let hasInvitation = folded.split(whereSeparator: { ".!?؟:|,،".contains($0) }).contains {
        begins(PromotionText.start($0), "invitation")
      }
      if hasInvitation { return true }
    }
    // What somebody is quoted with is no call.
    if "“\"«".contains(folded.first ?? " ") { return false }
    return folded.split(whereSeparator: { ".!?؟:".contains($0) }).contains { sentence in
      begins(PromotionText.start(sentence), "call") && holds(sentence, "object")
    }
  }

  private static func start(_ text: Substring) -> Substring { text.drop { " “\"«*-–—".contains($0) } }

  private func begins(_ text: Substring, _ section: String) -> Bool {
    sections[section]?.contains { text.hasPrefix($0) } ?? false
  }

  private func holds(_ text: some StringProtocol, _ section: String) -> Bool {
    sections[section]?.contains { text.holds($0) } ?? false
  }
}
