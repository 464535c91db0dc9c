import ReportDocument

/// Renders a document as its own tree in JSON; `docs/document.schema.json` describes it.
///
/// ```swift
/// let document = Document(title: [.text("Briefing")], language: "en", direction: .leftToRight)
/// try JSONRenderer().string(document).contains(#""language":"en""#)  // → true
/// ```
public struct JSONRenderer: Renderer {
  /// Makes a renderer.
  public init() {}

  /// Makes a renderer; the tree is the same whatever the options.
  public init(options: RenderOptions) {}

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      var tree = DocumentTree(JSONOutput(out))
      tree.write(document)
      out.append("\n")
    }
  }
}

/// Writes the tree of a document.
struct DocumentTree {
  private var json: JSONOutput

  init(_ json: JSONOutput) { self.json = json }

  mutating func write(_ document: Document) {
    json.object { json in
      json.member("format", "reportgen-document")
      json.member("version", 1)
      json.member("language", document.language)
      json.member("direction", document.direction.rawValue)
      for (name, inlines) in [
        ("title", document.title), ("subtitle", document.subtitle), ("provenance", document.provenance),
      ] as [(StaticString, [Inline])] {
        json.name(name)
        Self.inlines(&json, inlines)
      }
      json.name("blocks")
      Self.blocks(&json, document.blocks)
      json.name("sources")
      json.array(document.sources) { Self.source(&$0, $1) }
      json.name("colophon")
      json.object { json in
        let colophon = document.colophon
        json.member("made", colophon.made)
        json.member("madeText", colophon.madeText)
        json.member("script", colophon.script)
        json.member("parameters", strings: colophon.parameters)
        json.member("version", colophon.version)
        json.member("style", colophon.style?.rawValue)
      }
      json.member("citations", document.citations?.rawValue)
      json.member("pictures", document.pictures?.rawValue)
    }
  }

  private static func source(_ json: inout JSONOutput, _ source: Document.Source) {
    json.object { json in
      json.member("article", source.article)
      json.member("title", source.title)
      json.member("publisher", source.publisher)
      json.member("url", source.url)
      json.member("date", source.date)
      json.member("dateValue", source.dateValue)
      json.member("evidence", source.evidence)
      json.member("language", source.language)
      json.member("direction", source.direction.rawValue)
    }
  }

  static func inlines(_ json: inout JSONOutput, _ list: [Inline]) {
    json.array(list) { inline(&$0, $1) }
  }

  private static func inline(_ json: inout JSONOutput, _ inline: Inline) {
    json.object { json in
      switch inline {
      case .text(let text): leaf(&json, "text", text)
      case .code(let text): leaf(&json, "code", text)
      case .strong(let inner): nested(&json, "strong", inner)
      case .emphasis(let inner): nested(&json, "emphasis", inner)
      case .link(let inner, let url):
        json.member("type", "link")
        json.member("url", url)
        json.name("content")
        inlines(&json, inner)
      case .date(let text, let value):
        leaf(&json, "date", text)
        json.member("value", value)
      case .number(let text, let value):
        leaf(&json, "number", text)
        json.name("value")
        if value.isFinite { json.number(value) } else { json.null() }
      case .span(let inner, let language, let direction):
        json.member("type", "span")
        json.member("language", language)
        json.member("direction", direction?.rawValue)
        json.name("content")
        inlines(&json, inner)
      case .citation(let marks):
        json.member("type", "citation")
        json.name("marks")
        json.array(marks) { json, mark in
          json.object { json in
            json.member("source", mark.source)
            json.member("article", mark.passage.article)
            if let paragraph = mark.passage.paragraph { json.member("paragraph", paragraph) }
            json.member("start", mark.passage.start)
            json.member("end", mark.passage.end)
          }
        }
      case .lineBreak: json.member("type", "lineBreak")
      }
    }
  }

  private static func leaf(_ json: inout JSONOutput, _ type: String, _ text: String) {
    json.member("type", type)
    json.member("text", text)
  }

