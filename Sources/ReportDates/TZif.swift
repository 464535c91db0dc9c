import ReportArticles

/// The content of a time zone file (RFC 9636): the times at which the offset changed, and the rule for what follows.
struct TZif: Sendable, Hashable {
  /// Instants of change, ascending.
  var transitions: [Int]
  /// The offset from each of the transitions on.
  var offsets: [Int]
  /// The offset before the first transition.
  var initialOffset: Int
  /// What holds after the last transition.
  var rule: PosixTimeZone?

  static let magic: [UInt8] = [0x54, 0x5A, 0x69, 0x66]  // TZif

  init(transitions: [Int], offsets: [Int], initialOffset: Int, rule: PosixTimeZone?) {
    self.transitions = transitions
    self.offsets = offsets
    self.initialOffset = initialOffset
    self.rule = rule
  }

  /// Reads a file of version 1 or later; nil when it is damaged.
  init?(_ bytes: [UInt8]) {
    var reader = Reader(bytes: bytes)
    guard var header = reader.header() else { return nil }
    var width = 4
    if header.version >= 0x32 {  // from version 2 on a second block with 64-bit times follows
      guard reader.skip(header.dataLength(width: 4)), let second = reader.header() else { return nil }
      header = second
      width = 8
    }
    guard header.dataLength(width: width) <= reader.remaining, header.types > 0 else { return nil }
    let times = (0..<header.times).map { _ in reader.signed(width) }
    let indices = (0..<header.times).map { _ in reader.signed(1) & 0xFF }
    var typeOffsets: [Int] = []
    for _ in 0..<header.types {
      typeOffsets.append(reader.signed(4))
      _ = reader.skip(2)
    }
    guard indices.allSatisfy({ $0 < typeOffsets.count }), zip(times, times.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return nil
    }
    guard typeOffsets.allSatisfy({ abs($0) <= 26 * 3600 }) else { return nil }
    transitions = times
    offsets = indices.map { typeOffsets[$0] }
    initialOffset = typeOffsets[0]
    if width == 8 {
      _ = reader.skip(header.characters + header.leaps * 12 + header.standard + header.universal)
      rule = reader.footer().flatMap(PosixTimeZone.init)
    }
  }

  func offset(at seconds: Int) -> Int {
    guard let last = transitions.last else { return rule?.offset(at: seconds) ?? initialOffset }
    if seconds >= last { return rule?.offset(at: seconds) ?? offsets[offsets.count - 1] }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= seconds { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? initialOffset : offsets[low - 1]
  }

  private struct Header {
    var version: UInt8
    var universal, standard, leaps, times, types, characters: Int

    func dataLength(width: Int) -> Int {
      times * width + times + types * 6 + characters + leaps * (width + 4) + standard + universal
    }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var remaining: Int { bytes.count - position }

    mutating func skip(_ count: Int) -> Bool {
      guard count >= 0, count <= remaining else { return false }
      position += count
      return true
    }

    /// A big-endian two's complement number; 0 past the end.
    mutating func signed(_ width: Int) -> Int {
      guard width <= remaining else { return 0 }
      var value = Int64(Int8(bitPattern: bytes[position]))
      for byte in bytes[(position + 1)..<(position + width)] { value = value << 8 | Int64(byte) }
      position += width
      return Int(value)
    }

    mutating func header() -> Header? {
      guard remaining >= 44, bytes[position..<(position + 4)].elementsEqual(TZif.magic) else { return nil }
      let version = bytes[position + 4]
      position += 20
      let counts = (0..<6).map { _ in signed(4) }
      guard counts.allSatisfy({ $0 >= 0 }) else { return nil }
      return Header(
        version: version, universal: counts[0], standard: counts[1], leaps: counts[2], times: counts[3],
        types: counts[4], characters: counts[5])
    }

    /// The text between the two line feeds at the end.
    mutating func footer() -> String? {
      guard remaining > 2, bytes[position] == 0x0A else { return nil }
      let rest = bytes[(position + 1)...]
      guard let end = rest.firstIndex(of: 0x0A) else { return nil }
      return String(decoding: rest[..<end], as: UTF8.self)
    }
  }
}

/// A rule for daylight-saving time as in the TZ variable of POSIX, with the extensions of RFC 9636: `EET-2EEST,M4.5.5/0,M10.5.4/24`.
struct PosixTimeZone: Sendable, Hashable {
  var standardOffset: Int
  var daylight: Daylight?

  struct Daylight: Sendable, Hashable {
    var offset: Int
    var start: Change
    var end: Change
  }

