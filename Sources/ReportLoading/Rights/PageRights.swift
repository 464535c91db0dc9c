import CGumbo
import ReportArticles

/// What a page says about its use, gathered while its elements are gone through: robots meta elements, the TDM Reservation
/// Protocol, links to licences (HTML, RSL), notices of copyright.
struct PageRights {
  private var robots: [String] = []
  private var reservation: Bool?
  private var policy: String?
  private var licenses: [String] = []
  private var copyright: String?
  private var holder: String?

  /// Takes a meta element of this name (in lower case).
  mutating func note(meta name: String, _ content: String) {
    switch name {
    case "robots", RobotsDirectives.product:
      for directive in RobotsDirectives.limits(in: content) where !robots.contains(directive) && robots.count < 16 {
        robots.append(directive)
      }
    case "tdm-reservation": reservation = reservation ?? Self.reservation(content)
    case "tdm-policy": policy = policy ?? Self.text(content)
    case "copyright", "dc.rights", "dcterms.rights", "rights", "copyrightnotice":
      copyright = copyright ?? Self.text(content)
    case "dcterms.rightsholder", "copyrightholder": holder = holder ?? Self.text(content)
    case "dcterms.license", "license": add(license: Self.text(content))
    default: return
    }
  }

  /// Takes a link, `<link>` or `<a>`, if it leads to a licence.
  mutating func note(link node: Int, in tree: HTMLTree) {
    guard Self.isLicense(tree.attributeBytes(node, "rel")) || Self.isLicense(tree.attributeBytes(node, "itemprop")),
      let target = tree.attribute(node, "href")
    else { return }
    add(license: Self.text(target))
  }

  /// Whether one of the words of an attribute is `license`, in HTML or in a vocabulary of RDFa.
  private static func isLicense(_ words: ArraySlice<UInt8>?) -> Bool {
    guard let words, words.count >= 7 else { return false }
    return String(decoding: words, as: UTF8.self).lowercased().split(whereSeparator: \.isWhitespace).contains { word in
      ["license", "cc:license", "dct:license", "dcterms:license", "schema:license"].contains(word)
    }
  }

  /// Takes a licence that stands in the page (RSL 1.0).
  mutating func noteInlineLicense() { add(license: "RSL") }

  private mutating func add(license: String?) {
    guard let license, !Self.isForeignAddress(license), licenses.count < 16, !licenses.contains(license) else { return }
    licenses.append(license)
  }

  /// Whether a text is an address of a kind that must not be followed.
  static func isForeignAddress(_ text: String) -> Bool {
    ["javascript:", "data:", "vbscript:", "file:"].contains { text.lowercased().hasPrefix($0) }
  }

  /// What was gathered, with what the page's data say; nil when there is nothing. Addresses are made absolute.
  func rights(_ linked: ArticleRights, base: String?) -> ArticleRights? {
    func absolute(_ text: String) -> String {
      // Some have the name of a licence in place of its address.
      let isReference = text.holds("/") && !text.holds(" ") && CanonicalURL.isWeb(text)
      return isReference ? CanonicalURL.resolve(text, base: base) : text
    }
    var rights = ArticleRights(
      robots: robots, tdmReservation: reservation, tdmPolicy: policy.map(absolute), licenses: licenses.map(absolute))
    var other = linked
    other.licenses = linked.licenses.map(absolute)
    rights.add(other)
    rights.add(ArticleRights(copyright: copyright, copyrightHolder: holder))
    return rights.isEmpty ? nil : rights
  }

  // MARK: Values

  /// 1 reserves, 0 does not; everything else says nothing (TDM Reservation Protocol, errors).
  package static func reservation(_ text: String) -> Bool? {
    switch TextLayout.collapse(text) {
    case "1": true
    case "0": false
    default: nil
    }
  }

  /// A text on one line, and not a whole page of conditions.
  static func text(_ value: String) -> String? {
    let text = TextLayout.collapse(String(value.prefix(2000)))
    return text.isEmpty ? nil : text
  }
}

extension ArticleRights {
  /// What schema.org data say about an article's use.
  init(linkedData node: JSONValue, resolve: (JSONValue) -> JSONValue) {
    self.init()
    func licenses(_ key: String) -> [String] {
      (node[key].map { $0.array ?? [$0] } ?? []).prefix(8).compactMap { value in
        let value = resolve(value)
        return
          (value.string ?? value["url"]?.string ?? value["@id"]?.string ?? value["name"].flatMap(RecordReader.text))
          .flatMap(PageRights.text)
      }
    }
    self.licenses = (licenses("license") + licenses("usageInfo")).uniqued()
    copyright = node["copyrightNotice"].flatMap(RecordReader.text).map(HTMLEntities.decode).flatMap(PageRights.text)
    copyrightHolder = node["copyrightHolder"].map(resolve).flatMap(RecordReader.text).map(HTMLEntities.decode)
      .flatMap(PageRights.text)
  }
}
