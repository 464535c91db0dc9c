import ReportArticles

/// What to do about errors that Lua itself raises.
enum ErrorHints {
  /// Names that scripts do not have, with what to say about them.
  private static let removed: [String: String] = [
    "io": "io is not available in report scripts: they read data beside the script with ctx:read",
    "debug": "debug is not available in report scripts",
    "package": "package is not available in report scripts: require finds modules beside the script and shipped ones",
    "dofile": "dofile is not available in report scripts: use require",
    "loadfile": "loadfile is not available in report scripts: use require",
    "loadstring": "loadstring is of Lua 5.1: use load",
    "setfenv": "setfenv is of Lua 5.1: use the fourth argument of load",
    "getfenv": "getfenv is of Lua 5.1: use _ENV",
    "unpack": "unpack is of Lua 5.1: use table.unpack",
    "module": "module is of Lua 5.1: return a table from the module",
    "require": "require is not available in plain chunks",
    "os.execute": "os.execute is not available in report scripts: they start no processes",
    "os.exit": "os.exit is not available in report scripts: return from the script, or call error",
    "os.getenv": "os.getenv is not available in report scripts: use a parameter of the report",
    "os.remove": "os.remove is not available in report scripts: they change no files",
    "os.rename": "os.rename is not available in report scripts: they change no files",
    "os.tmpname": "os.tmpname is not available in report scripts: they make no files",
    "os.setlocale": "os.setlocale is not available in report scripts: languages belong to the document",
    "string.dump": "string.dump is not available in report scripts",
    "table.getn": "table.getn is of Lua 5.1: write #t",
    "string.gfind": "string.gfind is of Lua 5.0: use string.gmatch",
  ]

  /// A hint for a message of Lua's, given the line at fault and the global names that exist.
  static func hint(for message: String, line: String?, globals: () -> [String]) -> String? {
    if let name = quoted(in: message, after: "(global '") {
      if let text = removed[name] { return text }
      return Suggestion.closest(to: name, among: globals()).map { "did you mean '\($0)'?" }
    }
    if let hint = nilHint(message, line: line) { return hint }
    if let name = quoted(in: message, after: "(field '") ?? quoted(in: message, after: "(method '") {
      return removed.first { entry in
        entry.key.hasSuffix("." + name) && (line?.contains(entry.key) ?? false)
      }?.value
    }
    if message.hasPrefix("attempt to yield from outside a coroutine") {
      return "coroutine.yield works only inside coroutine.wrap or coroutine.create"
    }
    return nil
  }

  /// What to say where the message alone does not help: Lua has no name for a nil value out of a call or a list.
  private static func nilHint(_ message: String, line: String?) -> String? {
    if message.hasPrefix("Query:where: "), message.hasSuffix(", not a function") { return "filter takes a function" }
    if message.hasPrefix("attempt to compare ") && message.contains("nil") {
      return "one side is nil: an optional field that the article lacks, or a parameter that was not given"
    }
    guard message.hasPrefix("attempt to index a nil value"),
      message.hasSuffix("value") || message.hasSuffix("'?')") || message.hasSuffix("'integer index')")
    else { return nil }
    if line?.contains("first()") ?? false { return "first() gives nil when there is no article: test for it before" }
    return message.hasSuffix("value")
      ? "the call before the dot gave nil: keep its result in a local and test for it"
      : "the list has no member at that index"
  }

  private static func quoted(in message: String, after opening: String) -> String? {
    let (bytes, start) = (Array(message.utf8), Array(opening.utf8))
    guard bytes.count > start.count else { return nil }
    for place in 0..<bytes.count - start.count where bytes[place..<place + start.count].elementsEqual(start) {
      let rest = bytes[(place + start.count)...]
      return rest.firstIndex(of: UInt8(ascii: "'")).map { String(decoding: rest[..<$0], as: UTF8.self) }
    }
    return nil
  }
}
