import ReportArticles

/// Which articles are new to a report: those that no earlier run could have shown and, with a window of time, whose date lies
/// in it. What came late and what bears no date would fall between two windows: it is new in the run that meets it first.
struct UnseenWindow {
  private let input: ReportInput
  private let since, before: PreparedCondition?

  init(since: Instant?, before: Instant?, run: ReportRun) {
    input = run.input
    func condition(from: Instant?, to: Instant?) -> PreparedCondition {
      PreparedCondition(.instant(.date, from: from, to: to, offset: run.now.offset))
    }
    self.since = since.map { condition(from: $0, to: nil) }
    self.before = before.map { condition(from: nil, to: $0) }
  }

  func holds(_ article: Article) -> Bool {
    if input.seen.contains(article.id) { return false }
    let identity = article.identity
    if input.seen.contains(identity) { return false }
    guard since != nil || before != nil else { return true }
    guard article.bestDate != nil else { return input.met?[identity] == nil }
    if before?.holds(for: article) == false { return false }
    if since?.holds(for: article) ?? true { return true }
    // Late is what was not there last time; the first time everything would be.
    guard let met = input.met, input.lastRun != nil else { return false }
    return met[identity] == nil
  }
}
