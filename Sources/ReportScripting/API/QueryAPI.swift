import ReportAnalysis
import ReportArticles
import ReportDocument
import ReportLua

enum QueryAPI {
  static let type = APIType(
    name: "Query",
    summary:
      "A list of articles that is not read before it is needed. A query never changes: every step gives a new one.",
    element: .object("Article"), methods: steps + questions + analyses,
    operators: [
      APIOperator(.length, "The number of articles.", example: "assert(#ctx.articles == 4)") { _, values in
        .integer(try query(values).count())
      },
      APIOperator(
        .index, "The article at an index from 1; nil beyond the end. `ipairs` works too.",
        example: "for i, article in ipairs(query) do assert(query[i] == article) end"
      ) { _, values in
        guard values.count > 1, let index = values[1].wholeNumber else { return .null }
        return try query(values).article(at: index).map { .object($0) } ?? .null
      },
      APIOperator(.text, "Says how many articles there are.", example: "assert(tostring(query) == \"4 articles\")") {
        _, values in
        .string(Vocabulary(language: "en").count(try query(values).count(), .article))
      },
    ])

  private static func query(_ values: [ScriptValue]) throws -> QueryObject {
    guard let query = values.first?.object(QueryObject.self) else { throw HostError("this is not a Query") }
    return query
  }

  private static let conditions = APIParameter(
    "conditions", .options(QueryConditions.options), "What must hold; all of it.")

  private static func filtered(_ query: QueryObject, _ conditions: QueryConditions) throws -> QueryObject {
    let result = try query.filtered(conditions.conditions)
    guard let sources = conditions.sources else { return result }
    return try result.computed { $0.filter { sources.accepts($0.source) } }
  }

  /// The names that articles can be sorted, grouped, counted and told apart by.
  static let keys = [
    "source", "publisher", "section", "author", "language", "keyword", "day", "month", "year", "weekday", "story",
    "title",
    "id", "url",
  ]

  /// The names that articles can be sorted by.
  static let sortKeys = ArticleQuery.Field.allCases.map(\.rawValue).filter { $0 != "text" } + ["source", "lang"]

