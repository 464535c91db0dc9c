import ReportArticles
import ReportDates

/// A value that archives keep as a number. The numbers stay what they are, whatever cases come or change places.
protocol StoredAsNumber: CaseIterable {
  var stored: Int { get }
}

extension StoredAsNumber {
  /// The value of a number; nil when there is none.
  init?(stored: Int) {
    guard let value = Self.allCases.first(where: { $0.stored == stored }) else { return nil }
    self = value
  }
}

extension DatePrecision: StoredAsNumber {
  var stored: Int {
    switch self {
    case .year: 0
    case .month: 1
    case .day: 2
    case .minute: 3
    case .second: 4
    }
  }
}

extension DateEvidence: StoredAsNumber {
  var stored: Int {
    switch self {
    case .jsonLD: 0
    case .feed: 1
    case .meta: 2
    case .byline: 3
    case .text: 4
    case .masthead: 5
    case .file: 6
    }
  }
}

/// The columns `date_kind`, `updated_kind` and `retrieved_kind`: what a date stands for, and how precise it is.
struct StoredDateKind {
  var basis: Article.DateBasis
  var precision: DatePrecision

  /// 0 published, 1 updated, 2 retrieved; and four times the precision.
  var number: Int {
    let basis =
      switch basis {
      case .published: 0
      case .updated: 1
      case .retrieved: 2
      }
    return basis + 4 * precision.stored
  }

  /// The precision in a number; nil when there is none of that number.
  static func precision(in number: Int) -> DatePrecision? { DatePrecision(stored: number / 4) }

  /// The condition in SQL that the column of that prefix is of a published date.
  static func isPublished(_ prefix: String = "date") -> String { "\(prefix)_kind % 4 = 0" }

  /// The condition in SQL that the date is a day without a time.
  static func isDay(_ prefix: String) -> String { "\(prefix)_kind / 4 = \(DatePrecision.day.stored)" }
}
