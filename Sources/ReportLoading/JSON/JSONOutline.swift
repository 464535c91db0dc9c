import ReportArticles

/// The first value of a JSON text as far as some bytes from its start show it: what it is, the names in it, and whether
/// more follows. Formats are told by this, so that a word in a text never decides.
struct JSONOutline: Sendable {
  enum Kind: Sendable, Hashable { case object, array, string, other }

  /// A member of the outermost object.
  struct Member: Sendable {
    var name: String
    var kind: Kind
    /// The text of a string, if it is short.
    var text: String?
    /// The same of the object in it, one level deep.
    var inner: [(name: String, text: String?)] = []
  }

  /// What the outermost value is.
  private(set) var root: Kind
  /// The members of the outermost object, in order.
  private(set) var members: [Member] = []
  /// What the first element of the outermost array is.
  private(set) var firstElement: Kind?
  /// The value ends in these bytes.
  private(set) var isComplete = false
  /// It stands on one line, as far as it can be seen.
  private(set) var isOnOneLine = true
  /// What begins after it, if anything does, and whether that is on a line of its own.
  private(set) var next: Kind?
  private(set) var nextIsOnNewLine = false
  /// Something in it is not JSON.
  private(set) var isBroken = false
  /// Strings, numbers, words, brackets and signs before the end or the break.
  private(set) var tokens = 0

  /// nil when neither an object nor an array begins here.
  init?(_ head: [UInt8]) {
    let bytes = Self.narrowed(head)
    guard let start = bytes.firstIndex(where: { $0 > 0x20 && $0 < 0x80 }),
      bytes[start] == UInt8(ascii: "{") || bytes[start] == UInt8(ascii: "[")
    else { return nil }
    root = bytes[start] == UInt8(ascii: "{") ? .object : .array
    bytes.withUnsafeBufferPointer { read($0, from: start) }
  }

  subscript(name: String) -> Member? { members.first { $0.name == name } }

  /// Whether the start is JSON beyond what a text in brackets may look like by chance.
  var isLikely: Bool { !isBroken || tokens > 5 }

  /// UTF-16 and UTF-32 without their zero bytes: all that structure is made of is ASCII.
  private static func narrowed(_ head: [UInt8]) -> [UInt8] {
    head.prefix(256).contains(0) ? head.filter { $0 != 0 } : head
  }

  private enum Expectation { case value, valueOrEnd, name, nameOrEnd, colon, commaOrEnd }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    var stack: [Kind] = []
    var expected = Expectation.value
    var names: [String] = []
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte <= 0x20 {
        if byte == 0x0A { isOnOneLine = false }
        place += 1
        continue
      }
      tokens += 1
      switch (byte, expected) {
      case (UInt8(ascii: "{"), .value), (UInt8(ascii: "{"), .valueOrEnd), (UInt8(ascii: "["), .value),
        (UInt8(ascii: "["), .valueOrEnd):
        let kind: Kind = byte == UInt8(ascii: "{") ? .object : .array
        note(kind, nil, stack, names)
        stack.append(kind)
        names.append("")
        expected = kind == .object ? .nameOrEnd : .valueOrEnd
        place += 1
        guard stack.count < JSONParser.maximumDepth else { return }
      case (UInt8(ascii: "\""), _):
        guard let end = Self.stringEnd(bytes, from: place + 1) else { return }
        let text = end - place <= 200 ? String(decoding: bytes[(place + 1)..<end], as: UTF8.self) : nil
        place = end + 1
        switch expected {
        case .name, .nameOrEnd:
          names[names.count - 1] = text ?? ""
          expected = .colon
        case .value, .valueOrEnd:
          note(.string, text, stack, names)
          expected = .commaOrEnd
        default: return isBroken = true
        }
      case (UInt8(ascii: "}"), .nameOrEnd), (UInt8(ascii: "}"), .name), (UInt8(ascii: "}"), .commaOrEnd),
        (UInt8(ascii: "]"), .value), (UInt8(ascii: "]"), .valueOrEnd), (UInt8(ascii: "]"), .commaOrEnd):
        // A comma before the end is a fault that the reader forgives.
        guard let open = stack.popLast(), (open == .object) == (byte == UInt8(ascii: "}")) else {
          return isBroken = true
        }
        names.removeLast()
        place += 1
        if stack.isEmpty { return finish(bytes, from: place) }
        expected = .commaOrEnd
      case (UInt8(ascii: ":"), .colon):
        expected = .value
        place += 1
      case (UInt8(ascii: ","), .commaOrEnd):
        expected = stack.last == .object ? .name : .value
        place += 1
      case (_, .value), (_, .valueOrEnd):
        let begin = place
        while place < bytes.count, Self.isWord(bytes[place]) { place += 1 }
        guard Self.isScalar(bytes[begin..<place]) else { return isBroken = true }
        note(.other, nil, stack, names)
        expected = .commaOrEnd
      default: return isBroken = true
      }
    }
  }

  /// Numbers, `true`, `false`, `null` and what programs write in their place, such as `NaN`.
  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".")
  }

  private static func isScalar(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard let first = word.first else { return false }
    if (0x30...0x39).contains(first) || first == UInt8(ascii: "-") { return true }
    return ["true", "false", "null", "NaN", "Infinity"].contains { $0.utf8.elementsEqual(word) }
  }

  private static func stringEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      if bytes[place] == UInt8(ascii: "\"") { return place }
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private mutating func note(_ kind: Kind, _ text: String?, _ stack: [Kind], _ names: [String]) {
    if stack.count == 1 {
      if root == .array {
        firstElement = firstElement ?? kind
      } else if members.count < 256 {
        members.append(Member(name: names[0], kind: kind, text: text))
      }
    } else if stack.count == 2, stack == [.object, .object], let last = members.indices.last,
      members[last].inner.count < 32
    {
      members[last].inner.append((names[1], text))
    }
  }

  private mutating func finish(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) {
    isComplete = true
    guard let place = bytes[start...].firstIndex(where: { $0 > 0x20 }) else { return }
    nextIsOnNewLine = bytes[start..<place].contains(0x0A)
    switch bytes[place] {
    case UInt8(ascii: "{"): next = .object
    case UInt8(ascii: "["): next = .array
    case UInt8(ascii: "\""): next = .string
    default: next = .other
    }
  }
}
