/// Reads a script as the compiler would (grammar of Lua 5.4, §9), follows names to what they stand for, and notes those
/// that do not exist. What it cannot tell it lets pass.
struct ScriptChecker {
  /// What is known of a value.
  indirect enum Value {
    case unknown
    /// An instance of one of the API's types.
    case object(String)
    case list(Value)
    case iterator(Value)
    /// `ctx.params`.
    case parameters
    /// A table of the sandbox, such as `string`.
    case library(String)
    /// A table constructor with these keys.
    case table([(name: String, token: LuaToken)])
  }

  private let source: ScriptSource
  private let bytes: [UInt8]
  private let tokens: [LuaToken]
  private let parameters: [String]?
  private let globals: [String: [String]]
  private let entry: (function: String, type: String)
  private var assigned: Set<String> = []
  private var index = 0
  private var depth = 0
  private var scopes: [[String: Value]] = [[:]]
  /// What the first parameter of the next function literal stands for.
  private var callback: Value?
  private var found: [ScriptMistake] = []

  /// `entry` is the function that the program calls, and the type of what it gets.
  init(
    _ source: ScriptSource, parameters: [String]?, globals: [String: [String]],
    entry: (function: String, type: String) = ("build", ContextObject.typeName)
  ) {
    self.source = source
    self.entry = entry
    self.parameters = parameters
    self.globals = globals
    bytes = Array(source.text.utf8)
    tokens = LuaLexer.tokens(in: source.text)
  }

  /// The mistakes, in the order of the source.
  mutating func mistakes() -> [ScriptMistake] {
    if globals.isEmpty { return [] }
    // A global that is assigned anywhere counts as there.
    for (place, token) in tokens.enumerated() {
      guard case .name(let name) = token.kind else { continue }
      let next = place + 1 < tokens.count ? tokens[place + 1].kind : nil
      let before = place > 0 ? tokens[place - 1].kind : nil
      if next == .symbol("=") || next == .symbol(",") || before == .keyword("function") || before == .symbol(",") {
        assigned.insert(name)
      }
    }
    block()
    return found
  }

  // MARK: Tokens

  private var current: LuaToken.Kind? { index < tokens.count ? tokens[index].kind : nil }

  private func isSymbol(_ symbol: String) -> Bool { current == .symbol(symbol) }
  private func isKeyword(_ keyword: String) -> Bool { current == .keyword(keyword) }

  private mutating func take(_ symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    guard isKeyword(keyword) else { return false }
    index += 1
    return true
  }

  private mutating func takeName() -> (name: String, token: LuaToken)? {
    guard case .name(let name)? = current else { return nil }
    index += 1
    return (name, tokens[index - 1])
  }

  private mutating func fail(_ message: String, at token: LuaToken) {
    if found.count < 200 { found.append(ScriptMistake(file: source.name, message: message, at: token, in: bytes)) }
  }

  // MARK: Statements

  private mutating func scoped(_ body: (inout ScriptChecker) -> Void) {
    guard depth < 150 else {
      index = tokens.count
      return
    }
    depth += 1
    scopes.append([:])
    body(&self)
    scopes.removeLast()
    depth -= 1
  }

  private func declare(_ name: String, _ value: Value, in scopes: inout [[String: Value]]) {
    scopes[scopes.count - 1][name] = value
  }

  private mutating func block() {
    while let token = current {
      switch token {
      case .keyword("end"), .keyword("else"), .keyword("elseif"), .keyword("until"): return
      default:
        let before = index
        statement()
        if index == before { index += 1 }
      }
    }
  }

  private mutating func statement() {
    switch current {
    case .keyword("if"):
      repeat {
        index += 1
        _ = expression()
        _ = takeKeyword("then")
        scoped { $0.block() }
      } while isKeyword("elseif")
      if takeKeyword("else") { scoped { $0.block() } }
      _ = takeKeyword("end")
    case .keyword("while"):
      index += 1
      _ = expression()
      _ = takeKeyword("do")
      scoped { $0.block() }
      _ = takeKeyword("end")
    case .keyword("do"):
      index += 1
      scoped { $0.block() }
      _ = takeKeyword("end")
    case .keyword("repeat"):
      index += 1
      scoped { checker in
        checker.block()
        if checker.takeKeyword("until") { _ = checker.expression() }
      }
    case .keyword("for"): forStatement()
    case .keyword("function"): functionStatement()
    case .keyword("local"): localStatement()
    case .keyword("return"):
      index += 1
      if !["end", "else", "elseif", "until"].contains(where: { isKeyword($0) }), current != nil, !isSymbol(";") {
        _ = expressions()
      }
    case .keyword("goto"): index += 2
    case .keyword("break"), .symbol(";"): index += 1
    case .symbol("::"): index += 3
    default: expressionStatement()
    }
  }

