/// Inputs that are no articles: code, style sheets, settings, lists of addresses, drawings, our own reports. They are
/// refused by name, since a reader of text would make an article of anything.
struct ForeignFormat: ArticleFormat {
  let name = "foreign"

  func confidence(head: [UInt8], path: String) -> Int {
    guard !BinaryContent.isBinary(head) else { return 0 }
    if JSONOutline(head)?.isLikely == true { return OwnOutput.kind(ofJSON: head) == nil ? 0 : 100 }
    if head.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") {
      guard let kind = ForeignMarkup.kind(head) else { return 0 }
      return kind == OwnOutput.report ? 100 : 57
    }
    if ForeignText.isScalar(head) { return 100 }
    let text = HTMLSniffer.asciiHead(head, limit: 64 * 1024)
    // A page that a program wrote something in front of.
    if HTMLSniffer.isPageBehindText(text) { return 0 }
    if FileName(path).isCode || ForeignText.isRobotRules(head) || ForeignText.kind(head) != nil { return 100 }
    // Weaker than any format that knows the text; stronger than to take it as it is.
    return !FileName(path).isMarkdown && ForeignText.isCode(head) ? 12 : 0
  }

  func load(_ data: [UInt8], path: String, options: LoadOptions) -> LoadResult {
    let head = Array(data.prefix(64 * 1024))
    let text = HTMLSniffer.asciiHead(head, limit: 64 * 1024)
    let kind: String
    if JSONOutline(head)?.isLikely == true {
      kind = OwnOutput.kind(ofJSON: head) ?? "data of another kind"
    } else if text.hasPrefix("<") {
      kind = ForeignMarkup.kind(head) ?? "markup of another kind"
    } else if ForeignText.isScalar(head) {
      kind = "a single value"
    } else if ForeignText.isRobotRules(head) {
      kind = "rules for robots"
    } else if let known = ForeignText.kind(head) {
      kind = known
    } else {
      kind = "code or settings"
    }
    return .foreign(kind, path: path)
  }
}

extension LoadResult {
  /// Says that an input is no article, and what it is.
  static func foreign(_ kind: String, path: String, line: Int? = nil) -> LoadResult {
    LoadResult(problems: [.init(kind: .foreign, path: path, line: line, message: "no article but \(kind)")])
  }
}

/// Vocabularies of XML, and pages, that hold no articles.
enum ForeignMarkup {
  private static let kinds: [String: String] = [
    "opml": "a list of feeds (OPML); its feeds can be read, not the list", "urlset": "a map of a site, without texts",
    "sitemapindex": "a map of a site, without texts", "svg": "a drawing (SVG)", "plist": "settings (a property list)",
    "kml": "a map (KML)", "gpx": "a track (GPX)", "xsl:stylesheet": "a style sheet (XSLT)",
    "xsl:transform": "a style sheet (XSLT)", "xs:schema": "a schema", "xsd:schema": "a schema",
    "opensearchdescription": "the description of a search", "browserconfig": "settings of a site",
    "w:worddocument": "a document of another program", "manifest": "settings", "configuration": "settings",
    "project": "settings", "math": "a formula (MathML)",
  ]

  /// What markup is that begins so; nil for what may hold an article.
  static func kind(_ head: [UInt8]) -> String? {
    // What stands before the root is short in most.
    let start = FeedFormat.rootElement(HTMLSniffer.asciiHead(head))
    guard let root = start ?? FeedFormat.rootElement(HTMLSniffer.asciiHead(head, limit: 64 * 1024)) else { return nil }
    if let kind = kinds[root] { return kind }
    if root == "html" || root == "head" || root == "meta" {
      // Hardly a page holds the name anywhere, and looking for bytes says so at once.
      guard head.withUnsafeBufferPointer({ $0.offset(of: "reportgen ") != nil }) else { return nil }
      let text = HTMLSniffer.asciiHead(head, limit: 64 * 1024)
      return OwnOutput.isReport(page: text) ? OwnOutput.report : nil
    }
    return nil
  }
}

