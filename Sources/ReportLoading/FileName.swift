/// What the end of a path says of its content: a help where the content leaves a doubt.
struct FileName: Sendable {
  private let ending: String

  init(_ path: String) {
    var name = path[...]
    if let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) { name = name[name.utf8.index(after: slash)...] }
    var lower = name.lowercased()
    if lower.hasSuffix(".gz") { lower.removeLast(3) }
    ending = lower.utf8.lastIndex(of: UInt8(ascii: ".")).map { String(lower[lower.utf8.index(after: $0)...]) } ?? ""
  }

  var isJSON: Bool { ending == "json" || ending == "geojson" }
  var isJSONLines: Bool { ending == "jsonl" || ending == "ndjson" || ending == "jsonlines" }
  var isHTML: Bool { ["html", "htm", "xhtml", "xht", "shtml"].contains(ending) }
  var isMarkdown: Bool { ["md", "markdown", "mdown", "mkd"].contains(ending) }
  var isTable: Bool { ending == "csv" || ending == "tsv" }
  var isText: Bool { ending == "txt" || ending == "text" }
  /// Code, style sheets and settings.
  var isCode: Bool { Self.code.contains(ending) }

  private static let code: Set<String> = [
    "css", "scss", "sass", "less", "js", "mjs", "cjs", "ts", "tsx", "jsx", "map", "lua", "py", "rb", "pl", "pm", "php",
    "sh", "bash", "zsh", "fish", "bat", "ps1", "c", "h", "cc", "cpp", "hpp", "rs", "go", "java", "kt", "swift", "sql",
    "yaml", "yml", "toml", "ini", "conf", "cfg", "service", "timer", "properties", "cmake", "make", "mk", "lock",
    "webmanifest", "htaccess", "gitignore", "r", "el", "vim",
  ]

  var isMessage: Bool { ending == "eml" || ending == "mbox" }
}
