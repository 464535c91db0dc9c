/// Words after UAX #29, tailored for news: runs of letters, marks and digits; an apostrophe inside a word, a point or
/// comma between digits, and the points of initials (“U.S.”) and host names belong to it; hyphens divide. Elided
/// articles (“l’”, “qu’”) are words of their own where the language has them.
package struct WordSegmenter {
  /// French, Italian, Catalan: an apostrophe ends a word.
  let dividesAtApostrophe: Bool

  package init(dividesAtApostrophe: Bool) {
    self.dividesAtApostrophe = dividesAtApostrophe
  }

  /// The next word at or after `offset`, nil when there is none.
  package func next(in bytes: UTF8Bytes, from offset: Int) -> Range<Int>? {
    var start = offset
    while start < bytes.count {
      if bytes[start] == 0x20 {
        start += 1
        continue
      }
      let (value, length) = bytes.scalar(at: start)
      let kind = UnicodeClass.of(value)
      if kind == .ideograph { return start..<min(bytes.count, start + length) }
      if kind.isLetter || kind == .digit { return start..<min(bytes.count, end(of: start, in: bytes)) }
      start += length
    }
    return nil
  }

  /// Whether a word starts in a range.
  func startsWord(in bytes: UTF8Bytes, within range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < range.upperBound {
      let (value, length) = bytes.scalar(at: at)
      let kind = UnicodeClass.of(value)
      if kind.isLetter || kind == .digit || kind == .ideograph { return true }
      at += length
    }
    return false
  }

  private func end(of start: Int, in bytes: UTF8Bytes) -> Int {
    var at = start
    var end = start
    var last = UnicodeClass.other
    while at < bytes.count {
      if let (kind, length) = Self.usualLetter(at: at, in: bytes) {
        at += length
        end = at
        last = kind
        continue
      }
      let (value, length) = bytes.scalar(at: at)
      let kind = UnicodeClass.of(value)
      if kind == .ideograph { return end }
      if kind.isLetter || kind == .digit {
        at += length
        end = at
        last = kind
        continue
      }
      if kind == .mark || value == 0x5F {
        at += length
        // Marks of the script belong to the letter; invisible controls only when the word goes on.
        if value < 0x2000 && value != 0xAD { end = at }
        continue
      }
      let next = bytes.unicodeClass(at: at + length)
      switch value {
      case 0x27, 0x2019, 0x02BC:
        guard last.isLetter, next.isLetter, next != .ideograph else { return end }
        if dividesAtApostrophe { return at + length }
      case 0x2E:
        let joinsDigits = last == .digit && next == .digit
        guard joinsDigits || joinsInitials(at: at, wordStart: start, in: bytes) else { return end }
      case 0x2C, 0x066B, 0x066C:
        guard last == .digit, next == .digit else { return end }
      case 0x22, 0x05F4, 0x05F3:
        // Gershayim of Hebrew acronyms.
        guard next == .caseless, Self.isHebrew(bytes, before: at), Self.isHebrew(bytes, at: at + length) else {
          return end
        }
      default: return end
      }
      at += length
    }
    return end
  }

  /// Letters of ASCII and the Arabic ones of U+0620…U+063F and U+0641…U+064A, which nearly all are; nil for others.
  @inline(__always)
  private static func usualLetter(at offset: Int, in bytes: UTF8Bytes) -> (kind: UnicodeClass, length: Int)? {
    let byte = bytes.base[offset]
    if (byte | 0x20) &- 0x61 < 26 { return (byte < 0x61 ? .upper : .lower, 1) }
    let next = bytes[offset + 1]
    let isArabic = byte == 0xD8 ? next >= 0xA0 : byte == 0xD9 && next &- 0x81 < 10
    return isArabic ? (.caseless, 2) : nil
  }

  /// “U.S”, “e.g”, “example.org”: a point joins single cased letters, or lower-case letters on both sides.
  private func joinsInitials(at point: Int, wordStart: Int, in bytes: UTF8Bytes) -> Bool {
    let next = bytes.unicodeClass(at: point + 1)
    let beforeStart = bytes.startOfScalar(before: point)
    let before = bytes.unicodeClass(at: beforeStart)
    guard before == .lower || before == .upper else { return false }
    if next == .lower && before == .lower { return true }
    guard next == .upper || next == .lower else { return false }
    let isSingle = beforeStart == wordStart || bytes[beforeStart - 1] == 0x2E
    let afterNext = bytes.unicodeClass(at: point + 1 + bytes.scalar(at: point + 1).length)
    return isSingle && !afterNext.isLetter
  }

  private static func isHebrew(_ bytes: UTF8Bytes, before offset: Int) -> Bool {
    isHebrew(bytes, at: bytes.startOfScalar(before: offset))
  }

  private static func isHebrew(_ bytes: UTF8Bytes, at offset: Int) -> Bool {
    (0x0591...0x05F4).contains(bytes.scalar(at: offset).value)
  }
}
