import ReportDocument

/// Renders a document as one self-contained HTML5 page: no script, nothing loaded from outside, and a content security
/// policy that allows nothing but the page's own style sheet, by its hash (CSP Level 3).
///
/// ```swift
/// let document = Document(
///   title: [.text("Prices < costs")], language: "ar", direction: .rightToLeft,
///   blocks: [Block(.paragraph([.text("نص")]))])
/// let page = try HTMLRenderer().string(document)
/// page.hasPrefix("<!DOCTYPE html>")  // → true
/// page.contains(#"<html lang="ar" dir="rtl""#)  // → true
/// page.contains("Prices &lt; costs")  // → true
/// ```
public struct HTMLRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      if options.theme == .mail { return MailPage(document, options: options, out: out, isFile: true).write() }
      var page = HTMLPage(document, options: options, writer: HTMLWriter(out))
      if let template = options.theme.template { page.write(template: template) } else { page.write() }
    }
  }
}

/// One page being written.
struct HTMLPage {
  let document: Document
  let options: RenderOptions
  let vocabulary: Vocabulary
  let outline: DocumentOutline
  let writer: HTMLWriter
  var body: HTMLBody

  init(_ document: Document, options: RenderOptions, writer: HTMLWriter) {
    self.document = document
    self.options = options
    self.writer = writer
    vocabulary = document.vocabulary
    outline = DocumentOutline(document)
    body = HTMLBody(
      writer: writer, document: document, options: options, vocabulary: vocabulary, outline: outline)
  }

  private var context: RenderContext {
    RenderContext(language: document.language, direction: document.direction)
  }

  mutating func write() {
    writer.markup("<!DOCTYPE html>\n<html")
    writer.attribute("lang", HTMLBody.languageTag(document.language))
    writer.attribute("dir", document.direction.rawValue)
    writer.markup(">\n<head>\n")
    head()
    writer.markup("</head>\n<body>\n")
    content()
    writer.markup("</body>\n</html>\n")
  }

