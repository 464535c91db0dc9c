/// The picture of a chart of a kind of its own: shapes that an embedding program worked out, drawn by the HTML renderer
/// with the theme's colours. Every other format shows the chart's figures, or its `Chart.kind` in plain text.
///
/// Lengths are units of the drawing's own. `x` runs along the reading direction, from the left edge in a left-to-right
/// report and from the right edge in a right-to-left one; `y` runs downwards. A theme's body text is about 13 units high
/// when the drawing is 640 wide.
///
/// ```swift
/// let slope = ChartDrawing(
///   name: "Slope chart", width: 200, height: 100,
///   shapes: [
///     .line([ChartDrawing.Point(x: 20, y: 80), ChartDrawing.Point(x: 180, y: 20)], series: 0),
///     .label("12 m", at: ChartDrawing.Point(x: 180, y: 15), anchor: .end),
///   ])
/// let chart = Chart(
///   kind: .line, title: "Water at Lenne", labels: ["Mon", "Tue"], series: [.init(values: [4, 12])], drawing: slope)
/// chart.drawing?.shapes.count  // → 2
/// ```
public struct ChartDrawing: Sendable, Hashable {
  /// A place in the drawing.
  public struct Point: Sendable, Hashable {
    /// Units from the side where reading begins, and from the top.
    public var x, y: Double

    /// Makes a point.
    public init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
  }

  /// What a label stands at with respect to its point, in reading direction.
  public enum Anchor: String, Sendable, Hashable, CaseIterable {
    /// The label begins there, has its middle there, or ends there.
    case start, middle, end
  }

  /// A shape. `series` is the position of the series in `Chart.series` that it belongs to; it decides the colour.
  public enum Shape: Sendable, Hashable {
    /// A filled rectangle between two corners.
    case rectangle(from: Point, to: Point, series: Int)
    /// A line through points.
    case line([Point], series: Int)
    /// A filled outline.
    case area([Point], series: Int)
    /// A filled circle.
    case circle(centre: Point, radius: Double, series: Int)
    /// A thin line in the colour of axes.
    case rule(from: Point, to: Point)
    /// A text; `at` is on its baseline.
    case label(String, at: Point, anchor: Anchor)
  }

  /// What a chart of this kind is called, in the report's language, for those who cannot see it: “Slope chart”.
  public var name: String
  /// Its size, more than 0.
  public var width, height: Double
  /// The shapes, from the back to the front.
  public var shapes: [Shape]

  /// Makes a drawing.
  public init(name: String, width: Double = 640, height: Double = 240, shapes: [Shape]) {
    (self.name, self.width, self.height, self.shapes) = (name, width, height, shapes)
  }
}
