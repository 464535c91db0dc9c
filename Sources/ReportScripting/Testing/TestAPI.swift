import ReportArticles
import ReportDates
import ReportDocument
import ReportLoading
import ReportLua
import Synchronization

/// What tests of report scripts get: `test`, and the results of its runs.
enum TestAPI {
  static let type = APIType(
    name: "Test",
    summary:
      "What each function of a `*_test.lua` file gets from `reportgen test`. A test fails when it raises an error, as `assert` does.",
    methods: [
      APIFunction(
        "run", [options], returns: .object("TestResult"),
        "Runs a report over the articles given. An error of the report is an error of the test.",
        example: """
          local result = test:run {
            articles = { { title = "Ferry sails again", text = "It left at noon.", published = "2025-03-12" } },
            now = "2025-03-13T07:00", timezone = "Africa/Cairo",
          }
          assert(result.title == "Mine" and result.skipped == nil)
          """
      ) { call in .object(try TestRun(call).result()) },
      APIFunction(
        "fails",
        [
          options,
          APIParameter("text", .string, optional: true, "What the message of the error has to contain."),
        ], returns: .string, "Runs a report that has to fail, and returns the message of its error.",
        example: """
          local message = test:fails({ articles = {}, now = "2025-03-13", params = { point = 3 } }, "did you mean “points”")
          """
      ) { call in
        let result: TestResultObject
        do { result = try TestRun(call).result() } catch let error as HostError {
          if let part = call.arguments[1].text, error.message.range(of: part) == nil {
            throw HostError("the report failed, but its error does not contain “\(part)”: \(error.message)")
          }
          return .string(error.message)
        }
        throw HostError(
          result.skipped.map { "the report did not fail; it was skipped: \($0)" } ?? "the report did not fail")
      },
      APIFunction(
        "equal",
        [
          APIParameter("actual", .any, "What there is."), APIParameter("expected", .any, "What there should be."),
        ], "Compares two values, tables member by member, and says where they differ.",
        example: "test:equal({ 1, { n = 2 } }, { 1, { n = 2 } })"
      ) { call in
        if let difference = ValueDifference.first(call.arguments[0].plain, call.arguments[1].plain, path: "") {
          throw HostError(difference)
        }
        return .null
      },
      APIFunction(
        "golden",
        [
          APIParameter("name", .string, "A name for the text: letters, digits, - and _."),
          APIParameter(
            "result", .either([.object("TestResult"), .string]), "A result, which is taken as text, or any text."),
        ],
        "Compares a text with the one in `golden/NAME.txt` beside the test. `reportgen test --record` writes it; read what it wrote.",
        example: "test:golden(\"mine\", test:run { articles = {}, now = \"2025-03-13\" })"
      ) { call in
        let name = call.text(0)
        let isName = name.utf8.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
        }
        guard isName, !name.isEmpty, name.utf8.count <= 100 else {
          throw HostError("“\(name)” is not a valid name for a golden file: letters, digits, - and _")
        }
        let text: String
        if let result = call.arguments[1].object(TestResultObject.self) {
          let document = try result.made()
          text = try call.target(TestObject.self).configuration.renderer?(.text).string(document) ?? document.dump()
        } else {
          text = call.text(1)
        }
        if let problem = try call.target(TestObject.self).golden(name, text) { throw HostError(problem) }
        return .null
      },
    ])

  static let result = APIType(
    name: "TestResult", summary: "What came of a run in a test.",
    fields: [
      APIField(
        "skipped", .string, optional: true, "Why the report was skipped; nil when it was made.",
        example: "assert(result.skipped == nil)"
      ) { _, object in .optional(try owner(object, TestResultObject.self).skipped) },
      text("title", "The headline.") { $0.title.plainText },
      text("subtitle", "The line under it.") { $0.subtitle.plainText },
      text("lang", "The language.") { $0.language },
      text("made_from", "What the head says the report was made from.") { $0.provenance.plainText },
      APIField(
        "blocks", .list(.record(BlockValues.fields)), "The blocks of the document, in order.",
        example: "assert(result.blocks[1].type == \"section\")"
      ) { _, object in .list(try owner(object, TestResultObject.self).made().blocks.map(BlockValues.value)) },
      APIField(
        "sources",
        .list(
          .record([
            APIParameter("article", .string, "The article's identity."),
            APIParameter("title", .string, "Its headline."),
            APIParameter("publisher", .string, optional: true, "Its publisher."),
            APIParameter("url", .string, optional: true, "Its address."),
          ])), "The sources that the document cites, in the order of their numbers.",
        example: "assert(#result.sources == 1 and result.sources[1].title == \"Ferry sails again\")"
      ) { _, object in
        .list(
          try owner(object, TestResultObject.self).made().sources.map {
            .fields([
              "article": .string($0.article), "title": .string($0.title), "publisher": .optional($0.publisher),
              "url": .optional($0.url),
            ])
          })
      },
      APIField(
        "messages",
        .list(
          .record([
            APIParameter("level", .string, "debug, info, warning or error."),
            APIParameter("text", .string, "The text."),
            APIParameter("place", .string, "Where the script said it."),
          ])), "What the script logged and printed.", example: "assert(#result.messages == 0)"
      ) { _, object in
        .list(
          try owner(object, TestResultObject.self).messages.map {
            .fields(["level": .string($0.level.rawValue), "text": .string($0.text), "place": .string($0.place)])
          })
      },
    ],
    methods: [
      APIFunction(
        "find",
        [
          APIParameter("type", .oneOf(BlockValues.types), "The type of block."),
          APIParameter("title", .string, optional: true, "Its title."),
        ], returns: .list(.record(BlockValues.fields)),
        "The blocks of a type, however deep they stand, in reading order.",
        example: "assert(#result:find \"summary\" == 1 and #result:find(\"section\", \"Summary\") == 1)"
      ) { call in
        let blocks = try call.target(TestResultObject.self).made().blocks
        return .list(BlockValues.find(call.text(0), title: call.arguments[1].text, in: blocks).map(BlockValues.value))
      },
      APIFunction(
        "text",
        [
          APIParameter(
            "format", .oneOf(OutputFormat.allCases.map(\.rawValue)), optional: true, "The format; `text` unless given.")
        ], returns: .string, "The report as it would be written.",
        example: "assert(result:text():find(\"Ferry sails again\", 1, true))"
      ) { call in
        let format = call.arguments[0].text.flatMap(OutputFormat.init(rawValue:)) ?? .text
        let document = try call.target(TestResultObject.self).made()
        return .string(try call.run.configuration.renderer?(format).string(document) ?? document.dump())
      },
    ])

  private static func text(
    _ name: String, _ summary: String, get: @escaping @Sendable (Document) -> String
  ) -> APIField {
    APIField(name, .string, summary, example: "assert(type(result.\(name)) == \"string\")") { _, object in
      .string(get(try owner(object, TestResultObject.self).made()))
    }
  }

  private static let options = APIParameter(
    "options",
    .options([
      APIParameter(
        "articles", .either([.string, .list(.any)]),
        "Tables with the fields of JSON articles (`title`, `text`, `published`, `source` …), or the name of a file beside the test, or several."
      ),
      APIParameter("now", .string, "The moment of the report: `2025-03-13`, `2025-03-13T07:00`, or with an offset."),
      APIParameter("timezone", .string, optional: true, "The time zone; `UTC` unless given."),
      APIParameter("params", .map(.any), optional: true, "The parameters."),
      APIParameter(
        "script", .string, optional: true,
        "The script beside the test, or a shipped report; `weekly_test.lua` tests `weekly.lua` unless given."),
      APIParameter("last_run", .string, optional: true, "When the report was last made, for `ctx.last_run`."),
      APIParameter("seen", .list(.string), optional: true, "Identities of articles that `query:unseen` leaves out."),
    ]), "The articles, the moment and what else a run needs.")
}

