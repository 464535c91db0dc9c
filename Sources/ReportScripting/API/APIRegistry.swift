import ReportLua

/// Everything that scripts see, in the order of the reference. Nothing else is reachable from a script but Lua's own
/// functions that the sandbox lets through.
enum APIRegistry {
  static let types: [APIType] = [
    ContextAPI.type, QueryAPI.type, ArticleAPI.type, StoryAPI.type, SummaryAPI.type, SentenceAPI.type,
    TimelineAPI.type, EventAPI.type, DateAPI.type, DurationAPI.type, DocumentAPI.type, SectionAPI.type, TextAPI.type,
    RankerAPI.type, LogAPI.type,
  ]

  /// What tests of report scripts see besides.
  static let testTypes: [APIType] = [TestAPI.type, TestAPI.result]

  /// What loader scripts see; `Text` and `Log` are those of reports.
  static let loaderTypes: [APIType] = [PageAPI.type, PageAPI.element, TextAPI.type, RankerAPI.type, LogAPI.type]

  /// All types, in the order of the reference.
  static var all: [APIType] { types + testTypes + [PageAPI.type, PageAPI.element] }

  static func type(named name: String) -> APIType? { all.first { $0.name == name } }
}

extension APICall {
  /// The object that the method was called on.
  func target<Object: ScriptObject>(_ type: Object.Type) throws -> Object {
    guard let object = target as? Object else {
      throw HostError("call it with a colon: \(Object.typeName.lowercased()):method(…)")
    }
    return object
  }

  /// The options table among the arguments.
  func options(_ index: Int) -> ScriptTable { index < arguments.count ? arguments[index].options : ScriptTable() }

  func text(_ index: Int) -> String { index < arguments.count ? arguments[index].text ?? "" : "" }

  func integer(_ index: Int) -> Int? { index < arguments.count ? arguments[index].wholeNumber : nil }
}

/// The object of a field's owner; a field is only ever read from its own type.
func owner<Object: ScriptObject>(_ object: any ScriptObject, _ type: Object.Type) throws -> Object {
  guard let object = object as? Object else { throw HostError("this is not a \(Object.typeName)") }
  return object
}
