import CGumbo
import Glibc
import ReportArticles

/// A parsed page (HTML Standard, through gumbo) as flat arrays in document order: a node's descendants are the nodes
/// after it up to its end.
package struct HTMLTree {
  /// Marks a text node.
  static let textTag: UInt16 = .max

  /// The element of each node (`GumboTag`), `textTag` for text.
  private(set) var tags: [UInt16] = []
  /// One past the last descendant of each node.
  private(set) var ends: [Int32] = []
  package private(set) var parents: [Int32] = []
  /// Where the text of a text node begins and ends in `pool`, or the attributes of an element in `attributes`.
  private var payload: [(start: Int32, end: Int32)] = []
  /// The bytes of all texts and attributes, one after another: a `String` for each would cost as much as the parsing.
  private var pool: [UInt8] = []
  /// Where a name begins in `pool`, where its value does, and where that ends.
  private var attributes: [(name: Int32, value: Int32, end: Int32)] = []
  /// For each attribute that names its element, the number of its value among all such values; -1 for others.
  private var nameNumbers: [Int32] = []
  private var nameValues = ByteStringTable(capacity: 256)
  /// What the names say, as far as somebody asked: pages repeat them.
  private let readings = NameReadings()

  package var count: Int { tags.count }

  /// Parses a page or, with `isFragment`, the inside of a body. Style sheets are left out, and scripts but those of
  /// linked data; unless `keepsUnread`, drawings and attributes that no reader here looks at are left out, too.
  package init(_ html: [UInt8], isFragment: Bool = false, keepsUnread: Bool = false) {
    let bounded = HTMLGuard.bounded(html, keepsUnread: keepsUnread)
    var options = kGumboDefaultOptions
    options.max_errors = 0
    pool.reserveCapacity(bounded.count)
    if isFragment { options.fragment_context = GUMBO_TAG_BODY }
    options.allocator = { arena, size in
      arena?.assumingMemoryBound(to: ParserArena.self).pointee.allocate(size)
    }
    options.deallocator = { arena, block in arena?.assumingMemoryBound(to: ParserArena.self).pointee.free(block) }
    ParserArena.with { arena in
      options.userdata = UnsafeMutableRawPointer(arena)
      bounded.withUnsafeBytes { bytes in
        guard let start = bytes.bindMemory(to: CChar.self).baseAddress,
          let output = gumbo_parse_with_options(&options, start, bytes.count)
        else { return }
        build(output.pointee.root)
      }
    }
  }

  private mutating func build(_ root: UnsafeMutablePointer<GumboNode>?) {
    guard let root else { return }
    // Explicit stack: (node, next child, own index).
    var stack: [(node: UnsafeMutablePointer<GumboNode>, next: Int, index: Int)] = []
    if let index = add(root, parent: -1) { stack.append((root, 0, index)) }
    while let top = stack.last {
      let children = top.node.pointee.v.element.children
      if top.next < Int(children.length), let raw = children.data?[top.next] {
        stack[stack.count - 1].next += 1
        let child = raw.assumingMemoryBound(to: GumboNode.self)
        if let index = add(child, parent: top.index) { stack.append((child, 0, index)) }
      } else {
        ends[top.index] = Int32(tags.count)
        stack.removeLast()
      }
    }
  }

  /// Adds a node; its index when it is an element whose children are to follow.
  private mutating func add(_ node: UnsafeMutablePointer<GumboNode>, parent: Int) -> Int? {
    let index = tags.count
    switch node.pointee.type {
    case GUMBO_NODE_ELEMENT, GUMBO_NODE_TEMPLATE:
      tags.append(UInt16(truncatingIfNeeded: node.pointee.v.element.tag.rawValue))
      parents.append(Int32(parent))
      ends.append(Int32(index + 1))
      payload.append(addAttributes(node.pointee.v.element))
      return index
    case GUMBO_NODE_TEXT, GUMBO_NODE_CDATA, GUMBO_NODE_WHITESPACE:
      guard let text = node.pointee.v.text.text else { return nil }
      tags.append(HTMLTree.textTag)
      parents.append(Int32(parent))
      ends.append(Int32(index + 1))
      payload.append(add(text))
      return nil
    default: return nil
    }
  }

  /// Keeps the bytes of a C string, made well-formed.
  private mutating func add(_ text: UnsafePointer<CChar>) -> (start: Int32, end: Int32) {
    let start = Int32(truncatingIfNeeded: pool.count)
    let length = strlen(text)
    text.withMemoryRebound(to: UInt8.self, capacity: length) {
      pool.append(contentsOf: UnsafeBufferPointer(start: $0, count: length))
    }
    return (start, Int32(truncatingIfNeeded: pool.count))
  }

  private mutating func addAttributes(_ element: GumboElement) -> (start: Int32, end: Int32) {
    let start = Int32(truncatingIfNeeded: attributes.count)
    let vector = element.attributes
    if element.tag == GUMBO_TAG_UNKNOWN { addName(element) }
    for index in 0..<Int(vector.length) {
      guard let raw = vector.data?[index] else { continue }
      let attribute = raw.assumingMemoryBound(to: GumboAttribute.self)
      guard let name = attribute.pointee.name, let value = attribute.pointee.value else { continue }
      let (first, middle) = add(name)
      attributes.append((first, middle, add(value).end))
      nameNumbers.append(numberOfName(attributes[attributes.count - 1]))
    }
    return (start, Int32(truncatingIfNeeded: attributes.count))
  }

  /// Keeps the name of an element that HTML does not know, such as `amp-img`, as an attribute without a name.
  private mutating func addName(_ element: GumboElement) {
    var piece = element.original_tag
    gumbo_tag_from_original_text(&piece)
    guard let data = piece.data, piece.length > 0, piece.length <= 128 else { return }
    let start = Int32(truncatingIfNeeded: pool.count)
    data.withMemoryRebound(to: UInt8.self, capacity: piece.length) { bytes in
      for byte in UnsafeBufferPointer(start: bytes, count: piece.length) {
        pool.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
      }
    }
    attributes.append((start, start, Int32(truncatingIfNeeded: pool.count)))
    nameNumbers.append(-1)
  }

  private mutating func numberOfName(_ attribute: (name: Int32, value: Int32, end: Int32)) -> Int32 {
    let number = pool.withUnsafeBufferPointer { pool -> Int? in
      let name = UnsafeBufferPointer(rebasing: pool[Int(attribute.name)..<Int(attribute.value)])
      guard HTMLTree.namesElement(name) else { return nil }
      return nameValues.insert(UnsafeBufferPointer(rebasing: pool[Int(attribute.value)..<Int(attribute.end)])).index
    }
    return number.map { Int32(truncatingIfNeeded: $0) } ?? -1
  }

  /// `class`, `id` and `data-…`: of the latter a tree for reading has ``HTMLNames/dataAttributes`` and the addresses of pictures
  /// only.
  private static func namesElement(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = name.baseAddress else { return false }
    switch name.count {
    case 2: return memcmp(start, "id", 2) == 0
    case 5: return memcmp(start, "class", 5) == 0
    case 7...: return memcmp(start, "data-", 5) == 0 && !HTMLGuard.namesPicture(name)
    default: return false
    }
  }

  // MARK: Reading

  /// The name of an element in lower case; empty for a text.
  package func name(of node: Int) -> String {
    if isText(node) { return "" }
    let tag = GumboTag(rawValue: UInt32(tags[node]))
    if tag == GUMBO_TAG_UNKNOWN { return attribute(node, named: "") ?? "" }
    return gumbo_normalized_tagname(tag).map { String(cString: $0) } ?? ""
  }

  package func isText(_ node: Int) -> Bool { tags[node] == HTMLTree.textTag }

  func has(_ node: Int, _ tag: GumboTag) -> Bool { tags[node] == UInt16(truncatingIfNeeded: tag.rawValue) }

  /// The bytes of a text node, none of an element.
  func bytes(of node: Int) -> ArraySlice<UInt8> {
    isText(node) ? pool[Int(payload[node].start)..<Int(payload[node].end)] : []
  }

  func text(of node: Int) -> String { String(decoding: bytes(of: node), as: UTF8.self) }

  /// The bytes of an attribute of an element; nil when it has none of that name.
  func attributeBytes(_ node: Int, _ name: StaticString) -> ArraySlice<UInt8>? {
    attributeIndex(node, name).map { pool[Int(attributes[$0].value)..<Int(attributes[$0].end)] }
  }

  private func attributeIndex(_ node: Int, _ name: StaticString) -> Int? {
    if isText(node) { return nil }
    let wanted = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    return pool.withUnsafeBufferPointer { pool -> Int? in
      for index in Int(payload[node].start)..<Int(payload[node].end) {
        let (start, middle) = (Int(attributes[index].name), Int(attributes[index].value))
        guard middle - start == wanted.count, let known = pool.baseAddress, let sought = wanted.baseAddress,
          memcmp(known + start, sought, wanted.count) == 0
        else { continue }
        return index
      }
      return nil
    }
  }

  /// Whether an element that HTML does not know has this name.
  func isUnknown(_ node: Int, named name: StaticString) -> Bool {
    guard has(node, GUMBO_TAG_UNKNOWN), let known = attributeBytes(node, "") else { return false }
    return known.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
  }

  /// An attribute of an element; nil when it has none of that name.
  func attribute(_ node: Int, _ name: StaticString) -> String? {
    attributeBytes(node, name).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The same for a name that is not known beforehand.
  package func attribute(_ node: Int, named name: String) -> String? {
    if isText(node) { return nil }
    for index in Int(payload[node].start)..<Int(payload[node].end) {
      let (start, middle) = (Int(attributes[index].name), Int(attributes[index].value))
      guard pool[start..<middle].elementsEqual(name.utf8) else { continue }
      return String(decoding: pool[middle..<Int(attributes[index].end)], as: UTF8.self)
    }
    return nil
  }

  /// What the attributes of an element that name it say: `class`, `id` and ``HTMLNames/dataAttributes``.
  func forEachName(of node: Int, _ body: (HTMLNames.Reading) -> Void) {
    if isText(node) { return }
    for index in Int(payload[node].start)..<Int(payload[node].end) where nameNumbers[index] >= 0 {
      body(reading(ofAttribute: index))
    }
  }

  /// What the value of an attribute says about its element; nil when it has none of that name.
  func reading(_ node: Int, _ name: StaticString) -> HTMLNames.Reading? {
    attributeIndex(node, name).map { reading(ofAttribute: $0) }
  }

  private func reading(ofAttribute index: Int) -> HTMLNames.Reading {
    let value = pool[Int(attributes[index].value)..<Int(attributes[index].end)]
    return nameNumbers[index] >= 0
      ? readings.reading(Int(nameNumbers[index]), of: value) : HTMLNames.shared.reading(of: value)
  }

  /// All attributes of an element, in order.
  package func attributes(of node: Int) -> [(name: String, value: String)] {
    if isText(node) { return [] }
    return (Int(payload[node].start)..<Int(payload[node].end)).compactMap { index in
      let (start, middle, end) = (attributes[index].name, attributes[index].value, attributes[index].end)
      guard middle > start else { return nil }
      return (
        String(decoding: pool[Int(start)..<Int(middle)], as: UTF8.self),
        String(decoding: pool[Int(middle)..<Int(end)], as: UTF8.self)
      )
    }
  }

  /// The nodes below a node, in document order.
  package func descendants(_ node: Int) -> Range<Int> { (node + 1)..<Int(ends[node]) }

  package func children(_ node: Int) -> [Int] {
    var result: [Int] = []
    var child = node + 1
    while child < Int(ends[node]) {
      result.append(child)
      child = Int(ends[child])
    }
    return result
  }

  func first(_ tag: GumboTag, in range: Range<Int>? = nil) -> Int? {
    (range ?? 0..<count).first { has($0, tag) }
  }

  /// All text below a node, scripts and styles left out, white space collapsed. With `partsElements`, elements that touch
  /// one another are apart, as boxes of a byline are on the screen.
  package func plainText(_ node: Int, partsElements: Bool = false, limit: Int = .max) -> String {
    if isText(node) { return TextLayout.collapse(bytes: bytes(of: node)) }
    var result: [UInt8] = []
    forEachText(node, partsElements: partsElements) {
      result += $0
      return result.count < limit
    } atBreak: {
      result.append(0x20)
    }
    return TextLayout.collapse(bytes: result[...])
  }

  /// The lines of an element that breaks (`<br>`) and blocks part, white space collapsed, empty ones left out.
  func lines(_ node: Int) -> [String] {
    var lines: [String] = []
    var line: [UInt8] = []
    func flush() {
      let text = TextLayout.collapse(bytes: line[...])
      if !text.isEmpty { lines.append(text) }
      line.removeAll(keepingCapacity: true)
    }
    forEachText(node) {
      line += $0
      return true
    } atBreak: {
      flush()
    }
    flush()
    return lines
  }

  /// Calls `body` with the texts below an element, scripts and styles left out, and `atBreak` where a break or a block (or,
  /// with `partsElements`, any element that touches another) begins between them.
  private func forEachText(
    _ node: Int, partsElements: Bool = false, _ body: (ArraySlice<UInt8>) -> Bool, atBreak: () -> Void
  ) {
    var index = node + 1
    while index < Int(ends[node]) {
      if isText(index) {
        if !body(bytes(of: index)) { return }
      } else if HTMLElements.isInvisible(tags[index]) {
        index = Int(ends[index])
        continue
      } else if HTMLElements.isBlock(tags[index]) || has(index, GUMBO_TAG_BR)
        || (partsElements && isAfterElement(index))
      {
        atBreak()
      }
      index += 1
    }
  }

  /// Whether an element ended just before this one.
  private func isAfterElement(_ node: Int) -> Bool {
    guard node > 0 else { return false }
    return isText(node - 1) ? parents[node - 1] != parents[node] : node - 1 != Int(parents[node])
  }
}

/// Kinds of elements.
enum HTMLElements {
  /// Which tags are in a set, by their numbers.
  private static func set(_ tags: [GumboTag]) -> [Bool] {
    var flags = [Bool](repeating: false, count: Int(GUMBO_TAG_LAST.rawValue) + 1)
    for tag in tags { flags[Int(tag.rawValue)] = true }
    return flags
  }

  private static func holds(_ flags: [Bool], _ tag: UInt16) -> Bool { Int(tag) < flags.count && flags[Int(tag)] }

  private static let blocks = set([
    GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_HEADER, GUMBO_TAG_FOOTER,
    GUMBO_TAG_MAIN,
    GUMBO_TAG_ASIDE, GUMBO_TAG_NAV, GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6,
    GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_LI, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_TABLE, GUMBO_TAG_TR,
    GUMBO_TAG_TD, GUMBO_TAG_TH, GUMBO_TAG_TBODY, GUMBO_TAG_THEAD, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_PRE, GUMBO_TAG_FIGURE,
    GUMBO_TAG_FIGCAPTION, GUMBO_TAG_ADDRESS, GUMBO_TAG_FORM, GUMBO_TAG_FIELDSET, GUMBO_TAG_HR, GUMBO_TAG_BODY,
    GUMBO_TAG_HTML,
    GUMBO_TAG_CENTER, GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY, GUMBO_TAG_HGROUP, GUMBO_TAG_CAPTION,
  ])
  private static let invisible = set([
    GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_TEMPLATE, GUMBO_TAG_HEAD, GUMBO_TAG_TITLE,
    GUMBO_TAG_IFRAME, GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_SVG, GUMBO_TAG_CANVAS, GUMBO_TAG_AUDIO,
    GUMBO_TAG_VIDEO,
    GUMBO_TAG_SELECT, GUMBO_TAG_TEXTAREA, GUMBO_TAG_BUTTON, GUMBO_TAG_INPUT, GUMBO_TAG_OPTION, GUMBO_TAG_DATALIST,
    GUMBO_TAG_NOFRAMES,
  ])
  private static let headings = set([
    GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3, GUMBO_TAG_H4, GUMBO_TAG_H5, GUMBO_TAG_H6,
  ])

  static func isBlock(_ tag: UInt16) -> Bool { holds(blocks, tag) }
  static func isInvisible(_ tag: UInt16) -> Bool { holds(invisible, tag) }
  static func isHeading(_ tag: UInt16) -> Bool { holds(headings, tag) }
  /// Whether an element is the button in a heading that opens what the heading is over.
  static func isButtonOfHeading(_ tree: HTMLTree, _ node: Int) -> Bool {
    tree.has(node, GUMBO_TAG_BUTTON) && tree.parents[node] > 0 && isHeading(tree.tags[Int(tree.parents[node])])
  }
  /// Whether an element leads somewhere: `<a name>` does not.
  static func isLink(_ tree: HTMLTree, _ node: Int) -> Bool {
    tree.has(node, GUMBO_TAG_A) && tree.attributeBytes(node, "href") != nil
  }
}

/// What the values of the attributes that name elements of one page say, by their numbers.
private final class NameReadings {
  private var known: [HTMLNames.Reading?] = []

  func reading(_ number: Int, of value: ArraySlice<UInt8>) -> HTMLNames.Reading {
    while known.count <= number { known.append(nil) }
    if let reading = known[number] { return reading }
    let reading = HTMLNames.shared.reading(of: value)
    known[number] = reading
    return reading
  }
}
