import ReportDocument

/// Counts the words that a reader reads: what is folded, and what charts and pictures say, is left out.
enum BlockWords {
  static func count(_ block: Block) -> Int {
    switch block.content {
    case .section(let title, let inner): return count(title) + count(inner)
    case .heading(_, let text), .paragraph(let text): return count(text)
    case .list(_, let items), .columns(let items): return items.reduce(0) { $0 + count($1) }
    case .table(let table): return table.rows.reduce(0) { $0 + $1.reduce(0) { $0 + count($1) } }
    case .timeline(let view): return view.items.reduce(0) { $0 + count($1.content) + 2 } + count(view.undated)
    case .summary(let items): return count(items)
    case .card(let card): return words(card.title) + count(card.summary)
    case .digest(let lines): return lines.reduce(0) { $0 + count($1.content) }
    case .figures(let figures): return figures.reduce(0) { $0 + 1 + count($1.label) }
    case .quote(let inner, let attribution): return count(inner) + count(attribution)
    case .note(_, let inner), .lead(let inner), .group(let inner): return count(inner)
    case .chart, .image, .rule, .contents, .pageBreak: return 0
    }
  }

  private static func count(_ blocks: [Block]) -> Int { blocks.reduce(0) { $0 + count($1) } }
  private static func count(_ items: [SummaryItem]) -> Int { items.reduce(0) { $0 + count($1.content) } }
  private static func count(_ text: [Inline]) -> Int { words(text.plainText) }

  private static func words(_ text: String) -> Int {
    text.utf8.split { $0 == 0x20 || $0 == 0x0A }.count
  }
}
