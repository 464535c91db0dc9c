/// How a run gets on.
public enum ReportProgress: Sendable, Hashable {
  /// The script begins; the run has waited for its turn before.
  case started
  /// So many articles have been looked at; told every 256.
  case articles(Int)
  /// The script said something.
  case log(ReportEngine.LogMessage)
}
