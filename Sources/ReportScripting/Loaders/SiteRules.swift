import ReportArticles
import ReportLoading

/// Rules for the pages of one site in the form that full-text feed tools share (`title: //h1`, `body: //div[@id='story']`,
/// `strip: //aside`), as a loader script.
///
///     let rules = SiteRules(text, site: "al-mina.example")
///     print(rules.script)      // Lua
///     print(rules.leftOut)     // what could not be carried over, line by line
///
/// Rules are XPath; those are carried over that CSS selectors can say. How pages are fetched is no matter of a loader.
package struct SiteRules: Sendable {
  /// A line that could not be carried over.
  package struct LeftOut: Sendable, Hashable {
    /// Its number, from 1.
    package var line: Int
    /// What it says.
    package var text: String
    /// Why it was left out.
    package var reason: String
  }

  private struct Rule {
    var selectors: XPathSelectors
  }

  /// The host of the site.
  package let site: String
  /// Lines that were not carried over.
  package private(set) var leftOut: [LeftOut] = []
  /// Addresses by which the rules were tried.
  package private(set) var testAddresses: [String] = []

  private var rules: [String: [Rule]] = [:]
  private var strips: [String] = []

  /// Whether there is a rule to make a script of.
  package var isEmpty: Bool { rules.isEmpty && strips.isEmpty }

  private static let fields = ["title", "body", "author", "date"]
  /// Settings of other programs that say nothing about the text.
  private static let settings: Set<String> = [
    "prune", "tidy", "parser", "convert_double_br_tags", "autodetect_on_failure", "test_contains",
    "insert_detected_image",
    "skip_json_ld",
  ]
  private static let fetching = [
    "single_page_link", "next_page_link", "http_header", "login", "requires_login", "not_logged_in",
  ]

  /// Reads rules for `site`, a host.
  package init(_ text: String, site: String) {
    self.site = site
    var number = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).prefix(10_000) {
      number += 1
      let rule = line.trimmed
      if rule.isEmpty || rule.hasPrefix("#") { continue }
      read(rule, line: number)
    }
  }

  private mutating func read(_ rule: String, line: Int) {
    guard let colon = rule.firstRange(of: ":") else {
      return leave(rule, line, "it is no rule of the form “name: value”")
    }
    let name = rule[..<colon.lowerBound].trimmed.lowercased()
    let value = rule[colon.upperBound...].trimmed
    if value.isEmpty { return leave(rule, line, "it has no value") }
    switch name {
    case "test_url": testAddresses.append(value)
    case "strip_id_or_class": strip(idOrClass: value, rule, line)
    case _ where SiteRules.settings.contains(name): return
    case _ where SiteRules.fields.contains(name) || name == "strip":
      do throws(XPathSelectors.Mistake) {
        let selectors = try XPathSelectors(value)
        if name != "strip" {
          rules[name, default: []].append(Rule(selectors: selectors))
        } else if selectors.attribute == nil {
          strips.append(selectors.list)
        } else {
          leave(rule, line, "an attribute is no part of a text")
        }
      } catch { leave(rule, line, error.message) }
    case "find_string", "replace_string",
      _ where name.hasPrefix("replace_string("):
      leave(rule, line, "the source of a page is not changed before it is read")
    case "strip_image_src": leave(rule, line, "pictures are taken as they are found")
    case _ where SiteRules.fetching.contains(where: { name.hasPrefix($0) }):
      leave(rule, line, "a loader reads what was fetched, and fetches nothing")
    default: leave(rule, line, "there is no counterpart of “\(name)”")
    }
  }

  /// Elements with a text in their id or class, which may be in quotation marks.
  private mutating func strip(idOrClass value: String, _ rule: String, _ line: Int) {
    let part = value.filter { !"\"'".contains($0) }
    guard !part.isEmpty, !part.contains("\\") else { return leave(rule, line, "it has no value") }
    strips.append("[id*=\"\(part)\"], [class*=\"\(part)\"]")
  }

  private mutating func leave(_ rule: String, _ line: Int, _ reason: String) {
    leftOut.append(LeftOut(line: line, text: rule, reason: reason))
  }

  // MARK: The script

  /// The loader script, in Lua.
  package var script: String {
    var lines = ["-- How pages of \(site) are read, after rules for full-text feeds."]
    for address in testAddresses.prefix(5) { lines.append("--   tried with \(SiteRules.comment(address))") }
    if !leftOut.isEmpty {
      lines.append("-- Not carried over:")
      lines += leftOut.map { "--   line \($0.line): \(SiteRules.comment($0.text)): \(SiteRules.comment($0.reason))" }
    }
    lines += [
      "", "-- The first rule that finds something: what it finds, and the attribute that is meant.",
      "local function found(page, rules)", "  for _, rule in ipairs(rules) do",
      "    local elements = page:select(rule[1])",
      "    if rule.first then elements = { elements[1] } end",
      "    if #elements > 0 then return elements, rule.attribute end",
      "  end", "  return {}", "end", "", "local function text(page, rules)",
      "  local elements, attribute = found(page, rules)", "  local element = elements[1]",
      "  if not element then return nil end",
      "  local value = attribute and element:attribute(attribute) or not attribute and element.text",
      "  return value and value ~= \"\" and value or nil", "end", "", "return {", "  api = 1,",
      "  title = \(SiteRules.quoted(site)),", "  load = function(page)",
    ]
    if let body = rules["body"] {
      lines += [
        "    local paragraphs = {}", "    for _, element in ipairs((found(page, \(table(body))))) do",
        "      for _, paragraph in ipairs(\(strips.isEmpty ? "element.paragraphs" : "element:without(\(SiteRules.quoted(strips.joined(separator: ", "))))")) do",
        "        table.insert(paragraphs, paragraph)", "      end", "    end",
        "    if #paragraphs == 0 then return nil end -- another kind of page: leave it as it was found",
      ]
    }
    lines.append("    return {")
    if let title = rules["title"] { lines.append("      title = text(page, \(table(title))),") }
    if let author = rules["author"] { lines.append("      authors = text(page, \(table(author))),") }
    if let date = rules["date"] { lines.append("      published = text(page, \(table(date))),") }
    if rules["body"] != nil { lines.append("      paragraphs = paragraphs,") }
    lines += ["    }", "  end,", "}", ""]
    return lines.joined(separator: "\n")
  }

  private func table(_ rules: [Rule]) -> String {
    let entries = rules.map { rule -> String in
      var entry = "{ " + SiteRules.quoted(rule.selectors.list)
      if let attribute = rule.selectors.attribute { entry += ", attribute = " + SiteRules.quoted(attribute) }
      return entry + (rule.selectors.isFirst ? ", first = true }" : " }")
    }
    return "{ " + entries.joined(separator: ", ") + " }"
  }

  /// A text as a string of Lua.
  private static func quoted(_ text: String) -> String {
    let safe = text.unicodeScalars.filter { $0.value >= 0x20 }
    let escaped = String(String.UnicodeScalarView(safe)).replacing("\\", with: "\\\\")
    return escaped.contains("\"") && !escaped.contains("'")
      ? "'\(escaped)'" : "\"\(escaped.replacing("\"", with: "\\\""))\""
  }

  private static func comment(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 })).replacing(
      "]]", with: "] ]")
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
