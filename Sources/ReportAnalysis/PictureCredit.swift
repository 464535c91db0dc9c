import ReportArticles

/// The credit of a picture at the end of its caption: “(AP Photo/Jane Doe)”, “Jane Doe/Getty Images”, «(تصوير: …)».
enum PictureCredit {
  /// Captions are short.
  private static let longestCaption = 700
  private static let longestCredit = 90

  /// Whether a paragraph ends with a credit, and so is a caption.
  static func ends(_ bytes: UTF8Bytes, cues: SentenceCues) -> Bool {
    guard bytes.count <= longestCaption else { return false }
    var end = bytes.count
    while end > 0, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x2E { end -= 1 }
    guard end > 0 else { return false }
    let isBracketed = bytes[end - 1] == 0x29
    // A sentence that ends with its point names no photographer behind its last slash.
    if !isBracketed, end < bytes.count, bytes[end] == 0x2E { return false }
    let last = isBracketed ? end - 1 : end
    var start = last
    while start > 0, last - start < longestCredit {
      let byte = bytes[start - 1]
      if isBracketed ? byte == 0x28 : byte == 0x2E || byte == 0x29 || byte == 0x21 || byte == 0x3F { break }
      start -= 1
    }
    let isWhole = start == 0 && !isBracketed
    guard start > 0 || isWhole, last - start < longestCredit else { return false }
    return isCredit(start..<last, in: bytes, cues, isBracketed: isBracketed)
  }

  /// Few words, with names on both sides of a slash, or one that says what it is: “Photo by …”.
  private static func isCredit(
    _ range: Range<Int>, in bytes: UTF8Bytes, _ cues: SentenceCues, isBracketed: Bool
  ) -> Bool {
    let segmenter = WordSegmenter(dividesAtApostrophe: false)
    var words = 0
    var lower = 0
    var opening = OpeningWords()
    var at = range.lowerBound
    while let word = segmenter.next(in: bytes, from: at), word.lowerBound < range.upperBound {
      words += 1
      if bytes.unicodeClass(at: word.lowerBound) == .lower { lower += 1 }
      opening.append(word, in: bytes)
      at = word.upperBound
    }
    guard words >= 2, words <= 8 else { return false }
    switch cues.opening(of: opening) {
    case .marked: return true
    case .unmarked where range.lowerBound > 0: return true
    default: break
    }
    guard lower <= 1, words >= 3 else { return false }
    return range.contains { offset in
      guard bytes[offset] == 0x2F, offset > range.lowerBound else { return false }
      let next = bytes.unicodeClass(at: bytes[offset + 1] == 0x20 ? offset + 2 : offset + 1)
      return next == .upper || next == .caseless
    }
  }
}
