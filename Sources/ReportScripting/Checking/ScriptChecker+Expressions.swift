import ReportArticles
import ReportDocument

/// Expressions: what a checker follows to know what a value is.
extension ScriptChecker {
  /// A value, what it is called where it has a name, and where it stands.
  typealias Operand = (value: Value, name: String?, token: LuaToken)

  mutating func expressions() -> [Value] {
    var values = [expression()]
    while take(",") { values.append(expression()) }
    return values
  }

  private static let binaryOperators: Set<String> = [
    "+", "-", "*", "/", "//", "^", "%", "&", "~", "|", ">>", "<<", "..", "<", "<=", ">", ">=", "==", "~=",
  ]

  mutating func expression() -> Value {
    guard depth < 150, index < tokens.count else {
      index = tokens.count
      return .unknown
    }
    depth += 1
    defer { depth -= 1 }
    let first = tokens[index]
    var left: Operand = (operand(), lastName, first)
    while let token = current {
      let symbol: String
      switch token {
      case .symbol(let one) where Self.binaryOperators.contains(one): symbol = one
      case .keyword("and"): symbol = "and"
      case .keyword("or"): symbol = "or"
      default: return left.value
      }
      index += 1
      isOpen = false
      guard index < tokens.count else { return .unknown }
      // What is compared with something, or decides what comes next, has been looked at.
      if ["and", "or", "==", "~="].contains(symbol) { test(left.name) }
      let start = tokens[index]
      let right: Operand = (operand(), lastName, start)
      if symbol == "==" || symbol == "~=" { test(right.name) }
      if symbol != "and", symbol != "or" { check(operator: symbol, left, right) }
      isOpen = false
      lastName = nil
      // `..` binds closer than what may stand before it, so no more is known but after another `..`.
      left = (symbol == ".." ? .string(nil) : symbol == "or" ? either(left.value, right.value) : .unknown, nil, start)
    }
    return left.value
  }

  /// `a or b`, where both are the same kind of object.
  private func either(_ left: Value, _ right: Value) -> Value {
    if case .object(let one) = left.unwrapped, case .object(let other) = right, one == other { return right }
    return .unknown
  }

  private mutating func operand() -> Value {
    lastName = nil
    isOpen = false
    if isKeyword("not") || isSymbol("-") || isSymbol("#") || isSymbol("~") {
      let token = tokens[index]
      index += 1
      guard depth < 150, index < tokens.count else { return .unknown }
      depth += 1
      let value = operand()
      depth -= 1
      let name = lastName
      lastName = nil
      isOpen = false
      switch token.kind {
      case .keyword: test(name)
      case .symbol("#"):
        if condition != nil { knowsOfEmptiness = true }
        let value = required(value, name: name, at: token, for: "nil has no length")
        if case .object(let type) = value, let type = APIRegistry.type(named: type),
          !type.operators.contains(where: { $0.event == .length })
        {
          fail("\(Self.shown(value)) has no length", at: token)
        }
        return .number
      default: return .unknown
      }
      return .boolean
    }
    switch current {
    case .string(let text)?:
      index += 1
      return .string(text)
    case .number?:
      index += 1
      return .number
    case .keyword("nil")?:
      index += 1
      return .null
    case .keyword("true")?, .keyword("false")?:
      index += 1
      return .boolean
    case .symbol("...")?:
      index += 1
      isOpen = true
      return .unknown
    case .keyword("function")?:
      index += 1
      functionBody()
      return .function
    case .symbol("{")?: return table()
    case .name?, .symbol("(")?: return suffixed()
    default: return .unknown
    }
  }

  mutating func table() -> Value {
    _ = take("{")
    let outer = callback
    var keys: [Key] = []
    var list: [Value] = []
    var isOther = false
    while index < tokens.count, !isSymbol("}") {
      let before = index
      callback = outer
      if take("[") {
        _ = expression()
        _ = take("]")
        _ = take("=")
        _ = expression()
        isOther = true
      } else if case .name(let name)? = current, index + 1 < tokens.count, tokens[index + 1].kind == .symbol("=") {
        let token = tokens[index]
        index += 2
        let isEntry = name == entry.function && isKeyword("function")
        if name == entry.function { callback = .object(entry.type) } else if outer == nil { callback = nil }
        if isEntry {
          index += 1
          functionBody(kind: .entry)
          keys.append(Key(name: name, token: token, value: .function))
        } else {
          keys.append(Key(name: name, token: token, value: expression()))
        }
      } else {
        list.append(expression())
        if isOpen { isOther = true }
      }
      if !take(",") { _ = take(";") }
      if index == before { index += 1 }
    }
    callback = nil
    _ = take("}")
    lastName = nil
    isOpen = false
    return isOther ? .unknown : .table(keys: keys, list: list)
  }

