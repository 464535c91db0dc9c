import CCurl
import Glibc
import ReportArticles

/// A GET request to one address; redirects are not followed.
struct TransferRequest: Sendable {
  var address: WebAddress
  var headers: [(name: String, value: String)] = []
  var userAgent: String
  var user: String?
  var password: String?
  var proxy = ""
  var certificates: String?
  /// Entries `host:port:address`: what names stand for, in tests.
  var resolve: [String] = []
  var timeout: Double = 30
  var bodyLimit = 16 << 20
  var allowsSpecial = false
  var keepsCookies = false
}

/// What came back.
struct TransferResponse: Sendable {
  var status: Int
  var headers: HTTPHeaders
  var body: [UInt8]
  /// Bytes of the body on the wire.
  var wire: Int
  var httpVersion: Int = 0
}

/// Why nothing came back.
package struct TransferFailure: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable {
    case library, refusedAddress, unknownHost, notConnected, timedOut, tooLarge, truncated, encoding, certificate, tls
    case badAddress, other
  }

  package var kind: Kind
  package var description: String

  init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, description) }
}

/// Whoever makes requests: libcurl, or a test.
protocol Transport: Sendable {
  /// A line of requests one after another, for one thread.
  func connect() throws(TransferFailure) -> any TransportConnection
}

protocol TransportConnection: AnyObject {
  func get(_ request: TransferRequest) throws(TransferFailure) -> TransferResponse
}

/// Requests through libcurl, which is opened now.
struct CurlTransport: Transport {
  func connect() throws(TransferFailure) -> any TransportConnection { try CurlConnection() }
}

private final class CurlConnection: TransportConnection {
  private let handle: OpaquePointer

  init() throws(TransferFailure) {
    if let trouble = rt_load() { throw TransferFailure(.library, String(cString: trouble)) }
    guard let handle = rt_open() else { throw TransferFailure(.library, "libcurl has no memory for a connection") }
    self.handle = handle
  }

  deinit { rt_close(handle) }

  func get(_ request: TransferRequest) throws(TransferFailure) -> TransferResponse {
    var response = rt_response()
    perform(request, &response)
    defer { rt_release(&response) }
    if response.outcome != RT_DONE { throw Self.failure(response, request) }
    return TransferResponse(
      status: response.status,
      headers: HTTPHeaders(
        response.headers.map { head in
          head.withMemoryRebound(to: UInt8.self, capacity: response.header_size) {
            Array(UnsafeBufferPointer(start: $0, count: response.header_size))
          }
        } ?? []),
      body: response.body.map { Array(UnsafeBufferPointer(start: $0, count: response.body_size)) } ?? [],
      wire: Int(response.wire_size), httpVersion: response.http_version)
  }

  private func perform(_ request: TransferRequest, _ response: inout rt_response) {
    // Copies live as long as the call.
    var owned: [UnsafeMutablePointer<CChar>?] = []
    defer { for text in owned { free(text) } }
    func copy(_ text: String?) -> UnsafePointer<CChar>? {
      guard let text, let copied = strdup(text) else { return nil }
      owned.append(copied)
      return UnsafePointer(copied)
    }
    let headers = request.headers.map { copy("\($0.name): \($0.value)") }
    let resolve = request.resolve.map { copy($0) }
    let milliseconds = Int(min(max(request.timeout, 0.001), 86_400) * 1000)
    headers.withUnsafeBufferPointer { headers in
      resolve.withUnsafeBufferPointer { resolve in
        var asked = rt_request()
        asked.url = copy(request.address.description)
        asked.headers = headers.baseAddress
        asked.header_count = headers.count
        asked.user_agent = copy(request.userAgent)
        asked.user = copy(request.user)
        asked.password = copy(request.password)
        asked.proxy = copy(request.proxy)
        asked.certificates = copy(request.certificates)
        asked.resolve = resolve.baseAddress
        asked.resolve_count = resolve.count
        asked.timeout_ms = milliseconds
        asked.connect_timeout_ms = min(10_000, milliseconds)
        asked.slow_seconds = 10
        asked.slow_bytes = 64
        asked.body_limit = Int64(request.bodyLimit)
        asked.wire_limit = Int64(request.bodyLimit)
        asked.header_limit = 128 << 10
        asked.allows_special = request.allowsSpecial
        asked.keeps_cookies = request.keepsCookies
        rt_perform(handle, &asked, &response)
      }
    }
  }

