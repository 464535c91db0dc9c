import ArgumentParser
import ReportEngine

/// `reportgen api`: the reference of the script API.
struct APICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "api", _superCommandName: "reportgen",
    abstract: "Show what report scripts can use.",
    discussion: """
      Without a name, lists all types and their members; with one, prints its entry: a type (Query), a member \
      (Query:where, Article.published), or a bare name (where). “content” is what can stand in text and in sections; \
      “words” prints the fixed words of reports with their keys, as a file to begin one's own with.
      """)

  @Argument(help: "A type or one of its members; content; words.")
  var name: String?

  @Option(help: ArgumentHelp("Write definitions for the Lua language server into this directory.", valueName: "dir"))
  var meta: String?

  @Option(help: ArgumentHelp("With words: those of this language.", valueName: "tag"))
  var lang: String?

  @Flag(help: "Print the whole reference as a Markdown page.")
  var page = false

  func validate() throws {
    if [name != nil, meta != nil, page].count(where: { $0 }) > 1 {
      throw ValidationError("Give one of a name, --meta and --page.")
    }
    if lang != nil, name != "words" { throw ValidationError("--lang goes with “words”.") }
  }

  func run() throws {
    if let meta {
      try Scaffold.write([("reportgen.lua", APIMeta.definitions)], into: meta, replacing: true)
    } else if page {
      try StandardOutput.write(APIReference.page)
    } else if name == "words" {
      try StandardOutput.write(WordList.template(language: lang ?? "en"))
    } else if let name {
      let entries = APIReference.entries(named: name)
      if entries.isEmpty {
        throw CommandFailure(.usage, "there is no “\(name)” in the script API\(APIReference.hint(for: name))")
      }
      try StandardOutput.write(entries)
    } else {
      try StandardOutput.write(APIReference.names.joined(separator: "\n") + "\n")
    }
  }
}
