import Glibc

/// Signs at which texts are cut, looked for among bytes: comparing characters costs a hundred times as much.
struct TextSigns: Sendable {
  private var ascii = [Bool](repeating: false, count: 128)
  /// The other signs, as UTF-8.
  private var wide: [[UInt8]] = []

  init(_ signs: String) {
    for scalar in signs.unicodeScalars {
      if scalar.value < 0x80 { ascii[Int(scalar.value)] = true } else { wide.append(Array(String(scalar).utf8)) }
    }
  }

  /// The length of the sign at an offset; 0 where there is none.
  func length(_ bytes: UnsafeBufferPointer<UInt8>, at offset: Int) -> Int {
    let byte = bytes[offset]
    if byte < 0x80 { return ascii[Int(byte)] ? 1 : 0 }
    if byte < 0xC2 { return 0 }
    for sign in wide where sign[0] == byte && offset + sign.count <= bytes.count {
      if (1..<sign.count).allSatisfy({ bytes[offset + $0] == sign[$0] }) { return sign.count }
    }
    return 0
  }

  /// The ranges between signs, without the empty ones.
  func parts(of bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    var place = 0
    while place < bytes.count {
      let length = length(bytes, at: place)
      if length > 0 {
        if start < place { parts.append(start..<place) }
        start = place + length
      }
      place += max(1, length)
    }
    if start < bytes.count { parts.append(start..<bytes.count) }
    return parts
  }

  /// The parts of a text between signs, without the empty ones.
  func split(_ text: String) -> [String] {
    var text = text
    return text.withUTF8 { bytes in
      parts(of: bytes).map { String(decoding: UnsafeBufferPointer(rebasing: bytes[$0]), as: UTF8.self) }
    }
  }

  /// The end of the signs that a range begins with.
  func end(of range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var place = range.lowerBound
    while place < range.upperBound {
      let length = length(bytes, at: place)
      if length == 0 { break }
      place += length
    }
    return place
  }
}

/// Phrases that are looked for in a text all at once, by their first two bytes.
struct TextNeedles: Sendable {
  private var byStart = [[[UInt8]]](repeating: [], count: 1024)
  private var isEmpty = true

  /// Adds a phrase of two bytes or more.
  mutating func add(_ phrase: String) {
    let bytes = Array(phrase.utf8)
    guard bytes.count > 1 else { return }
    byStart[Self.key(bytes[0], bytes[1])].append(bytes)
    isEmpty = false
  }

  private static func key(_ first: UInt8, _ second: UInt8) -> Int { (Int(first) &* 61 &+ Int(second)) & 1023 }

  /// Whether one of the phrases begins at an offset, before the end of the range.
  func begins(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count > 1, let base = bytes.baseAddress else { return false }
    let start = range.lowerBound
    return byStart[Self.key(bytes[start], bytes[start + 1])].contains { phrase in
      phrase.count <= range.count && memcmp(base + start, phrase, phrase.count) == 0
    }
  }

  /// Whether one of the phrases stands anywhere in a range.
  func areHeld(by bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    if isEmpty || range.count < 2 { return false }
    return (range.lowerBound..<range.upperBound - 1).contains { begins(bytes, $0..<range.upperBound) }
  }
}

extension StringProtocol {
  /// Whether a text begins with the bytes of another one.
  func begins(_ part: String) -> Bool {
    var part = part
    return part.withUTF8 { part in
      let found = utf8.withContiguousStorageIfAvailable { text -> Bool in
        guard part.count <= text.count, let text = text.baseAddress, let start = part.baseAddress else {
          return part.isEmpty
        }
        return memcmp(text, start, part.count) == 0
      }
      return found ?? utf8.starts(with: part)
    }
  }
}
