import Testing

@testable import ReportArticles
@testable import ReportScripting

/// Orders of queries.
@Suite struct ArticleOrderTests {
  private let articles: [Article] = [("Sport", 2), (nil, 2), ("City", 4), ("Sport", 1), ("City", 4), (nil, 1)].map {
    let (section, day) = $0
    var article = Article(id: "", origin: .init(path: "a.json", format: "json"), title: "A")
    article.section = section
    article.published = CivilDate(year: 2025, month: 3, day: day).map {
      ArticleDate(date: $0, precision: .day, evidence: .feed, text: "")
    }
    return article
  }

  @Test func laterFieldsDecideWhereEarlierOnesTieAndMissingValuesComeLast() {
    func order(_ fields: ArticleQuery.Order...) -> [Int] { ArticleQuery(order: fields).select(from: articles) }
    #expect(order(.init(.section), .init(.published)) == [2, 4, 3, 0, 5, 1])
    #expect(order(.init(.section, descending: true), .init(.published, descending: true)) == [0, 3, 2, 4, 1, 5])
    #expect(order(.init(.published), .init(.section)) == [3, 5, 0, 1, 2, 4])
    #expect(order(.init(.title), .init(.updated)) == [0, 1, 2, 3, 4, 5])
  }

  @Test func laterFieldsAreAskedForOnlyWhereEarlierOnesTie() {
    var asked: [Int] = []
    let query = ArticleQuery(order: [.init(.section), .init(.published), .init(.id)])
    _ = query.sorted(Array(articles.indices)) { position, field in
      if field == .id { asked.append(position) }
      return SortKey(articles[position], field)
    }
    #expect(asked == [2, 4])
  }
}

/// Numbers of byte strings.
@Suite struct ByteStringTableTests {
  @Test func stringsOfAnyLengthAreNumberedInTheOrderOfTheirFirstInsertion() {
    var table = ByteStringTable(capacity: 1)
    var expected: [[UInt8]: Int] = [:]
    for length in 0..<40 {
      for last in [0, 1, 0x80, 0xFF] as [UInt8] {
        let key = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37) } + [last]
        #expect(table.insert(key) == (expected.count, true))
        expected[key] = expected.count
      }
    }
    for (key, number) in expected {
      #expect(table.find(key) == number)
      #expect(Array(table[number]) == key)
      #expect(!table.insert(key).isNew)
      #expect(table.find(key + [7]) == nil)
    }
    #expect(table.find([]) == nil)
    #expect(table.insert([]) == (expected.count, true))
    #expect(table.insert([]) == (expected.count, false))
  }

  @Test(arguments: [0, 1, 3, 7, 8, 9, 15, 16, 23])
  func hashIsThatOfBytesTakenOneByOne(length: Int) {
    // Eight bytes are a little-endian word; what is left is read with its first byte highest.
    let bytes = (0..<length).map { UInt8(truncatingIfNeeded: 200 &+ $0 &* 73) }
    func mixed(_ value: UInt64) -> UInt64 {
      let once = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
      return once ^ once >> 33
    }
    var hash = UInt64(length) &* 0x9E37_79B9_7F4A_7C15
    var rest = bytes[...]
    while rest.count >= 8 {
      hash = mixed(hash ^ rest.prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) })
      rest = rest.dropFirst(8)
    }
    if !rest.isEmpty { hash = mixed(hash ^ rest.reduce(0) { $0 << 8 | UInt64($1) }) }
    #expect(bytes.withUnsafeBufferPointer { ByteStringTable.hash($0) } == hash)
  }
}
