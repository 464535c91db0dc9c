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
        .flatMap { $0.components(separatedBy: " / ") }.flatMap(partAtConjunction)
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
      // How long ago the line was written: “منذ 3 ساعات”, “3 hours ago”.
      if let place = name.firstRange(of: " منذ ") { name = String(name[..<place.lowerBound]) }
      if name.hasSuffix(" ago"), let digit = name.firstIndex(where: \.isNumber) { name = String(name[..<digit]) }
      for others in otherCredits {
        if let place = name.firstRange(of: others) { name = String(name[..<place.lowerBound]) }
      }
      if let place = name.firstRange(of: " in ") { name = String(name[..<place.lowerBound]) }
      name = trim(withoutLooseEnds(name))
      if isName(name), !names.contains(name), names.isEmpty || !isTitleOrAgency(name) { names.append(name) }
    }
    return names
  }

  /// What may follow a name after a comma or a stroke: a degree (“PhD”), the agency that sent the text.
  private static func isTitleOrAgency(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    if words.count == 1, (2...4).contains(text.utf8.count),
      text.utf8.count(where: { (0x41...0x5A).contains($0) }) >= 2
    {
      return true
    }
    return words.contains { ["agency", "agencies", "وكالة", "وكالات"].contains($0.lowercased()) }
  }

  /// Given names that begin with the letter waw of their own.
  private static let namesWithWaw: Set<String> = Set(
    [
      "وليد", "وائل", "وفاء", "وسام", "وسيم", "وجدي", "وجدان", "وجيه", "وحيد", "وداد", "وديع", "ورد", "وردة", "وصال",
      "وصفي", "وعد", "وفيق", "وهبة", "وهبي", "وهيب", "واصف", "والي", "واثق", "وضاح", "وئام", "ولاء", "وجنات", "ورود",
    ].map { TextFolding.fold($0) })

  /// “منى حقل وعلي الحجر”: the conjunction is written as one with the second name.
  private static func partAtConjunction(_ text: String) -> [String] {
    let words = text.split(separator: " ")
    guard words.count >= 4,
      let place = (2..<(words.count - 1)).first(where: { place in
        words[place].unicodeScalars.first == "و" && words[place].unicodeScalars.count >= 4
          && !namesWithWaw.contains(TextFolding.fold(words[place]))
      })
    else { return [text] }
    let rest = String(words[place...].joined(separator: " ").unicodeScalars.dropFirst())
    return [words[..<place].joined(separator: " ")] + partAtConjunction(rest)
  }

  /// What comes after the writers: those who took the pictures.
  private static let otherCredits = [
    " photos by ", " Photos by ", " PHOTOS BY ", " Photographs by ", " Photography by ", " Pictures by ",
    " pictures by ",
    " Photo by ", " Illustration by ", " Illustrations by ", " Video by ", " تصوير ", " عدسة ",
  ]

  private static let looseEnds: Set<String> = [
    "on", "at", "by", "published", "updated", "في", "يوم", "بتاريخ", "am", "le",
  ]

  /// Without mail addresses and handles beside a name, and without the words that led over to a date.
  private static func withoutLooseEnds(_ text: String) -> String {
    var words = text.split(separator: " ")
    if words.count > 1 { words.removeAll { $0.utf8.contains(UInt8(ascii: "@")) } }
    while words.count > 1, let last = words.last, looseEnds.contains(last.lowercased()) { words.removeLast() }
    return words.joined(separator: " ")
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
    "moderator", "senior", "special", "guest", "freelance", "author", "admin",
    "administrator", "webmaster", "مراسل", "محرر", "صحفي", "كاتب", "خاص",
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
