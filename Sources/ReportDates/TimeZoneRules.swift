import ReportArticles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why the rules of a time zone could not be had.
///
/// ```swift
/// try TimeZoneRules(identifier: "Mars/Olympus")
/// // throws: unknown time zone ‘Mars/Olympus’: names are those of the IANA database, e.g. Africa/Cairo
/// ```
public enum TimeZoneError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Not the form of a zone name.
  case malformed(String)
  /// No such zone in the system's database.
  case unknown(String)
  /// The system has no time zone database.
  case noDatabase(String)
  /// The file of the zone is damaged.
  case damaged(String)

  public var description: String {
    switch self {
    case .malformed(let name):
      return "‘\(name)’ is not a time zone: expected a name such as Africa/Cairo, UTC, or an offset such as +02:00"
    case .unknown(let name):
      return "unknown time zone ‘\(name)’: names are those of the IANA database, e.g. Africa/Cairo"
    case .noDatabase(let path): return "no time zone database in \(path): install the package tzdata"
    case .damaged(let name): return "the rules of time zone ‘\(name)’ cannot be read: the file is damaged"
    }
  }
}

/// The offsets from UTC that a zone has had and will have, from the system's IANA database (TZif, RFC 9636) or fixed.
///
/// ```swift
/// let berlin = try TimeZoneRules(identifier: "Europe/Berlin")
/// let day = CivilDate(iso: "2025-07-01")!
/// berlin.instant(of: day, secondOfDay: 8 * 3600)  // → 2025-07-01T08:00:00+02:00
/// berlin.local(Instant(rfc3339: "2025-01-01T00:00:00Z")!)  // → 2025-01-01T01:00:00+01:00
/// ```
public struct TimeZoneRules: Sendable, Hashable {
  /// The name that it was made from.
  public let identifier: String
  private let file: TZif
  private static let systemDirectory = "/usr/share/zoneinfo"

  /// UTC.
  public static let utc = TimeZoneRules(identifier: "UTC", fixedOffset: 0)

  /// A zone with the same offset at all times, in seconds east of Greenwich.
  public init(identifier: String, fixedOffset: Int) {
    self.init(
      identifier: identifier, file: TZif(transitions: [], offsets: [], initialOffset: fixedOffset, rule: nil))
  }

  /// Reads the rules of `identifier`: `UTC`, `GMT`, `Z`, an offset (`+02:00`, `UTC+2`), or a name of the IANA database.
  /// Throws `TimeZoneError`. Names cannot leave `directory`. What the system's database does not have is looked for in the
  /// one that came with the program.
  public init(identifier: String, directory: String = "/usr/share/zoneinfo") throws {
    if let offset = TimeZoneRules.fixedOffset(identifier) {
      self.init(identifier: identifier, fixedOffset: offset)
      return
    }
    guard TimeZoneRules.isName(identifier) else { throw TimeZoneError.malformed(identifier) }
    let folders =
      directory == TimeZoneRules.systemDirectory ? [directory] + ProgramFolder.companions("zoneinfo") : [directory]
    guard let bytes = folders.lazy.compactMap({ TimeZoneRules.contents(of: "\($0)/\(identifier)") }).first else {
      throw access(directory, F_OK) == 0
        ? TimeZoneError.unknown(identifier) : TimeZoneError.noDatabase(directory)
    }
    guard bytes.starts(with: TZif.magic) else { throw TimeZoneError.unknown(identifier) }
    guard let file = TZif(bytes) else { throw TimeZoneError.damaged(identifier) }
    self.init(identifier: identifier, file: file)
  }

  private init(identifier: String, file: TZif) {
    self.identifier = identifier
    self.file = file
  }

  /// The offset from UTC in seconds, positive east of Greenwich, at an instant (POSIX seconds).
  public func offset(at secondsSinceEpoch: Int) -> Int {
    file.offset(at: min(max(secondsSinceEpoch, -1_000_000_000_000), 1_000_000_000_000))
  }

  /// The instant at which the clocks of the zone show a time.
  ///
  /// A time that occurs twice, when clocks are set back, means its first occurrence; a time that does not occur, when
  /// clocks are set forward, is read with the offset from before the change (both as in RFC 5545, 3.3.5).
  public func instant(of date: CivilDate, secondOfDay: Int) -> Instant {
    let local = date.dayNumber * 86_400 + min(max(secondOfDay, 0), 86_399)
    let before = offset(at: local - 86_400)
    let after = offset(at: local + 86_400)
    for candidate in [before, after] where offset(at: local - candidate) == candidate {
      return Instant(secondsSinceEpoch: local - candidate, offset: candidate)
    }
    let seconds = local - before
    return Instant(secondsSinceEpoch: seconds, offset: offset(at: seconds))
  }

  /// The same instant, shown on the clocks of this zone.
  public func local(_ instant: Instant) -> Instant {
    Instant(secondsSinceEpoch: instant.secondsSinceEpoch, offset: offset(at: instant.secondsSinceEpoch))
  }

  private static func fixedOffset(_ identifier: String) -> Int? {
    if ["UTC", "GMT", "Z", "z", "utc"].contains(identifier) { return 0 }
    var text = Substring(identifier)
    if text.hasPrefix("UTC") || text.hasPrefix("GMT") { text = text.dropFirst(3) }
    guard let sign = text.first, sign == "+" || sign == "-" else { return nil }
    if text.utf8.count == 2 { text = "\(sign)0\(text.dropFirst())" }
    return UTCOffset.seconds(text)
  }

  /// Letters, digits, `_`, `+`, `-` in parts joined by single slashes, each beginning with a letter.
  private static func isName(_ identifier: String) -> Bool {
    guard identifier.utf8.count <= 64 else { return false }
    return identifier.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      guard let first = part.utf8.first, isLetter(first) else { return false }
      return part.utf8.allSatisfy {
        isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x5F || $0 == 0x2B || $0 == 0x2D
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }

  /// The bytes of a regular file of less than a megabyte.
  private static func contents(of path: String) -> [UInt8]? {
    guard let stream = fopen(path, "rb") else { return nil }
    defer { fclose(stream) }
    var status = stat()
    guard fstat(fileno(stream), &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size < 1 << 20 else {
      return nil
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = fread(&bytes, 1, bytes.count, stream)
    return Array(bytes.prefix(count))
  }
}
