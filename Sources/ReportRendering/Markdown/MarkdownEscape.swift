/// The only place where text becomes Markdown.
enum MarkdownEscape {
  /// Text for a paragraph: nothing in it is markup, whatever it holds (GFM 0.29, 2.4 backslash escapes).
  static func text(_ text: String) -> String {
    var result = ""
    let cleaned = OutputText.line(text)
    result.reserveCapacity(cleaned.utf8.count + 8)
    var run = 0
    for scalar in cleaned.unicodeScalars {
      run = scalar == " " ? 0 : run + 1
      if run > longestRun, scalar.properties.generalCategory != .nonspacingMark {
        result.unicodeScalars.append(breakMark)
        run = 1
      }
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "#", "$", "!": result += "\\\(scalar)"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A line of escaped text that must not begin a list or a rule.
  static func lineStart(_ text: String) -> String {
    guard let first = text.utf8.first else { return text }
    if first == 0x2B || first == 0x2D || first == 0x3D { return "\\" + text }
    guard (0x30...0x39).contains(first) else { return text }
    let digits = text.utf8.prefix { (0x30...0x39).contains($0) }.count
    let next = text.utf8.dropFirst(digits).first
    guard digits <= 9, next == 0x2E || next == 0x29 else { return text }
    let split = text.utf8.index(text.utf8.startIndex, offsetBy: digits)
    return text[..<split] + "\\" + text[split...]
  }

  /// Stands where a line may be broken inside a word without end. Text has no controls, so it stands for nothing else.
  static let breakMark: Unicode.Scalar = "\u{1}"
  /// Scalars of a word before it is broken.
  private static let longestRun = 500
  /// Scalars from which a line is folded; where it cannot be, it is cut. Mail and many editors know no longer ones.
  static let longestLine = 900

  /// A link on escaped text; an address too long for a line is left out.
  static func link(_ text: String, _ url: String?) -> String {
    guard let address = url.flatMap(SafeLink.address).map(address), address.utf8.count <= longestLine else {
      return text
    }
    return "[\(text)](\(address))"
  }

  /// A line folded at spaces before letters, where nothing can begin a block, and at the marks of `text`.
  static func folded(_ line: String, indent: String) -> String {
    guard line.utf8.count > longestLine || line.unicodeScalars.contains(breakMark) else { return line }
    var result: [Unicode.Scalar] = []
    var length = 0
    // Isolates end with their line and begin again on the next.
    var open: [Unicode.Scalar] = []
    var previous: Unicode.Scalar = " "
    let scalars = Array(line.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      let next = index + 1 < scalars.count ? scalars[index + 1] : " "
      if scalar == breakMark {
        result.append("\\")
      } else if !(length > longestLine / 2 && scalar == " " && next.properties.isAlphabetic && previous != " "
        && previous != "\\")
      {
        result.append(scalar)
        length += 1
        previous = scalar
        if (0x2066...0x2068).contains(scalar.value) { open.append(scalar) }
        if scalar.value == 0x2069 { _ = open.popLast() }
        continue
      }
      let ends = open.map { _ in "\u{2069}" as Unicode.Scalar }
      result.insert(contentsOf: ends, at: scalar == breakMark ? result.count - 1 : result.count)
      result.append("\n")
      result.append(contentsOf: indent.unicodeScalars)
      result.append(contentsOf: open)
      length = 0
      previous = " "
    }
    var text = String.UnicodeScalarView()
    for scalar in result { text.append(scalar) }
    return String(text)
  }

  /// Markup for one line that cannot be folded: a heading, a cell. Where it would be too long, its beginning as text.
  static func cut(_ markup: String, _ plain: () -> String) -> String {
    if markup.unicodeScalars.count <= longestLine { return withoutMarks(markup) }
    var beginning = String.UnicodeScalarView()
    for scalar in OutputText.line(plain()).unicodeScalars.prefix(longestLine / 2) { beginning.append(scalar) }
    return withoutMarks(text(String(beginning))) + "…"
  }

  private static func withoutMarks(_ markup: String) -> String {
    guard markup.unicodeScalars.contains(breakMark) else { return markup }
    var view = markup.unicodeScalars
    view.removeAll { $0 == breakMark }
    return String(view)
  }

  /// An address for `(…)` after a link text.
  private static func address(_ address: String) -> String {
    var result = ""
    for scalar in address.unicodeScalars {
      switch scalar {
      case "(": result += "%28"
      case ")": result += "%29"
      case "*": result += "%2A"
      case "_": result += "\\_"
      case "&": result += "&amp;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A code span, with a fence longer than any run of backticks inside.
  static func code(_ text: String) -> String {
    var pieces: [String] = []
    var rest = OutputText.line(text).unicodeScalars[...]
    repeat {
      pieces.append(codeSpan(String(rest.prefix(longestRun))))
      rest = rest.dropFirst(longestRun)
    } while !rest.isEmpty
    return pieces.joined(separator: String(breakMark))
  }

  private static func codeSpan(_ text: String) -> String {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let pad = text.utf8.first == 0x60 || text.utf8.last == 0x60 || text.isEmpty ? " " : ""
    return fence + pad + text + pad + fence
  }
}
