import ReportDocument

/// Definitions for the Lua language server (LuaLS), which give editors completion, types and documentation.
///
/// ```swift
/// APIMeta.definitions.hasPrefix("---@meta")  // → true
/// ```
public enum APIMeta {
  /// The file of definitions, `reportgen.lua`.
  public static var definitions: String {
    var writer = MetaWriter()
    writer.write()
    writer.lines.append("return {}")
    return writer.lines.joined(separator: "\n") + "\n"
  }

  /// The definitions of a module of an embedding program; the file is named like the module.
  public static func definitions(of module: ScriptModule) -> String {
    var writer = MetaWriter()
    writer.write(module)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  /// A `.luarc.json` beside scripts; `library` is the directory with the definitions.
  public static func configuration(library: String) -> String {
    var quoted = ""
    for scalar in library.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      default: quoted.unicodeScalars.append(scalar.value < 0x20 ? "?" : scalar)
      }
    }
    return """
      {
        "runtime.version": "Lua 5.4",
        "runtime.builtin": { "io": "disable", "debug": "disable", "ffi": "disable", "jit": "disable" },
        "workspace.library": ["\(quoted)"]
      }

      """
  }
}

private struct MetaWriter {
  var lines = ["---@meta reportgen", ""]
  private var classes: [(name: String, fields: [APIParameter])] = []
  /// Results are always objects; arguments may be text that stands for one.
  private var isResult = false

