import Foundation
import GRDB
import ReportAnalysis
import ReportArticles

/// What a check of an archive came to.
public struct ArchiveCheck: Sendable, Hashable {
  /// What is damaged and cannot be made good from the archive itself.
  public var damage: [String] = []
  /// What was put right, or would be.
  public var repairs: [String] = []
  /// The number of articles looked at.
  public var articles = 0
}

extension Archive {
  /// Checks an archive: the database itself, that every article can be read and says what it said when it was added, and
  /// that everything kept beside the articles belongs to them. What is kept is made anew where it is missing, out of date
  /// or wrong, if `repairs` is set. Throws `ArchiveError`.
  public func verify(repairs: Bool, progress: (Int) -> Void = { _ in }) throws(ArchiveError) -> ArchiveCheck {
    do {
      var check = ArchiveCheck()
      let verdict = try queue.inDatabase { try String.fetchAll($0, sql: "PRAGMA integrity_check(20)") }
      if verdict != ["ok"] { check.damage += verdict }
      let pool = PreparerPool()
      let state = try findGaps(&check, progress)
      if state.isEmpty { return check }
      if repairs { try repair(state, pool, progress) }
      return check
    } catch {
      throw Self.failure(error, path: path)
    }
  }

  /// What is to be made anew.
  private struct Gaps {
    var unindexed: [Int] = []
    var underived: [Int] = []
    /// Articles without a story; all of them when `storiesAnew` is set.
    var unassigned: [Int] = []
    var storiesAnew = false
    var sums = false
    var index = false
    var isEmpty: Bool {
      unindexed.isEmpty && underived.isEmpty && unassigned.isEmpty && !storiesAnew && !sums && !index
    }
  }

