import ReportArticles
import ReportDates

/// A date as it is written somewhere: what is known, and where it stands.
struct WrittenDate: Sendable, Hashable {
  var date: PartialDate
  /// The weekday written with it, right or wrong.
  var weekday: Weekday?
  var secondOfDay: Int?
  var hasSeconds = false
  /// `Z`, an offset, or a zone name.
  var zone: String?
  var offset: Int?
  /// Written in the Islamic calendar.
  var isHijri = false
  /// UTF-8 offsets in the text.
  var range: Range<Int>

  var precision: DatePrecision {
    if date.day == nil { return date.month == nil ? .year : .month }
    return secondOfDay == nil ? .day : hasSeconds ? .second : .minute
  }

  /// The day, when it is known.
  var day: CivilDate? {
    guard let month = date.month, let day = date.day else { return nil }
    return CivilDate(year: date.year, month: month, day: day)
  }

  /// Whether the weekday written with it does not fall on the day.
  var weekdayIsWrong: Bool {
    guard let weekday, let day else { return false }
    return weekday != day.weekday
  }

  /// The date as a field of an article.
  func articleDate(evidence: DateEvidence, text: String) -> ArticleDate? {
    guard let first = CivilDate(year: date.year, month: date.month ?? 1, day: date.day ?? 1) else { return nil }
    return ArticleDate(
      date: first, secondOfDay: secondOfDay, precision: precision, zone: secondOfDay == nil ? nil : zone,
      offset: secondOfDay == nil ? nil : offset, evidence: evidence, text: text)
  }
}

/// Reads dates written with words or figures in Arabic, English, French, Spanish and German, and the forms of RFC 5322,
/// ISO 8601 and asctime(3).
struct DateReader {
  let tokens: DateTokens
  private let words = DateWords.shared
  /// Whether 03/04/2024 is the third of April; nil leaves it unread.
  let dayFirst: Bool?
  /// The text is a field that holds a date and nothing else: short names are read that mean other things in a text, years of
  /// two figures, and years of the Islamic calendar without their sign.
  let isField: Bool

  init(_ text: String, dayFirst: Bool? = true, limit: Int = .max, isField: Bool = false) {
    tokens = DateTokens(text, limit: limit)
    self.dayFirst = dayFirst
    self.isField = isField
  }

  /// The first date of a field; nil when a figure beside it is left over that cannot be a part of a date: of 31 February
  /// and of 25:00 nothing is known.
  func field() -> WrittenDate? {
    guard let (date, place) = dates().first else { return nil }
    if date.date.day == nil, dayEnds(before: place.lowerBound) { return nil }
    var next = place.upperBound
    if date.secondOfDay != nil {
      if let symbol = tokens.symbol(next), ":+-\u{2212}".unicodeScalars.contains(symbol),
        tokens.number(next + 1) != nil,
        !tokens.tokens[next + 1].hasSpaceBefore
      {
        return nil
      }
      return date
    }
    for _ in 0..<4 {
      if let symbol = tokens.symbol(next), ",،-–—T:•·@./".unicodeScalars.contains(symbol) {
        next += 1
      } else if let word = tokens.word(next), Self.timeIntroductions.contains(word) {
        next += 1
      } else {
        break
      }
    }
    return tokens.number(next) == nil ? date : nil
  }

  /// Whether a number of a day or two stands before a token, with no more between than may stand between day and month.
  private func dayEnds(before index: Int) -> Bool {
    var last = index - 1
    while let symbol = tokens.symbol(last), ".-/,".unicodeScalars.contains(symbol) { last -= 1 }
    if let word = tokens.word(last), ["of", "de", "من", "شهر", "st", "nd", "rd", "th", "er"].contains(word) {
      last -= 1
    }
    return tokens.number(last).map { $0.digits <= 2 } ?? false
  }

  private static let timeIntroductions: Set<String> = [
    "at", "t", "الساعه", "um", "a", "à", "las", "alle", "h", "في", "في الساعه",
  ]

