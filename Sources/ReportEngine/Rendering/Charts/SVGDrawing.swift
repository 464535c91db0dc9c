/// Draws the shapes of a chart's own drawing as SVG, mirrored in right-to-left reports.
struct SVGDrawing {
  let writer: HTMLWriter
  let drawing: ChartDrawing
  let isMirrored: Bool

  func write(description: String) {
    guard drawing.width > 0, drawing.height > 0, drawing.width.isFinite, drawing.height.isFinite else { return }
    writer.begin("svg")
    writer.attribute("viewBox", "0 0 \(Coordinate.text(drawing.width)) \(Coordinate.text(drawing.height))")
    writer.attribute("role", "img")
    writer.attribute("direction", "ltr")
    writer.attribute("aria-label", OutputText.line(description))
    writer.finish()
    for shape in drawing.shapes { write(shape) }
    writer.endLine("svg")
  }

  private func write(_ shape: ChartDrawing.Shape) {
    switch shape {
    case .rectangle(let from, let to, let series):
      writer.begin("rect", SVGPlot.fillStyle(series))
      attribute("x", min(x(from), x(to)))
      attribute("y", min(from.y, to.y))
      attribute("width", abs(to.x - from.x))
      attribute("height", abs(to.y - from.y))
      writer.markup("/>")
    case .line(let points, let series):
      guard points.count > 1 else { return }
      writer.begin("path", SVGPlot.lineStyle(series))
      writer.attribute("d", path(points))
      writer.markup("/>")
    case .area(let points, let series):
      guard points.count > 2 else { return }
      writer.begin("path", SVGPlot.fillStyle(series))
      writer.attribute("d", path(points) + "Z")
      writer.markup("/>")
    case .circle(let centre, let radius, let series):
      writer.begin("circle", SVGPlot.fillStyle(series))
      attribute("cx", x(centre))
      attribute("cy", centre.y)
      attribute("r", abs(radius))
      writer.markup("/>")
    case .rule(let from, let to):
      writer.begin("line", "grid")
      attribute("x1", x(from))
      attribute("x2", x(to))
      attribute("y1", from.y)
      attribute("y2", to.y)
      writer.markup("/>")
    case .label(let text, let at, let anchor):
      writer.begin("text", "tick")
      attribute("x", x(at))
      attribute("y", at.y)
      writer.attribute("text-anchor", side(anchor))
      writer.finish()
      writer.text(OutputText.line(text))
      writer.end("text")
    }
  }

  private func x(_ point: ChartDrawing.Point) -> Double { isMirrored ? drawing.width - point.x : point.x }

  private func side(_ anchor: ChartDrawing.Anchor) -> String {
    switch anchor {
    case .middle: "middle"
    case .start: isMirrored ? "end" : "start"
    case .end: isMirrored ? "start" : "end"
    }
  }

  private func path(_ points: [ChartDrawing.Point]) -> String {
    points.enumerated().map { "\($0 == 0 ? "M" : "L")\(Coordinate.text(x($1))) \(Coordinate.text($1.y))" }.joined()
  }

  private func attribute(_ name: StaticString, _ value: Double) { writer.attribute(name, Coordinate.text(value)) }
}
