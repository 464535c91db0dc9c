import ReportArticles

/// References to addresses on the web (RFC 3986).
enum WebReference {
  /// A reference made absolute against a base (section 5.2); as it is where the base is no absolute address.
  static func resolve(_ reference: String, base: String?) -> String {
    if reference.holds("://") { return reference }
    guard let base, let scheme = base.firstRange(of: "://") else { return reference }
    let rest = base[scheme.upperBound...]
    let hostEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let site = base[..<hostEnd]
    if reference.hasPrefix("//") { return base[..<scheme.lowerBound] + ":" + reference }
    let withoutFragment = base[..<(base.firstIndex(of: "#") ?? base.endIndex)]
    if reference.isEmpty { return String(withoutFragment) }
    if reference.hasPrefix("#") { return withoutFragment + reference }
    let path = rest[hostEnd...].prefix { $0 != "?" && $0 != "#" }
    if reference.hasPrefix("?") { return site + (path.isEmpty ? "/" : path) + reference }
    if reference.hasPrefix("/") { return site + withoutDots(reference[...]) }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return site + withoutDots((folder + reference)[...])
  }

  /// A path without `.` and `..` (section 5.2.4); what follows it stays.
  static func withoutDots(_ text: Substring) -> String {
    let end = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
    guard text[..<end].holds("/.") else { return String(text) }
    var parts: [Substring] = []
    let segments = text[..<end].split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (place, segment) in zip(segments.indices, segments) {
      let isLast = place == segments.indices.last
      switch segment {
      case ".": if isLast { parts.append("") }
      case "..":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(segment)
      }
    }
    return "/" + parts.joined(separator: "/") + text[end...]
  }
}
