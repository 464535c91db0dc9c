extension Instant {
  /// Reads RFC 3339, e.g. `2025-01-23T08:10:00+02:00` or `2025-01-23T08:10Z`; seconds may be left out, fractions are
  /// dropped, an offset is required. nil for anything else.
  public init?(rfc3339 text: some StringProtocol) {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == "t" || $0 == " " }
    guard parts.count == 2, let date = CivilDate(iso: parts[0]) else { return nil }
    guard let mark = parts[1].firstIndex(where: { "Zz+-".contains($0) }),
      let offset = UTCOffset.seconds(parts[1][mark...])
    else { return nil }
    let clock = parts[1][..<mark].split(separator: ":", omittingEmptySubsequences: false)
    guard clock.count == 2 || clock.count == 3 else { return nil }
    var numbers: [Int] = []
    for (index, field) in clock.enumerated() {
      let digits = index == 2 ? field.prefix { $0 != "." } : field
      guard digits.utf8.count == 2, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits)
      else { return nil }
      numbers.append(number)
    }
    self.init(
      date: date, hour: numbers[0], minute: numbers[1], second: numbers.count == 3 ? numbers[2] : 0, offset: offset)
  }
}
