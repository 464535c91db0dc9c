/// What stands before a report and is no part of its first sentence: labels (“UPDATED:”, «عاجل |»), and the place, day
/// and agency of a dateline (“EASTVALE, Me. — ”, «الرياض - واس -»).
package struct Dateline {
  /// Scalars that are looked at: a dateline is no longer.
  private static let reach = 140
  private static let mostSegments = 4
  /// Words that may stand before the first mark.
  private static let mostPlaceWords = (cased: 8, caseless: 9)

  private let bytes: UTF8Bytes
  private let profile: LanguageProfile
  private let words: WordSegmenter

  package init(bytes: UTF8Bytes, profile: LanguageProfile, words: WordSegmenter) {
    self.bytes = bytes
    self.profile = profile
    self.words = words
  }

  /// The offset at which the report begins; 0 where nothing stands before it.
  package func end() -> Int {
    let start = bytes.skippingSpace(from: 0)
    let labelled = endOfLabel(at: start)
    let end = endOfDateline(at: labelled ?? start) ?? labelled ?? 0
    // A line that has nothing else is not the opening of a report.
    return words.next(in: bytes, from: end) == nil ? 0 : end
  }

  // MARK: - Labels

  /// “[UPDATE] ”, “UPDATED - ”, «عاجل | », «#عاجل»: a label in brackets, with a mark after it, or with a hash before it.
  private func endOfLabel(at start: Int) -> Int? {
    guard profile.cues.hasLabels else { return nil }
    var at = start
    let opener = bytes[at]
    if [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "#")].contains(opener) { at += 1 }
    guard let word = words.next(in: bytes, from: at), word.lowerBound == at, profile.cues.isLabel(folded(word)) else {
      return nil
    }
    at = bytes.skippingSpace(from: word.upperBound)
    switch opener {
    case UInt8(ascii: "("), UInt8(ascii: "["):
      guard bytes[at] == UInt8(ascii: ")") || bytes[at] == UInt8(ascii: "]") else { return nil }
      at += 1
      return separator(at: at)?.end ?? bytes.skippingSpace(from: at)
    case UInt8(ascii: "#"): return separator(at: at)?.end ?? at
    default:
      // The hyphen of a compound is not set apart.
      guard let found = separator(at: at), found.kind != .slash, at > word.upperBound || bytes[at] != 0x2D else {
        return nil
      }
      return found.end
    }
  }

  // MARK: - Datelines

  private enum Separator {
    case dash, colon, slash, bar
  }

  /// What stands between two separators.
  private struct Segment {
    var words: [[UInt8]] = []
    /// Words in capitals, and words that begin with a small letter without a number before them.
    var shouted = 0
    var lower = 0
    var functionWords = 0
    var hasDigit = false
    var hasComma = false
    /// An abbreviation with its point: “Me.”
    var hasAbbreviation = false
    /// It ends with a group in brackets: the agency.
    var hasGroup = false
    var separator = Separator.dash
    var end = 0
  }

  private func endOfDateline(at start: Int) -> Int? {
    if bytes[start] == UInt8(ascii: "("), let end = endOfBareAgency(at: start) { return end }
    let isCaseless = bytes.unicodeClass(at: start) == .caseless || profile.code == "ar"
    let segments = segments(from: start, isCaseless)
    guard let first = segments.first, !marksPicture(at: start) || isByline(first) else { return nil }
    return isCaseless ? arabicEnd(segments) : latinEnd(first, segments.dropFirst())
  }

  /// “(CNN) The storm …”: an agency in brackets with nothing before it and no dash after it.
  private func endOfBareAgency(at start: Int) -> Int? {
    guard let group = group(at: start), group.isAgency else { return nil }
    let next = bytes.skippingSpace(from: group.end)
    if let found = separator(at: next) { return found.end }
    let kind = bytes.unicodeClass(at: next)
    return kind == .upper || kind == .caseless ? next : nil
  }

  private func latinEnd(_ first: Segment, _ rest: ArraySlice<Segment>) -> Int? {
    guard first.words.count <= Self.mostPlaceWords.cased, first.lower == 0,
      first.separator == .dash || first.hasGroup && first.separator == .colon
    else { return nil }
    let isShouted = first.shouted > 0 && first.shouted * 2 >= first.words.count
    let isPlace = first.hasGroup || isShouted || first.hasComma && (first.hasDigit || first.hasAbbreviation)
    guard isPlace, opensSentence(first.end) else { return nil }
    var end = first.end
    for segment in rest {
      let isMore = segment.words.count <= 4 && segment.lower == 0 && (segment.hasDigit || isAgency(segment))
      guard isMore, segment.separator == .dash, opensSentence(segment.end) else { break }
      end = segment.end
    }
    return end
  }

  /// In a script without capitals the agency, the day or a byline tells; a place alone only where no second dash
  /// follows, which would close an insertion.
  private func arabicEnd(_ segments: [Segment]) -> Int? {
    var end: Int?
    var length = 0
    for (index, segment) in segments.enumerated() {
      length += segment.words.count
      if segment.functionWords > 0 || length > Self.mostPlaceWords.caseless { break }
      let hasByline =
        segment.separator == .colon
        && (index == 0 ? segment.words.count <= 6 : segments[0].words.count <= 5) && isByline(segments[0])
      let isDay = index > 0 && segment.hasDigit && segment.words.count <= 4
      let agency = isAgency(segment) && (index > 0 || segment.separator == .colon)
      if hasByline || isDay || agency || segment.hasGroup && segment.words.count <= 7 {
        end = segment.end
      }
    }
    if let end { return end }
    guard segments.count == 1, let place = segments.first, place.separator == .dash, place.words.count <= 2,
      place.functionWords == 0, !place.hasDigit, bytes.count - place.end >= 60
    else { return nil }
    return place.end
  }

  /// “FILE - …” is the beginning of a caption.
  private func marksPicture(at start: Int) -> Bool {
    var opening = OpeningWords()
    var at = start
    while opening.ends.count < OpeningWords.limit, let word = words.next(in: bytes, from: at) {
      opening.append(word, in: bytes)
      at = word.upperBound
    }
    if case .marked = profile.cues.opening(of: opening) { return true }
    return false
  }

  private func isByline(_ segment: Segment) -> Bool { segment.words.first.map(profile.cues.isByline) ?? false }

  private func isAgency(_ segment: Segment) -> Bool {
    segment.hasGroup || profile.cues.isAgency(Array(segment.words.joined(separator: [0x20])))
  }

  private func opensSentence(_ offset: Int) -> Bool {
    switch bytes.unicodeClass(at: offset) {
    case .upper, .digit, .caseless: return true
    default:
      return SentenceMark.at(offset, in: bytes).mark == .quote
        || SentenceMark.at(offset, in: bytes).mark == .openBracket
    }
  }

  // MARK: - Reading

  private func segments(from start: Int, _ isCaseless: Bool) -> [Segment] {
    var result: [Segment] = []
    var segment = Segment()
    var at = start
    var scalars = 0
    var followsDigit = false
    while at < bytes.count, scalars < Self.reach, result.count < Self.mostSegments {
      if let found = separator(at: at) {
        guard !segment.words.isEmpty || segment.hasGroup else { break }
        segment.separator = found.kind
        segment.end = found.end
        result.append(segment)
        segment = Segment()
        followsDigit = false
        at = found.end
        continue
      }
      if let group = group(at: at) {
        // Only at the end of its segment is it an agency.
        let next = bytes.skippingSpace(from: bytes[group.end] == UInt8(ascii: ".") ? group.end + 1 : group.end)
        guard let found = separator(at: next) ?? (group.isKnown && result.isEmpty ? (.dash, next) : nil) else { break }
        segment.hasGroup = true
        segment.separator = found.kind
        segment.end = found.end
        result.append(segment)
        segment = Segment()
        at = found.end
        continue
      }
      if let word = words.next(in: bytes, from: at), word.lowerBound == at {
        read(word, &segment, followsDigit)
        // Most openings are known by a word or two to be no dateline.
        if result.isEmpty, isCaseless ? !mayBeCaseless(segment) : !mayBeCased(segment) { return [] }
        followsDigit = bytes.unicodeClass(at: word.lowerBound) == .digit
        scalars += word.count
        at = word.upperBound
        continue
      }
      let (mark, length) = SentenceMark.at(at, in: bytes)
      switch mark {
      case .point:
        // After an abbreviation a dateline goes on; after anything else the sentence ends.
        guard let last = segment.words.last, last.count <= 5 else { return result }
        segment.hasAbbreviation = true
      case .continuation: if bytes[at] == UInt8(ascii: ",") || bytes[at] == 0xD8 { segment.hasComma = true }
      case .other: break
      default: return result
      }
      scalars += 1
      at += length
    }
    return result
  }

  private func mayBeCased(_ first: Segment) -> Bool {
    first.lower == 0 && first.words.count <= Self.mostPlaceWords.cased
  }

  private func mayBeCaseless(_ first: Segment) -> Bool {
    first.functionWords == 0 && first.words.count <= Self.mostPlaceWords.caseless
  }

  private func read(_ word: Range<Int>, _ segment: inout Segment, _ followsDigit: Bool) {
    let text = folded(word)
    if profile.isStopWord(text) { segment.functionWords += 1 }
    segment.words.append(text)
    switch bytes.unicodeClass(at: word.lowerBound) {
    case .digit: segment.hasDigit = true
    case .lower: if !followsDigit { segment.lower += 1 }
    case .upper:
      let second = word.lowerBound + bytes.scalar(at: word.lowerBound).length
      if second < word.upperBound, bytes.unicodeClass(at: second) == .upper { segment.shouted += 1 }
    default: break
    }
  }

  /// A few words in brackets, in slashes or between quotation marks that point inwards.
  private func group(at offset: Int) -> (end: Int, isAgency: Bool, isKnown: Bool)? {
    let closer: UInt32
    switch bytes.scalar(at: offset).value {
    case 0x28: closer = 0x29
    case 0x5B: closer = 0x5D
    case 0xAB: closer = 0xBB
    case 0x2F where bytes.unicodeClass(at: offset + 1).isLetter: closer = 0x2F
    default: return nil
    }
    var at = offset + bytes.scalar(at: offset).length
    var count = 0
    var content: [[UInt8]] = []
    var isShouted = true
    while at < bytes.count, count < 40 {
      let (value, length) = bytes.scalar(at: at)
      if value == closer {
        guard !content.isEmpty, content.count <= 5 else { return nil }
        let isKnown = profile.cues.isAgency(Array(content.joined(separator: [0x20])))
        return (at + length, isKnown || isShouted, isKnown)
      }
      if let word = words.next(in: bytes, from: at), word.lowerBound == at {
        content.append(folded(word))
        let isUpper = word.allSatisfy { bytes[$0] &- 0x41 < 26 }
        if !isUpper || word.count < 2 { isShouted = false }
        at = word.upperBound
        count += word.count
      } else {
        at += length
        count += 1
      }
    }
    return nil
  }

  /// A mark that sets apart what stands before it, and where the text after it begins.
  private func separator(at offset: Int) -> (kind: Separator, end: Int)? {
    let at = bytes.skippingSpace(from: offset)
    let hasSpace = at > offset || offset > 0 && bytes.unicodeClass(at: bytes.startOfScalar(before: offset)) == .space
    let before = at > 0 ? bytes[bytes.startOfScalar(before: at)] : 0
    let next = bytes[at + 1]
    let kind: Separator
    switch bytes.scalar(at: at).value {
    case 0x2012...0x2015, 0x2212: kind = .dash
    case 0x2D:
      let isApart = hasSpace && (next == 0x20 || next == 0x28 || next == 0x2D)
      guard isApart || next == 0x2D || before == 0x29 || before == 0x2E || next == 0x20 else { return nil }
      kind = .dash
    case 0x2E where next == 0x2D: kind = .dash
    case 0x3A:
      guard next == 0x20 || at + 1 >= bytes.count else { return nil }
      kind = .colon
    case 0x7C: kind = .bar
    case 0x2F where hasSpace && next == 0x20: kind = .slash
    case 0x2F where profile.code == "ar" && bytes.unicodeClass(at: at + 1) != .digit && next != 0x20: kind = .slash
    default: return nil
    }
    var end = at
    while end < bytes.count {
      let (value, length) = bytes.scalar(at: end)
      guard
        [0x2D, 0x2E, 0x3A, 0x7C, 0x2F].contains(value) || (0x2012...0x2015).contains(value) || value == 0x2212
          || bytes.unicodeClass(at: end) == .space
      else { break }
      end += length
    }
    return (kind, end)
  }

  private func folded(_ word: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    TextFolding.appendFolded(bytes, range: word, to: &result)
    return result
  }
}
