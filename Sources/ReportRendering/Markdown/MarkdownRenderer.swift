import ReportDocument

/// Renders a document as GitHub Flavored Markdown: tables, footnotes for citations, and `<div dir>` where the direction of
/// the text has to be said.
///
/// ```swift
/// let document = Document(
///   title: [.text("Briefing")], language: "en", direction: .leftToRight,
///   blocks: [Block(.paragraph([.text("2 * 3 is "), .strong([.text("six")]), .text(".")]))])
/// print(try MarkdownRenderer().string(document))
/// // → # Briefing
/// //
/// //   2 \* 3 is **six**.
/// ```
public struct MarkdownRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      var body = MarkdownBody(document, options: options, out: out)
      body.write()
    }
  }
}

/// Writes blocks as Markdown.
struct MarkdownBody {
  let document: Document
  let options: RenderOptions
  let vocabulary: Vocabulary
  let outline: DocumentOutline
  let out: OutputBuffer
  /// What stands before every line: quote marks and the indent of lists.
  private var prefix = ""

  init(_ document: Document, options: RenderOptions, out: OutputBuffer) {
    self.document = document
    self.options = options
    self.out = out
    vocabulary = document.vocabulary
    outline = DocumentOutline(document)
  }

  private func line(_ text: String, indent: String = "") {
    out.append(text.isEmpty ? trimmedPrefix : prefix + MarkdownEscape.folded(text, indent: prefix + indent))
    out.append("\n")
  }

  private var trimmedPrefix: String {
    var view = prefix.unicodeScalars[...]
    while view.last == " " { view.removeLast() }
    return String(view)
  }

  private func paragraph(_ text: String) {
    line(MarkdownEscape.lineStart(text))
    line("")
  }

  mutating func write() {
    let context = RenderContext(language: document.language, direction: document.direction)
    let isWrapped = document.direction == .rightToLeft
    if isWrapped { openDirection(context) }
    let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
    line("# " + onOneLine(title))
    line("")
    for part in [document.subtitle, document.provenance] where !part.isEmpty { paragraph(inline(part)) }
    blocks(document.blocks, context)
    let foot = FootLine.parts(document.colophon, vocabulary)
    if !foot.isEmpty {
      line("---")
      line("")
      paragraph(foot.map(MarkdownEscape.text).joined(separator: " · "))
    }
    if isWrapped { closeDirection() }
    sources()
  }

  private func openDirection(_ context: RenderContext) {
    let language = HTMLBody.languageTag(context.language)
    line("<div dir=\"\(context.direction.rawValue)\"" + (language.isEmpty ? ">" : " lang=\"\(language)\">"))
    line("")
  }

  private func closeDirection() {
    line("</div>")
    line("")
  }

  private mutating func directed(
    _ context: RenderContext, inside outer: RenderContext, _ body: (inout MarkdownBody) -> Void
  ) {
    guard context.direction != outer.direction else { return body(&self) }
    openDirection(context)
    body(&self)
    closeDirection()
  }

  private mutating func blocks(_ blocks: [Block], _ context: RenderContext) {
    for block in blocks { self.block(block, context) }
  }

  private mutating func block(_ block: Block, _ outer: RenderContext) {
    switch block.content {
    case .section(let title, let inner):
      var context = outer
      context.level += 1
      if !title.isEmpty { heading(context.level, onOneLine(title)) }
      blocks(inner, context)
    case .heading(let level, let text): heading(level, onOneLine(text))
    case .paragraph(let text):
      directed(outer.of(block, text: text), inside: outer) { $0.paragraph($0.inline(text)) }
    case .list(let ordered, let items): list(ordered, items, outer.of(block, text: []))
    case .table(let table): self.table(table)
    case .chart(let chart): self.chart(chart)
    case .timeline(let view): timeline(view, outer)
    case .summary(let items): summary(items, outer)
    case .card(let card): self.card(card, outer)
    case .quote(let inner, let attribution):
      prefixed("> ") { body in
        body.blocks(inner, outer)
        if !attribution.isEmpty { body.paragraph("— " + body.inline(attribution)) }
      }
      line("")
    case .note(let kind, let inner):
      prefixed("> ") { body in
        if kind == .warning { body.paragraph("**\(MarkdownEscape.text(body.vocabulary.word(.caution)))**") }
        body.blocks(inner, outer)
      }
      line("")
    case .columns(let columns): for column in columns { blocks(column, outer) }
    case .lead(let inner), .group(let inner): blocks(inner, outer)
    case .rule:
      line("---")
      line("")
    case .contents: contents()
    case .pageBreak: break
    case .digest(let lines):
      line("**\(MarkdownEscape.text(vocabulary.dayInLines(lines.count)))**")
      line("")
      list(
        true,
        lines.map { [Block(.paragraph($0.content), language: $0.language, direction: $0.direction)] }, outer)
    case .figures(let figures):
      list(
        false,
        figures.map { figure in
          [
            Block(
              .paragraph([.strong([.text(figure.value)]), .text(" ")] + figure.label), language: figure.language,
              direction: figure.direction)
          ]
        }, outer)
    case .image(let picture): self.picture(picture, outer)
    }
  }

