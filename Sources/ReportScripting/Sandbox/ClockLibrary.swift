import ReportArticles
import ReportDates
import ReportLua

/// The `os` library of scripts: the time of the run and of its zone, never the machine's.
struct ClockLibrary {
  /// The moment that counts as now.
  let now: Instant
  /// The zone of `os.date` and of `os.time` with a table.
  let zone: TimeZoneRules

  /// Adds `os` with `time`, `date`, `difftime` and `clock` to the environments of a state.
  func install(in state: LuaState) {
    let functions: [(String, LuaHandler)] = [
      ("time", time), ("date", date),
      ("difftime", { call in call.state.push(try call.number(1) - (call.optional(2) { try call.number($0) } ?? 0)) }),
      // Processor time would differ from run to run.
      ("clock", { call in call.state.push(0.0) }),
    ]
    state.setShared("os") {
      state.pushTable(fields: functions.count)
      for (name, body) in functions {
        state.pushFunction(name, body)
        state.setField(name)
      }
    }
  }

  /// `os.time([table])` (reference manual, §6.9): fields out of range are carried over.
  private func time(_ call: LuaCall) throws {
    guard !call.isNil(1) else { return call.state.push(now.secondsSinceEpoch) }
    let table = try call.table(1)
    func field(_ name: String, default missing: Int? = nil) throws -> Int {
      switch table[name] {
      case .integer(let value) where value.magnitude <= 1_000_000_000: return value
      case .number(let value) where value == value.rounded() && abs(value) <= 1e9: return Int(value)
      case .string(let text):
        guard let value = Int(text), value.magnitude <= 1_000_000_000 else { break }
        return value
      case .nil:
        if let missing { return missing }
        throw HostError("field '\(name)' missing in date table")
      default: break
      }
      throw HostError("field '\(name)' is not an integer in range")
    }
    let year = try field("year")
    let month = try field("month")
    let day = try field("day")
    let second = try field("hour", default: 12) * 3600 + field("min", default: 0) * 60 + field("sec", default: 0)
    let carried = year * 12 + month - 1
    let first = Self.dayNumber(year: carried.flooredQuotient(12), month: carried.flooredRemainder(12) + 1)
    let local = (first + day - 1) * 86_400 + second
    guard (-62_000_000_000...253_400_000_000).contains(local) else {
      throw HostError("time result cannot be represented: years 1 to 9999 are known")
    }
    let moment = zone.instant(
      of: CivilDate(dayNumber: local.flooredQuotient(86_400)), secondOfDay: local.flooredRemainder(86_400))
    call.state.push(moment.secondsSinceEpoch)
  }

