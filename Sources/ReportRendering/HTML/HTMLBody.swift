import ReportArticles
import ReportDocument

/// Writes blocks as HTML elements.
struct HTMLBody {
  let writer: HTMLWriter
  let document: Document
  let options: RenderOptions
  let vocabulary: Vocabulary
  let outline: DocumentOutline
  /// For mail: no style sheet, so no columns, charts or side column.
  var isMail = false
  /// The side column is being written.
  var isBeside = false
  /// What becomes of pictures, and how much room they have.
  let shelf: PictureShelf
  private var sectionNumber = 0
  /// How many places have folded markers.
  var folds = 0
  /// Anchors that have been written.
  var writtenAnchors: Set<String> = []
  /// How often each source has been cited so far.
  private(set) var citedCounts: [Int]
  /// Passages cited, by source; kept only for full citations.
  private(set) var passages: [[Citation]] = []

  init(
    writer: HTMLWriter, document: Document, options: RenderOptions, vocabulary: Vocabulary, outline: DocumentOutline,
    isMail: Bool = false, shelf: PictureShelf? = nil
  ) {
    self.shelf = shelf ?? PictureShelf(isMail ? .nowhere : .page, style: options.pictures(of: document))
    self.writer = writer
    self.document = document
    self.options = options
    self.vocabulary = vocabulary
    self.outline = outline
    self.isMail = isMail
    citedCounts = Array(repeating: 0, count: document.sources.count)
    if options.citations(of: document) == .full { passages = Array(repeating: [], count: document.sources.count) }
  }

  /// A BCP 47 tag as HTML takes it; an unknown language is the empty string (HTML, 3.2.6.2).
  static func languageTag(_ language: String) -> String {
    let isTag =
      !language.isEmpty && language.utf8.count <= 35
      && language.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
    return isTag && language != "und" ? language : ""
  }

  /// Marks a source as cited once more and returns how often it has been.
  mutating func cite(_ mark: CitationMark) -> Int {
    let index = mark.source - 1
    citedCounts[index] += 1
    if !passages.isEmpty, !passages[index].contains(mark.passage) { passages[index].append(mark.passage) }
    return citedCounts[index]
  }

  /// `lang` and `dir` where they differ from what is around.
  func attributes(_ context: RenderContext, inside outer: RenderContext) {
    if context.language != outer.language { writer.attribute("lang", Self.languageTag(context.language)) }
    if context.direction != outer.direction || (isMail && context.language != outer.language) {
      writer.attribute("dir", context.direction.rawValue)
    }
  }

  /// An element that holds running text.
  mutating func textBlock(
    _ tag: StaticString, _ style: StaticString?, _ text: [Inline], _ context: RenderContext, inside outer: RenderContext
  ) {
    writer.begin(tag, style)
    if isMail { writer.attribute("dir", context.direction.rawValue) } else { attributes(context, inside: outer) }
    if isMail, context.language != outer.language {
      writer.attribute("lang", Self.languageTag(context.language))
    }
    writer.finish()
    inlines(text, context)
    writer.endLine(tag)
  }

  mutating func blocks(_ blocks: [Block], _ context: RenderContext) {
    var index = blocks.startIndex
    while index < blocks.endIndex {
      guard case .card = blocks[index].content else {
        block(blocks[index], context)
        index += 1
        continue
      }
      writer.start("div", "cards")
      writer.markup("\n")
      while index < blocks.endIndex, case .card = blocks[index].content {
        block(blocks[index], context)
        index += 1
      }
      writer.endLine("div")
    }
  }

  mutating func block(_ block: Block, _ outer: RenderContext) {
    if !block.classes.isEmpty, !isMail {
      let classes = block.classes.filter(Self.isClassName).joined(separator: " ")
      writer.begin("div")
      if !classes.isEmpty { writer.attribute("class", classes) }
      writer.finish()
      writer.markup("\n")
      unclassed(block, outer)
      writer.endLine("div")
    } else {
      unclassed(block, outer)
    }
  }

  private mutating func unclassed(_ block: Block, _ outer: RenderContext) {
    switch block.content {
    case .section(let title, let inner): section(block, title, inner, outer)
    case .heading(let level, let text):
      textBlock(Self.headingTag(level), nil, text, outer.of(block, text: text), inside: outer)
    case .paragraph(let text): textBlock("p", nil, text, outer.of(block, text: text), inside: outer)
    case .list(let ordered, let items): list(block, ordered, items, outer)
    case .table(let table): self.table(table, block, outer)
    case .chart(let chart): self.chart(chart, block, outer)
    case .timeline(let view): timeline(view, block, outer)
    case .summary(let items): summaryList(items, block, outer)
    case .card(let card): self.card(card, outer)
    case .quote(let inner, let attribution): quote(block, inner, attribution, outer)
    case .note(let kind, let inner): note(block, kind, inner, outer)
    case .columns(let columns): self.columns(block, columns, outer)
    case .digest(let lines): digest(lines, block, outer)
    case .figures(let figures): self.figures(figures, outer)
    case .image(let picture): image(picture, isWide: true, hasCaption: true, outer)
    case .lead(let inner):
      var context = outer
      context.isLead = true
      container("div", "lead", block, inner, context)
    case .group(let inner): container("div", "group", block, inner, outer)
    case .rule: writer.markup("<hr>\n")
    case .contents: contents(outer)
    case .pageBreak: if !isMail { writer.markup("<div class=\"page-break\"></div>\n") }
    }
  }

