import ReportArticles
import ReportDates

/// Dates in fields that programs write: ISO 8601, RFC 3339, RFC 5322, asctime(3), W3C-DTF, seconds or milliseconds since
/// 1970.
package enum MachineDate {
  /// What a field holds.
  enum Reading: Sendable, Hashable {
    case date(ArticleDate)
    /// 03/04/2024, and nothing tells whether the day or the month comes first: the earlier and the later day.
    case ambiguous(CivilDate, CivilDate)
    case unreadable
  }

  /// The date in a field; nil when there is none in it, or only a part of what is there makes one. `dayFirst` tells how
  /// 03/04/2024 is meant; with nil it is not read unless its weekday decides.
  package static func parse(_ text: String, evidence: DateEvidence, dayFirst: Bool? = nil) -> ArticleDate? {
    guard case .date(let date) = read(text, evidence: evidence, dayFirst: dayFirst) else { return nil }
    return date
  }

  /// The same, telling what cannot be read from what may be read in two ways.
  static func read(_ text: String, evidence: DateEvidence, dayFirst: Bool?) -> Reading {
    // Most fields are plain ISO 8601; nothing is copied for them.
    if let date = text.utf8.withContiguousStorageIfAvailable({ iso($0) }) ?? nil {
      return reading(date, evidence, text)
    }
    let trimmed = TextLayout.collapse(text)
    guard !trimmed.isEmpty, trimmed.utf8.count <= 200 else { return .unreadable }
    if let date = Array(trimmed.utf8).withUnsafeBufferPointer({ iso($0) }) { return reading(date, evidence, trimmed) }
    if let date = weekDate(trimmed) ?? shortForm(trimmed) { return reading(date, evidence, trimmed) }
    if let number = Int(trimmed) { return epoch(number).map { reading($0, evidence, trimmed) } ?? .unreadable }
    // A weekday decides before anything else does.
    for order in dayFirst == nil ? [nil] : [nil, dayFirst] {
      if let date = DateReader(trimmed, dayFirst: order, limit: 64, isField: true).field() {
        return reading(date, evidence, trimmed)
      }
    }
    guard dayFirst == nil,
      let one = DateReader(trimmed, dayFirst: true, limit: 64, isField: true).field()?.day,
      let other = DateReader(trimmed, dayFirst: false, limit: 64, isField: true).field()?.day
    else { return .unreadable }
    return .ambiguous(min(one, other), max(one, other))
  }

  private static func reading(_ date: WrittenDate, _ evidence: DateEvidence, _ text: String) -> Reading {
    date.articleDate(evidence: evidence, text: text).map { .date($0) } ?? .unreadable
  }

  /// A day or a week of ISO 8601 by the number of the week: 2025-W11-1, 2025W111.
  static func weekDate(_ text: String) -> WrittenDate? {
    let bytes = Array(text.utf8)
    guard (7...10).contains(bytes.count), bytes.contains(UInt8(ascii: "W")) else { return nil }
    let digits = bytes.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "W") }
    let form = String(decoding: bytes.map { (0x30...0x39).contains($0) ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
    guard ["0000-W00-0", "0000W000"].contains(form), let number = Int(String(decoding: digits, as: UTF8.self)) else {
      return nil
    }
    let (year, week, day) = (number / 1000, number / 10 % 100, number % 10)
    // The first week has the year's 4 January.
    guard (1...7).contains(day), let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
    let monday = fourth.adding(days: 1 - fourth.weekday.rawValue)
    let thursday = monday.adding(days: (week - 1) * 7 + 3)
    guard week >= 1, thursday.year == year else { return nil }
    return WrittenDate(date: PartialDate(thursday.adding(days: day - 4)), range: 0..<bytes.count)
  }

  /// Short forms of ISO 8601:1988 that old feeds use: 031231, 03-12-31, -0312, -03-12, -03, 2003-335, 2003335.
  static func shortForm(_ text: String) -> WrittenDate? {
    let bytes = Array(text.utf8)
    guard bytes.count <= 8, bytes.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2D }) else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { ($0.utf8.count, Int($0)) }
    func century(_ year: Int) -> Int { year < 50 ? 2000 + year : 1900 + year }
    func dayOfYear(_ year: Int, _ day: Int) -> PartialDate? {
      guard let first = CivilDate(year: year, month: 1, day: 1), day >= 1 else { return nil }
      let date = first.adding(days: day - 1)
      // Only leap years have a day 366.
      return date.year == year ? PartialDate(date) : nil
    }
    var date: PartialDate?
    switch parts.map(\.0) {
    case [6]:
      if let value = Int(text) {
        date = PartialDate(year: century(value / 10_000), month: value / 100 % 100, day: value % 100)
      }
    case [7]:
      if let value = Int(text) { date = dayOfYear(value / 1000, value % 1000) }
    case [2, 2, 2]:
      if let year = parts[0].1 { date = PartialDate(year: century(year), month: parts[1].1, day: parts[2].1) }
    case [4, 3]:
      if let year = parts[0].1, let day = parts[1].1 { date = dayOfYear(year, day) }
    case [0, 2, 2]:
      if let year = parts[1].1 { date = PartialDate(year: century(year), month: parts[2].1) }
    case [0, 4]:
      if let value = parts[1].1 { date = PartialDate(year: century(value / 100), month: value % 100) }
    case [0, 2]:
      if let year = parts[1].1 { date = PartialDate(year: century(year)) }
    default: return nil
    }
    return date.map { WrittenDate(date: $0, range: 0..<bytes.count) }
  }

  /// Seconds or, for large numbers, milliseconds since 1970; nil outside of 1980…2100.
  static func epoch(_ number: Int) -> WrittenDate? {
    let seconds = number.magnitude > 100_000_000_000 ? number / 1000 : number
    guard (315_532_800...4_102_444_800).contains(seconds) else { return nil }
    return WrittenDate(
      date: PartialDate(CivilDate(dayNumber: seconds.flooredQuotient(86_400))),
      secondOfDay: seconds.flooredRemainder(86_400), hasSeconds: true, zone: "Z", offset: 0, range: 0..<0)
  }

  /// ISO 8601: 2025, 2025-01, 2025-01-23, 20250123, 2025-01-23T08:10[:30[.5]][Z|±hh[:mm]]; a space may stand for the T.
  static func iso(_ bytes: UnsafeBufferPointer<UInt8>) -> WrittenDate? {
    var scanner = Scanner(bytes: bytes)
    guard let year = scanner.digits(4) else { return nil }
    var (month, day): (Int?, Int?)
    if scanner.take("-") || scanner.take("/") {
      guard let value = scanner.digits(2) ?? scanner.digits(1) else { return nil }
      month = value
      if scanner.take("-") || scanner.take("/") {
        guard let value = scanner.digits(2) ?? scanner.digits(1) else { return nil }
        day = value
      }
    } else if scanner.remaining >= 4, let compactMonth = scanner.digits(2) {
      guard let compactDay = scanner.digits(2) else { return nil }
      (month, day) = (compactMonth, compactDay)
    }
    // Fields of articles mean a year such as 1446 in the Islamic calendar.
    var islamic: PartialDate?
    if HijriDate.tabulatedYears.contains(year), let month, let day {
      islamic = HijriDate(year: year, month: month, day: day).map { PartialDate($0.civilDate) }
    }
    guard let date = islamic ?? PartialDate(year: year, month: month, day: day), year >= 1 else { return nil }
    var written = WrittenDate(date: date, range: 0..<bytes.count)
    if scanner.atEnd { return written }
    guard day != nil, scanner.take("T") || scanner.take("t") || scanner.take(" ") || scanner.take("_") else {
      return nil
    }
    while scanner.take(" ") {}
    guard let hour = scanner.digits(2) ?? scanner.digits(1) else { return nil }
    let hasColon = scanner.take(":")
    guard let minute = scanner.digits(2) else { return nil }
    var second = 0
    if hasColon ? scanner.take(":") : scanner.remaining >= 2 && scanner.peekIsDigit {
      guard let value = scanner.digits(2) else { return nil }
      second = value
      written.hasSeconds = true
      if scanner.take(".") || scanner.take(",") { while scanner.digits(1) != nil {} }
    }
    guard hour < 24 || (hour == 24 && minute == 0 && second == 0), minute < 60, second < 61 else { return nil }
    written.secondOfDay = (hour % 24) * 3600 + minute * 60 + min(second, 59)
    if hour == 24, let next = written.day?.adding(days: 1) { written.date = PartialDate(next) }
    while scanner.take(" ") {}
    if scanner.atEnd { return written }
    if scanner.take("Z") || scanner.take("z") || scanner.take("UTC") || scanner.take("GMT") {
      (written.zone, written.offset) = ("Z", 0)
      return scanner.atEnd ? written : nil
    }
    let isPositive = scanner.take("+")
    guard isPositive || scanner.take("-"), let hours = scanner.digits(2) else { return nil }
    _ = scanner.take(":")
    let minutes = scanner.digits(2) ?? 0
    guard scanner.atEnd, hours <= 18, minutes < 60 else { return nil }
    let offset = (isPositive ? 1 : -1) * (hours * 3600 + minutes * 60)
    (written.zone, written.offset) = (UTCOffset.text(offset), offset)
    return written
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    var atEnd: Bool { position == bytes.count }
    var remaining: Int { bytes.count - position }
    var peekIsDigit: Bool { position < bytes.count && (0x30...0x39).contains(bytes[position]) }

    mutating func digits(_ count: Int) -> Int? {
      guard remaining >= count else { return nil }
      var value = 0
      for offset in 0..<count {
        let byte = bytes[position + offset]
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      position += count
      return value
    }

    mutating func take(_ text: StaticString) -> Bool {
      let count = text.utf8CodeUnitCount
      guard remaining >= count, (0..<count).allSatisfy({ bytes[position + $0] == text.utf8Start[$0] }) else {
        return false
      }
      position += count
      return true
    }
  }
}
