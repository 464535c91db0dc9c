import ReportArticles

/// What services put in the place of an article that they took away, and marks of a text that they cut off.
enum Placeholder {
  private static let words: Set<String> = ["[removed]", "[deleted]", "[redacted]", "[unavailable]", "[no title]"]

  /// The placeholder that stands for the whole of an article; nil when there is something else in it.
  static func of(_ article: Article) -> String? {
    guard article.title.utf8.first == UInt8(ascii: "["), words.contains(article.title.lowercased()),
      article.paragraphs.allSatisfy({ words.contains($0.lowercased()) || $0 == article.title })
    else { return nil }
    return article.title
  }

  /// A text without “… [+1423 chars]” at its end; nil when there is no such mark.
  static func withoutCutMark(_ text: String) -> String? {
    guard text.utf8.last == UInt8(ascii: "]"), let open = text.lastIndex(of: "[") else { return nil }
    let mark = text[open...]
    guard mark.hasPrefix("[+") else { return nil }
    let inside = mark.dropFirst(2).dropLast()
    let digits = inside.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, inside.dropFirst(digits.count) == " chars" else { return nil }
    return TextLayout.collapse(text[..<open])
  }
}
