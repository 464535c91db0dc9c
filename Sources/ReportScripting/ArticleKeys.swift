import ReportArticles

/// What articles are grouped, counted and told apart by.
enum ArticleKeys {
  /// A value of a key, and the text that it is compared by.
  struct Key {
    var value: ScriptValue
    var sort: String
  }

  /// The values that an article has for a key; for authors and keywords each of them.
  static func values(of key: String, _ object: ArticleObject, run: ReportRun) -> [Key] {
    guard let name = ArticleKey(rawValue: key) else { return [] }
    return name.values(in: object.head, clock: run.clock).map { self.key(name, $0, run) }
  }

  /// A value as scripts see it.
  private static func key(_ name: ArticleKey, _ value: String, _ run: ReportRun) -> Key {
    func dated(_ iso: String, _ precision: DatePrecision) -> Key {
      guard let day = CivilDate(iso: iso) else { return Key(value: .string(value), sort: value) }
      var date = ScriptDate(day, zone: run.zone)
      date.precision = precision
      return Key(value: run.date(date), sort: date.iso)
    }
    switch name {
    case .day: return dated(value, .day)
    case .month: return dated(value + "-01", .month)
    case .year: return dated(value + "-01-01", .year)
    case .weekday:
      // 2024-01-01 was a Monday.
      let day = CivilDate(year: 2024, month: 1, day: Int(value) ?? 1) ?? .earliest
      let word = run.wording.string(ScriptDate(day, zone: run.zone), style: "weekday") ?? day.weekday.name
      return Key(value: .string(word), sort: value)
    default: return Key(value: .string(value), sort: value)
    }
  }

  private static func isChronological(_ key: String) -> Bool { ["day", "month", "year", "weekday"].contains(key) }

  /// Groups with their articles. Articles without the key are left out.
  static func groups(_ query: QueryObject, by key: String) throws -> [ScriptValue] {
    let run = query.run
    var places: [String: Int] = [:]
    var groups: [(key: Key, members: [Int])] = []
    func add(_ value: Key, _ position: Int) {
      let place = places[value.sort] ?? groups.count
      if place == groups.count {
        places[value.sort] = place
        groups.append((value, []))
      }
      groups[place].members.append(position)
    }
    if key == "story" {
      let articles = try query.articles()
      groups = try run.analysis.stories(in: articles.map(\.article)).map { story in
        let members = story.members.filter(articles.indices.contains).map { articles[$0] }
        let value = Key(value: .object(StoryObject(story, articles: members, run: run)), sort: story.id)
        return (value, members.map(\.position))
      }
    } else if let asked = query.storeQuery, let name = ArticleKey(rawValue: key) {
      var made: [String: Key] = [:]
      for row in try run.input.articles.values(of: [name], matching: asked, clock: run.clock) {
        for value in row.values[0] {
          let key = made[value] ?? self.key(name, value, run)
          made[value] = key
          add(key, row.position)
        }
      }
    } else {
      for article in try query.members() {
        for value in values(of: key, article, run: run) { add(value, article.position) }
      }
    }
    if isChronological(key) { groups.sort { $0.key.sort < $1.key.sort } }
    return groups.map { group in
      .table(
        ScriptTable(fields: [
          ScriptTable.Field(name: "key", value: group.key.value), ScriptTable.Field(name: key, value: group.key.value),
          ScriptTable.Field(name: "n", value: .integer(group.members.count)),
          ScriptTable.Field(
            name: "articles", value: .object(QueryObject(run: run, positions: group.members))),
        ]))
    }
  }

  /// Numbers of articles by one or two keys. An article that lacks a key counts under “—”, so that the numbers add up.
  static func counts(_ query: QueryObject, by keys: [String]) throws -> [ScriptValue] {
    var rows = try storeCounts(query, by: keys) ?? countedHere(query, by: keys)
    let chronological = keys.first.map(isChronological) ?? false
    rows.sort { left, right in
      if chronological, left.keys[0].sort != right.keys[0].sort { return left.keys[0].sort < right.keys[0].sort }
      return left.n != right.n
        ? left.n > right.n : left.keys.lexicographicallyPrecedes(right.keys) { $0.sort < $1.sort }
    }
    return rows.map { row in
      var fields = [ScriptTable.Field(name: "n", value: .integer(row.n))]
      for (name, key) in zip(keys, row.keys) { fields.append(ScriptTable.Field(name: name, value: key.value)) }
      if let first = row.keys.first { fields.append(ScriptTable.Field(name: "key", value: first.value)) }
      return .table(ScriptTable(fields: fields))
    }
  }

  /// Counts that the store makes.
  private static func storeCounts(_ query: QueryObject, by keys: [String]) throws -> [(keys: [Key], n: Int)]? {
    let names = keys.compactMap(ArticleKey.init(rawValue:))
    guard names.count == keys.count, let asked = query.storeQuery else { return nil }
    let run = query.run
    var made = [[String: Key]](repeating: [:], count: names.count)
    return try run.input.articles.counts(of: names, matching: asked, clock: run.clock).map { row in
      let values = names.indices.map { index -> Key in
        guard let value = row.values[index] else { return missing }
        let key = made[index][value] ?? self.key(names[index], value, run)
        made[index][value] = key
        return key
      }
      return (values, row.count)
    }
  }

  private static var missing: Key { Key(value: .string("—"), sort: "\u{10FFFF}") }

  private static func countedHere(_ query: QueryObject, by keys: [String]) throws -> [(keys: [Key], n: Int)] {
    let run = query.run
    let articles = try query.members()
    var stories: [Int: Key] = [:]
    if keys.contains("story") {
      for story in try run.analysis.stories(in: articles.map(\.article)) {
        for member in story.members { stories[member] = Key(value: .string(story.title), sort: story.id) }
      }
    }
    func values(_ key: String, _ index: Int) -> [Key] {
      let found = key == "story" ? stories[index].map { [$0] } ?? [] : Self.values(of: key, articles[index], run: run)
      return found.isEmpty ? [missing] : found
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
    return rows
  }
}
