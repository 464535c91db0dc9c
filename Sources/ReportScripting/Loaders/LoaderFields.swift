import ReportArticles
import ReportLoading
import ReportLua

/// The fields of an article as loader scripts get and give them: the names of `reportgen inspect`.
enum LoaderFields {
  private static let date = APIValueType.either([
    .string,
    .options([
      APIParameter("value", .string, "The date: ISO 8601, or as the page writes it."),
      APIParameter(
        "evidence", .oneOf(DateEvidence.allCases.map(\.rawValue)), optional: true,
        "Where it was found; byline unless given."),
      APIParameter("text", .string, optional: true, "The text that it was read from."),
      APIParameter("zone", .string, optional: true, "The time zone that the text names."),
      APIParameter("precision", .string, optional: true, "How much is known; the value tells."),
    ]),
  ])

  static let parameters: [APIParameter] = [
    APIParameter("id", .string, optional: true, "The identity, when the source has one of its own."),
    APIParameter("url", .string, optional: true, "The address."),
    APIParameter("title", .string, optional: true, "The headline."),
    APIParameter("subtitle", .string, optional: true, "The line under it."),
    APIParameter("section", .string, optional: true, "The section."),
    APIParameter("publisher", .string, optional: true, "The publisher."),
    APIParameter("authors", .either([.list(.string), .string]), optional: true, "The authors."),
    APIParameter(
      "editors",
      .list(
        .options([
          APIParameter("role", .string, optional: true, "What the editor does."),
          APIParameter("name", .string, "The name."),
        ])), optional: true, "The editors that a masthead names."),
    APIParameter("language", .string, optional: true, "The language, as in BCP 47."),
    APIParameter("published", date, optional: true, "When it was published; in any form that pages use."),
    APIParameter("updated", date, optional: true, "When it was changed."),
    APIParameter("retrieved", date, optional: true, "The day that the page itself carries."),
    APIParameter("captions", .either([.list(.string), .string]), optional: true, "The captions of pictures."),
    APIParameter(
      "paragraphs", .either([.list(.string), .string]), optional: true,
      "The text: a list, or one text with line breaks."),
    APIParameter("keywords", .either([.list(.string), .string]), optional: true, "The keywords."),
    APIParameter(
      "images",
      .list(
        .options([
          APIParameter("url", .string, "The address."),
          APIParameter("caption", .string, optional: true, "The caption."),
          APIParameter("alt", .string, optional: true, "The text in its place."),
        ])), optional: true, "The pictures."),
  ]

  // MARK: To the script

  static func table(_ article: Article) -> ScriptValue {
    var fields: [ScriptTable.Field] = []
    func add(_ name: String, _ value: ScriptValue) {
      if !value.isNull { fields.append(ScriptTable.Field(name: name, value: value)) }
    }
    add("id", .string(article.id))
    add("url", .optional(article.url))
    add("title", .optional(article.title.isEmpty ? nil : article.title))
    add("subtitle", .optional(article.subtitle))
    add("section", .optional(article.section))
    add("publisher", .optional(article.publisher))
    add("authors", .strings(article.authors))
    add("editors", .list(article.editors.map { .fields(["role": .string($0.role), "name": .string($0.name)]) }))
    add("language", .string(article.language))
    for (name, date) in [
      ("published", article.published), ("updated", article.updated), ("retrieved", article.retrieved),
    ] {
      guard let date else { continue }
      add(
        name,
        .fields([
          "value": .string(date.value), "precision": .string(date.precision.rawValue), "zone": .optional(date.zone),
          "evidence": .string(date.evidence.rawValue), "text": .string(date.text),
        ]))
    }
    add("captions", .strings(article.captions))
    add("paragraphs", .strings(article.paragraphs))
    add("keywords", .strings(article.keywords))
    add(
      "images",
      .list(
        article.images.map {
          .fields(["url": .string($0.url), "caption": .optional($0.caption), "alt": .optional($0.alt)])
        }))
    return .table(ScriptTable(fields: fields))
  }

  // MARK: From the script

  /// Articles that a script may make of one input.
  static let mostArticles = 100_000

  /// The articles that a script's answer stands for; `found` is what the format's own reader made of the input. `count` is
  /// told of the bytes that each takes, and throws when they or the time are too much.
  static func articles(
    from value: ScriptValue, found: [Article], loader: String, path: String, options: LoadOptions,
    count: (Int) throws -> Void
  ) throws -> [Article] {
    guard case .table(let table) = value else {
      throw HostError(
        "load must return a table with the fields of the article, a list of such tables, or nil, not \(value.shown)")
    }
    if table.list.isEmpty {
      try check(table, "what load returns")
      if table.fields.isEmpty { return found }
      let draft = draft(table, over: found.count == 1 ? found.first : nil, index: 0, found, loader, path, options)
      try count(weight(draft))
      return [draft]
    }
    if let field = table.fields.first { throw HostError("load returned a list that has the key “\(field.name)”, too") }
    guard table.list.count <= mostArticles else {
      throw HostError("load returned \(table.list.count) articles; an input may have \(mostArticles)")
    }
    var articles: [Article] = []
    for (index, member) in table.list.enumerated() {
      guard case .table(let fields) = member else {
        throw HostError("load returned a list whose member \(index + 1) is \(member.shown), not a table with fields")
      }
      try check(fields, "article \(index + 1) of what load returns")
      let article = draft(fields, over: nil, index: index, found, loader, path, options)
      try count(weight(article))
      articles.append(article)
    }
    return articles
  }

