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
  let tokens: [LuaToken]
  let parameters: [String]?
  let globals: [String: [String]]
  let entry: (function: String, type: String)
  var assigned: Set<String> = []
  var index = 0
  var depth = 0
  var scopes: [[String: Value]] = [[:]]
  /// What the first parameter of the next function literal stands for.
  var callback: Value?
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

  var current: LuaToken.Kind? { index < tokens.count ? tokens[index].kind : nil }

  func isSymbol(_ symbol: String) -> Bool { current == .symbol(symbol) }
  func isKeyword(_ keyword: String) -> Bool { current == .keyword(keyword) }

  mutating func take(_ symbol: String) -> Bool {
    guard isSymbol(symbol) else { return false }
    index += 1
    return true
  }

  private mutating func takeKeyword(_ keyword: String) -> Bool {
    guard isKeyword(keyword) else { return false }
    index += 1
    return true
  }

  mutating func takeName() -> (name: String, token: LuaToken)? {
    guard case .name(let name)? = current else { return nil }
    index += 1
    return (name, tokens[index - 1])
  }

  mutating func fail(_ message: String, at token: LuaToken) {
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

  mutating func functionBody(hasSelf: Bool = false) {
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
}
