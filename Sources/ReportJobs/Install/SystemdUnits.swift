import ReportEngine

/// The systemd user units of a job: a service that runs it once and a timer that knows its zone.
///
/// ```swift
/// let weekdays = try CronSchedule("30 6 * * 1-5")
/// SystemdUnits.calendar(weekdays, zone: "Africa/Cairo")
/// // → ["Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Africa/Cairo"]
/// ```
public enum SystemdUnits {
  /// A file to be written.
  public struct Unit: Sendable, Hashable {
    /// The file's name.
    public var name: String
    /// Its content.
    public var text: String
  }

  /// The first line of a unit that belongs to a jobs file.
  public static func marker(_ file: String) -> String { "# reportgen \(file)" }

  /// The units of a job. `delay` is the greatest random delay in seconds.
  public static func units(
    job: String, occurrences: Occurrences, program: String, file: String, delay: Int
  ) -> [Unit] {
    let service = """
      \(marker(file))
      [Unit]
      Description=Report \(job)

      [Service]
      Type=oneshot
      SuccessExitStatus=3
      ExecStart=\(quoted(program)) job run \(job) --file \(quoted(file))

      """
    let times = calendar(occurrences.schedule, zone: occurrences.zone.identifier)
    let timer = """
      \(marker(file))
      [Unit]
      Description=Times of report \(job)

      [Timer]
      \(times.map { "OnCalendar=\($0)" }.joined(separator: "\n"))
      Persistent=true
      RandomizedDelaySec=\(delay)

      [Install]
      WantedBy=timers.target

      """
    return [Unit(name: "reportgen-\(job).service", text: service), Unit(name: "reportgen-\(job).timer", text: timer)]
  }

  /// The schedule as calendar events of systemd.time(7).
  public static func calendar(_ schedule: CronSchedule, zone: String) -> [String] {
    func list(_ values: [Int], of count: Int) -> String {
      values.count == count ? "*" : values.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ",")
    }
    let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    let weekdays = schedule.weekdays.count == 7 ? "" : schedule.weekdays.map { names[$0] }.joined(separator: ",") + " "
    let months = list(schedule.months, of: 12)
    let days = list(schedule.days, of: 31)
    let time = "\(list(schedule.hours, of: 24)):\(list(schedule.minutes, of: 60)):00 \(zone)"
    if schedule.anyDay || schedule.anyWeekday { return ["\(weekdays)*-\(months)-\(days) \(time)"] }
    return ["*-\(months)-\(days) \(time)", "\(weekdays)*-\(months)-* \(time)"]
  }

  private static func quoted(_ word: String) -> String {
    var result = "\""
    for character in word {
      switch character {
      case "\"", "\\": result += "\\\(character)"
      case "%": result += "%%"
      case "$": result += "$$"
      default: result.append(character)
      }
    }
    return result + "\""
  }
}
