/// The addresses that a report may link to.
enum SafeLink {
  private static let schemes = ["https", "http", "mailto"]
  private static let longest = 4096

  /// The address as it may stand in a link: of scheme http, https or mailto, with a host or mailbox, in ASCII
  /// (RFC 3986; other characters percent-encoded as RFC 3987, 3.1 says); nil for anything else.
  static func address(_ text: String) -> String? {
    let text = trimmed(text)
    guard let colon = text.utf8.firstIndex(of: 0x3A), text.utf8.count <= longest else { return nil }
    let scheme = text[..<colon].lowercased()
    guard schemes.contains(scheme) else { return nil }
    let rest = text[text.index(after: colon)...]
    if scheme == "mailto" {
      guard rest.utf8.contains(0x40), !rest.utf8.starts(with: [0x2F]) else { return nil }
    } else {
      guard rest.utf8.starts(with: [0x2F, 0x2F]), let host = rest.utf8.dropFirst(2).first, host != 0x2F, host != 0x5C
      else { return nil }
    }
    var encoded = scheme + ":"
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rest.utf8.count)
    for byte in rest.utf8 {
      // A backslash is a slash to browsers, and nothing at all in RFC 3986.
      if byte <= 0x20 || byte >= 0x7F || byte == 0x22 || byte == 0x3C || byte == 0x3E || byte == 0x5C || byte == 0x5E
        || byte == 0x60 || (0x7B...0x7D).contains(byte)
      {
        bytes.append(0x25)
        bytes.append(hex(byte >> 4))
        bytes.append(hex(byte & 15))
      } else {
        bytes.append(byte)
      }
    }
    encoded += String(decoding: bytes, as: UTF8.self)
    return encoded
  }

  /// The address of a picture: http or https; nil for anything else.
  static func picture(_ text: String) -> String? { address(text).flatMap { $0.hasPrefix("http") ? $0 : nil } }

  private static func trimmed(_ text: String) -> Substring {
    var slice = text.utf8[...]
    while let first = slice.first, first <= 0x20 { slice.removeFirst() }
    while let last = slice.last, last <= 0x20 { slice.removeLast() }
    return Substring(slice)
  }

  private static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x37 + nibble }
}
