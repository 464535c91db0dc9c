import CGumbo

/// A list of selectors (CSS Selectors Level 4): type, `*`, `#id`, `.class`, `[name]`, `[name=value]` with `~=`, `|=`, `^=`,
/// `$=`, `*=`, `:first-child`, `:last-child`, `:not(…)` of one simple selector, joined by a space, `>`, `+`, `~`, and commas.
package struct SelectorList: Sendable {
  /// What is wrong with a text that is meant as selectors.
  package struct Mistake: Error, Hashable {
    package var message: String
  }

  /// One condition on an element.
  indirect enum Test: Sendable {
    case tag(String)
    case id(String)
    case className(String)
    case attribute(String, Comparison, String)
    case firstChild, lastChild
    case not([Test])
  }

  enum Comparison: String, Sendable, CaseIterable {
    case present = ""
    case equal = "="
    case word = "~="
    case dashed = "|="
    case prefix = "^="
    case suffix = "$="
    case part = "*="
  }

  /// How an element stands to the one before it in a selector.
  enum Combinator: Sendable { case descendant, child, next, following }

  /// Elements that are joined, each with its relation to the one before; that of the first says nothing.
  typealias Selector = [(relation: Combinator, tests: [Test])]

  private(set) var selectors: [Selector] = []
  /// More steps than this in one list are refused, and more conditions, and more `:not(` inside of one another.
  private static let limit = 64
  fileprivate static let mostTests = 256
  fileprivate static let deepest = 8

  package init(_ text: String) throws(Mistake) {
    var parser = SelectorParser(text)
    selectors = try parser.list()
    if selectors.reduce(0, { $0 + $1.count }) > Self.limit {
      throw Mistake(message: "more than \(Self.limit) steps in one selector")
    }
  }

  /// The elements below `root` that one of the selectors fits, in document order; with `first`, only the first. Work is
  /// linear in the elements for each step. `checkpoint` is called now and then and may end it.
  package func matches(
    in tree: HTMLTree, below root: Int, first: Bool = false, checkpoint: () throws -> Void
  ) rethrows -> [Int] {
    let range = tree.descendants(root)
    let needsNeighbours = selectors.contains { selector in
      selector.contains { $0.relation == .next || $0.relation == .following || Self.looksAtPlace($0.tests) }
    }
    let neighbours = needsNeighbours ? HTMLNeighbours(tree) : nil
    var isFound = [Bool](repeating: false, count: range.count)
    for selector in selectors {
      // What fits the steps so far, for every element that may stand before one of the range.
      let start = selector.count > 1 ? 0 : range.lowerBound
      var fits: [Bool] = []
      for (number, step) in selector.enumerated() {
        try checkpoint()
        let before = fits
        let reached = number == 0 ? [] : Self.reached(from: before, by: step.relation, in: tree, neighbours)
        fits = [Bool](repeating: false, count: range.upperBound - start)
        for node in start..<range.upperBound where !tree.isText(node) {
          if node & 0xFFF == 0xFFF { try checkpoint() }
          guard number == 0 || reached[node] else { continue }
          fits[node - start] = step.tests.allSatisfy { Self.holds($0, node, tree, neighbours) }
          if first, selectors.count == 1, number == selector.count - 1, fits[node - start], node >= range.lowerBound {
            return [node]
          }
        }
      }
      for node in range where fits[node - start] { isFound[node - range.lowerBound] = true }
    }
    let found = range.filter { isFound[$0 - range.lowerBound] }
    return first ? Array(found.prefix(1)) : found
  }

  /// The elements that stand in a relation to one of `before`.
  private static func reached(
    from before: [Bool], by relation: Combinator, in tree: HTMLTree, _ neighbours: HTMLNeighbours?
  ) -> [Bool] {
    var reached = [Bool](repeating: false, count: before.count)
    for node in before.indices where !tree.isText(node) {
      let parent = Int(tree.parents[node])
      let previous = neighbours.map { Int($0.previous[node]) } ?? -1
      switch relation {
      case .child: reached[node] = parent >= 0 && before[parent]
      case .descendant: reached[node] = parent >= 0 && (before[parent] || reached[parent])
      case .next: reached[node] = previous >= 0 && before[previous]
      case .following: reached[node] = previous >= 0 && (before[previous] || reached[previous])
      }
    }
    return reached
  }

  private static func looksAtPlace(_ tests: [Test]) -> Bool {
    tests.contains { test in
      switch test {
      case .firstChild, .lastChild: return true
      case .not(let inner): return looksAtPlace(inner)
      default: return false
      }
    }
  }

  private static func holds(_ test: Test, _ node: Int, _ tree: HTMLTree, _ neighbours: HTMLNeighbours?) -> Bool {
    switch test {
    case .tag(let name): return tree.name(of: node) == name
    case .id(let id): return tree.attribute(node, named: "id") == id
    case .className(let name):
      return tree.attribute(node, named: "class").map { words($0).contains(name[...]) } ?? false
    case .firstChild: return neighbours.map { $0.previous[node] < 0 } ?? false
    case .lastChild: return neighbours.map { $0.isLast[node] } ?? false
    case .not(let tests): return !tests.allSatisfy { holds($0, node, tree, neighbours) }
    case .attribute(let name, let comparison, let wanted):
      guard let value = tree.attribute(node, named: name) else { return false }
      switch comparison {
      case .present: return true
      case .equal: return value == wanted
      case .word: return words(value).contains(wanted[...])
      case .dashed: return value == wanted || value.hasPrefix(wanted + "-")
      case .prefix: return !wanted.isEmpty && value.hasPrefix(wanted)
      case .suffix: return !wanted.isEmpty && value.hasSuffix(wanted)
      case .part: return !wanted.isEmpty && value.holds(wanted)
      }
    }
  }

  private static func words(_ value: String) -> [Substring] {
    value.split { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r\n" }
  }
}

/// Which elements stand beside each other.
struct HTMLNeighbours {
  /// The element before each one under the same parent, -1 for none.
  private(set) var previous: [Int32]
  /// Whether no element follows under the same parent.
  private(set) var isLast: [Bool]

  init(_ tree: HTMLTree) {
    previous = [Int32](repeating: -1, count: tree.count)
    isLast = [Bool](repeating: true, count: tree.count)
    var last = [Int32](repeating: -1, count: tree.count)
    for node in 0..<tree.count where !tree.isText(node) && tree.parents[node] >= 0 {
      let parent = Int(tree.parents[node])
      previous[node] = last[parent]
      if last[parent] >= 0 { isLast[Int(last[parent])] = false }
      last[parent] = Int32(node)
    }
  }
}

/// Reads the text of selectors.
private struct SelectorParser {
  private let text: [Unicode.Scalar]
  private var index = 0
  private var depth = 0
  private var tests = 0

  init(_ text: String) { self.text = Array(text.unicodeScalars) }

  private var current: Unicode.Scalar? { index < text.count ? text[index] : nil }

  private mutating func skipSpace() -> Bool {
    let start = index
    while let scalar = current, scalar == " " || scalar == "\n" || scalar == "\t" { index += 1 }
    return index > start
  }

  private func mistake(_ message: String) -> SelectorList.Mistake {
    SelectorList.Mistake(message: "\(message) at character \(index + 1) of the selector")
  }

  mutating func list() throws(SelectorList.Mistake) -> [SelectorList.Selector] {
    var selectors: [SelectorList.Selector] = []
    repeat {
      if !selectors.isEmpty { index += 1 }
      selectors.append(try selector())
    } while current == ","
    if current != nil { throw mistake("“\(text[index])” is not understood") }
    return selectors
  }

  private mutating func selector() throws(SelectorList.Mistake) -> SelectorList.Selector {
    var steps: SelectorList.Selector = []
    var relation = SelectorList.Combinator.descendant
    _ = skipSpace()
    while true {
      steps.append((relation, try compound()))
      let hasSpace = skipSpace()
      switch current {
      case ">": relation = .child
      case "+": relation = .next
      case "~": relation = .following
      case nil, ",": return steps
      default:
        guard hasSpace else { throw mistake("“\(text[index])” is not understood") }
        relation = .descendant
        continue
      }
      index += 1
      _ = skipSpace()
    }
  }

  private mutating func compound() throws(SelectorList.Mistake) -> [SelectorList.Test] {
    var tests: [SelectorList.Test] = []
    var isAny = false
    if current == "*" {
      index += 1
      isAny = true
    } else if let name = name() {
      tests.append(.tag(name.lowercased()))
    }
    while let test = try simple() {
      self.tests += 1
      guard self.tests <= SelectorList.mostTests else {
        throw SelectorList.Mistake(message: "more than \(SelectorList.mostTests) conditions in one selector")
      }
      tests.append(test)
    }
    if tests.isEmpty, !isAny { throw mistake("an element is missing") }
    return tests
  }

  private mutating func simple() throws(SelectorList.Mistake) -> SelectorList.Test? {
    switch current {
    case "#":
      index += 1
      guard let name = name() else { throw mistake("a name is missing") }
      return .id(name)
    case ".":
      index += 1
      guard let name = name() else { throw mistake("a name is missing") }
      return .className(name)
    case "[":
      index += 1
      return try attribute()
    case ":":
      index += 1
      return try pseudoClass()
    default: return nil
    }
  }

  private mutating func pseudoClass() throws(SelectorList.Mistake) -> SelectorList.Test {
    let name = name()?.lowercased() ?? ""
    switch name {
    case "first-child": return .firstChild
    case "last-child": return .lastChild
    case "not":
      guard current == "(" else { throw mistake("“(” is missing") }
      guard depth < SelectorList.deepest else { throw mistake(":not(…) is nested too deeply") }
      index += 1
      depth += 1
      _ = skipSpace()
      let tests = try compound()
      depth -= 1
      _ = skipSpace()
      guard current == ")" else { throw mistake("“)” is missing") }
      index += 1
      return .not(tests)
    default: throw mistake("there is no “:\(name)” here, only :first-child, :last-child and :not(…);")
    }
  }

  private mutating func attribute() throws(SelectorList.Mistake) -> SelectorList.Test {
    _ = skipSpace()
    guard let name = name()?.lowercased() else { throw mistake("the name of an attribute is missing") }
    _ = skipSpace()
    var comparison = SelectorList.Comparison.present
    var value = ""
    if current != "]" {
      var sign = ""
      while let scalar = current, "=~|^$*".unicodeScalars.contains(scalar) {
        sign.unicodeScalars.append(scalar)
        index += 1
      }
      guard let known = SelectorList.Comparison(rawValue: sign), known != .present else {
        throw mistake("“=” or “]” is missing")
      }
      comparison = known
      _ = skipSpace()
      if let quote = current, quote == "\"" || quote == "'" {
        index += 1
        while let scalar = current, scalar != quote {
          value.unicodeScalars.append(scalar)
          index += 1
        }
        guard current == quote else { throw mistake("a quotation mark is missing") }
        index += 1
      } else if let name = self.name() {
        value = name
      } else {
        throw mistake("the value of an attribute is missing")
      }
      _ = skipSpace()
    }
    guard current == "]" else { throw mistake("“]” is missing") }
    index += 1
    return .attribute(name, comparison, value)
  }

  /// An identifier; a backslash takes the character after it as it is.
  private mutating func name() -> String? {
    var name = String.UnicodeScalarView()
    while let scalar = current {
      if scalar == "\\", index + 1 < text.count {
        name.append(text[index + 1])
        index += 2
        continue
      }
      let isPart =
        scalar == "-" || scalar == "_" || scalar.value >= 0x80 || ("0"..."9").contains(scalar)
        || ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
      guard isPart else { break }
      name.append(scalar)
      index += 1
    }
    return name.isEmpty ? nil : String(name)
  }
}
