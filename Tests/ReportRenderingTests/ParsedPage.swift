import CGumbo

@testable import ReportScripting

/// Reads HTML back with Gumbo, the parser that follows the WHATWG tree construction.
enum ParsedPage {
  /// The text of each `<p>`, in order.
  static func paragraphs(_ html: String) -> [String] {
    var result: [String] = []
    parse(html) { root in
      visit(root) { node in
        if node.pointee.v.element.tag == GUMBO_TAG_P { result.append(text(of: node)) }
      }
    }
    return result
  }

  /// All visible text, without the head.
  static func body(_ html: String) -> String {
    var result = ""
    parse(html) { root in
      visit(root) { node in
        if node.pointee.v.element.tag == GUMBO_TAG_BODY { result = text(of: node) }
      }
    }
    return result
  }

  private static func parse(_ html: String, _ body: (UnsafeMutablePointer<GumboNode>) -> Void) {
    var html = html
    html.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { bytes in
        var options = kGumboDefaultOptions
        guard let output = gumbo_parse_with_options(&options, bytes.baseAddress, bytes.count) else { return }
        body(output.pointee.root)
        gumbo_destroy_output(&options, output)
      }
    }
  }

  private static func children(_ node: UnsafeMutablePointer<GumboNode>) -> [UnsafeMutablePointer<GumboNode>] {
    guard node.pointee.type == GUMBO_NODE_ELEMENT else { return [] }
    let list = node.pointee.v.element.children
    return (0..<Int(list.length)).compactMap { list.data[$0]?.assumingMemoryBound(to: GumboNode.self) }
  }

  private static func visit(
    _ node: UnsafeMutablePointer<GumboNode>, _ body: (UnsafeMutablePointer<GumboNode>) -> Void
  ) {
    guard node.pointee.type == GUMBO_NODE_ELEMENT else { return }
    body(node)
    for child in children(node) { visit(child, body) }
  }

  private static func text(of node: UnsafeMutablePointer<GumboNode>) -> String {
    switch node.pointee.type {
    case GUMBO_NODE_TEXT, GUMBO_NODE_WHITESPACE: return String(cString: node.pointee.v.text.text)
    default: return children(node).map(text).joined()
    }
  }
}
