import ArgumentParser
import ReportArchive
import ReportEngine

/// `reportgen stories`: which articles tell the same story, one JSON object a line.
struct StoriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stories", _superCommandName: "reportgen",
    abstract: "Group articles into stories, one JSON object a line.",
    discussion: """
      Each line has “story” (an id that stays the same from run to run), “title”, “articles” (ids, the one that stands \
      for the story first), “duplicates” (groups of copies and near-copies) and “follows” (the earlier story that this \
      one follows up).
      With --archive the selected articles are read and grouped as inputs are. --kept prints the stories that the archive \
      has assigned them to as they were added, without reading them.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case json, table
  }

  @OptionGroup var input: InputOptions
  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Limits of loader scripts") var limits: LimitOptions
  @OptionGroup var messages: MessageOptions
  @Option(help: "json for programs (JSON Lines), table for people.")
  var format: Format = .json

  @Flag(help: "Keep stories of different languages apart even where names, figures and days agree.")
  var keepLanguagesApart = false

  @Flag(help: "With --archive: the stories as the archive keeps them, at once however many articles there are.")
  var kept = false

  @OptionGroup(title: "Another program") var program: ClustererOptions
  @OptionGroup(title: "Another program") var cache: ProgramCacheOptions

  func validate() throws {
    if kept, program.clusterer != nil {
      throw ValidationError("--kept: an archive keeps its own stories; leave --clusterer out.")
    }
    if kept, input.archive == nil { throw ValidationError("--kept: stories are kept in an archive; give --archive.") }
  }

  func run() throws {
    if kept { return try printKept() }
    let loaded = try input.load(today: nil, selection, limits: limits.scriptLimits, log: messages.logger)
    let finder = StoryFinder(options: .init(joinsLanguages: !keepLanguagesApart))
    let clusterer = program.program(cache: cache.programCache, messages.logger, builtIn: finder) ?? finder
    let stories = try clusterer.stories(in: loaded.articles)
    let output =
      format == .json
      ? StoryJSON.lines(stories, articles: loaded.articles) : StoryTable.text(stories, articles: loaded.articles)
    try StandardOutput.write(output)
    try loaded.outcome.finish(messages.logger)
  }
}

extension StoriesCommand {
  private func printKept() throws {
    guard let archive = input.archive else { return }
    try ArchiveCommand.translating {
      let store = try ArchiveStore(path: archive)
      var output = BufferedOutput()
      var isFirst = true
      let isWhole = try store.forEachStory(matching: ArticleQuery(conditions: selection.conditions)) { story, heads in
        if format == .json {
          try output.add(StoryJSON.line(story, articles: heads))
        } else {
          try output.add((isFirst ? "" : "\n") + StoryTable.text([story], articles: heads))
        }
        isFirst = false
      }
      guard isWhole else {
        throw CommandFailure(
          .noReadableInput,
          "\(archive): not all of these articles have been assigned to stories; "
            + "“reportgen archive verify \(archive)” does it")
      }
      try output.flush()
    }
  }
}

/// Stories for people: the title, then its articles.
enum StoryTable {
  static func text(_ stories: [Story], articles: [Article]) -> String {
    stories.map { story in
      var lines = [story.title.isEmpty ? "(no title)" : story.title]
      let copies = Set(story.duplicates.flatMap { $0.dropFirst() })
      for position in story.members {
        let article = articles[position]
        let facts = [
          article.bestDate?.date.value, article.publisher, article.language, copies.contains(position) ? "copy" : nil,
        ]
        lines.append("  \(facts.compactMap(\.self).joined(separator: " · "))  \(article.title)")
      }
      if let earlier = story.follows { lines.append("  follows \(earlier)") }
      return lines.joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }
}
