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
    let start = Self.seconds(of: CLOCK_PROCESS_CPUTIME_ID)
    alarm = seconds.flatMap { seconds in
      // Computing counts, as in the engine, not the clock.
      Alarm(milliseconds: 50, repeats: true) {
        if Self.seconds(of: CLOCK_PROCESS_CPUTIME_ID) - start < seconds + 0.35 { return }
        StandardStreams.complain(
          "\(script): time limit of \(seconds) s reached inside a library function or the collector")
        _exit(ExitStatus.limitReached.rawValue)
      }
    }
  }

  private static func seconds(of clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
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
