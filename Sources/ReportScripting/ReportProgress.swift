/// How a run gets on.
///
/// ```swift
/// let source = """
///   return { api = 1, title = "T", build = function(ctx) ctx.log:info("halfway") return ctx:document {} end }
///   """
/// let report = try ReportEngine().report(source: source, name: "t.lua")
/// var said: [String] = []
/// let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
/// _ = try report.run(input) { if case .log(let message) = $0 { said.append(message.text) } }
/// said  // → ["halfway"]
/// ```
public enum ReportProgress: Sendable, Hashable {
  /// The script begins; the run has waited for its turn before.
  case started
  /// So many articles have been looked at; told every 256.
  case articles(Int)
  /// The script said something.
  case log(ReportEngine.LogMessage)
}
