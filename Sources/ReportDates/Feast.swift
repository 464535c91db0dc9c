import ReportArticles

/// A feast or day of observance whose date follows from a rule.
enum Feast: Sendable, Hashable {
  case fixed(month: Int, day: Int)
  /// Days from Easter Sunday (Gregorian).
  case easter(Int)
  /// A day of the Umm al-Qura calendar.
  case hijri(month: Int, day: Int)
  /// The n-th weekday of a month (ISO number of the weekday); 5 is the last.
  case weekday(month: Int, nth: Int, weekday: Int)

  /// Reads `12-25`, `easter+1`, `hijri10-1` or `nth11-4-4` (month, n, weekday).
  init?(rule: String) {
    if rule.hasPrefix("easter") {
      guard let offset = Int(rule.dropFirst(6)) else { return nil }
      self = .easter(offset)
      return
    }
    let isHijri = rule.hasPrefix("hijri")
    let isNth = rule.hasPrefix("nth")
    let numbers = rule.dropFirst(isHijri ? 5 : isNth ? 3 : 0).split(separator: "-").compactMap { Int($0) }
    switch (isHijri, isNth, numbers.count) {
    case (true, _, 2): self = .hijri(month: numbers[0], day: numbers[1])
    case (_, true, 3): self = .weekday(month: numbers[0], nth: numbers[1], weekday: numbers[2])
    case (false, false, 2): self = .fixed(month: numbers[0], day: numbers[1])
    default: return nil
    }
  }

  /// One number that stands for the rule in a slot.
  var code: Int32 {
    switch self {
    case .fixed(let month, let day): return Int32(month * 100 + day)
    case .easter(let offset): return Int32(20_000 + 500 + offset)
    case .hijri(let month, let day): return Int32(30_000 + month * 100 + day)
    case .weekday(let month, let nth, let weekday): return Int32(40_000 + month * 100 + nth * 10 + weekday)
    }
  }

  /// The rule that `code` stands for.
  init?(code: Int32) {
    let rest = Int(code) % 10_000
    switch code / 10_000 {
    case 0: self = .fixed(month: rest / 100, day: rest % 100)
    case 2: self = .easter(rest - 500)
    case 3: self = .hijri(month: rest / 100, day: rest % 100)
    case 4: self = .weekday(month: rest / 100, nth: rest / 10 % 10, weekday: rest % 10)
    default: return nil
    }
  }

  /// The days on which it falls in a Gregorian year; a feast of the lunar year may fall in it twice or not at all.
  func days(in year: Int) -> [CivilDate] {
    switch self {
    case .fixed(let month, let day): return [CivilDate(year: year, month: month, day: day)].compactMap { $0 }
    case .easter(let offset): return Feast.easterSunday(year).map { [$0.adding(days: offset)] } ?? []
    case .hijri(let month, let day):
      guard let start = CivilDate(year: year, month: 1, day: 1).flatMap({ HijriDate($0) }) else { return [] }
      return (start.year...(start.year + 1)).compactMap {
        HijriDate(year: $0, month: month, day: day)?.civilDate
      }.filter { $0.year == year }
    case .weekday(let month, let nth, let weekday):
      guard let first = CivilDate(year: year, month: month, day: 1) else { return [] }
      let shift = (weekday - first.weekday.rawValue + 7) % 7
      var day = 1 + shift + (nth - 1) * 7
      if day > CivilDate.daysInMonth(year: year, month: month) { day -= 7 }
      return [CivilDate(year: year, month: month, day: day)].compactMap { $0 }
    }
  }

  /// Easter Sunday by the anonymous Gregorian algorithm (Meeus, “Astronomical Algorithms”, ch. 8).
  static func easterSunday(_ year: Int) -> CivilDate? {
    guard (1583...9999).contains(year) else { return nil }
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let number = h + l - 7 * m + 114
    return CivilDate(year: year, month: number / 31, day: number % 31 + 1)
  }
}
