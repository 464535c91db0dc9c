import ReportArticles
import ReportDates
import ReportSystem
import Yams

/// Reads a file of settings, YAML of the form `name: value`, and collects everything that is wrong with it.
package protocol SettingsReading {
  /// The file, absolute; relative paths in it start at its directory.
  var path: String { get }
  /// What is wrong, with the lines.
  var problems: [(line: Int, message: String)] { get set }
}

/// What is wrong with the form of a file, as a line for people.
package struct SettingsFault: Error {
  /// `jobs.yaml:3: not YAML: …`
  package let message: String
}

extension SettingsReading {
  /// The outermost node of a text; nil for an empty one.
  package static func root(of text: String, path: String) throws(SettingsFault) -> Node? {
    do { return try Yams.compose(yaml: text) } catch {
      switch error as? YamlError {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw SettingsFault(message: "\(path):\(mark.line): not YAML: \(problem)")
      case .duplicatedKeysInMapping(let duplicates, let context):
        let names = duplicates.map { "\($0)" }.joined(separator: ", ")
        throw SettingsFault(message: "\(path):\(context.mark.line): given twice: \(names)")
      default: throw SettingsFault(message: "\(path): not YAML: \(error)")
      }
    }
  }

  /// The problems in the order of their lines, as lines for people.
  package var faults: [String] {
    problems.sorted { ($0.line, $0.message) < ($1.line, $1.message) }.map { "\(path):\($0.line): \($0.message)" }
  }

  /// Where relative paths start.
  package var directory: String { Paths.directory(of: path) }

  /// Notes what is wrong with a node.
  package mutating func fail(_ node: Node?, _ message: String) { problems.append((node?.mark?.line ?? 1, message)) }

  // MARK: Values

  /// The settings in a mapping, of which only `keys` may be there.
  package mutating func mapping(_ node: Node, _ what: String, _ keys: [String]) -> [String: Node]? {
    guard case .mapping(let map) = node else {
      fail(node, "\(what): expected settings of the form name: value")
      return nil
    }
    var fields: [String: Node] = [:]
    for (key, value) in map {
      let name = key.string ?? "?"
      if keys.contains(name) {
        fields[name] = value
      } else if name == "password" || name == "token" {
        fail(key, "\(what): secrets do not stand in this file; “\(name)-command” names a command that prints it")
      } else {
        fail(key, "\(what) has no setting “\(name)”" + Suggestion.hint(for: name, among: keys))
      }
    }
    return fields
  }

  /// The members of a list; anything else is a list of one.
  package func items(_ node: Node) -> [Node] {
    if case .sequence(let list) = node { return Array(list) }
    return [node]
  }

  /// One line of text.
  package mutating func text(_ node: Node, _ name: String) -> String? {
    if let text = node.scalar?.string, !text.isEmpty, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) {
      return text
    }
    fail(node, "\(name): expected a line of text")
    return nil
  }

  /// A yes or no.
  package mutating func flag(_ node: Node, _ name: String) -> Bool? {
    if let flag = node.bool { return flag }
    fail(node, "\(name): expected true or false")
    return nil
  }

  /// A whole number.
  package mutating func integer(_ node: Node, _ name: String, _ range: ClosedRange<Int>) -> Int? {
    if let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) { return value }
    fail(node, "\(name): expected a whole number from \(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  /// `90s`, `10m`, `12h`, `2d`; a bare number counts seconds. At most a year.
  package mutating func seconds(_ node: Node, _ name: String, _ least: Int = 1) -> Int? {
    let text = node.scalar?.string ?? ""
    var value = Int(text)
    if value == nil, let span = ScriptDuration(text), span.months == 0 { value = span.days * 86_400 + span.seconds }
    if let value, (least...31_536_000).contains(value) { return value }
    fail(node, "\(name): expected a time such as 90s, 10m, 12h or 2d" + (least > 1 ? ", at least \(least) s" : ""))
    return nil
  }

  /// One of the names of a choice.
  package mutating func choice<Value: RawRepresentable & CaseIterable>(_ node: Node, _ name: String) -> Value?
  where Value.RawValue == String {
    let text = node.scalar?.string ?? ""
    if let value = Value(rawValue: text) { return value }
    fail(node, "\(name): “\(text)” is not known" + Suggestion.hint(for: text, among: Value.allCases.map(\.rawValue)))
    return nil
  }

  /// Paths, made absolute.
  package mutating func paths(_ node: Node, _ name: String) -> [String] {
    items(node).compactMap { text($0, name) }.map { Paths.absolute($0, in: directory) }
  }
}
