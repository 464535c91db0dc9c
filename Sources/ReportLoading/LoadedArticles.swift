import ReportArticles

/// Articles as `ArticleLoader.open` found them. Those in large files of JSON Lines stay there until they are asked for;
/// the files must not be changed as long as this lives (an article read after that is an error). The rest is in memory.
///
/// ```swift
/// let articles = ArticleLoader().open(paths: ["no/such/folder"])
/// articles.count  // → 0
/// articles.problems.map(\.path)  // → ["no/such/folder"]
/// ```
public struct LoadedArticles: ArticleStore, WholeArticleStore {
  /// What could not be read.
  public let problems: [LoadResult.Problem]
  /// Number of files (standard input included) from which at least one article came.
  public let filesRead: Int
  /// The number of articles.
  public let count: Int

  let parts: [Part]
  private let starts: [Int]
  /// What duplicates are called, and warned of.
  private let marks: [Int: DuplicateMarker.Mark]

  /// A run of articles.
  enum Part: Sendable {
    case articles([Article])
    case records(RecordStore)

    var count: Int {
      switch self {
      case .articles(let articles): return articles.count
      case .records(let store): return store.count
      }
    }
  }

  init(parts: [Part], problems: [LoadResult.Problem], filesRead: Int) throws(ArticleStoreError) {
    self.parts = parts
    self.filesRead = filesRead
    self.problems = problems
    var starts: [Int] = []
    var total = 0
    for part in parts {
      starts.append(total)
      total += part.count
    }
    self.starts = starts
    count = total
    marks = try Self.duplicates(parts, starts)
  }

  /// Articles that are all in memory, their duplicates marked.
  init(_ result: LoadResult) {
    parts = result.articles.isEmpty ? [] : [.articles(result.articles)]
    starts = result.articles.isEmpty ? [] : [0]
    count = result.articles.count
    problems = result.problems
    filesRead = result.filesRead
    marks = [:]
  }

  public func article(at position: Int) throws -> Article { try whole(at: position).article }

  package func whole(at position: Int) throws -> (article: Article, isInMemory: Bool) {
    let (part, index) = try place(of: position)
    var article: Article
    var isInMemory = true
    switch parts[part] {
    case .articles(let articles): article = articles[index]
    case .records(let store):
      article = try store.article(at: index)
      isInMemory = !store.isIndexed(at: index)
    }
    marks[position].map { $0.apply(to: &article) }
    return (article, isInMemory)
  }

  /// The article with at least these fields; others may be empty. Texts are not read where the index has them.
  private func outline(at position: Int, _ fields: Set<ArticleQuery.Field>) throws -> Article {
    let (part, index) = try place(of: position)
    if case .records(let store) = parts[part], let outline = store.outline(at: index, fields) { return outline }
    return try article(at: position)
  }

  public func values(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleKeyValues] {
    try positions(matching: query).map { position in
      let article = try outline(at: position, for: keys)
      return ArticleKeyValues(position: position, values: keys.map { $0.values(in: article, clock: clock) })
    }
  }

  /// As much of an article as keys need.
  func outline(at position: Int, for keys: [ArticleKey]) throws -> Article {
    var fields: Set<ArticleQuery.Field> = []
    for key in keys {
      switch key {
      case .source, .publisher: fields.insert(.publisher)
      case .section: fields.insert(.section)
      case .language: fields.insert(.language)
      case .day, .month, .year, .weekday: fields.insert(.date)
      case .id, .url, .title, .author, .keyword: return try article(at: position)
      }
    }
    let outline = try outline(at: position, fields)
    // The address stands in for a publisher that is missing.
    guard keys.contains(.source), outline.publisher?.isEmpty ?? true else { return outline }
    let (part, index) = try place(of: position)
    if case .records(let store) = parts[part], store.hasNoAddress(at: index) { return outline }
    return try article(at: position)
  }

