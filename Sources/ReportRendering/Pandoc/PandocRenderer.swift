import ReportArticles
import ReportDocument

/// Renders a document as pandoc's JSON tree (pandoc-types 1.22, as pandoc 2.11 to 2.19 read it), from which `pandoc -f json`
/// makes DOCX, EPUB, ODT, PDF and more. Languages and directions go along as attributes.
///
/// ```swift
/// let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.rule)])
/// try PandocRenderer().string(document).contains(#"{"t":"HorizontalRule"}"#)  // → true
/// ```
public struct PandocRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      var json = JSONOutput(out)
      PandocTree(document, options: options).write(&json)
      out.append("\n")
    }
  }
}

/// Counts the headers of one document.
final class HeaderNumbering {
  private var count = 0

  func next() -> Int {
    count += 1
    return count
  }
}

/// Writes blocks as pandoc's `Block` values.
struct PandocTree {
  let document: Document
  let options: RenderOptions
  let vocabulary: Vocabulary
  private let numbering = HeaderNumbering()

  init(_ document: Document, options: RenderOptions) {
    self.document = document
    self.options = options
    vocabulary = document.vocabulary
  }

  func write(_ json: inout JSONOutput) {
    let context = RenderContext(language: document.language, direction: document.direction)
    json.object { json in
      json.name("pandoc-api-version")
      json.array([1, 22, 1]) { $0.number($1) }
      json.name("meta")
      json.object { json in
        let title = document.title.isEmpty ? [.text(vocabulary.word(.briefing))] : document.title
        for (name, inlines) in [("title", title), ("subtitle", document.subtitle)] as [(StaticString, [Inline])]
        where !inlines.isEmpty {
          json.name(name)
          node(&json, "MetaInlines") { self.inlines(&$0, inlines, context) }
        }
        let language = HTMLBody.languageTag(document.language)
        for (name, value) in [("lang", language), ("dir", document.direction.rawValue)] as [(StaticString, String)]
        where !value.isEmpty {
          json.name(name)
          node(&json, "MetaString") { $0.string(value) }
        }
      }
      json.name("blocks")
      json.array { json in
        if !document.provenance.isEmpty { based(&json) { paragraph(&$0, document.provenance, context) } }
        parts(&json, document.blocks, context)
        sources(&json, context)
        let foot = FootLine.parts(document.colophon, vocabulary)
        if !foot.isEmpty {
          node(&json, "HorizontalRule")
          based(&json) { paragraph(&$0, [.text(foot.joined(separator: " · "))], context) }
        }
      }
    }
  }

  func node(_ json: inout JSONOutput, _ type: String) {
    json.object { $0.member("t", type) }
  }

  func node(_ json: inout JSONOutput, _ type: String, _ content: (inout JSONOutput) -> Void) {
    json.object { json in
      json.member("t", type)
      json.name("c")
      content(&json)
    }
  }

  /// `[id, classes, attributes]`.
  func attributes(
    _ json: inout JSONOutput, id: String = "", classes: [String] = [], _ pairs: [(String, String)] = []
  ) {
    json.array { json in
      json.string(id)
      json.array(classes) { $0.string($1) }
      json.array(pairs) { json, pair in
        json.array { json in
          json.string(pair.0)
          json.string(pair.1)
        }
      }
    }
  }

  func direction(_ context: RenderContext, inside outer: RenderContext) -> [(String, String)] {
    var pairs: [(String, String)] = []
    if context.language != outer.language {
      let tag = HTMLBody.languageTag(context.language)
      if !tag.isEmpty { pairs.append(("lang", tag)) }
    }
    if context.direction != outer.direction { pairs.append(("dir", context.direction.rawValue)) }
    return pairs
  }

  func paragraph(_ json: inout JSONOutput, _ text: [Inline], _ context: RenderContext) {
    node(&json, "Para") { inlines(&$0, text, context) }
  }

  func division(
    _ json: inout JSONOutput, id: String = "", classes: [String], _ pairs: [(String, String)] = [],
    _ body: (inout JSONOutput) -> Void
  ) {
    node(&json, "Div") { json in
      json.array { json in
        attributes(&json, id: id, classes: classes, pairs)
        json.array(body)
      }
    }
  }

  /// Content in a division when its direction differs from what is around.
  private func directed(
    _ json: inout JSONOutput, _ context: RenderContext, inside outer: RenderContext, _ body: (inout JSONOutput) -> Void
  ) {
    let pairs = direction(context, inside: outer)
    if pairs.isEmpty { return body(&json) }
    division(&json, classes: [], pairs, body)
  }

  private func header(_ json: inout JSONOutput, _ level: Int, _ text: [Inline], _ context: RenderContext) {
    node(&json, "Header") { json in
      json.array { json in
        json.number(Double(min(max(level - 1, 1), 6)))
        // EPUB needs a name for every header.
        let isBased = document.direction == .rightToLeft
        attributes(
          &json, id: "section-\(numbering.next())", isBased ? [("dir", context.direction.rawValue)] : [])
        inlines(&json, text, context)
      }
    }
  }

