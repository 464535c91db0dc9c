import ReportArticles

enum ArticleAPI {
  static let type = APIType(
    name: "Article",
    summary:
      "An article, as `reportgen inspect` prints it. Optional fields that the source does not give are nil; a misspelt field is an error.",
    isRecord: true, fields: texts + dates + lists,
    methods: [
      APIFunction(
        "summarize", [AnalysisOptions.summary], returns: .object("Summary"),
        "A summary out of sentences of this article.",
        example: "assert(#article:summarize { sentences = 1 } == 1)"
      ) { call in
        .object(try AnalysisOptions.summary(of: [try call.target(ArticleObject.self)], call.options(0), run: call.run))
      },
      APIFunction(
        "timeline", [AnalysisOptions.timeline], returns: .object("Timeline"),
        "The dated events that this article tells of.",
        example: "for _, event in ipairs(article:timeline()) do print(event.date) end"
      ) { call in
        .object(try AnalysisOptions.timeline(of: [try call.target(ArticleObject.self)], call.options(0), run: call.run))
      },
      APIFunction(
        "coverage", returns: .object("Query"),
        "All articles of the collection that tell this article's story, this one too, whatever their day and whatever the query it came from; in the order of the collection.",
        example: "for other in article:coverage():sort \"date\":each() do print(other.title) end"
      ) { call in
        let object = try call.target(ArticleObject.self)
        let story = try call.run.analysis.story(at: object.position, in: call.run.input.articles)
        return .object(QueryObject(run: call.run, positions: story?.positions ?? [object.position]))
      },
      APIFunction(
        "mentions", [APIParameter("words", .string, "What to look for.")], returns: .boolean,
        "Whether title or body contain the words; case, accents and Arabic letter variants do not matter.",
        example: "assert(article:mentions \"OLD TOWN\")"
      ) { call in
        let needle = FoldedNeedle(call.text(0))
        let article = try call.target(ArticleObject.self).article
        return .boolean(article.values(of: .text).contains { needle.occurs(in: $0) })
      },
    ],
    operators: [
      APIOperator(.equal, "Whether two are the same article.", example: "assert(query[1] == query:first())") {
        _, values in
        .boolean(
          values.count == 2
            && values[0].object(ArticleObject.self)?.position == values[1].object(ArticleObject.self)?.position)
      },
      APIOperator(.text, "The title.", example: "assert(tostring(article) == article.title)") { _, values in
        .string(values.first?.object(ArticleObject.self)?.head.title ?? "")
      },
    ])

  private static func field(
    _ name: String, _ type: APIValueType, optional: Bool = false, _ summary: String, example: String? = nil,
    get: @escaping @Sendable (Article) -> ScriptValue
  ) -> APIField {
    APIField(name, type, optional: optional, summary, example: example ?? "local value = article.\(name)") {
      _, object in
      get(try owner(object, ArticleObject.self).head)
    }
  }

  /// A field that lies in the body.
  private static func long(
    _ name: String, _ type: APIValueType, _ summary: String, example: String? = nil,
    get: @escaping @Sendable (Article) -> ScriptValue
  ) -> APIField {
    APIField(name, type, summary, example: example ?? "local value = article.\(name)") { _, object in
      get(try owner(object, ArticleObject.self).article)
    }
  }

  private static func text(
    _ name: String, optional: Bool = true, _ summary: String, example: String? = nil,
    get: @escaping @Sendable (ArticleObject) -> String?
  ) -> APIField {
    var field = APIField(
      name, .string, optional: optional, summary, example: example ?? "local value = article.\(name)"
    ) { _, object in .optional(get(try owner(object, ArticleObject.self))) }
    field.text = get
    return field
  }

