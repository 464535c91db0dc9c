import ReportAnalysis
import ReportArticles
import ReportDocument
import ReportLua

enum SectionAPI {
  static let type = APIType(
    name: "Section",
    summary: "A part of a document. Every method adds a block and returns the section, so that calls can be chained.",
    methods: methods)

  static let methods = structure + text + data

  /// What every block takes.
  private static let common = [
    APIParameter("class", .string, optional: true, "HTML class names, separated by spaces."),
    APIParameter("lang", .string, optional: true, "The language of the block, where it differs from the document's."),
    APIParameter("dir", .oneOf(["rtl", "ltr"]), optional: true, "Its direction, where it differs."),
  ]

  private static func options(_ own: [APIParameter] = []) -> APIParameter {
    APIParameter("options", .options(own + common), optional: true, "How it is set.")
  }

  private static func block(
    _ name: String, _ parameters: [APIParameter], _ summary: String, example: String,
    make: @escaping @Sendable (APICall, SectionBuilder, DocumentBuilder) throws -> Block.Content?
  ) -> APIFunction {
    APIFunction(name, parameters, returns: .object("Section"), summary, example: example) { call in
      guard let section = call.target as? SectionBuilder, let document = section.document else {
        throw HostError("call it with a colon: section:\(name)(…)")
      }
      if let content = try make(call, section, document) {
        let options = call.arguments.last?.table ?? ScriptTable()
        try section.append(styled(Block(content), by: options))
      }
      return .object(section)
    }
  }