  /// Days from 1970-01-01 to the first of a month of the Gregorian calendar, for any year.
  private static func dayNumber(year: Int, month: Int) -> Int {
    let shifted = month > 2 ? year : year - 1
    let era = shifted.flooredQuotient(400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5
    let yearOfEra = shifted - era * 400
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// `os.date([format [, time]])` with the conversions of ISO C in the “C” locale.
  private func date(_ call: LuaCall) throws {
    var format = try call.optional(1) { try call.string($0) } ?? "%c"
    let seconds = try call.optional(2) { try call.integer($0) } ?? now.secondsSinceEpoch
    guard (-62_000_000_000...253_400_000_000).contains(seconds) else {
      throw call.argumentError(2, "time out of range: years 1 to 9999 are known")
    }
    guard format.utf8.count <= 1_000 else { throw call.argumentError(1, "format longer than 1000 bytes") }
    let isUTC = format.hasPrefix("!")
    if isUTC { format.removeFirst() }
    let instant = Instant(secondsSinceEpoch: seconds, offset: isUTC ? 0 : zone.offset(at: seconds))
    let fields = BrokenDownTime(instant, zoneName: isUTC ? "GMT" : zone.identifier)
    guard format.hasPrefix("*t") else {
      guard let text = fields.text(format) else {
        throw call.argumentError(1, "invalid conversion specifier in '\(SafeText.line(format, limit: 60))'")
      }
      return call.state.push(text)
    }
    call.state.pushTable(fields: 9)
    for (name, value) in fields.table {
      call.state.push(value)
      call.state.setField(name)
    }
    call.state.push(false)
    call.state.setField("isdst")
  }
}

/// The fields of a moment, as `struct tm` has them, and their text by `strftime` (ISO/IEC 9899:2011, 7.27.3.5).
private struct BrokenDownTime {
  private let instant: Instant
  private let zoneName: String
  private let date: CivilDate
  private let dayOfYear: Int  // from 1
  private let weekday: Int  // 0: Sunday

  private static let days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
  ]

  init(_ instant: Instant, zoneName: String) {
    self.instant = instant
    self.zoneName = zoneName
    date = instant.date
    dayOfYear = date.dayNumber - (CivilDate(year: date.year, month: 1, day: 1)?.dayNumber ?? date.dayNumber) + 1
    weekday = (date.dayNumber + 4).flooredRemainder(7)
  }

  var table: [(String, Int)] {
    [
      ("year", date.year), ("month", date.month), ("day", date.day), ("hour", instant.hour), ("min", instant.minute),
      ("sec", instant.second), ("wday", weekday + 1), ("yday", dayOfYear),
    ]
  }

  /// The text of a format; nil for an unknown conversion.
  func text(_ format: String) -> String? {
    var text = ""
    var rest = format.unicodeScalars.makeIterator()
    while let scalar = rest.next() {
      guard scalar == "%" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      guard var letter = rest.next() else { return nil }
      // The alternative forms of the “C” locale are the plain ones.
      if letter == "E" || letter == "O" {
        guard let next = rest.next() else { return nil }
        letter = next
      }
      guard let value = value(letter) else { return nil }
      text += value
    }
    return text
  }

  private func value(_ letter: Unicode.Scalar) -> String? {
    let hour12 = (instant.hour + 11) % 12 + 1
    switch letter {
    case "%": return "%"
    case "n": return "\n"
    case "t": return "\t"
    case "a": return String(Self.days[weekday].prefix(3))
    case "A": return Self.days[weekday]
    case "b", "h": return String(Self.months[date.month - 1].prefix(3))
    case "B": return Self.months[date.month - 1]
    case "c": return text("%a %b %e %H:%M:%S %Y")
    case "C": return padded(date.year / 100, 2)
    case "d": return padded(date.day, 2)
    case "D", "x": return text("%m/%d/%y")
    case "e": return date.day < 10 ? " \(date.day)" : "\(date.day)"
    case "F": return text("%Y-%m-%d")
    case "g": return padded(isoWeek.year % 100, 2)
    case "G": return "\(isoWeek.year)"
    case "H": return padded(instant.hour, 2)
    case "I": return padded(hour12, 2)
    case "j": return padded(dayOfYear, 3)
    case "m": return padded(date.month, 2)
    case "M": return padded(instant.minute, 2)
    case "p": return instant.hour < 12 ? "AM" : "PM"
    case "r": return text("%I:%M:%S %p")
    case "R": return text("%H:%M")
    case "s": return "\(instant.secondsSinceEpoch)"
    case "S": return padded(instant.second, 2)
    case "T", "X": return text("%H:%M:%S")
    case "u": return "\(weekday == 0 ? 7 : weekday)"
    case "U": return padded((dayOfYear + 6 - weekday) / 7, 2)
    case "V": return padded(isoWeek.week, 2)
    case "w": return "\(weekday)"
    case "W": return padded((dayOfYear + 6 - (weekday + 6) % 7) / 7, 2)
    case "y": return padded(date.year % 100, 2)
    case "Y": return "\(date.year)"
    case "z":
      let minutes = abs(instant.offset) / 60
      return (instant.offset < 0 ? "-" : "+") + padded(minutes / 60, 2) + padded(minutes % 60, 2)
    case "Z": return zoneName
    default: return nil
    }
  }

  /// The week of ISO 8601: it belongs to the year of its Thursday.
  private var isoWeek: (year: Int, week: Int) {
    let thursday = CivilDate(dayNumber: date.dayNumber - (weekday + 6) % 7 + 3)
    let first = CivilDate(year: thursday.year, month: 1, day: 1)?.dayNumber ?? thursday.dayNumber
    return (thursday.year, (thursday.dayNumber - first) / 7 + 1)
  }
}
