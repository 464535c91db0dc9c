import ArgumentParser
import ReportArchive
import ReportEngine

/// Which articles are meant.
struct SelectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Dated on this day or later.", valueName: "YYYY-MM-DD")) var from: CivilDate?
  @Option(help: ArgumentHelp("Dated on this day or earlier.", valueName: "YYYY-MM-DD")) var to: CivilDate?
  @Option(help: ArgumentHelp("Dated on this day.", valueName: "YYYY-MM-DD")) var on: CivilDate?
  @Option(help: "In this section; may be given several times.") var section: [String] = []
  @Option(help: "Of this publisher; may be given several times.") var publisher: [String] = []
  @Option(help: "By this author; may be given several times.") var author: [String] = []
  @Option(help: "With this keyword; may be given several times.") var keyword: [String] = []
  @Option(name: .customLong("lang"), help: "In this language; ar includes ar-EG; may be given several times.")
  var language: [String] = []
  @Option(help: "With this identity; may be given several times.") var id: [String] = []

  var conditions: [ArticleQuery.Condition] {
    var conditions: [ArticleQuery.Condition] = []
    if let on { conditions.append(.day(.date, from: on, to: on)) }
    if from != nil || to != nil { conditions.append(.day(.date, from: from, to: to)) }
    for (field, values) in [
      (ArticleQuery.Field.section, section), (.publisher, publisher), (.author, author), (.keyword, keyword),
      (.language, language), (.id, id),
    ] where !values.isEmpty { conditions.append(.isOneOf(field, values)) }
    return conditions
  }

  /// Those of the articles loaded that satisfy all conditions.
  func applied(to articles: [Article]) -> [Article] {
    let query = ArticleQuery(conditions: conditions)
    return query.conditions.isEmpty ? articles : query.select(from: articles).map { articles[$0] }
  }

  /// Calls `body` with those of an archive, in the order in which they were added, one after another.
  func forEach(ofArchive path: String, _ body: (Article) throws -> Void) throws {
    try ArchiveCommand.translating {
      let store = try ArchiveStore(path: path)
      for position in try store.positions(matching: ArticleQuery(conditions: conditions)) {
        try body(try store.article(at: position))
      }
    }
  }
}