  private static func styled(_ block: Block, by options: ScriptTable) throws -> Block {
    var block = block
    if let language = options.string("lang") {
      block.language = language
      block.direction = .of(language: language)
    }
    if let direction = options.string("dir").flatMap(TextDirection.init(rawValue:)) { block.direction = direction }
    for name in (options.string("class") ?? "").split(separator: " ") {
      let isName = name.utf8.first.map { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A } ?? false
      guard isName, name.utf8.count <= 64,
        name.utf8.allSatisfy({ byte in
          (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
        })
      else { throw HostError("“\(name)” is not a valid class name: use letters, digits, - and _, a letter first") }
      block.classes.append(String(name))
    }
    return block
  }

  private static let content = APIParameter(
    "content", .content,
    "Text, a result such as a summary or timeline, a list of these, or a function that gets the part to fill.")

  private static func filled(_ call: APICall, _ section: SectionBuilder, argument: Int) throws -> [Block] {
    let value = argument < call.arguments.count ? call.arguments[argument] : .null
    return try section.part { try $0.append(content: value) }
  }

  /// The text of a heading: a fixed word when there is one of that key, else what is given.
  private static func heading(_ value: ScriptValue, _ document: DocumentBuilder) throws -> [Inline] {
    if let key = value.text, let word = document.wording.vocabulary.word(named: key) { return [.text(word)] }
    if let hint = value.text.flatMap(FixedWordHint.hint) { document.run.warn(hint) }
    return try document.inlines(value)
  }

  private static let structure = [
    block(
      "section",
      [
        APIParameter(
          "title", .inlines, "The heading: text, or the key of a fixed word such as `summary`, `timeline`, `by_source`."
        ).standing(for: .heading),
        content, options(),
      ],
      "Adds a part with a heading.",
      example: "doc:section(\"summary\", function(s) s:paragraph \"Nothing new.\" end)"
    ) { call, section, document in
      let title = try heading(call.arguments[0], document)
      return .section(title: title, try filled(call, section, argument: 1))
    },
    block(
      "heading",
      [
        APIParameter("text", .inlines, "The text, or the key of a fixed word.").standing(for: .heading),
        options([APIParameter("level", .integer, optional: true, "2 to 6; 3 unless given.")]),
      ], "Adds a heading that opens no part.", example: "section:heading(\"Markets\", { level = 3 })"
    ) { call, _, document in
      .heading(level: min(max(call.options(1).integer("level") ?? 3, 2), 6), try heading(call.arguments[0], document))
    },
    block(
      "lead", [content, options()], "Adds content set larger, as the lead of a page.",
      example: "section:lead(function(s) s:card(article, { sentences = 3 }) end)"
    ) { call, section, _ in .lead(try filled(call, section, argument: 0)) },
    block(
      "group", [content, options()], "Adds content that belongs together, for a class of its own.",
      example: "section:group({ \"one\", \"two\" }, { class = \"pair\" })"
    ) { call, section, _ in .group(try filled(call, section, argument: 0)) },
    block(
      "columns", [APIParameter("columns", .list(.content), "The content of each column."), options()],
      "Adds columns, side by side where there is room.",
      example: "section:columns { \"left\", function(s) s:paragraph \"right\" end }"
    ) { call, section, _ in
      .columns(
        try (call.arguments[0].table?.list ?? []).map { value in try section.part { try $0.append(content: value) } })
    },
    block(
      "contents", [options()], "Adds a list of the document's sections; a document has at most ten.",
      example: "doc:contents()"
    ) {
      _, _, document in
      try document.countContents()
      return .contents
    },
    block("rule", [options()], "Adds a rule.", example: "section:rule()") { _, _, _ in .rule },
    block("page_break", [options()], "Starts a new page in print.", example: "section:page_break()") { _, _, _ in
      .pageBreak
    },
    block(
      "add", [content], "Adds anything: text, a result, a list of these.",
      example: "section:add { \"A paragraph.\", article }"
    ) {
      call, section, _ in
      try section.append(content: call.arguments[0])
      return nil
    },
  ]

  private static let text = [
    block(
      "paragraph",
      [APIParameter("text", .inlines, "Text or a list of pieces such as `{ strong = \"…\" }`."), options()],
      "Adds a paragraph.",
      example:
        "section:paragraph { \"Rain \", { strong = \"again\" }, \", says \", { link = \"the Post\", url = \"https://example.org/\" }, \".\" }"
    ) { call, _, document in .paragraph(try document.inlines(call.arguments[0])) },
    block(
      "list",
      [
        APIParameter("items", .list(.content), "The items."),
        options([APIParameter("ordered", .boolean, optional: true, "Whether they are numbered.")]),
      ], "Adds a list.", example: "section:list({ \"first\", \"second\" }, { ordered = true })"
    ) { call, section, _ in
      .list(
        ordered: call.options(1).boolean("ordered") ?? false,
        items: try (call.arguments[0].table?.list ?? []).map { value in
          try section.part { try $0.append(content: value) }
        })
    },
    block(
      "quote", [content, options([APIParameter("by", .inlines, optional: true, "Whose words they are.")])],
      "Adds a quotation.",
      example: "section:quote(\"We will rebuild.\", { by = \"the mayor\" })"
    ) { call, section, document in
      .quote(try filled(call, section, argument: 0), attribution: try document.inlines(call.options(1)["by"] ?? .null))
    },
    block(
      "note",
      [
        content,
        options([
          APIParameter(
            "kind", .oneOf(Block.NoteKind.allCases.map(\.rawValue)), optional: true,
            "`inline` in the text, `aside` in the side column, `warning` for what is missing or doubtful; `inline` unless given."
          )
        ]),
      ], "Adds a note.", example: "section:note(\"Figures are provisional.\", { kind = \"warning\" })"
    ) { call, section, _ in
      .note(
        call.options(1).string("kind").flatMap(Block.NoteKind.init(rawValue:)) ?? .inline,
        try filled(call, section, argument: 0))
    },
  ]

  private static let field = APIParameter("field", .string, optional: true, "The field of the row.")

  private static let data = [
    block(
      "table",
      [
        APIParameter(
          "options",
          .options(
            [
              APIParameter("rows", .any, "A query, or a list of tables."),
              APIParameter(
                "columns",
                .list(
                  .either([
                    .string,
                    .options([
                      field, APIParameter("title", .inlines, optional: true, "Its head."),
                      APIParameter(
                        "align", .oneOf(["start", "center", "end"]), optional: true, "How its cells are set."),
                      APIParameter("style", .string, optional: true, "The style of dates.").standing(for: .dateStyle),
                      APIParameter("decimals", .integer, optional: true, "Decimals of numbers."),
                      APIParameter("value", .function, optional: true, "Computes the cell from the row."),
                    ]),
                  ])), optional: true, "Fields of the rows, or tables that describe a column."),
              APIParameter("caption", .inlines, optional: true, "What the table shows."),
              APIParameter("totals", .boolean, optional: true, "Whether a last row has the sums."),
            ] + common), "What it holds.")
      ],
      "Adds a table.",
      example: "section:table { rows = ctx.articles:take(2), columns = { \"published\", \"source\", \"title\" } }"
    ) { call, _, document in
      let options = call.options(0)
      return .table(
        try document.table(
          rows: options["rows"] ?? .null, columns: options["columns"] ?? .null, caption: options["caption"] ?? .null,
          totals: options.boolean("totals") ?? false))
    },
    block(
      "chart",
      [
        APIParameter(
          "options",
          .options(
            [
              APIParameter(
                "kind", .oneOf(Chart.Kind.allCases.map(\.rawValue)), optional: true, "The kind; `bar` unless given."),
              APIParameter("data", .any, "Rows, such as `query:count` gives them."),
              APIParameter("label", .string, optional: true, "The field along the axis."),
              APIParameter("value", .string, optional: true, "The field with the numbers; `n` unless given."),
              APIParameter("series", .string, optional: true, "The field that splits the values into series."),
              APIParameter("title", .string, optional: true, "The finding, or what is measured."),
              APIParameter("unit", .string, optional: true, "What the numbers count."),
            ] + common), "What it shows.")
      ],
      "Adds a chart.",
      example:
        "section:chart { kind = \"bar\", data = ctx.articles:count \"source\", label = \"source\", value = \"n\" }"
    ) { call, _, document in .chart(try document.chart(call.options(0))) },
    block(
      "timeline",
      [
        APIParameter("timeline", .either([.object("Timeline"), .list(.object("Event"))]), "The events."),
        options([
          APIParameter(
            "undated", .boolean, optional: true, "Whether sentences without a date are shown; true unless given.")
        ]),
      ], "Adds a timeline.", example: "section:timeline(ctx.articles:timeline { limit = 5 }, { undated = false })"
    ) { call, _, document in
      if let timeline = call.arguments[0].object(TimelineObject.self) {
        return .timeline(document.view(timeline, undated: call.options(1).boolean("undated") ?? true))
      }
      let events = (call.arguments[0].table?.list ?? []).compactMap { $0.object(EventObject.self) }
      return .timeline(TimelineView(items: document.items(events)))
    },
    block(
      "gaps", [APIParameter("timeline", .object("Timeline"), "A timeline."), options()],
      "Adds the sentences that could not be dated, under the reason why; nothing when there are none.",
      example: "section:gaps(ctx.articles:timeline())"
    ) { call, section, document in
      guard let timeline = call.arguments[0].object(TimelineObject.self), !timeline.gaps.isEmpty else { return nil }
      let blocks = try section.part { part in
        for kind in UndatedReason.Kind.allCases {
          let gaps = timeline.gaps.filter { $0.reason.kind == kind }
          if gaps.isEmpty { continue }
          let reason = document.wording.vocabulary.word(DocumentBuilder.word(for: kind))
          try part.append(Block(.paragraph([.strong([.text(reason.prefix(1).uppercased() + reason.dropFirst())])])))
          try part.append(Block(.summary(document.items(gaps.map(\.sentence)))))
        }
      }
      return .group(blocks)
    },
    block(
      "summary",
      [
        APIParameter("summary", .either([.object("Summary"), .list(.object("Sentence"))]), "The sentences."), options(),
      ],
      "Adds the sentences of a summary.", example: "section:summary(ctx.articles:summarize { sentences = 2 })"
    ) { call, _, document in
      if let summary = call.arguments[0].object(SummaryObject.self) {
        return summary.unquoted.isEmpty ? .summary(document.items(summary.sentences)) : document.content(of: summary)
      }
      return .summary(
        document.items((call.arguments[0].table?.list ?? []).compactMap { $0.object(SentenceObject.self) }))
    },
    block(
      "disagreements",
      [APIParameter("summary", .object("Summary"), "A summary of several articles."), options()],
      "Adds a note on the figures that sources differ on; nothing when there are none. Counts that rose from report to report (`update`) are left out.",
      example: "section:disagreements(ctx.articles:summarize())"
    ) { call, section, document in
      let all = call.arguments[0].object(SummaryObject.self)?.disagreements ?? []
      let differing = all.filter { !$0.isUpdate }
      if differing.isEmpty { return nil }
      let blocks = try section.part { part in
        try part.append(Block(.paragraph([.strong([.text(document.wording.vocabulary.word(.disagreements))])])))
        for one in differing { try part.append(Block(.summary(document.items(one.sentences)))) }
      }
      return .note(.inline, blocks)
    },
    block(
      "card",
      [
        APIParameter("item", .either([.object("Article"), .object("Story")]), "An article or a story."),
        options([
          APIParameter("sentences", .integer, optional: true, "How many sentences of summary; none unless given."),
          APIParameter("summary", .object("Summary"), optional: true, "The summary to show instead."),
          APIParameter(
            "image", .boolean, optional: true,
            "Whether its picture is shown, if an article has one in a file beside it; false unless given."),
          APIParameter(
            "more", .boolean, optional: true,
            "Whether the other articles of a story are named, folded on a page; false unless given."),
        ]),
      ], "Adds an article or a story in short: section, headline, sentences, sources, time.",
      example: "section:card(story, { sentences = 2 })"
    ) { call, _, document in
      let options = call.options(1)
      let summary = options["summary"]?.object(SummaryObject.self)
      func sentences(_ articles: [ArticleObject]) throws -> [SentenceObject] {
        if let summary { return summary.sentences }
        guard let count = options.integer("sentences"), count > 0 else { return [] }
        let length = ScriptTable(fields: [ScriptTable.Field(name: "sentences", value: .integer(count))])
        return try AnalysisOptions.summary(of: articles, length, run: call.run).sentences
      }
      if let story = call.arguments[0].object(StoryObject.self) {
        guard var card = document.card(story, sentences: try sentences(story.articles)) else { return nil }
        if options.boolean("image") == true { card.picture = try document.picture(of: story) }
        if options.boolean("more") == true { card.related = document.related(story, to: card) }
        return .card(card)
      }
      guard let article = call.arguments[0].object(ArticleObject.self) else { return nil }
      var card = document.card(article, sentences: try sentences([article]))
      if options.boolean("image") == true { card.picture = try document.picture(of: article) }
      return .card(card)
    },
    block(
      "digest",
      [
        APIParameter("stories", .list(.object("Story")), "The stories, the most important first."),
        options([
          APIParameter("lines", .integer, optional: true, "At most this many lines, 1 to 20; 5 unless given."),
          APIParameter(
            "least", .integer, optional: true, "Nothing is added when there are fewer stories; 4 unless given."),
        ]),
      ],
      "Adds the day in brief: a sentence a story, word for word, each leading to the card of its story.",
      example: "doc:digest(ctx.articles:stories(), { lines = 5, least = 1 })"
    ) { call, _, document in
      let stories = (call.arguments[0].table?.list ?? []).compactMap { $0.object(StoryObject.self) }
      let lines = try document.digest(
        stories, limit: min(max(call.options(1).integer("lines") ?? 5, 1), 20),
        least: call.options(1).integer("least") ?? 4)
      return lines.isEmpty ? nil : .digest(lines)
    },
    block(
      "figures",
      [
        APIParameter("summary", .object("Summary"), "The summary."),
        options([APIParameter("limit", .integer, optional: true, "At most this many, 1 to 6; 3 unless given.")]),
      ],
      "Adds the numbers of a summary's sentences, set large with what they count; nothing when there are none.",
      example: "section:figures(ctx.articles:summarize { sentences = 3 })"
    ) { call, _, document in
      guard let summary = call.arguments[0].object(SummaryObject.self) else { return nil }
      let figures = try document.keyFigures(summary, limit: min(max(call.options(1).integer("limit") ?? 3, 1), 6))
      return figures.isEmpty ? nil : .figures(figures)
    },
    block(
      "image",
      [
        APIParameter(
          "picture", .either([.string, .object("Article"), .object("Story")]),
          "The name of a file beside the script, or what has a picture: an article or a story."),
        options([
          APIParameter("alt", .string, optional: true, "What is to be seen, for those who do not see it."),
          APIParameter("caption", .string, optional: true, "What stands beneath it."),
          APIParameter("credit", .string, optional: true, "Whose picture it is."),
        ]),
      ],
      "Adds a picture: a JPEG, PNG or WebP file of at most 8 MiB. Outputs get a small copy without its metadata. Nothing when an article has none, or none that can be read.",
      example: "section:image(article, { caption = \"The old town\" })"
    ) { call, _, document in
      guard var picture = try document.picture(named: call.arguments[0]) else { return nil }
      let options = call.options(1)
      picture.alt = options.string("alt") ?? picture.alt
      picture.caption = options.string("caption") ?? picture.caption
      picture.credit = options.string("credit") ?? picture.credit
      return .image(picture)
    },
  ]
}
