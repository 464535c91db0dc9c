import ReportArticles
import ReportDates
import ReportDocument

/// A timeline as it is laid out: past and future apart, long gaps named.
struct TimelineLayout {
  enum Row {
    case event(TimelineView.Item)
    /// Days without an entry, shown shortened.
    case gap(days: Int)
  }

  let past: [Row]
  let future: [Row]

  /// A stretch of more days than this between two events is shortened and said so.
  static let longestGap = 90

  init(_ view: TimelineView) {
    past = Self.rows(view.items.filter { !$0.isFuture })
    future = Self.rows(view.items.filter(\.isFuture))
  }

  private static func rows(_ items: [TimelineView.Item]) -> [Row] {
    var rows: [Row] = []
    var reached: CivilDate?
    for item in items {
      if let reached {
        let days = item.interval.first.dayNumber - reached.dayNumber - 1
        if days > longestGap { rows.append(.gap(days: days)) }
      }
      reached = max(reached ?? item.interval.last, item.interval.last)
      rows.append(.event(item))
    }
    return rows
  }
}

/// How an event's precision is drawn.
enum TimelineMark {
  /// A day: a filled dot.
  case dot
  /// A week, month, quarter, season, year or decade: a ring.
  case ring
  /// From one day to another: a bar.
  case bar
  /// Part of a month or year: a dashed bar.
  case dashed

  init(_ precision: EventPrecision) {
    switch precision {
    case .day: self = .dot
    case .week, .month, .quarter, .season, .year, .decade: self = .ring
    case .span: self = .bar
    case .approximate: self = .dashed
    }
  }
}
