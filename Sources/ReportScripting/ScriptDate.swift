import ReportArticles
import ReportDates

/// A date as scripts use it: a day or an instant on the clocks of the report's time zone, no more precise than known.
struct ScriptDate: Sendable, Hashable {
  /// The moment, with the offset to show it with; the first second of what is less precise than a second.
  var instant: Instant
  /// How much of it is known.
  var precision: DatePrecision
  /// What the date of an article stands for.
  var basis: Article.DateBasis?
  /// Where the date of an article was found.
  var evidence: DateEvidence?
  /// The text that the date of an article was read from.
  var sourceText: String?
  /// The zone that the source names.
  var sourceZone: String?

  init(_ instant: Instant, precision: DatePrecision = .second) {
    self.instant = instant
    self.precision = precision
  }

  /// A whole day: its first second in `zone`.
  init(_ day: CivilDate, zone: TimeZoneRules) {
    self.init(zone.instant(of: day, secondOfDay: 0), precision: .day)
  }

  /// The date of an article. One without an offset is read on the clocks of `zone`; days stay the days that they are.
  init(_ date: ArticleDate, basis: Article.DateBasis?, zone: TimeZoneRules) {
    if let second = date.secondOfDay {
      if let offset = date.offset {
        instant = zone.local(
          Instant(secondsSinceEpoch: date.date.dayNumber * 86_400 + second - offset, offset: offset))
      } else {
        instant = zone.instant(of: date.date, secondOfDay: second)
      }
    } else {
      instant = zone.instant(of: date.date, secondOfDay: 0)
    }
    precision = date.precision
    self.basis = basis
    evidence = date.evidence
    sourceText = date.text
    sourceZone = date.zone
  }

  /// The day on the clocks of the report's zone.
  var day: CivilDate { instant.date }
  var secondOfDay: Int { instant.hour * 3600 + instant.minute * 60 + instant.second }

  /// ISO 8601, no more precise than known.
  var iso: String {
    switch precision {
    case .year: return padded(day.year, 4)
    case .month: return "\(padded(day.year, 4))-\(padded(day.month, 2))"
    case .day: return day.description
    case .minute:
      return "\(day)T\(padded(instant.hour, 2)):\(padded(instant.minute, 2))\(UTCOffset.text(instant.offset))"
    case .second: return instant.description
    }
  }

  /// The date a duration later: months and days on the calendar and the clock of `zone`, then exact seconds. A duration
  /// with hours makes a day an instant.
  func adding(_ duration: ScriptDuration, zone: TimeZoneRules) -> ScriptDate {
    var result = ScriptDate(instant, precision: precision)
    if duration.months != 0 || duration.days != 0 {
      let moved = day.adding(months: clamped(duration.months)).adding(days: clamped(duration.days))
      result.instant = zone.instant(of: moved, secondOfDay: secondOfDay)
    }
    if duration.seconds != 0 {
      let seconds = result.instant.secondsSinceEpoch + min(max(duration.seconds, -1 << 38), 1 << 38)
      let bounded = min(
        max(seconds, CivilDate.earliest.dayNumber * 86_400), (CivilDate.latest.dayNumber + 1) * 86_400 - 1)
      result.instant = zone.local(Instant(secondsSinceEpoch: bounded))
      if precision <= .day { result.precision = .second }
    }
    return result
  }

  private func clamped(_ count: Int) -> Int { min(max(count, -4_000_000), 4_000_000) }

  /// The time from `earlier` to this date: whole days between two days, else seconds.
  func since(_ earlier: ScriptDate) -> ScriptDuration {
    if precision <= .day, earlier.precision <= .day {
      return ScriptDuration(days: day.dayNumber - earlier.day.dayNumber)
    }
    return ScriptDuration(seconds: instant.secondsSinceEpoch - earlier.instant.secondsSinceEpoch)
  }

  /// The first day of the unit that the date lies in; weeks start on `firstWeekday`.
  func start(of unit: String, firstWeekday: Weekday, zone: TimeZoneRules) -> ScriptDate {
    let first: CivilDate
    switch unit {
    case "week":
      let back = (day.weekday.rawValue - firstWeekday.rawValue + 7) % 7
      first = day.adding(days: -back)
    case "month": first = CivilDate(astronomicalYear: day.year, month: day.month, day: 1) ?? day
    case "quarter": first = CivilDate(astronomicalYear: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1) ?? day
    case "year": first = CivilDate(astronomicalYear: day.year, month: 1, day: 1) ?? day
    default: first = day
    }
    return ScriptDate(first, zone: zone)
  }

  /// The last day of the unit that the date lies in; weeks start on `firstWeekday`.
  func end(of unit: String, firstWeekday: Weekday, zone: TimeZoneRules) -> ScriptDate {
    let first = start(of: unit, firstWeekday: firstWeekday, zone: zone).day
    switch unit {
    case "week": return ScriptDate(first.adding(days: 6), zone: zone)
    case "month": return ScriptDate(first.adding(months: 1).adding(days: -1), zone: zone)
    case "quarter": return ScriptDate(first.adding(months: 3).adding(days: -1), zone: zone)
    case "year": return ScriptDate(first.adding(months: 12).adding(days: -1), zone: zone)
    default: return ScriptDate(first, zone: zone)
    }
  }

  /// The number of the week, 1…53: weeks start on Monday, and the first has the year's first Thursday (ISO 8601).
  var isoWeek: Int {
    let thursday = day.adding(days: 4 - day.weekday.rawValue)
    let newYear = CivilDate(astronomicalYear: thursday.year, month: 1, day: 1) ?? thursday
    return (thursday.dayNumber - newYear.dayNumber) / 7 + 1
  }
}

/// A date in a script's hands.
final class DateObject: ScriptObject {
  static let typeName = "Date"
  let value: ScriptDate

  init(_ value: ScriptDate) { self.value = value }
}

/// A duration in a script's hands.
final class DurationObject: ScriptObject {
  static let typeName = "Duration"
  let value: ScriptDuration

  init(_ value: ScriptDuration) { self.value = value }
}