  mutating func suffixed(isTarget: Bool = false) -> Value {
    var value: Value
    /// How messages call the value, and the name by which conditions know it.
    var label: String?
    var name: String?
    var called = false
    let start = index
    if take("(") {
      value = expression()
      name = lastName
      _ = take(")")
    } else if let first = takeName() {
      (value, name) = variable(first.name, first.token)
      label = first.name
    } else {
      return .unknown
    }
    suffixes: while true {
      called = false
      switch current {
      case .symbol(".")?:
        index += 1
        guard let field = takeName() else { return .unknown }
        let isAssigned = isTarget && (isSymbol("=") || isSymbol(","))
        value = required(value, name: name, at: tokens[max(start, index - 3)])
        name = isParameters(value) ? "params.\(field.name)" : name.map { "\($0).\(field.name)" }
        value = isAssigned ? .unknown : member(field.name, of: value, field.token, label: label)
        label = label.map { "\($0).\(field.name)" }
      case .symbol("[")?:
        index += 1
        let isNumber = current == .number
        value = required(value, name: name, at: tokens[max(start, index - 2)])
        _ = expression()
        _ = take("]")
        if case .list(let element) = value {
          let mayLack = isNumber && !knowsOfEmptiness && !isTested(name)
          value = mayLack ? .maybe(element, name: "\(label ?? "the list")[…]") : element
        } else if case .object(let type) = value, let element = APIRegistry.type(named: type)?.element {
          value = Self.value(element)
        } else {
          value = .unknown
        }
        name = name.map { "\($0)[]" }
        label = label.map { "\($0)[…]" }
      case .symbol(":")?:
        index += 1
        guard let method = takeName() else { return .unknown }
        value = required(value, name: name, at: tokens[max(start, index - 3)])
        value = call(method.name, on: value, method.token, label: label)
        (name, called) = (nil, true)
        if case .maybe = value { name = "call \(index)" }
        label = nil
      case .symbol("(")?, .symbol("{")?, .string?:
        let token = tokens[max(start, index - 1)]
        value = required(value, name: name, at: token)
        value = plainCall(value)
        (name, label, called) = (nil, nil, true)
      default: break suffixes
      }
    }
    if case .local(let definition) = value { escaped[definition, default: 0] += 1 }
    if let name { condition?.append(name) }
    if case .maybe(let inner, _) = value, isTested(name) { value = inner }
    lastName = name
    isOpen = called
    return value
  }

  private func isParameters(_ value: Value) -> Bool {
    if case .parameters = value { return true }
    return false
  }

  /// A call of a value: of a function of the script, or of Lua's.
  private mutating func plainCall(_ value: Value) -> Value {
    let function = previousName
    let isIteration = function == "ipairs"
    if case .local(let definition) = value {
      let (given, names) = arguments()
      // The script's own function may look at whatever belongs to what it gets.
      if condition != nil { for case let name? in names { test(name + ".*") } }
      note(given, for: definition)
      lastCall = nil
      return .unknown
    }
    let outer = condition
    // What an assertion holds is a condition as well.
    if function == "assert" { condition = [] }
    let (given, names) = arguments()
    if function == "assert" {
      for name in condition ?? [] { test(name) }
      condition = outer
    } else if outer != nil {
      for case let name? in names { test(name + ".*") }
    }
    lastCall = nil
    if function == "assert", let first = given.first { return first.unwrapped }
    if function == "tostring" { return .string(nil) }
    return isIteration ? given.first.map { Self.elements($0.unwrapped) } ?? .unknown : .unknown
  }

  /// Remembers what a function of the script is called with.
  private mutating func note(_ given: [Value], for definition: Int) {
    guard let known = calls[definition] else {
      calls[definition] = given.map { Self.isSure($0) ? $0 : .unknown }
      return
    }
    calls[definition] = zip(known, given).map { Self.isSame($0, $1) ? $0 : .unknown }
  }

  private static func isSure(_ value: Value) -> Bool {
    switch value {
    case .object, .parameters: return true
    case .list(let element), .iterator(let element): return isSure(element)
    default: return false
    }
  }

  private static func isSame(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.object(let one), .object(let other)): return one == other
    case (.parameters, .parameters): return true
    case (.list(let one), .list(let other)), (.iterator(let one), .iterator(let other)): return isSame(one, other)
    default: return false
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

  /// The arguments of a call, and what each is called.
  private mutating func arguments() -> (values: [Value], names: [String?]) {
    defer { lastName = nil }
    switch current {
    case .string(let text)?:
      index += 1
      isOpen = false
      return ([.string(text)], [nil])
    case .symbol("{")?: return ([table()], [nil])
    default:
      _ = take("(")
      var values: [Value] = []
      var names: [String?] = []
      let outer = callback
      isOpen = false
      while index < tokens.count, !isSymbol(")") {
        let before = index
        callback = outer
        values.append(expression())
        names.append(lastName)
        if !take(","), index == before { index += 1 }
      }
      callback = nil
      _ = take(")")
      return (values, names)
    }
  }

