import ReportArticles

/// A picture of a document: the bytes of a file as they were found, and what goes with it. Renderers make a small copy of it
/// without metadata; they never write these bytes themselves.
///
/// ```swift
/// let picture = Picture(width: 1200, height: 800, alt: "The plant at dusk", credit: "Harbour Post", language: "en")
/// picture.direction  // → leftToRight
/// picture.data.isEmpty  // → true
/// ```
public struct Picture: Sendable, Hashable {
  /// A JPEG, PNG or WebP file; empty when only the address is known.
  public var data: [UInt8]
  /// Its size in pixels; 0 when it is not known.
  public var width, height: Int
  /// Where it is on the web. Pages ask for it only when they are rendered with linked pictures.
  public var url: String?
  /// What is to be seen, for those who do not see it; empty when nobody says.
  public var alt: String
  /// What stands beneath it.
  public var caption: String?
  /// Whose picture it is.
  public var credit: String?
  /// The language of its words, BCP 47.
  public var language: String
  /// Their direction.
  public var direction: TextDirection

  /// Makes a picture.
  public init(
    data: [UInt8] = [], width: Int = 0, height: Int = 0, url: String? = nil, alt: String = "", caption: String? = nil,
    credit: String? = nil, language: String, direction: TextDirection? = nil
  ) {
    self.data = data
    (self.width, self.height) = (width, height)
    self.url = url
    self.alt = alt
    self.caption = caption
    self.credit = credit
    self.language = language
    self.direction = direction ?? .of(language: language)
  }
}

/// How the pictures of a document are shown.
public enum PictureStyle: String, Sendable, Hashable, CaseIterable {
  /// Copied into the output, small.
  case embedded
  /// Asked for at their addresses when the page is read, which tells their publishers of the reader.
  case linked
  /// Not at all.
  case omitted = "none"
}
