extension Block.Content {
  /// The name of the kind, as dumps and the JSON tree write it.
  package var typeName: String {
    switch self {
    case .section: return "section"
    case .heading: return "heading"
    case .paragraph: return "paragraph"
    case .list: return "list"
    case .table: return "table"
    case .chart: return "chart"
    case .timeline: return "timeline"
    case .summary: return "summary"
    case .card: return "card"
    case .digest: return "digest"
    case .figures: return "figures"
    case .image: return "image"
    case .quote: return "quote"
    case .note: return "note"
    case .columns: return "columns"
    case .lead: return "lead"
    case .group: return "group"
    case .rule: return "rule"
    case .contents: return "contents"
    case .pageBreak: return "pageBreak"
    }
  }
}

extension Document {
  /// The tree as indented lines, one node a line: the form of golden files. Nothing is left out that a renderer can see.
  public func dump() -> String {
    var dump = DocumentDump()
    dump.document(self)
    return dump.text
  }
}

/// Writes the lines of a dump.
private struct DocumentDump {
  private(set) var text = ""
  private var depth = 0

  private mutating func line(_ parts: String?...) {
    text += String(repeating: "  ", count: depth) + parts.compactMap { $0 }.joined(separator: " ") + "\n"
  }

  private mutating func nested(_ body: (inout DocumentDump) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  private func quoted(_ text: String) -> String { text.debugDescription }

  private func field(_ name: String, _ value: String?) -> String? { value.map { "\(name)=\(quoted($0))" } }

  mutating func document(_ document: Document) {
    line("document", document.language, document.direction.rawValue)
    nested { dump in
      dump.inlines("title", document.title)
      dump.inlines("subtitle", document.subtitle)
      dump.inlines("provenance", document.provenance)
      for block in document.blocks { dump.block(block) }
      for (index, source) in document.sources.enumerated() {
        dump.line(
          "source \(index + 1)", source.article, dump.quoted(source.title), dump.field("publisher", source.publisher),
          dump.field("url", source.url), dump.field("date", source.date), source.dateValue.map { "<\($0)>" },
          dump.field("evidence", source.evidence), source.language, source.direction.rawValue)
      }
      let colophon = document.colophon
      dump.line(
        "colophon", dump.field("made", colophon.made), dump.field("madeText", colophon.madeText),
        dump.field("script", colophon.script), dump.field("version", colophon.version))
      for parameter in colophon.parameters { dump.line("  parameter", dump.quoted(parameter)) }
    }
  }

  private mutating func inlines(_ name: String, _ list: [Inline]) {
    guard !list.isEmpty else { return }
    line(name)
    nested { dump in for inline in list { dump.inline(inline) } }
  }

  private mutating func inline(_ inline: Inline) {
    switch inline {
    case .text(let text): line("text", quoted(text))
    case .code(let text): line("code", quoted(text))
    case .date(let text, let value): line("date", quoted(text), "<\(value)>")
    case .number(let text, let value): line("number", quoted(text), NumberText.plain(value))
    case .strong(let inner): inlines("strong", inner)
    case .emphasis(let inner): inlines("emphasis", inner)
    case .link(let inner, let url): inlines("link \(quoted(url))", inner)
    case .span(let inner, let language, let direction):
      inlines(["span", language, direction?.rawValue].compactMap { $0 }.joined(separator: " "), inner)
    case .citation(let marks):
      line(
        "citation",
        marks.map { "[\($0.source)] \($0.passage.article) \(PassageText.of($0.passage))" }.joined(separator: ", "))
    case .lineBreak: line("lineBreak")
    }
  }

  private mutating func block(_ block: Block) {
    line(
      block.content.typeName, details(block.content), block.language, block.direction?.rawValue,
      block.classes.isEmpty ? nil : "." + block.classes.joined(separator: "."))
    nested { $0.content(block.content) }
  }

  private func details(_ content: Block.Content) -> String? {
    switch content {
    case .heading(let level, _): return "\(level)"
    case .list(let ordered, _): return ordered ? "ordered" : "bulleted"
    case .note(let kind, _): return kind.rawValue
    case .table(let table): return table.hasTotals ? "totals" : nil
    case .chart(let chart):
      return [chart.kind.rawValue, quoted(chart.title), field("unit", chart.unit)].compactMap { $0 }.joined(
        separator: " ")
    case .card(let card):
      return [
        quoted(card.title), field("kicker", card.kicker), field("url", card.url), field("date", card.dateText),
        card.dateValue.map { "<\($0)>" }, field("remark", card.remark), "sources=\(card.sources)", card.language,
        card.direction.rawValue, field("anchor", card.anchor),
      ].compactMap { $0 }.joined(separator: " ")
    default: return nil
    }
  }

  private mutating func content(_ content: Block.Content) {
    switch content {
    case .section(let title, let inner):
      inlines("title", title)
      for block in inner { self.block(block) }
    case .heading(_, let text), .paragraph(let text): for inline in text { self.inline(inline) }
    case .list(_, let items), .columns(let items):
      for item in items {
        line("item")
        nested { dump in for block in item { dump.block(block) } }
      }
    case .table(let table):
      inlines("caption", table.caption)
      for column in table.columns { inlines("column \(column.alignment.rawValue)", column.title) }
      for row in table.rows {
        line("row")
        nested { dump in for cell in row { cell.isEmpty ? dump.line("cell") : dump.inlines("cell", cell) } }
      }
    case .chart(let chart):
      line("labels", chart.labels.map(quoted).joined(separator: " "))
      for series in chart.series {
        line(
          "series", quoted(series.name), series.values.map { $0.map(NumberText.plain) ?? "-" }.joined(separator: " "))
      }
    case .timeline(let view):
      for item in view.items {
        line(
          "event", quoted(item.dateText), "<\(item.value)>", "\(item.interval.first)/\(item.interval.last)",
          item.precision.rawValue, item.isFuture ? "future" : nil, field("remark", item.remark),
          "sources=\(item.sources)",
          item.language, item.direction.rawValue)
        nested { dump in for inline in item.content { dump.inline(inline) } }
      }
      summary("undated", view.undated)
    case .summary(let items): summary("item", items)
    case .card(let card):
      summary("item", card.summary)
      if let picture = card.picture { self.picture(picture) }
      for related in card.related {
        line(
          "related", quoted(related.title), field("url", related.url), field("source", related.source),
          related.language, related.direction.rawValue)
      }
    case .digest(let lines):
      for one in lines {
        inlines(
          ["line", one.anchor, one.language, one.direction.rawValue].compactMap { $0 }.joined(separator: " "),
          one.content)
      }
    case .figures(let figures):
      for one in figures { inlines("figure \(quoted(one.value)) \(one.language) \(one.direction.rawValue)", one.label) }
    case .image(let picture): self.picture(picture)
    case .quote(let inner, let attribution):
      for block in inner { self.block(block) }
      inlines("attribution", attribution)
    case .note(_, let inner), .lead(let inner), .group(let inner): for block in inner { self.block(block) }
    case .rule, .contents, .pageBreak: break
    }
  }

  private mutating func picture(_ picture: Picture) {
    line(
      "picture", "\(picture.width)x\(picture.height)", "\(picture.data.count) bytes", field("url", picture.url),
      field("alt", picture.alt), field("caption", picture.caption), field("credit", picture.credit), picture.language,
      picture.direction.rawValue)
  }

  private mutating func summary(_ name: String, _ items: [SummaryItem]) {
    for item in items { inlines("\(name) \(item.language) \(item.direction.rawValue)", item.content) }
  }
}
