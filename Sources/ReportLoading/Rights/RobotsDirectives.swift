import ReportArticles

/// The directives of `X-Robots-Tag` fields and robots meta elements, as search engines document them: names parted by commas,
/// some with a value behind a colon; in a field, the name of a crawler before a colon makes what follows its own.
package enum RobotsDirectives {
  /// The name that directives for this program alone are addressed to.
  static let product = "reportgen"

  /// What limits the use of an article in a text that is meant for everybody, or for this program: in lower case, each once,
  /// in order. Of several limits of length the least stays.
  package static func limits(in text: String) -> [String] {
    var found: [String] = []
    var isMeant = true
    var isDate = false
    for piece in text.prefix(4096).split(separator: ",", omittingEmptySubsequences: true).prefix(200) {
      var words = TextLayout.collapse(piece).lowercased()
      guard !words.isEmpty else { continue }
      // A date has commas and colons of its own.
      if isDate, !isDirective(words) { continue }
      isDate = false
      if let colon = words.firstIndex(of: ":") {
        let name = TextLayout.trim(String(words[..<colon]))
        if !valued.contains(name), isCrawler(name) {
          isMeant = name == "*" || name == "robots" || name == product
          words = TextLayout.trim(String(words[words.index(after: colon)...]))
        }
      }
      isDate = words.hasPrefix("unavailable_after")
      guard isMeant else { continue }
      // Some write spaces in place of commas.
      let several = words.split(separator: " ")
      if several.count > 1, several.allSatisfy({ plain.contains(String($0)) }) {
        for word in several { add(String(word), to: &found) }
      } else {
        add(words, to: &found)
      }
    }
    return found
  }

  /// Directives with a value.
  private static let valued: Set<String> = [
    "max-snippet", "max-image-preview", "max-video-preview", "unavailable_after",
  ]
  /// Directives that forbid something, and what they mean in one spelling.
  private static let forbidding: [String: [String]] = [
    "none": ["noindex", "nofollow"], "noindex": ["noindex"], "nofollow": ["nofollow"], "noarchive": ["noarchive"],
    "nocache": ["noarchive"], "nosnippet": ["nosnippet"], "notranslate": ["notranslate"],
    "noimageindex": ["noimageindex"], "noai": ["noai"], "noimageai": ["noimageai"],
  ]
  private static let plain = Set(forbidding.keys).union(["all", "index", "follow", "archive", "snippet"])

  private static func isDirective(_ words: String) -> Bool {
    let name = TextLayout.trim(String(words.prefix { $0 != ":" }))
    return plain.contains(name) || valued.contains(name)
  }

  private static func isCrawler(_ name: String) -> Bool {
    name == "*"
      || !name.isEmpty && name.contains(where: \.isLetter)
        && name.utf8.allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "-_./".utf8.contains(byte)
        }
  }

  private static func add(_ directive: String, to found: inout [String]) {
    if let meanings = forbidding[directive] {
      for meaning in meanings where !found.contains(meaning) { found.append(meaning) }
      return
    }
    guard let colon = directive.firstIndex(of: ":") else { return }
    let name = TextLayout.trim(String(directive[..<colon]))
    let value = TextLayout.trim(String(directive[directive.index(after: colon)...]))
    switch name {
    case "max-snippet":
      guard !value.isEmpty, value.utf8.count <= 9, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(value)
      else { return }
      if number == 0 {
        add("nosnippet", to: &found)
      } else if let place = found.firstIndex(where: { $0.hasPrefix("max-snippet:") }) {
        let known = Int(found[place].dropFirst(12)) ?? number
        found[place] = "max-snippet:\(min(known, number))"
      } else {
        found.append("max-snippet:\(number)")
      }
    case "max-image-preview" where value == "none":
      if !found.contains(directive) { found.append("max-image-preview:none") }
    case "unavailable_after":
      if !found.contains(where: { $0.hasPrefix(name) }) { found.append("\(name):\(value.prefix(60))") }
    default: return
    }
  }
}
