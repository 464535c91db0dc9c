import ReportArticles
import ReportLua

/// Gives a Lua state the types of the registration table, and carries values over the border.
final class ScriptHost {
  let state: LuaState
  let run: ReportRun
  /// What the functions of modules find the host by, which the state keeps longer than it lives.
  let link = Link<ScriptHost>()
  private var types: [String: LuaObjectType<any ScriptObject>] = [:] {
    didSet { typesByNumber = Dictionary(types.values.map { ($0.number, $0) }) { first, _ in first } }
  }
  private var typesByNumber: [Int32: LuaObjectType<any ScriptObject>] = [:]
  private var articles: LuaRecordType?
  // Read for each field of each article, by one thread.
  @exclusivity(unchecked) fileprivate var texts: ContiguousArray<@Sendable (ArticleObject) -> String?> = []
  /// Depth to which tables are read; deeper ones, and tables that hold themselves, are errors.
  private static let maximumDepth = 40
  /// Members that a list may have.
  private static let maximumLength = 1_000_000
  /// What the values of the host calls under way take; they are copies, outside of what Lua counts. A table that stands in
  /// many places is copied to each.
  private var borrowed = 0
  private var copies = 0

  init(state: LuaState, run: ReportRun, types: [APIType] = APIRegistry.types) {
    self.state = state
    self.run = run
    for type in types {
      if type.isRecord { defineRecord(type) } else { defineObject(type) }
    }
    for type in run.configuration.modules.flatMap(\.typeDefinitions) { defineObject(type) }
    defineOpaque("Skip")
    defineOpaque(HostObject.blocks)
    defineParameters()
    link.target = self
    state.setTexts(from: self)
  }

  deinit {
    link.target = nil
    state.setTexts(from: nil)
  }

  // MARK: Types

  private func defineOpaque(_ name: String) { types[name] = LuaObjectType(state, name: name) }

  /// `ctx.params`: the declared names only, so that a misspelt one is an error.
  private func defineParameters() {
    let names = run.metadata.parameters.map(\.name)
    let type = LuaObjectType<any ScriptObject>(state, name: "Params") { [unowned self] call in
      let name = call.value(2)
      guard case .string(let key) = name, !names.contains(key) else { return self.state.pushNil() }
      throw HostError("this report has no parameter “\(key)”" + Suggestion.hint(for: key, among: names))
    }
    for name in names {
      type.field(name) { [unowned self] _, _ in
        try self.push(self.run.parameters[name].map(self.run.value) ?? .null)
      }
    }
    types["Params"] = type
  }

  private func missing(_ type: APIType) -> LuaHandler {
    let index = type.operators.first { $0.event == .index }
    let names = type.memberNames
    return { [unowned self] call in
      let key = call.value(2)
      switch key {
      case .string(let name):
        throw HostError("\(type.name) has no field or method “\(name)”" + Suggestion.hint(for: name, among: names))
      case .integer, .number:
        guard let index else { throw HostError("\(type.name) is not a list") }
        try self.push(index.body(self.run, [try self.value(at: 1), try self.value(at: 2)]))
      default: throw HostError("\(type.name) has no field of that kind: \(key.typeName)")
      }
    }
  }

  private func defineObject(_ definition: APIType) {
    let type = LuaObjectType<any ScriptObject>(state, name: definition.name, missing: missing(definition))
    types[definition.name] = type
    for field in definition.fields {
      if definition.name == ContextObject.typeName, field.name == "params" {
        type.field(field.name) { [unowned self] _, _ in self.push(object: ParametersObject()) }
        continue
      }
      let name = "\(definition.name).\(field.name)"
      type.field(field.name) { [unowned self] _, object in
        if let advice = field.deprecated { self.run.warnOfDeprecated(name, advice) }
        try self.push(field.get(self.run, object))
      }
    }
    for method in definition.methods {
      type.method(method.name) { [unowned self] call, object in
        try self.call(method, on: object, owner: definition.name, call)
      }
    }
    for one in definition.operators {
      guard let event = LuaMetamethod(rawValue: one.event.rawValue) else { continue }
      type.metamethod(event) { [unowned self] call in try self.apply(one, call) }
    }
  }

