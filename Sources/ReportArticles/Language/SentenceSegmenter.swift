/// Sentences after UAX #29, tailored for news in Arabic and in languages of Latin script: abbreviations, initials,
/// decimal numbers, ordinals, ellipses, closing marks after the full stop, quotations of several sentences, and a
/// missing space after the full stop. A new line always ends a sentence.
package struct SentenceSegmenter {
  /// A quotation up to this long, in characters, is not torn at the full stops inside it.
  static let longestWholeQuotation = 200
  /// A sentence longer than this, in characters, is divided at semicolons and “..”.
  static let longestSentence = 420

  let bytes: UTF8Bytes
  let profile: LanguageProfile
  let words: WordSegmenter

  package init(bytes: UTF8Bytes, profile: LanguageProfile, words: WordSegmenter) {
    self.bytes = bytes
    self.profile = profile
    self.words = words
  }

  /// The ranges of the sentences: in order, without overlap, trimmed of white space and covering everything else.
  package func sentences() -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = bytes.skippingSpace(from: 0)
    if let end = endOfLabel(at: start) {
      result.append(start..<end)
      start = bytes.skippingSpace(from: end)
    }
    var at = start
    var wholeUntil = 0
    while at < bytes.count {
      at = SentenceMark.skippingLetters(from: at, in: bytes)
      let (mark, length) = SentenceMark.at(at, in: bytes)
      switch mark {
      case .other, .continuation, .closeBracket: at += length
      case .newline:
        append(start..<at, to: &result, joins: false)
        start = bytes.skippingSpace(from: at)
        at = start
        wholeUntil = 0
      case .quote, .openBracket:
        if at >= wholeUntil, let close = closing(mark, at: at, length: length) { wholeUntil = close }
        at += length
      case .point, .terminal, .ellipsis:
        let run = TerminalRun(at: at, in: bytes, wholeUntil: wholeUntil, sentenceStart: start)
        if run.end > wholeUntil, isEnd(run, sentenceStart: start) {
          append(start..<run.end, to: &result, joins: true)
          start = bytes.skippingSpace(from: run.end)
          at = max(start, run.end)
        } else {
          at = run.end
        }
      }
    }
    append(start..<bytes.count, to: &result, joins: true)
    return result.contains { $0.count > Self.longestSentence } ? result.flatMap(divided) : result
  }

  // MARK: - Emitting

  private func append(_ range: Range<Int>, to result: inout [Range<Int>], joins: Bool) {
    let trimmed = trim(range)
    guard !trimmed.isEmpty else { return }
    if words.startsWord(in: bytes, within: trimmed) {
      result.append(trimmed)
    } else if joins, let last = result.last, !containsNewline(last.upperBound..<trimmed.lowerBound) {
      // Marks without a word belong to the sentence before them.
      result[result.count - 1] = last.lowerBound..<trimmed.upperBound
    } else {
      result.append(trimmed)
    }
  }

  private func trim(_ range: Range<Int>) -> Range<Int> {
    let start = min(bytes.skippingSpace(from: range.lowerBound), range.upperBound)
    var end = range.upperBound
    while end > start {
      let before = bytes.startOfScalar(before: end)
      let kind = bytes.unicodeClass(at: before)
      guard kind == .space || kind == .newline else { break }
      end = before
    }
    return start..<max(start, end)
  }

  private func containsNewline(_ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < range.upperBound {
      let (mark, length) = SentenceMark.at(at, in: bytes)
      if mark == .newline { return true }
      at += length
    }
    return false
  }

  /// Where a label ends that stands before the text and is no part of it: “UPDATED:”, “UPDATE 2-”, «عاجل:».
  private func endOfLabel(at start: Int) -> Int? {
    guard profile.cues.hasLabels, let word = words.next(in: bytes, from: start), word.lowerBound == start else {
      return nil
    }
    var folded: [UInt8] = []
    TextFolding.appendFolded(bytes, range: word, to: &folded)
    guard profile.cues.isLabel(folded) else { return nil }
    var end = word.upperBound
    let number = bytes.skippingSpace(from: end)
    var digits = number
    while digits < bytes.count, bytes.unicodeClass(at: digits) == .digit { digits += bytes.scalar(at: digits).length }
    if digits > number, digits - number <= 4 { end = digits }
    // A hyphen makes compounds (“update-rich”), so it takes capitals or the number before it.
    let isShouted = bytes.unicodeClass(at: bytes.startOfScalar(before: word.upperBound)) == .upper || digits > number
    switch bytes[end] {
    case UInt8(ascii: ":"): end += 1
    case UInt8(ascii: "-") where isShouted: end += 1
    default: return nil
    }
    return bytes.skippingSpace(from: end) < bytes.count ? end : nil
  }

  // MARK: - Quotations and brackets

  /// The offset of the mark that closes the quotation or bracket opened at `open`, when it is near enough.
  private func closing(_ mark: SentenceMark, at open: Int, length: Int) -> Int? {
    if mark == .quote && !opensQuotation(at: open, length: length) { return nil }
    let opener = bytes.scalar(at: open).value
    var at = open + length
    var characters = 0
    while at < bytes.count && characters < Self.longestWholeQuotation {
      let (inner, innerLength) = SentenceMark.at(at, in: bytes)
      if inner == .newline { return nil }
      if mark == .openBracket && inner == .closeBracket { return at }
      if mark == .quote && inner == .quote && Self.closes(bytes.scalar(at: at).value, opener) {
        return opensQuotation(at: at, length: innerLength) ? nil : at
      }
      at += innerLength
      characters += 1
    }
    return nil
  }

  private static func closes(_ mark: UInt32, _ opener: UInt32) -> Bool {
    switch opener {
    case 0x201C, 0x201D, 0x201E: return mark == 0x201D || mark == 0x201C || mark == 0x22
    case 0xAB: return mark == 0xBB
    case 0xBB: return mark == 0xAB
    case 0x22: return mark == 0x22 || mark == 0x201D
    default: return mark == opener
    }
  }

  /// Quotation marks point by their neighbours, not by their names: German and Arabic turn them round.
  private func opensQuotation(at offset: Int, length: Int) -> Bool {
    let next = bytes.unicodeClass(at: offset + length)
    guard offset + length < bytes.count, next != .newline else { return false }
    // French sets a space inside of its guillemets.
    if next == .space, bytes[offset] != 0xC2 || bytes[offset + 1] != 0xAB { return false }
    guard offset > 0 else { return true }
    let before = bytes.startOfScalar(before: offset)
    let kind = bytes.unicodeClass(at: before)
    if kind == .space || kind == .newline || (kind == .mark && bytes.scalar(at: before).value >= 0x2000) { return true }
    switch SentenceMark.at(before, in: bytes).mark {
    case .openBracket, .quote, .continuation: return next.isLetter || next == .digit
    default: return false
    }
  }

  // MARK: - Decisions

  private func isEnd(_ run: TerminalRun, sentenceStart: Int) -> Bool {
    let next = bytes.skippingSpace(from: run.end)
    if next >= bytes.count || containsNewline(run.end..<next) { return true }
    let hasSpace = next > run.end
    let (mark, _) = SentenceMark.at(next, in: bytes)
    if mark == .continuation && bytes[next] != 0x2D && bytes[next] != 0xE2 { return false }
    if !hasSpace && mark == .continuation { return false }
    let kind = bytes.unicodeClass(at: next)
    switch run.kind {
    case .terminal:
      if kind == .lower { return false }
      return hasSpace || kind == .upper || kind == .caseless
    case .ellipsis: return hasSpace && endsWithEllipsis(run, next: kind)
    case .point:
      if kind == .lower { return false }
      return hasSpace ? endsWithPoint(run, next: next, sentenceStart: sentenceStart) : lacksSpace(run, next: next)
    }
  }

  /// “..” sets Arabic clauses apart like a dash; three points end a sentence unless they stand free as a pause.
  private func endsWithEllipsis(_ run: TerminalRun, next: UnicodeClass) -> Bool {
    if next == .lower { return false }
    if next == .upper { return true }
    if run.points == 2 { return false }
    let before = bytes.unicodeClass(at: bytes.startOfScalar(before: run.start))
    return before != .space
  }

  /// A full stop that the next sentence follows without a space: “…انتهى.وقال”, “…ended.The”.
  private func lacksSpace(_ run: TerminalRun, next: Int) -> Bool {
    let kind = bytes.unicodeClass(at: next)
    let before = bytes.unicodeClass(at: bytes.startOfScalar(before: run.start))
    let token = token(endingAt: run.start)
    if run.hasClosers { return kind == .upper || kind == .caseless }
    let abbreviation = abbreviation(token)
    guard abbreviation == nil || abbreviation == .place, token.letters >= 2 else { return false }
    if SentenceMark.at(next, in: bytes).mark == .quote { return before == .caseless }
    guard kind.isLetter || kind == .digit else { return false }
    if before == .caseless {
      guard kind == .caseless, let word = words.next(in: bytes, from: next) else { return false }
      return word.count >= 4 && bytes[word.upperBound] != 0x2E && !namesLetter(next)
    }
    let second = bytes.unicodeClass(at: next + bytes.scalar(at: next).length)
    return before == .lower && kind == .upper && second == .lower
  }

  private func endsWithPoint(_ run: TerminalRun, next: Int, sentenceStart: Int) -> Bool {
    if run.hasClosers { return true }
    let token = token(endingAt: run.start)
    guard !token.folded.isEmpty else { return true }
    let nextKind = bytes.unicodeClass(at: next)
    if token.letters == 0 {
      // “1. ” at the start is an enumerator; “3. Mai” an ordinal.
      if token.start == sentenceStart && token.folded.count <= 6 { return false }
      return !(profile.hasOrdinalStops && token.folded.count <= 2 && nextKind.isLetter)
    }
    let followsNumber = token.start > sentenceStart + 1 && precededByNumber(token.start)
    switch abbreviation(token) {
    case .bound: return followsNumber && nextKind != .digit
    case .never: return false
    case .place: if followsComma(token.start), isDateline(next) { return false }
    case .numeric: return nextKind != .digit
    case .free:
      if SentenceMark.at(next, in: bytes).mark == .continuation { return false }
      return startsSentence(next) || followsNumber && !continuesTime(next)
    case .letter: return endsWithLetterName(token.start, next: next)
    case nil: break
    }
    if token.letters == 1 || token.isInitials {
      if followsNumber { return true }
      return token.isCaseless ? false : startsSentence(next)
    }
    return true
  }

  /// Whether a sentence ends with the name of a letter that begins at `start`: not before another initial, a number or
  /// the name that initials belong to; but where the names of letters stand without points («سي إن إن.»), and before a
  /// word that begins a sentence.
  private func endsWithLetterName(_ start: Int, next: Int) -> Bool {
    let following = foldedWord(next)
    if bytes.unicodeClass(at: next) == .digit || profile.abbreviation(following) == .letter { return false }
    if start > 0, bytes[start - 1] == 0x20, bytes[start - 2] != 0x2E {
      let before = token(endingAt: start - 1)
      if before.letters > 1, profile.abbreviation(before.folded) == .letter { return true }
    }
    return profile.isStopWord(following) || following.starts(with: [0xD9, 0x88]) && following.count > 6
  }

  /// Whether the word at `offset` is the name of a letter and no function word.
  private func namesLetter(_ offset: Int) -> Bool {
    let word = foldedWord(offset)
    return profile.abbreviation(word) == .letter && !profile.isStopWord(word)
  }

  /// Whether the word at `offset` is a function word, which after an abbreviation means a new sentence.
  private func startsSentence(_ offset: Int) -> Bool { profile.isStopWord(foldedWord(offset)) }

  /// Whether the word at `offset` belongs to the time before it: “7 p.m. Monday”, “9 a.m. EST”.
  private func continuesTime(_ offset: Int) -> Bool { profile.continuesTime(foldedWord(offset)) }

  private func foldedWord(_ offset: Int) -> [UInt8] {
    var folded: [UInt8] = []
    if let word = words.next(in: bytes, from: offset) { TextFolding.appendFolded(bytes, range: word, to: &folded) }
    return folded
  }

  /// Whether a name of a state ends the place of a dateline: “EASTVALE, Me. — The mayor”, “HALTON, Ill. (AP)”.
  private func isDateline(_ next: Int) -> Bool {
    switch SentenceMark.at(next, in: bytes).mark {
    case .continuation, .openBracket: return true
    default: return !startsSentence(next)
    }
  }

  /// Whether a capital at `offset` follows a comma.
  private func followsComma(_ offset: Int) -> Bool {
    guard offset >= 2, bytes.unicodeClass(at: offset) == .upper else { return false }
    return bytes[offset - 1] == 0x20 && bytes[offset - 2] == 0x2C
  }

  private func precededByNumber(_ offset: Int) -> Bool {
    let space = bytes.startOfScalar(before: offset)
    guard bytes.unicodeClass(at: space) == .space else { return false }
    return bytes.unicodeClass(at: bytes.startOfScalar(before: space)) == .digit
  }

  /// How a token behaves as an abbreviation; of names of letters with points between them the last one counts.
  private func abbreviation(_ token: Token) -> LanguageProfile.Abbreviation? {
    if let known = profile.abbreviation(token.folded) { return known }
    guard token.isCaseless, let point = token.folded.lastIndex(of: 0x2E) else { return nil }
    return profile.abbreviation(Array(token.folded[(point + 1)...])) == .letter ? .letter : nil
  }

  private struct Token {
    var start: Int
    var folded: [UInt8] = []
    var letters = 0
    var isInitials = true
    var isCaseless = false
  }

  /// The run of letters, digits and inner points before an offset.
  private func token(endingAt end: Int) -> Token {
    var token = Token(start: end)
    var run = 0
    while token.start > 0 && end - token.start < 32 {
      let before = bytes.startOfScalar(before: token.start)
      let kind = bytes.unicodeClass(at: before)
      if kind.isLetter {
        token.letters += 1
        run += 1
        if run > 1 { token.isInitials = false }
        if kind == .caseless { token.isCaseless = true }
      } else if kind == .digit {
        token.isInitials = false
      } else if bytes[before] == 0x2E || bytes[before] == 0x2D && token.start < end {
        run = 0
      } else if kind != .mark {
        break
      }
      token.start = before
    }
    TextFolding.appendFolded(bytes, range: token.start..<end, to: &token.folded)
    return token
  }

  // MARK: - Overlong sentences

  /// Divides a sentence that runs on for want of full stops at its semicolons and double points.
  private func divided(_ range: Range<Int>) -> [Range<Int>] {
    guard hasMore(than: Self.longestSentence, in: range) else { return [range] }
    var result: [Range<Int>] = []
    var start = range.lowerBound
    var at = start
    while at < range.upperBound {
      let (mark, length) = SentenceMark.at(at, in: bytes)
      let isSemicolon = bytes[at] == 0x3B || (bytes[at] == 0xD8 && bytes[at + 1] == 0x9B)
      let isDoublePoint = mark == .point && bytes[at + 1] == 0x2E && bytes[at + 2] != 0x2E
      let end = at + (isDoublePoint ? 2 : length)
      if isSemicolon || isDoublePoint, bytes.unicodeClass(at: end) == .space, hasMore(than: 80, in: start..<end),
        hasMore(than: 80, in: end..<range.upperBound)
      {
        result.append(trim(start..<end))
        start = bytes.skippingSpace(from: end)
        at = start
      } else {
        at = end
      }
    }
    result.append(trim(start..<range.upperBound))
    return result.filter { !$0.isEmpty }
  }

  private func hasMore(than limit: Int, in range: Range<Int>) -> Bool {
    var count = 0
    for offset in range where bytes[offset] & 0xC0 != 0x80 {
      count += 1
      if count > limit { return true }
    }
    return false
  }
}