  private static let steps = [
    APIFunction(
      "where", [conditions], returns: .object("Query"), "The articles that satisfy all conditions.",
      example: """
        local found = ctx.articles:where { text = "flood", since = "2025-01-22", lang = { "en", "ar" } }
        assert(#found == 2)
        assert(#ctx.articles:where { section = { none_of = "Sport" }, published = { from = "2025-01-22", to = "2025-01-23" } } == 3)
        """
    ) { call in
      .object(try filtered(call.target(QueryObject.self), QueryConditions(call.options(0), run: call.run)))
    },
    APIFunction(
      "without", [conditions], returns: .object("Query"), "The articles that do not satisfy all of the conditions.",
      example: "assert(#ctx.articles:without { section = \"Sport\" } == 3)"
    ) { call in
      let query = try call.target(QueryObject.self)
      let unwanted = try filtered(query, QueryConditions(call.options(0), run: call.run))
      return .object(
        try query.computed(asking: unwanted) { articles in
          let refused = Set(try unwanted.positions())
          return articles.filter { !refused.contains($0.position) }
        })
    },
    APIFunction(
      "search",
      [
        APIParameter("words", .string, "What to look for; inflected forms are found too, function words do not count."),
        APIParameter(
          "options",
          .options([
            APIParameter(
              "match", .oneOf(["all", "any"]), optional: true,
              "`all`: every word has to be there; `any`: one is enough, more are better. `all` unless given."),
            APIParameter("limit", .integer, optional: true, "At most this many."),
          ]), optional: true, "How strictly, and how many."),
      ], returns: .object("Query"),
      "The articles that have the words, the most relevant first (BM25); a word in the headline counts more.",
      example: """
        assert(ctx.articles:search("handball"):first().section == "Sport")
        assert(#ctx.articles:search "old town flood" == 1)
        assert(#ctx.articles:search("flood handball", { match = "any" }) == 3)
        """
    ) { call in
      let words = call.text(0)
      let (limit, match) = (call.options(1).integer("limit"), call.options(1).string("match") ?? "all")
      let found = try call.target(QueryObject.self).searched(words, match: match == "any" ? .any : .all)
      return .object(try limit.map(found.limited) ?? found)
    },
    APIFunction(
      "similar",
      [
        APIParameter("article", .object("Article"), "What they are to be like; it is left out itself."),
        APIParameter(
          "options", .options([APIParameter("limit", .integer, optional: true, "At most this many; 10 unless given.")]),
          optional: true, "How many."),
      ], returns: .object("Query"),
      "The articles that are most like an article, by the words that tell it apart, the most alike first. Articles in other languages, which have other words, are not found; `article:coverage()` has the story in all of them.",
      example: """
        local flood = ctx.articles:search("flood"):first()
        for _, other in ipairs(ctx.articles:similar(flood, { limit = 3 })) do assert(other ~= flood) end
        """
    ) { call in
      guard let article = call.arguments[0].object(ArticleObject.self) else { return .null }
      return .object(try call.target(QueryObject.self).alike(article, limit: call.options(1).integer("limit") ?? 10))
    },
    APIFunction(
      "filter",
      [APIParameter("accepts", .function, "Gets an article; what it returns says whether the article stays.")],
      returns: .object("Query"),
      "The articles that a function of yours accepts. Prefer `where` when it can say the same: its conditions are answered by an archive.",
      example: "assert(#ctx.articles:filter(function(a) return a.words > 20 end) == 1)"
    ) { call in
      guard case .function(let accepts) = call.arguments[0] else { return .null }
      return .object(try call.target(QueryObject.self).tested(accepts.accepting(articlesAt:)))
    },
    APIFunction(
      "sort",
      [
        APIParameter(
          "keys", .string, "Fields such as `published` or `section`; a minus sign before one turns its order round."
        ).standing(for: .sortKey)
      ],
      variadic: true, returns: .object("Query"),
      "The articles in another order; those that lack the field come last, ties keep their order.",
      example: "assert(ctx.articles:sort(\"-published\"):first().published.day == 23)"
    ) { call in
      let order = try call.arguments.compactMap(\.text).map { key in
        let name = key.hasPrefix("-") ? String(key.dropFirst()) : key
        guard let field = ArticleQuery.Field(rawValue: ["source": "publisher", "lang": "language"][name] ?? name),
          field != .text
        else {
          throw HostError("articles cannot be sorted by “\(name)”" + Suggestion.hint(for: name, among: sortKeys))
        }
        return ArticleQuery.Order(field, descending: key.hasPrefix("-"))
      }
      return .object(try call.target(QueryObject.self).sorted(order))
    },
    APIFunction(
      "take", [APIParameter("count", .integer, "How many.")], returns: .object("Query"), "The first articles.",
      example: "assert(#ctx.articles:take(2) == 2)"
    ) { call in .object(try call.target(QueryObject.self).limited(call.integer(0) ?? 0)) },
    APIFunction(
      "drop", [APIParameter("count", .integer, "How many.")], returns: .object("Query"),
      "The articles without the first ones.",
      example: "assert(ctx.articles:drop(1):first() == ctx.articles[2] and ctx.articles:drop(9):is_empty())"
    ) { call in
      let count = max(0, call.integer(0) ?? 0)
      return .object(try call.target(QueryObject.self).computed { Array($0.dropFirst(count)) })
    },
    APIFunction(
      "union", [APIParameter("other", .object("Query"), "More articles.")], returns: .object("Query"),
      "The articles of both, each once, those of `other` last.",
      example: """
        local both = ctx.articles:where({ section = "Sport" }):union(ctx.articles:where { lang = "ar" })
        assert(#both == 2 and both[2].lang == "ar")
        """
    ) { call in
      let other = call.arguments[0].object(QueryObject.self)
      return .object(
        try call.target(QueryObject.self).computed(asking: other) { articles in
          let known = Set(articles.map(\.position))
          return articles + (try other?.members().filter { !known.contains($0.position) } ?? [])
        })
    },
    APIFunction(
      "distinct", [APIParameter("key", .oneOf(keys), "What tells articles apart.")], returns: .object("Query"),
      "One article for each value of a field; for `story` the one that stands for the story, else the first.",
      example: "assert(#ctx.articles:distinct \"source\" == 3)"
    ) { call in
      let run = call.run
      let key = call.text(0)
      return .object(
        try call.target(QueryObject.self).computed { articles in
          if key == "story" {
            let chosen = Set(try run.analysis.stories(in: articles.map(\.article)).compactMap(\.members.first))
            return articles.indices.filter(chosen.contains).map { articles[$0] }
          }
          var seen: Set<String> = []
          return articles.filter { seen.insert(ArticleKeys.values(of: key, $0, run: run).first?.sort ?? "").inserted }
        })
    },
    APIFunction(
      "unseen",
      [
        APIParameter(
          "options",
          .options([
            APIParameter(
              "since", .either([.date, .duration]), optional: true,
              "Leave out what is dated before this moment, or longer ago than this, unless it has come since the last run."
            ),
            APIParameter(
              "before", .either([.date, .duration]), optional: true, "Leave out what is dated at this moment or later."),
          ]), optional: true,
          "A window of time. With it, what bears no date is there in the run that meets it first, and in no other.")
      ], returns: .object("Query"),
      "The articles that no earlier run of this report could have shown: those that none of its queries returned.",
      example: """
        assert(#ctx.articles:unseen() == #ctx.articles)
        assert(#ctx.articles:unseen { since = "2025-01-23", before = ctx.now } <= #ctx.articles)
        """
    ) { call in
      let run = call.run
      let options = call.options(0)
      let window = try UnseenWindow(
        since: options["since"].map { try QueryConditions.moment($0, run: run) },
        before: options["before"].map { try QueryConditions.moment($0, run: run) }, run: run)
      return .object(try call.target(QueryObject.self).computed { $0.filter { window.holds($0.head) } })
    },
  ]

