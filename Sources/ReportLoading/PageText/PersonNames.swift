import ReportArticles

/// Names of people as bylines print them.
enum PersonNames {
  /// The names in a byline without its label: “Jane Doe and John Roe, Political Correspondent in London” gives two.
  static func split(_ text: String) -> [String] {
    var pieces: [String] = []
    var unified = text
    for conjunction in conjunctions where unified.holds(conjunction) {
      unified = unified.replacing(conjunction, with: ";")
    }
    for part in separators.split(unified) {
      let ends = part.components(separatedByAny: [",", " - ", " – ", " — ", " / "]).map {
        TextLayout.collapse($0)
      }
      pieces += withoutPlace(ends).flatMap(partAtConjunction)
    }
    var names: [String] = []
    for piece in pieces {
      var name = TextLayout.collapse(piece)
      for label in labels where name.begins(label) { name = String(name.dropFirst(label.count)) }
      name = withoutLeadingRole(name)
      // “Text: Jane Doe”, with whatever word for it.
      if name.holds(": "), let place = name.firstRange(of: ": "), !name[..<place.lowerBound].contains(" ") {
        name = String(name[place.upperBound...])
      }
      if let bracket = name.firstIndex(where: { $0 == "(" || $0 == "<" || $0 == "[" }) {
        name = TextLayout.collapse(name[..<bracket])
      }
      // How long ago the line was written: “منذ 3 ساعات”, “3 hours ago”.
      if name.holds(" منذ "), let place = name.firstRange(of: " منذ ") { name = String(name[..<place.lowerBound]) }
      if name.hasSuffix(" ago"), let digit = name.firstIndex(where: \.isNumber) { name = String(name[..<digit]) }
      for others in otherCredits {
        if name.holds(others), let place = name.firstRange(of: others) { name = String(name[..<place.lowerBound]) }
      }
      if name.holds(" in "), let place = name.firstRange(of: " in ") { name = String(name[..<place.lowerBound]) }
      name = trim(withoutRole(withoutLooseEnds(name)))
      // What is one word after a full name is a place or an agency.
      if let first = names.first, first.utf8.contains(0x20), !name.utf8.contains(0x20) { continue }
      if isName(name), !names.contains(name), names.isEmpty || !isTitleOrAgency(name) { names.append(name) }
    }
    return names
  }

  private static let conjunctions = [" and ", " & ", " et ", " und ", " و ", " with ", " och ", " og "]
  private static let separators = TextSigns(";،|•·\n")

  private static let labels = [
    "Analysis by ", "Opinion by ", "Review by ", "Story by ", "Words by ", "Written by ", "Reported by ", "By ", "by ",
    "BY ", "Par ", "Von ", "Por ", "Af ", "Av ", "Door ", "Di ", "كتب ", "كتبت ", "كتبه ", "كتبها ", "بقلم ", "إعداد ",
    "أعده ",
    "أعدها ", "تقرير ", "تحرير ",
  ]

  /// «الدوحة - رويترز», «القاهرة – كتب …»: the place that a report comes from stands before the agency or the writer.
  private static func withoutPlace(_ parts: [String]) -> [String] {
    guard parts.count == 2, let first = parts.first, let last = parts.last, !CreditLine.isAgency(first) else {
      return parts
    }
    if CreditLine.isAgency(last) || agencies.contains(last), !first.utf8.contains(0x20) || isPlace(first) {
      return [last]
    }
    return parts
  }

  /// Without a place before a writer's full name, as an Arabic dateline has it: «القاهرة – سامي الحداد».
  static func withoutDateline(_ names: [String]) -> [String] {
    guard names.count > 1, let first = names.first, !first.utf8.contains(0x20) || isPlace(first),
      first.unicodeScalars.first.map({ (0x600..<0x700).contains($0.value) }) == true,
      names.dropFirst().allSatisfy({ $0.utf8.contains(0x20) && !isPlace($0) })
    else { return names }
    return Array(names.dropFirst())
  }

  /// Places of two words and more, which look like names of people.
  static func isPlace(_ text: String) -> Bool { places.contains(TextFolding.fold(text)) }

  private static let places: Set<String> = Set(
    [
      "new york", "los angeles", "san francisco", "san diego", "las vegas", "washington dc", "new delhi", "hong kong",
      "tel aviv", "abu dhabi", "buenos aires", "mexico city", "sao paulo", "rio de janeiro", "cape town",
      "kuala lumpur",
      "saudi arabia", "south africa", "south korea", "north korea", "sri lanka", "new zealand", "united states",
      "united kingdom", "middle east", "middle east & africa", "costa rica", "tel-aviv", "st petersburg", "la paz",
      "le caire", "new jersey", "north carolina", "south carolina", "new mexico", "new hampshire", "تل أبيب", "أبو ظبي",
      "لوس أنجلوس", "شرم الشيخ", "بور سعيد", "بني سويف", "كفر الشيخ", "الدار البيضاء", "رام الله", "سيدي بوزيد",
      "مكة المكرمة", "المدينة المنورة", "الشرق الأوسط", "العالم العربي", "الوطن العربي", "دير الزور", "خان شيخون",
      "بيت لحم",
      "خان يونس", "حضر موت", "بير زيت", "سان فرانسيسكو", "هونغ كونغ",
    ].map { TextFolding.fold($0) })

