import ArgumentParser
import ReportArchive
import ReportEngine
import ReportJobs
import ReportSystem

/// `reportgen archive stats`
struct ArchiveStatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats", abstract: "Say how many articles there are, of when, and from where.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json
  }

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @Option(help: "text for people, json for programs.") var format: Format = .text

  func run() throws {
    let text = try ArchiveCommand.translating {
      let stats = try ArchiveStore(path: archive).statistics()
      return format == .json ? stats.json + "\n" : stats.text
    }
    do { try FileDescriptor.write(Array(text.utf8), to: 1) } catch let error as SystemFailure {
      throw CommandFailure(.outputFailed, "standard output: \(error)")
    }
  }
}
