/// The one pass over the bytes that makes an `XMLTree`.
struct XMLParser {
  var nodes: [XMLTree.Node] = []
  var documentType = ""
  var faults: [(message: String, line: Int)] = []

  /// More than any feed has; keeps memory within bounds.
  private static let maximumNodes = 1_000_000

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  private var stack: [(node: Int, rawName: [UInt8])] = []
  /// Namespace declarations in force: the depth at which each was made, prefix, canonical prefix.
  private var namespaces: [(depth: Int, prefix: String, canonical: String?)] = []
  private var entities: XMLEntities

  private let foldsCase: Bool

  init(_ bytes: [UInt8], foldsCase: Bool) {
    self.bytes = bytes
    self.foldsCase = foldsCase
    entities = XMLEntities()
  }

  mutating func run() {
    while position < bytes.count {
      if nodes.count >= XMLParser.maximumNodes {
        fault("more than \(XMLParser.maximumNodes) elements and texts; the rest is not read")
        break
      }
      if bytes[position] != UInt8(ascii: "<") {
        readText()
      } else if position + 1 < bytes.count {
        readMarkup()
      } else {
        literal()
      }
    }
    if !stack.isEmpty, nodes.count > 1 {
      fault("the document ends inside of <\(nodes[stack[stack.count - 1].node].name)>")
    }
    while let open = stack.popLast() { nodes[open.node].end = nodes.count }
  }

  private mutating func fault(_ message: String) {
    if faults.count < 20 { faults.append((message, line)) }
  }

  // MARK: Text

  private mutating func readText() {
    let start = position
    let startLine = line
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
    append(text: decode(bytes[start..<position]), line: startLine, isCDATA: false)
  }

  private mutating func decode(_ raw: ArraySlice<UInt8>) -> String {
    guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
    let (text, unknown) = entities.expand(raw)
    if let unknown { fault("“&\(unknown)” is not an entity that is known here") }
    return text
  }

  private mutating func append(text: String, line: Int, isCDATA: Bool) {
    guard !text.isEmpty, let parent = stack.last?.node else { return }
    nodes.append(
      XMLTree.Node(
        name: "", localName: "", text: text, attributes: [], parent: parent, end: nodes.count + 1, line: line,
        isCDATA: isCDATA))
  }

  // MARK: Markup

  private mutating func readMarkup() {
    let next = bytes[position + 1]
    if next == UInt8(ascii: "/") { return readEndTag() }
    if next == UInt8(ascii: "?") { return skip(to: "?>") }
    if next == UInt8(ascii: "!") {
      if starts(with: "<!--") { return skip(to: "-->") }
      if starts(with: "<![CDATA[") { return readCDATA() }
      if starts(with: "<!DOCTYPE") || starts(with: "<!doctype") { return readDocumentType() }
      return literal()
    }
    let isName =
      (0x61...0x7A).contains(next | 0x20) || next == UInt8(ascii: "_") || next == UInt8(ascii: ":") || next >= 0x80
    if isName { readStartTag() } else { literal() }
  }

  /// A `<` that opens nothing.
  private mutating func literal() {
    fault("a “<” that opens no tag")
    append(text: "<", line: line, isCDATA: false)
    position += 1
  }

  private func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func advance(to target: Int) {
    let end = min(target, bytes.count)
    while position < end {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }
  }

  private func find(_ text: StaticString, from start: Int) -> Int? {
    let count = text.utf8CodeUnitCount
    guard bytes.count >= count, start <= bytes.count - count else { return nil }
    var index = start
    while index <= bytes.count - count {
      if bytes[index] == text.utf8Start[0], (1..<max(1, count)).allSatisfy({ bytes[index + $0] == text.utf8Start[$0] })
      {
        return index
      }
      index += 1
    }
    return nil
  }

  private mutating func skip(to end: StaticString) {
    if let close = find(end, from: position + 2) {
      advance(to: close + end.utf8CodeUnitCount)
    } else {
      fault("a comment or instruction without its end")
      advance(to: bytes.count)
    }
  }

  private mutating func readCDATA() {
    let start = position + 9
    let close = find("]]>", from: start)
    if close == nil { fault("CDATA without its end") }
    let end = close ?? bytes.count
    append(text: String(decoding: bytes[start..<end], as: UTF8.self), line: line, isCDATA: true)
    advance(to: end + 3)
  }

