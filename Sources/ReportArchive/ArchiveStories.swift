import Foundation
import GRDB
import ReportAnalysis
import ReportArticles

/// The stories of an archive: assigned as articles come, kept in the table `story`.
enum ArchiveStories {
  private static let frequencies = "story_frequencies"

  /// Assigns articles that were added, and keeps where they belong. Belongs to the transaction that adds them.
  static func assign(_ arrivals: [StoryTracker.Arrival], _ database: Database) throws {
    if arrivals.isEmpty { return }
    var frequencies = try keptFrequencies(database)
    var tracker = StoryTracker()
    let kept = try tracker.assign(arrivals, &frequencies) { try articles(of: $0, database) }
    // Another version of an article takes the place of the one before. No `OR REPLACE`: it would keep a copy of every
    // page that it changes, so that it could take the row back.
    let replaced = try database.cachedStatement(sql: "DELETE FROM story WHERE position = ?")
    for arrival in arrivals where arrival.known != nil { try replaced.execute(arguments: [arrival.position]) }
    var insertion = try RowStatement(
      "INSERT INTO story(position, version, number, follows, day, second, sketch) VALUES (?, ?, ?, ?, ?, ?, ?)",
      database)
    for one in kept {
      insertion.add(one.position)
      insertion.add(StoryTracker.version)
      insertion.add(one.assignment.story)
      insertion.add(one.assignment.follows)
      insertion.add(one.day)
      insertion.add(one.time)
      insertion.add(blob: one.sketch.bytes)
      try insertion.run()
    }
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)",
      arguments: [Self.frequencies, Data(frequencies.bytes)])
  }

  private static func keptFrequencies(_ database: Database) throws -> StoryFrequencies {
    let data = try Data.fetchOne(
      database, sql: "SELECT value FROM setting WHERE name = ?", arguments: [Self.frequencies])
    return data.flatMap { $0.withUnsafeBytes { StoryFrequencies($0) } } ?? StoryFrequencies()
  }

  /// The articles of a day that were assigned before, those added last.
  private static func articles(of day: Int?, _ database: Database) throws -> [StoryTracker.Kept] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT position, number, follows, second, sketch FROM story
        WHERE day IS ? AND version = \(StoryTracker.version) ORDER BY position DESC LIMIT \(StoryTracker.dayLimit)
        """)
    var kept: [StoryTracker.Kept] = []
    let rows = try Row.fetchCursor(statement, arguments: [day])
    while let row = try rows.next() {
      let sketch = try row.withUnsafeData(atIndex: 4) { data in
        (data ?? Data()).withUnsafeBytes { StorySketch($0) }
      }
      guard let sketch else { continue }
      try kept.append(
        StoryTracker.Kept(
          position: row.decode(atIndex: 0), time: row.decode(atIndex: 3),
          assignment: StoryTracker.Assignment(story: row.decode(atIndex: 1), follows: row.decode(atIndex: 2)),
          sketch: sketch))
    }
    return kept.reversed()
  }

  /// Where an article belongs; nil when that is not kept.
  static func assignment(at position: Int, _ database: Database) throws -> StoryTracker.Assignment? {
    let statement = try database.cachedStatement(
      sql: "SELECT number, follows FROM story WHERE position = ? AND version = ?")
    return try Row.fetchOne(statement, arguments: [position, StoryTracker.version]).map { row in
      try StoryTracker.Assignment(story: row.decode(atIndex: 0), follows: row.decode(atIndex: 1))
    }
  }

  /// Takes an article out. A story that loses its founder goes on under the next of its articles.
  static func remove(_ position: Int, _ database: Database) throws {
    try database.cachedStatement(sql: "DELETE FROM story WHERE position = ?").execute(arguments: [position])
    let next = try database.cachedStatement(sql: "SELECT min(position) FROM story WHERE number = ?")
    let heir = try Int.fetchOne(next, arguments: [position])
    if let heir {
      try database.cachedStatement(sql: "UPDATE story SET number = ? WHERE number = ?")
        .execute(arguments: [heir, position])
    }
    try database.cachedStatement(sql: "UPDATE story SET follows = ? WHERE follows = ?")
      .execute(arguments: [heir, position])
  }

  /// Forgets all stories.
  static func forget(_ database: Database) throws {
    try database.execute(sql: "DELETE FROM story")
    try database.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [Self.frequencies])
  }

  /// Whether what is kept is of this version, and every story has its founder.
  static func areWhole(_ database: Database) throws -> Bool {
    try Int.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM story WHERE version <> \(StoryTracker.version))
          OR EXISTS (SELECT 1 FROM story LEFT JOIN article USING (position) WHERE article.position IS NULL)
          OR EXISTS (
            SELECT 1 FROM story LEFT JOIN story AS founder ON founder.position = story.number
            WHERE founder.number IS NOT story.number)
        """) == 0
  }
}

