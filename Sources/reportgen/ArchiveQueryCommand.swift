import ArgumentParser
import ReportArchive
import ReportEngine

/// `reportgen archive query`
struct ArchiveQueryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Print the articles that satisfy all conditions.",
    discussion: "Without conditions all articles. The form is that of “reportgen inspect”.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table, count
  }

  @Argument(help: "The archive.", completion: .file()) var archive: String
  @OptionGroup var selection: SelectionOptions
  @Option(help: "With these words, the most relevant first; inflected forms are found too.") var search: String?
  @Option(help: "Those most like the article of this identity, the most alike first; 10 unless --limit is given.")
  var similar: String?
  @Option(help: "Fields to sort by, with commas; a minus sign before one turns its order round.") var sort: String?
  @Option(help: "At most this many.") var limit: Int?
  @Option(help: "json (JSON Lines), table for people, count for the number alone.") var format: Format = .json
  @OptionGroup var messages: MessageOptions

  func validate() throws {
    _ = try order()
    if search != nil, similar != nil { throw ValidationError("--similar: not together with --search.") }
    if let limit, limit < 0 { throw ValidationError("--limit: must not be negative.") }
  }

  private func order() throws -> [ArticleQuery.Order] {
    try (sort ?? "").split(separator: ",").map { key in
      let name = key.hasPrefix("-") ? String(key.dropFirst()) : String(key)
      guard let field = ArticleQuery.Field(rawValue: name), field != .text else {
        let known = ArticleQuery.Field.allCases.map(\.rawValue).filter { $0 != "text" }
        throw ValidationError(
          "--sort: articles cannot be sorted by “\(name)”; there are \(known.joined(separator: ", ")).")
      }
      return ArticleQuery.Order(field, descending: key.hasPrefix("-"))
    }
  }

  /// Positions by relevance or likeness; nil when nothing of the kind is asked.
  private func ranked(_ store: ArchiveStore, _ query: ArticleQuery) throws -> [Int]? {
    var found: [Int]?
    if let search {
      found = try store.search(search, all: true, matching: query)
    } else if let similar {
      let article = ArticleQuery(conditions: [.isOneOf(.id, [similar])], limit: 1)
      guard let position = try store.positions(matching: article).first else {
        throw CommandFailure(.noReadableInput, "\(archive): has no article “\(similar)”")
      }
      found = try store.similar(to: position, limit: limit ?? 10, matching: query)
    } else {
      return nil
    }
    guard let found else {
      throw CommandFailure(
        .noReadableInput,
        "\(archive): has no index of words, or an older one; “reportgen archive verify \(archive)” makes one")
    }
    return found
  }

  func run() throws {
    try ArchiveCommand.translating {
      let store = try ArchiveStore(path: archive)
      var query = ArticleQuery(conditions: selection.conditions)
      var positions: [Int]
      if let found = try ranked(store, query) {
        positions = found
        if sort != nil {
          query.order = try order()
          let wanted = Set(found)
          positions = try store.positions(matching: query).filter(wanted.contains)
        }
        positions = Array(positions.prefix(limit ?? Int.max))
      } else {
        query.order = try order()
        query.limit = limit
        if format == .count {
          return try StandardOutput.write("\(try store.count(matching: query))\n")
        }
        positions = try store.positions(matching: query)
      }
      if format == .count { return try StandardOutput.write("\(positions.count)\n") }
      try ArchiveOutput.write(positions, of: store) { article in
        format == .json ? ArticleJSON.line(article) + "\n" : ArticleTable.text([article])
      }
    }
  }

}

/// Articles of an archive on their way to standard output.
enum ArchiveOutput {
  static func write(
    _ positions: [Int], of store: ArchiveStore, _ form: (Article) -> String
  ) throws {
    var output = BufferedOutput()
    for position in positions { try output.add(form(try store.article(at: position))) }
    try output.flush()
  }
}
