import Glibc

/// Takes out of HTML what makes parsers slow or recursive beyond reason: floods of attributes, nesting without end; and
/// what is never read: comments, style sheets, programs, drawings, attributes for programs. More than half of a usual page is
/// of the last kind. Everything else that a page has in earnest passes unchanged.
enum HTMLGuard {
  static let maximumAttributes = 128
  static let maximumDepth = 400
  static let maximumElements = 250_000
  static let maximumSize = 32 << 20

  /// The bytes to parse; the input itself when nothing needs to go. With `keepsUnread`, drawings and attributes for programs
  /// stay.
  static func bounded(_ html: [UInt8], keepsUnread: Bool = false) -> [UInt8] {
    var output: [UInt8] = []
    var copied = 0
    var depth = 0
    var dropped = 0
    var elements = 0
    // What goes of the tag at hand.
    var cuts: [(start: Int, end: Int)] = []
    var end = min(html.count, maximumSize)
    html.withUnsafeBufferPointer { html in
      var position = 0
      while position < end {
        guard html[position] == UInt8(ascii: "<"), position + 1 < end else {
          position += 1
          continue
        }
        if let commentEnd = commentEnd(html, from: position, end: end) {
          if copied < position { output.append(contentsOf: html[copied..<position]) }
          (copied, position) = (commentEnd, commentEnd)
          continue
        }
        let isEnd = html[position + 1] == UInt8(ascii: "/")
        let nameStart = position + (isEnd ? 2 : 1)
        guard nameStart < end, isLetter(html[nameStart]) else {
          position += 1
          continue
        }
        var nameEnd = nameStart
        while nameEnd < end, !isSpace(html[nameEnd]), html[nameEnd] != UInt8(ascii: ">"),
          html[nameEnd] != UInt8(ascii: "/")
        {
          nameEnd += 1
        }
        let name = html[nameStart..<nameEnd]
        cuts.removeAll(keepingCapacity: true)
        var choices: (start: Int, end: Int)?
        let (close, limit) = tagEnd(html, from: nameEnd, end: end) { start, end, isChoice in
          if keepsUnread { return }
          if isChoice { choices = choices ?? (start, end) } else { cuts.append((start, end)) }
        }
        // The choices of a picture are looked at where it has no address.
        if let choices, equals(name, "img"), hasSource(html[nameEnd..<min(close, end)]) {
          cuts.insert(choices, at: cuts.firstIndex { $0.start > choices.start } ?? cuts.endIndex)
        }
        if let limit { cuts.append((limit, close)) }
        if !isEnd {
          elements += 1
          if elements > maximumElements {
            end = position
            break
          }
        }
        if nests(name) {
          let isDropped: Bool
          if isEnd {
            isDropped = dropped > 0
            if isDropped { dropped -= 1 } else { depth = max(0, depth - 1) }
          } else {
            isDropped = depth >= maximumDepth
            if isDropped { dropped += 1 } else { depth += 1 }
          }
          if isDropped {
            if copied < position { output.append(contentsOf: html[copied..<position]) }
            copied = max(copied, min(close + 1, end))
            cuts.removeAll(keepingCapacity: true)
          }
        }
        for cut in cuts {
          output.append(contentsOf: html[copied..<cut.start])
          copied = cut.end
        }
        position = close + 1
        if !keepsUnread, !isEnd, equals(name, "svg"), position <= end,
          let drawingEnd = drawingEnd(html, from: position, end: end)
        {
          output.append(contentsOf: html[copied..<position])
          (copied, position) = (drawingEnd, drawingEnd)
          continue
        }
        // The insides of these are not tags.
        if !isEnd, holdsRawText(name) {
          let start = min(position, end)
          position = skip(html, to: name, from: start, end: end)
          let tag = html[position..<end].isEmpty ? nil : html[nameEnd..<min(close, end)]
          if let tag, isUnread(name, tag),
            !holdsComment(html, start..<position)
          {
            if copied < start { output.append(contentsOf: html[copied..<start]) }
            copied = max(copied, position)
          }
        }
      }
    }
    if copied == 0, end == html.count { return html }
    if copied < end { output.append(contentsOf: html[copied..<end]) }
    return output
  }

