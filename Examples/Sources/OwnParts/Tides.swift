import ReportEngine

/// A type of the program that scripts hold.
struct Tide: Hashable, Sendable {
  var port: String
  var metres: Double
}

/// What scripts get with `require "tides"`: a function, a type, and blocks made in Swift.
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
