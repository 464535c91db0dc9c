import ReportArticles

/// A sentence that may be chosen for a summary, with what the choice depends on.
struct SummaryCandidate: Sendable {
  /// Index of the article.
  var article: Int
  /// Index of the paragraph in it.
  var paragraph: Int
  /// Where the sentence stands in the paragraph, in UTF-8 offsets.
  var range: Range<Int>
  /// Zero-based position among the article's body sentences.
  var position: Int
  /// White-space separated words, as `wc -w` counts.
  var words: Int
  /// Unicode scalars.
  var characters: Int
  /// Words of UAX #29.
  var tokens: Int
  /// Those of them that are function words or numbers of one digit.
  var functionWords: Int
  /// Its content terms, each once, by number.
  var concepts: [Int32]
  /// Neighbours among its content terms, where there are several articles.
  var pairs: [UInt64] = []
  /// What its opening says.
  var opening: SentenceCues.Opening
  /// It is a question.
  var isQuestion: Bool
  /// It ends with a colon: what it announces comes after it.
  var endsWithColon: Bool
  /// It ends with a terminal mark.
  var isClosed: Bool
  /// White space stands before the point at its end.
  var endsApart: Bool
  /// It begins with a quotation mark.
  var beginsWithQuote: Bool
  /// Share of its bytes that stand between quotation marks.
  var quotedShare: Double
  /// How it is marked as an item of a list.
  var list: ListMark
  /// An address of the web stands in it.
  var holdsAddress: Bool
  /// The headline again in other words: the first line, which ends with no mark and says what the next sentence or the
  /// title does.
  var isHeadline = false
  /// A line that stands alone without a mark at its end where the article ends its sentences with marks, or a piece of
  /// a caption.
  var isApart = false

  /// Furniture rather than report: a promotion line, a subheading, a line without words or with little but an address.
  var isFurniture: Bool {
    if isHeadline || isApart || tokens < 3 { return true }
    switch opening {
    case .promotion: if tokens < 25 { return true }
    case .marked: if tokens < 45 { return true }
    case .unmarked: if !isClosed && tokens < 25 { return true }
    default: break
    }
    return !isClosed && (tokens < 8 || holdsAddress && tokens < 25)
  }
}

/// The articles of a summary as sentences of numbered concepts.
struct SummarySource {
  /// All sentences, articles and paragraphs in order.
  let candidates: [SummaryCandidate]
  /// For each article the concepts of its headline.
  let titles: [[Int32]]
  /// For each concept whether it is a number.
  let isNumber: [Bool]

  /// The number of different concepts.
  var conceptCount: Int { isNumber.count }

  /// Reads the articles; captions and repeated headlines are left out.
  init(_ articles: [Article], memo: inout WordMemo, checkpoint: () throws -> Void = {}) rethrows {
    var sentences = Sentences(isMultiple: articles.count > 1)
    for (index, article) in articles.enumerated() {
      try checkpoint()
      sentences.read(article, index, &memo)
    }
    (candidates, titles, isNumber) = (sentences.candidates, sentences.titles, memo.numberConcepts)
  }
}

/// Reads articles sentence by sentence.
private struct Sentences {
  var candidates: [SummaryCandidate] = []
  var titles: [[Int32]] = []
  private let isMultiple: Bool
  private var terms = Terms()

  init(isMultiple: Bool) { self.isMultiple = isMultiple }

  /// Paragraphs that may begin with a dateline: the first, and what follows a standfirst, a byline and a picture.
  private static let openingParagraphs = 6

  mutating func read(_ article: Article, _ index: Int, _ memo: inout WordMemo) {
    var language = memo.take(article.language)
    let profile = language.profile
    let segmenter = WordSegmenter(dividesAtApostrophe: profile.dividesAtApostrophe)
    let reader = TermReader(profile: profile)

    article.title.withUTF8Bytes { bytes in
      terms.collect(0..<bytes.count, in: bytes, segmenter, reader, &language, &memo)
    }
    titles.append(terms.distinctConcepts())

    let start = candidates.count
    for (paragraphIndex, paragraph) in article.paragraphs.enumerated() {
      if paragraph == article.title || article.captions.contains(paragraph) { continue }
      paragraph.withUTF8Bytes { bytes in
        let first = candidates.count
        // What stands before the report: a label, place, day and agency.
        let opening =
          paragraphIndex < Self.openingParagraphs
          ? Dateline(bytes: bytes, profile: profile, words: segmenter).end() : 0
        for sentence in SentenceSegmenter(bytes: bytes, profile: profile, words: segmenter).sentences()
        where sentence.upperBound > opening {
          let range = max(opening, sentence.lowerBound)..<sentence.upperBound
          terms.collect(range, in: bytes, segmenter, reader, &language, &memo)
          guard terms.tokens > 0 else { continue }
          var candidate = Self.shape(of: range, in: bytes, profile.cues)
          candidate.article = index
          candidate.paragraph = paragraphIndex
          candidate.tokens = terms.tokens
          candidate.functionWords = terms.tokens - terms.content
          if isMultiple { candidate.pairs = terms.pairs }
          candidate.concepts = terms.distinctConcepts()
          candidate.opening = profile.cues.opening(of: terms.opening)
          candidates.append(candidate)
        }
        if PictureCredit.ends(bytes, cues: profile.cues) {
          for index in first..<candidates.count { candidates[index].isApart = true }
        }
      }
    }
    memo.putBack(language)
    // Arabic texts write points apart by habit.
    if article.direction == .leftToRight { openJoinedLines(start) }
    setHeadlineAside(start, memo)
    setLinesAside(start)
    judgeLists(start)
    var position = 0
    for index in start..<candidates.count {
      candidates[index].position = position
      if !candidates[index].isFurniture { position += 1 }
    }
  }

