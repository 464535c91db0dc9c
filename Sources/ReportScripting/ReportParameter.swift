import ReportArticles
import ReportDates

/// A parameter that a report script declares.
///
/// ```swift
/// let points = ReportParameter(name: "points", kind: .integer, minimum: 1, maximum: 20)
/// points.wanted  // → "a whole number from 1 to 20"
/// points.isRequired  // → false
/// ```
public struct ReportParameter: Sendable, Hashable {
  /// The types of parameters.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// What the parameter takes.
    case string, integer, number, boolean, date, duration, list
    /// One of `values`.
    case choice = "enum"
  }

  /// The name, as in `--param name=value` and `ctx.params.name`.
  public var name: String
  /// Its type.
  public var kind: Kind
  /// The value when none is given.
  public var defaultValue: ParameterValue?
  /// Smallest value of numbers, fewest characters of strings, fewest members of lists.
  public var minimum: Double?
  /// Greatest value of numbers, most characters of strings, most members of lists.
  public var maximum: Double?
  /// Whether the run fails when it is not given.
  public var isRequired: Bool
  /// What it means, in one sentence.
  public var help: String?
  /// What a `choice` can be; for a list, what its members can be (empty: anything).
  public var values: [String]

  /// Makes a parameter.
  public init(
    name: String, kind: Kind, defaultValue: ParameterValue? = nil, minimum: Double? = nil, maximum: Double? = nil,
    isRequired: Bool = false, help: String? = nil, values: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.minimum = minimum
    self.maximum = maximum
    self.isRequired = isRequired
    self.help = help
    self.values = values
  }
}

/// The value of a parameter.
///
/// ```swift
/// ParameterValue.duration(ScriptDuration("36h")!).description  // → "36h"
/// ParameterValue.list(["City", "Sport"]).description  // → "City,Sport"
/// ```
public enum ParameterValue: Sendable, Hashable {
  /// Text.
  case string(String)
  /// A whole number.
  case integer(Int)
  /// A number.
  case number(Double)
  /// True or false.
  case boolean(Bool)
  /// A day, or an instant when a time was given; relative words stay words until a run gives them a day.
  case date(ParameterDate)
  /// A length of time.
  case duration(ScriptDuration)
  /// A list of texts.
  case list([String])
}

/// A date as a parameter gives it.
///
/// ```swift
/// ParameterDate("2025-01-23")  // → 2025-01-23
/// ParameterDate("yesterday") == .relative(days: -1)  // → true
/// ParameterDate("23 January")  // → nil
/// ```
public enum ParameterDate: Sendable, Hashable {
  /// A day of the calendar.
  case day(CivilDate)
  /// A moment.
  case instant(Instant)
  /// A number of days from the day of the run: 0 is `today`, -1 `yesterday`.
  case relative(days: Int)

  /// Reads `2025-01-23`, `2025-01-23T08:10:00+02:00`, `today`, `yesterday`, `tomorrow`; nil for anything else.
  public init?(_ text: String) {
    switch text {
    case "today": self = .relative(days: 0)
    case "yesterday": self = .relative(days: -1)
    case "tomorrow": self = .relative(days: 1)
    default:
      if let day = CivilDate(iso: text) {
        self = .day(day)
      } else if let instant = Instant(rfc3339: text) {
        self = .instant(instant)
      } else {
        return nil
      }
    }
  }
}

extension ParameterDate: CustomStringConvertible {
  /// The date as it can be given again.
  public var description: String {
    switch self {
    case .day(let day): return day.description
    case .instant(let instant): return instant.description
    case .relative(0): return "today"
    case .relative(let days): return days < 0 ? "yesterday" : "tomorrow"
    }
  }
}

extension ParameterValue: CustomStringConvertible {
  /// The value as it can be given again with `--param`.
  public var description: String {
    switch self {
    case .string(let text): return text
    case .integer(let number): return "\(number)"
    case .number(let number):
      return number.rounded() == number && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    case .boolean(let flag): return flag ? "true" : "false"
    case .date(let date): return date.description
    case .duration(let duration): return duration.shortDescription
    case .list(let members): return members.joined(separator: ",")
    }
  }
}

/// What is wrong with one parameter.
public struct ParameterProblem: Sendable, Hashable, CustomStringConvertible {
  /// The name of the parameter.
  public var parameter: String
  /// What is wrong and what is wanted.
  public var message: String

  /// Makes a problem.
  public init(parameter: String, message: String) {
    self.parameter = parameter
    self.message = message
  }

  /// `parameter “name”: message`.
  public var description: String { "parameter “\(parameter)”: \(message)" }
}

/// Several problems with parameters, reported together.
///
/// ```swift
/// let problems = ParameterProblems([ParameterProblem(parameter: "lang", message: "is required; give text")])
/// problems.description  // → "parameter “lang”: is required; give text"
/// ```
public struct ParameterProblems: Error, Sendable, Hashable, CustomStringConvertible {
  /// The problems, in the order of the parameters' definition; unknown names last.
  public var problems: [ParameterProblem]

