/// What a line of a scraped page is.
struct PageLine: Sendable {
  enum Kind: Sendable, Hashable {
    case text
    /// A date and nothing else.
    case date(WrittenDate)
    /// A role of the masthead, with the name when it stands on the same line.
    case editor(role: String, name: String?)
    /// Names of authors and, on the same line, a date.
    case byline(authors: [String], date: WrittenDate?)
    /// Dates with their labels.
    case stamps(published: WrittenDate?, updated: WrittenDate?)
    case caption(String)
    case tags([String])
    case promotion
    /// The start of a list of other articles.
    case related(isHeading: Bool)
    /// The start of what follows an article: comments, rights.
    case end
    case furniture
    /// The way to the page through the site's sections.
    case breadcrumb([String])
  }

  var line: TextLayout.Line
  var kind: Kind
  var words: Int

  /// Long enough, or ended as a sentence is: a paragraph rather than a headline.
  var isBodyLike: Bool {
    guard kind == .text else { return false }
    if words >= 25 || line.text.unicodeScalars.count >= 160 { return true }
    return words >= 8 && TextLayout.endsSentence(line.text) && !line.text.hasSuffix(":")
  }
}

/// Tells what the lines of a page are, one by one.
struct PageLineReader {
  private let phrases = PagePhrases.shared
  private let dateWords = DateWords.shared
  /// Whether 03/04/2024 is the third of April on this page; nil leaves it unread.
  let dayFirst: Bool?

  init(dayFirst: Bool? = nil) { self.dayFirst = dayFirst }

  func read(_ line: TextLayout.Line) -> PageLine {
    let count = TextLayout.wordCount(line.text)
    // Every line that is not text is short.
    let kind = count <= 24 && line.text.utf8.count <= 400 ? kind(of: line.text, count: count) : .text
    return PageLine(line: line, kind: kind, words: count)
  }

  private func kind(of text: String, count: Int) -> PageLine.Kind {
    if let date = bareDate(text) { return .date(date) }
    let words = PagePhrases.words(text)
    if words.isEmpty { return .furniture }
    if let breadcrumb = breadcrumb(text) { return breadcrumb }
    if let stamps = stamps(text) { return stamps }
    if let editor = editor(text, words: words) { return editor }
    if let byline = byline(text, words: words, count: count) { return byline }
    if endsInCredit(text) { return .caption(text) }
    let found = phrases.matches(
      words, text: text, kinds: [.promotion, .related, .end, .furniture, .caption, .tags])
    guard let match = found.max(by: { $0.length < $1.length }) else {
      return invitesToFollow(words, text: text) ? .promotion : .text
    }
    let isSentence = count >= 8 && TextLayout.endsSentence(text) && !text.hasSuffix(":")
    let hasColon = text.contains(":") || text.contains("|") || text.contains("：")
    switch match.kind {
    case .caption: return .caption(text)
    case .tags:
      guard hasColon || match.isWhole else { return .text }
      return .tags(list(after: text))
    case .promotion: return count <= 20 ? .promotion : .text
    case .related:
      if match.isWhole { return .related(isHeading: true) }
      if hasColon || count <= match.length + 2 {
        return .related(isHeading: text.hasSuffix(":") || count <= match.length + 2)
      }
      return isSentence || count > match.length + 14 ? .text : .related(isHeading: false)
    case .end:
      let claimsRights = text.contains("©") || text.contains("محفوظة") || text.lowercased().contains("rights reserved")
      return match.isWhole || !isSentence || claimsRights || match.length >= 3 ? .end : .text
    case .furniture: return match.isWhole || !isSentence ? .furniture : .text
    default: return .text
    }
  }

  /// “… on Monday. (Photo: A. Roe)”, “… (Getty Images)”: a caption with its credit.
  private func endsInCredit(_ text: String) -> Bool {
    guard text.hasSuffix(")") || text.hasSuffix("]"), let open = text.lastIndex(where: { $0 == "(" || $0 == "[" })
    else { return false }
    let credit = TextFolding.fold(text[text.index(after: open)...])
    return ["photo", "image", "picture", "getty", "file photo", "تصوير", "صوره", "foto", "bild"].contains {
      credit.hasPrefix($0)
    }
  }

  /// “Follow the Daily Post on Google News”: an invitation that ends in the name of a channel.
  private func invitesToFollow(_ words: [String], text: String) -> Bool {
    guard words.count <= 14, phrases.match(words, text: text, kind: .follow) != nil else { return false }
    return words.indices.suffix(3).contains { start in
      phrases.match(Array(words[start...]), text: text, kind: .channel)?.isWhole ?? false
    }
  }

