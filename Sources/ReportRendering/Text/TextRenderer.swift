import ReportArticles
import ReportDates
import ReportDocument

/// Renders a document as plain text for terminals, mail and chat: wrapped by Unicode line breaking and display width, with
/// numbered sources.
///
/// ```swift
/// let document = Document(
///   title: [.text("Briefing")], language: "en", direction: .leftToRight,
///   blocks: [Block(.paragraph([.text("The dam at Lenne was opened on Monday by the mayor of the town.")]))])
/// print(try TextRenderer(options: RenderOptions(width: 40)).string(document))
/// // → Briefing
/// //   ════════════════════════════════════════
/// //
/// //   The dam at Lenne was opened on Monday by
/// //   the mayor of the town.
/// ```
public struct TextRenderer: Renderer {
  /// How to render.
  public var options: RenderOptions

  /// Makes a renderer.
  public init(options: RenderOptions = RenderOptions()) { self.options = options }

  public func render<Sink: ByteSink>(_ document: Document, into sink: inout Sink) throws {
    try OutputBuffer.stream(into: &sink) { out in
      var body = TextBody(document, options: options, page: TextPage(out: out, options: options))
      body.write()
    }
  }
}

/// The characters that lines and marks are made of.
struct TextGlyphs {
  let double: Character
  let single: Character
  let bullet: String
  let spine: String
  let gap: String
  let bar: String
  let separator: String
  let dash: String

  init(plain: Bool) {
    if plain {
      (double, single, bullet, spine, gap, bar, separator, dash) = ("=", "-", "-", "|", ":", "|", " - ", "--")
    } else {
      (double, single, bullet, spine, gap, bar, separator, dash) = ("═", "─", "•", "│", "┆", "▏", " · ", "—")
    }
  }

  static func mark(_ precision: EventPrecision, plain: Bool) -> String {
    switch TimelineMark(precision) {
    case .dot: return plain ? "*" : "●"
    case .ring: return plain ? "o" : "○"
    case .bar: return plain ? "#" : "┃"
    case .dashed: return plain ? "~" : "╏"
    }
  }
}

/// Puts lines on the page: the only place where text goes out. Every line is cleaned and set in its direction here.
struct TextPage {
  let out: OutputBuffer
  let options: RenderOptions
  let wrapper = TextWrapper()

  init(out: OutputBuffer, options: RenderOptions) {
    self.out = out
    self.options = options
  }

  func blank() { out.append("\n") }

  /// Text as it may stand on a line, without isolates: they are put in anew for each line.
  static func clean(_ text: String) -> String {
    let text = OutputText.cleaned(text)
    guard text.utf8.contains(where: { $0 == 0xE2 || $0 == 0x09 }) else { return text }
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !(0x2066...0x2069).contains(scalar.value) {
      view.append(scalar == "\t" ? " " : scalar)
    }
    return String(view)
  }

  /// Writes one line; spaces at its end go.
  func line(_ text: String, _ direction: TextDirection) {
    var slice = text.unicodeScalars[...]
    while let last = slice.last, last == " " { slice.removeLast() }
    let text = String(slice)
    if options.bidi == .visual {
      visual(text, direction)
    } else if options.plain {
      out.append(text)
      out.append("\n")
    } else {
      out.append(Self.isolated(text, in: direction))
      out.append("\n")
    }
  }

  private func visual(_ text: String, _ direction: TextDirection) {
    let line = VisualOrder.line(Self.isolated(text, in: direction), base: direction)
    if direction == .rightToLeft {
      // Spaces at the start have come to the end.
      var trailing = 0
      for scalar in text.unicodeScalars {
        guard scalar == " " else { break }
        trailing += 1
      }
      let shown = line.utf8.last == 0x20 ? line : line + String(repeating: " ", count: trailing)
      let columns = wrapper.width(shown)
      out.append(String(repeating: " ", count: max(0, options.width - columns)))
      var end = shown.unicodeScalars[...]
      while let last = end.last, last == " " { end.removeLast() }
      out.append(String(end))
    } else {
      out.append(line)
    }
    out.append("\n")
  }

