import ReportArticles

/// Expressions: what a checker follows to know what a value is.
extension ScriptChecker {
  mutating func expressions() -> [Value] {
    var values = [expression()]
    while take(",") { values.append(expression()) }
    return values
  }

  private static let binaryOperators: Set<String> = [
    "+", "-", "*", "/", "//", "^", "%", "&", "~", "|", ">>", "<<", "..", "<", "<=", ">", ">=", "==", "~=",
  ]

  mutating func expression() -> Value {
    guard depth < 150 else {
      index = tokens.count
      return .unknown
    }
    depth += 1
    defer { depth -= 1 }
    var value = operand()
    while let token = current {
      switch token {
      case .symbol(let symbol) where Self.binaryOperators.contains(symbol): index += 1
      case .keyword("and"), .keyword("or"): index += 1
      default: return value
      }
      _ = operand()
      value = .unknown
    }
    return value
  }

  private mutating func operand() -> Value {
    while isKeyword("not") || isSymbol("-") || isSymbol("#") || isSymbol("~") {
      index += 1
      if index < tokens.count, [.keyword("not"), .symbol("-"), .symbol("#"), .symbol("~")].contains(tokens[index].kind)
      {
        continue
      }
      _ = operand()
      return .unknown
    }
    switch current {
    case .string?, .number?, .keyword("nil")?, .keyword("true")?, .keyword("false")?, .symbol("...")?:
      index += 1
      return .unknown
    case .keyword("function")?:
      index += 1
      functionBody()
      return .unknown
    case .symbol("{")?: return table()
    case .name?, .symbol("(")?: return suffixed()
    default: return .unknown
    }
  }

  mutating func table() -> Value {
    _ = take("{")
    let outer = callback
    var keys: [(name: String, token: LuaToken)] = []
    var isList = false
    while index < tokens.count, !isSymbol("}") {
      let before = index
      callback = outer
      if take("[") {
        _ = expression()
        _ = take("]")
        _ = take("=")
        _ = expression()
      } else if case .name(let name)? = current, index + 1 < tokens.count, tokens[index + 1].kind == .symbol("=") {
        keys.append((name, tokens[index]))
        index += 2
        if name == entry.function { callback = .object(entry.type) } else if outer == nil { callback = nil }
        _ = expression()
      } else {
        isList = true
        _ = expression()
      }
      if !take(",") { _ = take(";") }
      if index == before { index += 1 }
    }
    callback = nil
    _ = take("}")
    return isList ? .unknown : .table(keys)
  }

  mutating func suffixed(isTarget: Bool = false) -> Value {
    var value: Value
    if take("(") {
      value = expression()
      _ = take(")")
    } else if let name = takeName() {
      value = variable(name.name, name.token)
    } else {
      return .unknown
    }
    while true {
      switch current {
      case .symbol(".")?:
        index += 1
        guard let name = takeName() else { return .unknown }
        let isAssigned = isTarget && (isSymbol("=") || isSymbol(","))
        value = isAssigned ? .unknown : member(name.name, of: value, name.token)
      case .symbol("[")?:
        index += 1
        _ = expression()
        _ = take("]")
        if case .list(let element) = value { value = element } else { value = .unknown }
      case .symbol(":")?:
        index += 1
        guard let name = takeName() else { return .unknown }
        value = call(name.name, on: value, name.token)
      case .symbol("(")?, .symbol("{")?, .string?:
        let isIteration = previousName == "ipairs"
        let given = arguments()
        value = isIteration ? given.first.map(Self.elements) ?? .unknown : .unknown
      default: return value
      }
    }
  }

  private var previousName: String? {
    if index > 0, case .name(let name) = tokens[index - 1].kind { return name }
    return nil
  }

  private static func elements(_ value: Value) -> Value {
    if case .object(let name) = value, let element = APIRegistry.type(named: name)?.element {
      return .list(Self.value(element))
    }
    return value
  }