  /// The end of a comment that begins at `start` (HTML Standard, 13.2.5.43 and after); nil where none does or it never ends.
  private static func commentEnd(_ html: UnsafeBufferPointer<UInt8>, from start: Int, end: Int) -> Int? {
    let hyphen = UInt8(ascii: "-")
    guard start + 4 <= end, html[start + 1] == UInt8(ascii: "!"), html[start + 2] == hyphen, html[start + 3] == hyphen
    else { return nil }
    var position = start + 4
    while position < end {
      if html[position] == UInt8(ascii: ">"), html[position - 1] == hyphen, html[position - 2] == hyphen {
        return position + 1
      }
      if html[position] == UInt8(ascii: ">"), position >= start + 7, html[position - 1] == UInt8(ascii: "!"),
        html[position - 2] == hyphen, html[position - 3] == hyphen
      {
        return position + 1
      }
      position += 1
    }
    return nil
  }

  /// Elements whose insides are text, whatever it looks like.
  private static func holdsRawText(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    for raw in ["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"] as [StaticString]
    where equals(name, raw) {
      return true
    }
    return false
  }

  /// Style sheets, and scripts that are not data about the page.
  private static func isUnread(
    _ name: Slice<UnsafeBufferPointer<UInt8>>, _ tag: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Bool {
    if tag.last == UInt8(ascii: "/") { return false }
    if equals(name, "style") { return true }
    return equals(name, "script") && !contains(tag, "ld+json")
  }

  private static func holdsComment(_ html: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
    guard let base = html.baseAddress else { return false }
    var position = range.lowerBound + 1
    while position + 2 < range.upperBound, let found = memchr(base + position, 0x21, range.upperBound - position) {
      position = base.distance(to: found.assumingMemoryBound(to: UInt8.self))
      let isMark =
        html[position - 1] == UInt8(ascii: "<") && position + 2 < range.upperBound
        && html[position + 1] == UInt8(ascii: "-") && html[position + 2] == UInt8(ascii: "-")
      if isMark { return true }
      position += 1
    }
    return false
  }

  private static func contains(_ bytes: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    return (bytes.startIndex...(bytes.endIndex - count)).contains { start in
      bytes[start] | 0x20 == word.utf8Start[0] | 0x20
        && (1..<count).allSatisfy { bytes[start + $0] | 0x20 == word.utf8Start[$0] | 0x20 }
    }
  }

  /// Where the end tag of a drawing stands that begins before `start`; nil when there is none, or anything in it that a parser
  /// would take for more than a part of the drawing (HTML Standard, 13.2.6.5).
  private static func drawingEnd(_ html: UnsafeBufferPointer<UInt8>, from start: Int, end: Int) -> Int? {
    if html[start - 2] == UInt8(ascii: "/") { return nil }
    var position = start
    while position + 1 < end {
      guard html[position] == UInt8(ascii: "<") else {
        position += 1
        continue
      }
      let isEnd = html[position + 1] == UInt8(ascii: "/")
      let nameStart = position + (isEnd ? 2 : 1)
      var nameEnd = nameStart
      while nameEnd < end, isLetter(html[nameEnd]) { nameEnd += 1 }
      let name = html[nameStart..<nameEnd]
      if isEnd, equals(name, "svg") { return position }
      guard partsOfDrawings.contains(where: { equals(name, $0) }) else { return nil }
      position = tagEnd(html, from: nameEnd, end: end) { _, _, _ in }.0 + 1
    }
    return nil
  }

  private static let partsOfDrawings: [StaticString] = [
    "path", "g", "use", "circle", "rect", "polygon", "line", "title", "defs", "ellipse", "polyline", "symbol",
    "lineargradient", "stop", "clippath", "mask", "desc", "radialgradient", "filter", "animate",
  ]

  /// The `>` of a tag, and where to cut when it has too many attributes. `unread` is called with the range of every attribute
  /// that only programs and browsers look at, and of the choices of a picture.
  private static func tagEnd(
    _ html: UnsafeBufferPointer<UInt8>, from start: Int, end: Int, unread: (Int, Int, _ isChoice: Bool) -> Void
  ) -> (Int, Int?) {
    let (greater, equals, slash) = (UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "/"))
    var position = start
    var attributes = 0
    var limit: Int?
    // HTML Standard, 13.2.5.32 and after: before, in, and after the name of an attribute; before and in its value.
    while position < end {
      while position < end, isSpace(html[position]) || html[position] == slash { position += 1 }
      guard position < end else { break }
      if html[position] == greater { return (position, limit) }
      let nameStart = position
      attributes += 1
      if attributes > maximumAttributes, limit == nil { limit = position }
      position += 1
      while position < end, !isSpace(html[position]), html[position] != greater, html[position] != slash,
        html[position] != equals
      {
        position += 1
      }
      let nameEnd = position
      while position < end, isSpace(html[position]) { position += 1 }
      if position < end, html[position] == equals {
        position += 1
        while position < end, isSpace(html[position]) { position += 1 }
        guard position < end else { break }
        let quote = html[position]
        if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
          guard let base = html.baseAddress, let close = memchr(base + position + 1, Int32(quote), end - position - 1)
          else {
            return (end, limit)
          }
          position = base.distance(to: close.assumingMemoryBound(to: UInt8.self)) + 1
        } else {
          while position < end, !isSpace(html[position]), html[position] != greater { position += 1 }
        }
      } else {
        position = nameEnd
      }
      if limit == nil {
        let name = html[nameStart..<nameEnd]
        if isUnreadAttribute(name) {
          unread(nameStart, position, false)
        } else if HTMLGuard.equals(name, "srcset") || HTMLGuard.equals(name, "data-srcset")
          || HTMLGuard.equals(name, "data-lazy-srcset")
        {
          unread(nameStart, position, true)
        }
      }
    }
    return (end, limit)
  }

  /// Whether a picture has an address of its own, other than a placeholder.
  private static func hasSource(_ tag: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var rest = tag
    while let sign = rest.firstIndex(of: UInt8(ascii: "=")) {
      var value = rest[(sign + 1)...].drop { isSpace($0) || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
      let isAddress = sign > rest.startIndex + 3 && equals(rest[(sign - 3)..<sign], "src")
      value = value.prefix(5)
      if isAddress, value.count == 5, !equals(value, "data:") { return true }
      rest = rest[(sign + 1)...]
    }
    return false
  }

  /// Whether an attribute has the address of a picture.
  static func namesPicture(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = name.baseAddress else { return false }
    return HTMLPictures.attributes.contains { word in
      name.count == word.utf8CodeUnitCount && memcmp(base, word.utf8Start, word.utf8CodeUnitCount) == 0
    }
  }

  /// `data-…` but for those that are looked at, `on…`, and what tells a browser how to show something.
  private static func isUnreadAttribute(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    switch name.first.map({ $0 | 0x20 }) {
    case UInt8(ascii: "d"):
      return name.count > 5 && equals(name.prefix(5), "data-") && !HTMLPictures.attributes.contains { equals(name, $0) }
        && !HTMLNames.dataAttributes.contains { equals(name, $0) }
    case UInt8(ascii: "o"): return name.count > 4 && equals(name.prefix(2), "on")
    case UInt8(ascii: "s"): return equals(name, "sizes")
    case UInt8(ascii: "t"): return equals(name, "target") || equals(name, "tabindex")
    default: return false
    }
  }

  private static func skip(
    _ html: UnsafeBufferPointer<UInt8>, to name: Slice<UnsafeBufferPointer<UInt8>>, from start: Int, end: Int
  ) -> Int {
    var position = start
    while position + 2 + name.count <= end {
      guard let base = html.baseAddress,
        let next = memchr(base + position, 0x3C, end - position).map({
          base.distance(to: $0.assumingMemoryBound(to: UInt8.self))
        }),
        next + 2 + name.count <= end
      else { return end }
      position = next
      let after = position + 2 + name.count < end ? html[position + 2 + name.count] : 0x3E
      if html[position + 1] == UInt8(ascii: "/"),
        after == UInt8(ascii: ">") || after == UInt8(ascii: "/") || isSpace(after),
        zip(html[(position + 2)..<(position + 2 + name.count)], name).allSatisfy({ $0 | 0x20 == $1 | 0x20 })
      {
        return position
      }
      position += 1
    }
    return end
  }

  /// Elements that stay open until they are closed; paragraphs, items and cells close themselves.
  private static func nests(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    for closing in [
      "p", "li", "td", "tr", "th", "option", "dt", "dd", "br", "img", "input", "meta", "link", "hr", "wbr", "source",
      "area", "col", "embed", "param", "track", "base", "html", "body", "head", "path",
    ] as [StaticString]
    where equals(name, closing) {
      return false
    }
    return true
  }

  private static func equals(_ name: Slice<UnsafeBufferPointer<UInt8>>, _ word: StaticString) -> Bool {
    name.count == word.utf8CodeUnitCount
      && zip(name, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)).allSatisfy {
        $0 | 0x20 == $1
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
