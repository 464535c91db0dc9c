import ReportArticles

/// An XPath 1.0 location path, as far as CSS selectors can say the same.
///
/// Steps down (`/`, `//`), `following-sibling`, names, tests of attributes (`=`, `contains`, `starts-with`, their presence, `and`,
/// `or`, `not`), unions, a last step `@name` or `text()`, and `[1]` at the end. Everything else throws.
struct XPathSelectors: Sendable {
  struct Mistake: Error, Hashable {
    var message: String
  }

  /// CSS selectors, one for each member of the union.
  private(set) var selectors: [String] = []
  /// The attribute whose value is meant rather than the text.
  private(set) var attribute: String?
  /// Only the first element is meant.
  private(set) var isFirst = false

  private static let mostSelectors = 64

  init(_ text: String) throws(Mistake) {
    var parser = Parser(text)
    repeat {
      let path = try parser.path()
      if !selectors.isEmpty, path.attribute != attribute {
        throw Mistake(message: "a union of an attribute and others")
      }
      selectors += path.selectors
      attribute = path.attribute
      isFirst = isFirst || path.isFirst
    } while parser.take("|")
    parser.skipSpace()
    if !parser.isAtEnd { throw Mistake(message: "“\(parser.rest.prefix(40))” has no counterpart") }
    if selectors.count > Self.mostSelectors { throw Mistake(message: "too many alternatives") }
  }

  /// All selectors as one list.
  var list: String { selectors.joined(separator: ", ") }

  private struct Path {
    var selectors: [String]
    var attribute: String?
    var isFirst = false
  }

  private struct Parser {
    private let text: [Character]
    private var position = 0

    init(_ text: String) { self.text = Array(text.prefix(4000)) }

    var isAtEnd: Bool { position >= text.count }
    var rest: String { String(text[min(position, text.count)...]) }

    mutating func skipSpace() { while position < text.count, text[position].isWhitespace { position += 1 } }

    mutating func take(_ word: String) -> Bool {
      skipSpace()
      guard text[min(position, text.count)...].starts(with: word) else { return false }
      position += word.count
      return true
    }

    mutating func path() throws(Mistake) -> Path {
      var path = Path(selectors: [""])
      let isGrouped = take("(")
      var isStart = true
      while true {
        var combinator = " "
        if take("//") {
          combinator = " "
        } else if take("/") {
          // The first step of an absolute path is the root.
          combinator = isStart ? "" : " > "
        } else if isStart {
          combinator = " "
        } else {
          break
        }
        isStart = false
        if take("@") {
          path.attribute = name()
          break
        }
        if take("text()") || take(".") { break }
        if take("following-sibling::") {
          combinator = " ~ "
        } else if take("descendant::") {
          combinator = " "
        } else if take("child::") {
          combinator = " > "
        }
        let element = take("*") ? "*" : name()
        if element.isEmpty { throw Mistake(message: "“\(rest.prefix(40))” has no counterpart") }
        if text[min(position, text.count)...].starts(with: "::") || text[min(position, text.count)...].starts(with: "(")
        {
          throw Mistake(message: "“\(element)\(rest.prefix(20))” has no counterpart")
        }
        var tests = [""]
        while take("[") {
          if let number = number() {
            guard number == 1, take("]") else { throw Mistake(message: "only the first of several can be asked for") }
            path.isFirst = true
            continue
          }
          tests = product(tests, try condition())
          guard take("]") else { throw Mistake(message: "“[” is not closed") }
        }
        let steps = tests.map { $0.isEmpty ? element : (element == "*" ? "" : element) + $0 }
        path.selectors = product(path.selectors, steps.map { path.selectors == [""] ? $0 : combinator + $0 })
        if path.selectors.count > XPathSelectors.mostSelectors { throw Mistake(message: "too many alternatives") }
      }
      if isGrouped {
        guard take(")") else { throw Mistake(message: "“(” is not closed") }
        if take("[") {
          guard number() == 1, take("]") else { throw Mistake(message: "only the first of several can be asked for") }
          path.isFirst = true
        }
      }
      if path.selectors == [""] { throw Mistake(message: "no element is named") }
      return path
    }

