import ReportArticles
import ReportDocument

/// Draws charts with axes as SVG: columns and lines over an axis of labels, sparklines, calendar heat maps. Right-to-left
/// documents have the axis of labels run from right to left and the value axis at the right.
struct SVGPlot {
  let writer: HTMLWriter
  let chart: Chart
  let vocabulary: Vocabulary
  let direction: TextDirection

  private var width: Double { 640 }
  private var height: Double { 240 }
  private var axisSpace: Double { 52 }
  private var endSpace: Double {
    guard Self.labelsLines(of: chart) else { return 16 }
    // On a phone a letter takes about 11.5 units of the drawing.
    return max(60, Double(Self.longestName(of: chart)) * 11.5 + 16)
  }
  private var bottomSpace: Double { 28 }
  private var topSpace: Double { 12 }
  private var isMirrored: Bool { direction == .rightToLeft }
  /// Whether names stand at the ends of lines; long ones would leave no room for them.
  static func labelsLines(of chart: Chart) -> Bool {
    chart.kind == .line && chart.series.count > 1 && longestName(of: chart) <= 16
  }

  private static func longestName(of chart: Chart) -> Int {
    chart.series.map { $0.name.count }.max() ?? 0
  }

  /// How many series are told apart by colour; more repeat them.
  static let colours = 6

  /// Columns for each label.
  func columns() {
    let scale = ChartScale(chart.kind == .stackedBar ? stackTotals : chart.allValues)
    open(width, height)
    axes(scale, centred: true)
    let band = plotWidth / Double(max(1, chart.labels.count))
    for index in chart.labels.indices {
      var (above, below) = (0.0, 0.0)
      for (number, series) in chart.series.enumerated() {
        guard let value = series.values[index], value.isFinite, value != 0 else { continue }
        var (from, to) = (0.0, value)
        var left = band * 0.14
        var breadth = band * 0.72
        if chart.kind == .stackedBar {
          if value > 0 {
            (from, to) = (above, min(above + value, .greatestFiniteMagnitude))
            above = to
          } else {
            (from, to) = (below, max(below + value, -.greatestFiniteMagnitude))
            below = to
          }
        } else if chart.series.count > 1 {
          breadth /= Double(chart.series.count)
          left += breadth * Double(number)
        }
        let (top, bottom) = (y(max(from, to), scale), y(min(from, to), scale))
        let start = x(Double(index) * band + left)
        rectangle(isMirrored ? start - breadth : start, top, breadth, bottom - top, number)
      }
    }
    close()
  }

  /// One line for each series, broken where values are missing.
  func lines() {
    let scale = ChartScale(chart.allValues)
    open(width, height)
    axes(scale, centred: false)
    var lastLabel = -100.0
    let ends = chart.series.enumerated().compactMap { number, series -> (Int, Double)? in
      series.values.last { $0 != nil }.flatMap { $0 }.map { (number, y($0, scale)) }
    }.sorted { $0.1 < $1.1 }
    for (number, series) in chart.series.enumerated() {
      path(series.values.map { $0.flatMap { $0.isFinite ? y($0, scale) : nil } }, xAt: { x(offset($0)) }, number)
    }
    if Self.labelsLines(of: chart) {
      for (number, position) in ends {
        let at = max(position, lastLabel + 15)
        lastLabel = at
        label(
          chart.series[number].name, x(plotWidth + 8), at + 4, isMirrored ? "end" : "start",
          "direct c\(number % Self.colours + 1)")
      }
    }
    close()
  }

  /// A small line without axes.
  func sparkline() {
    let values = chart.series.first?.values ?? []
    let scale = ChartScale(values.compactMap { $0 })
    let (wide, high) = (160.0, 36.0)
    open(wide, high)
    let step = (wide - 8) / Double(max(1, values.count - 1))
    let xAt: (Int) -> Double = { index in
      isMirrored ? wide - 4 - Double(index) * step : 4 + Double(index) * step
    }
    path(values.map { $0.flatMap { $0.isFinite ? 4 + (1 - scale.position($0)) * (high - 8) : nil } }, xAt: xAt, 0)
    if let last = values.lastIndex(where: { $0 != nil }), let value = values[last] {
      writer.begin("circle", "c1")
      writer.attribute("cx", xAt(last))
      writer.attribute("cy", 4 + (1 - scale.position(value)) * (high - 8))
      writer.attribute("r", 3)
      writer.markup("/>")
    }
    close()
  }