/// Texts that are no prose.
enum ForeignText {
  /// `null`, `true`, a number, and nothing else.
  static func isScalar(_ head: [UInt8]) -> Bool {
    guard head.count <= 4096 else { return false }
    let text = TextLayout.collapse(String(decoding: head, as: UTF8.self))
    if ["null", "true", "false", "NaN", "undefined"].contains(text) { return true }
    if text.utf8.first == UInt8(ascii: "\""), text.utf8.last == UInt8(ascii: "\""), text.utf8.count <= 200,
      text.utf8.count(where: { $0 == UInt8(ascii: "\"") }) == 2, !text.contains(" ")
    {
      return true
    }
    return !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || ".-+eE".utf8.contains($0) }
  }

  /// What files begin with that are no prose by their standards, and what they are.
  private static let starts: [(start: String, kind: String)] = [
    ("BEGIN:VCARD", "an address card (vCard)"), ("BEGIN:VCALENDAR", "a calendar (iCalendar)"),
    ("WEBVTT", "subtitles"), ("diff --git ", "a comparison of files"), ("-----BEGIN ", "a key or a certificate"),
    ("#!/", "code or settings"), ("#EXTM3U", "a list of recordings"), ("[Desktop Entry]", "code or settings"),
    ("%!PS", "a drawing (PostScript)"), ("{\\rtf", "a document of another program"),
    ("ssh-rsa ", "a key or a certificate"),
  ]

  /// What a text is that shows itself by its first line or by the form of all its lines; nil for what may be prose.
  static func kind(_ head: [UInt8]) -> String? {
    let text = head.drop { $0 <= 0x20 || $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }
    if let known = starts.first(where: { text.starts(with: $0.start.utf8) }) { return known.kind }
    let lines = text.prefix(16 * 1024).split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(200)
    guard let first = lines.first, lines.count > 2 else { return nil }
    if first.starts(with: "--- ".utf8), lines[lines.startIndex + 1].starts(with: "+++ ".utf8),
      lines[lines.startIndex + 2].starts(with: "@@ ".utf8)
    {
      return "a comparison of files"
    }
    if isDigits(first), isCue(lines[lines.startIndex + 1]) { return "subtitles" }
    return isSettings(lines) ? "code or settings" : nil
  }

  private static func isDigits(_ line: ArraySlice<UInt8>) -> Bool {
    line.count <= 6 && line.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x20 }
  }

  /// `00:00:01,000 --> 00:00:03,000`
  private static func isCue(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(80), as: UTF8.self)
    guard text.holds(" --> "), let first = line.first, let last = line.last(where: { $0 > 0x20 }) else { return false }
    return (0x30...0x39).contains(first) && (0x30...0x39).contains(last) && text.holds(":")
  }

  /// Whether all lines are comments, names of sections in brackets, or a name without a blank, `=` and a value.
  private static func isSettings(_ lines: ArraySlice<ArraySlice<UInt8>>) -> Bool {
    var pairs = 0
    for line in lines {
      let line = line.drop { $0 <= 0x20 }
      guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: ";") else { continue }
      if first == UInt8(ascii: "["), line.last(where: { $0 > 0x20 }) == UInt8(ascii: "]") { continue }
      let name = line.prefix { $0 != UInt8(ascii: "=") }
      let isName = name.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.allSatisfy {
        (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || "._-".utf8.contains($0)
      }
      guard isName, !name.isEmpty, name.count <= 64, name.count < line.count else { return false }
      pairs += 1
    }
    return pairs >= 3
  }

  /// robots.txt (RFC 9309): nothing but rules, one of them for an agent.
  static func isRobotRules(_ head: [UInt8]) -> Bool {
    var agents = 0
    for line in head.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(400) {
      let text = TextLayout.collapse(String(decoding: line.prefix(200), as: UTF8.self)).lowercased()
      if text.isEmpty || text.hasPrefix("#") { continue }
      guard let name = text.split(separator: ":").first, text.contains(":"), rules.contains(String(name)) else {
        return false
      }
      if name == "user-agent" { agents += 1 }
    }
    return agents > 0
  }

  private static let rules: Set<String> = [
    "user-agent", "disallow", "allow", "sitemap", "crawl-delay", "host", "clean-param", "content-signal", "noindex",
    "request-rate", "visit-time",
  ]

  /// Whether the signs of programs and style sheets are as dense as no prose has them, and lines end with them.
  static func isCode(_ head: [UInt8]) -> Bool {
    let sample = head.prefix(16 * 1024)
    var (signs, visible, braces) = (0, 0, 0)
    for byte in sample where byte > 0x20 {
      visible += 1
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        braces += 1
        signs += 1
      case UInt8(ascii: "="), UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["),
        UInt8(ascii: "]"):
        signs += 1
      default: break
      }
    }
    guard visible >= 40, signs * 100 >= visible * 4, signs >= 8 else { return false }
    var (lines, ends) = (0, 0)
    for line in sample.split(separator: 0x0A) {
      guard let last = line.last(where: { $0 > 0x20 }) else { continue }
      lines += 1
      if "{};(),=[]\"'".utf8.contains(last) || starts(line, with: "--") || starts(line, with: "end")
        || starts(line, with: "local ") || starts(line, with: "#") || starts(line, with: "//")
      {
        ends += 1
      }
    }
    return ends * 2 >= lines && (braces >= 2 || signs * 100 >= visible * 6)
  }

  private static func starts(_ line: ArraySlice<UInt8>, with word: String) -> Bool {
    line.drop { $0 <= 0x20 }.starts(with: word.utf8)
  }
}
