import Glibc

/// Text in a field: paragraphs parted by line breaks, or HTML.
enum RecordText {
  static func addParagraphs(of text: String, to draft: inout ArticleDraft) {
    let clean = TextCleaner.clean(text)
    if isMarkup(clean) {
      return draft.addMarkup(clean, base: draft.article.url)
    }
    TextLayout.forEachLine(of: CharacterReferences.decoded(clean)) { draft.addParagraph($0) }
  }

  static func plain(_ text: String) -> String {
    isMarkup(text)
      ? MarkupText.paragraphs(text).joined(separator: " ") : TextLayout.collapse(CharacterReferences.decoded(text))
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
