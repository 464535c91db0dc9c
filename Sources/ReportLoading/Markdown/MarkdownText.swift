import CMarkdown
import ReportArticles

/// Markdown as paragraphs of plain text, read as GitHub Flavored Markdown (cmark-gfm): references decoded, tags and comments
/// gone, tables row by row, footnotes at the end.
enum MarkdownText {
  /// Reads the text into a draft: the first heading is the title if there is none yet, images give captions, every other
  /// block is a paragraph.
  static func read(_ utf8: [UInt8], firstLine: Int, into draft: inout ArticleDraft) {
    guard isBounded(utf8) else { return readPlainly(utf8, firstLine: firstLine, into: &draft) }
    let builder = MarkdownBuilder(draft, firstLine: firstLine)
    let status = withExtendedLifetime(builder) {
      utf8.withUnsafeBufferPointer { bytes in
        bytes.withMemoryRebound(to: CChar.self) {
          cmarkdown_walk(
            $0.baseAddress, $0.count,
            { context, event in
              guard let context, let event else { return }
              Unmanaged<MarkdownBuilder>.fromOpaque(context).takeUnretainedValue().add(event.pointee)
            }, Unmanaged.passUnretained(builder).toOpaque())
        }
      }
    }
    if status != 0 { return readPlainly(utf8, firstLine: firstLine, into: &draft) }
    draft = builder.finished()
  }

  // MARK: Bounds

  /// Marks times bytes that one block may have: the library takes time quadratic in some marks.
  private static let mostWork = 50_000_000
  /// Marks that may begin a line: each opens a quotation or a list.
  private static let deepestNesting = 100
  private static let mostBrackets = 20_000

  /// Whether a text is such as authors write. What is not is read without its markup.
  private static func isBounded(_ utf8: [UInt8]) -> Bool {
    var (marks, length, work, brackets) = (0, 0, 0, 0)
    var opening: Int? = 0
    var isEmptyLine = true
    for byte in utf8 {
      length += 1
      switch byte {
      case 0x0A:
        opening = 0
        if isEmptyLine {
          work += marks * length
          (marks, length) = (0, 0)
        }
        isEmptyLine = true
      case 0x20, 0x09, 0x0D: continue
      case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), 0x30...0x39, UInt8(ascii: "."):
        isEmptyLine = false
        marks += 1
        if let depth = opening {
          opening = depth + 1
          // A rule of many dashes nests nothing.
          if depth >= deepestNesting, byte != UInt8(ascii: "-"), byte != UInt8(ascii: "*") { return false }
        }
      case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "&"),
        UInt8(ascii: "!"),
        UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "\\"),
        UInt8(ascii: "\""):
        isEmptyLine = false
        opening = nil
        marks += 1
        if byte == UInt8(ascii: "[") { brackets += 1 }
      default:
        isEmptyLine = false
        opening = nil
      }
      if marks > 0, length > mostWork / marks { return false }
    }
    work += marks * length
    return work <= mostWork * 10 && brackets <= mostBrackets
  }

  /// Blocks between empty lines, as they stand.
  private static func readPlainly(_ utf8: [UInt8], firstLine: Int, into draft: inout ArticleDraft) {
    var paragraph = ""
    var start = firstLine
    for (index, raw) in utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = TextLayout.collapse(String(decoding: raw, as: UTF8.self))
      if line.isEmpty {
        draft.addParagraph(paragraph, line: start)
        paragraph = ""
      } else {
        if paragraph.isEmpty { start = firstLine + index } else { paragraph += " " }
        paragraph += line
      }
    }
    draft.addParagraph(paragraph, line: start)
  }
}

/// Puts events together to paragraphs. A class, so that C can hand it on.
private final class MarkdownBuilder {
  private var draft: ArticleDraft
  private let firstLine: Int
  private var kind = 0
  private var level = 0
  private var line = 0
  private var text = ""
  private var isRowBegun = false
  /// An image while its description is read.
  private var image: (address: String, title: String, start: String)?
  private var footnotes: [(text: String, line: Int)] = []
  private var isFootnote = false

  init(_ draft: ArticleDraft, firstLine: Int) { (self.draft, self.firstLine) = (draft, firstLine) }

  func add(_ event: cmarkdown_event) {
    switch Int(event.kind) {
    case Int(CMARKDOWN_FOOTNOTE): isFootnote = true
    case Int(CMARKDOWN_PARAGRAPH), Int(CMARKDOWN_HEADING), Int(CMARKDOWN_CODE_BLOCK), Int(CMARKDOWN_HTML_BLOCK),
      Int(CMARKDOWN_ROW):
      (kind, level, line, text, isRowBegun) = (Int(event.kind), Int(event.level), Int(event.line), "", false)
    case Int(CMARKDOWN_CELL):
      if isRowBegun { text += " " }
      isRowBegun = true
    case Int(CMARKDOWN_TEXT): text += string(event.text, event.length)
    case Int(CMARKDOWN_SPACE): text += " "
    case Int(CMARKDOWN_HTML): if string(event.text, event.length).lowercased().hasPrefix("<br") { text += " " }
    case Int(CMARKDOWN_IMAGE):
      image = (string(event.text, event.length), string(event.title, event.title_length), text)
      text = ""
    case Int(CMARKDOWN_IMAGE_END): addImage()
    case Int(CMARKDOWN_END):
      // The end of a footnote comes after those of its blocks.
      if kind == 0 { isFootnote = false } else { finishBlock() }
    default: return
    }
  }

  func finished() -> ArticleDraft {
    for note in footnotes { draft.addParagraph(note.text, line: note.line, isLaidOut: true) }
    return draft
  }

  private func string(_ text: UnsafePointer<CChar>?, _ length: Int) -> String {
    guard let text else { return "" }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
  }

  private func addImage() {
    guard let (address, title, start) = image else { return }
    let description = TextLayout.collapse(text)
    image = nil
    text = start
    let caption = title.isEmpty ? nil : TextLayout.collapse(title)
    if CanonicalURL.isWeb(address) {
      draft.article.images.append(
        Article.Image(url: address, caption: caption, alt: description.isEmpty ? nil : description))
    }
    if let caption = caption ?? (description.isEmpty ? nil : description) { draft.article.captions.append(caption) }
  }

  private func finishBlock() {
    let block = kind
    kind = 0
    let line = firstLine + max(1, line) - 1
    if block == Int(CMARKDOWN_HTML_BLOCK) {
      for paragraph in MarkupText.paragraphs(text) { add(paragraph, line) }
      return
    }
    if block == Int(CMARKDOWN_CODE_BLOCK) {
      for paragraph in PreformattedText.paragraphs(Array(text.utf8)[...]) { add(paragraph.text, line) }
      return
    }
    let plain = TextLayout.collapse(text)
    guard !plain.isEmpty else { return }
    if block == Int(CMARKDOWN_HEADING), level == 1, draft.article.paragraphs.isEmpty {
      if draft.article.title.isEmpty {
        draft.article.title = plain
        return
      }
      if draft.article.title == plain { return }
    }
    add(plain, line)
  }

  private func add(_ paragraph: String, _ line: Int) {
    if isFootnote {
      footnotes.append((paragraph, line))
    } else {
      draft.addParagraph(paragraph, line: line, isLaidOut: true)
    }
  }
}
