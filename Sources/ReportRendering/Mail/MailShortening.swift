import ReportDocument

/// Makes a document short enough for a message: its first blocks, the sources that they cite, and a word about it.
enum MailShortening {
  /// Blocks that can be left out one by one: those of sections, leads and groups each count.
  static func count(_ blocks: [Block]) -> Int {
    blocks.reduce(0) { sum, block in
      switch block.content {
      case .section(_, let inner), .lead(let inner), .group(let inner): return sum + max(1, count(inner))
      default: return sum + 1
      }
    }
  }

  /// The document with its first `number` blocks.
  static func shortened(_ document: Document, keeping number: Int, webView: String?) -> Document {
    var left = number
    var result = document
    result.blocks = first(document.blocks, &left)
    let vocabulary = document.vocabulary
    var words: [Inline] = [.text(vocabulary.word(.shortenedForMail))]
    if let webView { words += [.text(" "), .link([.text(vocabulary.word(.viewOnline))], url: webView)] }
    result.blocks.append(Block(.note(.inline, [Block(.paragraph(words))])))
    // Sources are numbered in the order in which they are cited, so the rest cites the first ones.
    let cited = CitedPassages(result).bySource.lastIndex { !$0.isEmpty } ?? -1
    result.sources = Array(result.sources.prefix(cited + 1))
    return result
  }

  private static func first(_ blocks: [Block], _ left: inout Int) -> [Block] {
    var result: [Block] = []
    for var block in blocks {
      guard left > 0 else { break }
      switch block.content {
      case .section(let title, let inner):
        if inner.isEmpty { left -= 1 }
        block.content = .section(title: title, first(inner, &left))
      case .lead(let inner):
        if inner.isEmpty { left -= 1 }
        block.content = .lead(first(inner, &left))
      case .group(let inner):
        if inner.isEmpty { left -= 1 }
        block.content = .group(first(inner, &left))
      default: left -= 1
      }
      result.append(block)
    }
    return result
  }
}
