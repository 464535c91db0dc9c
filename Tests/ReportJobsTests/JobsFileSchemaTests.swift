import Foundation
import TestSupport
import Testing

@testable import ReportArticles
@testable import ReportJobs
@testable import ReportEngine

/// The part of JSON Schema (2020-12) that `reportgen.schema.json` uses. What it does not know it complains of.
private struct Schema {
  static let known: Set<String> = [
    "$schema", "title", "description", "default", "type", "properties", "required", "additionalProperties", "oneOf",
    "anyOf", "enum", "pattern", "minLength", "minItems", "items", "minimum", "maximum", "minProperties",
    "propertyNames",
  ]

  /// Whether a value is what the schema describes.
  static func accepts(_ value: JSONValue, _ schema: JSONValue) -> Bool {
    for member in schema.members ?? [] where !known.contains(member.key) {
      Issue.record("the schema uses “\(member.key)”, which this test does not know")
    }
    if let types = schema["type"] {
      let names = types.array?.compactMap(\.string) ?? [types.string ?? ""]
      guard names.contains(where: { isType(value, $0) }) else { return false }
    }
    if let values = schema["enum"]?.array, !values.contains(value) { return false }
    if let all = schema["oneOf"]?.array, all.count(where: { accepts(value, $0) }) != 1 { return false }
    if let any = schema["anyOf"]?.array, !any.contains(where: { accepts(value, $0) }) { return false }
    if let text = value.string {
      if let least = number(schema, "minLength"), Double(text.count) < least { return false }
      if let pattern = schema["pattern"]?.string, !matches(text, pattern) { return false }
    }
    if case .number(let digits) = value, let number = Double(digits) {
      if let least = self.number(schema, "minimum"), number < least { return false }
      if let most = self.number(schema, "maximum"), number > most { return false }
    }
    if let members = value.array {
      if let least = number(schema, "minItems"), Double(members.count) < least { return false }
      if let items = schema["items"], !members.allSatisfy({ accepts($0, items) }) { return false }
    }
    return value.members.map { accepts(fields: $0, value, schema) } ?? true
  }

  private static func accepts(fields: [JSONValue.Member], _ value: JSONValue, _ schema: JSONValue) -> Bool {
    for name in schema["required"]?.array ?? [] where value[name.string ?? ""] == nil { return false }
    if let least = number(schema, "minProperties"), Double(fields.count) < least { return false }
    for field in fields {
      if let names = schema["propertyNames"], !accepts(.string(field.key), names) { return false }
      if let own = schema["properties"]?[field.key] {
        if !accepts(field.value, own) { return false }
      } else if let others = schema["additionalProperties"] {
        if others == .bool(false) || !accepts(field.value, others) { return false }
      }
    }
    return true
  }

  private static func isType(_ value: JSONValue, _ name: String) -> Bool {
    switch (name, value) {
    case ("object", .object), ("array", .array), ("string", .string), ("boolean", .bool), ("number", .number),
      ("null", .null):
      return true
    case ("integer", .number(let digits)): return Int(digits) != nil
    default: return false
    }
  }

  private static func number(_ schema: JSONValue, _ key: String) -> Double? {
    schema[key]?.scalarText.flatMap { Double($0) }
  }

  private static func matches(_ text: String, _ pattern: String) -> Bool {
    text.range(of: pattern, options: .regularExpression) != nil
  }
}

@Suite struct JobsFileSchemaTests {
  private let schema: JSONValue

  init() throws {
    let file = URL(filePath: Fixture.root).appending(path: "docs/reportgen.schema.json")
    schema = try JSONParser.parse(Array(try Data(contentsOf: file))).value
  }

  /// Whether a jobs file is accepted; what is JSON is YAML.
  private func isRead(_ text: String) -> Bool { (try? JobsFile(text: text, path: "/srv/reportgen.yaml")) != nil }

  /// A file with one job that has `fields` besides what every job needs.
  private func job(_ fields: String, top: String = #""mail":{"from":"Desk <desk@example.org>"}"#) -> String {
    #"{"inputs":"news",\#(top),"jobs":{"m":{"script":"summary","stdout":"text"\#(fields.isEmpty ? "" : "," + fields)}}}"#
  }

