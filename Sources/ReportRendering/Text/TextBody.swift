import ReportArticles
import ReportDocument

/// Writes blocks as lines.
struct TextBody {
  let document: Document
  let options: RenderOptions
  let page: TextPage
  let vocabulary: Vocabulary
  let outline: DocumentOutline
  let glyphs: TextGlyphs
  /// Long addresses, which stand at the end.
  let notes = LinkNotes()
  /// What stands before every line: spaces and the bars of notes.
  var indent = ""
  /// Something has been written since the last empty line.
  private var needsBlank = false

  init(_ document: Document, options: RenderOptions, page: TextPage) {
    self.document = document
    self.options = options
    self.page = page
    vocabulary = document.vocabulary
    outline = DocumentOutline(document)
    glyphs = TextGlyphs(plain: options.plain)
  }

  mutating func write() {
    let context = RenderContext(language: document.language, direction: document.direction)
    let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
    paragraph(inline(title), context.of(title).direction)
    page.rule(glyphs.double, columns: options.width, context.direction)
    for part in [document.subtitle, document.provenance] where !part.isEmpty {
      paragraph(inline(part), context.of(part).direction)
    }
    needsBlank = true
    blocks(document.blocks, context)
    sources(context)
    links(context)
    let foot = FootLine.parts(document.colophon, vocabulary)
    guard !foot.isEmpty else { return }
    space()
    page.rule(glyphs.single, columns: options.width, context.direction)
    paragraph(foot.joined(separator: glyphs.separator), context.direction)
  }

  /// The addresses that were too long for the text, by their numbers.
  private mutating func links(_ context: RenderContext) {
    guard !notes.addresses.isEmpty else { return }
    heading(vocabulary.word(.links), context.direction, level: 2)
    for (index, address) in notes.addresses.enumerated() {
      paragraph(address, first: "<\(index + 1)> ", rest: "    ", .leftToRight)
    }
    needsBlank = true
  }

  /// One empty line between blocks.
  mutating func space() {
    if needsBlank { page.blank() }
    needsBlank = true
  }

  func paragraph(_ text: String, first: String = "", rest: String = "", _ direction: TextDirection) {
    page.paragraph(text, first: indent + first, rest: indent + rest, direction)
  }

  mutating func blocks(_ blocks: [Block], _ context: RenderContext) {
    for block in blocks { self.block(block, context) }
  }

  private mutating func block(_ block: Block, _ outer: RenderContext) {
    switch block.content {
    case .section(let title, let inner):
      var context = block.language == nil && block.direction == nil ? outer : outer.of(block, text: title)
      context.level = outer.level + 1
      if !title.isEmpty { heading(inline(title), context.of(title).direction, level: context.level) }
      blocks(inner, context)
    case .heading(let level, let text): heading(inline(text), outer.of(block, text: text).direction, level: level)
    case .paragraph(let text):
      guard !text.isEmpty else { return }
      space()
      paragraph(inline(text), outer.of(block, text: text).direction)
    case .list(let ordered, let items): list(ordered, items, outer.of(block, text: []))
    case .table(let table):
      space()
      TextTable(page: page, vocabulary: vocabulary, glyphs: glyphs, indent: indent, context: outer.of(block, text: []))
        .write(caption: inline(table.caption), table) { inline($0, longest: LinkNotes.longestInCell) }
    case .chart(let chart):
      space()
      TextChart(
        page: page, vocabulary: vocabulary, plain: options.plain, indent: indent, context: outer.of(block, text: [])
      )
      .write(chart)
    case .timeline(let view): timeline(view, outer.of(block, text: []))
    case .summary(let items): summary(items)
    case .card(let card): self.card(card, outer)
    case .quote(let inner, let attribution):
      indented("    ") { body in
        body.blocks(inner, outer.of(block, text: []))
        if !attribution.isEmpty {
          body.paragraph(
            "\(body.glyphs.dash) " + body.inline(attribution), rest: "  ", outer.of(attribution).direction)
        }
      }
    case .note(let kind, let inner): note(kind, inner, outer.of(block, text: []))
    case .columns(let columns): for column in columns { blocks(column, outer.of(block, text: [])) }
    case .lead(let inner), .group(let inner): blocks(inner, outer.of(block, text: []))
    case .rule:
      space()
      page.rule(
        glyphs.single, columns: options.width - page.wrapper.width(indent), indent: indent, outer.direction)
    case .contents: contents(outer)
    case .pageBreak: break
    case .digest(let lines):
      heading(vocabulary.dayInLines(lines.count), outer.direction, level: 3)
      list(
        true,
        lines.map { [Block(.paragraph($0.content), language: $0.language, direction: $0.direction)] }, outer)
    case .figures(let figures):
      space()
      for figure in figures {
        paragraph(
          figure.value + " " + inline(figure.label), first: "  " + glyphs.bullet + " ", rest: "    ", figure.direction)
      }
    // The words of a picture mean little without it.
    case .image: break
    }
  }