  // MARK: Dates

  /// Words that may stand beside a date without making the line anything else.
  private static let besideDates: Set<String> = Set(
    [
      "الموافق", "هـ", "ه", "م", "ميلادي", "هجري", "العدد", "السنة", "عدد", "issue", "no", "vol", "edition", "the",
      "on",
      "at", "الساعة", "بتوقيت", "القاهرة", "غرينتش", "مكة", "يوم", "gmt", "utc", "et", "local", "time", "date", "le",
      "el",
      "den", "de", "of", "am", "pm", "uhr", "today", "اليوم", "ago", "منذ", "updated", "وقت", "التاريخ", "in",
    ].map { TextFolding.fold($0) })

  private func bareDate(_ text: String) -> WrittenDate? {
    guard text.utf8.count <= 160, text.unicodeScalars.contains(where: { $0.properties.numericType != nil }) else {
      return nil
    }
    let reader = DateReader(
      text, dayFirst: dayFirst ?? (TextDirection.ofFirstStrong(text) == .rightToLeft ? true : nil))
    let found = reader.dates()
    guard let first = found.first, first.date.date.day != nil else { return nil }
    var covered = Set<Int>()
    for date in found { covered.formUnion(date.tokens) }
    for index in reader.tokens.tokens.indices where !covered.contains(index) {
      switch reader.tokens.tokens[index].kind {
      case .symbol: continue
      case .number(_, let digits): if digits > 5 { return nil }
      case .word(let word):
        if PageLineReader.besideDates.contains(word) || dateWords.weekdays[word] != nil { continue }
        if dateWords.hijriMonths[word] != nil || dateWords.months[word] != nil || dateWords.zones[word] != nil {
          continue
        }
        return nil
      }
    }
    // Two dates of one day in two calendars: the Gregorian one with the weekday counts.
    return found.count > 1 ? (found.first { $0.date.weekday != nil }?.date ?? first.date) : first.date
  }

  /// “Published: 23 January 2025, 08:10 | Updated: 24 January 2025”.
  private func stamps(_ text: String) -> PageLine.Kind? {
    var published: WrittenDate?
    var updated: WrittenDate?
    for part in segments(text) {
      let words = PagePhrases.words(part)
      let found = phrases.matches(words, text: part, kinds: [.published, .updated])
      guard let match = found.max(by: { $0.length < $1.length }), !match.isWhole else { continue }
      let rest = part.split(separator: " ").dropFirst(match.length).joined(separator: " ")
      let reader = DateReader(
        rest, dayFirst: dayFirst ?? (TextDirection.ofFirstStrong(text) == .rightToLeft ? true : nil))
      guard let date = reader.dates().first, date.date.date.day != nil, date.tokens.lowerBound <= 4 else { continue }
      if match.kind == .published { published = published ?? date.date } else { updated = updated ?? date.date }
    }
    return published != nil || updated != nil ? .stamps(published: published, updated: updated) : nil
  }

  private func segments(_ text: String) -> [String] {
    var parts = text.split(whereSeparator: { "|•·؛;/".contains($0) }).map { TextLayout.collapse($0) }
    // A slash may belong to a date.
    if text.contains("/") { parts.append(text) }
    // “Published 1 May 2024 Updated 2 May 2024” without a sign between.
    let words = text.split(separator: " ")
    for index in words.indices.dropFirst() {
      let rest = words[index...].joined(separator: " ")
      if phrases.match(PagePhrases.words(rest), text: rest, kind: .updated) != nil {
        parts.append(rest)
        break
      }
    }
    return parts
  }

  // MARK: People

  private func editor(_ text: String, words: [String]) -> PageLine.Kind? {
    guard let match = phrases.match(words, text: text, kind: .editor) else { return nil }
    if match.isWhole { return .editor(role: trimSigns(text), name: nil) }
    let parts = text.split(separator: " ")
    let role = parts.prefix(match.length).joined(separator: " ")
    let rest = parts.dropFirst(match.length).joined(separator: " ")
    let separated = text.contains(":") || text.contains(" - ") || text.contains("/") || text.contains(" – ")
    let name = trimSigns(rest)
    let nameWords = TextLayout.wordCount(name)
    guard nameWords <= 5, !name.isEmpty, !TextLayout.endsSentence(name), separated || looksLikeName(name) else {
      return nil
    }
    return .editor(role: trimSigns(role), name: name)
  }

