/// Names that rule files use for values.
enum TemporalConstants {
  static let all: [(String, Int32)] =
    TimeUnit.allCases.map { ("\($0)", $0.rawValue) } + PartOfDay.allCases.map { ("\($0)", $0.rawValue) }
    + TemporalPart.allCases.map { ("\($0)", $0.rawValue) } + SeasonCode.allCases.map { ("\($0)", $0.rawValue) }
    + [("past", 1), ("present", 2), ("future", 3), ("narrative", 1), ("am", 0), ("pm", 1), ("many", -99)]
}

/// Units of durations and of calendar steps.
enum TimeUnit: Int32, CaseIterable, Sendable {
  case second = 1
  case minute, hour, day, weekend, week, fortnight, month, quarter, halfyear, year, decade, century
}

/// Parts of the day as in TIMEX3.
enum PartOfDay: Int32, CaseIterable, Sendable {
  case morning = 1
  case midday, afternoon, evening, night, daytime, noon, midnight

  /// What follows the day in a TIMEX3 value.
  var suffix: String {
    switch self {
    case .morning: return "TMO"
    case .midday: return "TMI"
    case .afternoon: return "TAF"
    case .evening: return "TEV"
    case .night: return "TNI"
    case .daytime: return "TDT"
    case .noon: return "T12:00"
    case .midnight: return "T24:00"
    }
  }
}

/// Parts of a period: “early June”, “mid-2024”, “about 1850”.
enum TemporalPart: Int32, CaseIterable, Sendable {
  case early = 1
  case mid, late, about
}

/// Seasons of the northern hemisphere as in TIMEX3.
enum SeasonCode: Int32, CaseIterable, Sendable {
  case spring = 1
  case summer, autumn, winter

  /// The TIMEX3 code.
  var code: String {
    switch self {
    case .spring: return "SP"
    case .summer: return "SU"
    case .autumn: return "FA"
    case .winter: return "WI"
    }
  }
}
