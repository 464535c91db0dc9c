/// A span of time as scripts use it: calendar months and days, which keep the wall clock, and exact seconds.
///
/// ```swift
/// let span = ScriptDuration("1d12h")!
/// span.description  // → "P1DT12H"
/// (span + span).days  // → 2
/// ScriptDuration("P2W") == ScriptDuration(days: 14)  // → true
/// ScriptDuration("soon")  // → nil
/// ```
public struct ScriptDuration: Sendable, Hashable, Comparable {
  /// Calendar months (a year is twelve).
  public var months: Int
  /// Calendar days (a week is seven).
  public var days: Int
  /// Seconds, exact.
  public var seconds: Int

  /// The largest amount of any part; more is refused, so that sums cannot overflow.
  static let limit = 1 << 40

  /// Makes a duration; parts beyond about 10¹² are clamped.
  public init(months: Int = 0, days: Int = 0, seconds: Int = 0) {
    func clamped(_ value: Int) -> Int { min(max(value, -Self.limit), Self.limit) }
    self.months = clamped(months)
    self.days = clamped(days)
    self.seconds = clamped(seconds)
  }

  /// Reads `1d`, `2w`, `36h`, `90m`, `1d12h`, `-1w` (units y, mo, w, d, h, m or min, s) or ISO 8601 (`P1DT12H`); nil
  /// for anything else.
  public init?(_ text: String) {
    guard text.utf8.count <= 200 else { return nil }
    var rest = Substring(text.filter { $0 != " " })
    var sign = 1
    if rest.hasPrefix("-") {
      sign = -1
      rest = rest.dropFirst()
    }
    let parsed = rest.hasPrefix("P") ? Self.iso(rest.dropFirst()) : Self.short(rest)
    guard let parsed else { return nil }
    self = parsed.scaled(by: sign)
  }

  private static func short(_ text: Substring) -> ScriptDuration? {
    var rest = text
    var result = ScriptDuration()
    guard !rest.isEmpty else { return nil }
    while !rest.isEmpty {
      guard let amount = takeNumber(&rest) else { return nil }
      let unit = rest.prefix { $0.isASCII && $0.isLetter }.lowercased()
      rest = rest.dropFirst(unit.count)
      switch unit {
      case "y": result = result + ScriptDuration(months: amount * 12)
      case "mo": result = result + ScriptDuration(months: amount)
      case "w": result = result + ScriptDuration(days: amount * 7)
      case "d": result = result + ScriptDuration(days: amount)
      case "h": result = result + ScriptDuration(seconds: amount * 3600)
      case "m", "min": result = result + ScriptDuration(seconds: amount * 60)
      case "s": result = result + ScriptDuration(seconds: amount)
      default: return nil
      }
    }
    return result
  }

  private static func iso(_ text: Substring) -> ScriptDuration? {
    var rest = text
    var result = ScriptDuration()
    var inTime = false
    var parts = 0
    while let first = rest.first {
      if first == "T" {
        guard !inTime else { return nil }
        inTime = true
        rest = rest.dropFirst()
        continue
      }
      guard let amount = takeNumber(&rest), let unit = rest.popFirst() else { return nil }
      switch (unit, inTime) {
      case ("Y", false): result = result + ScriptDuration(months: amount * 12)
      case ("M", false): result = result + ScriptDuration(months: amount)
      case ("W", false): result = result + ScriptDuration(days: amount * 7)
      case ("D", false): result = result + ScriptDuration(days: amount)
      case ("H", true): result = result + ScriptDuration(seconds: amount * 3600)
      case ("M", true): result = result + ScriptDuration(seconds: amount * 60)
      case ("S", true): result = result + ScriptDuration(seconds: amount)
      default: return nil
      }
      parts += 1
    }
    return parts > 0 ? result : nil
  }

  /// Up to nine digits: enough for thirty years of seconds, and no sum of them overflows.
  private static func takeNumber(_ text: inout Substring) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.utf8.count <= 9 else { return nil }
    text = text.dropFirst(digits.count)
    return Int(digits)
  }

  /// The duration `factor` times over.
  public func scaled(by factor: Int) -> ScriptDuration {
    func product(_ value: Int) -> Int {
      let (result, overflow) = value.multipliedReportingOverflow(by: factor)
      return overflow ? ((value < 0) == (factor < 0) ? Self.limit : -Self.limit) : result
    }
    return ScriptDuration(months: product(months), days: product(days), seconds: product(seconds))
  }

  /// The part that `divisor` of make the duration, in whole months, days and seconds; what is left of days is taken as
  /// 24 hours each. Nil when months or seconds leave a rest, and for zero.
  package func divided(by divisor: Int) -> ScriptDuration? {
    guard divisor != 0, divisor.magnitude <= Self.limit, months % divisor == 0 else { return nil }
    let rest = (days % divisor * 86_400).addingClamped(seconds)
    guard rest % divisor == 0 else { return nil }
    return ScriptDuration(months: months / divisor, days: days / divisor, seconds: rest / divisor)
  }

  /// The sum, part by part.
  public static func + (left: ScriptDuration, right: ScriptDuration) -> ScriptDuration {
    ScriptDuration(
      months: left.months.addingClamped(right.months), days: left.days.addingClamped(right.days),
      seconds: left.seconds.addingClamped(right.seconds))
  }

  /// The same length backwards.
  public static prefix func - (value: ScriptDuration) -> ScriptDuration { value.scaled(by: -1) }

  /// The length in seconds with a day of 24 hours and a month of 30.436875 days (the Gregorian mean): for comparison.
  public var approximateSeconds: Double { Double(months) * 2_629_746 + Double(days) * 86_400 + Double(seconds) }

  public static func < (left: ScriptDuration, right: ScriptDuration) -> Bool {
    left.approximateSeconds < right.approximateSeconds
  }
}

extension ScriptDuration {
  /// As people write it: `1d`, `36h`, `1mo2d`, `-2w`; zero is `0s`.
  public var shortDescription: String {
    if months == 0, days == 0, seconds == 0 { return "0s" }
    if months <= 0, days <= 0, seconds <= 0 { return "-" + (-self).shortDescription }
    let units = [
      (months / 12, "y"), (months % 12, "mo"), (days % 7 == 0 ? days / 7 : 0, "w"), (days % 7 == 0 ? 0 : days, "d"),
      (seconds / 3600, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
    ]
    return units.filter { $0.0 != 0 }.map { "\($0.0)\($0.1)" }.joined()
  }
}

extension ScriptDuration: CustomStringConvertible {
  /// ISO 8601, e.g. `P1D`, `PT36H`, `-P2W`; zero is `PT0S`.
  public var description: String {
    if months == 0, days == 0, seconds == 0 { return "PT0S" }
    if months <= 0, days <= 0, seconds <= 0 { return "-" + (-self).description }
    var text = "P"
    if months % 12 == 0, months != 0 {
      text += "\(months / 12)Y"
    } else if months != 0 {
      text += (months / 12 != 0 ? "\(months / 12)Y" : "") + "\(months % 12)M"
    }
    if months == 0, seconds == 0, days % 7 == 0 { return text + "\(days / 7)W" }
    if days != 0 { text += "\(days)D" }
    if seconds != 0 {
      text += "T"
      if seconds / 3600 != 0 { text += "\(seconds / 3600)H" }
      if seconds / 60 % 60 != 0 { text += "\(seconds / 60 % 60)M" }
      if seconds % 60 != 0 { text += "\(seconds % 60)S" }
    }
    return text
  }
}
