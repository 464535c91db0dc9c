import Glibc
import ReportSystem

/// Keeps runs of a job apart, on one machine and on several that share the state directory.
///
/// On one machine flock(2) decides; it goes with the process, however that ends. Between machines, where flock may not
/// reach, a lease decides: a file with the holder's name whose time is renewed while the holder lives. It is taken over
/// when it has not been renewed for `leaseTime`, by the clock of the file server, so the machines' own clocks do not matter.
public final class JobLock: Sendable {
  /// Why a lock is not to be had.
  public enum Failure: Error, Sendable, Hashable {
    /// Another run has it; the text says who.
    case held(String)
    /// The files cannot be written.
    case unusable(String)
  }

  /// Seconds without renewal after which another machine takes over.
  public static let leaseTime = 120
  private static let renewal: Int32 = 20

  private let descriptor: Int32
  private let lease: String
  private let token: String
  private let renewer: Alarm?

  /// The machine: its name and the identity of its installation.
  public static var host: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let text = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let machine = (try? SmallFile.read("/etc/machine-id"))?.prefix(12).filter(\.isHexDigit) ?? ""
    return machine.isEmpty ? text : "\(text)/\(machine)"
  }

  /// Takes the lock of a job, or throws `Failure.held`. With `takesOver`, another machine's lease is broken, however new it
  /// seems to be.
  public init(
    job: String, directory: String, host: String = JobLock.host, leaseTime: Int = JobLock.leaseTime,
    takesOver: Bool = false
  ) throws(Failure) {
    let path = "\(directory)/\(job).lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unusable("\(path): \(String(cString: strerror(errno)))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let holder = (try? SmallFile.read(path)) ?? ""
      close(descriptor)
      throw .held(holder.isEmpty ? "another run" : holder)
    }
    lease = "\(directory)/\(job).lease"
    var generator = SystemRandomNumberGenerator()
    token = "\(host) process \(getpid()) \(String(generator.next(), radix: 36))"
    do throws(Failure) {
      try Self.take(lease, token: token, host: host, leaseTime: takesOver ? .min : leaseTime)
    } catch {
      close(descriptor)
      throw error
    }
    let file = descriptor
    ftruncate(file, 0)
    _ = "process \(getpid()) on \(host)".withCString { pwrite(file, $0, strlen($0), 0) }
    let renewed = lease
    renewer = Alarm(milliseconds: Self.renewal * 1000, repeats: true) { utimensat(AT_FDCWD, renewed, nil, 0) }
  }

  /// The machine that holds the lease of a job, when that is another one than `host`; nil when there is none.
  public static func foreignHolder(job: String, directory: String, host: String = JobLock.host) -> String? {
    guard let holder = try? SmallFile.read("\(directory)/\(job).lease"), !holder.hasPrefix("\(host) ") else {
      return nil
    }
    return String(holder.prefix { $0 != " " }.prefix(200))
  }

  /// Whether this run still has the lease; false when it stood still for so long that another machine took over.
  public var isHeld: Bool { (try? SmallFile.read(lease)) == token }

  /// Gives the lock back.
  public func release() {
    renewer?.stop()
    if isHeld { unlink(lease) }
    close(descriptor)
  }

  private static func take(_ lease: String, token: String, host: String, leaseTime: Int) throws(Failure) {
    let mine = "\(lease).\(getpid())-\(token.suffix(6))"
    guard (try? SmallFile.write(token, to: mine)) != nil else {
      throw .unusable("\(mine): \(String(cString: strerror(errno)))")
    }
    defer { unlink(mine) }
    for _ in 0..<3 {
      if link(mine, lease) == 0 { return }
      guard errno == EEXIST else { throw .unusable("\(lease): \(String(cString: strerror(errno)))") }
      guard let holder = try? SmallFile.read(lease) else { continue }
      // This machine's own lease is a dead run's: flock was free.
      if !holder.hasPrefix("\(host) "), let age = age(of: lease, by: mine), age < leaseTime {
        let future = age < -leaseTime ? ", by a lease of the future; --take-over breaks it" : ""
        throw .held("a run on \(holder.prefix { $0 != " " })\(future)")
      }
      // Of several that find the lease abandoned, only the one whose rename succeeds goes on.
      let old = "\(mine).old"
      if rename(lease, old) == 0 {
        let taken = try? SmallFile.read(old)
        if taken == holder { unlink(old) } else { rename(old, lease) }
      }
    }
    throw .held("another run")
  }

  /// Seconds between the last renewal of a lease and now, both by the clock of the file system.
  private static func age(of lease: String, by fresh: String) -> Int? {
    var (then, now) = (stat(), stat())
    utimensat(AT_FDCWD, fresh, nil, 0)
    guard stat(lease, &then) == 0, stat(fresh, &now) == 0 else { return nil }
    return now.st_mtim.tv_sec - then.st_mtim.tv_sec
  }
}
