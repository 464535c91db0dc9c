import CLua

/// One call of a host function: typed access to its arguments, which lie at 1…count. Results are pushed on the state.
///
/// Accessors throw `HostError` in the words of Lua's messages: `bad argument #2 to 'take' (number expected, got nil)`.
package struct LuaCall {
  /// The state that calls.
  package let state: LuaState
  fileprivate let handler: Int
  /// The number of arguments given.
  package let count: Int

  init(state: LuaState, handler: Int, count: Int) {
    self.state = state
    self.handler = handler
    self.count = count
  }

  /// The name of the function called, for messages.
  var name: String { state.name(ofHandler: handler) }

  /// A wrong argument. `position` counts from 1; in a method the object itself is not counted.
  package func argumentError(_ position: Int, _ problem: String, hint: String? = nil) -> HostError {
    let isMethod = name.contains(":")
    let function = name.split(separator: ":").last.map(String.init) ?? name
    if isMethod && position == 1 {
      return HostError(
        "calling '\(function)' on bad self (\(problem))", hint: "call it with a colon: value:\(function)(…)")
    }
    return HostError(argument: isMethod ? position - 1 : position, of: function, problem, hint: hint)
  }

  /// The error of a value of the wrong kind.
  package func typeError(_ position: Int, expected: String, hint: String? = nil) -> HostError {
    let type = position <= count ? state.typeName(at: position) : "no value"
    return argumentError(position, "\(expected) expected, got \(type)", hint: hint)
  }

  /// Whether an argument is missing or nil.
  package func isNil(_ position: Int) -> Bool {
    let kind = kind(position)
    return kind == CLUA_NIL || kind == CLUA_NONE
  }

  /// The kind of an argument. What lies above the arguments are results, even where they were pushed already.
  private func kind(_ position: Int) -> clua_kind {
    position >= 1 && position <= count ? clua_kind_of(state.pointer, Int32(position)) : CLUA_NONE
  }

  /// Any argument.
  package func value(_ position: Int) -> LuaValue {
    position >= 1 && position <= count ? state.value(at: position) : .nil
  }

  /// A boolean argument; nothing else is taken for one.
  func boolean(_ position: Int) throws -> Bool {
    guard kind(position) == CLUA_BOOLEAN else {
      throw typeError(position, expected: "boolean")
    }
    return clua_boolean(state.pointer, Int32(position))
  }

  /// An integer, or a number without a fraction.
  package func integer(_ position: Int) throws -> Int {
    let kind = kind(position)
    guard kind == CLUA_INTEGER || kind == CLUA_NUMBER else { throw typeError(position, expected: "integer") }
    var value: Int64 = 0
    guard clua_integer(state.pointer, Int32(position), &value) else {
      throw argumentError(position, "number has no integer representation")
    }
    return Int(value)
  }

  /// A number.
  package func number(_ position: Int) throws -> Double {
    let kind = kind(position)
    guard kind == CLUA_INTEGER || kind == CLUA_NUMBER else { throw typeError(position, expected: "number") }
    var value = 0.0
    _ = clua_number(state.pointer, Int32(position), &value)
    return value
  }

  /// A string, repaired where it is not UTF-8. Numbers are not taken for strings.
  package func string(_ position: Int) throws -> String {
    guard kind(position) == CLUA_STRING, let text = state.text(at: position) else {
      throw typeError(position, expected: "string")
    }
    return text
  }

  /// The bytes of a string argument, valid during `body`.
  func withBytes<R>(_ position: Int, _ body: (UnsafeRawBufferPointer) throws -> R) throws -> R {
    guard kind(position) == CLUA_STRING, let result = try state.withBytes(at: position, body) else {
      throw typeError(position, expected: "string")
    }
    return result
  }

  /// A plain table (not a record).
  package func table(_ position: Int) throws -> LuaTable {
    guard case .table(let table) = value(position) else { throw typeError(position, expected: "table") }
    return table
  }

  /// A function.
  func function(_ position: Int) throws -> LuaFunction {
    guard case .function(let function) = value(position) else { throw typeError(position, expected: "function") }
    return function
  }

  /// The payload of a host object of a type.
  @inlinable
  package func object<Payload>(_ position: Int, _ type: LuaObjectType<Payload>) throws -> Payload {
    guard position <= count, let object = state.object(at: position), let payload = type.payload(of: object) else {
      throw typeError(position, expected: type.name)
    }
    return payload
  }

  /// The handle of a record of a type.
  func record(_ position: Int, _ type: LuaRecordType) throws -> Int {
    guard position <= count, let object = state.object(at: position), object.type == type.number else {
      throw typeError(position, expected: type.name)
    }
    return object.handle
  }

  /// The value that `read` gives, or nil when the argument is missing or nil.
  package func optional<T>(_ position: Int, _ read: (Int) throws -> T) throws -> T? {
    isNil(position) ? nil : try read(position)
  }
}
