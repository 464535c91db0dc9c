import CLua

/// A request to end runs, which any thread may make and which is permanent. A running script ends within about 10 ms,
/// whatever it does; the run throws `ReportError.cancelled`.
///
/// Runs through `ReportEngine.run(_:_:)` follow the cancellation of their task and need none of these.
///
/// ```swift
/// let cancellation = Cancellation()
/// cancellation.isCancelled  // → false
/// cancellation.cancel()
/// cancellation.isCancelled  // → true
/// ```
public final class Cancellation: @unchecked Sendable {
  // Unchecked: the pointer never changes, and what it points to is one atomic flag.
  let pointer: OpaquePointer?

  /// Makes one that is not uttered yet.
  public init() { pointer = clua_cancellation_new() }

  deinit { clua_cancellation_free(pointer) }

  /// Ends the runs that were given this value, now or as soon as they begin.
  public func cancel() { clua_cancellation_cancel(pointer) }

  /// Whether `cancel` was called.
  public var isCancelled: Bool { clua_cancellation_requested(pointer) }

  /// Throws when `cancel` was called; for host functions and analysis that take long.
  package func check() throws {
    if isCancelled { throw RunCancelled() }
  }
}

/// Thrown inside a run that was cancelled; it leaves the engine as `ReportError.cancelled`.
package struct RunCancelled: Error {
  package init() {}
}
