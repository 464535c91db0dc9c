import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

enum DocumentAPI {
  static let type = APIType(
    name: "Document",
    summary:
      "A report in the making. Blocks are added in order; every method of a Section works on a Document too. `build` returns it.",
    fields: [
      APIField("lang", .string, "The language of the document.", example: "assert(doc.lang == \"en\")") { _, object in
        .string(try owner(object, DocumentBuilder.self).wording.language)
      }
    ],
    methods: SectionAPI.methods + [
      APIFunction(
        "made_from",
        [
          APIParameter("query", .object("Query"), "The articles."),
          APIParameter(
            "options",
            .either([
              .list(.object("Story")),
              .options([
                APIParameter("stories", .list(.object("Story")), optional: true, "The stories, to be counted."),
                APIParameter(
                  "reading_time", .boolean, optional: true,
                  "Whether it says how many minutes the report takes to read, at 200 words a minute."),
                APIParameter(
                  "expected", .object("Query"), optional: true,
                  "Articles whose sources were to be expected: those that are not among `query` are named as missing."),
              ]),
            ]), optional: true, "The stories, or what else to say."),
        ], returns: .object("Document"),
        "Says in the head what the report was made from: “41 articles, 7 sources, 12 stories; 2 sources missing”. Without it, all articles are counted.",
        example: "doc:made_from(ctx.articles:take(2), { stories = ctx.articles:stories(), expected = ctx.articles })"
      ) { call in
        let document = try call.target(DocumentBuilder.self)
        guard let query = call.arguments[0].object(QueryObject.self) else { return .object(document) }
        let options = call.options(1)
        document.tellsReadingTime = options.boolean("reading_time") ?? false
        let stories = options.fields.isEmpty ? call.arguments[1] : options["stories"] ?? .null
        document.provenance = try document.madeFrom(
          query, stories: stories.table?.list.count,
          expected: options["expected"]?.object(QueryObject.self))
        return .object(document)
      },
      APIFunction(
        "word",
        [
          APIParameter("key", .string, "The key, such as `summary`; `reportgen api words` prints all.")
            .standing(for: .fixedWord)
        ], returns: .string,
        "A fixed word in the document's language.", example: "assert(doc:word \"sources\" == \"Sources\")"
      ) { call in
        let vocabulary = try call.target(DocumentBuilder.self).wording.vocabulary
        guard let word = vocabulary.word(named: call.text(0)) else {
          let known = Vocabulary.Word.allCases.map(\.rawValue)
          throw HostError("there is no fixed word “\(call.text(0))”" + Suggestion.hint(for: call.text(0), among: known))
        }
        return .string(word)
      },
      APIFunction(
        "count",
        [
          APIParameter("number", .integer, "How many."),
          APIParameter("noun", .oneOf(Vocabulary.Noun.allCases.map(\.rawValue)), "What."),
        ], returns: .string, "A number with its noun in the right form: “41 articles”, “مقالان”.",
        example: "assert(doc:count(1, \"article\") == \"1 article\" and doc:count(2, \"article\") == \"2 articles\")"
      ) { call in
        let noun = Vocabulary.Noun(rawValue: call.text(1)) ?? .result
        return .string(try call.target(DocumentBuilder.self).wording.count(call.integer(0) ?? 0, noun))
      },
      APIFunction(
        "number",
        [
          APIParameter("value", .number, "The number."),
          APIParameter("decimals", .integer, optional: true, "At most so many decimals; 2 unless given."),
        ], returns: .string, "A number as the document's language writes it.",
        example: "assert(doc:number(12345.5) == \"12,345.5\")"
      ) { call in
        let value = call.arguments[0].double ?? 0
        return .string(
          try call.target(DocumentBuilder.self).wording.number(value, fractionDigits: call.integer(1) ?? 2))
      },
      APIFunction(
        "date",
        [
          APIParameter("value", .date, "The date."),
          APIParameter("style", .string, optional: true, "A style of `date:format`; `date.long` unless given.")
            .standing(for: .dateStyle),
        ], returns: .string, "A date in the document's language, calendar and digits.",
        example: "assert(doc:date(\"2025-01-23\") == \"23 January 2025\")"
      ) { call in
        let document = try call.target(DocumentBuilder.self)
        let style = call.arguments[1].text ?? "date.long"
        guard let date = call.run.date(from: call.arguments[0]), let text = document.wording.string(date, style: style)
        else {
          throw HostError("there is no date style “\(style)”" + Suggestion.hint(for: style, among: Wording.styles))
        }
        return .string(text)
      },
    ])

  static let options = [
    APIParameter(
      "title", .inlines, optional: true, "The headline; the report's title with its parameters filled in unless given."),
    APIParameter("subtitle", .inlines, optional: true, "The line under it."),
    APIParameter("lang", .string, optional: true, "The language of its own words; `ctx.lang` unless given."),
    APIParameter("dir", .oneOf(["rtl", "ltr"]), optional: true, "The direction; that of the language unless given."),
    APIParameter(
      "calendar", .oneOf(CalendarSystem.allCases.map(\.rawValue)), optional: true, "The calendar of its dates."),
    APIParameter(
      "digits", .oneOf(DigitSystem.allCases.map(\.rawValue)), optional: true, "The digits of its dates and numbers."),
    APIParameter(
      "months", .oneOf(ArabicMonthNames.allCases.map(\.rawValue)), optional: true, "The Arabic names of the months."),
    APIParameter(
      "citations", .oneOf(CitationStyle.allCases.map(\.rawValue)), optional: true,
      "How its citations are shown; `short` unless given. `--citations` and a jobs file go before it."),
    APIParameter(
      "images", .oneOf(PictureStyle.allCases.map(\.rawValue)), optional: true,
      "How its pictures are shown: `embedded` as small copies, `linked` at their addresses, which tells their publishers of each reader, `none`; `embedded` unless given. `--images` goes before it."
    ),
    APIParameter(
      "colophon", .oneOf(Document.Colophon.Style.allCases.map(\.rawValue)), optional: true,
      "What its foot says: `none`, `short` (when and with which version) or `full` (script and parameters as well); pages fold the script and parameters away unless it is given."
    ),
  ]

  static func document(_ run: ReportRun, _ options: ScriptTable) throws -> DocumentBuilder {
    let language = options.string("lang") ?? run.language
    if options.string("lang") != nil { run.warnOfUnspoken(language) }
    var wording = run.wording(
      for: language, direction: options.string("dir").flatMap(TextDirection.init(rawValue:)))
    if let calendar = options.string("calendar").flatMap(CalendarSystem.init(rawValue:)) { wording.calendar = calendar }
    if let digits = options.string("digits").flatMap(DigitSystem.init(rawValue:)) { wording.digits = digits }
    if let months = options.string("months").flatMap(ArabicMonthNames.init(rawValue:)) { wording.months = months }
    let document = DocumentBuilder(run: run, wording: wording)
    if let title = options["title"] { document.title = try document.inlines(title) }
    if let subtitle = options["subtitle"] { document.subtitle = try document.inlines(subtitle) }
    document.pictures = options.string("images").flatMap(PictureStyle.init(rawValue:))
    document.colophonStyle = options.string("colophon").flatMap(Document.Colophon.Style.init(rawValue:))
    document.citations = options.string("citations").flatMap(CitationStyle.init(rawValue:))
    run.document = document
    return document
  }
}
