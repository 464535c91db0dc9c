import ArgumentParser
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen params`: what a report script says about itself.
struct ParamsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "params", _superCommandName: "reportgen",
    abstract: "List the parameters of a report script, without running it.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "The report script, or the name of a shipped report.", completion: .file(extensions: ["lua"]))
  var script: String

  @Option(help: "text for people, json for programs.")
  var format: Format = .text

  func run() throws {
    let report = try ScriptFailure.translating { try ReportEngine().report(at: script) }
    let output = format == .json ? Self.json(report) : Self.text(report)
    do { try FileDescriptor.write(Array(output.utf8), to: 1) } catch let error as SystemFailure {
      throw CommandFailure(.outputFailed, "standard output: \(error)")
    }
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
    var fields = ["\"script\":\(JSONText.quoted(report.name))", "\"title\":\(JSONText.quoted(metadata.title))"]
    fields.append("\"description\":\(metadata.description.map(JSONText.quoted) ?? "null")")
    fields.append("\"schedule\":\(metadata.schedule.map(JSONText.quoted) ?? "null")")
    fields.append("\"outputs\":[\(metadata.outputs.map { JSONText.quoted($0.rawValue) }.joined(separator: ","))]")
    fields.append("\"params\":[\(metadata.parameters.map(json).joined(separator: ","))]")
    return "{\(fields.joined(separator: ","))}\n"
  }

  private static func json(_ parameter: ReportParameter) -> String {
    func number(_ value: Double?) -> String { value.map { ParameterValue.number($0).description } ?? "null" }
    let value: String
    switch parameter.defaultValue {
    case nil: value = "null"
    case .integer(let number)?: value = "\(number)"
    case .number(let given)?: value = number(given)
    case .boolean(let flag)?: value = flag ? "true" : "false"
    case .list(let members)?: value = "[\(members.map(JSONText.quoted).joined(separator: ","))]"
    case let other?: value = JSONText.quoted(other.description)
    }
    let fields = [
      "\"name\":\(JSONText.quoted(parameter.name))", "\"type\":\(JSONText.quoted(parameter.kind.rawValue))",
      "\"required\":\(parameter.isRequired)", "\"default\":\(value)", "\"min\":\(number(parameter.minimum))",
      "\"max\":\(number(parameter.maximum))",
      "\"values\":[\(parameter.values.map(JSONText.quoted).joined(separator: ","))]",
      "\"help\":\(parameter.help.map(JSONText.quoted) ?? "null")",
    ]
    return "{\(fields.joined(separator: ","))}"
  }
}
