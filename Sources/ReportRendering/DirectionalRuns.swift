import ReportArticles
import ReportDocument

/// Finds the runs of text that need an isolate of their own: Latin names, codes and numbers inside right-to-left text, and
/// right-to-left words inside left-to-right text.
enum DirectionalRuns {
  enum Kind {
    case left, right, digit, neutral, mark
    /// A directional control that is taken out of the text; no run goes across it.
    case control
  }

  static func kind(of scalar: UInt32) -> Kind {
    switch scalar {
    case 0x30...0x39: return .digit
    case 0x41...0x5A, 0x61...0x7A, 0xAA, 0xB5, 0xBA: return .left
    case 0..<0xC0, 0xD7, 0xF7: return .neutral
    case 0xC0...0x2B8: return .left
    case 0x0300...0x036F: return .mark
    case 0x2B9...0x36F: return .neutral
    case 0x370...0x58F: return .left
    case 0x610...0x61A, 0x64B...0x65F, 0x670, 0x6D6...0x6DC, 0x6DF...0x6E4, 0x6E7, 0x6E8, 0x6EA...0x6ED,
      0x591...0x5BD, 0x5BF, 0x5C1, 0x5C2, 0x5C4, 0x5C5, 0x5C7:
      return .mark
    case 0x600...0x607, 0x609...0x60F, 0x61B...0x61F, 0x660...0x66D, 0x6D4, 0x6F0...0x6F9: return .neutral
    case 0x590...0x8FF: return .right
    case 0x900...0x1FFF: return .left
    case 0x202A...0x202E, 0x2066...0x2069: return .control
    case 0x200B...0x200F: return .mark
    case 0x2000...0x2BFF, 0x2E00...0x2E7F, 0x3000...0x3004, 0x3008...0x3020, 0x3030: return .neutral
    case 0xFB1D...0xFDFF, 0xFE70...0xFEFC: return .right
    case 0xFE00...0xFE0F, 0xFE20...0xFE2F: return .mark
    case 0x10800...0x10FFF, 0x1E800...0x1EFFF: return .right
    case 0x1F000...0x1FAFF, 0xFE10...0xFE6F, 0xFF00...0xFF20: return .neutral
    case 0xE0000...0xE0FFF: return .mark
    default: return .left
    }
  }

  /// Byte ranges of the foreign runs in `bytes`, in order, not touching.
  static func foreign(in bytes: UnsafeBufferPointer<UInt8>, base: TextDirection) -> [Range<Int>] {
    base == .leftToRight ? rightInLeft(bytes) : leftInRight(bytes)
  }

  private static func rightInLeft(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    // Nothing below U+0590 is right to left; its first byte in UTF-8 is 0xD6.
    guard let first = bytes.firstIndex(where: { $0 >= 0xD6 }) else { return [] }
    var runs: [Range<Int>] = []
    var run: Range<Int>?
    var index = first
    while index < bytes.count {
      let (scalar, length) = UTF8Decoding.scalar(bytes, index)
      let next = index + length
      switch kind(of: scalar) {
      case .right: run = (run?.lowerBound ?? index)..<next
      case .mark where run?.upperBound == index: run = (run?.lowerBound ?? index)..<next
      case .digit: if let begun = run, index - begun.upperBound <= 1 { run = begun.lowerBound..<next }
      case .neutral where (0x660...0x669).contains(scalar) || (0x6F0...0x6F9).contains(scalar):
        if let begun = run, index - begun.upperBound <= 1 { run = begun.lowerBound..<next }
      case .left, .control:
        if let begun = run { runs.append(begun) }
        run = nil
      case .mark, .neutral: break
      }
      index = next
    }
    if let run { runs.append(run) }
    return runs
  }

  private static func leftInRight(_ bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var run: Range<Int>?
    var hasLetters = false
    var index = 0
    func close() {
      if let begun = run {
        runs.append(hasLetters ? withSymbols(begun, in: bytes, after: runs.last?.upperBound ?? 0) : begun)
      }
      run = nil
      hasLetters = false
    }
    while index < bytes.count {
      // Arabic letters and their spaces are the common case.
      if bytes[index] & 0xC0 == 0x80 {
        index += 1
        continue
      }
      let (scalar, length) = UTF8Decoding.scalar(bytes, index)
      let next = index + length
      switch kind(of: scalar) {
      case .left:
        if run == nil, isGlued(bytes, index) {
          // The rest of the word goes with it.
          index = next
          while index < bytes.count {
            let (scalar, length) = UTF8Decoding.scalar(bytes, index)
            guard kind(of: scalar) != .neutral, kind(of: scalar) != .control else { break }
            index += length
          }
          continue
        }
        // A number belongs to the letters that it touches or is joined to, not to a name further on.
        if let begun = run, !hasLetters, !isJoined(bytes, begun.upperBound..<index, by: wordSigns) { close() }
        run = (run?.lowerBound ?? index)..<next
        hasLetters = true
      case .digit:
        if let begun = run {
          let gap = begun.upperBound..<index
          if hasLetters ? gap.count > 1 && !isAttached(bytes, gap) : !isJoined(bytes, gap, by: numberSigns) { close() }
        }
        run = (run?.lowerBound ?? index)..<next
      case .mark: if let begun = run, begun.upperBound == index { run = begun.lowerBound..<next }
      case .right, .control: close()
      case .neutral: break
      }
      index = next
    }
    close()
    return runs
  }

