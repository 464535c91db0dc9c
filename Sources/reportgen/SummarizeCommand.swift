import ArgumentParser
import ReportEngine

/// `reportgen summarize`: the sentences that matter, verbatim.
struct SummarizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summarize", _superCommandName: "reportgen",
    abstract: "Print the sentences that matter, word for word, each with its place.",
    discussion: """
      Each article is summarised by itself, or with --multi all of them together, each thing told once. Text: a sentence a \
      line, an empty line between articles. JSON: one object a line, {article, paragraph, start, end, text, score}, \
      offsets in characters (Unicode scalars); with --multi also “alsoIn”, the places that say the same, and “differs”, \
      the figures on which the sources differ.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup var messages: MessageOptions
  @Option(help: ArgumentHelp("At most this many sentences (default: 3).", valueName: "n"))
  var sentences: Int?
  @Option(help: ArgumentHelp("At most this many words.", valueName: "n"))
  var words: Int?
  @Option(help: ArgumentHelp("At most this many characters.", valueName: "n"))
  var characters: Int?
  @Flag(help: "One summary of all articles.")
  var multi = false
  @Option(help: "text: a sentence a line; json: an object a line.")
  var format: TextOrJSON = .text
  @OptionGroup(title: "Another program") var program: SummarizerOptions
  @OptionGroup(title: "Another program") var cache: ProgramCacheOptions

  func validate() throws {
    let given = [("--sentences", sentences), ("--words", words), ("--characters", characters)].filter { $0.1 != nil }
    if given.count > 1 {
      throw ValidationError("\(given.map(\.0).joined(separator: " and ")) exclude each other.")
    }
    for (name, value) in given where (value ?? 1) < 1 { throw ValidationError("\(name): must be at least 1.") }
  }

  private var budget: SummaryBudget {
    if let words { return .words(words) }
    if let characters { return .characters(characters) }
    return .sentences(sentences ?? 3)
  }

  func run() throws {
    let loaded = try input.load(today: nil, selection, limits: limits.scriptLimits, log: messages.logger)
    let chooser: any Summarizer =
      program.program(cache: cache.programCache, messages.logger) ?? ExtractiveSummarizer()
    let groups = multi && !loaded.articles.isEmpty ? [loaded.articles] : loaded.articles.map { [$0] }
    var output = ""
    for (index, group) in groups.enumerated() {
      let summary = try chooser.summarize(group, budget: budget)
      switch format {
      case .json: output += SummaryJSON.lines(summary)
      case .text:
        if index > 0 { output += "\n" }
        output += SummaryLines.text(summary)
        for difference in summary.disagreements where !difference.isUpdate {
          messages.logger.notice("sources differ: \(difference.figures.joined(separator: " / "))")
        }
      }
    }
    try StandardOutput.write(output)
    try loaded.outcome.finish(messages.logger)
  }
}

/// Summaries as lines for people.
enum SummaryLines {
  static func text(_ summary: Summary) -> String {
    summary.sentences.map { oneLine($0.text) + "\n" }.joined()
  }

  private static func oneLine(_ text: String) -> String {
    // Line breaks are control characters or begin with one of these bytes (U+0085, U+2028, U+2029).
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0xC2 || $0 == 0xE2 }) else { return text }
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
