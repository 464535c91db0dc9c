import ReportArticles

/// A store that keeps the dates that were found in its articles.
public protocol TemporalExpressionStore: Sendable {
  /// The expressions in `text`, which is `Article.text` of the article at a position, as `RuleTagger` finds them against
  /// the article's own day; nil when nothing is kept, or when another version of the rules found it.
  func expressions(at position: Int, in text: String) throws -> [TemporalExpression]?
}

/// Answers from what was found before, and asks the tagger for everything else.
package struct KeptTagger: TemporalTagger {
  private struct Key: Hashable {
    // Of this process only, and seeded by it: two texts of one run do not share it but by chance, which is 1 in 2^64.
    var hash: Int
    var count: Int
    var language: String
    var reference: DateReference
  }

  private let tagger = RuleTagger()
  private var kept: [Key: [TemporalExpression]] = [:]

  package init() {}

  private static func key(_ text: String, _ language: String, _ reference: DateReference) -> Key {
    // Of the bytes: a text's own hash is that of its normal form, which takes many times as long.
    var hasher = Hasher()
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    return Key(hash: hasher.finalize(), count: text.utf8.count, language: language, reference: reference)
  }

  /// Keeps what was found in an article's text.
  package mutating func keep(_ expressions: [TemporalExpression], in text: String, of article: Article) {
    kept[Self.key(text, article.language, DateReference(of: article))] = expressions
  }

  package func expressions(in text: String, language: String, reference: DateReference) -> [TemporalExpression] {
    kept[Self.key(text, language, reference)]
      ?? tagger.expressions(in: text, language: language, reference: reference)
  }
}
