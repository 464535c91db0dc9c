import ReportEngine

/// The moments at which a schedule is due in a time zone, exact over changes of the clocks.
///
/// A time of day that is skipped when clocks go forward is due at the moment of the change. One that is repeated when they
/// go back is due the first time only. Jobs with `*` in minute or hour follow elapsed time instead: they are due in both
/// passes, and not at all in what is skipped. Two times that fall on one moment are one occurrence.
///
/// ```swift
/// let berlin = try TimeZoneRules(identifier: "Europe/Berlin")
/// let nightly = Occurrences(try CronSchedule("30 2 * * *"), in: berlin)
/// // In this night the clocks go forward from 2:00 to 3:00.
/// nightly.next(after: Instant(rfc3339: "2025-03-30T00:00:00+01:00")!)  // → 2025-03-30T03:00:00+02:00
/// ```
public struct Occurrences: Sendable {
  /// When.
  public let schedule: CronSchedule
  /// Whose clocks.
  public let zone: TimeZoneRules

  private static let day = 86_400
  /// Beyond the longest pause between two occurrences: 29 February on one weekday, over a year like 2100.
  private static let horizon = 41 * 366

  /// Makes a calculator.
  public init(_ schedule: CronSchedule, in zone: TimeZoneRules) {
    self.schedule = schedule
    self.zone = zone
  }

  /// The first occurrence after an instant; nil when there is none.
  public func next(after instant: Instant) -> Instant? {
    let first = localDay(instant.secondsSinceEpoch) - 2
    for number in first...(first + Self.horizon) {
      if let found = onDay(number).first(where: { $0 > instant.secondsSinceEpoch }) { return moment(found) }
    }
    return nil
  }

  /// The last occurrence at or before an instant; nil when there is none.
  public func latest(atOrBefore instant: Instant) -> Instant? {
    let last = localDay(instant.secondsSinceEpoch) + 1
    for number in stride(from: last, through: last - Self.horizon, by: -1) {
      if let found = onDay(number).last(where: { $0 <= instant.secondsSinceEpoch }) { return moment(found) }
    }
    return nil
  }

  /// The occurrences after one instant up to and including another, ascending, the last `limit` of them.
  public func all(after start: Instant, through end: Instant, limit: Int = 10_000) -> [Instant] {
    guard start < end, limit > 0 else { return [] }
    let first = localDay(start.secondsSinceEpoch) - 2
    var found: [Int] = []
    for number in stride(from: localDay(end.secondsSinceEpoch) + 2, through: first, by: -1) {
      found += onDay(number).reversed().filter { $0 > start.secondsSinceEpoch && $0 <= end.secondsSinceEpoch }
      if found.count > limit + 1440 { break }
    }
    return Set(found).sorted().suffix(limit).map(moment)
  }

  private func moment(_ seconds: Int) -> Instant { zone.local(Instant(secondsSinceEpoch: seconds)) }

  private func localDay(_ seconds: Int) -> Int {
    let local = seconds + zone.offset(at: seconds)
    return (local - ((local % Self.day) + Self.day) % Self.day) / Self.day
  }

  /// The occurrences that belong to a day of the calendar, as POSIX seconds, ascending.
  private func onDay(_ number: Int) -> [Int] {
    guard schedule.includes(CivilDate(dayNumber: number)) else { return [] }
    let start = number * Self.day
    let before = zone.offset(at: start - 2 * Self.day)
    let after = zone.offset(at: start + 3 * Self.day)
    let times = schedule.hours.flatMap { hour in schedule.minutes.map { start + hour * 3600 + $0 * 60 } }
    if before == after, zone.offset(at: start + Self.day / 2) == before { return times.map { $0 - before } }
    return Set(times.flatMap(moments)).sorted()
  }

  /// The moments at which an occurrence at a time of day is due; the time is in seconds of local time.
  private func moments(of local: Int) -> [Int] {
    let around = stride(from: local - 2 * Self.day, through: local + 2 * Self.day, by: 6 * 3600)
    let shown = Set(around.map { local - zone.offset(at: $0) }).filter { $0 + zone.offset(at: $0) == local }.sorted()
    if let first = shown.first { return schedule.followsElapsedTime ? shown : [first] }
    if schedule.followsElapsedTime { return [] }
    // The first moment at which the clocks are past that time: the change that skipped it.
    var low = local - 2 * Self.day
    var high = local + 2 * Self.day
    while low + 1 < high {
      let middle = (low + high) / 2
      if middle + zone.offset(at: middle) < local { low = middle } else { high = middle }
    }
    return [high]
  }
}
