import ReportDocument

/// Draws the shapes of a chart's own drawing as SVG, mirrored in right-to-left reports.
struct SVGDrawing {
  let writer: HTMLWriter
  let drawing: ChartDrawing
  let isMirrored: Bool

  func write(description: String) {
    guard drawing.width > 0, drawing.height > 0, drawing.width.isFinite, drawing.height.isFinite else { return }
    writer.beginDrawing(width: drawing.width, height: drawing.height, description: description)
    for shape in drawing.shapes { write(shape) }
    writer.endLine("svg")
  }

  private func write(_ shape: ChartDrawing.Shape) {
    switch shape {
    case .rectangle(let from, let to, let series):
      writer.begin("rect", SVGPlot.fillStyle(series))
      writer.attribute("x", min(x(from), x(to)))
      writer.attribute("y", min(from.y, to.y))
      writer.attribute("width", abs(to.x - from.x))
      writer.attribute("height", abs(to.y - from.y))
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
      writer.attribute("cx", x(centre))
      writer.attribute("cy", centre.y)
      writer.attribute("r", abs(radius))
      writer.markup("/>")
    case .rule(let from, let to):
      writer.begin("line", "grid")
      writer.attribute("x1", x(from))
      writer.attribute("x2", x(to))
      writer.attribute("y1", from.y)
      writer.attribute("y2", to.y)
      writer.markup("/>")
    case .label(let text, let at, let anchor):
      writer.begin("text", "tick")
      writer.attribute("x", x(at))
      writer.attribute("y", at.y)
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
}

extension HTMLWriter {
  /// Begins an SVG picture that is told in words to those who cannot see it.
  func beginDrawing(width: Double, height: Double, style: StaticString? = nil, description: String) {
    begin("svg", style)
    attribute("viewBox", "0 0 \(Coordinate.text(width)) \(Coordinate.text(height))")
    attribute("role", "img")
    attribute("direction", "ltr")
    attribute("aria-label", OutputText.line(description))
    finish()
  }

  /// A coordinate or a length of a picture.
  func attribute(_ name: StaticString, _ value: Double) { attribute(name, Coordinate.text(value)) }
}
