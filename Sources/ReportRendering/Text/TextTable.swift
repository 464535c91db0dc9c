import ReportArticles
import ReportDocument

/// Sets tables in columns, or as a list of fields where there is no room for columns.
struct TextTable {
  let page: TextPage
  let vocabulary: Vocabulary
  let glyphs: TextGlyphs
  let indent: String
  let context: RenderContext
  private let gap = 2

  init(page: TextPage, vocabulary: Vocabulary, glyphs: TextGlyphs, indent: String, context: RenderContext) {
    self.page = page
    self.vocabulary = vocabulary
    self.glyphs = glyphs
    self.indent = indent
    self.context = context
  }

  func write(caption: String, _ table: Table, _ inline: ([Inline]) -> String) {
    guard !table.columns.isEmpty else { return }
    if !caption.isEmpty { page.paragraph(caption, first: indent, rest: indent, context.direction) }
    let head = table.columns.map { TextPage.clean(inline($0.title)) }
    let rows = table.rows.map { row in
      table.columns.indices.map { index in
        let cell = index < row.count ? TextPage.clean(inline(row[index])) : ""
        return String(String.UnicodeScalarView(cell.unicodeScalars.map { $0 == "\n" ? " " : $0 }))
      }
    }
    let available = page.options.width - page.wrapper.width(indent) - gap * (table.columns.count - 1)
    guard let widths = widths(head, rows, available) else { return list(head, rows, table.hasTotals) }
    let alignments = table.columns.map(\.alignment)
    if head.contains(where: { !$0.isEmpty }) {
      row(head, widths, alignments)
      rule(widths)
    }
    for (index, cells) in rows.enumerated() {
      if table.hasTotals, index == rows.count - 1, index > 0 { rule(widths) }
      row(cells, widths, alignments)
    }
  }

  private func rule(_ widths: [Int]) {
    let parts = widths.map { String(repeating: glyphs.single, count: $0) }
    page.line(indent + parts.joined(separator: String(repeating: " ", count: gap)), context.direction)
  }

  /// Widths that fit: as wide as the contents where there is room, else shares of what is left, never under the longest
  /// word (at most 12 columns of it); nil when even that does not fit.
  private func widths(_ head: [String], _ rows: [[String]], _ available: Int) -> [Int]? {
    var natural = head.map(page.wrapper.width)
    var least = head.map { min(12, page.wrapper.longestWord($0)) }
    for row in rows {
      for (index, cell) in row.enumerated() {
        natural[index] = max(natural[index], page.wrapper.width(cell))
        if least[index] < 12 { least[index] = max(least[index], min(12, page.wrapper.longestWord(cell))) }
      }
    }
    natural = natural.map { max(1, $0) }
    if natural.reduce(0, +) <= available { return natural }
    guard least.reduce(0, +) <= available else { return nil }
    // Narrow columns keep their width; the wide ones share the rest evenly.
    var widths = natural
    var isFixed = [Bool](repeating: false, count: natural.count)
    while true {
      let open = widths.indices.filter { !isFixed[$0] }
      guard !open.isEmpty else { break }
      let left = available - widths.indices.filter { isFixed[$0] }.map { widths[$0] }.reduce(0, +)
      let share = left / open.count
      let narrow = open.filter { natural[$0] <= share }
      if narrow.isEmpty {
        for (place, index) in open.enumerated() { widths[index] = share + (place < left - share * open.count ? 1 : 0) }
        break
      }
      for index in narrow {
        widths[index] = natural[index]
        isFixed[index] = true
      }
    }
    return zip(widths, least).allSatisfy { $0 >= $1 }
      ? widths : least.reduce(0, +) <= available ? fitted(least, natural, available) : nil
  }

  /// From the least widths up, the spare columns go to the widest contents first.
  private func fitted(_ least: [Int], _ natural: [Int], _ available: Int) -> [Int] {
    var widths = least
    var spare = available - least.reduce(0, +)
    while spare > 0 {
      guard let index = widths.indices.max(by: { natural[$0] - widths[$0] < natural[$1] - widths[$1] }),
        natural[index] > widths[index]
      else { break }
      widths[index] += 1
      spare -= 1
    }
    return widths
  }

  private func row(_ cells: [String], _ widths: [Int], _ alignments: [Table.Alignment]) {
    let columns = zip(cells, widths).map { page.wrapper.lines($0, width: $1, keepsAddresses: false) }
    for line in 0..<(columns.map(\.count).max() ?? 0) {
      let parts = columns.indices.map { index in
        let text = line < columns[index].count ? columns[index][line] : ""
        let shown = page.padded(text, widths[index], alignments[index])
        return isolate(text, shown)
      }
      page.line(indent + parts.joined(separator: String(repeating: " ", count: gap)), context.direction)
    }
  }

  /// A cell with a mark of the table's direction behind it, so that what stands in neighbouring cells is not drawn
  /// together (UAX #9: the mark is strong and not seen).
  private func isolate(_ text: String, _ shown: String) -> String {
    guard !page.options.plain, page.options.bidi == .logical else { return shown }
    let isForeign = DirectionalRuns.direction(of: text, base: context.direction).map { $0 != context.direction } ?? true
    guard isForeign, !text.isEmpty, context.direction == .rightToLeft || text.utf8.contains(where: { $0 >= 0xD6 })
    else {
      return shown
    }
    return shown + (context.direction == .rightToLeft ? "\u{200F}" : "\u{200E}")
  }

  private func list(_ head: [String], _ rows: [[String]], _ hasTotals: Bool) {
    for (index, cells) in rows.enumerated() {
      if index > 0 { page.blank() }
      for (name, cell) in zip(head, cells) where !cell.isEmpty {
        let first = name.isEmpty ? "" : name + ": "
        page.paragraph(first + cell, first: indent, rest: indent + "  ", context.direction)
      }
    }
  }
}
