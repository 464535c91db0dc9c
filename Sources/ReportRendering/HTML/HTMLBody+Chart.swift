import ReportArticles
import ReportDocument

extension HTMLBody {
  mutating func chart(_ chart: Chart, _ block: Block, _ outer: RenderContext) {
    let context = outer.of(block, text: [])
    writer.begin("figure", "chart")
    attributes(context, inside: outer)
    writer.finish()
    writer.markup("\n")
    if !chart.title.isEmpty || chart.unit != nil {
      writer.start("figcaption")
      writer.isolatedText(chart.title, in: context.direction)
      if let unit = chart.unit, !unit.isEmpty {
        writer.markup(" ")
        writer.start("span", "unit")
        writer.isolatedText(unit, in: context.direction)
        writer.end("span")
      }
      writer.endLine("figcaption")
    }
    let plot = SVGPlot(writer: writer, chart: chart, vocabulary: vocabulary, direction: context.direction)
    if isMail {
      chartTable(chart, context)
    } else if let drawing = chart.drawing {
      legend(chart, context)
      SVGDrawing(writer: writer, drawing: drawing, isMirrored: context.direction == .rightToLeft)
        .write(description: chart.description(vocabulary))
      data(chart, context)
    } else {
      switch chart.kind {
      case .bar where !chart.isOverTime, .stackedBar where !chart.isOverTime: bars(chart, context)
      case .bar, .stackedBar:
        legend(chart, context)
        plot.columns()
        data(chart, context)
      case .line:
        if !SVGPlot.labelsLines(of: chart) { legend(chart, context) }
        plot.lines()
        data(chart, context)
      case .sparkline:
        writer.start("div", "spark")
        plot.sparkline()
        if let last = chart.series.first?.values.last(where: { $0 != nil }), let value = last {
          writer.start("bdi", "last")
          writer.text(vocabulary.number(value))
          writer.end("bdi")
        }
        writer.endLine("div")
        data(chart, context)
      case .heatmap:
        heatMap(chart, context)
        data(chart, context)
      }
    }
    if let note = chart.undrawn(vocabulary) {
      writer.start("p", "legend")
      writer.text(note)
      writer.endLine("p")
    }
    writer.endLine("figure")
  }

  /// Horizontal bars in a table, which is the data and its own text alternative at once.
  private func bars(_ chart: Chart, _ context: RenderContext) {
    legend(chart, context)
    let totals = chart.labels.indices.map { index in
      chart.series.compactMap { $0.values[index] }.filter { $0.isFinite && $0 > 0 }.reduce(0) {
        min($0 + $1, .greatestFiniteMagnitude)
      }
    }
    let scale = ChartScale(exactly: chart.kind == .stackedBar ? totals : chart.allValues)
    writer.begin("table", "bars")
    writer.attribute("aria-label", OutputText.line(chart.description(vocabulary)))
    writer.finish()
    writer.markup("<tbody>\n")
    for (index, label) in chart.labels.enumerated() {
      writer.markup("<tr>")
      rowHeader(label)
      writer.start("td", "plot")
      barDrawing(chart, index, scale, context)
      writer.end("td")
      writer.start("td", "value")
      for (number, series) in chart.series.enumerated() {
        if number > 0 { writer.markup(" · ") }
        writer.start("bdi")
        writer.text(series.values[index].map { vocabulary.number($0) } ?? "—")
        writer.end("bdi")
      }
      writer.end("td")
      writer.markup("</tr>\n")
    }
    writer.markup("</tbody>\n")
    writer.endLine("table")
  }

  private func barDrawing(_ chart: Chart, _ index: Int, _ scale: ChartScale, _ context: RenderContext) {
    let isStacked = chart.kind == .stackedBar
    let rows = isStacked ? 1 : max(1, chart.series.count)
    writer.begin("svg")
    writer.attribute("viewBox", "0 0 100 \(rows * 10)")
    writer.attribute("preserveAspectRatio", "none")
    writer.attribute("aria-hidden", "true")
    if rows > 1 { writer.attribute("class", "grouped") }
    writer.finish()
    var reached = 0.0
    for (number, series) in chart.series.enumerated() {
      guard let value = series.values[index], value.isFinite, value != 0 else { continue }
      let (from, to) = isStacked ? (reached, min(reached + max(0, value), .greatestFiniteMagnitude)) : (0, value)
      reached = to
      let (start, end) = (scale.position(min(from, to)) * 100, scale.position(max(from, to)) * 100)
      writer.begin("rect", SVGPlot.fillStyle(number))
      writer.attribute("x", Coordinate.text(context.direction == .rightToLeft ? 100 - end : start))
      writer.attribute("y", isStacked ? 0 : number * 10 + (rows > 1 ? 1 : 0))
      writer.attribute("width", Coordinate.text(max(end - start, 0.3)))
      writer.attribute("height", rows > 1 ? 8 : 10)
      writer.markup("/>")
    }
    writer.end("svg")
  }

