import Glibc
import ReportEngine
import ReportJobs
import ReportSystem

/// A second wall behind the engine's own time limit: a thread that ends the process when a script has not been stopped a
/// little after its time, because something in Lua itself, such as its garbage collector, takes long and cannot be
/// interrupted.
struct Watchdog {
  private let alarm: Alarm?

  /// Starts to watch; nothing is watched without a time limit.
  init(script: String, limits: ScriptLimits) {
    let seconds = limits.time.map { Double($0.components.seconds) + Double($0.components.attoseconds) * 1e-18 }
    self.init(seconds: seconds.map { $0 + 0.35 }, status: .limitReached) {
      "\(script): time limit of \(seconds ?? 0) s reached inside a library function or the collector"
    }
  }

  /// Ends the process after `seconds` with what `expired` says.
  init(seconds: Double?, status: ExitStatus, expired: @escaping @Sendable () -> String) {
    alarm = seconds.flatMap { seconds in
      Alarm(milliseconds: Int32(clamping: Int64(seconds * 1000))) {
        StandardStreams.complain(expired())
        _exit(status.rawValue)
      }
    }
  }

  /// Watches while `body` runs, and no longer.
  func whileWatching<Result>(_ body: () throws -> Result) rethrows -> Result {
    defer { stop() }
    return try body()
  }

  /// Stops watching.
  func stop() { alarm?.stop() }
}
