import ReportArticles
import ReportDates
import ReportLua

enum DateAPI {
  static let type = APIType(
    name: "Date",
    summary:
      "A day or a moment, on the clocks of the report's time zone. Compares with `<` and `==`; a Duration can be added and taken away.",
    fields: [
      number("year", "The year.") { $0.day.year },
      number("month", "The month, 1 to 12.") { $0.day.month },
      number("day", "The day of the month.") { $0.day.day },
      number("hour", "The hour; 0 for a whole day.") { $0.instant.hour },
      number("minute", "The minute.") { $0.instant.minute },
      number("second", "The second.") { $0.instant.second },
      number("weekday", "The day of the week: Monday is 1, Sunday 7 (ISO 8601).") { $0.day.weekday.rawValue },
      number(
        "week", "The number of the week: weeks start on Monday, the first has the year's first Thursday (ISO 8601)."
      ) {
        $0.isoWeek
      },
      number("quarter", "The quarter of the year, 1 to 4.") { ($0.day.month - 1) / 3 + 1 },
      number("unix", "Seconds since 1970-01-01T00:00:00Z.") { $0.instant.secondsSinceEpoch },
      text("iso", "ISO 8601, no more precise than known.") { $0.iso },
      text("value", "The same as `iso`.") { $0.iso },
      text("precision", "How much is known: year, month, day, minute or second.") { $0.precision.rawValue },
      text("basis", optional: true, "What an article's date stands for: published, updated or retrieved.") {
        $0.basis?.rawValue
      },
      text("evidence", optional: true, "Where an article's date was found, such as `feed` or `masthead`.") {
        $0.evidence?.rawValue
      },
      text("text", optional: true, "The text that an article's date was read from.") { $0.sourceText },
      text("zone", optional: true, "The zone that the source names.") { $0.sourceZone },
    ],
    methods: [
      APIFunction(
        "format",
        [
          APIParameter(
            "style", .string, optional: true,
            "`date.full`, `date.long`, `date.medium`, `date.short`, `date.weekday_day`, `date.day_month`, `date.relative`; the same with `datetime.`; `time`, `weekday`, `month`, `year`, `iso`. `date.long` unless given."
          ).standing(for: .dateStyle),
          APIParameter(
            "options",
            .options([
              APIParameter("lang", .string, optional: true, "The language; that of the report unless given."),
              APIParameter(
                "calendar", .oneOf(CalendarSystem.allCases.map(\.rawValue)), optional: true, "The calendar."),
              APIParameter("digits", .oneOf(DigitSystem.allCases.map(\.rawValue)), optional: true, "The digits."),
              APIParameter(
                "months", .oneOf(ArabicMonthNames.allCases.map(\.rawValue)), optional: true,
                "The Arabic names of the months."),
            ]), optional: true, "Language, calendar and digits."),
        ], returns: .string, "The date in words, no more precise than known (names and patterns of CLDR).",
        example: """
          local day = ctx:date "2025-01-23"
          assert(day:format("date.full", { lang = "en" }) == "Thursday 23 January 2025")
          assert(day:format("date.long", { lang = "ar" }) == "23 يناير 2025")
          assert(day:format("date.long", { lang = "en", calendar = "hijri" }) == "23 Rajab 1446 AH")
          """
      ) { call in
        let date = try call.target(DateObject.self).value
        let wording = wording(call.run, call.options(1))
        let style = call.arguments[0].text ?? "date.long"
        guard let text = wording.string(date, style: style) else {
          throw HostError("there is no date style “\(style)”" + Suggestion.hint(for: style, among: Wording.styles))
        }
        return .string(text)
      },
      APIFunction(
        "start_of", [unit], returns: .date,
        "The first day of the week, month, quarter or year that the date lies in. Weeks start as usual where the report's language is spoken.",
        example: "assert(ctx:date(\"2025-01-23\"):start_of(\"month\").iso == \"2025-01-01\")"
      ) { call in
        let date = try call.target(DateObject.self).value
        let first = CivilDate.firstWeekday(language: call.run.language)
        return call.run.date(date.start(of: call.text(0), firstWeekday: first, zone: call.run.zone))
      },
      APIFunction(
        "end_of", [unit], returns: .date,
        "The last day of the week, month, quarter or year that the date lies in.",
        example: "assert(ctx:date(\"2024-02-10\"):end_of(\"month\").iso == \"2024-02-29\")"
      ) { call in
        let date = try call.target(DateObject.self).value
        let first = CivilDate.firstWeekday(language: call.run.language)
        return call.run.date(date.end(of: call.text(0), firstWeekday: first, zone: call.run.zone))
      },
      APIFunction(
        "hijri",
        returns: .record(["year", "month", "day"].map { APIParameter($0, .integer, "The \($0).") }),
        "The day in the Islamic calendar of Umm al-Qura; nil outside of the years 1 to 1699.",
        example: "assert(ctx:date(\"2025-01-23\"):hijri().month == 7)"
      ) { call in
        guard let date = HijriDate(try call.target(DateObject.self).value.day) else { return .null }
        return .fields(["year": .integer(date.year), "month": .integer(date.month), "day": .integer(date.day)])
      },
    ],
    operators: [
      APIOperator(
        .add, "A duration later.", example: "assert((ctx:date(\"2025-01-31\") + \"1mo\").iso == \"2025-02-28\")"
      ) { run, values in
        guard let date = values.compactMap({ $0.object(DateObject.self) }).first,
          let duration = values.compactMap({ run.duration(from: $0) }).first
        else { throw HostError("a Duration can be added to a Date, not \(other(values).shown)" + advice(values)) }
        return run.date(date.value.adding(duration, zone: run.zone))
      },
      APIOperator(
        .subtract, "A duration earlier; or, of two dates, the Duration between them.",
        example: "assert(ctx:date(\"2025-01-23\") - ctx:date(\"2025-01-20\") == ctx:duration \"3d\")"
      ) { run, values in
        guard values.count == 2, let left = run.date(from: values[0]) else {
          throw HostError("a Duration or a Date can be taken from a Date, not \(other(values).shown)")
        }
        if let right = values[1].object(DateObject.self) { return .object(DurationObject(left.since(right.value))) }
        if let duration = run.duration(from: values[1]) { return run.date(left.adding(-duration, zone: run.zone)) }
        if let right = run.date(from: values[1]) { return .object(DurationObject(left.since(right))) }
        throw HostError("a Duration or a Date can be taken from a Date, not \(values[1].shown)" + advice(values))
      },
      APIOperator(.equal, "Whether both are the same moment.", example: "assert(ctx.now == ctx.now)") { run, values in
        let dates = values.compactMap { $0.object(DateObject.self) }
        return .boolean(
          dates.count == 2 && dates[0].value.instant.secondsSinceEpoch == dates[1].value.instant.secondsSinceEpoch)
      },
      APIOperator(.less, "Whether the first is earlier.", example: "assert(ctx:date \"2025-01-22\" < ctx.now)") {
        run, values in
        let dates = try pair(values, run)
        return .boolean(dates.0.instant < dates.1.instant)
      },
      APIOperator(.lessOrEqual, "Whether the first is not later.", example: "assert(ctx.today <= ctx.now)") {
        run, values in
        let dates = try pair(values, run)
        return .boolean(dates.0.instant <= dates.1.instant)
      },
      APIOperator(
        .concat, "ISO 8601, joined to text.", example: "assert(\"since \" .. ctx.today == \"since 2025-01-23\")"
      ) { run, values in
        .string(values.map { TextAPI.shown($0, run: run) }.joined())
      },
      APIOperator(.text, "ISO 8601.", example: "assert(tostring(ctx.today) == \"2025-01-23\")") { _, values in
        .string(values.first?.object(DateObject.self)?.value.iso ?? "")
      },
    ])

