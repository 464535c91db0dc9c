import ReportArticles
import ReportDocument

/// The HTML part of a mail, or the same page in a file of its own.
struct MailPage {
  private let document: Document
  private let options: RenderOptions
  private let out: OutputBuffer
  /// A file has a policy; mail programs have their own.
  private let isFile: Bool

  init(_ document: Document, options: RenderOptions, out: OutputBuffer, isFile: Bool = false) {
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
      outline: DocumentOutline(document), isMail: true)
    let context = RenderContext(language: document.language, direction: document.direction)
    let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
    writer.markup("<!DOCTYPE html>\n<html")
    writer.attribute("lang", HTMLBody.languageTag(document.language))
    writer.attribute("dir", document.direction.rawValue)
    writer.markup(">\n<head>\n<meta charset=\"utf-8\">\n")
    if isFile {
      writer.markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
      writer.markup("style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n")
    }
    writer.markup("<meta name=\"viewport\" content=\"width=device-width\">\n")
    writer.markup("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
    writer.text(OutputText.line(title.plainText))
    writer.markup("</title>\n</head>\n<body")
    writer.attribute("dir", document.direction.rawValue)
    writer.attribute("style", "margin:0;padding:0")
    // Widths and margins in styles, as HTML 5 wants them; Outlook reads `width` there, and all others `max-width`.
    writer.markup(">\n<table role=\"presentation\" style=\"width:600px;max-width:100%;margin:0 auto;")
    writer.markup("border-collapse:collapse\"><tr>")
    writer.begin("td", "page")
    writer.attribute("role", "main")
    writer.attribute("dir", document.direction.rawValue)
    writer.finish()
    writer.markup("\n")
    body.textBlock("h1", nil, title, context.of(title), inside: context)
    body.column(context)
    writer.markup("</td></tr></table>\n</body>\n</html>\n")
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