  public func positions(matching query: ArticleQuery) throws -> [Int] {
    // What needs no text comes first: few articles are left to read.
    let conditions = query.conditions.map(PreparedCondition.init)
    let ordered = conditions.filter { !$0.needsText } + conditions.filter(\.needsText)
    var matches: [Int] = ordered.isEmpty ? Array(0..<count) : []
    for (number, part) in parts.enumerated() where !ordered.isEmpty {
      for index in 0..<part.count {
        if try holds(ordered, part, index, starts[number] + index) { matches.append(starts[number] + index) }
      }
    }
    if !query.order.isEmpty {
      matches = try query.sorted(matches) { position, field in SortKey(try outline(at: position, [field]), field) }
    }
    return query.limit.map { Array(matches.prefix(max(0, $0))) } ?? matches
  }

  private func holds(_ conditions: [PreparedCondition], _ part: Part, _ index: Int, _ position: Int) throws -> Bool {
    var whole: Article?
    for condition in conditions {
      let holds: Bool
      if case .records(let store) = part, let answer = store.answer(condition, at: index) {
        holds = answer
      } else {
        let article = try whole ?? self.article(at: position)
        whole = article
        holds = condition.holds(for: article)
      }
      guard holds else { return false }
    }
    return true
  }

  func place(of position: Int) throws(ArticleStoreError) -> (part: Int, index: Int) {
    guard position >= 0, position < count else { throw .noSuchPosition(position) }
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= position { low = middle } else { high = middle }
    }
    return (low, position - starts[low])
  }

  /// Finds articles of one identity: by hashes first, and those that agree by their articles.
  private static func duplicates(_ parts: [Part], _ starts: [Int]) throws(ArticleStoreError) -> [Int: DuplicateMarker
    .Mark]
  {
    var first: [UInt64: Int] = [:]
    var groups: [UInt64: [Int]] = [:]
    let total = (starts.last ?? 0) + (parts.last?.count ?? 0)
    first.reserveCapacity(total)
    for (number, part) in parts.enumerated() {
      for index in 0..<part.count {
        let hash: UInt64
        switch part {
        case .articles(let articles): hash = RecordIdentity.hash(articles[index])
        case .records(let store): hash = store.identity(at: index)
        }
        let position = starts[number] + index
        if let known = first.updateValue(position, forKey: hash) {
          first[hash] = known
          groups[hash, default: [known]].append(position)
        }
      }
    }
    var marker = DuplicateMarker()
    // The same bytes again are the same article: a file of one record a hundred thousand times is read as one.
    var last: (part: Int, record: [UInt8], article: Article)?
    for position in groups.values.joined().sorted() {
      let part = starts.lastIndex { $0 <= position } ?? 0
      switch parts[part] {
      case .articles(let articles): marker.add(articles[position - starts[part]], at: position)
      case .records(let store):
        let index = position - starts[part]
        let record = try store.bytes(at: index)
        if var known = last, known.part == part, known.record == record {
          known.article.origin.line = store.line(at: index)
          marker.add(known.article, at: position)
        } else {
          let article = try store.article(at: index)
          if store.isIndexed(at: index) { last = (part, record, article) }
          marker.add(article, at: position)
        }
      }
    }
    return marker.marks
  }
}

/// The records of one file: an index in memory, the texts in the file. A class, so that handing it on costs one count of
/// owners and not one for each of its parts.
final class RecordStore: Sendable {
  private let file: RecordFile
  private let lines: RecordLines
  private let index: RecordIndex
  /// Articles that had to be read in full, by position.
  private let inFull: [Int: Article]

  private init(file: RecordFile, lines: RecordLines, index: RecordIndex, inFull: [Int: Article]) {
    self.file = file
    self.lines = lines
    self.index = index
    self.inFull = inFull
  }

  var count: Int { index.rows.count }