  mutating func indented(_ more: String, _ body: (inout TextBody) -> Void) {
    // Deep nesting leaves at least half of the line to the text.
    guard page.wrapper.width(indent + more) <= options.width / 2 else { return body(&self) }
    let outer = indent
    indent += more
    body(&self)
    indent = outer
  }

  mutating func heading(_ text: String, _ direction: TextDirection, level: Int) {
    space()
    if level <= 2, needsBlank { page.blank() }
    paragraph(text, direction)
    if level <= 3 {
      let room = max(10, options.width - page.wrapper.width(indent))
      let widest = page.wrapper.lines(TextPage.clean(text), width: room).map(page.wrapper.width).max() ?? 1
      page.rule(glyphs.single, columns: widest, indent: indent, direction)
    }
    needsBlank = level > 3 ? false : needsBlank
    if level <= 3 { needsBlank = false }
  }

  private mutating func list(_ ordered: Bool, _ items: [[Block]], _ context: RenderContext) {
    space()
    let numberWidth = String(items.count).utf8.count
    for (index, item) in items.enumerated() {
      let mark =
        ordered
        ? page.padded("\(index + 1)", numberWidth, .end) + ". " : glyphs.bullet + " "
      let hang = String(repeating: " ", count: page.wrapper.width(mark))
      needsBlank = false
      guard let first = item.first, case .paragraph(let text) = first.content else {
        page.line(indent + mark, context.direction)
        indented(hang) { $0.blocks(item, context) }
        continue
      }
      paragraph(inline(text), first: mark, rest: hang, context.of(first, text: text).direction)
      indented(hang) { $0.blocks(Array(item.dropFirst()), context) }
    }
    needsBlank = true
  }

  private mutating func summary(_ items: [SummaryItem]) {
    guard !items.isEmpty else { return }
    space()
    for item in items {
      paragraph(inline(item.content), first: glyphs.bullet + " ", rest: "  ", item.direction)
    }
  }

