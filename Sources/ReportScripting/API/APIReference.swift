import ReportArticles

/// The reference of the script API, written from the registration table: a page, an entry in the terminal, and
/// definitions for the Lua language server.
///
/// ```swift
/// APIReference.names.contains("Article.title")  // → true
/// APIReference.entries(named: "Article.title").isEmpty  // → false
/// APIReference.hint(for: "Artikle")  // → "; did you mean “Article”?"
/// ```
public enum APIReference {
  /// The names of all types, and of all entries as `Type.field` and `Type:method`.
  public static var names: [String] {
    APIRegistry.all.flatMap { type in
      [type.name] + type.fields.map { "\(type.name).\($0.name)" } + type.methods.map { "\(type.name):\($0.name)" }
    }
  }

  /// The whole reference as a Markdown page.
  public static var page: String { page(modules: []) }

  /// The same with the modules of an embedding program.
  public static func page(modules: [ScriptModule]) -> String {
    var lines = [
      "# Script API", "",
      "What a report script (`api = \(EngineVersion.scriptAPI)`) sees. This page is written by `reportgen api --page`; every example runs as a test.",
      "",
      "A script returns a table with `api`, `title`, `description`, `params`, `schedule`, `outputs`, `snippets` and a function `build(ctx)`. A [loader script](loading.md#loader-scripts) returns `api`, `title`, `description` and a function `load(page)`.",
      "",
    ]
    for type in APIRegistry.all { lines += section(type) }
    for module in modules {
      lines += [
        "## \(module.name)", "", "`local \(module.name.split(separator: ".").last ?? "") = require \"\(module.name)\"`",
        "",
      ]
      lines += [module.summary, ""]
      for function in module.functions {
        lines += entry(function.definition(in: module.name), owner: module.name + ".")
      }
      for type in module.typeDefinitions { lines += section(type) }
    }
    lines += ContentPieces.reference(name)
    lines += lua
    return lines.joined(separator: "\n") + "\n"
  }

  /// What there is to say about a name: a type, an entry with its type, or a bare field or method name; empty when there
  /// is nothing of that name.
  public static func entries(named name: String) -> String {
    if name.lowercased() == "content" { return ContentPieces.reference(Self.name).joined(separator: "\n") }
    if let type = APIRegistry.all.first(where: { $0.name.lowercased() == name.lowercased() }) {
      return section(type).joined(separator: "\n")
    }
    let parts = name.split { $0 == "." || $0 == ":" }.map(String.init)
    var lines: [String] = []
    for type in APIRegistry.all where parts.count < 2 || type.name.lowercased() == parts[0].lowercased() {
      let wanted = parts.last ?? ""
      for field in type.fields where field.name == wanted { lines += entry(field, of: type) }
      for method in type.methods where method.name == wanted { lines += entry(method, of: type) }
    }
    return lines.joined(separator: "\n")
  }

  /// `; did you mean “…”?` for a name that has no entry.
  public static func hint(for name: String) -> String {
    let short = APIRegistry.all.flatMap { [$0.name] + $0.memberNames }.uniqued()
    let last = name.split { $0 == "." || $0 == ":" }.last.map(String.init) ?? name
    return Suggestion.closest(to: last, among: short).map { "; did you mean “\($0)”?" } ?? ""
  }

  /// What there is of Lua itself, as the sandbox has it.
  private static var lua: [String] {
    let globals = ScriptGlobals.names()
    var lines = [
      "## Lua", "",
      "The language is Lua 5.4. A script reaches no file, no network, no clock and no other program. `require` finds modules beside the script and those shipped with the program. Of Lua's own names there are:",
      "",
    ]
    let functions = globals.filter { $0.value.isEmpty && !$0.key.hasPrefix("_") }.keys.sorted()
    lines.append("- " + functions.map { "`\($0)`" }.joined(separator: ", "))
    for (name, fields) in globals.sorted(by: { $0.key < $1.key }) where !fields.isEmpty {
      lines.append("- `\(name)`: " + fields.sorted().map { "`\($0)`" }.joined(separator: ", "))
    }
    return lines + [""]
  }

