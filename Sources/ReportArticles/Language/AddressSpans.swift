/// Addresses of the web and of mail, handles, hashtags and names of files in running text. Their letters say nothing of the
/// language or the direction of what they stand in (as in UAX #9, HL4, they are units of their own).
package enum AddressSpans {
  /// Their byte ranges in UTF-8, ascending. Linear.
  package static func ranges(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var at = 0
    while at < bytes.count {
      guard isVisible(bytes[at]) else {
        at += 1
        continue
      }
      var end = at + 1
      var (hasSign, hasLetter) = (isSign(bytes[at]), isLetter(bytes[at]))
      while end < bytes.count, isVisible(bytes[end]) {
        hasSign = hasSign || isSign(bytes[end])
        hasLetter = hasLetter || isLetter(bytes[end])
        end += 1
      }
      if hasSign, hasLetter, let extent = extent(of: trimmed(at..<end, bytes), bytes) {
        // What begins as an address of the web may go on in any script.
        if extent == .open { while end < bytes.count, bytes[end] > 0x20 { end += 1 } }
        result.append(at..<end)
      }
      at = end
    }
    return result
  }

  /// A text without them; nil when there is none, or nothing but them.
  package static func removed(from text: String) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      let ranges = ranges(in: bytes)
      if ranges.isEmpty { return nil }
      var kept: [UInt8] = []
      kept.reserveCapacity(bytes.count)
      var start = 0
      for range in ranges {
        kept += bytes[start..<range.lowerBound]
        start = range.upperBound
      }
      kept += bytes[start...]
      guard kept.contains(where: { isLetter($0) || $0 >= 0xC0 }) else { return nil }
      return String(decoding: kept, as: UTF8.self)
    }
  }

  private static func isVisible(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 || byte == UInt8(ascii: "-") }

  /// One of the signs without which nothing is an address: # . / @ \ _
  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x23, 0x2E, 0x2F, 0x40, 0x5C, 0x5F: return true
    default: return false
    }
  }

  /// Without the marks around it.
  private static func trimmed(_ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, "([{<'\"".utf8.contains(bytes[start]) { start += 1 }
    while end > start, ".,;:!?)]}>'\"".utf8.contains(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  private enum Extent {
    /// It ends with the ASCII.
    case closed
    /// What follows without a space may belong to it.
    case open
  }

  /// Whether a word of visible ASCII is one of them; nil when it is none.
  private static func extent(
    of range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Extent? {
    let word = UnsafeBufferPointer(rebasing: bytes[range])
    guard let first = word.first else { return nil }
    if first == UInt8(ascii: "@") || first == UInt8(ascii: "#") {
      return word.count > 1 && isWord(word[1]) ? .closed : nil
    }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "~"), word.count > 2,
      word.dropFirst(2).contains(UInt8(ascii: "/"))
    {
      return .closed
    }
    for index in word.indices.dropFirst().dropLast() {
      let (before, after) = (word[index - 1], word[index + 1])
      switch word[index] {
      case UInt8(ascii: "/") where before == UInt8(ascii: ":") && after == UInt8(ascii: "/"): return .open
      case UInt8(ascii: "@"), UInt8(ascii: "_"): if isWord(before), isWord(after) { return .closed }
      case UInt8(ascii: "\\"): if isWord(after) { return .closed }
      case UInt8(ascii: "."):
        // post.example, report.pdf; neither U.S nor 1.5 nor “e.g”.
        guard index > 1, index + 2 < word.count else { continue }
        if isWord(before), isWord(word[index - 2]), isLetter(after), isWord(word[index + 2]) {
          return word[index...].contains(UInt8(ascii: "/")) ? .open : .closed
        }
      default: continue
      }
    }
    return nil
  }
}
