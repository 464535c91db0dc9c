import ReportArticles
import ReportDates
import ReportDocument

/// What is passed to functions of the API, against what they take. Only what is certain is reported.
extension ScriptChecker {
  mutating func check(
    _ given: [Value], names: [String?], isOpen: Bool, for method: APIFunction, of owner: String, at token: LuaToken
  ) {
    let name = "\(owner):\(method.name)"
    if given.count > method.parameters.count, !method.isVariadic, !isOpen {
      let count = method.parameters.count
      let takes = count == 0 ? "no arguments" : count == 1 ? "one argument" : "\(count) arguments"
      fail("\(name) takes \(takes), not \(given.count)", at: token)
    }
    for (place, parameter) in method.parameters.enumerated() {
      guard place < given.count else {
        if !parameter.isOptional, !isOpen {
          fail("\(name) needs “\(parameter.name)”: \(APIArguments.wanted(parameter.type))", at: token)
          return
        }
        continue
      }
      var value = given[place]
      if parameter.isOptional {
        value = value.unwrapped
      } else {
        if case .null = value {
          fail("\(name) needs “\(parameter.name)”: \(APIArguments.wanted(parameter.type))", at: token)
          continue
        }
        value = required(value, name: names[place], at: token, for: "\(name) needs a value")
      }
      check(value, against: parameter, of: name, at: token)
    }
  }

  private mutating func check(_ value: Value, against parameter: APIParameter, of name: String, at token: LuaToken) {
    if case .null = value { return }
    if case .table(let keys, _) = value, case .options(let options) = parameter.type {
      let known = options.map(\.name)
      for key in keys {
        guard let option = options.first(where: { $0.name == key.name }) else {
          fail("\(name) has no option “\(key.name)”" + Suggestion.hint(for: key.name, among: known), at: key.token)
          continue
        }
        check(key.value.unwrapped, against: option, of: name, at: key.token)
      }
      for option in options where !option.isOptional && option.name != "[1]" {
        if !keys.contains(where: { $0.name == option.name }) {
          fail("\(name) needs the option “\(option.name)”: \(APIArguments.wanted(option.type))", at: token)
        }
      }
    } else if case .either(let types) = parameter.type, case .table(let keys, let list) = value, list.isEmpty,
      !keys.isEmpty, let options = Self.onlyOptions(types)
    {
      check(value, against: APIParameter(parameter.name, options, parameter.summary), of: name, at: token)
    } else if case .inlines = parameter.type {
      checkText(value, at: token)
    } else if case .content = parameter.type {
      checkText(value, at: token)
    } else if let problem = mismatch(value, parameter.type) {
      fail("\(name): “\(parameter.name)” \(problem)", at: token)
      return
    }
    if let problem = parameter.meaning.flatMap({ misunderstanding(value, as: $0) }) { fail(problem, at: token) }
  }

  /// What is wrong with a value for a type, as words after the name; nil when it may fit.
  private func mismatch(_ value: Value, _ type: APIValueType) -> String? {
    let must = "must be \(APIArguments.wanted(type)), not "
    switch (type, value) {
    case (_, .unknown), (_, .local), (.any, _), (.inlines, _), (.content, _), (_, .maybe), (_, .null), (_, .library),
      (_, .parameters), (.string, .string), (.integer, .number), (.number, .number), (.boolean, .boolean),
      (.function, .function), (.map, _), (.record, _):
      return nil
    case (.oneOf(let words), .string(let word?)):
      return words.contains(word) ? nil : "cannot be “\(word)”" + Suggestion.hint(for: word, among: words)
    case (.oneOf, .string), (.object("Date"), .string(nil)), (.object("Duration"), .string(nil)): return nil
    case (.object("Date"), .string(let text?)):
      return ParameterDate(text) == nil ? "is not a date: “\(text)”; write it as 2025-01-23" : nil
    case (.object("Duration"), .string(let text?)):
      return ScriptDuration(text) == nil ? "is not a duration: “\(text)”; write it as 1d, 36h or 2w" : nil
    case (.object(let wanted), .object(let given)): return wanted == given ? nil : must + "a \(given)"
    case (.list(let member), .table(let keys, let list)):
      if let key = keys.first { return "must be a list, but it has the key “\(key.name)”" }
      return list.lazy.compactMap { mismatch($0, member) }.first
    case (.list, .list): return nil
    case (.options, .table): return nil
    case (.either(let types), _):
      if types.contains(where: { mismatch(value, $0) == nil }) { return nil }
      return must + Self.shown(value)
    case (.iterator, .function), (.iterator, .iterator), (.function, .iterator): return nil
    default: return must + Self.shown(value)
    }
  }

  /// The options among alternatives of which no other is a table with named keys.
  private static func onlyOptions(_ types: [APIValueType]) -> APIValueType? {
    var found: APIValueType?
    for type in types {
      switch type {
      case .options:
        if found != nil { return nil }
        found = type
      case .map, .record, .any, .inlines, .content, .either: return nil
      default: break
      }
    }
    return found
  }

  static func shown(_ value: Value) -> String {
    switch value {
    case .object(let name): return ("AEIOU".contains(name.prefix(1)) ? "an " : "a ") + name
    case .list: return "a list"
    case .iterator, .function, .local: return "a function"
    case .parameters, .library, .table: return "a table"
    case .string(let text?): return "“\(text)”"
    case .string(nil): return "text"
    case .number: return "a number"
    case .boolean: return "true or false"
    case .null: return "nil"
    case .maybe(let inner, _): return shown(inner)
    case .unknown: return "this"
    }
  }

