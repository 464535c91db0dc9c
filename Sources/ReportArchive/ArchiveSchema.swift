import Foundation
import GRDB
import ReportLoading

/// The tables of an archive, and the way from each version to the next.
enum ArchiveSchema {
  /// `PRAGMA application_id`: “RGar”.
  static let applicationID = 0x5247_6172
  /// The version that this program writes, in `PRAGMA user_version`.
  static var version: Int { migrations.count }
  /// The version since which stories are kept. What other versions brought makes reading faster and no more.
  static let storyVersion = 3
  /// The version since which the tally tells counts on any clock.
  static let tallyVersion = 5

  /// Step n brings version n to n + 1.
  static let migrations: [@Sendable (Database) throws -> Void] = [
    { try $0.execute(sql: tables) },
    // Every report says how many of its articles have no known day of publication.
    {
      try $0.execute(
        sql: "CREATE INDEX article_unpublished ON article(date_second) WHERE NOT ifnull(date_kind % 4 = 0, 0)")
    },
    { try $0.execute(sql: stories) },
    // Counts by day and section are read in the order of this index, without sorting; and an index of words that holds
    // more before it writes has less to merge.
    {
      try $0.execute(sql: "CREATE INDEX tally_day ON tally(date_day, date_precision, date_offset, section, n)")
      try $0.execute(sql: indexRoom)
    },
    // Sums by the days of the articles' own clocks gave no counts on other clocks.
    {
      try $0.execute(sql: "DROP TABLE tally;" + tally)
      try ArticleTally.rebuild($0)
    },
    // A source's own names named one article in the whole archive.
    { try tellSourcesApart($0) },
    // What sources say about use stands in heads that older programs cannot read, and in `tag` (kind 3). Articles that
    // are there have none; the version keeps older programs away from those that come.
    { _ in },
  ]

  /// Gives each article the identity that it would be given today.
  private static func tellSourcesApart(_ database: Database) throws {
    let update = try database.makeStatement(sql: "UPDATE OR IGNORE article SET id = ?, head = ? WHERE position = ?")
    for position in try Int.fetchAll(database, sql: "SELECT position FROM article") {
      var article = try ArticleRow.head(at: position, database)
      let known = article.id
      // Where a source has no name, its articles are told apart by what they say.
      if article.title.isEmpty { try ArticleRow.addBody(at: position, to: &article, database) }
      article.id = ArticleIdentity.current(article)
      if article.id != known {
        try update.execute(arguments: [article.id, Data(ArticleCoding.head(article)), position])
      }
    }
  }

  /// The version that a database has; 0 when it is empty.
  static func version(of database: Database) throws -> Int {
    try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
  }

  /// Brings the database up to date; nothing happens when it is.
  static func migrate(_ database: Database) throws {
    let found = try version(of: database)
    guard found < version else { return }
    for step in migrations[found...] { try step(database) }
    try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(version)")
  }

