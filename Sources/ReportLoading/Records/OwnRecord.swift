import ReportArticles

/// What `ArticleJSON` wrote and no other record has.
enum OwnRecord {
  private static let mostWarnings = 100

  /// Takes language and direction as they are, the bounds of a day that is not known, and what was said of the article when
  /// it was first read.
  static func fill(_ draft: inout ArticleDraft, from members: [JSONValue.Member]) {
    if let language = draft.declaredLanguage, LanguageTag.normalize(language) == language,
      let direction = members.first(where: { $0.key == "direction" })?.value.string.flatMap(TextDirection.init)
    {
      (draft.article.language, draft.article.direction, draft.hasLanguage) = (language, direction, true)
    }
    for member in members {
      switch member.key {
      case "dateBounds":
        let bounds = DateBounds(
          notBefore: member.value["notBefore"]?.string.flatMap(date),
          notAfter: member.value["notAfter"]?.string.flatMap(date),
          weekday: member.value["weekday"]?.string.flatMap { name in Weekday.allCases.first { $0.name == name } })
        if bounds != DateBounds() { draft.article.dateBounds = bounds }
      case "warnings":
        for warning in (member.value.array ?? []).prefix(mostWarnings) {
          guard let code = warning["code"]?.string, let message = warning["message"]?.string else { continue }
          draft.article.warnings.append(
            Article.Warning(code: code, message: message, line: warning["line"]?.scalarText.flatMap { Int($0) }))
        }
      default: continue
      }
    }
  }

  /// `2023`, `2023-03` or `2023-03-08`.
  private static func date(_ text: String) -> PartialDate? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard (1...3).contains(parts.count), let year = parts[0], parts.allSatisfy({ $0 != nil }) else { return nil }
    return PartialDate(year: year, month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
  }
}

extension RecordReader {
  /// Whether a record is one that `ArticleJSON` wrote: its texts are texts and nothing else.
  static func isOwn(_ members: [JSONValue.Member]) -> Bool {
    let origin = members.first { $0.key == "origin" }?.value
    return origin?["format"]?.string != nil && origin?["index"] != nil
      && ["direction", "dateBounds", "warnings"].allSatisfy { name in members.contains { $0.key == name } }
  }

  /// A paragraph as `ArticleJSON` wrote it: with its lines, if it has any, and its no-break spaces.
  static func literal(_ value: JSONValue) -> String? {
    guard let text = value.string else { return text(value) }
    let traits = TextTraits(of: text)
    if traits.isDisjoint(with: [.unclean, .layout]) { return text.isEmpty ? nil : text }
    let clean = TextCleaner.clean(text)
    let paragraph =
      text.utf8.contains(0x0A)
      ? PreformattedText.laidOut(Array(clean.utf8)[...]) : TextLayout.collapse(clean, keepsNoBreakSpace: true)
    return paragraph.isEmpty ? nil : paragraph
  }
}
