import ReportAnalysis
import ReportArticles
import ReportDates
import ReportDocument
import ReportLua

// How values of a script become inlines and blocks. Strings are text, never markup.

extension DocumentBuilder {
  /// The keys of a table that stands for a piece of text.
  static let pieceKeys = ContentPieces.pieces.map(\.name)

  /// A value as running text: a string, a number, a date, an article, a sentence, a piece, or a list of these.
  func inlines(_ value: ScriptValue) throws -> [Inline] {
    try account(for: 1)
    switch value {
    case .null: return []
    case .string(let text):
      try run.countOutput(text.utf8.count)
      return text.isEmpty ? [] : [.text(text)]
    case .integer(let number): return [.number(wording.number(Double(number)), value: Double(number))]
    case .number(let number): return [.number(wording.number(number), value: number)]
    case .boolean(let flag): return [.text(flag ? "true" : "false")]
    case .object(let object): return try inlines(object)
    case .table(let table):
      if !table.list.isEmpty {
        if let field = table.fields.first {
          throw HostError("text takes a list or named keys, not both; here is a list with the key “\(field.name)”")
        }
        return try table.list.flatMap(inlines)
      }
      return table.fields.isEmpty ? [] : try piece(table)
    case .function, .other: throw HostError("\(value.shown) cannot stand in text")
    }
  }

  private func inlines(_ object: any ScriptObject) throws -> [Inline] {
    switch object {
    case let date as DateObject: return [self.date(date.value, style: "date.long")]
    case let duration as DurationObject: return [.text(wording.string(duration.value))]
    case let article as ArticleObject: return link(to: article.article)
    case let sentence as SentenceObject: return content(of: sentence)
    case let event as EventObject: return content(of: event.sentence)
    case let story as StoryObject:
      guard let first = story.articles.first else { return [.text(story.story.title)] }
      return link(to: first.article)
    case let summary as SummaryObject:
      return Array(summary.sentences.map { content(of: $0) }.joined(separator: [.text(" ")]))
    default:
      throw HostError("\(ScriptValue.object(object).shown) cannot stand in text; add it as a block of its own")
    }
  }

  private func piece(_ table: ScriptTable) throws -> [Inline] {
    for field in table.fields where !Self.pieceKeys.contains(field.name) {
      throw HostError(
        "a piece of text has no key “\(field.name)”" + Suggestion.hint(for: field.name, among: Self.pieceKeys))
    }
    var result: [Inline] = []
    if let text = table["text"] { result = try inlines(text) }
    if let inner = table["strong"] { result = [.strong(try inlines(inner))] }
    if let inner = table["emphasis"] { result = [.emphasis(try inlines(inner))] }
    if let inner = table["link"] {
      guard let url = table.string("url") else { throw HostError("a link needs its “url”, a string") }
      result = [.link(try inlines(inner), url: url)]
    } else if table["url"] != nil {
      throw HostError("a piece with “url” needs “link”, the text to show")
    }
    if let code = table["code"] { result = [.code(try inlines(code).plainText)] }
    if let value = table["date"] {
      guard let date = run.date(from: value) else { throw HostError("“date”: \(value.shown) is not a date") }
      result = [self.date(date, style: table.string("style") ?? "date.long")]
      if wording.string(date, style: table.string("style") ?? "date.long") == nil {
        throw HostError(
          "there is no date style “\(table.string("style") ?? "")”"
            + Suggestion.hint(for: table.string("style") ?? "", among: Wording.styles))
      }
    }
    if let value = table["number"] {
      guard let number = value.double else { throw HostError("“number” must be a number, not \(value.shown)") }
      result = [.number(wording.number(number, fractionDigits: table.integer("decimals") ?? 2), value: number)]
    }
    if table.boolean("line_break") == true { result.append(.lineBreak) }
    if let language = table.string("lang") {
      let direction = table.string("dir").flatMap(TextDirection.init(rawValue:)) ?? .of(language: language)
      result = foreign(result, language: language, direction: direction)
    } else if let direction = table.string("dir").flatMap(TextDirection.init(rawValue:)) {
      result = [.span(result, language: nil, direction: direction)]
    }
    if let cited = table["cite"] { result += try marks(cited) }
    return result
  }

  /// Citation markers of an article, a sentence, or a list of them.
  private func marks(_ value: ScriptValue) throws -> [Inline] {
    switch value {
    case .object(let sentence as SentenceObject):
      guard let article = sentence.article else { return [] }
      return [.citation([mark(sentence.sentence.citation, of: article.article)])]
    case .object(let article as ArticleObject): return [.citation([mark(article)])]
    case .table(let table) where table.fields.isEmpty: return try table.list.flatMap(marks)
    default: throw HostError("“cite” takes an article or a sentence, not \(value.shown)")
    }
  }

  /// A marker for an article as a whole: its headline.
  private func mark(_ object: ArticleObject) -> CitationMark {
    let article = object.article
    return mark(
      Citation(article: article.id, paragraph: nil, start: 0, end: article.title.unicodeScalars.count), of: article)
  }

