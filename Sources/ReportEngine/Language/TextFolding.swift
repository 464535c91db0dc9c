/// Text reduced to what matters for matching: lower case, no diacritics or tatweel, one form of alef, ya and ta
/// marbuta, European digits. For comparison only, never for output.
public enum TextFolding {
  /// The folded form of `text`.
  public static func fold(_ text: some StringProtocol) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED, 0x0300...0x036F, 0x200B...0x200F,
        0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0x00AD:
        continue
      case 0x0622, 0x0623, 0x0625, 0x0671: result.append("\u{0627}")
      case 0x0649, 0x06CC: result.append("\u{064A}")
      case 0x06A9: result.append("\u{0643}")
      case 0x0629: result.append("\u{0647}")
      case 0x0660...0x0669: result.append(Unicode.Scalar(UInt8(scalar.value - 0x0660 + 0x30)))
      case 0x06F0...0x06F9: result.append(Unicode.Scalar(UInt8(scalar.value - 0x06F0 + 0x30)))
      case 0x41...0x5A: result.append(Unicode.Scalar(UInt8(scalar.value + 32)))
      case 0..<0x80: result.append(scalar)
      default: result.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(result)
  }
}

/// A text to look for, folded once.
struct FoldedNeedle: Sendable {
  private let bytes: [UInt8]

  init(_ text: String) { bytes = Array(TextFolding.fold(text).utf8) }

  func occurs(in text: String) -> Bool {
    if bytes.isEmpty { return true }
    let haystack = Array(TextFolding.fold(text).utf8)
    guard haystack.count >= bytes.count else { return false }
    return haystack.withUnsafeBufferPointer { haystack in
      let last = haystack.count - bytes.count
      var start = 0
      while start <= last {
        if haystack[start] == bytes[0], (1..<bytes.count).allSatisfy({ haystack[start + $0] == bytes[$0] }) {
          return true
        }
        start += 1
      }
      return false
    }
  }
}
