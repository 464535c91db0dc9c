/// Character and entity references. Internal entities are expanded within a budget; external ones never.
struct XMLEntities {
  private var declared: [String: String] = [:]
  private var budget = 1 << 16
  private var htmlNames: [String: String] = [:]

  /// Reads `<!ENTITY name "value">` from a document type declaration.
  mutating func declare(from declaration: String) {
    var rest = declaration[...]
    while let range = rest.firstRange(of: "<!ENTITY"), declared.count < 256 {
      rest = rest[range.upperBound...]
      guard let end = rest.firstIndex(of: ">") else { return }
      let words = rest[..<end]
      rest = rest[end...]
      let trimmed = words.drop { $0.isWhitespace }
      let name = trimmed.prefix { !$0.isWhitespace }
      let value = trimmed.dropFirst(name.count).drop { $0.isWhitespace }
      guard let quote = value.first, quote == "\"" || quote == "'", !name.isEmpty, name != "%" else { continue }
      let inside = value.dropFirst().prefix { $0 != quote }
      if declared[String(name)] == nil { declared[String(name)] = String(inside) }
    }
  }

  /// The text with its references replaced, and the first one that nobody knows, which stays as it is.
  mutating func expand(_ raw: ArraySlice<UInt8>) -> (text: String, unknown: String?) {
    var output: [UInt8] = []
    var unknown: String?
    expand(Array(raw), into: &output, depth: 0, unknown: &unknown)
    return (String(decoding: output, as: UTF8.self), unknown)
  }

  private mutating func expand(_ raw: [UInt8], into output: inout [UInt8], depth: Int, unknown: inout String?) {
    var position = 0
    while position < raw.count {
      guard raw[position] == UInt8(ascii: "&") else {
        output.append(raw[position])
        position += 1
        continue
      }
      let limit = min(raw.count, position + 40)
      var end = position + 1
      while end < limit, raw[end] != UInt8(ascii: ";"), raw[end] > 0x20, raw[end] != UInt8(ascii: "&"),
        raw[end] != UInt8(ascii: "<")
      { end += 1 }
      let isClosed = end < limit && raw[end] == UInt8(ascii: ";")
      let name = String(decoding: raw[(position + 1)..<end], as: UTF8.self)
      if isClosed, let scalar = XMLEntities.characterReference(name) {
        UnicodeForms.append(scalar, to: &output)
        position = end + 1
      } else if isClosed, let value = XMLEntities.predefined[name] {
        output.append(value)
        position = end + 1
      } else if isClosed, let value = declared[name] {
        position = end + 1
        guard depth < 8, budget > value.utf8.count else {
          unknown = unknown ?? "\(name); (expands beyond all bounds)"
          budget = 0
          continue
        }
        budget -= value.utf8.count
        expand(Array(value.utf8), into: &output, depth: depth + 1, unknown: &unknown)
      } else if isClosed, let value = html(name) {
        output.append(contentsOf: value.utf8)
        position = end + 1
      } else {
        unknown = unknown ?? name
        output.append(UInt8(ascii: "&"))
        position += 1
      }
    }
  }

  private static let predefined: [String: UInt8] = [
    "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
    "apos": UInt8(ascii: "'"),
  ]

  // What the bytes 80…9F of windows-1252 mean, which is what references to them mean, too (HTML Standard, 13.2.5.80).
  private static func characterReference(_ name: String) -> UInt32? {
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let value = digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value, value > 0 else { return nil }
    if (0x80...0x9F).contains(value), let table = SingleByteTable(named: "windows-1252") {
      return table.high[Int(value) - 0x80]
    }
    return value
  }

  /// A named character of HTML, through the HTML parser's table.
  private mutating func html(_ name: String) -> String? {
    guard name.utf8.count <= 32,
      name.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) })
    else { return nil }
    if let known = htmlNames[name] { return known.isEmpty ? nil : known }
    let tree = HTMLTree(Array("&\(name);".utf8), isFragment: true)
    let text = (0..<tree.count).map { tree.text(of: $0) }.joined()
    let value = text.isEmpty || text.hasPrefix("&\(name)") || text.hasSuffix(";") && text.utf8.count > 4 ? "" : text
    htmlNames[name] = value
    return value.isEmpty ? nil : value
  }
}