/// Terminal marks in a row with the closing marks that belong to them: `.`, `?!`, `..."`, `.»)`.
private struct TerminalRun {
  enum Kind {
    case point, terminal, ellipsis
  }

  let start: Int
  private(set) var end: Int
  private(set) var kind = Kind.point
  private(set) var points = 0
  private(set) var hasClosers = false

  init(at start: Int, in bytes: UTF8Bytes, wholeUntil: Int, sentenceStart: Int) {
    self.start = start
    end = start
    var hasTerminal = false
    var hasEllipsis = false
    scan: while end < bytes.count {
      let (mark, length) = SentenceMark.at(end, in: bytes)
      switch mark {
      case .point: if !hasClosers { points += 1 }
      case .terminal: hasTerminal = true
      case .ellipsis: hasEllipsis = true
      case .closeBracket: hasClosers = true
      case .quote:
        let next = bytes.unicodeClass(at: end + length)
        let closes = end == wholeUntil && wholeUntil > 0 || !(next.isLetter || next == .digit)
        guard closes else { break scan }
        hasClosers = true
      default:
        guard let closer = Self.spacedCloser(from: end, in: bytes, sentenceStart: sentenceStart) else { break scan }
        hasClosers = true
        end = closer
        continue scan
      }
      end += length
    }
    kind = hasTerminal ? .terminal : hasEllipsis || points >= 2 ? .ellipsis : .point
  }

