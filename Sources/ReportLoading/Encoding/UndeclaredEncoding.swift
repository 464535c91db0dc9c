import CUchardet
import ReportArticles

/// What the bytes of a text that declares no encoding look like: our own tables for encodings of one byte a character, and
/// libuchardet for those of East Asia, Thailand and the Baltic languages, of which it knows more.
struct UndeclaredEncoding {
  var encoding: CharacterEncoding
  /// The two see different scripts: what was read is a guess.
  var isDoubtful = false

  /// Bytes that are looked at.
  private static let sample = 64 * 1024

  static func of(_ bytes: ArraySlice<UInt8>) -> UndeclaredEncoding {
    let own = EncodingDetector.singleByte(bytes)
    guard let name = detected(bytes.prefix(sample)), let other = CharacterEncoding(label: name) else {
      return UndeclaredEncoding(encoding: own)
    }
    if foreign.contains(other.name) {
      // An encoding that leaves gaps is the wrong one.
      let gaps = other.decode(bytes.prefix(sample)).replaced
      let mostGaps = bytes.count > sample ? 1 : 0
      return gaps <= mostGaps
        ? UndeclaredEncoding(encoding: other) : UndeclaredEncoding(encoding: own, isDoubtful: true)
    }
    return UndeclaredEncoding(encoding: own, isDoubtful: script(of: own, bytes) != script(of: other, bytes))
  }

  /// The escapes that shift between character sets of seven bits (ISO 2022), if a text has them.
  static func shifted(_ bytes: [UInt8]) -> CharacterEncoding? {
    var rest = bytes[...]
    while let escape = rest.firstIndex(of: 0x1B) {
      rest = rest[(escape + 1)...]
      if rest.starts(with: Array("$B".utf8)) || rest.starts(with: Array("$@".utf8)) {
        return CharacterEncoding(label: "iso-2022-jp")
      }
      if rest.starts(with: Array("$)C".utf8)) { return CharacterEncoding(label: "iso-2022-kr") }
    }
    return nil
  }

  private static let foreign: Set<String> = [
    "cp932", "euc-jp", "cp949", "uhc", "gb18030", "big5-hkscs", "euc-tw", "johab", "windows-874", "windows-1257",
    "iso-8859-13", "iso-8859-4",
  ]

  private static func detected(_ bytes: ArraySlice<UInt8>) -> String? {
    guard let detector = uchardet_new() else { return nil }
    defer { uchardet_delete(detector) }
    let isRead = bytes.withUnsafeBufferPointer { buffer in
      buffer.withMemoryRebound(to: CChar.self) { uchardet_handle_data(detector, $0.baseAddress, $0.count) == 0 }
    }
    guard isRead else { return nil }
    uchardet_data_end(detector)
    guard let name = uchardet_get_charset(detector) else { return nil }
    let text = String(cString: name)
    return text.isEmpty ? nil : text
  }

  /// The script of most of the letters that an encoding makes of the bytes.
  private static func script(of encoding: CharacterEncoding, _ bytes: ArraySlice<UInt8>) -> LetterScript? {
    var counts: [LetterScript: Int] = [:]
    for scalar in String(decoding: encoding.decode(bytes.prefix(4096)).utf8, as: UTF8.self).unicodeScalars
    where scalar.value >= 0x80 && scalar.properties.isAlphabetic {
      counts[LetterScript.of(scalar.value), default: 0] += 1
    }
    return counts.max { $0.value != $1.value ? $0.value < $1.value : $0.key.rawValue < $1.key.rawValue }?.key
  }
}
