/// Functions of an embedding program that report scripts get with `require "name"`.
///
/// ```swift
/// let prices = ["ABC": 12.5]
/// let stock = ScriptModule(
///   name: "stock", summary: "Prices.",
///   functions: [
///     ScriptFunction(
///       "price", [ScriptParameter("symbol", .string, "The symbol.")], returns: .number, "The price of a share.",
///       example: "local price = stock.price \"ABC\""
///     ) { arguments in
///       guard case .string(let symbol) = arguments[0], let price = prices[symbol] else { return .null }
///       return .number(price)
///     }
///   ])
/// let engine = ReportEngine(configuration: ReportEngine.Configuration(modules: [stock]))
/// let input = ReportInput(articles: MemoryArticleStore([]), now: Instant(secondsSinceEpoch: 0))
/// let session = try ScriptSession(engine, input: input)
/// session.evaluate(#"require("stock").price("ABC")"#)  // → value("12.5")
/// ```
public struct ScriptModule: Sendable {
  /// The name for `require`: letters, digits, `_` and `-`, parts joined by dots. It hides a file of that name.
  public var name: String
  /// What the module is for, in a sentence.
  public var summary: String
  /// Its functions.
  public var functions: [ScriptFunction]
  /// Types of the embedding program whose values its functions return.
  public var types: [ScriptType]

  /// Makes a module.
  public init(name: String, summary: String, functions: [ScriptFunction], types: [ScriptType] = []) {
    self.name = name
    self.summary = summary
    self.functions = functions
    self.types = types
  }

  /// The module as the reference and the definitions for editors describe it: a type of its own.
  var definition: APIType {
    APIType(name: name, summary: summary, methods: functions.map { $0.definition(in: name) })
  }
}

/// A function of a `ScriptModule`, called as `module.name(…)`.
public struct ScriptFunction: Sendable {
  /// The types of arguments and results.
  public enum ValueType: Sendable, Hashable {
    /// Values of Lua; `any` checks nothing.
    case any, string, integer, number, boolean
    /// A table with members 1, 2, 3 ….
    case list
    /// One of these words.
    case oneOf([String])
    /// An article; `PlainValue.article` reads it.
    case article
    /// Blocks for a document; see `PlainValue.blocks(_:)`.
    case blocks
    /// A value of the module's `ScriptType` of that name.
    case type(String)

    func api(in module: String) -> APIValueType {
      switch self {
      case .any: return .any
      case .string: return .string
      case .integer: return .integer
      case .number: return .number
      case .boolean: return .boolean
      case .list: return .list(.any)
      case .oneOf(let words): return .oneOf(words)
      case .article: return .object("Article")
      case .blocks: return .object(HostObject.blocks)
      case .type(let name): return .object(module + "." + name)
      }
    }
  }

  /// The name in the module's table.
  public var name: String
  /// Its parameters, in order.
  public var parameters: [ScriptParameter]
  /// The type of its result; nil when it has none.
  public var returns: ValueType?
  /// What it does, in a sentence.
  public var summary: String
  /// A line of Lua that uses it.
  public var example: String
  /// What to use instead, when it is kept for old scripts only: whoever calls it is warned, once for each line.
  public var deprecated: String?
  /// Gets one argument for each parameter, checked; those left out are `.null`. What it throws becomes the error of the
  /// call, with its `description` as message.
  public var body: @Sendable ([PlainValue]) throws -> PlainValue

  /// Makes a function.
  public init(
    _ name: String, _ parameters: [ScriptParameter] = [], returns: ValueType? = nil, _ summary: String,
    example: String, body: @escaping @Sendable ([PlainValue]) throws -> PlainValue
  ) {
    self.name = name
    self.parameters = parameters
    self.returns = returns
    self.summary = summary
    self.example = example
    self.body = body
  }

  func definition(in module: String) -> APIFunction {
    let body = body
    var definition = APIFunction(
      name, parameters.map { $0.definition(in: module) }, returns: returns?.api(in: module), summary, example: example
    ) { call in ScriptValue(try body(call.arguments.map(\.plain))) }
    definition.deprecated = deprecated
    return definition
  }
}

/// A parameter of a `ScriptFunction`.
///
/// ```swift
/// let days = ScriptParameter("days", .integer, optional: true, "How many days; 7 when left out.")
/// days.isOptional  // → true
/// ```
public struct ScriptParameter: Sendable, Hashable {
  /// The name in messages and documentation.
  public var name: String
  /// Its type.
  public var type: ScriptFunction.ValueType
  /// Whether it may be left out.
  public var isOptional: Bool
  /// What it means, in a sentence.
  public var summary: String

  /// Makes a parameter.
  public init(_ name: String, _ type: ScriptFunction.ValueType, optional: Bool = false, _ summary: String) {
    self.name = name
    self.type = type
    isOptional = optional
    self.summary = summary
  }
  func definition(in module: String) -> APIParameter {
    APIParameter(name, type.api(in: module), optional: isOptional, summary)
  }
}