  /// Where a closing quotation mark ends that stands behind a space: “Partez ! »”, “„ Wir gehen. “”. One that is followed by a
  /// letter opens the next quotation.
  private static func spacedCloser(from offset: Int, in bytes: UTF8Bytes, sentenceStart: Int) -> Int? {
    guard offset < bytes.count, bytes.unicodeClass(at: offset) == .space else { return nil }
    let at = bytes.skippingSpace(from: offset)
    guard at < bytes.count else { return nil }
    let (mark, length) = SentenceMark.at(at, in: bytes)
    guard mark == .quote, !(offset..<at).contains(where: { bytes[$0] == 0x0A || bytes[$0] == 0x0D }) else { return nil }
    let next = bytes.unicodeClass(at: at + length)
    guard at + length >= bytes.count || !(next.isLetter || next == .digit) else { return nil }
    switch bytes.scalar(at: at).value {
    case 0xBB, 0x203A, 0x201D: return at + length
    case 0x201C: return isOpen([0x201E], closedBy: [0x201C], in: sentenceStart..<offset, bytes) ? at + length : nil
    case 0x22: return isOpen([0x22], closedBy: [0x22], in: sentenceStart..<offset, bytes) ? at + length : nil
    default: return nil
    }
  }

  private static func isOpen(
    _ openers: [UInt32], closedBy closers: [UInt32], in range: Range<Int>, _ bytes: UTF8Bytes
  ) -> Bool {
    var isOpen = false
    var at = range.lowerBound
    while at < range.upperBound {
      let (value, length) = bytes.scalar(at: at)
      if isOpen ? closers.contains(value) : openers.contains(value) { isOpen.toggle() }
      at += length
    }
    return isOpen
  }
}