  private static let unit = APIParameter(
    "unit", .oneOf(["day", "week", "month", "quarter", "year"]), "The unit.")

  /// How dates and numbers are written by the options of a call.
  static func wording(_ run: ReportRun, _ options: ScriptTable) -> Wording {
    var wording = run.wording
    if let language = options.string("lang") {
      wording = run.wording(for: language)
    }
    if let calendar = options.string("calendar").flatMap(CalendarSystem.init(rawValue:)) { wording.calendar = calendar }
    if let digits = options.string("digits").flatMap(DigitSystem.init(rawValue:)) { wording.digits = digits }
    if let months = options.string("months").flatMap(ArabicMonthNames.init(rawValue:)) { wording.months = months }
    return wording
  }

  /// How to write a duration, for text that is none.
  private static func advice(_ values: [ScriptValue]) -> String {
    switch other(values) {
    case .string, .integer, .number: return "; write a duration as \"1d\", \"36h\" or \"2w\""
    default: return ""
    }
  }

  private static func other(_ values: [ScriptValue]) -> ScriptValue {
    values.first { $0.object(DateObject.self) == nil } ?? values.last ?? .null
  }

  private static func pair(_ values: [ScriptValue], _ run: ReportRun) throws -> (ScriptDate, ScriptDate) {
    guard values.count == 2, let left = run.date(from: values[0]), let right = run.date(from: values[1]) else {
      throw HostError("a Date can be compared with a Date, not with \(other(values).shown)")
    }
    return (left, right)
  }

