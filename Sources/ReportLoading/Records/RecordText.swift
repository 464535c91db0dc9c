import Glibc

/// Text in a field: paragraphs parted by line breaks, or HTML.
enum RecordText {
  static func addParagraphs(of text: String, to draft: inout ArticleDraft) {
    let traits = TextTraits(of: text)
    let clean = traits.contains(.unclean) ? TextCleaner.clean(text) : text
    if isMarkup(clean) {
      return draft.addMarkup(clean, base: draft.article.url)
    }
    let decoded = CharacterReferences.decoded(clean)
    // Most are one line as it should be, and need no second look.
    if traits.isDisjoint(with: [.unclean, .layout]), decoded.utf8.count == text.utf8.count {
      return draft.addParagraph(decoded)
    }
    TextLayout.forEachLine(of: decoded) { draft.addParagraph($0) }
  }

  static func plain(_ text: String) -> String {
    isMarkup(text)
      ? MarkupText.paragraphs(text).map { TextLayout.collapse($0) }.joined(separator: " ")
      : TextLayout.collapse(CharacterReferences.decoded(text))
  }

  /// Whether a text is HTML rather than text: a known tag, or character references.
  static func isMarkup(_ text: String) -> Bool {
    var copy = text
    let open = copy.withUTF8 { bytes -> Int? in
      guard let base = UnsafeRawPointer(bytes.baseAddress) else { return nil }
      return memchr(base, 0x3C, bytes.count).map { base.distance(to: $0) }
    }
    guard let open else { return false }
    let lower = text[text.utf8.index(text.startIndex, offsetBy: open)...].prefix(4000).lowercased()
    return [
      "<p", "<br", "<div", "<a ", "<b>", "<i>", "<em", "<strong", "<span", "<ul", "<img", "<h", "</", "<blockquote",
    ]
    .contains { lower.contains($0) }
  }
}
