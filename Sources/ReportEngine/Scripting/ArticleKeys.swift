/// What articles are grouped, counted and told apart by.
enum ArticleKeys {
  /// A value of a key, and the text that it is compared by.
  struct Key {
    var value: ScriptValue
    var sort: String
  }

  /// The values that an article has for a key; for authors and keywords each of them.
  static func values(of key: String, _ object: ArticleObject, run: ReportRun) -> [Key] {
    let article = object.article
    func text(_ text: String?) -> [Key] { text.map { [Key(value: .string($0), sort: $0)] } ?? [] }
    switch key {
    case "source": return text(object.source)
    case "publisher": return text(article.publisher)
    case "section": return text(article.section)
    case "language": return text(article.language)
    case "title": return text(article.title)
    case "id": return text(article.id)
    case "url": return text(article.url)
    case "author": return article.authors.flatMap { text($0) }
    case "keyword": return article.keywords.uniqued().flatMap { text($0) }
    default:
      guard let (best, basis) = article.bestDate else { return [] }
      let date = ScriptDate(best, basis: basis, zone: run.zone)
      switch key {
      case "day" where best.precision >= .day: return [dated(date.day, .day, run)]
      case "month" where best.precision >= .month:
        return [dated(CivilDate(year: date.day.year, month: date.day.month, day: 1) ?? date.day, .month, run)]
      case "year": return [dated(CivilDate(year: date.day.year, month: 1, day: 1) ?? date.day, .year, run)]
      case "weekday" where best.precision >= .day:
        let weekday = date.day.weekday
        return [
          Key(value: .string(run.wording.string(date, style: "weekday") ?? weekday.name), sort: "\(weekday.rawValue)")
        ]
      default: return []
      }
    }
  }

  private static func dated(_ day: CivilDate, _ precision: DatePrecision, _ run: ReportRun) -> Key {
    var date = ScriptDate(day, zone: run.zone)
    date.precision = precision
    return Key(value: run.date(date), sort: date.iso)
  }

  private static func isChronological(_ key: String) -> Bool { ["day", "month", "year", "weekday"].contains(key) }

  /// Groups with their articles. Articles without the key are left out.
  static func groups(_ query: QueryObject, by key: String) throws -> [ScriptValue] {
    let run = query.run
    let articles = try query.articles()
    var places: [String: Int] = [:]
    var groups: [(key: Key, members: [ArticleObject])] = []
    if key == "story" {
      groups = try run.analysis.stories(in: articles.map(\.article)).map { story in
        let members = story.members.filter(articles.indices.contains).map { articles[$0] }
        return (Key(value: .object(StoryObject(story, articles: members, run: run)), sort: story.id), members)
      }
    } else {
      for article in articles {
        for value in values(of: key, article, run: run) {
          let place = places[value.sort] ?? groups.count
          if place == groups.count {
            places[value.sort] = place
            groups.append((value, []))
          }
          groups[place].members.append(article)
        }
      }
    }
    if isChronological(key) { groups.sort { $0.key.sort < $1.key.sort } }
    return groups.map { group in
      .table(
        ScriptTable(fields: [
          ScriptTable.Field(name: "key", value: group.key.value), ScriptTable.Field(name: key, value: group.key.value),
          ScriptTable.Field(name: "n", value: .integer(group.members.count)),
          ScriptTable.Field(
            name: "articles", value: .object(QueryObject(run: run, positions: group.members.map(\.position)))),
        ]))
    }
  }

  /// Numbers of articles by one or two keys. An article that lacks a key counts under “—”, so that the numbers add up.
  static func counts(_ query: QueryObject, by keys: [String]) throws -> [ScriptValue] {
    let run = query.run
    let articles = try query.articles()
    var stories: [Int: Key] = [:]
    if keys.contains("story") {
      for story in try run.analysis.stories(in: articles.map(\.article)) {
        for member in story.members { stories[member] = Key(value: .string(story.title), sort: story.id) }
      }
    }
    func values(_ key: String, _ index: Int) -> [Key] {
      let found = key == "story" ? stories[index].map { [$0] } ?? [] : Self.values(of: key, articles[index], run: run)
      return found.isEmpty ? [Key(value: .string("—"), sort: "\u{10FFFF}")] : found
    }
    var places: [[String]: Int] = [:]
    var rows: [(keys: [Key], n: Int)] = []
    for index in articles.indices {
      let first = values(keys[0], index)
      let second = keys.count > 1 ? values(keys[1], index) : []
      let combinations = second.isEmpty ? first.map { [$0] } : first.flatMap { one in second.map { [one, $0] } }
      for combination in combinations {
        let place = places[combination.map(\.sort)] ?? rows.count
        if place == rows.count {
          places[combination.map(\.sort)] = place
          rows.append((combination, 0))
        }
        rows[place].n += 1
      }
    }
    let chronological = keys.first.map(isChronological) ?? false
    rows.sort { left, right in
      let (a, b) = (left.keys.map(\.sort), right.keys.map(\.sort))
      if chronological, a[0] != b[0] { return a[0] < b[0] }
      return left.n != right.n ? left.n > right.n : a.lexicographicallyPrecedes(b)
    }
    return rows.map { row in
      var fields = [ScriptTable.Field(name: "n", value: .integer(row.n))]
      for (name, key) in zip(keys, row.keys) { fields.append(ScriptTable.Field(name: name, value: key.value)) }
      if let first = row.keys.first { fields.append(ScriptTable.Field(name: "key", value: first.value)) }
      return .table(ScriptTable(fields: fields))
    }
  }
}
