import ReportArticles
import ReportLoading

// What servers say about use, outside of what they send: fields of the response, `/.well-known/tdmrep.json`, robots.txt.

extension ArticleRights {
  /// What the head of a response says: `X-Robots-Tag`, `tdm-reservation`, `Link` to licences (RFC 8288, RSL). Whether a feed
  /// itself is to be found and followed by search engines says nothing about its articles.
  init(_ headers: HTTPHeaders, at address: WebAddress, isFeed: Bool) {
    self.init(fields: headers.fields)
    if isFeed { robots.removeAll { $0 == "noindex" || $0 == "nofollow" } }
    tdmPolicy = tdmPolicy.flatMap { WebAddress($0, base: address) }?.description
    licenses = headers.all("link").flatMap(Self.links).filter { link in
      link.relations.contains("license")
    }.compactMap { WebAddress($0.target, base: address)?.description }.uniqued()
  }

  static func reservation(_ text: String) -> Bool? {
    switch HTTPHeaders.trimmed(text[...]) {
    case "1": true
    case "0": false
    default: nil
    }
  }

  /// The links of a `Link` field (RFC 8288, section 3). Commas and semicolons may stand in targets and in quotes.
  static func links(_ field: String) -> [(target: String, relations: [String])] {
    var found: [(target: String, relations: [String])] = []
    var rest = field.prefix(16_384)
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">"), found.count < 100 {
      let target = String(rest[rest.index(after: open)..<close])
      var relations: [String]?
      var isQuoted = false
      var parameter = ""
      func take() {
        let parts = parameter.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, HTTPHeaders.trimmed(parts[0]).lowercased() == "rel", relations == nil else { return }
        let value = HTTPHeaders.trimmed(parts[1]).lowercased()
        relations = value.split(whereSeparator: { $0 == " " || $0 == "\"" }).map(String.init)
      }
      var place = rest.index(after: close)
      while place < rest.endIndex {
        let sign = rest[place]
        if sign == "\"" { isQuoted.toggle() }
        if !isQuoted, sign == "," { break }
        if !isQuoted, sign == ";" {
          take()
          parameter = ""
        } else {
          parameter.append(sign)
        }
        place = rest.index(after: place)
      }
      take()
      found.append((target, relations ?? []))
      rest = rest[place...]
    }
    return found
  }
}

/// The file `/.well-known/tdmrep.json` of a server (TDM Reservation Protocol, final report of 2024): rules by paths.
struct TDMFile: Sendable, Hashable {
  static let path = "/.well-known/tdmrep.json"

  private struct Rule: Sendable, Hashable {
    var location: [UInt8]
    var reservation: Bool
    var policy: String?
  }

  private var rules: [Rule] = []

  /// A file that says nothing.
  init() {}

  /// Reads the file; rules that are wrong are left out, and a file that cannot be read says nothing.
  init(_ bytes: [UInt8]) {
    let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let value = try? JSONParser.parse(body).value else { return }
    for entry in (value.array ?? [value]).prefix(1000) {
      guard let location = entry["location"]?.string, !location.isEmpty, location.utf8.count <= 4096,
        let reservation = entry["tdm-reservation"]?.scalarText.flatMap(ArticleRights.reservation)
      else { continue }
      // Locations are written as in robots.txt; one without a slash in front is meant to have it.
      let isRooted = location.hasPrefix("/") || location.hasPrefix("*")
      rules.append(
        Rule(
          location: RobotsFile.normal(isRooted ? location : "/" + location), reservation: reservation,
          policy: entry["tdm-policy"]?.string))
    }
  }

  /// What it says about an address: of several rules the longest.
  func rights(of address: WebAddress) -> ArticleRights {
    let target = RobotsFile.normal(address.target)
    let fitting = rules.filter { RobotsFile.matches($0.location, target) }
    guard var rule = fitting.first else { return ArticleRights() }
    for other in fitting where other.location.count > rule.location.count { rule = other }
    return ArticleRights(
      tdmReservation: rule.reservation, tdmPolicy: rule.policy.flatMap { WebAddress($0, base: address) }?.description)
  }
}

extension RobotsCache {
  /// What the server of a page says about it in `tdmrep.json` (asked for once a day) and in robots.txt (a licence by RSL). What cannot
  /// be had says nothing.
  func rights(
    of address: WebAddress, _ hops: Hops, home: WebAddress
  ) throws(FetchProblem) -> (ArticleRights, (requests: Int, bytes: Int)) {
    var spent = (requests: 0, bytes: 0)
    let file: TDMFile
    if let known = knownReservation(address.origin) {
      file = known
    } else {
      file = try reservations(of: address, hops, home, &spent)
      know(file, of: address.origin)
    }
    var rights = file.rights(of: address)
    rights.licenses = licenses(of: address)
    return (rights, spent)
  }

  private func reservations(
    of address: WebAddress, _ hops: Hops, _ home: WebAddress, _ spent: inout (requests: Int, bytes: Int)
  ) throws(FetchProblem) -> TDMFile {
    let now = clock()
    let key = address.origin + TDMFile.path
    if let old = try state.robots(key), now - old.checked < Self.kept, now >= old.checked {
      return old.body.map { TDMFile($0) } ?? TDMFile()
    }
    guard let place = WebAddress(TDMFile.path, base: address) else { return TDMFile() }
    var body: [UInt8]?
    do throws(FetchProblem) {
      let answer = try hops.get(place, home: home, accept: "application/json, */*;q=0.1", limit: 1 << 20)
      spent.requests += answer.requests
      spent.bytes += answer.wire
      if answer.status == 200 {
        body = answer.body
        keep?(answer, place)
      }
    } catch {
      spent.requests += 1
      if error.kind == .local { throw error }
      if error.kind == .postponed { return TDMFile() }
    }
    try state.writeRobots(key, fetched: now, checked: now, isOpen: true, body: body)
    return body.map { TDMFile($0) } ?? TDMFile()
  }
}