  mutating func write() {
    lines += [
      "---What a report script returns.", "---@class reportgen.Report",
      "---@field api 1 The version of the script API.",
      "---@field title string The headline; `{name}` stands for a parameter.",
      "---@field description? string What the report is, in a sentence.",
      "---@field params? table<string, reportgen.Parameter> Its parameters.",
      "---@field schedule? string A suggested schedule, as in crontab(5).",
      "---@field snippets? \"allowed\"|\"all\" How much is shown of articles whose sources limit excerpts; “allowed” unless given.",
      "---@field outputs? (\(OutputFormat.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")))[] Suggested formats.",
      "---@field build fun(ctx: reportgen.Context): reportgen.Document|reportgen.Skip Makes the report.", "",
      "---What a loader script returns.", "---@class reportgen.Loader",
      "---@field api 1 The version of the script API.", "---@field title? string What it is called.",
      "---@field description? string What it is for.",
      "---@field load fun(page: reportgen.Page): table? Reads an input: the fields that it gives, or a list of such tables.",
      "",
      "---A parameter.", "---@class reportgen.Parameter",
      "---@field type \(ReportParameter.Kind.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: "|")) Its type.",
      "---@field default? any The value when none is given.",
      "---@field min? number Smallest value, fewest characters or members.",
      "---@field max? number Greatest value, most characters or members.",
      "---@field required? boolean Whether it must be given.", "---@field help? string What it means.",
      "---@field values? string[] What an enum can be.", "",
      "---What `ctx:skip` returns.", "---@class reportgen.Skip", "",
      "---Blocks made by a function of the embedding program.", "---@class reportgen.Blocks", "",
      "---Text, or anything that can stand in a line of text: a number, a date, an article, a sentence, a piece, a list of these.",
      "---@alias reportgen.Inline string|number|reportgen.Date|reportgen.Duration|reportgen.Article|reportgen.Sentence|reportgen.Story|reportgen.Piece|reportgen.Inline[]",
      "",
      "---Anything that can stand in a section.",
      "---@alias reportgen.Content reportgen.Inline|reportgen.Summary|reportgen.Timeline|reportgen.Query|reportgen.Event|reportgen.Blocks|fun(section: reportgen.Section)|reportgen.Content[]",
      "",
      "---A piece of text: one of `text`, `strong`, `emphasis`, `link`, `code`, `date`, `number`, and how it is set.",
      "---@class reportgen.Piece",
    ]
    for piece in ContentPieces.pieces {
      lines.append(
        "---@field \(piece.name)? \(typeName(piece.type, path: "reportgen.Piece." + piece.name)) \(flat(piece.summary))"
      )
    }
    lines.append("")
    for type in APIRegistry.all { write(type) }
    var written = 0
    while written < classes.count {
      let (name, fields) = classes[written]
      lines.append("---@class \(name)")
      for field in fields where field.name != "[1]" {
        let key = LuaLexer.keywords.contains(field.name) ? "[\"\(field.name)\"]" : field.name
        let suffix = field.isOptional ? (key.hasPrefix("[") ? "" : "?") : ""
        lines.append(
          "---@field \(key)\(suffix) \(typeName(field.type, path: name + "." + field.name)) \(flat(field.summary))")
      }
      lines.append("")
      written += 1
    }
  }

  /// A module of an embedding program, as a file of its own.
  mutating func write(_ module: ScriptModule) {
    lines = ["---@meta \(module.name)", ""]
    for type in module.typeDefinitions { write(type) }
    lines += ["---" + flat(module.summary), "local module = {}", ""]
    for function in module.functions {
      writeSignature(function.definition(in: module.name), owner: module.name)
      lines += ["function module.\(function.name)(\(function.parameters.map(\.name).joined(separator: ", "))) end", ""]
    }
    lines.append("return module")
  }

  private mutating func write(_ type: APIType) {
    let owner = "reportgen." + type.name
    lines.append("---" + flat(type.summary))
    lines.append("---@class \(owner)" + (type.name == "Document" ? ": reportgen.Section" : ""))
    isResult = true
    for field in type.fields {
      lines.append(
        "---@field \(field.name)\(field.isOptional ? "?" : "") \(typeName(field.type, path: owner + "." + field.name)) \(flat(field.summary))"
      )
    }
    if let element = type.element { lines.append("---@field [integer] \(typeName(element, path: owner))") }
    isResult = false
    for one in type.operators { lines += operatorLine(one, owner) }
    let local = type.name.split(separator: ".").last.map(String.init) ?? type.name
    lines += ["local \(local) = {}", ""]
    let shared = type.name == "Document" ? Set(SectionAPI.methods.map(\.name)) : []
    for method in type.methods where !shared.contains(method.name) {
      writeSignature(method, owner: owner)
      let names = method.parameters.enumerated().map { index, parameter in
        method.isVariadic && index == method.parameters.count - 1 ? "..." : parameter.name
      }
      lines += ["function \(local):\(method.name)(\(names.joined(separator: ", "))) end", ""]
    }
  }

  private mutating func writeSignature(_ method: APIFunction, owner: String) {
    lines.append("---" + flat(method.summary))
    if let advice = method.deprecated { lines += ["---", "---Deprecated: " + flat(advice), "---@deprecated"] }
    for parameter in method.parameters {
      let isLast = method.isVariadic && parameter.name == method.parameters.last?.name
      let name = isLast ? "..." : parameter.name + (parameter.isOptional ? "?" : "")
      lines.append(
        "---@param \(name) \(typeName(parameter.type, path: "\(owner).\(method.name).\(parameter.name)")) \(flat(parameter.summary))"
      )
    }
    if let returns = method.returns {
      isResult = true
      defer { isResult = false }
      lines.append(
        "---@return \(typeName(returns, path: "\(owner).\(method.name).result"))\(method.mayReturnNil ? "?" : "")")
    }
  }

  private func operatorLine(_ one: APIOperator, _ owner: String) -> [String] {
    switch (one.event, owner) {
    case (.add, "reportgen.Date"): return ["---@operator add(reportgen.Duration|string): reportgen.Date"]
    case (.subtract, "reportgen.Date"):
      return [
        "---@operator sub(reportgen.Duration): reportgen.Date", "---@operator sub(reportgen.Date): reportgen.Duration",
      ]
    case (.add, _): return ["---@operator add(reportgen.Duration|string): reportgen.Duration"]
    case (.subtract, _): return ["---@operator sub(reportgen.Duration|string): reportgen.Duration"]
    case (.multiply, _): return ["---@operator mul(integer): reportgen.Duration"]
    case (.divide, _):
      return ["---@operator div(integer): reportgen.Duration", "---@operator div(reportgen.Duration): number"]
    case (.negate, _): return ["---@operator unm: reportgen.Duration"]
    case (.length, _): return ["---@operator len: integer"]
    case (.concat, _): return ["---@operator concat(any): string"]
    case (.call, _): return ["---@overload fun(...: any)"]
    default: return []
    }
  }

  private mutating func typeName(_ type: APIValueType, path: String) -> String {
    switch type {
    case .any: return "any"
    case .string: return "string"
    case .integer: return "integer"
    case .number: return "number"
    case .boolean: return "boolean"
    case .function: return "function"
    case .inlines: return "reportgen.Inline"
    case .content: return "reportgen.Content"
    case .object("Date") where !isResult: return "reportgen.Date|string"
    case .object("Duration") where !isResult: return "reportgen.Duration|string"
    case .object(let name): return "reportgen." + name
    case .list(let member):
      let name = typeName(member, path: path)
      return name.contains("|") ? "(\(name))[]" : name + "[]"
    case .iterator(let member): return "fun(): \(typeName(member, path: path))?"
    case .map(let member): return "table<string, \(typeName(member, path: path))>"
    case .oneOf(let words): return words.map { "\"\($0)\"" }.joined(separator: "|")
    case .either(let types):
      var names: [String] = []
      for type in types { names.append(typeName(type, path: path)) }
      return names.uniqued().joined(separator: "|")
    case .options(let fields), .record(let fields):
      if !classes.contains(where: { $0.name == path }) { classes.append((path, fields)) }
      return path
    }
  }

  private func flat(_ text: String) -> String { text.split(separator: "\n").joined(separator: " ") }
}
