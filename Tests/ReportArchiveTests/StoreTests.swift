import Testing

@testable import ReportAnalysis
@testable import ReportArchive
@testable import ReportArticles
@testable import ReportEngine
@testable import ReportScripting

/// What holds for every store: memory is the reference, the archive gives the same answers.
@Suite struct StoreTests {
  static func day(_ text: String) -> CivilDate? { CivilDate(iso: text) }
  static func moment(_ text: String) -> Instant? { Instant(rfc3339: text) }

  /// Conditions of every form, with the identities that they select; worked out by hand from the fixture.
  static let cases: [(ArticleQuery.Condition, String)] = [
    (.isOneOf(.id, ["a", "c", "x"]), "ac"),
    (.isOneOf(.url, ["https://sahel.example/c"]), "c"),
    (.isOneOf(.title, ["A month"]), "f"),
    (.isOneOf(.subtitle, ["The last train"]), "e"),
    (.isOneOf(.section, ["Local", "محليات"]), "acef"),
    (.isOneOf(.publisher, ["River Post"]), "ab"),
    (.isOneOf(.author, ["Ada Pond"]), "ae"),
    (.isOneOf(.author, ["Ben Lake", "Cy Brook"]), "ab"),
    (.isOneOf(.keyword, ["weather"]), "ae"),
    (.isOneOf(.language, ["en"]), "abd"),
    (.isOneOf(.language, ["ar", "de"]), "cef"),
    (.isOneOf(.language, ["en-GB"]), "b"),
    (.isOneOf(.path, ["in/two.html"]), "c"),
    (.isOneOf(.section, []), ""),
    (.count(.words, from: 11, to: nil), "ac"),
    (.count(.words, from: 10, to: 10), "bd"),
    (.not(.count(.words, from: nil, to: 10)), "ac"),
    (.count(.paragraphs, from: 2, to: nil), "a"),
    (.count(.authors, from: 2, to: nil), "a"),
    (.count(.keywords, from: 1, to: 1), "be"),
    (.contains(.title, "OLD town"), "a"),
    (.contains(.text, "cafe"), "d"),
    (.contains(.text, "المدينه"), "c"),
    (.contains(.text, "flood"), "abd"),
    (.contains(.author, "pond"), "ae"),
    (.contains(.subtitle, ""), "e"),
    (.day(.date, from: day("2025-01-23"), to: day("2025-01-23")), "ace"),
    (.day(.date, from: day("2025-01-23"), to: nil), "ace"),
    (.day(.date, from: nil, to: day("2025-01-22")), "bfg"),
    (.day(.published, from: day("2025-01-23"), to: day("2025-01-24")), "ae"),
    (.day(.retrieved, from: nil, to: nil), "c"),
    (.day(.updated, from: day("2025-01-24"), to: day("2025-01-24")), "b"),
    // 06:00Z is a; the days of b, c touch what lies within them.
    (.instant(.date, from: moment("2025-01-23T06:00:00Z"), to: nil, offset: 0), "ace"),
    (.instant(.date, from: moment("2025-01-23T06:00:01Z"), to: nil, offset: 0), "ce"),
    (.instant(.date, from: moment("2025-01-22T12:00:00Z"), to: moment("2025-01-23T00:00:00Z"), offset: 0), "b"),
    // At +02:00 the article without a zone is of 23:00Z on the 21st.
    (.instant(.published, from: nil, to: moment("2025-01-22T00:00:00Z"), offset: 7200), "bfg"),
    (.instant(.published, from: moment("2025-01-22T00:00:00Z"), to: moment("2025-01-22T02:00:00Z"), offset: 0), "bg"),
    (.isPresent(.published), "abefg"), (.isPresent(.date), "abcefg"), (.isPresent(.updated), "b"),
    (.isPresent(.author), "abce"), (.isPresent(.keyword), "abe"), (.isPresent(.section), "abcefg"),
    (.isPresent(.subtitle), "e"), (.isPresent(.text), "abcdefg"), (.isPresent(.url), "ac"),
    (.not(.isPresent(.published)), "cd"),
    (.not(.isOneOf(.section, ["Local"])), "bcdg"),
    (.not(.day(.date, from: day("2025-01-23"), to: nil)), "bdfg"),
    (.not(.contains(.text, "flood")), "cefg"),
    (.any([.isOneOf(.section, ["Sport"]), .isOneOf(.keyword, ["flood"])]), "abg"),
    (.any([]), ""),
    (.any([.isOneOf(.publisher, ["River Post"]), .not(.isPresent(.publisher))]), "abcd"),
  ]