  func date(_ date: ScriptDate, style: String) -> Inline {
    .date(wording.string(date, style: style) ?? date.iso, value: date.iso)
  }

  /// The headline as a link, in its own language.
  func link(to article: Article) -> [Inline] {
    let text: [Inline] = [.text(headline(article))]
    let linked: [Inline] = article.url.map { [.link(text, url: $0)] } ?? text
    return foreign(linked, language: article.language, direction: article.direction)
  }

  /// A sentence with its markers, in its own language; nothing where it may not be shown.
  func content(of object: SentenceObject) -> [Inline] {
    guard run.mayShow(object) else { return [] }
    let direction = object.article?.article.direction ?? .of(language: object.sentence.language)
    return foreign(marked(object), language: object.sentence.language, direction: direction)
  }

  /// A sentence with its markers.
  private func marked(_ object: SentenceObject) -> [Inline] {
    var result: [Inline] = [.text(object.sentence.text)]
    guard object.isCited, let article = object.article else { return result }
    var marks = [mark(object.sentence.citation, of: article.article)]
    var known: Set<String> = [article.article.id]
    for (citation, also) in zip(object.sentence.alsoIn, object.alsoIn) where known.insert(also.article.id).inserted {
      marks.append(mark(citation, of: also.article))
    }
    result.append(.citation(marks))
    return result
  }

  /// The sentences that may be shown, as parts of a summary.
  func items(_ sentences: [SentenceObject]) -> [SummaryItem] { sentences.filter(run.mayShow).map(item) }

  private func item(_ object: SentenceObject) -> SummaryItem {
    SummaryItem(
      content: marked(object), language: object.sentence.language,
      direction: object.article?.article.direction ?? .of(language: object.sentence.language))
  }

  /// A summary as a block. Where nothing of its articles may be quoted it is their headlines.
  func content(of summary: SummaryObject) -> Block.Content {
    if !summary.sentences.isEmpty { return .summary(items(summary.sentences)) }
    if summary.unquoted.isEmpty { return .paragraph([.text(wording.vocabulary.word(.noArticles))]) }
    return .list(ordered: false, items: summary.unquoted.map { [Block(.paragraph(link(to: $0.article)))] })
  }

  /// The fixed words for why something is not dated.
  static func word(for kind: UndatedReason.Kind) -> Vocabulary.Word {
    switch kind {
    case .weekdayMismatch: return .weekdayMismatch
    case .referenceDoubtful: return .referenceDoubtful
    case .calendarMismatch: return .calendarMismatch
    case .uncertainDirection: return .uncertainDirection
    case .languageNotRead: return .languageNotRead
    case .unresolved: return .unresolved
    }
  }

  /// A timeline as it is shown.
  func view(_ timeline: TimelineObject, undated: Bool) -> TimelineView {
    TimelineView(items: items(timeline.events), undated: undated ? items(timeline.undated) : [])
  }

  /// The events whose sentences may be shown.
  func items(_ events: [EventObject]) -> [TimelineView.Item] { events.filter { run.mayShow($0.sentence) }.map(item) }

  private func item(_ event: EventObject) -> TimelineView.Item {
    let entry = event.entry
    var content = marked(event.sentence)
    if case .citation(var marks)? = content.last {
      let known = Set(marks.map(\.source))
      for citation in entry.citations.dropFirst() {
        guard let article = run.article(id: citation.article) else { continue }
        let mark = mark(citation, of: article.article)
        if !known.contains(mark.source), !marks.contains(where: { $0.source == mark.source }) { marks.append(mark) }
      }
      content[content.count - 1] = .citation(marks)
    }
    return TimelineView.Item(
      dateText: dateText(of: entry), value: entry.value, interval: entry.interval, precision: entry.precision,
      content: content, sources: event.namedSources, language: entry.sentence.language,
      direction: event.sentence.article?.article.direction ?? .of(language: entry.sentence.language),
      isFuture: entry.isFuture,
      remark: entry.flag.map(wording.vocabulary.remark)
        ?? (entry.isReportDay ? wording.vocabulary.word(.reportedOn) : nil))
  }

  private func dateText(of entry: TimelineEntry) -> String {
    wording.days(entry.interval)
  }

  /// An article in short, with up to `sentences` sentences.
  func card(_ object: ArticleObject, sentences: [SentenceObject]) -> ArticleCard {
    let article = object.article
    let best = article.bestDate
    let date = best.map { ScriptDate($0.date, basis: $0.basis, zone: run.zone) }
    return ArticleCard(
      kicker: article.section, title: headline(article), url: article.url,
      sources: [article.namedSource].compactMap { $0 },
      dateText: best?.basis == .retrieved ? nil : date.map(wording.short), dateValue: best?.date.value,
      remark: wording.remark(on: article), summary: items(sentences), language: article.language,
      direction: article.direction)
  }

