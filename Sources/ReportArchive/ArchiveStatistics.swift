import Foundation
import GRDB
import ReportAnalysis
import ReportArticles
import ReportLoading

/// What an archive holds, in numbers.
public struct ArchiveStatistics: Sendable, Hashable {
  /// A name and a number of articles.
  public struct Row: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The number.
    public var count: Int
  }

  /// The number of articles.
  public var articles = 0
  /// The size of the file in bytes.
  public var bytes = 0
  /// The first and the last day of the articles' best known dates.
  public var days: DayInterval?
  /// Articles without any date.
  public var undated = 0
  /// By language, publisher and section, the greatest first.
  public var languages: [Row] = []
  public var publishers: [Row] = []
  public var sections: [Row] = []
  /// Articles whose words are indexed.
  public var indexed = 0
  /// Articles for which sentences and dates are kept and up to date.
  public var derived = 0
  /// Articles that have been assigned to stories, and how many stories these are.
  public var assigned = 0
  public var stories = 0

  /// A few lines for people.
  public var text: String {
    var lines = ["articles   \(articles)", "size       \((bytes + (1 << 19)) >> 20) MiB"]
    if let days {
      lines.append("days       \(days.first) to \(days.last)" + (undated > 0 ? ", \(undated) without a date" : ""))
    }
    for (name, rows) in [("languages", languages), ("publishers", publishers), ("sections", sections)]
    where !rows.isEmpty {
      let shown = rows.prefix(12).map { "\($0.name) \($0.count)" }.joined(separator: ", ")
      lines.append(name.padding(toLength: 11, withPad: " ", startingAt: 0) + shown + (rows.count > 12 ? ", …" : ""))
    }
    lines.append("indexed    \(indexed)")
    lines.append("derived    \(derived)")
    lines.append("stories    \(stories) of \(assigned) articles")
    return lines.joined(separator: "\n") + "\n"
  }

  /// One JSON object.
  public var json: String {
    JSONWriter.object { writer in
      writer.member("articles", articles)
      writer.member("bytes", bytes)
      writer.member("from", days?.first.description)
      writer.member("to", days?.last.description)
      writer.member("undated", undated)
      for (name, rows) in [("languages", languages), ("publishers", publishers), ("sections", sections)] {
        writer.key(name)
        writer.object { writer in for row in rows { writer.member(row.name, row.count) } }
      }
      writer.member("indexed", indexed)
      writer.member("derived", derived)
      writer.member("stories", stories)
      writer.member("assigned", assigned)
    }
  }
}

extension ArchiveStore {
  /// Numbers about the archive; they come from sums that are kept, not from reading it.
  public func statistics() throws -> ArchiveStatistics {
    var stats = ArchiveStatistics()
    stats.articles = count
    stats.languages = try rows(.language)
    stats.publishers = try rows(.publisher)
    stats.sections = try rows(.section)
    return try read { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      stats.bytes = pages * (try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0)
      // Each end comes from the index.
      let ends = "SELECT (SELECT min(date_day) FROM article), (SELECT max(date_day) FROM article)"
      if let row = try GRDB.Row.fetchOne(database, sql: ends), let first: Int = try row.decode(atIndex: 0),
        let last: Int = try row.decode(atIndex: 1)
      {
        stats.days = DayInterval(CivilDate(dayNumber: first), CivilDate(dayNumber: last))
      }
      stats.undated = try Int.fetchOne(database, sql: "SELECT count(*) FROM article WHERE date_day IS NULL") ?? 0
      stats.indexed = try Int.fetchOne(database, sql: "SELECT count(*) FROM posting") ?? 0
      stats.derived =
        try Int.fetchOne(
          database, sql: "SELECT count(*) FROM derived WHERE version = ?", arguments: [Derivation.version]) ?? 0
      if version >= ArchiveSchema.storyVersion,
        let row = try GRDB.Row.fetchOne(
          database, sql: "SELECT count(*), count(CASE WHEN number = position THEN 1 END) FROM story WHERE version = ?",
          arguments: [StoryTracker.version])
      {
        (stats.assigned, stats.stories) = try (row.decode(atIndex: 0), row.decode(atIndex: 1))
      }
      return stats
    }
  }
  /// Names and numbers of articles, the greatest first.
  private func rows(_ key: ArticleKey) throws -> [ArchiveStatistics.Row] {
    try counts(of: [key], matching: ArticleQuery(), clock: .utc).compactMap { one in
      one.values[0].map { ArchiveStatistics.Row(name: $0, count: one.count) }
    }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}