  /// Where lines have been run together (`By . A Reporter . Published: . 14:11 . The head of …`) those without a mark
  /// have got one that stands apart. Texts that write all their points so mean nothing by it.
  private mutating func openJoinedLines(_ start: Int) {
    var closed = 0
    var apart = 0
    for candidate in candidates[start...] where candidate.isClosed {
      closed += candidate.tokens
      if candidate.endsApart { apart += candidate.tokens }
    }
    guard apart > 0, apart * 2 <= closed else { return }
    for index in start..<candidates.count where candidates[index].endsApart { candidates[index].isClosed = false }
  }

  /// Some pages write a second headline over the text: it is none of its sentences.
  private mutating func setHeadlineAside(_ start: Int, _ memo: borrowing WordMemo) {
    guard let first = candidates[start...].firstIndex(where: { !$0.isFurniture }),
      !candidates[first].isClosed, candidates[first].tokens < 25,
      let next = candidates[(first + 1)...].firstIndex(where: { !$0.isFurniture }),
      candidates[next].paragraph > candidates[first].paragraph
    else { return }
    let concepts = candidates[first].concepts
    let isSaidAgain = [titles[titles.count - 1], candidates[next].concepts].contains {
      SentenceSimilarity.containment(concepts, $0, isNumber: memo.numberConcepts) >= 0.6
    }
    guard isSaidAgain else { return }
    candidates[first].isHeadline = true
  }

  /// Subheadings and links stand alone without a mark at their end. Where sentences have marks, four words of five at
  /// least, such a line is none of them; the first line may be the lead.
  private mutating func setLinesAside(_ start: Int) {
    var (all, closed) = (0, 0)
    for candidate in candidates[start...] where !candidate.isFurniture {
      all += candidate.tokens
      if candidate.isClosed { closed += candidate.tokens }
    }
    guard closed * 5 >= all * 4, let first = candidates[start...].firstIndex(where: { !$0.isFurniture }) else { return }
    for index in candidates.indices[(first + 1)...] where !candidates[index].isClosed && candidates[index].tokens < 20 {
      let paragraph = candidates[index].paragraph
      let isAlone =
        candidates[index - 1].paragraph != paragraph
        && (index + 1 == candidates.count || candidates[index + 1].paragraph != paragraph)
      if isAlone && !candidates[index].endsWithColon { candidates[index].isApart = true }
    }
  }

  /// A number or a dash before a sentence is the mark of a list in company only; and where nearly all is a list, it says
  /// nothing about one of its items.
  private mutating func judgeLists(_ start: Int) {
    let listed = candidates[start...].count { $0.list != .none }
    let hasCompany = listed >= 2 && listed * 3 <= (candidates.count - start) * 2
    for index in start..<candidates.count {
      if hasCompany, candidates[index].list == .note { candidates[index].list = .item }
      if !hasCompany, candidates[index].list == .item { candidates[index].list = .none }
    }
  }

  // MARK: - Words

  /// The words of one sentence; made once and filled anew for each.
  private struct Terms {
    private var concepts: [Int32] = []
    private(set) var tokens = 0
    private(set) var content = 0
    private(set) var opening = OpeningWords()

    mutating func collect(
      _ range: Range<Int>, in bytes: UTF8Bytes, _ segmenter: WordSegmenter, _ reader: borrowing TermReader,
      _ language: inout WordMemo.Language, _ memo: inout WordMemo
    ) {
      concepts.removeAll(keepingCapacity: true)
      opening.removeAll()
      (tokens, content) = (0, 0)
      var offset = range.lowerBound
      while let word = segmenter.next(in: bytes, from: offset), word.lowerBound < range.upperBound {
        offset = word.upperBound
        tokens += 1
        opening.append(word, in: bytes)
        guard let concept = memo.concept(of: word, in: bytes, &language, reader) else { continue }
        content += 1
        concepts.append(concept)
      }
    }