  /// A story in short: the article that stands for it, with the sources and the newest date of all.
  func card(_ story: StoryObject, sentences: [SentenceObject]) -> ArticleCard? {
    // The headline is one in the document's language if the story has one.
    let language = LanguageTag.primary(wording.language)
    let own = story.articles.first { LanguageTag.primary($0.head.language) == language }
    guard let first = own ?? story.articles.first else { return nil }
    var card = card(first, sentences: sentences)
    card.sources = story.namedSources
    card.anchor = anchor(of: story)
    if card.kicker == nil { card.kicker = story.articles.lazy.compactMap(\.head.section).first }
    let dates = story.articles.compactMap { object -> ScriptDate? in
      guard let (date, basis) = object.article.bestDate, basis != .retrieved else { return nil }
      return ScriptDate(date, basis: basis, zone: run.zone)
    }
    if let newest = dates.max(by: { $0.instant < $1.instant }) {
      card.dateText = wording.short(newest)
      card.dateValue = newest.iso
      if first.article.bestDate?.basis == .retrieved { card.remark = nil }
    }
    return card
  }
}

extension DocumentBuilder {
  private static let mostRelated = 5

  /// The other articles of a story, the copies left out, newest first.
  func related(_ story: StoryObject, to card: ArticleCard) -> [ArticleCard.Related] {
    var seen: Set<String> = [card.title]
    return story.articles.filter { $0.head.url != card.url || $0.head.title != card.title }
      .compactMap { object -> ArticleCard.Related? in
        let title = headline(object.article)
        guard seen.insert(title).inserted else { return nil }
        return ArticleCard.Related(
          title: title, url: object.head.url, source: object.head.namedSource, language: object.head.language,
          direction: object.head.direction)
      }.prefix(Self.mostRelated).map { $0 }
  }
}

extension SectionBuilder {
  /// Adds a value as blocks: text as a paragraph, results of the analysis as what they are, a list as its members.
  func append(content value: ScriptValue) throws {
    guard let document else { return }
    switch value {
    case .null: return
    case .string, .integer, .number, .boolean: try append(Block(.paragraph(document.inlines(value))))
    case .function(let function): _ = try function.call([.object(self)])
    case .object(let object): try append(object: object, in: document)
    case .table(let table):
      if table.fields.isEmpty {
        try append(members: table.list, in: document)
      } else {
        try append(Block(.paragraph(document.inlines(value))))
      }
    case .other: throw HostError("\(value.shown) cannot stand in a document")
    }
  }

  private func append(object: any ScriptObject, in document: DocumentBuilder) throws {
    switch object {
    case let object as HostObject:
      guard let blocks = object.host.value as? [Block] else {
        throw HostError("\(ScriptValue.object(object).shown) cannot stand in a document")
      }
      for block in blocks { try append(block) }
    case let summary as SummaryObject: try append(Block(document.content(of: summary)))
    case let timeline as TimelineObject where timeline.events.isEmpty && timeline.undated.isEmpty:
      try append(Block(.paragraph([.text(document.wording.vocabulary.word(.noEvents))])))
    case let timeline as TimelineObject: try append(Block(.timeline(document.view(timeline, undated: true))))
    case let event as EventObject: try append(Block(.timeline(TimelineView(items: document.items([event])))))
    case let query as QueryObject:
      for article in try query.articles() { try append(Block(.card(document.card(article, sentences: [])))) }
    case let article as ArticleObject: try append(Block(.card(document.card(article, sentences: []))))
    case let story as StoryObject:
      if let card = document.card(story, sentences: []) { try append(Block(.card(card))) }
    case is SectionBuilder: throw HostError("a section cannot stand in another; use section(title, function(s) … end)")
    default: try append(Block(.paragraph(document.inlines(.object(object)))))
    }
  }

  /// Neighbouring sentences make one summary, neighbouring events one timeline; strings and pieces of text are a paragraph.
  private func append(members: [ScriptValue], in document: DocumentBuilder) throws {
    if Self.isRun(members) {
      return try append(Block(.paragraph(members.flatMap(document.inlines))))
    }
    var index = 0
    while index < members.count {
      let sentences = members[index...].prefix { $0.object(SentenceObject.self) != nil }
      if !sentences.isEmpty {
        try append(Block(.summary(document.items(sentences.compactMap { $0.object(SentenceObject.self) }))))
        index += sentences.count
        continue
      }
      let events = members[index...].prefix { $0.object(EventObject.self) != nil }
      if !events.isEmpty {
        let items = document.items(events.compactMap { $0.object(EventObject.self) })
        try append(Block(.timeline(TimelineView(items: items))))
        index += events.count
        continue
      }
      try append(content: members[index])
      index += 1
    }
  }

  /// Whether the members of a list are one text in pieces: strings and numbers, with a piece among them.
  private static func isRun(_ members: [ScriptValue]) -> Bool {
    var (hasText, hasPiece) = (false, false)
    for member in members {
      switch member {
      case .string, .integer, .number: hasText = true
      case .table(let table) where table.list.isEmpty && !table.fields.isEmpty: hasPiece = true
      case .object(let object) where object is DateObject || object is DurationObject: continue
      default: return false
      }
    }
    return hasText && hasPiece
  }
}
