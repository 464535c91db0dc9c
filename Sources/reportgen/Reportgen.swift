import ArgumentParser
import ReportEngine
import ReportJobs

@main
struct Reportgen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reportgen",
    abstract: "Reports from news articles, written in Lua: briefings, timelines, summaries.",
    discussion: """
      Exit codes: 0 done; 3 done, but some inputs could not be read; 64 usage; 65 no readable input; 66 input missing; \
      70 the script failed; 71 a limit stopped the script; 73 output could not be written; 75 busy, try later.
      """,
    version: EngineVersion.current,
    subcommands: [
      RenderCommand.self,
      CheckCommand.self,
      InspectCommand.self,
      SummarizeCommand.self,
      DatesCommand.self,
      StoriesCommand.self,
      ParamsCommand.self,
      ArchiveCommand.self,
      APICommand.self,
      NewCommand.self,
      TestCommand.self,
      WatchCommand.self,
      REPLCommand.self,
      ManualCommand.self,
      JobCommand.self,
    ])

  /// Runs the command that the arguments name, and leaves with one of `ExitStatus`.
  static func main() {
    StandardStreams.secure()
    do {
      var command = try parseAsRoot(ProcessArguments.given)
      try command.run()
    } catch let failure as CommandFailure {
      StandardStreams.complain(failure.description)
      exit(withError: failure.status.exitCode)
    } catch let failure as OutputFailure {
      StandardStreams.complain(failure.description)
      exit(withError: ExitStatus.outputFailed.exitCode)
    } catch {
      exit(withError: error)
    }
  }
}
