import ReportArticles
import ReportDates

/// The word lists of `timeline-words.txt` for one language.
struct TimelineWords: Sendable {
  private(set) var leaning: Set<String> = []
  private(set) var reporting: Set<String> = []
  private(set) var clause: Set<String> = []
  private(set) var relative: Set<String> = []
  private(set) var bound: Set<String> = []
  private(set) var since: Set<String> = []
  private(set) var belonging: Set<String> = []
  private(set) var temporal: Set<String> = []
  private(set) var clock: Set<String> = []
  private(set) var comparison: Set<String> = []
  private(set) var approximate: Set<String> = []
  private(set) var origin: Set<String> = []

  /// The lists of a language (its primary subtag); empty for languages without any.
  init(language: String) {
    let primary = TermTable.primary(language)
    for line in EmbeddedResource.lines("analysis/timeline-words.txt") {
      let fields = line.fields
      guard fields.count > 2, fields[0] == primary else { continue }
      let words = Set(fields.dropFirst(2).map { TextFolding.fold($0) })
      switch fields[1] {
      case "leaning": leaning = words
      case "reporting": reporting = words
      case "clause": clause = words
      case "relative": relative = words
      case "bound": bound = words
      case "since": since = words
      case "belonging": belonging = words
      case "temporal": temporal = words
      case "clock": clock = words
      case "comparison": comparison = words
      case "approximate": approximate = words
      case "origin": origin = words
      default: continue
      }
    }
  }
}

extension TimelineWords {
  /// Whether an expression names a time of day but no day: “19:40”, «الساعة السابعة مساء».
  func isBareClock(_ expression: TemporalExpression) -> Bool {
    guard expression.kind == .time else { return false }
    let words = TextFolding.fold(expression.text).split { !$0.isLetter && !$0.isNumber }
    return words.allSatisfy { $0.allSatisfy(\.isNumber) || clock.contains(String($0)) }
  }
}

/// A sentence as the timeline looks at it.
struct TimelineSentence {
  /// Offsets in the text that was tagged.
  let range: Range<Int>
  /// The words, with offsets in that text.
  let tokens: [WordToken]
  /// The words folded.
  let folded: [String]
  /// Ends with a question mark.
  let isQuestion: Bool
  /// Share of it between quotation marks, 0…1.
  let quoted: Double
  /// For each word whether a comma or a bracket stands before it.
  private let followsMark: [Bool]

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.range = range
    var tokens: [WordToken] = []
    bytes.withUnsafeBufferPointer { whole in
      let slice = UnsafeBufferPointer(rebasing: whole[range])
      WordScanner.scan(slice, into: &tokens)
    }
    for index in tokens.indices {
      tokens[index].start += Int32(range.lowerBound)
      tokens[index].end += Int32(range.lowerBound)
    }
    self.tokens = tokens
    folded = tokens.map { TextFolding.fold(String(decoding: bytes[Int($0.start)..<Int($0.end)], as: UTF8.self)) }
    followsMark = tokens.indices.map { index in
      let start = index == 0 ? range.lowerBound : Int(tokens[index - 1].end)
      let gap = bytes[min(start, Int(tokens[index].start))..<Int(tokens[index].start)]
      // , ( and the Arabic comma D8 8C
      return gap.contains(0x2C) || gap.contains(0x28) || gap.contains(0x8C)
    }
    var inside = 0
    var isOpen = false
    var last: UInt8 = 0
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      // " and the guillemets and curly quotes of UTF-8: C2 AB, C2 BB, E2 80 9C, E2 80 9D
      if byte == 0x22 {
        isOpen.toggle()
      } else if byte == 0xAB && last == 0xC2 || byte == 0x9C && last == 0x80 {
        isOpen = true
      } else if byte == 0xBB && last == 0xC2 || byte == 0x9D && last == 0x80 {
        isOpen = false
      }
      if isOpen { inside += 1 }
      if byte > 0x20 { last = byte }
      position += 1
    }
    quoted = Double(inside) / Double(max(1, range.count))
    // ? or ؟ (D8 9F)
    isQuestion = last == 0x3F || last == 0x9F && range.count > 1 && bytes[max(0, range.upperBound - 2)] == 0xD8
  }

  /// How well it stands alone, 0…1.
  func quality(_ words: TimelineWords) -> Double {
    guard let first = folded.first else { return 0 }
    var quality = 1.0
    if words.leaning.contains(first) { quality *= 0.45 }
    if words.reporting.contains(first), folded.count > 1, words.clause.contains(folded[1]) { quality *= 0.4 }
    if let token = tokens.first, !token.traits.contains(.capitalised), !token.traits.contains(.number),
      first.utf8.first.map({ $0 < 0x80 }) ?? false
    {
      quality *= 0.6
    }
    switch tokens.count {
    case ..<4: quality *= 0.2
    case 4..<7: quality *= 0.7
    case 7..<38: break
    case 38..<60: quality *= 0.85
    default: quality *= 0.65
    }
    if isQuestion { quality *= 0.4 }
    if quoted > 0.6 { quality *= 0.6 }
    return quality
  }

  /// Whether the words before a date say of something in passing how it began: “, founded in 1902,”.
  func isAside(around date: Range<Int>, _ words: TimelineWords) -> Bool {
    let index = self.index(at: date.lowerBound)
    let first = max(0, index - 3)
    guard let verb = (first..<max(first, index)).last(where: { words.origin.contains(folded[$0]) }) else {
      return false
    }
    if verb > 0 { return followsMark[verb] }
    // “Founded in 1902, the paper …”
    let next = self.index(at: date.upperBound)
    return next < tokens.count && followsMark[next]
  }

  /// The index of the first word at or after a UTF-8 offset.
  func index(at offset: Int) -> Int {
    var (low, high) = (0, tokens.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(tokens[middle].end) > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
