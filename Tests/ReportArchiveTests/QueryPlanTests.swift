import GRDB
import Testing

@testable import ReportArchive
@testable import ReportArticles
@testable import ReportScripting

/// How SQLite answers each form of question: through an index wherever there is one for it.
@Suite struct QueryPlanTests {
  private let scratch: Scratch
  private let store: ArchiveStore

  init() throws {
    scratch = try Scratch()
    store = try ArchiveStore(path: try scratch.archive(Articles.mixed))
  }

  private func plan(_ query: ArticleQuery, _ columns: String = "article.position") throws -> String {
    let piece = store.sql.select(columns, query)
    return try store.read { database in
      try Row.fetchAll(
        database, sql: "EXPLAIN QUERY PLAN " + piece.sql, arguments: StatementArguments(piece.arguments)
      ).map { $0["detail"] as String }.joined(separator: " | ")
    }
  }

  @Test func conditionsGoThroughTheirIndexes() throws {
    let day = CivilDate(iso: "2025-01-23")
    let moment = Instant(rfc3339: "2025-01-23T06:00:00Z")
    let forms: [(ArticleQuery.Condition, String)] = [
      (.isOneOf(.id, ["a"]), "INDEX article_id (id=?)"),
      (.isOneOf(.id, ["a", "b"]), "INDEX article_id (id=?)"),
      (.isOneOf(.url, ["u"]), "INDEX article_url (url=?)"),
      (.isOneOf(.path, ["p"]), "INDEX article_path (path=?)"),
      (.isOneOf(.section, ["Local"]), "INDEX article_section (section=?)"),
      (.isOneOf(.publisher, ["Ufer"]), "INDEX article_publisher (publisher=?)"),
      (.isOneOf(.language, ["de"]), "INDEX article_language (language=?)"),
      (.isOneOf(.author, ["Ada Pond"]), "PRIMARY KEY (kind=? AND value=?)"),
      (.isOneOf(.keyword, ["weather"]), "PRIMARY KEY (kind=? AND value=?)"),
      (.day(.date, from: day, to: day), "INDEX article_day (date_day=?)"),
      (.day(.published, from: day, to: day), "INDEX article_day (date_day=?)"),
      (.day(.date, from: day, to: nil), "INDEX article_day (date_day>?)"),
      (.day(.date, from: day, to: day?.adding(days: 1)), "INDEX article_day (date_day>? AND date_day<?)"),
      (.day(.updated, from: day, to: day), "INDEX article_updated (updated_day=?)"),
      (.day(.retrieved, from: day, to: day), "INDEX article_retrieved (retrieved_day=?)"),
      (.instant(.date, from: moment, to: nil, offset: 0), "INDEX article_second (date_second>?)"),
      (.instant(.date, from: moment, to: moment, offset: 0), "INDEX article_second (date_second>? AND date_second<?)"),
      (
        .any([.isOneOf(.section, ["Local"]), .isOneOf(.publisher, ["Ufer"])]),
        "MULTI-INDEX OR"
      ),
    ]
    for (condition, index) in forms {
      let plan = try plan(ArticleQuery(conditions: [condition]))
      #expect(plan.contains(index), "\(condition): \(plan)")
      #expect(!plan.contains("SCAN article"), "\(condition): \(plan)")
    }
  }

  @Test func articlesWithoutADayOfPublicationAreCountedWithoutReadingTheOthers() throws {
    let plan = try plan(ArticleQuery(conditions: [.not(.isPresent(.published))]), "count(*)")
    #expect(plan.contains("INDEX article_unpublished"), "\(plan)")
  }

  @Test func textIsLookedIntoOnlyWhereTheIndexLeavesArticles() throws {
    let day = CivilDate(iso: "2025-01-23")
    let query = ArticleQuery(conditions: [.contains(.text, "flood"), .day(.date, from: day, to: day)])
    let sql = store.sql.select("article.position", query).sql
    let (text, date) = (try #require(sql.range(of: "folded_body")), try #require(sql.range(of: "date_day")))
    #expect(date.lowerBound < text.lowerBound)
    #expect(try plan(query).contains("INDEX article_day (date_day=?)"))
  }

  @Test func newestFirstWithALimitReadsNoMoreThanThat() throws {
    let plan = try plan(ArticleQuery(order: [.init(.date, descending: true)], limit: 20))
    #expect(plan.contains("INDEX article_second"), "\(plan)")
    #expect(!plan.contains("USE TEMP B-TREE FOR ORDER BY"), "\(plan)")
    let ofSection = try self.plan(
      ArticleQuery(
        conditions: [.isOneOf(.section, ["Local"])], order: [.init(.date, descending: true)], limit: 20))
    #expect(ofSection.contains("INDEX article_section (section=?)"), "\(ofSection)")
    #expect(!ofSection.contains("USE TEMP B-TREE FOR ORDER BY"), "\(ofSection)")
  }

  @Test func countsAndGroupsOfADayAreAnsweredFromTheIndexAlone() throws {
    let day = CivilDate(iso: "2025-01-23")
    let query = ArticleQuery(conditions: [.day(.date, from: day, to: day)])
    let plan = try plan(query, "section, publisher, language, date_day, date_kind, date_offset, date_second")
    #expect(plan.contains("COVERING INDEX article_day (date_day=?)"), "\(plan)")
  }

  @Test func countsOfTheWholeArchiveReadTheTallyInItsOrder() throws {
    let plan = try store.read { database in
      try ["SELECT sum(n) FROM tally", ArticleTally.reading].map { sql in
        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
          .joined(separator: " | ")
      }
    }
    #expect(plan == ["SCAN tally USING COVERING INDEX tally_n", "SCAN tally USING INDEX sqlite_autoindex_tally_1"])
  }

  @Test func wordsAreFoundThroughTheFullTextIndex() throws {
    let plan = try store.read { database in
      try Row.fetchAll(
        database,
        sql: """
          EXPLAIN QUERY PLAN SELECT doc, "offset" FROM term_place CROSS JOIN posting ON posting.position = doc
          WHERE term = 'flood'
          """
      ).map { $0["detail"] as String }.joined(separator: " | ")
    }
    #expect(
      plan.contains("term_place VIRTUAL TABLE INDEX") && plan.contains("posting USING INTEGER PRIMARY KEY"), "\(plan)")
  }
}
