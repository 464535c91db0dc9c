/// A point in time with the offset from UTC at which it is to be shown; seconds are whole.
///
/// ```swift
/// let sent = Instant(rfc3339: "2025-01-23T23:30:00-05:00")!
/// sent.date  // → 2025-01-23
/// sent.secondsSinceEpoch  // → 1737693000
/// Instant(secondsSinceEpoch: sent.secondsSinceEpoch, offset: 0)  // → 2025-01-24T04:30:00Z
/// ```
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX).
  public let secondsSinceEpoch: Int
  /// Offset from UTC in seconds, positive east of Greenwich.
  public let offset: Int

  /// Makes an instant from POSIX seconds, clamped to the years −9999…9999, and the offset to show it with, clamped to 26 hours.
  public init(secondsSinceEpoch: Int, offset: Int = 0) {
    self.secondsSinceEpoch = min(max(secondsSinceEpoch, Instant.seconds.lowerBound), Instant.seconds.upperBound)
    self.offset = Instant.bounded(offset: offset)
  }

  /// The seconds that lie within the years −9999…9999 UTC.
  static let seconds = CivilDate.earliest.dayNumber * 86_400...CivilDate.latest.dayNumber * 86_400 + 86_399

  /// An offset that some clock may have: no farther than 26 hours from UTC, as RFC 8536 bounds it.
  static func bounded(offset: Int) -> Int { min(max(offset, -26 * 3600), 26 * 3600) }

  /// Makes an instant from wall-clock fields at an offset; nil when there is no such time.
  public init?(date: CivilDate, hour: Int, minute: Int, second: Int = 0, offset: Int) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
      (-18 * 3600...18 * 3600).contains(offset)
    else { return nil }
    self.init(
      secondsSinceEpoch: date.dayNumber * 86_400 + hour * 3600 + minute * 60 + min(second, 59) - offset,
      offset: offset)
  }

  /// The civil date on the wall clock at `offset`.
  public var date: CivilDate { CivilDate(dayNumber: localSeconds.flooredQuotient(86_400)) }
  /// The hour on the wall clock, 0…23.
  public var hour: Int { localSeconds.flooredRemainder(86_400) / 3600 }
  /// The minute, 0…59.
  public var minute: Int { localSeconds.flooredRemainder(3600) / 60 }
  /// The second, 0…59.
  public var second: Int { localSeconds.flooredRemainder(60) }

  private var localSeconds: Int { secondsSinceEpoch + offset }

  public static func < (left: Instant, right: Instant) -> Bool {
    left.secondsSinceEpoch < right.secondsSinceEpoch
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339, e.g. `2025-01-23T08:10:00+02:00`.
  public var description: String {
    "\(date)T\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))\(UTCOffset.text(offset))"
  }
}

/// Offsets from UTC as RFC 3339 writes them.
///
/// ```swift
/// UTCOffset.seconds("+05:30")  // → 19800
/// UTCOffset.text(-12_600)  // → "-03:30"
/// UTCOffset.seconds("noon")  // → nil
/// ```
public enum UTCOffset {
  /// `Z` for zero, otherwise `+hh:mm` or `-hh:mm`.
  public static func text(_ seconds: Int) -> String {
    if seconds == 0 { return "Z" }
    let minutes = seconds.magnitude / 60
    return "\(seconds < 0 ? "-" : "+")\(padded(Int(minutes / 60), 2)):\(padded(Int(minutes % 60), 2))"
  }

  /// Reads `Z`, `+hh:mm`, `+hhmm` or `+hh`; nil for anything else.
  public static func seconds(_ text: some StringProtocol) -> Int? {
    if text == "Z" || text == "z" { return 0 }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    let digits = String(text.dropFirst().filter { $0 != ":" })
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.count == 2 || digits.count == 4,
      let hours = Int(digits.prefix(2)), let minutes = Int(digits.count == 4 ? digits.suffix(2) : "00"),
      hours <= 18, minutes < 60
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
  }
}

extension Int {
  /// Division rounding towards negative infinity; `divisor` must be positive.
  package func flooredQuotient(_ divisor: Int) -> Int {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// The remainder that goes with `flooredQuotient`, always in `0..<divisor`.
  package func flooredRemainder(_ divisor: Int) -> Int {
    let remainder = self % divisor
    return remainder < 0 ? remainder + divisor : remainder
  }

  /// The sum, or the largest or smallest integer where it does not fit.
  package func addingClamped(_ other: Int) -> Int {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, or the largest or smallest integer where it does not fit.
  package func subtractingClamped(_ other: Int) -> Int {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }

  /// The whole part of a number, or the nearest integer that there is; 0 for what is not a number.
  package init(clamping number: Double) {
    self = number.isNaN ? 0 : Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max)
  }
}
