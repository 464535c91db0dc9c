import ReportArticles
import ReportDocument

/// Days as a calendar: a column for each week, a row for each day of the week.
struct HeatMap {
  struct Cell {
    let week: Int
    /// 0…6 from the first day of the week.
    let row: Int
    let day: CivilDate
    let value: Double?
    /// 0 for none, 1…4 by quarters of the highest value.
    let level: Int
  }

  let cells: [Cell]
  let weeks: Int
  /// The first days of months that begin in the map, with the week they stand in.
  let months: [(week: Int, day: CivilDate)]

  /// The longest map; more days than this are cut at the start.
  private static let longest = 371

  init(_ chart: Chart, firstWeekday: Weekday) {
    let values = chart.series.first?.values ?? []
    var byDay: [Int: Double?] = [:]
    for (label, value) in zip(chart.labels, values) {
      if let day = CivilDate(iso: label) { byDay[day.dayNumber] = value }
    }
    guard let last = byDay.keys.max(), let earliest = byDay.keys.min() else {
      (cells, weeks, months) = ([], 0, [])
      return
    }
    let first = max(earliest, last - HeatMap.longest + 1)
    let highest = byDay.values.compactMap { $0 }.filter(\.isFinite).max() ?? 0
    let shift = (CivilDate(dayNumber: first).weekday.rawValue - firstWeekday.rawValue + 7) % 7
    var cells: [Cell] = []
    var months: [(week: Int, day: CivilDate)] = []
    for number in first...last {
      let day = CivilDate(dayNumber: number)
      let place = number - first + shift
      if day.day == 1 || number == first { months.append((place / 7, day)) }
      let value = byDay[number] ?? nil
      var level = 0
      if let value, value.isFinite, value > 0, highest > 0 {
        level = min(4, max(1, Int(clamping: (value.share(from: 0, to: highest) * 4).rounded(.up))))
      }
      cells.append(Cell(week: place / 7, row: place % 7, day: day, value: value, level: level))
    }
    // A month that begins within two weeks of the map's first label would be printed over it.
    if months.count > 1, months[1].week - months[0].week < 3 { months.removeFirst() }
    self.cells = cells
    self.months = months
    weeks = (cells.last?.week ?? 0) + 1
  }

  /// The first day of the week: Saturday in Arabic, Monday elsewhere (CLDR weekData for Egypt and for ISO 8601).
  static func firstWeekday(language: String) -> Weekday {
    LanguageTag.primary(language) == "ar" ? .saturday : .monday
  }
}
