// The form of the registration table. One definition gives the binding, the check of arguments, the LuaLS text, the page
// of the reference and the example that runs as a test.

/// The type of a value that scripts pass or get.
indirect enum APIValueType: Sendable {
  case any
  case string, integer, number, boolean, function
  /// Text, or anything that can stand in a line of text.
  case inlines
  /// Anything that can stand in a section.
  case content
  /// One of the API's types.
  case object(String)
  /// A list of values.
  case list(APIValueType)
  /// A function that gives values one after another, then nil.
  case iterator(APIValueType)
  /// A table with the options named.
  case options([APIParameter])
  /// A table with fields, as a result.
  case record([APIParameter])
  /// A table with any named fields of one type.
  case map(APIValueType)
  /// One of these words.
  case oneOf([String])
  case either([APIValueType])

  static let date = APIValueType.object("Date")
  static let duration = APIValueType.object("Duration")
}

/// An argument, an option or a field of a result.
struct APIParameter: Sendable {
  var name: String
  var type: APIValueType
  var isOptional: Bool
  var summary: String
  /// What a text stands for, where `check` can tell what is right.
  var meaning: Meaning?

  /// Texts that stand for something.
  enum Meaning { case dateStyle, fixedWord, heading, sortKey, file }

  init(_ name: String, _ type: APIValueType, optional: Bool = false, _ summary: String) {
    self.name = name
    self.type = type
    isOptional = optional
    self.summary = summary
  }

  /// The parameter, with what its text stands for.
  func standing(for meaning: Meaning) -> APIParameter {
    var copy = self
    copy.meaning = meaning
    return copy
  }
}

/// What the body of a function gets.
struct APICall {
  /// The run that it belongs to.
  let run: ReportRun
  /// The object that the method was called on.
  let target: any ScriptObject
  /// The arguments, checked, one for each parameter; what was left out is nil.
  let arguments: [ScriptValue]
}

/// A method of one of the API's types.
struct APIFunction: Sendable {
  var name: String
  var parameters: [APIParameter]
  /// The last parameter may be repeated.
  var isVariadic = false
  var returns: APIValueType?
  /// Whether there may be no result.
  var mayReturnNil = false
  var summary: String
  /// The version of the API that it came with.
  var since = 1
  /// What to use instead, for what is going to be left out of a later version of the API.
  var deprecated: String?
  /// Lua that runs as a test, with `ctx` and, where it is an object of this type, the name of the type in lower case.
  var example: String
  var body: @Sendable (APICall) throws -> ScriptValue

  init(
    _ name: String, _ parameters: [APIParameter] = [], variadic: Bool = false, returns: APIValueType? = nil,
    _ summary: String, example: String, body: @escaping @Sendable (APICall) throws -> ScriptValue
  ) {
    self.name = name
    self.parameters = parameters
    isVariadic = variadic
    self.returns = returns
    self.summary = summary
    self.example = example
    self.body = body
  }

  /// The method, as one that may return nil.
  func orNil() -> APIFunction {
    var copy = self
    copy.mayReturnNil = true
    return copy
  }
}

/// A field of one of the API's types.
struct APIField: Sendable {
  var name: String
  var type: APIValueType
  var isOptional: Bool
  var summary: String
  var since = 1
  /// What to use instead, for what is going to be left out of a later version of the API.
  var deprecated: String?
  var example: String
  var get: @Sendable (ReportRun, any ScriptObject) throws -> ScriptValue
  /// The same for text of an article, without a detour.
  var text: (@Sendable (ArticleObject) -> String?)?

  init(
    _ name: String, _ type: APIValueType, optional: Bool = false, _ summary: String, example: String,
    get: @escaping @Sendable (ReportRun, any ScriptObject) throws -> ScriptValue
  ) {
    self.name = name
    self.type = type
    isOptional = optional
    self.summary = summary
    self.example = example
    self.get = get
  }
}

/// An operator of one of the API's types.
struct APIOperator: Sendable {
  /// Lua's metamethods that scripts may use.
  enum Event: String, Sendable, CaseIterable {
    case add = "__add"
    case subtract = "__sub"
    case multiply = "__mul"
    case divide = "__div"
    case negate = "__unm"
    case equal = "__eq"
    case less = "__lt"
    case lessOrEqual = "__le"
    case concat = "__concat"
    case length = "__len"
    case index = "__index"
    case call = "__call"
    case text = "__tostring"
    case pairs = "__pairs"
  }

  var event: Event
  var summary: String
  var example: String
  /// Gets both operands (one for unary operators) as they were given.
  var body: @Sendable (ReportRun, [ScriptValue]) throws -> ScriptValue
  init(
    _ event: Event, _ summary: String, example: String,
    body: @escaping @Sendable (ReportRun, [ScriptValue]) throws -> ScriptValue
  ) {
    self.event = event
    self.summary = summary
    self.example = example
    self.body = body
  }
}

/// One of the types that scripts see.
struct APIType: Sendable {
  var name: String
  var summary: String
  /// Fields are computed once and then kept, so that reading them again costs no more than reading a table.
  var isRecord = false
  /// The type of the members when the type can be indexed by whole numbers.
  var element: APIValueType?
  var fields: [APIField] = []
  var methods: [APIFunction] = []
  var operators: [APIOperator] = []

  /// The names of all fields and methods.
  var memberNames: [String] { fields.map(\.name) + methods.map(\.name) }
}