  private static func nested(_ json: inout JSONOutput, _ type: String, _ inner: [Inline]) {
    json.member("type", type)
    json.name("content")
    inlines(&json, inner)
  }

  static func blocks(_ json: inout JSONOutput, _ list: [Block]) {
    json.array(list) { json, block in json.object { self.block(&$0, block) } }
  }

  private static func block(_ json: inout JSONOutput, _ block: Block) {
    json.member("type", block.content.typeName)
    json.member("language", block.language)
    json.member("direction", block.direction?.rawValue)
    if !block.classes.isEmpty { json.member("classes", strings: block.classes) }
    switch block.content {
    case .section(let title, let inner):
      json.name("title")
      inlines(&json, title)
      json.name("blocks")
      blocks(&json, inner)
    case .heading(let level, let text):
      json.member("level", level)
      json.name("content")
      inlines(&json, text)
    case .paragraph(let text):
      json.name("content")
      inlines(&json, text)
    case .list(let ordered, let items):
      json.member("ordered", ordered)
      json.name("items")
      json.array(items) { blocks(&$0, $1) }
    case .table(let table): self.table(&json, table)
    case .chart(let chart): self.chart(&json, chart)
    case .timeline(let view): timeline(&json, view)
    case .summary(let items):
      json.name("items")
      json.array(items) { summaryItem(&$0, $1) }
    case .card(let card): self.card(&json, card)
    case .quote(let inner, let attribution):
      json.name("blocks")
      blocks(&json, inner)
      json.name("attribution")
      inlines(&json, attribution)
    case .note(let kind, let inner):
      json.member("kind", kind.rawValue)
      json.name("blocks")
      blocks(&json, inner)
    case .columns(let columns):
      json.name("columns")
      json.array(columns) { blocks(&$0, $1) }
    case .lead(let inner), .group(let inner):
      json.name("blocks")
      blocks(&json, inner)
    case .digest(let lines):
      json.name("lines")
      json.array(lines) { json, line in
        json.object { json in
          json.member("anchor", line.anchor)
          json.member("language", line.language)
          json.member("direction", line.direction.rawValue)
          json.name("content")
          inlines(&json, line.content)
        }
      }
    case .figures(let figures):
      json.name("figures")
      json.array(figures) { json, figure in
        json.object { json in
          json.member("value", figure.value)
          json.member("language", figure.language)
          json.member("direction", figure.direction.rawValue)
          json.name("label")
          inlines(&json, figure.label)
        }
      }
    case .image(let picture): self.picture(&json, picture)
    case .rule, .contents, .pageBreak: break
    }
  }

  private static func summaryItem(_ json: inout JSONOutput, _ item: SummaryItem) {
    json.object { json in
      json.member("language", item.language)
      json.member("direction", item.direction.rawValue)
      json.name("content")
      inlines(&json, item.content)
    }
  }

  private static func table(_ json: inout JSONOutput, _ table: Table) {
    json.name("caption")
    inlines(&json, table.caption)
    json.name("columns")
    json.array(table.columns) { json, column in
      json.object { json in
        json.name("title")
        inlines(&json, column.title)
        json.member("alignment", column.alignment.rawValue)
      }
    }
    json.name("rows")
    json.array(table.rows) { json, row in json.array(row) { inlines(&$0, $1) } }
    json.member("hasTotals", table.hasTotals)
  }

  private static func chart(_ json: inout JSONOutput, _ chart: Chart) {
    json.member("kind", chart.kind.rawValue)
    json.member("title", chart.title)
    json.member("unit", chart.unit)
    json.member("labels", strings: chart.labels)
    json.name("series")
    json.array(chart.series) { json, series in
      json.object { json in
        json.member("name", series.name)
        json.name("values")
        json.array(series.values) { json, value in
          if let value, value.isFinite { json.number(value) } else { json.null() }
        }
      }
    }
    if let drawing = chart.drawing {
      json.name("drawing")
      json.object { self.drawing(&$0, drawing) }
    }
  }

