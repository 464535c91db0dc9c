import ArgumentParser
import ReportArchive

/// `reportgen archive stats`
struct ArchiveStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Show article counts by date, publisher, section and language.")

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @Option(help: "text for people, json for programs.") var format: TextOrJSON = .text

  func run() throws {
    let text = try ArchiveCommand.translating {
      let stats = try ArchiveStore(path: archive).statistics()
      return format == .json ? stats.json + "\n" : stats.text
    }
    try StandardOutput.write(text)
  }
}