  /// All dates with at least a year, in order. Weekday and time beside a date belong to it.
  func dates() -> [(date: WrittenDate, tokens: Range<Int>)] {
    var found: [(WrittenDate, Range<Int>)] = []
    var index = 0
    while index < tokens.tokens.count {
      if let (date, next) = date(at: index) {
        found.append((date, index..<next))
        index = next
      } else {
        index += 1
      }
    }
    return found
  }

  /// The date that starts at a token, and the token after it.
  func date(at index: Int) -> (WrittenDate, Int)? {
    if let word = tokens.fingerprint(index), !words.mayBeginDate(word), !isField { return nil }
    if let found = date(at: index, readsWeekday: true) { return found }
    // “Mar” is short for March as well as for mardi.
    guard let word = tokens.word(index), words.weekdays[word] != nil, words.months[word] != nil else { return nil }
    return date(at: index, readsWeekday: false)
  }

  private func date(at index: Int, readsWeekday: Bool) -> (WrittenDate, Int)? {
    var next = index
    var weekday: Weekday?
    if readsWeekday, let word = tokens.word(next), let day = words.weekdays[word] {
      weekday = day
      next += 1
      while let symbol = tokens.symbol(next), ",،.".unicodeScalars.contains(symbol) { next += 1 }
      if tokens.word(next) == "the" { next += 1 }
    }
    // asctime: Thu Jan  1 08:00:00 2004
    if let (month, length, isHijri) = words.month(in: tokens, at: next, isField: isField), !isHijri,
      let (day, digits) = tokens.number(next + length), digits <= 2,
      let (time, afterTime) = time(at: next + length + 1)
    {
      var afterZone = afterTime
      var zone = time
      if let (name, offset, after) = self.zone(at: afterZone) {
        (zone.zone, zone.offset, afterZone) = (name, offset, after)
      }
      if let (year, yearDigits) = tokens.number(afterZone), yearDigits == 4,
        let date = PartialDate(year: year, month: month, day: day)
      {
        return (written(date, weekday: weekday, time: zone, from: index, to: afterZone + 1), afterZone + 1)
      }
    }
    guard let (date, afterDate) = calendarDate(at: next) else { return nil }
    next = afterDate
    var clock: Clock?
    if date.day != nil, let (time, after) = timeAfterDate(next) { (clock, next) = (time, after) }
    if weekday == nil, date.day != nil {
      // 23 January 2025, Thursday
      var ahead = next
      while let symbol = tokens.symbol(ahead), ",،(-–".unicodeScalars.contains(symbol) { ahead += 1 }
      if let word = tokens.word(ahead), let day = words.weekdays[word], word.utf8.count > 3 {
        weekday = day
        next = ahead + 1
      }
    }
    var result = written(date, weekday: weekday, time: clock, from: index, to: next)
    result.isHijri = (index..<next).contains { place in
      tokens.number(place).map { $0.digits == 4 && HijriDate.tabulatedYears.contains($0.value) } ?? false
    }
    return (result, next)
  }

  private func written(_ date: PartialDate, weekday: Weekday?, time: Clock?, from: Int, to: Int) -> WrittenDate {
    let last = tokens.tokens[max(from, to - 1)].range.upperBound
    var (date, second) = (date, time?.second)
    // 24:00 is the end of the day, which is the start of the next (ISO 8601:2004, 4.2.3).
    if second == Clock.endOfDay, let month = date.month, let day = date.day,
      let civil = CivilDate(year: date.year, month: month, day: day)
    {
      (date, second) = (PartialDate(civil.adding(days: 1)), 0)
    }
    return WrittenDate(
      date: date, weekday: weekday, secondOfDay: second, hasSeconds: time?.hasSeconds ?? false,
      zone: time?.zone, offset: time?.offset, range: tokens.tokens[from].range.lowerBound..<last)
  }

  // MARK: The day

