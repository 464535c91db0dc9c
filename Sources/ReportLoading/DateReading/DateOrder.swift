import Glibc
import ReportArticles

/// Whether 03/04/2024 is the third of April or the fourth of March.
enum DateOrder {
  /// By language and country, as CLDR writes short dates: true for the day first, nil where both are usual.
  static func dayFirst(language: String?) -> Bool? {
    guard let parts = language.flatMap(LanguageTag.normalize)?.split(separator: "-"), let first = parts.first else {
      return nil
    }
    switch (first, parts.last) {
    case ("en", "US"), ("en", "PH"), ("es", "PA"), ("es", "PR"): return false
    case ("en", "en"), ("en", "CA"): return nil
    default: return true
    }
  }

  /// By the other dates at the start of a source: fields that begin with 25/03/2025 or 03/25/2025. nil when there are
  /// none, or some of either kind.
  static func dayFirst(shownIn head: [UInt8]) -> Bool? { head.withUnsafeBufferPointer { dayFirst(shownIn: $0) } }

  private static func dayFirst(shownIn head: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard let base = UnsafeRawPointer(head.baseAddress) else { return nil }
    var (days, months) = (0, 0)
    var place = 0
    while place + 8 < head.count {
      guard let found = memchr(base + place, 0x2F, head.count - place) else { break }
      let slash = base.distance(to: UnsafeRawPointer(found))
      place = slash + 1
      var start = slash
      while start > 0, slash - start < 3, isDigit(head[start - 1]) { start -= 1 }
      var end = slash + 1
      while end < head.count, end - slash < 4, isDigit(head[end]) { end += 1 }
      guard (1...2).contains(slash - start), (2...3).contains(end - slash), end + 4 < head.count,
        head[end] == UInt8(ascii: "/"), head[(end + 1)...(end + 4)].allSatisfy(isDigit),
        end + 5 >= head.count || !isDigit(head[end + 5]),
        start == 0 || ">\",;\t\n: ".utf8.contains(head[start - 1])
      else { continue }
      place = end + 1
      let first = value(head[start..<slash])
      let second = value(head[(slash + 1)..<end])
      if (13...31).contains(first), (1...12).contains(second) { days += 1 }
      if (13...31).contains(second), (1...12).contains(first) { months += 1 }
    }
    return days > 0 && months == 0 ? true : months > 0 && days == 0 ? false : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func value(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
    digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }
}

extension ArticleDraft {
  /// The date in one of the source's fields. What cannot be read is said; of what may be read in two ways the draft keeps
  /// the earlier and the later day as the bounds of its publication.
  mutating func date(
    from text: String, _ name: String, evidence: DateEvidence, dayFirst: Bool? = nil, line: Int? = nil
  ) -> ArticleDate? {
    switch MachineDate.read(text, evidence: evidence, dayFirst: dayFirst) {
    case .date(let date): return date
    case .unreadable:
      warn(.dateUnreadable, "\(name) “\(text.prefix(60))” is not a date that can be read", line: line)
    case .ambiguous(let early, let late):
      warn(
        .dateAmbiguous,
        "\(name) “\(text.prefix(60))” may be \(early) or \(late): nothing tells whether the day or the "
          + "month comes first", line: line)
      if name == "published", article.dateBounds == nil {
        article.dateBounds = DateBounds(notBefore: PartialDate(early), notAfter: PartialDate(late))
      }
    }
    return nil
  }
}