  /// What stands directly in the document or a section. Formats that take no direction from the metadata, EPUB above all,
  /// take it from a division around each part; sections themselves stay outside, since chapters begin with them.
  private func parts(_ json: inout JSONOutput, _ list: [Block], _ context: RenderContext) {
    for block in list {
      switch block.content {
      case .section, .heading, .rule, .contents, .pageBreak: self.block(&json, block, context)
      default: based(&json) { self.block(&$0, block, context) }
      }
    }
  }

  /// Content in a division with the direction of the document where that is from right to left.
  private func based(_ json: inout JSONOutput, _ body: (inout JSONOutput) -> Void) {
    guard document.direction == .rightToLeft else { return body(&json) }
    division(&json, classes: [], [("dir", document.direction.rawValue)], body)
  }

  func blocks(_ json: inout JSONOutput, _ list: [Block], _ context: RenderContext) {
    for block in list { self.block(&json, block, context) }
  }

  private func block(_ json: inout JSONOutput, _ block: Block, _ outer: RenderContext) {
    switch block.content {
    case .section(let title, let inner):
      var context = outer
      context.level += 1
      if !title.isEmpty { header(&json, context.level, title, context.of(title)) }
      parts(&json, inner, context)
    case .heading(let level, let text): header(&json, level, text, outer.of(block, text: text))
    case .paragraph(let text):
      let context = outer.of(block, text: text)
      directed(&json, context, inside: outer) { paragraph(&$0, text, context) }
    case .list(let ordered, let items): list(&json, ordered, items, outer)
    case .table(let table): self.table(&json, table, outer)
    case .chart(let chart): self.chart(&json, chart, outer)
    case .timeline(let view): timeline(&json, view, outer)
    case .summary(let items): summary(&json, items, outer)
    case .card(let card): self.card(&json, card, outer)
    case .quote(let inner, let attribution):
      node(&json, "BlockQuote") { json in
        json.array { json in
          blocks(&json, inner, outer)
          if !attribution.isEmpty { paragraph(&json, [.text("— ")] + attribution, outer) }
        }
      }
    case .note(let kind, let inner):
      division(&json, classes: ["note", kind.rawValue]) { json in
        if kind == .warning { paragraph(&json, [.strong([.text(vocabulary.word(.caution))])], outer) }
        blocks(&json, inner, outer)
      }
    case .columns(let columns):
      division(&json, classes: ["columns"]) { json in
        for column in columns { division(&json, classes: ["column"]) { blocks(&$0, column, outer) } }
      }
    case .lead(let inner): division(&json, classes: ["lead"]) { blocks(&$0, inner, outer) }
    case .group(let inner):
      division(&json, classes: block.classes.filter(HTMLBody.isClassName)) { blocks(&$0, inner, outer) }
    case .rule: node(&json, "HorizontalRule")
    // pandoc makes its own with --toc, and its own page breaks.
    case .contents, .pageBreak: break
    case .digest(let lines):
      paragraph(&json, [.strong([.text(vocabulary.dayInLines(lines.count))])], outer)
      list(
        &json, true,
        lines.map { [Block(.paragraph($0.content), language: $0.language, direction: $0.direction)] }, outer)
    case .figures(let figures):
      list(
        &json, false,
        figures.map { figure in
          [
            Block(
              .paragraph([.strong([.text(figure.value)]), .text(" ")] + figure.label), language: figure.language,
              direction: figure.direction)
          ]
        }, outer)
    // The tree has no place for a picture's bytes, and pandoc would ask for addresses.
    case .image: break
    }
  }

  private func list(_ json: inout JSONOutput, _ ordered: Bool, _ items: [[Block]], _ outer: RenderContext) {
    guard !items.isEmpty else { return }
    node(&json, ordered ? "OrderedList" : "BulletList") { json in
      let body: (inout JSONOutput) -> Void = { json in
        json.array(items) { json, item in
          json.array { json in
            if item.count == 1, case .paragraph(let text) = item[0].content {
              node(&json, "Plain") { inlines(&$0, text, outer.of(item[0], text: text)) }
            } else {
              blocks(&json, item, outer)
            }
          }
        }
      }
      guard ordered else { return body(&json) }
      json.array { json in
        json.array { json in
          json.number(1)
          node(&json, "Decimal")
          node(&json, "Period")
        }
        body(&json)
      }
    }
  }

  private func summary(_ json: inout JSONOutput, _ items: [SummaryItem], _ outer: RenderContext) {
    guard !items.isEmpty else { return }
    node(&json, "BulletList") { json in
      json.array(items) { json, item in
        let context = outer.with(item.language, item.direction)
        json.array { json in directed(&json, context, inside: outer) { paragraph(&$0, item.content, context) } }
      }
    }
  }

