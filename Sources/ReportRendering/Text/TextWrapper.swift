/// Breaks running text into lines of at most so many columns.
struct TextWrapper {
  private let metrics = TextMetrics.shared

  func width(_ text: some StringProtocol) -> Int {
    // ASCII without controls is one column a byte.
    if text.utf8.allSatisfy({ $0 < 0x7F && $0 >= 0x20 }) { return text.utf8.count }
    return metrics.width(text)
  }

  /// The lines of `text`, each at most `width` columns (at least 1), without spaces at their ends. `first` columns of the
  /// first line are taken already. A word that is too long for a line is broken between its letters, never inside a
  /// letter and its marks. Line feeds break lines. Addresses stay whole, if need be beyond the width; where columns stand side
  /// by side that cannot be.
  func lines(_ text: String, width: Int, first taken: Int = 0, keepsAddresses: Bool = true) -> [String] {
    let width = max(1, width)
    if taken == 0, text.utf8.count <= width, !text.utf8.contains(0x0A) {
      let trimmed = trimmed(text)
      return [trimmed]
    }
    let scalars = Array(text.unicodeScalars)
    guard !scalars.isEmpty else { return [""] }
    var opportunities = [LineBreaker.Opportunity](repeating: .prohibited, count: scalars.count)
    LineBreaker(metrics: metrics).scan(scalars) { opportunities[$0] = $1 }
    let addresses = keepsAddresses && text.utf8.contains(0x3A) ? WebAddressSpans.find(in: scalars) : []
    for span in addresses { for place in span.dropFirst() { opportunities[place] = .prohibited } }
    var nextAddress = addresses[...]
    var lines: [String] = []
    var start = 0
    var limit = max(0, width - taken)
    var columns = 0
    var lastBreak: Int?
    // A break after a slash would cut an address that fits on the next line.
    var lastSlash: Int?
    var isBeyond = false
    var counter = TextMetrics.Counter(metrics: metrics)
    var index = 0
    while index < scalars.count {
      if index > start {
        switch opportunities[index] {
        case .mandatory:
          lines.append(line(scalars[start..<index]))
          (start, limit, columns, lastBreak, lastSlash, isBeyond) = (index, width, 0, nil, nil, false)
          counter = TextMetrics.Counter(metrics: metrics)
        case .allowed:
          if scalars[index - 1] == "/" { lastSlash = index } else { lastBreak = index }
        case .prohibited: break
        }
      }
      let wide = counter.columns(of: scalars[index])
      let isSpace = scalars[index] == " " || scalars[index] == "\n"
      // Spaces at the end of a line hang over it.
      // What only changes the look of the one before it stays with it.
      if columns + wide > limit, !isSpace, wide > 0, scalars[index].value != 0xFE0F, index > start || limit < width {
        while let span = nextAddress.first, span.upperBound <= index { nextAddress.removeFirst() }
        // An address is whole or it is none (RFC 3986, appendix C): one that is longer than a line stands beyond it, with the
        // marks behind it.
        isBeyond = isBeyond || nextAddress.first.map { $0.contains(index) } ?? false
        if isBeyond, lastBreak == nil, lastSlash == nil, limit == width || start > 0 {
          columns += wide
          index += 1
          continue
        }
        let end = lastBreak ?? lastSlash ?? (limit < width && start == 0 ? 0 : index)
        lines.append(line(scalars[start..<end]))
        index = end
        while index < scalars.count, scalars[index] == " " { index += 1 }
        (start, limit, columns, lastBreak, lastSlash, isBeyond) = (index, width, 0, nil, nil, false)
        counter = TextMetrics.Counter(metrics: metrics)
        continue
      }
      columns += wide
      index += 1
    }
    if start < scalars.count || lines.isEmpty { lines.append(line(scalars[start...])) }
    return lines
  }

  /// The columns of the widest part that cannot be broken.
  func longestWord(_ text: String) -> Int {
    let scalars = Array(text.unicodeScalars)
    var (longest, current) = (0, 0)
    var counter = TextMetrics.Counter(metrics: metrics)
    if let first = scalars.first { current = counter.columns(of: first) }
    LineBreaker(metrics: metrics).scan(scalars) { index, opportunity in
      if opportunity != .prohibited {
        longest = max(longest, current)
        current = 0
        counter = TextMetrics.Counter(metrics: metrics)
      }
      let columns = counter.columns(of: scalars[index])
      if scalars[index] != " " { current += columns }
    }
    return max(longest, current)
  }

  private func line(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return trimmed(String(view))
  }

  private func trimmed(_ text: String) -> String {
    var slice = text.unicodeScalars[...]
    while let last = slice.last, last == " " || last == "\n" || last == "\t" { slice.removeLast() }
    return String(slice)
  }
}
