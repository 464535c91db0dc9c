import Logging
import ReportEngine

/// What loading means for the user: messages, and the code to leave with.
enum LoadReport {
  /// Tells of every problem. Throws when there is no article at all; otherwise `.partial` if something is missing.
  static func judge(_ result: LoadResult, log: Logger) throws(CommandFailure) -> ExitStatus {
    try judge(result.problems, articles: result.articles.count, log: log)
  }

  /// The same for articles that are read on demand.
  static func judge(
    _ problems: [LoadResult.Problem], articles: Int, log: Logger
  ) throws(CommandFailure) -> ExitStatus {
    if articles == 0 {
      let onlyMissing = !problems.isEmpty && problems.allSatisfy { $0.kind == .missing }
      let reasons = problems.map(\.line)
      throw CommandFailure(
        onlyMissing ? .inputMissing : .noReadableInput,
        (reasons + [onlyMissing ? "no input was found" : "no article could be read"]).joined(separator: "\n"))
    }
    for problem in problems { log.error("\(problem.line)") }
    return problems.isEmpty ? .done : .partial
  }
}

extension LoadResult.Problem {
  /// What it says, on one line whatever the name of the file is.
  var line: String { SafeText.line(description, limit: 4_000) }
}

extension ReportEngine.LogMessage {
  /// What a script says, and where, on one line.
  var line: String { SafeText.line("\(place): \(text)", limit: 4_000) }
}
