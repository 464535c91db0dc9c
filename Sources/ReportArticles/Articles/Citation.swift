/// The place in an article that a sentence, an event or a number in a report comes from.
public struct Citation: Sendable, Hashable {
  /// `Article.id`.
  public var article: String
  /// Index into `Article.paragraphs`; nil for the title.
  public var paragraph: Int?
  /// The first character of the passage, in Unicode scalars from the start of the paragraph.
  public var start: Int
  /// The end of the passage (exclusive), in Unicode scalars.
  public var end: Int

  /// Makes a citation from offsets in Unicode scalars.
  public init(article: String, paragraph: Int?, start: Int, end: Int) {
    self.article = article
    self.paragraph = paragraph
    self.start = start
    self.end = end
  }

  /// Makes a citation from a range of UTF-8 offsets in `text`; costs time linear in `utf8Range.upperBound`. For many
  /// citations of one text there is `CitationMaker` inside of the package.
  public init(article: String, paragraph: Int?, utf8Range: Range<Int>, in text: String) {
    var start = 0
    var end = 0
    var offset = 0
    for byte in text.utf8 {
      if offset >= utf8Range.upperBound { break }
      if byte & 0xC0 != 0x80 {
        if offset < utf8Range.lowerBound { start += 1 }
        end += 1
      }
      offset += 1
    }
    self.init(article: article, paragraph: paragraph, start: start, end: end)
  }
}

/// Makes citations of many passages in long paragraphs: the scalars of a paragraph are counted once. For one thread, and
/// for as long as its articles stay the same.
package final class CitationMaker {
  private struct Place: Hashable {
    var article: Int
    var paragraph: Int
  }

  private var known: [Place: ScalarOffsets] = [:]
  /// The paragraph that was asked for last.
  private var last: (place: Place, offsets: ScalarOffsets)?
  /// In shorter texts counting costs nothing.
  private static let short = 2048

  package init() {}

  /// A citation of a range of UTF-8 offsets in a paragraph of an article, which has a number among those at hand.
  package func citation(_ article: Article, number: Int, paragraph: Int, utf8Range range: Range<Int>) -> Citation {
    let text = article.paragraphs[paragraph]
    if text.utf8.count < Self.short {
      return Citation(article: article.id, paragraph: paragraph, utf8Range: range, in: text)
    }
    let place = Place(article: number, paragraph: paragraph)
    if last?.place != place {
      let offsets = known[place] ?? ScalarOffsets(text)
      known[place] = offsets
      last = (place, offsets)
    }
    return Citation(
      article: article.id, paragraph: paragraph, start: last?.offsets.scalars(before: range.lowerBound) ?? 0,
      end: last?.offsets.scalars(before: range.upperBound) ?? 0)
  }
}

/// Where the Unicode scalars of a text are, by its UTF-8 offsets; answers in constant time.
package struct ScalarOffsets: Sendable {
  private let bytes: ContiguousArray<UInt8>
  /// The number of scalars that begin before each block of bytes.
  private let counts: ContiguousArray<Int>
  private static let block = 512

  /// Counts the scalars of a text, once.
  package init(_ text: String) {
    let bytes = ContiguousArray(text.utf8)
    var counts: ContiguousArray<Int> = [0]
    var count = 0
    for start in stride(from: 0, to: bytes.count, by: Self.block) {
      for byte in bytes[start..<min(start + Self.block, bytes.count)] where byte & 0xC0 != 0x80 { count += 1 }
      counts.append(count)
    }
    (self.bytes, self.counts) = (bytes, counts)
  }

  /// The number of scalars that begin before an offset.
  package func scalars(before offset: Int) -> Int {
    let offset = min(max(offset, 0), bytes.count)
    var count = counts[offset / Self.block]
    for byte in bytes[(offset / Self.block * Self.block)..<offset] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
