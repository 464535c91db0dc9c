/// Text reduced to what matters for matching: lower case, no diacritics or tatweel, one form of alef, ya and ta
/// marbuta, European digits, a straight apostrophe. For comparison only, never for output.
///
/// ```swift
/// TextFolding.fold("Dam OPENS")  // → "dam opens"
/// TextFolding.fold("الأَمْن") == TextFolding.fold("الامن")  // → true
/// ```
public enum TextFolding {
  /// The folded form of `text`.
  public static func fold(_ text: some StringProtocol) -> String {
    var folded: [UInt8] = []
    var copy = String(text)
    copy.withUTF8 { bytes in
      folded.reserveCapacity(bytes.count)
      appendFolded(UTF8Bytes(bytes), range: 0..<bytes.count, to: &folded)
    }
    return String(decoding: folded, as: UTF8.self)
  }

  /// The folded form without the accents of Latin letters: `é` is `e`. Stems and words of a language keep their accents;
  /// this is for people who look for a name.
  package static func foldWithoutAccents(_ text: String) -> String {
    withoutAccents(fold(text), dividingLetters: false)
  }

  /// A folded text without the accents of Latin letters; when asked for, `ß`, `æ` and their like become two letters.
  package static func withoutAccents(_ folded: String, dividingLetters: Bool = true) -> String {
    guard folded.utf8.contains(where: { (0xC3...0xC8).contains($0) }) else { return folded }
    var result = ""
    result.unicodeScalars.reserveCapacity(folded.utf8.count)
    for scalar in folded.unicodeScalars {
      if dividingLetters, let letters = dividedLetters[scalar.value] {
        result += letters
        continue
      }
      let place = Int(scalar.value) - 0xE0
      result.unicodeScalars.append(plainLetters.indices.contains(place) ? plainLetters[place] : scalar)
    }
    return result
  }

  private static let dividedLetters: [UInt32: String] = [
    0xDF: "ss", 0xE6: "ae", 0xF0: "d", 0xFE: "th", 0x133: "ij", 0x153: "oe", 0x219: "s", 0x21B: "t",
  ]

  /// Letters of the Arabic script for their presentation forms, and the parts of Latin ligatures: as somebody may paste
  /// them who looks for something. Texts of articles have none.
  package static func withoutPresentationForms(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value >= 0xFB00 && $0.value <= 0xFEFC }) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if let letters = presentationForms[scalar.value] {
        result.unicodeScalars.append(contentsOf: letters.compactMap(Unicode.Scalar.init))
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The letters that presentation forms and ligatures stand for, by code point.
  package static let presentationForms: [UInt32: [UInt32]] = {
    guard let table = EmbeddedResource.bytes("loading/presentation-forms.txt") else { return [:] }
    var forms: [UInt32: [UInt32]] = [:]
    for line in table.split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
      let values = String(decoding: line, as: UTF8.self).split(separator: " ").compactMap { UInt32($0, radix: 16) }
      if let form = values.first { forms[form] = Array(values.dropFirst()) }
    }
    return forms
  }()

  /// What stands for U+00E0…U+017F (Latin-1 Supplement and Latin Extended-A): the letter without its marks.
  private static let plainLetters = Array(
    ("aaaaaaæceeeeiiiiðnooooo÷ouuuuyþy" + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸ"
      + "llllllllllnnnnnnnŋŋooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").unicodeScalars)

  /// Appends the folded form of a range of `bytes` to `output`.
  package static func appendFolded(_ bytes: UTF8Bytes, range: Range<Int>, to output: inout [UInt8]) {
    // The lower case of no scalar has more than twice its bytes.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 2 * range.count) { room in
      var sink = FoldedBytes(room: room)
      fold(bytes, range: range, into: &sink)
      output.append(contentsOf: sink.written)
    }
  }

  private static func fold(_ bytes: UTF8Bytes, range: Range<Int>, into sink: inout FoldedBytes) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let byte = bytes[offset]
      if byte < 0x80 {
        sink.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        offset += 1
        continue
      }
      let (scalar, length) = bytes.scalar(at: offset)
      offset += length
      switch scalar {
      case 0x0627, 0x0628, 0x062A...0x063F, 0x0641...0x0648, 0x064A: sink.append(scalar: scalar)
      case 0x0622, 0x0623, 0x0625, 0x0671: sink.append(scalar: 0x0627)
      case 0x0649, 0x06CC: sink.append(scalar: 0x064A)
      case 0x06A9: sink.append(scalar: 0x0643)
      case 0x0629: sink.append(scalar: 0x0647)
      case 0x0610...0x061A, 0x0640, 0x064B...0x065F, 0x0670, 0x06D6...0x06ED, 0x0300...0x036F, 0x200B...0x200F,
        0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0x00AD:
        continue
      case 0x2019, 0x02BC: sink.append(0x27)
      case 0x0660...0x0669: sink.append(UInt8(truncatingIfNeeded: scalar - 0x0660 + 0x30))
      case 0x06F0...0x06F9: sink.append(UInt8(truncatingIfNeeded: scalar - 0x06F0 + 0x30))
      case 0xC0...0xDE where scalar != 0xD7, 0x0391...0x03A9, 0x0410...0x042F: sink.append(scalar: scalar + 32)
      case 0xDF...0xFF, 0x03B1...0x03C9, 0x0430...0x045F: sink.append(scalar: scalar)
      case 0x0400...0x040F: sink.append(scalar: scalar + 80)
      default:
        guard let value = Unicode.Scalar(scalar) else { continue }
        for mapped in value.properties.lowercaseMapping.unicodeScalars { sink.append(scalar: mapped.value) }
      }
    }
  }
}

/// Bytes written one after another into room that is there already; what does not fit is left out.
private struct FoldedBytes {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private var count = 0

  init(room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

  /// What has been written.
  var written: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: room[..<count]) }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    guard count < room.count else { return }
    room[count] = byte
    count += 1
  }

  @inline(__always)
  mutating func append(scalar: UInt32) {
    if scalar < 0x80 {
      append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else if scalar < 0x10000 {
      append(UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else {
      append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    }
  }
}

/// A text to look for, folded once.
package struct FoldedNeedle: Sendable {
  private let bytes: [UInt8]
  /// For needles so long that comparing them at every place could take long.
  private let search: SubsequenceSearch<UInt8>?

  /// Folds the text.
  package init(_ text: String) {
    bytes = Array(TextFolding.foldWithoutAccents(text).utf8)
    search = bytes.count > 64 ? SubsequenceSearch(bytes) : nil
  }

  /// Whether it is found everywhere.
  package var isEmpty: Bool { bytes.isEmpty }

  /// Whether a text contains it.
  package func occurs(in text: String) -> Bool {
    if bytes.isEmpty { return true }
    let haystack = Array(TextFolding.foldWithoutAccents(text).utf8)
    guard haystack.count >= bytes.count else { return false }
    if let search { return search.first(in: haystack) != nil }
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