  private func findGaps(_ check: inout ArchiveCheck, _ progress: (Int) -> Void) throws -> Gaps {
    var gaps = Gaps()
    try queue.inDatabase { database in
      let version = try ArchiveSchema.version(of: database)
      let keepsStories = version >= ArchiveSchema.storyVersion
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT article.position, head, fingerprint, body.content, posting.position, derived.version,
            \(keepsStories ? "story.version" : "NULL")
          FROM article LEFT JOIN body USING (position) LEFT JOIN posting USING (position) LEFT JOIN derived USING (position)
            \(keepsStories ? "LEFT JOIN story USING (position)" : "")
          """)
      while let row = try rows.next() {
        let position: Int = try row.decode(atIndex: 0)
        check.articles += 1
        if check.articles % 1000 == 0 { progress(check.articles) }
        do {
          var article = try row.decode(Data.self, atIndex: 1).withUnsafeBytes { try ArticleCoding.article(head: $0) }
          guard let body = try row.decode(Data?.self, atIndex: 3) else { throw ByteReader.Damaged() }
          try body.withUnsafeBytes { try ArticleCoding.addBody($0, to: &article) }
          if try row.decode(Int64.self, atIndex: 2) != PreparedArticle(article).fingerprint {
            check.damage.append("article \(article.id) is not as it was when it was added")
          }
        } catch is ByteReader.Damaged {
          check.damage.append("article number \(position) cannot be read")
          continue
        }
        if try row.decode(Int?.self, atIndex: 4) == nil { gaps.unindexed.append(position) }
        if try row.decode(Int?.self, atIndex: 5) != Derivation.version { gaps.underived.append(position) }
        if try row.decode(Int?.self, atIndex: 6) != StoryTracker.version { gaps.unassigned.append(position) }
      }
      // What an older archive keeps otherwise is made anew when it is brought up to date.
      gaps.sums = try !sumsAgree(database, version)
      gaps.index = try !indexIsWhole(database)
      gaps.storiesAnew = try keepsStories && !ArchiveStories.areWhole(database)
      if version < ArchiveSchema.version {
        check.repairs.append("the archive is of version \(version), which is brought up to date when it is written to")
      }
    }
    if gaps.index {
      check.repairs.append("the index of words is damaged")
    } else if !gaps.unindexed.isEmpty {
      check.repairs.append("\(gaps.unindexed.count) articles are not in the index of words")
    }
    if !gaps.underived.isEmpty {
      check.repairs.append("sentences and dates of \(gaps.underived.count) articles are missing or out of date")
    }
    if gaps.storiesAnew {
      check.repairs.append("the kept stories are damaged or out of date")
    } else if !gaps.unassigned.isEmpty {
      check.repairs.append("\(gaps.unassigned.count) articles have not been assigned to stories")
    }
    if gaps.sums { check.repairs.append("the kept sums do not agree with the articles") }
    return gaps
  }

  private func indexIsWhole(_ database: Database) throws -> Bool {
    do {
      // Reads every term; a damaged index ends with an error.
      let terms = try Int.fetchOne(database, sql: "SELECT count(DISTINCT doc) FROM term_place") ?? 0
      let known = try Int.fetchOne(database, sql: "SELECT count(*) FROM posting WHERE length > 0") ?? 0
      return terms == known
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT { return false }
  }

  private func sumsAgree(_ database: Database, _ version: Int) throws -> Bool {
    try (version < ArchiveSchema.tallyVersion || ArticleTally.agrees(database))
      && Int.fetchOne(
        database, sql: "SELECT count(*) FROM article LEFT JOIN posting USING (position) WHERE length IS NULL")
        == ArchiveSetting.number("unindexed", database)
      && Int.fetchOne(database, sql: "SELECT ifnull(sum(length), 0) FROM posting")
        == ArchiveSetting.number("length", database)
  }

  private func repair(_ gaps: Gaps, _ pool: PreparerPool, _ progress: (Int) -> Void) throws {
    var unindexed = gaps.unindexed
    if gaps.index {
      unindexed = try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          try ArchiveSchema.forgetTerms(database)
          return .commit
        }
        return try Int.fetchAll(database, sql: "SELECT position FROM article")
      }
    }
    let positions = Set(unindexed).union(gaps.underived).sorted()
    let (toIndex, toDerive) = (Set(unindexed), Set(gaps.underived))
    for start in stride(from: 0, to: positions.count, by: 2000) {
      let part = Array(positions[start..<min(start + 2000, positions.count)])
      let articles = try wholeArticles(at: part)
      let prepared = pool.prepare(
        articles, DerivedParts(terms: !toIndex.isEmpty, sentencesAndDates: !toDerive.isEmpty))
      try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          var rows = try ArticleRows(database)
          for (position, article) in zip(part, prepared) {
            if toIndex.contains(position), let terms = article.terms { try rows.addTerms(terms, position) }
            if toDerive.contains(position), let derived = article.derived {
              try rows.forget(position)
              try rows.keep(derived, position)
            }
          }
          return .commit
        }
      }
      progress(start + part.count)
    }
    try assignStories(gaps, pool, progress)
    try queue.inDatabase { database in
      try database.inTransaction(.immediate) {
        try ArticleTally.rebuild(database)
        try database.execute(
          sql: """
            INSERT OR REPLACE INTO setting SELECT 'length', ifnull(sum(length), 0) FROM posting;
            INSERT OR REPLACE INTO setting
              SELECT 'unindexed', count(*) FROM article LEFT JOIN posting USING (position) WHERE length IS NULL;
            """)
        return .commit
      }
    }
  }

  private func wholeArticles(at positions: [Int]) throws -> [Article] {
    try queue.inDatabase { database in
      try positions.map { position in
        var article = try ArticleRow.head(at: position, database)
        try ArticleRow.addBody(at: position, to: &article, database)
        return article
      }
    }
  }

  /// Assigns stories as adding the articles, one portion after another, would.
  private func assignStories(_ gaps: Gaps, _ pool: PreparerPool, _ progress: (Int) -> Void) throws {
    var positions = gaps.unassigned
    if gaps.storiesAnew {
      positions = try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          try ArchiveStories.forget(database)
          return .commit
        }
        return try Int.fetchAll(database, sql: "SELECT position FROM article ORDER BY position")
      }
    }
    for start in stride(from: 0, to: positions.count, by: StoryTracker.portion) {
      let portion = positions[start..<min(start + StoryTracker.portion, positions.count)]
      var arrivals: [StoryTracker.Arrival] = []
      for part in stride(from: portion.startIndex, to: portion.endIndex, by: 1000) {
        let part = Array(portion[part..<min(part + 1000, portion.endIndex)])
        let prepared = pool.prepare(try wholeArticles(at: part), DerivedParts(stories: true))
        for (position, one) in zip(part, prepared) {
          guard let evidence = one.evidence else { continue }
          arrivals.append(StoryTracker.Arrival(position: position, evidence: evidence, id: one.article.id))
        }
        progress(start + arrivals.count)
      }
      try queue.inDatabase { database in
        try database.inTransaction(.immediate) {
          try ArchiveStories.assign(arrivals, database)
          return .commit
        }
      }
    }
  }

  /// Takes out the articles that satisfy all conditions, and gives their space back. Throws `ArchiveError`.
  ///
  /// - Returns: how many there were.
  public func prune(_ conditions: [ArticleQuery.Condition]) throws(ArchiveError) -> Int {
    do {
      let pool = PreparerPool()
      let positions = try queue.inDatabase { database in
        let languages = try String.fetchAll(database, sql: ArchiveStore.languagesInUse)
        let piece = QuerySQL(languages: languages).select("article.position", ArticleQuery(conditions: conditions))
        return try Int.fetchAll(database, sql: piece.sql, arguments: StatementArguments(piece.arguments))
      }
      for start in stride(from: 0, to: positions.count, by: 2000) {
        try queue.inDatabase { database in
          try database.inTransaction(.immediate) {
            var rows = try ArticleRows(database)
            for position in positions[start..<min(start + 2000, positions.count)] {
              var article = try ArticleRow.head(at: position, database)
              try ArticleRow.addBody(at: position, to: &article, database)
              try rows.remove(article, at: position) { pool.terms(of: $0) }
            }
            try rows.finish()
            return .commit
          }
        }
      }
      if !positions.isEmpty {
        try queue.inDatabase { database in
          try database.inTransaction(.immediate) {
            try ArticleTally.removeUnusedFacets(database)
            return .commit
          }
        }
        // The articles are gone; where somebody reads, or there is no room for a copy, the space comes back another time.
        try? queue.inDatabase { try $0.execute(sql: "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)") }
      }
      return positions.count
    } catch {
      throw Self.failure(error, path: path)
    }
  }
}
