// Stories, summaries, timelines and their members.

enum StoryAPI {
  static let type = APIType(
    name: "Story", summary: "Articles that tell the same story, from `query:stories()`.",
    fields: [
      APIField(
        "id", .string, "The identity; it stays as long as the first article of the story is there.",
        example: "assert(#story.id > 0)"
      ) {
        _, object in .string(try owner(object, StoryObject.self).story.id)
      },
      APIField(
        "title", .string, "The title of the article that stands for the story.",
        example: "assert(story.title == story.article.title)"
      ) {
        _, object in .string(try owner(object, StoryObject.self).story.title)
      },
      APIField(
        "article", .object("Article"), "The article that stands for the story.", example: "assert(story.article ~= nil)"
      ) {
        _, object in try owner(object, StoryObject.self).articles.first.map { .object($0) } ?? .null
      },
      APIField("articles", .object("Query"), "All its articles.", example: "assert(#story.articles >= 1)") {
        _, object in .object(try owner(object, StoryObject.self).query)
      },
      APIField("sources", .list(.string), "Who tells it, each once.", example: "assert(#story.sources >= 1)") {
        _, object in .strings(try owner(object, StoryObject.self).sources)
      },
      APIField(
        "date", .date, optional: true, "The newest date of its articles.", example: "assert(story.date <= ctx.now)"
      ) {
        run, object in
        let dates = try owner(object, StoryObject.self).articles.compactMap { article in
          article.article.bestDate.map { ScriptDate($0.date, basis: $0.basis, zone: run.zone) }
        }
        return dates.max { $0.instant < $1.instant }.map(run.date) ?? .null
      },
      APIField(
        "duplicates", .list(.object("Query")), "Groups of articles that are copies of one another, or nearly.",
        example: "for _, copies in ipairs(story.duplicates) do print(#copies) end"
      ) { run, object in
        let story = try owner(object, StoryObject.self)
        let positions = Dictionary(
          zip(story.story.members, story.articles.map(\.position)), uniquingKeysWith: { first, _ in first })
        return .list(
          story.story.duplicates.map { .object(QueryObject(run: run, positions: $0.compactMap { positions[$0] })) })
      },
    ],
    methods: [
      APIFunction(
        "summarize", [AnalysisOptions.summary], returns: .object("Summary"),
        "A summary out of sentences of its articles.",
        example: "local summary = story:summarize { sentences = 3 }"
      ) { call in
        .object(
          try AnalysisOptions.summary(of: try call.target(StoryObject.self).articles, call.options(0), run: call.run))
      },
      APIFunction(
        "timeline", [AnalysisOptions.timeline], returns: .object("Timeline"),
        "The dated events that its articles tell of.",
        example: "local timeline = story:timeline { resolve = \"explicit\" }"
      ) { call in
        .object(
          try AnalysisOptions.timeline(of: try call.target(StoryObject.self).articles, call.options(0), run: call.run))
      },
    ],
    operators: [
      APIOperator(.length, "The number of articles.", example: "assert(#story == #story.articles)") { _, values in
        .integer(values.first?.object(StoryObject.self)?.articles.count ?? 0)
      },
      APIOperator(.text, "The title.", example: "assert(tostring(story) == story.title)") { _, values in
        .string(values.first?.object(StoryObject.self)?.story.title ?? "")
      },
    ])
}

enum SummaryAPI {
  static let type = APIType(
    name: "Summary",
    summary: "Sentences chosen from articles, in reading order. A list: `#summary`, `summary[1]`, `ipairs(summary)`.",
    element: .object("Sentence"),
    fields: [
      APIField(
        "sentences", .list(.object("Sentence")), "The sentences.", example: "assert(#summary.sentences == #summary)"
      ) {
        _, object in .list(try owner(object, SummaryObject.self).sentences.map { .object($0) })
      },
      APIField("text", .string, "The sentences, joined by spaces.", example: "assert(#summary.text > 0)") { _, object in
        .string(try owner(object, SummaryObject.self).sentences.map(\.sentence.text).joined(separator: " "))
      },
      APIField(
        "disagreements",
        .list(
          .record([
            APIParameter("figures", .list(.string), "The figures that differ, one for each sentence."),
            APIParameter("sentences", .list(.object("Sentence")), "The sentences."),
            APIParameter(
              "update", .boolean, "The later the article, the higher its figure, hours apart: a count that rose."),
          ])), "Figures of the same quantity, of the same thing at the same time, that sources do not agree on.",
        example: "for _, one in ipairs(summary.disagreements) do print(table.concat(one.figures, \" / \")) end"
      ) { _, object in
        .list(
          try owner(object, SummaryObject.self).disagreements.map { one in
            .fields([
              "figures": .strings(one.figures), "sentences": .list(one.sentences.map { .object($0) }),
              "update": .boolean(one.isUpdate),
            ])
          })
      },
    ],
    operators: [
      APIOperator(.length, "The number of sentences.", example: "assert(#summary == #summary.sentences)") { _, values in
        .integer(values.first?.object(SummaryObject.self)?.sentences.count ?? 0)
      },
      APIOperator(.index, "The sentence at an index from 1.", example: "assert(summary[1].text ~= nil)") { _, values in
        element(values, values.first?.object(SummaryObject.self)?.sentences)
      },
      APIOperator(.text, "The text.", example: "assert(tostring(summary) == summary.text)") { _, values in
        .string(values.first?.object(SummaryObject.self)?.sentences.map(\.sentence.text).joined(separator: " ") ?? "")
      },
    ])
}