  private func defineRecord(_ definition: APIType) {
    let type = LuaRecordType(state, name: definition.name, missing: missing(definition))
    articles = type
    for field in definition.fields {
      let name = "\(definition.name).\(field.name)"
      if let text = field.text, field.deprecated == nil, type.text(field.name, number: texts.count) {
        texts.append(text)
        continue
      }
      type.field(field.name) { [unowned self] _, position in
        if let advice = field.deprecated { self.run.warnOfDeprecated(name, advice) }
        try self.push(field.get(self.run, try self.run.article(at: position)))
      }
    }
    for method in definition.methods {
      type.method(method.name) { [unowned self] call, position in
        try self.call(method, on: try self.run.article(at: position), owner: definition.name, call)
      }
    }
    for one in definition.operators {
      guard let event = LuaMetamethod(rawValue: one.event.rawValue) else { continue }
      type.metamethod(event) { [unowned self] call in try self.apply(one, call) }
    }
  }

  /// Counts a value that is copied out of Lua: `bytes` and what stands for it in Swift.
  private func borrow(_ bytes: Int = 0) throws {
    borrowed += bytes + Self.weightOfValue
    copies &+= 1
    if bytes > 4096 || copies & 0xFF == 0 {
      try run.checkMemory(borrowed)
      try state.checkLimits()
    }
  }

  private static let weightOfValue = 96

  /// Forgets what was borrowed in `body` when it ends.
  func borrowing<Result>(_ body: () throws -> Result) rethrows -> Result {
    let before = borrowed
    defer { borrowed = before }
    return try body()
  }

  private func call(_ method: APIFunction, on object: any ScriptObject, owner: String, _ call: LuaCall) throws {
    try borrowing { try self.callBorrowing(method, on: object, owner: owner, call) }
  }

  private func callBorrowing(_ method: APIFunction, on object: any ScriptObject, owner: String, _ call: LuaCall) throws
  {
    let given = call.count < 2 ? [] : try (2...call.count).map { try value(at: $0) }
    let arguments = try APIArguments.checked(given, for: method, owner: owner)
    if let advice = method.deprecated { run.warnOfDeprecated("\(owner):\(method.name)", advice) }
    try push(method.body(APICall(run: run, target: object, arguments: arguments)))
  }

  private func apply(_ one: APIOperator, _ call: LuaCall) throws {
    // Lua passes unary operators their operand twice.
    let count = [.negate, .length, .text].contains(one.event) ? 1 : call.count
    try borrowing {
      let values = count < 1 ? [] : try (1...count).map { try value(at: $0) }
      try push(one.body(run, values))
    }
  }

  // MARK: Out of Lua

  /// The value at a stack index; tables are copied.
  func value(at index: Int, depth: Int = 0) throws -> ScriptValue {
    let position = state.absolute(index)
    try borrow()
    switch state.kind(at: position) {
    case .nil, .none: return .null
    case .boolean: return .boolean(state.boolean(at: position))
    case .integer: return .integer(state.integer(at: position))
    case .number: return .number(state.number(at: position))
    case .string:
      try borrow(state.withBytes(at: position, \.count) ?? 0)
      return .string(state.text(at: position) ?? "")
    case .table: return .table(try table(at: position, depth: depth))
    case .function:
      if case .function(let function) = state.value(at: position) {
        return .function(CallableFunction(function, host: self))
      }
      return .other("function")
    case .object, .record: return try object(at: position)
    case .other: return .other(state.typeName(at: position))
    }
  }

  private func object(at index: Int) throws -> ScriptValue {
    guard let object = state.object(at: index) else { return .other("object") }
    if let articles, object.type == articles.number { return .object(try run.article(at: object.handle)) }
    return typesByNumber[object.type]?.payload(of: object).map { .object($0) } ?? .other("object")
  }

