/// Which articles of a fortnight have which terms: lists of slots that grow and shrink in constant time.
///
/// A slot stands under each of its first terms. An entry knows its place in the list, so that taking it out needs no
/// search: the last entry of the list takes its place. The order of a list says nothing.
struct StoryPostings: Sendable {
  /// Terms that a slot stands under: those of the sketch, then names, places and figures.
  static let terms = 24

  private var numbers: [UInt32: Int32] = [:]
  private var lists: [[Int32]] = []
  private var listTerms: [UInt32] = []
  private var free: [Int32] = []
  // By entry, which is slot × terms + place of the term: the list (-1: none), and the place in it.
  private var listOf: [Int32] = []
  private var placeOf: [Int32] = []

  /// The list of a term; nil when nothing stands under it.
  func list(of term: UInt32) -> Int32? { numbers[term] }

  /// How many slots a list has.
  func count(of list: Int32) -> Int { lists[Int(list)].count }

  /// Calls `body` with each slot of a list.
  @inline(__always)
  func forEachSlot(of list: Int32, _ body: (Int32) -> Void) {
    lists[Int(list)].withUnsafeBufferPointer { entries in
      for entry in entries { body(Int32(bitPattern: UInt32(bitPattern: entry) / UInt32(Self.terms))) }
    }
  }

  /// Puts a slot that stands nowhere under the first of `sketch`, which are different terms.
  mutating func add(_ slot: Int32, _ sketch: [UInt32]) {
    let first = Int(slot) * Self.terms
    if listOf.count < first + Self.terms {
      listOf += repeatElement(-1, count: first + Self.terms - listOf.count)
      placeOf += repeatElement(0, count: first + Self.terms - placeOf.count)
    }
    for (index, term) in sketch.prefix(Self.terms).enumerated() {
      let list = number(of: term)
      listOf[first + index] = list
      placeOf[first + index] = Int32(lists[Int(list)].count)
      lists[Int(list)].append(Int32(first + index))
    }
  }

  /// Takes a slot out everywhere.
  mutating func remove(_ slot: Int32) {
    let first = Int(slot) * Self.terms
    for entry in first..<(first + Self.terms) where listOf[entry] >= 0 {
      let list = Int(listOf[entry])
      let place = Int(placeOf[entry])
      listOf[entry] = -1
      guard let last = lists[list].popLast() else { continue }
      if Int(last) != entry {
        lists[list][place] = last
        placeOf[Int(last)] = Int32(place)
      }
      if lists[list].isEmpty {
        numbers[listTerms[list]] = nil
        free.append(Int32(list))
      }
    }
  }

  private mutating func number(of term: UInt32) -> Int32 {
    if let known = numbers[term] { return known }
    let new: Int32
    if let last = free.popLast() {
      new = last
      listTerms[Int(new)] = term
    } else {
      new = Int32(lists.count)
      lists.append([])
      listTerms.append(term)
    }
    numbers[term] = new
    return new
  }
}
