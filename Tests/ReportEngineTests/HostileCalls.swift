@testable import ReportScripting

/// Makes report scripts that call the functions of the script API with arguments at the ends of what arguments can be. The
/// bytes decide which; the same bytes give the same script.
enum HostileCalls {
  /// Where scripts find an object of each type.
  private static let objects = [
    "Context": "ctx", "Query": "ctx.articles", "Article": "ctx.articles[1]", "Story": "ctx.articles:stories()[1]",
    "Summary": "ctx.articles:summarize()", "Sentence": "ctx.articles[1].sentences[1]",
    "Timeline": "ctx.articles:timeline()", "Event": "ctx.articles:timeline()[1]", "Date": "ctx.now",
    "Duration": "ctx:duration '1d'", "Document": "doc", "Text": "ctx.text", "Ranker": "ctx.text:ranker {}",
    "Log": "ctx.log",
  ]

  private static let values = [
    "nil", "true", "false", "0", "-1", "1", "2", "math.mininteger", "math.maxinteger", "0/0", "1/0", "-1/0", "1e308",
    "-1e308",
    "5e-324", "2^53", "''", "'a'", "'2025-03-14'", "'1d'", "'9999-12-31'", "('x'):rep(3000)", "('س '):rep(500)",
    "'\\0\\255\\27'",
    "('['):rep(2000)", "('('):rep(2000)", "{}", "{ {} }", "{ 1, 2, 3 }", "cyclic", "long", "deep", "f",
    "coroutine.create(f)",
    "ctx", "ctx.articles", "ctx.articles[1]", "ctx.now", "ctx:duration '1d'", "doc", "{ 'a', 'b' }", "{ a = 1 }",
    "last", "'ar'",
    "'published'", "'story'", "'%Y'", "function() error {} end", "function() return last end",
    "setmetatable({}, { __index = f })",
  ]

  private static let operators = ["+", "-", "*", "/", "//", "%", "..", "<", "==", "^"]

  /// The script.
  static func script(_ bytes: some Sequence<UInt8>) -> String {
    var bytes = bytes.makeIterator()
    var isOver = false
    func choose(_ count: Int) -> Int {
      guard let high = bytes.next(), let low = bytes.next() else {
        isOver = true
        return 0
      }
      return (Int(high) << 8 | Int(low)) % max(1, count)
    }
    let types = APIRegistry.types.filter { objects[$0.name] != nil }
    var lines: [String] = []
    while !isOver, lines.count < 400 {
      let type = types[choose(types.count)]
      let object = objects[type.name] ?? "ctx"
      switch choose(8) {
      case 0 where !type.fields.isEmpty:
        lines.append("last = \(object).\(type.fields[choose(type.fields.count)].name)")
      case 1:
        let sign = operators[choose(operators.count)]
        lines.append("last = \(object) \(sign) \(values[choose(values.count)])")
      case 2: lines.append("last = \(["#", "-", "tostring"][choose(3)])(\(object))")
      default:
        guard !type.methods.isEmpty else { continue }
        let method = type.methods[choose(type.methods.count)]
        var arguments = method.parameters.map { argument($0.type, choose, depth: 0) }
        if choose(6) == 0 { arguments.append(values[choose(values.count)]) }
        lines.append("last = \(object):\(method.name)(\(arguments.joined(separator: ", ")))")
      }
    }
    let calls = lines.map { "  pcall(function() \($0) end)\n" }.joined()
    return """
      return { api = 1, title = "t", build = function(ctx)
        local doc, last = ctx:document {}, nil
        local cyclic, long, deep = {}, {}, {}
        cyclic[1], cyclic.x = cyclic, cyclic
        for i = 1, 3000 do long[i] = i end
        for i = 1, 60 do deep = { deep } end
        local function f(...) return ... end
      \(calls)  return doc
      end }
      """
  }

  private static func argument(_ type: APIValueType, _ choose: (Int) -> Int, depth: Int) -> String {
    // Often what is wanted, so that the body is reached; else anything.
    if choose(3) == 0 || depth > 3 { return values[choose(values.count)] }
    switch type {
    case .options(let options), .record(let options):
      var fields: [String] = []
      for option in options where choose(2) == 0 {
        fields.append("[\"\(option.name)\"] = \(argument(option.type, choose, depth: depth + 1))")
      }
      return "{ \(fields.joined(separator: ", ")) }"
    case .oneOf(let words): return "\"\(words[choose(words.count)])\""
    case .either(let types): return argument(types[choose(types.count)], choose, depth: depth + 1)
    case .list(let type):
      return "{ \(argument(type, choose, depth: depth + 1)), \(argument(type, choose, depth: depth + 1)) }"
    case .integer, .number: return values[3 + choose(13)]
    case .string, .inlines, .content: return values[16 + choose(10)]
    case .function: return ["f", "function() return last end", "function() error 'x' end"][choose(3)]
    case .object(let name): return objects[name] ?? "last"
    case .boolean: return ["true", "false"][choose(2)]
    default: return values[choose(values.count)]
    }
  }
}