/// The member of a list at the index that a script gives, from 1.
private func element(_ values: [ScriptValue], _ list: [some ScriptObject]?) -> ScriptValue {
  guard let list, values.count > 1, let index = values[1].wholeNumber, index >= 1, index <= list.count else {
    return .null
  }
  return .object(list[index - 1])
}

enum SentenceAPI {
  static let type = APIType(
    name: "Sentence", summary: "A sentence of an article, verbatim, with its place.",
    fields: [
      APIField("text", .string, "The sentence as it stands in the article.", example: "assert(#sentence.text > 0)") {
        _, object in
        .string(try owner(object, SentenceObject.self).sentence.text)
      },
      APIField(
        "article", .object("Article"), "The article that it stands in.", example: "assert(sentence.article.id ~= nil)"
      ) {
        _, object in try owner(object, SentenceObject.self).article.map { .object($0) } ?? .null
      },
      APIField(
        "paragraph", .integer, optional: true, "Its paragraph, from 1; nil for the title.",
        example: "assert(sentence.article.paragraphs[sentence.paragraph]:find(sentence.text, 1, true))"
      ) { _, object in
        try owner(object, SentenceObject.self).sentence.citation.paragraph.map { .integer($0 + 1) } ?? .null
      },
      APIField(
        "start", .integer, "The first character in the paragraph, from 1.", example: "assert(sentence.start >= 1)"
      ) {
        _, object in .integer(try owner(object, SentenceObject.self).sentence.citation.start + 1)
      },
      APIField(
        "stop", .integer, "The last character in the paragraph.", example: "assert(sentence.stop > sentence.start)"
      ) {
        _, object in .integer(try owner(object, SentenceObject.self).sentence.citation.end)
      },
      APIField("score", .number, "The weight that it was chosen with.", example: "assert(sentence.score >= 0)") {
        _, object in
        .number(try owner(object, SentenceObject.self).sentence.score)
      },
      APIField("language", .string, "The language.", example: "assert(sentence.language == \"en\")") { _, object in
        .string(try owner(object, SentenceObject.self).sentence.language)
      },
      APIField(
        "verbatim", .boolean, "It stands in the source word for word; false for what another program has worded.",
        example: "assert(sentence.verbatim)"
      ) { _, object in .boolean(try owner(object, SentenceObject.self).sentence.isVerbatim) },
      APIField(
        "also_in", .list(.object("Article")), "Other articles that say the same.",
        example: "assert(#sentence.also_in >= 0)"
      ) {
        _, object in .list(try owner(object, SentenceObject.self).alsoIn.map { .object($0) })
      },
    ],
    operators: [
      APIOperator(.text, "The text.", example: "assert(tostring(sentence) == sentence.text)") { _, values in
        .string(values.first?.object(SentenceObject.self)?.sentence.text ?? "")
      }
    ])
}

