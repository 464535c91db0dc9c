import ArgumentParser
import ReportEngine
import ReportJobs
import ReportSystem

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
    var found = LoadResult()
    var (isFirst, isEmpty) = (true, true)
    var loader = try input.loader(
      today: try clock.resolve().now.date, answers: true, limits: limits.scriptLimits, log: messages.logger)
    loader.options.address = address
    loader.options.contentType = sentType
    try loader
      .loadBatches(paths: input.inputs, marksDuplicates: true) { part in
        isEmpty = isEmpty && part.articles.isEmpty
        let articles = try selection.applied(to: part).articles
        if format == .json {
          for start in stride(from: 0, to: articles.count, by: 64) {
            try ArchiveOutput.write(ArticleJSON.bytes(articles[start..<min(start + 64, articles.count)]))
          }
        } else if !articles.isEmpty {
          try ArchiveOutput.write((isFirst ? "" : "\n") + ArticleTable.text(articles))
          isFirst = false
        }
        found.problems += part.problems
      }
    for problem in found.problems { messages.logger.error("\(problem.line)") }
    if let status = ExitStatus(problems: found.problems, isEmpty: isEmpty) { throw status.exitCode }
  }
}

extension InspectCommand {
  /// One article after another, however many there are.
  private func printArchive() throws {
    var isFirst = true
    var lines = ""
    try input.forEachArchived(selection) { article in
      if format == .json {
        lines += ArticleJSON.line(article) + "\n"
      } else {
        lines += (isFirst ? "" : "\n") + ArticleTable.text([article])
      }
      isFirst = false
      guard lines.utf8.count > 1 << 16 else { return }
      try ArchiveOutput.write(lines)
      lines = ""
    }
    try ArchiveOutput.write(lines)
  }

  private var address: String? { base?.isEmpty == false ? base : nil }
  private var sentType: String? { contentType?.isEmpty == false ? contentType : nil }

  private func printFeeds() throws {
    var isPartial = false
    for path in input.inputs {
      guard
        let line = ArticleLoader.contents(of: path).flatMap({
          FeedJSON.line($0, address: address, contentType: sentType)
        })
      else {
        messages.logger.error("\(path): not a feed that can be read")
        isPartial = true
        continue
      }
      do { try FileDescriptor.write(Array((line + "\n").utf8), to: 1) } catch let error as SystemFailure {
        throw CommandFailure(.outputFailed, "standard output: \(error)")
      }
    }
    if isPartial { throw (input.inputs.count == 1 ? ExitStatus.noReadableInput : .partial).exitCode }
  }
}

extension ExitStatus {
  /// What loading came to: nil when all inputs were read.
  init?(of result: LoadResult) { self.init(problems: result.problems, isEmpty: result.articles.isEmpty) }

  /// The same for problems, and whether there was no article.
  init?(problems: [LoadResult.Problem], isEmpty: Bool) {
    if problems.isEmpty { return nil }
    if !isEmpty {
      self = .partial
    } else {
      self = problems.allSatisfy { $0.kind == .missing } ? .inputMissing : .noReadableInput
    }
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
      for warning in article.warnings { lines.append("  ! \(warning.code): \(warning.message)") }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
