import ReportArticles
import ReportDates

/// A block of a document.
///
/// ```swift
/// let note = Block(.note(.warning, [Block(.paragraph([.text("Two sources are missing.")]))]), classes: ["missing"])
/// note.classes  // → ["missing"]
/// note.direction  // → nil
/// ```
public struct Block: Sendable, Hashable {
  /// What it holds.
  public var content: Content
  /// The language of its content where it differs from the document's, BCP 47.
  public var language: String?
  /// Its direction where it differs from the document's.
  public var direction: TextDirection?
  /// HTML class names that the script adds, each `[A-Za-z][A-Za-z0-9_-]*`.
  public var classes: [String]

  /// Makes a block.
  public init(
    _ content: Content, language: String? = nil, direction: TextDirection? = nil, classes: [String] = []
  ) {
    self.content = content
    self.language = language
    self.direction = direction
    self.classes = classes
  }

  /// The kinds of block.
  public indirect enum Content: Sendable, Hashable {
    /// A part with a heading of its own; nesting gives the level of the heading.
    case section(title: [Inline], [Block])
    /// A heading that opens no section, level 2…6.
    case heading(level: Int, [Inline])
    /// A paragraph.
    case paragraph([Inline])
    /// A list; each item is a list of blocks.
    case list(ordered: Bool, items: [[Block]])
    /// A table.
    case table(Table)
    /// A chart.
    case chart(Chart)
    /// A timeline.
    case timeline(TimelineView)
    /// Chosen sentences, one item each, with their citations.
    case summary([SummaryItem])
    /// An article or a story in short.
    case card(ArticleCard)
    /// The day in brief: a line a story.
    case digest([DigestLine])
    /// A few numbers, set large.
    case figures([KeyFigure])
    /// A picture.
    case image(Picture)
    /// A quotation with who said it.
    case quote([Block], attribution: [Inline])
    /// A note beside the text.
    case note(NoteKind, [Block])
    /// Blocks side by side where there is room.
    case columns([[Block]])
    /// Blocks set larger, as a page's lead.
    case lead([Block])
    /// Blocks that belong together; for own classes.
    case group([Block])
    /// A line between parts.
    case rule
    /// A list of the document's sections.
    case contents
    /// A page break in print; nothing elsewhere.
    case pageBreak
  }

  /// Where and why a note stands.
  public enum NoteKind: String, Sendable, Hashable, CaseIterable {
    /// A short note in the text, e.g. on what sources disagree about.
    case inline
    /// In the side column where there is one.
    case aside
    /// Something missing or doubtful.
    case warning
  }
}

/// A sentence of a summary.
///
/// ```swift
/// let passage = Citation(article: "dam", paragraph: 0, start: 0, end: 15)
/// let item = SummaryItem(
///   content: [.text("The dam opened."), .citation([CitationMark(source: 1, passage: passage)])], language: "en",
///   direction: .leftToRight)
/// item.content.plainText  // → "The dam opened."
/// ```
public struct SummaryItem: Sendable, Hashable {
  /// The sentence with its citation markers.
  public var content: [Inline]
  /// Its language, BCP 47.
  public var language: String
  /// Its direction.
  public var direction: TextDirection

  /// Makes an item.
  public init(content: [Inline], language: String, direction: TextDirection) {
    self.content = content
    self.language = language
    self.direction = direction
  }
}

/// A table. Every row has as many cells as there are columns.
///
/// ```swift
/// let table = Table(
///   columns: [Table.Column(title: [.text("City")]), Table.Column(title: [.text("Articles")], alignment: .end)],
///   rows: [[[.text("Lenne")], [.number("12", value: 12)]], [[.text("Rawasi")]]])
/// table.rows.map(\.count)  // → [2, 2]
/// ```
public struct Table: Sendable, Hashable {
  /// How the cells of a column are set.
  public enum Alignment: String, Sendable, Hashable {
    /// Towards the start of a line, its middle, or its end, whatever the direction.
    case start, center, end
  }

  /// A column.
  public struct Column: Sendable, Hashable {
    /// Its header.
    public var title: [Inline]
    /// How its cells are set; numbers go to the end.
    public var alignment: Alignment

    /// Makes a column.
    public init(title: [Inline], alignment: Alignment = .start) {
      self.title = title
      self.alignment = alignment
    }
  }

  /// A cell; foreign text carries its own direction in a span.
  public typealias Cell = [Inline]

  /// What the table shows.
  public var caption: [Inline]
  /// The columns.
  public var columns: [Column]
  /// The rows.
  public var rows: [[Cell]]
  /// The last row holds totals and is set apart.
  public var hasTotals: Bool

  /// Makes a table; short rows are filled up with empty cells, long ones cut.
  public init(caption: [Inline] = [], columns: [Column], rows: [[Cell]], hasTotals: Bool = false) {
    self.caption = caption
    self.columns = columns
    self.rows = rows.map { row in
      Array(row.prefix(columns.count)) + Array(repeating: [], count: max(0, columns.count - row.count))
    }
    self.hasTotals = hasTotals
  }
}

