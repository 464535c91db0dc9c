import ReportLua

/// A Lua state set up for one run: limits, clock, modules, and the types that its script sees.
///
/// It belongs to one thread, as its state does.
final class ScriptStage {
  let state: LuaState
  let host: ScriptHost
  private let run: ReportRun

  /// Sets up a state. `name` stands in messages where no line is known.
  init(_ run: ReportRun, name: String, limits: ScriptLimits? = nil, types: [APIType] = APIRegistry.types) throws {
    self.run = run
    // The same inputs give the same random numbers.
    let seed = (UInt64(bitPattern: Int64(run.now.secondsSinceEpoch)), UInt64(run.input.articles.count))
    let state = try LuaState(
      LuaState.Configuration(
        limits: limits ?? run.configuration.limits, randomSeed: seed, cancellation: run.cancellation,
        hint: ErrorHints.hint,
        failingAllocation: run.configuration.failingAllocation))
    // What `print` writes was counted by the state.
    state.output = { [unowned state, unowned run] line in
      run.say(ReportEngine.LogMessage(level: .info, text: line, place: state.currentPlace ?? name))
    }
    self.state = state
    host = ScriptHost(state: state, run: run, types: types)
    run.countOutput = { [unowned state] in try state.countOutput($0) }
    run.memoryOfScript = { [unowned state] in state.memoryUsed }
    run.analysis.checkpoint = { [unowned state] in try state.checkLimits() }
    run.positionAtHand = { [unowned state] in state.latestRecord }
    run.place = { [unowned state, unowned run] in state.currentPlace ?? run.source.name }
    ClockLibrary(now: run.now, zone: run.zone).install(in: state)
    ScriptModules(source: run.source, configuration: run.configuration, host: host).install(in: state)
  }

  deinit {
    // Errors are written when the stage is gone.
    run.positionAtHand = { [position = state.latestRecord] in position }
    run.countOutput = { _ in }
    run.memoryOfScript = { 0 }
    run.analysis.checkpoint = {}
    run.place = { "" }
  }

  /// Runs a script's chunk and returns what it gives.
  func load(_ source: ScriptSource) throws -> LuaValue {
    let chunk = try state.load(source.text.utf8, name: source.name)
    return try state.call(chunk).first ?? .nil
  }
}