  private static let texts = [
    text("id", optional: false, "The identity, the same from run to run.") { $0.head.id },
    text("title", optional: false, "The headline; empty when the source has none.") { $0.head.title },
    text("subtitle", "The line under the headline.") { $0.head.subtitle },
    text("section", "The section of the paper, as printed.") { $0.head.section },
    text("publisher", "The publisher.") { $0.head.publisher },
    text(
      "source", optional: false, "The publisher or, where there is none, the site or the file.",
      example: "assert(article.source == \"River Post\")"
    ) { $0.source },
    text("url", "The address.") { $0.head.url },
    text("language", optional: false, "The language, BCP 47; `und` when it cannot be told.") { $0.head.language },
    text("lang", optional: false, "The same as `language`.") { $0.head.language },
    text("direction", optional: false, "`rtl` or `ltr`.") { $0.head.direction.rawValue },
    text("author", "The first author.") { $0.head.authors.first },
    text("text", optional: false, "The paragraphs, with an empty line between them.") { $0.text },
  ]

  private static let dates: [APIField] = [
    APIField(
      "date", .date, optional: true,
      "The best known date; its `basis` is `published`, else `updated`, else `retrieved`.",
      example: "assert(article.date.basis == \"published\")"
    ) { run, object in
      try owner(object, ArticleObject.self).head.bestDate.map {
        run.date(ScriptDate($0.date, basis: $0.basis, zone: run.zone))
      } ?? .null
    },
    date("published", .published, "When it was published; nil when that is not known.") { $0.published },
    date("updated", .updated, "When it was last changed.") { $0.updated },
    APIField(
      "met_at", .date,
      "When this report first had the article among its inputs: now, unless an earlier run of the job did.",
      example: "assert(article.met_at == ctx.now)"
    ) { run, object in
      let known = run.input.met?[try owner(object, ArticleObject.self).head.identity]
      return run.date(ScriptDate(run.zone.local(known ?? run.now)))
    },
    date("retrieved", .retrieved, "When the page was fetched or printed.") { $0.retrieved },
    APIField(
      "dateBounds",
      .record([
        APIParameter("notBefore", .string, optional: true, "Published in this year, month or day, or later."),
        APIParameter("notAfter", .string, optional: true, "Published in this year, month or day, or earlier."),
        APIParameter("weekday", .string, optional: true, "The weekday of publication, in English."),
      ]), optional: true, "What is known about the day of publication when `published` is nil.",
      example: "local bounds = article.dateBounds"
    ) { _, object in
      guard let bounds = try owner(object, ArticleObject.self).head.dateBounds else { return .null }
      return .fields([
        "notBefore": .optional(bounds.notBefore?.description), "notAfter": .optional(bounds.notAfter?.description),
        "weekday": .optional(bounds.weekday?.name),
      ])
    },
  ]

  private static func date(
    _ name: String, _ basis: Article.DateBasis, _ summary: String, get: @escaping @Sendable (Article) -> ArticleDate?
  ) -> APIField {
    APIField(name, .date, optional: true, summary, example: "local value = article.\(name)") { run, object in
      get(try owner(object, ArticleObject.self).head).map { run.date(ScriptDate($0, basis: basis, zone: run.zone)) }
        ?? .null
    }
  }

