import ReportArticles

/// References to addresses on the web (RFC 3986).
package enum WebReference {
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

  /// A path without `.` and `..` (section 5.2.4), however the dots are written; what follows it stays.
  package static func withoutDots(_ text: Substring) -> String {
    let end = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
    guard text[..<end].holds("/.") || text[..<end].holds("/%2") else { return String(text) }
    var parts: [Substring] = []
    let segments = text[..<end].split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    for (place, segment) in zip(segments.indices, segments) {
      let isLast = place == segments.indices.last
      switch segment.utf8.count <= 6 ? segment.lowercased().replacing("%2e", with: ".") : "" {
      case ".": if isLast { parts.append("") }
      case "..":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(segment)
      }
    }
    return "/" + parts.joined(separator: "/") + text[end...]
  }

  // MARK: Spelling

  /// An absolute address in the one spelling that all of its spellings have: its host in ASCII (RFC 3492), letters of other
  /// scripts and signs that no address may hold percent-encoded in UTF-8 (RFC 3987, 3.1), percent-encoding in capitals and
  /// only where it is needed, no dot segments (RFC 3986, 6.2.2).
  static func respelled(_ address: String) -> String {
    guard needsSpelling(address), let scheme = address.firstRange(of: "://") else { return address }
    let rest = address[scheme.upperBound...]
    let hostEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    let host = rest[..<hostEnd]
    let name = host.utf8.allSatisfy { $0 < 0x80 } ? String(host) : asciiHost(host)
    let tail = encoded(rest[hostEnd...])
    return address[..<scheme.upperBound] + name + withoutDots(tail[...])
  }

  private static func needsSpelling(_ address: String) -> Bool {
    var previous: UInt8 = 0
    for byte in address.utf8 {
      if byte >= 0x7F || byte == UInt8(ascii: "%") || byte <= 0x20 || mustEncode.contains(byte) { return true }
      if byte == UInt8(ascii: "."), previous == UInt8(ascii: "/") { return true }
      previous = byte
    }
    return false
  }

  private static let mustEncode = Array("\"<>\\^`{|}".utf8)

  private static func encoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "%"), place + 2 < bytes.count, let high = hexadecimalDigit(bytes[place + 1]),
        let low = hexadecimalDigit(bytes[place + 2])
      {
        append(high << 4 | low, to: &output, isEncoded: true)
        place += 3
      } else {
        append(byte, to: &output, isEncoded: byte >= 0x7F || byte <= 0x20 || mustEncode.contains(byte))
        place += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Adds a byte; what need not be encoded (RFC 3986, 2.3) never is.
  private static func append(_ byte: UInt8, to output: inout [UInt8], isEncoded: Bool) {
    let isUnreserved =
      (0x30...0x39).contains(byte) || byte < 0x80 && (0x61...0x7A).contains(byte | 0x20) || "-._~".utf8.contains(byte)
    guard isEncoded, !isUnreserved else { return output.append(byte) }
    let digits = Array("0123456789ABCDEF".utf8)
    output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }

  /// A host with its labels in Punycode where they are not ASCII.
  private static func asciiHost(_ host: Substring) -> String {
    host.lowercased().split(separator: ".", omittingEmptySubsequences: false).map { label in
      label.utf8.allSatisfy { $0 < 0x80 } ? String(label) : Punycode.encoded(label).map { "xn--" + $0 } ?? String(label)
    }.joined(separator: ".")
  }
}
