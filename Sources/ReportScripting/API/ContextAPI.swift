import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

/// `ctx`, as a script holds it.
final class ContextObject: ScriptObject {
  static let typeName = "Context"
  let query: QueryObject
  let text = TextObject()
  let log = LogObject()

  init(_ run: ReportRun) { query = QueryObject(run: run) }
}

/// What `ctx:skip` returns, for `build` to return in turn.
final class SkipObject: ScriptObject {
  static let typeName = "Skip"
  let reason: String

  init(_ reason: String) { self.reason = reason }
}

enum ContextAPI {
  static let type = APIType(
    name: "Context", summary: "What `build` gets: the articles, the parameters and the moment of the report.",
    fields: [
      APIField(
        "articles", .object("Query"), "All articles, as a query in the order of the inputs.",
        example: "assert(#ctx.articles > 0)"
      ) { _, object in .object(try owner(object, ContextObject.self).query) },
      APIField(
        "params", .map(.any),
        "The values of the report's parameters by name; optional ones that were not given are nil.",
        example: "assert(ctx.params.points == 7)"
      ) { run, _ in
        .table(
          ScriptTable(
            fields: run.parameters.keys.sorted().compactMap { name in
              run.parameters[name].map { ScriptTable.Field(name: name, value: run.value(of: $0)) }
            }))
      },
      APIField("now", .date, "The moment that the report is made for.", example: "assert(ctx.now.year == 2025)") {
        run, _ in run.date(ScriptDate(run.now))
      },
      APIField(
        "today", .date, "The day that the report is made for.", example: "assert(ctx.today.iso == \"2025-01-23\")"
      ) { run, _ in run.date(ScriptDate(run.now.date, zone: run.zone)) },
      APIField(
        "timezone", .string, "The name of the time zone of the report's days.",
        example: "assert(ctx.timezone == \"Africa/Cairo\")"
      ) { run, _ in .string(run.input.timeZone) },
      APIField(
        "last_run", .date, optional: true, "When the report was last made; nil the first time.",
        example: "assert(ctx.last_run == nil or ctx.last_run < ctx.now)"
      ) { run, _ in run.input.lastRun.map { run.date(ScriptDate(run.zone.local($0))) } ?? .null },
      APIField(
        "lang", .string,
        "The language of the report: the parameter `lang` when there is one, else that of most articles.",
        example: "assert(ctx.lang == \"en\")"
      ) { run, _ in .string(run.language) },
      APIField(
        "problems",
        .list(
          .record([
            APIParameter("path", .string, "The input."), APIParameter("line", .integer, optional: true, "The line."),
            APIParameter("kind", .string, "missing, unreadable, damaged or empty."),
            APIParameter("message", .string, "What is wrong."),
          ])), "What could not be loaded.",
        example: "for _, problem in ipairs(ctx.problems) do print(problem.path, problem.message) end"
      ) { run, _ in
        .list(
          run.input.problems.map { problem in
            .fields([
              "path": .string(problem.path), "line": problem.line.map(ScriptValue.integer) ?? .null,
              "kind": .string(problem.kind.rawValue), "message": .string(problem.message),
            ])
          })
      },
      APIField(
        "text", .object("Text"), "Tools for words, sentences and numbers.",
        example: "assert(ctx.text:stem(\"floods\", \"en\") == \"flood\")"
      ) { _, object in .object(try owner(object, ContextObject.self).text) },
      APIField("log", .object("Log"), "Messages for whoever runs the report.", example: "ctx.log:info \"hello\"") {
        _, object in .object(try owner(object, ContextObject.self).log)
      },
    ],
    methods: [
      APIFunction(
        "document", [APIParameter("options", .options(DocumentAPI.options), optional: true, "How it looks.")],
        returns: .object("Document"), "Begins the document.",
        example: "local doc = ctx:document { lang = \"en\", subtitle = ctx.now:format \"date.full\" }"
      ) { call in .object(try DocumentAPI.document(call.run, call.options(0))) },
      APIFunction(
        "skip", [APIParameter("reason", .string, "Why there is nothing to report.")], returns: .any,
        "Ends without a report: `return ctx:skip(\"no news\")`.",
        example: "local result = ctx:skip \"no article on floods\""
      ) { call in .object(SkipObject(call.text(0))) },
      APIFunction(
        "date",
        [
          APIParameter(
            "value", .either([.date, .options(dateParts)]), "As `2025-01-23`, with a time, `today`, or its parts.")
        ],
        returns: .date, "Makes a date.",
        example: """
          assert(ctx:date("2025-01-23") == ctx:date { year = 2025, month = 1, day = 23 })
          assert(ctx:date({ year = 1446, month = 9, day = 1, calendar = "hijri" }).iso == "2025-03-01")
          """
      ) { call in
        guard let parts = call.arguments[0].table else {
          return call.run.date(call.run.date(from: call.arguments[0]) ?? ScriptDate(call.run.now))
        }
        return call.run.date(try date(from: parts, run: call.run))
      },
      APIFunction(
        "days",
        [
          APIParameter("first", .date, "The first day."),
          APIParameter("last", .date, "The last day."),
          APIParameter("step", .duration, optional: true, "How far apart; `1d` unless given."),
        ], returns: .list(.date),
        "The days from one to another, both included; none when the last is before the first.",
        example: """
          local week = ctx:days(ctx.today - "6d", ctx.today)
          assert(#week == 7 and week[7] == ctx.today)
          assert(#ctx:days("2025-01-01", "2025-12-31", "1mo") == 12)
          """
      ) { call in .list(try days(call)) },
      APIFunction(
        "duration", [APIParameter("value", .duration, "As `1d`, `36h`, `2w`, `3mo`, or ISO 8601 as `P1DT12H`.")],
        returns: .duration, "Makes a duration.", example: "assert(ctx.now - ctx:duration \"1d\" < ctx.now)"
      ) { call in .object(DurationObject(call.run.duration(from: call.arguments[0]) ?? ScriptDuration())) },
      APIFunction(
        "read",
        [
          APIParameter("name", .string, "A file beside the script, or below its directory.").standing(for: .file),
          APIParameter(
            "options",
            .options([
              APIParameter(
                "as", .oneOf(["csv", "tsv", "json", "lines", "text"]), optional: true,
                "The form; by default from the name."),
              APIParameter(
                "header", .boolean, optional: true,
                "Whether the first row of a table names the columns; true unless given."),
            ]), optional: true, "How to read it."),
        ], returns: .any,
        "Reads data beside the script: a CSV file as a list of rows by column name, a JSON file as a value, any other as text.",
        example: "local rows = ctx:read \"names.csv\"; assert(rows[1].name == \"Ada\")"
      ) { call in try ScriptFile.read(call.text(0), options: call.options(1), run: call.run) },
      APIFunction(
        "word",
        [
          APIParameter("key", .string, "The key, such as `summary`; `reportgen api words` prints all.")
            .standing(for: .fixedWord),
          APIParameter("lang", .string, optional: true, "The language; that of the report unless given."),
        ], returns: .string, "A fixed word of reports in the report's language.",
        example: "assert(ctx:word(\"summary\", \"en\") == \"Summary\")"
      ) { call in
        let vocabulary = call.run.vocabulary(call.arguments[1].text)
        guard let word = vocabulary.word(named: call.text(0)) else {
          let known = Vocabulary.Word.allCases.map(\.rawValue)
          throw HostError("there is no fixed word “\(call.text(0))”" + Suggestion.hint(for: call.text(0), among: known))
        }
        return .string(word)
      },
    ])

