import ReportDocument

/// Renders a document as an Atom feed (RFC 4287) with one entry: the report, its content as HTML. A reader that follows the
/// file sees a new entry whenever the report was made for another moment; the same report is the same entry.
///
/// ```swift
/// let document = Document(
///   title: [.text("Briefing")], language: "en", direction: .leftToRight,
///   colophon: Document.Colophon(made: "2025-01-23T07:00:00Z"))
/// let feed = try AtomRenderer().string(document)
/// feed.contains("<updated>2025-01-23T07:00:00Z</updated>")  // → true
/// feed.contains("<title>Briefing</title>")  // → true
/// ```
public struct AtomRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    let vocabulary = document.vocabulary
    let title = document.title.isEmpty ? vocabulary.word(.briefing) : document.title.plainText
    let script = document.colophon.script ?? "report"
    // A document that was made at no known moment has the earliest that there is.
    let updated = document.colophon.made ?? "1970-01-01T00:00:00Z"
    let family = "urn:sha256:" + SHA256.hex("\(script)\n\(document.language)", bytes: 16)
    let content = OutputBuffer.collect { out in
      AtomContent(document, options: options, vocabulary: vocabulary, out: out).write()
    }
    try OutputBuffer.stream(into: &sink) { out in
      // Five characters are escaped, as XML and HTML both understand.
      let writer = HTMLWriter(out)
      func element(_ name: StaticString, _ content: String) {
        writer.start(name)
        writer.text(OutputText.line(content))
        writer.endLine(name)
      }
      out.append("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"")
      writer.text(HTMLBody.languageTag(document.language))
      out.append("\">\n")
      element("title", title)
      element("id", family)
      element("updated", updated)
      out.append("<author><name>")
      writer.text(document.colophon.version.map { "reportgen \($0)" } ?? "reportgen")
      out.append("</name></author>\n<entry>\n")
      element("title", title)
      element("id", family + ":" + SHA256.hex(updated, bytes: 8))
      element("updated", updated)
      let summary = [document.subtitle, document.provenance].map(\.plainText).filter { !$0.isEmpty }
      if !summary.isEmpty { element("summary", summary.joined(separator: " · ")) }
      out.append("<content type=\"html\">")
      writer.text(content)
      out.append("</content>\n</entry>\n</feed>\n")
    }
  }
}

/// The report as a fragment of HTML: blocks and sources, without styles and without loading anything.
private struct AtomContent {
  let document: Document
  let options: RenderOptions
  let vocabulary: Vocabulary
  let out: OutputBuffer

  init(_ document: Document, options: RenderOptions, vocabulary: Vocabulary, out: OutputBuffer) {
    self.document = document
    self.options = options
    self.vocabulary = vocabulary
    self.out = out
  }

  func write() {
    let writer = HTMLWriter(out)
    let context = RenderContext(language: document.language, direction: document.direction)
    var body = HTMLBody(
      writer: writer, document: document, options: options, vocabulary: vocabulary,
      outline: DocumentOutline(document), isMail: true)
    writer.begin("div")
    writer.attribute("lang", HTMLBody.languageTag(document.language))
    writer.attribute("dir", document.direction.rawValue)
    writer.finish()
    writer.markup("\n")
    body.column(context)
    writer.endLine("div")
  }
}
