import ReportArticles

/// Writes HTML syntax. The only place where text becomes HTML: everything that comes from a document goes through `text`
/// or `attribute`.
struct HTMLWriter {
  let out: OutputBuffer
  /// Style attributes for mail, which knows no style sheet; nil where there is one.
  var styles: InlineStyles?

  init(_ out: OutputBuffer, styles: InlineStyles? = nil) {
    self.out = out
    self.styles = styles
  }

  /// Markup of our own.
  func markup(_ markup: StaticString) { out.append(markup) }

  /// A start tag without attributes but its class.
  func start(_ tag: StaticString, _ style: StaticString? = nil) {
    begin(tag, style)
    out.append(">")
  }

  /// A start tag up to its attributes; `finish` ends it.
  func begin(_ tag: StaticString, _ style: StaticString? = nil) {
    out.append("<")
    out.append(tag)
    if let styles {
      if let css = styles.css(tag: tag, style: style) { attribute("style", css) }
    } else if let style {
      out.append(" class=\"")
      out.append(style)
      out.append("\"")
    }
  }

  func finish() { out.append(">") }

  func end(_ tag: StaticString) {
    out.append("</")
    out.append(tag)
    out.append(">")
  }

  /// An end tag and a line feed, for blocks.
  func endLine(_ tag: StaticString) {
    end(tag)
    out.append("\n")
  }

  func attribute(_ name: StaticString, _ value: String) {
    out.append(" ")
    out.append(name)
    out.append("=\"")
    text(value)
    out.append("\"")
  }

  func attribute(_ name: StaticString, _ value: Int) {
    out.append(" ")
    out.append(name)
    out.append("=\"")
    out.append(value)
    out.append("\"")
  }

  /// Text of any origin, cleaned and escaped for element content and for quoted attribute values alike.
  func text(_ text: String) {
    var text = text
    text.withUTF8 { self.text($0) }
  }

  /// As `text`, for a part of it; the part must begin and end between scalars.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if OutputText.isClean(bytes) {
      escape(bytes)
    } else {
      var cleaned = OutputText.cleaned(String(decoding: bytes, as: UTF8.self))
      cleaned.withUTF8 { escape($0) }
    }
  }

  /// Text with foreign runs in `<bdi>`, which take the place of isolates that the text itself has.
  func isolatedText(_ text: String, in base: TextDirection) {
    var text = text
    text.withUTF8 { bytes in
      var done = 0
      for run in DirectionalRuns.foreign(in: bytes, base: base) {
        if run.lowerBound > done { piece(UnsafeBufferPointer(rebasing: bytes[done..<run.lowerBound])) }
        start("bdi")
        piece(UnsafeBufferPointer(rebasing: bytes[run]))
        end("bdi")
        done = run.upperBound
      }
      if done < bytes.count {
        piece(done == 0 ? bytes : UnsafeBufferPointer(rebasing: bytes[done...]))
      }
    }
  }

  private func piece(_ bytes: UnsafeBufferPointer<UInt8>) {
    if OutputText.isClean(bytes) {
      escape(bytes)
    } else {
      var cleaned = OutputText.cleanedWithoutIsolates(String(decoding: bytes, as: UTF8.self))
      cleaned.withUTF8 { escape($0) }
    }
  }

  private func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
    var done = 0
    for index in bytes.indices {
      let entity: StaticString
      switch bytes[index] {
      case 0x26: entity = "&amp;"
      case 0x3C: entity = "&lt;"
      case 0x3E: entity = "&gt;"
      case 0x22: entity = "&quot;"
      case 0x27: entity = "&#39;"
      default: continue
      }
      if index > done { out.append(bytes[done..<index]) }
      out.append(entity)
      done = index + 1
    }
    if done < bytes.count { out.append(bytes[done...]) }
  }
}

/// Style declarations for elements, for readers that drop style sheets.
struct InlineStyles: Sendable {
  private let rules: [String: String]

  /// Reads rules of the form `tag { … }` or `tag.class { … }`, one a line.
  /// The sides in the rules become those of `direction`.
  init(_ text: String, direction: TextDirection) {
    let (start, end) = direction == .leftToRight ? ("left", "right") : ("right", "left")
    var rules: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let open = line.firstIndex(of: "{"), let close = line.lastIndex(of: "}"), open < close else { continue }
      let selector = line[..<open].filter { $0 != " " }
      let declarations = String(line[line.index(after: open)..<close].drop { $0 == " " })
      rules[String(selector)] = Self.replacing(Self.replacing(declarations, "START", start), "END", end)
    }
    self.rules = rules
  }

  private static func replacing(_ text: String, _ word: String, _ other: String) -> String {
    var result = ""
    var rest = text[...]
    while let found = rest.firstRange(of: word) {
      result += rest[..<found.lowerBound] + other
      rest = rest[found.upperBound...]
    }
    return result + rest
  }

  func css(tag: StaticString, style: StaticString?) -> String? {
    if let style {
      let first = style.description.prefix { $0 != " " }
      if let rule = rules["\(tag).\(first)"] { return rule }
    }
    return rules[tag.description]
  }
}
