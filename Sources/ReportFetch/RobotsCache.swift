import ReportArticles
import Synchronization

/// The robots.txt of each host, asked for once and kept for a day (RFC 9309, section 2.4).
final class RobotsCache: Sendable {
  let state: FetchState
  private let gate: HostGate
  let clock: @Sendable () -> Int
  /// Hears of files that were fetched, so that they can be kept.
  let keep: (@Sendable (Answer, WebAddress) -> Void)?
  private let known = Mutex<[String: RobotsFile]>([:])
  private let reservations = Mutex<[String: TDMFile]>([:])

  static let product = "reportgen"
  /// Seconds for which a file counts as it was read.
  static let kept = 86_400
  /// Seconds for which an older one counts while the server is out of order (section 2.3.1.4: a reasonably long period).
  static let keptWhileDown = 30 * 86_400
  /// Seconds until a server that was out of order is asked again.
  static let retry = 3600

  init(
    state: FetchState, gate: HostGate, clock: @escaping @Sendable () -> Int,
    keep: (@Sendable (Answer, WebAddress) -> Void)? = nil
  ) {
    (self.state, self.gate, self.clock, self.keep) = (state, gate, clock, keep)
  }

  func knownReservation(_ origin: String) -> TDMFile? { reservations.withLock { $0[origin] } }
  func know(_ file: TDMFile, of origin: String) { reservations.withLock { $0[origin] = file } }

  /// The licences that the robots.txt of an address names, as far as it was read.
  func licenses(of address: WebAddress) -> [String] {
    (known.withLock { $0[address.origin] }?.licenses ?? []).compactMap { WebAddress($0, base: address)?.description }
  }

  /// Whether an address may be fetched, and what finding out has cost.
  func allows(
    _ address: WebAddress, _ hops: Hops, home: WebAddress
  ) throws(FetchProblem) -> (Bool, (requests: Int, bytes: Int)) {
    if let file = known.withLock({ $0[address.origin] }) { return (file.allows(address), (0, 0)) }
    var spent = (requests: 0, bytes: 0)
    let file = try file(of: address, hops, home, &spent)
    known.withLock { $0[address.origin] = file }
    if let delay = file.delay { gate.slow(address.host, delay) }
    return (file.allows(address), spent)
  }

  private func file(
    of address: WebAddress, _ hops: Hops, _ home: WebAddress, _ spent: inout (requests: Int, bytes: Int)
  ) throws(FetchProblem) -> RobotsFile {
    let now = clock()
    let old = try state.robots(address.origin)
    if let old, now - old.checked < (old.checked == old.fetched ? Self.kept : Self.retry), now >= old.checked {
      return Self.read(old.isOpen, old.body)
    }
    guard let place = WebAddress("/robots.txt", base: address) else { return .closed }
    var answer: Answer?
    do throws(FetchProblem) {
      answer = try hops.get(place, home: home, accept: "text/plain, */*;q=0.1", limit: 4 << 20)
    } catch {
      switch error.kind {
      case .postponed, .local: throw error
      case .soft, .hard, .gone, .temporary: answer = nil
      }
    }
    spent.requests += answer?.requests ?? 1
    spent.bytes += answer?.wire ?? 0
    switch answer?.status {
    case 200?, 203?:
      let body = Array((answer?.body ?? []).prefix(RobotsFile.largest))
      if let answer { keep?(answer, place) }
      try state.writeRobots(address.origin, fetched: now, checked: now, isOpen: true, body: body)
      return RobotsFile(body, product: Self.product)
    case .some(let status) where (400...499).contains(status) && status != 429 || (300...399).contains(status):
      // Unavailable: there are no rules (section 2.3.1.3), and none where redirects lead nowhere.
      try state.writeRobots(address.origin, fetched: now, checked: now, isOpen: true, body: nil)
      return .open
    default:
      // Unreachable: nothing is allowed (section 2.3.1.4), unless older rules are known.
      if let old, old.isOpen, now - old.fetched < Self.keptWhileDown {
        try state.writeRobots(address.origin, fetched: old.fetched, checked: now, isOpen: true, body: old.body)
        return Self.read(true, old.body)
      }
      try state.writeRobots(address.origin, fetched: old?.fetched ?? 0, checked: now, isOpen: false, body: nil)
      return .closed
    }
  }

  private static func read(_ isOpen: Bool, _ body: [UInt8]?) -> RobotsFile {
    guard isOpen else { return .closed }
    return body.map { RobotsFile($0, product: product) } ?? .open
  }
}
