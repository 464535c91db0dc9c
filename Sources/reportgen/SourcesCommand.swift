import ArgumentParser
import Glibc
import ReportEngine
import ReportFetch
import ReportJobs
import ReportSystem

/// `reportgen sources …`: where articles come from.
struct SourcesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sources", _superCommandName: "reportgen",
    abstract: "Look after the sources: find feeds, see how they are doing, exchange lists.",
    discussion: "Sources stand under “sources:” in the jobs file, or in a file of their own. See docs/fetching.md.",
    subcommands: [
      SourcesAddCommand.self, SourcesListCommand.self, SourcesCheckCommand.self, SourcesImportCommand.self,
      SourcesExportCommand.self,
    ])
}

/// `reportgen sources list`
struct SourcesListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the sources: when each last brought something, why it fails, when it is due.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @OptionGroup var file: SourcesOptions
  @Option(help: "text for people, json for programs (one object a line).") var format: Format = .text

  func run() throws {
    let file = try file.read()
    let health = try SourcesHealth.read(file)
    try StandardOutput.write(format == .text ? SourcesHealth.table(health, file) : SourcesHealth.json(health, file))
  }
}

/// How sources are doing, as text.
enum SourcesHealth {
  static func read(_ file: SourcesFile) throws -> [SourceHealth] {
    try SourcesFile.translating {
      try SmallFile.makeDirectory(file.stateDirectory)
      return try FetchState(directory: file.stateDirectory).health(of: file.sources, now: Int(time(nil)))
    }
  }

  static func table(_ health: [SourceHealth], _ file: SourcesFile) -> String {
    var rows = [["SOURCE", "STATE", "LAST ANSWER", "LAST NEW", "A DAY", "DUE", "WHY"]]
    for one in health {
      let rate = one.rate.map { $0 >= 9.95 ? "\(Int($0.rounded()))" : "\((($0 * 10).rounded()) / 10)" } ?? "-"
      let why = one.message.map { $0 + (one.failures > 1 ? " (\(one.failures) times)" : "") } ?? ""
      func moment(_ seconds: Int?) -> String { seconds.map { JobText.time($0, .utc) } ?? "-" }
      rows.append([
        one.name, one.state.rawValue, moment(one.succeeded), moment(one.brought), rate,
        one.state == .gone ? "never" : moment(one.due), why,
      ])
    }
    return JobText.table(rows)
  }

  static func json(_ health: [SourceHealth], _ file: SourcesFile) -> String {
    func moment(_ seconds: Int?) -> String? {
      seconds.map { TimeZoneRules.utc.local(Instant(secondsSinceEpoch: $0)).description }
    }
    var writer = JSONWriter(escapesInvisible: true)
    for (source, one) in zip(file.sources, health) {
      writer.object { writer in
        writer.member("source", one.name)
        writer.member("address", source.address?.shown ?? source.path)
        writer.member("type", source.kind.rawValue)
        writer.member("state", one.state.rawValue)
        writer.member("lastAnswer", moment(one.succeeded))
        writer.member("lastNew", moment(one.brought))
        writer.key("perDay")
        writer.value(one.rate.map { .number("\(($0 * 1000).rounded() / 1000)") } ?? .null)
        writer.member("articles", one.articles)
        writer.member("polls", one.polls)
        writer.member("failures", one.failures)
        writer.member("due", moment(one.due))
        writer.member("message", one.message)
      }
      writer.endLine()
    }
    return writer.text
  }
}
