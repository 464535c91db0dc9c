import ReportArticles
import ReportDocument

/// The sections of a document in reading order, numbered from 1, and what stands beside the text.
struct DocumentOutline {
  struct Entry {
    let number: Int
    /// 1 for a section of the document itself.
    let depth: Int
    let title: [Inline]
    let language: String?
    let direction: TextDirection?
  }

  private(set) var sections: [Entry] = []
  /// Notes for the side column, in reading order.
  private(set) var asides: [Block] = []
  /// The stories that a line of the day in brief leads to, and those that there are.
  private(set) var wantedAnchors: Set<String> = []
  private(set) var anchors: Set<String> = []

  /// Whether there is a picture with bytes, and one with an address.
  private(set) var hasPictures = (bytes: false, addresses: false)

  init(_ document: Document) { collect(document.blocks, depth: 1) }

  private mutating func note(_ picture: Picture) {
    if !picture.data.isEmpty { hasPictures.bytes = true }
    if picture.url != nil { hasPictures.addresses = true }
  }

  private mutating func collect(_ blocks: [Block], depth: Int) {
    for block in blocks {
      switch block.content {
      case .section(let title, let inner):
        sections.append(
          Entry(
            number: sections.count + 1, depth: depth, title: title, language: block.language, direction: block.direction
          ))
        collect(inner, depth: depth + 1)
      case .note(.aside, _): asides.append(block)
      case .note(_, let inner), .lead(let inner), .group(let inner), .quote(let inner, _): collect(inner, depth: depth)
      case .columns(let columns): for column in columns { collect(column, depth: depth) }
      case .list(_, let items): for item in items { collect(item, depth: depth) }
      case .card(let card):
        if let anchor = card.anchor { anchors.insert(anchor) }
        if let picture = card.picture { note(picture) }
      case .image(let picture): note(picture)
      case .digest(let lines): wantedAnchors.formUnion(lines.compactMap(\.anchor))
      case .heading, .paragraph, .table, .chart, .timeline, .summary, .figures, .rule, .contents, .pageBreak: break
      }
    }
  }
}

/// Language and direction of what is being rendered, and the level of the heading above it.
struct RenderContext {
  var language: String
  var direction: TextDirection
  /// The level of the enclosing heading; 1 is the report's title.
  var level = 1
  /// Inside of the page's lead.
  var isLead = false

  /// The context with another language and direction.
  func with(_ language: String, _ direction: TextDirection) -> RenderContext {
    RenderContext(language: language, direction: direction, level: level, isLead: isLead)
  }

  /// The context of a block: what it says of itself, else what its text shows.
  func of(_ block: Block, text: [Inline]) -> RenderContext {
    if block.language != nil || block.direction != nil {
      let language = block.language ?? self.language
      return with(
        language, block.direction ?? (block.language == nil ? direction : TextDirection.of(language: language)))
    }
    return of(text)
  }

  /// The context of running text that does not say what it is.
  func of(_ text: [Inline]) -> RenderContext {
    var tally = DirectionalRuns.Tally()
    tally.add(text)
    guard let found = tally.direction(base: direction), found != direction else { return self }
    return with(Self.language(of: text, direction: found), found)
  }

  /// The language of text that runs against the document; `und` when it cannot be told.
  private static func language(of text: [Inline], direction: TextDirection) -> String {
    let detected = LanguageDetector.detect(text.plainText)
    return detected.direction == direction ? detected.language : "und"
  }
}
