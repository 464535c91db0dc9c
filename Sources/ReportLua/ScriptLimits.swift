/// What a script may use before it is stopped. A script cannot catch a limit, nor go on after it.
///
/// ```swift
/// let limits = ScriptLimits(time: .milliseconds(50), memory: 32 << 20)
/// let sandbox = ScriptSandbox(limits: limits, now: Instant(secondsSinceEpoch: 0))
/// let error = sandbox.run(Array("while true do end".utf8), name: "loop.lua", print: { _ in })
/// error?.limit  // → time
/// ```
public struct ScriptLimits: Sendable, Hashable {
  /// Which of the limits struck.
  public enum Limit: String, Sendable, Hashable, CaseIterable {
    /// The time spent, the memory held, the output made.
    case time, memory, output
  }

  /// Time that the script's thread computes, host functions included; nil: no limit. Ten times as much may pass by the clock, in
  /// which a machine that stands still or is too busy for the script does not count.
  public var time: Duration?
  /// Bytes that Lua may hold at one time; 0: no limit.
  public var memory: Int
  /// Bytes that the script may print or log; 0: no limit.
  public var output: Int

  /// Makes limits; the defaults are 30 s, 256 MiB and 64 MiB.
  public init(time: Duration? = .seconds(30), memory: Int = 256 << 20, output: Int = 64 << 20) {
    self.time = time
    self.memory = memory
    self.output = output
  }
}

extension Duration {
  /// A time in seconds, at most about 30 years in either direction; zero for what is not a number.
  package init(clampingSeconds seconds: Double) {
    self = .seconds(seconds.isNaN ? 0 : min(max(seconds, -1e9), 1e9))
  }
}
