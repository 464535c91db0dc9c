import ReportEngine

/// The times of a job: the five time fields of crontab(5), or `@yearly`, `@monthly`, `@weekly`, `@daily`, `@hourly`.
///
/// ```swift
/// let schedule = try CronSchedule("30 6 * * mon-fri")
/// schedule.hours  // → [6]
/// schedule.weekdays  // → [1, 2, 3, 4, 5]
/// schedule.includes(CivilDate(iso: "2025-01-25")!)  // → false
/// try CronSchedule("61 6 * * *")  // throws: minute: 61 is not from 0 to 59
/// ```
public struct CronSchedule: Sendable, Hashable, CustomStringConvertible {
  /// The text that it was read from.
  public let description: String
  /// Minutes of the hour, hours of the day, days of the month, months and weekdays (0 is Sunday), ascending.
  public let minutes, hours, days, months, weekdays: [Int]
  /// Whether the day of the month, the weekday was left open with `*`. With both given, either is enough (crontab(5)).
  public let anyDay, anyWeekday: Bool
  /// Whether minute or hour begins with `*`. Such a job follows elapsed time when clocks change: it runs in both passes of
  /// a repeated hour. All others run once for each time of day (cron(8) of Debian).
  public let followsElapsedTime: Bool

  private static let nicknames = [
    "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *",
  ]
  private static let monthNames = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

  /// Reads a schedule. Throws `ScheduleMistake`, which names the field.
  public init(_ text: String) throws(ScheduleMistake) {
    description = text
    var fields = text.split { $0 == " " || $0 == "\t" }.map { $0.lowercased() }
    if let name = fields.first, name.hasPrefix("@") {
      guard fields.count == 1, let meaning = Self.nicknames[name] else {
        if name == "@reboot" { throw ScheduleMistake("“@reboot” is no time of day; a job needs times") }
        throw ScheduleMistake(
          "“\(text)” is not known" + Suggestion.hint(for: name, among: Self.nicknames.keys.sorted()))
      }
      fields = meaning.split(separator: " ").map(String.init)
    }
    guard fields.count == 5 else {
      throw ScheduleMistake(
        "a schedule has five fields (minute, hour, day of month, month, weekday), “\(text)” has \(fields.count)")
    }
    minutes = try Self.values(fields[0], "minute", 0...59)
    hours = try Self.values(fields[1], "hour", 0...23)
    days = try Self.values(fields[2], "day of month", 1...31)
    months = try Self.values(fields[3], "month", 1...12, names: Self.monthNames, firstName: 1)
    let given = try Self.values(fields[4], "weekday", 0...7, names: Self.weekdayNames, firstName: 0)
    weekdays = Set(given.map { $0 % 7 }).sorted()
    anyDay = fields[2].hasPrefix("*")
    anyWeekday = fields[4].hasPrefix("*")
    followsElapsedTime = fields[0].hasPrefix("*") || fields[1].hasPrefix("*")
    let longest = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if anyDay || anyWeekday, let first = days.first, !months.contains(where: { longest[$0 - 1] >= first }) {
      throw ScheduleMistake("“\(text)” never happens: those months have no day \(first)")
    }
  }

  /// Whether the schedule has occurrences on a day.
  public func includes(_ day: CivilDate) -> Bool {
    guard months.contains(day.month) else { return false }
    let isDay = days.contains(day.day)
    let isWeekday = weekdays.contains((day.dayNumber % 7 + 7 + 4) % 7)  // 1970-01-01 was a Thursday, 4
    return anyDay || anyWeekday ? isDay && isWeekday : isDay || isWeekday
  }

  private static func values(
    _ field: String, _ name: String, _ range: ClosedRange<Int>, names: [String] = [], firstName: Int = 0
  ) throws(ScheduleMistake) -> [Int] {
    func number(_ text: Substring) throws(ScheduleMistake) -> Int {
      if let place = names.firstIndex(of: String(text)) { return place + firstName }
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int(text) else {
        throw ScheduleMistake(
          "\(name): “\(text)” is not a number\(names.isEmpty ? "" : " or a name such as \(names[0])")")
      }
      guard range.contains(value) else {
        throw ScheduleMistake("\(name): \(value) is not from \(range.lowerBound) to \(range.upperBound)")
      }
      return value
    }
    var result: Set<Int> = []
    for part in field.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: "/", omittingEmptySubsequences: false)
      guard pieces.count <= 2, let span = pieces.first else {
        throw ScheduleMistake("\(name): “\(part)” has two steps")
      }
      var step = 1
      if pieces.count == 2 {
        guard let given = Int(pieces[1]), given > 0 else {
          throw ScheduleMistake("\(name): the step “\(pieces[1])” is not a number from 1 on")
        }
        step = given
      }
      let low: Int
      let high: Int
      if span == "*" {
        (low, high) = (range.lowerBound, name == "weekday" ? 6 : range.upperBound)
      } else {
        let ends = span.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count <= 2 else { throw ScheduleMistake("\(name): “\(span)” is not a range") }
        low = try number(ends[0])
        if ends.count == 2 {
          high = try number(ends[1])
        } else {
          guard pieces.count == 1 else {
            throw ScheduleMistake(
              "\(name): a step needs a range or *, as in \(range.lowerBound)-\(range.upperBound)/\(step)")
          }
          high = low
        }
        guard low <= high else { throw ScheduleMistake("\(name): the range “\(span)” runs backwards") }
      }
      result.formUnion(stride(from: low, through: high, by: step))
    }
    return result.sorted()
  }
}

/// What is wrong with a schedule.
public struct ScheduleMistake: Error, Sendable, Hashable, CustomStringConvertible {
  /// The mistake, with the field's name.
  public let description: String

  init(_ description: String) { self.description = description }
}
