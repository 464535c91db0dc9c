import ReportArticles

/// Temporal expressions of one text as the members of JSON objects; offsets count Unicode scalars.
package struct ExpressionJSON {
  private var offsets: ScalarOffsets

  /// For what is found in `text`, in ascending order.
  package init(_ text: String) { offsets = ScalarOffsets(text) }

  /// Writes `span`, `start`, `end`, `type`, `value`, `from`, `to` and `flag`.
  package mutating func write(_ one: TemporalExpression, to writer: inout JSONWriter) {
    writer.member("span", one.text)
    writer.member("start", offsets.scalars(before: one.range.lowerBound))
    writer.member("end", offsets.scalars(before: one.range.upperBound))
    writer.member("type", one.kind.rawValue)
    writer.member("value", one.value)
    writer.member("from", one.interval?.first.description)
    writer.member("to", one.interval?.last.description)
    writer.member("flag", one.flag?.rawValue)
  }

  /// Writes an object for each of what is found in a text.
  package static func write(_ found: [TemporalExpression], in text: String, to writer: inout JSONWriter) {
    var json = ExpressionJSON(text)
    for one in found { writer.object { json.write(one, to: &$0) } }
  }

  /// Writes an object for each of what is found in an article, part by part; `paragraph` is null for its title, and offsets
  /// count within the part.
  package static func write(
    _ found: [(paragraph: Int?, expression: TemporalExpression)], in article: Article, to writer: inout JSONWriter
  ) {
    var part: Int? = -1
    var json = ExpressionJSON("")
    for one in found {
      if one.paragraph != part {
        part = one.paragraph
        json = ExpressionJSON(part.map { article.paragraphs[$0] } ?? article.title)
      }
      writer.object { writer in
        json.write(one.expression, to: &writer)
        writer.member("paragraph", part)
      }
    }
  }
}

/// Counts Unicode scalars up to ascending UTF-8 offsets, in one pass.
private struct ScalarOffsets {
  private let utf8: [UInt8]
  private var position = 0
  private var count = 0

  init(_ text: String) { utf8 = Array(text.utf8) }

  mutating func scalars(before offset: Int) -> Int {
    while position < min(offset, utf8.count) {
      if utf8[position] & 0xC0 != 0x80 { count += 1 }
      position += 1
    }
    return count
  }
}
