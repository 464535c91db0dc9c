/// How much of a date is known.
///
/// ```swift
/// DatePrecision.month < .day  // → true
/// ```
public enum DatePrecision: String, Sendable, Hashable, Comparable, CaseIterable {
  /// The smallest part of the date that is known.
  case year, month, day, minute, second

  public static func < (left: DatePrecision, right: DatePrecision) -> Bool { left.rank < right.rank }

  private var rank: Int { DatePrecision.allCases.firstIndex(of: self) ?? 0 }
}

/// Where a date of an article was found. The order of the cases is the order of trust for a date of publication.
///
/// ```swift
/// let inOrderOfTrust = DateEvidence.allCases.map(\.rawValue)
/// inOrderOfTrust.first  // → "json-ld"
/// inOrderOfTrust.last  // → "file"
/// ```
public enum DateEvidence: String, Sendable, Hashable, CaseIterable {
  /// schema.org JSON-LD in a page.
  case jsonLD = "json-ld"
  /// A feed or news-industry item, or a record's own field.
  case feed
  /// A meta element, a front-matter field or a `<time>` element.
  case meta
  /// A line under the headline that names author or time.
  case byline
  /// The running text.
  case text
  /// The date printed in a page's head: the day of the page, not of the article.
  case masthead
  /// The file's name or its path.
  case file
}

/// A date of an article, as precise as its source, with the evidence for it.
///
/// ```swift
/// let printed = ArticleDate(
///   date: CivilDate(iso: "2025-01-23")!, secondOfDay: 8 * 3600 + 10 * 60, precision: .minute, zone: "+02:00",
///   offset: 7200, evidence: .byline, text: "Thursday 23 January 2025, 8:10")
/// printed.value  // → "2025-01-23T08:10+02:00"
/// printed.instant(defaultOffset: 0)  // → 2025-01-23T08:10:00+02:00
///
/// let month = ArticleDate(
///   date: CivilDate(iso: "2023-03-01")!, precision: .month, evidence: .text, text: "March 2023")
/// month.value  // → "2023-03"
/// ```
public struct ArticleDate: Hashable, Sendable {
  /// The day; month and day are 1 where `precision` says that they are not known.
  public let date: CivilDate
  /// Seconds after midnight on the wall clock of `zone`; nil when `precision` is `day` or less.
  public let secondOfDay: Int?
  /// How much of it is known.
  public let precision: DatePrecision
  /// `Z`, an offset such as `+02:00`, an IANA name, or nil when the source does not say.
  public let zone: String?
  /// Offset from UTC in seconds that `zone` stands for on this date, nil when not known.
  public let offset: Int?
  /// Where it was found.
  public let evidence: DateEvidence
  /// The text it was read from, as it stands in the source.
  public let text: String

  /// Makes a date. A time of day is kept only with a precision of `minute` or `second`, within its day; an offset within
  /// 26 hours of UTC.
  public init(
    date: CivilDate, secondOfDay: Int? = nil, precision: DatePrecision, zone: String? = nil, offset: Int? = nil,
    evidence: DateEvidence, text: String
  ) {
    self.date = date
    self.secondOfDay = precision >= .minute ? secondOfDay.map { min(max($0, 0), 86_399) } : nil
    self.precision = precision
    self.zone = zone
    self.offset = offset.map(Instant.bounded)
    self.evidence = evidence
    self.text = text
  }

  /// ISO 8601, no more precise than the source: `2023`, `2023-03`, `2025-01-23`, `2025-01-23T08:10+02:00`.
  public var value: String {
    switch precision {
    case .year: return padded(date.year, 4)
    case .month: return "\(padded(date.year, 4))-\(padded(date.month, 2))"
    case .day: return date.description
    case .minute, .second:
      let second = secondOfDay ?? 0
      let seconds = precision == .second ? ":\(padded(second % 60, 2))" : ""
      let suffix = offset.map(UTCOffset.text) ?? ""
      return "\(date)T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2))\(seconds)\(suffix)"
    }
  }

  /// The instant, reading a missing zone as `defaultOffset` and a missing time as the start of the day.
  public func instant(defaultOffset: Int) -> Instant {
    let offset = self.offset ?? defaultOffset
    return Instant(
      secondsSinceEpoch: date.dayNumber * 86_400 + (secondOfDay ?? 0) - offset, offset: offset)
  }
}

/// A date of which only the year, or the year and the month, may be known.
///
/// ```swift
/// let month = PartialDate(year: 2024, month: 2)!
/// month.description  // → "2024-02"
/// month.interval.last  // → 2024-02-29
/// PartialDate(year: 2024, day: 2)  // → nil
/// ```
public struct PartialDate: Hashable, Sendable, CustomStringConvertible {
  /// The year, 1…9999.
  public let year: Int
  /// The month, 1…12, or nil.
  public let month: Int?
  /// The day, 1…31, or nil; always nil when `month` is.
  public let day: Int?

  /// Makes a partial date; nil when its parts do not exist in the calendar.
  public init?(year: Int, month: Int? = nil, day: Int? = nil) {
    guard month != nil || day == nil, CivilDate(year: year, month: month ?? 1, day: day ?? 1) != nil else {
      return nil
    }
    self.year = year
    self.month = month
    self.day = day
  }

  /// A whole date.
  public init(_ date: CivilDate) {
    year = date.year
    month = date.month
    day = date.day
  }

  /// The days that it covers.
  public var interval: DayInterval {
    let first = CivilDate(year: year, month: month ?? 1, day: day ?? 1) ?? .earliest
    if day != nil { return DayInterval(first, first) }
    return DayInterval(first, first.adding(months: month == nil ? 12 : 1).adding(days: -1))
  }

  /// `2023`, `2023-03` or `2023-03-08`.
  public var description: String {
    padded(year, 4) + (month.map { "-" + padded($0, 2) } ?? "") + (day.map { "-" + padded($0, 2) } ?? "")
  }
}

/// What is known about the day of publication when the day itself is not.
///
/// ```swift
/// // “Today, Monday”, says a text that mentions March 2023.
/// let bounds = DateBounds(notBefore: PartialDate(year: 2023, month: 3), weekday: .monday)
/// bounds.notBefore  // → 2023-03
/// bounds.notAfter  // → nil
/// ```
public struct DateBounds: Hashable, Sendable {
  /// Published in this year, month or day, or later.
  public var notBefore: PartialDate?
  /// Published in this year, month or day, or earlier.
  public var notAfter: PartialDate?
  /// The weekday on which the text says it was written (“today, Monday”).
  public var weekday: Weekday?

  /// Makes bounds; all parts are optional.
  public init(notBefore: PartialDate? = nil, notAfter: PartialDate? = nil, weekday: Weekday? = nil) {
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.weekday = weekday
  }
}
