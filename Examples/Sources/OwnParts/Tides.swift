import ReportEngine

/// A type of the program that scripts hold.
struct Tide: Hashable, Sendable {
  var port: String
  var metres: Double
}

/// A dot on a stalk for each port: a kind of chart that the engine does not have.
func stalks(_ tides: [Tide]) -> ChartDrawing {
  let (width, height, foot) = (320.0, 120.0, 96.0)
  let highest = tides.map(\.metres).max() ?? 1
  var shapes: [ChartDrawing.Shape] = [.rule(from: .init(x: 0, y: foot), to: .init(x: width, y: foot))]
  for (index, tide) in tides.enumerated() {
    let x = width * (Double(index) + 0.5) / Double(tides.count)
    let top = ChartDrawing.Point(x: x, y: foot - tide.metres / highest * 80)
    shapes.append(.line([.init(x: x, y: foot), top], series: 0))
    shapes.append(.circle(centre: top, radius: 5, series: 0))
    shapes.append(.label(tide.port, at: .init(x: x, y: height - 6), anchor: .middle))
  }
  return ChartDrawing(name: "Dot chart", width: width, height: height, shapes: shapes)
}

/// What scripts get with `require "tides"`: functions, a type, and blocks and a chart made in Swift.
let tides = ScriptModule(
  name: "tides", summary: "High water in the ports.",
  functions: [
    ScriptFunction(
      "at", [ScriptParameter("port", .string, "The port.")], returns: .type("Tide"),
      "The next high water; nil when the port is not known.",
      example: "local tide = tides.at \"Lenne\""
    ) { arguments in
      let known = ["Lenne": 3.1, "Rawasi": 0.9]
      guard case .string(let port) = arguments[0], let metres = known[port] else { return .null }
      return ScriptModule.value(Tide(port: port, metres: metres), of: "Tide", in: "tides")
    },
    ScriptFunction(
      "table", [ScriptParameter("tides", .list, "Tides.")], returns: .blocks, "A table of tides.",
      example: "doc:section(\"Tides\", tides.table { tides.at \"Lenne\" })"
    ) { arguments in
      guard case .table(let list, _) = arguments[0] else { return .null }
      let rows = list.compactMap { $0.host(as: Tide.self) }
      return .blocks([
        Block(
          .table(
            Table(
              columns: [Table.Column(title: [.text("Port")]), Table.Column(title: [.text("Metres")], alignment: .end)],
              rows: rows.map { [[.text($0.port)], [.number("\($0.metres)", value: $0.metres)]] })),
          classes: ["tides"])
      ])
    },
    ScriptFunction(
      "chart", [ScriptParameter("tides", .list, "Tides.")], returns: .blocks, "The tides as dots on stalks.",
      example: "doc:section(\"Tides\", tides.chart { tides.at \"Lenne\" })"
    ) { arguments in
      guard case .table(let list, _) = arguments[0] else { return .null }
      let tides = list.compactMap { $0.host(as: Tide.self) }
      return .blocks([
        Block(
          .chart(
            Chart(
              kind: .bar, title: "High water", labels: tides.map(\.port), series: [.init(values: tides.map(\.metres))],
              unit: "metres", drawing: stalks(tides))))
      ])
    },
  ],
  types: [
    ScriptType(
      "Tide", "A high water.",
      fields: [
        ScriptField("port", .string, "The port.", example: "local p = tide.port") { (tide: Tide) in .string(tide.port)
        },
        ScriptField("metres", .number, "Its height.", example: "local m = tide.metres") { (tide: Tide) in
          .number(tide.metres)
        },
      ])
  ])