  private func byline(_ text: String, words: [String], count: Int) -> PageLine.Kind? {
    guard let match = phrases.match(words, text: text, kind: .byline), !match.isWhole, count <= 18 else { return nil }
    let parts = text.split(separator: " ")
    let labelEndsInColon =
      parts.prefix(match.length + 1).contains { $0.hasSuffix(":") || $0 == "/" || $0 == "-" || $0 == "–" }
      || (parts.count > match.length && "/:".contains(parts[match.length - 1].last ?? " "))
    var rest = parts.dropFirst(match.length).joined(separator: " ")
    let reader = DateReader(rest, dayFirst: dayFirst)
    var date: WrittenDate?
    if let found = reader.dates().first, found.date.date.day != nil {
      date = found.date
      let bytes = Array(rest.utf8)
      rest = String(decoding: bytes[..<found.date.range.lowerBound], as: UTF8.self)
    }
    // An Arabic sentence may well start with “he wrote”.
    let isLatin = (words.first?.utf8.first ?? 0xFF) < 0x80
    guard labelEndsInColon || (isLatin ? looksLikeName(trimSigns(rest)) : TextLayout.wordCount(rest) <= 4) else {
      return nil
    }
    guard !TextLayout.endsSentence(rest) || rest.hasSuffix(":") else { return nil }
    let names = PersonNames.split(rest)
    return names.isEmpty && date == nil ? nil : .byline(authors: names, date: date)
  }

  /// Capitalised words, as names in Latin script are written; anything in other scripts.
  private func looksLikeName(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let first = words.first?.unicodeScalars.first, words.count <= 12 else { return false }
    if first.value > 0x24F { return words.count <= 4 }
    guard first.properties.isUppercase else { return false }
    return words.filter { $0.unicodeScalars.first?.properties.isUppercase == true }.count * 2 >= words.count
  }

  private func breadcrumb(_ text: String) -> PageLine.Kind? {
    for separator in [" > ", " » ", " › ", " / ", " | ", " → ", " < ", " « ", " ‹ "] where text.contains(separator) {
      let pieces = text.components(separatedBy: separator)
      guard pieces.count >= 2, pieces.allSatisfy({ TextLayout.wordCount($0) <= 3 }) || isHome(pieces[0]) else {
        continue
      }
      guard isHome(pieces[0]) || pieces.count >= 3 || pieces.allSatisfy({ isSection($0) }) else { continue }
      return .breadcrumb(pieces.filter { !isHome($0) && !$0.isEmpty })
    }
    return nil
  }

  private func isHome(_ text: String) -> Bool {
    ["home", "الرئيسيه", "accueil", "inicio", "startseite", "homepage", "الصفحه الرئيسيه", "start"].contains(
      TextFolding.fold(trimSigns(text)))
  }

  /// Whether a line is the name of a usual section and nothing else.
  func isSection(_ text: String) -> Bool {
    phrases.match(PagePhrases.words(text), text: text, kind: .section)?.isWhole ?? false
  }

  /// Whether a line looks like the name of a paper or agency.
  func isPaper(_ text: String) -> Bool {
    let words = PagePhrases.words(text)
    if phrases.match(words, text: text, kind: .paper) != nil { return true }
    let marks: Set<String> = [
      "times", "post", "news", "daily", "gazette", "herald", "tribune", "journal", "chronicle", "observer", "courier",
      "star", "mirror", "telegraph", "guardian", "independent", "standard", "review", "mail", "press", "agency", "نيوز",
      "online", "zeitung", "le", "el", "die", "der", "la", "il",
    ]
    return words.count <= 5 && words.contains { marks.contains($0) } && !isSection(text)
  }

  private func list(after text: String) -> [String] {
    let rest = text.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
    return rest.split(whereSeparator: { ",،|#;".contains($0) }).map { TextLayout.collapse($0) }.filter { !$0.isEmpty }
  }

  private func trimSigns(_ text: String) -> String {
    let signs = ":-–—/|,،. "
    let start = text.drop { signs.contains($0) }
    guard let end = start.lastIndex(where: { !signs.contains($0) }) else { return "" }
    return String(start[...end])
  }
}

extension TextDirection {
  /// The direction of the first strong letter (rule P2 of UAX #9, letters of Hebrew and Arabic scripts only).
  static func ofFirstStrong(_ text: String) -> TextDirection? {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF:
        if scalar.properties.isAlphabetic { return .rightToLeft }
      default: if scalar.properties.isAlphabetic { return .leftToRight }
      }
    }
    return nil
  }
}

extension String {
  /// The parts between occurrences of a separator.
  func components(separatedBy separator: String) -> [String] {
    var parts: [String] = []
    var rest = self[...]
    while let range = rest.firstRange(of: separator) {
      parts.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    parts.append(String(rest))
    return parts
  }
}