  static let orders: [([ArticleQuery.Order], String)] = [
    ([.init(.date)], "fbgcaed"), ([.init(.date, descending: true)], "eacgbfd"),
    ([.init(.section), .init(.id, descending: true)], "feagbcd"),
    ([.init(.publisher, descending: true), .init(.title)], "fegabdc"),
    ([.init(.author)], "aebcdfg"), ([.init(.updated)], "bacdefg"), ([.init(.keyword, descending: true)], "ebacdfg"),
    ([.init(.language), .init(.date, descending: true)], "cefadbg"),
  ]

  private let scratch: Scratch
  private let stores: [(store: any ArticleStore, name: String)]

  init() throws {
    scratch = try Scratch()
    stores = [
      (MemoryArticleStore(Articles.mixed), "memory"),
      (try ArchiveStore(path: try scratch.archive(Articles.mixed)), "archive"),
    ]
  }

  private func ids(_ positions: [Int], _ store: any ArticleStore) throws -> String {
    try positions.map { try store.head(at: $0).id }.joined()
  }

  @Test func conditionsSelectTheSameArticles() throws {
    for (store, name) in stores {
      for (condition, expected) in Self.cases {
        let query = ArticleQuery(conditions: [condition])
        #expect(try ids(store.positions(matching: query), store) == expected, "\(name): \(condition)")
        #expect(try store.count(matching: query) == expected.count, "\(name): \(condition)")
      }
      // Pairs hold together.
      for (first, one) in Self.cases.prefix(24) {
        for (second, other) in Self.cases {
          let both = one.filter(other.contains)
          let query = ArticleQuery(conditions: [first, second])
          #expect(try ids(store.positions(matching: query), store) == both, "\(name): \(first) and \(second)")
        }
      }
    }
  }

  @Test func ordersAndLimitsAreTheSame() throws {
    for (store, name) in stores {
      for (order, expected) in Self.orders {
        for limit in [nil, 0, 1, 3, 99] {
          let query = ArticleQuery(order: order, limit: limit)
          let wanted = String(expected.prefix(limit ?? 99))
          #expect(try ids(store.positions(matching: query), store) == wanted, "\(name): \(order) \(limit ?? -1)")
        }
      }
    }
  }

  @Test func articlesComeBackWhole() throws {
    for (store, name) in stores {
      #expect(store.count == Articles.mixed.count)
      for (position, article) in zip(try store.positions(matching: ArticleQuery()), Articles.mixed) {
        #expect(try store.article(at: position) == article, "\(name)")
      }
      #expect(throws: ArticleStoreError.noSuchPosition(4711)) { try store.article(at: 4711) }
    }
  }

