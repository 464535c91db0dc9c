import Glibc
import ReportArticles

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
  private static let labels = PagePhrases.Kinds(.promotion, .related, .end, .furniture, .caption, .tags, .barrier)

  init(dayFirst: Bool? = nil) { self.dayFirst = dayFirst }

  func read(_ line: TextLayout.Line) -> PageLine {
    let count = TextLayout.wordCount(line.text)
    // Every line that is not text is short.
    let kind = count <= 24 && line.text.utf8.count <= 400 ? kind(of: line.text, count: count) : .text
    return PageLine(line: line, kind: kind, words: count)
  }

  private func kind(of text: String, count: Int) -> PageLine.Kind {
    let hasDigit = DateTokens.hasDigit(text)
    let words = phrases.words(text)
    if hasDigit, let date = bareDate(text) {
      // “Updated 9:00 AM, March 13, 2025” says nothing of when the article was published.
      let isUpdate = phrases.longest(words, text: text, .init(.updated)).map { !$0.isWhole } ?? false
      return isUpdate ? .stamps(published: nil, updated: date) : .date(date)
    }
    if words.isEmpty { return .furniture }
    // “By Jane Doe | 11 March 2025 | Town” looks like a way through sections.
    if hasDigit, let byline = byline(text, words: words, count: count) ?? datedByline(text, count: count) {
      return byline
    }
    if let breadcrumb = breadcrumb(text) { return breadcrumb }
    if hasDigit, let stamps = stamps(text, words: words) { return stamps }
    if let editor = editor(text, words: words) { return editor }
    if let byline = byline(text, words: words, count: count) { return byline }
    if endsInCredit(text) { return .caption(text) }
    guard let match = phrases.longest(words, text: text, PageLineReader.labels) else {
      return invitesToFollow(words, text: text) ? .promotion : .text
    }
    let isSentence = count >= 8 && TextLayout.endsSentence(text) && !text.hasSuffix(":")
    let hasColon = text.utf8.contains { $0 == 0x3A || $0 == 0x7C } || text.holds("：")
    switch match.kind {
    case .caption: return .caption(text)
    case .tags:
      guard hasColon || match.isWhole else { return .text }
      return .tags(list(after: text))
    case .promotion, .barrier: return count <= 20 ? .promotion : .text
    case .related:
      if match.isWhole { return .related(isHeading: true) }
      if hasColon || count <= match.length + 2 {
        return .related(isHeading: text.hasSuffix(":") || count <= match.length + 2)
      }
      return isSentence || count > match.length + 14 ? .text : .related(isHeading: false)
    case .end:
      let claimsRights = text.holds("©") || text.holds("محفوظة") || text.lowercased().holds("rights reserved")
      return match.isWhole || !isSentence || claimsRights || match.length >= 3 ? .end : .text
    case .furniture: return match.isWhole || !isSentence ? .furniture : .text
    default: return .text
    }
  }

  /// “… on Monday. (Photo: A. Roe)”, “… (Getty Images)”: a caption with its credit.
  private func endsInCredit(_ text: String) -> Bool {
    guard text.utf8.last == UInt8(ascii: ")") || text.utf8.last == UInt8(ascii: "]"),
      let open = text.lastIndex(where: { $0 == "(" || $0 == "[" })
    else { return false }
    let credit = TextFolding.fold(text[text.index(after: open)...])
    return ["photo", "image", "picture", "getty", "file photo", "تصوير", "صوره", "foto", "bild"].contains {
      credit.hasPrefix($0)
    }
  }

  /// “Follow the Daily Post on Google News”: an invitation that ends in the name of a channel.
  private func invitesToFollow(_ words: PagePhrases.Words, text: String) -> Bool {
    guard words.count <= 14, phrases.longest(words, text: text, .init(.follow)) != nil else { return false }
    return (max(0, words.count - 3)..<words.count).contains { start in
      phrases.longest(words, from: start, text: text, .init(.channel))?.isWhole ?? false
    }
  }

  // MARK: Dates

  /// Words that may stand beside a date without making the line anything else.
  private static let besideDates: Set<String> = Set(
    [
      "الموافق", "هـ", "ه", "ah", "م", "ص", "ص.", "uhr", "ميلادي", "هجري", "العدد", "السنة", "عدد", "issue", "no",
      "vol", "edition", "the",
      "on",
      "at", "الساعة", "بتوقيت", "القاهرة", "غرينتش", "مكة", "يوم", "gmt", "utc", "et", "local", "time", "date", "le",
      "el",
      "den", "de", "of", "am", "pm", "today", "اليوم", "ago", "منذ", "updated", "وقت", "التاريخ", "in", "بتاريخ",
      "segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo", "feira", "às", "as", "lunedì", "martedì",
      "mercoledì", "giovedì", "venerdì", "sabato", "domenica", "ore", "à", "um", "las", "kl",
    ].map { TextFolding.fold($0) })

  /// The date that a line consists of, with nothing beside it but what belongs to dates.
  func bareDate(_ text: String) -> WrittenDate? {
    guard text.utf8.count <= 160, DateTokens.hasDigit(text) else { return nil }
    let reader = DateReader(
      text, dayFirst: dayFirst ?? (TextDirection.ofFirstStrong(text) == .rightToLeft ? true : nil), isField: true)
    let found = reader.dates()
    guard let first = found.first, first.date.date.day != nil else { return nil }
    var covered = Set<Int>()
    for date in found { covered.formUnion(date.tokens) }
    for index in reader.tokens.tokens.indices where !covered.contains(index) {
      switch reader.tokens.tokens[index].kind {
      case .symbol: continue
      case .number(_, let digits): if digits > 5 { return nil }
      case .word:
        guard let word = reader.tokens.word(index) else { return nil }
        if PageLineReader.besideDates.contains(word) || dateWords.weekdays[word] != nil { continue }
        if dateWords.hijriMonths[word] != nil || dateWords.months[word] != nil || dateWords.zones[word] != nil {
          continue
        }
        return nil
      }
    }
    // Two dates of one day in two calendars: the Gregorian one with the weekday counts.
    guard found.count > 1 else { return first.date }
    return (found.first { $0.date.weekday != nil && !$0.date.isHijri } ?? found.first { !$0.date.isHijri } ?? first)
      .date
  }

  /// “Published: 23 January 2025, 08:10 | Updated: 24 January 2025”.
  private func stamps(_ text: String, words: PagePhrases.Words) -> PageLine.Kind? {
    var published: WrittenDate?
    var updated: WrittenDate?
    for part in segments(text, words: words) {
      let words = phrases.words(part)
      guard let match = phrases.longest(words, text: part, .init(.published, .updated)), !match.isWhole else {
        continue
      }
      let rest = part.split(separator: " ").dropFirst(match.length).joined(separator: " ")
      let reader = DateReader(
        rest, dayFirst: dayFirst ?? (TextDirection.ofFirstStrong(text) == .rightToLeft ? true : nil), isField: true)
      guard let date = reader.dates().first, date.date.date.day != nil,
        date.tokens.lowerBound <= 4 || isTime(reader.tokens, before: date.tokens.lowerBound)
      else { continue }
      if match.kind == .published { published = published ?? date.date } else { updated = updated ?? date.date }
    }
    if published == nil, let updated, let first = dateBeforeUpdate(text, words: words),
      first.date.interval.first <= updated.date.interval.last
    {
      published = first
    }
    return published != nil || updated != nil ? .stamps(published: published, updated: updated) : nil
  }

  /// The date without a label in front of one that is labelled an update: “10/03/2025 01:57 | Updated 11/03/2025”.
  private func dateBeforeUpdate(_ text: String, words: PagePhrases.Words) -> WrittenDate? {
    let pieces = text.split(separator: " ")
    let label = words.firstWordOfPiece.indices.dropFirst().first { index in
      phrases.longest(words, from: words.firstWordOfPiece[index], text: text, .init(.updated)) != nil
    }
    guard let label, label < pieces.count else { return nil }
    let head = pieces[..<label].joined(separator: " ")
    guard let end = head.lastIndex(where: { !"|•·;؛,،-–—(/ ".contains($0) }) else { return nil }
    return bareDate(String(head[...end]))
  }

  /// Whether nothing but a time of day stands before a token: “8:15 a.m. ET”.
  private func isTime(_ tokens: DateTokens, before end: Int) -> Bool {
    guard end <= 12 else { return false }
    return (0..<end).allSatisfy { index in
      guard let word = tokens.word(index) else { return true }
      return PageLineReader.besideDates.contains(word) || dateWords.zones[word] != nil
        || ["a", "p", "m"].contains(word)
    }
  }

  private func segments(_ text: String, words: PagePhrases.Words) -> [String] {
    let marks: [Unicode.Scalar] = ["|", "•", "·", "؛", ";", "/"]
    var parts = text.unicodeScalars.split(whereSeparator: { marks.contains($0) }).map {
      TextLayout.collapse(Substring($0))
    }
    // A slash may belong to a date.
    if text.utf8.contains(UInt8(ascii: "/")) { parts.append(text) }
    // “Published 1 May 2024 Updated 2 May 2024” without a sign between.
    for index in words.firstWordOfPiece.indices.dropFirst()
    where phrases.longest(words, from: words.firstWordOfPiece[index], text: text, .init(.updated)) != nil {
      parts.append(text.split(separator: " ").dropFirst(index).joined(separator: " "))
      break
    }
    return parts
  }

  private static let sentenceEnds = TextSigns(".!?؟¿")

  // MARK: People

  private func editor(_ text: String, words: PagePhrases.Words) -> PageLine.Kind? {
    guard let match = phrases.longest(words, text: text, .init(.editor)) else { return nil }
    if match.isWhole { return .editor(role: trimSigns(text), name: nil) }
    let parts = text.split(separator: " ")
    let role = parts.prefix(match.length).joined(separator: " ")
    let rest = parts.dropFirst(match.length).joined(separator: " ")
    let separated = text.holds(":") || text.holds(" - ") || text.holds("/") || text.holds(" – ")
    let name = trimSigns(rest)
    let nameWords = TextLayout.wordCount(name)
    guard nameWords <= 5, !name.isEmpty, !TextLayout.endsSentence(name), separated || looksLikeName(name) else {
      return nil
    }
    return .editor(role: trimSigns(role), name: name)
  }

  /// Whether a line begins as the title of a list of other articles does: “Don't miss”.
  func startsRelated(_ text: String) -> Bool {
    phrases.longest(phrases.words(text), text: text, .init(.related)) != nil
  }

  /// Whether a sentence of a short text says that what follows is not free: “This article is for subscribers only.”
  func isBarrier(_ text: String) -> Bool {
    guard text.utf8.count <= 400 else { return false }
    return PageLineReader.sentenceEnds.split(text).contains { part in
      phrases.mayStart(part, .init(.barrier))
        && phrases.longest(phrases.words(part), text: part, .init(.barrier)) != nil
    }
  }

  /// Whether a line says that an advertisement follows, and nothing else.
  func labelsAdvertisement(_ text: String) -> Bool {
    text.utf8.count <= 60 && PageLineReader.advertisements.contains(TextFolding.fold(trimSigns(text)))
  }

  private static let advertisements: Set<String> = Set(
    [
      "advertisement", "ad", "advertising", "sponsored", "إعلان", "إعلانات", "publicité", "publicidad", "anzeige",
      "werbung",
      "publicidade", "pubblicità", "advertentie", "annons", "reklam",
    ].map { TextFolding.fold($0) })

  /// Whether a line is the heading of readers' comments: “3 Comments”, “التعليقات (2)”.
  func headsComments(_ text: String) -> Bool {
    guard text.utf8.count <= 60 else { return false }
    let words = text.filter { !$0.isNumber && !"()[]".contains($0) }
    return phrases.longest(phrases.words(words), text: words, .init(.comments))?.isWhole ?? false
  }

  /// Whether a line begins as stamps do, and has a figure: “Updated Nov 19, 6:55 AM;Posted Nov 18, 8:19 PM”.
  func startsStamps(_ text: String) -> Bool {
    DateTokens.hasDigit(text) && phrases.longest(phrases.words(text), text: text, .init(.published, .updated)) != nil
  }

  /// Whether the parts of a line between strokes are dates, bylines and lists of sections or tags: “05/10/2018 - Posted by:
  /// Jane Doe - Category: Health”.
  func isMetaLine(_ text: String) -> Bool {
    guard text.utf8.count <= 300, !TextLayout.endsSentence(text) else { return false }
    let parts = text.components(separatedByAny: [" - ", " – ", " — ", " | ", " • ", " · ", " / "])
    guard parts.count > 1 else { return false }
    let reader = PageLineReader(dayFirst: dayFirst ?? true)
    let known = parts.count { part in
      switch reader.read(TextLayout.Line(text: TextLayout.collapse(part), number: 1, block: 1)).kind {
      case .date, .stamps, .byline, .tags, .furniture, .breadcrumb: true
      default: isSection(part)
      }
    }
    return known > 1 && known * 2 > parts.count
  }

  /// Whether a text is the label of an author and nothing else: “Written by”.
  func labelsAuthor(_ text: String) -> Bool {
    phrases.longest(phrases.words(text), text: text, .init(.byline))?.isWhole ?? false
  }

  private func byline(_ text: String, words: PagePhrases.Words, count: Int) -> PageLine.Kind? {
    guard let match = phrases.longest(words, text: text, .init(.byline)), !match.isWhole, count <= 18 else {
      return nil
    }
    let parts = text.split(separator: " ")
    let labelEndsInColon =
      parts.prefix(match.length + 1).contains { $0.hasSuffix(":") || $0 == "/" || $0 == "-" || $0 == "–" }
      || (parts.count > match.length && "/:".contains(parts[match.length - 1].last ?? " "))
    var rest = parts.dropFirst(match.length).joined(separator: " ")
    let reader = DateReader(rest, dayFirst: dayFirst)
    var date: WrittenDate?
    if DateTokens.hasDigit(rest), let found = reader.dates().first, found.date.date.day != nil {
      date = found.date
      let bytes = Array(rest.utf8)
      rest = String(decoding: bytes[..<found.date.range.lowerBound], as: UTF8.self)
      // “By Jane Doe, updated 11 March”: that is not the day of publication.
      let before = phrases.words(rest)
      let isUpdate = (max(0, before.count - 6)..<before.count).contains { start in
        phrases.longest(before, from: start, text: rest, .init(.updated)) != nil
      }
      if isUpdate { date = nil }
    }
    // An Arabic sentence may well start with “he wrote”.
    let isLatin = words.firstByte < 0x80
    guard labelEndsInColon || (isLatin ? looksLikeName(trimSigns(rest)) : TextLayout.wordCount(rest) <= 4) else {
      return nil
    }
    guard !TextLayout.endsSentence(rest) || rest.hasSuffix(":") else { return nil }
    let names = PersonNames.split(rest)
    return names.isEmpty && date == nil ? nil : .byline(authors: names, date: date)
  }

  /// “March 11th, 2025 by Jane Doe”: the date stands before the label.
  private func datedByline(_ text: String, count: Int) -> PageLine.Kind? {
    guard count <= 14, text.utf8.count <= 120 else { return nil }
    let reader = DateReader(text, dayFirst: dayFirst, limit: 40)
    guard let found = reader.dates().first, found.tokens.lowerBound == 0, found.date.date.day != nil else { return nil }
    let bytes = Array(text.utf8)
    let rest = TextLayout.collapse(
      String(decoding: bytes[min(found.date.range.upperBound, bytes.count)...], as: UTF8.self))
    let words = phrases.words(rest)
    guard case .byline(let authors, _) = byline(rest, words: words, count: words.count), !authors.isEmpty else {
      return nil
    }
    return .byline(authors: authors, date: found.date)
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
    guard
      text.utf8.contains(where: { $0 == 0x3E || $0 == 0x2F || $0 == 0x7C || $0 == 0x3C || $0 == 0xC2 || $0 == 0xE2 })
    else { return nil }
    for separator in [" > ", " » ", " › ", " / ", " | ", " → ", " < ", " « ", " ‹ "] where text.holds(separator) {
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
    phrases.longest(phrases.words(text), text: text, .init(.section))?.isWhole ?? false
  }

  /// Whether a line looks like the name of a paper or agency.
  func isPaper(_ text: String) -> Bool {
    let words = phrases.words(text)
    if phrases.longest(words, text: text, .init(.paper)) != nil { return true }
    return words.count <= 5 && phrases.hasMarkOfPaper(words) && !isSection(text)
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
      case 0x41...0x5A, 0x61...0x7A: return .leftToRight
      case ..<0x80: continue
      default: if scalar.properties.isAlphabetic { return .leftToRight }
      }
    }
    return nil
  }
}