  private func calendarDate(at index: Int) -> (PartialDate, Int)? {
    if let (first, digits) = tokens.number(index) {
      if digits == 8, let date = compact(first) { return (date, index + 1) }
      if let numeric = numericDate(at: index) { return numeric }
      guard digits <= 2 else { return nil }
      var next = index + 1
      // 3rd of March, 3. März, 8 من مارس
      if let word = tokens.word(next), ["st", "nd", "rd", "th", "er", "o"].contains(word),
        !tokens.tokens[next].hasSpaceBefore
      {
        next += 1
      }
      // 23. Januar, 23-Jan-2025, 23/يناير/2025
      if let symbol = tokens.symbol(next), ".-/".unicodeScalars.contains(symbol) { next += 1 }
      if let word = tokens.word(next), ["of", "de", "من", "شهر"].contains(word) { next += 1 }
      guard let (month, length, isHijri) = words.month(in: tokens, at: next, isField: isField) else { return nil }
      return withYear(day: first, month: month, isHijri: isHijri, after: next + length)
    }
    guard let (month, length, isHijri) = words.month(in: tokens, at: index, isField: isField) else { return nil }
    var next = index + length
    if let (day, digits) = tokens.number(next), digits <= 2, !isHijri {
      var after = next + 1
      if let word = tokens.word(after), ["st", "nd", "rd", "th"].contains(word) { after += 1 }
      while let symbol = tokens.symbol(after), ",،".unicodeScalars.contains(symbol) { after += 1 }
      if let (year, yearDigits) = tokens.number(after), yearDigits == 4, (1000...2999).contains(year),
        let date = PartialDate(year: year, month: month, day: day)
      {
        return (date, after + 1)
      }
      return nil
    }
    // Of 31 February nothing is left.
    if !isHijri, dayEnds(before: index) { return nil }
    if tokens.symbol(next) == "," || tokens.symbol(next) == "،" { next += 1 }
    if let word = tokens.word(next), ["de", "of", "من", "عام", "سنه"].contains(word) { next += 1 }
    guard let (year, digits) = tokens.number(next), digits == 4, !isHijri, (1000...2999).contains(year),
      let date = PartialDate(year: year, month: month)
    else { return nil }
    return (date, next + 1)
  }

  private func withYear(day: Int, month: Int, isHijri: Bool, after index: Int) -> (PartialDate, Int)? {
    var next = index
    while let symbol = tokens.symbol(next), ",،.-/".unicodeScalars.contains(symbol) { next += 1 }
    if let word = tokens.word(next), ["de", "del", "of", "من", "عام", "سنه", "لسنه", "لعام"].contains(word) {
      next += 1
    }
    guard let (year, digits) = tokens.number(next) else { return nil }
    if isHijri {
      guard digits == 4, let date = HijriDate(year: year, month: month, day: day)?.civilDate else { return nil }
      return (PartialDate(date), next + 1)
    }
    if digits == 2, tokens.symbol(next + 1) != ":" {
      // RFC 2822, section 4.3: 00…49 are of this century.
      return PartialDate(year: year < 50 ? 2000 + year : 1900 + year, month: month, day: day).map { ($0, next + 1) }
    }
    guard digits == 4, (1...2999).contains(year) else { return nil }
    return PartialDate(year: year, month: month, day: day).map { ($0, next + 1) }
  }