  /// Settings, and whether both the schema and the program take them.
  static let settings: [(setting: String, isRight: Bool)] = [
    (#""schedule":"0 7 * * *""#, true), (#""schedule":7"#, false),
    (#""timezone":"Africa/Cairo""#, true), (#""timezone":["UTC"]"#, false),
    (#""params":{"lang":"ar","points":5,"deep":true,"tags":["a",1]}"#, true), (#""params":["lang"]"#, false),
    (#""params":{"a":{"b":1}}"#, false),
    (#""inputs":["a","b/*.html"]"#, true), (#""inputs":"""#, false), (#""inputs":[]"#, false),
    (#""map":{"title":"headline"}"#, true), (#""map":"title""#, false),
    (#""loaders":{"post.example":"post.lua"}"#, true), (#""loaders":["post.lua"]"#, false),
    (#""outputs":"a-{date}.html""#, true), (#""outputs":["a.html",{"file":"b","format":"pdf","latest":"l"}]"#, true),
    (#""outputs":{"file":"a.txt"}"#, true), (#""outputs":{"format":"text"}"#, false),
    (#""outputs":{"file":"a","format":"docx"}"#, false), (#""outputs":{"file":"a.txt","latest":"x/y"}"#, false),
    (#""outputs":{"file":"a.txt","name":"x"}"#, false),
    (#""mail":{"to":"chief@example.org","subject":"News","on-doubt":"hold"}"#, true),
    (#""mail":{"to":["a@example.org","b@example.org"]}"#, true), (#""mail":{"to":[]}"#, false),
    (#""mail":{"subject":"News"}"#, false), (#""mail":"chief@example.org""#, false),
    (#""mail":{"to":"a@example.org","on-doubt":"drop"}"#, false),
    (#""mail":{"to":"a@example.org","reply-to":"Desk <d@example.org>","list-id":"news.example.org"}"#, true),
    (#""mail":{"to":"a@example.org","reply-to":"nobody"}"#, false),
    (#""mail":{"to":"a@example.org","list-id":"news"}"#, false),
    (#""mail":{"to":"a@example.org","list-id":"news example.org"}"#, false),
    (#""mail":{"to":"a@example.org","unsubscribe":"https://example.org/x?w={recipient}"}"#, true),
    (#""mail":{"to":"a@example.org","unsubscribe":["mailto:d@example.org","https://example.org/x"]}"#, true),
    (#""mail":{"to":"a@example.org","unsubscribe":"http://example.org/x"}"#, false),
    (#""mail":{"to":"a@example.org","unsubscribe":["d@example.org"]}"#, false),
    (#""mail":{"to":"a@example.org","unsubscribe":[]}"#, false),
    (#""mail":{"to":"a@example.org","web":"https://example.org/{date}.html"}"#, true),
    (#""mail":{"to":"a@example.org","web":"out/{date}.html"}"#, false),
    (#""deliver":"cat""#, true), (#""deliver":[{"cmd":"cat","format":"json"},"lp"]"#, true),
    (#""deliver":{"format":"json"}"#, false), (#""deliver":{"cmd":"cat","shell":"zsh"}"#, false),
    (#""stdout":"markdown""#, true), (#""stdout":"pdf""#, false),
    (#""catch-up":"all""#, true), (#""catch-up":"some""#, false),
    (#""deadline":"12h""#, true), (#""deadline":90"#, true), (#""deadline":0"#, false), (#""deadline":"soon""#, false),
    (#""retries":{"attempts":5,"delay":"1m"}"#, true), (#""retries":{"attempts":0}"#, false),
    (#""retries":{"attempts":21}"#, false), (#""retries":{"times":2}"#, false), (#""retries":3"#, false),
    (#""when-empty":"notice""#, true), (#""when-empty":"mail""#, false),
    (#""limits":{"time":"10s","total":"5m","memory":64,"output":8}"#, true), (#""limits":{"memory":0}"#, false),
    (#""limits":{"output":70000}"#, false), (#""limits":{"cpu":1}"#, false),
    (#""summarizer":"choose""#, true), (#""clusterer":{"cmd":"group","time":"5m"}"#, true),
    (#""clusterer":{"time":"5m"}"#, false), (#""clusterer":["group"]"#, false),
    (#""theme":"memo""#, true), (#""width":72"#, true), (#""width":20"#, false), (#""width":"wide""#, false),
    (#""paper":"letter""#, true), (#""paper":"a5""#, false),
    (#""citations":"full""#, true), (#""citations":"long""#, false),
    (#""on-success":"true","on-failure":"false""#, true), (#""on-success":["true"]"#, false),
    (#""shedule":"0 7 * * *""#, false),
  ]

  @Test(arguments: settings)
  func theSchemaTakesWhatTheProgramTakes(setting: String, isRight: Bool) throws {
    // A setting that every job needs already stands there once.
    let text =
      setting.hasPrefix(#""stdout""#)
      ? job("").replacing(#""stdout":"text""#, with: setting) : job(setting)
    #expect(Schema.accepts(try JSONParser.parse(Array(text.utf8)).value, schema) == isRight, "the schema on \(text)")
    #expect(isRead(text) == isRight, "the program on \(text)")
  }

  @Test(arguments: [
    (#""mail":{"from":"Desk <desk@example.org>","sendmail":"/usr/bin/msmtp"}"#, true),
    (
      #""mail":{"from":"d@example.org","smtp":{"host":"mx","port":587,"tls":true,"user":"d","password-command":"p"}}"#,
      true
    ),
    (#""mail":{"sendmail":"/usr/bin/msmtp"}"#, false), (#""mail":{"from":"d@example.org","smtp":{"port":25}}"#, false),
    (#""mail":{"from":"d@example.org","smtp":{"host":"mx","port":70000}}"#, false),
    (#""mail":{"from":"d@example.org","smtp":{"host":"mx","tls":"maybe"}}"#, false),
    (#""state":"/var/lib/reportgen","timezone":"+02:00""#, true), (#""state":["x"]"#, false), (#""colour":1"#, false),
  ])
  func theTopOfTheFileToo(top: String, isRight: Bool) throws {
    let text = job("", top: top)
    #expect(Schema.accepts(try JSONParser.parse(Array(text.utf8)).value, schema) == isRight, "the schema on \(text)")
    #expect(isRead(text) == isRight, "the program on \(text)")
  }

  @Test(arguments: [
    ("{}", false), (#"{"inputs":"a","jobs":{}}"#, false), (#"{"inputs":"a","jobs":[]}"#, false),
    (#"{"inputs":"a","jobs":{"m":{"stdout":"text"}}}"#, false),
    (#"{"inputs":"a","jobs":{"m":{"script":"summary"}}}"#, false),
    (#"{"inputs":"a","jobs":{"m n":{"script":"summary","stdout":"text"}}}"#, false),
    (#"{"archive":"a","jobs":{"m_1":{"script":"./x.lua","deliver":"cat"}}}"#, true),
  ])
  func whatAFileNeedsIsInTheSchema(text: String, isRight: Bool) throws {
    #expect(Schema.accepts(try JSONParser.parse(Array(text.utf8)).value, schema) == isRight, "the schema on \(text)")
    #expect(isRead(text) == isRight, "the program on \(text)")
  }
}