  /// About what an article takes in memory.
  private static func weight(_ article: Article) -> Int {
    let texts = [article.paragraphs, article.captions, article.keywords, article.authors]
    return texts.joined().reduce(2048 + article.title.utf8.count) { $0 + $1.utf8.count + 32 }
  }

  private static func check(_ table: ScriptTable, _ name: String) throws(HostError) {
    let given = ScriptTable(
      list: table.list,
      fields: table.fields.filter { field in
        // `false` empties a field.
        if case .boolean(false) = field.value, parameters.contains(where: { $0.name == field.name }) { return false }
        return true
      })
    if let problem = APIArguments.mismatch(.table(given), .options(parameters), path: name) {
      throw HostError("\(name): \(problem)")
    }
  }

  private static func draft(
    _ table: ScriptTable, over base: Article?, index: Int, _ found: [Article], _ loader: String, _ path: String,
    _ options: LoadOptions
  ) -> Article {
    let origin = base?.origin ?? found.first?.origin
    var draft = ArticleDraft(
      format: origin?.format ?? "text", path: path, index: base?.origin.index ?? index, line: base?.origin.line)
    RecordReader(options: LoadOptions()).fill(&draft, from: table.fields.map(member))
    draft.article.origin.encoding = origin?.encoding
    let names = table.fields.map(\.name)
    draft.article.origin.loader = Article.Origin.Loader(script: loader, fields: names)
    if let base {
      merge(base, names: Set(names), into: &draft)
    } else if let first = found.first, found.allSatisfy({ $0.rights == first.rights }) {
      // What a page says about use holds for all that a script finds in it.
      draft.article.rights = first.rights
    }
    var article = ArticleFinisher(options: options).finish(draft)
    if let base, !names.contains("id"), !base.id.hasPrefix("c-"), article.url == base.url { article.id = base.id }
    article.warnings = article.warnings.uniqued()
    return article
  }

  /// What a check of the finished article says; it is said anew.
  private static let checked: [WarningCode] = [
    .noTitle, .noBody, .languageDeclaredWrong, .dateConflict, .dateInFuture, .dateBefore1990, .dateOrder,
  ]

  /// Fills what the script left as it was.
  private static func merge(_ base: Article, names: Set<String>, into draft: inout ArticleDraft) {
    var article = base
    let given = draft.article
    article.origin = given.origin
    article.dateBounds = nil
    article.warnings = base.warnings.filter { !checked.map(\.rawValue).contains($0.code) } + given.warnings
    if names.contains("url") { article.url = given.url }
    if names.contains("title") { article.title = given.title }
    if names.contains("subtitle") { article.subtitle = given.subtitle }
    if names.contains("section") { article.section = given.section }
    if names.contains("publisher") { article.publisher = given.publisher }
    if names.contains("authors") { article.authors = given.authors }
    if names.contains("editors") { article.editors = given.editors }
    if names.contains("published") { article.published = given.published }
    if names.contains("updated") { article.updated = given.updated }
    if names.contains("retrieved") { article.retrieved = given.retrieved }
    if names.contains("captions") { article.captions = given.captions }
    if names.contains("paragraphs") { article.paragraphs = given.paragraphs }
    if names.contains("keywords") { article.keywords = given.keywords }
    if names.contains("images") { article.images = given.images }
    if !names.contains("language") { draft.declaredLanguage = base.language }
    draft.article = article
  }

  private static func member(_ field: ScriptTable.Field) -> JSONValue.Member {
    var value = json(field.value)
    if ["published", "updated", "retrieved"].contains(field.name) {
      switch value {
      case .string:
        value = .object([.init(key: "value", value: value), .init(key: "evidence", value: .string("byline"))])
      case .object(let members) where !members.contains(where: { $0.key == "evidence" }):
        value = .object(members + [.init(key: "evidence", value: .string("byline"))])
      default: break
      }
    }
    return JSONValue.Member(key: field.name, value: value)
  }

  private static func json(_ value: ScriptValue) -> JSONValue {
    switch value {
    case .string(let text): return .string(text)
    case .integer(let number): return .number("\(number)")
    case .number(let number): return .number("\(number)")
    case .boolean(true): return .bool(true)
    case .table(let table):
      if table.fields.isEmpty { return .array(table.list.map(json)) }
      return .object(table.fields.map { JSONValue.Member(key: $0.name, value: json($0.value)) })
    case .null, .boolean, .object, .function, .other: return .null
    }
  }
}
