/// Text made fit for a terminal or a log.
package enum SafeText {
  /// Replaces control characters by visible escapes and cuts the text at `limit` bytes of UTF-8; linear in `limit`.
  package static func line(_ bytes: some Collection<UInt8>, limit: Int = 1_000) -> String {
    var text = ""
    var used = 0
    for scalar in String(decoding: bytes.prefix(limit + 4), as: UTF8.self).unicodeScalars {
      if used >= limit { break }
      if let escape = escape(scalar) {
        text += escape
        used += escape.utf8.count
      } else {
        text.unicodeScalars.append(scalar)
        used += scalar.utf8.count
      }
    }
    if bytes.count > limit { text += "…" }
    return text
  }

  /// The same for a string.
  package static func line(_ text: String, limit: Int = 1_000) -> String { line(text.utf8, limit: limit) }

  /// The same for a text of several lines, each bounded by itself; of very many only the first are there.
  package static func lines(_ text: String, most: Int = 500) -> String {
    let isPlain = text.utf8.count <= 1_000 && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) || $0 == 0x0A }
    if isPlain { return text }
    let lines = text.split(separator: "\n", maxSplits: most, omittingEmptySubsequences: false)
    return lines.prefix(most).map { line($0.utf8, limit: 40_000) }.joined(separator: "\n")
      + (lines.count > most ? "\n…" : "")
  }

  /// How a scalar that could move the cursor, end the line or turn the text around is shown; nil for all others.
  private static func escape(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x09: return " "
    case 0x0A: return "\\n"
    case 0x0D: return "\\r"
    case 0x00: return "\\0"
    case 0x01..<0x20, 0x7F: return "\\\(scalar.value)"
    // C1 controls, line and paragraph separators, bidirectional embeddings, overrides and isolates.
    case 0x80..<0xA0, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB:
      return "\\u{\(String(scalar.value, radix: 16))}"
    default: return nil
    }
  }
}
