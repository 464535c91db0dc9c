import ReportArticles
import ReportDates
import ReportDocument

/// What a report script says about itself, known without running `build`.
///
/// ```swift
/// let metadata = try ReportEngine().report(at: "daily-briefing").metadata
/// metadata.api  // → 1
/// metadata.parameters.map(\.name).contains("lang")  // → true
/// ```
public struct ReportMetadata: Sendable, Hashable {
  /// The version of the script API that it is written for.
  public var api: Int
  /// The headline; `{name}` stands for a parameter.
  public var title: String
  /// What the report is, in a sentence.
  public var description: String?
  /// Its parameters, in the order of their definition.
  public var parameters: [ReportParameter]
  /// A suggested schedule, a line of crontab(5) without the command.
  public var schedule: String?
  /// Suggested output formats.
  public var outputs: [OutputFormat]
  /// How much of articles is shown whose sources limit excerpts.
  public var snippets = Snippets.allowed

  /// How much of articles is shown whose sources limit excerpts (`nosnippet`, `max-snippet`).
  public enum Snippets: String, Sendable, Hashable, CaseIterable {
    /// As much as they allow: of an article with `nosnippet` its title and link, of one with `max-snippet:90` whole sentences
    /// from its start that have 90 characters at most.
    case allowed
    /// All, by a right of the user's own.
    case all
  }

  /// Makes metadata.
  public init(
    api: Int = 1, title: String, description: String? = nil, parameters: [ReportParameter] = [],
    schedule: String? = nil, outputs: [OutputFormat] = []
  ) {
    self.api = api
    self.title = title
    self.description = description
    self.parameters = parameters
    self.schedule = schedule
    self.outputs = outputs
  }