  /// Indexes a file; nil when it cannot be read in places, or is no such file.
  static func open(
    _ file: RecordFile, options: LoadOptions
  ) -> (store: RecordStore, problems: [LoadResult.Problem])? {
    // A dotted name reaches into nested records, which the index does not.
    guard !options.fieldMap.values.contains(where: { $0.holds(".") }) else { return nil }
    let lines = RecordLines(format: JSONLinesFormat().name, path: file.path, options: options)
    var start = 0
    if let head = try? file.bytes(at: 0, count: min(3, file.size)), head == [0xEF, 0xBB, 0xBF] { start = 3 }
    guard let parts = RecordIndexer(lines: lines).parts(of: file, start: start, size: file.size) else { return nil }
    var index = RecordIndex()
    index.rows.reserveCapacity(parts.reduce(0) { $0 + $1.index.rows.count })
    index.dates.reserveCapacity(parts.reduce(0) { $0 + $1.index.dates.count })
    var inFull: [Int: Article] = [:]
    var problems = LoadResult()
    var numbers: [String: UInt32] = ["": 0]
    var line = 0
    for part in parts {
      let map = part.index.strings.map { string -> UInt32 in
        if let known = numbers[string] { return known }
        let number = UInt32(index.strings.count)
        numbers[string] = number
        index.strings.append(string)
        return number
      }
      let dates = UInt32(truncatingIfNeeded: index.dates.count)
      index.dates += part.index.dates
      var whole = part.whole[...]
      for (position, var row) in part.index.rows.enumerated() {
        row.line += UInt32(truncatingIfNeeded: line)
        if let next = whole.first, next.row == position {
          whole.removeFirst()
          let result = next.result
          var found = LoadResult(problems: result.problems)
          for place in found.problems.indices {
            found.problems[place].line = found.problems[place].line.map { $0 + line }
          }
          problems.take(problemsOf: found)
          for var article in result.articles {
            article.origin.index = index.rows.count
            article.origin.line = article.origin.line.map { $0 + line }
            for place in article.warnings.indices {
              article.warnings[place].line = article.warnings[place].line.map { $0 + line }
            }
            row.identity = RecordIdentity.hash(article)
            inFull[index.rows.count] = article
            index.rows.append(row)
          }
          continue
        }
        row.dateStart += dates
        row.section = map[Int(row.section)]
        row.publisher = map[Int(row.publisher)]
        row.language = map[Int(row.language)]
        index.rows.append(row)
      }
      line += part.lineFeeds
      problems.unlisted += part.unlisted
    }
    problems.tellOfUnlisted(path: file.path)
    for place in problems.problems.indices where !index.rows.isEmpty { problems.problems[place].kind = .damaged }
    return (RecordStore(file: file, lines: lines, index: index, inFull: inFull), problems.problems)
  }

  func identity(at position: Int) -> UInt64 { index.rows[position].identity }

  func line(at position: Int) -> Int { Int(index.rows[position].line) }

  /// The record is plain enough for the index: one line, one article.
  func isIndexed(at position: Int) -> Bool { inFull[position] == nil }

  /// Whether the record is known to give no address.
  func hasNoAddress(at position: Int) -> Bool { index.rows[position].known.contains(.noAddress) }

  func bytes(at position: Int) throws(ArticleStoreError) -> [UInt8] {
    try file.bytes(at: index.rows[position].offset, count: Int(index.rows[position].length))
  }

  func article(at position: Int) throws(ArticleStoreError) -> Article {
    if let article = inFull[position] { return article }
    let row = index.rows[position]
    let bytes = try self.bytes(at: position)
    var batch = lines.batch()
    bytes.withUnsafeBufferPointer { lines.read($0, number: Int(row.line), into: &batch) }
    guard var article = batch.soFar.articles.first else {
      throw .unavailable("\(file.path):\(row.line): the record cannot be read")
    }
    article.origin.index = position
    return article
  }

  /// An article with these fields and no text; nil when the index does not have them.
  func outline(at position: Int, _ fields: Set<ArticleQuery.Field>) -> Article? {
    let row = index.rows[position]
    guard fields.allSatisfy({ knows($0, row) }) else { return nil }
    var article = Article(
      id: "", origin: Article.Origin(path: file.path, index: position, format: lines.format, line: Int(row.line)),
      title: "")
    if fields.contains(.section) { article.section = text(row.section) }
    if fields.contains(.publisher) { article.publisher = text(row.publisher) }
    if fields.contains(.language) {
      article.language = LanguageTag.normalize(index.strings[Int(row.language)]) ?? "und"
    }
    if fields.contains(.date) || fields.contains(.published) { article.published = index.date(row) }
    return article
  }

