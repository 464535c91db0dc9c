/// Where addresses stand in running text (RFC 3986, appendix C): from their scheme to the next space, quotation mark or angle
/// bracket, without the punctuation behind.
enum WebAddressSpans {
  private static let schemes = ["https://", "http://", "mailto:"].map { Array($0.unicodeScalars) }

  /// The addresses among scalars, in order.
  static func find(in scalars: [Unicode.Scalar]) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    var index = 0
    while index < scalars.count {
      // A scheme in the middle of a word is none.
      guard index == 0 || !scalars[index - 1].properties.isAlphabetic, let scheme = scheme(at: index, scalars) else {
        index += 1
        continue
      }
      var end = index + scheme
      while end < scalars.count, !ends(scalars[end]) { end += 1 }
      while end > index + scheme, trails(scalars[end - 1]) { end -= 1 }
      if end > index + scheme { spans.append(index..<end) }
      index = max(end, index + 1)
    }
    return spans
  }

  /// The same as offsets of UTF-8.
  static func find(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
    guard bytes.contains(0x3A) else { return [] }
    let scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let spans = find(in: scalars)
    guard !spans.isEmpty else { return [] }
    var offsets: [Int] = []
    offsets.reserveCapacity(scalars.count + 1)
    var offset = 0
    for scalar in scalars {
      offsets.append(offset)
      offset += UTF8.width(scalar)
    }
    offsets.append(offset)
    return spans.map { offsets[$0.lowerBound]..<offsets[$0.upperBound] }
  }

  private static func scheme(at index: Int, _ scalars: [Unicode.Scalar]) -> Int? {
    guard scalars[index].value | 0x20 == 0x68 || scalars[index].value | 0x20 == 0x6D else { return nil }
    return schemes.first { name in
      index + name.count <= scalars.count
        && name.indices.allSatisfy { place in
          let value = scalars[index + place].value
          return (0x41...0x5A).contains(value) ? value | 0x20 == name[place].value : value == name[place].value
        }
    }?.count
  }

  private static func ends(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "\"", "«", "»", "“", "”", "،", "؛", "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}": return true
    default: return scalar.properties.isWhitespace
    }
  }

  private static func trails(_ scalar: Unicode.Scalar) -> Bool { ".,;:!?)]}'’…؟".unicodeScalars.contains(scalar) }
}