  /// Makes the list.
  public init(_ problems: [ParameterProblem]) { self.problems = problems }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

extension ReportParameter {
  /// The values for a run: what is given as text (from a command line or a jobs file), else the defaults. Parameters
  /// without either are left out. Throws all problems at once.
  static func values(
    of parameters: [ReportParameter], given: [String: String]
  ) throws(ParameterProblems) -> [String: ParameterValue] {
    var result: [String: ParameterValue] = [:]
    var problems: [ParameterProblem] = []
    for parameter in parameters {
      guard let text = given[parameter.name] else {
        if let value = parameter.defaultValue {
          result[parameter.name] = value
        } else if parameter.isRequired {
          let help = parameter.help.map { " (\($0))" } ?? ""
          problems.append(
            ParameterProblem(parameter: parameter.name, message: "is required\(help); give \(parameter.wanted)"))
        }
        continue
      }
      switch parameter.value(from: text) {
      case .success(let value): result[parameter.name] = value
      case .failure(let problem): problems.append(problem)
      }
    }
    let known = parameters.map(\.name)
    for name in given.keys.sorted() where !known.contains(name) {
      let hint = known.isEmpty ? "; this report has none" : Suggestion.hint(for: name, among: known)
      problems.append(ParameterProblem(parameter: name, message: "there is no such parameter\(hint)"))
    }
    if !problems.isEmpty { throw ParameterProblems(problems) }
    return result
  }

  /// Reads a value given as text.
  func value(from text: String) -> Result<ParameterValue, ParameterProblem> {
    let read: ParameterValue?
    switch kind {
    case .string, .choice: read = .string(text)
    case .integer: read = Int(text).map(ParameterValue.integer)
    case .number: read = Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .boolean:
      switch text.lowercased() {
      case "true", "yes", "on", "1": read = .boolean(true)
      case "false", "no", "off", "0": read = .boolean(false)
      default: read = nil
      }
    case .date: read = ParameterDate(text).map(ParameterValue.date)
    case .duration: read = ScriptDuration(text).map(ParameterValue.duration)
    case .list:
      let members = text.split(separator: ",").map { $0.trimmedWhitespace() }
      read = .list(members.filter { !$0.isEmpty })
    }
    guard let value = read else {
      return .failure(ParameterProblem(parameter: name, message: "“\(text)” is not \(wanted)"))
    }
    return checked(value)
  }

  /// Checks a value against the bounds.
  func checked(_ value: ParameterValue) -> Result<ParameterValue, ParameterProblem> {
    func fail(_ message: String) -> Result<ParameterValue, ParameterProblem> {
      .failure(ParameterProblem(parameter: name, message: message))
    }
    switch value {
    case .string(let text):
      if kind == .choice, !values.contains(text) {
        let near = Suggestion.closest(to: text, among: values).map { "; did you mean “\($0)”?" } ?? ""
        return fail("“\(text)” is not \(wanted)\(near)")
      }
      if kind == .string, !isInBounds(Double(text.count)) { return fail("“\(text)” is not \(wanted)") }
    case .integer(let number):
      if !isInBounds(Double(number)) { return fail("\(number) is not \(wanted)") }
    case .number(let number):
      if !isInBounds(number) { return fail("\(ParameterValue.number(number)) is not \(wanted)") }
    case .list(let members):
      if !isInBounds(Double(members.count)) { return fail("\(members.count) values are not \(wanted)") }
      if !values.isEmpty, let stranger = members.first(where: { !values.contains($0) }) {
        let near = Suggestion.closest(to: stranger, among: values).map { "; did you mean “\($0)”?" } ?? ""
        return fail("“\(stranger)” is not one of \(values.joined(separator: ", "))\(near)")
      }
    case .boolean, .date, .duration: break
    }
    return .success(value)
  }

  private func isInBounds(_ value: Double) -> Bool {
    (minimum.map { value >= $0 } ?? true) && (maximum.map { value <= $0 } ?? true)
  }

  /// What a value has to be, for messages and help: “a whole number from 1 to 20”.
  public var wanted: String {
    func bounds(_ unit: String = "") -> String {
      func text(_ value: Double) -> String { ParameterValue.number(value).description }
      switch (minimum, maximum) {
      case (let low?, let high?): return " from \(text(low)) to \(text(high))\(unit)"
      case (let low?, nil): return " of at least \(text(low))\(unit)"
      case (nil, let high?): return " of at most \(text(high))\(unit)"
      case (nil, nil): return ""
      }
    }
    switch kind {
    case .string: return "text" + bounds(" characters")
    case .integer: return "a whole number" + bounds()
    case .number: return "a number" + bounds()
    case .boolean: return "true or false"
    case .date: return "a date (such as 2025-01-23, 2025-01-23T08:00:00+02:00, today or yesterday)"
    case .duration: return "a duration (such as 36h, 1d, 2w, 3mo or P1D)"
    case .choice: return "one of " + values.joined(separator: ", ")
    case .list:
      return "a list, separated by commas," + bounds(" values")
        + (values.isEmpty ? "" : " out of " + values.joined(separator: ", "))
    }
  }
}

extension ParameterProblem: Error {}