  static func isClassName(_ name: String) -> Bool {
    guard let first = name.utf8.first, (0x61...0x7A).contains(first | 0x20), name.utf8.count <= 64 else { return false }
    return name.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2D
    }
  }

  static func headingTag(_ level: Int) -> StaticString {
    switch level {
    case ...2: return "h2"
    case 3: return "h3"
    case 4: return "h4"
    case 5: return "h5"
    default: return "h6"
    }
  }

  private mutating func container(
    _ tag: StaticString, _ style: StaticString?, _ block: Block, _ inner: [Block], _ outer: RenderContext
  ) {
    let context = outer.of(block, text: [])
    writer.begin(tag, style)
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    blocks(inner, context)
    writer.endLine(tag)
  }

  private mutating func section(_ block: Block, _ title: [Inline], _ inner: [Block], _ outer: RenderContext) {
    sectionNumber += 1
    var context = outer.of(block, text: title.isEmpty ? [] : title)
    if block.language == nil, block.direction == nil { context = outer }
    context.level = outer.level + 1
    writer.begin("section")
    writer.attribute("id", "section-\(sectionNumber)")
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    if !title.isEmpty {
      textBlock(Self.headingTag(context.level), nil, title, context.of(title), inside: context)
    }
    blocks(inner, context)
    writer.endLine("section")
  }

  private mutating func list(_ block: Block, _ ordered: Bool, _ items: [[Block]], _ outer: RenderContext) {
    guard !items.isEmpty else { return }
    let context = outer.of(block, text: [])
    let tag: StaticString = ordered ? "ol" : "ul"
    writer.begin(tag)
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    for item in items {
      // A single paragraph needs no element of its own.
      if item.count == 1, case .paragraph(let text) = item[0].content, item[0].classes.isEmpty {
        textBlock("li", nil, text, context.of(item[0], text: text), inside: context)
      } else {
        writer.start("li")
        blocks(item, context)
        writer.endLine("li")
      }
    }
    writer.endLine(tag)
  }

  private mutating func quote(
    _ block: Block, _ inner: [Block], _ attribution: [Inline], _ outer: RenderContext
  ) {
    let context = outer.of(block, text: [])
    writer.begin("figure", "quote")
    attributes(context, inside: outer)
    writer.finish()
    writer.start("blockquote")
    writer.markup("\n")
    blocks(inner, context)
    writer.endLine("blockquote")
    if !attribution.isEmpty { textBlock("figcaption", nil, attribution, context.of(attribution), inside: context) }
    writer.endLine("figure")
  }

  private mutating func note(_ block: Block, _ kind: Block.NoteKind, _ inner: [Block], _ outer: RenderContext) {
    // The side column holds all asides, after the text.
    if kind == .aside, !isBeside, !isMail { return }
    let context = outer.of(block, text: [])
    switch kind {
    case .aside: writer.begin("div", "aside")
    case .inline: writer.begin("div", "note")
    case .warning: writer.begin("div", "note warning")
    }
    if !isMail { writer.attribute("role", "note") }
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    if kind == .warning {
      writer.start("p", "label")
      writer.text(vocabulary.word(.caution))
      writer.endLine("p")
    }
    blocks(inner, context)
    writer.endLine("div")
  }

  private mutating func columns(_ block: Block, _ columns: [[Block]], _ outer: RenderContext) {
    let context = outer.of(block, text: [])
    writer.begin("div", "columns")
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    for column in columns {
      writer.start("div", "column")
      writer.markup("\n")
      blocks(column, context)
      writer.endLine("div")
    }
    writer.endLine("div")
  }

  private mutating func contents(_ outer: RenderContext) {
    let entries = outline.sections.filter { $0.depth <= 2 && !$0.title.isEmpty }
    guard !entries.isEmpty else { return }
    writer.begin("nav", "contents")
    writer.attribute("aria-label", vocabulary.word(.contents))
    writer.finish()
    writer.start("p", "label")
    writer.text(vocabulary.word(.contents))
    writer.endLine("p")
    writer.start("ol")
    writer.markup("\n")
    var index = 0
    while index < entries.count {
      writer.start("li")
      contentsLink(entries[index], outer)
      var end = index + 1
      while end < entries.count, entries[end].depth > 1 { end += 1 }
      if end > index + 1 {
        writer.start("ol")
        for entry in entries[index + 1..<end] {
          writer.start("li")
          contentsLink(entry, outer)
          writer.end("li")
        }
        writer.end("ol")
      }
      writer.endLine("li")
      index = end
    }
    writer.endLine("ol")
    writer.endLine("nav")
  }

  private mutating func contentsLink(_ entry: DocumentOutline.Entry, _ outer: RenderContext) {
    let context = outer.of(entry.title)
    writer.begin("a")
    writer.attribute("href", "#section-\(entry.number)")
    attributes(context, inside: outer)
    writer.finish()
    inlinesWithoutLinks(entry.title, context)
    writer.end("a")
  }
}
