import ArgumentParser
import ReportEngine

@main
struct Reportgen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reportgen",
    abstract: "Reports from news articles, written in Lua: briefings, timelines, summaries.",
    version: "0.1.0")
}
