import ReportArticles

extension LoadedArticles {
  public func counts(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleCount] {
    guard let first = keys.first, keys.count <= 2 else {
      return ArticleCount.adding(try values(of: keys, matching: query, clock: clock).map { ($0.values, 1) })
    }
    let second = keys.count == 2 ? keys[1] : nil
    var rows: [(values: [[String]], count: Int)] = []
    var tally: (part: Int, counts: Tally)?
    func close() {
      guard let open = tally, case .records(let store) = parts[open.part] else { return }
      for (numbers, count) in open.counts.inOrder {
        rows.append((zip(keys, [numbers.first, numbers.second]).map { store.values(of: $0, number: $1) }, count))
      }
      tally = nil
    }
    for position in try positions(matching: query) {
      let (part, index) = try place(of: position)
      guard case .records(let store) = parts[part],
        let number = store.number(of: first, at: index, clock: clock),
        let other = second.map({ store.number(of: $0, at: index, clock: clock) }) ?? 0
      else {
        close()
        let article = try outline(at: position, for: keys)
        rows.append((keys.map { $0.values(in: article, clock: clock) }, 1))
        continue
      }
      if tally?.part != part {
        close()
        tally = (part, Tally())
      }
      tally?.counts.add(Tally.Numbers(first: number, second: other))
    }
    close()
    return ArticleCount.adding(rows)
  }

  /// Counts of pairs of numbers that stand for values, in the order in which the pairs were met.
  private struct Tally {
    struct Numbers: Hashable {
      var first: Int
      var second: Int
    }

    private var places: [Numbers: Int] = [:]
    private(set) var inOrder: [(numbers: Numbers, count: Int)] = []

    mutating func add(_ numbers: Numbers) {
      if let place = places[numbers] {
        inOrder[place].count += 1
      } else {
        places[numbers] = inOrder.count
        inOrder.append((numbers, 1))
      }
    }
  }
}
