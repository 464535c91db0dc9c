import ReportArticles
import ReportDates
import ReportLua

/// Runs plain Lua chunks under the sandbox and the limits that report scripts run under.
///
/// ```swift
/// let sandbox = ScriptSandbox(now: Instant(rfc3339: "2025-01-23T08:00:00Z")!)
/// var lines: [String] = []
/// let error = sandbox.run(
///   Array("print(1 + 1, os.date('%Y-%m-%d'))\nerror('no')".utf8), name: "try.lua", print: { lines.append($0) })
/// lines  // → ["2\t2025-01-23"]
/// error?.line  // → 2
/// ```
public struct ScriptSandbox: Sendable {
  /// What each chunk may use.
  public var limits: ScriptLimits
  /// What counts as now.
  public var now: Instant
  /// The zone of `os.date`.
  public var zone: TimeZoneRules

  /// Makes a sandbox.
  public init(limits: ScriptLimits = ScriptLimits(), now: Instant, zone: TimeZoneRules = .utc) {
    self.limits = limits
    self.now = now
    self.zone = zone
  }

  /// Runs a chunk in a state of its own; returns the error that it ends with, nil for none.
  ///
  /// `print` receives each line that it prints. `finished` is called with the result before the state is taken apart, which
  /// takes a while when the script has filled its memory.
  @discardableResult
  public func run(
    _ source: [UInt8], name: String, print: @escaping (String) -> Void, finished: (ScriptError?) -> Void = { _ in }
  ) -> ScriptError? {
    var failure: ScriptError?
    var state: LuaState?
    do {
      let made = try LuaState(LuaState.Configuration(limits: limits, hint: ErrorHints.hint))
      state = made
      made.output = print
      ClockLibrary(now: now, zone: zone).install(in: made)
      try made.call(made.load(source, name: name), results: 0)
    } catch {
      failure = error as? ScriptError ?? ScriptError(kind: .runtime, chunk: name, message: SafeText.line("\(error)"))
    }
    withExtendedLifetime(state) { finished(failure) }
    return failure
  }
}
