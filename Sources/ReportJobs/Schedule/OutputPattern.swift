import ReportEngine

/// A file name or subject with places for the time of the occurrence, on the clocks of the job: `{date}` (2025-03-14),
/// `{time}` (0700), `{year}`, `{month}`, `{day}`, `{hour}`, `{minute}`, `{weekday}` (friday) and `{job}`.
///
/// ```swift
/// let due = Instant(rfc3339: "2025-03-14T07:00:00+02:00")!
/// OutputPattern.filled("{job}-{date}-{time}.html", job: "daily", occurrence: due)  // → "daily-2025-03-14-0700.html"
/// OutputPattern.mistake(in: "{dat}.html")  // → "“{dat}” is not known; did you mean “date”?"
/// ```
public enum OutputPattern {
  /// The names that may stand in braces.
  public static let names = ["date", "time", "year", "month", "day", "hour", "minute", "weekday", "job"]

  /// The first mistake in a pattern; nil when there is none.
  public static func mistake(in pattern: String) -> String? {
    var problem: String?
    _ = replace(pattern) { name in
      if !names.contains(name), problem == nil {
        problem = "“{\(name)}” is not known" + Suggestion.hint(for: name, among: names)
      }
      return ""
    }
    return problem
  }

  /// The pattern with its places filled.
  public static func filled(_ pattern: String, job: String, occurrence: Instant) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return replace(pattern) { name in
      switch name {
      case "date": return occurrence.date.description
      case "time": return two(occurrence.hour) + two(occurrence.minute)
      case "year": return String(occurrence.date.description.prefix(4))
      case "month": return two(occurrence.date.month)
      case "day": return two(occurrence.date.day)
      case "hour": return two(occurrence.hour)
      case "minute": return two(occurrence.minute)
      case "weekday": return occurrence.date.weekday.name
      case "job": return job
      default: return "{\(name)}"
      }
    }
  }

  private static func replace(_ pattern: String, _ value: (String) -> String) -> String {
    var result = ""
    var rest = pattern[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open] + value(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }
}
