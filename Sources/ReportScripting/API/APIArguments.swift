import ReportArticles
import ReportDates
import ReportLua

/// Checks what a script passes against the registration table, and says what is wrong in the script's own terms.
enum APIArguments {
  /// The arguments of `function`, one for each parameter. `owner` is the name of the type.
  static func checked(
    _ given: [ScriptValue], for function: APIFunction, owner: String
  ) throws(HostError) -> [ScriptValue] {
    try checked(given, for: function, name: "\(owner):\(function.name)")
  }

  /// The same; `name` is what messages call the function.
  static func checked(
    _ given: [ScriptValue], for function: APIFunction, name: String
  ) throws(HostError) -> [ScriptValue] {
    if given.count > function.parameters.count, !function.isVariadic,
      !given[function.parameters.count...].allSatisfy(\.isNull)
    {
      let count = function.parameters.count
      throw HostError(
        "\(name) takes \(count == 0 ? "no arguments" : count == 1 ? "one argument" : "\(count) arguments"), not \(given.count)"
      )
    }
    var result: [ScriptValue] = []
    var problems: [String] = []
    for (index, parameter) in function.parameters.enumerated() {
      let value = index < given.count ? given[index] : .null
      if value.isNull {
        if !parameter.isOptional {
          throw HostError("\(name) needs “\(parameter.name)”: \(wanted(parameter.type))")
        }
        result.append(.null)
        continue
      }
      if let problem = mismatch(value, parameter.type, path: "“\(parameter.name)”") { problems.append(problem) }
      result.append(value)
    }
    if !problems.isEmpty { throw HostError("\(name): \(problems.joined(separator: "; and "))") }
    if function.isVariadic, let last = function.parameters.last, given.count > function.parameters.count {
      for value in given[function.parameters.count...] {
        if let problem = mismatch(value, last.type, path: "“\(last.name)”") { throw HostError("\(name): \(problem)") }
        result.append(value)
      }
    }
    return result
  }

  /// What is wrong with a value, nil when it fits.
  static func mismatch(_ value: ScriptValue, _ type: APIValueType, path: String) -> String? {
    switch (type, value) {
    case (.any, _), (.content, _), (.inlines, _): return nil
    case (.string, .string), (.integer, .integer), (.number, .integer), (.number, .number), (.boolean, .boolean),
      (.function, .function):
      return nil
    case (.integer, .number(let number)) where number.rounded() == number && number.magnitude < 1e15: return nil
    case (.object(let name), .object(let object)) where object.scriptType == name: return nil
    case (.object("Date"), .string(let text)):
      return ParameterDate(text) == nil ? "\(path): “\(text)” is not a date; write it as 2025-01-23" : nil
    case (.object("Duration"), .string(let text)):
      return ScriptDuration(text) == nil ? "\(path): “\(text)” is not a duration; write it as 1d, 36h or 2w" : nil
    case (.list(let member), .table(let table)):
      if let field = table.fields.first {
        return "\(path) must be a list, but it has the key “\(field.name)”"
      }
      for (index, item) in table.list.enumerated() {
        if let problem = mismatch(item, member, path: "\(path)[\(index + 1)]") { return problem }
      }
      return nil
    case (.map(let member), .table(let table)):
      for field in table.fields {
        if let problem = mismatch(field.value, member, path: "“\(field.name)”") { return problem }
      }
      return nil
    case (.options(let known), .table(let table)): return mismatch(table, known, path: path)
    case (.oneOf(let words), .string(let word)):
      return words.contains(word) ? nil : "\(path): there is no “\(word)”" + Suggestion.hint(for: word, among: words)
    case (.either(let types), _):
      if types.contains(where: { mismatch(value, $0, path: path) == nil }) { return nil }
      // The alternative of the same form explains the mistake best.
      for type in types {
        switch (type, value) {
        case (.options, .table), (.oneOf, .string), (.object("Date"), .string), (.object("Duration"), .string):
          return mismatch(value, type, path: path)
        default: continue
        }
      }
      return "\(path) must be \(wanted(type)), not \(value.shown)"
    default: return "\(path) must be \(wanted(type)), not \(value.shown)"
    }
  }

  private static func mismatch(_ table: ScriptTable, _ known: [APIParameter], path: String) -> String? {
    if !table.list.isEmpty, !known.contains(where: { $0.name == "[1]" }) {
      return "\(path) takes named options, not a list; there are: " + known.map(\.name).joined(separator: ", ")
    }
    let names = known.map(\.name).filter { $0 != "[1]" }
    // All mistakes of one table are told at once, so that they can be mended at once.
    var problems: [String] = []
    for field in table.fields {
      guard let option = known.first(where: { $0.name == field.name }) else {
        problems.append("there is no option “\(field.name)”" + Suggestion.hint(for: field.name, among: names))
        continue
      }
      if let problem = mismatch(field.value, option.type, path: "“\(field.name)”") { problems.append(problem) }
    }
    for missing in known where !missing.isOptional && table[missing.name] == nil && missing.name != "[1]" {
      problems.append("the option “\(missing.name)” is needed: \(wanted(missing.type))")
    }
    return problems.isEmpty ? nil : problems.joined(separator: "; and ")
  }

  /// What a value has to be, in words.
  static func wanted(_ type: APIValueType) -> String {
    switch type {
    case .any: return "a value"
    case .string: return "text"
    case .integer: return "a whole number"
    case .number: return "a number"
    case .boolean: return "true or false"
    case .function, .iterator: return "a function"
    case .inlines: return "text"
    case .content: return "content"
    case .object(let name): return ("AEIOU".contains(name.prefix(1)) ? "an " : "a ") + name
    case .list(let member): return "a list of " + plural(member)
    case .map: return "a table with named fields"
    case .options(let options): return "a table with " + options.map(\.name).joined(separator: ", ")
    case .record: return "a table"
    case .oneOf(let words): return "one of " + words.joined(separator: ", ")
    case .either(let types): return types.map(wanted).joined(separator: " or ")
    }
  }

  private static func plural(_ type: APIValueType) -> String {
    switch type {
    case .string: return "strings"
    case .integer, .number: return "numbers"
    case .object(let name): return name + " values"
    default: return "values"
    }
  }
}

extension ScriptTable {
  func string(_ name: String) -> String? {
    if case .string(let text)? = self[name] { return text }
    return nil
  }

  func integer(_ name: String) -> Int? { self[name].flatMap(\.wholeNumber) }

  func boolean(_ name: String) -> Bool? {
    if case .boolean(let flag)? = self[name] { return flag }
    return nil
  }
}

extension ScriptValue {
  /// The value as a whole number.
  var wholeNumber: Int? {
    switch self {
    case .integer(let number): return number
    case .number(let number): return Int(exactly: number)
    default: return nil
    }
  }

  /// The value as a number.
  var double: Double? {
    switch self {
    case .integer(let number): return Double(number)
    case .number(let number): return number
    default: return nil
    }
  }

  /// The value as text.
  var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  /// The value as a table; nil for anything else.
  var table: ScriptTable? {
    if case .table(let table) = self { return table }
    return nil
  }

  /// Options that may be left out: an empty table for nil.
  var options: ScriptTable { table ?? ScriptTable() }

  /// The object of a host type.
  func object<Object: ScriptObject>(_ type: Object.Type) -> Object? {
    if case .object(let object) = self { return object as? Object }
    return nil
  }
}
