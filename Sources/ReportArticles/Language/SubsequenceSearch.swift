/// Finds one sequence in others in time linear in both, whatever they hold (Knuth, Morris and Pratt 1977).
package struct SubsequenceSearch<Element: Equatable & Sendable>: Sendable {
  package let needle: [Element]
  /// For each prefix of the needle, the length of the longest proper prefix that also ends it.
  private let borders: [Int32]

  package init(_ needle: [Element]) {
    self.needle = needle
    var borders = [Int32](repeating: 0, count: needle.count)
    var length = 0
    for index in needle.indices.dropFirst() {
      while length > 0, needle[index] != needle[length] { length = Int(borders[length - 1]) }
      if needle[index] == needle[length] { length += 1 }
      borders[index] = Int32(truncatingIfNeeded: length)
    }
    self.borders = borders
  }

  /// The offset of the first occurrence at or after `start`; nil when there is none, or the needle is empty.
  func first(in haystack: some RandomAccessCollection<Element>, from start: Int = 0) -> Int? {
    guard !needle.isEmpty else { return nil }
    var matched = 0
    var index = haystack.index(haystack.startIndex, offsetBy: min(start, haystack.count))
    var offset = start
    while index != haystack.endIndex {
      let element = haystack[index]
      while matched > 0, element != needle[matched] { matched = Int(borders[matched - 1]) }
      if element == needle[matched] { matched += 1 }
      haystack.formIndex(after: &index)
      offset += 1
      if matched == needle.count { return offset - matched }
    }
    return nil
  }

  /// The offsets of all occurrences that do not overlap, from the left.
  package func all(in haystack: some RandomAccessCollection<Element>) -> [Int] {
    var result: [Int] = []
    var start = 0
    while let found = first(in: haystack, from: start) {
      result.append(found)
      start = found + needle.count
    }
    return result
  }
}
