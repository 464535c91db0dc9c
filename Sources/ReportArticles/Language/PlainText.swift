extension String {
  /// The first place of `needle`, by its bytes. For all modules: what Foundation offers under this name compares characters.
  package func range(of needle: String) -> Range<String.Index>? {
    guard let first = needle.utf8.first else { return nil }
    let wanted = Array(needle.utf8)
    var index = utf8.startIndex
    while index < utf8.endIndex {
      if utf8[index] == first, utf8[index...].starts(with: wanted) {
        return index..<utf8.index(index, offsetBy: wanted.count)
      }
      index = utf8.index(after: index)
    }
    return nil
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  package func trimmedWhitespace() -> String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
    while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
    return String(rest)
  }
}

extension Array where Element: Hashable {
  /// Each member once, in the order of the first.
  package func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
