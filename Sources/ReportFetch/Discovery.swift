import ReportArticles
import ReportLoading

/// Finds the feeds of a page.
public struct Discovery: Sendable {
  /// A feed that was found.
  public struct Found: Sendable, Hashable {
    /// Where it is.
    public var address: WebAddress
    /// What it is.
    public var kind: Source.Kind
    /// What the page or the feed calls it.
    public var title: String?
    /// How it was found.
    public var evidence: String
    /// How many items it has now; nil when it was not asked.
    public var items: Int?
  }

  /// How pages are asked for.
  public var settings: FetchSettings
  /// Who asks.
  public var userAgent: String
  var transport: any Transport = CurlTransport()

  /// Makes one.
  public init(settings: FetchSettings, userAgent: String) { (self.settings, self.userAgent) = (settings, userAgent) }

  /// Where feeds usually are, when a page does not say.
  static let usualPlaces = [
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json", "/feeds/posts/default",
  ]

  /// The feeds behind an address: itself, what its page names, the usual places, and sitemaps of news in robots.txt; each
  /// tried. Throws `FetchProblem` when the address itself cannot be had.
  public func feeds(at address: WebAddress) throws(FetchProblem) -> [Found] {
    let connection: any TransportConnection
    do throws(TransferFailure) { connection = try transport.connect() } catch { throw FetchProblem(error) }
    var hops = Hops(connection: connection, settings: settings, userAgent: userAgent)
    let gate = HostGate(pause: Double(settings.pause) / 1000, waiting: [:])
    hops.turn = { address throws(FetchProblem) in try gate.wait(for: address.host, now: 0, patience: 60) }
    let answer = try hops.get(address, home: address, accept: PageReader.accepts + ", " + SourcePoll.acceptsFeeds)
    if let problem = FetchProblem.of(answer, now: 0) { throw problem }
    if let found = Self.feed(answer, evidence: "the address itself") { return [found] }
    var found: [Found] = []
    var candidates = Self.links(in: answer.body, base: answer.address)
    if candidates.isEmpty {
      candidates = Self.usualPlaces.compactMap { place in
        WebAddress(place, base: answer.address).map { ($0, nil, "the usual place \(place)") }
      }
    }
    var tried: Set<WebAddress> = []
    for (place, title, evidence) in candidates.prefix(20) where tried.insert(place).inserted {
      guard
        var feed = (try? hops.get(place, home: address, accept: SourcePoll.acceptsFeeds)).flatMap({
          Self.feed($0, evidence: evidence)
        }),
        !found.contains(where: { $0.address == feed.address })
      else { continue }
      feed.title = title ?? feed.title
      found.append(feed)
    }
    if found.isEmpty { found = sitemaps(of: answer.address, hops, address) }
    return found
  }

  private func sitemaps(of address: WebAddress, _ hops: Hops, _ home: WebAddress) -> [Found] {
    guard let place = WebAddress("/robots.txt", base: address),
      let answer = try? hops.get(place, home: home, accept: "text/plain, */*;q=0.1"),
      answer.status == 200
    else { return [] }
    return RobotsFile(answer.body, product: RobotsCache.product).sitemaps.prefix(20).compactMap { text in
      guard let address = WebAddress(text, base: place), address.path.lowercased().contains("news") else { return nil }
      return Found(address: address, kind: .sitemap, title: nil, evidence: "robots.txt names it")
    }
  }

