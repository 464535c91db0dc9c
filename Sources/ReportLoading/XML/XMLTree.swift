/// A document in XML, as flat arrays in document order; a node's descendants are the nodes after it up to its end.
///
/// The reader is tolerant, as feeds need it: it accepts what is not well-formed (stray ampersands, undeclared prefixes,
/// missing end tags, entities of HTML) and notes that it did. It loads nothing from outside, knows no external entities,
/// no XInclude, and expands internal entities within a small budget. No recursion: nesting costs no stack.
package struct XMLTree {
  package struct Attribute: Sendable, Hashable {
    package var name: String
    package var value: String
  }

  package struct Node: Sendable {
    /// `prefix:name` in canonical spelling for elements (`dc:date`, `title`), empty for text.
    package var name: String
    /// The name without its prefix.
    package var localName: String
    var text: String
    package var attributes: [Attribute]
    package var parent: Int
    /// One past the last descendant.
    var end: Int
    /// The line where it starts.
    package var line: Int
    /// Written as CDATA.
    var isCDATA: Bool
  }

  package private(set) var nodes: [Node] = []
  /// The public identifier in the document type declaration.
  private(set) var documentType = ""
  /// Departures from well-formedness.
  private(set) var faults: [(message: String, line: Int)] = []

  /// Parses a document; `foldsCase` reads names in lower case.
  package init(_ bytes: [UInt8], foldsCase: Bool = false) {
    var parser = XMLParser(bytes, foldsCase: foldsCase)
    parser.run()
    nodes = parser.nodes
    documentType = parser.documentType
    faults = parser.faults
  }

  /// The root element.
  package var root: Int? { nodes.firstIndex { !$0.name.isEmpty } }

  package func isElement(_ node: Int) -> Bool { !nodes[node].name.isEmpty }

  package func children(_ node: Int) -> [Int] {
    var result: [Int] = []
    var child = node + 1
    while child < nodes[node].end {
      if isElement(child) { result.append(child) }
      child = nodes[child].end
    }
    return result
  }

  package func children(_ node: Int, _ names: String...) -> [Int] {
    children(node).filter { names.contains(nodes[$0].name) }
  }

  package func child(_ node: Int, _ names: String...) -> Int? {
    for name in names {
      if let found = children(node).first(where: { nodes[$0].name == name }) { return found }
    }
    return nil
  }

  package func descendants(_ node: Int) -> Range<Int> { (node + 1)..<max(node + 1, nodes[node].end) }

  package func first(_ name: String, below node: Int) -> Int? { descendants(node).first { nodes[$0].name == name } }

  package func attribute(_ node: Int, _ name: String) -> String? {
    nodes[node].attributes.first { $0.name == name }?.value
  }

  /// An attribute of a node or its nearest ancestor that has it.
  func inherited(_ node: Int, _ name: String) -> String? {
    var current = node
    while current >= 0 {
      if let value = attribute(current, name) { return value }
      current = nodes[current].parent
    }
    return nil
  }

  /// All text below a node.
  func text(_ node: Int) -> String {
    descendants(node).map { nodes[$0].text }.joined()
  }

  package func collapsed(_ node: Int?) -> String? {
    guard let node else { return nil }
    let text = TextLayout.collapse(text(node))
    return text.isEmpty ? nil : text
  }

  func hasElements(_ node: Int) -> Bool { descendants(node).contains { isElement($0) } }

  /// What is inside a node as markup; text escaped.
  func markup(_ node: Int) -> String {
    var result = ""
    var open: [(end: Int, name: String)] = []
    for inner in descendants(node) {
      while let last = open.last, inner >= last.end {
        result += "</\(last.name)>"
        open.removeLast()
      }
      if isElement(inner) {
        result += "<" + nodes[inner].localName
        for attribute in nodes[inner].attributes where !attribute.name.holds(":") {
          result += " \(attribute.name)=\"\(XMLTree.escape(attribute.value))\""
        }
        result += ">"
        open.append((nodes[inner].end, nodes[inner].localName))
      } else {
        result += XMLTree.escape(nodes[inner].text)
      }
    }
    for last in open.reversed() { result += "</\(last.name)>" }
    return result
  }

  private static func escape(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
      "\"", with: "&quot;")
  }
}