  /// The words of a picture: Markdown has no place for the picture itself but an address, which is given where pictures are
  /// linked.
  private mutating func picture(_ picture: Picture, _ outer: RenderContext) {
    let words = [
      picture.caption ?? picture.alt, picture.credit.map { vocabulary.phrase(.photoBy, ["name": $0]) } ?? "",
    ]
    .filter { !$0.isEmpty }.map { MarkdownEscape.text($0) }.joined(separator: " ")
    guard options.pictures(of: document) == .linked, let address = picture.url.flatMap(SafeLink.picture) else { return }
    directed(outer.with(picture.language, picture.direction), inside: outer) { body in
      body.paragraph("!" + MarkdownEscape.link(MarkdownEscape.text(picture.alt), address))
      if !words.isEmpty { body.paragraph("*\(words)*") }
    }
  }

  private func heading(_ level: Int, _ text: String) {
    line(String(repeating: "#", count: min(max(level, 2), 6)) + " " + text)
    line("")
  }

  private mutating func prefixed(_ more: String, _ body: (inout MarkdownBody) -> Void) {
    guard prefix.utf8.count < 40 else { return body(&self) }
    let outer = prefix
    prefix += more
    body(&self)
    prefix = outer
  }

  private mutating func list(_ ordered: Bool, _ items: [[Block]], _ context: RenderContext) {
    for (index, item) in items.enumerated() {
      let mark = ordered ? "\(index + 1). " : "- "
      var rest = item[...]
      if let first = item.first, case .paragraph(let text) = first.content {
        line(mark + MarkdownEscape.lineStart(inline(text)))
        rest = rest.dropFirst()
      } else {
        line(mark)
      }
      guard !rest.isEmpty else { continue }
      line("")
      prefixed(String(repeating: " ", count: mark.utf8.count)) { $0.blocks(Array(rest), context) }
    }
    line("")
  }

  private mutating func summary(_ items: [SummaryItem], _ outer: RenderContext) {
    for item in items {
      let context = outer.with(item.language, item.direction)
      if context.direction == outer.direction {
        line("- " + MarkdownEscape.lineStart(inline(item.content)))
      } else {
        line("- <span dir=\"\(context.direction.rawValue)\">\(inline(item.content))</span>")
      }
    }
    if !items.isEmpty { line("") }
  }

  private mutating func card(_ card: ArticleCard, _ outer: RenderContext) {
    let title = card.title.isEmpty ? vocabulary.word(.untitled) : card.title
    let short = MarkdownEscape.cut(MarkdownEscape.text(title)) { title }
    let linked = MarkdownEscape.link(short, card.url)
    if let picture = card.picture { self.picture(picture, outer) }
    directed(outer.with(card.language, card.direction), inside: outer) { body in
      body.heading(outer.level + 1, linked)
      if !card.summary.isEmpty { body.paragraph(card.summary.map { body.inline($0.content) }.joined(separator: " ")) }
    }
    var parts = [
      card.kicker, card.sources.isEmpty ? nil : card.sources.joined(separator: vocabulary.word(.listSeparator)),
    ]
    parts += [card.dateText, card.remark]
    let line = parts.compactMap { $0 }.filter { !$0.isEmpty }.map(MarkdownEscape.text).joined(separator: " · ")
    if !line.isEmpty { paragraph(line) }
    if !card.related.isEmpty {
      let links = card.related.map { one in
        MarkdownEscape.link(MarkdownEscape.text(one.title), one.url)
          + (one.source.map { " (\(MarkdownEscape.text($0)))" } ?? "")
      }
      paragraph("\(MarkdownEscape.text(vocabulary.word(.more))): " + links.joined(separator: " · "))
    }
  }

  private mutating func timeline(_ view: TimelineView, _ outer: RenderContext) {
    let layout = TimelineLayout(view)
    rows(layout.past)
    if !layout.future.isEmpty {
      if !layout.past.isEmpty { heading(outer.level + 1, MarkdownEscape.text(vocabulary.word(.ahead))) }
      rows(layout.future)
    }
    if !view.undated.isEmpty {
      heading(outer.level + 1, MarkdownEscape.text(vocabulary.word(.undated)))
      summary(view.undated, outer)
    }
  }

  private func rows(_ rows: [TimelineLayout.Row]) {
    for row in rows {
      switch row {
      case .gap(let days):
        line("- *\(MarkdownEscape.text(vocabulary.phrase(.gap, ["span": vocabulary.span(days: days)])))*")
      case .event(let item):
        var text = "- \(TextGlyphs.mark(item.precision, plain: false)) **\(MarkdownEscape.text(item.dateText))** "
        text += inline(item.content)
        let small = [item.sources.joined(separator: vocabulary.word(.listSeparator)), item.remark ?? ""]
        let named = small.filter { !$0.isEmpty }.map(MarkdownEscape.text).joined(separator: " · ")
        line(named.isEmpty ? text : text + " (\(named))")
      }
    }
    if !rows.isEmpty { line("") }
  }

