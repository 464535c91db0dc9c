import ArgumentParser
import Glibc
import ReportEngine

/// The clock of a run: an input like any other.
struct ClockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The moment that counts as now: 2025-03-13, 2025-03-13T07:00 or 2025-03-13T07:00:00+02:00 (default: the clock).",
      valueName: "time"))
  var now: String?

  @Option(
    help: ArgumentHelp(
      "Time zone: an IANA name, UTC or an offset (default: the offset in --now, else UTC; without --now the machine's).",
      valueName: "zone"))
  var timezone: String?

  /// The zone and the moment, shown at that zone's offset.
  func resolve() throws -> (now: Instant, zone: TimeZoneRules) {
    guard let now else {
      let zone = try rules(timezone ?? Self.machineZone())
      let seconds = Int(time(nil))
      return (Instant(secondsSinceEpoch: seconds, offset: zone.offset(at: seconds)), zone)
    }
    guard let parsed = ParsedMoment(now) else {
      throw ValidationError("--now: “\(now)” is not a time; write 2025-03-13T07:00:00 with or without an offset.")
    }
    let zone = try rules(timezone ?? parsed.offset.map(UTCOffset.text) ?? "UTC")
    if let offset = parsed.offset {
      let seconds = parsed.date.dayNumber * 86_400 + parsed.secondOfDay - offset
      return (Instant(secondsSinceEpoch: seconds, offset: zone.offset(at: seconds)), zone)
    }
    return (zone.instant(of: parsed.date, secondOfDay: parsed.secondOfDay), zone)
  }

  /// The machine's clock and zone.
  static func machine() throws -> (now: Instant, zone: TimeZoneRules) {
    let zone = try TimeZoneRules(identifier: machineZone())
    return (zone.local(Instant(secondsSinceEpoch: Int(time(nil)))), zone)
  }

  private func rules(_ identifier: String) throws -> TimeZoneRules {
    do { return try TimeZoneRules(identifier: identifier) } catch {
      throw ValidationError("--timezone: \(error)")
    }
  }

  /// The machine's zone: TZ, else what /etc/localtime points to, else UTC.
  private static func machineZone() -> String {
    if let variable = getenv("TZ") {
      let name = String(cString: variable)
      let zone = name.hasPrefix(":") ? String(name.dropFirst()) : name
      if !zone.isEmpty, (try? TimeZoneRules(identifier: zone)) != nil { return zone }
    }
    var buffer = [CChar](repeating: 0, count: 1024)
    let length = readlink("/etc/localtime", &buffer, buffer.count)
    if length > 0 {
      let target = String(decoding: buffer[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
      if let range = target.firstRange(of: "zoneinfo/") {
        let zone = String(target[range.upperBound...])
        if (try? TimeZoneRules(identifier: zone)) != nil { return zone }
      }
    }
    return "UTC"
  }
}

/// A moment as `--now` gives it: ISO 8601 with an optional time and offset.
struct ParsedMoment {
  let date: CivilDate
  let secondOfDay: Int
  let offset: Int?

  init?(_ text: String) {
    guard text.utf8.count >= 10, let date = CivilDate(iso: text.prefix(10)) else { return nil }
    self.date = date
    var rest = text.dropFirst(10)
    guard let separator = rest.popFirst() else {
      (secondOfDay, offset) = (0, nil)
      return
    }
    guard separator == "T" || separator == " " else { return nil }
    let clock = rest.prefix { $0.isNumber || $0 == ":" }
    let fields = clock.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(fields.count), let hour = fields[0], let minute = fields[1],
      let second = fields.count == 3 ? fields[2] : 0, (0...23).contains(hour), (0...59).contains(minute),
      (0...59).contains(second)
    else { return nil }
    secondOfDay = hour * 3600 + minute * 60 + second
    let zone = rest.dropFirst(clock.count)
    if zone.isEmpty {
      offset = nil
    } else {
      guard let seconds = UTCOffset.seconds(zone) else { return nil }
      offset = seconds
    }
  }
}
