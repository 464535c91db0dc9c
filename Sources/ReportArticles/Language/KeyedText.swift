import Synchronization

/// Files of the form `key = value`, in which the words of languages are written. Lines that begin with `#` are comments; a
/// value with outer spaces stands in double quotes.
package enum KeyedText {
  /// One line.
  package struct Entry: Sendable, Hashable {
    package var key: String
    package var value: String
    /// From 1.
    package var line: Int
  }

  /// The entries in their order, and the lines that are none.
  package static func read(_ text: String) -> (entries: [Entry], strayLines: [Int]) {
    var entries: [Entry] = []
    var stray: [Int] = []
    for (place, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let line = trimmed(line)
      if line.isEmpty || line.first == 0x23 { continue }
      guard let equals = line.firstIndex(of: 0x3D), equals > line.startIndex else {
        stray.append(place + 1)
        continue
      }
      var value = trimmed(line[line.index(after: equals)...])
      if value.count >= 2, value.first == 0x22, value.last == 0x22 { value = value.dropFirst().dropLast() }
      entries.append(
        Entry(
          key: String(Substring(trimmed(line[..<equals]))), value: String(Substring(value)), line: place + 1))
    }
    return (entries, stray)
  }

  /// The values by their keys; of several lines with one key the last counts.
  package static func values(_ text: String) -> [String: String] {
    Dictionary(read(text).entries.map { ($0.key, $0.value) }) { $1 }
  }

  private static func trimmed(_ line: Substring.UTF8View) -> Substring.UTF8View {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    var line = line
    while let first = line.first, isSpace(first) { line.removeFirst() }
    while let last = line.last, isSpace(last) { line.removeLast() }
    return line
  }
}

/// What was read from compiled-in files, each once, when it is first asked for. Names without a file are not kept.
package final class ResourceTable<Value: Sendable>: Sendable {
  private let known = Mutex<[String: Value]>([:])
  private let read: @Sendable (String) -> Value?

  package init(_ read: @escaping @Sendable (String) -> Value?) { self.read = read }

  package subscript(name: String) -> Value? {
    if let value = known.withLock({ $0[name] }) { return value }
    guard let value = read(name) else { return nil }
    known.withLock { $0[name] = value }
    return value
  }
}
