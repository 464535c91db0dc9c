import ReportArticles

/// The order and punctuation of date fields, in the letters of CLDR: `d` and `dd`, `M`, `MM`, `MMM` and `MMMM`, `LLLL` for
/// the name of a month alone, `y`, `G` for the era and `EEEE`; words in single quotes stand for themselves, as does what is
/// no letter of ASCII. A day or month that comes a second time is that of the last day.
struct DatePattern: Sendable, Hashable {
  /// The fields of a day in some calendar.
  struct Fields {
    var weekday: Weekday
    var day: Int
    var month: Int
    var year: Int
    var calendar: CalendarSystem

    init(_ date: CivilDate, calendar: CalendarSystem) {
      weekday = date.weekday
      if calendar == .hijri, let hijri = HijriDate(date) {
        (day, month, year, self.calendar) = (hijri.day, hijri.month, hijri.year, .hijri)
      } else {
        (day, month, year, self.calendar) = (date.day, date.month, date.year, .gregorian)
      }
    }
  }

  private enum Piece: Hashable {
    case text(String)
    case day(width: Int)
    case month(width: Int)
    case shortMonth
    case longMonth
    case monthAlone
    case year
    case era
    case weekday
  }

  private let pieces: [Piece]
  /// Whether the month is written as a word, where the first of the month may have one too.
  private let hasMonthName: Bool

  /// Nil when there are other letters in it.
  init?(_ pattern: String) {
    var pieces: [Piece] = []
    var text = ""
    var isQuoted = false
    let letters = Array(pattern)
    var index = 0
    func flush() {
      if !text.isEmpty { pieces.append(.text(text)) }
      text = ""
    }
    while index < letters.count {
      let letter = letters[index]
      if letter == "'" {
        if index + 1 < letters.count, letters[index + 1] == "'" {
          text.append("'")
          index += 2
        } else {
          isQuoted.toggle()
          index += 1
        }
        continue
      }
      guard !isQuoted, letter.isASCII, letter.isLetter else {
        text.append(letter)
        index += 1
        continue
      }
      let width = letters[index...].prefix { $0 == letter }.count
      flush()
      switch (letter, width) {
      case ("d", 1...2): pieces.append(.day(width: width))
      case ("M", 1...2): pieces.append(.month(width: width))
      case ("M", 3): pieces.append(.shortMonth)
      case ("M", 4): pieces.append(.longMonth)
      case ("L", 4): pieces.append(.monthAlone)
      case ("y", 1), ("y", 4): pieces.append(.year)
      case ("G", 1): pieces.append(.era)
      case ("E", 4): pieces.append(.weekday)
      default: return nil
      }
      index += width
    }
    guard !isQuoted else { return nil }
    flush()
    self.pieces = pieces
    hasMonthName = pieces.contains { [.longMonth, .monthAlone].contains($0) }
  }

  /// The fields of a day, or of the first and the last of several.
  func string(_ first: Fields, _ last: Fields? = nil, in language: DateLanguage, names: DateNames) -> String {
    var result = ""
    var (days, months) = (0, 0)
    func date(_ count: inout Int) -> Fields {
      count += 1
      return count == 1 ? first : last ?? first
    }
    for piece in pieces {
      switch piece {
      case .text(let text): result += text
      case .day(let width):
        let date = date(&days)
        if date.day == 1, hasMonthName, let word = language.firstDay {
          result += word
        } else {
          result += padded(date.day, width)
        }
      case .month(let width): result += padded(date(&months).month, width)
      case .shortMonth:
        let date = date(&months)
        result += date.calendar == .gregorian ? names.shortMonths[date.month - 1] : name(date, names)
      case .longMonth: result += name(date(&months), names)
      case .monthAlone:
        let date = date(&months)
        result +=
          date.calendar == .gregorian ? language.monthsAlone?[date.month - 1] ?? name(date, names) : name(date, names)
      case .year: result += language.year(of: last ?? first, names: names)
      case .era: result += names.hijriEra
      case .weekday: result += names.weekday(first.weekday)
      }
    }
    return result
  }

  private func name(_ date: Fields, _ names: DateNames) -> String { names.month(date.month, calendar: date.calendar) }
}
