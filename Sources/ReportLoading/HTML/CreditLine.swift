import ReportArticles

/// Lines under a text that credit the agency's staff or invite mail: not part of the text.
enum CreditLine {
  private static let starts = [
    "reporting by ", "additional reporting by ", "writing by ", "editing by ", "compiled by ", "reported by ",
    "translated by ", "edited by ", "edited by:",
    "our standards:", "have a tip?", "got a tip?", "follow him on", "follow her on", "follow them on",
    "contact the author",
    "contact the reporter", "reach the reporter", "you can reach ", "email the author", "with reporting by ",
    "associated press writer",
    "this article originally appeared on", "this story originally appeared on", "this article was originally published",
    "this story was originally published", "this article first appeared", "originally published",
    "caption", "close", "advert", "image \u{31} of",
  ]

  static func matches(_ text: String) -> Bool {
    let start = TextFolding.fold(text.utf8.count <= 640 ? text[...] : text.prefix(160))
    let signs = "([*-—– ".unicodeScalars
    let folded = Substring(start.unicodeScalars.drop { signs.contains($0) })
    for start in starts where folded.begins(start) {
      if start == "caption" || start == "close" || start == "advert" {
        return folded.utf8.count <= start.utf8.count + 1
      }
      return true
    }
    if text.hasPrefix("SOURCE "), TextLayout.wordCount(text) <= 8 { return true }
    if folded.begins("image "), folded.holds(" of "), folded.utf8.count < 20 { return true }
    if folded.begins("updated at ") || folded.begins("updated: "), TextLayout.wordCount(text) <= 6 { return true }
    // “Email Jane Doe at jane@…, follow her @jane.”
    return folded.begins("email ") && (folded.holds("@") || folded.holds("follow"))
      && TextLayout.wordCount(text) <= 40
  }

  /// Whether a last line signs the text: names of agencies, short signs of writers (“jah/kvo”), no sentence.
  static func isSignature(_ text: String) -> Bool {
    guard TextLayout.wordCount(text) <= 6, text.utf8.count <= 60, !TextLayout.endsSentence(text) else { return false }
    let key = TextFolding.fold(text)
    let parts = key.split(whereSeparator: { "/،,+-–—()[]|".contains($0) }).map { TextLayout.collapse($0) }
    guard !parts.isEmpty else { return false }
    let isInitials =
      key.utf8.count <= 12 && key.holds(".")
      && key.split(whereSeparator: { ". /".contains($0) }).allSatisfy { $0.count == 1 }
    return isInitials || parts.contains { agencies.contains($0) }
      || (key.holds("/") && parts.count > 1 && parts.allSatisfy { $0.utf8.count <= 5 && !$0.holds(" ") })
  }

  /// Whether a text is the name of a news agency and nothing else.
  static func isAgency(_ text: String) -> Bool { agencies.contains(TextFolding.fold(text)) }

  private static let agencies: Set<String> = Set(
    [
      "afp", "ap", "reuters", "dpa", "epd", "kna", "sid", "apa", "ansa", "efe", "europa press", "pti", "ani", "ians",
      "upi",
      "tass", "xinhua", "أ ف ب", "أ.ف.ب", "ا ف ب", "أ ب", "د ب أ", "د.ب.أ", "رويترز", "وكالات", "الوكالات", "الأناضول",
      "سبوتنيك", "واس", "كونا", "وفا", "بترا", "وام", "شينخوا", "فرانس برس", "سانا", "قنا", "بنا",
      "العمانية", "الأنباء القطرية", "تاس", "أسوشيتد برس", "أسوشييتد برس", "بلومبرغ", "بلومبيرغ",
    ].map { TextFolding.fold($0) })
}
