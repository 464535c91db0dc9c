import ArgumentParser
import Glibc
import ReportEngine

/// `reportgen inspect`: what was read from the inputs, one JSON object a line.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect", _superCommandName: "reportgen",
    abstract: "Print the articles as they were read, one JSON object a line.",
    discussion: """
      Every field of an article is there, null or empty when it is not known; dates say where they were found; doubts are \
      listed under “warnings”.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table, feed
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var clock: ClockOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup(title: "Limits") var total: TotalLimitOptions
  @OptionGroup var messages: MessageOptions
  @Option(help: "json for programs (JSON Lines), table for people, feed for a feed's own fields as it gives them.")
  var format: Format = .json
  @Option(
    help: ArgumentHelp(
      "The address that the input came from: relative addresses in it are relative to that, and an article that names none has it.",
      valueName: "url"))
  var base: String?
  @Option(
    help: ArgumentHelp(
      "The media type that the input was sent with, e.g. 'text/html; charset=windows-1256'.", valueName: "type"))
  var contentType: String?

  func run() throws {
    if format == .feed { return try printFeeds() }
    if input.archive != nil { return try printArchive() }
    var outcome = LoadOutcome()
    var isFirst = true
    let deadline = total.start("inspect")
    var loader = try input.loader(
      today: try clock.resolve().now.date, answers: true, limits: limits.scriptLimits, log: messages.logger)
    loader.options.address = address
    loader.options.contentType = sentType
    loader.isOutOfTime = { deadline.isOver }
    try loader
      .loadBatches(paths: input.inputs, marksDuplicates: true) { part in
        outcome.add(part.problems, articles: part.articles.count)
        let articles = selection.applied(to: part.articles)
        if format == .json {
          for start in stride(from: 0, to: articles.count, by: 64) {
            try StandardOutput.write(ArticleJSON.bytes(articles[start..<min(start + 64, articles.count)]))
          }
        } else if !articles.isEmpty {
          try StandardOutput.write((isFirst ? "" : "\n") + ArticleTable.text(articles))
          isFirst = false
        }
      }
    try outcome.finish(messages.logger)
  }
}

extension InspectCommand {
  /// One article after another, however many there are.
  private func printArchive() throws {
    var isFirst = true
    var output = BufferedOutput()
    try input.forEachArchived(selection) { article in
      if format == .json {
        try output.add(ArticleJSON.line(article) + "\n")
      } else {
        try output.add((isFirst ? "" : "\n") + ArticleTable.text([article]))
      }
      isFirst = false
    }
    try output.flush()
  }

  private var address: String? { base?.isEmpty == false ? base : nil }
  private var sentType: String? { contentType?.isEmpty == false ? contentType : nil }

  private func printFeeds() throws {
    var outcome = LoadOutcome()
    for path in input.inputs {
      if let line = ArticleLoader.contents(of: path).flatMap({
        FeedJSON.line($0, address: address, contentType: sentType)
      }) {
        try StandardOutput.write(line + "\n")
        outcome.add([], articles: 1)
      } else {
        let isMissing = path != "-" && access(path, F_OK) != 0
        let message = isMissing ? "no such file or directory" : "not a feed that can be read"
        outcome.add([.init(kind: isMissing ? .missing : .unreadable, path: path, message: message)], articles: 0)
      }
    }
    try outcome.finish(messages.logger)
  }
}

/// Articles as a table for people: what was found, and what was not.
enum ArticleTable {
  static func text(_ articles: [Article]) -> String {
    articles.map { article in
      var lines = [article.title.isEmpty ? "(no title)" : article.title]
      lines.append("  \(article.origin.format) · \(article.language) · \(article.origin.path)")
      var facts: [String] = []
      if let (date, basis) = article.bestDate {
        facts.append("\(basis.rawValue) \(date.value) (\(date.evidence.rawValue))")
      }
      if let bounds = article.dateBounds, article.published == nil {
        let from = bounds.notBefore.map { "from \($0.description)" }
        let to = bounds.notAfter.map { "to \($0.description)" }
        facts.append("published: not known" + [from, to].compactMap(\.self).map { " " + $0 }.joined())
      }
      if !article.authors.isEmpty { facts.append("by " + article.authors.joined(separator: ", ")) }
      if let section = article.section { facts.append(section) }
      facts.append("\(article.paragraphs.count) paragraphs")
      lines.append("  " + facts.joined(separator: " · "))
      if let loader = article.origin.loader {
        lines.append("  by \(loader.script): \(loader.fields.joined(separator: ", "))")
      }
      if let rights = article.rights {
        let said = rights.words.filter { !["license", "copyright"].contains($0) } + rights.licenses
        let notice = [rights.copyright ?? rights.copyrightHolder].compactMap(\.self)
        lines.append("  rights: " + (said + notice).joined(separator: ", "))
      }
      for warning in article.warnings { lines.append("  ! \(warning.code): \(warning.message)") }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
