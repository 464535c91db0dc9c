import ReportLua

// Where in the source of a script its metadata stand. The table itself has forgotten that.

/// The names of parameters in the order in which the source defines them.
enum ParameterOrder {
  static func names(in source: String) -> [String] {
    var names: [String] = []
    MetadataPlace.keys(in: source) { path, _ in
      if path.count == 2, path[0] == "params" { names.append(path[1]) }
      return true
    }
    return names.uniqued()
  }
}

enum MetadataPlace {
  /// A mistake with its place, as nearly as it can be told.
  static func error(_ mistake: MetadataMistake, in source: ScriptSource) -> ScriptError {
    var line: Int?
    for length in stride(from: mistake.path.count, to: 0, by: -1) where line == nil {
      let wanted = Array(mistake.path.prefix(length))
      keys(in: source.text) { path, at in
        if path == wanted { line = at }
        return line == nil
      }
    }
    var error = ScriptError(kind: .runtime, chunk: source.name, line: line, message: mistake.message)
    if let line {
      let lines = source.text.split(separator: "\n", maxSplits: line, omittingEmptySubsequences: false)
      if lines.indices.contains(line - 1) {
        error.sourceLine = SafeText.line(lines[line - 1].trimmedWhitespace(), limit: 160)
      }
    }
    return error
  }

  /// Calls `visit` with the path of every key of a table constructor that a report may be (`local report = {` or
  /// `return {`), and its line, until it returns false. Keys assigned later (`report.title = …`) count too.
  static func keys(in source: String, visit: ([String], Int) -> Bool) {
    let tokens = LuaLexer.tokens(in: source)
    var stack: [(name: String?, isTable: Bool)] = []
    var index = 0
    func token(_ offset: Int) -> LuaToken? {
      tokens.indices.contains(index + offset) ? tokens[index + offset] : nil
    }
    while index < tokens.count {
      let current = tokens[index]
      switch current.kind {
      case .symbol("{"):
        // A constructor after `name =` belongs to that key, one after `= ` of a local or after return to the report.
        stack.append((pending(before: index, tokens), true))
      case .symbol("}"): _ = stack.popLast()
      case .name(let name) where token(1)?.kind == .symbol("=") && !stack.isEmpty:
        let isKey =
          token(-1)?.kind == .symbol("{") || token(-1)?.kind == .symbol(",") || token(-1)?.kind == .symbol(";")
        if isKey {
          let path = stack.dropFirst().map { $0.name ?? "" } + [name]
          if !visit(Array(path), current.line) { return }
        }
      case .name(let name) where stack.isEmpty && token(-1)?.kind == .symbol(".") && token(1)?.kind == .symbol("="):
        if !visit([name], current.line) { return }
      default: break
      }
      index += 1
    }
  }

  private static func pending(before index: Int, _ tokens: [LuaToken]) -> String? {
    guard index >= 2, tokens[index - 1].kind == .symbol("="), case .name(let name) = tokens[index - 2].kind else {
      return nil
    }
    return name
  }
}
