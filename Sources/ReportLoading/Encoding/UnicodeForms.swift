/// The Unicode encoding forms, with repair.
enum UnicodeForms {
  /// Appends a code point as UTF-8; U+FFFD for what is not a scalar value.
  static func append(_ value: UInt32, to bytes: inout [UInt8]) {
    switch value {
    case 0..<0x80: bytes.append(UInt8(value))
    case 0x80..<0x800:
      bytes.append(UInt8(0xC0 | value >> 6))
      bytes.append(UInt8(0x80 | value & 0x3F))
    case 0xD800..<0xE000, 0x110000...: bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
    case 0x800..<0x10000:
      bytes.append(UInt8(0xE0 | value >> 12))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    default:
      bytes.append(UInt8(0xF0 | value >> 18))
      bytes.append(UInt8(0x80 | value >> 12 & 0x3F))
      bytes.append(UInt8(0x80 | value >> 6 & 0x3F))
      bytes.append(UInt8(0x80 | value & 0x3F))
    }
  }

  /// How much of `bytes` is well-formed UTF-8.
  struct UTF8Census: Sendable, Hashable {
    /// Well-formed sequences of two bytes or more.
    var multibyte = 0
    /// Bytes that belong to no well-formed sequence.
    var invalid = 0
    /// Bytes from 80.
    var high = 0
  }

  static func census(_ bytes: ArraySlice<UInt8>) -> UTF8Census {
    var census = UTF8Census()
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        if bytes[position] < 0x80 {
          position = endOfASCII(bytes, from: position + 1)
          continue
        }
        let length = sequenceLength(bytes, at: position)
        if length > 0 {
          census.multibyte += 1
          census.high += length
          position += length
        } else {
          census.invalid += 1
          census.high += 1
          position += 1
        }
      }
    }
    return census
  }

  /// Eight bytes a step over what is ASCII.
  private static func endOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var position = start
    while position + 8 <= raw.count,
      raw.loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
    { position += 8 }
    return position
  }

  /// The length of the well-formed sequence of two to four bytes at `position` (Unicode, table 3-7); 0 when there is none.
  static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> Int {
    let first = bytes[position]
    let (length, low, high): (Int, UInt8, UInt8)
    switch first {
    case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
    case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
    case 0xED: (length, low, high) = (3, 0x80, 0x9F)
    case 0xE1...0xEF: (length, low, high) = (3, 0x80, 0xBF)
    case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
    case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
    case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
    default: return 0
    }
    guard position + length <= bytes.count, (low...high).contains(bytes[position + 1]) else { return 0 }
    for offset in 2..<max(2, length) where bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }

  static func repairUTF8(_ bytes: ArraySlice<UInt8>) -> (utf8: [UInt8], replaced: Int) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var replaced = 0
    bytes.withUnsafeBufferPointer { bytes in
      var position = 0
      while position < bytes.count {
        let start = position
        while position < bytes.count {
          if bytes[position] < 0x80 {
            position = endOfASCII(bytes, from: position + 1)
            continue
          }
          let length = sequenceLength(bytes, at: position)
          if length == 0 { break }
          position += length
        }
        if start < position { result.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<position])) }
        guard position < bytes.count else { break }
        replaced += 1
        result.append(contentsOf: [0xEF, 0xBF, 0xBD])
        // One mark for a cut-off sequence: its continuation bytes go with it.
        let isLead = bytes[position] >= 0xC2
        position += 1
        var rest = 2
        while isLead, rest > 0, position < bytes.count, bytes[position] & 0xC0 == 0x80 {
          position += 1
          rest -= 1
        }
      }
    }
    return (result, replaced)
  }

  static func decodeUTF16(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> (utf8: [UInt8], replaced: Int) {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var replaced = bytes.count % 2
    var index = bytes.startIndex
    func unit(at index: Int) -> UInt32 {
      let (a, b) = (UInt32(bytes[index]), UInt32(bytes[index + 1]))
      return bigEndian ? a << 8 | b : b << 8 | a
    }
    while index + 1 < bytes.endIndex {
      var value = unit(at: index)
      index += 2
      if (0xD800..<0xDC00).contains(value), index + 1 < bytes.endIndex {
        let low = unit(at: index)
        if (0xDC00..<0xE000).contains(low) {
          value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
          index += 2
        }
      }
      if (0xD800..<0xE000).contains(value) { replaced += 1 }
      append(value, to: &result)
    }
    return (result, replaced)
  }

  static func decodeUTF32(_ bytes: ArraySlice<UInt8>, bigEndian: Bool) -> (utf8: [UInt8], replaced: Int) {
    var result: [UInt8] = []
    var replaced = bytes.count % 4 == 0 ? 0 : 1
    var index = bytes.startIndex
    while index + 3 < bytes.endIndex {
      var value: UInt32 = 0
      for offset in 0..<4 {
        value = value << 8 | UInt32(bytes[bigEndian ? index + offset : index + 3 - offset])
      }
      index += 4
      if value > 0x10FFFF || (0xD800..<0xE000).contains(value) { replaced += 1 }
      append(value, to: &result)
    }
    return (result, replaced)
  }
}