  private mutating func arguments() -> [Value] {
    switch current {
    case .string?:
      index += 1
      return [.unknown]
    case .symbol("{")?: return [table()]
    default:
      _ = take("(")
      var values: [Value] = []
      let outer = callback
      while index < tokens.count, !isSymbol(")") {
        let before = index
        callback = outer
        values.append(expression())
        if !take(","), index == before { index += 1 }
      }
      callback = nil
      _ = take(")")
      return values
    }
  }

  mutating func variable(_ name: String, _ token: LuaToken) -> Value {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    if let fields = globals[name] { return fields.isEmpty ? .unknown : .library(name) }
    if assigned.contains(name) || name == "_ENV" || name == "_G" { return .unknown }
    let known = Array(globals.keys) + scopes.flatMap(\.keys)
    var hint = ""
    if let near = Suggestion.closest(to: name, among: known.sorted()) {
      hint = "; did you mean “\(near)”?"
    } else if ["io", "os", "debug", "package", "dofile", "loadfile", "collectgarbage"].contains(name) {
      hint = "; scripts run in a sandbox without it"
    }
    fail("there is no variable “\(name)”\(hint)", at: token)
    return .unknown
  }

  private mutating func member(_ name: String, of value: Value, _ token: LuaToken) -> Value {
    switch value {
    case .object(let typeName):
      guard let type = APIRegistry.type(named: typeName) else { return .unknown }
      if type.name == ContextObject.typeName, name == "params" { return .parameters }
      if let field = type.fields.first(where: { $0.name == name }) { return Self.value(field.type) }
      if type.methods.contains(where: { $0.name == name }) { return .unknown }
      fail("\(typeName) has no field “\(name)”" + Suggestion.hint(for: name, among: type.memberNames), at: token)
    case .parameters:
      if let parameters, !parameters.contains(name) {
        fail("this report has no parameter “\(name)”" + Suggestion.hint(for: name, among: parameters), at: token)
      }
    case .library(let library):
      if let fields = globals[library], !fields.contains(name) {
        fail("“\(library)” has no “\(name)”" + Suggestion.hint(for: name, among: fields), at: token)
      }
    case .unknown, .list, .iterator, .table: break
    }
    return .unknown
  }

  private static let filling: Set<String> = ["section", "lead", "group", "quote", "note", "columns", "list", "add"]

  private mutating func call(_ name: String, on value: Value, _ token: LuaToken) -> Value {
    guard case .object(let typeName) = value, let type = APIRegistry.type(named: typeName) else {
      _ = arguments()
      return .unknown
    }
    guard let method = type.methods.first(where: { $0.name == name }) else {
      let isField = type.fields.contains { $0.name == name }
      let hint =
        isField
        ? "; it is a field: write .\(name)" : Suggestion.hint(for: name, among: type.methods.map(\.name))
      fail("\(typeName) has no method “\(name)”\(hint)", at: token)
      _ = arguments()
      return .unknown
    }
    let isSection = typeName == "Section" || typeName == "Document"
    callback = isSection && Self.filling.contains(name) ? .object("Section") : nil
    let given = arguments()
    for (place, argument) in given.enumerated() where place < method.parameters.count {
      if case .table(let keys) = argument {
        check(keys, against: method.parameters[place].type, of: "\(typeName):\(name)")
      }
    }
    if isSection, case .object("Section")? = method.returns.map(Self.value) { return value }
    return method.returns.map(Self.value) ?? .unknown
  }

  private mutating func check(_ keys: [(name: String, token: LuaToken)], against type: APIValueType, of method: String)
  {
    guard case .options(let options) = type else { return }
    let known = options.map(\.name)
    for key in keys where !known.contains(key.name) {
      fail("\(method) has no option “\(key.name)”" + Suggestion.hint(for: key.name, among: known), at: key.token)
    }
  }

  static func value(_ type: APIValueType) -> Value {
    switch type {
    case .object(let name): return .object(name)
    case .list(let element): return .list(value(element))
    case .iterator(let element): return .iterator(value(element))
    default: return .unknown
    }
  }
}
