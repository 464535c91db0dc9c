/// The HTML part of a mail.
struct MailPage {
  private let document: Document
  private let options: RenderOptions
  private let out: OutputBuffer

  init(_ document: Document, options: RenderOptions, out: OutputBuffer) {
    self.document = document
    self.options = options
    self.out = out
  }

  func write() {
    let vocabulary = Vocabulary(language: document.language)
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
    writer.markup(">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n")
    writer.markup("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
    writer.text(OutputText.line(title.plainText))
    writer.markup("</title>\n</head>\n<body")
    writer.attribute("dir", document.direction.rawValue)
    writer.attribute("style", "margin:0;padding:0")
    writer.markup(
      ">\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tr><td")
    writer.markup(" align=\"center\">\n<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\"")
    writer.markup(" border=\"0\" style=\"width:100%;max-width:600px\"><tr>")
    writer.begin("td", "page")
    writer.attribute("dir", document.direction.rawValue)
    writer.finish()
    writer.markup("\n")
    body.textBlock("h1", nil, title, context.of(title), inside: context)
    if !document.subtitle.isEmpty {
      body.textBlock("p", "subtitle", document.subtitle, context.of(document.subtitle), inside: context)
    }
    if !document.provenance.isEmpty {
      body.textBlock("p", "provenance", document.provenance, context.of(document.provenance), inside: context)
    }
    body.blocks(document.blocks, context)
    if options.citations != .none, !document.sources.isEmpty { body.sources(context) }
    let foot = FootLine.parts(document.colophon, vocabulary)
    if !foot.isEmpty {
      body.textBlock("p", "foot", [.text(foot.joined(separator: " · "))], context, inside: context)
    }
    writer.markup("</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n")
  }
}
