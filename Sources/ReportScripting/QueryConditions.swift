import ReportArticles
import ReportDates
import ReportLua

/// Reads the table that `where` takes.
struct QueryConditions {
  /// Conditions that a store can answer.
  private(set) var conditions: [ArticleQuery.Condition] = []
  /// Names of sources, when the table names some: a source is the publisher or what stands in for one.
  private(set) var sources: SourceFilter?
  private let run: ReportRun

  /// What articles' sources must and must not be.
  struct SourceFilter {
    var wanted: Set<String>?
    var refused: Set<String> = []

    func accepts(_ source: String) -> Bool { (wanted?.contains(source) ?? true) && !refused.contains(source) }
  }

  /// The keys of the table, with what they take.
  static let options: [APIParameter] = {
    let words = APIValueType.either([.string, .list(.string), .options(textOptions)])
    let days = APIValueType.either([.date, .options(dateOptions)])
    func text(_ name: String, _ summary: String) -> APIParameter { APIParameter(name, words, optional: true, summary) }
    func date(_ name: String, _ summary: String) -> APIParameter { APIParameter(name, days, optional: true, summary) }
    let numbers = APIValueType.either([.integer, .options(numberOptions)])
    func number(_ name: String, _ summary: String) -> APIParameter {
      APIParameter(name, numbers, optional: true, summary)
    }
    return [
      text("text", "Words that stand in title or body; case, accents and Arabic letter variants do not matter."),
      text("title", "Words that stand in the title."), text("subtitle", "Words that stand in the subtitle."),
      text("section", "The section, as printed."), text("publisher", "The publisher."),
      text("source", "The publisher or, where there is none, the site or file."),
      text("author", "An author."), text("lang", "The language; `ar` includes `ar-EG`."),
      text("language", "The same as `lang`."), text("keyword", "One of the source's keywords."),
      text("id", "The identity."), text("url", "The address."), text("path", "The path that it was read from."),
      text(
        "rights",
        "What its source says about use: `noarchive`, `nosnippet`, `max-snippet`, `noindex` …, `tdm-reservation`, `license`, `copyright`."
      ),
      APIParameter(
        "since", .either([.date, .duration]), optional: true, "Dated at this moment or later, or this long before now."),
      APIParameter("before", .either([.date, .duration]), optional: true, "Dated before this moment."),
      APIParameter("until", .date, optional: true, "Dated on this day or earlier; write `[\"until\"]`."),
      APIParameter("on", .date, optional: true, "Dated on this day."),
      date("date", "The best known date."), date("published", "The date of publication."),
      date("updated", "The date of the last change."), date("retrieved", "The date of retrieval."),
      number("words", "The number of words of the body: `{ ge = 300, lt = 800 }`."),
      number("paragraphs", "The number of paragraphs."), number("authors", "The number of authors."),
      number("keywords", "The number of the source's keywords."),
      APIParameter("has", .either([fieldName, .list(fieldName)]), optional: true, "Fields that must be there."),
      APIParameter("lacks", .either([fieldName, .list(fieldName)]), optional: true, "Fields that must be missing."),
    ]
  }()

  private static let fieldName = APIValueType.oneOf(ArticleQuery.Field.allCases.map(\.rawValue))
  private static let textOptions = [
    APIParameter("contains", .either([.string, .list(.string)]), optional: true, "Contains one of these."),
    APIParameter("any_of", .either([.string, .list(.string)]), optional: true, "Is one of these."),
    APIParameter("all_of", .either([.string, .list(.string)]), optional: true, "Contains, or has, all of these."),
    APIParameter("none_of", .either([.string, .list(.string)]), optional: true, "Is, or contains, none of these."),
  ]
  private static let numberOptions = [
    APIParameter("gt", .integer, optional: true, "More than this."),
    APIParameter("ge", .integer, optional: true, "This or more."),
    APIParameter("lt", .integer, optional: true, "Less than this."),
    APIParameter("le", .integer, optional: true, "This or less."),
    APIParameter("ne", .integer, optional: true, "Not this."),
  ]
  private static let dateOptions = [
    APIParameter("from", .date, optional: true, "This day or later."),
    APIParameter("to", .date, optional: true, "This day or earlier."),
    APIParameter("since", .either([.date, .duration]), optional: true, "This moment or later."),
    APIParameter("before", .either([.date, .duration]), optional: true, "Before this moment."),
  ]

  init(_ table: ScriptTable, run: ReportRun) throws {
    self.run = run
    for field in table.fields { try add(field.name, field.value) }
  }