  private func table(at index: Int, depth: Int) throws -> ScriptTable {
    guard depth < Self.maximumDepth else {
      throw HostError("a table is nested more than \(Self.maximumDepth) deep, or holds itself")
    }
    var table = ScriptTable()
    let length = state.length(at: index)
    guard length <= Self.maximumLength else {
      throw HostError("a list with \(length) members is too long; at most \(Self.maximumLength) can be handed over")
    }
    if length > 0 {
      for place in 1...length {
        state.pushMember(place, ofTableAt: index)
        table.list.append(try value(at: -1, depth: depth + 1))
        state.pop(1)
      }
    }
    try state.forEachEntry(ofTableAt: index) {
      let kind = state.kind(at: -2)
      let place = kind == .integer ? state.integer(at: -2) : 0
      if place >= 1 && place <= length { return }
      let name: String
      switch kind {
      case .string:
        try borrow(state.withBytes(at: -2, \.count) ?? 0)
        name = state.text(at: -2) ?? ""
      case .integer: name = "\(place)"
      default: name = "[\(state.typeName(at: -2))]"
      }
      table.fields.append(ScriptTable.Field(name: name, value: try value(at: -1, depth: depth + 1)))
    }
    table.sortFields()
    return table
  }

  // MARK: Into Lua

  func push(_ value: ScriptValue) throws {
    switch value {
    case .null, .other: state.pushNil()
    case .boolean(let flag): state.push(flag)
    case .integer(let number): state.push(number)
    case .number(let number): state.push(number)
    case .string(let text): state.push(text)
    case .object(let object): push(object: object)
    case .function(let function):
      if let function = function as? CallableFunction { state.push(function.function) } else { state.pushNil() }
    case .table(let table):
      state.pushTable(array: table.list.count, fields: table.fields.count)
      for (index, member) in table.list.enumerated() {
        try push(member)
        state.setIndex(index + 1)
        if index & 0xFFF == 0xFFF { try state.checkLimits() }
      }
      for field in table.fields {
        try push(field.value)
        state.setField(field.name)
      }
    }
  }

  /// Those of the articles at positions of the store that a function of the script accepts. The store is not asked before a
  /// field is read.
  fileprivate func filter(_ positions: [Int], by function: LuaFunction) throws -> [Int] {
    guard let articles else { return [] }
    return try state.filter(positions, of: articles, function)
  }

  func push(object: any ScriptObject) {
    if let articles, let iterator = object as? IteratorObject {
      articles.pushIterator(over: iterator.positions)
    } else if let articles, let article = object as? ArticleObject {
      articles.push(article.position)
    } else if let host = object as? HostObject, let article = host.host.value as? Article {
      // An article goes back as what the script knows it by.
      if let known = run.article(id: article.id) { push(object: known) } else { state.pushNil() }
    } else if let type = types[object.scriptType] {
      type.push(object, weight: object.weight)
    } else {
      state.pushNil()
    }
  }
}

extension ScriptHost: LuaTextSource {
  func text(_ field: Int, of position: Int) throws -> String? { texts[field](try run.article(at: position)) }
}

/// `ctx.params`, as a script holds it; its fields are defined for each report.
private final class ParametersObject: ScriptObject {
  static let typeName = "Params"
}

/// A function of the script.
final class CallableFunction: ScriptCallable {
  let function: LuaFunction
  private unowned let host: ScriptHost

  init(_ function: LuaFunction, host: ScriptHost) {
    self.function = function
    self.host = host
  }

  func call(_ arguments: [ScriptValue]) throws -> ScriptValue {
    try host.state.call(function, results: 1) { for argument in arguments { try host.push(argument) } }
    defer { host.state.pop(1) }
    return try host.value(at: -1)  // borrowed by the host call that called back
  }

  func accepting(articlesAt positions: [Int]) throws -> [Int] {
    try host.filter(positions, by: function)
  }
}
