import Glibc

/// Which inputs something applies to: a glob over paths, or a host.
///
/// With `/` in it, a pattern is held against the end of the path, from any of its directories on (`rawasi/*.html` takes
/// `news/rawasi/a.html`); a pattern that names a directory takes all below. Without `/` it is held against the names in the
/// path, and against the host of the address that a web page gives for itself: `post.example` takes `www.post.example`,
/// too. The wildcards are those of glob(7).
public struct InputPattern: Sendable, Hashable, CustomStringConvertible {
  /// The pattern as it was written.
  public let description: String

  /// Makes a pattern.
  public init(_ pattern: String) {
    description = pattern
  }

  /// Whether it takes an input at a path; `-` is standard input. `head` is the start of what is in it.
  package func takes(path: String, head: [UInt8]) -> Bool {
    takes(path: path) || (!description.contains("/") && takes(head: head, path: path))
  }

  private func takes(path: String) -> Bool {
    var pattern = description
    while pattern.hasPrefix("./") { pattern.removeFirst(2) }
    if pattern.hasPrefix("/") { return fits(pattern, path) }
    var rest = path[...]
    while true {
      if fits(pattern, String(rest)) { return true }
      guard let slash = rest.firstIndex(of: "/") else { return false }
      rest = rest[rest.index(after: slash)...]
    }
  }

  private func fits(_ pattern: String, _ path: String) -> Bool {
    // FNM_LEADING_DIR: what follows a match after a slash does not matter.
    fnmatch(pattern, path, FNM_PATHNAME | FNM_PERIOD | (1 << 3)) == 0
  }

  private func takes(head: [UInt8], path: String) -> Bool {
    // Names of files are common, hosts are not: most pages are let go without a look at their elements.
    let literal = description.lowercased().split(whereSeparator: { "*?[]".contains($0) }).max { $0.count < $1.count }
    guard let literal, literal.contains("."), HTMLFormat().confidence(head: head, path: path) > 0,
      String(decoding: head, as: UTF8.self).lowercased().holds(String(literal.drop { $0 == "." }))
    else { return false }
    let decoded = TextDecoding.decode(head, declared: HTMLSniffer.declaredEncoding(head))
    guard let url = HTMLMetadata(HTMLTree(decoded.bytes)).url, let start = url.firstRange(of: "://") else {
      return false
    }
    let host = url[start.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != ":" }.lowercased()
    let pattern = description.lowercased()
    return fnmatch(pattern, host, 0) == 0 || host.hasSuffix("." + pattern)
  }
}
