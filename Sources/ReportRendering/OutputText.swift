/// Takes out of text what could mislead a reader or a program, whatever the articles contain.
///
/// Gone are control characters (but for tab and line feed), noncharacters, byte order marks, interlinear annotation and
/// the embedding and override controls of the bidirectional algorithm. Line and paragraph separators become spaces.
/// Isolates stay when they are balanced; open ones are closed at the end, and a stray end goes (UAX #9; UTR #36, 3.3).
/// Of marks on one letter the first thirty stay (UAX #15, 13): more would be drawn over the lines around.
enum OutputText {
  /// What is to be done with a scalar.
  enum Fate {
    case keep, drop, space, isolateStart, isolateEnd
  }

  static func fate(of scalar: UInt32) -> Fate {
    switch scalar {
    case 0x09, 0x0A: return .keep
    case 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029: return .space
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0xFEFF, 0xFFF9...0xFFFB, 0xFDD0...0xFDEF, 0x206A...0x206F: return .drop
    case 0x2066...0x2068: return .isolateStart
    case 0x2069: return .isolateEnd
    default: return scalar & 0xFFFE == 0xFFFE ? .drop : .keep
    }
  }

  /// Whether a byte can begin a scalar whose fate is not `keep`; the common case of running text is none.
  @inline(__always)
  private static func isSuspect(_ byte: UInt8) -> Bool {
    byte < 0x20
      ? byte != 0x0A && byte != 0x09 : byte >= 0x7F && (byte == 0x7F || byte == 0xC2 || byte == 0xE2 || byte >= 0xEF)
  }

  /// Marks that may follow one another, the limit of the Stream-Safe Text Format.
  private static let maximumMarks = 30

  static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var index = 0
    // So many marks in a row are twice as many bytes without an ASCII character among them.
    var afterASCII = 0
    var isLong = false
    while index < bytes.count {
      if bytes[index] < 0x80 {
        if index - afterASCII > 2 * maximumMarks { isLong = true }
        afterASCII = index + 1
      }
      if isSuspect(bytes[index]) {
        let (scalar, length) = UTF8Decoding.scalar(bytes, index)
        if fate(of: scalar) != .keep { return false }
        index += length
      } else {
        index += 1
      }
    }
    if bytes.count - afterASCII > 2 * maximumMarks { isLong = true }
    return !isLong || !hasManyMarks(bytes)
  }

  private static func hasManyMarks(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var (index, marks) = (0, 0)
    while index < bytes.count {
      let (scalar, length) = UTF8Decoding.scalar(bytes, index)
      marks = isMark(scalar) ? marks + 1 : 0
      if marks > maximumMarks { return true }
      index += length
    }
    return false
  }

  private static func isMark(_ scalar: UInt32) -> Bool {
    // The scripts with long runs of letters and no marks need no look into the tables.
    if scalar < 0x300 || (0x3040..<0xA66F).contains(scalar) || (0xAC00..<0xD800).contains(scalar) { return false }
    switch Unicode.Scalar(scalar)?.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return true
    default: return false
    }
  }

  /// The text without what is unsafe; `\r\n` counts as one space.
  static func cleaned(_ text: String) -> String {
    var text = text
    return text.withUTF8 { isClean($0) } ? text : rebuilt(text)
  }

  /// As `cleaned`, and without isolates: for text that gets isolates of our own making.
  static func cleanedWithoutIsolates(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in cleaned(text).unicodeScalars where !(0x2066...0x2069).contains(scalar.value) { view.append(scalar) }
    return String(view)
  }

  private static func rebuilt(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var open = 0
    var afterReturn = false
    var marks = 0
    for scalar in text.unicodeScalars {
      let follows = afterReturn && scalar == "\n"
      afterReturn = scalar == "\r"
      if follows { continue }
      marks = isMark(scalar.value) ? marks + 1 : 0
      if marks > maximumMarks { continue }
      switch fate(of: scalar.value) {
      case .keep: result.append(scalar)
      case .drop: break
      case .space: result.append(" ")
      case .isolateStart:
        open += 1
        result.append(scalar)
      case .isolateEnd:
        guard open > 0 else { break }
        open -= 1
        result.append(scalar)
      }
    }
    for _ in 0..<open { result.append("\u{2069}") }
    return String(result)
  }

  /// Clean text on one line: tabs and line feeds are spaces too.
  static func line(_ text: String) -> String {
    let text = cleaned(text)
    guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x09 }) else { return text }
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { view.append(scalar == "\n" || scalar == "\t" ? " " : scalar) }
    return String(view)
  }
}

/// Reading scalars from UTF-8 that is known to be valid, as all Swift strings are.
enum UTF8Decoding {
  /// The scalar that starts at `index`, and its length in bytes.
  @inline(__always)
  static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[index])
    if first < 0x80 { return (first, 1) }
    let left = bytes.count - index
    if first < 0xE0 {
      return left < 2 ? (0xFFFD, left) : ((first & 0x1F) << 6 | UInt32(bytes[index + 1] & 0x3F), 2)
    }
    if first < 0xF0 {
      guard left >= 3 else { return (0xFFFD, left) }
      return ((first & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6 | UInt32(bytes[index + 2] & 0x3F), 3)
    }
    guard left >= 4 else { return (0xFFFD, left) }
    let high = (first & 0x07) << 18 | UInt32(bytes[index + 1] & 0x3F) << 12
    return (high | UInt32(bytes[index + 2] & 0x3F) << 6 | UInt32(bytes[index + 3] & 0x3F), 4)
  }
}