  private static let questions = [
    APIFunction(
      "each", returns: .iterator(.object("Article")),
      "The articles one by one, for `for article in query:each() do`: a function that gives the next article, nil at the end.",
      example: """
        local n = 0
        for article in query:each() do n = n + #article.title end
        local next = query:each()
        assert(n > 0 and next() == query[1])
        """
    ) { call in .object(try IteratorObject(try call.target(QueryObject.self))) },
    APIFunction(
      "first", returns: .object("Article"), "The first article; nil when there is none.",
      example: "assert(query:first() == query[1])"
    ) { call in
      try call.target(QueryObject.self).article(at: 1).map { .object($0) } ?? .null
    }.orNil(),
    APIFunction(
      "is_empty", returns: .boolean, "Whether there is no article.",
      example: "assert(query:where { text = \"no such word\" }:is_empty())"
    ) { call in .boolean(try call.target(QueryObject.self).count() == 0) },
    APIFunction(
      "group", [APIParameter("key", .oneOf(keys), "What articles of a group have in common.")],
      returns: .list(
        .record([
          APIParameter("key", .any, "The value; also under the name of the field."),
          APIParameter("n", .integer, "How many articles."),
          APIParameter("articles", .object("Query"), "The articles."),
        ])),
      "The articles in groups, in the order of each group's first article; days, months and years in the order of time.",
      example: "for _, group in ipairs(ctx.articles:group \"section\") do print(group.section, #group.articles) end"
    ) { call in .list(try ArticleKeys.groups(try call.target(QueryObject.self), by: call.text(0))) },
    APIFunction(
      "count",
      [
        APIParameter("key", .oneOf(keys), "What to count by."),
        APIParameter("second", .oneOf(keys), optional: true, "A second key, for a stacked chart."),
      ],
      returns: .list(
        .record([
          APIParameter("key", .any, "The value; also under the name of the field."),
          APIParameter("n", .integer, "How many articles."),
        ])),
      "How many articles there are by one or two keys, the greatest number first; days, months and years in the order of time.",
      example:
        "local counts = ctx.articles:count \"source\"; assert(counts[1].n == 2 and counts[1].source == \"River Post\")"
    ) { call in
      .list(
        try ArticleKeys.counts(
          try call.target(QueryObject.self), by: [call.text(0), call.arguments[1].text].compactMap { $0 }))
    },
  ]