  /// What is wrong with words that stand for something.
  private func misunderstanding(_ value: Value, as meaning: APIParameter.Meaning) -> String? {
    guard case .string(let text?) = value else { return nil }
    switch meaning {
    case .dateStyle:
      return Wording.styles.contains(text)
        ? nil : "there is no date style “\(text)”" + Suggestion.hint(for: text, among: Wording.styles)
    case .fixedWord:
      let known = Vocabulary.Word.allCases.map(\.rawValue)
      return known.contains(text) ? nil : "there is no fixed word “\(text)”" + Suggestion.hint(for: text, among: known)
    case .heading: return FixedWordHint.hint(for: text)
    case .sortKey:
      let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
      let known = QueryAPI.sortKeys
      return known.contains(name)
        ? nil : "articles cannot be sorted by “\(name)”" + Suggestion.hint(for: name, among: known)
    case .file:
      guard let directory else { return nil }
      return ScriptFile.path(of: text, in: directory) == nil ? "there is no file “\(text)” beside the script" : nil
    }
  }

  // MARK: Text and content

  private static let textual: Set<String> = [
    "Date", "Duration", "Article", "Sentence", "Event", "Story", "Summary", "Timeline", "Query",
  ]

  /// Pieces of text in a table constructor, however deep.
  mutating func checkText(_ value: Value, at token: LuaToken, depth: Int = 0) {
    guard depth < 20 else { return }
    switch value {
    case .object(let name) where !Self.textual.contains(name) && APIRegistry.types.contains { $0.name == name }:
      fail("\(Self.shown(value)) cannot stand in a document", at: token)
    case .table(let keys, let list):
      for one in list { checkText(one, at: token, depth: depth + 1) }
      if !list.isEmpty { return }
      let known = DocumentBuilder.pieceKeys
      for key in keys where !known.contains(key.name) {
        fail("a piece of text has no key “\(key.name)”" + Suggestion.hint(for: key.name, among: known), at: key.token)
      }
      let names = Set(keys.map(\.name))
      if names.contains("link"), !names.contains("url") { fail("a link needs its “url”", at: token) }
      if names.contains("url"), !names.contains("link") {
        fail("a piece with “url” needs “link”, the text to show", at: token)
      }
      for key in keys {
        if key.name == "style", let problem = misunderstanding(key.value, as: .dateStyle) {
          fail(problem, at: key.token)
        }
        if key.name == "date", let problem = mismatch(key.value.unwrapped, .date) {
          fail("“date” \(problem)", at: key.token)
        }
        if ["text", "strong", "emphasis", "link", "code"].contains(key.name) {
          checkText(key.value.unwrapped, at: key.token, depth: depth + 1)
        }
      }
    default: break
    }
  }

  // MARK: Operators

  /// Checks a binary operator by its operands.
  mutating func check(
    operator symbol: String, _ left: (value: Value, name: String?, token: LuaToken),
    _ right: (value: Value, name: String?, token: LuaToken)
  ) {
    if ["==", "~="].contains(symbol) { return }
    let use: String
    switch symbol {
    case "..": use = "nil cannot be joined to text"
    case "<", "<=", ">", ">=": use = "nil cannot be compared"
    default: use = "nil cannot be reckoned with"
    }
    let first = required(left.value, name: left.name, at: left.token, for: use)
    let second = required(right.value, name: right.name, at: right.token, for: use)
    for (value, other, token) in [(first, second, left.token), (second, first, right.token)] {
      switch (value, symbol) {
      case (.object(let name), _):
        guard let type = APIRegistry.type(named: name) else { continue }
        let otherType: APIType?
        if case .object(let name) = other { otherType = APIRegistry.type(named: name) } else { otherType = nil }
        guard let event = Self.events[symbol] else { continue }
        if !type.operators.contains(where: { $0.event == event }),
          otherType?.operators.contains(where: { $0.event == event }) != true
        {
          fail("\(Self.shown(value)) cannot stand beside “\(symbol)”\(Self.advice(type, symbol))", at: token)
          return
        }
        if name == "Date", case .string(let text?) = other {
          if ["+", "-"].contains(symbol), ScriptDuration(text) == nil {
            fail("“\(text)” is not a duration; write it as 1d, 36h or 2w", at: token)
          } else if ["<", "<=", ">", ">="].contains(symbol), ParameterDate(text) == nil {
            fail("“\(text)” is not a date; write it as 2025-01-23", at: token)
          }
        }
        if name == "Date", case .number = other, symbol != ".." {
          fail("a Date and a number cannot stand beside “\(symbol)”; write a duration such as \"1d\"", at: token)
          return
        }
      case (.boolean, ".."), (.null, ".."), (.function, ".."), (.list, ".."), (.table, ".."):
        fail("\(Self.shown(value)) cannot be joined to text with “..”", at: token)
      default: break
      }
    }
  }

  private static let events: [String: APIOperator.Event] = [
    "..": .concat, "+": .add, "-": .subtract, "*": .multiply, "/": .divide, "<": .less, "<=": .lessOrEqual, ">": .less,
    ">=": .lessOrEqual,
  ]

  private static func advice(_ type: APIType, _ symbol: String) -> String {
    guard symbol == ".." else { return "" }
    return type.fields.contains { $0.name == "title" }
      ? "; join its title" : type.operators.contains { $0.event == .length } ? "; join #… for their number" : ""
  }
}
