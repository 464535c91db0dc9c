import ReportArticles

/// The one place where the texts of an article are cleaned after everything that may bring a character in is decoded:
/// character references, escapes, encoded words, loader scripts.
enum DraftCleaner {
  /// Takes out what `TextCleaner` takes out of an input, and says so.
  static func clean(_ draft: inout ArticleDraft) {
    var found: [Article.Warning] = []
    clean(&draft.article.title, &found)
    clean(&draft.article.subtitle, &found)
    clean(&draft.article.section, &found)
    clean(&draft.article.publisher, &found)
    clean(&draft.article.url, &found)
    clean(&draft.guid, &found)
    clean(&draft.declaredLanguage, &found)
    for place in draft.article.paragraphs.indices { clean(&draft.article.paragraphs[place], &found) }
    for place in draft.article.authors.indices { clean(&draft.article.authors[place], &found) }
    for place in draft.article.keywords.indices { clean(&draft.article.keywords[place], &found) }
    for place in draft.article.captions.indices { clean(&draft.article.captions[place], &found) }
    for place in draft.article.editors.indices {
      clean(&draft.article.editors[place].name, &found)
      clean(&draft.article.editors[place].role, &found)
    }
    for place in draft.article.images.indices {
      clean(&draft.article.images[place].url, &found)
      clean(&draft.article.images[place].caption, &found)
      clean(&draft.article.images[place].alt, &found)
    }
    if draft.article.rights != nil { clean(&draft.article.rights, &found) }
    clean(&draft.article.published, &found)
    clean(&draft.article.updated, &found)
    clean(&draft.article.retrieved, &found)
    for place in draft.article.warnings.indices { clean(&draft.article.warnings[place].message, &found) }
    guard !found.isEmpty else { return }
    draft.article.paragraphs.removeAll(where: \.isEmpty)
    draft.article.authors.removeAll(where: \.isEmpty)
    draft.article.keywords.removeAll(where: \.isEmpty)
    for warning in found
    where warning.code != "crlf" && !draft.article.warnings.contains(where: { $0.code == warning.code }) {
      draft.article.warnings.append(warning)
    }
  }

  private static func clean(_ text: inout String, _ found: inout [Article.Warning]) {
    guard TextTraits(of: text).contains(.unclean) else { return }
    let (bytes, warnings) = TextCleaner.clean(Array(text.utf8))
    // Nothing is said of what did not change.
    guard !warnings.isEmpty else { return }
    text =
      bytes.contains(0x0A) && text.utf8.contains(0x0A)
      ? PreformattedText.laidOut(bytes[...])
      : TextLayout.collapse(String(decoding: bytes, as: UTF8.self), keepsNoBreakSpace: true)
    for warning in warnings where !found.contains(where: { $0.code == warning.code }) {
      found.append(Article.Warning(code: warning.code, message: message(of: warning), line: nil))
    }
  }

  /// How often it was there in one of the texts is no figure for the whole.
  private static func message(of warning: Article.Warning) -> String {
    guard let open = warning.message.lastIndex(of: "(") else { return warning.message }
    return TextLayout.collapse(warning.message[..<open])
  }

  private static func clean(_ rights: inout ArticleRights?, _ found: inout [Article.Warning]) {
    guard var known = rights else { return }
    for place in known.robots.indices { clean(&known.robots[place], &found) }
    for place in known.licenses.indices { clean(&known.licenses[place], &found) }
    clean(&known.tdmPolicy, &found)
    clean(&known.copyright, &found)
    clean(&known.copyrightHolder, &found)
    rights = known.isEmpty ? nil : known
  }

  private static func clean(_ text: inout String?, _ found: inout [Article.Warning]) {
    guard var value = text else { return }
    clean(&value, &found)
    text = value.isEmpty ? nil : value
  }

  private static func clean(_ date: inout ArticleDate?, _ found: inout [Article.Warning]) {
    guard let old = date, TextTraits(of: old.text).contains(.unclean) else { return }
    var text = old.text
    clean(&text, &found)
    date = ArticleDate(
      date: old.date, secondOfDay: old.secondOfDay, precision: old.precision, zone: old.zone, offset: old.offset,
      evidence: old.evidence, text: text)
  }
}