  /// “Redakteurin Jane Doe”: the name behind the role.
  private static func withoutLeadingRole(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard words.count >= 3, let first = words.first, leadingRoles.contains(TextFolding.fold(first)) else { return text }
    return words.dropFirst().joined(separator: " ")
  }

  private static let leadingRoles: Set<String> = Set(
    [
      "redakteur", "redakteurin", "reporter", "reporterin", "korrespondent", "korrespondentin", "journalist",
      "journalistin", "journaliste", "periodista", "giornalista", "correspondent", "correspondant", "correspondante",
      "corresponsal", "redactor", "redactora", "مراسل", "مراسلة", "مراسلنا", "مراسلتنا", "الكاتب", "الكاتبة", "الصحفي",
      "الصحفية", "الصحافي", "الصحافية", "الزميل", "الزميلة", "الإعلامي", "الإعلامية", "المحرر", "المحررة",
    ].map { TextFolding.fold($0) })

  /// Conjunctions of one or two letters, which stand within names, too (“Ortega y Gasset”).
  private static let shortConjunctions: Set<String> = ["y", "e", "en", "ve", "i"]

  /// What may follow a name after a comma or a stroke: a degree (“PhD”), the agency that sent the text.
  private static func isTitleOrAgency(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    if words.count == 1, (2...4).contains(text.utf8.count),
      text.utf8.count(where: { (0x41...0x5A).contains($0) }) >= 2
    {
      return true
    }
    if let first = words.first, agencies.contains(String(first)) { return true }
    return words.contains { ["agency", "agencies", "press", "وكالة", "وكالات"].contains($0.lowercased()) }
  }

  /// Whether the first word of a text is the name of an agency, in whatever capitals.
  static func startsWithAgency(_ text: String) -> Bool {
    guard let first = text.split(separator: " ").first?.lowercased() else { return false }
    return agencies.contains { $0.lowercased() == first }
  }

  private static let agencies: Set<String> = [
    "AP", "AFP", "UPI", "PA", "DPA", "dpa", "ANSA", "EFE", "TASS", "PTI", "ANI", "IANS", "AAP", "Reuters", "CNN", "BBC",
    "NPR", "Bloomberg", "رويترز", "فرانس",
  ]

  /// Given names that begin with the letter waw of their own.
  private static let namesWithWaw: Set<String> = Set(
    [
      "وليد", "وائل", "وفاء", "وسام", "وسيم", "وجدي", "وجدان", "وجيه", "وحيد", "وداد", "وديع", "ورد", "وردة", "وصال",
      "وصفي", "وعد", "وفيق", "وهبة", "وهبي", "وهيب", "واصف", "والي", "واثق", "وضاح", "وئام", "ولاء", "وجنات", "ورود",
    ].map { TextFolding.fold($0) })

