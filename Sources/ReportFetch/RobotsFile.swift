/// The rules of a robots.txt for one crawler (RFC 9309).
struct RobotsFile: Sendable, Hashable {
  struct Rule: Sendable, Hashable {
    var allows: Bool
    /// Percent-encoded in one way; may hold `*`, and `$` at the end.
    var pattern: [UInt8]
  }

  private(set) var rules: [Rule] = []
  /// Seconds between requests that the group asks for (not in the standard, but often written).
  private(set) var delay: Double?
  /// The sitemaps that it names.
  private(set) var sitemaps: [String] = []
  /// The licences that it names (RSL 1.0).
  private(set) var licenses: [String] = []

  /// What is read of a file, as RFC 9309, section 2.5 wants at least.
  static let largest = 500 << 10

  /// Everything is allowed, or nothing is.
  static let open = RobotsFile()
  static let closed: RobotsFile = {
    var file = RobotsFile()
    file.rules = [Rule(allows: false, pattern: Array("/".utf8))]
    return file
  }()

  private init() {}

  /// Reads the groups for `product`, or else those for everybody.
  init(_ bytes: [UInt8], product: String) {
    var body = bytes.prefix(Self.largest)
    if body.starts(with: [0xEF, 0xBB, 0xBF]) { body = body.dropFirst(3) }
    let name = product.lowercased()
    var own: [Rule] = []
    var everybody: [Rule] = []
    var hasOwn = false
    var (ownDelay, everybodyDelay): (Double?, Double?) = (nil, nil)
    // Whom the group at hand is for, and whether its rules have begun.
    var (isOwn, isEverybody, hasRules) = (false, false, false)
    for line in body.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let text = String(decoding: line.prefix { $0 != UInt8(ascii: "#") }.prefix(4096), as: UTF8.self)
      guard let colon = text.firstIndex(of: ":") else { continue }
      let key = HTTPHeaders.trimmed(text[..<colon]).lowercased()
      let value = HTTPHeaders.trimmed(text[text.index(after: colon)...])
      switch key {
      case "user-agent", "useragent", "user agent":
        if hasRules { (isOwn, isEverybody, hasRules) = (false, false, false) }
        if value == "*" || value.hasPrefix("* ") {
          isEverybody = true
        } else if Self.product(value) == name {
          isOwn = true
          hasOwn = true
        }
      case "allow", "disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw":
        hasRules = true
        guard !value.isEmpty else { continue }
        let rule = Rule(allows: key == "allow", pattern: Self.normal(value))
        if isOwn { own.append(rule) }
        if isEverybody { everybody.append(rule) }
      case "crawl-delay":
        hasRules = true
        let seconds = Double(value).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        if isOwn { ownDelay = ownDelay ?? seconds }
        if isEverybody { everybodyDelay = everybodyDelay ?? seconds }
      case "sitemap", "site-map": if sitemaps.count < 1000 { sitemaps.append(value) }
      case "license": if licenses.count < 16 { licenses.append(value) }
      default: continue
      }
    }
    rules = hasOwn ? own : everybody
    delay = hasOwn ? ownDelay : everybodyDelay
  }

  /// The name of a crawler: letters, `_` and `-` at the start of what the line says.
  private static func product(_ value: String) -> String {
    value.lowercased().prefix { $0.isASCII && ($0.isLetter || $0 == "_" || $0 == "-") }.description
  }

  /// Whether an address may be fetched: the longest pattern decides; of two equal ones the allowing.
  func allows(_ address: WebAddress) -> Bool {
    if address.path == "/robots.txt" { return true }
    let target = Self.normal(address.target)
    var best: (length: Int, allows: Bool) = (-1, true)
    for rule in rules {
      let length = rule.pattern.count
      guard length > best.length || (length == best.length && rule.allows && !best.allows) else { continue }
      if Self.matches(rule.pattern, target) { best = (length, rule.allows) }
    }
    return best.allows
  }

  /// Octets outside of ASCII percent-encoded, hexadecimal digits in capitals, needless encoding undone (section 2.2.2).
  static func normal(_ text: String) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    var place = 0
    func hex(_ byte: UInt8) -> UInt8? {
      switch byte {
      case 0x30...0x39: byte - 0x30
      case 0x41...0x46: byte - 0x41 + 10
      case 0x61...0x66: byte - 0x61 + 10
      default: nil
      }
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "%"), place + 2 < bytes.count, let high = hex(bytes[place + 1]),
        let low = hex(bytes[place + 2])
      {
        let value = high << 4 | low
        let isUnreserved =
          (0x30...0x39).contains(value) || (0x41...0x5A).contains(value & 0xDF) && value < 0x80
          || [0x2D, 0x2E, 0x5F, 0x7E].contains(value)
        if isUnreserved { result.append(value) } else { result += [byte, digits[Int(high)], digits[Int(low)]] }
        place += 3
        continue
      }
      if byte >= 0x80 || byte <= 0x20 {
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      } else {
        result.append(byte)
      }
      place += 1
    }
    return result
  }

  /// `*` stands for anything, `$` at the end for the end; linear in pattern times text at worst.
  static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    var isAnchored = false
    var pattern = pattern[...]
    if pattern.last == UInt8(ascii: "$") {
      isAnchored = true
      pattern = pattern.dropLast()
    } else {
      pattern.append(UInt8(ascii: "*"))
    }
    var (p, t) = (pattern.startIndex, 0)
    var retry: (p: Int, t: Int)?
    while true {
      if p < pattern.endIndex, pattern[p] == UInt8(ascii: "*") {
        p += 1
        if p == pattern.endIndex { return true }
        retry = (p, t)
        continue
      }
      if t == text.count {
        if p == pattern.endIndex { return true }
        return false
      }
      if p < pattern.endIndex, pattern[p] == text[t] {
        p += 1
        t += 1
        continue
      }
      if p == pattern.endIndex, !isAnchored { return true }
      guard let back = retry else { return false }
      retry = (back.p, back.t + 1)
      (p, t) = (back.p, back.t + 1)
    }
  }
}