  private mutating func readDocumentType() {
    var index = position + 9
    var depth = 0
    var quote: UInt8?
    let start = index
    while index < bytes.count {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "]") {
        depth -= 1
      } else if byte == UInt8(ascii: ">"), depth <= 0 {
        break
      }
      index += 1
    }
    if index >= bytes.count, let close = find(">", from: start) { index = close }
    let end = min(index, bytes.count)
    let declaration = String(decoding: bytes[start..<end], as: UTF8.self)
    documentType = String(declaration.prefix(300))
    entities.declare(from: declaration)
    advance(to: end + 1)
  }

  private mutating func readEndTag() {
    let start = position + 2
    guard let close = bytes[position...].firstIndex(of: UInt8(ascii: ">")) else { return literal() }
    var end = start
    while end < close, bytes[end] > 0x20 { end += 1 }
    let name = Array(bytes[start..<end])
    // A stray end tag is looked for a little way up only, so that cost stays linear.
    if let match = stack.suffix(256).lastIndex(where: { $0.rawName == name }) {
      if match != stack.count - 1 { fault("</\(String(decoding: name, as: UTF8.self))> closes more than it opened") }
      while stack.count > match, let open = stack.popLast() { nodes[open.node].end = nodes.count }
      namespaces.removeAll { $0.depth > stack.count }
    } else {
      fault("</\(String(decoding: name, as: UTF8.self))> closes nothing")
    }
    advance(to: close + 1)
  }

  private mutating func readStartTag() {
    let startLine = line
    var index = position + 1
    while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">"), bytes[index] != UInt8(ascii: "/")
    { index += 1 }
    let rawName = Array(bytes[position + 1..<index])
    var attributes: [XMLTree.Attribute] = []
    var isEmpty = false
    while index < bytes.count {
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count else { break }
      if bytes[index] == UInt8(ascii: ">") {
        index += 1
        break
      }
      if bytes[index] == UInt8(ascii: "/") {
        isEmpty = index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: ">")
        index += 1
        continue
      }
      if bytes[index] == UInt8(ascii: "<") {
        fault("a tag without its end")
        break
      }
      let nameStart = index
      while index < bytes.count, bytes[index] > 0x20, !"=>/<".utf8.contains(bytes[index]) { index += 1 }
      if index == nameStart {
        index += 1
        continue
      }
      let name = String(decoding: bytes[nameStart..<index], as: UTF8.self)
      var valueStart = index
      while valueStart < bytes.count, bytes[valueStart] <= 0x20 { valueStart += 1 }
      guard valueStart < bytes.count, bytes[valueStart] == UInt8(ascii: "=") else {
        if attributes.count < 256 { attributes.append(XMLTree.Attribute(name: name, value: "")) }
        continue
      }
      valueStart += 1
      while valueStart < bytes.count, bytes[valueStart] <= 0x20 { valueStart += 1 }
      guard valueStart < bytes.count else {
        index = valueStart
        break
      }
      let quote = bytes[valueStart]
      var valueEnd: Int
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        valueStart += 1
        valueEnd = valueStart
        while valueEnd < bytes.count, bytes[valueEnd] != quote { valueEnd += 1 }
        index = min(valueEnd + 1, bytes.count)
      } else {
        valueEnd = valueStart
        while valueEnd < bytes.count, bytes[valueEnd] > 0x20, bytes[valueEnd] != UInt8(ascii: ">") { valueEnd += 1 }
        index = valueEnd
        fault("an attribute without quotation marks")
      }
      // More attributes than any vocabulary has are dropped.
      if attributes.count < 256 {
        attributes.append(XMLTree.Attribute(name: name, value: decode(bytes[valueStart..<min(valueEnd, bytes.count)])))
      }
    }
    addElement(rawName, attributes, line: startLine, isEmpty: isEmpty)
    advance(to: index)
  }

  private mutating func addElement(_ rawName: [UInt8], _ attributes: [XMLTree.Attribute], line: Int, isEmpty: Bool) {
    let depth = stack.count + 1
    for attribute in attributes where attribute.name.hasPrefix("xmlns") {
      let prefix = attribute.name == "xmlns" ? "" : String(attribute.name.dropFirst(6))
      namespaces.append((depth, prefix, XMLNamespaces.prefix(of: TextLayout.collapse(attribute.value))))
    }
    let written = String(decoding: rawName, as: UTF8.self)
    let raw = foldsCase ? written.lowercased() : written
    let (name, local) = canonical(raw)
    let named = attributes.map { attribute in
      if foldsCase { return XMLTree.Attribute(name: attribute.name.lowercased(), value: attribute.value) }
      return attribute.name.holds(":") && !attribute.name.hasPrefix("xml")
        ? XMLTree.Attribute(name: canonical(attribute.name).0, value: attribute.value) : attribute
    }
    nodes.append(
      XMLTree.Node(
        name: name, localName: local, text: "", attributes: named, parent: stack.last?.node ?? -1, end: nodes.count + 1,
        line: line,
        isCDATA: false))
    if isEmpty {
      namespaces.removeAll { $0.depth >= depth }
    } else {
      stack.append((nodes.count - 1, rawName))
    }
  }

  private func canonical(_ raw: String) -> (String, String) {
    guard let colon = raw.firstIndex(of: ":") else {
      let declared = namespaces.last { $0.prefix.isEmpty }
      if let canonical = declared?.canonical, !canonical.isEmpty { return ("\(canonical):\(raw)", raw) }
      return (raw, raw)
    }
    let prefix = String(raw[..<colon])
    let local = String(raw[raw.index(after: colon)...])
    if let declared = namespaces.last(where: { $0.prefix == prefix }), let canonical = declared.canonical {
      return (canonical.isEmpty ? local : "\(canonical):\(local)", local)
    }
    return (prefix.lowercased() + ":" + local, local)
  }
}