  /// The headline with `{name}` replaced by the parameters' values; unknown names stay as they are.
  func title(with values: [String: ParameterValue]) -> String {
    var result = ""
    var rest = title[...]
    while let open = rest.firstIndex(of: "{") {
      result += rest[..<open]
      guard let close = rest[open...].firstIndex(of: "}") else { return result + rest[open...] }
      let name = String(rest[rest.index(after: open)..<close])
      result += values[name]?.description ?? String(rest[open...close])
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}

extension PlainValue {
  /// Whether a script that returns this is meant as a report, however wrong, and not as a module for `require`.
  var looksLikeReport: Bool {
    guard case .table(_, let fields) = self else { return true }
    return fields.isEmpty || fields.contains { ["api", "title", "build", "params"].contains($0.name) }
  }
}

/// A mistake in the table that a script returns.
struct MetadataMistake: Error, Hashable {
  /// The keys that lead to it, e.g. `params`, `points`, `min`.
  var path: [String]
  /// What is wrong.
  var message: String
}

extension ReportMetadata {
  static let keys = ["api", "title", "description", "params", "schedule", "outputs", "snippets", "build"]
  static let parameterKeys = ["type", "default", "min", "max", "required", "help", "values"]

  /// Reads the table that a script returned. `order` gives the names of parameters as the source has them. All
  /// mistakes are returned together; with mistakes there is no metadata.
  static func read(
    _ table: PlainValue, order: [String] = []
  ) -> (metadata: ReportMetadata?, mistakes: [MetadataMistake]) {
    guard case .table(_, let fields) = table else {
      return (nil, [MetadataMistake(path: [], message: "a report script must return a table, not \(table.shown)")])
    }
    var reader = MetadataReader()
    for field in fields where !keys.contains(field.name) {
      reader.fail([field.name], "a report has no key “\(field.name)”" + Suggestion.hint(for: field.name, among: keys))
    }
    if case .table(let list, _) = table, !list.isEmpty {
      reader.fail([], "a report is a table with named keys; it must not hold a list")
    }
    var api = 1
    switch table["api"] {
    case .integer(1): break
    case .integer(let version):
      api = version
      reader.fail(["api"], "api = \(version) is not known; this program has api = 1")
    case nil: reader.fail([], "the report lacks “api = 1”")
    case let other?: reader.fail(["api"], "api must be the number 1, not \(other.shown)")
    }
    let title = reader.text(table, "title")
    if title == nil, table["title"] == nil { reader.fail([], "the report lacks a title") }
    switch table["build"] {
    case .other("function"): break
    case nil: reader.fail([], "the report lacks a function “build”")
    case let other?: reader.fail(["build"], "build must be a function, not \(other.shown)")
    }
    var metadata = ReportMetadata(
      api: api, title: title ?? "", description: reader.text(table, "description"),
      parameters: reader.parameters(table["params"], order: order), schedule: reader.text(table, "schedule"),
      outputs: reader.outputs(table["outputs"]))
    metadata.snippets = reader.snippets(table)
    return reader.mistakes.isEmpty ? (metadata, []) : (nil, reader.mistakes)
  }
}

private struct MetadataReader {
  var mistakes: [MetadataMistake] = []

  mutating func fail(_ path: [String], _ message: String) {
    mistakes.append(MetadataMistake(path: path, message: message))
  }

  mutating func text(_ table: PlainValue, _ key: String) -> String? {
    switch table[key] {
    case .string(let text): return text
    case nil: return nil
    case let other?:
      fail([key], "\(key) must be a string, not \(other.shown)")
      return nil
    }
  }

  mutating func snippets(_ table: PlainValue) -> ReportMetadata.Snippets {
    guard let name = text(table, "snippets") else { return .allowed }
    if let known = ReportMetadata.Snippets(rawValue: name) { return known }
    fail(["snippets"], "snippets must be \"allowed\" or \"all\", not “\(name)”")
    return .allowed
  }

  mutating func outputs(_ value: PlainValue?) -> [OutputFormat] {
    guard let value else { return [] }
    guard case .table(let list, let fields) = value, fields.isEmpty else {
      fail(["outputs"], "outputs must be a list such as { \"html\", \"text\" }, not \(value.shown)")
      return []
    }
    let known = OutputFormat.allCases.map(\.rawValue)
    return list.compactMap { item in
      if case .string(let name) = item, let format = OutputFormat(rawValue: name) { return format }
      var hint = "; there are: " + known.joined(separator: ", ")
      if case .string(let name) = item { hint = Suggestion.hint(for: name, among: known) }
      fail(["outputs"], "\(item.shown) is no output format\(hint)")
      return nil
    }
  }

  mutating func parameters(_ value: PlainValue?, order: [String]) -> [ReportParameter] {
    guard let value else { return [] }
    guard case .table(let list, let fields) = value, list.isEmpty else {
      fail(["params"], "params must be a table of the form { name = { type = \"string\" } }")
      return []
    }
    let place = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let sorted = fields.sorted { left, right in
      (place[left.name] ?? Int.max, left.name) < (place[right.name] ?? Int.max, right.name)
    }
    return sorted.compactMap { parameter($0.name, $0.value) }
  }

  private mutating func parameter(_ name: String, _ table: PlainValue) -> ReportParameter? {
    let path = ["params", name]
    guard case .table(let list, let fields) = table, list.isEmpty else {
      fail(path, "parameter “\(name)” must be a table such as { type = \"string\" }, not \(table.shown)")
      return nil
    }
    for field in fields where !ReportMetadata.parameterKeys.contains(field.name) {
      fail(
        path + [field.name],
        "parameter “\(name)” has no key “\(field.name)”"
          + Suggestion.hint(for: field.name, among: ReportMetadata.parameterKeys))
    }
    let kinds = ReportParameter.Kind.allCases.map(\.rawValue)
    guard case .string(let typeName)? = table["type"] else {
      fail(path, "parameter “\(name)” lacks a type; there are: " + kinds.joined(separator: ", "))
      return nil
    }
    guard let kind = ReportParameter.Kind(rawValue: typeName) else {
      fail(
        path + ["type"],
        "parameter “\(name)” has the unknown type “\(typeName)”" + Suggestion.hint(for: typeName, among: kinds))
      return nil
    }
    var parameter = ReportParameter(name: name, kind: kind)
    parameter.minimum = number(table, "min", path)
    parameter.maximum = number(table, "max", path)
    if let low = parameter.minimum, let high = parameter.maximum, low > high {
      fail(path + ["min"], "parameter “\(name)” has a min above its max")
    }
    parameter.isRequired = flag(table, "required", path)
    if let help = table["help"] {
      if case .string(let text) = help {
        parameter.help = text
      } else {
        fail(path + ["help"], "help of parameter “\(name)” must be a string, not \(help.shown)")
      }
    }
    parameter.values = choices(table["values"], kind, path)
    if let value = table["default"] { parameter.defaultValue = defaultValue(value, parameter, path) }
    return parameter
  }

  private mutating func number(_ table: PlainValue, _ key: String, _ path: [String]) -> Double? {
    switch table[key] {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    case nil: return nil
    case let other?:
      fail(path + [key], "\(key) of parameter “\(path.last ?? "")” must be a number, not \(other.shown)")
      return nil
    }
  }

  private mutating func flag(_ table: PlainValue, _ key: String, _ path: [String]) -> Bool {
    switch table[key] {
    case .boolean(let flag): return flag
    case nil: return false
    case let other?:
      fail(path + [key], "\(key) of parameter “\(path.last ?? "")” must be true or false, not \(other.shown)")
      return false
    }
  }

  private mutating func choices(_ value: PlainValue?, _ kind: ReportParameter.Kind, _ path: [String]) -> [String] {
    let name = path.last ?? ""
    guard let value else {
      if kind == .choice { fail(path, "parameter “\(name)” is an enum and needs values = { … }") }
      return []
    }
    guard kind == .choice || kind == .list else {
      fail(path + ["values"], "parameter “\(name)” has values, but its type is \(kind.rawValue); use type = \"enum\"")
      return []
    }
    guard case .table(let list, let fields) = value, fields.isEmpty, !list.isEmpty else {
      fail(path + ["values"], "values of parameter “\(name)” must be a list of strings")
      return []
    }
    return list.compactMap { item in
      if case .string(let text) = item { return text }
      fail(path + ["values"], "values of parameter “\(name)” must be strings, not \(item.shown)")
      return nil
    }
  }

  private mutating func defaultValue(
    _ value: PlainValue, _ parameter: ReportParameter, _ path: [String]
  ) -> ParameterValue? {
    let read: ParameterValue?
    switch (parameter.kind, value) {
    case (.string, .string(let text)), (.choice, .string(let text)): read = .string(text)
    case (.integer, .integer(let number)): read = .integer(number)
    case (.number, .integer(let number)): read = .number(Double(number))
    case (.number, .number(let number)): read = .number(number)
    case (.boolean, .boolean(let flag)): read = .boolean(flag)
    case (.date, .string(let text)): read = ParameterDate(text).map(ParameterValue.date)
    case (.duration, .string(let text)): read = ScriptDuration(text).map(ParameterValue.duration)
    case (.list, .table(let list, let fields)) where fields.isEmpty:
      let members = list.compactMap { item -> String? in
        if case .string(let text) = item { return text }
        return nil
      }
      read = members.count == list.count ? .list(members) : nil
    default: read = nil
    }
    guard let read else {
      fail(
        path + ["default"], "the default of parameter “\(parameter.name)”, \(value.shown), is not \(parameter.wanted)")
      return nil
    }
    switch parameter.checked(read) {
    case .success(let value): return value
    case .failure(let problem):
      fail(path + ["default"], "the default of parameter “\(parameter.name)”: \(problem.message)")
      return nil
    }
  }
}
