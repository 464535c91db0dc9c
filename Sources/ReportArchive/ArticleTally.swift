import ReportArticles

/// How many articles of each combination of section, publisher, source and language fall on each quarter of an hour in
/// UTC. Every offset that is in use is a multiple of a quarter of an hour, so that counts by day, month, year and weekday in
/// any time zone are sums of these numbers.
///
/// A row of the table `tally` has one day: of a million articles in 500 days it has 500 rows of some kilobytes.
enum ArticleTally {
  /// The days that a row may be of.
  static let days = -(1 << 22)..<(1 << 22)
  /// Quarters of an hour a day.
  static let slots = 96
  static let slotLength = 900

  /// The day that a moment in POSIX seconds falls on in UTC.
  static func day(of second: Int) -> Int { second.flooredQuotient(86_400) }

  /// What is known of the time of articles. Raw values are those of the column `kind`.
  enum Kind: Int {
    /// The day is the first of the year or of the month.
    case year, month
    /// The day is that of the source, whatever the clocks of a report show.
    case day
    /// The moment is known, and the day is that of UTC.
    case timed
    /// Nothing; the day is 0.
    case undated

    /// Whether a value of a key of time can be told.
    var precision: DatePrecision? {
      switch self {
      case .year: return .year
      case .month: return .month
      case .day, .timed: return .day
      case .undated: return nil
      }
    }
  }

  /// What articles are counted by beside their time; empty where an article has none. The source is empty where it is
  /// merely the name of the file: there may be as many of those as there are articles.
  struct Facet: Hashable {
    var section: String
    var publisher: String
    var source: String
    var language: String

    init(section: String?, publisher: String?, source: String?, language: String, path: String) {
      (self.section, self.publisher, self.language) = (section ?? "", publisher ?? "", language)
      let source = source ?? ""
      let isFile = self.publisher.isEmpty && (path == source || path.hasSuffix("/" + source))
      self.source = isFile ? "" : source
    }
  }

  /// A row and a place in it as one number: the day, the kind, the number of the facet, and the quarter of an hour. Numbers
  /// sort in this order.
  struct Cell: Hashable, Comparable {
    private var bits: UInt64

    /// From the columns of an article's date.
    init(day: Int?, second: Int?, kind: Int?, offset: Int?, facet: Int) {
      guard let day, let second, let kind else {
        self.init(.undated, 0, facet, 0)
        return
      }
      switch StoredDateKind.precision(in: kind) {
      case .year: self.init(.year, day, facet, 0)
      case .month: self.init(.month, day, facet, 0)
      case .minute where offset != nil, .second where offset != nil:
        let utc = ArticleTally.day(of: second)
        self.init(.timed, utc, facet, second.flooredRemainder(86_400) / slotLength)
      default: self.init(.day, day, facet, 0)
      }
    }

    private init(_ kind: Kind, _ day: Int, _ facet: Int, _ slot: Int) {
      let day = UInt64(max(0, min(day, days.upperBound - 1) - days.lowerBound))
      let facet = UInt64(truncatingIfNeeded: facet & 0x3FFF_FFFF)
      bits = day << 40 | UInt64(kind.rawValue) << 37 | facet << 7 | UInt64(slot)
    }

    var day: Int { Int(bits >> 40) + days.lowerBound }
    var kind: Kind { Kind(rawValue: Int(bits >> 37 & 7)) ?? .undated }
    var facet: Int { Int(bits >> 7 & 0x3FFF_FFFF) }
    var slot: Int { Int(bits & 0x7F) }
    /// What a row of the table has in common.
    var row: UInt64 { bits >> 37 }

    /// The same place for another facet.
    func of(facet: Int) -> Cell { Cell(kind, day, facet, slot) }

    static func < (left: Cell, right: Cell) -> Bool { left.bits < right.bits }
  }

  /// A number of articles of a facet and a quarter of an hour.
  struct Entry: Hashable {
    var facet: Int
    var slot: Int
    var count: Int
    fileprivate var place: Int { facet << 7 | slot }
  }

  // MARK: Bytes

  /// The column `numbers`: for each facet the step from the number of the one before. Then, where moments are known, how many
  /// quarters of an hour have articles, and each of them in a byte, with 128 added and the number of articles behind it where
  /// there is more than one; else the number of articles alone.
  static func encode(_ entries: [Entry], _ kind: Kind) -> [UInt8] {
    var writer = ByteWriter()
    writer.reserve(entries.count + entries.count / 2)
    var (index, last) = (0, 0)
    while index < entries.count {
      let facet = entries[index].facet
      let end = entries[index...].firstIndex { $0.facet != facet } ?? entries.count
      writer.count(facet - last)
      last = facet
      if kind == .timed {
        writer.count(end - index)
        for entry in entries[index..<end] {
          writer.byte(UInt8(entry.slot) | (entry.count > 1 ? 0x80 : 0))
          if entry.count > 1 { writer.count(entry.count) }
        }
      } else {
        writer.count(entries[index].count)
      }
      index = end
    }
    return writer.bytes
  }

  /// Calls `body` with facet, quarter of an hour and number of articles, in the order of facets and quarters.
  static func decode(_ bytes: UnsafeRawBufferPointer, _ kind: Kind, _ body: (Int, Int, Int) throws -> Void) throws {
    var reader = ByteReader(bytes)
    var facet = 0
    while !reader.isAtEnd {
      facet += Int(truncatingIfNeeded: try reader.unsigned() & 0x3FFF_FFFF)
      guard kind == .timed else {
        try body(facet, 0, try number(&reader))
        continue
      }
      for _ in 0..<(try reader.count()) {
        let byte = try reader.byte()
        guard byte & 0x7F < slots else { throw ByteReader.Damaged() }
        try body(facet, Int(byte & 0x7F), byte < 0x80 ? 1 : try number(&reader))
      }
    }
  }

  /// A number of articles. Damaged ones add up to nothing that does not fit.
  private static func number(_ reader: inout ByteReader) throws -> Int { Int(try reader.unsigned() & 0xFFFF_FFFF) }

  /// The entries with changes made to them, both in order; what comes to nothing goes.
  static func merged(_ entries: [Entry], _ changes: [Entry]) -> [Entry] {
    var result: [Entry] = []
    result.reserveCapacity(entries.count + changes.count)
    var (one, other) = (0, 0)
    while one < entries.count || other < changes.count {
      if other == changes.count || one < entries.count && entries[one].place < changes[other].place {
        result.append(entries[one])
        one += 1
        continue
      }
      var entry = changes[other]
      if one < entries.count, entries[one].place == entry.place {
        entry.count += entries[one].count
        one += 1
      }
      other += 1
      if entry.count > 0 { result.append(entry) }
    }
    return result
  }
}
