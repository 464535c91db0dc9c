import ReportLoading
import Foundation

/// An http or https address, taken apart and put into one form: RFC 3986 as the URL Standard (WHATWG) tightens it. What a
/// browser would not ask for is none.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  public private(set) var scheme: String
  /// Lower case; names of other scripts in the form of RFC 3492; IPv6 in brackets.
  public private(set) var host: String
  /// Nil for the usual one of the scheme.
  public private(set) var port: Int?
  /// Begins with a slash, without dot segments.
  public private(set) var path: String
  /// What follows the question mark.
  public private(set) var query: String?
  /// Whether a name or password stood in front of the host; they are taken out.
  public private(set) var hadCredentials = false

  /// Reads an absolute address; nil for other schemes, hosts that are none, and ports of other services.
  public init?(_ text: String) { self.init(text, base: nil) }

  /// Reads a reference as it stands on the page `base` (RFC 3986, section 5).
  public init?(_ reference: String, base: WebAddress?) {
    let text = Self.cleaned(reference)
    guard text.utf8.count <= 8192 else { return nil }
    if let colon = text.firstIndex(of: ":"), Self.isScheme(text[..<colon]) {
      let scheme = text[..<colon].lowercased()
      guard scheme == "http" || scheme == "https" else { return nil }
      let rest = text[text.index(after: colon)...]
      if rest.hasPrefix("//") || base == nil || base?.scheme != scheme {
        let start = rest.drop { $0 == "/" || $0 == "\\" }
        self.init(scheme: scheme, authorityAndMore: start)
        return
      }
      // `https:page` counts as relative to a page of the same scheme.
      guard let base else { return nil }
      self.init(relative: rest, base: base)
      return
    }
    guard let base else { return nil }
    self.init(relative: text[...], base: base)
  }

  private init?(relative: Substring, base: WebAddress) {
    let reference = relative.replacing("\\", with: "/")
    if reference.hasPrefix("//") {
      self.init(scheme: base.scheme, authorityAndMore: reference.dropFirst(2))
      return
    }
    self = base
    hadCredentials = false
    let withoutFragment = reference.prefix { $0 != "#" }
    if withoutFragment.isEmpty { return }
    let mark = withoutFragment.firstIndex(of: "?") ?? withoutFragment.endIndex
    let path = String(withoutFragment[..<mark])
    if !path.isEmpty {
      let start =
        path.hasPrefix("/") ? "" : String(base.path[...(base.path.lastIndex(of: "/") ?? base.path.startIndex)])
      self.path = WebReference.withoutDots(Self.encoded(start + path, isQuery: false)[...])
    }
    query =
      mark < withoutFragment.endIndex
      ? Self.encoded(String(withoutFragment[withoutFragment.index(after: mark)...]), isQuery: true) : nil
  }

  private init?(scheme: String, authorityAndMore text: Substring) {
    let end = text.firstIndex { "/\\?#".contains($0) } ?? text.endIndex
    var authority = text[..<end]
    hadCredentials = false
    if let at = authority.lastIndex(of: "@") {
      hadCredentials = true
      authority = authority[authority.index(after: at)...]
    }
    var name = authority
    port = nil
    if let colon = authority.lastIndex(of: ":"), !authority[colon...].contains("]") {
      name = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      if !digits.isEmpty {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits),
          (1...65_535).contains(number)
        else { return nil }
        port = number == (scheme == "http" ? 80 : 443) ? nil : number
      }
    }
    if let port, Self.portsOfOthers.contains(port) { return nil }
    guard let host = Self.host(name) else { return nil }
    (self.scheme, self.host) = (scheme, host)
    let rest = text[end...].prefix { $0 != "#" }
    let mark = rest.firstIndex(of: "?") ?? rest.endIndex
    let path = rest[..<mark].replacing("\\", with: "/")
    self.path = path.isEmpty ? "/" : WebReference.withoutDots(Self.encoded(String(path), isQuery: false)[...])
    query = mark < rest.endIndex ? Self.encoded(String(rest[rest.index(after: mark)...]), isQuery: true) : nil
  }

  /// The whole address.
  public var description: String { origin + path + (query.map { "?\($0)" } ?? "") }

  /// The address as messages show it: what follows the question mark may be a key.
  public var shown: String { origin + path + (query == nil ? "" : "?…") }

  /// Scheme, host and port: who gets what is meant for this address.
  public var origin: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }

  /// Host and port.
  public var hostAndPort: String { host + (port.map { ":\($0)" } ?? "") }

  /// Path and query, as the request line has it.
  var target: String { path + (query.map { "?\($0)" } ?? "") }

  // MARK: Parts

  /// Without the white space around it, and without tabs and ends of line inside.
  private static func cleaned(_ text: String) -> String {
    var scalars = Substring(text).unicodeScalars
    while let first = scalars.first, first.value <= 0x20 { scalars.removeFirst() }
    while let last = scalars.last, last.value <= 0x20 { scalars.removeLast() }
    return String(String.UnicodeScalarView(scalars.filter { ![0x9, 0xA, 0xD].contains($0.value) }))
  }

  private static func isScheme(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, (0x61...0x7A).contains(first | 0x20) else { return false }
    return text.utf8.allSatisfy {
      (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E].contains($0)
    }
  }

  private static func host(_ name: Substring) -> String? {
    if name.hasPrefix("[") {
      let isAddress =
        name.hasSuffix("]") && name.utf8.count <= 60
        && name.dropFirst().dropLast().utf8.allSatisfy {
          (0x30...0x3A).contains($0) || (0x61...0x66).contains($0 | 0x20) || $0 == 0x2E
        }
      return isAddress ? name.lowercased() : nil
    }
    var labels: [String] = []
    let folded = name.precomposedStringWithCompatibilityMapping.lowercased()
    for label in folded.split(omittingEmptySubsequences: false, whereSeparator: { ".。．｡".contains($0) }) {
      guard let ascii = HostLabel.ascii(label), ascii.utf8.count <= 63 else { return nil }
      labels.append(ascii)
    }
    if labels.last == "" { labels.removeLast() }
    let host = labels.joined(separator: ".")
    guard !host.isEmpty, host.utf8.count <= 253, !labels.contains("") else { return nil }
    return host
  }

  private static func encoded(_ text: String, isQuery: Bool) -> String {
    let isPlain = text.utf8.allSatisfy {
      $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x3E && $0 != 0x60 && $0 != 0x7B && $0 != 0x7D
    }
    if isPlain { return text }
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case 0...0x20, 0x7F..., 0x22, 0x3C, 0x3E, 0x60, 0x7B, 0x7D:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      default: result.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return result
  }

  /// Ports that speak other languages: what browsers refuse (Fetch Standard, “port blocking”).
  private static let portsOfOthers: Set<Int> = [
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
    111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
    540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
    6000, 6379, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 11211,
  ]
}

/// Labels of host names in other scripts (RFC 3492).
enum HostLabel {
  /// A label in ASCII; nil when it holds what no name may hold.
  static func ascii(_ label: Substring) -> String? {
    if label.utf8.allSatisfy({ $0 < 0x80 }) {
      let isName = label.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      }
      return isName ? String(label) : nil
    }
    let scalars = label.unicodeScalars.map { $0 }
    guard scalars.count <= 63,
      scalars.allSatisfy({
        $0.value < 0x80
          ? (0x61...0x7A).contains($0.value) || (0x30...0x39).contains($0.value) || $0 == "-"
          : $0.properties.isAlphabetic || $0.properties.numericType != nil
            || $0.properties.generalCategory == .nonspacingMark
            || $0.value == 0x200C || $0.value == 0x200D
      })
    else { return nil }
    return Punycode.encoded(label).map { "xn--" + $0 }
  }
}