enum TimelineAPI {
  static let type = APIType(
    name: "Timeline",
    summary: "Dated events in the order of time. A list: `#timeline`, `timeline[1]`, `ipairs(timeline)`.",
    element: .object("Event"),
    fields: [
      APIField("events", .list(.object("Event")), "The events.", example: "assert(#timeline.events == #timeline)") {
        _, object in
        .list(try owner(object, TimelineObject.self).events.map { .object($0) })
      },
      APIField(
        "undated", .list(.object("Sentence")), "Sentences that tell of events whose date could not be told.",
        example: "assert(#timeline.undated >= 0)"
      ) { _, object in .list(try owner(object, TimelineObject.self).undated.map { .object($0) }) },
      APIField(
        "past", .list(.object("Event")), "The events up to the day of the report.",
        example: "assert(#timeline.past + #timeline.agenda == #timeline)"
      ) { _, object in
        .list(try owner(object, TimelineObject.self).events.filter { !$0.entry.isFuture }.map { .object($0) })
      },
      APIField(
        "agenda", .list(.object("Event")), "The events after the day of the report.",
        example: "for _, event in ipairs(timeline.agenda) do assert(event.future) end"
      ) { _, object in
        .list(try owner(object, TimelineObject.self).events.filter(\.entry.isFuture).map { .object($0) })
      },
      APIField(
        "gaps",
        .list(
          .record([
            APIParameter("sentence", .object("Sentence"), "The sentence."),
            APIParameter("expression", .string, "The words for the time, as they stand in the text."),
            APIParameter(
              "reason", .string,
              "weekday_mismatch, reference_doubtful, calendar_mismatch, uncertain_direction, language_not_read or unresolved."
            ),
          ])), "What is not dated: each of `undated` with the reason.",
        example: "for _, gap in ipairs(timeline.gaps) do print(gap.expression, gap.reason, gap.sentence.text) end"
      ) { _, object in
        .list(
          try owner(object, TimelineObject.self).gaps.map { gap in
            .fields([
              "sentence": .object(gap.sentence), "expression": .string(gap.reason.expression),
              "reason": .string(gap.reason.kind.rawValue),
            ])
          })
      },
    ],
    operators: [
      APIOperator(.length, "The number of events.", example: "assert(#timeline == #timeline.events)") { _, values in
        .integer(values.first?.object(TimelineObject.self)?.events.count ?? 0)
      },
      APIOperator(
        .index, "The event at an index from 1.", example: "assert(timeline[1] == nil or timeline[1].text ~= nil)"
      ) { _, values in
        element(values, values.first?.object(TimelineObject.self)?.events)
      },
    ])
}

enum EventAPI {
  static let type = APIType(
    name: "Event", summary: "Something that happened, or will, on a day or over days, and everyone who reports it.",
    fields: [
      APIField("date", .date, "Its day, or the first of its days.", example: "assert(event.date <= event.last)") {
        run, object in
        let entry = try owner(object, EventObject.self).entry
        return run.date(ScriptDate(entry.interval.first, zone: run.zone))
      },
      APIField("last", .date, "The last of its days.", example: "assert(event.last >= event.date)") { run, object in
        run.date(ScriptDate(try owner(object, EventObject.self).entry.interval.last, zone: run.zone))
      },
      APIField(
        "precision", .string,
        "How precisely it is dated: day, week, month, quarter, season, year, decade, span or approximate.",
        example: "assert(event.precision ~= nil)"
      ) { _, object in .string(try owner(object, EventObject.self).entry.precision.rawValue) },
      APIField("value", .string, "The TIMEX3 value.", example: "assert(#event.value > 0)") { _, object in
        .string(try owner(object, EventObject.self).entry.value)
      },
      APIField(
        "text", .string, "The sentence that tells it best.", example: "assert(event.text == event.sentence.text)"
      ) { _, object in
        .string(try owner(object, EventObject.self).sentence.sentence.text)
      },
      APIField(
        "sentence", .object("Sentence"), "That sentence with its place.",
        example: "assert(event.sentence.article ~= nil)"
      ) {
        _, object in .object(try owner(object, EventObject.self).sentence)
      },
      APIField(
        "articles", .list(.object("Article")), "All articles that report it.", example: "assert(#event.articles >= 1)"
      ) {
        _, object in .list(try owner(object, EventObject.self).articles.map { .object($0) })
      },
      APIField("sources", .list(.string), "Who reports it, each once.", example: "assert(#event.sources >= 1)") {
        _, object in
        .strings(try owner(object, EventObject.self).sources)
      },
      APIField(
        "future", .boolean, "Whether it lies after the day of the report.",
        example: "assert(event.future == (event.date > ctx.today))"
      ) {
        _, object in .boolean(try owner(object, EventObject.self).entry.isFuture)
      },
      APIField(
        "reported", .boolean, "Whether its day is only that of the report: no sentence about it names a time.",
        example: "assert(event.reported == true or event.reported == false)"
      ) {
        _, object in .boolean(try owner(object, EventObject.self).entry.isReportDay)
      },
      APIField(
        "doubt", .string, optional: true,
        "Why its date is doubtful: weekday_mismatch, reference_doubtful or calendar_mismatch; nil when it is not.",
        example: "assert(event.doubt == nil or #event.doubt > 0)"
      ) { _, object in .optional(try owner(object, EventObject.self).entry.flag?.rawValue) },
    ],
    operators: [
      APIOperator(.text, "Date and sentence.", example: "assert(#tostring(event) > 10)") { _, values in
        guard let event = values.first?.object(EventObject.self) else { return .string("") }
        return .string("\(event.entry.interval.first): \(event.sentence.sentence.text)")
      }
    ])
}