  private static let lists: [APIField] = [
    APIField(
      "story", .string, optional: true,
      "The identity of the story that the article belongs to among all articles of the collection. On an archive it is assigned when the article is added and stays; `query:stories()` groups the articles of a query by themselves.",
      example: "assert(article.story)"
    ) { run, object in
      let position = try owner(object, ArticleObject.self).position
      return .optional(try run.analysis.story(at: position, in: run.input.articles)?.id)
    },
    field("authors", .list(.string), "The authors.") { .strings($0.authors) },
    field(
      "editors",
      .list(.record([APIParameter("role", .string, "The role."), APIParameter("name", .string, "The name.")])),
      "People of the masthead, who are not authors."
    ) { article in .list(article.editors.map { .fields(["role": .string($0.role), "name": .string($0.name)]) }) },
    field("keywords", .list(.string), "The source's own keywords.") { .strings($0.keywords) },
    long("captions", .list(.string), "Captions of images and videos.") { .strings($0.captions) },
    long("paragraphs", .list(.string), "The body.", example: "assert(#article.paragraphs == 2)") {
      .strings($0.paragraphs)
    },
    APIField(
      "sentences", .list(.object("Sentence")), "The sentences of the body, each with its place.",
      example: "assert(article.sentences[1].text == \"The river Lenne rose above the old town on Wednesday night.\")"
    ) { run, object in
      let article = try owner(object, ArticleObject.self)
      let kept = try run.input.articles.derived(at: article.position)
      return .list(
        try run.analysis.sentences(of: article.article, kept: kept).map { .object(SentenceObject($0, run: run)) })
    },
    APIField("words", .integer, "The number of words of the body.", example: "assert(article.words > 20)") {
      _, object in
      let article = try owner(object, ArticleObject.self).article
      return .integer(article.count(of: .words))
    },
    long(
      "images",
      .list(
        .record([
          APIParameter("url", .string, "The address."),
          APIParameter("caption", .string, optional: true, "The caption."),
          APIParameter("alt", .string, optional: true, "The text alternative."),
        ])), "Images; they are never loaded."
    ) { article in
      .list(
        article.images.map {
          .fields(["url": .string($0.url), "caption": .optional($0.caption), "alt": .optional($0.alt)])
        })
    },
    field(
      "warnings",
      .list(
        .record([
          APIParameter("code", .string, "A stable code such as `date-conflict`."),
          APIParameter("message", .string, "A sentence."),
          APIParameter("line", .integer, optional: true, "The line of the input."),
        ])), "What the loader found doubtful."
    ) { article in
      .list(
        article.warnings.map {
          .fields([
            "code": .string($0.code), "message": .string($0.message), "line": $0.line.map(ScriptValue.integer) ?? .null,
          ])
        })
    },
    APIField(
      "rights",
      .record([
        APIParameter(
          "robots", .list(.string), "What is forbidden or limited, such as `noarchive` or `max-snippet:90`."),
        APIParameter(
          "snippetLimit", .integer, optional: true,
          "Characters of an excerpt at most; 0 for `nosnippet`, nil for no limit."),
        APIParameter("tdmReservation", .boolean, optional: true, "Whether text and data mining is reserved."),
        APIParameter("tdmPolicy", .string, optional: true, "Where the terms for it stand."),
        APIParameter("licenses", .list(.string), "Addresses or names of licences."),
        APIParameter("copyright", .string, optional: true, "The notice, as printed."),
        APIParameter("copyrightHolder", .string, optional: true, "Who holds it."),
      ]), optional: true,
      "What the source says about the use of the article; nil when it says nothing. Summaries, timelines and cards keep to `snippetLimit` unless the report has `snippets = \"all\"`; texts that a script takes out itself are its own affair.",
      example: "assert(article.rights == nil)"
    ) { _, object in
      guard let rights = try owner(object, ArticleObject.self).head.rights else { return .null }
      return .fields([
        "robots": .strings(rights.robots), "snippetLimit": rights.snippetLimit.map(ScriptValue.integer) ?? .null,
        "tdmReservation": rights.tdmReservation.map(ScriptValue.boolean) ?? .null,
        "tdmPolicy": .optional(rights.tdmPolicy), "licenses": .strings(rights.licenses),
        "copyright": .optional(rights.copyright), "copyrightHolder": .optional(rights.copyrightHolder),
      ])
    },
    field(
      "origin",
      .record([
        APIParameter("path", .string, "The path as given."),
        APIParameter("index", .integer, "The position in that input, from 0."),
        APIParameter("format", .string, "The format."), APIParameter("line", .integer, optional: true, "The line."),
      ]), "Where it was read from.", example: "assert(article.origin.format == \"test\")"
    ) { article in
      .fields([
        "path": .string(article.origin.path), "index": .integer(article.origin.index),
        "format": .string(article.origin.format),
        "line": article.origin.line.map(ScriptValue.integer) ?? .null,
      ])
    },
  ]
}
