/// What articles are counted and grouped by.
///
/// ```swift
/// let day = CivilDate(iso: "2025-01-23")!
/// ArticleKey.month.value(of: day, precision: .day)  // → "2025-01"
/// ArticleKey.weekday.value(of: day, precision: .day)  // → "4"
/// ArticleKey.day.value(of: day, precision: .month)  // → nil
/// ```
public enum ArticleKey: String, Sendable, Hashable, CaseIterable {
  /// Fields of text; an article has a value for each of its authors and keywords.
  case id, url, title, section, publisher, author, language, keyword
  /// The publisher, else the host of the address, else the file's name: what a reader would call the source.
  case source
  /// Parts of the best known date, on the clocks of the report's time zone: `2025-01-23`, `2025-01`, `2025`, and 1
  /// (Monday) … 7.
  case day, month, year, weekday

  /// Whether values follow one another in time.
  public var isChronological: Bool { [.day, .month, .year, .weekday].contains(self) }

  /// The values that an article has; none for what it lacks.
  public func values(in article: Article, clock: ArticleClock) -> [String] {
    func one(_ text: String?) -> [String] { text.map { [$0] } ?? [] }
    switch self {
    case .id: return [article.id]
    case .url: return one(article.url)
    case .title: return [article.title]
    case .section: return one(article.section)
    case .publisher: return one(article.publisher)
    case .author: return article.authors.uniqued()
    case .language: return [article.language]
    case .keyword: return article.keywords.uniqued()
    case .source: return [article.source]
    case .day, .month, .year, .weekday:
      guard let date = article.bestDate?.date else { return [] }
      return one(value(of: clock.day(of: date), precision: date.precision))
    }
  }

  /// The value that a key of time has on a day; nil when the date is less precise than that.
  public func value(of day: CivilDate, precision: DatePrecision) -> String? {
    switch self {
    case .day: return precision >= .day ? day.description : nil
    case .weekday: return precision >= .day ? String(day.weekday.rawValue) : nil
    case .month: return precision >= .month ? String(day.description.prefix(7)) : nil
    case .year: return String(day.description.prefix(4))
    default: return nil
    }
  }
}

/// The clocks on which the days of articles are told.
///
/// ```swift
/// let late = ArticleDate(
///   date: CivilDate(iso: "2025-01-23")!, secondOfDay: 23 * 3600, precision: .minute, zone: "Z", offset: 0,
///   evidence: .feed, text: "2025-01-23T23:00Z")
/// ArticleClock.utc.day(of: late)  // → 2025-01-23
/// let cairo = ArticleClock { _ in 7200 }
/// cairo.day(of: late)  // → 2025-01-24
/// ```
public struct ArticleClock: Sendable {
  /// The offset from UTC in seconds at a moment in POSIX seconds.
  public var offset: @Sendable (Int) -> Int

  /// Makes a clock.
  public init(offset: @escaping @Sendable (Int) -> Int) { self.offset = offset }

  /// Clocks that show UTC.
  public static let utc = ArticleClock { _ in 0 }

  /// The day that a date falls on. A date without a time, or without a zone, stays the day that it is.
  public func day(of date: ArticleDate) -> CivilDate {
    guard let second = date.secondOfDay, let own = date.offset else { return date.date }
    let moment = date.date.dayNumber * 86_400 + second - own
    return CivilDate(dayNumber: (moment + offset(moment)).flooredQuotient(86_400))
  }
}

/// The values of some keys of one article.
public struct ArticleKeyValues: Sendable, Hashable {
  /// The article.
  public var position: Int
  /// For each key the article's values.
  public var values: [[String]]

  /// Makes it.
  public init(position: Int, values: [[String]]) {
    self.position = position
    self.values = values
  }
}

/// How many articles have a combination of values.
///
/// ```swift
/// let counts = ArticleCount.adding([([["City"]], 2), ([["Sport"]], 1), ([["City"]], 3), ([[]], 1)])
/// counts.map(\.count)  // → [5, 1, 1]
/// counts.map { $0.values[0] ?? "none" }  // → ["City", "Sport", "none"]
/// ```
public struct ArticleCount: Sendable, Hashable {
  /// A value for each key, nil for articles that have none.
  public var values: [String?]
  /// The number of articles.
  public var count: Int

  /// Makes it.
  public init(values: [String?], count: Int) {
    self.values = values
    self.count = count
  }

  /// Counts of combinations out of the values of articles, or of groups of alike articles with their number.
  public static func adding(_ rows: [(values: [[String]], count: Int)]) -> [ArticleCount] {
    var places: [[String?]: Int] = [:]
    var result: [ArticleCount] = []
    for row in rows {
      if row.values.allSatisfy({ $0.count < 2 }) {
        let combination = row.values.map(\.first)
        if let place = places[combination] {
          result[place].count += row.count
        } else {
          places[combination] = result.count
          result.append(ArticleCount(values: combination, count: row.count))
        }
        continue
      }
      var combinations: [[String?]] = [[]]
      for values in row.values {
        let choices: [String?] = values.isEmpty ? [nil] : values
        combinations = combinations.flatMap { start in choices.map { start + [$0] } }
      }
      for combination in combinations {
        if let place = places[combination] {
          result[place].count += row.count
        } else {
          places[combination] = result.count
          result.append(ArticleCount(values: combination, count: row.count))
        }
      }
    }
    return result
  }
}

extension Article {
  /// The publisher, else the host of the address, else the file's name: what a reader would call the source.
  public var source: String { namedSource ?? String(origin.path.split(separator: "/").last ?? "-") }

  /// The publisher, else the host of the address; nil when the article names neither.
  package var namedSource: String? {
    if let publisher, !publisher.isEmpty { return publisher }
    return url.flatMap(Self.host)
  }

  /// The host of an address, without `www.`; nil when it has none.
  package static func host(of url: String) -> String? {
    guard let scheme = url.range(of: "://") else { return nil }
    let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }
    guard !host.isEmpty, !host.contains("@") else { return nil }
    return host.hasPrefix("www.") ? String(host.dropFirst(4)) : String(host)
  }
}
