import Glibc
import Synchronization

/// Keeps requests to one host apart, whichever source they are for.
final class HostGate: Sendable {
  private struct Host {
    /// When the next request may go out, on the monotonic clock.
    var next = 0.0
    /// POSIX seconds until which the host asked for patience.
    var until = 0
    /// Seconds between requests that its robots.txt asks for.
    var delay = 0.0
  }

  private let hosts: Mutex<[String: Host]>
  private let pause: Double
  private let keepsDelays: Bool

  /// Without `keepsDelays` it matters not what robots.txt asks for: nobody is asked.
  init(pause: Double, waiting: [String: Int], keepsDelays: Bool = true) {
    (self.pause, self.keepsDelays) = (pause, keepsDelays)
    hosts = Mutex(waiting.mapValues { Host(until: $0) })
  }

  /// Waits for the host's turn. Throws `postponed` when the host asked for patience, or when the turn is further away than `patience` seconds.
  func wait(for host: String, now: Int, patience: Double) throws(FetchProblem) {
    let clock = Self.clock()
    let random = Double.random(in: 0..<0.5)
    let (start, until) = hosts.withLock { hosts -> (Double, Int) in
      var known = hosts[host] ?? Host()
      if known.until > now { return (0, known.until) }
      let start = max(clock, known.next)
      if start - clock <= patience {
        known.next = start + max(pause, known.delay) * (1 + random)
        hosts[host] = known
      }
      return (start, 0)
    }
    if until > now { throw FetchProblem(.postponed, "\(host) asked for patience", wait: until - now) }
    let left = start - clock
    guard left <= patience else {
      throw FetchProblem(.postponed, "\(host) has its turn later", wait: Int(min(left, 86_400)) + 1)
    }
    if left > 0 { usleep(UInt32(left * 1_000_000)) }
  }

  func postpone(_ host: String, until: Int) {
    hosts.withLock { $0[host, default: Host()].until = max($0[host]?.until ?? 0, until) }
  }

  /// A minimum between requests, at most a minute.
  func slow(_ host: String, _ delay: Double) {
    guard keepsDelays else { return }
    hosts.withLock { $0[host, default: Host()].delay = min(max(delay, 0), 60) }
  }

  static func clock() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
