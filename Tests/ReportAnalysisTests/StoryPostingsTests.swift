import Testing

@testable import ReportAnalysis
@testable import ReportScripting

@Suite struct StoryPostingsTests {
  /// A plain model beside it: by term, the slots that have it.
  @Test func slotsComeAndGoInAnyOrder() {
    var random = SplitMix(state: 11)
    var postings = StoryPostings()
    var model: [UInt32: Set<Int32>] = [:]
    var present: [Int32: [UInt32]] = [:]
    for _ in 0..<4000 {
      let slot = Int32(random.next() % 60)
      if let terms = present.removeValue(forKey: slot) {
        postings.remove(slot)
        for term in terms.prefix(StoryPostings.terms) {
          model[term]?.remove(slot)
          if model[term]?.isEmpty == true { model[term] = nil }
        }
      } else {
        let count = Int(random.next() % 21)
        var terms: [UInt32] = []
        while terms.count < count {
          let term = UInt32(random.next() % 80)
          if !terms.contains(term) { terms.append(term) }
        }
        postings.add(slot, terms)
        present[slot] = terms
        for term in terms.prefix(StoryPostings.terms) { model[term, default: []].insert(slot) }
      }
      let term = UInt32(random.next() % 80)
      var found: [Int32] = []
      if let list = postings.list(of: term) {
        #expect(postings.count(of: list) == model[term]?.count)
        postings.forEachSlot(of: list) { found.append($0) }
      }
      #expect(found.sorted() == (model[term] ?? []).sorted())
    }
  }

  @Test func aSlotWithoutTermsStandsNowhere() {
    var postings = StoryPostings()
    postings.add(3, [])
    postings.remove(3)
    postings.remove(3)
    #expect(postings.list(of: 0) == nil)
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Hash.mix(state)
  }
}
