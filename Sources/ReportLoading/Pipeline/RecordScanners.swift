/// Finds where the elements of a JSON array end: an input that is one array, or an object around one.
struct ArrayScanner: Sendable {
  /// What was found in some bytes.
  struct Found {
    /// The end of the last element that is there as a whole, before its comma, after which there is more.
    var end: Int?
    /// The elements up to there.
    var elements = 0
    /// The array ends in these bytes.
    var isClosed = false
  }

  /// Where the elements begin, and what stands around them.
  struct Opening {
    /// The offset after the opening bracket.
    var start: Int
    /// All up to there but a byte order mark.
    var header: [UInt8]
    /// What closes it.
    var footer: [UInt8]
    /// The names of the object before that of the array; nil when there is no object.
    var namesBefore: [String]?
    /// The name of the array.
    var name: String?
  }

  /// The opening of an input that is one array, or an object with one under any of `names` behind what fits into `head`.
  static func opening(of head: [UInt8], names: Set<String>) -> Opening? {
    guard let first = head.firstIndex(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) else {
      return nil
    }
    let mark = head.prefix { $0 > 0x7F }.count
    if head[first] == UInt8(ascii: "[") {
      return Opening(start: first + 1, header: Array(head[mark...first]), footer: [UInt8(ascii: "]")])
    }
    guard head[first] == UInt8(ascii: "{") else { return nil }
    return head.withUnsafeBufferPointer { bytes -> Opening? in
      var place = first + 1
      var before: [String] = []
      while true {
        skipSpace(bytes, &place)
        guard let name = string(bytes, &place) else { return nil }
        skipSpace(bytes, &place)
        guard take(":", bytes, &place) else { return nil }
        skipSpace(bytes, &place)
        if names.contains(name), take("[", bytes, &place) {
          return Opening(
            start: place, header: Array(bytes[mark..<place]), footer: Array("]}".utf8), namesBefore: before,
            name: name)
        }
        guard skipValue(bytes, &place), take(",", bytes, &place) else { return nil }
        before.append(name)
      }
    }
  }

  private static func skipSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) {
    while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
  }

  private static func take(
    _ character: Unicode.Scalar, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int
  ) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// The text of a string without escapes; nil for all else.
  private static func string(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> String? {
    guard take("\"", bytes, &place) else { return nil }
    let start = place
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      if bytes[place] == UInt8(ascii: "\\") { return nil }
      place += 1
    }
    guard place < bytes.count else { return nil }
    place += 1
    return String(decoding: bytes[start..<place - 1], as: UTF8.self)
  }

  /// Moves to the comma or bracket after a value; false when it does not end here.
  private static func skipValue(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int) -> Bool {
    var depth = 0
    while place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
          place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
      case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        if depth == 0 { return true }
        depth -= 1
      case UInt8(ascii: ",") where depth == 0: return true
      default: break
      }
      place += 1
    }
    return false
  }

  /// Looks at bytes that start between two elements.
  func scan(_ bytes: [UInt8], from start: Int) -> Found {
    var found = Found()
    var depth = 0
    var isInString = false
    var place = start
    bytes.withUnsafeBufferPointer { bytes in
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        if isInString {
          if byte == UInt8(ascii: "\\") { place += 1 } else if byte == UInt8(ascii: "\"") { isInString = false }
          continue
        }
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          depth -= 1
          if depth < 0 {
            found.isClosed = true
            return
          }
        case UInt8(ascii: ",") where depth == 0 && place < bytes.count:
          found.end = place - 1
          found.elements += 1
        default: break
        }
      }
    }
    return found
  }
}

/// Finds where the entries of a feed or the items of a news message end: elements named as the first of those, whatever
/// stands in them. What looks like one in a comment, a CDATA section or an attribute is none.
struct FeedScanner: Sendable {
  /// The tag that entries open with, after its `<`.
  private let name: [UInt8]
  /// What closes the elements that the entries stand in.
  let footer: [UInt8]
  /// Where the first entry starts.
  let start: Int