  private var stackTotals: [Double] {
    chart.labels.indices.flatMap { index in
      let values = chart.series.compactMap { $0.values[index] }.filter(\.isFinite)
      let largest = Double.greatestFiniteMagnitude
      return [
        values.filter { $0 > 0 }.reduce(0) { min($0 + $1, largest) },
        values.filter { $0 < 0 }.reduce(0) { max($0 + $1, -largest) },
      ]
    }
  }

  private var plotWidth: Double { width - axisSpace - endSpace }

  /// A place along the axis of labels, from its start.
  private func x(_ along: Double) -> Double { isMirrored ? width - axisSpace - along : axisSpace + along }

  private func y(_ value: Double, _ scale: ChartScale) -> Double {
    topSpace + (1 - scale.position(value)) * (height - topSpace - bottomSpace)
  }

  private func offset(_ index: Int) -> Double {
    plotWidth * Double(index) / Double(max(1, chart.labels.count - 1))
  }

  private func axes(_ scale: ChartScale, centred: Bool) {
    for tick in scale.ticks {
      let at = y(tick, scale)
      writer.begin("line", tick == 0 ? "axis" : "grid")
      writer.attribute("x1", x(0))
      writer.attribute("x2", x(plotWidth))
      writer.attribute("y1", at)
      writer.attribute("y2", at)
      writer.markup("/>")
      label(vocabulary.number(tick), x(-8), at + 4, isMirrored ? "start" : "end", "tick")
    }
    let count = chart.labels.count
    let band = plotWidth / Double(max(1, count))
    let stride = max(1, (count + 4) / 5)
    for index in Swift.stride(from: 0, to: count, by: stride) {
      let along = centred ? (Double(index) + 0.5) * band : offset(index)
      // The first and last labels of a line chart would hang over its edges.
      var anchor = "middle"
      if !centred, index == 0 { anchor = isMirrored ? "end" : "start" }
      if !centred, index > 0, index == count - 1 { anchor = isMirrored ? "start" : "end" }
      label(chart.labels[index], x(along), height - 8, anchor, "tick")
    }
  }

  private func path(_ heights: [Double?], xAt: (Int) -> Double, _ number: Int) {
    var data = ""
    var isDrawing = false
    for (index, height) in heights.enumerated() {
      guard let height else {
        isDrawing = false
        continue
      }
      data += (isDrawing ? "L" : "M") + Coordinate.text(xAt(index)) + " " + Coordinate.text(height)
      // A point without neighbours would not be seen.
      let isAlone =
        (index == 0 || heights[index - 1] == nil) && (index + 1 >= heights.count || heights[index + 1] == nil)
      if isAlone { data += "h0.1" }
      isDrawing = true
    }
    guard !data.isEmpty else { return }
    writer.begin("path", Self.lineStyle(number))
    writer.attribute("d", data)
    writer.markup("/>")
  }

  private func open(_ width: Double, _ height: Double) {
    writer.beginDrawing(width: width, height: height, description: chart.description(vocabulary))
  }

  private func close() { writer.endLine("svg") }

  private func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ number: Int) {
    writer.begin("rect", Self.fillStyle(number))
    writer.attribute("x", x)
    writer.attribute("y", y)
    writer.attribute("width", width)
    writer.attribute("height", max(height, 0.5))
    writer.markup("/>")
  }

  private func label(_ text: String, _ x: Double, _ y: Double, _ anchor: String, _ style: String) {
    writer.begin("text")
    writer.attribute("class", style)
    writer.attribute("x", x)
    writer.attribute("y", y)
    writer.attribute("text-anchor", anchor)
    writer.finish()
    writer.text(OutputText.line(text))
    writer.end("text")
  }

  static func fillStyle(_ number: Int) -> StaticString {
    (["c1", "c2", "c3", "c4", "c5", "c6"] as [StaticString])[Int(number.magnitude % UInt(colours))]
  }

  static func lineStyle(_ number: Int) -> StaticString {
    (["line c1", "line c2", "line c3", "line c4", "line c5", "line c6"] as [StaticString])[
      Int(number.magnitude % UInt(colours))]
  }
}
