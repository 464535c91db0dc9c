/// Paths as text.
package enum Paths {
  package static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  package static func absolute(_ path: String, in directory: String) -> String {
    path.hasPrefix("/") || path == "-" ? path : "\(directory)/\(path)"
  }
}
