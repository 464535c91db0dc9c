import Testing

// What the generated tests of examples in documentation comments call (Tests/docs/examples).

/// A value as the examples write it: strings as literals, `nil` for nothing.
package func shown(_ value: Any?) -> String {
  guard let value else { return "nil" }
  let mirror = Mirror(reflecting: value)
  if mirror.displayStyle == .optional { return shown(mirror.children.first?.value) }
  switch value {
  case let text as String: return text.debugDescription
  case let list as [Any]: return "[" + list.map { shown($0) }.joined(separator: ", ") + "]"
  case let table as [String: Any]:
    let pairs = table.sorted { $0.key < $1.key }.map { "\(shown($0.key)): \(shown($0.value))" }
    return "[" + pairs.joined(separator: ", ") + "]"
  default:
    return String(describing: value)
  }
}

/// Checks what a statement of an example gives.
package func expectShown(
  _ value: Any?, sourceLocation: SourceLocation = #_sourceLocation, _ expected: () -> String
) {
  #expect(shown(value) == expected(), sourceLocation: sourceLocation)
}

/// Checks what an example prints; an empty line at the end does not count.
package func expectPrinted(
  _ value: Any, sourceLocation: SourceLocation = #_sourceLocation, _ expected: () -> String
) {
  var text = "\(value)"
  while text.hasSuffix("\n") { text.removeLast() }
  #expect(text == expected(), sourceLocation: sourceLocation)
}

/// Checks what an error of an example says.
package func expectThrown<Result>(
  _ body: () throws -> Result, sourceLocation: SourceLocation = #_sourceLocation, says expected: () -> String
) {
  do {
    _ = try body()
    Issue.record("nothing was thrown", sourceLocation: sourceLocation)
  } catch {
    #expect("\(error)" == expected(), sourceLocation: sourceLocation)
  }
}
