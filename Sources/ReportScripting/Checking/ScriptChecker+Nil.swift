/// Values that may be nil: a script that has looked at one in a condition knows about it. This is no proof, so what is dealt
/// with anywhere before counts as dealt with.
extension ScriptChecker {
  /// Notes that a condition has dealt with what is called `name`, and with what it was taken from.
  mutating func test(_ name: String?) {
    var name = name
    var steps = 0
    while let one = name, steps < 20 {
      tested.insert(one)
      name = Int(one).flatMap { origins[$0] }
      steps += 1
    }
  }

  /// Whether a condition has dealt with what is called `name`.
  func isTested(_ name: String?) -> Bool {
    guard let name else { return false }
    if tested.contains(name) { return true }
    // All that belongs to something that the script's own function was asked about.
    var parts = name.split(separator: ".")
    while parts.count > 1 {
      parts.removeLast()
      if tested.contains(parts.joined(separator: ".") + ".*") { return true }
    }
    return false
  }

  /// A value where nil will not do. Reports one that may be nil and is not dealt with, once.
  mutating func required(_ value: Value, name: String?, at token: LuaToken, for use: String? = nil) -> Value {
    guard case .maybe(let inner, let label) = value else { return value }
    if !isTested(name) {
      fail(
        "“\(label)” may be nil\(use.map { ", and \($0)" } ?? ""): test it first, as in “if \(label) then”", at: token)
      test(name)
    }
    return inner
  }

  /// What a field of one of the API's types gives.
  func fieldValue(_ field: APIField, of type: APIType, label: String?) -> Value {
    let value = Self.value(field.type)
    let isReported = APIRegistry.types.contains { $0.name == type.name }
    guard field.isOptional, isReported, !filteredFields.contains(field.name) else { return value }
    return .maybe(value, name: label.map { "\($0).\(field.name)" } ?? field.name)
  }

  /// What a parameter of the report is, by its definition.
  func parameterValue(_ name: String, label: String?) -> Value {
    guard let parameter = parameters?.first(where: { $0.name == name }) else { return .unknown }
    let value: Value
    switch parameter.kind {
    case .string, .choice: value = .string(nil)
    case .integer, .number: value = .number
    case .boolean: value = .boolean
    case .date: value = .object("Date")
    case .duration: value = .object("Duration")
    case .list: value = .list(.string(nil))
    }
    if parameter.isRequired || parameter.defaultValue != nil { return value }
    return .maybe(value, name: label.map { "\($0).\(name)" } ?? name)
  }
}