  /// A line with isolates around foreign runs that would otherwise be put in the wrong place, and a mark of its direction
  /// before the first letter when that letter would give it the other one (UAX #9, P2 and P3).
  static func isolated(_ text: String, in direction: TextDirection) -> String {
    var text = text
    return text.withUTF8 { bytes -> String? in
      if direction == .leftToRight, !bytes.contains(where: { $0 >= 0xD6 }) { return nil }
      let runs = whole(
        DirectionalRuns.foreign(in: bytes, base: direction).filter { needsIsolate(bytes, $0) },
        WebAddressSpans.find(in: bytes), direction)
      // A line of rules and marks has no letters; it follows a right-to-left text only when told to.
      let first = firstStrong(bytes)
      let startsAstray = first != direction && (first != nil || direction == .rightToLeft)
      if runs.isEmpty, !startsAstray { return nil }
      var result = startsAstray ? (direction == .rightToLeft ? "\u{200F}" : "\u{200E}") : ""
      var done = 0
      for run in runs {
        result += String(decoding: bytes[done..<run.lowerBound], as: UTF8.self)
        result += "\u{2068}" + String(decoding: bytes[run], as: UTF8.self) + "\u{2069}"
        done = run.upperBound
      }
      return result + String(decoding: bytes[done...], as: UTF8.self)
    } ?? text
  }

  /// Runs with what they share with addresses made one, so that no isolate stands inside of an address: it would be copied
  /// with it. Both ascending.
  private static func whole(_ runs: [Range<Int>], _ addresses: [Range<Int>], _ direction: TextDirection) -> [Range<Int>]
  {
    guard !addresses.isEmpty else { return runs }
    var result: [(range: Range<Int>, hasRun: Bool)] = []
    let all = (runs.map { ($0, true) } + addresses.map { ($0, false) }).sorted { $0.0.lowerBound < $1.0.lowerBound }
    for (range, isRun) in all {
      if let last = result.last, last.range.upperBound > range.lowerBound {
        let end = max(last.range.upperBound, range.upperBound)
        result[result.count - 1] = (last.range.lowerBound..<end, last.hasRun || isRun)
      } else {
        result.append((range, isRun))
      }
    }
    // From left to right an address is in its place unless it has letters of the other direction.
    return result.filter { $0.hasRun || direction == .rightToLeft }.map(\.range)
  }

  /// A run keeps its place without help when it is letters, digits and single spaces and no number follows it, or a plain
  /// number (UAX #9, W2 to W7).
  private static func needsIsolate(_ bytes: UnsafeBufferPointer<UInt8>, _ run: Range<Int>) -> Bool {
    let isNumber = bytes[run].allSatisfy { $0 < 0x3B && ($0 >= 0x30 || (0x2C...0x2F).contains($0)) }
    if isNumber { return false }
    let hasSymbols = bytes[run].contains { byte in
      byte < 0x80 && byte != 0x20 && !(0x30...0x39).contains(byte) && !(0x61...0x7A).contains(byte | 0x20)
    }
    if hasSymbols { return true }
    let next = bytes[run.upperBound...].first { byte in
      byte >= 0xC3 && byte != 0xE2 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
    return next.map { $0 < 0x3A } ?? false
  }

  private static func firstStrong(_ bytes: UnsafeBufferPointer<UInt8>) -> TextDirection? {
    var index = 0
    while index < bytes.count {
      let (scalar, length) = UTF8Decoding.scalar(bytes, index)
      switch DirectionalRuns.kind(of: scalar) {
      case .left: return .leftToRight
      case .right: return .rightToLeft
      default: index += length
      }
    }
    return nil
  }

  /// Wraps `text` between an indent (or a hanging mark on the first line) and the width.
  func paragraph(_ text: String, first: String, rest: String, _ direction: TextDirection) {
    let room = max(10, options.width - wrapper.width(rest))
    for (index, part) in wrapper.lines(Self.clean(text), width: room).enumerated() {
      line((index == 0 ? first : rest) + part, direction)
    }
  }

  /// A rule of so many columns.
  func rule(_ glyph: Character, columns: Int, indent: String = "", _ direction: TextDirection) {
    line(indent + String(repeating: glyph, count: max(1, min(columns, options.width))), direction)
  }

  /// `text` with spaces up to `width` columns.
  func padded(_ text: String, _ width: Int, _ alignment: Table.Alignment = .start) -> String {
    let missing = max(0, width - wrapper.width(text))
    switch alignment {
    case .start: return text + String(repeating: " ", count: missing)
    case .end: return String(repeating: " ", count: missing) + text
    case .center:
      return String(repeating: " ", count: missing / 2) + text
        + String(repeating: " ", count: missing - missing / 2)
    }
  }
}
