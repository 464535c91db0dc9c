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

  /// Makes a citation from a range of UTF-8 offsets in `text`; costs time linear in `utf8Range.upperBound`.
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