  /// What a name stands for, and how conditions know it.
  mutating func variable(_ name: String, _ token: LuaToken) -> (value: Value, name: String?) {
    for scope in scopes.reversed() {
      if let found = scope[name] { return (found.value, "\(found.id)") }
    }
    if let fields = globals[name] { return (fields.isEmpty ? .unknown : .library(name), nil) }
    if assigned.contains(name) || name == "_ENV" || name == "_G" { return (.unknown, "global.\(name)") }
    let known = Array(globals.keys) + scopes.flatMap(\.keys)
    var hint = ""
    if let near = Suggestion.closest(to: name, among: known.sorted()) {
      hint = "; did you mean “\(near)”?"
    } else if ["io", "os", "debug", "package", "dofile", "loadfile", "collectgarbage"].contains(name) {
      hint = "; scripts run in a sandbox without it"
    }
    fail("there is no variable “\(name)”\(hint)", at: token)
    return (.unknown, nil)
  }

  private mutating func member(_ name: String, of value: Value, _ token: LuaToken, label: String?) -> Value {
    switch value {
    case .object(let typeName):
      guard let type = APIRegistry.type(named: typeName) else { return .unknown }
      if type.name == ContextObject.typeName, name == "params" { return .parameters }
      if let field = type.fields.first(where: { $0.name == name }) { return fieldValue(field, of: type, label: label) }
      if type.methods.contains(where: { $0.name == name }) {
        switch current {
        case .symbol("(")?, .symbol("{")?, .string?:
          fail("“\(name)” is a method: write \(label ?? typeName.lowercased()):\(name)(…)", at: token)
        default: break
        }
        return .unknown
      }
      fail("\(typeName) has no field “\(name)”" + Suggestion.hint(for: name, among: type.memberNames), at: token)
    case .parameters:
      guard let parameters else { return .unknown }
      if parameters.contains(where: { $0.name == name }) { return parameterValue(name, label: label) }
      fail(
        "this report has no parameter “\(name)”" + Suggestion.hint(for: name, among: parameters.map(\.name)), at: token)
    case .library(let library):
      if let fields = globals[library], !fields.contains(name) {
        fail("“\(library)” has no “\(name)”" + Suggestion.hint(for: name, among: fields), at: token)
      }
    default: break
    }
    return .unknown
  }

  private static let filling: Set<String> = ["section", "lead", "group", "quote", "note", "columns", "list", "add"]

  private mutating func call(_ name: String, on value: Value, _ token: LuaToken, label: String?) -> Value {
    lastCall = nil
    if case .string = value {
      _ = arguments()
      if let known = globals["string"], !known.contains(name) {
        fail("text has no method “\(name)”" + Suggestion.hint(for: name, among: known), at: token)
      }
      return .unknown
    }
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
    let isFilling = isSection && Self.filling.contains(name)
    callback = isFilling ? .object("Section") : typeName == "Query" && name == "filter" ? .object("Article") : nil
    let given: [Value]
    let names: [String?]
    let isOpenCall: Bool
    if typeName == "Query", ["where", "without", "filter"].contains(name) {
      (given, names, isOpenCall) = conditions()
    } else {
      (given, names) = arguments()
      isOpenCall = isOpen
    }
    if ["is_empty", "count"].contains(name) { knowsOfEmptiness = true }
    if isFilling || typeName == "Query" {
      // A function that is handed to a method of ours gets what such functions get.
      for case .local(let definition) in given {
        escaped[definition, default: 0] -= 1
        note([.object(isFilling ? "Section" : "Article")], for: definition)
      }
    }
    check(given, names: names, isOpen: isOpenCall, for: method, of: typeName, at: token)
    lastCall = (typeName, name, token)
    if isSection, case .object("Section")? = method.returns.map(Self.value) { return value }
    let result = method.returns.map(Self.value) ?? .unknown
    guard method.mayReturnNil, !knowsOfEmptiness else { return result }
    return .maybe(result, name: "\(label ?? typeName.lowercased()):\(name)()")
  }

  /// The arguments of a method that leaves articles out: fields that stand there are dealt with.
  private mutating func conditions() -> (values: [Value], names: [String?], isOpen: Bool) {
    let start = index
    let outer = condition
    condition = condition ?? []
    let (values, names) = arguments()
    let isOpen = isOpen
    condition = outer
    for token in tokens[min(start, tokens.count)..<min(index, tokens.count)] {
      if case .name(let name) = token.kind { filteredFields.insert(name) }
    }
    return (values, names, isOpen)
  }

  static func value(_ type: APIValueType) -> Value {
    switch type {
    case .object(let name): return .object(name)
    case .list(let element): return .list(value(element))
    case .iterator(let element): return .iterator(value(element))
    case .string, .oneOf: return .string(nil)
    case .integer, .number: return .number
    case .boolean: return .boolean
    default: return .unknown
    }
  }
}