  private func contents() {
    let entries = outline.sections.filter { $0.depth <= 2 && !$0.title.isEmpty }
    for entry in entries { line(String(repeating: "  ", count: entry.depth - 1) + "- " + inline(entry.title)) }
    if !entries.isEmpty { line("") }
  }

  private func table(_ table: Table) {
    guard !table.columns.isEmpty else { return }
    if !table.caption.isEmpty { paragraph("**\(inline(table.caption))**") }
    row(table.columns.map { cell($0.title) })
    row(
      table.columns.map { column in
        switch column.alignment {
        case .start: return "---"
        case .center: return ":-:"
        case .end: return document.direction == .leftToRight ? "--:" : ":--"
        }
      })
    for (index, cells) in table.rows.enumerated() {
      let isTotal = table.hasTotals && index == table.rows.count - 1
      row(cells.map { isTotal && !$0.isEmpty ? "**\(cell($0))**" : cell($0) })
    }
    line("")
  }

  private func row(_ cells: [String]) { line("| " + cells.joined(separator: " | ") + " |") }

  private func cell(_ inlines: [Inline]) -> String {
    // A break is a backslash at the end of a line; a cell has one line.
    let lines = inlines.split { $0 == .lineBreak }
    return lines.map { line in onOneLine(Array(line)) }.joined(separator: "<br>")
  }

  /// Text that has to stand on one line.
  private func onOneLine(_ inlines: [Inline]) -> String {
    let markup = inline(inlines).split(separator: "\\\n").map { $0.drop { $0 == " " || $0 == ">" } }
    return MarkdownEscape.cut(markup.joined(separator: " ")) { inlines.plainText }
  }

  private func chart(_ chart: Chart) {
    let unit = chart.unit.map { " (\(MarkdownEscape.text($0)))" } ?? ""
    if !chart.title.isEmpty { paragraph("**\(MarkdownEscape.text(chart.title))**\(unit)") }
    let names = chart.series.map { $0.name.isEmpty ? vocabulary.word(.value) : $0.name }
    row([" "] + names.map { name in MarkdownEscape.cut(MarkdownEscape.text(name)) { name } })
    row(["---"] + names.map { _ in "--:" })
    for (index, label) in chart.labels.enumerated() {
      let name = MarkdownEscape.cut(MarkdownEscape.text(label)) { label }
      row([name] + chart.series.map { $0.values[index].map { vocabulary.number($0) } ?? "–" })
    }
    line("")
    if let note = chart.undrawn(vocabulary) { paragraph(MarkdownEscape.text(note)) }
  }

  private func sources() {
    guard options.citations(of: document) != .omitted, !document.sources.isEmpty else { return }
    let passages = options.citations(of: document) == .full ? CitedPassages(document).bySource : []
    for (index, source) in document.sources.enumerated() {
      let title = MarkdownEscape.text(source.title.isEmpty ? vocabulary.word(.untitled) : source.title)
      var text = source.publisher.map { $0.isEmpty ? "" : MarkdownEscape.text($0) + ": " } ?? ""
      text += MarkdownEscape.link(title, source.url)
      if let date = source.date, !date.isEmpty { text += ", " + MarkdownEscape.text(dateText(date, source)) }
      if index < passages.count, !passages[index].isEmpty {
        text += " — " + passages[index].map(PassageText.of).joined(separator: vocabulary.word(.listSeparator))
      }
      line("[^\(index + 1)]: " + text, indent: "    ")
    }
  }

  private func dateText(_ date: String, _ source: Document.Source) -> String {
    guard options.citations(of: document) == .full, let evidence = source.evidence else { return date }
    return vocabulary.phrase(.withEvidence, ["date": date, "evidence": evidence])
  }

  func inline(_ list: [Inline]) -> String { list.map(inline).joined() }

  private func inline(_ inline: Inline) -> String {
    switch inline {
    case .text(let text), .date(let text, _), .number(let text, _): return MarkdownEscape.text(text)
    case .strong(let inner): return wrapped(inner, "**")
    case .emphasis(let inner): return wrapped(inner, "*")
    case .link(let inner, let url):
      return MarkdownEscape.link(self.inline(inner), url)
    case .code(let text): return MarkdownEscape.code(text)
    case .span(let inner, _, let direction):
      let text = self.inline(inner)
      return direction.map { "<span dir=\"\($0.rawValue)\">\(text)</span>" } ?? text
    case .citation(let marks):
      guard options.citations(of: document) != .omitted else { return "" }
      var seen: [Int] = []
      for mark in marks where mark.source >= 1 && mark.source <= document.sources.count && !seen.contains(mark.source) {
        seen.append(mark.source)
      }
      return seen.sorted().map { "[^\($0)]" }.joined()
    case .lineBreak: return "\\\n" + prefix
    }
  }

  /// Marks of emphasis do not work beside spaces (GFM, 6.4), so these go outside.
  private func wrapped(_ inner: [Inline], _ mark: String) -> String {
    let text = inline(inner)
    let core = text.drop { $0 == " " }
    let lead = text.prefix(text.count - core.count)
    var body = core
    while body.last == " " { body.removeLast() }
    guard !body.isEmpty else { return text }
    return lead + mark + body + mark + core.suffix(core.count - body.count)
  }
}
