import ReportDocument

/// Renders the tables of a document as comma-separated values (RFC 4180), for spreadsheets: tables, the data of charts and
/// timelines, in order, an empty line between two. Every line has as many fields as the widest (RFC 4180, 2.4); the rest
/// of the report is left out.
///
/// Numbers and dates stand as machines read them, `1234.5` and ISO 8601, spans of days as intervals. Text that a spreadsheet would take for a formula gets
/// an apostrophe in front. A byte order mark says that this is UTF-8, which Excel does not believe otherwise.
///
/// ```swift
/// let table = Table(
///   columns: [Table.Column(title: [.text("City")]), Table.Column(title: [.text("Articles")])],
///   rows: [[[.text("Lenne, old town")], [.number("1,200", value: 1200)]]])
/// let document = Document(language: "en", direction: .leftToRight, blocks: [Block(.table(table))])
/// try CSVRenderer().string(document).split(separator: "\r\n")[1]  // → "Lenne, old town",1200
/// ```
public struct CSVRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      var writer = CSVWriter(vocabulary: document.vocabulary, out: out)
      out.append("\u{FEFF}")
      writer.width = CSVWriter.width(of: document.blocks)
      writer.write(document.blocks)
    }
  }
}

/// The only place where text becomes a cell.
enum CSVCell {
  /// A cell of text of any origin.
  static func text(_ text: String) -> String {
    var cell = OutputText.line(text)
    // What Excel, LibreOffice and Google Sheets compute, full-width forms included.
    if let first = cell.unicodeScalars.first(where: {
      !$0.properties.isWhitespace && $0.value != 0x2066 && $0.value != 0x2067 && $0.value != 0x2068
    }),
      "=+-@|%＝＋－＠".unicodeScalars.contains(first)
    {
      cell = "'" + cell
    }
    return quoted(cell)
  }

  /// A number as machines read it: whole ones without a point.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "" }
    if value.rounded() == value, value.magnitude < 1e15 { return "\(Int(value))" }
    return "\(value)"
  }

  /// The content of a table's cell: a lone number or date by its value.
  static func inlines(_ inlines: [Inline]) -> String {
    let parts = inlines.filter { if case .citation = $0 { return false } else { return true } }
    if parts.count == 1 {
      switch parts[0] {
      case .number(_, let value): return number(value)
      case .date(_, let value): return text(value)
      case .span(let inner, _, _), .strong(let inner), .emphasis(let inner): return self.inlines(inner)
      default: break
      }
    }
    return text(parts.plainText)
  }

  private static func quoted(_ cell: String) -> String {
    guard cell.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x3B }) || cell.first == " " || cell.last == " "
    else { return cell }
    return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}

private struct CSVWriter {
  let vocabulary: Vocabulary
  let out: OutputBuffer
  /// Fields of every line.
  var width = 0
  private var isFirst = true

  init(vocabulary: Vocabulary, out: OutputBuffer) {
    self.vocabulary = vocabulary
    self.out = out
  }

  /// Fields of the widest table, chart or timeline.
  static func width(of blocks: [Block]) -> Int {
    blocks.reduce(0) { widest, block in
      switch block.content {
      case .table(let table): return max(widest, table.columns.count)
      case .chart(let chart): return chart.labels.isEmpty ? widest : max(widest, chart.series.count + 1)
      case .timeline(let timeline): return timeline.items.isEmpty ? widest : max(widest, 3)
      default: return children(of: block).reduce(widest) { max($0, width(of: $1)) }
      }
    }
  }

  private static func children(of block: Block) -> [[Block]] {
    switch block.content {
    case .section(_, let inner), .quote(let inner, _), .note(_, let inner), .lead(let inner), .group(let inner):
      return [inner]
    case .list(_, let lists), .columns(let lists): return lists
    default: return []
    }
  }

  mutating func write(_ blocks: [Block]) {
    for block in blocks {
      switch block.content {
      case .table(let table): write(table)
      case .chart(let chart): write(chart)
      case .timeline(let timeline): write(timeline)
      default: for inner in Self.children(of: block) { write(inner) }
      }
    }
  }

  private mutating func begin() {
    if !isFirst { out.append("\r\n") }
    isFirst = false
  }

  private func row(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { out.append(",") }
      out.append(cell)
    }
    for _ in cells.count..<max(width, cells.count) { out.append(",") }
    out.append("\r\n")
  }

  private mutating func write(_ table: Table) {
    guard !table.columns.isEmpty else { return }
    begin()
    row(table.columns.map { CSVCell.text($0.title.plainText) })
    for cells in table.rows { row(cells.map(CSVCell.inlines)) }
  }

  private mutating func write(_ chart: Chart) {
    guard !chart.labels.isEmpty else { return }
    begin()
    row(
      [CSVCell.text(chart.title)]
        + chart.series.map { CSVCell.text($0.name.isEmpty ? chart.unit ?? vocabulary.word(.value) : $0.name) })
    for (index, label) in chart.labels.enumerated() {
      row([CSVCell.text(label)] + chart.series.map { $0.values[index].map(CSVCell.number) ?? "" })
    }
  }

  private mutating func write(_ timeline: TimelineView) {
    guard !timeline.items.isEmpty else { return }
    begin()
    row([vocabulary.word(.fieldDate), vocabulary.word(.timeline), vocabulary.word(.sources)].map(CSVCell.text))
    for item in timeline.items {
      let (first, last) = (item.interval.first, item.interval.last)
      let days = first == last ? first.description : "\(first)/\(last)"
      let cells = [days, item.content.plainText, item.sources.joined(separator: "; ")]
      row(cells.map(CSVCell.text))
    }
  }
}