  /// Positions count up in the order of adding and are never used again: they name articles as long as the archive
  /// lives. Empty texts are stored as null. Days are numbers since 1970-01-01, instants POSIX seconds with a missing zone
  /// read as UTC. `date_kind` is what the date stands for (0 published, 1 updated, 2 retrieved) + 4 × precision (0 year …
  /// 4 second); `date_offset` is null where the source names no zone.
  private static let tables = """
    CREATE TABLE article(
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL,
      fingerprint INTEGER NOT NULL,
      date_day INTEGER, date_second INTEGER, date_kind INTEGER, date_offset INTEGER,
      updated_day INTEGER, updated_second INTEGER, updated_kind INTEGER, updated_offset INTEGER,
      retrieved_day INTEGER, retrieved_second INTEGER, retrieved_kind INTEGER, retrieved_offset INTEGER,
      section TEXT, publisher TEXT, language TEXT NOT NULL, source TEXT, author TEXT, keyword TEXT,
      url TEXT, path TEXT NOT NULL, title TEXT, subtitle TEXT,
      head BLOB NOT NULL
    );
    CREATE UNIQUE INDEX article_id ON article(id);
    CREATE INDEX article_day ON article(date_day, section, publisher, language, date_second, date_kind, date_offset);
    CREATE INDEX article_second ON article(date_second);
    CREATE INDEX article_section ON article(section, date_second);
    CREATE INDEX article_publisher ON article(publisher, date_second);
    CREATE INDEX article_source ON article(source, date_second);
    CREATE INDEX article_language ON article(language, date_second);
    CREATE INDEX article_url ON article(url) WHERE url IS NOT NULL;
    CREATE INDEX article_path ON article(path);
    CREATE INDEX article_updated ON article(updated_day, updated_second) WHERE updated_day IS NOT NULL;
    CREATE INDEX article_retrieved ON article(retrieved_day, retrieved_second) WHERE retrieved_day IS NOT NULL;
    CREATE TABLE body(position INTEGER PRIMARY KEY, content BLOB NOT NULL);
    CREATE TABLE tag(kind INTEGER, value TEXT, position INTEGER, PRIMARY KEY(kind, value, position)) WITHOUT ROWID;
    CREATE INDEX tag_position ON tag(position);
    CREATE TABLE tally(
      date_day INTEGER, date_precision INTEGER, date_offset INTEGER, section TEXT, publisher TEXT, source TEXT,
      language TEXT NOT NULL, n INTEGER NOT NULL);
    CREATE UNIQUE INDEX tally_key ON tally(
      ifnull(date_day, -99999999), ifnull(date_precision, -1), ifnull(date_offset, -1), ifnull(section, ''),
      ifnull(publisher, ''), ifnull(source, ''), language);
    CREATE TABLE derived(position INTEGER PRIMARY KEY, version INTEGER NOT NULL, content BLOB NOT NULL);
    CREATE INDEX derived_version ON derived(version);
    \(index)
    CREATE TABLE posting(position INTEGER PRIMARY KEY, length INTEGER NOT NULL, classes BLOB NOT NULL);
    CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
    """

  /// The story of each article: `number` is the position of the article that founded it, `follows` the number of the story
  /// that it follows up, `day` and `second` when the article was published (or changed last; null when the day is not
  /// known), `sketch` what articles are compared by.
  private static let stories = """
    CREATE TABLE story(
      position INTEGER PRIMARY KEY, version INTEGER NOT NULL, number INTEGER NOT NULL, follows INTEGER, day INTEGER,
      second INTEGER, sketch BLOB NOT NULL);
    CREATE INDEX story_number ON story(number);
    CREATE INDEX story_day ON story(day, position);
    CREATE INDEX story_follows ON story(follows) WHERE follows IS NOT NULL;
    """

  /// `facet` has the combinations of section, publisher, source and language that occur, empty where there is none and where
  /// the source is the name of a file. `tally` tells how many articles of each there are: a row for each day in UTC of
  /// articles whose moment is known (kind 3), and one for each day, month (kind 1) and year (kind 0) of the others, and one
  /// (kind 4, day 0) for those without a date. `numbers` is in the form of `ArticleTally.encode`, `n` their sum.
  private static let tally = """
    CREATE TABLE facet(
      number INTEGER PRIMARY KEY, section TEXT NOT NULL, publisher TEXT NOT NULL, source TEXT NOT NULL,
      language TEXT NOT NULL, UNIQUE(section, publisher, source, language));
    CREATE TABLE tally(
      day INTEGER NOT NULL, kind INTEGER NOT NULL, n INTEGER NOT NULL, numbers BLOB NOT NULL, PRIMARY KEY(day, kind));
    CREATE INDEX tally_n ON tally(n);
    """

  /// The index of words: terms as our own analysis makes them, in the order of their weight in the article. `posting` says
  /// where one weight ends and the next begins, so that ranking needs nothing but the index.
  static let index = """
    CREATE VIRTUAL TABLE term USING fts5(terms, content='', columnsize=0, tokenize='ascii');
    CREATE VIRTUAL TABLE term_place USING fts5vocab(term, instance);
    \(indexRoom)
    """

  /// Bytes of new words that the index holds in memory before it writes them (8 MiB), and how many of the parts written so
  /// are joined to one: with twice the usual number each word is written less often, and searching looks at few more.
  private static let indexRoom = """
    INSERT INTO term(term, rank) VALUES ('hashsize', 8388608);
    INSERT INTO term(term, rank) VALUES ('automerge', 8);
    """
}
