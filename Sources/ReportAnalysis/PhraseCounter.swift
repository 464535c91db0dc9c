import ReportArticles

/// Counts candidate key phrases: runs of one to four words that begin and end with a content word and cross no
/// punctuation mark.
struct PhraseCounter {
  /// What is known of a candidate.
  struct Entry {
    var words: UInt8
    /// Occurrences in headline and text.
    var occurrences: Int32
    /// Articles that have it.
    var articles: Int32
    /// Article in which it was counted last.
    var last: Int32
    var inTitle: Bool
    /// Sum of the rarity classes of its words: 2 for a content word, 1 for a common news word.
    var substance: UInt8
    /// Hashes of the two phrases one word shorter, 0 for single words.
    var parts: (UInt64, UInt64)
  }

  private static let longest = 4
  private static let wordLimit = 400

  private(set) var entries: [Entry] = []
  private(set) var hashes: [UInt64] = []
  private var index = FingerprintMap(capacity: 4096)
  private var table = TermTable()
  private var tokens: [WordToken] = []
  /// By term, once it was asked.
  private var weak: [Bool?] = []
  private var weakKeys: [String: Set<String>] = [:]
  private var window: [(hash: UInt64, isStop: Bool, isCommon: Bool, isNumber: Bool, token: WordToken)] = []
  private(set) var articleCount = 0

  /// Counts the phrases of an article. With `onlyKnown`, phrases that are not there already are left out.
  mutating func count(_ article: Article, onlyKnown: Bool = false) {
    let number = Int32(articleCount)
    articleCount += 1
    forEachPhrase(in: article) { counter, hash, words, parts, substance, isTitle, _, _ in
      if let known = counter.index[hash] {
        let slot = Int(known)
        counter.entries[slot].occurrences += 1
        if isTitle { counter.entries[slot].inTitle = true }
        if counter.entries[slot].last != number {
          counter.entries[slot].last = number
          counter.entries[slot].articles += 1
        }
      } else if !onlyKnown {
        counter.index.set(hash, Int32(truncatingIfNeeded: counter.entries.count))
        counter.hashes.append(hash)
        counter.entries.append(
          Entry(
            words: words, occurrences: 1, articles: 1, last: number, inTitle: isTitle,
            substance: substance, parts: parts))
      }
    }
  }

  /// The counts set back to zero, the phrases kept: ready to count another set over the same phrases.
  func emptied() -> PhraseCounter {
    var copy = self
    copy.articleCount = 0
    for slot in copy.entries.indices {
      copy.entries[slot].occurrences = 0
      copy.entries[slot].articles = 0
      copy.entries[slot].last = -1
    }
    return copy
  }

  /// The place of a phrase in `entries`.
  func slot(of hash: UInt64) -> Int? { index[hash].map(Int.init) }

  /// The most frequent spelling of each of some phrases; of equally frequent ones the shortest, then the first in code
  /// point order.
  mutating func surfaces(of wanted: Set<UInt64>, in articles: [Article]) -> [UInt64: String] {
    var forms: [UInt64: [String: Int]] = [:]
    for article in articles {
      forEachPhrase(in: article) { _, hash, _, _, _, _, bytes, range in
        guard wanted.contains(hash) else { return }
        forms[hash, default: [:]][String(decoding: bytes[range], as: UTF8.self), default: 0] += 1
      }
    }
    return forms.compactMapValues { counts in
      counts.min { left, right in
        if left.value != right.value { return left.value > right.value }
        if left.key.utf8.count != right.key.utf8.count { return left.key.utf8.count < right.key.utf8.count }
        return left.key < right.key
      }?.key
    }
  }

  private typealias Visitor = (
    inout PhraseCounter, UInt64, UInt8, (UInt64, UInt64), UInt8, Bool, UnsafeBufferPointer<UInt8>, Range<Int>
  ) -> Void

  private mutating func forEachPhrase(in article: Article, _ body: Visitor) {
    let language = table.language(article.language)
    visit(article.title, language, isTitle: true, body)
    var room = Self.wordLimit
    for paragraph in article.paragraphs where room > 0 {
      visit(paragraph, language, isTitle: false, body)
      room -= tokens.count
    }
  }

  private mutating func visit(_ text: String, _ language: TermTable.Language, isTitle: Bool, _ body: Visitor) {
    tokens.removeAll(keepingCapacity: true)
    WordScanner.withBytes(of: text) { bytes in
      WordScanner.scan(bytes, into: &tokens)
      window.removeAll(keepingCapacity: true)
      for token in tokens {
        if token.traits.contains(.afterMark) { window.removeAll(keepingCapacity: true) }
        let term = table.id(of: token, in: bytes, language: language)
        let info = table.info[Int(term)]
        window.append(
          (Hash.word(info.key), info.isStopWord || isWeak(term, language), info.isCommon, info.isNumber, token))
        if window.count > Self.longest { window.removeFirst() }
        emit(bytes, isTitle, body)
      }
    }
  }

  /// Whether a term is a word that says nothing of what a report is about: numbers in words, measures of time and manner.
  private mutating func isWeak(_ term: Int32, _ language: TermTable.Language) -> Bool {
    while weak.count <= Int(term) { weak.append(nil) }
    if let known = weak[Int(term)] { return known }
    let code = language.analyzer.language
    let keys = weakKeys[code] ?? Set(CommonNewsWords.weak.map { language.analyzer.stem($0) })
    weakKeys[code] = keys
    let found = keys.contains(table.info[Int(term)].key)
    weak[Int(term)] = found
    return found
  }

  /// Reports the phrases that end with the last word of the window.
  private mutating func emit(_ bytes: UnsafeBufferPointer<UInt8>, _ isTitle: Bool, _ body: Visitor) {
    guard let last = window.last, !last.isStop, !last.isNumber else { return }
    for start in window.indices.reversed() {
      let first = window[start]
      if first.isStop || first.isNumber { continue }
      let words = window.count - start
      // Function words inside only between names (“Bank of England”).
      let inner = window[start..<(window.count - 1)].dropFirst()
      if inner.contains(where: { $0.isNumber }) { continue }
      if inner.contains(where: { $0.isStop }) {
        let areNames = first.token.traits.contains(.capitalised) && last.token.traits.contains(.capitalised)
        if !areNames || isTitle { continue }
      }
      var substance: UInt8 = 0
      for word in window[start...] where !word.isStop { substance += word.isCommon ? 1 : 2 }
      body(
        &self, Self.hash(window[start...]), UInt8(words),
        words == 1 ? (0, 0) : (Self.hash(window[start..<(window.count - 1)]), Self.hash(window[(start + 1)...])),
        substance, isTitle, bytes, Int(first.token.start)..<Int(last.token.end))
    }
  }

  private static func hash(
    _ words: ArraySlice<(hash: UInt64, isStop: Bool, isCommon: Bool, isNumber: Bool, token: WordToken)>
  ) -> UInt64 {
    if words.count == 1, let only = words.first { return only.hash }
    return words.reduce(UInt64(words.count)) { Hash.mix($0 &* 0x9e37_79b9_7f4a_7c15 &+ $1.hash) }
  }
}
