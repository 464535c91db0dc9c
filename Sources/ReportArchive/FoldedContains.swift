import Foundation
import GRDB
import ReportArticles

/// `folded_contains(needle, text)` and `folded_body(needle, content)`: whether a text, or a body's paragraph, contains
/// another with case, accents, Arabic marks and letter variants folded.
enum FoldedContains {
  static let function = DatabaseFunction("folded_contains", argumentCount: 2, pure: true) { values in
    guard let needle = String.fromDatabaseValue(values[0]), let text = String.fromDatabaseValue(values[1]) else {
      return false
    }
    return FoldedNeedle(needle).occurs(in: text)
  }

  static let bodyFunction = DatabaseFunction("folded_body", argumentCount: 2, pure: true) { values in
    guard let needle = String.fromDatabaseValue(values[0]), let content = Data.fromDatabaseValue(values[1]) else {
      return false
    }
    let folded = FoldedNeedle(needle)
    return try BodyCounts.texts(content).contains { folded.occurs(in: $0) }
  }
}
