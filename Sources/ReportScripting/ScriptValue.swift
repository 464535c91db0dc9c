/// A value that a script hands to the host or gets from it.
indirect enum ScriptValue {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A host object: an article, a query, a date …
  case object(any ScriptObject)
  case table(ScriptTable)
  case function(any ScriptCallable)
  /// Something else; the text names its type, e.g. `thread`.
  case other(String)

  /// A list.
  static func list(_ values: [ScriptValue]) -> ScriptValue { .table(ScriptTable(list: values)) }

  /// A list of strings.
  static func strings(_ values: [String]) -> ScriptValue { .list(values.map(ScriptValue.string)) }

  /// A string, or nil.
  static func optional(_ text: String?) -> ScriptValue { text.map(ScriptValue.string) ?? .null }

  /// A table with named fields.
  static func fields(_ fields: KeyValuePairs<String, ScriptValue>) -> ScriptValue {
    .table(ScriptTable(fields: fields.map { ScriptTable.Field(name: $0.key, value: $0.value) }))
  }

  var isNull: Bool {
    if case .null = self { return true }
    return false
  }

  /// The value with everything that is not data named by its type.
  var plain: PlainValue {
    switch self {
    case .null: return .null
    case .boolean(let value): return .boolean(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .string(let value): return .string(value)
    case .object(let object as ArticleObject): return .host(HostValue(type: "Article", value: object.article))
    case .object(let object as HostObject): return .host(object.host)
    case .object(let object): return .other(object.scriptType)
    case .function: return .other("function")
    case .other(let name): return .other(name)
    case .table(let table):
      return .table(
        list: table.list.map(\.plain), fields: table.fields.map { PlainValue.Field($0.name, $0.value.plain) })
    }
  }

  /// The value in short, for messages.
  var shown: String {
    if case .object(let object) = self {
      let name = object.scriptType
      return "AEIOU".contains(name.prefix(1)) ? "an \(name)" : "a \(name)"
    }
    return plain.shown
  }

  /// Data as a script value.
  init(_ plain: PlainValue) {
    switch plain {
    case .null: self = .null
    case .boolean(let value): self = .boolean(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .other(let name): self = .other(name)
    case .host(let value): self = .object(HostObject(value))
    case .table(let list, let fields):
      self = .table(
        ScriptTable(
          list: list.map(ScriptValue.init),
          fields: fields.map { ScriptTable.Field(name: $0.name, value: ScriptValue($0.value)) }))
    }
  }
}

/// A table of a script, copied: its list part, and its named fields in the byte order of their names.
struct ScriptTable {
  struct Field {
    var name: String
    var value: ScriptValue
  }

  var list: [ScriptValue] = []
  var fields: [Field] = [] { didSet { isSorted = false } }
  /// Whether the fields are known to be in order: what came from a script is.
  private(set) var isSorted = false

  init(list: [ScriptValue] = [], fields: [Field] = []) { (self.list, self.fields) = (list, fields) }

  /// Puts the fields in the byte order of their names.
  mutating func sortFields() {
    fields.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    isSorted = true
  }

  subscript(name: String) -> ScriptValue? {
    guard isSorted, fields.count > 16 else { return fields.first { $0.name == name }?.value }
    var (low, high) = (0, fields.count)
    while low < high {
      let middle = (low + high) / 2
      if fields[middle].name.utf8.lexicographicallyPrecedes(name.utf8) { low = middle + 1 } else { high = middle }
    }
    return low < fields.count && fields[low].name.utf8.elementsEqual(name.utf8) ? fields[low].value : nil
  }
}

/// Something of the host that scripts hold: an instance of one of the API's types.
protocol ScriptObject: AnyObject {
  /// The name of its type in the registration table.
  static var typeName: String { get }
  /// The name of the type of this object, where one class stands for several types.
  var scriptType: String { get }
  /// About how many bytes it keeps alive while a script holds it; counted against the script's memory limit.
  var weight: Int { get }
}

extension ScriptObject {
  var scriptType: String { Self.typeName }
  var weight: Int { 400 }
}

/// A function of a script that the host can call.
protocol ScriptCallable: AnyObject {
  /// Calls it; errors of the script pass through.
  func call(_ arguments: [ScriptValue]) throws -> ScriptValue
  /// Calls it with the articles at positions of the store, one by one; those for which the result is neither nil nor false.
  func accepting(articlesAt positions: [Int]) throws -> [Int]
}