  private mutating func forStatement() {
    index += 1
    var names: [String] = []
    while let name = takeName() {
      names.append(name.name)
      if !take(",") { break }
    }
    let isNumeric = take("=")
    if !isNumeric { _ = takeKeyword("in") }
    let start = index
    let values = expressions()
    _ = takeKeyword("do")
    scoped { checker in
      for name in names { checker.declare(name, .unknown, in: &checker.scopes) }
      if !isNumeric {
        if case .name("ipairs") = checker.tokens[start].kind, case .list(let element)? = values.first, names.count > 1 {
          checker.declare(names[1], element, in: &checker.scopes)
        } else if case .iterator(let element)? = values.first, let first = names.first {
          checker.declare(first, element, in: &checker.scopes)
        }
      }
      checker.block()
    }
    _ = takeKeyword("end")
  }

  private mutating func functionStatement() {
    index += 1
    var names: [String] = []
    if let first = takeName() { names.append(first.name) }
    var isMethod = false
    while isSymbol(".") || isSymbol(":") {
      isMethod = isSymbol(":")
      index += 1
      if let name = takeName() { names.append(name.name) }
    }
    if names.count > 1, names.last == entry.function { callback = .object(entry.type) }
    functionBody(hasSelf: isMethod)
  }

  private mutating func functionBody(hasSelf: Bool = false) {
    let first = callback
    callback = nil
    scoped { checker in
      if hasSelf { checker.declare("self", .unknown, in: &checker.scopes) }
      _ = checker.take("(")
      var isFirst = true
      while let name = checker.takeName() {
        checker.declare(name.name, isFirst ? first ?? .unknown : .unknown, in: &checker.scopes)
        isFirst = false
        if !checker.take(",") { break }
      }
      _ = checker.take("...")
      _ = checker.take(")")
      checker.block()
    }
    _ = takeKeyword("end")
  }

  private mutating func localStatement() {
    index += 1
    if takeKeyword("function") {
      if let name = takeName() { declare(name.name, .unknown, in: &scopes) }
      functionBody()
      return
    }
    var names: [String] = []
    while let name = takeName() {
      names.append(name.name)
      if take("<") {
        _ = takeName()
        _ = take(">")
      }
      if !take(",") { break }
    }
    let values = take("=") ? expressions() : []
    for (place, name) in names.enumerated() {
      declare(name, place < values.count ? values[place] : .unknown, in: &scopes)
    }
  }

  private mutating func expressionStatement() {
    let isPlainName: String?
    if case .name(let name)? = current { isPlainName = name } else { isPlainName = nil }
    let start = index
    if let name = isPlainName, index + 1 < tokens.count, tokens[index + 1].kind == .symbol("=") {
      index += 2
      _ = expressions()
      forget(name)
      return
    }
    if case .symbol("(")? = current {} else if isPlainName == nil { return }
    _ = suffixed(isTarget: true)
    while take(",") { _ = suffixed(isTarget: true) }
    if take("=") {
      // `report.build = function(ctx)`
      if index - 2 > start, case .name(entry.function) = tokens[index - 2].kind { callback = .object(entry.type) }
      _ = expressions()
      callback = nil
    }
  }

  /// A variable that is assigned again may hold anything.
  private mutating func forget(_ name: String) {
    for place in scopes.indices.reversed() where scopes[place][name] != nil {
      scopes[place][name] = .unknown
      return
    }
  }

  // MARK: Expressions

  private mutating func expressions() -> [Value] {
    var values = [expression()]
    while take(",") { values.append(expression()) }
    return values
  }

  private static let binaryOperators: Set<String> = [
    "+", "-", "*", "/", "//", "^", "%", "&", "~", "|", ">>", "<<", "..", "<", "<=", ">", ">=", "==", "~=",
  ]

  private mutating func expression() -> Value {
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

  private mutating func table() -> Value {
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

  private mutating func suffixed(isTarget: Bool = false) -> Value {
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

  private mutating func variable(_ name: String, _ token: LuaToken) -> Value {
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

  private static func value(_ type: APIValueType) -> Value {
    switch type {
    case .object(let name): return .object(name)
    case .list(let element): return .list(value(element))
    case .iterator(let element): return .iterator(value(element))
    default: return .unknown
    }
  }
}