  private static func section(_ type: APIType) -> [String] {
    var lines = ["## \(type.name)", "", type.summary, ""]
    for field in type.fields { lines += entry(field, of: type) }
    // A document has all methods of a section; they are described there.
    let shared = type.name == "Document" ? Set(SectionAPI.methods.map(\.name)) : []
    for method in type.methods where !shared.contains(method.name) { lines += entry(method, of: type) }
    for one in type.operators {
      lines += ["### \(type.name) \(symbol(one.event))", "", one.summary, "", "```lua", one.example, "```", ""]
    }
    return lines
  }

  private static func symbol(_ event: APIOperator.Event) -> String {
    switch event {
    case .add: return "+"
    case .subtract: return "-"
    case .multiply: return "*"
    case .divide: return "/"
    case .negate: return "- (negation)"
    case .equal: return "=="
    case .less: return "<"
    case .lessOrEqual: return "<="
    case .concat: return ".."
    case .length: return "#"
    case .index: return "[index]"
    case .call: return "()"
    case .text: return "tostring"
    case .pairs: return "pairs"
    }
  }

  private static func entry(_ field: APIField, of type: APIType) -> [String] {
    [
      "### \(type.name).\(field.name)", "",
      "`\(name(field.type))\(field.isOptional ? " or nil" : "")` · since \(field.since)", "", field.summary, "",
    ] + deprecation(field.deprecated) + record(field.type) + ["```lua", field.example, "```", ""]
  }

  private static func entry(_ method: APIFunction, of type: APIType) -> [String] {
    entry(method, owner: type.name + ":")
  }

  private static func entry(_ method: APIFunction, owner: String) -> [String] {
    let arguments = method.parameters.map { $0.isOptional ? "[\($0.name)]" : $0.name }.joined(separator: ", ")
    let returns = method.returns.map { " → `\(name($0))`" } ?? ""
    var lines = [
      "### \(owner)\(method.name)(\(arguments)\(method.isVariadic ? ", …" : ""))", "",
      "Since \(method.since)\(returns)", "", method.summary, "",
    ]
    lines += deprecation(method.deprecated)
    for parameter in method.parameters {
      lines.append(
        "- `\(parameter.name)` (\(name(parameter.type))\(parameter.isOptional ? ", optional" : "")): \(parameter.summary)"
      )
      for option in options(parameter.type) {
        lines.append(
          "  - `\(option.name)` (\(name(option.type))\(option.isOptional ? "" : ", required")): \(option.summary)")
      }
    }
    if !method.parameters.isEmpty { lines.append("") }
    if let returns = method.returns { lines += record(returns) }
    return lines + ["```lua", method.example, "```", ""]
  }

  private static func deprecation(_ advice: String?) -> [String] {
    advice.map { ["Deprecated: " + $0, ""] } ?? []
  }

  private static func record(_ type: APIValueType) -> [String] {
    switch type {
    case .record(let fields):
      return fields.map { "- `\($0.name)` (\(name($0.type))\($0.isOptional ? ", optional" : "")): \($0.summary)" } + [
        ""
      ]
    case .list(let member): return record(member)
    default: return []
    }
  }

  private static func options(_ type: APIValueType) -> [APIParameter] {
    switch type {
    case .options(let options): return options
    case .either(let types): return types.flatMap(options)
    default: return []
    }
  }

  private static func name(_ type: APIValueType) -> String {
    switch type {
    case .any: return "any"
    case .string: return "string"
    case .integer: return "integer"
    case .number: return "number"
    case .boolean: return "boolean"
    case .function: return "function"
    case .inlines: return "text"
    case .content: return "content"
    case .object(let name): return name
    case .list(let member): return "list of " + name(member)
    case .iterator(let member): return "iterator over " + name(member)
    case .map(let member): return "table of " + name(member)
    case .options, .record: return "table"
    case .oneOf(let words): return words.map { "\"\($0)\"" }.joined(separator: ", ")
    case .either(let types): return types.map(name).uniqued().joined(separator: " or ")
    }
  }
}
