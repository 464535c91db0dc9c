/// The chunks of a state by the short name that Lua's messages give them.
struct ChunkRegistry {
  /// A loaded text.
  struct Chunk {
    /// The path as the user gave it.
    var name: String
    /// The name that Lua knows it by: at most 59 bytes, one line, unique in the state.
    var shortName: String
    /// The whole text.
    var source: [UInt8]
    /// Where the Lua text starts, after a byte-order mark and a `#!` line (whose line end stays).
    var start: Int
  }

  private var chunks: [String: Chunk] = [:]

  /// Adds a chunk; one with the same name and text as before keeps its short name.
  mutating func add(name: String, source: [UInt8]) -> Chunk {
    let name = SafeText.line(name, limit: 500)
    var shortName = Self.shorten(name)
    var copy = 2
    while let other = chunks[shortName], other.name != name || other.source != source {
      shortName = Self.shorten(name, keeping: 50) + " (\(copy))"
      copy += 1
    }
    let chunk = Chunk(name: name, shortName: shortName, source: source, start: Self.start(of: source))
    chunks[shortName] = chunk
    return chunk
  }

  /// The chunk that a short name stands for.
  subscript(shortName: String) -> Chunk? { chunks[shortName] }

  /// The chunk that was loaded under a name.
  func named(_ name: String) -> Chunk? { chunks.values.first { $0.name == name } }

  /// Splits `name:12: message` where the name is a chunk of this state.
  func position(in message: String) -> (chunk: Chunk, line: Int, message: String)? {
    let bytes = Array(message.utf8)
    // The longest name that fits: one name may be the beginning of another.
    let names = chunks.keys.filter { message.utf8.starts(with: $0.utf8) }.sorted { $0.utf8.count > $1.utf8.count }
    for name in names {
      var index = name.utf8.count
      guard index < bytes.count, bytes[index] == UInt8(ascii: ":"), let chunk = chunks[name] else { continue }
      index += 1
      var line = 0
      let digits = index
      while index < bytes.count, (0x30...0x39).contains(bytes[index]), index - digits < 9 {
        line = line * 10 + Int(bytes[index] - 0x30)
        index += 1
      }
      guard index > digits, index < bytes.count, bytes[index] == UInt8(ascii: ":") else { continue }
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
      return (chunk, line, String(decoding: bytes[index...], as: UTF8.self))
    }
    return nil
  }

  private static func shorten(_ name: String, keeping limit: Int = 59) -> String {
    guard name.utf8.count > limit else { return name.isEmpty ? "?" : name }
    var tail = Substring(name)
    while tail.utf8.count > limit - 3 { tail = tail.dropFirst() }
    return "…" + tail
  }

  private static func start(of source: [UInt8]) -> Int {
    var start = source.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if start < source.count, source[start] == UInt8(ascii: "#") {
      while start < source.count, source[start] != 0x0A, source[start] != 0x0D { start += 1 }
    }
    return start
  }
}

extension ChunkRegistry.Chunk {
  /// The text of a line (from 1) without its indentation; nil beyond the end. Linear in the text up to that line.
  func line(_ number: Int) -> String? {
    guard number >= 1 else { return nil }
    var current = 1
    var index = source.startIndex
    while index < source.endIndex, current < number {
      let byte = source[index]
      // As Lua counts: \n, \r, \r\n and \n\r are one line end each.
      if byte == 0x0A || byte == 0x0D {
        current += 1
        if index + 1 < source.endIndex, source[index + 1] != byte,
          source[index + 1] == 0x0A || source[index + 1] == 0x0D
        {
          index += 1
        }
      }
      index += 1
    }
    guard current == number, index <= source.endIndex else { return nil }
    let rest = source[index...]
    let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
    let text = rest[..<end].drop { $0 == 0x20 || $0 == 0x09 }
    return SafeText.line(text, limit: 160)
  }
}
