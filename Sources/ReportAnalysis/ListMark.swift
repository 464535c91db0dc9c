import ReportArticles

/// The mark of a list or a note before a sentence.
enum ListMark: Sendable {
  case none
  /// A bullet, an asterisk, a number with a bracket: a mark by itself.
  case note
  /// A number with a point, a letter, a dash, «أولا:»: one in company of others only.
  case item

  /// The mark that a sentence begins with.
  init(_ range: Range<Int>, in bytes: UTF8Bytes, cues: SentenceCues) {
    let value = bytes.scalar(at: range.lowerBound).value
    switch value {
    // * † ‡ • ‣ ※ ■ □ ▪ ▫ ● ◦ ➢ ✓
    case 0x2A, 0x2020...0x2023, 0x203B, 0x25A0, 0x25A1, 0x25AA, 0x25AB, 0x25CF, 0x25E6, 0x2713, 0x27A2: self = .note
    case 0x2D, 0x2012...0x2015: self = .item
    default:
      let kind = bytes.unicodeClass(at: range.lowerBound)
      self = kind.isLetter || kind == .digit || value == 0x28 ? Self.enumerator(range, in: bytes, cues) : .none
    }
  }

  private static func enumerator(_ range: Range<Int>, in bytes: UTF8Bytes, _ cues: SentenceCues) -> ListMark {
    var at = range.lowerBound
    let isBracketed = bytes[at] == 0x28
    if isBracketed { at += 1 }
    let start = at
    let isNumber = bytes.unicodeClass(at: at) == .digit
    var scalars = 0
    while at < range.upperBound, scalars < 14 {
      let kind = bytes.unicodeClass(at: at)
      guard isNumber ? kind == .digit : kind.isLetter || kind == .mark else { break }
      scalars += kind == .mark ? 0 : 1
      at += bytes.scalar(at: at).length
    }
    guard scalars > 0, at < range.upperBound else { return .none }
    let isShort = scalars <= (isNumber ? 2 : 1)
    if bytes[at] == 0x29 { return isShort ? (isNumber && !isBracketed ? .note : .item) : .none }
    if isBracketed { return .none }
    if isShort, isNumber {
      let space = bytes[at] == 0x20 ? at + 1 : at
      if bytes[at] == 0x2E { return bytes[at + 1] == 0x20 ? .item : .none }
      if bytes[space] == 0x2D || bytes[space] == 0x2F, bytes[space + 1] == 0x20 { return .item }
      return .none
    }
    if !isNumber, bytes[at] == 0x20, bytes.unicodeClass(at: at + 1) == .digit {
      // “Step 3: …”
      var end = at + 1
      while end < at + 5, bytes.unicodeClass(at: end) == .digit { end += bytes.scalar(at: end).length }
      return bytes[end] == 0x3A ? .item : .none
    }
    guard bytes[at] == 0x3A, !isNumber else { return .none }
    var folded: [UInt8] = []
    TextFolding.appendFolded(bytes, range: start..<at, to: &folded)
    return cues.isOrdinal(folded) ? .item : .none
  }
}