extension String {
  /// The parts between occurrences of any of the separators, taken one after another.
  func components(separatedByAny separators: [String]) -> [String] {
    separators.reduce([self]) { parts, separator in parts.flatMap { $0.components(separatedBy: separator) } }
  }

  /// The parts between occurrences of a separator.
  func components(separatedBy separator: String) -> [String] {
    guard holds(separator) else { return [self] }
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

extension StringProtocol {
  /// Whether the bytes of `part` are found in those of this text. What the standard library offers compares characters,
  /// at some hundred times the cost.
  func holds(_ part: String) -> Bool {
    var part = part
    return part.withUTF8 { part in
      let found = utf8.withContiguousStorageIfAvailable { $0.holds(part) }
      return found ?? Array(utf8).withUnsafeBufferPointer { $0.holds(part) }
    }
  }
}

extension Unicode.Scalar {
  /// A letter or a numeral of any script.
  var isLetterOrNumber: Bool {
    switch value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x0621...0x063F, 0x0641...0x064A, 0x0660...0x0669: return true
    case ..<0x80: return false
    default: return properties.isAlphabetic || properties.numericType != nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  func holds(_ part: UnsafeBufferPointer<UInt8>) -> Bool { offset(of: part) != nil }

  func offset(of part: String) -> Int? {
    var part = part
    return part.withUTF8 { offset(of: $0) }
  }

  /// Where a part begins for the first time.
  func offset(of part: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = UnsafeRawPointer(baseAddress), let start = part.baseAddress, !part.isEmpty else {
      return part.isEmpty ? 0 : nil
    }
    var position = 0
    while position + part.count <= count,
      let found = memchr(base + position, Int32(part[0]), count - part.count + 1 - position)
    {
      let place = base.distance(to: UnsafeRawPointer(found))
      if memcmp(found, start, part.count) == 0 { return place }
      position = place + 1
    }
    return nil
  }
}
