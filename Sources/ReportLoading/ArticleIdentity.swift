import ReportArticles

/// Identities that stay the same from run to run and differ between sources, whatever the inputs and their order are. Each
/// depends on its article alone. docs/decisions/0010-identity.md tells why they are so.
package enum ArticleIdentity {
  /// What a source itself calls an article.
  struct OwnName {
    var text: String
    /// The source's format promises that nobody else uses it.
    var isGlobal = false

    init?(_ text: String?, isGlobal: Bool = false) {
      guard let text else { return nil }
      let collapsed = TextLayout.collapse(text)
      guard !collapsed.isEmpty, collapsed.utf8.count <= 512 else { return nil }
      (self.text, self.isGlobal) = (collapsed, isGlobal)
    }

    /// The name if it is one everywhere, an address without what says where a reader came from; nil for a name that only
    /// its source knows.
    var everywhere: String? {
      if CanonicalURL.normalize(text) != nil {
        return WebReference.respelled(CanonicalURL.withoutTracking(text))
      }
      return isGlobal || ArticleIdentity.isGlobal(text) ? text : nil
    }
  }

  /// The identity: a name that is one everywhere; else the source's own name with the source; else the address; else the
  /// content. `sharesAddresses` is for entries of feeds, several of which may lead to one page.
  static func id(own: OwnName?, article: Article, sharesAddresses: Bool = false) -> String {
    if let own {
      if let name = own.everywhere { return name }
      let suffix = "@" + source(of: article)
      return own.text.hasSuffix(suffix) && own.text.utf8.count > suffix.utf8.count ? own.text : own.text + suffix
    }
    guard let url = article.url, !url.isEmpty else { return contentID(article) }
    guard sharesAddresses, let host = Article.host(of: url) else { return url }
    var hash = StableHash()
    hash.add(url)
    hash.add(article.title.isEmpty ? article.paragraphs.first ?? "" : article.title)
    hash.add(article.bestDate?.date.date.description ?? "")
    return contentMark + hash.hexadecimal + "@" + host
  }

  /// The source within which a name of its own is looked for: the host of the address, else the publisher; where there is
  /// neither, the title or the beginning of the text stands in for it.
  static func source(of article: Article) -> String {
    if let host = article.url.flatMap(Article.host) { return host }
    if let publisher = article.publisher, !publisher.isEmpty, publisher.utf8.count <= 200 { return publisher }
    var hash = StableHash()
    hash.add(article.title.isEmpty ? article.paragraphs.first ?? "" : article.title)
    return contentMark + hash.hexadecimal
  }

  private static let contentMark = "c-"

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
    return contentMark + hash.hexadecimal
  }

  // MARK: Names that are one everywhere

  /// Schemes whose names are unique by their rules (RFC 8141, 4151, 4452, 2392; DOI, Handle, ARK, OAI, AT Protocol).
  private static let schemes: Set<String> = ["urn", "tag", "info", "mid", "doi", "hdl", "ark", "oai", "at"]

  /// Whether a name is one everywhere by its form: a URI with an authority or of such a scheme, a UUID or a hash, a name at
  /// a host as in RFC 5322, or an identity that was made here.
  static func isGlobal(_ name: String) -> Bool {
    if name.holds("://") { return true }
    if let colon = name.utf8.firstIndex(of: UInt8(ascii: ":")), name.utf8.index(after: colon) != name.endIndex,
      schemes.contains(name[..<colon].lowercased())
    {
      return true
    }
    if isHexadecimal(name, least: 32) || isContentMark(name[...]) { return true }
    guard let at = name.utf8.lastIndex(of: UInt8(ascii: "@")), at > name.startIndex else { return false }
    let host = name[name.utf8.index(after: at)...]
    return isContentMark(host) || isHost(host)
  }

  /// 32 hexadecimal digits or more, with hyphens between them or not.
  private static func isHexadecimal(_ name: String, least: Int) -> Bool {
    var digits = 0
    for byte in name.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: digits += 1
      case UInt8(ascii: "-"): continue
      default: return false
      }
    }
    return digits >= least
  }

  private static func isContentMark(_ text: Substring) -> Bool {
    text.utf8.count == 18 && text.hasPrefix(contentMark)
      && text.utf8.dropFirst(2).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func isHost(_ text: Substring) -> Bool {
    let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return labels.count > 1 && text.utf8.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty
          && label.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
              || $0 == UInt8(ascii: "-")
          }
      }
  }

  // MARK: Earlier versions

  /// Formats whose own names are one everywhere by their standards.
  private static let globalFormats: Set<String> = ["newsml-g2", "newsml-1", "ninjs", "eml", "mbox"]

  /// The identity that an article has which bears one of version 0.1, whose names did not tell sources apart.
  /// Identities of today stay as they are.
  package static func current(_ article: Article) -> String {
    guard !article.id.isEmpty,
      let own = OwnName(article.id, isGlobal: globalFormats.contains(article.origin.format))
    else { return article.id }
    return id(own: own, article: article)
  }

  /// The spelling of today of an identity that an earlier version made of an address.
  package static func respelled(_ id: String) -> String { id.hasPrefix("http") ? WebReference.respelled(id) : id }

  /// What version 0.1 called an article; nil when it called it as it is called today.
  package static func former(_ article: Article) -> String? {
    let suffix = "@" + source(of: article)
    guard article.id.hasSuffix(suffix) else { return nil }
    let name = article.id.dropLast(suffix.count)
    if isContentMark(name), let url = article.url { return url }
    return name.isEmpty ? nil : String(name)
  }
}

extension Article {
  /// What the article is called from run to run, without what tells it from another version of it within one load.
  package var identity: String {
    var article = self
    if let mark = id.utf8.lastIndex(of: UInt8(ascii: "#")),
      hasWarning(.duplicate) || hasWarning(.duplicateID)
    {
      article.id = String(id[..<mark])
    }
    return ArticleIdentity.current(article)
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
    return WebReference.respelled("\(scheme)://\(host)\(tail)")
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
      for (before, byte) in zip(bytes[(place - 1)...], bytes[place...]) {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"): continue
        case UInt8(ascii: "."): if before == UInt8(ascii: "/") { return false }
        case UInt8(ascii: "~"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "="),
          UInt8(ascii: "+"), UInt8(ascii: "@"), UInt8(ascii: "&"):
          continue
        default: return false
        }
      }
      return true
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
