import GRDB

/// What is known about a source.
struct SourceRecord: Sendable, Hashable {
  var id: Int64
  var name: String
  /// The address in the file.
  var address: String
  /// Which archive its articles went into.
  var archive: String
  /// Where it has moved for good.
  var moved: String?
  /// Where permanent redirects lead; how often in a row, since when.
  var candidate: String?
  var candidateCount = 0
  var candidateSince: Int?
  /// The address that gave the validators.
  var validated: String?
  var validators = Validators()
  /// A hash of the last answer.
  var body: Int64?
  /// Polls in a row without anything changed, and since when.
  var unchanged = 0
  var unchangedSince: Int?
  var attempted, succeeded, brought, firstPolled: Int?
  var polls = 0, requests = 0, bytes = 0, articles = 0
  /// Failures in a row, and the last one.
  var failures = 0
  var kind: FetchProblem.Kind?
  var message: String?
  /// Articles a day.
  var rate: Double?
  /// When its server, or a failure, allows the next poll at the earliest; when it should be.
  var notBefore, due: Int?

  init(id: Int64, name: String, address: String, archive: String) {
    (self.id, self.name, self.address, self.archive) = (id, name, address, archive)
  }

  init(_ row: Row) throws {
    try self.init(
      id: row.decode(forColumn: "id"), name: row.decode(forColumn: "name"), address: row.decode(forColumn: "address"),
      archive: row.decode(forColumn: "archive"))
    moved = try row.decode(forColumn: "moved")
    candidate = try row.decode(forColumn: "candidate")
    candidateCount = try row.decode(forColumn: "candidate_count")
    candidateSince = try row.decode(forColumn: "candidate_since")
    validated = try row.decode(forColumn: "validated")
    validators = try Validators(tag: row.decode(forColumn: "tag"), modified: row.decode(forColumn: "modified"))
    body = try row.decode(forColumn: "body")
    unchanged = try row.decode(forColumn: "unchanged")
    unchangedSince = try row.decode(forColumn: "unchanged_since")
    (attempted, succeeded, brought) = try (
      row.decode(forColumn: "attempted"), row.decode(forColumn: "succeeded"), row.decode(forColumn: "brought")
    )
    firstPolled = try row.decode(forColumn: "first_polled")
    (polls, requests, bytes, articles) = try (
      row.decode(forColumn: "polls"), row.decode(forColumn: "requests"), row.decode(forColumn: "bytes"),
      row.decode(forColumn: "articles")
    )
    failures = try row.decode(forColumn: "failures")
    kind = try row.decode(String?.self, forColumn: "kind").flatMap(FetchProblem.Kind.init)
    message = try row.decode(forColumn: "message")
    rate = try row.decode(forColumn: "rate")
    (notBefore, due) = try (row.decode(forColumn: "not_before"), row.decode(forColumn: "due"))
  }

  func write(_ database: Database) throws {
    try database.execute(
      sql: """
        UPDATE source SET address = ?, archive = ?, moved = ?, candidate = ?, candidate_count = ?, candidate_since = ?,
          validated = ?, tag = ?, modified = ?, body = ?, unchanged = ?, unchanged_since = ?, attempted = ?, succeeded = ?,
          brought = ?, first_polled = ?, polls = ?, requests = ?, bytes = ?, articles = ?, failures = ?, kind = ?, message = ?,
          rate = ?, not_before = ?, due = ? WHERE id = ?
        """,
      arguments: [
        address, archive, moved, candidate, candidateCount, candidateSince, validated, validators.tag,
        validators.modified,
        body, unchanged, unchangedSince, attempted, succeeded, brought, firstPolled, polls, requests, bytes, articles,
        failures,
        kind?.rawValue, message, rate, notBefore, due, id,
      ])
  }

  /// What was said of the last answer no longer holds: the next one is asked for in full.
  mutating func forget() {
    validators = Validators()
    (validated, body) = (nil, nil)
    (unchanged, unchangedSince) = (0, nil)
  }

  /// Whether the server said that there will never be anything again.
  var isGone: Bool { kind == .gone }

  /// Whether validators have said “nothing new” for so long that they are no longer believed: a thousand times in a row, or
  /// for sixty days.
  func doubtsValidators(now: Int) -> Bool {
    unchanged >= 1000 || unchangedSince.map { now - $0 > 60 * 86_400 } == true
  }

  /// Notes where permanent redirects led. The source has moved when they have led there at three polls over two days.
  mutating func note(moved target: WebAddress?, now: Int) {
    guard let target = target?.description, target != address else {
      (candidate, candidateCount, candidateSince) = (nil, 0, nil)
      return
    }
    if candidate != target { (candidate, candidateCount, candidateSince) = (target, 0, now) }
    candidateCount += 1
    if candidateCount >= 3, now - (candidateSince ?? now) >= 2 * 86_400 {
      moved = target
      (candidate, candidateCount, candidateSince) = (nil, 0, nil)
    }
  }
}

/// How a source is doing.
public struct SourceHealth: Sendable, Hashable {
  /// In one word.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// All is well; never asked so far; failing; nothing new for long; moved; gone for good.
    case well, new, failing, silent, moved, gone
  }

  /// The source's name.
  public var name: String
  /// In one word.
  public var state: State
  /// When it last answered well, when it last brought an article, when it is due again; POSIX seconds.
  public var succeeded, brought, due: Int?
  /// Articles that it brings a day, and how many it has brought in all.
  public var rate: Double?
  /// How many it has brought in all.
  public var articles: Int
  /// Polls so far, and failures in a row.
  public var polls, failures: Int
  /// Why it fails, or where it has moved.
  public var message: String?

  init(_ source: Source, _ record: SourceRecord?, now: Int) {
    name = source.name
    (succeeded, brought, due) = (record?.succeeded, record?.brought, record?.due)
    rate = record?.rate
    (articles, polls, failures) = (record?.articles ?? 0, record?.polls ?? 0, record?.failures ?? 0)
    message = record?.message
    state = .new
    guard let record, record.attempted != nil else { return }
    if record.isGone {
      state = .gone
    } else if record.failures > 0 {
      state = .failing
    } else if let moved = record.moved {
      state = .moved
      message = "has moved for good to \(WebAddress(moved)?.shown ?? moved); change the file"
    } else if let last = record.brought ?? record.firstPolled, now - last > Self.patience(source, record) {
      state = .silent
      message = "nothing new for \((now - last) / 86_400) days"
    } else {
      state = .well
    }
  }

  /// Seconds without news after which a source counts as silent: what the file says, else twenty times its usual gap, between a week and a quarter.
  private static func patience(_ source: Source, _ record: SourceRecord) -> Int {
    if let days = source.silentAfter { return days * 86_400 }
    let since = max(1, ((record.brought ?? 0) - (record.firstPolled ?? 0)) / 86_400 + 1)
    let gap = record.articles > 0 ? Double(since) / Double(record.articles) : 90
    return Int(min(max(gap * 20, 7), 90) * 86_400)
  }
}