  static func feed(_ answer: Answer, evidence: String) -> Found? {
    guard answer.status == 200 else { return nil }
    let body =
      SourceWork.isCompressed(answer.body)
      ? (try? SourceWork.expanded(answer.body, limit: 16 << 20)) ?? [] : answer.body
    if let list = Sitemap(body, address: answer.address), body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<") {
      return Found(
        address: answer.address, kind: .sitemap, title: nil, evidence: evidence,
        items: list.entries.count + list.lists.count)
    }
    let result = ArticleLoader().load(data: body, path: "feed")
    let formats = ["rss", "atom", "json-feed", "cdf"]
    guard let first = result.articles.first else {
      let isEmptyFeed = result.problems.contains { $0.message == "the feed has no entries" }
      return isEmptyFeed ? Found(address: answer.address, kind: .feed, title: nil, evidence: evidence, items: 0) : nil
    }
    guard formats.contains(first.origin.format) else { return nil }
    return Found(
      address: answer.address, kind: .feed, title: first.publisher, evidence: evidence, items: result.articles.count)
  }

  private static let feedTypes = [
    "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "application/xml",
    "text/xml",
    "application/json",
  ]

  /// What a page names: `<link rel="alternate">` of a type of feeds, or else links to what looks like one.
  static func links(in page: [UInt8], base: WebAddress) -> [(WebAddress, String?, String)] {
    var base = base
    var named: [(WebAddress, String?, String)] = []
    var linked: [(WebAddress, String?, String)] = []
    for tag in HTMLTags(page, names: ["link", "a", "base"], limit: 20_000) {
      guard let href = tag.attributes["href"] else { continue }
      switch tag.name {
      case "base": base = WebAddress(href, base: base) ?? base
      case "link":
        let rel = (tag.attributes["rel"] ?? "").lowercased().split(separator: " ")
        let type = (tag.attributes["type"] ?? "").lowercased().prefix { $0 != ";" }
        guard rel.contains("alternate"), feedTypes.contains(HTTPHeaders.trimmed(type)),
          let address = WebAddress(href, base: base)
        else { continue }
        // Comments are no news.
        if address.path.lowercased().contains("comments") { continue }
        named.append((address, tag.attributes["title"], "the page names it"))
      default:
        guard let address = WebAddress(href, base: base) else { continue }
        let last = address.path.lowercased().split(separator: "/").last ?? ""
        let looksRight =
          ["rss", "feed", "atom", "rss.xml", "feed.xml", "atom.xml", "index.rdf", "feed.json"].contains(String(last))
          || last.hasSuffix(".rss")
        if looksRight { linked.append((address, nil, "the page links to it")) }
      }
    }
    return named.isEmpty ? linked : named
  }
}

/// The start tags of a page, one after another, without building a tree.
struct HTMLTags: Sequence, IteratorProtocol {
  struct Tag {
    var name: String
    var attributes: [String: String]
  }

  private let bytes: [UInt8]
  private let names: Set<String>
  private var place = 0
  private var left: Int

  init(_ bytes: [UInt8], names: Set<String>, limit: Int) {
    self.bytes = Array(bytes.prefix(4 << 20))
    self.names = names
    left = limit
  }

  mutating func next() -> Tag? {
    while left > 0, let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
      place = open + 1
      if bytes[place...].starts(with: "!--".utf8) {
        place = Self.end(of: "-->", in: bytes, from: place + 3)
        continue
      }
      let nameEnd = bytes[place...].firstIndex { !Self.isNameByte($0) } ?? bytes.count
      let name = String(decoding: bytes[place..<nameEnd], as: UTF8.self).lowercased()
      place = nameEnd
      if name == "script" || name == "style" {
        place = Self.end(of: "</\(name)", in: bytes, from: place)
        continue
      }
      guard names.contains(name) else { continue }
      left -= 1
      return Tag(name: name, attributes: attributes())
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  private static func end(of mark: String, in bytes: [UInt8], from start: Int) -> Int {
    let mark = Array(mark.utf8)
    var place = start
    while place + mark.count <= bytes.count {
      if zip(mark, bytes[place...]).allSatisfy({ $0 == ($1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1) }) {
        return place + mark.count
      }
      place += 1
    }
    return bytes.count
  }

  private mutating func attributes() -> [String: String] {
    var found: [String: String] = [:]
    while place < bytes.count, bytes[place] != UInt8(ascii: ">"), found.count < 64 {
      let byte = bytes[place]
      if byte <= 0x20 || byte == UInt8(ascii: "/") {
        place += 1
        continue
      }
      let start = place
      while place < bytes.count, bytes[place] > 0x20, bytes[place] != UInt8(ascii: "="),
        bytes[place] != UInt8(ascii: ">")
      { place += 1 }
      let name = String(decoding: bytes[start..<place], as: UTF8.self).lowercased()
      while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
      var value = ""
      if place < bytes.count, bytes[place] == UInt8(ascii: "=") {
        place += 1
        while place < bytes.count, bytes[place] <= 0x20 { place += 1 }
        guard place < bytes.count else { break }
        let quote = bytes[place]
        if quote == 0x22 || quote == 0x27 {
          let end = bytes[(place + 1)...].firstIndex(of: quote) ?? bytes.count
          value = String(decoding: bytes[(place + 1)..<end], as: UTF8.self)
          place = Swift.min(end + 1, bytes.count)
        } else {
          let end = bytes[place...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") } ?? bytes.count
          value = String(decoding: bytes[place..<end], as: UTF8.self)
          place = end
        }
      } else if place == start {
        place += 1
      }
      if !name.isEmpty, found[name] == nil {
        found[name] = value.replacing("&amp;", with: "&").replacing("&quot;", with: "\"")
      }
    }
    return found
  }
}