  /// nil when no entry starts in `head`, or the head is not plain markup up to there.
  init?(head: [UInt8], names: Set<String> = ["item", "entry"]) {
    let names = Set(names.map { Array($0.utf8) })
    var open: [[UInt8]] = []
    var place = 0
    while let tag = Self.nextTag(in: head, from: place) {
      place = tag.end
      switch tag.kind {
      case .opening:
        let local = tag.name.lastIndex(of: UInt8(ascii: ":")).map { Array(tag.name[($0 + 1)...]) } ?? tag.name
        if names.contains(local) {
          name = tag.name
          start = tag.start
          footer = open.reversed().flatMap { Array("</".utf8) + $0 + [UInt8(ascii: ">")] }
          return
        }
        open.append(tag.name)
      case .closing:
        guard open.last == tag.name else { return nil }
        open.removeLast()
      case .empty: break
      }
    }
    return nil
  }

  /// The end of the last entry that is there as a whole in bytes that start between two.
  func lastEnd(of bytes: [UInt8], from start: Int) -> Int? {
    var last: Int?
    var depth = 0
    var place = start
    while let tag = Self.nextTag(in: bytes, from: place, named: name) {
      place = tag.end
      switch tag.kind {
      case .opening: depth += 1
      case .closing:
        depth = max(0, depth - 1)
        if depth == 0 { last = tag.end }
      case .empty: if depth == 0 { last = tag.end }
      }
    }
    return last
  }

  private struct Tag {
    enum Kind { case opening, closing, empty }
    var kind: Kind
    var name: [UInt8]
    var start: Int
    var end: Int
  }

  /// The next tag that is there as a whole, past comments, CDATA sections, declarations and instructions; only those of
  /// one name, when it is given.
  private static func nextTag(in bytes: [UInt8], from start: Int, named wanted: [UInt8]? = nil) -> Tag? {
    bytes.withUnsafeBufferPointer { bytes -> Tag? in
      var place = start
      while let open = index(of: UInt8(ascii: "<"), in: bytes, from: place) {
        if starts(bytes, at: open, "<!--") {
          guard let end = end(of: "-->", in: bytes, from: open + 4) else { return nil }
          place = end
        } else if starts(bytes, at: open, "<![CDATA[") {
          guard let end = end(of: "]]>", in: bytes, from: open + 9) else { return nil }
          place = end
        } else if starts(bytes, at: open, "<?") {
          guard let end = end(of: "?>", in: bytes, from: open + 2) else { return nil }
          place = end
        } else if starts(bytes, at: open, "<!") {
          guard let end = endOfDeclaration(bytes, from: open + 2) else { return nil }
          place = end
        } else {
          let isClosing = starts(bytes, at: open, "</")
          let nameStart = open + (isClosing ? 2 : 1)
          var nameEnd = nameStart
          while nameEnd < bytes.count, isName(bytes[nameEnd]) { nameEnd += 1 }
          place = max(nameEnd, open + 1)
          guard nameEnd > nameStart else { continue }
          if let wanted, nameEnd - nameStart != wanted.count || !bytes[nameStart..<nameEnd].elementsEqual(wanted) {
            continue
          }
          guard let end = endOfTag(bytes, from: nameEnd) else { return nil }
          let isEmpty = !isClosing && bytes[end - 2] == UInt8(ascii: "/")
          return Tag(
            kind: isClosing ? .closing : isEmpty ? .empty : .opening, name: Array(bytes[nameStart..<nameEnd]),
            start: open, end: end)
        }
      }
      return nil
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "/") && byte != UInt8(ascii: "<")
  }

  private static func index(of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    return bytes[start...].firstIndex(of: byte)
  }

  private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    return place + count <= bytes.count && (0..<count).allSatisfy { bytes[place + $0] == text.utf8Start[$0] }
  }

  private static func end(of text: StaticString, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while let found = index(of: text.utf8Start[0], in: bytes, from: place) {
      if starts(bytes, at: found, text) { return found + text.utf8CodeUnitCount }
      place = found + 1
    }
    return nil
  }

  /// After the `>` of a declaration, whose subset in brackets may have some of its own.
  private static func endOfDeclaration(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    for place in start..<max(start, bytes.count) {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: ">") where depth <= 0: return place + 1
      default: break
      }
    }
    return nil
  }

  /// After the `>` of a tag, which may stand in the values of its attributes, too.
  private static func endOfTag(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var quote: UInt8?
    for place in start..<max(start, bytes.count) {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return place + 1
      }
    }
    return nil
  }
}
