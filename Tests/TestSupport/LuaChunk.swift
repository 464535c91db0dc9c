import ReportLua
import Testing

/// Runs a text as a chunk named `test.lua`.
@discardableResult
package func run(
  _ source: String, in state: LuaState? = nil, limits: ScriptLimits = ScriptLimits(time: .seconds(10))
) throws -> [LuaValue] {
  let state = try state ?? LuaState(LuaState.Configuration(limits: limits))
  return try state.call(state.load(Array(source.utf8), name: "test.lua"))
}

/// The error that a chunk ends with.
package func error(
  of source: String, in state: LuaState? = nil, limits: ScriptLimits = ScriptLimits(time: .seconds(10))
) throws -> ScriptError {
  do { try run(source, in: state, limits: limits) } catch let error as ScriptError { return error }
  Issue.record("no error: \(source)")
  throw HostError("no error")
}

extension LuaValue {
  package var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  package var string: String? { if case .string(let value) = self { value } else { nil } }
  package var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
}