  /// Names of series beside their colours, where they cannot be written on the marks.
  private func legend(_ chart: Chart, _ context: RenderContext) {
    guard chart.series.count > 1 else { return }
    writer.start("p", "legend")
    for (number, series) in chart.series.enumerated() {
      if number > 0 { writer.markup(" ") }
      writer.start("span", "key")
      writer.markup("<svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect")
      writer.attribute("class", SVGPlot.fillStyle(number).description)
      writer.markup(" width=\"10\" height=\"10\"/></svg> ")
      writer.start("bdi")
      writer.text(OutputText.line(series.name))
      writer.end("bdi")
      writer.end("span")
    }
    writer.endLine("p")
  }

  private func heatMap(_ chart: Chart, _ context: RenderContext) {
    let map = HeatMap(chart, firstWeekday: HeatMap.firstWeekday(language: document.language))
    guard map.weeks > 0 else { return }
    let (cell, step, top) = (11, 13, 18)
    let width = max(map.weeks * step, 90)
    func x(_ week: Int) -> Int {
      context.direction == .rightToLeft ? width - (week + 1) * step + 2 : week * step
    }
    // A short map must not be blown up to the width of the text.
    writer.beginDrawing(
      width: Double(width), height: Double(top + 7 * step), style: map.weeks <= 18 ? "heat small" : "heat",
      description: chart.description(vocabulary))
    for month in map.months {
      writer.begin("text", "tick")
      writer.attribute("x", x(month.week) + (context.direction == .rightToLeft ? cell : 0))
      writer.attribute("y", 11)
      writer.attribute("text-anchor", context.direction == .rightToLeft ? "end" : "start")
      writer.finish()
      writer.text("\(padded(month.day.year, 4))-\(padded(month.day.month, 2))")
      writer.end("text")
    }
    for one in map.cells {
      writer.begin("rect", (["h0", "h1", "h2", "h3", "h4"] as [StaticString])[one.level])
      writer.attribute("x", x(one.week))
      writer.attribute("y", top + one.row * step)
      writer.attribute("width", cell)
      writer.attribute("height", cell)
      writer.markup("/>")
    }
    writer.endLine("svg")
  }

  /// The figures behind a drawing.
  private func data(_ chart: Chart, _ context: RenderContext) {
    writer.start("details")
    writer.start("summary")
    writer.text(vocabulary.word(.data))
    writer.end("summary")
    writer.markup("\n")
    chartTable(chart, context)
    writer.endLine("details")
  }

  private func chartTable(_ chart: Chart, _ context: RenderContext) {
    writer.start("table", "data")
    if chart.series.count > 1 {
      writer.markup("<thead><tr><td></td>")
      for series in chart.series {
        writer.begin("th", "end")
        writer.attribute("scope", "col")
        writer.finish()
        writer.isolatedText(OutputText.line(series.name), in: context.direction)
        writer.end("th")
      }
      writer.markup("</tr></thead>\n")
    }
    writer.markup("<tbody>\n")
    for (index, label) in chart.labels.enumerated() {
      writer.markup("<tr>")
      rowHeader(label)
      for series in chart.series {
        writer.start("td", "end")
        writer.start("bdi")
        writer.text(series.values[index].map { vocabulary.number($0) } ?? "—")
        writer.end("bdi")
        writer.end("td")
      }
      writer.markup("</tr>\n")
    }
    writer.markup("</tbody>\n")
    writer.endLine("table")
  }

  /// The header cell of a row, isolated from the direction around it.
  private func rowHeader(_ label: String) {
    writer.begin("th")
    writer.attribute("scope", "row")
    writer.finish()
    writer.start("bdi")
    writer.text(OutputText.line(label))
    writer.end("bdi")
    writer.end("th")
  }
}
