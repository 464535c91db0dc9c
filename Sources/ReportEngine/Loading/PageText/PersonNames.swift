/// Names of people as bylines print them.
enum PersonNames {
  /// The names in a byline without its label: “Jane Doe and John Roe, Political Correspondent in London” gives two.
  static func split(_ text: String) -> [String] {
    var pieces: [String] = []
    let unified = text.replacing(" and ", with: ";").replacing(" & ", with: ";").replacing(" et ", with: ";")
      .replacing(" und ", with: ";").replacing(" y ", with: ";").replacing(" و ", with: ";").replacing(
        " with ", with: ";")
    for part in unified.split(whereSeparator: { ";،|•·\n".contains($0) }) {
      pieces += part.components(separatedBy: ",").flatMap { $0.components(separatedBy: " - ") }
        .flatMap { $0.components(separatedBy: " – ") }.flatMap { $0.components(separatedBy: " — ") }
    }
    var names: [String] = []
    for piece in pieces {
      var name = TextLayout.collapse(piece)
      for label in ["By ", "by ", "BY ", "Par ", "Von ", "Por "] where name.hasPrefix(label) {
        name = String(name.dropFirst(label.count))
      }
      if let bracket = name.firstIndex(where: { $0 == "(" || $0 == "<" || $0 == "[" }) {
        name = TextLayout.collapse(name[..<bracket])
      }
      if let place = name.firstRange(of: " in ") { name = String(name[..<place.lowerBound]) }
      name = trim(name)
      if isName(name), !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The names in a feed's author: an address and nothing else stays as it is.
  static func splitFeed(_ text: String) -> [String] {
    if text.holds("@"), !text.holds(" ") { return [text] }
    let names = split(text)
    return names.isEmpty ? [text] : names
  }

  private static func trim(_ text: String) -> String {
    let signs = ":-–—/|,،.\"“”'* "
    let start = text.drop { signs.contains($0) }
    guard var end = start.lastIndex(where: { !signs.contains($0) }) else { return "" }
    // “Jr.” and initials keep their dot.
    let next = start.index(after: end)
    if next < start.endIndex, start[next] == ".",
      start[...end].split(separator: " ").last.map({ $0.count <= 2 }) == true
    {
      end = next
    }
    return String(start[...end])
  }

  private static let roles: Set<String> = [
    "correspondent", "reporter", "editor", "writer", "staff", "contributor", "columnist", "journalist", "producer",
    "bureau", "chief", "desk", "analyst", "photographer", "updated", "published", "read", "min", "minutes", "gmt",
    "moderator", "senior", "special", "guest", "freelance", "author", "مراسل", "محرر", "صحفي", "كاتب", "خاص",
  ]

  private static func isName(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard (1...7).contains(words.count), text.utf8.count <= 120 else { return false }
    guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic }) else { return false }
    if text.holds("@") && words.count == 1 { return false }
    if text.holds("http") || text.holds("www.") { return false }
    if words.contains(where: { roles.contains($0.lowercased()) }) { return false }
    if text.unicodeScalars.filter({ $0.properties.numericType != nil }).count > 2 { return false }
    guard let first = text.unicodeScalars.first else { return false }
    // A name in a script with capitals has one, unless it is a pen name of one word.
    return first.value > 0x24F || words.count == 1
      || words.contains { $0.unicodeScalars.first?.properties.isUppercase == true }
  }
}
