import CLua

/// A Lua value in Swift. Tables and functions are references that keep the value alive.
package enum LuaValue {
  case `nil`
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  /// Invalid UTF-8 is repaired; `LuaCall.withBytes` gives the bytes as they are.
  case string(String)
  case table(LuaTable)
  case function(LuaFunction)
  /// A host object or record.
  case object(LuaObject)
  /// A coroutine or foreign userdata.
  case other(String)
}

/// A host object or record: a type of the state and a handle into what Swift keeps for it.
@usableFromInline
package struct LuaObject: Hashable {
  /// The number of the type.
  @usableFromInline package let type: Int32
  /// What the type's payloads are found by.
  @usableFromInline package let handle: Int
}

/// Keeps a Lua value alive for Swift.
final class LuaReference {
  fileprivate let link: Link<LuaState>
  fileprivate let number: Int32

  /// The state, nil when it has ended.
  var state: LuaState? { link.target }

  /// Takes the value from the top of the stack.
  init(popping state: LuaState) {
    link = state.link
    number = clua_reference(state.pointer)
  }

  deinit {
    if let state { clua_release(state.pointer, number) }
  }
}

/// A Lua function.
package struct LuaFunction {
  let reference: LuaReference
  init(_ reference: LuaReference) { self.reference = reference }
}

/// A Lua table; access is raw, without metamethods.
package struct LuaTable {
  let reference: LuaReference
  init(_ reference: LuaReference) { self.reference = reference }

  /// The value of a field.
  package subscript(name: String) -> LuaValue {
    guard let state = reference.state else { return .nil }
    state.push(self)
    clua_get_field(state.pointer, -1, name)
    defer { state.pop(2) }
    return state.value(at: -1)
  }

  /// The value at a position, from 1.
  subscript(position: Int) -> LuaValue {
    guard let state = reference.state else { return .nil }
    state.push(self)
    clua_get_index(state.pointer, -1, Int64(position))
    defer { state.pop(2) }
    return state.value(at: -1)
  }

  /// The length of the sequence.
  var count: Int {
    guard let state = reference.state else { return 0 }
    state.push(self)
    defer { state.pop(1) }
    return Int(clua_length(state.pointer, -1))
  }

  /// The values at 1…count.
  var array: [LuaValue] { (0..<count).map { self[$0 + 1] } }

  /// All keys and values in a defined order: integers, then strings by their bytes, then the rest.
  package var entries: [(key: LuaValue, value: LuaValue)] {
    guard let state = reference.state else { return [] }
    let pointer = state.pointer
    state.push(self)
    var entries: [(key: LuaValue, value: LuaValue)] = []
    clua_push_nil(pointer)
    while clua_next(pointer, -2) {
      entries.append((state.value(at: -2), state.value(at: -1)))
      state.pop(1)
    }
    state.pop(1)
    return entries.sorted { left, right in
      switch (left.key, right.key) {
      case (.integer(let a), .integer(let b)): return a < b
      case (.string(let a), .string(let b)): return a.utf8.lexicographicallyPrecedes(b.utf8)
      default: return left.key.rank < right.key.rank
      }
    }
  }

  /// Sets a field to the value that `push` pushes.
  package func set(_ name: String, _ push: (LuaState) -> Void) {
    guard let state = reference.state else { return }
    state.push(self)
    push(state)
    state.setField(name)
    state.pop(1)
  }
}

extension LuaValue {
  fileprivate var rank: Int {
    switch self {
    case .integer: return 0
    case .string: return 1
    default: return 2
    }
  }

  /// The name of the type as messages give it.
  package var typeName: String {
    switch self {
    case .nil: return "nil"
    case .boolean: return "boolean"
    case .integer, .number: return "number"
    case .string: return "string"
    case .table: return "table"
    case .function: return "function"
    case .object: return "object"
    case .other(let name): return name
    }
  }
}

// MARK: - Values on the stack

