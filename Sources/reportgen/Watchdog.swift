import Glibc
import ReportEngine
import ReportJobs

/// A second wall behind the engine's own time limit: a thread that ends the process when a script has not been stopped a
/// little after its time, because something in Lua itself, such as its garbage collector, takes long and cannot be
/// interrupted.
struct Watchdog {
  private let writeEnd: Int32
  private let thread: pthread_t?

  private final class Job {
    let readEnd: Int32
    let milliseconds: Int32
    let status: ExitStatus
    let expired: @Sendable () -> String

    init(readEnd: Int32, milliseconds: Int32, status: ExitStatus, expired: @escaping @Sendable () -> String) {
      self.readEnd = readEnd
      self.milliseconds = milliseconds
      self.status = status
      self.expired = expired
    }

    func wait() {
      var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
      if poll(&descriptor, 1, milliseconds) == 0 {
        StandardStreams.complain(expired())
        _exit(status.rawValue)
      }
      close(readEnd)
    }
  }

  /// Starts to watch; nothing is watched without a time limit.
  init(script: String, limits: ScriptLimits) {
    let seconds = limits.time.map { Double($0.components.seconds) + Double($0.components.attoseconds) * 1e-18 }
    self.init(seconds: seconds.map { $0 + 0.35 }, status: .limitReached) {
      "\(script): time limit of \(seconds ?? 0) s reached inside a library function or the collector"
    }
  }

  /// Ends the process after `seconds` with what `expired` says.
  init(seconds: Double?, status: ExitStatus, expired: @escaping @Sendable () -> String) {
    var ends: [Int32] = [-1, -1]
    guard let seconds, pipe(&ends) == 0 else {
      (writeEnd, thread) = (-1, nil)
      return
    }
    let job = Job(
      readEnd: ends[0], milliseconds: Int32(clamping: Int64(seconds * 1000)), status: status, expired: expired)
    var started = pthread_t()
    let result = pthread_create(
      &started, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<Job>.fromOpaque(context).takeRetainedValue().wait()
        return nil
      }, Unmanaged.passRetained(job).toOpaque())
    writeEnd = ends[1]
    thread = result == 0 ? started : nil
  }

  /// Stops watching.
  func stop() {
    if writeEnd >= 0 { close(writeEnd) }
    if let thread { pthread_join(thread, nil) }
  }
}
