import ArgumentParser
import ReportEngine

extension OutputFormat: ExpressibleByArgument {}
extension CitationStyle: ExpressibleByArgument {}
extension PictureStyle: ExpressibleByArgument {}
extension RenderOptions.BidiMode: ExpressibleByArgument {}
extension RenderOptions.Paper: ExpressibleByArgument {}

/// How a report looks.
struct AppearanceOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The look of HTML: \(Theme.builtInNames.joined(separator: ", ")), or a folder with theme.css.", valueName: "name")
  )
  var theme = "newspaper"

  @Option(help: "Columns of a text report, 40 to 1000.")
  var width = 80

  @Option(
    help:
      "How sources are cited: none, short (markers and a list) or full (with the passages). (default: as the script says, else short)"
  )
  var citations: CitationStyle?

  @Option(
    help:
      "How pictures are shown: embedded (small copies), linked (asked for at their addresses, which tells their publishers of each reader) or none. (default: as the script says, else embedded)"
  )
  var images: PictureStyle?

  @Option(
    help: "Right-to-left paragraphs in text: logical order, for readers that know bidi, or visual order for others.")
  var bidi: RenderOptions.BidiMode = .logical

  @Flag(help: "Draw text reports with ASCII characters only (the articles' own words stay as they are).")
  var plain = false

  @Option(help: "The paper that HTML and PDF are laid out for in print: a4 or letter.")
  var paper: RenderOptions.Paper = .a4

  @Option(
    help: ArgumentHelp(
      "Fixed words of reports from this file, before the shipped ones; `reportgen api words` prints the keys.",
      valueName: "file"), completion: .file())
  var words: String?

  func validate() throws {
    guard (40...1000).contains(width) else { throw ValidationError("--width: from 40 to 1000 columns.") }
    guard Theme.builtInNames.contains(theme) || theme.contains("/") else {
      throw ValidationError(
        "--theme: there is no theme “\(theme)”; choose \(Theme.builtInNames.joined(separator: ", ")), or give a folder (./\(theme))."
      )
    }
  }

  /// Words of the theme and of `--words`.
  func wordLists() throws -> [WordList] {
    try ScriptFailure.translating {
      var lists = theme.contains("/") ? try WordFiles.lists(in: theme) : []
      if let words { lists.append(try WordFiles.list(at: words)) }
      return lists
    }
  }

  func renderOptions() throws -> RenderOptions {
    let look: Theme
    do {
      look = try theme.contains("/") ? Theme(folder: theme) : Theme(named: theme) ?? .newspaper
    } catch let error as ThemeError {
      throw CommandFailure(.usage, "\(error)")
    }
    return RenderOptions(
      theme: look, width: width,
      citations: citations, bidi: bidi, plain: plain, paper: paper, pictures: images)
  }
}

/// Options of the form `name=value`.
enum NamedValues {
  static func parse(_ pairs: [String], option: String) throws -> [String: String] {
    var values: [String: String] = [:]
    for pair in pairs {
      guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
        throw ValidationError("\(option): “\(pair)” should read name=value.")
      }
      let name = String(pair[..<equals])
      guard values.updateValue(String(pair[pair.index(after: equals)...]), forKey: name) == nil else {
        throw ValidationError("\(option): “\(name)” is given twice.")
      }
    }
    return values
  }
}
