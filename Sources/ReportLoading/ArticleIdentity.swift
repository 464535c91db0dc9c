import ReportArticles

/// Identities that stay the same from run to run.
enum ArticleIdentity {
  /// From the source's own identifier, else from the canonical URL, else from the content.
  static func id(guid: String?, article: Article) -> String {
    id(guid: guid, url: article.url) ?? contentID(article)
  }

  /// From the source's own identifier, else from the canonical URL; nil when there is neither.
  static func id(guid: String?, url: String?) -> String? {
    if let guid {
      let trimmed = TextLayout.collapse(guid)
      if !trimmed.isEmpty, trimmed.utf8.count <= 512 {
        return CanonicalURL.normalize(trimmed) == nil ? trimmed : CanonicalURL.withoutTracking(trimmed)
      }
    }
    return url.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// `c-` and 16 hexadecimal digits from title and text; day and path play no part.
  static func contentID(_ article: Article) -> String {
    var hash = StableHash()
    hash.add(article.title)
    for paragraph in article.paragraphs { hash.add(paragraph) }
    if article.title.isEmpty, article.paragraphs.isEmpty {
      for caption in article.captions { hash.add(caption) }
      hash.add(article.origin.path)
      hash.add(String(article.origin.index))
    }
    return "c-" + hash.hexadecimal
  }
}

/// A 64-bit hash that is the same on every machine and in every version: FNV-1a (Fowler, Noll, Vo) with the finisher of
/// SplitMix64 (Steele, Lea, Flood 2014).
struct StableHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds a text and an end mark, so that “ab”, “c” and “a”, “bc” differ.
  mutating func add(_ text: String) {
    for byte in text.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
    state = (state ^ 0xFF) &* 0x100_0000_01B3
  }

  /// The value.
  var value: UInt64 {
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// 16 digits.
  var hexadecimal: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A quick 64-bit hash for comparing contents within one run: words of eight bytes multiplied as in FNV-1a, rotated.
struct ContentHash {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds a text and its length.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      let raw = UnsafeRawBufferPointer(bytes)
      var place = 0
      while place + 8 <= raw.count {
        mix(raw.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian)
        place += 8
      }
      var rest: UInt64 = 0
      for byte in raw[place...] { rest = rest << 8 | UInt64(byte) }
      mix(rest)
      mix(UInt64(raw.count))
    }
  }

  private mutating func mix(_ word: UInt64) {
    state = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 32
  }

  /// The value.
  var value: UInt64 { state ^ state >> 29 }
}

/// URLs as identities: same page, same text.
package enum CanonicalURL {
  /// The normal form of an http or https URL: scheme and host in lower case, no default port, fragment, or tracking
  /// parameters (RFC 3986, section 6.2.2). nil for everything else; other schemes are not links that a report may carry.
  package static func normalize(_ text: String) -> String? {
    if isPlain(text) { return text }
    guard text.holds("://") else { return nil }
    let trimmed = TextLayout.collapse(text)
    guard let colon = trimmed.firstRange(of: "://") else { return nil }
    let scheme = trimmed[..<colon.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https", !trimmed.utf8.contains(where: { $0 < 0x20 }) else { return nil }
    let rest = trimmed[colon.upperBound...]
    let hostEnd = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    var host = rest[..<hostEnd].lowercased()
    if let at = host.lastIndex(of: "@") { host = String(host[host.index(after: at)...]) }
    for port in [":80", ":443"] where host.hasSuffix(port) { host = String(host.dropLast(port.count)) }
    guard !host.isEmpty, !host.holds(" ") else { return nil }
    var tail = withoutTracking(String(rest[hostEnd...]))
    if tail.isEmpty { tail = "/" }
    return "\(scheme)://\(host)\(tail.replacing(" ", with: "%20"))"
  }

  /// Whether an address is in its normal form beyond doubt: a host of letters, digits, dots and hyphens and a path of
  /// visible ASCII, without parameters or a fragment. Most are.
  private static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let scheme: StaticString = bytes.count > 4 && bytes[4] == UInt8(ascii: "s") ? "https://" : "http://"
      let count = scheme.utf8CodeUnitCount
      guard bytes.count > count, (0..<count).allSatisfy({ bytes[$0] == scheme.utf8Start[$0] }) else { return false }
      var place = count
      while place < bytes.count, bytes[place] != UInt8(ascii: "/") {
        switch bytes[place] {
        case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "."), UInt8(ascii: "-"): place += 1
        default: return false
        }
      }
      guard place > count, place < bytes.count else { return false }
      return bytes[place...].allSatisfy {
        $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
      }
    }
  }

  /// Whether an address is one that a browser would fetch: http, https, or relative to either.
  static func isWeb(_ text: String) -> Bool {
    let lower = text.prefix(12).lowercased()
    return lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("//") || lower.hasPrefix("/")
      || !lower.holds(":")
  }

  /// A reference made absolute against the address of its page (RFC 3986, section 5.2).
  static func resolve(_ reference: String, base: String?) -> String {
    WebReference.resolve(reference, base: base)
  }

  /// Removes the fragment (but not `#!` routes) and parameters that only say where a reader came from.
  static func withoutTracking(_ url: String) -> String {
    guard let hash = url.utf8.firstIndex(of: UInt8(ascii: "#")) else { return withoutTrackingParameters(url[...]) }
    // A route has parameters of its own.
    let route = url[hash...].hasPrefix("#!") ? withoutTrackingParameters(url[hash...]) : ""
    return withoutTrackingParameters(url[..<hash]) + route
  }

  private static func withoutTrackingParameters(_ text: Substring) -> String {
    guard let mark = text.utf8.firstIndex(of: UInt8(ascii: "?")) else { return String(text) }
    let kept = text[text.index(after: mark)...].split(separator: "&").filter { parameter in
      let name = parameter.split(separator: "=", maxSplits: 1).first.map { $0.lowercased() } ?? ""
      return !isTracking(name)
    }
    return String(text[..<mark]) + (kept.isEmpty ? "" : "?" + kept.joined(separator: "&"))
  }

  private static let tracking: Set<String> = [
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "igshid", "mc_cid",
    "mc_eid",
    "cmpid", "cmp", "ito", "ncid", "ocid", "sref", "smid", "smtyp", "ref_src", "ref_url", "xtor", "echobox", "partner",
    "guccounter", "guce_referrer", "guce_referrer_sig", "_ga", "_gl", "at_medium", "at_campaign", "at_custom1", "spm",
    "feature", "share_from", "taid", "__twitter_impression", "amp_js_v", "usqp", "mkt_tok", "s_cid", "icid", "wt_mc",
  ]

  private static func isTracking(_ name: String) -> Bool {
    name.hasPrefix("utm_") || name.hasPrefix("at_custom") || name.hasPrefix("pk_") || name.hasPrefix("mtm_")
      || name.hasPrefix("hsa_") || tracking.contains(name)
  }
}