  /// A number that is the same only for articles with the same value of a key; nil when the index does not have it.
  func number(of key: ArticleKey, at position: Int, clock: ArticleClock) -> Int? {
    let row = index.rows[position]
    switch key {
    // Where there is no publisher, its source is something else.
    case .source: return row.known.contains(.publisher) && row.publisher != 0 ? Int(row.publisher) : nil
    case .publisher: return row.known.contains(.publisher) ? Int(row.publisher) : nil
    case .section: return row.known.contains(.section) ? Int(row.section) : nil
    case .language: return row.known.contains(.language) ? Int(row.language) : nil
    case .day, .month, .year, .weekday:
      guard row.known.contains(.date) else { return nil }
      var day = Int(row.day)
      if row.precision >= RecordIndex.Row.minutes, row.zoneOffset != RecordIndex.Row.noOffset {
        let moment = day * 86_400 + Int(row.second) - Int(row.zoneOffset)
        day = (moment + clock.offset(moment)).flooredQuotient(86_400)
      }
      return day << 8 | Int(row.precision)
    case .id, .url, .title, .author, .keyword: return nil
    }
  }

  /// The values that stand behind a number: one, or none.
  func values(of key: ArticleKey, number: Int) -> [String] {
    switch key {
    case .language: return [LanguageTag.normalize(index.strings[number]) ?? "und"]
    case .day, .month, .year, .weekday:
      let precision = DatePrecision.allCases[number & 0xFF]
      return key.value(of: CivilDate(dayNumber: number >> 8), precision: precision).map { [$0] } ?? []
    default: return number == 0 ? [] : [index.strings[number]]
    }
  }

  private func text(_ number: UInt32) -> String? { number == 0 ? nil : index.strings[Int(number)] }

  private func knows(_ field: ArticleQuery.Field, _ row: RecordIndex.Row) -> Bool {
    switch field {
    case .section: return row.known.contains(.section)
    case .publisher: return row.known.contains(.publisher)
    case .language: return row.known.contains(.language)
    case .date, .published: return row.known.contains(.date)
    case .path: return !row.known.contains(.inFull)
    default: return false
    }
  }

  /// Whether a condition holds; nil when only the article can tell.
  func answer(_ condition: PreparedCondition, at position: Int) -> Bool? {
    switch condition {
    case .contains: return nil
    case .not(let inner): return answer(inner, at: position).map { !$0 }
    case .any(let inner):
      var isOpen = false
      for condition in inner {
        guard let answer = answer(condition, at: position) else {
          isOpen = true
          continue
        }
        if answer { return true }
      }
      return isOpen ? nil : false
    case .plain(let condition): return answer(condition, index.rows[position])
    }
  }

  private func answer(_ condition: ArticleQuery.Condition, _ row: RecordIndex.Row) -> Bool? {
    switch condition {
    case .day(let field, let from, let to):
      guard field == .date || field == .published, row.known.contains(.date) else { return nil }
      return (from.map { Int(row.day) >= $0.dayNumber } ?? true) && (to.map { Int(row.day) <= $0.dayNumber } ?? true)
    case .instant(let field, let from, let to, let offset):
      guard field == .date || field == .published, row.known.contains(.date) else { return nil }
      let zone = row.zoneOffset == RecordIndex.Row.noOffset ? offset : Int(row.zoneOffset)
      let first = Int(row.day) * 86_400 + Int(row.second) - zone
      let isDay = DatePrecision.allCases.firstIndex(of: .day).map { Int(row.precision) == $0 } ?? false
      let last = isDay ? first + 86_399 : first
      return (from.map { last >= $0.secondsSinceEpoch } ?? true) && (to.map { first < $0.secondsSinceEpoch } ?? true)
    case .isOneOf(let field, let wanted):
      guard knows(field, row) else { return nil }
      switch field {
      case .section: return text(row.section).map(wanted.contains) ?? false
      case .publisher: return text(row.publisher).map(wanted.contains) ?? false
      case .path: return wanted.contains(file.path)
      case .language:
        let tag = LanguageTag.normalize(index.strings[Int(row.language)]) ?? "und"
        return wanted.contains { ArticleQuery.isVariety(tag, of: $0) }
      default: return nil
      }
    case .isPresent(let field):
      guard knows(field, row) else { return nil }
      switch field {
      case .section: return row.section != 0
      case .publisher: return row.publisher != 0
      default: return true
      }
    case .contains, .count, .not, .any: return nil
    }
  }
}
