import ArgumentParser
import ReportEngine

/// `reportgen params`: what a report script says about itself.
struct ParamsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "params", _superCommandName: "reportgen",
    abstract: "List the parameters of a report script, without running it.")

  @Argument(help: "The report script, or the name of a shipped report.", completion: .file(extensions: ["lua"]))
  var script: String

  @Option(help: "text for people, json for programs.")
  var format: TextOrJSON = .text

  func run() throws {
    let report = try ScriptFailure.translating { try ReportEngine().report(at: script) }
    try StandardOutput.write(format == .json ? Self.json(report) : Self.text(report))
  }

  private static func text(_ report: Report) -> String {
    let metadata = report.metadata
    var lines = [metadata.title]
    if let description = metadata.description { lines.append(description) }
    if metadata.parameters.isEmpty {
      lines += ["", "There are no parameters."]
    } else {
      lines.append("")
      let names = metadata.parameters.map { "--param \($0.name)=…" }
      let width = names.map(\.count).max() ?? 0
      for (name, parameter) in zip(names, metadata.parameters) {
        let gap = String(repeating: " ", count: width - name.count + 2)
        let value = parameter.defaultValue.map { "default \($0)" } ?? (parameter.isRequired ? "required" : "optional")
        lines.append("  \(name)\(gap)\(parameter.wanted); \(value)")
        if let help = parameter.help { lines.append("  " + String(repeating: " ", count: width + 2) + help) }
      }
    }
    if let schedule = metadata.schedule { lines += ["", "Suggested schedule: \(schedule)"] }
    if !metadata.outputs.isEmpty {
      lines += ["Suggested outputs: " + metadata.outputs.map(\.rawValue).joined(separator: ", ")]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func json(_ report: Report) -> String {
    let metadata = report.metadata
    let object = JSONWriter.object { writer in
      writer.member("script", report.name)
      writer.member("title", metadata.title)
      writer.member("description", metadata.description)
      writer.member("schedule", metadata.schedule)
      writer.member("outputs", metadata.outputs.map(\.rawValue))
      writer.key("params")
      writer.array { writer in for parameter in metadata.parameters { write(parameter, to: &writer) } }
    }
    return object + "\n"
  }

  private static func write(_ parameter: ReportParameter, to writer: inout JSONWriter) {
    func number(_ value: Double?) -> JSONValue {
      value.map { .number(ParameterValue.number($0).description) } ?? .null
    }
    let value: JSONValue
    switch parameter.defaultValue {
    case nil: value = .null
    case .integer(let number)?: value = .number("\(number)")
    case .number(let given)?: value = number(given)
    case .boolean(let flag)?: value = .bool(flag)
    case .list(let members)?: value = .array(members.map(JSONValue.string))
    case let other?: value = .string(other.description)
    }
    writer.object { writer in
      writer.member("name", parameter.name)
      writer.member("type", parameter.kind.rawValue)
      writer.member("required", parameter.isRequired)
      for (name, value) in [
        ("default", value), ("min", number(parameter.minimum)), ("max", number(parameter.maximum)),
      ] {
        writer.key(name)
        writer.value(value)
      }
      writer.member("values", parameter.values)
      writer.member("help", parameter.help)
    }
  }
}