/// A chart: series of values over the same labels.
///
/// ```swift
/// let chart = Chart(
///   kind: .bar, title: "Articles a day", labels: ["Mon", "Tue", "Wed"], series: [Chart.Series(values: [3, nil])])
/// chart.series[0].values.count  // → 3
/// chart.kind.rawValue  // → "bar"
/// ```
public struct Chart: Sendable, Hashable {
  /// The kinds of chart.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A bar for each label.
    case bar
    /// A bar for each label, divided by series.
    case stackedBar = "stacked-bar"
    /// A line over an axis; a sparkline is one without axes.
    case line, sparkline
    /// A calendar of shaded days.
    case heatmap
  }

  /// One series.
  public struct Series: Sendable, Hashable {
    /// Its name; empty when there is only one.
    public var name: String
    /// One value a label; nil where there is none.
    public var values: [Double?]

    /// Makes a series.
    public init(name: String = "", values: [Double?]) {
      self.name = name
      self.values = values
    }
  }

  /// The kind.
  public var kind: Kind
  /// The finding or the measure.
  public var title: String
  /// What stands along the axis of labels; for a heat map ISO days.
  public var labels: [String]
  /// The values.
  public var series: [Series]
  /// What the values count, e.g. “articles”.
  public var unit: String?
  /// A picture in place of the one of its kind, for a kind that the engine does not have.
  public var drawing: ChartDrawing?

  /// Makes a chart; each series gets exactly one value a label.
  public init(
    kind: Kind, title: String, labels: [String], series: [Series], unit: String? = nil, drawing: ChartDrawing? = nil
  ) {
    self.drawing = drawing
    self.kind = kind
    self.title = title
    self.labels = labels
    self.series = series.map { one in
      Series(
        name: one.name,
        values: Array(one.values.prefix(labels.count))
          + Array(repeating: nil, count: max(0, labels.count - one.values.count)))
    }
    self.unit = unit
  }
}

/// A timeline as it is to be shown.
///
/// ```swift
/// let day = CivilDate(iso: "2024-03-03")!
/// let view = TimelineView(items: [
///   TimelineView.Item(
///     dateText: "3 March 2024", value: "2024-03-03", interval: DayInterval(day, day), precision: .day,
///     content: [.text("The dam was opened.")], language: "en", direction: .leftToRight)
/// ])
/// view.items[0].isFuture  // → false
/// ```
public struct TimelineView: Sendable, Hashable {
  /// One event.
  public struct Item: Sendable, Hashable {
    /// The date in the document's language.
    public var dateText: String
    /// The TIMEX3 value.
    public var value: String
    /// The days covered.
    public var interval: DayInterval
    /// How precisely it is dated.
    public var precision: EventPrecision
    /// The sentence with its citation markers.
    public var content: [Inline]
    /// Short names of the sources.
    public var sources: [String]
    /// The language of the sentence, BCP 47.
    public var language: String
    /// Its direction.
    public var direction: TextDirection
    /// After the day of the report.
    public var isFuture: Bool
    /// A remark on a doubtful date.
    public var remark: String?

    /// Makes an item.
    public init(
      dateText: String, value: String, interval: DayInterval, precision: EventPrecision,
      content: [Inline], sources: [String] = [], language: String, direction: TextDirection, isFuture: Bool = false,
      remark: String? = nil
    ) {
      self.dateText = dateText
      self.value = value
      self.interval = interval
      self.precision = precision
      self.content = content
      self.sources = sources
      self.language = language
      self.direction = direction
      self.isFuture = isFuture
      self.remark = remark
    }
  }

  /// The events, earliest first.
  public var items: [Item]
  /// Sentences whose date is not known; empty when they are not to be shown.
  public var undated: [SummaryItem]

  /// Makes a timeline.
  public init(items: [Item], undated: [SummaryItem] = []) {
    self.items = items
    self.undated = undated
  }
}

/// An article in short.
///
/// ```swift
/// let card = ArticleCard(
///   kicker: "City", title: "Dam opens", sources: ["River Post"], dateText: "23 January 2025",
///   dateValue: "2025-01-23", language: "en", direction: .leftToRight)
/// Block(.card(card)).language  // → nil
/// card.sources  // → ["River Post"]
/// ```
public struct ArticleCard: Sendable, Hashable {
  /// The section.
  public var kicker: String?
  /// The headline.
  public var title: String
  /// Where it links to.
  public var url: String?
  /// Publisher or publishers.
  public var sources: [String]
  /// The date in the document's language.
  public var dateText: String?
  /// ISO 8601 of that date.
  public var dateValue: String?
  /// A doubt about the date, in words.
  public var remark: String?
  /// One to three sentences with their citations.
  public var summary: [SummaryItem]
  /// The language of headline and kicker, BCP 47.
  public var language: String
  /// Their direction.
  public var direction: TextDirection
  /// A name that a `DigestLine` leads to.
  public var anchor: String?
  /// The picture that goes with it.
  public var picture: Picture?
  /// Other articles on the same.
  public var related: [Related]

  /// Makes a card.
  public init(
    kicker: String? = nil, title: String, url: String? = nil, sources: [String] = [], dateText: String? = nil,
    dateValue: String? = nil, remark: String? = nil, summary: [SummaryItem] = [], language: String,
    direction: TextDirection, anchor: String? = nil, picture: Picture? = nil, related: [Related] = []
  ) {
    self.anchor = anchor
    self.picture = picture
    self.related = related
    self.kicker = kicker
    self.title = title
    self.url = url
    self.sources = sources
    self.dateText = dateText
    self.dateValue = dateValue
    self.remark = remark
    self.summary = summary
    self.language = language
    self.direction = direction
  }
}
