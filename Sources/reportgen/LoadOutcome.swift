import Logging
import ReportEngine

/// What loading came to for the user: messages, and the code to leave with.
struct LoadOutcome {
  /// What could not be read.
  private(set) var problems: [LoadResult.Problem] = []
  /// Whether anything could be read, whatever was selected of it.
  private(set) var hasArticles = false

  init() {}

  init(_ result: LoadResult) { add(result.problems, articles: result.articles.count) }

  init(_ problems: [LoadResult.Problem], articles: Int) { add(problems, articles: articles) }

  /// Adds what came of more inputs.
  mutating func add(_ problems: [LoadResult.Problem], articles: Int) {
    self.problems += problems
    if articles > 0 { hasArticles = true }
  }

  /// The code: `.partial` when something is missing, `.inputMissing` or `.noReadableInput` when all is.
  var status: ExitStatus {
    if problems.isEmpty { return .done }
    if hasArticles { return .partial }
    return problems.allSatisfy { $0.kind == .missing } ? .inputMissing : .noReadableInput
  }

  /// Tells every problem.
  func tell(_ log: Logger) { for problem in problems { log.error("\(problem.oneLine)") } }

  /// The end of a command that prints something for each article: tells every problem, and throws the code if there is one.
  func finish(_ log: Logger) throws {
    tell(log)
    if status != .done { throw status.exitCode }
  }

  /// For a command that makes one thing out of all articles: tells every problem; throws when there is no article at all,
  /// else returns `.done` or `.partial`.
  func requireArticles(_ log: Logger) throws(CommandFailure) -> ExitStatus {
    guard hasArticles else {
      let isMissing = status == .inputMissing
      throw CommandFailure(
        isMissing ? .inputMissing : .noReadableInput,
        (problems.map(\.oneLine) + [isMissing ? "no input was found" : "no article could be read"])
          .joined(separator: "\n"))
    }
    tell(log)
    return status
  }
}

extension LoadResult.Problem {
  /// What it says, on one line whatever the name of the file is.
  var oneLine: String { SafeText.line(description, limit: 4_000) }
}

extension ReportEngine.LogMessage {
  /// What a script says, and where, on one line.
  var oneLine: String { SafeText.line("\(place): \(text)", limit: 4_000) }
}