  private mutating func card(_ card: ArticleCard, _ outer: RenderContext) {
    space()
    paragraph(card.title.isEmpty ? vocabulary.word(.untitled) : card.title, card.direction)
    var index = 0
    while index < card.summary.count {
      let direction = card.summary[index].direction
      var sentences: [String] = []
      while index < card.summary.count, card.summary[index].direction == direction {
        sentences.append(inline(card.summary[index].content))
        index += 1
      }
      paragraph(sentences.joined(separator: " "), first: "  ", rest: "  ", direction)
    }
    var parts = [
      card.kicker, card.sources.isEmpty ? nil : card.sources.joined(separator: vocabulary.word(.listSeparator)),
    ]
    parts += [card.dateText, card.remark]
    let line = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: glyphs.separator)
    if !line.isEmpty { paragraph(line, first: "  ", rest: "  ", outer.direction) }
    if !card.related.isEmpty {
      let titles = card.related.map { $0.title + ($0.source.map { " (\($0))" } ?? "") }
      paragraph(
        "\(vocabulary.word(.more)): " + titles.joined(separator: glyphs.separator), first: "  ", rest: "  ",
        outer.direction)
    }
    let isCited = card.summary.contains { item in
      item.content.contains { if case .citation(let marks) = $0 { return !marks.isEmpty } else { return false } }
    }
    // The list of sources has the address of what is cited.
    if !isCited || options.citations(of: document) == .omitted, let address = card.url.flatMap(SafeLink.address) {
      paragraph("<\(address)>", first: "  ", rest: "  ", .leftToRight)
    }
  }

  private mutating func note(_ kind: Block.NoteKind, _ inner: [Block], _ context: RenderContext) {
    space()
    needsBlank = false
    indented(glyphs.bar + " ") { body in
      if kind == .warning { body.paragraph(body.vocabulary.word(.caution) + ":", context.direction) }
      body.blocks(inner, context)
    }
    needsBlank = true
  }

  private mutating func contents(_ context: RenderContext) {
    let entries = outline.sections.filter { $0.depth <= 2 && !$0.title.isEmpty }
    guard !entries.isEmpty else { return }
    space()
    paragraph(vocabulary.word(.contents) + ":", context.direction)
    for entry in entries {
      let hang = String(repeating: "  ", count: entry.depth)
      paragraph(inline(entry.title), first: hang + glyphs.bullet + " ", rest: hang + "  ", context.direction)
    }
  }

  private mutating func timeline(_ view: TimelineView, _ context: RenderContext) {
    let layout = TimelineLayout(view)
    let widest = view.items.map { page.wrapper.width(TextPage.clean($0.dateText)) }.max() ?? 0
    let column = min(widest, max(8, (options.width - page.wrapper.width(indent)) / 4))
    rows(layout.past, column, context)
    if !layout.future.isEmpty {
      // What is all ahead has the heading of its section.
      if !layout.past.isEmpty {
        heading(vocabulary.word(.ahead), context.direction, level: max(4, context.level + 1))
      }
      rows(layout.future, column, context)
    }
    if !view.undated.isEmpty {
      heading(vocabulary.word(.undated), context.direction, level: max(4, context.level + 1))
      summary(view.undated)
    }
  }

  private mutating func rows(_ rows: [TimelineLayout.Row], _ column: Int, _ context: RenderContext) {
    guard !rows.isEmpty else { return }
    space()
    for (index, row) in rows.enumerated() {
      let isLast = index == rows.count - 1
      switch row {
      case .gap(let days):
        let text = vocabulary.phrase(.gap, ["span": vocabulary.span(days: days)])
        paragraph(text, first: glyphs.gap + " ", rest: glyphs.gap + " ", context.direction)
        page.line(indent + glyphs.spine, context.direction)
      case .event(let item):
        event(item, column, isLast: isLast, context)
        if !isLast { page.line(indent + glyphs.spine, context.direction) }
      }
    }
  }

  private func event(_ item: TimelineView.Item, _ column: Int, isLast: Bool, _ context: RenderContext) {
    let prefix = page.wrapper.width(indent) + 2 + column + 2
    let room = max(6, options.width - prefix)
    var content = page.wrapper.lines(TextPage.clean(inline(item.content)), width: room)
    var small = item.sources.joined(separator: vocabulary.word(.listSeparator))
    if let remark = item.remark { small += (small.isEmpty ? "" : glyphs.separator) + remark }
    if !small.isEmpty { content += page.wrapper.lines(TextPage.clean(small), width: room) }
    let dates = page.wrapper.lines(TextPage.clean(item.dateText), width: max(1, column), keepsAddresses: false)
    for row in 0..<max(content.count, dates.count) {
      let mark = row == 0 ? TextGlyphs.mark(item.precision, plain: options.plain) : (isLast ? " " : glyphs.spine)
      let date = page.padded(row < dates.count ? dates[row] : "", column)
      page.line("\(indent)\(mark) \(date)  \(row < content.count ? content[row] : "")", context.direction)
    }
  }

  private mutating func sources(_ context: RenderContext) {
    guard options.citations(of: document) != .omitted, !document.sources.isEmpty else { return }
    heading(vocabulary.word(.sources), context.direction, level: 2)
    let passages = options.citations(of: document) == .full ? CitedPassages(document).bySource : []
    for (index, source) in document.sources.enumerated() {
      let mark = "[\(index + 1)] "
      let hang = String(repeating: " ", count: 4 + String(document.sources.count).utf8.count - 1)
      let title = source.title.isEmpty ? vocabulary.word(.untitled) : source.title
      let head = source.publisher.map { $0.isEmpty ? title : "\($0): \(title)" } ?? title
      paragraph(head, first: page.padded(mark, hang.utf8.count), rest: hang, source.direction)
      if var date = source.date, !date.isEmpty {
        if options.citations(of: document) == .full, let evidence = source.evidence {
          date = vocabulary.phrase(.withEvidence, ["date": date, "evidence": evidence])
        }
        paragraph(date, first: hang, rest: hang, context.direction)
      }
      if index < passages.count, !passages[index].isEmpty {
        let list = passages[index].map(PassageText.of).joined(separator: vocabulary.word(.listSeparator))
        paragraph(list, first: hang, rest: hang, context.direction)
      }
      if let address = source.url.flatMap(SafeLink.address) {
        paragraph(address, first: hang, rest: hang, .leftToRight)
      }
    }
    needsBlank = true
  }
}
