import ReportArticles

/// Markdown as paragraphs of plain text.
enum MarkdownText {
  /// Reads the text into a draft: the first heading is the title if there is none yet, images give captions, every other
  /// block is a paragraph.
  static func read(_ utf8: [UInt8], firstLine: Int, into draft: inout ArticleDraft) {
    var paragraph = ""
    var start = firstLine
    var number = firstLine - 1
    var isCode = false
    func flush(_ draft: inout ArticleDraft) {
      if !paragraph.isEmpty { addBlock(paragraph, line: start, to: &draft) }
      paragraph = ""
    }
    for raw in utf8.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      let line = String(decoding: raw, as: UTF8.self)
      let trimmed = TextLayout.collapse(line)
      if trimmed.hasPrefix("```") || trimmed.hasPrefix("~~~") {
        flush(&draft)
        isCode.toggle()
        continue
      }
      if trimmed.isEmpty || isRule(trimmed) {
        // A line of = under a text makes that a heading.
        if !trimmed.isEmpty, trimmed.hasPrefix("=") || trimmed.hasPrefix("-"), !paragraph.isEmpty {
          paragraph = "# " + paragraph
        }
        flush(&draft)
        continue
      }
      let startsBlock = !isCode && (trimmed.hasPrefix("#") || isListItem(trimmed) || trimmed.hasPrefix(">"))
      if startsBlock && !(trimmed.hasPrefix(">") && paragraph.hasPrefix(">")) { flush(&draft) }
      if paragraph.isEmpty {
        start = number
        paragraph = trimmed
      } else {
        paragraph += " " + (trimmed.hasPrefix(">") ? String(trimmed.dropFirst()) : trimmed)
      }
      if trimmed.hasPrefix("#") { flush(&draft) }
    }
    flush(&draft)
  }

  private static func addBlock(_ block: String, line: Int, to draft: inout ArticleDraft) {
    var text = block[...]
    let hashes = text.prefix { $0 == "#" }.count
    let isHeading = (1...6).contains(hashes) && text.dropFirst(hashes).first == " "
    if isHeading {
      text = text.dropFirst(hashes).drop { $0 == " " }
      while text.last == "#" || text.last == " " { text = text.dropLast() }
    } else if text.hasPrefix(">") {
      text = text.dropFirst().drop { $0 == " " }
    } else if isListItem(String(text)) {
      text = text.drop { $0 != " " }.drop { $0 == " " }
    }
    let plain = inline(String(text), &draft)
    guard !plain.isEmpty else { return }
    if isHeading, hashes == 1, draft.article.paragraphs.isEmpty {
      if draft.article.title.isEmpty {
        draft.article.title = plain
        return
      }
      if draft.article.title == plain { return }
    }
    draft.addParagraph(plain, line: line)
  }

  private static func isRule(_ line: String) -> Bool {
    guard let first = line.first, "-*_=".contains(first) else { return false }
    let marks = line.filter { $0 != " " }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  private static func isListItem(_ line: String) -> Bool {
    if line.hasPrefix("- ") || line.hasPrefix("* ") || line.hasPrefix("+ ") { return true }
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard (1...3).contains(digits.count) else { return false }
    let rest = line.dropFirst(digits.count)
    return rest.hasPrefix(". ") || rest.hasPrefix(") ")
  }

  /// Text without its marks: links keep their text, images become captions, emphasis and code lose their signs.
  static func inline(_ text: String, _ draft: inout ArticleDraft) -> String {
    // A block of a megabyte is no paragraph of an author's; its marks stay.
    if text.utf8.count > 1 << 20 { return text }
    let characters = Array(text)
    var result = ""
    var index = 0
    while index < characters.count {
      let character = characters[index]
      if character == "\\", index + 1 < characters.count,
        characters[index + 1].isPunctuation || characters[index + 1].isSymbol
      {
        result.append(characters[index + 1])
        index += 2
        continue
      }
      let isImage = character == "!" && index + 1 < characters.count && characters[index + 1] == "["
      if isImage || character == "[", let link = link(characters, at: isImage ? index + 1 : index) {
        if isImage {
          if CanonicalURL.isWeb(link.target) {
            draft.article.images.append(
              Article.Image(url: link.target, caption: link.title, alt: link.text.isEmpty ? nil : link.text))
          }
          if let caption = link.title ?? (link.text.isEmpty ? nil : link.text) {
            draft.article.captions.append(caption)
          }
        } else {
          result += inline(link.text, &draft)
        }
        index = link.end
        continue
      }
      if character == "`" || isEmphasis(characters, at: index) {
        index += 1
        continue
      }
      result.append(character)
      index += 1
    }
    return TextLayout.collapse(result)
  }

  private static func isEmphasis(_ characters: [Character], at index: Int) -> Bool {
    let character = characters[index]
    guard
      character == "*" || character == "_"
        || (character == "~" && index + 1 < characters.count && characters[index + 1] == "~")
        || (character == "~" && index > 0 && characters[index - 1] == "~")
    else { return false }
    let before = index > 0 ? characters[index - 1] : " "
    let after = index + 1 < characters.count ? characters[index + 1] : " "
    // snake_case and 2 * 3 are text.
    if character == "_", before.isLetter || before.isNumber, after.isLetter || after.isNumber { return false }
    return !(before.isWhitespace && after.isWhitespace)
  }

  private static func link(
    _ characters: [Character], at open: Int
  ) -> (text: String, target: String, title: String?, end: Int)? {
    var depth = 0
    var close = open
    let limit = min(characters.count, open + 2000)
    while close < limit {
      if characters[close] == "[" { depth += 1 }
      // Brackets without end are no link, and each of them is looked at.
      if depth > 32 { return nil }
      if characters[close] == "]" {
        depth -= 1
        if depth == 0 { break }
      }
      close += 1
    }
    guard close < limit, close + 1 < characters.count, characters[close + 1] == "(" else { return nil }
    guard let end = characters[(close + 2)..<min(characters.count, close + 2000)].firstIndex(of: ")") else {
      return nil
    }
    let inside = String(characters[(close + 2)..<end])
    let parts = inside.split(separator: " ", maxSplits: 1)
    let title = parts.count > 1 ? parts[1].trimmingQuotes : nil
    return (String(characters[(open + 1)..<close]), String(parts.first ?? ""), title, end + 1)
  }
}

extension Substring {
  fileprivate var trimmingQuotes: String? {
    let trimmed = drop { "\"'( ".contains($0) }
    guard let end = trimmed.lastIndex(where: { !"\"') ".contains($0) }) else { return nil }
    return String(trimmed[...end])
  }
}