  /// 2025-01-23, 2025/1/23, 23/01/2025, 23.1.2025, 23-01-2025.
  private func numericDate(at index: Int) -> (PartialDate, Int)? {
    guard let (a, aDigits) = tokens.number(index), let separator = tokens.symbol(index + 1),
      "-/.".unicodeScalars.contains(separator), !tokens.tokens[index + 1].hasSpaceBefore,
      let (b, bDigits) = tokens.number(index + 2), bDigits <= 2, tokens.symbol(index + 3) == separator,
      let (c, cDigits) = tokens.number(index + 4)
    else { return nil }
    if aDigits == 4, cDigits <= 2 {
      if HijriDate.tabulatedYears.contains(a) { return hijri(year: a, month: b, day: c, after: index + 5) }
      return PartialDate(year: a, month: b, day: c).map { ($0, index + 5) }
    }
    if aDigits <= 2, cDigits == 4, HijriDate.tabulatedYears.contains(c) {
      return hijri(year: c, month: b, day: a, after: index + 5)
    }
    guard aDigits <= 2, let c = year(c, digits: cDigits, separator: separator, after: index + 5) else { return nil }
    if a > 12 || separator == "." { return PartialDate(year: c, month: b, day: a).map { ($0, index + 5) } }
    if b > 12 || dayFirst == false { return PartialDate(year: c, month: a, day: b).map { ($0, index + 5) } }
    guard dayFirst == true || a == b || weekdayDecides(before: index, day: a, month: b, year: c) else {
      return weekdayDecides(before: index, day: b, month: a, year: c)
        ? PartialDate(year: c, month: a, day: b).map { ($0, index + 5) } : nil
    }
    return PartialDate(year: c, month: b, day: a).map { ($0, index + 5) }
  }

  /// A year behind day and month: of four figures, in a field also of two (18.03.25, 3/18/25).
  private func year(_ value: Int, digits: Int, separator: Unicode.Scalar, after next: Int) -> Int? {
    if digits == 4 { return value }
    guard isField, digits == 2, separator == "." || separator == "/", tokens.symbol(next) != separator else {
      return nil
    }
    return value < 50 ? 2000 + value : 1900 + value
  }

  /// A date in figures of the Islamic calendar (1446/9/4 هـ): outside of fields only where a sign of the era follows.
  private func hijri(year: Int, month: Int, day: Int, after next: Int) -> (PartialDate, Int)? {
    let hasSign = tokens.word(next).map { DateReader.hijriSigns.contains($0) } ?? false
    guard isField || hasSign else { return PartialDate(year: year, month: month, day: day).map { ($0, next) } }
    return HijriDate(year: year, month: month, day: day).map { (PartialDate($0.civilDate), hasSign ? next + 1 : next) }
  }

  private static let hijriSigns: Set<String> = Set(
    ["هـ", "ه", "هجري", "هجرية", "ah", "h"].map { TextFolding.fold($0) })

  /// “Tue, 03/04/2025”: whether the weekday falls on this reading and not on the other.
  private func weekdayDecides(before index: Int, day: Int, month: Int, year: Int) -> Bool {
    var last = index - 1
    while let symbol = tokens.symbol(last), ",،.".unicodeScalars.contains(symbol) { last -= 1 }
    guard let weekday = tokens.word(last).flatMap({ words.weekdays[$0] }) else { return false }
    return CivilDate(year: year, month: month, day: day)?.weekday == weekday
      && CivilDate(year: year, month: day, day: month)?.weekday != weekday
  }

  private func compact(_ value: Int) -> PartialDate? {
    let year = value / 10_000
    guard (1900...2100).contains(year) else { return nil }
    return PartialDate(year: year, month: value / 100 % 100, day: value % 100)
  }

  // MARK: The time

  struct Clock {
    /// 24:00.
    static let endOfDay = 86_400

    var second: Int
    var hasSeconds: Bool
    var zone: String?
    var offset: Int?
  }

  private func timeAfterDate(_ index: Int) -> (Clock, Int)? {
    var next = index
    var steps = 0
    while steps < 4 {
      if let symbol = tokens.symbol(next), ",،-–—|T:•·@".unicodeScalars.contains(symbol) {
        next += 1
      } else if let word = tokens.word(next), Self.timeIntroductions.contains(word) {
        next += 1
      } else {
        break
      }
      steps += 1
    }
    // 5:30 pm, 17h30, 0530Z after a compact date
    guard let (clock, after) = time(at: next) ?? compactTime(at: next) else { return nil }
    var result = clock
    var end = after
    if let (name, offset, afterZone) = zone(at: after) { (result.zone, result.offset, end) = (name, offset, afterZone) }
    return (result, end)
  }