  /// A day of the year and a time of that day in seconds, which may lie outside of 0…86,400.
  struct Change: Sendable, Hashable {
    enum Day: Sendable, Hashable {
      /// 1…365, 29 February never counted.
      case julian(Int)
      /// 0…365.
      case zeroBased(Int)
      /// Month, week (5 is the last), weekday (0 is Sunday).
      case weekday(month: Int, week: Int, weekday: Int)
    }
    var day: Day
    var time: Int

    /// Wall-clock seconds since 1970-01-01 of the change in a year.
    func localSeconds(year: Int) -> Int {
      let first = PosixTimeZone.dayNumber(year, 1)
      let number: Int
      switch day {
      case .julian(let day): number = first + day - 1 + (CivilDate.isLeap(year: year) && day >= 60 ? 1 : 0)
      case .zeroBased(let day): number = first + day
      case .weekday(let month, let week, let weekday):
        let start = PosixTimeZone.dayNumber(year, month)
        let shift = (weekday - (start + 4).flooredRemainder(7) + 7) % 7  // 1970-01-01 was a Thursday, 4
        var candidate = start + shift + (week - 1) * 7
        if candidate >= start + CivilDate.daysInMonth(year: year, month: month) { candidate -= 7 }
        number = candidate
      }
      return number * 86_400 + time
    }
  }

  init?(_ text: String) {
    var parser = Parser(bytes: Array(text.utf8))
    guard parser.name(), let offset = parser.time() else { return nil }
    standardOffset = -offset
    guard !parser.isAtEnd else { return }
    guard parser.name() else { return nil }
    var summerOffset = standardOffset + 3600
    if !parser.isAtEnd, !parser.at(0x2C) {
      guard let offset = parser.time() else { return nil }
      summerOffset = -offset
    }
    guard let start = parser.change(), let end = parser.change(), parser.isAtEnd else { return nil }
    daylight = Daylight(offset: summerOffset, start: start, end: end)
  }

  func offset(at seconds: Int) -> Int {
    guard let daylight else { return standardOffset }
    let year = CivilDate(dayNumber: (seconds + standardOffset).flooredQuotient(86_400)).year
    let start = daylight.start.localSeconds(year: year) - standardOffset
    let end = daylight.end.localSeconds(year: year) - daylight.offset
    let isDaylight = start < end ? start <= seconds && seconds < end : !(end <= seconds && seconds < start)
    return isDaylight ? daylight.offset : standardOffset
  }

  fileprivate static func dayNumber(_ year: Int, _ month: Int) -> Int {
    (CivilDate(year: year, month: month, day: 1) ?? .earliest).dayNumber
  }

  private struct Parser {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position >= bytes.count }
    func at(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

    mutating func skip(_ byte: UInt8) -> Bool {
      guard at(byte) else { return false }
      position += 1
      return true
    }

    /// Skips an abbreviation, bare or in angle brackets.
    mutating func name() -> Bool {
      let start = position
      if skip(0x3C) {
        while !isAtEnd, !at(0x3E) { position += 1 }
        return skip(0x3E)
      }
      while position < bytes.count, (0x41...0x5A).contains(bytes[position] & 0xDF) { position += 1 }
      return position - start >= 3
    }

    mutating func number(upTo limit: Int) -> Int? {
      var value = 0
      let start = position
      while position < bytes.count, (0x30...0x39).contains(bytes[position]), position - start < 4 {
        value = value * 10 + Int(bytes[position] - 0x30)
        position += 1
      }
      return position > start && value <= limit ? value : nil
    }

    /// `[+-]hh[:mm[:ss]]` in seconds, hours up to 167.
    mutating func time() -> Int? {
      let sign = skip(0x2D) ? -1 : 1
      if sign == 1 { _ = skip(0x2B) }
      guard let hours = number(upTo: 167) else { return nil }
      var seconds = hours * 3600
      for unit in [60, 1] where skip(0x3A) {
        guard let part = number(upTo: 59) else { return nil }
        seconds += part * unit
      }
      return sign * seconds
    }

    /// `,date[/time]`.
    mutating func change() -> Change? {
      guard skip(0x2C) else { return nil }
      let day: Change.Day
      if skip(0x4D) {
        guard let month = number(upTo: 12), month > 0, skip(0x2E), let week = number(upTo: 5), week > 0, skip(0x2E),
          let weekday = number(upTo: 6)
        else { return nil }
        day = .weekday(month: month, week: week, weekday: weekday)
      } else if skip(0x4A) {
        guard let number = number(upTo: 365), number > 0 else { return nil }
        day = .julian(number)
      } else {
        guard let number = number(upTo: 365) else { return nil }
        day = .zeroBased(number)
      }
      var time = 7200
      if skip(0x2F) {
        guard let given = self.time() else { return nil }
        time = given
      }
      return Change(day: day, time: time)
    }
  }
}
