/// “Did you mean”: the known name that a mistyped one is nearest to.
package enum Suggestion {
  /// The nearest of `candidates`, or nil when none is near; of several equally near the first in byte order.
  package static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
    let typed = Array(name.lowercased().unicodeScalars)
    let allowed = max(1, min(3, typed.count / 3))
    var best: (distance: Int, name: String)?
    for candidate in candidates {
      let known = Array(candidate.lowercased().unicodeScalars)
      guard abs(known.count - typed.count) <= allowed else { continue }
      let distance = editDistance(typed, known)
      guard distance <= allowed, distance < known.count else { continue }
      if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
      best = (distance, candidate)
    }
    return best?.name
  }

  /// `; did you mean “title”?`, or the list of what exists when nothing is near and the list is short.
  package static func hint(for name: String, among candidates: [String]) -> String {
    if let near = closest(to: name, among: candidates) { return "; did you mean “\(near)”?" }
    if candidates.isEmpty || candidates.count > 40 { return "" }
    return "; there are: " + candidates.joined(separator: ", ")
  }

  /// The distance in insertions, deletions, replacements and swaps of neighbours (optimal string alignment; Damerau
  /// 1964). Names longer than 64 are compared by their first 64 characters.
  static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    let left = left.prefix(64)
    let right = Array(right.prefix(64))
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    var previous: Unicode.Scalar?
    for (row, scalar) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        let replaced = last[column] + (scalar == right[column] ? 0 : 1)
        var cost = min(replaced, last[column + 1] + 1, current[column] + 1)
        if column > 0, row > 0, scalar == right[column - 1], previous == right[column] {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
      previous = scalar
    }
    return last[right.count]
  }
}
