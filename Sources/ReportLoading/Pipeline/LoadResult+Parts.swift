extension LoadResult {
  /// Adds what came of more inputs.
  mutating func append(_ more: LoadResult) {
    if articles.isEmpty { articles = more.articles } else { articles += more.articles }
    problems += more.problems
    unlisted += more.unlisted
    filesRead += more.filesRead
  }

  /// Problems of one input that are listed.
  static let mostProblems = 1000

  /// Takes over the problems of a part of the same input, as long as there are not too many.
  mutating func take(problemsOf part: LoadResult) {
    let room = max(0, Self.mostProblems - problems.count)
    problems += part.problems.prefix(room)
    unlisted += part.unlisted + max(0, part.problems.count - room)
  }

  /// Says how many problems of an input are not listed.
  mutating func tellOfUnlisted(path: String) {
    guard unlisted > 0 else { return }
    problems.append(
      .init(
        kind: articles.isEmpty ? .unreadable : .damaged, path: path,
        message: "\(unlisted) more part\(unlisted == 1 ? "" : "s") of it cannot be read"))
    unlisted = 0
  }

  /// Makes places in a part of an input places in the whole. Articles in an array, and what is said
  /// of one of its elements, have the line of the array.
  mutating func move(lines: Int, index: Int, movesArticles: Bool = true) {
    for place in articles.indices {
      articles[place].origin.index += index
      if lines == 0 || !movesArticles { continue }
      articles[place].origin.line = articles[place].origin.line.map { $0 + lines }
      for warning in articles[place].warnings.indices {
        articles[place].warnings[warning].line = articles[place].warnings[warning].line.map { $0 + lines }
      }
    }
    for place in problems.indices where movesArticles || problems[place].field == nil {
      problems[place].line = problems[place].line.map { $0 + lines }
    }
  }
}
