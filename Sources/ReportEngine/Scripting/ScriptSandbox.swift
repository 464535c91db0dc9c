/// Runs plain Lua chunks under the sandbox and the limits that report scripts run under.
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

  /// Runs a chunk in a state of its own. `print` receives each line that it prints. Throws `ScriptError`.
  public func run(_ source: [UInt8], name: String, print: @escaping (String) -> Void) throws {
    let state = try LuaState(LuaState.Configuration(limits: limits))
    state.output = print
    ClockLibrary(now: now, zone: zone).install(in: state)
    _ = try state.call(state.load(source, name: name), results: 0)
  }
}
