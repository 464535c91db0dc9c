import ReportDocument

/// Blocks of a document as tables of plain values, for tests to look at.
enum BlockValues {
  /// What stands in the table of a block; which fields there are depends on the type.
  static let fields = [
    APIParameter(
      "type", .string,
      "section, heading, paragraph, list, table, chart, timeline, summary, card, digest, figures, image, quote, note, columns, lead, group, rule, contents or pageBreak."
    ),
    APIParameter("text", .string, "All its words, without citation markers."),
    APIParameter(
      "title", .string, optional: true,
      "The heading of a section, the headline of a card, the title of a chart or table."),
    APIParameter("blocks", .list(.any), optional: true, "The blocks inside of it."),
    APIParameter(
      "items", .list(.any), optional: true,
      "The items of a list, summary, digest, card or of key figures as text; the events of a timeline as tables with `date`, `value`, `text`, `sources`."
    ),
    APIParameter("columns", .list(.string), optional: true, "The heads of a table."),
    APIParameter("rows", .list(.list(.string)), optional: true, "The cells of a table as text."),
    APIParameter("labels", .list(.string), optional: true, "The labels of a chart."),
    APIParameter("values", .list(.number), optional: true, "The values of a chart's first series."),
    APIParameter("kind", .string, optional: true, "The kind of a chart or note."),
    APIParameter("sources", .list(.string), optional: true, "The sources of a card."),
    APIParameter("url", .string, optional: true, "The address of a card."),
    APIParameter(
      "image", .any, optional: true,
      "The picture of a card or image: a table with `width`, `height`, `alt`, `caption`, `credit` and `url`."),
    APIParameter("related", .list(.string), optional: true, "The headlines of a card's other articles."),
    APIParameter("classes", .list(.string), optional: true, "Its class names."),
    APIParameter("lang", .string, optional: true, "Its language, where it differs from the document's."),
  ]

  /// The table of a block.
  static func value(_ block: Block) -> ScriptValue {
    var fields: [ScriptTable.Field] = []
    func add(_ name: String, _ value: ScriptValue) { fields.append(ScriptTable.Field(name: name, value: value)) }
    add("type", .string(block.content.typeName))
    add("text", .string(text(block)))
    if !block.classes.isEmpty { add("classes", .strings(block.classes)) }
    if let language = block.language { add("lang", .string(language)) }
    if let title = title(block.content) { add("title", .string(title)) }
    let inner = children(block.content)
    if !inner.isEmpty { add("blocks", .list(inner.map(value))) }
    switch block.content {
    case .list(_, let items): add("items", .strings(items.map(text)))
    case .summary(let items): add("items", .strings(items.map(\.content.plainText)))
    case .card(let card):
      add("items", .strings(card.summary.map(\.content.plainText)))
      add("sources", .strings(card.sources))
      if let url = card.url { add("url", .string(url)) }
      if let picture = card.picture { add("image", self.picture(picture)) }
      if !card.related.isEmpty { add("related", .strings(card.related.map(\.title))) }
    case .digest(let lines): add("items", .strings(lines.map(\.content.plainText)))
    case .figures(let figures): add("items", .strings(figures.map { $0.value + " " + $0.label.plainText }))
    case .image(let picture): add("image", self.picture(picture))
    case .timeline(let view): add("items", .list(view.items.map(event)))
    case .table(let table):
      add("columns", .strings(table.columns.map(\.title.plainText)))
      add("rows", .list(table.rows.map { .strings($0.map(\.plainText)) }))
    case .chart(let chart):
      add("kind", .string(chart.kind.rawValue))
      add("labels", .strings(chart.labels))
      add("values", .list((chart.series.first?.values ?? []).map { .number($0 ?? 0) }))
    case .note(let kind, _): add("kind", .string(kind.rawValue))
    default: break
    }
    return .table(ScriptTable(fields: fields))
  }

  /// The blocks of a type anywhere among `blocks`, in reading order; with `title` only those that have it.
  static func find(_ type: String, title wanted: String?, in blocks: [Block]) -> [Block] {
    blocks.flatMap { block in
      let isMeant = block.content.typeName == type && (wanted == nil || title(block.content) == wanted)
      return (isMeant ? [block] : []) + find(type, title: wanted, in: children(block.content))
    }
  }

  /// The names that `find` takes.
  static let types = [
    "section", "heading", "paragraph", "list", "table", "chart", "timeline", "summary", "card", "digest",
    "figures", "image", "quote", "note",
    "columns", "lead", "group", "rule", "contents", "pageBreak",
  ]

  private static func title(_ content: Block.Content) -> String? {
    switch content {
    case .section(let title, _), .heading(_, let title): return title.plainText
    case .card(let card): return card.title
    case .chart(let chart): return chart.title
    case .table(let table): return table.caption.isEmpty ? nil : table.caption.plainText
    default: return nil
    }
  }

  private static func children(_ content: Block.Content) -> [Block] {
    switch content {
    case .section(_, let inner), .quote(let inner, _), .note(_, let inner), .lead(let inner), .group(let inner):
      return inner
    case .columns(let columns): return columns.flatMap { $0 }
    case .list(_, let items): return items.flatMap { $0 }
    default: return []
    }
  }

  private static func picture(_ picture: Picture) -> ScriptValue {
    .fields([
      "width": .integer(picture.width), "height": .integer(picture.height), "alt": .string(picture.alt),
      "caption": .optional(picture.caption), "credit": .optional(picture.credit), "url": .optional(picture.url),
    ])
  }

  private static func event(_ item: TimelineView.Item) -> ScriptValue {
    .fields([
      "date": .string(item.dateText), "value": .string(item.value), "text": .string(item.content.plainText),
      "sources": .strings(item.sources),
    ])
  }

  private static func text(_ blocks: [Block]) -> String {
    blocks.map(text).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func text(_ block: Block) -> String {
    var lines: [String] = []
    switch block.content {
    case .section(let title, let inner): lines = [title.plainText, text(inner)]
    case .heading(_, let inlines), .paragraph(let inlines): lines = [inlines.plainText]
    case .table(let table):
      lines = [table.caption.plainText, table.columns.map(\.title.plainText).joined(separator: " ")]
      lines += table.rows.map { $0.map(\.plainText).joined(separator: " ") }
    case .chart(let chart): lines = [chart.title] + chart.labels
    case .timeline(let view):
      lines = view.items.map { $0.dateText + " " + $0.content.plainText } + view.undated.map(\.content.plainText)
    case .summary(let items): lines = items.map(\.content.plainText)
    case .card(let card):
      lines = [card.kicker ?? "", card.title, card.dateText ?? ""] + card.summary.map(\.content.plainText)
    case .digest(let items): lines = items.map(\.content.plainText)
    case .figures(let figures): lines = figures.map { $0.value + " " + $0.label.plainText }
    case .image(let picture): lines = [picture.caption ?? picture.alt, picture.credit ?? ""]
    case .quote(let inner, let attribution): lines = [text(inner), attribution.plainText]
    default: lines = [text(children(block.content))]
    }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}
