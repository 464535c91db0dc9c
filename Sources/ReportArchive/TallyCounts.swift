import GRDB
import ReportArticles

/// Counts of all articles of an archive by keys of time on any clock, section, publisher, source and language, out of the
/// tally.
struct TallyCounts {
  private let keys: [ArticleKey]
  private let clock: ArticleClock

  /// nil when the tally does not know a key.
  init?(_ keys: [ArticleKey], _ clock: ArticleClock) {
    guard keys.allSatisfy({ $0.isChronological || [.section, .publisher, .source, .language].contains($0) }) else {
      return nil
    }
    (self.keys, self.clock) = (keys, clock)
  }

  /// The counts; nil when the archive does not tell them: it is older than the tally, some sources are names of files, or a
  /// day begins within a quarter of an hour in which there are articles (on clocks before standard time).
  func counts(_ store: ArchiveStore) throws -> [ArticleCount]? {
    guard store.version >= ArchiveSchema.tallyVersion else { return nil }
    return try store.read { database in
      var groups = Values()
      // The group of each facet by its number; -1 for a facet that has none because its source is the name of a file.
      var groupOf: [Int: Int] = [:]
      let textKeys = keys.filter { !$0.isChronological }
      for (number, facet) in try ArticleTally.facets(database) {
        groupOf[number] =
          facet.source.isEmpty && keys.contains(.source)
          ? -1 : groups.index(of: textKeys.map { facet.value(of: $0) })
      }
      return try sums(database, groupOf, groups)
    }
  }

  private func sums(_ database: Database, _ groupOf: [Int: Int], _ groups: Values) throws -> [ArticleCount]? {
    let groupCount = groups.list.count
    // Numbers count up from 1, with few gaps.
    var groupList = [Int](repeating: -1, count: 4 * groupOf.count + 64)
    for (number, group) in groupOf where groupList.indices.contains(number) { groupList[number] = group }
    var times = Times(keys: keys.filter(\.isChronological), clock: clock)
    var sums: [Int: Int] = [:]
    var isWhole = true
    try ArticleTally.forEachRow(database) { day, kind, _, bytes in
      let places = times.places(of: day, kind)
      var counts = [Int](repeating: 0, count: places.times.count)
      var facet = -1
      func flush() {
        if facet < 0 { return }
        let group = facet < groupList.count ? groupList[facet] : groupOf[facet] ?? -1
        if group < 0 { isWhole = false }
        for index in counts.indices where counts[index] > 0 {
          sums[places.times[index] * groupCount + group, default: 0] += counts[index]
          counts[index] = 0
        }
      }
      try ArticleTally.decode(bytes, kind) { next, slot, count in
        if next != facet {
          flush()
          facet = next
        }
        let place = places.slots[slot]
        if place < 0 { isWhole = false } else { counts[place] += count }
      }
      flush()
      return isWhole
    }
    if !isWhole { return nil }
    return sums.sorted { $0.key < $1.key }.map { key, count in
      let (time, group) = key.quotientAndRemainder(dividingBy: groupCount)
      var texts = groups.list[group].makeIterator()
      var moments = times.values.list[time].makeIterator()
      return ArticleCount(
        values: keys.map { ($0.isChronological ? moments.next() : texts.next()) ?? nil }, count: count)
    }
  }

  /// Combinations of values, each with its place.
  private struct Values {
    private var places: [[String?]: Int] = [:]
    private(set) var list: [[String?]] = []

    mutating func index(of values: [String?]) -> Int {
      if let place = places[values] { return place }
      places[values] = list.count
      list.append(values)
      return list.count - 1
    }
  }

  /// The values that keys of time have in the rows of the tally.
  private struct Times {
    let keys: [ArticleKey]
    let clock: ArticleClock
    var values = Values()
    private var known: [Int: Int] = [:]

    init(keys: [ArticleKey], clock: ArticleClock) { (self.keys, self.clock) = (keys, clock) }

    /// Which of the times `times` a quarter of an hour of a row belongs to; -1 where a day begins within it.
    mutating func places(of day: Int, _ kind: ArticleTally.Kind) -> (times: [Int], slots: [Int]) {
      if kind != .timed || keys.isEmpty {
        return ([time(of: day, kind)], [Int](repeating: 0, count: kind == .timed ? ArticleTally.slots : 1))
      }
      var times: [Int] = []
      var days: [Int] = []
      let slots = localDays(of: day).map { local -> Int in
        guard let local else { return -1 }
        if let place = days.lastIndex(of: local) { return place }
        days.append(local)
        times.append(time(of: local, kind))
        return days.count - 1
      }
      return (times, slots)
    }

    private mutating func time(of day: Int, _ kind: ArticleTally.Kind) -> Int {
      let name = day << 3 | kind.rawValue
      if let time = known[name] { return time }
      let date = CivilDate(dayNumber: day)
      let time = values.index(
        of: keys.map { key in kind.precision.flatMap { key.value(of: date, precision: $0) } })
      known[name] = time
      return time
    }

    /// The day that the clock shows in each quarter of an hour of a day in UTC; nil where it shows two.
    private func localDays(of day: Int) -> [Int?] {
      let start = day * 86_400
      let offset = clock.offset(start)
      let isEven = clock.offset(start + 86_399) == offset
      func local(_ second: Int) -> Int { ArticleTally.day(of: second + (isEven ? offset : clock.offset(second))) }
      return (0..<ArticleTally.slots).map { slot in
        let first = start + slot * ArticleTally.slotLength
        let day = local(first)
        // Clocks that change do so at a full minute.
        let rest = isEven ? [ArticleTally.slotLength - 1] : Array(stride(from: 59, to: ArticleTally.slotLength, by: 60))
        return rest.allSatisfy { local(first + $0) == day } ? day : nil
      }
    }
  }
}

extension ArticleTally.Facet {
  /// The value of a key of text; nil where an article has none.
  fileprivate func value(of key: ArticleKey) -> String? {
    func present(_ text: String) -> String? { text.isEmpty ? nil : text }
    switch key {
    case .section: return present(section)
    case .publisher: return present(publisher)
    case .source: return present(source)
    case .language: return language
    default: return nil
    }
  }
}