    /// Each concept with the one after it, before they are put in order.
    var pairs: [UInt64] {
      zip(concepts, concepts.dropFirst()).map { UInt64(UInt32(bitPattern: $0)) << 32 | UInt64(UInt32(bitPattern: $1)) }
    }

    /// The concepts in order, each once.
    mutating func distinctConcepts() -> [Int32] {
      concepts.sort()
      var result: [Int32] = []
      result.reserveCapacity(concepts.count)
      for concept in concepts where result.last != concept { result.append(concept) }
      return result
    }
  }

  // MARK: - Shape

  private static func shape(
    of range: Range<Int>, in bytes: UTF8Bytes, _ cues: SentenceCues
  ) -> SummaryCandidate {
    var words = 0
    var characters = 0
    var quoted = 0
    var quoteStart: Int?
    var last = SentenceMark.other
    var lastByte: UInt8 = 0
    var isQuestion = false
    var beginsWithQuote = false
    var holdsAddress = false
    var endsApart = false
    var inWord = false
    var at = range.lowerBound
    while at < range.upperBound {
      let byte = bytes[at]
      if (byte | 0x20) &- 0x61 < 26 || byte == 0xD9 || byte == 0xDA {
        // A letter or mark of Arabic or Latin script.
        characters += 1
        if !inWord { words += 1 }
        inWord = true
        (last, isQuestion, lastByte) = (.other, false, byte)
        at += byte < 0x80 ? 1 : 2
        continue
      }
      characters += 1
      if byte == 0x20 {
        inWord = false
        at += 1
        continue
      }
      let (mark, length) = SentenceMark.at(at, in: bytes)
      let isSpace = bytes.unicodeClass(at: at) == .space
      if !isSpace && !inWord { words += 1 }
      if mark == .point || mark == .terminal { endsApart = mark == .point && !inWord && at > range.lowerBound }
      inWord = !isSpace
      if mark == .quote {
        if at == range.lowerBound { beginsWithQuote = true }
        if let start = quoteStart {
          quoted += at - start
          quoteStart = nil
        } else {
          quoteStart = at
        }
      }
      if byte == 0x2F || byte == 0x2E { holdsAddress = holdsAddress || isInAddress(at, of: range, in: bytes) }
      switch mark {
      case .point, .ellipsis:
        isQuestion = isQuestion && last == .terminal
        (last, lastByte) = (.point, bytes[at])
      case .terminal:
        // “?!” asks too.
        let asks = bytes[at] == 0x3F || (bytes[at] == 0xD8 && bytes[at + 1] == 0x9F)
        isQuestion = asks || isQuestion && last == .terminal
        (last, lastByte) = (.terminal, bytes[at])
      case .quote, .closeBracket: break
      default: if !isSpace { (last, isQuestion, lastByte) = (mark, false, bytes[at]) }
      }
      at += length
    }
    // A quotation that goes on in the next sentence.
    if let start = quoteStart { quoted += range.upperBound - start }
    return SummaryCandidate(
      article: 0, paragraph: 0, range: range, position: 0, words: words, characters: characters, tokens: 0,
      functionWords: 0, concepts: [], opening: .plain, isQuestion: isQuestion,
      endsWithColon: last == .continuation && lastByte == 0x3A, isClosed: last == .point || last == .terminal,
      endsApart: endsApart, beginsWithQuote: beginsWithQuote,
      quotedShare: Double(quoted) / Double(max(1, range.count)), list: ListMark(range, in: bytes, cues: cues),
      holdsAddress: holdsAddress)
  }

  /// Whether the slash or point at `offset` ends `://` or `www.`.
  private static func isInAddress(_ offset: Int, of range: Range<Int>, in bytes: UTF8Bytes) -> Bool {
    guard offset >= range.lowerBound + 3 else { return false }
    if bytes[offset] == 0x2F { return bytes[offset - 1] == 0x2F && bytes[offset - 2] == 0x3A }
    return (1...3).allSatisfy { bytes[offset - $0] | 0x20 == 0x77 }
  }

}

extension SummaryBudget {
  /// How much there may be, in the budget's own unit.
  var limit: Int {
    switch self {
    case .sentences(let count), .words(let count), .characters(let count): return max(0, count)
    }
  }

  /// What a sentence takes of it; characters count the space between two.
  func cost(of candidate: SummaryCandidate, isFirst: Bool) -> Int {
    switch self {
    case .sentences: return 1
    case .words: return candidate.words
    case .characters: return candidate.characters + (isFirst ? 0 : 1)
    }
  }
}

extension [SummaryCandidate] {
  /// The sentence before one in its article; nil for the first.
  func before(_ index: Int) -> Int? {
    index > 0 && self[index - 1].article == self[index].article ? index - 1 : nil
  }
}
