import ReportArticles

/// Takes out of a text what no reader should see and no comparison should trip over: controls, noncharacters,
/// presentation forms, stretched letters, directional overrides, foreign line ends.
enum TextCleaner {
  /// The clean text, and one warning for each kind of repair with the line of the first. Cost is one scan when there is
  /// nothing to repair.
  static func clean(_ utf8: [UInt8]) -> (bytes: [UInt8], warnings: [Article.Warning]) {
    guard TextTraits(of: utf8).contains(.unclean) else { return (utf8, []) }
    var cleaner = Pass()
    utf8.withUnsafeBufferPointer { cleaner.run(UTF8Bytes($0)) }
    if cleaner.mayHaveJoinedStretches {
      // What stood beside a stretch may be gone, and letters may have come in its place.
      var again = Pass()
      cleaner.output.withUnsafeBufferPointer { again.run(UTF8Bytes($0)) }
      cleaner.output = again.output
      for (code, found) in again.counts where cleaner.counts[code] == nil { cleaner.counts[code] = found }
    }
    return (cleaner.output, cleaner.warnings)
  }

  /// A single value, such as a field of a record.
  static func clean(_ text: String) -> String {
    guard TextTraits(of: text).contains(.unclean) else { return text }
    return String(decoding: clean(Array(text.utf8)).bytes, as: UTF8.self)
  }

  private struct Pass {
    var output: [UInt8] = []
    var counts: [WarningCode: (count: Int, line: Int)] = [:]
    var line = 1

    mutating func run(_ bytes: UTF8Bytes) {
      output.reserveCapacity(bytes.count)
      var index = 0
      while index < bytes.count {
        let start = index
        while index < bytes.count, !isSuspect(bytes, at: index) {
          if bytes[index] == 0x0A { line += 1 }
          index += 1
        }
        if start < index { output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes.base[start..<index])) }
        guard index < bytes.count else { return }
        let (value, length) = bytes.scalar(at: index)
        let next = bytes.scalar(at: index + length).value
        switch value {
        case 0x0D:
          note(.lineEnds)
          if next != 0x0A { emit(0x0A) }
        case 0x85, 0x2028, 0x2029:
          note(.lineEnds)
          emit(0x0A)
        case 0x1B:
          note(.controlCharacters)
          index = endOfTerminalSequence(bytes, from: index)
          continue
        case 0x0B, 0x0C:
          note(.controlCharacters)
          emit(0x0A)
        case 0: note(.nulBytes)
        case 0x01..<0x09, 0x0E..<0x20, 0x7F..<0xA0: note(.controlCharacters)
        case 0xFEFF: note(.byteOrderMark)
        case 0x202D, 0x202E: note(.bidiOverrides)
        case 0xFDD0..<0xFDF0: note(.noncharacters)
        case _ where value & 0xFFFE == 0xFFFE: note(.noncharacters)
        case 0x0640:
          let isInside = ArabicForms.isLetter(next) || next == 0x0640
          if isInside, index > 0, ArabicForms.joins(bytes.scalar(at: bytes.startOfScalar(before: index)).value) {
            var end = index
            while bytes[end] == 0xD9, bytes[end + 1] == 0x80 { end += 2 }
            if end < bytes.count, ArabicForms.isLetter(bytes.scalar(at: end).value) {
              note(.tatweel)
              index = end
              continue
            }
            // A stretch at the end of a word stays; it is not looked at again from each of its characters.
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes.base[index..<end]))
            index = end
            continue
          }
          emit(value)
        case 0xFB00...0xFDFF, 0xFE70...0xFEFF:
          if let base = TextFolding.presentationForms[value] {
            note(.presentationForms)
            base.forEach { emit($0) }
          } else {
            emit(value)
          }
        default: emit(value)
        }
        index += length
      }
    }

    /// Whether the byte begins a character that may have to go: all others are copied in runs.
    private func isSuspect(_ bytes: UTF8Bytes, at index: Int) -> Bool {
      let byte = bytes[index]
      if byte < 0x7F { return byte < 0x20 && byte != 0x0A && byte != 0x09 }
      switch byte {
      case 0x7F, 0xEF...: return true
      case 0xC2: return bytes[index + 1] < 0xA0
      case 0xD9: return bytes[index + 1] == 0x80
      case 0xE2: return bytes[index + 1] == 0x80 && (0xA8...0xAE).contains(bytes[index + 2])
      default: return false
      }
    }

    /// Whether a stretch is left, and something was taken out or put in that it may have stood beside.
    var mayHaveJoinedStretches: Bool {
      counts.keys.contains { $0 != .tatweel && $0 != .lineEnds } && output.containsStretch
    }

    private mutating func emit(_ value: UInt32) {
      if value == 0x0A { line += 1 }
      UnicodeForms.append(value, to: &output)
    }

    private mutating func note(_ code: WarningCode) {
      counts[code, default: (0, line)].count += 1
    }

    /// Past an escape sequence of ECMA-48: CSI … final byte, OSC … BEL or ST, or two characters.
    private func endOfTerminalSequence(_ bytes: UTF8Bytes, from start: Int) -> Int {
      var index = start + 1
      guard index < bytes.count else { return index }
      let limit = min(bytes.count, start + 256)
      if bytes[index] == UInt8(ascii: "[") {
        index += 1
        while index < limit, (0x20..<0x40).contains(bytes[index]) { index += 1 }
        return index < bytes.count ? index + bytes.scalar(at: index).length : index
      }
      if bytes[index] == UInt8(ascii: "]") {
        while index < limit, bytes[index] != 7, bytes[index] != 0x0A, bytes[index] != 0x1B { index += 1 }
        if index < limit { return bytes[index] == 7 ? index + 1 : index }
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
      }
      return index
    }

    var warnings: [Article.Warning] {
      TextCleaner.messages.compactMap { code, message in
        counts[code].map {
          Article.Warning(code, "\(message) (\($0.count)×)", line: $0.line)
        }
      }
    }
  }

  // In the order in which they are reported.
  private static let messages: [(code: WarningCode, message: String)] = [
    (.lineEnds, "CRLF or other line ends became LF"),
    (.nulBytes, "NUL bytes, a control character, removed"),
    (.controlCharacters, "control characters and terminal sequences removed"),
    (.noncharacters, "noncharacters of Unicode removed"),
    (.byteOrderMark, "a byte order mark (BOM, zero-width no-break space) inside the text removed"),
    (.bidiOverrides, "bidirectional override controls removed"),
    (.presentationForms, "Arabic presentation forms and ligatures became their letters"),
    (.tatweel, "tatweel (kashida) inside words removed"),
  ]
}

extension [UInt8] {
  /// Whether U+0640 is in a text.
  fileprivate var containsStretch: Bool {
    let stretch: [UInt8] = [0xD9, 0x80]
    return withUnsafeBufferPointer { bytes in stretch.withUnsafeBufferPointer { bytes.holds($0) } }
  }
}