  private static func drawing(_ json: inout JSONOutput, _ drawing: ChartDrawing) {
    func numbers(_ json: inout JSONOutput, _ name: StaticString, _ values: [Double]) {
      json.name(name)
      json.array(values) { $0.number($1.isFinite ? $1 : 0) }
    }
    func points(_ json: inout JSONOutput, _ points: [ChartDrawing.Point]) {
      numbers(&json, "x", points.map(\.x))
      numbers(&json, "y", points.map(\.y))
    }
    json.member("name", drawing.name)
    numbers(&json, "size", [drawing.width, drawing.height])
    json.name("shapes")
    json.array(drawing.shapes) { json, shape in
      json.object { json in
        switch shape {
        case .rectangle(let from, let to, let series):
          json.member("type", "rectangle")
          points(&json, [from, to])
          json.member("series", series)
        case .line(let path, let series):
          json.member("type", "line")
          points(&json, path)
          json.member("series", series)
        case .area(let path, let series):
          json.member("type", "area")
          points(&json, path)
          json.member("series", series)
        case .circle(let centre, let radius, let series):
          json.member("type", "circle")
          points(&json, [centre])
          json.name("radius")
          json.number(radius.isFinite ? radius : 0)
          json.member("series", series)
        case .rule(let from, let to):
          json.member("type", "rule")
          points(&json, [from, to])
        case .label(let text, let at, let anchor):
          json.member("type", "label")
          json.member("text", text)
          points(&json, [at])
          json.member("anchor", anchor.rawValue)
        }
      }
    }
  }

  private static func timeline(_ json: inout JSONOutput, _ view: TimelineView) {
    json.name("items")
    json.array(view.items) { json, item in
      json.object { json in
        json.member("date", item.dateText)
        json.member("value", item.value)
        json.member("from", item.interval.first.description)
        json.member("to", item.interval.last.description)
        json.member("precision", item.precision.rawValue)
        json.member("language", item.language)
        json.member("direction", item.direction.rawValue)
        json.name("content")
        inlines(&json, item.content)
        json.member("sources", strings: item.sources)
        json.member("isFuture", item.isFuture)
        json.member("remark", item.remark)
      }
    }
    json.name("undated")
    json.array(view.undated) { summaryItem(&$0, $1) }
  }

  private static func card(_ json: inout JSONOutput, _ card: ArticleCard) {
    json.member("kicker", card.kicker)
    json.member("title", card.title)
    json.member("url", card.url)
    json.member("sources", strings: card.sources)
    json.member("date", card.dateText)
    json.member("dateValue", card.dateValue)
    json.member("remark", card.remark)
    // The block's own language goes first in the object; the card names its headline's.
    json.member("titleLanguage", card.language)
    json.member("titleDirection", card.direction.rawValue)
    json.name("summary")
    json.array(card.summary) { summaryItem(&$0, $1) }
    json.member("anchor", card.anchor)
    if let picture = card.picture {
      json.name("picture")
      json.object { self.picture(&$0, picture) }
    }
    if !card.related.isEmpty {
      json.name("related")
      json.array(card.related) { json, one in
        json.object { json in
          json.member("title", one.title)
          json.member("url", one.url)
          json.member("source", one.source)
          json.member("language", one.language)
          json.member("direction", one.direction.rawValue)
        }
      }
    }
  }

  /// What is known of a picture; its bytes stay out of the tree.
  private static func picture(_ json: inout JSONOutput, _ picture: Picture) {
    json.member("width", picture.width)
    json.member("height", picture.height)
    json.member("url", picture.url)
    json.member("alt", picture.alt)
    json.member("caption", picture.caption)
    json.member("credit", picture.credit)
    json.member("wordsLanguage", picture.language)
    json.member("wordsDirection", picture.direction.rawValue)
  }
}