  /// 08:10, 08:10:30.5, 8.10 pm, 8:10 مساءً; without its zone.
  func time(at index: Int) -> (Clock, Int)? {
    guard let (hour, digits) = tokens.number(index), digits <= 2 else { return nil }
    var next = index + 1
    var (minute, second) = (0, 0)
    var hasSeconds = false
    let separator = tokens.symbol(next)
    if separator == ":" || tokens.word(next) == "h", let (value, count) = tokens.number(next + 1), count == 2 {
      minute = value
      next += 2
      if tokens.symbol(next) == ":", let (value, count) = tokens.number(next + 1), count == 2 {
        second = value
        hasSeconds = true
        next += 2
        if tokens.symbol(next) == "." || tokens.symbol(next) == ",", tokens.number(next + 1) != nil,
          !tokens.tokens[next + 1].hasSpaceBefore
        {
          next += 2
        }
      }
    } else if separator == ".", let (value, count) = tokens.number(next + 1), count == 2,
      let half = tokens.word(next + 2), words.halves[half] != nil
    {
      minute = value
      next += 2
    } else if let half = tokens.word(next), half == "am" || half == "pm" {
      // 5 pm
    } else {
      return nil
    }
    var hour24 = hour
    if let word = tokens.word(next), let isAfternoon = words.halves[word], hour <= 12 {
      if isAfternoon, hour < 12 { hour24 += 12 }
      if !isAfternoon, hour == 12 { hour24 = 0 }
      next += 1
    } else if let letter = tokens.word(next), letter == "a" || letter == "p", tokens.symbol(next + 1) == ".",
      tokens.word(next + 2) == "m"
    {
      if letter == "p", hour < 12 { hour24 += 12 }
      if letter == "a", hour == 12 { hour24 = 0 }
      next += tokens.symbol(next + 3) == "." ? 4 : 3
    }
    let isEnd = hour24 == 24 && minute == 0 && second == 0
    guard hour24 < 24 || isEnd, minute < 60, second < 61 else { return nil }
    return (Clock(second: hour24 * 3600 + minute * 60 + min(second, 59), hasSeconds: hasSeconds), next)
  }

  private func compactTime(at index: Int) -> (Clock, Int)? {
    guard let (value, digits) = tokens.number(index), digits == 6 || digits == 4, tokens.word(index - 1) == "t" else {
      return nil
    }
    let (hour, minute, second) =
      digits == 6 ? (value / 10_000, value / 100 % 100, value % 100) : (value / 100, value % 100, 0)
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return (Clock(second: hour * 3600 + minute * 60 + second, hasSeconds: digits == 6), index + 1)
  }

  /// Z, GMT, +02:00, +0200, GMT+2, (EST), بتوقيت غرينتش.
  private func zone(at index: Int) -> (name: String, offset: Int?, next: Int)? {
    var next = index
    if tokens.symbol(next) == "(" { next += 1 }
    if let word = tokens.word(next), ["بتوقيت", "توقيت", "local", "à", "heure"].contains(word) { next += 1 }
    var base: Int?
    if let word = tokens.word(next), let minutes = words.zones[word] {
      base = minutes
      next += 1
      if tokens.symbol(next) == ")" { next += 1 }
    }
    if let sign = tokens.symbol(next), sign == "+" || sign == "-" || sign == "\u{2212}",
      let (value, digits) = tokens.number(next + 1), !tokens.tokens[next + 1].hasSpaceBefore
    {
      var minutes: Int?
      var after = next + 2
      if digits == 4 {
        minutes = value / 100 * 60 + value % 100
      } else if digits <= 2 {
        minutes = value * 60
        if tokens.symbol(after) == ":", let (rest, count) = tokens.number(after + 1), count == 2 {
          minutes = value * 60 + rest
          after += 2
        }
      }
      if let minutes, minutes <= 18 * 60, value % 100 < 60 || digits != 4 {
        let seconds = (sign == "+" ? 60 : -60) * minutes
        return (UTCOffset.text(seconds), seconds, after)
      }
    }
    return base.map { (UTCOffset.text($0 * 60), $0 * 60, next) }
  }
}