  private static func failure(_ response: rt_response, _ request: TransferRequest) -> TransferFailure {
    let message = withUnsafeBytes(of: response.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    let host = request.address.host
    switch response.outcome {
    case RT_NO_LIBRARY: return TransferFailure(.library, message)
    case RT_REFUSED_ADDRESS:
      return TransferFailure(
        .refusedAddress,
        "\(host) is \(message), and such are not asked; if that is meant, allow-private: [\(request.address.hostAndPort)]"
      )
    case RT_UNKNOWN_HOST:
      return TransferFailure(.unknownHost, "there is no host \(host), or its name cannot be looked up now")
    case RT_NOT_CONNECTED:
      return TransferFailure(.notConnected, "\(request.address.hostAndPort) cannot be connected to")
    case RT_TIMED_OUT: return TransferFailure(.timedOut, "\(host) did not answer in time")
    case RT_TOO_SLOW: return TransferFailure(.timedOut, "\(host) answers too slowly")
    case RT_TOO_LARGE: return TransferFailure(.tooLarge, "the answer has more than \(request.bodyLimit >> 20) MiB")
    case RT_HEADERS_TOO_LARGE: return TransferFailure(.tooLarge, "the head of the answer has more than 128 KiB")
    case RT_TRUNCATED: return TransferFailure(.truncated, "the connection ended before the whole answer was here")
    case RT_BAD_ENCODING: return TransferFailure(.encoding, "the answer is compressed in a way that cannot be read")
    case RT_TLS_CERTIFICATE: return TransferFailure(.certificate, certificate(message, host))
    case RT_TLS: return TransferFailure(.tls, "\(host) and this program have no secure protocol in common (\(message))")
    case RT_BAD_ADDRESS: return TransferFailure(.badAddress, "\(request.address.shown) cannot be asked")
    default: return TransferFailure(.other, "\(host): \(message)")
    }
  }

  /// What is wrong with a certificate, from OpenSSL's words.
  private static func certificate(_ message: String, _ host: String) -> String {
    let text = message.lowercased()
    let what: String
    if text.contains("expired") {
      what = "the certificate of \(host) has expired"
    } else if text.contains("not yet valid") {
      what = "the certificate of \(host) is not valid yet; is the clock of this machine right?"
    } else if text.contains("does not match") || text.contains("no alternative") || text.contains("unable to match") {
      what = "the certificate that \(host) shows is for another name"
    } else if text.contains("self-signed") || text.contains("self signed") {
      what = "the certificate of \(host) is signed by itself; ca-file names a certificate to trust"
    } else if text.contains("issuer") || text.contains("unable to verify the first") {
      what = "the certificate of \(host) is from an issuer that is not known here; ca-file names certificates to trust"
    } else if text.contains("revoked") {
      what = "the certificate of \(host) was revoked"
    } else {
      what = "the certificate of \(host) is not right (\(message))"
    }
    return what
  }
}

/// Which proxy a request goes through.
enum ProxyChoice {
  /// The proxy for an address by the usual variables; empty for none.
  static func proxy(for address: WebAddress, setting: String?, environment: (String) -> String?) -> String {
    if let setting { return setting }
    // In capitals HTTP_PROXY could be set by whoever calls a CGI program.
    let names = address.scheme == "https" ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    let given = (names + ["all_proxy", "ALL_PROXY"]).compactMap { environment($0) }
    guard let proxy = given.first(where: { !$0.isEmpty }) else { return "" }
    let exceptions = environment("no_proxy") ?? environment("NO_PROXY") ?? ""
    for entry in exceptions.split(whereSeparator: { ", ".contains($0) }) {
      if entry == "*" { return "" }
      let name = entry.lowercased().drop { $0 == "." }
      if address.host == name || address.host.hasSuffix("." + name) { return "" }
    }
    return proxy
  }

  /// Why a proxy must not be asked for a host: it is one of this machine or its network by its very name.
  static func refusal(_ host: String) -> String? {
    let isLocalName = ["localhost", "local", "internal", "localdomain", "home.arpa"].contains {
      host == $0 || host.hasSuffix("." + $0)
    }
    if isLocalName { return "a name of the local network" }
    let plain = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var found: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(plain, nil, &hints, &found) == 0, let found else { return nil }
    defer { freeaddrinfo(found) }
    var text = [CChar](repeating: 0, count: 64)
    guard getnameinfo(found.pointee.ai_addr, found.pointee.ai_addrlen, &text, 64, nil, 0, NI_NUMERICHOST) == 0 else {
      return nil
    }
    return rt_special(text).map { String(cString: $0) }
  }
}
