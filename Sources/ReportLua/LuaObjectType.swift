import CLua

/// The metamethods that a host type may have (Lua 5.4 reference manual, §2.4).
package enum LuaMetamethod: String {
  case add = "__add", subtract = "__sub", multiply = "__mul", divide = "__div", modulo = "__mod", negate = "__unm"
  case floorDivide = "__idiv", power = "__pow"
  case concatenate = "__concat", length = "__len", equal = "__eq", less = "__lt", lessOrEqual = "__le"
  case call = "__call", close = "__close", pairs = "__pairs", toString = "__tostring"
}

/// A type of host objects: userdata that scripts cannot change, whose payloads stay in Swift.
///
/// Lua holds a number only, which is checked against the payloads: a script cannot reach a pointer. A payload lives until
/// Lua has collected its object.
package final class LuaObjectType<Payload> {
  /// The name in messages.
  package let name: String
  package let number: Int32
  private unowned let state: LuaState
  @usableFromInline let payloads = LuaPayloads<Payload>()

  /// Makes a type. `missing` gives the error of an unknown field (its second argument); nil makes it read as nil.
  package init(_ state: LuaState, name: String, missing: LuaHandler? = nil) {
    self.name = name
    self.state = state
    number = state.makeType(name: name, isRecord: false, missing: missing)
    state.onCollection(of: number) { [payloads] handle in payloads.forget(handle) }
  }

  // What is called for each call of a script can be inlined: its users know the type of the payload, this module does not.

  /// The payload of an object, nil when it is of another type.
  @inlinable
  package func payload(of object: LuaObject) -> Payload? {
    object.type == number ? payloads[object.handle] : nil
  }

  /// The payload of a value, nil when it is not an object of this type.
  func payload(of value: LuaValue) -> Payload? {
    guard case .object(let object) = value else { return nil }
    return payload(of: object)
  }

  /// Pushes a new object. `weight` is about how many bytes the payload takes: they count against the memory limit until Lua
  /// has collected the object.
  @inlinable
  package func push(_ payload: Payload, weight: Int = 64) {
    forgetCollected()
    push(handle: payloads.add(payload), weight: weight)
  }

  @usableFromInline
  func forgetCollected() { state.forgetCollected() }

  @usableFromInline
  func push(handle: Int, weight: Int) {
    clua_push_object(state.pointer, number, Int64(handle), UInt32(clamping: weight))
  }

  /// Adds a method, called `value:name(…)`; the object is argument 1, other arguments start at 2.
  @inlinable
  package func method(_ method: String, _ body: @escaping (LuaCall, Payload) throws -> Void) {
    add(method: method, withPayload(body))
  }

  @usableFromInline
  func add(method: String, _ handler: @escaping LuaHandler) {
    clua_type_method(state.pointer, number, method, state.register("\(name):\(method)", handler))
  }

  /// Adds a field, read by pushing exactly one value.
  @inlinable
  package func field(_ field: String, _ body: @escaping (LuaCall, Payload) throws -> Void) {
    add(field: field, withPayload(body))
  }

  @usableFromInline
  func add(field: String, _ handler: @escaping LuaHandler) {
    clua_type_getter(state.pointer, number, field, state.register("\(name).\(field)", handler))
  }

  /// Adds a metamethod. Either operand of a binary one may be the object: use `LuaCall.object` on both.
  package func metamethod(_ event: LuaMetamethod, _ body: @escaping LuaHandler) {
    clua_type_metamethod(state.pointer, number, event.rawValue, state.register("\(name) \(event.rawValue)", body))
  }

  @inlinable
  func withPayload(_ body: @escaping (LuaCall, Payload) throws -> Void) -> LuaHandler {
    { [unowned self] call in try body(call, call.object(1, self)) }
  }
}

/// The payloads of the objects of one type that Lua holds, by their handles.
@usableFromInline
final class LuaPayloads<Payload> {
  @usableFromInline var payloads: ContiguousArray<Payload?> = []
  @usableFromInline var free: [Int] = []

  @inlinable
  init() {}

  /// The payload of a handle, nil when there is none.
  @inlinable
  subscript(handle: Int) -> Payload? { payloads.indices.contains(handle) ? payloads[handle] : nil }

  /// Keeps a payload and returns its handle.
  @inlinable
  func add(_ payload: Payload) -> Int {
    guard let slot = free.popLast() else {
      payloads.append(payload)
      return payloads.count - 1
    }
    payloads[slot] = payload
    return slot
  }

  func forget(_ handle: Int) {
    guard self[handle] != nil else { return }
    payloads[handle] = nil
    free.append(handle)
  }
}

/// A type of records: objects with many fields that are read in hot loops, such as articles.
///
/// A record is made on demand for a handle (the same one each time while a script holds it), and a field is asked for
/// once: after that, reading it costs what a table read costs. New fields cannot be assigned; a field that was read can be
/// overwritten, which changes nothing but the script's own view of it: host functions see the handle only.
package final class LuaRecordType {
  /// The name in messages.
  let name: String
  package let number: Int32
  private unowned let state: LuaState

  /// Makes a type. `missing` gives the error of an unknown field (its second argument); nil makes it read as nil.
  package init(_ state: LuaState, name: String, missing: LuaHandler? = nil) {
    self.name = name
    self.state = state
    number = state.makeType(name: name, isRecord: true, missing: missing)
  }

  /// Pushes the record of a handle, which must not be negative.
  package func push(_ handle: Int) { clua_push_record(state.pointer, number, Int64(handle)) }

  /// Pushes a function that gives the records of the handles one after another, then nil.
  package func pushIterator(over handles: [Int]) {
    handles.withHandles { clua_push_record_iterator(state.pointer, number, $0.baseAddress, $0.count) }
  }

  /// Adds a field of text: `clua_set_texts` says what gives it by its number. False when there are too many of them.
  package func text(_ field: String, number: Int) -> Bool {
    clua_type_text(state.pointer, self.number, field, Int32(number))
  }

  /// Adds a field, read by pushing exactly one value for a handle. Nil is not kept and asked for again.
  package func field(_ field: String, _ body: @escaping LuaReader) {
    clua_type_getter(state.pointer, number, field, state.register("\(name).\(field)", reader: body))
  }

  /// Adds a method, called `value:name(…)`; the record is argument 1, other arguments start at 2.
  package func method(_ method: String, _ body: @escaping (LuaCall, Int) throws -> Void) {
    clua_type_method(state.pointer, number, method, state.register("\(name):\(method)", withHandle(body)))
  }

  /// Adds a metamethod.
  package func metamethod(_ event: LuaMetamethod, _ body: @escaping LuaHandler) {
    clua_type_metamethod(state.pointer, number, event.rawValue, state.register("\(name) \(event.rawValue)", body))
  }

  private func withHandle(_ body: @escaping (LuaCall, Int) throws -> Void) -> LuaHandler {
    { [unowned self] call in try body(call, call.record(1, self)) }
  }
}

extension LuaState {
  fileprivate func makeType(name: String, isRecord: Bool, missing: LuaHandler?) -> Int32 {
    var options = clua_type_options()
    options.is_record = isRecord
    options.missing = missing.map { register("\(name).__index", $0) } ?? -1
    options.assignment = -1
    return name.withCString { text in
      options.name = text
      return clua_new_type(pointer, &options)
    }
  }

  /// Pushes an object again: a record is found by its handle; other objects cannot be made twice.
  func push(object: LuaObject) { clua_push_record(pointer, object.type, Int64(object.handle)) }
}
