import ReportLua

/// A type of an embedding program whose values scripts hold: they read its fields and call its methods, and a misspelt name
/// is an error with a suggestion, as with the engine's own types. Its values are made by functions of the module:
///
/// ```swift
/// struct Share: Hashable { var price: Double }
/// let share = ScriptType(
///   "Share", "A share of a company.",
///   fields: [
///     ScriptField("price", .number, "The price in euros.", example: "local p = share.price") { (share: Share) in
///       .number(share.price)
///     }
///   ])
/// let stock = ScriptModule(
///   name: "stock", summary: "Shares.",
///   functions: [
///     ScriptFunction("first", [], returns: .type("Share"), "The first share.", example: "stock.first()") { _ in
///       ScriptModule.value(Share(price: 12.5), of: "Share", in: "stock")
///     }
///   ], types: [share])
/// let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [stock]))
/// let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
/// try ScriptSession(engine, input: input).evaluate(#"require("stock").first().price"#)  // → value("12.5")
/// ```
public struct ScriptType: Sendable {
  /// The name inside of its module, e.g. `Share`.
  public var name: String
  /// What it is, in a sentence.
  public var summary: String
  /// What scripts can read.
  public var fields: [ScriptField]
  /// What scripts can call, with a colon.
  public var methods: [ScriptMethod]

  /// Makes a type.
  public init(_ name: String, _ summary: String, fields: [ScriptField] = [], methods: [ScriptMethod] = []) {
    self.name = name
    self.summary = summary
    self.fields = fields
    self.methods = methods
  }
}

/// A field of a `ScriptType`.
public struct ScriptField: Sendable {
  /// The name.
  public var name: String
  /// The type of its value.
  public var type: ScriptFunction.ValueType
  /// What it means, in a sentence.
  public var summary: String
  /// A line of Lua that reads it.
  public var example: String
  let get: @Sendable (PlainValue) throws -> PlainValue

  /// Makes a field. `get` reads it from a value; what it throws becomes the error of the line that reads.
  public init<Value: Sendable>(
    _ name: String, _ type: ScriptFunction.ValueType, _ summary: String, example: String,
    get: @escaping @Sendable (Value) throws -> PlainValue
  ) {
    self.name = name
    self.type = type
    self.summary = summary
    self.example = example
    self.get = { try get(Self.own($0)) }
  }

  /// The value behind a script's object.
  fileprivate static func own<Value>(_ value: PlainValue) throws -> Value {
    guard let own = value.host(as: Value.self) else { throw HostError("this is not a value of the type that it says") }
    return own
  }
}

/// A method of a `ScriptType`.
public struct ScriptMethod: Sendable {
  let function: ScriptFunction
  let body: @Sendable (PlainValue, [PlainValue]) throws -> PlainValue

  /// Makes a method. `body` gets the value and one argument for each parameter, checked.
  public init<Value: Sendable>(
    _ name: String, _ parameters: [ScriptParameter] = [], returns: ScriptFunction.ValueType? = nil, _ summary: String,
    example: String, body: @escaping @Sendable (Value, [PlainValue]) throws -> PlainValue
  ) {
    function = ScriptFunction(name, parameters, returns: returns, summary, example: example) { _ in .null }
    self.body = { try body(ScriptField.own($0), $1) }
  }
}

extension ScriptModule {
  /// A value of one of the module's types, as its functions return it.
  public func value(_ value: any Sendable & Hashable, of type: String) -> PlainValue {
    Self.value(value, of: type, in: name)
  }

  /// The same where the module is still being made.
  public static func value(
    _ value: any Sendable & Hashable, of type: String, in module: String
  ) -> PlainValue {
    .host(HostValue(type: module + "." + type, value: value))
  }

  /// The module's types as the registration table has them, named `module.Type`.
  var typeDefinitions: [APIType] {
    types.map { type in
      APIType(
        name: name + "." + type.name, summary: type.summary,
        fields: type.fields.map { field in
          APIField(field.name, field.type.api(in: name), field.summary, example: field.example) { _, object in
            ScriptValue(try field.get(ScriptValue.object(object).plain))
          }
        },
        methods: type.methods.map { method in
          let definition = method.function.definition(in: name)
          return APIFunction(
            definition.name, definition.parameters, returns: definition.returns, definition.summary,
            example: definition.example
          ) { call in
            ScriptValue(try method.body(ScriptValue.object(call.target).plain, call.arguments.map(\.plain)))
          }
        })
    }
  }
}