  /// “منى حقل وعلي الحجر”: the conjunction is written as one with the second name.
  private static func partAtConjunction(_ text: String) -> [String] {
    let words = text.split(separator: " ")
    if let place = words.indices.dropFirst().dropLast().first(where: { shortConjunctions.contains(String(words[$0])) }),
      words.count - place > 2 || place == 1
    {
      return [words[..<place].joined(separator: " ")]
        + partAtConjunction(words[(place + 1)...].joined(separator: " "))
    }
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

  /// “Jane Doe Staff Writer”, “JANE DOE Business Reporter”: the name before the role.
  private static func withoutRole(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard words.count >= 4, let place = words.firstIndex(where: { roles.contains($0.lowercased()) }), place >= 2 else {
      return text
    }
    // A word before the role belongs to it (“Business Reporter”) unless the role begins with it (“Staff Writer”).
    let isStart = ["staff", "senior", "special", "guest", "freelance", "chief"].contains(words[place].lowercased())
    return words[..<(isStart || place == 2 ? place : place - 1)].joined(separator: " ")
  }

  /// The names in a feed's author: an address and nothing else stays as it is.
  static func splitFeed(_ text: String) -> [String] {
    if text.holds("@"), !text.holds(" ") { return [text] }
    let names = split(text)
    return names.isEmpty ? [text] : names
  }

  private static func trim(_ text: String) -> String {
    let signs = ":-–—/／|,،.\"“”'* "
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
    "administrator", "webmaster", "مراسل", "محرر", "المحرر", "المراسل", "الإدارة", "صحفي", "كاتب", "خاص",
  ]

  /// Words that stand in and beside bylines, and in no name.
  private static let otherWords: Set<String> = Set(
    [
      "share", "save", "copy", "link", "print", "email", "mail", "comment", "comments", "listen", "follow", "view",
      "more",
      "about", "news", "the", "article", "story", "published", "updated", "photo", "image", "getty", "agencies",
      "agency",
      "press", "media", "times", "post", "today", "subscribe", "newsletter", "advertisement", "reading", "all", "our",
      "artikel", "teilen", "drucken", "merken", "nachrichten", "agenturen", "partager", "imprimer", "rédaction",
      "redaktion", "redacción", "agence", "agencia", "compartir", "guardar", "معلومات", "المقال", "المقالة", "الخبر",
      "نشر", "النشر", "تاريخ", "آخر", "تحديث", "مشاركة", "شارك", "حفظ", "طباعة", "وقت", "القراءة", "دقائق", "دقيقة",
      "قراءة", "دقيقتين", "دقيقتان", "ثانية", "مشاهدات", "زيارة", "عدد", "lesezeit",
      "minuten", "lecture", "lectura", "temps", "tiempo",
      "تعليق", "تعليقات", "قسم", "الصورة", "صورة", "المصدر", "مصدر", "وكالات", "وكالة", "متابعة", "متابعات", "أخبار",
      "الأخبار", "صحيفة", "جريدة", "قناة", "موقع", "شبكة", "نيوز", "بوابة", "مشاهدة", "استمع", "اقرأ", "المزيد",
      "في", "من", "على", "عن", "إلى", "مع", "بعد", "قبل", "بين", "خلال", "هذا", "هذه", "ما", "لا", "كيف", "لماذا", "هل",
      "التي", "الذي", "فريق", "التحرير", "هيئة", "الوكالات",
    ].map { TextFolding.fold($0) })

  /// Whether nothing in a text speaks against its being an author: no button, no label.
  static func mayBeAuthor(_ text: String) -> Bool {
    !text.split(separator: " ").contains {
      otherWords.contains(TextFolding.fold($0)) && $0.utf8.first.map { $0 > 0x7F } == true
    }
      && !["share", "save", "print", "comments"].contains(text.lowercased())
  }

  /// Particles of names that are written small.
  private static let particles: Set<String> = [
    "de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "ten", "ter", "la", "le", "el",
    "al",
    "bin", "bint", "ibn", "abu", "y", "e", "zu", "af", "av",
  ]

  /// Whether a text names a newsroom rather than people: “WKBX Staff”, “Explained Desk”.
  static func namesStaff(_ text: String) -> Bool {
    text.split(separator: " ").contains { staff.contains($0.lowercased()) }
  }

  private static let staff: Set<String> = [
    "editor", "editorial", "staff", "desk", "bureau", "newsroom", "editors", "team", "correspondent", "reporter",
    "reporters", "agencies",
    "agency", "redaktion", "rédaction", "redacción", "redazione", "redação", "وكالات", "متابعات",
  ]

  private static let titles: Set<String> = Set(
    [
      "د", "أ", "م", "أ.د", "ا.د", "الدكتور", "الدكتورة", "دكتور", "المحامي", "المحامية", "السفير", "اللواء", "العميد",
      "الشيخ", "المهندس", "المهندسة", "الأستاذ", "البروفيسور", "dr", "prof", "sir", "rev",
    ].map { TextFolding.fold($0) })

  /// Whether a text is a person's name with a title before it and nothing else.
  static func isTitledName(_ text: String) -> Bool {
    guard text.utf8.count <= 80, !TextLayout.endsSentence(text) else { return false }
    let parts = text.split(whereSeparator: { " .".contains($0) })
    guard let first = parts.first, titles.contains(TextFolding.fold(first)) else { return false }
    return (2...5).contains(parts.count - 1) && looksLikePerson(text)
  }

  /// Whether a text has the form of a person's full name: two to six words, capitals where the script has them, and no word
  /// that stands in bylines otherwise.
  static func looksLikePerson(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard (2...6).contains(words.count), isName(text) else { return false }
    return words.allSatisfy { word in
      guard let first = word.unicodeScalars.first else { return false }
      if otherWords.contains(TextFolding.fold(word)) { return false }
      if first.value > 0x24F { return first.properties.isAlphabetic }
      return first.properties.isUppercase || particles.contains(word.lowercased())
        || word.utf8.count > 2
          && word.utf8.dropFirst().contains { (0x41...0x5A).contains($0) }
    }
  }

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
