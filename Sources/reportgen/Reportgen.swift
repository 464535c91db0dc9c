import ArgumentParser
import CProcess
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
    version: ProgramVersion.text,
    subcommands: [
      RenderCommand.self,
      CheckCommand.self,
      InspectCommand.self,
      SummarizeCommand.self,
      DatesCommand.self,
      StoriesCommand.self,
      ParamsCommand.self,
      ArchiveCommand.self,
      FetchCommand.self,
      SourcesCommand.self,
      APICommand.self,
      NewCommand.self,
      TestCommand.self,
      WatchCommand.self,
      REPLCommand.self,
      ManualCommand.self,
      JobCommand.self,
      LoaderCommand.self,
    ])

  /// Runs the command that the arguments name, and leaves with one of `ExitStatus`.
  static func main() {
    StandardStreams.secure()
    let arguments = ProcessArguments.given
    if arguments == ["--version"] { return print(ProgramVersion.text) }
    do {
      var command = try parsed(arguments)
      try command.run()
    } catch let failure as CommandFailure {
      StandardStreams.complain(failure.description)
      exit(withError: failure.status.exitCode)
    } catch let failure as OutputFailure {
      StandardStreams.complain(failure.description)
      exit(withError: ExitStatus.outputFailed.exitCode)
    } catch let mistake as ThemeError {
      StandardStreams.complain(mistake.description)
      exit(withError: ExitStatus.usage.exitCode)
    } catch {
      // Help and the like go to standard output as they are; what is wrong with the arguments may quote them.
      let code = exitCode(for: error)
      if code == .success { exit(withError: error) }
      let message = fullMessage(for: error)
      if !message.isEmpty { StandardStreams.complain(message) }
      exit(withError: code)
    }
  }

  /// The command that the arguments name. A subcommand in first place is parsed by itself: building the whole tree of
  /// commands takes as long as a small report. What it refuses, help included, is parsed again from the root, which
  /// words usage and errors for the whole command line. A subcommand names `reportgen` as its super-command, so that the
  /// parser looks for requests for completion scripts at the root alone: that is a third of its work.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    if let name = arguments.first,
      let subcommand = configuration.subcommands.first(where: { $0._commandName == name }),
      let command = try? subcommand.parseAsRoot(Array(arguments.dropFirst())),
      ([subcommand] + subcommand.configuration.subcommands).contains(where: { $0 == type(of: command) })
    {
      return command
    }
    return try parseAsRoot(arguments)
  }
}

/// What `--version` prints: the version, and where the build says so the commit, its day and the processor.
enum ProgramVersion {
  static var text: String {
    let build = String(cString: process_build())
    return build.isEmpty ? EngineVersion.current : "\(EngineVersion.current) (\(build))"
  }
}