extension LuaState {
  /// The value at a stack index; negative indices count from the top.
  package func value(at index: Int) -> LuaValue {
    let position = Int32(index)
    switch clua_kind_of(pointer, position) {
    case CLUA_BOOLEAN: return .boolean(clua_boolean(pointer, position))
    case CLUA_INTEGER:
      var value: Int64 = 0
      _ = clua_integer(pointer, position, &value)
      return .integer(Int(value))
    case CLUA_NUMBER:
      var value = 0.0
      _ = clua_number(pointer, position, &value)
      return .number(value)
    case CLUA_STRING: return .string(text(at: index) ?? "")
    case CLUA_TABLE:
      clua_push_copy(pointer, position)
      return .table(LuaTable(LuaReference(popping: self)))
    case CLUA_FUNCTION:
      clua_push_copy(pointer, position)
      return .function(LuaFunction(LuaReference(popping: self)))
    case CLUA_OBJECT, CLUA_RECORD: return object(at: index).map { .object($0) } ?? .nil
    case CLUA_OTHER: return .other(typeName(at: index))
    default: return .nil
    }
  }

  /// The name of the type of the value at an index, as messages give it.
  package func typeName(at index: Int) -> String {
    clua_type_name(pointer, Int32(index)).map { String(cString: $0) } ?? "?"
  }

  /// The string at an index, repaired where it is not UTF-8; nil for anything but a string.
  package func text(at index: Int) -> String? {
    withBytes(at: index) { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of the string at an index, valid during `body`; nil for anything but a string.
  package func withBytes<R>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> R) rethrows -> R? {
    var count = 0
    guard let bytes = clua_bytes(pointer, Int32(index), &count) else { return nil }
    return try body(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  /// The host object or record at an index.
  @usableFromInline
  package func object(at index: Int) -> LuaObject? {
    var handle: Int64 = 0
    let type = clua_object(pointer, Int32(index), &handle)
    return type < 0 ? nil : LuaObject(type: type, handle: Int(handle))
  }

  package func pop(_ count: Int) { clua_set_top(pointer, clua_top(pointer) - Int32(count)) }

  /// The number of values on the stack.
  package var top: Int { Int(clua_top(pointer)) }

  /// Takes values from the stack until `count` are left.
  package func setTop(_ count: Int) { clua_set_top(pointer, Int32(count)) }

  package func pushNil() { clua_push_nil(pointer) }
  package func push(_ value: Bool) { clua_push_boolean(pointer, value) }
  package func push(_ value: Int) { clua_push_integer(pointer, Int64(value)) }
  package func push(_ value: Double) { clua_push_number(pointer, value) }
  package func push(_ value: LuaTable) { push(value.reference) }
  package func push(_ value: LuaFunction) { push(value.reference) }

  /// Pushes a string; nil pushes nil.
  package func push(_ value: String?) {
    guard var value else { return pushNil() }
    value.withUTF8 { push(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Pushes a string of bytes.
  package func push(bytes: UnsafeRawBufferPointer) {
    clua_push_bytes(pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
  }

  /// Pushes a host function.
  package func push(handler: Int32) { clua_push_function(pointer, handler) }

  /// Registers and pushes a host function. Registrations live as long as the state: not for use in hot paths.
  package func pushFunction(_ name: String, _ body: @escaping LuaHandler) { push(handler: register(name, body)) }

  private func push(_ reference: LuaReference) {
    // A reference of another state would name an arbitrary value of this one.
    if reference.link === link { clua_push_reference(pointer, reference.number) } else { pushNil() }
  }

  /// Pushes any value.
  package func push(_ value: LuaValue) {
    switch value {
    case .nil, .other: pushNil()
    case .boolean(let value): push(value)
    case .integer(let value): push(value)
    case .number(let value): push(value)
    case .string(let value): push(value)
    case .table(let value): push(value)
    case .function(let value): push(value)
    case .object(let value): push(object: value)
    }
  }

  /// Pushes a new table with room for so many values and fields.
  package func pushTable(array: Int = 0, fields: Int = 0) {
    clua_push_table(pointer, Int32(clamping: array), Int32(clamping: fields))
  }

  /// Sets a field of the table below the top to the value on the top, which is popped.
  package func setField(_ name: String) { clua_set_field(pointer, -2, name) }

  /// The same for a position, from 1.
  package func setIndex(_ position: Int) { clua_set_index(pointer, -2, Int64(position)) }
}
