import Logging
import ReportEngine

/// Failures of a script as the command line tells them.
enum ScriptFailure {
  /// Runs `body`; errors of the engine become messages with their exit codes.
  static func translating<Result>(in script: String = "", _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let error as ReportError {
      throw CommandFailure(status(of: error), error.description)
    } catch let error as ParameterProblems {
      throw CommandFailure(.usage, ReportError.parameters(script: script, error).description)
    }
  }

  private static func status(of error: ReportError) -> ExitStatus {
    switch error {
    case .missing: return .inputMissing
    case .unreadable: return .noReadableInput
    case .script: return .scriptFailed
    case .limit: return .limitReached
    case .parameters, .timeZone: return .usage
    case .cancelled: return .busy
    }
  }
}

extension ReportEngine.LogMessage.Level {
  /// The same level of the command line's log; what a script logs as information is shown with `--verbose` only.
  var logLevel: Logger.Level {
    switch self {
    case .debug: return .debug
    case .info: return .info
    case .warning: return .warning
    case .error: return .error
    }
  }
}
