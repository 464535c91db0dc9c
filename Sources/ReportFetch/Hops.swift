import Glibc

/// What a server gave in the end, after redirects.
struct Answer: Sendable {
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8]
  /// The address that gave it.
  var address: WebAddress
  /// The address that all redirects from the first one on name for good (301, 308); nil when there was none.
  var moved: WebAddress?
  /// Requests that were made, and bytes that came.
  var requests = 1
  var wire = 0
}

/// A secret and the only place that it is for.
struct Credentials: Sendable {
  var user: String?
  var password: String?
  var token: String?
}

/// Follows redirects by the rules of RFC 9110, section 15.4, one request after another, so that each address is looked at.
struct Hops {
  let connection: any TransportConnection
  let settings: FetchSettings
  let userAgent: String
  /// Waits for the host's turn before each request. Throws when that would take too long.
  var turn: (WebAddress) throws(FetchProblem) -> Void = { _ in }
  /// Called after each request with what came of it.
  var after: (WebAddress, TransferResponse?) -> Void = { _, _ in }
  var environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
  var resolve: [String] = []
  /// Seconds that are left for all of it.
  var remaining: () -> Double = { .infinity }

  /// - Parameters:
  ///   - home: the address in the file; what is meant for its server goes there only, and hosts of the local network may be
  ///     reached only from there.
  ///   - validators: what to ask `validated` with.
  func get(
    _ start: WebAddress, home: WebAddress, headers: [Source.Header] = [], credentials: Credentials? = nil,
    validators: Validators = Validators(), validated: WebAddress? = nil, accept: String, limit: Int? = nil
  ) throws(FetchProblem) -> Answer {
    var address = start
    var visits: [WebAddress: Int] = [:]
    var moved: WebAddress?
    var isForGood = true
    var wire = 0
    var requests = 0
    while true {
      visits[address, default: 0] += 1
      // Once more is well: a cookie may have been wanted.
      if visits[address, default: 0] > 2 { throw FetchProblem(.hard, "\(start.shown) redirects in a circle") }
      try turn(address)
      let response: TransferResponse
      do throws(TransferFailure) {
        response = try connection.get(
          try request(
            address, home, headers, credentials, validated == address ? validators : Validators(), accept,
            limit: limit, isFirst: requests == 0))
      } catch {
        after(address, nil)
        throw FetchProblem(error)
      }
      after(address, response)
      requests += 1
      wire += response.wire
      guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["location"] else {
        return Answer(
          status: response.status, headers: response.headers, body: response.body, address: address, moved: moved,
          requests: requests, wire: wire)
      }
      guard requests <= settings.redirects else {
        throw FetchProblem(.hard, "\(start.shown) redirects more than \(settings.redirects) times")
      }
      guard let next = WebAddress(location, base: address) else {
        let scheme = location.prefix { $0 != ":" && $0 != "/" }.prefix(20)
        throw FetchProblem(.hard, "\(address.shown) redirects to an address that is not asked (\(scheme): …)")
      }
      isForGood =
        isForGood && (response.status == 301 || response.status == 308)
        && !(address.scheme == "https" && next.scheme == "http")
      if isForGood { moved = next }
      address = next
    }
  }

  private func request(
    _ address: WebAddress, _ home: WebAddress, _ headers: [Source.Header], _ credentials: Credentials?,
    _ validators: Validators, _ accept: String, limit: Int?, isFirst: Bool
  ) throws(TransferFailure) -> TransferRequest {
    var request = TransferRequest(address: address, userAgent: userAgent)
    let isMeant = isAllowed(address) && (address.origin == home.origin || isAllowed(home))
    request.proxy = ProxyChoice.proxy(for: address, setting: settings.proxy, environment: environment)
    if !request.proxy.isEmpty, !isMeant, let kind = ProxyChoice.refusal(address.host) {
      throw TransferFailure(.refusedAddress, "\(address.host) is \(kind), and such are not asked for through a proxy")
    }
    // The proxy is the user's own; what it connects to is its affair.
    request.allowsSpecial = isMeant || !request.proxy.isEmpty
    request.certificates = settings.certificates
    request.resolve = resolve
    request.timeout = min(Double(settings.timeout), max(remaining(), 0.001))
    request.bodyLimit = limit ?? settings.largest
    request.keepsCookies = !isFirst
    request.headers = [("Accept", accept)] + validators.fields.map { (name: $0.0, value: $0.1) }
    if address.origin == home.origin {
      request.headers += headers.map { (name: $0.name, value: $0.value) }
      request.user = credentials?.user
      request.password = credentials?.password
      if let token = credentials?.token { request.headers.append(("Authorization", "Bearer \(token)")) }
    }
    return request
  }

  private func isAllowed(_ address: WebAddress) -> Bool {
    settings.privateHosts.contains { host in
      host == address.host || host == address.host + ":" + String(address.port ?? (address.scheme == "http" ? 80 : 443))
    }
  }
}