  private mutating func add(_ name: String, _ value: ScriptValue) throws {
    switch name {
    case "since": conditions.append(.instant(.date, from: try moment(value), to: nil, offset: run.now.offset))
    case "before": conditions.append(.instant(.date, from: nil, to: try moment(value), offset: run.now.offset))
    case "until": conditions.append(.day(.date, from: nil, to: try day(value)))
    case "on":
      let day = try day(value)
      conditions.append(.day(.date, from: day, to: day))
    case "has": conditions += fields(value).map { .isPresent($0) }
    case "lacks": conditions += fields(value).map { .not(.isPresent($0)) }
    case "source": addSource(value)
    case "lang": addText(.language, value, contains: false)
    default:
      if let measure = ArticleQuery.Measure(rawValue: name) { return addNumber(measure, value) }
      guard let field = ArticleQuery.Field(rawValue: name) else { return }
      switch field {
      case .date, .published, .updated, .retrieved: try addDate(field, value)
      case .text, .title, .subtitle: addText(field, value, contains: true)
      default: addText(field, value, contains: false)
      }
    }
  }

  private mutating func addNumber(_ measure: ArticleQuery.Measure, _ value: ScriptValue) {
    if let number = value.wholeNumber {
      conditions.append(.count(measure, from: number, to: number))
      return
    }
    for option in value.options.fields {
      guard let number = option.value.wholeNumber else { continue }
      switch option.name {
      case "gt": conditions.append(.count(measure, from: number == .max ? number : number + 1, to: nil))
      case "ge": conditions.append(.count(measure, from: number, to: nil))
      case "lt": conditions.append(.count(measure, from: nil, to: number == .min ? number : number - 1))
      case "le": conditions.append(.count(measure, from: nil, to: number))
      case "ne": conditions.append(.not(.count(measure, from: number, to: number)))
      default: break
      }
    }
  }

  private func strings(_ value: ScriptValue?) -> [String] {
    switch value {
    case .string(let text)?: return [text]
    case .table(let table)?: return table.list.compactMap(\.text)
    default: return []
    }
  }

  private func fields(_ value: ScriptValue) -> [ArticleQuery.Field] {
    strings(value).compactMap(ArticleQuery.Field.init(rawValue:))
  }

  private mutating func addText(_ field: ArticleQuery.Field, _ value: ScriptValue, contains: Bool) {
    func matches(_ words: [String]) -> ArticleQuery.Condition {
      if !contains { return .isOneOf(field, words) }
      return words.count == 1 ? .contains(field, words[0]) : .any(words.map { .contains(field, $0) })
    }
    guard case .table(let table) = value, table.list.isEmpty, !table.fields.isEmpty else {
      conditions.append(matches(strings(value)))
      return
    }
    for option in table.fields {
      let words = strings(option.value)
      switch option.name {
      case "contains": conditions.append(.any(words.map { .contains(field, $0) }))
      case "any_of": conditions.append(matches(words))
      case "all_of": conditions += words.map { matches([$0]) }
      case "none_of": conditions.append(.not(matches(words)))
      default: break
      }
    }
  }

  private mutating func addSource(_ value: ScriptValue) {
    var filter = sources ?? SourceFilter()
    if case .table(let table) = value, table.list.isEmpty, !table.fields.isEmpty {
      for option in table.fields {
        if option.name == "none_of" {
          filter.refused.formUnion(strings(option.value))
        } else {
          filter.wanted = Set(strings(option.value))
        }
      }
    } else {
      filter.wanted = Set(strings(value))
    }
    sources = filter
    // What the store can sort out: a publisher that is there has to be one of those wanted.
    if let wanted = filter.wanted {
      conditions.append(.any([.isOneOf(.publisher, wanted.sorted()), .not(.isPresent(.publisher))]))
    }
  }

  private mutating func addDate(_ field: ArticleQuery.Field, _ value: ScriptValue) throws {
    guard case .table(let table) = value else {
      let day = try day(value)
      conditions.append(.day(field, from: day, to: day))
      return
    }
    if table["from"] != nil || table["to"] != nil {
      conditions.append(.day(field, from: try table["from"].map(day), to: try table["to"].map(day)))
    }
    if table["since"] != nil || table["before"] != nil {
      conditions.append(
        .instant(
          field, from: try table["since"].map(moment), to: try table["before"].map(moment), offset: run.now.offset))
    }
  }

  private func day(_ value: ScriptValue) throws -> CivilDate {
    guard let date = run.date(from: value) else { throw HostError("\(value.shown) is not a date") }
    return date.day
  }

  private func moment(_ value: ScriptValue) throws -> Instant { try Self.moment(value, run: run) }

  /// A moment given as a date, or as a duration back from now.
  static func moment(_ value: ScriptValue, run: ReportRun) throws -> Instant {
    if let date = run.date(from: value) { return date.instant }
    if let duration = run.duration(from: value) {
      return ScriptDate(run.now).adding(-duration, zone: run.zone).instant
    }
    throw HostError("\(value.shown) is neither a date nor a duration")
  }
}
