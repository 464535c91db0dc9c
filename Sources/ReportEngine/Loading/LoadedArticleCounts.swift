extension LoadedArticles {
  public func counts(
    of keys: [ArticleKey], matching query: ArticleQuery, clock: ArticleClock
  ) throws -> [ArticleCount] {
    guard keys.count == 1, let key = keys.first, [.source, .publisher, .section, .language].contains(key) else {
      return ArticleCount.adding(try values(of: keys, matching: query, clock: clock).map { ($0.values, 1) })
    }
    var sum = Sum()
    var tally: (part: Int, counts: [Int], order: [Int])?
    func close() {
      guard let open = tally, case .records(let store) = parts[open.part] else { return }
      for number in open.order { sum.add(store.value(of: key, number: number), open.counts[number]) }
      tally = nil
    }
    for position in try positions(matching: query) {
      let (part, index) = try place(of: position)
      guard case .records(let store) = parts[part], let number = store.number(of: key, at: index) else {
        close()
        let article = try outline(at: position, for: [key])
        for value in key.values(in: article, clock: clock).map(Optional.some).orNone { sum.add(value, 1) }
        continue
      }
      if tally?.part != part {
        close()
        tally = (part, [Int](repeating: 0, count: store.numberCount), [])
      }
      if tally?.counts[number] == 0 { tally?.order.append(number) }
      tally?.counts[number] += 1
    }
    close()
    return sum.counts
  }

  /// Numbers of articles by value, in the order in which the values were met.
  private struct Sum {
    private var places: [String?: Int] = [:]
    private(set) var counts: [ArticleCount] = []

    mutating func add(_ value: String?, _ count: Int) {
      if let place = places[value] {
        counts[place].count += count
      } else {
        places[value] = counts.count
        counts.append(ArticleCount(values: [value], count: count))
      }
    }
  }
}

extension [String?] {
  /// The values, or one nil where there are none.
  fileprivate var orNone: [String?] { isEmpty ? [nil] : self }
}
