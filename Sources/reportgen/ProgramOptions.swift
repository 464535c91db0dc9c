import ArgumentParser
import Logging
import ReportAnalysis

/// A program in the place of the built-in summarizer.
struct SummarizerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let another program choose: it reads articles and budget as JSON and writes sentences as JSON.",
      valueName: "command"))
  var summarizer: String?

  @Option(
    name: .customLong("summarizer-time-limit"),
    help: ArgumentHelp("Seconds that the program may take for one summary.", valueName: "seconds"))
  var timeLimit: Double = 60

  func validate() throws {
    if !(timeLimit > 0) { throw ValidationError("--summarizer-time-limit: must be more than 0.") }
  }

  /// The program, with the built-in summarizer behind it; nil where none is given.
  func program(cache: String?, _ log: Logger) -> (any Summarizer)? {
    guard let summarizer else { return nil }
    return SummarizerWithFallback(ExternalSummarizer(command: summarizer, timeLimit: timeLimit, cache: cache)) {
      log.warning("\($0)")
    }
  }
}

/// A program in the place of the built-in clusterer.
struct ClustererOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let another program group articles into stories: it reads articles as JSON and writes groups of ids as JSON.",
      valueName: "command"))
  var clusterer: String?

  @Option(
    name: .customLong("clusterer-time-limit"),
    help: ArgumentHelp("Seconds that the program may take for one grouping.", valueName: "seconds"))
  var timeLimit: Double = 120

  func validate() throws {
    if !(timeLimit > 0) { throw ValidationError("--clusterer-time-limit: must be more than 0.") }
  }

  /// The program, with a built-in clusterer behind it; nil where none is given.
  func program(cache: String?, _ log: Logger, builtIn: StoryFinder = StoryFinder()) -> (any StoryClusterer)? {
    guard let clusterer else { return nil }
    let program = ExternalClusterer(command: clusterer, timeLimit: timeLimit, cache: cache)
    return ClustererWithFallback(program, builtIn: builtIn) { log.warning("\($0)") }
  }
}

/// Where answers of such programs are kept.
struct ProgramCacheOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Keep what the programs answer in this directory: the same articles are not asked for again.",
      valueName: "directory"), completion: .directory)
  var programCache: String?
}
