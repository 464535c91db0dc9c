import ReportArticles

/// A piece of running text.
///
/// ```swift
/// let text: [Inline] = [.text("See "), .link([.emphasis([.text("the page")])], url: "https://post.example.org/")]
/// text.plainText  // → "See the page"
/// Inline.number("1,200", value: 1200).plainText  // → "1,200"
/// ```
public indirect enum Inline: Sendable, Hashable {
  /// Text as it is, never markup.
  case text(String)
  /// Of weight.
  case strong([Inline])
  /// Stressed.
  case emphasis([Inline])
  /// A link; renderers drop the address (and keep the text) unless it is http, https or mailto.
  case link([Inline], url: String)
  /// Something to be read letter by letter.
  case code(String)
  /// A date as the reader sees it, with its ISO 8601 value for machines.
  case date(String, value: String)
  /// A number as the reader sees it, with its value.
  case number(String, value: Double)
  /// Text in another language or direction than what is around it.
  case span([Inline], language: String?, direction: TextDirection?)
  /// Numbers of sources (from 1), with the passages cited.
  case citation([CitationMark])
  /// A new line inside of a paragraph.
  case lineBreak
}

/// One citation marker.
public struct CitationMark: Sendable, Hashable {
  /// Number of the source, from 1 into `Document.sources`.
  public var source: Int
  /// The passage.
  public var passage: Citation

  /// Makes a marker.
  public init(source: Int, passage: Citation) {
    self.source = source
    self.passage = passage
  }
}

extension Inline {
  /// The words alone, without citations.
  public var plainText: String {
    switch self {
    case .text(let text), .code(let text), .date(let text, _), .number(let text, _): return text
    case .strong(let inner), .emphasis(let inner), .link(let inner, _), .span(let inner, _, _): return inner.plainText
    case .citation: return ""
    case .lineBreak: return "\n"
    }
  }
}

extension [Inline] {
  /// The words alone, without citations.
  public var plainText: String { map(\.plainText).joined() }
}