    private func product(_ left: [String], _ right: [String]) -> [String] {
      left.flatMap { start in right.map { start + $0 } }
    }

    private mutating func number() -> Int? {
      skipSpace()
      let start = position
      while position < text.count, text[position].isASCII, text[position].isNumber { position += 1 }
      return Int(String(text[start..<position]))
    }

    private mutating func name() -> String {
      skipSpace()
      let start = position
      while position < text.count, text[position].isLetter || text[position].isNumber || "-_".contains(text[position]) {
        position += 1
      }
      return String(text[start..<position]).lowercased()
    }

    /// Tests joined by `and` and `or`: the alternatives.
    private mutating func condition() throws(Mistake) -> [String] {
      var alternatives = try conjunction()
      while takeWord("or") { alternatives += try conjunction() }
      return alternatives
    }

    private mutating func conjunction() throws(Mistake) -> [String] {
      var tests = try test()
      while takeWord("and") { tests = product(tests, try test()) }
      return tests
    }

    private mutating func takeWord(_ word: String) -> Bool {
      skipSpace()
      let end = position + word.count
      guard text[min(position, text.count)...].starts(with: word), end >= text.count || !text[end].isLetter else {
        return false
      }
      position = end
      return true
    }

    private mutating func test() throws(Mistake) -> [String] {
      if takeWord("not") {
        guard take("(") else { throw Mistake(message: "“not” without a test") }
        let inner = try condition()
        guard take(")") else { throw Mistake(message: "“(” is not closed") }
        return [inner.map { ":not(\($0))" }.joined()]
      }
      if take("(") {
        let inner = try condition()
        guard take(")") else { throw Mistake(message: "“(” is not closed") }
        return inner
      }
      if take("contains") { return [try comparison("*=")] }
      if take("starts-with") { return [try comparison("^=")] }
      guard take("@") else { throw Mistake(message: "a test of “\(rest.prefix(30))” has no counterpart") }
      let attribute = name()
      if take("!=") { return [":not([\(attribute)=\(try quoted())])"] }
      return take("=") ? ["[\(attribute)=\(try quoted())]"] : ["[\(attribute)]"]
    }

    /// `(@name, 'part')`, or the usual way to ask for one word of a class.
    private mutating func comparison(_ sign: String) throws(Mistake) -> String {
      guard take("(") else { throw Mistake(message: "a function without arguments") }
      if take("concat") {
        guard take("(") else { throw Mistake(message: "a function without arguments") }
        _ = try quoted()
        guard take(",") else { throw Mistake(message: "a use of “concat” that has no counterpart") }
        let isNormal = take("normalize-space(")
        guard take("@") else { throw Mistake(message: "a use of “concat” that has no counterpart") }
        let attribute = name()
        if isNormal, !take(")") { throw Mistake(message: "“(” is not closed") }
        guard take(","), try quoted() == "\" \"", take(")"), take(",") else {
          throw Mistake(message: "a use of “concat” that has no counterpart")
        }
        let word = try quoted().dropFirst().dropLast().filter { !$0.isWhitespace }
        guard take(")") else { throw Mistake(message: "“(” is not closed") }
        return "[\(attribute)~=\"\(word)\"]"
      }
      guard take("@") else { throw Mistake(message: "a test of the text has no counterpart") }
      let attribute = name()
      guard take(",") else { throw Mistake(message: "a function with one argument") }
      let value = try quoted()
      guard take(")") else { throw Mistake(message: "“(” is not closed") }
      return "[\(attribute)\(sign)\(value)]"
    }

    /// A quoted text, in double quotation marks.
    private mutating func quoted() throws(Mistake) -> String {
      skipSpace()
      guard position < text.count, "\"'".contains(text[position]) else {
        throw Mistake(message: "a value without quotation marks")
      }
      let quote = text[position]
      position += 1
      let start = position
      while position < text.count, text[position] != quote { position += 1 }
      guard position < text.count else { throw Mistake(message: "a quotation mark is not closed") }
      position += 1
      let value = text[start..<(position - 1)]
      if value.contains("\"") || value.contains("\\") || value.contains(where: \.isNewline) {
        throw Mistake(message: "a value with quotation marks in it")
      }
      return "\"\(String(value))\""
    }
  }
}
