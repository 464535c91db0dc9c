import Logging
import ReportEngine

/// What loading means for the user: messages, and the code to leave with.
enum LoadReport {
  /// Tells of every problem. Throws when there is no article at all; otherwise `.partial` if something is missing.
  static func judge(_ result: LoadResult, log: Logger) throws(CommandFailure) -> ExitStatus {
    if result.articles.isEmpty {
      let onlyMissing = !result.problems.isEmpty && result.problems.allSatisfy { $0.kind == .missing }
      let reasons = result.problems.map(\.description)
      throw CommandFailure(
        onlyMissing ? .inputMissing : .noReadableInput,
        (reasons + [onlyMissing ? "no input was found" : "no article could be read"]).joined(separator: "\n"))
    }
    for problem in result.problems { log.error("\(problem)") }
    return result.problems.isEmpty ? .done : .partial
  }
}
