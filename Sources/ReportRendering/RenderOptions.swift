import ReportDocument

/// How a report is to be rendered. Each format takes what concerns it.
///
/// ```swift
/// RenderOptions(width: 20).width  // → 40
/// RenderOptions().theme.name  // → "newspaper"
/// ```
public struct RenderOptions: Sendable, Hashable {
  /// How right-to-left text is put on lines of plain text.
  public enum BidiMode: String, Sendable, Hashable, CaseIterable {
    /// In reading order, with isolates around foreign runs; the terminal or mail program puts it in place.
    case logical
    /// In the order of the screen, right-to-left lines at the right edge, for terminals that do not reorder.
    case visual
  }

  /// The paper that a page is printed on.
  public enum Paper: String, Sendable, Hashable, CaseIterable {
    /// 210 × 297 mm (ISO 216), and 8.5 × 11 inches.
    case a4, letter
  }

  /// The theme of HTML and mail.
  public var theme: Theme
  /// Columns of plain text, 40…1000; values outside are brought inside.
  public var width: Int {
    didSet { width = min(max(width, 40), 1000) }
  }
  /// How citations are shown; nil as the document says, or short when it does not.
  public var citations: CitationStyle?
  /// How right-to-left text is put on lines of plain text.
  public var bidi: BidiMode
  /// Plain text only: rules, spines and bullets in ASCII, without isolates. Letters of the content stay as they are.
  public var plain: Bool
  /// How pictures are shown; nil as the document says, or embedded when it does not.
  public var pictures: PictureStyle?
  /// The paper for which HTML and PDF are laid out in print.
  public var paper: Paper

  /// Makes options; the defaults are what `reportgen render` uses.
  public init(
    theme: Theme = .newspaper, width: Int = 80, citations: CitationStyle? = nil, bidi: BidiMode = .logical,
    plain: Bool = false, paper: Paper = .a4, pictures: PictureStyle? = nil
  ) {
    self.pictures = pictures
    self.theme = theme
    self.width = min(max(width, 40), 1000)
    self.citations = citations
    self.bidi = bidi
    self.plain = plain
    self.paper = paper
  }

  /// How the citations of `document` are shown.
  func citations(of document: Document) -> CitationStyle { citations ?? document.citations ?? .short }

  /// How the pictures of `document` are shown.
  func pictures(of document: Document) -> PictureStyle { pictures ?? document.pictures ?? .embedded }
}