  private static let dateParts =
    ["year", "month", "day", "hour", "minute", "second"].map { name in
      APIParameter(name, .integer, optional: name != "year", "The \(name).")
    } + [
      APIParameter(
        "calendar", .oneOf(["gregorian", "hijri"]), optional: true,
        "The calendar of year, month and day; a Hijri date needs all three. `gregorian` unless given.")
    ]

  /// Days that one call may ask for: 100 years.
  private static let mostDays = 36_525

  private static func days(_ call: APICall) throws -> [ScriptValue] {
    let run = call.run
    guard let first = run.date(from: call.arguments[0])?.day, let last = run.date(from: call.arguments[1])?.day else {
      return []
    }
    let step = run.duration(from: call.arguments[2]) ?? ScriptDuration(days: 1)
    guard step.seconds == 0, step.months >= 0, step.days >= 0, step.months + step.days > 0 else {
      throw HostError("the step between days must be one or more days, weeks or months")
    }
    var result: [ScriptValue] = []
    var day = first
    var count = 0
    while day <= last {
      guard count < mostDays else { throw HostError("more than \(mostDays) days; take a longer step") }
      result.append(run.date(ScriptDate(day, zone: run.zone)))
      count += 1
      // From the first day, so that the 31st comes back after a shorter month.
      day = first.adding(months: step.months * count).adding(days: step.days * count)
    }
    return result
  }

  private static func date(from parts: ScriptTable, run: ReportRun) throws -> ScriptDate {
    let (year, month, number) = (parts.integer("year") ?? 0, parts.integer("month") ?? 1, parts.integer("day") ?? 1)
    let isHijri = parts.string("calendar") == "hijri"
    if isHijri, parts["month"] == nil || parts["day"] == nil {
      throw HostError("a Hijri date needs year, month and day")
    }
    let found =
      isHijri
      ? HijriDate(year: year, month: month, day: number)?.civilDate
      : CivilDate(year: year, month: month, day: number)
    guard let day = found else { throw HostError("there is no such day: \(year)-\(month)-\(number)") }
    guard parts["hour"] != nil || parts["minute"] != nil || parts["second"] != nil else {
      var date = ScriptDate(day, zone: run.zone)
      if parts["month"] == nil { date.precision = .year } else if parts["day"] == nil { date.precision = .month }
      return date
    }
    let (hour, minute, second) = (
      parts.integer("hour") ?? 0, parts.integer("minute") ?? 0, parts.integer("second") ?? 0
    )
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second) else {
      throw HostError("there is no such time: \(hour):\(minute):\(second)")
    }
    return ScriptDate(run.zone.instant(of: day, secondOfDay: hour * 3600 + minute * 60 + second))
  }
}

/// `ctx.log`.
final class LogObject: ScriptObject {
  static let typeName = "Log"
}

enum LogAPI {
  static let type = APIType(
    name: "Log", summary: "Messages for whoever runs the report; they never stand in it.",
    methods: ReportEngine.LogMessage.Level.allCases.map { level in
      APIFunction(
        level.rawValue, [APIParameter("values", .any, optional: true, "What to say; joined by spaces.")],
        variadic: true,
        summaries[level] ?? "Logs.", example: "ctx.log:\(level.rawValue)(\"articles:\", #ctx.articles)"
      ) { call in
        try call.run.log(level, call.arguments.map { TextAPI.shown($0, run: call.run) }.joined(separator: " "))
        return .null
      }
    },
    operators: [
      APIOperator(.call, "The same as `log:info`.", example: "ctx.log(\"hello\")") { run, values in
        try run.log(.info, values.dropFirst().map { TextAPI.shown($0, run: run) }.joined(separator: " "))
        return .null
      }
    ])

  private static let summaries: [ReportEngine.LogMessage.Level: String] = [
    .debug: "Says something that only matters while a script is written.", .info: "Says something.",
    .warning: "Says that something is doubtful.", .error: "Says that something is wrong.",
  ]
}
