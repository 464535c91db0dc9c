/// A Lua value that holds data only, read out of a script's state. Tables keep their list part and their named fields;
/// named fields come in the byte order of their names, because Lua keeps no order of its own.
///
/// ```swift
/// let tide = PlainValue.table(list: [], fields: [PlainValue.Field("port", .string("Lenne"))])
/// if case .table(_, let fields) = tide {
///   fields.map(\.name)  // → ["port"]
/// }
/// ```
public indirect enum PlainValue: Sendable, Hashable {
  /// No value, `nil`.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// Text.
  case string(String)
  /// A table: its members 1, 2, 3 … and its named fields.
  case table(list: [PlainValue], fields: [Field])
  /// Something of the host in a script's hands: an article, or a value of an embedder's `ScriptType`.
  case host(HostValue)
  /// Something that is not data; the text names its type, e.g. `function`.
  case other(String)

  /// A named field of a table.
  public struct Field: Sendable, Hashable {
    /// The key; keys that are no strings appear as Lua prints them.
    public var name: String
    /// The value.
    public var value: PlainValue

    /// Makes a field.
    public init(_ name: String, _ value: PlainValue) {
      self.name = name
      self.value = value
    }
  }

  /// The name that a script's author knows the type by.
  var typeName: String {
    switch self {
    case .null: return "nil"
    case .boolean: return "boolean"
    case .integer, .number: return "number"
    case .string: return "string"
    case .table: return "table"
    case .host(let value): return value.type
    case .other(let name): return name
    }
  }

  /// The value in short, as an error message shows it: `"abc"`, `12`, `a table`.
  var shown: String {
    switch self {
    case .null: return "nil"
    case .boolean(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .number(let value): return "\(value)"
    case .string(let value):
      return "“\(value.unicodeScalars.count > 40 ? String(value.prefix(40)) + "…" : value)”"
    case .table: return "a table"
    case .host(let value): return "a \(value.type)"
    case .other(let name): return "a \(name)"
    }
  }

  /// The field of that name, nil when it is absent or this is no table.
  subscript(name: String) -> PlainValue? {
    guard case .table(_, let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}
