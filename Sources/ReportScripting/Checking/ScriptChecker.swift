import ReportArticles

/// Reads a script as the compiler would (grammar of Lua 5.4, §9), follows names to what they stand for, and notes what
/// cannot be right: names that do not exist, arguments of another type, values that may be nil, results that are lost. What it
/// cannot tell it lets pass.
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
    /// A table constructor.
    case table(keys: [Key], list: [Value])
    /// Text, with what it says where that stands in the script.
    case string(String?)
    case number
    case boolean
    case function
    case null
    /// A function of the script, by the place of its definition.
    case local(Int)
    /// A value that may be nil, and how the script calls it.
    case maybe(Value, name: String)

    /// The value when it is not nil.
    var unwrapped: Value {
      if case .maybe(let value, _) = self { return value }
      return self
    }
  }

  /// A key of a table constructor.
  struct Key {
    var name: String
    var token: LuaToken
    var value: Value
  }

  /// A variable.
  struct Variable {
    var value: Value
    /// Tells variables of one name apart.
    var id: Int
  }

  /// A function that is being read.
  enum FunctionKind { case entry, other }

  private let source: ScriptSource
  private let bytes: [UInt8]
  let tokens: [LuaToken]
  let parameters: [ReportParameter]?
  let globals: [String: [String]]
  let entry: (function: String, type: String)
  var assigned: Set<String> = []
  var index = 0
  var depth = 0
  var scopes: [[String: Variable]] = [[:]]
  /// What the first parameter of the next function literal stands for.
  var callback: Value?
  /// The functions around the statement, the outermost first.
  private var functions: [FunctionKind] = []
  private var variables = 0
  private var found: [ScriptMistake] = []

  // MARK: What the script has looked at

  /// Names such as `12.subtitle` that a condition has dealt with, and for variables what they were taken from.
  var tested: Set<String> = []
  var origins: [Int: String] = [:]
  /// Fields of articles that a condition of a query has dealt with.
  var filteredFields: Set<String> = []
  /// Whether the script has asked how many there are of something.
  var knowsOfEmptiness = false
  /// Names in the condition that is being read; nil outside of one.
  var condition: [String]?
  /// What the operand that was read last is called, for conditions.
  var lastName: String?
  /// Whether the last expression may give several values.
  var isOpen = false
  /// The method that was called last: type, name, place.
  var lastCall: (type: String, method: String, token: LuaToken)?

  /// What functions of the script are called with, from the first reading.
  var calls: [Int: [Value]] = [:]
  /// Functions that are handed on, so that not all of their calls are seen.
  var escaped: [Int: Int] = [:]
  private var isSecondReading = false

  /// `entry` is the function that the program calls, and the type of what it gets.
  init(
    _ source: ScriptSource, parameters: [ReportParameter]?, globals: [String: [String]],
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
    // The first reading finds out what the script's own functions are called with.
    _ = block()
    let (calls, escaped) = (calls, escaped)
    self = ScriptChecker(again: self)
    self.calls = calls
    self.escaped = escaped
    isSecondReading = true
    _ = block()
    return found
  }

  private init(again first: ScriptChecker) {
    source = first.source
    bytes = first.bytes
    tokens = first.tokens
    parameters = first.parameters
    globals = first.globals
    entry = first.entry
    assigned = first.assigned
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
    guard isSecondReading, found.count < 200 else { return }
    let mistake = ScriptMistake(file: source.name, message: message, at: token, in: bytes)
    if found.last != mistake { found.append(mistake) }
  }

  /// The directory of the script; nil when it has none.
  var directory: String? { source.directory }

  // MARK: Statements

  private mutating func scoped(_ body: (inout ScriptChecker) -> Bool) -> Bool {
    guard depth < 150 else {
      index = tokens.count
      return true
    }
    depth += 1
    scopes.append([:])
    let leaves = body(&self)
    scopes.removeLast()
    depth -= 1
    return leaves
  }

  private mutating func declare(_ name: String, _ value: Value, from origin: String? = nil) {
    variables += 1
    scopes[scopes.count - 1][name] = Variable(value: value, id: variables)
    if let origin { origins[variables] = origin }
  }

  /// Reads statements up to the end of their block; whether nothing after them is ever reached.
  private mutating func block() -> Bool {
    var leaves = false
    while let token = current {
      switch token {
      case .keyword("end"), .keyword("else"), .keyword("elseif"), .keyword("until"): return leaves
      // What is jumped to is reached.
      case .symbol("::"):
        leaves = false
        index += 3
      default:
        let before = index
        if statement() { leaves = true }
        if index == before { index += 1 }
      }
    }
    return leaves
  }

  /// Reads a statement; whether nothing after it is ever reached.
  private mutating func statement() -> Bool {
    switch current {
    case .keyword("if"):
      var leaves = true
      repeat {
        index += 1
        readCondition()
        _ = takeKeyword("then")
        if !scoped({ $0.block() }) { leaves = false }
      } while isKeyword("elseif")
      if takeKeyword("else") {
        if !scoped({ $0.block() }) { leaves = false }
      } else {
        leaves = false
      }
      _ = takeKeyword("end")
      return leaves
    case .keyword("while"):
      index += 1
      let isEndless = isKeyword("true")
      readCondition()
      _ = takeKeyword("do")
      _ = scoped { $0.block() }
      _ = takeKeyword("end")
      return isEndless
    case .keyword("do"):
      index += 1
      let leaves = scoped { $0.block() }
      _ = takeKeyword("end")
      return leaves
    case .keyword("repeat"):
      index += 1
      return scoped { checker in
        let leaves = checker.block()
        if checker.takeKeyword("until") { checker.readCondition() }
        return leaves
      }
    case .keyword("for"): forStatement()
    case .keyword("function"): functionStatement()
    case .keyword("local"): localStatement()
    case .keyword("return"):
      returnStatement()
      return true
    case .keyword("goto"):
      index += 2
      return true
    case .keyword("break"):
      index += 1
      return true
    case .symbol(";"): index += 1
    default: return expressionStatement()
    }
    return false
  }

  /// What a condition looks at is not nil behind it, as far as this can tell.
  private mutating func readCondition() {
    condition = []
    _ = expression()
    for name in condition ?? [] { test(name) }
    condition = nil
  }

  private mutating func returnStatement() {
    let token = tokens[index]
    index += 1
    var values: [Value] = []
    if !["end", "else", "elseif", "until"].contains(where: { isKeyword($0) }), current != nil, !isSymbol(";") {
      values = expressions()
    }
    guard functions.last == .entry, entry.function == "build" else { return }
    switch values.first {
    case nil: fail("“build” must return the document, or ctx:skip(reason)", at: token)
    case .object(let name)? where name != "Document":
      fail("“build” must return the document, or ctx:skip(reason), not a \(name)", at: token)
    case .string?, .number?, .boolean?, .null?, .list?, .table?:
      fail("“build” must return the document, or ctx:skip(reason)", at: token)
    default: break
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
    _ = scoped { checker in
      for name in names { checker.declare(name, .unknown) }
      if !isNumeric, start < checker.tokens.count {
        if case .name("ipairs") = checker.tokens[start].kind, case .list(let element)? = values.first, names.count > 1 {
          checker.declare(names[1], element)
        } else if case .iterator(let element)? = values.first, let first = names.first {
          checker.declare(first, element)
        }
      }
      return checker.block()
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
    let isEntry = names.count > 1 && names.last == entry.function
    if isEntry { callback = .object(entry.type) }
    functionBody(hasSelf: isMethod, kind: isEntry ? .entry : .other)
  }

  /// Reads a function from its parameters to its end. `definition` is where a function with a name is defined.
  mutating func functionBody(hasSelf: Bool = false, kind: FunctionKind = .other, definition: Int? = nil) {
    var given = [callback ?? .unknown]
    if let definition, callback == nil, isSecondReading, escaped[definition, default: 0] == 0 {
      given = calls[definition] ?? [.unknown]
    }
    callback = nil
    let outer = condition
    condition = nil
    functions.append(kind)
    let leaves = scoped { checker in
      if hasSelf { checker.declare("self", .unknown) }
      _ = checker.take("(")
      var place = 0
      while let name = checker.takeName() {
        checker.declare(name.name, place < given.count ? given[place] : .unknown)
        place += 1
        if !checker.take(",") { break }
      }
      _ = checker.take("...")
      _ = checker.take(")")
      return checker.block()
    }
    functions.removeLast()
    condition = outer
    if kind == .entry, entry.function == "build", !leaves, isKeyword("end") {
      fail("“build” ends without “return doc”", at: tokens[index])
    }
    _ = takeKeyword("end")
  }

  private mutating func localStatement() {
    index += 1
    if takeKeyword("function") {
      let definition = index
      let name = takeName()
      if let name { declare(name.name, .local(definition)) }
      // `return { build = build }`
      let isEntry = name?.name == entry.function
      if isEntry { callback = .object(entry.type) }
      functionBody(kind: isEntry ? .entry : .other, definition: definition)
      return
    }
    var names: [String] = []
    let first = index
    while let name = takeName() {
      names.append(name.name)
      if take("<") {
        _ = takeName()
        _ = take(">")
      }
      if !take(",") { break }
    }
    guard take("=") else {
      for name in names { declare(name, .unknown) }
      return
    }
    if names.count == 1, isKeyword("function") {
      // A function that calls itself does so by another variable.
      index += 1
      declare(names[0], .local(first))
      functionBody(definition: first)
      return
    }
    let values = expressions()
    let origin = names.count == 1 && values.count == 1 ? lastName : nil
    for (place, name) in names.enumerated() {
      var value = place < values.count ? values[place] : .unknown
      if case .maybe(let inner, _) = value { value = .maybe(inner, name: name) }
      if case .null = value { value = .unknown }
      declare(name, value, from: origin)
    }
  }

  private mutating func expressionStatement() -> Bool {
    let isPlainName: String?
    if case .name(let name)? = current { isPlainName = name } else { isPlainName = nil }
    let start = index
    if let name = isPlainName, index + 1 < tokens.count, tokens[index + 1].kind == .symbol("=") {
      index += 2
      _ = expressions()
      forget(name)
      return false
    }
    if case .symbol("(")? = current {} else if isPlainName == nil { return false }
    lastCall = nil
    var value = suffixed(isTarget: true)
    let call = lastCall
    var isAssignment = false
    while take(",") {
      value = suffixed(isTarget: true)
      isAssignment = true
    }
    if take("=") {
      // `report.build = function(ctx)`
      if index - 2 > start, case .name(entry.function) = tokens[index - 2].kind { callback = .object(entry.type) }
      let isEntry = callback != nil && isKeyword("function")
      if isEntry {
        index += 1
        functionBody(kind: .entry)
      } else {
        _ = expressions()
      }
      callback = nil
      return false
    }
    if !isAssignment, let call { noteLostResult(value, of: call) }
    if isPlainName == "error" || isPlainName == "os" && tokens.indices.contains(start + 2) {
      if case .name("exit") = tokens[min(start + 2, tokens.count - 1)].kind { return true }
      return isPlainName == "error"
    }
    return false
  }

  /// Calls whose result alone matters.
  private mutating func noteLostResult(_ value: Value, of call: (type: String, method: String, token: LuaToken)) {
    if call.type == ContextObject.typeName, call.method == "skip" {
      fail("the result of “skip” is lost: write “return ctx:skip(…)”", at: call.token)
    } else if call.type == QueryObject.typeName, case .object(QueryObject.typeName) = value {
      fail(
        "the result of “\(call.method)” is lost: a query does not change; write “local found = …:\(call.method)(…)”",
        at: call.token)
    }
  }

  /// A variable that is assigned again may hold anything.
  private mutating func forget(_ name: String) {
    for place in scopes.indices.reversed() where scopes[place][name] != nil {
      variables += 1
      scopes[place][name] = Variable(value: .unknown, id: variables)
      return
    }
  }
}