  private func card(_ json: inout JSONOutput, _ card: ArticleCard, _ outer: RenderContext) {
    let context = outer.with(card.language, card.direction)
    let title = Inline.text(card.title.isEmpty ? vocabulary.word(.untitled) : card.title)
    division(&json, classes: ["card"], direction(context, inside: outer)) { json in
      header(&json, outer.level + 1, card.url.map { [.link([title], url: $0)] } ?? [title], context)
      var text: [Inline] = []
      for (index, item) in card.summary.enumerated() {
        if index > 0 { text.append(.text(" ")) }
        text += item.content
      }
      if !text.isEmpty { paragraph(&json, text, context) }
    }
    var parts = [
      card.kicker, card.sources.isEmpty ? nil : card.sources.joined(separator: vocabulary.word(.listSeparator)),
    ]
    parts += [card.dateText, card.remark]
    let line = parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " · ")
    if !line.isEmpty { paragraph(&json, [.emphasis([.text(line)])], outer) }
    guard !card.related.isEmpty else { return }
    paragraph(&json, [.emphasis([.text(vocabulary.word(.more))])], outer)
    list(
      &json, false,
      card.related.map { one in
        let title: [Inline] = [.text(one.title)]
        let linked: [Inline] = one.url.map { [.link(title, url: $0)] } ?? title
        return [
          Block(
            .paragraph(linked + (one.source.map { [.text(" (\($0))")] } ?? [])), language: one.language,
            direction: one.direction)
        ]
      }, outer)
  }

  private func timeline(_ json: inout JSONOutput, _ view: TimelineView, _ outer: RenderContext) {
    let layout = TimelineLayout(view)
    rows(&json, layout.past, outer)
    if !layout.future.isEmpty {
      if !layout.past.isEmpty { header(&json, outer.level + 1, [.text(vocabulary.word(.ahead))], outer) }
      rows(&json, layout.future, outer)
    }
    if !view.undated.isEmpty {
      header(&json, outer.level + 1, [.text(vocabulary.word(.undated))], outer)
      summary(&json, view.undated, outer)
    }
  }

  private func rows(_ json: inout JSONOutput, _ rows: [TimelineLayout.Row], _ outer: RenderContext) {
    guard !rows.isEmpty else { return }
    node(&json, "DefinitionList") { json in
      json.array(rows) { json, row in
        json.array { json in
          switch row {
          case .gap(let days):
            inlines(&json, [.text("…")], outer)
            let text = vocabulary.phrase(.gap, ["span": vocabulary.span(days: days)])
            json.array { $0.array { paragraph(&$0, [.emphasis([.text(text)])], outer) } }
          case .event(let item):
            inlines(&json, [.date(item.dateText, value: item.value)], outer)
            let context = outer.with(item.language, item.direction)
            let small = [item.sources.joined(separator: vocabulary.word(.listSeparator)), item.remark ?? ""]
            let named = small.filter { !$0.isEmpty }.joined(separator: " · ")
            json.array { json in
              json.array { json in
                directed(&json, context, inside: outer) { paragraph(&$0, item.content, context) }
                if !named.isEmpty { paragraph(&json, [.emphasis([.text(named)])], outer) }
              }
            }
          }
        }
      }
    }
  }

  private func sources(_ json: inout JSONOutput, _ context: RenderContext) {
    guard options.citations(of: document) != .omitted, !document.sources.isEmpty else { return }
    header(&json, 2, [.text(vocabulary.word(.sources))], context)
    let passages = options.citations(of: document) == .full ? CitedPassages(document).bySource : []
    based(&json) { json in list(&json, passages, context) }
  }

  private func list(_ json: inout JSONOutput, _ passages: [[Citation]], _ context: RenderContext) {
    node(&json, "OrderedList") { json in
      json.array { json in
        json.array { json in
          json.number(1)
          node(&json, "Decimal")
          node(&json, "Period")
        }
        json.array(document.sources.enumerated()) { json, entry in
          let (index, source) = entry
          let inner = context.with(source.language, source.direction)
          let title = Inline.text(source.title.isEmpty ? vocabulary.word(.untitled) : source.title)
          var text: [Inline] = source.publisher.map { $0.isEmpty ? [] : [.strong([.text($0)]), .text(" ")] } ?? []
          text.append(source.url.map { .link([title], url: $0) } ?? title)
          json.array { json in
            division(&json, id: "source-\(index + 1)", classes: [], direction(inner, inside: context)) { json in
              paragraph(&json, text, inner)
            }
            var rest = [source.date ?? ""]
            if options.citations(of: document) == .full, let date = source.date, let evidence = source.evidence {
              rest[0] = vocabulary.phrase(.withEvidence, ["date": date, "evidence": evidence])
            }
            if index < passages.count {
              rest.append(passages[index].map(PassageText.of).joined(separator: vocabulary.word(.listSeparator)))
            }
            let line = rest.filter { !$0.isEmpty }.joined(separator: " — ")
            if !line.isEmpty { paragraph(&json, [.text(line)], context) }
          }
        }
      }
    }
  }
}
