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
    try StandardOutput.write(format == .json ? ReportJSON.object(report) + "\n" : Self.text(report))
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
}