  /// Whether a letter follows two or more right-to-left letters without a gap: then it is part of their word, not a name
  /// with a one-letter particle before it.
  private static func isGlued(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    var before = index
    for _ in 0..<2 {
      guard before > 0 else { return false }
      before -= 1
      while before > 0, bytes[before] & 0xC0 == 0x80 { before -= 1 }
      let kind = kind(of: UTF8Decoding.scalar(bytes, before).0)
      guard kind == .right || kind == .mark else { return false }
    }
    return true
  }

  /// Whether what stands between letters and a digit is ASCII without a space, as in an address.
  private static func isAttached(_ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>) -> Bool {
    bytes[gap].allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Signs of file names, addresses and compounds, which make a number and a letter one word: & - . / @ _ ~
  private static let wordSigns: [UInt8] = [0x26, 0x2D, 0x2E, 0x2F, 0x40, 0x5F, 0x7E]
  /// Signs that keep two digits one number: . , : /
  private static let numberSigns: [UInt8] = [0x2E, 0x2C, 0x3A, 0x2F]

  /// Whether nothing stands in a gap, or one of some signs.
  private static func isJoined(
    _ bytes: UnsafeBufferPointer<UInt8>, _ gap: Range<Int>, by signs: [UInt8]
  ) -> Bool {
    gap.isEmpty || gap.count == 1 && signs.contains(bytes[gap.lowerBound])
  }

  /// A run with the symbols that belong to it: `C++`, `#tag`, `@name`, `(UK)` after a name.
  private static func withSymbols(
    _ run: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>, after floor: Int
  ) -> Range<Int> {
    var (lower, upper) = (run.lowerBound, run.upperBound)
    while lower > floor, [0x23, 0x40, 0x24].contains(bytes[lower - 1]) { lower -= 1 }
    while upper < bytes.count, [0x2B, 0x23, 0x25].contains(bytes[upper]) { upper += 1 }
    let inside = bytes[lower..<upper]
    if upper < bytes.count, bytes[upper] == 0x29,
      inside.count(where: { $0 == 0x28 }) > inside.count(where: { $0 == 0x29 })
    {
      upper += 1
    }
    return lower..<upper
  }

  /// The direction of a text by its letters: that of at least three fifths of them, `base` when neither has so many, nil
  /// when there are no letters.
  static func direction(of text: String, base: TextDirection) -> TextDirection? {
    var tally = Tally()
    tally.add(text)
    return tally.direction(base: base)
  }

  /// Counts letters of both directions over several pieces of text; those of addresses and names of files only where there
  /// are no others.
  struct Tally {
    private var left = 0
    private var right = 0
    private var leftOfAddresses = 0

    mutating func add(_ text: String) {
      var text = text
      let (moreLeft, moreRight, address) = text.withUTF8 { bytes -> (Int, Int, Int) in
        var (left, right, address) = (0, 0, 0)
        var index = 0
        var spans = AddressSpans.ranges(in: bytes)[...]
        while index < bytes.count {
          let byte = bytes[index]
          if let span = spans.first, index >= span.lowerBound {
            address += span.count
            index = span.upperBound
            spans.removeFirst()
          } else if byte < 0x80 {
            let folded = byte | 0x20
            if folded >= 0x61, folded <= 0x7A { left += 1 }
            index += 1
          } else {
            let (scalar, length) = UTF8Decoding.scalar(bytes, index)
            switch kind(of: scalar) {
            case .left: left += 1
            case .right: right += 1
            default: break
            }
            index += length
          }
        }
        return (left, right, address)
      }
      leftOfAddresses += address
      left += moreLeft
      right += moreRight
    }

    mutating func add(_ inlines: [Inline]) {
      for inline in inlines {
        switch inline {
        case .text(let text), .date(let text, _): add(text)
        case .strong(let inner), .emphasis(let inner), .link(let inner, _): add(inner)
        case .span(let inner, _, let direction): if direction == nil { add(inner) }
        case .code, .number, .citation, .lineBreak: break
        }
      }
    }

    func direction(base: TextDirection) -> TextDirection? {
      if left + right == 0 { return leftOfAddresses > 0 ? .leftToRight : nil }
      if right * 5 >= (left + right) * 3 { return .rightToLeft }
      if left * 5 >= (left + right) * 3 { return .leftToRight }
      return base
    }
  }
}