  private static let analyses = [
    APIFunction(
      "stories", returns: .list(.object("Story")),
      "The articles grouped into stories: those that most sources tell first, then those of most articles, then the newest.",
      example: "for _, story in ipairs(query:stories()) do print(story.title, #story.sources) end"
    ) { call in
      let articles = try call.target(QueryObject.self).articles()
      let stories = try call.run.analysis.stories(in: articles.map(\.article)).map { story in
        let members = story.members.filter(articles.indices.contains).map { articles[$0] }
        return StoryObject(story, articles: members, run: call.run)
      }
      return .list(StoryObject.byImportance(stories, zone: call.run.zone).map { .object($0) })
    },
    APIFunction(
      "summarize", [AnalysisOptions.summary], returns: .object("Summary"),
      "A summary out of sentences of the articles.",
      example: "local summary = query:summarize { sentences = 2 }; assert(#summary <= 2)"
    ) { call in
      .object(
        try AnalysisOptions.summary(of: try call.target(QueryObject.self).articles(), call.options(0), run: call.run))
    },
    APIFunction(
      "timeline", [AnalysisOptions.timeline], returns: .object("Timeline"),
      "The dated events that the articles tell of, in the order of time.",
      example: "for _, event in ipairs(query:timeline { limit = 5 }) do print(event.date, event.text) end"
    ) { call in
      .object(
        try AnalysisOptions.timeline(of: try call.target(QueryObject.self).articles(), call.options(0), run: call.run))
    },
    APIFunction(
      "keywords",
      [
        APIParameter(
          "options",
          .options([
            APIParameter("limit", .integer, optional: true, "At most this many, up to 1,000; 10 unless given."),
            APIParameter(
              "against", .object("Query"), optional: true,
              "What is usual: phrases that are as frequent among those articles count next to nothing. `ctx.articles`, say, for the keywords of a day beside its archive."
            ),
          ]),
          optional: true, "How many, and by what they are measured.")
      ],
      returns: .list(
        .record([
          APIParameter("text", .string, "The phrase."), APIParameter("score", .number, "Its weight."),
          APIParameter("articles", .integer, "How many articles have it."),
        ])), "Words and phrases that stand out, the weightiest first.",
      example: "for _, keyword in ipairs(query:keywords { limit = 3 }) do print(keyword.text, keyword.articles) end"
    ) { call in
      let articles = try call.target(QueryObject.self).articles().map(\.article)
      let limit = min(max(0, call.options(0).integer("limit") ?? 10), 1_000)
      let found: [Keyword]
      if let usual = call.options(0)["against"]?.object(QueryObject.self) {
        found = try call.run.analysis.keywords(
          of: articles, limit: limit, against: try usual.count(), search: try usual.counter())
      } else {
        found = try call.run.analysis.keywords(of: articles, limit: limit)
      }
      return .list(
        found.map { keyword in
          .fields([
            "text": .string(keyword.text), "score": .number(keyword.score), "articles": .integer(keyword.articles),
          ])
        })
    },
  ]
}