extension ArchiveStore {
  public func story(at position: Int) throws -> KeptStory? {
    guard version >= ArchiveSchema.storyVersion else { return nil }
    return try read { database in
      guard let number = try ArchiveStories.assignment(at: position, database)?.story else { return nil }
      let id = try String.fetchOne(
        database.cachedStatement(sql: "SELECT id FROM article WHERE position = ?"), arguments: [number])
      let positions = try Int.fetchAll(
        database.cachedStatement(sql: "SELECT position FROM story WHERE number = ? ORDER BY position"),
        arguments: [number])
      return id.map { KeptStory(id: Story.id(founder: $0), positions: positions) }
    }
  }

  /// The kept stories of the articles that satisfy `query`, in the order of their first articles in it. No body is read.
  ///
  /// - Parameters:
  ///   - query: what is selected; only its articles are members.
  ///   - body: called for each story; positions in `Story` are those in the list of heads beside it.
  /// - Returns: false when not all of the articles have been assigned to stories; `body` has not been called then.
  public func forEachStory(matching query: ArticleQuery, _ body: (Story, [Article]) throws -> Void) throws -> Bool {
    guard version >= ArchiveSchema.storyVersion else { return false }
    let piece = sql.select("article.position, story.number, story.version", query)
    var members: [Int: [Int]] = [:]
    var order: [Int] = []
    let isWhole = try read { database in
      let joined = piece.sql.replacing(
        "FROM article", with: "FROM article LEFT JOIN story USING (position)", maxReplacements: 1)
      let rows = try Row.fetchCursor(database, sql: joined, arguments: StatementArguments(piece.arguments))
      while let row = try rows.next() {
        guard let number: Int = try row.decode(atIndex: 1), try row.decode(atIndex: 2) == StoryTracker.version else {
          return false
        }
        if members[number] == nil { order.append(number) }
        try members[number, default: []].append(row.decode(atIndex: 0))
      }
      return true
    }
    if !isWhole { return false }
    for number in order {
      let (story, heads) = try story(number, members[number] ?? [])
      try body(story, heads)
    }
    return true
  }

  private func story(_ number: Int, _ positions: [Int]) throws -> (Story, [Article]) {
    try read { database in
      let heads = try positions.map { try ArticleRow.head(at: $0, database) }
      let sketches = try positions.map { position -> StorySketch? in
        if positions.count == 1 { return nil }
        let statement = try database.cachedStatement(sql: "SELECT sketch FROM story WHERE position = ?")
        return try Data.fetchOne(statement, arguments: [position])?.withUnsafeBytes { StorySketch($0) }
      }
      let identity = try database.cachedStatement(sql: "SELECT id FROM article WHERE position = ?")
      let id = try String.fetchOne(identity, arguments: [number]) ?? ""
      let earlier = try ArchiveStories.assignment(at: number, database)?.follows.flatMap {
        try String.fetchOne(identity, arguments: [$0])
      }
      let first = StorySketch.representative(sketches, titles: heads.map(\.title))
      let order = [first] + heads.indices.filter { $0 != first }
      return (
        Story(
          id: Story.id(founder: id), title: heads[first].title, members: order,
          duplicates: StorySketch.copies(sketches, order: order), follows: earlier.map(Story.id(founder:))), heads
      )
    }
  }
}