/// One run of a report in a test.
private struct TestRun {
  private let test: TestObject
  private let options: ScriptTable

  init(_ call: APICall) throws {
    test = try call.target(TestObject.self)
    options = call.options(0)
  }

  func result() throws -> TestResultObject {
    let messages = Messages()
    var configuration = test.configuration
    configuration.log = { messages.add($0) }
    let engine = ReportEngine(configuration)
    do {
      let report = try engine.report(at: try script())
      let zone = try rules()
      let loaded = try articles(today: try moment("now", zone))
      let input = ReportInput(
        articles: MemoryArticleStore(loaded), parameters: try parameters(), now: try moment("now", zone),
        timeZone: zone.identifier, lastRun: options["last_run"] == nil ? nil : try moment("last_run", zone),
        seen: Set((options["seen"]?.table?.list ?? []).compactMap(\.text)))
      return TestResultObject(try report.run(input), messages: messages.all)
    } catch let error as ReportError {
      throw HostError(Self.message(error))
    }
  }

  private func script() throws -> String {
    let name = options.string("script") ?? test.ownScript
    if let directory = test.source.directory {
      for file in [name, name + ".lua"] where ScriptFile.path(of: file, in: directory) != nil {
        return directory == "." ? file : directory + "/" + file
      }
    }
    if name.contains("/") || name.hasSuffix(".lua") { throw HostError("there is no script “\(name)” beside the test") }
    return name
  }

  private func rules() throws -> TimeZoneRules {
    do { return try TimeZoneRules(identifier: options.string("timezone") ?? "UTC") } catch {
      throw HostError("“timezone”: \(error)")
    }
  }

