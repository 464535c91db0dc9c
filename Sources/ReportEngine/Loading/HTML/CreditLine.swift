/// Lines under a text that credit the agency's staff or invite mail: not part of the text.
enum CreditLine {
  private static let starts = [
    "reporting by ", "additional reporting by ", "writing by ", "editing by ", "compiled by ", "reported by ",
    "translated by ",
    "our standards:", "have a tip?", "got a tip?", "follow him on", "follow her on", "follow them on",
    "contact the author",
    "contact the reporter", "reach the reporter", "you can reach ", "email the author", "with reporting by ",
    "associated press writer",
    "caption", "close", "advert", "image \u{31} of",
  ]

  static func matches(_ text: String) -> Bool {
    let start = TextFolding.fold(text.utf8.count <= 640 ? text[...] : text.prefix(160))
    let signs = "([*-—– ".unicodeScalars
    let folded = Substring(start.unicodeScalars.drop { signs.contains($0) })
    for start in starts where folded.hasPrefix(start) {
      if start == "caption" || start == "close" || start == "advert" {
        return folded.utf8.count <= start.utf8.count + 1
      }
      return true
    }
    if folded.hasPrefix("image "), folded.holds(" of "), folded.utf8.count < 20 { return true }
    if folded.hasPrefix("updated at ") || folded.hasPrefix("updated: "), TextLayout.wordCount(text) <= 6 { return true }
    // “Email Jane Doe at jane@…, follow her @jane.”
    return folded.hasPrefix("email ") && (folded.holds("@") || folded.holds("follow"))
      && TextLayout.wordCount(text) <= 40
  }
}