  private static func number(_ name: String, _ summary: String, get: @escaping @Sendable (ScriptDate) -> Int)
    -> APIField
  {
    APIField(name, .integer, summary, example: "assert(math.type(date.\(name)) == \"integer\")") { _, object in
      .integer(get(try owner(object, DateObject.self).value))
    }
  }

  private static func text(
    _ name: String, optional: Bool = false, _ summary: String, get: @escaping @Sendable (ScriptDate) -> String?
  ) -> APIField {
    let example = optional ? "local value = date.\(name)" : "assert(#date.\(name) > 0)"
    return APIField(name, .string, optional: optional, summary, example: example) { _, object in
      .optional(get(try owner(object, DateObject.self).value))
    }
  }
}

enum DurationAPI {
  static let type = APIType(
    name: "Duration",
    summary: "A span of time: calendar months and days, which keep the clock time, and exact seconds.",
    fields: [
      APIField("months", .integer, "Its calendar months.", example: "assert(ctx:duration(\"1y\").months == 12)") {
        _, object in
        .integer(try owner(object, DurationObject.self).value.months)
      },
      APIField("days", .integer, "Its calendar days.", example: "assert(ctx:duration(\"2w\").days == 14)") {
        _, object in
        .integer(try owner(object, DurationObject.self).value.days)
      },
      APIField("seconds", .integer, "Its exact seconds.", example: "assert(ctx:duration(\"36h\").seconds == 129600)") {
        _, object in
        .integer(try owner(object, DurationObject.self).value.seconds)
      },
      APIField("iso", .string, "ISO 8601.", example: "assert(ctx:duration(\"2w\").iso == \"P2W\")") { _, object in
        .string(try owner(object, DurationObject.self).value.description)
      },
    ],
    methods: [
      APIFunction(
        "format",
        [
          APIParameter(
            "options", .options([APIParameter("lang", .string, optional: true, "The language.")]), optional: true,
            "The language.")
        ],
        returns: .string, "The duration in words.",
        example: "assert(ctx:duration(\"3d\"):format { lang = \"en\" } == \"3 days\")"
      ) { call in .string(DateAPI.wording(call.run, call.options(0)).string(try call.target(DurationObject.self).value))
      },
      APIFunction(
        "total", [APIParameter("unit", .oneOf(["seconds", "minutes", "hours", "days", "weeks"]), "The unit.")],
        returns: .number,
        "Its length as a number: a day counts 24 hours, a month the twelfth part of a mean year (30.436875 days).",
        example: "assert(ctx:duration(\"36h\"):total \"days\" == 1.5)"
      ) { call in
        let seconds = ["seconds": 1.0, "minutes": 60, "hours": 3600, "days": 86_400, "weeks": 604_800]
        let unit = seconds[call.text(0)] ?? 1
        return .number(try call.target(DurationObject.self).value.approximateSeconds / unit)
      },
    ],
    operators: [
      APIOperator(
        .add, "The sum; of a Date and a Duration, a later Date.",
        example: "assert(ctx:duration(\"1d\") + \"2d\" == ctx:duration \"3d\")"
      ) {
        run, values in
        guard values.count == 2, let left = run.duration(from: values[0]), let right = run.duration(from: values[1])
        else {
          throw HostError("a Duration can be added to a Duration or a Date")
        }
        return .object(DurationObject(left + right))
      },
      APIOperator(.subtract, "The difference.", example: "assert(ctx:duration(\"3d\") - \"1d\" == ctx:duration \"2d\")")
      { run, values in
        guard values.count == 2, let left = run.duration(from: values[0]), let right = run.duration(from: values[1])
        else {
          throw HostError("a Duration can be taken from a Duration or a Date")
        }
        return .object(DurationObject(left + -right))
      },
      APIOperator(.multiply, "So many times.", example: "assert(ctx:duration(\"1d\") * 7 == ctx:duration \"1w\")") {
        run, values in
        guard let duration = values.compactMap({ $0.object(DurationObject.self) }).first,
          let factor = values.compactMap(\.wholeNumber).first
        else { throw HostError("a Duration can be multiplied by a whole number") }
        return .object(DurationObject(duration.value.scaled(by: factor)))
      },
      APIOperator(
        .divide,
        "By a whole number, that part of it (a day that cannot be divided counts 24 hours); by a Duration, how often that goes into it.",
        example: "assert(ctx:duration(\"1w\") / \"1d\" == 7 and ctx:duration(\"3d\") / 2 == ctx:duration \"1d12h\")"
      ) { run, values in
        guard values.count == 2, let left = values[0].object(DurationObject.self)?.value else {
          throw HostError("only a Duration can be divided by a Duration or a whole number")
        }
        if let divisor = values[1].wholeNumber {
          guard divisor != 0 else { throw HostError("a Duration cannot be divided by zero") }
          guard let part = left.divided(by: divisor) else {
            throw HostError("\(left.shortDescription) has no whole part of \(divisor); :total gives it as a number")
          }
          return .object(DurationObject(part))
        }
        guard let right = run.duration(from: values[1]) else {
          throw HostError("a Duration can be divided by a Duration or a whole number, not \(values[1].shown)")
        }
        guard right.approximateSeconds != 0 else { throw HostError("a Duration cannot be divided by one of no length") }
        return .number(left.approximateSeconds / right.approximateSeconds)
      },
      APIOperator(.negate, "The other direction.", example: "assert(-ctx:duration(\"1d\") == ctx:duration \"-1d\")") {
        _, values in
        .object(DurationObject(-(values.first?.object(DurationObject.self)?.value ?? ScriptDuration())))
      },
      APIOperator(
        .equal, "Whether both have the same parts.", example: "assert(ctx:duration(\"24h\") ~= ctx:duration \"1d\")"
      ) { _, values in
        let durations = values.compactMap { $0.object(DurationObject.self) }
        return .boolean(durations.count == 2 && durations[0].value == durations[1].value)
      },
      APIOperator(.less, "Whether the first is shorter.", example: "assert(ctx:duration(\"1d\") < ctx:duration \"1w\")")
      { run, values in
        .boolean(try pair(values, run) { $0 < $1 })
      },
      APIOperator(
        .lessOrEqual, "Whether the first is not longer.", example: "assert(ctx:duration(\"7d\") <= ctx:duration \"1w\")"
      ) { run, values in
        .boolean(try pair(values, run) { $0 <= $1 })
      },
      APIOperator(.concat, "ISO 8601, joined to text.", example: "assert(ctx:duration(\"1d\") .. \"\" == \"P1D\")") {
        run, values in
        .string(values.map { TextAPI.shown($0, run: run) }.joined())
      },
      APIOperator(.text, "ISO 8601.", example: "assert(tostring(ctx:duration \"1d\") == \"P1D\")") { _, values in
        .string(values.first?.object(DurationObject.self)?.value.description ?? "")
      },
    ])

  private static func pair(
    _ values: [ScriptValue], _ run: ReportRun, _ compare: (ScriptDuration, ScriptDuration) -> Bool
  ) throws -> Bool {
    guard values.count == 2, let left = run.duration(from: values[0]), let right = run.duration(from: values[1]) else {
      throw HostError("a Duration can be compared with a Duration only")
    }
    return compare(left, right)
  }
}