  private func moment(_ option: String, _ zone: TimeZoneRules) throws -> Instant {
    let text = options.string(option) ?? ""
    if let instant = Instant(rfc3339: text) { return instant }
    let clock = text.dropFirst(11).split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard let day = CivilDate(iso: text.prefix(10)) else { throw noMoment(option, text) }
    if text.utf8.count == 10 { return zone.instant(of: day, secondOfDay: 0) }
    guard "T ".contains(text.dropFirst(10).prefix(1)), (2...3).contains(clock.count), let hour = clock[0],
      let minute = clock[1], let second = clock.count == 3 ? clock[2] : 0, (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second)
    else { throw noMoment(option, text) }
    return zone.instant(of: day, secondOfDay: hour * 3600 + minute * 60 + second)
  }

  private func noMoment(_ option: String, _ text: String) -> HostError {
    HostError("“\(option)”: “\(text)” is not a moment; write 2025-03-13T07:00")
  }

  private func parameters() throws -> [String: String] {
    var given: [String: String] = [:]
    for field in options["params"]?.table?.fields ?? [] {
      switch field.value {
      case .table(let table): given[field.name] = table.list.compactMap(\.text).joined(separator: ",")
      case .string(let text): given[field.name] = text
      case .integer, .number, .boolean: given[field.name] = field.value.plain.shown
      default: throw HostError("the parameter “\(field.name)” cannot be \(field.value.shown)")
      }
    }
    return given
  }

  private func articles(today: Instant) throws -> [Article] {
    // A test calls its articles as it likes.
    var loading = LoadOptions(today: today.date)
    loading.keepsOwnIDs = true
    let loader = ArticleLoader(options: loading)
    let names: [String]
    switch options["articles"] {
    case .string(let name)?: names = [name]
    case .table(let table)?:
      let texts = table.list.compactMap(\.text)
      guard texts.count == table.list.count, !texts.isEmpty else {
        return table.list.isEmpty ? [] : try loaded(loader.load(data: Self.json(table.list), path: "articles.json"))
      }
      names = texts
    default: names = []
    }
    var articles: [Article] = []
    for name in names {
      guard let directory = test.source.directory, let path = ScriptFile.path(of: name, in: directory) else {
        throw HostError("there is no file “\(name)” beside the test")
      }
      guard let data = ArticleLoader.contents(of: path) else { throw HostError("“\(name)” cannot be read") }
      articles += try loaded(loader.load(data: data, path: name))
    }
    return articles
  }

  private func loaded(_ result: LoadResult) throws -> [Article] {
    if let problem = result.problems.first { throw HostError("the articles cannot be loaded: \(problem)") }
    return result.articles
  }

  private static func json(_ articles: [ScriptValue]) -> [UInt8] {
    var writer = JSONWriter()
    writer.array { writer in for article in articles { writer.value(json(article)) } }
    return Array(writer.text.utf8)
  }

  private static func json(_ value: ScriptValue) -> JSONValue {
    switch value {
    case .boolean(let flag): return .bool(flag)
    case .integer(let number): return .number("\(number)")
    case .number(let number): return number.isFinite ? .number("\(number)") : .null
    case .string(let text): return .string(text)
    case .table(let table) where table.fields.isEmpty: return .array(table.list.map(json))
    case .table(let table): return .object(table.fields.map { .init(key: $0.name, value: json($0.value)) })
    default: return .null
    }
  }

  /// The error in one line, each with its place.
  private static func message(_ error: ReportError) -> String {
    switch error {
    case .script(let errors): return errors.map(\.description).joined(separator: "; ")
    case .limit(let error): return error.description
    default: return error.description.split(separator: "\n").joined(separator: "; ")
    }
  }

  /// What a run says, in order.
  private final class Messages: Sendable {
    private let list = Mutex<[ReportEngine.LogMessage]>([])
    var all: [ReportEngine.LogMessage] { list.withLock { $0 } }
    func add(_ message: ReportEngine.LogMessage) { list.withLock { $0.append(message) } }
  }
}

/// Where two values first differ.
private enum ValueDifference {
  static func first(_ actual: PlainValue, _ expected: PlainValue, path: String) -> String? {
    let place = path.isEmpty ? "" : "at \(path): "
    switch (actual, expected) {
    case (.table(let list, let fields), .table(let wantedList, let wantedFields)):
      for (index, wanted) in wantedList.enumerated() where index < list.count {
        if let found = first(list[index], wanted, path: "\(path)[\(index + 1)]") { return found }
      }
      if list.count != wantedList.count {
        return "\(place)expected a list of \(wantedList.count), got one of \(list.count)"
      }
      for name in Set(fields.map(\.name) + wantedFields.map(\.name)).sorted() {
        if let found = first(
          actual[name] ?? .null, expected[name] ?? .null, path: path.isEmpty ? name : "\(path).\(name)")
        {
          return found
        }
      }
      return nil
    case (.integer(let left), .number(let right)) where Double(left) == right: return nil
    case (.number(let left), .integer(let right)) where left == Double(right): return nil
    default: return actual == expected ? nil : "\(place)expected \(expected.shown), got \(actual.shown)"
    }
  }
}
