import ReportArticles
import ReportDates

/// What is found in an article once, when it is added: its sentences and the dates in its text.
struct Derivation: Sendable {
  var sentences: [[Range<Int>]]
  /// Expressions in `Article.text`, resolved against the article's own day.
  var dates: [TemporalExpression]

  /// Changes with every version of the algorithms: what was found by another is found again.
  static let version: Int = {
    var hash: UInt32 = 2_166_136_261
    for byte in "\(EngineVersion.current)/4".utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    return Int(hash)
  }()
}

/// Finds what is kept with articles; one for each thread.
struct Deriver {
  private var analyzers: [String: TextAnalyzer] = [:]
  private let tagger = RuleTagger()

  mutating func derive(_ article: Article) -> Derivation {
    let analyzer = analyzers[article.language] ?? TextAnalyzer(language: article.language)
    analyzers[article.language] = analyzer
    return Derivation(
      sentences: article.paragraphs.map { analyzer.sentences(in: $0) },
      dates: tagger.expressions(in: article.text, language: article.language, reference: DateReference(of: article)))
  }
}

/// A derivation as bytes.
enum DerivedCoding {
  private static let kinds: [TemporalExpression.Kind] = [.date, .time, .duration, .set]
  private static let resolutions: [TemporalExpression.Resolution] = [.explicit, .reference, .narrative, .unresolved]
  private static let confidences: [TemporalExpression.Confidence] = [.high, .medium, .low]
  private static let flags: [TemporalExpression.Flag] = [
    .weekdayMismatch, .referenceDoubtful, .calendarMismatch, .uncertainDirection,
  ]

  static func bytes(_ derivation: Derivation) -> [UInt8] {
    var writer = ByteWriter()
    writer.reserve(512)
    writer.list(derivation.sentences) { writer, ranges in
      writer.count(ranges.count)
      var end = 0
      for range in ranges {
        writer.count(range.lowerBound - end)
        writer.count(range.count)
        end = range.upperBound
      }
    }
    var end = 0
    writer.list(derivation.dates) { writer, date in
      writer.signed(date.range.lowerBound - end)
      writer.count(date.range.count)
      end = date.range.upperBound
      writer.byte(
        index(date.kind, kinds) | index(date.resolution, resolutions) << 2 | index(date.confidence, confidences) << 4)
      writer.byte(date.flag.map { index($0, flags) + 1 } ?? 0)
      writer.text(date.value)
      if let interval = date.interval {
        writer.byte(1)
        writer.signed(interval.first.dayNumber)
        writer.count(interval.days)
      } else {
        writer.byte(0)
      }
    }
    return writer.bytes
  }

  private static func index<T: Equatable>(_ value: T, _ all: [T]) -> UInt8 { UInt8(all.firstIndex(of: value) ?? 0) }

  /// The sentences alone.
  static func sentences(_ bytes: UnsafeRawBufferPointer) throws -> [[Range<Int>]] {
    var reader = ByteReader(bytes)
    return try sentences(&reader)
  }

  private static func sentences(_ reader: inout ByteReader) throws -> [[Range<Int>]] {
    try reader.list { reader in
      var ranges: [Range<Int>] = []
      var end = 0
      for _ in 0..<(try reader.count()) {
        let start = end.addingClamped(Int(try reader.unsigned() & 0xFFFF_FFFF))
        end = start.addingClamped(Int(try reader.unsigned() & 0xFFFF_FFFF))
        ranges.append(start..<end)
      }
      return ranges
    }
  }

  /// Everything; `text` is the text that the dates stand in.
  static func derivation(_ bytes: UnsafeRawBufferPointer, text: String) throws -> Derivation {
    var reader = ByteReader(bytes)
    let sentences = try sentences(&reader)
    let utf8 = Array(text.utf8)
    var end = 0
    let dates = try reader.list { reader in
      let start = end.addingClamped(try reader.signed())
      end = start.addingClamped(Int(try reader.unsigned() & 0xFFFF_FFFF))
      guard start >= 0, end <= utf8.count else { throw ByteReader.Damaged() }
      let bits = try reader.byte()
      let flag = Int(try reader.byte())
      let value = try reader.text()
      var interval: DayInterval?
      if try reader.byte() == 1 {
        let first = CivilDate(dayNumber: try reader.signed())
        interval = DayInterval(first, first.adding(days: Int(try reader.unsigned() & 0xFFFF_FFFF) - 1))
      }
      guard flag <= flags.count, confidences.indices.contains(Int(bits >> 4)) else { throw ByteReader.Damaged() }
      return TemporalExpression(
        range: start..<end, text: String(decoding: utf8[start..<end], as: UTF8.self), kind: kinds[Int(bits & 3)],
        value: value, interval: interval, resolution: resolutions[Int(bits >> 2 & 3)],
        confidence: confidences[Int(bits >> 4)], flag: flag == 0 ? nil : flags[flag - 1])
    }
    return Derivation(sentences: sentences, dates: dates)
  }
}
