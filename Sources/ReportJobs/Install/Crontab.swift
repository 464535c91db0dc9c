import ReportEngine
import ReportSystem

/// The block of a jobs file in a crontab.
///
/// A job's line calls it in every hour at the minutes of its schedule, and once after a start of the machine. What is due is
/// worked out by the call in the job's own zone, which cron's lines do not know; a missed morning is made up for within
/// the hour, and calls with nothing due do nothing.
///
/// ```swift
/// let mine = "0 1 * * * backup\n"
/// let block = "# BEGIN reportgen jobs.yaml\n0 * * * * reportgen …\n# END reportgen jobs.yaml\n"
/// let both = Crontab.adding(block, to: mine, file: "jobs.yaml")
/// both == mine + block  // → true
/// Crontab.removing(file: "jobs.yaml", from: both) == mine  // → true
/// ```
public enum Crontab {
  /// A job and what it needs to be called.
  public struct Entry: Sendable {
    /// The job's name.
    public var job: String
    /// When it is due.
    public var occurrences: Occurrences

    /// Makes an entry.
    public init(job: String, occurrences: Occurrences) { (self.job, self.occurrences) = (job, occurrences) }
  }

  /// The block, ending with a line feed. `machine` is the zone that cron lives in, `now` a moment from which on offsets hold.
  public static func block(
    _ entries: [Entry], program: String, file: String, machine: TimeZoneRules, now: Instant
  ) -> String {
    var lines = [begin(file), "# Made by `reportgen job install`; `reportgen job remove` takes it out again."]
    for entry in entries {
      let command = "\(Shell.quoted(program)) job run \(entry.job) --file \(Shell.quoted(file))"
      // A percent sign ends a command in a crontab.
      let escaped = command.split(separator: "%", omittingEmptySubsequences: false).joined(separator: "\\%")
      let minutes = minutes(entry.occurrences, machine, now)
      let field = minutes.count == 60 ? "*" : minutes.map(String.init).joined(separator: ",")
      lines.append("\(field) * * * * \(escaped)")
      lines.append("@reboot \(escaped)")
    }
    lines.append(end(file))
    return lines.joined(separator: "\n") + "\n"
  }

  /// A crontab with the block of a jobs file put in place of the one that was there, or at the end.
  public static func adding(_ block: String, to crontab: String, file: String) -> String {
    var text = removing(file: file, from: crontab)
    if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
    return text + block
  }

  /// A crontab without the block of a jobs file; everything else stays as it is, byte for byte.
  public static func removing(file: String, from crontab: String) -> String {
    var kept: [Substring] = []
    var held: [Substring]?
    for line in crontab.split(separator: "\n", omittingEmptySubsequences: false) {
      if held == nil, line == begin(file) {
        held = [line]
      } else if held != nil {
        held?.append(line)
        if line == end(file) { held = nil }
      } else {
        kept.append(line)
      }
    }
    // A block without its end is not ours to take out.
    return (kept + (held ?? [])).joined(separator: "\n")
  }

  private static func begin(_ file: String) -> String { "# BEGIN reportgen \(file)" }
  private static func end(_ file: String) -> String { "# END reportgen \(file)" }

  /// The minutes of the machine's hours at which the job can be due in the coming two years.
  private static func minutes(_ occurrences: Occurrences, _ machine: TimeZoneRules, _ now: Instant) -> [Int] {
    var result: Set<Int> = []
    for day in 0..<732 {
      let moment = now.secondsSinceEpoch + day * 86_400
      let shift = (occurrences.zone.offset(at: moment) - machine.offset(at: moment)) / 60
      for minute in occurrences.schedule.minutes { result.insert(((minute - shift) % 60 + 60) % 60) }
    }
    return result.sorted()
  }
}