  @Test func keysAndCountsAreTheSame() throws {
    let clocks = [ArticleClock.utc, ArticleClock { _ in 7200 }, ArticleClock { _ in -36_000 }]
    let memory = MemoryArticleStore(Articles.mixed)
    let archive = stores[1].store
    let queries = [
      ArticleQuery(), ArticleQuery(conditions: [.isOneOf(.language, ["en"])]),
      ArticleQuery(order: [.init(.date, descending: true)], limit: 4),
    ]
    func sorted(_ counts: [ArticleCount]) -> [String] {
      counts.map { "\($0.values.map { $0 ?? "—" }) \($0.count)" }.sorted()
    }
    for clock in clocks {
      for query in queries {
        for first in ArticleKey.allCases {
          let rows = try memory.values(of: [first], matching: query, clock: clock)
          let same = try archive.values(of: [first], matching: query, clock: clock)
          #expect(rows.map(\.values) == same.map(\.values), "\(first)")
          for second in [nil] + ArticleKey.allCases.map(Optional.init) {
            let keys = [first] + (second.map { [$0] } ?? [])
            let counts = try archive.counts(of: keys, matching: query, clock: clock)
            #expect(
              sorted(counts) == sorted(try memory.counts(of: keys, matching: query, clock: clock)), "\(keys) \(query)")
          }
        }
      }
    }
  }

  @Test func searchFindsTheSameInTheSameOrder() throws {
    let archive = stores[1].store
    let queries = [ArticleQuery(), ArticleQuery(conditions: [.isOneOf(.language, ["en"])])]
    for query in queries {
      let positions = query.select(from: Articles.mixed)
      let index = SearchIndex(positions.map { Articles.mixed[$0] })
      for words in ["flood", "floods river", "old town", "الفيضانات", "مدينة قديمة", "the", "", "nowhere", "cafe"] {
        for all in [true, false] {
          let expected = index.search(words, match: all ? .all : .any).map { Articles.mixed[positions[$0.position]].id }
          let found = try archive.search(words, all: all, matching: query)
          let ids = try (found ?? []).map { try archive.head(at: $0).id }
          #expect(ids == expected, "\(words) \(all)")
        }
      }
    }
    #expect(try archive.search("flood", all: true, matching: ArticleQuery())?.count == 3)
  }

  @Test func storiesAreTheSame() throws {
    // Two events of three days, told by two papers in turn, and what else happens.
    let events = [
      "The tram depot at Ashford burned down and sixty trams were lost",
      "Miners at Redcliff voted for a strike over wages and pensions",
    ]
    let articles = (0..<18).map { number -> Article in
      let (event, day) = (number % 3, 10 + number / 6)
      let other = "Report \(number): the choir number \(number * 7919) sang in hall \(number * 104_729)."
      let text = event < 2 ? "\(events[event]), says report \(number)." : other
      var article = Articles.mixed[0]
      article = Article(
        id: "s\(number)", origin: article.origin, title: event < 2 ? events[event] : "Choir \(number * 7919)",
        language: "en",
        published: ArticleDate(
          date: CivilDate(year: 2025, month: 1, day: day) ?? .earliest, precision: .day, evidence: .feed, text: ""),
        paragraphs: [text])
      return article
    }
    let path = try scratch.archive(Articles.mixed + articles)
    let archive = try ArchiveStore(path: path)
    let memory = MemoryArticleStore(Articles.mixed + articles)
    let room = AnalysisRoom(ReportEngine.Configuration())
    var sizes: [String: Int] = [:]
    for (position, place) in zip(try archive.positions(matching: ArticleQuery()), 0...) {
      let kept = try #require(try archive.story(at: position))
      let found = try #require(try room.story(at: place, in: memory))
      #expect(kept.id == found.id)
      #expect(
        try kept.positions.map { try archive.head(at: $0).id } == found.positions.map { memory.articles[$0].id })
      sizes[kept.id] = kept.positions.count
    }
    #expect(sizes["story-s0"] == 6 && sizes["story-s1"] == 6)
  }
}

@Suite struct StoredRightsTests {
  @Test func whatSourcesSayAboutUseIsKept() throws {
    let scratch = try Scratch()
    var articles = Articles.mixed
    articles[0].rights = ArticleRights(
      robots: ["noarchive", "max-snippet:90"], tdmReservation: true, tdmPolicy: "https://a.example/t",
      licenses: ["https://a.example/by"], copyright: "© A", copyrightHolder: "A")
    articles[1].rights = ArticleRights(tdmReservation: false)
    articles[1].origin.loader = Article.Origin.Loader(script: "ours.lua", fields: ["title"])
    articles[2].origin.loader = Article.Origin.Loader(script: "ours.lua", fields: [])
    let path = try scratch.archive(articles)
    let store = try ArchiveStore(path: path)
    for position in try store.positions(matching: ArticleQuery()) {
      let article = try store.article(at: position)
      let wanted = try #require(articles.first { $0.id == article.id })
      #expect(article.rights == wanted.rights && article.origin.loader == wanted.origin.loader)
    }
    // Said differently, it is another version; a second reading is none.
    let writer = ArchiveWriter(try Archive(path: path, access: .write))
    try writer.add(articles)
    #expect(writer.report.updated == 0)
    articles[3].rights = ArticleRights(robots: ["nosnippet"])
    try writer.add(articles)
    #expect(writer.report.updated == 1)
    let query = ArticleQuery(conditions: [.isOneOf(.rights, ["nosnippet", "tdm-reservation"])])
    #expect(try ArchiveStore(path: path).positions(matching: query).count == 2)
  }

  @Test func everyArchiveHasANameOfItsOwn() throws {
    let scratch = try Scratch()
    let first = try Archive(path: scratch.path("a"), access: .write)
    let name = try first.identity()
    #expect(try first.identity() == name && !name.isEmpty)
    #expect(try Archive(path: scratch.path("a"), access: .write).identity() == name)
    #expect(try Archive(path: scratch.path("b"), access: .write).identity() != name)
  }
}
