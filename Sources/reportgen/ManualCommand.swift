import ArgumentParser
import Foundation

/// `reportgen manual`: the manual pages, written from the same definitions as `--help`.
struct ManualCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", _superCommandName: "reportgen",
    abstract: "Write manual pages, one for each command.",
    discussion: "`make install` puts them where man(1) finds them.")

  @Argument(help: "The directory for reportgen.1, reportgen-render.1 …; it is made when its parent is there.")
  var directory: String

  func run() throws {
    let pages: [(name: String, text: String)]
    do {
      let tool = try JSONDecoder().decode(ManualTool.self, from: Data(Reportgen._dumpHelp().utf8))
      pages = ManualPage.pages(of: tool.command)
    } catch { throw CommandFailure(.usage, "the description of the commands cannot be read: \(error)") }
    try Scaffold.write(pages, into: directory, replacing: true)
  }
}

/// What ArgumentParser says about a command (its ToolInfo format, version 0), as far as a manual page needs it.
private struct ManualTool: Decodable {
  struct Command: Decodable {
    var superCommands: [String]?
    var shouldDisplay: Bool?
    var commandName: String
    var abstract: String?
    var discussion: String?
    var subcommands: [Command]?
    var arguments: [Argument]?
  }

  struct Argument: Decodable {
    struct Name: Decodable {
      var kind: String
      var name: String

      var text: String { (kind == "long" ? "--" : "-") + name }
    }

    var kind: String
    var shouldDisplay: Bool
    var sectionTitle: String?
    var isOptional: Bool
    var isRepeating: Bool
    var names: [Name]?
    var valueName: String?
    var defaultValue: String?
    var abstract: String?
    var discussion: String?
  }

  var command: Command
}

/// Pages in the language of man(7).
private enum ManualPage {
  static func pages(of command: ManualTool.Command) -> [(name: String, text: String)] {
    let shown = (command.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
    return [(fileName(command), page(command, subcommands: shown))] + shown.flatMap(pages)
  }

  private static func fullName(_ command: ManualTool.Command) -> String {
    ((command.superCommands ?? []) + [command.commandName]).joined(separator: "-")
  }

  private static func fileName(_ command: ManualTool.Command) -> String { fullName(command) + ".1" }

  private static func page(_ command: ManualTool.Command, subcommands: [ManualTool.Command]) -> String {
    let name = fullName(command)
    var lines = [
      ".TH \(name.uppercased()) 1 \"\" \"reportgen \(Reportgen.configuration.version)\" \"reportgen manual\"",
      ".SH NAME", "\(escaped(name)) \\- \(escaped(sentence(command.abstract)))", ".SH SYNOPSIS",
      ".B \(escaped(((command.superCommands ?? []) + [command.commandName]).joined(separator: " ")))",
    ]
    let arguments = (command.arguments ?? []).filter(\.shouldDisplay)
    let positional = arguments.filter { $0.kind == "positional" }
    let options = arguments.filter { $0.kind != "positional" }
    if !options.isEmpty { lines.append("[\\fIoptions\\fR]") }
    for argument in positional {
      let text = "\\fI\(escaped(argument.valueName ?? "value"))\\fR" + (argument.isRepeating ? " ..." : "")
      lines.append(argument.isOptional ? "[\(text)]" : text)
    }
    if !subcommands.isEmpty { lines.append("\\fIcommand\\fR [\\fIarguments\\fR]") }
    if let discussion = command.discussion { lines += [".SH DESCRIPTION"] + paragraphs(discussion) }
    if !subcommands.isEmpty {
      lines.append(".SH COMMANDS")
      for one in subcommands {
        lines += [".TP", ".BR \(escaped(fullName(one))) (1)", escaped(sentence(one.abstract))]
      }
    }
    if !positional.isEmpty {
      lines.append(".SH ARGUMENTS")
      for argument in positional {
        lines += [".TP", ".I \(escaped(argument.valueName ?? "value"))"] + description(argument)
      }
    }
    var titles: [String] = []
    for option in options where !titles.contains(option.sectionTitle ?? "") { titles.append(option.sectionTitle ?? "") }
    for title in titles {
      lines.append(title.isEmpty ? ".SH OPTIONS" : ".SH \(escaped(title.uppercased())) OPTIONS")
      for option in options where option.sectionTitle ?? "" == title {
        let names = (option.names ?? []).map { "\\fB\(escaped($0.text))\\fR" }.joined(separator: ", ")
        let value = option.kind == "option" ? " \\fI\(escaped(option.valueName ?? "value"))\\fR" : ""
        lines += [".TP", names + value] + description(option)
      }
    }
    lines += [".SH SEE ALSO"]
    let others = command.superCommands == nil ? subcommands.map(fullName) : command.superCommands ?? []
    lines.append(others.map { ".BR \(escaped($0)) (1)" }.joined(separator: ",\n"))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func description(_ argument: ManualTool.Argument) -> [String] {
    var text = argument.abstract ?? ""
    if let value = argument.defaultValue, argument.kind != "flag" { text += " (default: \(value))" }
    return [escaped(text)] + (argument.discussion.map { paragraphs($0, inside: true) } ?? [])
  }

  /// Paragraphs; lines that are indented are examples and stay as they are. `inside` the text of an option nothing may
  /// end its indentation.
  private static func paragraphs(_ text: String, inside: Bool = false) -> [String] {
    var lines: [String] = []
    for part in text.split(separator: "\n\n") {
      lines.append(inside ? ".sp" : ".PP")
      var isExample = false
      for line in part.split(separator: "\n") {
        let indent = line.prefix { $0 == " " }.count
        if (indent >= 2) != isExample {
          isExample.toggle()
          lines += isExample ? [".RS 4", ".nf"] : [".fi", ".RE"]
        }
        // What is indented deeper than the example stays so.
        lines.append(escaped(line.dropFirst(isExample ? 2 : indent)))
      }
      if isExample { lines += [".fi", ".RE"] }
    }
    return lines
  }

  private static func sentence(_ text: String?) -> String {
    let text = text ?? ""
    return text.hasSuffix(".") ? String(text.dropLast()) : text
  }

  /// Text that no request or escape of troff is read out of.
  private static func escaped(_ text: some StringProtocol) -> String {
    var result = String(text).replacing("\\", with: "\\e").replacing("-", with: "\\-")
    if result.hasPrefix(".") || result.hasPrefix("'") { result = "\\&" + result }
    return result
  }
}
