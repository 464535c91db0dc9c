import ReportDates
import ReportDocument

extension HTMLBody {
  mutating func timeline(_ view: TimelineView, _ block: Block, _ outer: RenderContext) {
    let context = outer.of(block, text: [])
    let layout = TimelineLayout(view)
    rows(layout.past, "timeline", context, inside: outer)
    if !layout.future.isEmpty {
      if !layout.past.isEmpty { ownHeading(.ahead, context, inside: outer) }
      rows(layout.future, "timeline ahead", context, inside: outer)
    }
    if !view.undated.isEmpty {
      ownHeading(.undated, context, inside: outer)
      summaryList(view.undated, block, outer)
    }
  }

  private func ownHeading(_ word: Vocabulary.Word, _ context: RenderContext, inside outer: RenderContext) {
    let tag = Self.headingTag(outer.level + 1)
    writer.begin(tag, "time-heading")
    attributes(context, inside: outer)
    writer.finish()
    writer.text(vocabulary.word(word))
    writer.endLine(tag)
  }

  private mutating func rows(
    _ rows: [TimelineLayout.Row], _ style: StaticString, _ context: RenderContext, inside outer: RenderContext
  ) {
    guard !rows.isEmpty else { return }
    writer.begin("ol", style)
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    for row in rows {
      switch row {
      case .gap(let days):
        writer.start("li", "gap")
        writer.isolatedText(
          vocabulary.phrase(.gap, ["span": vocabulary.span(days: days)]), in: context.direction)
        writer.endLine("li")
      case .event(let item): event(item, context)
      }
    }
    writer.endLine("ol")
  }

  private mutating func event(_ item: TimelineView.Item, _ outer: RenderContext) {
    writer.start("li", Self.style(item.precision))
    writer.start("p", "when")
    date(item.dateText, item.value, outer)
    writer.endLine("p")
    writer.start("div", "what")
    writer.markup("\n")
    let context = outer.with(item.language, item.direction)
    textBlock("p", nil, item.content, context, inside: outer)
    if !item.sources.isEmpty || item.remark != nil {
      writer.start("p", "by")
      names(item.sources, outer)
      if let remark = item.remark {
        if !item.sources.isEmpty { writer.markup(" <span class=\"dot\">·</span> ") }
        writer.start("span", "remark")
        writer.isolatedText(remark, in: outer.direction)
        writer.end("span")
      }
      writer.endLine("p")
    }
    writer.end("div")
    writer.endLine("li")
  }

  private static func style(_ precision: EventPrecision) -> StaticString {
    switch TimelineMark(precision) {
    case .dot: return "dot"
    case .ring: return "ring"
    case .bar: return "bar"
    case .dashed: return "dashed"
    }
  }
}
