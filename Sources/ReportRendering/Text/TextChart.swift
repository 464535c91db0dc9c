import ReportArticles
import ReportDocument

/// Draws charts in block characters.
struct TextChart {
  let page: TextPage
  let vocabulary: Vocabulary
  let plain: Bool
  let indent: String
  let context: RenderContext

  private var fills: [Character] { plain ? ["#", "=", "+", "-", ":", "."] : ["█", "▒", "▓", "░", "▚", "▞"] }

  func write(_ chart: Chart) {
    var title = TextPage.clean(OutputText.line(chart.title))
    if let unit = chart.unit, !unit.isEmpty { title += " (\(OutputText.line(unit)))" }
    if !title.isEmpty { page.paragraph(title, first: indent, rest: indent, context.direction) }
    guard !chart.labels.isEmpty, !chart.series.isEmpty else { return }
    switch chart.kind {
    case .bar, .stackedBar: bars(chart)
    case .line, .sparkline: lines(chart)
    case .heatmap: heatMap(chart)
    }
    if let note = chart.undrawn(vocabulary) {
      page.paragraph(TextPage.clean(note), first: indent, rest: indent, context.direction)
    }
  }

  private func label(_ text: String) -> String { TextPage.clean(OutputText.line(text)) }

  private func bars(_ chart: Chart) {
    let isStacked = chart.kind == .stackedBar
    if chart.series.count > 1 {
      let keys = chart.series.enumerated().map { "\(fills[$0 % fills.count]) \(label($1.name))" }
      page.paragraph(keys.joined(separator: "  "), first: indent, rest: indent, context.direction)
    }
    let totals = chart.labels.indices.map { index in
      chart.series.compactMap { $0.values[index] }.filter { $0.isFinite && $0 > 0 }.reduce(0) {
        min($0 + $1, .greatestFiniteMagnitude)
      }
    }
    let highest = max(isStacked ? totals.max() ?? 0 : chart.allValues.max() ?? 0, 0)
    let names = chart.labels.map(label)
    let free = page.options.width - page.wrapper.width(indent)
    let widest = min(names.map(page.wrapper.width).max() ?? 0, free * 2 / 5)
    let room = max(1, free - widest - 2 - 14)
    for (index, name) in names.enumerated() {
      let shown = page.wrapper.lines(name, width: max(1, widest), keepsAddresses: false)
      for (line, part) in shown.dropLast().enumerated() where line < 3 { page.line(indent + part, context.direction) }
      let head = page.padded(shown.last ?? "", widest)
      let values = chart.series.map { $0.values[index] }
      if isStacked {
        var bar = ""
        var reached = 0.0
        for (number, value) in values.enumerated() {
          guard let value, value.isFinite, value > 0, highest > 0 else { continue }
          // Ends are rounded, not lengths, so that the parts never add up to more than the room.
          let start = reached.step(of: room, to: highest)
          reached = min(reached + value, .greatestFiniteMagnitude)
          let end = reached.step(of: room, to: highest)
          bar += String(repeating: fills[number % fills.count], count: max(0, end - start))
        }
        row(head, bar, values)
      } else {
        for (number, value) in values.enumerated() {
          row(
            number == 0 ? head : String(repeating: " ", count: widest),
            bar(value, highest, room, fills[number % fills.count]),
            [value])
        }
      }
    }
  }

  private func row(_ head: String, _ bar: String, _ values: [Double?]) {
    let figures = values.map { $0.map { vocabulary.number($0) } ?? "–" }.joined(separator: plain ? " + " : " + ")
    let line = "\(indent)\(head)  \(bar)\(bar.isEmpty ? "" : " ")\(figures)"
    guard page.wrapper.width(line) > page.options.width else { return page.line(line, context.direction) }
    page.line("\(indent)\(head)  \(bar)", context.direction)
    page.paragraph(figures, first: indent + "  ", rest: indent + "  ", context.direction)
  }

  /// A bar in eighths of a column.
  private func bar(_ value: Double?, _ highest: Double, _ room: Int, _ fill: Character) -> String {
    guard let value, value.isFinite, value > 0, highest > 0 else { return "" }
    let eighths = value.step(of: room * 8, to: highest)
    // The eighths grow from the left, which is the wrong end of a bar that runs from the right.
    guard fill == "█", context.direction == .leftToRight else {
      return String(repeating: fill, count: max(1, (eighths + 4) / 8))
    }
    let parts: [String] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }

  private func lines(_ chart: Chart) {
    let scale = ChartScale(exactly: chart.allValues)
    let lowest = chart.allValues.min() ?? 0
    let free = page.options.width - page.wrapper.width(indent)
    let widest = min(chart.series.map { page.wrapper.width(label($0.name)) }.max() ?? 0, free / 3)
    let room = max(1, free - widest - 20)
    for series in chart.series {
      let values = thinned(series.values, to: room)
      let steps: [Character] = plain ? ["_", ".", "-", "=", "+", "*", "#"] : ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      let drawing = values.map { value -> Character in
        guard let value, value.isFinite else { return " " }
        let share = value.share(from: lowest, to: scale.upper)
        return steps[min(steps.count - 1, Int(clamping: share * Double(steps.count)))]
      }
      let name =
        widest == 0
        ? ""
        : page.padded(page.wrapper.lines(label(series.name), width: max(1, widest), keepsAddresses: false)[0], widest)
          + "  "
      let finite = series.values.compactMap { $0 }.filter(\.isFinite)
      let last = finite.last.map { " " + vocabulary.number($0) } ?? ""
      page.line(indent + name + String(drawing) + last, context.direction)
    }
    if let first = chart.labels.first, let last = chart.labels.last, chart.labels.count > 1 {
      let text = vocabulary.phrase(.fromTo, ["from": label(first), "to": label(last)])
      page.paragraph(text, first: indent, rest: indent, context.direction)
    }
  }

  private func thinned(_ values: [Double?], to count: Int) -> [Double?] {
    guard values.count > count, count > 0 else { return values }
    return (0..<count).map { index in
      let slice = values[index * values.count / count..<(index + 1) * values.count / count]
        .compactMap { $0 }.filter(\.isFinite)
      return slice.isEmpty ? nil : slice.reduce(0) { $0 + $1 / Double(slice.count) }
    }
  }

  private func heatMap(_ chart: Chart) {
    let map = HeatMap(chart, firstWeekday: HeatMap.firstWeekday(language: vocabulary.language))
    guard map.weeks > 0 else { return }
    let shades: [Character] = plain ? [".", ":", "+", "*", "#"] : ["·", "░", "▒", "▓", "█"]
    let weeks = min(map.weeks, max(1, (page.options.width - page.wrapper.width(indent)) / 2))
    var grid = Array(repeating: Array(repeating: Character(" "), count: map.weeks), count: 7)
    for cell in map.cells { grid[cell.row][cell.week] = shades[cell.level] }
    for row in grid {
      let line = row.suffix(weeks).map { "\($0) " }.joined()
      page.line(indent + line, context.direction)
    }
    if let first = map.cells.first?.day, let last = map.cells.last?.day {
      let text = vocabulary.phrase(.fromTo, ["from": first.description, "to": last.description])
      page.paragraph(
        "\(text); \(shades[1]) \(vocabulary.word(.fewer)), \(shades[4]) \(vocabulary.word(.moreValues))", first: indent,
        rest: indent, context.direction)
    }
  }
}
