import Glibc

/// The lines of a file or of standard input, one at a time, however long they are.
final class LineReader {
  private let stream: UnsafeMutablePointer<FILE>
  private let closes: Bool
  private var buffer: UnsafeMutablePointer<CChar>?
  private var capacity = 0
  /// The number of the line returned last, from 1.
  private(set) var number = 0

  /// Opens `path`, `-` for standard input; nil when that fails, with the reason in `errno`.
  init?(path: String) {
    closes = path != "-"
    guard let stream = closes ? fopen(path, "rb") : fdopen(0, "rb") else { return nil }
    var status = stat()
    if fstat(fileno(stream), &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      fclose(stream)
      errno = EISDIR
      return nil
    }
    self.stream = stream
  }

  deinit {
    free(buffer)
    if closes { fclose(stream) }
  }

  /// The next line without its line feed, nil at the end.
  func next() -> [UInt8]? {
    var count = getline(&buffer, &capacity, stream)
    guard count >= 0, let buffer else { return nil }
    number += 1
    if count > 0, buffer[count - 1] == 0x0A { count -= 1 }
    return buffer.withMemoryRebound(to: UInt8.self, capacity: count) {
      Array(UnsafeBufferPointer(start: $0, count: count))
    }
  }
}

/// The members of a flat JSON object whose values are strings or numbers; others are passed over.
struct JSONRecord {
  private var members: [String: String] = [:]

  subscript(_ name: String) -> String? { members[name] }

  /// Reads one object (RFC 8259); nil when the line holds none.
  init?(line: [UInt8]) {
    var reader = Reader(bytes: line)
    reader.skipBlanks()
    guard reader.take(0x7B) else { return nil }
    reader.skipBlanks()
    if reader.take(0x7D) { return }
    repeat {
      reader.skipBlanks()
      guard let name = reader.string() else { return nil }
      reader.skipBlanks()
      guard reader.take(0x3A) else { return nil }
      reader.skipBlanks()
      guard let value = reader.value() else { return nil }
      if let text = value.text { members[name] = text }
      reader.skipBlanks()
    } while reader.take(0x2C)
    guard reader.take(0x7D) else { return nil }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipBlanks() {
      while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A { position += 1 }
    }

    mutating func take(_ expected: UInt8) -> Bool {
      guard byte == expected else { return false }
      position += 1
      return true
    }

    /// A value; its text when it is a string or a number. Arrays and objects are skipped without recursion.
    mutating func value() -> (text: String?, Void)? {
      switch byte {
      case 0x22: return string().map { ($0, ()) }
      case 0x5B, 0x7B:
        var depth = 0
        repeat {
          guard let byte else { return nil }
          if byte == 0x22 {
            guard string() != nil else { return nil }
            continue
          }
          if byte == 0x5B || byte == 0x7B { depth += 1 }
          if byte == 0x5D || byte == 0x7D { depth -= 1 }
          position += 1
        } while depth > 0
        return (nil, ())
      default:
        let start = position
        while let byte, byte != 0x2C, byte != 0x7D, byte > 0x20 { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return text.isEmpty ? nil : (text == "null" ? nil : text, ())
      }
    }

    mutating func string() -> String? {
      guard take(0x22) else { return nil }
      var text: [UInt8] = []
      while let byte {
        position += 1
        if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
        guard byte == 0x5C else {
          text.append(byte)
          continue
        }
        guard let escaped = self.byte else { return nil }
        position += 1
        switch escaped {
        case 0x6E: text.append(0x0A)
        case 0x74: text.append(0x09)
        case 0x72: text.append(0x0D)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x75:
          guard let scalar = escapedScalar() else { return nil }
          text.append(contentsOf: String(scalar).utf8)
        default: text.append(escaped)
        }
      }
      return nil
    }

    /// The scalar of `\uXXXX`, with its second half; U+FFFD for half a pair.
    private mutating func escapedScalar() -> Unicode.Scalar? {
      guard let first = fourDigits() else { return nil }
      guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
      let mark = position
      if take(0x5C), take(0x75), let second = fourDigits(), second & 0xFC00 == 0xDC00 {
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + second & 0x3FF) ?? "\u{FFFD}"
      }
      position = mark
      return "\u{FFFD}"
    }

    private mutating func fourDigits() -> UInt32? {
      guard position + 4 <= bytes.count else { return nil }
      let digits = String(decoding: bytes[position..<(position + 4)], as: UTF8.self)
      guard let value = UInt32(digits, radix: 16) else { return nil }
      position += 4
      return value
    }
  }
}
