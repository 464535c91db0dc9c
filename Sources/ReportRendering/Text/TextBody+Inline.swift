import ReportArticles
import ReportDocument

extension TextBody {
  /// Inlines as one string; links name their address in angle brackets unless the text is the address. One of more than
  /// `longest` characters stands at the end of the report, under a number.
  func inline(_ list: [Inline], longest: Int = LinkNotes.longest) -> String {
    var result = ""
    for inline in list { add(inline, longest, to: &result) }
    return result
  }

  private func add(_ inline: Inline, _ longest: Int, to result: inout String) {
    switch inline {
    case .text(let text), .code(let text), .date(let text, _), .number(let text, _): result += OutputText.line(text)
    case .strong(let inner), .emphasis(let inner), .span(let inner, _, _):
      for one in inner { add(one, longest, to: &result) }
    case .link(let inner, let url):
      let before = result.utf8.count
      for one in inner { add(one, longest, to: &result) }
      guard let address = SafeLink.address(url) else { return }
      let text = result.utf8.dropFirst(before)
      if text.elementsEqual(address.utf8) { return }
      result += address.utf8.count > longest ? "\u{A0}<\(notes.number(of: address))>" : " <\(address)>"
    case .citation(let marks):
      guard options.citations(of: document) != .omitted else { return }
      var seen: [Int] = []
      for mark in marks where mark.source >= 1 && mark.source <= document.sources.count && !seen.contains(mark.source) {
        seen.append(mark.source)
      }
      guard !seen.isEmpty else { return }
      seen.sort()
      // The marker stays on the line of the word before it.
      result += "\u{A0}[" + seen.map(String.init).joined(separator: ",") + "]"
    case .lineBreak: result += "\n"
    }
  }
}

/// Addresses that are too long to be read in the middle of a sentence, numbered from 1 in the order of their first use.
final class LinkNotes {
  /// Characters of an address that may stand in the text.
  static let longest = 60
  /// The same in a cell of a table, whose columns may be as narrow.
  static let longestInCell = 12
  private(set) var addresses: [String] = []
  private var numbers: [String: Int] = [:]

  func number(of address: String) -> Int {
    if let known = numbers[address] { return known }
    addresses.append(address)
    numbers[address] = addresses.count
    return addresses.count
  }
}

/// The passages that a document cites, by source, in reading order.
struct CitedPassages {
  private(set) var bySource: [[Citation]]

  init(_ document: Document) {
    bySource = Array(repeating: [], count: document.sources.count)
    visit(document.blocks)
  }

  private mutating func visit(_ blocks: [Block]) {
    for block in blocks {
      switch block.content {
      case .section(let title, let inner):
        add(title)
        visit(inner)
      case .heading(_, let text), .paragraph(let text): add(text)
      case .list(_, let items): for item in items { visit(item) }
      case .table(let table):
        add(table.caption)
        for row in table.rows { for cell in row { add(cell) } }
      case .timeline(let view):
        for item in view.items { add(item.content) }
        for item in view.undated { add(item.content) }
      case .summary(let items): for item in items { add(item.content) }
      case .card(let card): for item in card.summary { add(item.content) }
      case .quote(let inner, let attribution):
        visit(inner)
        add(attribution)
      case .note(_, let inner), .lead(let inner), .group(let inner): visit(inner)
      case .columns(let columns): for column in columns { visit(column) }
      case .figures(let figures): for figure in figures { add(figure.label) }
      case .digest, .image, .chart, .rule, .contents, .pageBreak: break
      }
    }
  }

  private mutating func add(_ inlines: [Inline]) {
    for inline in inlines {
      switch inline {
      case .citation(let marks):
        for mark in marks where bySource.indices.contains(mark.source - 1) {
          if !bySource[mark.source - 1].contains(mark.passage) { bySource[mark.source - 1].append(mark.passage) }
        }
      case .strong(let inner), .emphasis(let inner), .link(let inner, _), .span(let inner, _, _): add(inner)
      case .text, .code, .date, .number, .lineBreak: break
      }
    }
  }
}