  /// The elements of `<head>`.
  func head() {
    let css = options.theme.css + pageRules()
    writer.markup("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
    writer.text(
      "default-src 'none'; style-src 'sha256-\(Base64.encode(SHA256.digest(css)))';\(imagePolicy) base-uri 'none'; form-action 'none'"
    )
    writer.markup("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    writer.markup("<meta name=\"color-scheme\" content=\"light dark\">\n")
    if let version = document.colophon.version {
      writer.markup("<meta name=\"generator\" content=\"")
      writer.text(vocabulary.phrase(.programVersion, ["version": version]))
      writer.markup("\">\n")
    }
    writer.markup("<title>")
    writer.text(OutputText.line(plainTitle))
    writer.markup("</title>\n<style>")
    // The style sheet is the theme's; a closing tag in it would end the element.
    let endsElement = zip(css.utf8, css.utf8.dropFirst()).contains { $0 == (0x3C, 0x2F) }
    writer.out.append(endsElement ? "" : css)
    writer.markup("</style>\n")
  }

  /// What the policy says of pictures: only what the page has in it, unless it links to them.
  private var imagePolicy: String {
    let pictures = outline.hasPictures
    switch options.pictures(of: document) {
    case .embedded: return pictures.bytes ? " img-src data:;" : ""
    case .linked: return pictures.addresses ? " img-src https: http:;" : ""
    case .omitted: return ""
    }
  }

  var plainTitle: String {
    let title = document.title.plainText
    return title.isEmpty ? vocabulary.word(.briefing) : title
  }

  /// The content of `<body>`.
  mutating func content() {
    writer.markup("<a class=\"skip\" href=\"#report\">")
    writer.text(vocabulary.word(.skipToContent))
    writer.markup("</a>\n")
    masthead()
    let hasSide = !outline.asides.isEmpty
    writer.start("div", hasSide ? "page with-side" : "page")
    writer.markup("\n<main id=\"report\">\n")
    if hasSide {
      // What the page opens with stands across it; the side column begins beneath.
      let top = document.blocks.prefix { $0.content.opensPage }
      if !top.isEmpty {
        writer.markup("<div class=\"top\">\n")
        body.blocks(Array(top), context)
        writer.markup("</div>\n")
      }
      writer.markup("<div class=\"rest\">\n")
      body.blocks(Array(document.blocks.dropFirst(top.count)), context)
      writer.markup("</div>\n")
    } else {
      body.blocks(document.blocks, context)
    }
    writer.markup("</main>\n")
    if hasSide {
      writer.markup("<aside class=\"side\">\n")
      body.isBeside = true
      for aside in outline.asides { body.block(aside, context) }
      writer.markup("</aside>\n")
    }
    if options.citations(of: document) != .omitted, !document.sources.isEmpty { body.sources(context) }
    writer.markup("</div>\n")
    foot()
  }

  private mutating func masthead() {
    writer.markup("<header class=\"head\">\n")
    let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
    body.textBlock("h1", nil, title, context.of(title), inside: context)
    if !document.subtitle.isEmpty {
      body.textBlock("p", "subtitle", document.subtitle, context.of(document.subtitle), inside: context)
    }
    if !document.provenance.isEmpty {
      body.textBlock("p", "provenance", document.provenance, context.of(document.provenance), inside: context)
    }
    writer.markup("</header>\n")
  }

  private func foot() {
    let parts = FootLine.parts(document.colophon, vocabulary)
    guard !parts.isEmpty else { return }
    writer.markup("<footer class=\"foot\">\n<p>")
    let shown = FootLine.shown(document.colophon, vocabulary)
    for (index, part) in shown.enumerated() {
      if index > 0 { writer.markup(" · ") }
      writer.isolatedText(part, in: document.direction)
    }
    writer.markup("</p>\n")
    let details = FootLine.details(document.colophon)
    if !details.isEmpty {
      writer.start("details")
      writer.start("summary")
      writer.text(vocabulary.word(.howMade))
      writer.end("summary")
      writer.start("p")
      for (index, part) in details.enumerated() {
        if index > 0 { writer.markup(" · ") }
        writer.begin("code")
        writer.attribute("dir", "ltr")
        writer.finish()
        writer.text(OutputText.line(part))
        writer.end("code")
      }
      writer.endLine("p")
      writer.endLine("details")
    }
    writer.markup("</footer>\n")
  }

  /// Print furniture in the document's language: running title and page numbers. Only letters, digits and plain
  /// punctuation of the title go into the style sheet.
  private func pageRules() -> String {
    let pattern = vocabulary.word(.pageOf)
    var content: [String] = []
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      if open > rest.startIndex { content.append("\"\(Self.cssText(String(rest[..<open])))\"") }
      content.append(rest[open...close] == "{page}" ? "counter(page)" : "counter(pages)")
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { content.append("\"\(Self.cssText(String(rest)))\"") }
    let title = Self.cssText(OutputText.line(plainTitle))
    let start = document.direction == .leftToRight ? "left" : "right"
    let end = document.direction == .leftToRight ? "right" : "left"
    let paper = options.paper == .letter ? "@page{size:letter}\n" : ""
    return paper + """
      @page{@top-\(start){content:"\(title)"}@bottom-\(end){content:\(content.joined(separator: " "))}}
      @page:first{@top-\(start){content:""}}

      """
  }

  private static func cssText(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(120) {
      switch scalar.value {
      case 0x20, 0x2C, 0x2E, 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0xA1...0x1FFF, 0x2010...0x2027, 0x2C00...0xFDCF,
        0xFDF0...0xFFDC:
        result.append(scalar)
      case 0x3A: result.append(contentsOf: " ·".unicodeScalars)
      default: result.append(" ")
      }
    }
    return String(result)
  }
}

extension Block.Content {
  /// Whether a block may stand across the page before anything else.
  fileprivate var opensPage: Bool {
    switch self {
    case .digest, .lead: return true
    default: return false
    }
  }
}

/// The foot of a report in words.
enum FootLine {
  /// All of it, for formats without a fold.
  static func parts(_ colophon: Document.Colophon, _ vocabulary: Vocabulary) -> [String] {
    if colophon.style == .omitted { return [] }
    var parts = shown(colophon, vocabulary)
    guard colophon.style != .short else { return parts }
    let version = colophon.version == nil ? nil : parts.popLast()
    if let script = colophon.script { parts.append(vocabulary.phrase(.madeBy, ["script": script])) }
    // A mark at its end keeps the value of a parameter behind its name whatever the direction around them.
    let mark = vocabulary.direction == .rightToLeft ? "\u{200E}" : ""
    for parameter in colophon.parameters {
      var text = Substring(OutputText.line(parameter))
      while text.last == " " { text.removeLast() }
      parts.append(text + mark)
    }
    return parts + [version].compactMap { $0 }
  }

  /// What readers want to know: when, and by what.
  static func shown(_ colophon: Document.Colophon, _ vocabulary: Vocabulary) -> [String] {
    if colophon.style == .omitted { return [] }
    var parts: [String] = []
    if let made = colophon.madeText ?? colophon.made { parts.append(vocabulary.phrase(.madeAt, ["date": made])) }
    if let version = colophon.version { parts.append(vocabulary.phrase(.programVersion, ["version": version])) }
    return parts
  }

  /// What those want to know who make it again: the script and its parameters.
  static func details(_ colophon: Document.Colophon) -> [String] {
    guard colophon.style == nil || colophon.style == .full else { return [] }
    return [colophon.script].compactMap { $0 } + colophon.parameters
  }
}
