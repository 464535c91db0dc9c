import ReportArticles
import ReportDocument

/// The HTML part of a mail, or the same page in a file of its own.
struct MailPage {
  private let document: Document
  private let options: RenderOptions
  private let out: OutputBuffer
  /// A file has a policy; mail programs have their own.
  private let isFile: Bool
  private let shelf: PictureShelf
  /// Where the report stands on the web.
  private let webView: String?

  init(
    _ document: Document, options: RenderOptions, out: OutputBuffer, isFile: Bool = false, shelf: PictureShelf? = nil,
    webView: String? = nil
  ) {
    self.shelf = shelf ?? PictureShelf(.page, style: options.pictures(of: document))
    self.webView = webView
    self.document = document
    self.options = options
    self.out = out
    self.isFile = isFile
  }

  func write() {
    let vocabulary = document.vocabulary
    let writer = HTMLWriter(
      out, styles: InlineStyles(EmbeddedResource.text("themes/mail.css") ?? "", direction: document.direction))
    var body = HTMLBody(
      writer: writer, document: document, options: options, vocabulary: vocabulary,
      outline: DocumentOutline(document), isMail: true, shelf: shelf)
    let context = RenderContext(language: document.language, direction: document.direction)
    let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
    writer.markup("<!DOCTYPE html>\n<html")
    writer.attribute("lang", HTMLBody.languageTag(document.language))
    writer.attribute("dir", document.direction.rawValue)
    writer.markup(">\n<head>\n<meta charset=\"utf-8\">\n")
    if isFile {
      writer.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
      writer.markup("style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n")
    }
    writer.markup("<meta name=\"viewport\" content=\"width=device-width\">\n")
    writer.markup("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
    writer.text(OutputText.line(title.plainText))
    writer.markup("</title>\n</head>\n<body")
    writer.attribute("dir", document.direction.rawValue)
    writer.attribute("style", "margin:0;padding:0")
    // Widths and margins in styles, as HTML 5 wants them; Outlook reads `width` there, and all others `max-width`.
    writer.markup(">\n")
    if !isFile { preheader(writer) }
    writer.markup("<table role=\"presentation\" style=\"width:600px;max-width:100%;margin:0 auto;")
    writer.markup("border-collapse:collapse\"><tr>")
    writer.begin("td", "page")
    writer.attribute("role", "main")
    writer.attribute("dir", document.direction.rawValue)
    writer.finish()
    writer.markup("\n")
    if let webView {
      writer.start("p", "by")
      body.openLink(webView, fallback: "")
      writer.text(vocabulary.word(.viewOnline))
      writer.end("a")
      writer.endLine("p")
    }
    body.textBlock("h1", nil, title, context.of(title), inside: context)
    body.column(context)
    writer.markup("</td></tr></table>\n</body>\n</html>\n")
  }

  private static let longestPreheader = 140

  /// What lists of messages show behind the subject: the first lines of the day, else the first headline.
  private func preheader(_ writer: HTMLWriter) {
    var text = OutputText.line(Self.opening(document.blocks))
    guard !text.isEmpty else { return }
    if text.count > Self.longestPreheader {
      let start = text.prefix(Self.longestPreheader)
      text = String(start.lastIndex(of: " ").map { start[..<$0] } ?? start) + "…"
    }
    writer.markup("<div style=\"display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px\"")
    writer.attribute("dir", document.direction.rawValue)
    writer.finish()
    writer.text(text)
    writer.markup("</div>\n")
  }

  private static func opening(_ blocks: [Block]) -> String {
    for block in blocks {
      switch block.content {
      case .digest(let lines): return lines.prefix(3).map(\.content.plainText).joined(separator: " · ")
      case .card(let card): return card.title
      case .section(_, let inner), .lead(let inner), .group(let inner):
        let found = opening(inner)
        if !found.isEmpty { return found }
      case .summary(let items): if let first = items.first { return first.content.plainText }
      case .paragraph(let text): if !text.isEmpty { return text.plainText }
      default: continue
      }
    }
    return ""
  }
}

extension HTMLBody {
  /// What stands under the title in one column, in mail and in feeds: lines of the head, blocks, sources, foot.
  mutating func column(_ context: RenderContext) {
    if !document.subtitle.isEmpty {
      textBlock("p", "subtitle", document.subtitle, context.of(document.subtitle), inside: context)
    }
    if !document.provenance.isEmpty {
      textBlock("p", "provenance", document.provenance, context.of(document.provenance), inside: context)
    }
    blocks(document.blocks, context)
    if options.citations(of: document) != .omitted, !document.sources.isEmpty { sources(context) }
    let foot = FootLine.parts(document.colophon, vocabulary)
    if !foot.isEmpty {
      textBlock("p", "foot", [.text(foot.joined(separator: " · "))], context, inside: context)
    }
  }
}
