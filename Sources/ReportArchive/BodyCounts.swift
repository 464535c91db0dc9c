import Foundation
import GRDB
import ReportArticles

/// `body_words(content, language)` and `body_paragraphs(content)`: how long a kept body is.
enum BodyCounts {
  static let words = DatabaseFunction("body_words", argumentCount: 2, pure: true) { values in
    guard let content = Data.fromDatabaseValue(values[0]), let language = String.fromDatabaseValue(values[1]) else {
      return 0
    }
    return Article.wordCount(of: try texts(content), language: language)
  }

  static let paragraphs = DatabaseFunction("body_paragraphs", argumentCount: 1, pure: true) { values in
    guard let content = Data.fromDatabaseValue(values[0]) else { return 0 }
    return try texts(content).count
  }

  /// The paragraphs of a kept body.
  static func texts(_ content: Data) throws -> [String] {
    try content.withUnsafeBytes { bytes in
      var reader = ByteReader(bytes)
      _ = try reader.byte()
      return try reader.texts()
    }
  }
}
