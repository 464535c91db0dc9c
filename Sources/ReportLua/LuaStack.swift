import CLua

/// Looks at what lies on a state's stack, value by value, for whoever carries values over the border.
extension LuaState {
  /// What kind of value lies at an index.
  package enum Kind {
    case none, `nil`, boolean, integer, number, string, table, function, object, record, other
  }

  /// The kind of the value at an index; `none` above the top.
  package func kind(at index: Int) -> Kind {
    switch clua_kind_of(pointer, Int32(index)) {
    case CLUA_NONE: return .none
    case CLUA_NIL: return .nil
    case CLUA_BOOLEAN: return .boolean
    case CLUA_INTEGER: return .integer
    case CLUA_NUMBER: return .number
    case CLUA_STRING: return .string
    case CLUA_TABLE: return .table
    case CLUA_FUNCTION: return .function
    case CLUA_OBJECT: return .object
    case CLUA_RECORD: return .record
    default: return .other
    }
  }

  /// The index counted from the bottom, so that it stays true while values are pushed.
  package func absolute(_ index: Int) -> Int { index < 0 ? Int(clua_top(pointer)) + index + 1 : index }

  /// The boolean at an index; false for any other value.
  package func boolean(at index: Int) -> Bool { clua_boolean(pointer, Int32(index)) }

  /// The integer at an index; 0 for what has no integer representation.
  package func integer(at index: Int) -> Int {
    var value: Int64 = 0
    _ = clua_integer(pointer, Int32(index), &value)
    return Int(value)
  }

  /// The number at an index; 0 for any other value.
  package func number(at index: Int) -> Double {
    var value = 0.0
    _ = clua_number(pointer, Int32(index), &value)
    return value
  }

  /// The length of the list part of the table at an index, without metamethods.
  package func length(at index: Int) -> Int { Int(clua_length(pointer, Int32(index))) }

  /// Pushes the member of the table at an index, without metamethods. Positions count from 1.
  package func pushMember(_ position: Int, ofTableAt index: Int) {
    clua_get_index(pointer, Int32(index), Int64(position))
  }

  /// Calls `body` for each entry of the table at an index (counted from the bottom), with the key at -2 and the value at -1,
  /// which it leaves where they are. The order is Lua's own.
  package func forEachEntry(ofTableAt index: Int, _ body: () throws -> Void) rethrows {
    clua_push_nil(pointer)
    while clua_next(pointer, Int32(index)) {
      try body()
      pop(1)
    }
  }

  /// Where the script is while it calls a host function: `script.lua:12`.
  package var currentPlace: String? {
    var frame = clua_frame()
    guard clua_current_frame(pointer, &frame) else { return nil }
    let name = withUnsafeBytes(of: frame.chunk) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    return frame.line > 0 ? "\(name):\(frame.line)" : name
  }
}
